"""Is a Script fit to be performed? Checked before a voice is asked to speak it, and after somebody edited it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rhapsode.base import RhapsodeError
from rhapsode.narration.script import Script
from rhapsode.tts.utterance import Alignment, Span, Utterance


class ScriptError(RhapsodeError):
    """A Script contradicts itself; `where` names the utterance."""


def check_script(script: Script) -> None:
    """Refuse a Script that no voice could perform.

    Raises:
        ScriptError: an id that occurs twice, a voice or chapter that the Script does not have, nothing to say, an
            alignment with gaps or overlaps, a span outside the spoken text. All problems are counted, the first
            is described.
    """
    problems = list(_problems(script))
    if problems:
        where, message = problems[0]
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise ScriptError(message + more, where=where)


def _problems(script: Script) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    chapters = {chapter.id for chapter in script.chapters}
    if not script.utterances:
        yield "script", "nothing to say: there are no utterances"
    if len(chapters) < len(script.chapters):
        yield "script", "two chapters have the same id"
    for utterance in script.utterances:
        where = f"utterance {utterance.id}"
        if utterance.id in seen:
            yield where, "this id occurs twice; every utterance needs its own"
        seen.add(utterance.id)
        if utterance.voice not in script.voices:
            yield (
                where,
                f"its voice {utterance.voice!r} is not among the script's: {', '.join(script.voices)}",
            )
        if utterance.chapter is not None and utterance.chapter not in chapters:
            yield where, f"its chapter {utterance.chapter!r} is not among the script's chapters"
        for message in _inside(utterance):
            yield where, message


def _inside(utterance: Utterance) -> Iterator[str]:
    if not any(map(str.isalnum, utterance.spoken)):
        yield "nothing to say: its spoken text has no words"
    for side, text in (("written", utterance.written), ("spoken", utterance.spoken)):
        problem = _gap(utterance.alignment, side, len(text))
        if problem:
            yield problem
    for name in ("emphasis", "pronunciations", "languages", "prosody_spans"):
        for span in getattr(utterance, name):
            start, end = span.spoken
            if not start < end <= len(utterance.spoken):
                yield f"its {name} point outside the spoken text: {start} to {end} of {len(utterance.spoken)}"


def _gap(alignment: Sequence[Alignment], side: str, length: int) -> str | None:
    at = 0
    for entry in alignment:
        start, end = _span(entry, side)
        if start != at or end < start:
            return f"its alignment does not lie end to end: {side} text is covered to {at}, then from {start}"
        at = end
    return None if at == length else f"its alignment covers {at} of the {length} {side} characters"


def _span(entry: Alignment, side: str) -> Span:
    return entry.written if side == "written" else entry.spoken
