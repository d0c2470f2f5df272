"""The Script: an article rewritten for the ear. Its JSON is public: `rhapsode.script/1`."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from rhapsode.base import document
from rhapsode.tts.utterance import Prosody, Utterance


@document
class Speaker:
    """A part in the performance: the engine that speaks it (`heart`), and its standing prosody."""

    engine: str
    prosody: Prosody = Prosody()


@document
class Chapter:
    """A listener's stop, made from a heading. `level` 1 is a main stop; `image` an Image.id to show with it."""

    id: str
    title: str
    level: int = 1
    image: str | None = None


@document
class Omission:
    """Written words deliberately not spoken, and the rule that left them out."""

    written: str
    reason: str
    block: str | None = None


@document
class Cover:
    """What the files and the player show of the article: the same words as the article's own."""

    title: str
    byline: tuple[str, ...] = ()
    published: str | None = None
    summary: str | None = None
    site: str | None = None
    source: str | None = None
    image: str | None = None


@document
class Script:
    """Everything a performance needs: utterances in order, the chapters they fall into, and who speaks.

    `language` is a BCP 47 tag; `style` names the house style that directed it. Every utterance's `voice` is a key
    of `voices` and its `chapter` an id in `chapters` (checked by `rhapsode.narration.check_script`).
    """

    cover: Cover
    language: str
    utterances: tuple[Utterance, ...]
    chapters: tuple[Chapter, ...]
    voices: dict[str, Speaker]
    style: str = "newsroom"
    omissions: tuple[Omission, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    schema: Literal["rhapsode.script/1"] = "rhapsode.script/1"
