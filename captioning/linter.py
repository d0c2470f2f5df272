"""The linter for descriptions, the author's and the model's.

Each check is a function from a `Draft` to findings, by name; `lint` runs them in order. What an author wrote is
trusted to know names, numbers and people; what a model or a reader of pictures produced has to have them from the
picture's text or from the article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Literal

from rhapsode.captioning.characters import hidden, splits_words, unreadable, visible
from rhapsode.captioning.endings import broken_off, without_broken_end
from rhapsode.captioning.leads import SCREENSHOT, lead_of
from rhapsode.captioning.numbers import figures, spelled_numbers
from rhapsode.captioning.people import guesses
from rhapsode.captioning.vocabulary import (
    COMMON_CAPITALS,
    CONTENT_STOPWORDS,
    COUNTABLE_AT_A_GLANCE,
    GIVEN_NAMES,
    IMAGE_WORDS,
    LEFTOVERS,
    MASS_NOUNS,
    PERSON_VERBS,
    PLACEHOLDER_PHRASES,
    PLACEHOLDERS,
    STOPWORDS,
)
from rhapsode.captioning.words import WORD, content_words, fold, language_of, overlap, script_of

Severity = Literal["reject", "repair", "note"]
Origin = Literal["author", "model"]

WORD_LIMITS = {"photo": 25, "chart": 45, "diagram": 45}
DEFAULT_WORD_LIMIT = 30
AUTHOR_WORD_LIMIT = 60
CAPTION_OVERLAP = 0.6
NEIGHBOUR_OVERLAP = 0.8

MOST_CHARACTERS = 2_000
"""What is longer is no description; only so much of it is looked at."""


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


def lint(
    text: str,
    *,
    origin: Origin = "model",
    kind: str = "unknown",
    lang: str | None = None,
    caption: str = "",
    neighbours: Sequence[str] = (),
    grounds: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """What is wrong with a description; nothing for a good one."""
    whole = tuple(_characters(text))
    draft = Draft(
        visible(text[:MOST_CHARACTERS]), origin, kind, lang, caption, tuple(neighbours), tuple(grounds)
    )
    empty = tuple(_empty(draft))
    if empty:
        return empty
    return (*whole, *(finding for check in CHECKS for finding in check(draft)))


# --------------------------------------------------------------------------------------------- the checks


def _empty(draft: Draft) -> Iterator[Finding]:
    if not any(c.isalpha() for c in draft.text):
        yield Finding("empty", "says nothing", draft.text[:40])


def _characters(text: str) -> Iterator[Finding]:
    """Of the text as it came: what is not to be seen and how much there is."""
    if len(text) > MOST_CHARACTERS:
        yield Finding(
            "too_long", f"has {len(text)} characters, at most {MOST_CHARACTERS} are read", severity="repair"
        )
        text = text[:MOST_CHARACTERS]
    for what, code in ((hidden(text), "markup"), (unreadable(text), "gibberish")):
        if what:
            yield Finding(code, f"has {what}", ascii(text[:40]))
    if splits_words(text):
        yield Finding("markup", "has characters of no width", ascii(text[:40]), "repair")


EXTENSION = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|psd|ai|eps|pdf|mp4|html?|php|aspx?)\b", re.I
)
CAMERA = re.compile(
    r"\b(?:IMG|DSC[NF]?|DCIM|PXL|P\d{3}|MVIMG|VID|GOPR|DJI|SAM|CIMG|WP|Screen ?shot|Screenshot|Bildschirmfoto|Capture|"
    r"Unbenannt|WhatsApp Image|signal|image|img|photo|pic|picture|figure|untitled|unnamed|download|file|scan|page|slide)"
    r"[ _-]*\(?\d[\d_.\-x() ]*(?: ?(?:at|um|à) [\d.:]+)?(?: ?[AP]M)?_?(?:(?:edited|copy|final|crop|HDR|BURST|v)[\d_]*)*$",
    re.I,
)
IDENTIFIER = re.compile(
    r"(?:[0-9a-f]{16,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[A-Za-z0-9+/=_-]{32,})", re.I
)


STOCK = re.compile(
    r"\b(?:i?stock(?:photo)?|shutterstock|adobe ?stock|getty ?images?|dreamstime(?:_[a-z]+)?|deposit ?photos|alamy|pexels|unsplash|"
    r"pixabay|123rf|freepik|envato|bigstock|fotolia|canva|picture[- ]alliance|imago|dpa|afp)[-_ ](?:photo[-_])?\d{3,}"
    r"|^[a-z]+[-_]\d{5,}$",
    re.I,
)


def _file_name(draft: Draft) -> Iterator[Finding]:
    text = draft.text.strip()
    joined = " " not in text and len(re.findall(r"[_-]", text)) >= (1 if "_" in text else 2)
    dimensions = re.search(r"\b\d{2,4}x\d{2,4}\b", text) is not None and len(draft.words) <= 6
    if (
        EXTENSION.search(text)
        or CAMERA.fullmatch(text)
        or STOCK.search(text)
        or IDENTIFIER.search(text)
        or joined
        or dimensions
        or (
            " " not in text
            and (re.search(r"[a-z][A-Z][a-z]+[A-Z]|\d{4,}[a-z]|[A-Za-z]\d{4,}", text) or "\\" in text)
        )
    ):
        yield Finding("file_name", "reads like the name of a file", text[:60])


# Each branch is tied to a literal and looks a bounded way back, so that long rows of dots or at-signs cost no more than
# other text; `_address` widens what was found to the whole word.
ADDRESS = re.compile(
    r"(?:https?|ftp|file|data|javascript):\S|\bwww\.\S|(?<=[\w-])\.(?:com|org|net|io|co|gov|edu|info|dev|app|news|de|uk|fr|eu)\b"
    r"|(?<=[^\s@])@[^\s@.]{1,63}\.\w|(?:^|(?<=\s))[/\\][\w-]+[/\\][\w./\\-]",
    re.I,
)


def _address(draft: Draft) -> Iterator[Finding]:
    match = ADDRESS.search(draft.text)
    if match is None:
        return
    before, after = draft.text[: match.start()].split(), draft.text[match.end() :].split()
    start = (
        match.start()
        if not before or draft.text[match.start() - 1].isspace()
        else match.start() - len(before[-1])
    )
    end = match.end() if not after or draft.text[match.end()].isspace() else match.end() + len(after[0])
    address = draft.text[start:end].strip(' ,;()"')
    if not (draft.origin == "author" and _only_a_host(address, draft)):
        yield Finding("url", "contains an address", address[:60])


def _only_a_host(match: str, draft: Draft) -> bool:
    """Authors name sites ("Amazon.com"); that is fine inside a sentence."""
    return (
        "/" not in match
        and "@" not in match
        and not match.lower().startswith("www.")
        and len(draft.words) > 3
    )


def _placeholder(draft: Draft) -> Iterator[Finding]:
    # Numbers only say which of the nameless pictures it is.
    words = [word.lower() for word in draft.words if not word.isdigit()]
    nameless = words and len(words) <= 3 and all(word in PLACEHOLDERS for word in words)
    if nameless or draft.lowered.strip(" .:-[]()0123456789") in PLACEHOLDERS:
        yield Finding("placeholder", "stands where a description should be", draft.text[:60])
        return
    short = len(draft.words) <= 9
    for phrase in PLACEHOLDER_PHRASES:
        at = draft.lowered.find(phrase)
        if at == 0 or (at > 0 and short and not draft.lowered[at - 1].isalnum()):
            yield Finding("placeholder", "stands where a description should be", phrase)
            return


MARKUP = re.compile(
    r"</?[a-z!][^>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|!?\[[^\]]*\]\([^)]*\)|\*\*|__\w|`|^#{1,6} |\{[\"'{%]|\\[nu]|^\s*[-*] "
    r"|[{}\[\]|<>=~^]{1,}|:[a-z]+_[a-z_]+:|�|[\x00-\x08\x0b\x0c\x0e-\x1f]|(?:^|\s)#\w+|^\w+=",
    re.I | re.M,
)


def _markup(draft: Draft) -> Iterator[Finding]:
    match = MARKUP.search(draft.text)
    if match is None:
        return
    # Authors write brackets and signs in prose ("x > 3", "#1"); a model has no reason to.
    prose = (
        draft.origin == "author" and re.fullmatch(r"[\[\]<>=~|^]|\s*#\d+|\s*#\w+", match.group()) is not None
    )
    if not prose:
        yield Finding("markup", "contains marks that are not words", match.group().strip()[:40])


def _leftover(draft: Draft) -> Iterator[Finding]:
    for phrase in LEFTOVERS:
        if phrase in draft.lowered:
            yield Finding("leftover", "talks about the task, not about the picture", phrase)
            return


INSIDE = re.compile(
    rf"\b(?:in|of) (?:the|this) (?:{IMAGE_WORDS})\b|\bthe (?:{IMAGE_WORDS}) (?:shows|depicts|features|is|was|also|has|appears|captures|contains|displays)\b"
    rf"|\bwe (?:can )?see\b|\b(?:you can|can be) see",
    re.I,
)


def _image_of(draft: Draft) -> Iterator[Finding]:
    lead = lead_of(draft.text.strip())
    if lead:
        yield Finding("image_of", "says that it is a picture", lead.words, "repair" if lead.rest else "note")
        return
    match = SCREENSHOT.search(draft.text)
    if match and draft.origin == "model":
        yield Finding("image_of", "says that it is a screenshot", match.group().strip(), "note")
        return
    match = INSIDE.search(draft.text)
    if match and draft.origin == "model":
        yield Finding("image_of", "says that it is a picture", match.group(), "note")


def _repeated(draft: Draft) -> Iterator[Finding]:
    words = draft.folded
    for size in range(1, 6):
        # Two in a row is a stutter; of a single short word it takes three ("had had", "bye bye").
        run = 3 if size == 1 else 2
        for at in range(len(words) - run * size + 1):
            unit = words[at : at + size]
            if all(words[at + k * size : at + (k + 1) * size] == unit for k in range(run)):
                yield Finding("repeated", "repeats itself", " ".join(draft.words[at : at + run * size])[:60])
                return
    doubled = _doubled(words) if draft.origin == "model" else ""
    if doubled:
        yield Finding("repeated", "says a phrase twice", doubled)
    elif _scattered(words):
        yield Finding("repeated", "says the same words over and over", draft.text[:60])


DOUBLED_WORDS = 4


def _doubled(words: list[str]) -> str:
    """A phrase of four words or more that is said twice; "in a white …" of two different coats is not a whole phrase."""
    seen: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - DOUBLED_WORDS + 1):
        unit = tuple(words[at : at + DOUBLED_WORDS])
        first = seen.setdefault(unit, at)
        if (
            at >= first + DOUBLED_WORDS
            and len(set(unit) - CONTENT_STOPWORDS) >= 2
            and all(_ends_phrase(words, start + DOUBLED_WORDS - 1) for start in (first, at))
        ):
            return " ".join(unit)
    return ""


def _ends_phrase(words: list[str], at: int) -> bool:
    return words[at] not in CONTENT_STOPWORDS and (at + 1 == len(words) or words[at + 1] in CONTENT_STOPWORDS)


def _scattered(words: list[str]) -> bool:
    trigrams = Counter(zip(words, words[1:], words[2:], strict=False))
    if any(count >= 3 for count in trigrams.values()):
        return True
    long = [word for word in words if len(word) > 2 and word not in CONTENT_STOPWORDS]
    counts = Counter(long)
    top = max(counts.values(), default=0)
    if top >= 4 and top >= 0.3 * len(long):
        return True
    bigrams = Counter(pair for pair in pairwise(words) if not CONTENT_STOPWORDS.issuperset(pair))
    return len(words) >= 6 and sum(c - 1 for c in bigrams.values() if c > 1) >= max(3, 0.3 * (len(words) - 1))


# Words that BLIP learnt from nothing: "arafed man in a suit".
INVENTED = re.compile(r"\baraff?(?:e|ed|es|y)?\b", re.I)


def _gibberish(draft: Draft) -> Iterator[Finding]:
    letters = [word for word in draft.words if word.isalpha() and word.isascii()]
    singles = sum(len(word) == 1 and word.lower() not in "aioy" for word in letters)
    strange = [w for w in letters if len(w) > 3 and not w.isupper() and not re.search(r"[aeiouy]", w, re.I)]
    stretched = re.search(r"(\w)\1{3,}", draft.text)
    pieces = draft.origin == "model" and "##" in draft.text
    invented = draft.origin == "model" and INVENTED.search(draft.text)
    if (
        invented
        or stretched
        or pieces
        or (strange and len(strange) >= 0.5 * len(letters))
        or singles >= max(3, 0.5 * len(letters))
    ):
        yield Finding("gibberish", "is not made of words", draft.text[:60])


def _names(draft: Draft) -> Iterator[Finding]:
    """Names that nothing grounds, by their capitals.

    German writes every noun with a capital, so that "das Brandenburger Tor" cannot be told from a gate that was built in
    Brandenburg: of German only brands with a capital inside are judged. What a name that is also a word ("Rose") means
    is not decided either.
    """
    if draft.origin == "author":
        return
    german = (draft.lang or "en")[:2] == "de"
    names = [word for word in draft.words if _branded(word)] if german else proper_names(draft.text)
    known = {fold(word) for word in WORD.findall(draft.everything)}
    for name in names:
        if not all(fold(part) in known or part.lower() in COMMON_CAPITALS for part in WORD.findall(name)):
            yield Finding("ungrounded_name", "names what neither the picture nor the article names", name)


def _branded(word: str) -> bool:
    """Whether a word has a capital inside ("iPhone", "YouTube"); German "LehrerInnen" has one too."""
    return re.search(r"[a-zà-ÿ][A-Z][a-z]", word) is not None and not re.search(r"In(?:nen)?$", word)


SENTENCE = re.compile(r"[^.!?:;]+(?:[.!?:;]+|$)")


def proper_names(text: str) -> Iterator[str]:
    """Runs of capitalised words that are names: inside a sentence, or at its start where no common word stands."""
    for sentence in SENTENCE.finditer(
        re.sub(r"\b(Mr|Mrs|Ms|Dr|St|Prof|Sen|Rep|Gov|Gen|Lt|Sgt|Rev|Jr|Sr)\.", r"\1", text)
    ):
        words = WORD.findall(sentence.group())
        run: list[str] = []
        for i, word in enumerate([*words, ""]):
            if _branded(word) or (word[:1].isupper() and (i > 0 or _opens_with_name(words))):
                run.append(word)
            elif run:
                if any(part.lower() not in COMMON_CAPITALS for part in run):
                    yield " ".join(run)
                run = []


def _opens_with_name(words: list[str]) -> bool:
    """Whether a sentence's first word is a name, its capital being no sign."""
    first = words[0].lower().removesuffix("'s").removesuffix("’s")
    if first in GIVEN_NAMES:
        return True
    if len(words) < 2 or first in MASS_NOUNS or words[0].lower().endswith(("ing", "ed")):
        return False
    possessive = words[0].endswith(("'s", "’s"))
    singular = not first.endswith("s") or first.endswith(("us", "is", "ss"))
    return (
        singular
        and len(first) > 2
        and (words[1].lower() in PERSON_VERBS or possessive)
        and first not in STOPWORDS["en"]
    )


