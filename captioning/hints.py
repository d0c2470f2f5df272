"""What a picture's address and its attributes in the page say about it, before a byte of it is read."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import unquote, urlsplit

from rhapsode.parsing.article import Image

PIXEL_EDGE = 3
"""Nothing this small, in CSS or file pixels, is there to be looked at."""
RULE_EDGE = 8
"""A picture at most this thin is a line between things."""
TRACKERS = re.compile(
    r"facebook\.com/tr\b|doubleclick\.net|google-analytics\.com|googleadservices|/(?:pixel|beacon|track(?:ing)?|1x1|open|impression)"
    r"\.(?:gif|png|php|aspx?)(?:$|\?)|/(?:piwik|matomo)\.php|scorecardresearch|quantserve|pixel\.wp\.com|feedburner\.com/~r|"
    r"feeds\.feedburner\.com/~4|stats\.wordpress\.com|bat\.bing\.com|px\.ads\.linkedin|sb\.scorecard|/t\.gif\?|/b\.gif\?|/utm\.gif",
    re.I,
)
SPACERS = re.compile(
    r"^(?:spacer|blank|transparent|empty|clear|trans|shim|placeholder|grey|gray|white|divider|separator|hr|rule|line|"
    r"border|corner|shadow|bullet|arrow|ornament|flourish|squiggle|pattern|texture|bg|background|gradient|dot|dots|wave)"
    r"s?(?:[-_.]?(?:bg|gif|dot|pixel|image|top|bottom|left|right|small|large|light|dark|h|v|\d{1,4}(?:x\d{1,4})?))*$",
    re.I,
)
EMOJI_HOSTS = re.compile(r"/(?:emoji|emojis|twemoji|smilies|smileys|emoticons)/|/images/core/emoji/", re.I)
LOGO = re.compile(r"(?:^|[-_/. ])(?:logo|logotype|wordmark|brand(?:mark)?)(?:$|[-_/. \d])", re.I)
ICON = re.compile(
    r"(?:^|[-_/. ])(?:icons?|favicon|avatar|gravatar|emoji|smiley|badge|sprite|btn|button)(?:$|[-_/. \d])",
    re.I,
)


def basename(src: str) -> str:
    """The last part of the path, without its extension; "" for data: URIs."""
    if src[:5].lower() == "data:":
        return ""
    try:
        path = unquote(urlsplit(src).path)
    except ValueError:
        return ""
    return re.sub(r"\.\w{1,5}$", "", re.split(r"[/\\]", path)[-1])


def is_pixel(image: Image) -> bool:
    """A tracking pixel, by its declared size or by a known tracker's address."""
    edges = [edge for edge in (image.width, image.height) if edge is not None]
    declared = len(edges) == 2 and max(edges) <= PIXEL_EDGE
    return declared or 0 in edges or TRACKERS.search(image.src) is not None


def is_ornament(image: Image) -> bool:
    """A spacer, rule or background, by its name or its declared size."""
    thin = image.height is not None and image.height <= RULE_EDGE and (image.width or 100) > 4 * RULE_EDGE
    narrow = image.width is not None and image.width <= RULE_EDGE and (image.height or 100) > 4 * RULE_EDGE
    return thin or narrow or SPACERS.match(basename(image.src)) is not None


def is_declared_small(image: Image, edge: int = 64) -> bool:
    """Whether the page shows the picture at most `edge` pixels large."""
    return image.width is not None and image.height is not None and max(image.width, image.height) <= edge


def named_kind(image: Image) -> Literal["logo", "icon"] | None:
    """ "logo" or "icon" where the address says so."""
    if EMOJI_HOSTS.search(image.src):
        return "icon"
    name = basename(image.src)
    if LOGO.search(name):
        return "logo"
    return "icon" if ICON.search(name) else None
