"""What is known of a page before it is read: hidden elements, ids, languages, notes, the author's narration marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from rhapsode.parsing.article import Origin
from rhapsode.parsing.html.dom import BLOCKS, SILENT, Element, ancestors, class_words

_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEVER_HIDDEN = frozenset({"html", "body", "main", "article", "img", "math"})
_FOLDED = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"})
_TRUE = frozenset({"true", "1", ""})
_NARRATE = {
    "say": "say", "true": "say", "yes": "say", "summarise": "summarise", "summarize": "summarise", "cue": "cue",
    "skip": "skip", "false": "skip", "no": "skip", "none": "skip",
}  # fmt: skip
# What other read-aloud tools ask authors to write on what shall not be read.
_SKIP_CLASSES = ("rs_skip", "trinity-skip-it", "nospeech", "speech-skip", "beyondwords-skip")
_SAFE_SCHEMES = (
    "http://",
    "https://",
    "mailto:",
    "tel:",
    "ftp://",
    "sms:",
    "geo:",
    "doi:",
    "magnet:",
    "xmpp:",
    "irc:",
    "news:",
)
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_LANG = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$")


@dataclass
class Page:
    """The state of one reading: what to leave out and where things are. Elements are compared by identity."""

    root: Element
    base: str | None = None
    lang: str | None = None
    skip: set[Element] = field(default_factory=set)
    wraps: set[Element] = field(default_factory=set)
    ids: dict[str, Element] = field(default_factory=dict)
    langs: dict[Element, str] = field(default_factory=dict)
    policies: dict[Element, str] = field(default_factory=dict)
    references: dict[Element, tuple[str, str]] = field(default_factory=dict)
    note_bodies: dict[Element, str] = field(default_factory=dict)
    back_links: set[Element] = field(default_factory=set)
    groups: set[Element] = field(default_factory=set)
    layout: dict[Element, bool] = field(default_factory=dict)
    prose: dict[Element, frozenset[str] | None] = field(default_factory=dict)
    reading_notes: bool = False
    stand_ins: dict[Element, Element] = field(default_factory=dict)
    single_dollar: bool = False
    warnings: list[str] = field(default_factory=list)
    _paths: dict[Element, str] = field(default_factory=dict)
    _steps: dict[Element, dict[Element, str]] = field(default_factory=dict)

    def address(self, href: str | None) -> str | None:
        """`href` as an absolute address where the page's own is known; None for scripts, data and nonsense."""
        if not href:
            return None
        href = href.strip()
        if ("[" in href or "]" in href) and not _is_address(href):
            return None
        if href.startswith(_SAFE_SCHEMES):
            return href
        if not href or len(href) > 8000:
            return None
        if _SCHEME.match(href):
            # `localhost:8000/x` has no scheme, `javascript:` and `data:` are not places to go to.
            return (
                None
                if href.lower().startswith(("javascript:", "data:", "vbscript:", "about:", "blob:"))
                else href
            )
        if self.base is None:
            return f"https:{href}" if href.startswith("//") else href
        try:
            return urljoin(self.base, href)
        except ValueError:
            return None

    def attributes(self, element: Element | None) -> dict[str, Any]:
        """The fields every block has: origin, and language and narration policy where they differ."""
        if element is None:
            return {}
        found: dict[str, Any] = {"origin": Origin(None, self.path(element))}
        if self.langs:
            lang = inherited(element, self.langs)
            if lang and lang != self.lang:
                found["lang"] = lang
        if self.policies:
            policy = inherited(element, self.policies)
            if policy:
                found["narrate"] = policy
        return found

    def path(self, element: Element) -> str | None:
        """The DOM path of an element, such as `/html/body/p[2]`; each parent's children are counted once."""
        known = self._paths.get(element)
        if known is not None:
            return known
        chain = [element]
        for parent in ancestors(element, 100):
            chain.append(parent)
            if parent in self._paths or parent.getparent() is None:
                break
        else:
            return None
        path = self._paths.get(chain[-1])
        if path is None:
            path = self._paths[chain[-1]] = f"/{chain[-1].tag}"
        for parent, child in zip(chain[:0:-1], chain[-2::-1], strict=True):
            path += self._step(parent, child)
            self._paths[child] = path
        return path

    def _step(self, parent: Element, child: Element) -> str:
        steps = self._steps.get(parent)
        if steps is None:
            groups: dict[str, list[Element]] = {}
            for item in parent:
                groups.setdefault(item.tag, []).append(item)
            steps = self._steps[parent] = {
                item: f"/{tag}[{i}]" if len(group) > 1 else f"/{tag}"
                for tag, group in groups.items()
                for i, item in enumerate(group, 1)
            }
        return steps.get(child, f"/{child.tag}")