def _numbers(draft: Draft) -> Iterator[Finding]:
    if draft.origin == "author":
        return
    known = set(figures(draft.everything)) | {value for _, value in spelled_numbers(draft.everything)}
    for value in figures(draft.text):
        if value not in known:
            yield Finding(
                "ungrounded_number", "a number that neither the picture nor the article has", f"{value:g}"
            )
    for words, value in spelled_numbers(draft.text):
        if value not in known and (value > COUNTABLE_AT_A_GLANCE or " " in words):
            yield Finding("ungrounded_number", "a number that neither the picture nor the article has", words)


def _people(draft: Draft) -> Iterator[Finding]:
    if draft.origin == "author":
        return
    for words in guesses(draft.text, draft.everything, draft.lang)[:1]:
        yield Finding("people", "guesses about people", words)


def _truncated(draft: Draft) -> Iterator[Finding]:
    if draft.origin == "author":
        return
    end = broken_off(draft.text, draft.lang)
    if end:
        rest = without_broken_end(draft.text, draft.lang)
        yield Finding("truncated", "breaks off before its end", end, "repair" if rest else "reject")


def _too_long(draft: Draft) -> Iterator[Finding]:
    limit = AUTHOR_WORD_LIMIT if draft.origin == "author" else WORD_LIMITS.get(draft.kind, DEFAULT_WORD_LIMIT)
    if len(draft.words) > limit:
        message = f"has {len(draft.words)} words; a listener keeps at most {limit}"
        yield Finding("too_long", message, severity="repair")


