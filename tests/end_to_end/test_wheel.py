"""The wheel, installed into an empty environment, narrates from another directory."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
POST = "# A small post\n\nWritten on 3 May 2026, it costs $3.20 and ends here.\n"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_it_installs_one_top_level_name_and_nothing_of_the_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"rhapsode"}
    assert not [name for name in names if "tests" in name or "benchmarks" in name or "conftest" in name]
    assert "rhapsode/py.typed" in names


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("fresh") / "env"
    assert run(sys.executable, "-m", "venv", folder, cwd=folder.parent).returncode == 0
    pip = (folder / "bin" / "python", "-m", "pip", "install", "--quiet")
    assert run(*pip, "--upgrade", "pip>=24.2", cwd=folder.parent).returncode == 0
    done = run(*pip, wheel, cwd=folder.parent)
    assert done.returncode == 0, done.stderr
    yield folder
    shutil.rmtree(folder)  # several gigabytes, which pytest would keep for three runs


def test_it_narrates_from_another_directory(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text(POST)
    rhapsode = environment / "bin" / "rhapsode"
    done = run(
        rhapsode,
        "narrate",
        "post.md",
        "-o",
        "out",
        "--format",
        "m4a,mp3",
        "--no-cache",
        "--json",
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    manifest = json.loads(done.stdout)
    assert manifest["slug"] == "post"
    assert {path.name for path in (tmp_path / "out" / "post").iterdir()} >= {
        "narration.m4a", "narration.mp3", "transcript.vtt", "transcript.json", "chapters.json", "script.json",
        "player.html", "narration.json",
    }  # fmt: skip
    doctor = run(rhapsode, "doctor", "--json", cwd=tmp_path)
    assert doctor.returncode == 0, doctor.stdout
    states = {finding["name"]: finding["state"] for finding in json.loads(doctor.stdout)}
    assert states["voice heart"] == "ok"
    assert states["extra app"] == "missing"


def test_what_needs_an_extra_says_which(environment: Path, tmp_path: Path) -> None:
    done = run(environment / "bin" / "rhapsode", "preview", "--no-open", cwd=tmp_path)
    assert done.returncode == 1
    assert "pip install 'rhapsode[app]'" in done.stderr
    assert len(done.stderr.splitlines()) == 1
