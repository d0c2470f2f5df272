"""What fuzzing found stays found: each file of `findings/` is given to its parser again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import fuzzing

FINDINGS = sorted((Path(__file__).parent / "findings").glob("*-*"))


@pytest.mark.parametrize("path", FINDINGS, ids=[path.name for path in FINDINGS])
def test_findings(path: Path) -> None:
    assert fuzzing.complaint(path.name.split("-")[0], path.read_bytes()) is None


@pytest.mark.parametrize("target", sorted(fuzzing.TARGETS))
def test_a_little_fuzzing(target: str) -> None:
    source = random.Random(target)
    material = fuzzing.seeds(target)
    for _ in range(25):
        data = fuzzing.mutated(source, material)
        assert fuzzing.complaint(target, data) is None, data
