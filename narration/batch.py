"""Many articles into one folder: what has not changed is left alone, and no article takes another down with it.

Articles are narrated in worker processes. A worker that dies takes only its article with it: that one is tried once
more in a fresh worker and then named as failed. The manifests in the output folder are the ledger, so a run that was
stopped goes on where it was.
"""

from __future__ import annotations

import glob
import hashlib
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Literal, NoReturn

from rhapsode.base import RhapsodeError, document
from rhapsode.narration.manifest import MANIFEST
from rhapsode.narration.narrator import Narrator, Progress, is_address, published, slug_of
from rhapsode.parsing.article import Article

ARTICLE_SUFFIXES = (".md", ".markdown", ".mdx", ".html", ".htm", ".xhtml", ".txt")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
PLAYER = "player.html"
ATTEMPTS = 2
PATIENCE_SECONDS = 5.0
"""How long a worker may take to put its things away before it is killed."""


class BatchError(RhapsodeError):
    """A batch cannot be started as asked."""


@document
class Job:
    """One article to narrate: read from `source`, or `article` itself where a feed already carried it."""

    source: str
    slug: str
    article: Article | None = None


@document
class Recipe:
    """How a batch narrates; the same for all its articles."""

    voice: str = "heart"
    style: str | None = None
    formats: tuple[str, ...] = ("m4a",)
    captioner: str | None = None
    fresh: bool = False


@document
class Outcome:
    """What became of one article. `duration` is seconds of audio, `seconds` the time it took."""

    source: str
    slug: str
    state: Literal["narrated", "unchanged", "failed"]
    reason: str | None = None
    duration: float = 0.0
    seconds: float = 0.0
    warnings: tuple[str, ...] = field(default=())


@document
class Step:
    """An article is being worked on: how far it is."""

    source: str
    slug: str
    progress: Progress


Event = Step | Outcome


def plan(sources: Iterable[str]) -> list[Job]:
    """The articles in `sources`: files, folders (searched for articles), globs, feeds, and URLs.

    Two articles never share a folder: where names clash, a few characters of the source's hash are added.
    A feed or page that cannot be read is a job as well, which will fail and say why.

    Raises:
        BatchError: a source does not exist or holds no article.
    """
    found: list[tuple[str, Article | None]] = []
    for source in sources:
        some = list(_articles_in(source))
        if not some:
            raise BatchError("no article here", where=source)
        found += some
    unique = list(
        {
            (_place(source), article and (article.source, article.title)): (source, article)
            for source, article in found
        }.values()
    )
    slugs = [_slug(source, article) for source, article in unique]
    clashing = {slug for slug, count in Counter(slugs).items() if count > 1}
    return [
        Job(source, f"{slug}-{_short_hash(source, article)}" if slug in clashing else slug, article)
        for (source, article), slug in zip(unique, slugs, strict=True)
    ]


def _articles_in(source: str) -> Iterator[tuple[str, Article | None]]:
    path = Path(source)
    if is_address(source):
        yield from _entries_of(source)
    elif source and path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if (
                not hidden
                and file.suffix.lower() in ARTICLE_SUFFIXES
                and file.is_file()
                and not _made_here(file)
            ):
                yield str(file), None
    elif source and path.exists():
        yield from _entries_of(source) if path.suffix.lower() in FEED_SUFFIXES else [(source, None)]
    elif any(mark in source for mark in "*?["):
        found = (Path(name) for name in sorted(glob.glob(source, recursive=True)))
        yield from ((str(file), None) for file in found if file.is_file() and not _made_here(file))
    else:
        raise BatchError("there is no such file or folder", where=source)


def _entries_of(source: str) -> Iterator[tuple[str, Article | None]]:
    """The articles in a feed or page; where it cannot be read, itself, so that its own job fails and no other."""
    from rhapsode.parsing import load_all

    try:
        yield from ((source, article) for article in load_all(source))
    except RhapsodeError:
        yield source, None


def _made_here(file: Path) -> bool:
    """Whether `file` is a player page of ours: the output may well lie below the sources."""
    return file.name == PLAYER and (file.parent / MANIFEST).exists()


def _place(source: str) -> str:
    """What `./post.md` and `post.md` have in common."""
    return source if is_address(source) else os.path.abspath(source)


def _slug(source: str, article: Article | None) -> str:
    return slug_of(article.source or source, article.title) if article else slug_of(source, "")


def _short_hash(source: str, article: Article | None) -> str:
    named = f"{source}\x1f{article.source or article.title}" if article else source
    return hashlib.sha256(named.encode()).hexdigest()[:6]


