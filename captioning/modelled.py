"""Descriptions by an image model: jobs from cases, answers through the linter."""

from __future__ import annotations

from collections.abc import Sequence

from rhapsode.captioning.cache import DescriptionCache, cached_captions
from rhapsode.captioning.captioner import Caption, Captioner, Job
from rhapsode.captioning.case import Case
from rhapsode.captioning.description import Description
from rhapsode.captioning.linter.lengths import word_limit
from rhapsode.captioning.linter.repairs import repair

SMALLEST = 24
"""Pixels; a model makes things up about anything smaller."""


def describe_by_model(
    cases: Sequence[Case], captioner: Captioner, cache: DescriptionCache, deadline: float
) -> list[Description | None]:
    """One answer per case; None where the model cannot be asked or its answer cannot be spoken."""
    answers: list[Description | None] = [None] * len(cases)
    asked = [i for i, case in enumerate(cases) if _worth_asking(case)]
    jobs = [_job(cases[i]) for i in asked]
    digests = [picture.digest for i in asked if (picture := cases[i].picture)]
    captions = cached_captions(captioner, jobs, digests, cache, deadline=deadline)
    for i, caption in zip(asked, captions, strict=True):
        answers[i] = _judge(cases[i], caption, captioner)
    return answers


def _worth_asking(case: Case) -> bool:
    picture = case.picture
    return picture is not None and picture.pixels is not None and min(picture.pixels.size) >= SMALLEST


def _job(case: Case) -> Job:
    assert case.picture is not None
    assert case.picture.pixels is not None
    around = case.around
    context = (
        ("caption", around.caption),
        ("title", around.title),
        ("section", around.section),
        ("text before", around.before),
        ("text after", around.after),
    )
    fields = tuple((label, text) for label, text in context if text)
    reading = case.reading.text if case.kind != "photo" and case.reading else ""
    return Job(case.picture.pixels, kind=case.kind, context=fields, reading=reading, lang=around.lang)


def _judge(case: Case, caption: Caption, captioner: Captioner) -> Description | None:
    if not caption.text:
        case.problems.append(caption.problem or f"{captioner.name} had nothing to say")
        return None
    limit = word_limit(case.kind)
    text, long = repair(caption.text, limit=limit)
    # A model without the article's words answers in its own language, English; the article's is then no standard.
    findings = case.check(
        text, origin="model", grounds=(case.reading.text,) if case.kind != "photo" and case.reading else ()
    )
    # What `repair` has left broken off cannot be spoken.
    rejected = [f for f in findings if f.severity == "reject" or f.code == "truncated"]
    if any(finding.code.startswith("redundant") for finding in rejected) and case.around.caption:
        return case.say("", "caption", "the model has nothing to add to the caption, which is read")
    if rejected:
        case.problems.append(
            f"{captioner.name}'s words are not spoken: {rejected[0].message} ({rejected[0].where})"
        )
        return None
    reason = f"described by {captioner.name}" + (
        " with the article as context" if captioner.contextual else ""
    )
    return case.say(
        _sentence(text), "model", reason, confidence=caption.confidence, long=long, model=captioner.name
    )


def _sentence(text: str) -> str:
    """Models write in lower case and without a full stop."""
    text = text[:1].upper() + text[1:]
    return text if text[-1:] in ".!?" else text + "."
