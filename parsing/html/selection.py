"""Where the article is."""

from __future__ import annotations

from rhapsode.parsing.html.dom import Element
from rhapsode.parsing.html.page import Page
from rhapsode.parsing.metadata import Metadata


def select(page: Page, metadata: Metadata) -> list[Element]:
    scores: dict[Element, float] = {}
    for p in page.root.iter("p", "td", "pre"):
        if p in page.skip:
            continue
        n = len("".join(p.itertext()))
        if n < 25:
            continue
        score = 1 + min(3, n / 100)
        parent = p.getparent()
        for level in (1, 2, 3):
            if parent is None:
                break
            scores[parent] = scores.get(parent, 0) + score / level
            parent = parent.getparent()
    best = max(scores, key=scores.__getitem__, default=None)
    if best is None:
        body = page.root.find("body")
        return [page.root if body is None else body]
    return [best]
