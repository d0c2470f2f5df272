"""What a page says about itself: JSON-LD, OpenGraph, Dublin Core, microdata, meta elements, and the page as shown.

Each field has a list of witnesses, most trustworthy first; the first that says something usable is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from rhapsode.parsing.article import Image
from rhapsode.parsing.dates import iso_date
from rhapsode.parsing.html import jsonld
from rhapsode.parsing.html.bylines import byline_words, is_byline, people
from rhapsode.parsing.html.dom import text_of

_SEPARATOR = re.compile(r"\s+(?:[|\-–—\\/>»·•:~]|::)\s+|\s*[|»]\s*|(?<=\S)_(?=\S)")
_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$")
_DATE_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=\D|$)")
_DATE_NAMES = re.compile(
    r"publish|posted|entry-?date|post-?date|\bdate\b|dateline|timestamp|created|pubdate", re.IGNORECASE
)
_MAX_TITLE = 300


@dataclass(frozen=True)
class Metadata:
    """The fields of an Article that are not its blocks; `base` is what relative links refer to."""

    base: str | None = None
    title: str | None = None
    summary: str | None = None
    byline: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    site: str | None = None
    lead_image: Image | None = None
    keywords: tuple[str, ...] = ()


class Witnesses:
    """What the page's head and marked elements say, read in one walk."""

    def __init__(self, root: Any) -> None:
        self.root = root
        self.meta: dict[str, list[str]] = {}
        self.by_property: set[str] = set()
        self.properties: dict[str, list[Any]] = {}
        self.title: str | None = None
        self.base: str | None = None
        self.headings: list[Any] = []
        self.bylines: list[Any] = []
        self.times: list[Any] = []
        self.links: dict[str, str] = {}
        scripts: list[str] = []
        for element in root.iter():
            self._note(element, scripts)
        found = jsonld.nodes(scripts)
        self.by_id = jsonld.index(found)
        self.article = jsonld.article_node(found)
        self.website = next((node for node in found if "WebSite" in jsonld.types(node)), {})

    def _note(self, element: Any, scripts: list[str]) -> None:  # noqa: C901, PLR0912 - one line for each kind of element
        tag = element.tag
        if tag == "meta":
            self._note_meta(element)
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                scripts.append(element.text or "")
        elif tag == "title":
            if self.title is None and element.text:
                self.title = " ".join(element.text.split()) or None
        elif tag == "base":
            self.base = self.base or element.get("href")
        elif tag == "link":
            for relation in (element.get("rel") or "").lower().split():
                self.links.setdefault(relation, element.get("href") or "")
        elif tag == "h1":
            self.headings.append(element)
        elif tag == "time":
            self.times.append(element)
        prop = element.get("itemprop")
        if prop:
            for name in prop.split():
                self.properties.setdefault(name, []).append(element)
        if tag not in ("body", "html", "script", "link", "meta") and is_byline(element):
            self.bylines.append(element)

    def _note_meta(self, element: Any) -> None:
        content = " ".join((element.get("content") or "").split())
        if not content:
            return
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(attribute) or "").lower().split():
                self._note_content(name.replace(".", ":"), content, by_property=attribute == "property")

    def _note_content(self, name: str, content: str, *, by_property: bool) -> None:
        """RDFa's `property` is written with more care than `name`: where both are there, it alone counts."""
        if by_property and name not in self.by_property:
            self.by_property.add(name)
            self.meta[name] = [content]
        elif by_property or name not in self.by_property:
            self.meta.setdefault(name, []).append(content)

    def said(self, *names: str) -> str | None:
        """The first content of the first meta element of these names."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    def property_text(self, *names: str) -> str | None:
        for name in names:
            for element in self.properties.get(name, ()):
                words = " ".join((element.get("content") or "".join(element.itertext())).split())
                if words:
                    return words
        return None


def same_words(one: str, other: str) -> bool:
    """Whether two titles have the same words."""
    first = re.findall(r"\w+", one.lower())
    return bool(first) and first == re.findall(r"\w+", other.lower())


def read_metadata(root: Any, *, source: str | None) -> Metadata:
    """All that is said about the article in the tree of a page."""
    said = Witnesses(root)
    base = _base(said.base, source)
    site = _site(said)
    return Metadata(
        base=base,
        title=_title(said, site),
        summary=_summary(said),
        byline=_byline(said),
        published=_published(said, source),
        modified=_first_date(
            jsonld.text(said.article.get("dateModified")), said.said("article:modified_time", "og:updated_time", "datemodified", "last-modified"),
            said.property_text("dateModified"),
        ),
        language=_language(said),
        site=site,
        lead_image=_lead_image(said, base),
        keywords=_keywords(said),
    )  # fmt: skip


def _base(declared: str | None, source: str | None) -> str | None:
    own = source if source and "://" in source else None
    if not declared:
        return own
    try:
        base = urljoin(own or "", declared.strip())
    except ValueError:
        return own
    return base if "://" in base else own


# ---------------------------------------------------------------------------------------------- title


def _title(said: Witnesses, site: str | None) -> str | None:
    headline = _headline(said)
    declared = headline or said.said(
        "dc:title", "dcterms:title", "dcterm:title", "og:title", "weibo:article:title", "weibo:webpage:title", "title",
        "twitter:title", "parsely-title", "citation_title",
    )  # fmt: skip
    title = declared if declared and len(declared) <= _MAX_TITLE else None
    if title is None:
        title = _from_title_element(said) or said.property_text("headline")
    if not title:
        heading = next((words for words in map(text_of, said.headings) if words), None)
        title = heading or (jsonld.text(declared) if declared else None)
    return _without_site(_unescaped(title), site) if title else None


def _headline(said: Witnesses) -> str | None:
    """JSON-LD's headline, or its name where the title element begins with that and lacks the headline."""
    headline, name = jsonld.text(said.article.get("headline")), jsonld.text(said.article.get("name"))
    if headline and name and said.title:
        shown = said.title.lower()
        if shown.startswith(name.lower()) and headline.lower() not in shown:
            return name
    return headline or name


