"""The director at work: what has been said so far, and how something more is said."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from rhapsode.captioning.description import Description
from rhapsode.narration.directing.inlines import InlineReader
from rhapsode.narration.directing.passage import Passage, added, join, letters
from rhapsode.narration.directing.saying import Reading, Said, say
from rhapsode.narration.lexicon import Lexicon
from rhapsode.narration.phrasebook import Phrasebook
from rhapsode.narration.script import Chapter, Omission
from rhapsode.narration.segmentation import chunks
from rhapsode.narration.spoken import Context, SpokenOptions
from rhapsode.narration.style import Place, Policy, Style
from rhapsode.narration.written import units, words
from rhapsode.parsing.article import Article, Image, Paragraph, Quote, walk
from rhapsode.tts.utterance import Role, Utterance

# Beyond this depth of nesting nobody can follow the structure by ear; only the words are said.
DEEPEST = 24
SENTENCE_ENDS = ".!?…。！？"
# Emphasis on this share of a longer sentence stresses nothing.
EMPHASIS_SHARE = 0.7
KEEPS_ITS_ROLE = frozenset({"quote", "footnote", "aside"})
TEXT_ROLES = frozenset({"paragraph", "list_item", "heading", "math"})


@dataclass(frozen=True, slots=True)
class Setting:
    """Where we are.

    `role` is how text is said, `depth` counts the containers with a voice of their own around us (quotations, notes,
    asides), `nesting` all blocks around us, `list_depth` the lists; `gap` is the silence after a paragraph.
    """

    role: Role = "paragraph"
    lang: str = "en-US"
    depth: int = 0
    nesting: int = 0
    list_depth: int = 0
    gap: int | None = None
    block: str | None = None

    def as_role(self, role: Role) -> Role:
        """`role`, unless we are inside something that a listener follows, or skips, as a whole."""
        return self.role if self.role in KEEPS_ITS_ROLE and role in TEXT_ROLES else role


@dataclass(slots=True)
class Draft:
    """An utterance before its id."""

    said: Said
    role: Role
    place: Place
    lang: str
    voice: str | None
    before: int
    after: int
    chapter: str
    block: str | None


@dataclass(slots=True)
class Director:
    """Directs one article. The functions that say each kind of block write into it through `emit` and its friends."""

    article: Article
    style: Style
    phrases: Phrasebook
    lang: str
    described: Mapping[str, Description]
    lexicon: Lexicon | None = None
    setting: Setting = field(default_factory=Setting)
    top_level: int = 1
    drafts: list[Draft] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    omissions: list[Omission] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    inline: InlineReader = field(init=False)
    perform: Callable[[Director, Any], None] = field(init=False)
    after_paragraph: Callable[[], None] = field(init=False)
    _options: SpokenOptions = field(init=False)
    _chapter_names: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._options = SpokenOptions(emoji="said" if self.style.policies.emoji == "say" else "silent")

    # --------------------------------------------------------------------------------------- where we are

    @contextmanager
    def within(self, **changes: Any) -> Iterator[None]:
        """Everything said inside the block is said in a changed setting."""
        outer = self.setting
        self.setting = replace(outer, **changes)
        try:
            yield
        finally:
            self.setting = outer

    def blocks(self, blocks: Any) -> None:
        """Say blocks one after the other."""
        for block in blocks:
            self.perform(self, block)

    def say_led(self, lead: Passage, blocks: Any, *, close: str = ".") -> None:
        """Say blocks after `lead` (a number, a term), in one breath with their first words where those are a paragraph's."""
        blocks = tuple(blocks)
        first = blocks[0] if blocks else None
        if not isinstance(first, Paragraph) or self.policy("paragraph", first)[0] != "say":
            self.emit(lead, self.setting.role, after=self.style.pauses.clause)
            self.blocks(blocks)
            return
        with self.within(block=first.id, lang=first.lang or self.setting.lang):
            self.emit(lead + self.turn(first), self.setting.role, close=close)
            self.after_paragraph()
        self.blocks(blocks[1:])

    def turn(self, paragraph: Paragraph) -> Passage:
        """A paragraph's words, after its speaker's name where it has one."""
        passage = self.read(paragraph.content)
        name = self.inline.plain(paragraph.speaker or "")
        if not name.says_something:
            return passage
        return join((self.template("speaker", name=name), added(" ", "speaker"), passage))

    def open_chapter(self, title: str, level: int, image: str | None = None) -> None:
        """What follows belongs to a new chapter; its id depends on its title alone."""
        name = "chapter-" + hashlib.sha256(title.encode()).hexdigest()[:8]
        count = self._chapter_names[name] = self._chapter_names.get(name, 0) + 1
        self.chapters.append(Chapter(name if count == 1 else f"{name}-{count}", title, level, image))

    def picture(self, image: Image) -> None:
        """Show `image` with the chapter, if it is the chapter's first."""
        if self.chapters and self.chapters[-1].image is None and image.id:
            self.chapters[-1] = replace(self.chapters[-1], image=image.id)

    # --------------------------------------------------------------------------------------------- saying

    def read(self, content: Any) -> Passage:
        """Inlines as a passage."""
        return self.inline.read(content)

    def template(self, key: str, **slots: str | int | Passage) -> Passage:
        """The words of a template; slots that are passages keep being the article's own words."""
        texts = {name: "" if isinstance(value, Passage) else value for name, value in slots.items()}
        parts: list[Passage] = []
        for text, slot in self.phrases.parts(key, **texts):
            value = slots.get(slot) if slot else None
            if isinstance(value, Passage):
                parts.append(value)
            elif not (parts and _doubles(parts[-1], text)):
                parts.append(self.inline.plain(text).marked("added", key) if slot else added(text, key))
            else:
                # "What now?" needs no full stop of the template's.
                parts.append(added(text[1:], key))
        return join(part for part in parts if part)

    def announce(
        self, key: str, *, role: Role = "announcement", after: int | None = None, **slots: Any
    ) -> None:
        """Say a template by itself."""
        if self.phrases.has(key):
            self.emit(self.template(key, **slots), role, after=after)

    def emit(
        self,
        passage: Passage,
        role: Role,
        *,
        before: int = 0,
        after: int | None = None,
        place: Place | None = None,
        voice: str | None = None,
        close: str = ".",
        context: Context = "prose",
    ) -> None:
        """Say `passage`, in as many utterances as it takes.

        Args:
            before, after: least silence around it, in milliseconds; None: as after a paragraph here.
            place: whose delivery it gets, where that is not its role's.
            voice: who says it, where that is not the delivery's.
            close: said at the end where the writing has no punctuation.
        """
        passage = passage.strip()
        if not passage.says_something:
            self._unspoken(passage)
            return
        pauses = self.style.pauses
        after = self.gap if after is None else after
        pieces = [piece for piece in self._pieces(passage) if piece.says_something]
        for i, piece in enumerate(pieces):
            last = i == len(pieces) - 1
            said = _capital(say(_calmed(piece), self._reading(context), close=close if last else ""))
            self._note_silence(said)
            if not any(map(str.isalnum, said.spoken)):
                continue
            inner = pauses.sentence if piece.ends_with(SENTENCE_ENDS) else pauses.clause
            self.drafts.append(
                Draft(
                    said,
                    role,
                    place or role,
                    self.setting.lang,
                    voice,
                    before if i == 0 else 0,
                    after if last else inner,
                    self.chapters[-1].id,
                    self.setting.block,
                )
            )
        if pieces and self.drafts:
            self.drafts[-1].after = max(self.drafts[-1].after, after)

    @property
    def gap(self) -> int:
        """The silence after a paragraph, where we are."""
        return self.style.pauses.paragraph if self.setting.gap is None else self.setting.gap

    def pause_at_most(self, milliseconds: int) -> None:
        """No more than this much silence after what was said last."""
        if self.drafts:
            self.drafts[-1].after = min(self.drafts[-1].after, milliseconds)

    def pause(self, milliseconds: int) -> None:
        """At least this much silence after what was said last."""
        if self.drafts:
            self.drafts[-1].after = max(self.drafts[-1].after, milliseconds)

    def _reading(self, context: Context) -> Reading:
        return Reading(self.setting.lang, context, self._options, self.lexicon)

    def _pieces(self, passage: Passage) -> Iterator[Passage]:
        limits = self.style.limits
        text = passage.text
        if len(text) <= limits.max_characters and not any(end in text[:-1] for end in SENTENCE_ENDS + "\n"):
            yield passage
            return
        whole = [(m.start, m.end) for m in passage.marks if m.kind == "whole"]
        spans = chunks(
            text,
            self.setting.lang,
            min_words=limits.min_words,
            max_characters=limits.max_characters,
            whole=whole,
        )
        for start, end in spans:
            yield passage.cut(start, end).strip()

    def _unspoken(self, passage: Passage) -> None:
        """A passage without letters or digits: nothing to say, and no words lost."""

    def _note_silence(self, said: Said) -> None:
        for silent in said.silent:
            self.omit(silent, "silent in the spoken form")

    # ------------------------------------------------------------------------------------------- leaving out

    def omit(self, written: str, rule: str, block: str | None = None) -> None:
        """Record words that are left out."""
        if any(map(str.isalnum, written)):
            self.omissions.append(Omission(written, rule, block if block is not None else self.setting.block))

    def omit_block(self, block: Any, rule: str) -> None:
        """Record all words and pictures of a block and of what is inside it as left out."""
        for own, written in units(block):
            self.omit(written.strip(), rule, own)
        for node in walk(block):
            if isinstance(node, Image):
                self.omit_image(node, rule)

    def omit_inlines(self, content: Any, rule: str) -> None:
        """Record the words and pictures of inlines as left out."""
        self.omit(words(content).strip(), rule)
        for inline in content:
            for node in walk(inline):
                if isinstance(node, Image):
                    self.omit_image(node, rule)

    def omit_image(self, image: Image, rule: str) -> None:
        """Record a picture that is not spoken of."""
        self.omissions.append(Omission(image.alt or "", rule, image.id or self.setting.block))

    def repeated(self, quote: Quote) -> bool:
        """Whether the body says the words of a pull quote anyway."""
        words = letters(" ".join(text for inner in quote.blocks for _, text in units(inner)))
        return bool(words) and letters(self.inline.seen).count(words) > 1

    def policy(self, kind: str, block: Any = None) -> tuple[Policy, str]:
        """What to do with a construct, and the rule that says so."""
        asked = getattr(block, "narrate", None)
        if asked is not None:
            return asked, f"page: narrate = {asked}"
        chosen = getattr(self.style.policies, kind)
        return chosen, f"style: {kind} = {chosen}"

    # --------------------------------------------------------------------------------------------- finishing

    def spoken_chapters(self) -> list[Chapter]:
        """The chapters in which something is said."""
        used = {draft.chapter for draft in self.drafts}
        return [chapter for chapter in self.chapters if chapter.id in used]

    def utterances(self) -> tuple[Utterance, ...]:
        """The drafts as utterances, each with an id that its words and their block determine."""
        seen: dict[str, int] = {}
        done: list[Utterance] = []
        for draft in self.drafts:
            content = f"{draft.block}\x1f{draft.said.written}"
            count = seen[content] = seen.get(content, 0) + 1
            key = hashlib.sha256(f"{content}\x1f{count}".encode()).hexdigest()[:12]
            done.append(self._finished(draft, f"u-{key}"))
        return tuple(done)

    def _finished(self, draft: Draft, key: str) -> Utterance:
        delivery = self.style.delivered(draft.place)
        said = draft.said
        return Utterance(
            id=key,
            role=draft.role,
            written=said.written,
            spoken=said.spoken,
            alignment=said.alignment,
            lang=draft.lang,
            voice=draft.voice or delivery.voice or "narrator",
            prosody=delivery.prosody,
            emphasis=said.emphasis,
            pronunciations=said.pronunciations,
            languages=tuple(span for span in said.languages if span.lang not in ("", draft.lang)),
            prosody_spans=said.prosody_spans,
            pause_before_ms=draft.before,
            pause_after_ms=draft.after,
            chapter=draft.chapter,
            block=draft.block,
        )


def _capital(said: Said) -> Said:
    """A number that opens an utterance is written out with a capital, as any first word."""
    if said.written[:1].isdigit() and said.spoken[:1].islower():
        said.spoken = said.spoken[0].upper() + said.spoken[1:]
    return said


def _doubles(before: Passage, text: str) -> bool:
    """Whether a template's full stop or colon would follow punctuation that the article's words already end with."""
    return text[:1] in ".:," and before.ends_with(".!?…:;,")


def _calmed(passage: Passage) -> Passage:
    """Without emphasis that covers nearly everything: it stresses nothing."""
    stressed = [m for m in passage.marks if m.kind == "emphasis"]
    if not stressed or len(passage.text.split()) <= 3:
        return passage
    if sum(m.end - m.start for m in stressed) < EMPHASIS_SHARE * len(passage.text):
        return passage
    return Passage(passage.text, tuple(m for m in passage.marks if m.kind != "emphasis"))
