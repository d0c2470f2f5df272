"""Footnotes: the mark is silent; the body is said where the style wants it, once."""

from __future__ import annotations

from dataclasses import dataclass, field

from rhapsode.narration.directing.director import Director
from rhapsode.narration.directing.passage import added
from rhapsode.parsing.article import Article, Footnote


@dataclass(slots=True)
class Notes:
    """The article's footnotes, in the order of their first reference, and which have been said."""

    bodies: dict[str, Footnote]
    said: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, article: Article) -> Notes:
        """The footnotes of `article`; where a label occurs twice the later ones get labels of their own."""
        bodies: dict[str, Footnote] = {}
        for block in article.blocks:
            if isinstance(block, Footnote):
                label = block.label
                while label in bodies:
                    label += "'"
                bodies[label] = block
        return cls(bodies)

    def number(self, label: str) -> int:
        """A note's place among the notes, from 1."""
        return list(self.bodies).index(label) + 1


def due(d: Director, notes: Notes) -> list[str]:
    """The notes referred to since this was last asked, without those already said."""
    labels = [
        label
        for label in dict.fromkeys(d.inline.references)
        if label in notes.bodies and label not in notes.said
    ]
    d.inline.references.clear()
    return labels


def say_notes(d: Director, notes: Notes, labels: list[str], *, numbered: bool = True) -> None:
    """Say notes, each introduced; notes that they refer to follow them."""
    queue = list(labels)
    while queue:
        label = queue.pop(0)
        if label in notes.said:
            continue
        notes.said.add(label)
        _say_note(d, notes, label, numbered)
        queue = [*due(d, notes), *queue]


def _say_note(d: Director, notes: Notes, label: str, numbered: bool) -> None:
    note = notes.bodies[label]
    policy, rule = d.policy("footnote", note)
    if policy == "skip":
        d.omit_block(note, rule)
        return
    with d.within(
        role="footnote",
        depth=d.setting.depth + 1,
        gap=None,
        list_depth=0,
        block=note.id,
        lang=note.lang or d.setting.lang,
    ):
        if policy != "say":
            d.announce(f"footnote_{'cue' if policy == 'cue' else 'summary'}", role="footnote")
            d.omit_block(note, rule)
            return
        number = notes.number(label)
        lead = d.template("note", number=number) if numbered else d.template("note_inline")
        d.say_led(lead + added(" ", "note"), note.blocks)
        if d.style.frames:
            d.announce("note_end", role="footnote")
    d.pause(d.style.pauses.block)


def closing_notes(d: Director, notes: Notes) -> None:
    """The notes not yet said, in a chapter of their own at the end."""
    d.inline.references.clear()
    left = [label for label in notes.bodies if label not in notes.said]
    if not left:
        return
    if any(d.policy("footnote", notes.bodies[label])[0] == "say" for label in left):
        title = d.phrases.text("notes_heading")
        d.open_chapter(title, 1)
        before, after = d.style.pauses.around_heading(1)
        d.emit(d.template("notes_heading"), "heading", before=before, after=after, context="heading")
    say_notes(d, notes, left)
