"""The time a picture may take."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn


class OutOfTime(Exception):
    """No picture of a batch has time left before its first word."""


class Allowance:
    """`seconds` for each of `count` pictures that are described together, kept account of from now on.

    While a batch runs, its time is divided equally among the pictures that are not finished: one that goes on and on
    pays for that itself, and one that has nothing left stops while the others go on.

    It is the stopping criterion of a generation: called with the tokens so far (count x length), it answers which
    pictures have to stop. Before the first word it is asked from within, between the layers of the network (see
    `watching`): a vision encoder that is slow is stopped there and not when it is done.
    """

    def __init__(self, count: int, seconds: float, ends: Collection[int]) -> None:
        self._left = [seconds] * count
        self._running = [True] * count
        self._stopped: set[int] = set()
        self._ends = ends
        self._since = time.monotonic()
        self._wrote = False

    def stopped(self, row: int) -> bool:
        """Whether this picture ran out of time before its text was done."""
        return row in self._stopped

    def __call__(self, tokens: torch.Tensor, scores: Any = None, **_: Any) -> torch.Tensor:
        self._wrote = True
        self._charge()
        for row, token in enumerate(tokens[:, -1].tolist()):
            if self._running[row] and token not in self._ends and self._left[row] <= 0:
                self._stopped.add(row)
            self._running[row] &= token not in self._ends and row not in self._stopped
        return torch.tensor([row in self._stopped for row in range(len(self._left))], device=tokens.device)

    def _charge(self) -> None:
        now = time.monotonic()
        share = (now - self._since) / max(1, sum(self._running))
        self._left = [
            left - share if running else left for left, running in zip(self._left, self._running, strict=True)
        ]
        self._since = now

    def _check(self, *_: Any) -> None:
        if self._wrote:
            return
        self._charge()
        if all(left <= 0 for left in self._left):
            raise OutOfTime

    @contextmanager
    def watching(self, model: nn.Module) -> Iterator[None]:
        """Look at the clock before each layer of `model`, until the first word is there."""
        layers = [layer for part in model.modules() if isinstance(part, nn.ModuleList) for layer in part]
        handles = [layer.register_forward_pre_hook(self._check) for layer in layers]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()
