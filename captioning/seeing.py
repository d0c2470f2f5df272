"""The rules that look: decoration by its pixels, and what charts, cards, screens, diagrams and maps say in words."""

from __future__ import annotations

from rhapsode.captioning import kinds, linter
from rhapsode.captioning.case import REJECT, Case
from rhapsode.captioning.description import Description, ImageKind
from rhapsode.captioning.features import featureless
from rhapsode.captioning.reading import pages, phrases
from rhapsode.captioning.reading.charts import read_chart
from rhapsode.captioning.rules import functional

ICON_EDGE = 48
READABLE = 120
"""Pixels of the shorter edge from which on a picture may hold text worth reading."""
CHART_CONFIDENCE = 0.6


def looks_decorative(case: Case) -> Description | None:
    """Gradients, patterns, rules; and small icons beside text. Silenced only where that is nearly certain."""
    if case.distrusted or case.around.caption or functional(case) or case.picture is None:
        return None
    if case.kind == "icon" and max(case.picture.width, case.picture.height) <= ICON_EDGE:
        return case.silence("icon", "a small icon without a text of its own", confidence=0.9)
    if featureless(case.picture):
        return case.silence("decorative", "a flat colour or a gradient, without any edge")
    guess = case.guess
    if guess is None or guess.decoration < kinds.SILENT or (case.reading and case.reading.text):
        return None
    return case.silence(
        "decorative", "a background, pattern or rule, by its look", confidence=guess.decoration
    )


def chart(case: Case) -> Description | None:
    """A labelled chart: what it compares, its extremes, its trend."""
    if not _readable(case) or case.kind in ("photo", "quote_card", "screenshot", "icon", "logo"):
        return None
    assert case.reading is not None
    assert case.picture is not None
    found = read_chart(case.reading, case.picture.pixels)
    if found is not None and found.confidence >= CHART_CONFIDENCE:
        text, long = phrases.say(found, case.around.lang)
        return _spoken(case, text, "chart", "read from the chart's own labels", found.confidence, long)
    if case.kind != "chart":
        return None
    lines = [line.text for line in case.reading.lines if linter.WORD.search(line.text)]
    return (
        _spoken(
            case, f"A chart with the heading {lines[0].rstrip('.')}.", "chart", "the chart's heading", 0.5
        )
        if lines
        else None
    )


def quote_card(case: Case) -> Description | None:
    """A picture of words: said, unless the article says them."""
    if case.kind != "quote_card" or not _readable(case):
        return None
    assert case.reading is not None
    card = pages.read_card(case.reading)
    if len(linter.WORD.findall(card.quote)) < 3:
        return None
    if pages.said_in(card.quote, case.around.article):
        return case.silence("quote_card", "a quote card whose words stand in the article", source="ocr")
    by = f", {card.author}" if card.author else ""
    text = f"A quote card reads: {card.quote.rstrip('.')}{by}." if _english(case) else f"{card.quote}{by}"
    return case.say(text, "ocr", "read from the quote card", kind="quote_card", confidence=_score(case))


def screenshot(case: Case) -> Description | None:
    """A title and headings, never the whole text."""
    if case.kind != "screenshot" or not _readable(case):
        return None
    assert case.reading is not None
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
    kind = case.kind
    if kind not in ("diagram", "map") or not _readable(case):
        return None
    assert case.reading is not None
    found = pages.words(case.reading)
    if len(found) < 2:
        return None
    text = f"A {kind} with the words {pages.listed(found)}." if _english(case) else ", ".join(found)
    return _spoken(case, text, kind, f"the words in the {kind}", 0.8 * _score(case))


def _readable(case: Case) -> bool:
    picture = case.picture
    large = picture is not None and picture.pixels is not None and min(picture.pixels.size) >= READABLE
    return large and case.reading is not None and bool(case.reading.lines)


def _english(case: Case) -> bool:
    return (case.around.lang or "en")[:2].lower() == "en"


def _score(case: Case) -> float:
    lines = case.reading.lines if case.reading else ()
    return round(sum(line.score for line in lines) / max(1, len(lines)), 3)


def _spoken(
    case: Case, text: str, kind: ImageKind, reason: str, confidence: float, long: str | None = None
) -> Description | None:
    """A description made from the picture's own words; None where the linter or the caption speaks against it."""
    reading = case.reading.text if case.reading else ""
    findings = case.check(text, origin="model", grounds=(reading,))
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
