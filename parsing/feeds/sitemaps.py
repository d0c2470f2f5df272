"""Sitemaps and sitemap indexes: addresses, with a date and a title where the sitemap has them."""

from __future__ import annotations

from rhapsode.parsing.article import Article, Image
from rhapsode.parsing.dates import iso_date
from rhapsode.parsing.feeds.entries import absolute, language_tag
from rhapsode.parsing.feeds.markup import child_text, local, tree
from rhapsode.parsing.feeds.model import Entry, Feed
from rhapsode.parsing.html.dom import Element

MAX_ENTRIES = 50_000  # the protocol's own limit


def parse_sitemap(text: str, source: str | None) -> Feed:
    """The Feed whose entries are the pages (or, in an index, the sitemaps) that a sitemap lists, once each."""
    root, warnings = tree(text, source)
    index = local(root).lower() == "sitemapindex"
    base = source if source and "://" in source else ""
    entries: dict[str, Entry] = {}
    without = 0
    for element in root:
        if local(element) not in ("url", "sitemap"):
            continue
        address = absolute(child_text(element, "loc"), base)
        if not address:
            without += 1
        elif len(entries) < MAX_ENTRIES:
            entries.setdefault(address, _entry(element, address))
    if without:
        warnings.append(f"{without} entries have no address; they were left out")
    return Feed(
        title="",
        entries=tuple(entries.values()),
        kind="sitemap index" if index else "sitemap",
        source=source,
        warnings=tuple(warnings),
    )


def _entry(element: Element, address: str) -> Entry:
    updated = iso_date(child_text(element, "lastmod"))
    news = next((child for child in element if local(child) == "news"), None)
    image = next((child for child in element if local(child) == "image"), None)
    title = language = published = None
    if news is not None:
        title = child_text(news, "title")
        published = iso_date(child_text(news, "publication_date"))
        publication = next((child for child in news if local(child) == "publication"), None)
        language = language_tag(child_text(publication, "language")) if publication is not None else None
    src = child_text(image, "loc") if image is not None else ""
    article = Article(
        title=title or "",
        blocks=(),
        published=published,
        modified=updated,
        language=language,
        source=address,
        lead_image=Image(src) if src else None,
    )
    return Entry(address, article, address, published, updated, complete=False)
