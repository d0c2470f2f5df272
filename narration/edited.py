"""Scripts that were edited by hand: whoever changes the words of an utterance need not count characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from rhapsode.narration.script import Script
from rhapsode.tts.utterance import Alignment, Utterance


def realigned(script: Script) -> tuple[Script, tuple[str, ...]]:
    """`script` with alignments made anew where they no longer fit the words, and the ids of those utterances.

    Words that are written and spoken alike belong together; what lies between two such words is one piece. Emphasis,
    languages, prosody and pronunciations of edited words are dropped: nobody knows which words they were on.
    """
    edited = tuple(utterance.id for utterance in script.utterances if not _fits(utterance))
    if not edited:
        return script, ()
    utterances = (utterance if _fits(utterance) else _mended(utterance) for utterance in script.utterances)
    return replace(script, utterances=tuple(utterances)), edited


def _fits(utterance: Utterance) -> bool:
    """Whether the alignment ends where the written and the spoken text end. Gaps within it are not an edit's doing."""
    ends = [(part.written[1], part.spoken[1]) for part in utterance.alignment]
    reached = (max((w for w, _ in ends), default=0), max((s for _, s in ends), default=0))
    return reached == (len(utterance.written), len(utterance.spoken))


def _mended(utterance: Utterance) -> Utterance:
    return replace(
        utterance,
        alignment=tuple(_aligned(utterance.written, utterance.spoken)),
        emphasis=(),
        languages=(),
        prosody_spans=(),
        pronunciations=(),
    )


def _aligned(written: str, spoken: str) -> Iterator[Alignment]:
    if not written.strip() or not spoken.strip():
        yield Alignment((0, len(written)), (0, len(spoken)))
        return
    before, olds = _words(written)
    after, news = _words(spoken)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield Alignment((olds[i], olds[i + 1]), (news[j], news[j + 1]))
        else:
            yield Alignment((olds[i1], olds[i2]), (news[j1], news[j2]))


def _words(text: str) -> tuple[list[str], list[int]]:
    """The bare words of `text`, and where each begins and the last ends; the blanks around a word belong to it."""
    found = list(re.finditer(r"\s*(\S+)\s*", text))
    bare = [re.sub(r"^\W+|\W+$", "", match[1]).casefold() or match[1] for match in found]
    return bare, [match.start() for match in found] + [len(text)]
