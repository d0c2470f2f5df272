"""A description among the texts it is spoken between: in their language, and saying what they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rhapsode.captioning.linter.draft import Draft, Finding
from rhapsode.captioning.numbers import figures
from rhapsode.captioning.vocabulary import STOPWORDS
from rhapsode.captioning.words import content_words, language_of, overlap, script_of

CAPTION_OVERLAP = 0.6
NEIGHBOUR_OVERLAP = 0.8
SCRIPT_OF = {
    "ru": "CYRILLIC", "uk": "CYRILLIC", "bg": "CYRILLIC", "sr": "CYRILLIC", "el": "GREEK", "ar": "ARABIC", "fa": "ARABIC",
    "he": "HEBREW", "zh": "CJK", "ja": "CJK", "ko": "HANGUL", "hi": "DEVANAGARI", "th": "THAI", "mk": "CYRILLIC",
}  # fmt: skip


def wrong_language(draft: Draft) -> Iterator[Finding]:
    """Another language or writing system than the article's."""
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


def redundant(draft: Draft) -> Iterator[Finding]:
    """What the caption or the text beside the picture says already."""
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
