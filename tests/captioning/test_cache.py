"""Answers are kept by content, and nothing that can happen to a cache folder is worse than computing again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image as Pillow

from rhapsode.captioning.cache import DescriptionCache, cached_captions, key_of
from rhapsode.captioning.captioner import Caption, Captioner, Job


class Counter(Captioner):
    name = identity = "counter"

    def __init__(self, contextual: bool = False) -> None:
        self.contextual = contextual
        self.asked = 0

    def caption(self, jobs: Sequence[Job], *, deadline: float = 60.0) -> list[Caption]:
        self.asked += len(jobs)
        return [Caption("" if job.kind == "icon" else f"answer {self.asked}", 0.5) for job in jobs]


def job(kind: str = "photo", text: str = "") -> Job:
    return Job(Pillow.new("RGB", (30, 30)), kind=kind, context=(("title", text),))


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    captioner, cache = Counter(), DescriptionCache(tmp_path)
    first = cached_captions(captioner, [job(), job()], ["a", "b"], cache, deadline=1)
    again = cached_captions(captioner, [job(), job(), job()], ["b", "a", "c"], cache, deadline=1)
    assert captioner.asked == 3
    assert [caption.text for caption in again[:2]] == [first[1].text, first[0].text]


def test_context_counts_where_the_model_reads_it(tmp_path: Path) -> None:
    for contextual, asked in ((False, 1), (True, 2)):
        captioner, cache = Counter(contextual), DescriptionCache(tmp_path / str(contextual))
        for text in ("one", "two"):
            cached_captions(captioner, [job(text=text)], ["a"], cache, deadline=1)
        assert captioner.asked == asked


def test_failures_are_not_kept(tmp_path: Path) -> None:
    captioner, cache = Counter(), DescriptionCache(tmp_path)
    for _ in range(2):
        cached_captions(captioner, [job("icon")], ["a"], cache, deadline=1)
    assert captioner.asked == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"text": 3}', b"\xff\xfe"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, damage: bytes) -> None:
    captioner, cache = Counter(), DescriptionCache(tmp_path)
    cached_captions(captioner, [job()], ["a"], cache, deadline=1)
    (entry,) = tmp_path.glob("*/*.json")
    entry.write_bytes(damage)
    cached_captions(captioner, [job()], ["a"], cache, deadline=1)
    assert captioner.asked == 2


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    cache = DescriptionCache(tmp_path, limit=10_000)
    keys = [key_of(number) for number in range(8)]
    for age, key in enumerate(keys):
        cache.put(key, {"text": "x" * 2_000})
        os.utime(cache._path(key), (age, age))
    cache.get(keys[0])
    assert cache.prune() == 4
    assert cache.get(keys[0]) is not None
    assert cache.get(keys[1]) is None
    assert cache.get(keys[7]) is not None


def test_no_limit_no_cache(tmp_path: Path) -> None:
    cache = DescriptionCache(tmp_path / "x", limit=0)
    cache.put("ab", {"a": 1})
    assert cache.get("ab") is None
    assert not (tmp_path / "x").exists()


def test_a_folder_that_cannot_be_written_switches_it_off(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = DescriptionCache(tmp_path / "file" / "x")
    cache.put("ab", {"a": 1})
    assert cache.get("ab") is None
