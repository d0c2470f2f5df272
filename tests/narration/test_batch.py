"""Batches: what is found, what is skipped, and who survives whom."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
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


def test_globs_may_be_absolute(posts: Path) -> None:
    assert [job.source for job in plan([f"{posts}/**/*.md"])] == [
        str(posts / "2026" / "first.md"),
        str(posts / "first.md"),
    ]


def test_one_file_named_in_two_ways_is_one_article(posts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(posts)
    assert len(plan(["first.md", "./first.md", str(posts / "first.md"), "*.md"])) == 1


def test_our_own_player_pages_are_no_articles(posts: Path) -> None:
    out = posts / "audio" / "first"
    out.mkdir(parents=True)
    (out / "player.html").write_text("<title>First</title><p>Not an article.</p>")
    (out / "narration.json").write_text("{}")
    assert len(plan([str(posts)])) == 3
    (out / "narration.json").unlink()
    assert len(plan([str(posts)])) == 4


def test_a_feed_that_cannot_be_read_is_a_job_that_fails_alone(posts: Path, tmp_path: Path) -> None:
    broken = tmp_path / "feed.xml"
    broken.write_bytes(bytes(range(256)) * 8)
    assert [job.slug for job in plan([str(broken), str(posts / "first.md")])] == ["feed", "first"]


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
def test_a_stopped_batch_leaves_no_scratch_files_and_no_workers(
    posts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setenv("RHAPSODE_CACHE", str(tmp_path / "cache"))
    (posts / "first.md").write_text("# Long\n\n" + "".join(f"Sentence number {i}.\n\n" for i in range(60)))
    events = run(plan([str(posts / "first.md")]), tmp_path / "out", Recipe(), workers=1)
    for event in events:
        if isinstance(event, Step) and event.progress.stage == "speaking" and event.progress.done == 3:
            break
    assert list(scratch.glob("rhapsode-*"))
    events.close()
    assert not list(scratch.glob("rhapsode-*"))
    assert not _workers()


@pytest.mark.slow
def test_workers_end_quietly_when_the_batch_is_killed(posts: Path, tmp_path: Path) -> None:
    (posts / "first.md").write_text("# Long\n\n" + "".join(f"Sentence number {i}.\n\n" for i in range(60)))
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from rhapsode.narration.batch import Recipe, plan, run\n"
        "if __name__ == '__main__':\n"
        "    for event in run(plan([sys.argv[1]]), Path(sys.argv[2]), Recipe()):\n"
        "        print(event, flush=True)\n"
    )
    (tmp_path / "main.py").write_text(code)
    command = [sys.executable, str(tmp_path / "main.py"), str(posts / "first.md"), str(tmp_path / "out")]
    environment = {**os.environ, "RHAPSODE_CACHE": str(tmp_path / "cache")}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "speaking" in line:
            break
    process.kill()
    # The worker holds these pipes too: they close when it has ended.
    _, errors = process.communicate(timeout=60)
    assert "Traceback" not in errors


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
