"""The house as docs/architecture.md draws it: who may import whom, and what is installed under which name."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "parsing": {"base"},
    "tts": {"base"},
    "captioning": {"base", "parsing"},
    "narration": {"base", "parsing", "captioning", "tts"},
    "app": {"base", "narration"},
}


def _modules(room: str) -> list[Path]:
    return sorted(path for path in (ROOT / room).rglob("*.py"))


def _imported(path: Path) -> set[str]:
    """Names below `rhapsode` that a module imports anywhere, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            if node.module == "rhapsode":
                names.update(f"rhapsode.{alias.name}" for alias in node.names)
            elif node.module:
                names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name for name in names if name == "rhapsode" or name.startswith("rhapsode.")}


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_rooms_import_only_whom_they_may(room: str) -> None:
    for path in _modules(room):
        rooms = {name.split(".")[1] for name in _imported(path) if "." in name} & {*MAY_IMPORT, "base"}
        assert rooms <= MAY_IMPORT[room] | {room}, (
            f"{path.relative_to(ROOT)} imports {rooms - MAY_IMPORT[room] - {room}}"
        )


def test_the_app_uses_only_the_public_api() -> None:
    for path in _modules("app"):
        ours = {name for name in _imported(path) if name.startswith("rhapsode.narration")}
        assert ours <= {"rhapsode.narration"}, (
            f"{path.relative_to(ROOT)} reaches behind the public API: {ours}"
        )


def test_every_folder_with_modules_is_packaged() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"])
    folders = {path.parent.relative_to(ROOT) for room in MAY_IMPORT for path in _modules(room)}
    assert {".".join(("rhapsode", *folder.parts)) for folder in folders} | {"rhapsode"} == listed


def test_public_names_are_those_that_are_listed_and_all_can_be_had() -> None:
    import rhapsode.narration as narration

    assert sorted(narration.__all__) == dir(narration)
    for name in narration.__all__:
        assert getattr(narration, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        getattr(narration, "nonsense")  # noqa: B009


@pytest.mark.parametrize(
    "statement",
    [
        "import rhapsode.parsing",
        "import rhapsode.captioning",
        "import rhapsode.narration",
        "import rhapsode.narration.cli.main",
    ],
)
def test_light_modules_load_no_model_library(statement: str) -> None:
    heavy = ("torch", "transformers", "streamlit", "scipy", "av", "onnxruntime", "rapidocr")
    code = f"import sys; {statement}; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
