"""Threads that each compute on one core.

One utterance on one core beats one utterance on all cores, and gives the same bits however many cores there are:
the kernels of a thread never split their work.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import torch

A = TypeVar("A")
B = TypeVar("B")


class Workers:
    """A pool of `count` threads, started on first use and again after a fork."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        self._process = 0

    def map(self, work: Callable[[A], B], items: Iterable[A]) -> list[B]:
        """`work` of every item, in order. The first error is raised, and what has not begun is left undone."""
        futures = [self._threads().submit(work, item) for item in items]
        try:
            return [future.result() for future in futures]
        finally:
            for future in futures:
                future.cancel()

    def _threads(self) -> ThreadPoolExecutor:
        with self._lock:
            if self._pool is None or self._process != os.getpid():
                self._pool, self._process = _start(self.count), os.getpid()
            return self._pool


def _start(count: int) -> ThreadPoolExecutor:
    """Threads for which PyTorch uses one core. The number is PyTorch's per thread, but setting it anywhere also
    sets what new threads get; so it is put back from here once all have begun."""
    everybody = threading.Barrier(count + 1)

    def begin() -> None:
        torch.get_num_threads()  # or else the thread would set itself up later, with the number put back below
        torch.set_num_threads(1)
        everybody.wait()

    before = torch.get_num_threads()
    pool = ThreadPoolExecutor(count, thread_name_prefix="heart")
    for _ in range(count):
        pool.submit(begin)
    everybody.wait()
    torch.set_num_threads(before)
    return pool
