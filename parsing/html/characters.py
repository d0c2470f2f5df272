"""The characters a reader sees: white space, invisible characters, and words that only name a control."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rhapsode.parsing.html.dom import HEADINGS, Element, ancestors, classes, text_of
from rhapsode.parsing.html.page import Page

_HEADS = HEADINGS | {"summary", "dt"}
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_HAS_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\n\r\f\v\u0085\u2028\u2029]+|\u00a0{2,}")
_MIXED_SPACES = re.compile(r" \u00a0[ \u00a0]*|\u00a0 [ \u00a0]*")
_SCREEN_READER = frozenset(
    [
        "sr-only",
        "visually-hidden",
        "visuallyhidden",
        "screen-reader-text",
        "screen-reader-only",
        "u-sr-only",
        "a11y-hidden",
        "off-screen",
        "offscreen",
        "element-invisible",
        "assistive-text",
        "sr_only",
        "hidden-accessible",
    ]
)
# Said to people who cannot see an icon, not part of what the author says.
_SPOKEN_UI = re.compile(
    r"open(s|ed|ing)?\b.*\b(window|tab)|external|new (window|tab)|\bshare\b|\bprint\b|\bclose\b|\bmenu\b|\bskip\b|"
    r"^(image|photo|media|video|figure)? ?(source|copyright|caption|credit|link|image|photo)s?[,:]?$|"
    r"advertisement|permalink|copy|footnote|back to|jump|loading|play|toggle|expand|view (image|full)|^\W*$",
    re.IGNORECASE,
)


def collapsed(text: str) -> str:
    """White space as a browser shows it; a lone no-break space between letters is kept (it groups digits)."""
    if _HAS_INVISIBLE.search(text):
        text = text.translate(_INVISIBLE)
    text = _SPACES.sub(" ", text)
    if "\u00a0" in text:
        text = _MIXED_SPACES.sub(" ", text)
    return text


def visible_strings(element: Element, page: Page) -> Iterable[str]:
    """The strings inside an element, without what is hidden."""
    if element.text:
        yield element.text
    stack = [iter(element)]
    opened = [element]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            done = opened.pop()
            if stack and done.tail:
                yield done.tail
        elif child in page.skip:
            if child.tail:
                yield child.tail
        else:
            if child.text:
                yield child.text
            elif child.tag == "br":
                yield "\n"
            stack.append(iter(child))
            opened.append(child)


def is_interface(element: Element) -> bool:
    """Buttons, and words for screen readers that name a control and say nothing of the subject."""
    role = element.get("role")
    if role == "button" and (
        next(element.iter("img", "picture", "figure"), None) is not None
        or any(parent.tag in _HEADS for parent in ancestors(element, 2))
    ):
        return False
    if role in ("button", "tooltip", "dialog", "alertdialog", "menu", "menubar", "toolbar", "search"):
        return True
    if classes(element) & _SCREEN_READER:
        words = text_of(element)
        return len(words) > 200 or bool(_SPOKEN_UI.search(words))
    return False