SCRIPT_OF = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC", "el": "GREEK", "ar": "ARABIC", "fa": "ARABIC",
    "he": "HEBREW", "zh": "CJK", "ja": "CJK", "ko": "HANGUL", "hi": "DEVANAGARI", "th": "THAI", "mk": "CYRILLIC",
}  # fmt: skip


def _wrong_language(draft: Draft) -> Iterator[Finding]:
    wanted = (draft.lang or language_of(" ".join(draft.neighbours)) or "")[:2].lower()
    if not wanted:
        return
    script, expected = script_of(draft.text), SCRIPT_OF.get(wanted, "LATIN")
    if script and script != expected and wanted not in ("sr", "ja"):
        yield Finding("wrong_language", f"is not in the article's language ({wanted})", draft.text[:60])
        return
    found = language_of(draft.text)
    if found and found != wanted and wanted in STOPWORDS:
        yield Finding("wrong_language", f"is in {found!r}, the article in {wanted!r}", draft.text[:60])


def _redundant(draft: Draft) -> Iterator[Finding]:
    words = content_words(draft.text)
    if not words:
        return
    limit = CAPTION_OVERLAP if draft.origin == "model" else NEIGHBOUR_OVERLAP
    if (
        draft.caption
        and overlap(draft.text, draft.caption) >= limit
        and not _adds_figures(draft, draft.caption)
    ):
        yield Finding("redundant_caption", "says what the caption says", draft.caption[:60])
        return
    for text in draft.neighbours:
        if len(words) >= 3 and overlap(draft.text, text) >= NEIGHBOUR_OVERLAP and _in_one_place(words, text):
            yield Finding("redundant_text", "says what the text beside it says", text[:60])
            return


