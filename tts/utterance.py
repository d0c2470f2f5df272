"""The Utterance: what a voice is asked to say. The unit of synthesis and of the cache."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from rhapsode.base import document

Role = Literal[
    "title", "byline", "heading", "paragraph", "list_item", "quote", "table", "code", "math", "image", "caption",
    "footnote", "aside", "embed", "announcement",
]  # fmt: skip

Span: TypeAlias = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
"""Character offsets `[start, end)` into the written or the spoken text of an utterance."""


@document
class Prosody:
    """How something is said, relative to the voice's own delivery.

    `rate` multiplies the speed (1.0 = normal), `pitch` is in semitones, `volume` in dB.
    """

    rate: Annotated[float, Field(ge=0.25, le=4.0)] = 1.0
    pitch: Annotated[float, Field(ge=-24.0, le=24.0)] = 0.0
    volume: Annotated[float, Field(ge=-40.0, le=20.0)] = 0.0

    def within(self, outer: Prosody) -> Prosody:
        """This prosody inside `outer`: rates multiply, pitch and volume add; kept within what is allowed."""
        return Prosody(
            rate=min(4.0, max(0.25, self.rate * outer.rate)),
            pitch=min(24.0, max(-24.0, self.pitch + outer.pitch)),
            volume=min(20.0, max(-40.0, self.volume + outer.volume)),
        )


@document
class Alignment:
    """The `spoken` characters that say the `written` ones.

    The alignments of an utterance lie end to end in both texts: together they cover each without gaps or
    overlaps. An empty spoken span marks writing that is silent (a footnote mark). `template` names what added
    words that are not the article's own ("Image:", a picture's description); they then stand in the written text
    too, for the transcript, or have an empty written span.
    """

    written: Span
    spoken: Span
    template: str | None = None


@document
class EmphasisSpan:
    """Spoken characters to stress."""

    spoken: Span
    level: Literal["reduced", "moderate", "strong"] = "moderate"


@document
class Pronunciation:
    """Spoken characters whose sound is fixed, in IPA."""

    spoken: Span
    ipa: str


@document
class LanguageSpan:
    """Spoken characters in another language than the utterance's; `lang` is a BCP 47 tag."""

    spoken: Span
    lang: str


@document
class ProsodySpan:
    """Spoken characters with a prosody of their own inside the utterance's (parentheses, asides)."""

    spoken: Span
    prosody: Prosody


@document
class Utterance:
    """What a voice says in one breath, mostly one sentence.

    `written` is what the eye sees, `spoken` the words for it: no markup, no symbols, punctuation kept for its
    prosody. `voice` names an entry of the Script's voices; `block` is the article block it came from; `chapter`
    the id of the Script's chapter it belongs to. Pauses are in milliseconds.
    """

    id: str
    role: Role
    written: str
    spoken: str
    alignment: tuple[Alignment, ...]
    lang: str
    voice: str = "narrator"
    prosody: Prosody = Prosody()
    emphasis: tuple[EmphasisSpan, ...] = ()
    pronunciations: tuple[Pronunciation, ...] = ()
    languages: tuple[LanguageSpan, ...] = ()
    prosody_spans: tuple[ProsodySpan, ...] = ()
    pause_before_ms: Annotated[int, Field(ge=0, le=60_000)] = 0
    pause_after_ms: Annotated[int, Field(ge=0, le=60_000)] = 0
    chapter: str | None = None
    block: str | None = None


def written_span(utterance: Utterance, spoken: Span) -> Span:
    """The written characters that the `spoken` characters say (empty, at their place, for added words)."""
    touching = [a.written for a in utterance.alignment if a.spoken[0] < spoken[1] and spoken[0] < a.spoken[1]]
    if not touching:
        return (0, 0)
    said = [span for span in touching if span[0] < span[1]] or touching
    return (said[0][0], said[-1][1])


def word_spans(spoken: str) -> tuple[Span, ...]:
    """The spoken words of a text: runs of non-blank characters with a letter or a digit in them, in order."""
    runs = (match.span() for match in re.finditer(r"\S+", spoken))
    return tuple(span for span in runs if any(c.isalnum() for c in spoken[span[0] : span[1]]))