def _is_address(href: str) -> bool:
    """Brackets are for IPv6 hosts; elsewhere in the authority they make an address that nothing can read."""
    try:
        urlsplit(href)
    except ValueError:
        return False
    return True


def inherited(element: Element, marks: Mapping[Element, str]) -> str | None:
    """The mark of an element or of its nearest marked ancestor."""
    found = marks.get(element)
    if found is not None:
        return found
    return next((marks[parent] for parent in ancestors(element) if parent in marks), None)


def survey(root: Element, base: str | None = None) -> Page:
    """Go over the whole tree once and note what the readers will ask for."""
    page = Page(root, base)
    note = {
        "id": _note_id, "name": _note_name, "lang": _note_lang, "{http://www.w3.org/XML/1998/namespace}lang": _note_lang,
        "xml:lang": _note_lang, "hidden": _note_hidden, "aria-hidden": _note_aria_hidden, "style": _note_style,
        "data-narrate": _note_policy, "class": _note_class,
    }  # fmt: skip
    wraps = page.wraps
    skip = page.skip
    for element in root.iter():
        tag = element.tag
        if tag in SILENT:
            if tag != "button" or not _is_content_button(element):
                skip.add(element)
        elif tag in BLOCKS:
            parent = element.getparent()
            while parent is not None and parent.tag not in BLOCKS and parent not in wraps:
                wraps.add(parent)
                parent = parent.getparent()
        for name, value in element.items():
            take = note.get(name)
            if take is not None:
                take(page, element, value)
    page.lang = page.langs.get(root) or page.langs.get(root.find("body"))
    return page


def _is_content_button(element: Element) -> bool:
    """A button that is the heading of something folded, or a picture that opens larger."""
    if any(parent.tag in _FOLDED for parent in ancestors(element, 2)):
        return True
    return next(element.iter("img", "picture"), None) is not None


def _note_id(page: Page, element: Element, value: str) -> None:
    page.ids.setdefault(value.strip(), element)


def _note_name(page: Page, element: Element, value: str) -> None:
    if element.tag == "a":
        page.ids.setdefault(value.strip(), element)


def _note_lang(page: Page, element: Element, value: str) -> None:
    value = value.strip()
    if _LANG.match(value):
        page.langs[element] = value.replace("_", "-")


def _note_hidden(page: Page, element: Element, value: str) -> None:
    if value.lower() != "until-found":
        _hide(page, element)


def _note_aria_hidden(page: Page, element: Element, value: str) -> None:
    if value.lower() in _TRUE and "fallback" not in class_words(element):
        _hide(page, element)


def _note_style(page: Page, element: Element, value: str) -> None:
    if _HIDING_STYLE.search(value) and "fallback" not in class_words(element):
        _hide(page, element)


def _hide(page: Page, element: Element) -> None:
    """The other panels of a set of tabs are hidden, and still content; so are whole articles that scripts reveal."""
    if element.tag not in _NEVER_HIDDEN and element.get("role") != "tabpanel":
        page.skip.add(element)


def _note_policy(page: Page, element: Element, value: str) -> None:
    policy = _NARRATE.get(value.strip().lower())
    if policy:
        page.policies[element] = policy


def _note_class(page: Page, element: Element, value: str) -> None:
    if "skip" in value or "nospeech" in value:
        names = value.lower().split()
        if any(name in names for name in _SKIP_CLASSES):
            page.policies[element] = "skip"


def same_page(href: str | None, base: str | None) -> str | None:
    """The fragment of a link into this very page, or None."""
    if not href or "#" not in href:
        return None
    address, _, fragment = href.strip().partition("#")
    if address and (base is None or _without_slash(address) != _without_slash(base)):
        return None
    return fragment or None


def _without_slash(address: str) -> str:
    try:
        parts = urlsplit(address.partition("#")[0])
    except ValueError:
        return address
    return f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}"