def _adds_figures(draft: Draft, other: str) -> bool:
    return bool(set(figures(draft.text)) - set(figures(other)))


def _in_one_place(words: list[str], text: str) -> bool:
    """Whether some stretch of `text`, twice as long as the description, says nearly all its words.

    A long paragraph has most common words somewhere; only words that stand together repeat a statement.
    """
    there, wanted, size = content_words(text), set(words), 2 * len(words)
    inside: Counter[str] = Counter()
    for at, word in enumerate(there):
        inside[word] += word in wanted
        gone = there[at - size] if at >= size else ""
        inside[gone] -= gone in wanted
        if word in wanted and sum(inside[word] > 0 for word in wanted) >= NEIGHBOUR_OVERLAP * len(wanted):
            return True
    return False


CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    _file_name, _address, _placeholder, _markup, _leftover, _image_of, _repeated, _gibberish, _people, _names, _numbers,
    _truncated, _too_long, _wrong_language, _redundant,
)  # fmt: skip


# --------------------------------------------------------------------------------------------- repairs


def repair(text: str, *, limit: int) -> tuple[str, str | None]:
    """`text` without "Image of" and cut to whole sentences of at most `limit` words; the full text where it was cut.

    Characters of no width and an end that breaks off ("… and a") are taken off as well.
    """
    whole = " ".join(visible(text).split())
    cleaned = whole[:MOST_CHARACTERS]
    lead = lead_of(cleaned)
    if lead and lead.rest:
        cleaned = lead.rest
    if broken_off(cleaned, sure=True):
        cleaned = without_broken_end(cleaned) or cleaned
    if len(WORD.findall(cleaned)) <= limit and len(whole) <= MOST_CHARACTERS:
        return cleaned, None
    return _shorten(cleaned, limit), (cleaned if len(whole) <= MOST_CHARACTERS else whole)


def _shorten(text: str, limit: int) -> str:
    kept = ""
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        if len(WORD.findall(f"{kept} {sentence}")) > limit:
            break
        kept = f"{kept} {sentence}".strip()
    if kept:
        return kept
    # One endless sentence: up to the last clause that fits, else up to the last word.
    ends = [match.end() for match in WORD.finditer(text)][:limit] or [len(text)]
    head = text[: ends[-1]]
    clause = max(head.rfind(mark) for mark in (", ", "; ", " – ", " — ", ": "))
    return (head[:clause] if clause > len(head) // 2 else head).rstrip(" ,;:–—-") + "."
