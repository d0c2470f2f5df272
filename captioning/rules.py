"""The rules of the decision, one function each: a Description where the rule has an answer, else None."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from rhapsode.captioning import hints
from rhapsode.captioning.case import REJECT, Case
from rhapsode.captioning.description import Description, Obtained
from rhapsode.captioning.linter.lengths import AUTHOR_WORD_LIMIT, word_limit
from rhapsode.captioning.linter.repairs import repair
from rhapsode.captioning.sources import is_remote
from rhapsode.captioning.words import WORD, overlap

CONTENT_EDGE = 200
"""Pixels from which on a picture is large enough to hold content that an empty alt would hide."""
CONTENT_KINDS = ("chart", "map", "diagram", "screenshot", "quote_card")
SAYS_DECORATIVE = re.compile(
    r"(?:purely |just )?(?:decorative|ornamental|spacer|divider|separator)\b[\w ]{0,30}", re.I
)


def tracking_pixel(case: Case) -> Description | None:
    """Counts readers; nobody is meant to see it."""
    image = case.around.image
    if hints.is_pixel(image):
        return case.silence("pixel", "a tracking pixel, by its size or address in the page")
    if (image.alt or "").strip() or is_remote(image.src, case.around.source):
        return None
    if case.picture and max(case.picture.width, case.picture.height) <= hints.PIXEL_EDGE:
        return case.silence("pixel", f"a file of {case.picture.width} x {case.picture.height} pixels")
    return None


def declared_decorative(case: Case) -> Description | None:
    """The author's word that it is decoration: weighed, and not taken for a large chart or the like."""
    image = case.around.image
    declared = _declaration(case)
    if declared is None:
        return None
    small = case.size is not None and min(case.size) < CONTENT_EDGE
    if not small and not case.around.caption and not case.around.inline and case.kind in CONTENT_KINDS:
        case.distrusted = True
        case.problems.append(f"{declared}, but it looks like a {case.kind.replace('_', ' ')}")
        return None
    if case.around.caption and not image.hidden:
        return case.say("", "caption", f"{declared}; its caption is read")
    kind = case.kind if case.kind in ("icon", "logo") else "decorative"
    return case.silence(kind, declared)


def _declaration(case: Case) -> str | None:
    image = case.around.image
    if image.hidden:
        return "the page hides it from screen readers"
    if image.alt is not None and not image.alt.strip():
        return "the author marked it as decorative (empty alternative text)"
    if image.alt is not None and SAYS_DECORATIVE.fullmatch(image.alt.strip()):
        return "the author's alternative text calls it decoration"
    return None


def emoji(case: Case) -> Description | None:
    """A picture of an emoji is said by the emoji's name, once."""
    alt = (case.around.image.alt or "").strip()
    names = [unicodedata.name(c, "").lower() for c in alt if unicodedata.category(c) == "So"]
    if not names or any(c.isalnum() for c in alt) or len(alt) > 12:
        return None
    return case.say(
        ", ".join(dict.fromkeys(filter(None, names))), "alt", "a picture of an emoji", kind="icon"
    )


def alternative_text(case: Case) -> Description | None:
    """The author's alternative text, where it describes."""
    return _author_words(case, case.around.image.alt, "the alternative text", "alt")


def title_text(case: Case) -> Description | None:
    """The title attribute, which some authors use in place of alt."""
    image = case.around.image
    if image.href or len(WORD.findall(image.title or "")) < 3:
        return None
    return _author_words(case, image.title, "the title attribute", "alt")


def link_title(case: Case) -> Description | None:
    """A picture that is all there is of a link stands for what the link does: its title says that."""
    image = case.around.image
    if not functional(case) or not image.title:
        return None
    return _author_words(case, image.title, "the link's title", "link")


