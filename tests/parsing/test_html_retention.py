"""Floors under what real pages keep: a change that loses captions or list items fails here, not in somebody's ears."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import extraction

# A little below what is measured, so that a fix which moves one item of a page does not fail.
FLOORS = {
    "images": 0.94, "alt texts": 0.95, "captions": 0.95, "headings": 0.93, "list items": 0.95, "quotes": 0.95, "table rows": 0.95,
    "code blocks": 0.98, "inline code": 0.98, "emphasis": 0.98, "strong": 0.85, "links": 0.92, "superscripts": 0.97,
}  # fmt: skip
METADATA = {"title": 0.88, "byline": 0.75, "lang": 0.98, "siteName": 0.95, "publishedTime": 0.9}


@pytest.mark.slow
def test_real_pages_keep_what_they_say(shared: Path) -> None:
    folder = shared / "readability-pages"
    if not folder.is_dir():
        pytest.skip("the pages are not beside this checkout")
    pages = sorted(path.parent for path in folder.glob("*/expected.html"))
    result = extraction.score(pages, extraction.SYSTEMS["rhapsode"])
    assert sum(result.f1) / len(result.f1) >= 0.975
    kept = {kind: result.kept[kind] / result.of[kind] for kind in FLOORS}
    assert {kind: share for kind, share in kept.items() if share < FLOORS[kind]} == {}
    right = {name: result.right[name] / result.known[name] for name in METADATA}
    assert {name: share for name, share in right.items() if share < METADATA[name]} == {}
