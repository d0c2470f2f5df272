"""The public API: small decisions that do not need a voice."""

from __future__ import annotations

from pathlib import Path

import pytest

from rhapsode.base import RhapsodeError
from rhapsode.narration.narrator import checked_formats, published, slug_of


@pytest.mark.parametrize(
    ("source", "title", "slug"),
    [
        ("content/posts/tide-clocks.md", "The clock that follows the moon", "tide-clocks"),
        ("content/posts/2026/tide-clocks/index.md", "x", "tide-clocks"),
        ("https://example.org/2026/05/island-ferry/", "x", "island-ferry"),
        ("https://example.org/news/ferry.html?utm=1#top", "x", "ferry"),
        ("https://example.org/", "Islanders vote: £1.3m!", "islanders-vote-1-3m"),
        ("-", "Crème brûlée", "creme-brulee"),
        (None, "日本", "narration"),
        ("../../etc/passwd", "x", "passwd"),
        ("https://example.org/..%2f..%2fetc", "x", "etc"),
        (".md", "", "narration"),
        ("a" * 300 + ".md", "", "a" * 80),
    ],
)
def test_folders_are_named_after_the_source(source: str | None, title: str, slug: str) -> None:
    assert slug_of(source, title) == slug


def test_formats_are_checked_and_put_in_order() -> None:
    assert checked_formats(["mp3", " M4A ", ".mp3"]) == ("m4a", "mp3")
    with pytest.raises(RhapsodeError, match="unknown format 'flac'; choose from m4a, mp3, opus, wav"):
        checked_formats(["flac"])
    with pytest.raises(RhapsodeError, match="no format given"):
        checked_formats([])


def test_a_folder_without_a_manifest_holds_no_narration(tmp_path: Path) -> None:
    assert published(tmp_path) is None
    (tmp_path / "narration.json").write_text("{}")
    assert published(tmp_path) is None
