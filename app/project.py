"""A project: one article on an editor's desk, with what the director made of it and every edit since.

Everything here is pure: an edit is a small command, and the script an editor sees is the director's with all
commands applied. So a project can be saved after every keystroke, replayed, and tested without a browser.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from rhapsode.app.rewording import reworded
from rhapsode.base import RhapsodeError, document, to_json
from rhapsode.narration import Article, Description, Narration, Omission, Prosody, Script, Utterance

EDITOR = "left out by the editor"


@document
class Say:
    """Say `spoken` for the utterance. `was` is what the director wrote: if that changes, the edit has lost its object."""

    kind: Literal["say"] = field(default="say", kw_only=True)
    utterance: str
    was: str
    spoken: str


@document
class Deliver:
    """How the utterance is said: rate (1.0 = normal), pitch (semitones), and the pause after it (ms)."""

    kind: Literal["deliver"] = field(default="deliver", kw_only=True)
    utterance: str
    rate: Annotated[float, Field(ge=0.25, le=4.0)]
    pitch: Annotated[float, Field(ge=-24.0, le=24.0)]
    pause_after_ms: Annotated[int, Field(ge=0, le=60_000)]


@document
class LeaveOut:
    """Do not read the utterance; its writing becomes an omission with a reason."""

    kind: Literal["leave_out"] = field(default="leave_out", kw_only=True)
    utterance: str


@document
class Restore:
    """The utterance as the director wrote it."""

    kind: Literal["restore"] = field(default="restore", kw_only=True)
    utterance: str


@document
class Describe:
    """Say `text` for the picture, or stay silent because it is `decorative`."""

    kind: Literal["describe"] = field(default="describe", kw_only=True)
    image: str
    text: str
    decorative: bool = False


Edit: TypeAlias = Annotated[Say | Deliver | LeaveOut | Restore | Describe, Field(discriminator="kind")]


@document
class Published:
    """What was rendered last: where, and the fingerprint of the script it was made from."""

    folder: str
    fingerprint: str
    narration: Narration


@document
class Project:
    """One article on the desk.

    `origin` tells the editor where it came from. `script` is the director's, made with the descriptions as edited;
    `edits` are all commands in order. `slug` names the published folder; None makes one from the article.
    `created` and `changed` are ISO 8601 times in UTC.
    """

    id: str
    origin: str
    article: Article
    descriptions: tuple[Description, ...]
    script: Script
    edits: tuple[Edit, ...] = ()
    slug: str | None = None
    voice: str = "heart"
    style: str | None = None
    created: str = ""
    changed: str = ""
    published: Published | None = None
    schema: Literal["rhapsode.project/1"] = "rhapsode.project/1"


@document
class Change:
    """All that an editor decided about one utterance."""

    say: Say | None = None
    deliver: Deliver | None = None
    left_out: bool = False


# ------------------------------------------------------------------------------------------------ editing


def with_edit(project: Project, edit: Edit) -> Project:
    """`project` with one more command.

    Raises:
        RhapsodeError: it names an utterance or a picture the project does not have, or words that cannot be said.
    """
    if isinstance(edit, Describe):
        if all(description.image != edit.image for description in project.descriptions):
            raise RhapsodeError(
                f"no picture with the id {edit.image!r} in this article", where=project.script.cover.title
            )
    else:
        directed = utterance_of(project.script, edit.utterance)
        if isinstance(edit, Say):
            reworded(directed, edit.spoken)
    after = replace(project, edits=(*project.edits, edit))
    edited(after)
    return after


def utterance_of(script: Script, name: str) -> Utterance:
    """The utterance of `script` whose id is `name`."""
    for utterance in script.utterances:
        if utterance.id == name:
            return utterance
    raise RhapsodeError(f"no utterance with the id {name!r} in this script", where=script.cover.title)


def changes(project: Project) -> dict[str, Change]:
    """What the edits come to, by utterance; utterances that are as directed are not in it."""
    found: dict[str, Change] = {}
    for edit in project.edits:
        if isinstance(edit, Describe):
            continue
        so_far = found.get(edit.utterance, Change())
        match edit:
            case Say():
                say = edit if edit.spoken != edit.was else None
                found[edit.utterance] = replace(so_far, say=say, left_out=False)
            case Deliver():
                found[edit.utterance] = replace(so_far, deliver=edit, left_out=False)
            case LeaveOut():
                found[edit.utterance] = replace(so_far, left_out=True)
            case Restore():
                found.pop(edit.utterance, None)
    return {name: change for name, change in found.items() if change != Change()}


def changed(utterance: Utterance, change: Change | None) -> Utterance:
    """`utterance` as the director wrote it, with `change` made to it. Words edited in another version are not."""
    if change is None:
        return utterance
    if change.say is not None and change.say.was == utterance.spoken:
        utterance = reworded(utterance, change.say.spoken)
    if (wish := change.deliver) is not None:
        utterance = replace(
            utterance,
            prosody=Prosody(wish.rate, wish.pitch, utterance.prosody.volume),
            pause_after_ms=wish.pause_after_ms,
        )
    return utterance


def edited(project: Project) -> Script:
    """The script to perform: the director's with every edit made."""
    script, wishes = project.script, changes(project)
    if not wishes:
        return script
    left_out = {name for name, change in wishes.items() if change.left_out}
    spoken = tuple(changed(u, wishes.get(u.id)) for u in script.utterances if u.id not in left_out)
    if not spoken:
        raise RhapsodeError(
            "every sentence was left out: nothing is left to narrate", where=script.cover.title
        )
    omissions = tuple(Omission(u.written, EDITOR, u.block) for u in script.utterances if u.id in left_out)
    present = {utterance.chapter for utterance in spoken}
    had = {utterance.chapter for utterance in script.utterances}
    return replace(
        script,
        utterances=spoken,
        omissions=script.omissions + omissions,
        chapters=tuple(c for c in script.chapters if c.id in present or c.id not in had),
    )


