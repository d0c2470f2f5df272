"""Batches: what is found, what is skipped, and who survives whom."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from rhapsode.base import RhapsodeError
from rhapsode.narration.batch import BatchError, Job, Outcome, Recipe, Step, attempt, plan, run


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    (folder / "2026").mkdir(parents=True)
    (folder / ".drafts").mkdir()
    (folder / "first.md").write_text("# First\n\nThe first post.\n")
    (folder / "2026" / "first.md").write_text("# Another first\n\nAnother post.\n")
    (folder / "2026" / "second").mkdir()
    (folder / "2026" / "second" / "index.html").write_text(
        "<title>Second</title><p>The second post is here.</p>"
    )
    (folder / ".drafts" / "secret.md").write_text("# Secret")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    return folder


def test_a_folder_is_searched_for_articles(posts: Path) -> None:
    jobs = plan([str(posts)])
    assert [Path(job.source).relative_to(posts).as_posix() for job in jobs] == [
        "2026/first.md",
        "2026/second/index.html",
        "first.md",
    ]


def test_no_two_articles_share_a_folder_and_names_are_stable(posts: Path) -> None:
    slugs = [job.slug for job in plan([str(posts)])]
    assert len(set(slugs)) == 3
    assert slugs[1] == "second"
    assert slugs[0].startswith("first-")
    assert slugs == [job.slug for job in plan([str(posts), str(posts / "first.md")])]


def test_globs_and_files(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(posts)
    assert [job.source for job in plan(["2026/*.md", "first.md"])] == ["2026/first.md", "first.md"]


@pytest.mark.parametrize("source", ["nowhere", "nothing*.md"])
def test_what_holds_no_article_is_named(posts: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(posts)
    with pytest.raises(BatchError, match=source.replace("*", r"\*")):
        plan([source])


def test_a_feeds_entries_are_articles_of_their_own() -> None:
    feed = Path(__file__).parents[2] / "examples" / "feed.xml"
    jobs = plan([str(feed)])
    assert [job.article.title for job in jobs if job.article] == [
        "Islanders vote to buy their own ferry",
        "The clock that follows the moon",
    ]
    assert [job.slug for job in jobs] == ["island-ferry", "tide-clocks"]


def test_whatever_an_article_does_becomes_an_outcome() -> None:
    job = Job("a.md", "a")

    def fail() -> Outcome:
        raise RhapsodeError("no text in it", where="a.md")

    def crash() -> Outcome:
        raise ZeroDivisionError("division by zero")

    assert attempt(fail, job).reason == "no text in it"
    assert attempt(crash, job).reason == "unexpected ZeroDivisionError: division by zero"
    assert attempt(lambda: Outcome("a.md", "a", "narrated"), job).state == "narrated"


@pytest.mark.slow
def test_only_what_changed_is_narrated_and_a_bad_article_stops_nobody(posts: Path, tmp_path: Path) -> None:
    (posts / "bad.md").write_bytes(b"\x00\x01\x02" * 100)
    out = tmp_path / "out"
    states = {}
    for event in run(plan([str(posts)]), out, Recipe(), workers=2):
        if isinstance(event, Outcome):
            states[Path(event.source).name, event.state] = event
    assert {state for _, state in states} == {"narrated", "failed"}
    assert states["bad.md", "failed"].reason
    assert len(states) == 4 - 1  # two files are called first.md
    (posts / "first.md").write_text("# First\n\nThe first post, revised.\n")
    again = [
        event for event in run(plan([str(posts)]), out, Recipe(), workers=1) if isinstance(event, Outcome)
    ]
    assert sorted(event.state for event in again) == ["failed", "narrated", "unchanged", "unchanged"]
    assert next(event for event in again if event.state == "narrated").source == str(posts / "first.md")


@pytest.mark.slow
def test_a_worker_that_dies_takes_only_its_article(posts: Path, tmp_path: Path) -> None:
    jobs = plan([str(posts)])
    killed: list[str] = []
    outcomes: list[Outcome] = []
    for event in run(jobs, tmp_path / "out", Recipe(), workers=1):
        if isinstance(event, Step) and event.source == jobs[0].source and event.progress.stage == "parsing":
            killed.append(event.source)
            os.kill(_workers()[0], signal.SIGKILL)
        elif isinstance(event, Outcome):
            outcomes.append(event)
    assert len(killed) == 2
    assert [outcome.state for outcome in outcomes] == ["failed", "narrated", "narrated"]
    assert outcomes[0].source == jobs[0].source
    assert "SIGKILL" in (outcomes[0].reason or "")


def _workers() -> list[int]:
    import multiprocessing

    return [process.pid for process in multiprocessing.active_children() if process.pid]
