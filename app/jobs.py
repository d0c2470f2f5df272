"""Long work in the background: one job for each project, with progress, and a cancel that is heard at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Generic, Literal, TypeVar

from rhapsode.base import RhapsodeError
from rhapsode.narration import Progress

T = TypeVar("T")
State = Literal["running", "done", "failed", "cancelled"]

# Of the whole work: what each stage's share is, about, from its beginning to its end.
_SHARES = {
    "parsing": (0.0, 0.01),
    "describing": (0.01, 0.02),
    "directing": (0.02, 0.03),
    "speaking": (0.03, 0.9),
}
_ENCODING = (0.9, 1.0)


class _Cancelled(BaseException):
    """Raised through the work at its next report; no handler for errors on the way may stop it."""


class Job(Generic[T]):
    """One piece of work in a thread of its own. `work` gets a function to report its progress to.

    A cancelled job is over for everybody who looks at once; its thread ends at its next report, through the
    clean-up of everything it was doing, and nothing it still finds out is kept.
    """

    def __init__(self, work: Callable[[Callable[[Progress], None]], T]) -> None:
        self._work = work
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="rhapsode-job", daemon=True)
        self.state: State = "running"
        self.progress: Progress | None = None
        self.result: T | None = None
        self.error: str | None = None
        self.began = time.monotonic()
        self.ended: float | None = None

    def start(self) -> Job[T]:
        """Begin; gives the job back."""
        self._thread.start()
        return self

    def cancel(self) -> None:
        """Give it up; what is over already stays as it is."""
        self._end("cancelled")

    @property
    def fraction(self) -> float:
        """How much is done, from 0 to 1; never falls."""
        if self.state == "done":
            return 1.0
        return fraction(self.progress)

    @property
    def seconds(self) -> float:
        """How long it has been, or was, at work."""
        return (self.ended or time.monotonic()) - self.began

    def wait(self, seconds: float | None = None) -> bool:
        """Until its thread has ended, at most `seconds`; whether it has."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _report(self, progress: Progress) -> None:
        if self.state != "running":
            raise _Cancelled
        self.progress = progress

    def _run(self) -> None:
        try:
            result = self._work(self._report)
        except _Cancelled:
            return
        except RhapsodeError as error:
            self._end("failed", error=str(error))
        except Exception as error:
            # The thread ends here: what went wrong must reach the editor, whatever it was.
            self._end("failed", error=f"{type(error).__name__}: {error}")
        else:
            self._end("done", result=result)

    def _end(self, state: State, *, result: T | None = None, error: str | None = None) -> None:
        """The first to end it decides how it ended."""
        with self._lock:
            if self.state != "running":
                return
            self.result, self.error, self.ended = result, error, time.monotonic()
            self.state = state


def fraction(progress: Progress | None) -> float:
    """How far a narration is as a whole, from 0 to 1."""
    if progress is None:
        return 0.0
    start, end = _SHARES.get(progress.stage, _ENCODING)
    part = progress.done / progress.total if progress.total else 0.0
    return start + (end - start) * min(1.0, part)


class Jobs(Generic[T]):
    """The latest job of each project; they outlive the page that started them."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job[T]] = {}
        self._lock = threading.Lock()

    def start(self, project: str, work: Callable[[Callable[[Progress], None]], T]) -> Job[T]:
        """Start `work` for `project`; where one is still running, that one."""
        with self._lock:
            held = self._jobs.get(project)
            if held is not None and held.state == "running":
                return held
            job = Job(work)
            self._jobs[project] = job
            return job.start()

    def of(self, project: str) -> Job[T] | None:
        """The latest job of `project`."""
        return self._jobs.get(project)

    def clear(self, project: str) -> None:
        """Forget a job that is over."""
        with self._lock:
            held = self._jobs.get(project)
            if held is not None and held.state != "running":
                del self._jobs[project]