def described(project: Project) -> tuple[Description, ...]:
    """The pictures' descriptions with the editor's in place of those found."""
    wishes = {edit.image: edit for edit in project.edits if isinstance(edit, Describe)}
    return tuple(_redescribed(found, wishes.get(found.image)) for found in project.descriptions)


def _redescribed(found: Description, wish: Describe | None) -> Description:
    if wish is None:
        return found
    text = "" if wish.decorative else " ".join(wish.text.split())
    return replace(
        found, text=text, decorative=wish.decorative, source="editor", reason="written by the editor", confidence=1.0,
        model=None, long=None, warnings=(),
    )  # fmt: skip


def lost_edits(project: Project) -> tuple[Say, ...]:
    """Wordings whose sentence is no longer in the script as it was when they were written."""
    now = {utterance.id: utterance.spoken for utterance in project.script.utterances}
    says = [change.say for change in changes(project).values() if change.say is not None]
    return tuple(say for say in says if now.get(say.utterance) != say.was)


def fingerprint(project: Project) -> str:
    """Changes whenever a rendering would come out different (for the same voice and version)."""
    parts = (to_json(edited(project)), *(to_json(description) for description in described(project)))
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


# ---------------------------------------------------------------------------------------- article beside script


@document
class Row:
    """A block of the article (its place in `Article.blocks`; None for words no block has) beside what is said for it.

    `first` is False where the block was shown further up already, `omissions` are indices into the script's.
    """

    block: int | None
    utterances: tuple[str, ...] = ()
    omissions: tuple[int, ...] = ()
    first: bool = True


@document
class Page:
    """Rows to look at in one go: a chapter, or a part of a long one."""

    title: str
    rows: tuple[Row, ...]


def block_of(article: Article) -> dict[str, int]:
    """The place among `Article.blocks` of every block and picture, nested ones included, by their id."""
    found: dict[str, int] = {}
    for index, block in enumerate(article.blocks):
        for name in _ids(block):
            found.setdefault(name, index)
    return found


