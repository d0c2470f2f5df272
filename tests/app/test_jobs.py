"""Background work: progress that never falls, a cancel that is heard, errors that are told."""

from __future__ import annotations

import threading

import pytest

from rhapsode.app.jobs import Job, Jobs, fraction
from rhapsode.base import RhapsodeError
from rhapsode.narration import Progress


def test_done() -> None:
    def work(report) -> str:
        report(Progress("speaking", 1, 2))
        return "result"

    job = Job(work).start()
    assert job.wait(5)
    assert (job.state, job.result, job.fraction, job.error) == ("done", "result", 1.0, None)
    assert job.seconds >= 0


def test_cancel_runs_the_clean_up_and_passes_handlers_by() -> None:
    reached, cleaned = threading.Event(), []

    def work(report) -> None:
        try:
            while True:
                try:
                    report(Progress("speaking", 1, 2))
                except Exception:
                    pytest.fail("a cancel is not an error to handle")
                reached.set()
        finally:
            cleaned.append(True)

    job = Job(work).start()
    assert reached.wait(5)
    job.cancel()
    assert job.wait(5)
    assert (job.state, cleaned) == ("cancelled", [True])


def test_a_cancel_does_not_wait_for_the_work() -> None:
    go, jobs = threading.Event(), Jobs[str]()
    job = jobs.start("a", lambda _: "late" if go.wait(5) else "never")
    job.cancel()
    assert job.state == "cancelled"
    assert jobs.start("a", lambda _: "fresh") is not job
    go.set()
    assert job.wait(5)
    assert (job.state, job.result) == ("cancelled", None)


def test_what_is_done_cannot_be_cancelled() -> None:
    job = Job(lambda _: "result").start()
    assert job.wait(5)
    job.cancel()
    assert (job.state, job.result) == ("done", "result")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RhapsodeError("no such voice", where="a.md"), "a.md: no such voice"),
        (OSError("disk full"), "OSError: disk full"),
    ],
)
def test_failures_are_told(error: Exception, words: str) -> None:
    def work(_) -> None:
        raise error

    job = Job(work).start()
    assert job.wait(5)
    assert (job.state, job.error) == ("failed", words)


def test_one_job_for_a_project_at_a_time() -> None:
    jobs: Jobs[bool] = Jobs()
    go = threading.Event()
    first = jobs.start("a", lambda _: go.wait(5))
    assert jobs.start("a", lambda _: True) is first
    jobs.clear("a")
    assert jobs.of("a") is first
    go.set()
    assert first.wait(5)
    assert jobs.start("a", lambda _: True) is not first
    assert jobs.of("b") is None


def test_progress_rises_through_the_stages() -> None:
    steps = [
        None, Progress("parsing"), Progress("describing"), Progress("directing"), Progress("speaking", 1, 9),
        Progress("speaking", 9, 9), Progress("encoding"), Progress("encoding", 50, 100), Progress("encoding", 100, 100),
    ]  # fmt: skip
    shares = [fraction(step) for step in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
