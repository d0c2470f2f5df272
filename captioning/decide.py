"""What is said for each picture: the W3C's decision tree for images, as an ordered list of rules.

The tree (W3C WAI, "An alt Decision Tree") asks: does the picture hold text that is elsewhere too, is it what a link
does, does it add meaning, is it purely decorative? The first rule that has an answer decides; each answer says in
plain words why. What no rule decides is described by an image model, where there is one, and otherwise is said to be
a picture that nobody described: a picture is silent on purpose or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from rhapsode.captioning import rules, seeing
from rhapsode.captioning.cache import DescriptionCache
from rhapsode.captioning.captioner import Captioner
from rhapsode.captioning.case import Case
from rhapsode.captioning.context import surroundings
from rhapsode.captioning.description import Description
from rhapsode.captioning.modelled import describe_by_model
from rhapsode.captioning.sources import ImageFetcher
from rhapsode.parsing.article import Article

Rule = Callable[[Case], Description | None]

RULES: tuple[Rule, ...] = (
    rules.tracking_pixel,
    rules.declared_decorative,
    rules.emoji,
    rules.alternative_text,
    rules.title_text,
    rules.link_title,
    rules.embedded_text,
    rules.svg_text,
    rules.ornament,
    seeing.looks_decorative,
    seeing.quote_card,
    seeing.chart,
    seeing.screenshot,
    seeing.labels,
)
"""Asked in this order before any model."""

LAST: tuple[Rule, ...] = (rules.caption_alone, seeing.shown, rules.link_target, rules.nobody_described)
"""Asked where no model had an answer; the last one always has."""


def describe(
    article: Article,
    *,
    captioner: Captioner | None = None,
    fetcher: ImageFetcher | None = None,
    overrides: Mapping[str, str] | None = None,
    cache: DescriptionCache | None = None,
    deadline: float = 60.0,
) -> tuple[Description, ...]:
    """One Description for every picture of `article`, in the order of `rhapsode.parsing.article.images`.

    Args:
        captioner: an image model for what the article's own words do not settle.
        fetcher: gets remote pictures (`rhapsode.parsing.fetch.Fetcher`); without one they are decided by words alone.
        overrides: an editor's words by `Image.id`; "" keeps a picture silent.
        cache: where answers of models and readers are kept; None is the user's own, limit 0 keeps nothing.
        deadline: seconds the model may take for one picture.

    A picture that cannot be read never raises: it has a warning in its Description and the next rule decides.
    """
    cache = cache or DescriptionCache()
    cases = [Case(around, fetcher, cache) for around in surroundings(article)]
    decided: list[Description | None] = [
        _by_editor(case, overrides or {}) or _ask(RULES, case) for case in cases
    ]
    open_cases = [i for i, description in enumerate(decided) if description is None]
    if captioner is not None and open_cases:
        answers = describe_by_model([cases[i] for i in open_cases], captioner, cache, deadline)
        for i, answer in zip(open_cases, answers, strict=True):
            decided[i] = answer
    final = [found or _ask(LAST, case) for found, case in zip(decided, cases, strict=True)]
    return tuple(
        _with_warnings(description, case)
        for description, case in zip(final, cases, strict=True)
        if description
    )


def _by_editor(case: Case, overrides: Mapping[str, str]) -> Description | None:
    words = overrides.get(case.around.image.id)
    if words is None:
        return None
    if not words.strip():
        return case.silence("decorative", "an editor keeps it silent", source="editor")
    return case.say(" ".join(words.split()), "editor", "an editor's words")


def _ask(chain: Sequence[Rule], case: Case) -> Description | None:
    return next((answer for rule in chain if (answer := rule(case)) is not None), None)


def _with_warnings(description: Description, case: Case) -> Description:
    """Problems may turn up after a rule made its Description; none of them is lost."""
    return replace(description, warnings=tuple(dict.fromkeys((*description.warnings, *case.warnings))))