def _author_words(case: Case, words: str | None, what: str, source: Obtained) -> Description | None:
    if not words or not words.strip():
        return None
    findings = case.check(words, origin="author")
    codes = {finding.code for finding in findings}
    if "redundant_caption" in codes and not codes & {"file_name", "placeholder"}:
        return case.say("", "caption", f"{what} repeats the caption, which is read")
    if codes == {"redundant_text"} and not functional(case):
        return case.silence(case.kind, f"{what} repeats the text beside it, which is read", source=source)
    rejected = [
        finding for finding in findings if finding.severity == REJECT and finding.code != "redundant_text"
    ]
    if rejected:
        case.problems.append(f"{what} is not spoken: it {rejected[0].message} ({rejected[0].where})")
        return None
    text, long = repair(words, limit=AUTHOR_WORD_LIMIT)
    return case.say(text, source, f"{what} by the author", long=long)


def functional(case: Case) -> bool:
    """Whether the picture is what a link consists of, and the link leads anywhere but to the picture itself."""
    href = case.around.image.href
    return bool(href) and not re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)(?:$|[?#])", href or "", re.I)


def embedded_text(case: Case) -> Description | None:
    """Text for accessibility, else the caption, in the picture's own file (IPTC, XMP, EXIF)."""
    if case.picture is None:
        return None
    found = case.picture.embedded
    for words, what, confidence in (
        (found.alt, "the alternative text in the picture's file", 1.0),
        (found.extended, "the extended description in the picture's file", 1.0),
        (found.caption, "the caption in the picture's file", 0.7),
    ):
        answer = _author_words(case, words, what, "metadata")
        if answer is None:
            continue
        if not answer.text:
            return answer
        long = (
            found.extended
            if found.alt and found.extended and not case.check(found.extended, origin="author")
            else answer.long
        )
        tags = ("generated by a model",) if found.generated else ()
        return case.say(answer.text, "metadata", answer.reason, confidence=confidence, long=long, tags=tags)
    return None


def svg_text(case: Case) -> Description | None:
    """The title and description of an SVG drawing."""
    svg = case.picture.svg if case.picture else None
    if svg is None:
        return None
    title = _author_words(case, svg.title, "the drawing's title", "svg")
    desc = _author_words(case, svg.desc, "the drawing's description", "svg")
    if title and desc and title.text and desc.text and overlap(svg.desc, svg.title) < 1:
        short, long = repair(f"{title.text.rstrip('.')}. {desc.text}", limit=word_limit("chart"))
        return case.say(short, "svg", "the drawing's title and description", long=long)
    return desc or title


def ornament(case: Case) -> Description | None:
    """Spacers, rules and backgrounds, by name and shape."""
    if case.distrusted or case.around.caption or functional(case):
        return None
    if hints.is_ornament(case.around.image):
        return case.silence(
            "decorative", "a spacer, rule or background, by its name or size in the page", confidence=0.9
        )
    picture = case.picture
    if picture and picture.opacity < 0.005:
        return case.silence("decorative", "a fully transparent picture")
    if picture and min(picture.width, picture.height) <= hints.RULE_EDGE:
        return case.silence("decorative", f"a line of {picture.width} x {picture.height} pixels")
    return None


def caption_alone(case: Case) -> Description | None:
    """The caption is read as text; there is nothing to add."""
    if not case.around.caption:
        return None
    return case.say("", "caption", "no description besides the caption, which is read")


def link_target(case: Case) -> Description | None:
    """A linked picture that nobody described: where the link leads."""
    if not functional(case):
        return None
    try:
        host = (urlsplit(case.around.image.href or "").hostname or "").removeprefix("www.")
    except ValueError:
        host = ""
    if not host:
        return None
    return case.say(f"A link to {host}", "link", "a linked picture without a description", confidence=0.6)


def nobody_described(case: Case) -> Description:
    """Never silence by accident: the director says that there is a picture, and of what kind where that is sure."""
    return case.say("", "none", "nobody described it", confidence=case.sureness)
