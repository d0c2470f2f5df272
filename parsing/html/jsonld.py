"""JSON-LD as pages carry it: often several scripts, graphs and lists, now and then broken."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

_ARTICLES = re.compile(
    r"(?:Article|Posting|Report|Review|Recipe|HowTo|Interview|Chapter|Story|ScholarlyArticle)$"
)
_PAGES = re.compile(
    r"(?:WebPage|ItemPage|AboutPage|QAPage|FAQPage|VideoObject|PodcastEpisode|Book|CreativeWork)$"
)
_MAX_SCRIPT = 2_000_000
_MAX_NODES = 5000
_WRAPPER = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*;?\s*$"
)


def nodes(scripts: Iterable[str]) -> list[dict[str, Any]]:
    """All objects in the scripts, outer before inner; what is not JSON is passed over."""
    found: list[dict[str, Any]] = []
    for script in scripts:
        found.extend(_objects(_loaded(script)))
    return found


def article_node(found: list[dict[str, Any]]) -> dict[str, Any]:
    """The object that describes the article: by its type, then a page with a headline; {} where there is none."""
    for pattern in (_ARTICLES, _PAGES):
        for node in found:
            if any(pattern.search(kind) for kind in types(node)) and (
                node.get("headline") or node.get("name")
            ):
                return node
    return {}


def types(node: dict[str, Any]) -> list[str]:
    kind = node.get("@type")
    return [item for item in (kind if isinstance(kind, list) else [kind]) if isinstance(item, str)]


def text(value: Any) -> str | None:
    """The words of a value: a string, an object's name, the first of a list."""
    if isinstance(value, list):
        return next((words for words in map(text, value[:20]) if words), None)
    if isinstance(value, dict):
        return text(value.get("name") or value.get("@value") or value.get("url"))
    if isinstance(value, str):
        words = " ".join(html.unescape(re.sub(r"<[^<>]{0,200}>", "", value)).split())
        return words or None
    return None


def names(value: Any, by_id: dict[str, dict[str, Any]]) -> list[str]:
    """The names of people or organisations, following references inside the page."""
    out: list[str] = []
    for item in (value if isinstance(value, list) else [value])[:50]:
        if isinstance(item, dict) and not item.get("name"):
            item = by_id.get(str(item.get("@id")), item)
        words = text(item)
        if words and "://" not in words:
            out.append(words)
    return out


def address(value: Any) -> str | None:
    """The address of an image in any of the shapes it is given."""
    if isinstance(value, list):
        return next((found for found in map(address, value[:20]) if found), None)
    if isinstance(value, dict):
        found = value.get("url") or value.get("contentUrl") or value.get("@id")
        return found if isinstance(found, str) else None
    return value if isinstance(value, str) else None


def index(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Objects by their `@id`; the one with a name wins."""
    out: dict[str, dict[str, Any]] = {}
    for node in found:
        identity = node.get("@id")
        if isinstance(identity, str) and (identity not in out or not out[identity].get("name")):
            out[identity] = node
    return out


def _loaded(script: str) -> Any:
    script = script.strip()
    if not script or len(script) > _MAX_SCRIPT:
        return None
    for candidate in (
        script,
        _WRAPPER.sub("", script),
        re.sub(r",\s*([\]}])", r"\1", _WRAPPER.sub("", script)),
    ):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Objects inside a value, breadth first, a bounded number of them."""
    level = [value]
    count = 0
    while level and count < _MAX_NODES:
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                count += 1
                yield item
                deeper.extend(inner for inner in item.values() if isinstance(inner, dict | list))
            elif isinstance(item, list):
                deeper.extend(inner for inner in item if isinstance(inner, dict | list))
        level = deeper
