"""WordPress exports (WXR): posts and pages that are published, in the order of the export.

Their text is what the editor stored: blocks between comments, or, from the classic editor, paragraphs without tags and
shortcodes in square brackets. Drafts, revisions, menus and the like are counted and left out.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from rhapsode.parsing.article import Image
from rhapsode.parsing.errors import ParseError
from rhapsode.parsing.feeds.entries import Collector, Draft, as_plain, language_tag, names
from rhapsode.parsing.feeds.markup import child_text, local, tree
from rhapsode.parsing.feeds.model import Feed
from rhapsode.parsing.html.dom import Element

_POSTS = ("post", "page")
_BLOCK_COMMENT = re.compile(r"<!--\s*/?wp:[^<>]*?-->", re.DOTALL)
_BLOCK_START = re.compile(
    r"\s*</?(?:address|article|aside|blockquote|canvas|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header"
    r"|hr|iframe|li|main|math|nav|noscript|object|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul|video|audio|script|style)\b",
    re.IGNORECASE,
)
_PREFORMATTED = re.compile(
    r"<(pre|script|style|textarea)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_CAPTION = re.compile(r"\[caption[^\]]{0,500}\](.{0,5000}?)\[/caption\]", re.DOTALL)
_CAPTION_PARTS = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL)
_EMBED = re.compile(r"\[(embed|youtube|vimeo|soundcloud)\b[^\]]{0,300}\](.{0,2000}?)\[/\1\]", re.DOTALL)
_PLAYER = re.compile(r"\[(audio|video|youtube|vimeo|soundcloud|gist|tweet)\b([^\]]{0,500})\](?:\[/\1\])?")
_DROPPED = re.compile(
    r"\[/?(?:gallery|playlist|contact-form(?:-7)?|toc|more|su_\w+|vc_\w+|et_pb_\w+|fusion_\w+)\b[^\]]{0,2000}\]"
)
_ADDRESS = re.compile(r"https?://[^\s\"'\]<>]{1,1000}")


def parse_wordpress(text: str, source: str | None) -> Feed:
    """The Feed in a WordPress export."""
    root, problems = tree(text, source)
    channel = next((child for child in root if local(child) == "channel"), None)
    if channel is None:
        raise ParseError("this WordPress export has no channel; check that it is complete", where=source)
    site = as_plain(child_text(channel, "title"))
    link = child_text(channel, "link")
    made = Collector(
        site=site, language=language_tag(child_text(channel, "language")), base=link, source=source
    )
    for problem in problems:
        made.warn(f"the export is not well-formed ({problem}); it was read as far as it goes")
    items = [child for child in channel if local(child) == "item"]
    pictures = dict(_attachments(items))
    people = dict(_authors(channel))
    others: Counter[str] = Counter()
    for number, item in enumerate(items, 1):
        kind, status = child_text(item, "post_type") or "post", child_text(item, "status") or "publish"
        if kind not in _POSTS or status != "publish":
            others[f"{status} {kind}" if kind in _POSTS else kind] += 1
            continue
        made.add(_draft(item, pictures, people), number)
    if others:
        left = ", ".join(f"{count} {name}" for name, count in sorted(others.items()))
        made.warn(f"left out, as they are no published posts or pages: {left}")
    description = as_plain(child_text(channel, "description"))
    return Feed(
        title=site,
        entries=tuple(made.entries),
        kind="wordpress",
        link=link or None,
        description=description or None,
        language=made.language,
        source=source,
        warnings=tuple(made.warnings),
    )


def _attachments(items: list[Element]) -> Iterator[tuple[str, str]]:
    for item in items:
        if child_text(item, "post_type") == "attachment":
            yield child_text(item, "post_id"), child_text(item, "attachment_url")


def _authors(channel: Element) -> Iterator[tuple[str, str]]:
    for author in channel:
        if local(author) == "author":
            yield child_text(author, "author_login"), child_text(author, "author_display_name")


def _draft(item: Element, pictures: dict[str, str], people: dict[str, str]) -> Draft:
    login = child_text(item, "creator")
    picture = pictures.get(_meta(item).get("_thumbnail_id", ""))
    tags = ["".join(child.itertext()).strip() for child in item if local(child) == "category"]
    return Draft(
        id=child_text(item, "guid"),
        url=child_text(item, "link"),
        title=as_plain(child_text(item, "title")),
        content=as_page(child_text(item, "encoded", namespace="content")),
        summary=child_text(item, "encoded", namespace="excerpt"),
        authors=names([people.get(login) or login]),
        published=_moment(item, "post_date_gmt")
        or child_text(item, "post_date")
        or child_text(item, "pubDate"),
        updated=_moment(item, "post_modified_gmt"),
        keywords=[tag for tag in tags if tag and tag.lower() != "uncategorized"],
        image=Image(picture) if picture else None,
    )


def _moment(item: Element, name: str) -> str:
    """WordPress writes Greenwich time without saying so, and zeros for "never"."""
    text = child_text(item, name)
    return f"{text}+00:00" if text and not text.startswith("0000") else ""


def _meta(item: Element) -> dict[str, str]:
    return {
        child_text(one, "meta_key"): child_text(one, "meta_value") for one in item if local(one) == "postmeta"
    }


def as_page(content: str) -> str:
    """Stored `content` as the HTML that WordPress would show."""
    content = content.replace("\r\n", "\n")
    content = _CAPTION.sub(lambda match: _figure(match[1]), content)
    content = _EMBED.sub(lambda match: _player(match[2]), content)
    content = _PLAYER.sub(lambda match: _player(match[2]), content)
    content = _DROPPED.sub("", content)
    if _BLOCK_COMMENT.search(content):
        return _BLOCK_COMMENT.sub("", content)
    return with_paragraphs(content)


def _figure(inner: str) -> str:
    parts = _CAPTION_PARTS.fullmatch(inner)
    if parts is None:
        return inner
    return f"\n\n<figure>{parts[1]}<figcaption>{parts[2].strip()}</figcaption></figure>\n\n"


def _player(given: str) -> str:
    address = _ADDRESS.search(given)
    return f'\n\n<iframe src="{html.escape(address[0])}"></iframe>\n\n' if address else ""


def with_paragraphs(content: str) -> str:
    """Paragraphs where the classic editor left blank lines; preformatted text stays as it is."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\n\n<pre>{len(kept) - 1}</pre>\n\n"

    parts: list[str] = []
    for part in re.split(r"\n[ \t]*\n", _PREFORMATTED.sub(keep, content)):
        if not part.strip():
            continue
        whole = re.fullmatch(r"\s*<pre>(\d+)</pre>\s*", part)
        if whole:
            parts.append(kept[int(whole[1])])
        elif _BLOCK_START.match(part):
            parts.append(part)
        else:
            parts.append("<p>" + part.strip().replace("\n", "<br>\n") + "</p>")
    return "\n\n".join(parts)