def _unescaped(text: str) -> str:
    """Some systems escape what they put into a meta element twice."""
    return (
        jsonld.text(text) or text
        if re.search(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+);", text, re.IGNORECASE)
        else text
    )


def _from_title_element(said: Witnesses) -> str | None:
    """The title element without the site's name, where a heading of the page or the shape says which part is which."""
    whole = said.title
    if not whole:
        return None
    parts = [part for part in _SEPARATOR.split(whole) if part.strip()]
    headings = [words for words in map(text_of, said.headings) if words]
    longest = max(map(len, parts), default=0)
    for heading in sorted(headings, key=len, reverse=True):
        if (
            2 * len(heading) > longest
            and (len(heading) > 8 or same_words(heading, parts[0]))
            and heading.lower() in whole.lower()
            and any(same_words(heading, part) for part in (whole, *parts))
        ):
            return whole if same_words(heading, whole) else heading
    if len(parts) > 1:
        separated = re.match(r"(.*)\s[|\-–—\\/>»]\s", whole)
        shortened = separated[1].strip() if separated else whole
        return shortened if len(shortened.split()) > 4 else whole
    if len(whole) > 150 or len(whole) < 15:
        return headings[0] if len(headings) == 1 and len(headings[0]) > len(whole) else whole
    return whole


def _without_site(title: str, site: str | None) -> str:
    """A site's own name at the end of a title is no part of it."""
    if not site:
        return title
    match = re.match(r"(.{8,})\s+[|\-–—·•:»]\s+(.+)$", title)
    while match and same_words(match[2], site):
        title = match[1].strip()
        match = re.match(r"(.{8,})\s+[|\-–—·•:»]\s+(.+)$", title)
    return title


# --------------------------------------------------------------------------------------------- byline


def _byline(said: Witnesses) -> tuple[str, ...]:
    """The authors' names."""
    from_data = jsonld.names(said.article.get("author") or said.article.get("creator"), said.by_id)
    found = [name for item in from_data for name in people(item)]
    if found:
        return tuple(dict.fromkeys(found))
    for name in (
        "dc:creator",
        "dcterms:creator",
        "dcterm:creator",
        "author",
        "parsely-author",
        "citation_author",
        "article:author",
        "og:article:author",
        "byl",
        "sailthru:author",
    ):
        values = [
            value for value in said.meta.get(name, ()) if not value.startswith(("http:", "https:", "/"))
        ]
        found = [person for value in values for person in people(value)]
        if found:
            return tuple(dict.fromkeys(found))
    for element in said.bylines[:60]:
        words = byline_words(element)
        found = people(words) if words else []
        if found:
            return tuple(dict.fromkeys(found))
    return ()


# ---------------------------------------------------------------------------------------------- dates


