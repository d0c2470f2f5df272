"""Which function says which block, and what a policy makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rhapsode.narration.directing import blocks, figures, tables
from rhapsode.narration.directing.director import DEEPEST, Director
from rhapsode.narration.directing.notes import Notes, due, say_notes
from rhapsode.narration.directing.opening import repeats_title
from rhapsode.narration.directing.passage import Passage, visible
from rhapsode.narration.written import units
from rhapsode.parsing.article import Footnote, Heading, Image, Quote, walk

Say = Callable[[Director, Any], None]
Summarise = Callable[[Director, Any, str], None]

SAY: dict[str, Say] = {
    "heading": blocks.heading,
    "paragraph": blocks.paragraph,
    "list": blocks.list_,
    "quote": blocks.quote,
    "table": tables.table,
    "code_block": blocks.code,
    "figure": figures.figure,
    "math_block": blocks.math,
    "embed": blocks.embed,
    "aside": blocks.aside,
    "details": blocks.details,
    "definition_list": blocks.definitions,
    "rule": blocks.rule,
}
SUMMARISE: dict[str, Summarise] = {
    "table": tables.table_summary,
    "code_block": blocks.code_summary,
    "embed": blocks.embed_summary,
}
# A block's name in a style's policies, where it is another than its kind.
POLICY = {"code_block": "code", "math_block": "math", "figure": "image"}


@dataclass(slots=True)
class Stage:
    """One article's performance in the making: blocks in, drafts out through its Director."""

    director: Director
    notes: Notes

    def __post_init__(self) -> None:
        self.director.perform = self.perform
        self.director.after_paragraph = self.notes_of_paragraph

    def body(self, body: tuple[Any, ...]) -> None:
        """All blocks of an article but its footnotes, which are said where the style wants them."""
        d = self.director
        spoken = len(d.drafts)
        for block in body:
            if isinstance(block, Footnote):
                continue
            if repeats_title(d, block) and len(d.drafts) == spoken and d.style.opening.title:
                d.omit_block(block, "the title again")
                continue
            if self.notes_due_before(block):
                self.section_notes()
            self.perform(d, block)

    def notes_due_before(self, block: Any) -> bool:
        """Whether a section ends here whose notes are to be said."""
        return self.director.style.notes == "section" and isinstance(block, Heading)

    def section_notes(self) -> None:
        """Say the notes of the section that ends here."""
        with self.director.within(depth=self.director.setting.depth + 1):
            say_notes(self.director, self.notes, due(self.director, self.notes))

    def perform(self, d: Director, block: Any) -> None:
        """Say one block as its policy wants it, wherever it stands."""
        kind = block.kind
        setting = d.setting
        with d.within(block=block.id, lang=block.lang or setting.lang, nesting=setting.nesting + 1):
            if d.setting.nesting > DEEPEST:
                self._flat(d, block)
                return
            self._by_policy(d, block, kind)
            self.notes_of_paragraph()

    def notes_of_paragraph(self) -> None:
        """Say the notes that were just referred to, where the style has notes in their place."""
        d = self.director
        if d.style.notes == "inline" and d.setting.role != "footnote":
            say_notes(d, self.notes, due(d, self.notes), numbered=False)

    def _by_policy(self, d: Director, block: Any, kind: str) -> None:
        if isinstance(block, Footnote):
            d.blocks(block.blocks)  # a note inside other blocks is read where it stands
            return
        name = POLICY.get(kind, kind)
        if isinstance(block, Quote) and block.pull:
            name = "pull_quote"
        policy, rule = d.policy(name, block)
        if isinstance(block, Quote) and block.pull and d.repeated(block):
            d.omit_block(block, "pull quote that the body says")
        elif kind == "figure" and block.narrate is None:
            SAY[kind](d, block)  # its parts have policies of their own
        elif policy == "say" or kind == "rule":
            if policy != "skip":
                SAY[kind](d, block)
        elif policy == "skip":
            d.omit_block(block, rule)
        elif policy == "summarise" and kind in SUMMARISE:
            SUMMARISE[kind](d, block, rule)
        elif policy == "summarise":
            blocks.generic_summary(d, block, name, rule)
        else:
            d.announce(f"{name}_cue")
            d.omit_block(block, rule)

    def _flat(self, d: Director, block: Any) -> None:
        for own, text in units(block):
            with d.within(block=own):
                d.emit(Passage(" ".join(visible(text).split())), d.setting.as_role("paragraph"))
        for node in walk(block):
            if isinstance(node, Image):
                d.omit_image(node, "picture nested too deep")
