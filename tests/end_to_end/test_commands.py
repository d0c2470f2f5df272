"""The commands as a person meets them: what works, what fails in one clear line, and what a kill leaves behind."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
RHAPSODE = Path(sys.executable).with_name("rhapsode")


def rhapsode(*arguments: str | Path, cwd: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "RHAPSODE_CACHE": str(cwd / "cache")}
    command = [str(RHAPSODE), *(str(argument) for argument in arguments)]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, input=stdin)


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one line a refused command leaves on standard error."""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("rhapsode: ")
    assert "Traceback" not in done.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.md", b"", "nothing in it"),
        ("blank.html", b"  \n\n ", "nothing in it"),
        ("binary.md", bytes(range(256)) * 40, "binary"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(2000), "PNG picture"),
    ],
)
def test_what_is_no_article_fails_in_one_line(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = rhapsode("narrate", name, "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    line = refusal(done)
    assert name in line
    assert says.lower() in line.lower()
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["narrate", "nowhere.md", "-o", "out"], "nowhere.md: there is no such file"),
        (
            ["narrate", "post.md", "-o", "out", "--format", "ogg"],
            "unknown format 'ogg'; choose from m4a, mp3, opus, wav",
        ),
        (["narrate", "post.md", "-o", "out", "--voice", "nobody"], "nobody"),
        (["narrate", "post.md", "-o", "out", "--style", "baroque"], "baroque"),
        (["narrate", "post.md", "-o", "out", "--format", ","], "no format given"),
        (["narrate", "post.md", "-o", "out", "--slug", "../up"], "'../up' cannot be the name of a folder"),
        (["narrate", "post.md"], "Missing option '--output'"),
        (["narrate", ".", "-o", "out"], "this is a folder; give a file in it"),
        (["narrate", "", "-o", "out"], "no source given"),
        (["script", "post.md", "--style", "baroque"], "baroque"),
        (["recite", "post.md"], "No such command 'recite'"),
        (["narrate", "post.md", "-o", "post.md"], "post.md"),
        (["batch", "nowhere", "-o", "out"], "nowhere: there is no such file or folder"),
        (["render", "nowhere.json", "-o", "out"], "nowhere.json"),
    ],
)
def test_wrong_use_is_exit_code_two(tmp_path: Path, arguments: list[str], says: str) -> None:
    (tmp_path / "post.md").write_text("# Post\n\nA post.\n")
    done = rhapsode(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert says in refusal(done)
    assert {path.name for path in tmp_path.iterdir()} <= {"post.md", "cache", "out"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("# Post\n\nA post.\n")
    (tmp_path / "locked").mkdir(mode=0o500)
    done = rhapsode("narrate", "post.md", "-o", "locked", cwd=tmp_path)
    assert done.returncode == 2
    assert "locked" in refusal(done)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that not even root may write to")
def test_where_nobody_may_write(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("# Post\n\nA post.\n")
    done = rhapsode("narrate", "post.md", "-o", "/proc/audio", cwd=tmp_path)
    assert done.returncode == 2
    assert "/proc/audio" in refusal(done)


def test_the_doctor_comes_before_the_first_narration(tmp_path: Path) -> None:
    done = rhapsode("doctor", cwd=tmp_path)
    assert "segment cache" in done.stdout
    assert done.stderr == ""
    assert not (tmp_path / "cache").exists()


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("# Post\n\n" + "One paragraph.\n\n" * 5000)
    command = f"'{RHAPSODE}' script post.md | head -1"
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "# Post\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "command",
    ["narrate", "parse", "script", "render", "batch", "voices", "doctor", "cache", "spoken", "preview"],
)
def test_every_command_has_help(tmp_path: Path, command: str) -> None:
    done = rhapsode(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage: rhapsode" in done.stdout


@pytest.mark.slow
def test_an_edited_script_is_rendered(tmp_path: Path) -> None:
    done = rhapsode("script", "-", "--json", cwd=tmp_path, stdin="# Title\n\nOne sentence. Another one.\n")
    assert done.returncode == 0, done.stderr
    script = json.loads(done.stdout)
    assert script["utterances"][0]["role"] == "title"
    (tmp_path / "s.json").write_text(done.stdout)
    done = rhapsode("render", "s.json", "-o", "out", "--slug", "edited", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["slug"] == "edited"
    script["utterances"][-1]["spoken"] = "Quite another sentence!"
    (tmp_path / "s.json").write_text(json.dumps(script))
    done = rhapsode("render", "s.json", "-o", "out", "--slug", "edited", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 utterance was edited" in done.stderr
    transcript = json.loads((tmp_path / "out" / "edited" / "transcript.json").read_text())
    assert [word["text"] for word in transcript["utterances"][-1]["words"]][-1].startswith("sentence")
    script["utterances"][0]["spokn"] = "x"
    (tmp_path / "s.json").write_text(json.dumps(script))
    done = rhapsode("render", "s.json", "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert "s.json: at $.utterances[0].spokn: unknown field" in refusal(done)


@pytest.mark.slow
def test_a_kill_leaves_the_old_output_or_the_new_one(tmp_path: Path) -> None:
    versions = [
        "# Post\n\nThe old text, in one sentence.\n",
        "# Post\n\nThe new text. It has two sentences.\n",
    ]
    outputs: list[dict[str, bytes]] = []
    for text in versions:
        (tmp_path / "post.md").write_text(text)
        assert (
            rhapsode("narrate", "post.md", "-o", "out", "--format", "m4a,wav", cwd=tmp_path).returncode == 0
        )
        outputs.append(snapshot(tmp_path / "out" / "post"))
    assert outputs[0] != outputs[1]
    chance = random.Random(4)
    seen = set()
    for turn in range(8):
        (tmp_path / "post.md").write_text(versions[turn % 2])
        command = [str(RHAPSODE), "narrate", "post.md", "-o", "out", "--format", "m4a,wav"]
        environment = {**os.environ, "RHAPSODE_CACHE": str(tmp_path / "cache")}
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(2.0, 7.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = snapshot(tmp_path / "out" / "post")
        assert now in outputs
        seen.add(outputs.index(now))
    assert rhapsode("narrate", "post.md", "-o", "out", "--format", "m4a,wav", cwd=tmp_path).returncode == 0
    assert [path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")] == ["post"]
    assert not [path for path in (tmp_path / "out").iterdir() if path.is_dir() and path.name.startswith(".")]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.slow
@pytest.mark.parametrize("page", ["ars-1", "cnn", "daringfireball-1", "mathjax", "telegraph"])
def test_real_pages_are_narrated(tmp_path: Path, shared: Path, page: str) -> None:
    source = shared / "readability-pages" / page / "source.html"
    if not source.exists():
        pytest.skip(f"no page {page} in the measuring material")
    done = rhapsode("narrate", source, "-o", "out", "--slug", page, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / page / "narration.m4a").stat().st_size > 100_000