def _published(said: Witnesses, source: str | None) -> str | None:
    found = _first_date(
        jsonld.text(said.article.get("datePublished")) or jsonld.text(said.article.get("dateCreated")),
        said.said("article:published_time", "og:article:published_time", "datepublished"),
        said.said("parsely-pub-date", "dc:date", "dc:date:issued", "dcterms:created", "dcterms:issued", "citation_publication_date", "citation_date"),
        said.said("date", "pubdate", "publish-date", "publication_date", "sailthru:date", "article:published", "dc:created", "shareaholic:article_published_time"),
        *(_time_value(element) for element in said.properties.get("datePublished", ())[:5]),
        *(_time_value(element) for element in said.times[:40] if _is_dateline(element)),
        _time_value(said.times[0]) if len(said.times) == 1 else None,
    )  # fmt: skip
    if found:
        return found
    match = _DATE_IN_ADDRESS.search(source or "") or _DATE_IN_ADDRESS.search(said.links.get("canonical", ""))
    return iso_date("-".join(match.groups())) if match else None


def _first_date(*values: str | None) -> str | None:
    return next((date for date in map(iso_date, values) if date), None)


def _time_value(element: Any) -> str | None:
    return element.get("datetime") or element.get("content") or text_of(element)


def _is_dateline(element: Any) -> bool:
    """A `time` that says when the page was published, by its own name or that of what holds it."""
    if element.get("pubdate") is not None:
        return True
    for _ in range(3):
        if element is None:
            return False
        name = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if _DATE_NAMES.search(name) and not re.search(r"comment|update|modif", name, re.IGNORECASE):
            return True
        if "comment" in name.lower():
            return False
        element = element.getparent()
    return False


# ---------------------------------------------------------------------------------------- other fields


def _language(said: Witnesses) -> str | None:
    body = said.root.find("body")
    candidates: Iterable[str | None] = (
        said.root.get("lang"),
        said.root.get("{http://www.w3.org/XML/1998/namespace}lang") or said.root.get("xml:lang"),
        body.get("lang") if body is not None else None,
        jsonld.text(said.article.get("inLanguage")),
        said.said("content-language", "language", "dc:language", "og:locale"),
    )
    for value in candidates:
        value = (value or "").strip().partition(",")[0]
        if _LANG.match(value):
            return value.replace("_", "-")
    return None


def _site(said: Witnesses) -> str | None:
    publisher = said.article.get("publisher")
    return next(
        (
            name
            for name in (
                next(iter(jsonld.names(publisher, said.by_id)), None) if publisher else None,
                said.said("og:site_name"),
                said.said("application-name", "dc:publisher", "al:android:app_name")
                if not said.meta.get("og:site_name")
                else None,
                jsonld.text(said.website.get("name")),
            )
            if name and len(name) <= 100
        ),
        None,
    )


def _summary(said: Witnesses) -> str | None:
    found = jsonld.text(said.article.get("description")) or said.said(
        "dc:description", "dcterms:description", "dcterm:description", "og:description", "weibo:article:description",
        "weibo:webpage:description", "description", "twitter:description",
    )  # fmt: skip
    return _unescaped(found) if found else None


def _lead_image(said: Witnesses, base: str | None) -> Image | None:
    found = said.said("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "twitter:image:src")
    found = found or jsonld.address(said.article.get("image")) or said.links.get("image_src")
    if not found:
        element = next(iter(said.properties.get("image", ())), None)
        found = (
            (element.get("content") or element.get("src") or element.get("href"))
            if element is not None
            else None
        )
    if not found or found.startswith("data:"):
        return None
    try:
        src = urljoin(base or "", found.strip())
        if not urlsplit(src).path.strip("/"):
            return None
    except ValueError:
        return None
    alt = said.said("og:image:alt", "twitter:image:alt")
    return Image(
        src, alt=alt, width=_pixels(said.said("og:image:width")), height=_pixels(said.said("og:image:height"))
    )


def _pixels(value: str | None) -> int | None:
    return int(value) if value and value.isdigit() and len(value) < 6 else None


def _keywords(said: Witnesses) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_split_keywords(said)))[:30]


def _split_keywords(said: Witnesses) -> Iterator[str]:
    values: list[Any] = [
        *said.meta.get("article:tag", ()),
        *said.meta.get("keywords", ())[:1],
        *said.meta.get("news_keywords", ())[:1],
    ]
    declared = said.article.get("keywords")
    values += declared[:30] if isinstance(declared, list) else [declared]
    for value in values:
        for word in re.split(r"\s*[,;]\s*", value[:2000]) if isinstance(value, str) else ():
            if 1 < len(word) <= 60:
                yield word.strip()
