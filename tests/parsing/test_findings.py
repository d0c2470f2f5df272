"""What fuzzing found stays found: each file of `findings/` is given to its parser again."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path
from typing import Any

import pytest


def _fuzzing() -> Any:
    """The command lies outside the package, where nothing but people and this test look for it."""
    path = Path(__file__).parent.parent.parent / "benchmarks" / "fuzzing.py"
    spec = importlib.util.spec_from_file_location("fuzzing", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


fuzzing = _fuzzing()
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