def run(jobs: Sequence[Job], to: Path, recipe: Recipe, *, workers: int = 1) -> Generator[Event, None, None]:
    """Narrate `jobs` into folders below `to`, `workers` at a time; yields steps and, for each job, one Outcome.

    Closing the iterator (Ctrl-C) ends the workers; finished articles stay, and what the others had spoken is cached.
    """
    waiting = deque((job, 1) for job in jobs)
    threads = max(1, (os.cpu_count() or 1) // workers)
    crew = [_Worker(to, recipe, threads) for _ in range(min(workers, len(jobs)))]
    try:
        for worker in crew:
            worker.take_next(waiting)
        while busy := [worker for worker in crew if worker.job]:
            ready = wait([worker.pipe for worker in busy])
            for worker in (worker for worker in busy if worker.pipe in ready):
                yield from worker.hear(waiting)
    finally:
        for worker in crew:
            worker.dismiss()
        deadline = time.monotonic() + PATIENCE_SECONDS
        for worker in crew:
            worker.end(deadline)


class _Worker:
    """One worker process and the job it is at."""

    def __init__(self, to: Path, recipe: Recipe, threads: int) -> None:
        self._start_with = (to, recipe, threads)
        self.job: Job | None = None
        self._attempt = 0
        self.pipe: Connection
        self._process: BaseProcess
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs, *self._start_with), daemon=True)
        self._process.start()
        theirs.close()

    def take_next(self, waiting: deque[tuple[Job, int]]) -> None:
        if not waiting:
            self.job = None
            return
        self.job, self._attempt = waiting.popleft()
        try:
            self.pipe.send(self.job)
        except ConnectionError:
            return  # it has just died: `hear` will find that out and bury it

    def hear(self, waiting: deque[tuple[Job, int]]) -> Iterator[Event]:
        """What this worker has to say; a dead worker is replaced, its job tried again or given up."""
        assert self.job is not None
        try:
            event: Event = self.pipe.recv()
        except (EOFError, ConnectionError):
            outcome = self._bury()
            if self._attempt < ATTEMPTS:
                waiting.appendleft((self.job, self._attempt + 1))
            else:
                yield outcome
            if waiting:
                self._start()
            self.take_next(waiting)
            return
        if isinstance(event, Outcome):
            self.take_next(waiting)
        yield event

    def _bury(self) -> Outcome:
        assert self.job is not None
        self._process.join()
        code = self._process.exitcode or 0
        how = f"by signal {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        reason = (
            f"the process narrating it ended {how}, {ATTEMPTS} times; it may need more memory than there is"
        )
        return Outcome(self.job.source, self.job.slug, "failed", reason)

    def dismiss(self) -> None:
        """Ask the process to end: at once if it is at work, else when it finds the pipe closed."""
        self.pipe.close()
        if self.job:
            self._process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until the process has ended; kill it where it has not by `deadline`."""
        self._process.join(max(0.0, deadline - time.monotonic()))
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _work(pipe: Connection, to: Path, recipe: Recipe, threads: int) -> None:
    """A worker's life: take a job, narrate it, say how it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends Ctrl-C to all; the parent decides
    signal.signal(signal.SIGTERM, _leave)
    import torch

    torch.set_num_threads(threads)
    job: Job | None = None

    def report(progress: Progress) -> None:
        if job:
            _say(pipe, Step(job.source, job.slug, progress))

    narrator = Narrator(recipe.voice, style=recipe.style, captioner=recipe.captioner, on_progress=report)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, ConnectionError):
            return
        assert job is not None
        _say(pipe, attempt(lambda job=job: _narrate(narrator, job, to, recipe), job))


def _say(pipe: Connection, event: Event) -> None:
    try:
        pipe.send(event)
    except OSError:
        sys.exit()  # nobody listens any more: the parent was killed


def _leave(*_: object) -> NoReturn:
    """Unwind, so that scratch files go away."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit()


def _narrate(narrator: Narrator, job: Job, to: Path, recipe: Recipe) -> Outcome:
    before = published(to / job.slug)
    narration = narrator.narrate(
        job.article or job.source,
        to,
        formats=recipe.formats,
        slug=job.slug,
        fresh=recipe.fresh,
        fetch_pictures=is_address(job.source),
    )
    unchanged = before == narration and not recipe.fresh
    state = "unchanged" if unchanged else "narrated"
    return Outcome(job.source, job.slug, state, None, narration.duration, warnings=narration.warnings)


def attempt(work: Callable[[], Outcome], job: Job) -> Outcome:
    """`work`'s outcome, or the failure it ended in: whatever one article does, the others go on."""
    started = time.monotonic()
    try:
        outcome = work()
    except RhapsodeError as error:
        outcome = Outcome(
            job.source, job.slug, "failed", error.message if error.where == job.source else str(error)
        )
    except Exception as error:
        outcome = Outcome(job.source, job.slug, "failed", f"unexpected {type(error).__name__}: {error}")
    return replace(outcome, seconds=time.monotonic() - started)
