"""A description with what it is judged against, and what is found wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rhapsode.captioning.words import WORD, fold

Severity = Literal["reject", "repair", "note"]
Origin = Literal["author", "model"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect: `code` for programs, `message` for people, `where` the words in question.

    "reject": not to be spoken. "repair": spoken after `repair`. "note": spoken, and shown to the editor.
    """

    code: str
    message: str
    where: str = ""
    severity: Severity = "reject"


@dataclass(frozen=True)
class Draft:
    """A description with what it is judged against.

    `grounds` are all texts a name or a number may come from (article, caption, text in the picture).
    """

    text: str
    origin: Origin = "model"
    kind: str = "unknown"
    lang: str | None = None
    caption: str = ""
    neighbours: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()

    @cached_property
    def words(self) -> list[str]:
        return WORD.findall(self.text)

    @cached_property
    def folded(self) -> list[str]:
        return [fold(word) for word in self.words]

    @cached_property
    def lowered(self) -> str:
        return " ".join(self.text.lower().replace("’", "'").split())

    @cached_property
    def everything(self) -> str:
        return " \n ".join((self.caption, *self.neighbours, *self.grounds))
