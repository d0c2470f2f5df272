"""The account: every written word of an article is spoken once, or left out by a rule; every spoken word is the
article's, or a named template's.

Nothing here asks the director how it worked: the article is read anew (`rhapsode.narration.written`) and held against
the finished Script, letter by letter.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from difflib import SequenceMatcher
from typing import Any

from rhapsode.base import RhapsodeError, document
from rhapsode.narration.directing.passage import visible
from rhapsode.narration.phrasebook import load_phrasebook
from rhapsode.narration.script import Omission, Script
from rhapsode.narration.written import units
from rhapsode.parsing.article import (
    Article,
    BlockBase,
    DefinitionList,
    Image,
    Table,
    children,
    identified,
    walk,
)
from rhapsode.tts.utterance import Alignment, Utterance

# Names that stand for words which are nobody's template: a picture's description, added punctuation.
OTHER_SOURCES = frozenset({"description", "punctuation"})
SHOWN = 120
# Signs that stand for raised letters on the page.
LETTERS = {"™": "tm", "℠": "sm"}


class AccountError(RhapsodeError):
    """A script does not say what its article says; the message names the first block and the words."""


@document
class Imbalance:
    """Words that do not balance in one block: not said and not left out, or said without being there."""

    block: str
    missing: str = ""
    surplus: str = ""
    disordered: bool = False


@document
class Account:
    """How a Script answers for its Article.

    `written`, `spoken`, `left_out` and `added` count words; `rules` and `templates` say how many words each left out
    or added. `imbalances` is empty when the account balances; `unnamed` lists spoken words without a source;
    `unseen` the pictures that are neither spoken of nor left out by a rule.
    """

    written: int
    spoken: int
    left_out: int
    added: int
    rules: dict[str, int] = field(default_factory=dict)
    templates: dict[str, int] = field(default_factory=dict)
    imbalances: tuple[Imbalance, ...] = ()
    unnamed: tuple[str, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def balances(self) -> bool:
        """Whether nothing was lost, doubled or invented."""
        return not (self.imbalances or self.unnamed or self.unseen)

    def check(self) -> None:
        """Raise AccountError unless the account balances."""
        if self.balances:
            return
        raise AccountError(f"the script does not balance with its article: {self._first()}")

    def _first(self) -> str:
        if self.imbalances:
            first = self.imbalances[0]
            more = f" (and {len(self.imbalances) - 1} more blocks)" if len(self.imbalances) > 1 else ""
            if first.missing:
                return f"block {first.block} loses {_shown(first.missing)}{more}"
            if first.surplus:
                return f"block {first.block} says {_shown(first.surplus)} once too often{more}"
            return f"block {first.block} is said out of order{more}"
        if self.unnamed:
            return f"{_shown(self.unnamed[0])} comes from no template"
        return f"the picture {self.unseen[0]} is neither spoken of nor left out"


def _shown(text: str) -> str:
    return repr(text if len(text) <= SHOWN else text[:SHOWN] + "…")


def account(article: Article, script: Script) -> Account:
    """Hold `script` against `article`.

    Words are compared block by block (nested blocks with the block they stand in) as letters and digits after
    Unicode compatibility folding, so that "H₂O" answers for H, subscript 2, O.
    """
    article = _with_ids(article)
    home = _homes(article)
    written = _written(article, home)
    said, sources, unnamed = _said(script, home)
    omitted = _omitted(script.omissions, home)
    tables = {block.id for block in article.blocks if any(isinstance(n, Table) for n in walk(block))}
    imbalances = [
        found
        for owner in dict.fromkeys((*written, *said, *omitted))
        if (
            found := _compare(owner, written[owner], said[owner], omitted[owner], ordered=owner not in tables)
        )
    ]
    rules: Counter[str] = Counter()
    for omission in script.omissions:
        rules[omission.reason] += _count(omission.written)
    return Account(
        written=sum(_count(text) for texts in written.values() for text in texts),
        spoken=sum(_count(text) for texts in said.values() for text in texts),
        left_out=sum(rules.values()),
        added=sum(sources.values()),
        rules=dict(sorted(rules.items())),
        templates=dict(sorted(sources.items())),
        imbalances=tuple(imbalances),
        unnamed=tuple(unnamed),
        unseen=tuple(_unseen(article, script)),
    )


def _with_ids(article: Article) -> Article:
    missing = any(isinstance(node, BlockBase) and not node.id for node in walk(article))
    return identified(article) if missing else article


def _homes(article: Article) -> dict[str, str]:
    """For every block and picture the top block it stands in."""
    return {
        node.id: block.id
        for block in article.blocks
        for node in walk(block)
        if isinstance(node, BlockBase | Image)
    }


def _written(article: Article, home: dict[str, str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    found["title"].append(article.title)
    found["byline"].extend(article.byline)
    if article.summary:
        found["summary"].append(article.summary)
    for block in article.blocks:
        for own, text in units(block):
            found[home.get(own, own)].append(text)
    return found


def _said(
    script: Script, home: dict[str, str]
) -> tuple[defaultdict[str, list[str]], Counter[str], list[str]]:
    """What the utterances say of each block, how many words each template added, and words without a source."""
    said: defaultdict[str, list[str]] = defaultdict(list)
    added: Counter[str] = Counter()
    unnamed: list[str] = []
    known = load_phrasebook(script.language).templates.keys() | OTHER_SOURCES
    for utterance in script.utterances:
        owner = utterance.block or ""
        for own, template, text in _parts(utterance):
            if template is None and own:
                said[home.get(owner, owner)].append(text)
            elif template is None or template not in known:
                unnamed.append(text)
            else:
                added[template] += _count(text)
    return said, added, unnamed


def _parts(utterance: Utterance) -> Iterator[tuple[bool, str | None, str]]:
    """An utterance in runs of one source: (written words?, template, text)."""
    run: list[Alignment] = []
    for entry in (*utterance.alignment, None):
        if run and (entry is None or entry.template != run[0].template):
            template = run[0].template
            if template is None:
                yield True, None, _voiced(utterance, run)
            else:
                yield False, template, utterance.spoken[run[0].spoken[0] : run[-1].spoken[1]]
            run = []
        if entry is not None:
            if entry.template is None and entry.written[0] == entry.written[1]:
                text = utterance.spoken[entry.spoken[0] : entry.spoken[1]]
                if any(map(str.isalnum, text)):
                    yield False, None, text
            run.append(entry)


def _voiced(utterance: Utterance, run: Sequence[Alignment]) -> str:
    """The written words of a run that are heard; silent ones must be among the omissions."""
    kept = [
        utterance.written[a.written[0] : a.written[1]]
        if a.spoken[0] < a.spoken[1] or not _alnum(utterance, a)
        else " "
        for a in run
    ]
    return "".join(kept)


def _alnum(utterance: Utterance, entry: Alignment) -> bool:
    return any(map(str.isalnum, utterance.written[entry.written[0] : entry.written[1]]))


def _omitted(omissions: Iterable[Omission], home: dict[str, str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for omission in omissions:
        if not (omission.block or "").startswith("image-"):
            found[home.get(omission.block or "", omission.block or "")].append(omission.written)
    return found


def folded(text: str) -> str:
    """Letters and digits after compatibility folding, one character at a time, so that neighbours never compose."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    counted = (
        LETTERS.get(c) or unicodedata.normalize("NFKC", c)
        for c in visible(text)
        if c.isalnum() or c in LETTERS
    )
    return "".join(filter(str.isalnum, "".join(counted).casefold()))