def _ids(node: Any) -> list[str]:
    """The ids inside a document, without recursion: articles are hostile input."""
    found: list[str] = []
    stack = [node]
    while stack:
        item = stack.pop()
        if isinstance(item, tuple):
            stack.extend(reversed(item))
        elif hasattr(item, "__dataclass_fields__"):
            if name := getattr(item, "id", ""):
                found.append(name)
            stack.extend(reversed([getattr(item, spec) for spec in item.__dataclass_fields__]))
    return found


def rows(article: Article, script: Script) -> tuple[Row, ...]:
    """The article beside its (directed) script: every block and every utterance once, in the order of the reading.

    A block that is interrupted (by a footnote read at its reference) goes on in a row with `first` False; blocks
    nothing is said for stand where they are in the article.
    """
    places = block_of(article)
    left_out: dict[int | None, list[int]] = {}
    for index, omission in enumerate(script.omissions):
        left_out.setdefault(places.get(omission.block or ""), []).append(index)
    runs = _runs(script.utterances, places)
    spoken = {block for block, _ in runs}
    shown: set[int | None] = set()
    silent = [index for index in range(len(article.blocks)) if index not in spoken]
    found: list[Row] = []

    def show(block: int | None, names: Sequence[str] = ()) -> None:
        first = block not in shown
        shown.add(block)
        found.append(Row(block, tuple(names), tuple(left_out.pop(block, ())), first))

    for block, names in runs:
        while block is not None and silent and silent[0] < block:
            show(silent.pop(0))
        show(block, names)
    for block in silent:
        show(block)
    if left_out:
        found.append(Row(None, (), tuple(sorted(i for indices in left_out.values() for i in indices)), False))
    return tuple(found)


def _runs(utterances: Sequence[Utterance], places: Mapping[str, int]) -> list[tuple[int | None, list[str]]]:
    runs: list[tuple[int | None, list[str]]] = []
    for utterance in utterances:
        block = places.get(utterance.block or "")
        if not runs or runs[-1][0] != block:
            runs.append((block, []))
        runs[-1][1].append(utterance.id)
    return runs


def pages(article: Article, script: Script, most: int = 30) -> tuple[Page, ...]:
    """The rows in pages: one for each chapter, in parts where it has more than `most` utterances."""
    chapter_of = {utterance.id: utterance.chapter for utterance in script.utterances}
    titles = {chapter.id: chapter.title for chapter in script.chapters}
    grouped: list[tuple[str | None, list[Row]]] = []
    for row in _parted(rows(article, script), most):
        chapter = chapter_of[row.utterances[0]] if row.utterances else None
        if not grouped or (chapter is not None and chapter != grouped[-1][0]):
            grouped.append((chapter, []))
        grouped[-1][1].append(row)
    if len(grouped) > 1 and all(row.block is None for row in grouped[0][1]):
        # Title and byline alone are no page: they stand above the first chapter.
        (opening, above), (_, below) = grouped[:2]
        grouped[:2] = [(opening, above + below)]
    found: list[Page] = []
    for chapter, chapter_rows in grouped:
        title = titles.get(chapter or "", "") or script.cover.title or "Article"
        parts = _filled(chapter_rows, most)
        for number, part in enumerate(parts, 1):
            name = title if len(parts) == 1 else f"{title} ({number} of {len(parts)})"
            found.append(Page(name, tuple(part)))
    return tuple(found)


def _parted(found: Sequence[Row], most: int) -> list[Row]:
    """Rows of at most `most` utterances: a list of two hundred items is one block."""
    parted: list[Row] = []
    for row in found:
        cuts = [row.utterances[i : i + most] for i in range(0, len(row.utterances), most)] or [()]
        for number, names in enumerate(cuts):
            last = number == len(cuts) - 1
            parted.append(Row(row.block, names, row.omissions if last else (), row.first and number == 0))
    return parted


def _filled(found: Sequence[Row], most: int) -> list[list[Row]]:
    parts: list[list[Row]] = [[]]
    for row in found:
        held = sum(len(r.utterances) for r in parts[-1])
        if parts[-1] and held + len(row.utterances) > most:
            parts.append([])
        parts[-1].append(row)
    return parts
