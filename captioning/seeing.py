"""The rules that look: decoration by its pixels, and what charts, cards, screens, diagrams and maps say in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rhapsode.captioning import kinds, nouns, signs
from rhapsode.captioning.case import REJECT, Case
from rhapsode.captioning.description import Description, ImageKind
from rhapsode.captioning.linter import Finding
from rhapsode.captioning.loading import Picture
from rhapsode.captioning.reading import charts, ocr, pages, phrases
from rhapsode.captioning.reading.ocr import Line
from rhapsode.captioning.reading.spelling import speller
from rhapsode.captioning.rules import functional
from rhapsode.captioning.words import WORD

if TYPE_CHECKING:
    import numpy as np

ICON_EDGE = 48
ORNATE = ("decorative", "illustration", "icon")
"""Kinds that a corner piece is taken for; a falling curve has its ink in one corner as well."""
READABLE = 120
"""Pixels of the shorter edge from which on a picture may hold text worth reading."""
PHOTO = 0.5
"""Probability from which on a picture is taken for a photo and not read, which takes seconds."""
SCREENS = {"code": "program code", "terminal": "a terminal"}
SHOWN = 64
"""Pixels of the shorter edge from which on a photograph is looked at for what it shows."""
SIGN_SCORE, SIGN_WORDS = 0.95, 6
"""How sure the reader must be of each line of a sign in a photograph, and how many words are still a sign."""


def looks_decorative(case: Case) -> Description | None:
    """Gradients, patterns, rules; and small icons beside text. Silenced only where that is nearly certain."""
    if case.distrusted or case.around.caption or functional(case) or case.picture is None:
        return None
    guess = case.guess
    iconic = case.kind == "icon" and (
        guess is None or guess.kind != "icon" or guess.probability >= kinds.SURE
    )
    if iconic and max(case.picture.width, case.picture.height) <= ICON_EDGE:
        return case.silence("icon", "a small icon without a text of its own", confidence=0.9)
    if case.picture.pixels is None:
        return None
    small = signs.small(case.picture)
    if signs.featureless(small):
        return case.silence("decorative", "a flat colour or a gradient, without any edge")
    if guess is None or not _ornamental(case.picture, small, guess):
        return None
    if case.reading and any(_tells(line) for line in case.reading.lines):
        return None
    return case.silence(
        "decorative", "a background, pattern or rule, by its look", confidence=round(guess.decoration, 3)
    )


def _ornamental(picture: Picture, small: np.ndarray, guess: kinds.Guess) -> bool:
    """Whether the classifier is nearly certain of decoration, or finds it likely and there is a sign of it besides."""
    if guess.decoration >= kinds.SILENT:
        return True
    ink = signs.ink(small)
    if signs.in_corner(ink):
        return guess.kind in ORNATE and guess.decoration >= kinds.SILENT_IN_CORNER
    if guess.decoration < kinds.SILENT_WITH_SIGN:
        return False
    wide = guess.decoration >= kinds.SILENT_AS_BAND and signs.spread(picture)
    return wide or signs.even(ink) or signs.cut_off(ink) or signs.repeats(picture)


def _tells(line: Line) -> bool:
    """Whether a line is a word and not what a reader makes of a motif."""
    return line.score >= ocr.SURE and re.search(r"[^\W\d_]{3}", line.text) is not None


def chart(case: Case) -> Description | None:
    """A labelled chart: what it compares, its extremes, its trend."""
    if not _has_words(case) or case.kind != "chart":
        return None
    assert case.reading is not None
    found = case.chart
    if found is not None and found.confidence >= charts.SURE:
        text, long = phrases.say(found, case.around.lang)
        # A value may have been read right only at the second look: then it is not among the first reading's words.
        values = " ".join(f"{point.label} {point.printed}" for point in found.points)
        return _spoken(
            case, text, "chart", "read from the chart's own labels", found.confidence, long, grounds=values
        )
    lines = [line.text for line in case.reading.lines if WORD.search(line.text)]
    return (
        _spoken(
            case, f"A chart with the heading {lines[0].rstrip('.')}.", "chart", "the chart's heading", 0.5
        )
        if lines
        else None
    )


def quote_card(case: Case) -> Description | None:
    """A picture of words: said, unless the article says them."""
    if not _has_words(case) or case.kind != "quote_card":
        return None
    assert case.reading is not None
    card = pages.read_card(case.reading)
    if len(WORD.findall(card.quote)) < 3:
        return None
    if pages.said_in(card.quote, case.around.article):
        return case.silence("quote_card", "a quote card whose words stand in the article", source="ocr")
    by = f", {card.author}" if card.author else ""
    text = f"A quote card reads: {card.quote.rstrip('.')}{by}." if _english(case) else f"{card.quote}{by}"
    return case.say(text, "ocr", "read from the quote card", kind="quote_card", confidence=_score(case))


def screenshot(case: Case) -> Description | None:
    """A title and headings, never the whole text."""
    if not _has_words(case) or case.kind != "screenshot":
        return None
    assert case.reading is not None
    shown = pages.screen_of(case.reading)
    if shown is not None and _english(case):
        text = f"A screenshot of {SCREENS[shown]}."
        return _spoken(case, text, "screenshot", "the look of the screenshot's lines", _score(case))
    title, below = pages.headings(case.reading)
    if not title:
        return None
    if not _english(case):
        return _spoken(
            case, ". ".join((title, *below)), "screenshot", "the screenshot's headings", _score(case)
        )
    text = f"A screenshot of {title}." + (f" It shows {pages.listed(below)}." if below else "")
    return _spoken(case, text, "screenshot", "the screenshot's headings", _score(case))


def labels(case: Case) -> Description | None:
    """Diagrams and maps: the words in them."""
    kind = case.kind if _has_words(case) else "unknown"
    if kind not in ("diagram", "map"):
        return None
    assert case.reading is not None
    found = pages.words(case.reading)
    if len(found) < 2:
        return None
    text = f"A {kind} with the words {pages.listed(found)}." if _english(case) else ", ".join(found)
    return _spoken(case, text, kind, f"the words in the {kind}", 0.8 * _score(case))


def shown(case: Case) -> Description | None:
    """A photograph that nobody described: what it probably shows, and what a sign in it says."""
    picture, lang = case.picture, case.around.lang
    if case.kind != "photo" or not picture or not picture.pixels or min(picture.pixels.size) < SHOWN:
        return None
    found = nouns.label(case.seen[1]) if case.seen else None
    noun = nouns.sentence(found, lang) if found else None
    sign = nouns.sign(_sign(case), lang)
    text = " ".join(filter(None, (noun, sign)))
    if not text or any(finding.severity == REJECT for finding in _findings(case, text)):
        return None
    if found is None or noun is None:
        return case.say(text, "ocr", "the words on a photo that nobody described", confidence=_score(case))
    reason = (
        f"what the photo shows by its look: {found.noun.name}, with a probability of {found.probability:.2f}"
    )
    return case.say(text, "label", reason, confidence=round(found.probability, 3))


def _sign(case: Case) -> str:
    """The few words in a photograph, where the reader is sure of all; "" where it is not, or where there are numbers."""
    lines = case.reading.lines if case.reading else ()
    text = " ".join(line.text for line in lines)
    words = WORD.findall(text)
    sure = all(line.score >= SIGN_SCORE for line in lines)
    short = 0 < len(words) <= SIGN_WORDS and max(len(word) for word in words) > 2
    return text if sure and short and not any(letter.isdigit() for letter in text) else ""


def _findings(case: Case, text: str) -> list[Finding]:
    return case.check(text, origin="model", grounds=(case.reading.text if case.reading else "",))


def _has_words(case: Case) -> bool:
    """Whether there is print in the picture; reads it, unless it is surely of a kind that has none to tell."""
    picture, guess = case.picture, case.guess
    if picture is None or picture.pixels is None or min(picture.pixels.size) < READABLE:
        return False
    if not case.was_read and guess is not None:
        mute = (
            guess.kind in ("icon", "logo", "decorative", "illustration") and guess.probability >= kinds.SURE
        )
        if mute or (guess.kind == "photo" and guess.probability >= PHOTO):
            return False
    return case.reading is not None and bool(case.reading.lines)


def _english(case: Case) -> bool:
    return (case.around.lang or "en")[:2].lower() == "en"


def _score(case: Case) -> float:
    lines = case.reading.lines if case.reading else ()
    return round(sum(line.score for line in lines) / max(1, len(lines)), 3)


def _spoken(
    case: Case,
    text: str,
    kind: ImageKind,
    reason: str,
    confidence: float,
    long: str | None = None,
    grounds: str = "",
) -> Description | None:
    """A description made from the picture's own words; None where the linter or the caption speaks against it."""
    reading = case.reading.text if case.reading else ""
    spelled = speller(f"{reading} {grounds}", " ".join((*case.around.texts, case.around.article)))
    text, long = spelled(text), spelled(long) if long else None
    findings = case.check(text, origin="model", grounds=(reading, grounds))
    codes = {finding.code for finding in findings if finding.severity == REJECT}
    if codes & {"redundant_caption", "redundant_text"}:
        return (
            case.say("", "caption", "the caption says what the picture's words say", kind=kind)
            if case.around.caption
            else None
        )
    # The words are the picture's: language and the like are its own. Numbers and names must still be found in it.
    if codes & {"ungrounded_number", "markup", "url", "gibberish"}:
        case.problems.append(f"the words read from the picture cannot be spoken ({', '.join(sorted(codes))})")
        return None
    return case.say(text, "ocr", reason, kind=kind, confidence=confidence, long=long)