def _compare(
    owner: str, written: list[str], said: list[str], omitted: list[str], *, ordered: bool
) -> Imbalance | None:
    there = folded("".join(written))
    spoken = folded("".join(said))
    if not omitted and there == spoken:
        return None
    left = folded("".join(omitted))
    balance = Counter(there)
    balance.subtract(Counter(spoken))
    balance.subtract(Counter(left))
    if any(balance.values()):
        return _difference(owner, written, [*said, *omitted], sum(balance.values()))
    if ordered and not _in_order(spoken, there):
        return Imbalance(owner, disordered=True)
    return None


def _in_order(part: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in part)


def _difference(owner: str, written: list[str], answered: list[str], balance: int) -> Imbalance:
    there, here = " ".join(written).split(), " ".join(answered).split()
    missing, surplus = Counter(there), Counter(here)
    lost = " ".join((missing - surplus).elements())
    extra = " ".join((surplus - missing).elements())
    if not lost and not extra:
        matcher = SequenceMatcher(a=there, b=here, autojunk=False)
        lost = " ".join(there[i] for tag, i, *_ in matcher.get_opcodes() if tag != "equal" and i < len(there))
    if balance >= 0:
        return Imbalance(owner, missing=lost or "letters", surplus=extra)
    return Imbalance(owner, missing=lost, surplus=extra or "letters")


def _count(text: str) -> int:
    return sum(1 for word in text.split() if any(map(str.isalnum, word)))


def _unseen(article: Article, script: Script) -> Iterator[str]:
    """Pictures that no utterance speaks of and no omission names."""
    omitted = {omission.block for omission in script.omissions if omission.block}
    spoken = {
        utterance.block
        for utterance in script.utterances
        if utterance.role == "image" or _has_description(utterance)
    }
    # Words that lead into a block (a definition's term) are said in one breath with the first block inside theirs.
    spoken |= {
        outer.id for outer in walk(article) if isinstance(outer, DefinitionList) and _inside(outer) & spoken
    }
    for block in article.blocks:
        for image, around in _pictures(block, ()):
            if image.id not in omitted and image.id not in spoken and spoken.isdisjoint(around):
                yield image.id


def _inside(block: BlockBase) -> set[str]:
    return {node.id for node in walk(block) if isinstance(node, BlockBase)}


def _pictures(node: Any, around: tuple[str, ...]) -> Iterator[tuple[Image, tuple[str, ...]]]:
    """The pictures inside `node`, each with the ids of the blocks around it."""
    if isinstance(node, Image):
        yield node, around
        return
    if isinstance(node, BlockBase):
        around = (*around, node.id)
    for inner in children(node):
        yield from _pictures(inner, around)


def _has_description(utterance: Utterance) -> bool:
    if any(entry.template == "description" for entry in utterance.alignment):
        return True
    return utterance.role == "caption"
