"""The documentation tells the truth: its links lead somewhere, its commands exist, its example runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)", text):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_the_readme_names_every_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rhapsode.narration.cli.main", "--help"], capture_output=True, text=True
    )
    commands = re.findall(r"^│ (\w+) ", done.stdout.split("Commands")[1], flags=re.M)
    assert len(commands) >= 10
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in commands:
        assert re.search(rf"(?:^rhapsode |\| ){command}\b", text, flags=re.M), (
            f"README.md does not name `rhapsode {command}`"
        )


def test_makefile_targets_named_in_the_documentation_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    for page in PAGES:
        named = set(
            re.findall(r"`make ([a-z-]+)`|^make ([a-z-]+)", page.read_text(encoding="utf-8"), flags=re.M)
        )
        assert {one or other for one, other in named} <= targets, page.name


@pytest.mark.slow
def test_the_readmes_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.S)
    assert code is not None
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RHAPSODE_CACHE", str(tmp_path / "cache"))
    played: list[int] = []
    exec(code[1], {"play": lambda samples, rate: played.append(rate)})
    assert set(played) == {24_000}
    assert (tmp_path / "out" / "tide-clocks" / "narration.mp3").exists()
