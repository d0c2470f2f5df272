"""The text of a narration as HTML, block by block, each piece that is heard in an element of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from rhapsode.narration.publishing.reading import Piece, pieces
from rhapsode.narration.recording import Recording, SpokenUtterance
from rhapsode.narration.script import Script
from rhapsode.tts.utterance import Utterance

Pair = tuple[Utterance, SpokenUtterance]

_AROUND = {"list_item": "ul", "quote": "blockquote"}
_NUMBER = re.compile(r"\(?(\d+|[a-z])[.)]\s")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as `html`; `words` and `sentences` are the (start, end) seconds of its `.w` and `.s` elements."""

    html: str
    words: tuple[tuple[float, float], ...]
    sentences: tuple[tuple[float, float], ...]


@dataclass(slots=True)
class _Writer:
    """Writes elements while it notes when they are heard."""

    language: str
    labels: Mapping[str, str]
    levels: dict[str, int]
    words: list[tuple[float, float]] = field(default_factory=list)
    sentences: list[tuple[float, float]] = field(default_factory=list)

    def block(self, pairs: Sequence[Pair]) -> str:
        """One block: all utterances of one block of the article in one role."""
        first = pairs[0][0]
        between = "<br>" if first.role == "table" else " "
        text = between.join(self._sentence(utterance, spoken) for utterance, spoken in pairs)
        tag = self._tag(first)
        numbered = " numbered" if first.role == "list_item" and _NUMBER.match(first.written) else ""
        return f'<{tag} class="{first.role}{numbered}" dir="auto"{self._lang(first)}>{self._label(pairs)}{text}</{tag}>'

    def _label(self, pairs: Sequence[Pair]) -> str:
        """What kind of block this is, for the eye, unless the voice says so itself ("Image: ...")."""
        label = self.labels.get(f"label_{pairs[0][0].role}", "")
        if not label or any(label.casefold() in utterance.spoken.casefold() for utterance, _ in pairs):
            return ""
        return f'<span class="label">{escape(label)}</span> '

    def _tag(self, utterance: Utterance) -> str:
        if utterance.role == "title":
            return "h1"
        if utterance.role == "heading":
            level = self.levels.get(utterance.chapter or "", 1)
            return f"h{min(6, max(1, level) + 1)}"
        return {"list_item": "li", "aside": "aside"}.get(utterance.role, "p")

    def _lang(self, utterance: Utterance) -> str:
        return f' lang="{escape(utterance.lang)}"' if utterance.lang != self.language else ""

    def _sentence(self, utterance: Utterance, spoken: SpokenUtterance) -> str:
        self.sentences.append((spoken.start, spoken.end))
        shown = pieces(utterance, spoken)
        return f'<span class="s">{"".join(self._piece(piece) for piece in shown)}</span>'

    def _piece(self, piece: Piece) -> str:
        text = escape(piece.text).replace("\n", "<br>")
        if piece.kind == "silent":
            return text
        self.words.append((piece.start, piece.end))
        return f'<span class="w{" added" if piece.kind == "added" else ""}">{text}</span>'


def reading(script: Script, recording: Recording, labels: Mapping[str, str]) -> Reading:
    """The text of `script` with the times of `recording`; `labels` hold what is said over images and the like."""
    levels = {chapter.id: chapter.level for chapter in script.chapters}
    writer = _Writer(script.language, labels, levels)
    html = "\n".join(_sections(writer, zip(script.utterances, recording.utterances, strict=True)))
    return Reading(html, tuple(writer.words), tuple(writer.sentences))


def _sections(writer: _Writer, pairs: Iterator[Pair] | zip[Pair]) -> Iterator[str]:
    """Blocks in order; items that follow each other in one list, paragraphs of a quotation in one quotation."""
    for role, run in groupby(_blocks(pairs), key=lambda block: block[0][0].role):
        blocks = "\n".join(writer.block(block) for block in run)
        around = _AROUND.get(role)
        yield f"<{around}>{blocks}</{around}>" if around else blocks


def _blocks(pairs: Iterator[Pair] | zip[Pair]) -> Iterator[list[Pair]]:
    """Runs of utterances of one block and role; utterances that name no block stand alone."""
    run: list[Pair] = []
    for pair in pairs:
        if run and not _together(run[-1][0], pair[0]):
            yield run
            run = []
        run.append(pair)
    if run:
        yield run


def _together(one: Utterance, other: Utterance) -> bool:
    return one.block is not None and (one.block, one.role, one.lang) == (other.block, other.role, other.lang)
