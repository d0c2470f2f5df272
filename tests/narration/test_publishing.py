"""The published folder: what is in it, that it is right, and that it is never half of anything."""

from __future__ import annotations

import hashlib
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import scipy.signal
from PIL import Image

from rhapsode.base import from_json, to_json
from rhapsode.narration.assembly import assemble
from rhapsode.narration.manifest import Narration
from rhapsode.narration.publishing import FORMATS, PublishError, measure_file, publish, writable
from rhapsode.narration.publishing import publisher as publisher_module
from rhapsode.narration.publishing.encode import Level, _levelled, decoded
from rhapsode.narration.publishing.folder import replacing
from rhapsode.narration.publishing.tags import cover_jpeg, three_letters
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Script

ALL = tuple(FORMATS)
NAMES = {"script.json", "transcript.vtt", "transcript.json", "chapters.json", "player.html", "narration.json"}
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")


def picture(kind: str = "PNG", mode: str = "RGBA", size: tuple[int, int] = (900, 500)) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind)
    return out.getvalue()


def probe(path: Path) -> dict:
    command = [
        "ffprobe",
        "-v",
        "error",
        "-of",
        "json",
        "-show_format",
        "-show_chapters",
        "-show_streams",
        str(path),
    ]
    return json.loads(subprocess.run(command, capture_output=True, check=True).stdout)


def contents(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


@pytest.fixture
def recording(record, otter_script: Script) -> Recording:
    return record(otter_script)


@pytest.fixture
def published(recording: Recording, otter_script: Script, tmp_path: Path) -> tuple[Narration, Path]:
    narration = publish(recording, otter_script, tmp_path / "out", slug="otter", key="abc", formats=["wav"])
    return narration, tmp_path / "out" / "otter"


@pytest.fixture(scope="module")
def once(
    tone_engine, otter_script: Script, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Narration, Path, Recording]:
    """One narration in all formats, for tests that only look."""
    folder, voice = tmp_path_factory.mktemp("once"), tone_engine()
    performance = ((utterance, voice.speak([utterance])[0]) for utterance in otter_script.utterances)
    recording = assemble(otter_script, performance, folder / "recording.pcm")
    narration = publish(
        recording, otter_script, folder / "out", slug="otter", key="abc", formats=ALL, cover=picture()
    )
    return narration, folder / "out" / "otter", recording


class TestFiles:
    def test_everything_is_there_and_in_the_manifest(self, once: tuple[Narration, Path, Recording]) -> None:
        narration, folder, _ = once
        assert {p.name for p in folder.iterdir()} == NAMES | {f"narration.{name}" for name in ALL}
        assert from_json(Narration, (folder / "narration.json").read_bytes()) == narration
        assert [p.name for p in folder.parent.iterdir()] == ["otter"]
        for file in narration.files:
            data = (folder / file.name).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (file.bytes, file.sha256)
        assert narration.voices == {"narrator": "tone/1", "quote": "tone/1"}
        assert oct(folder.stat().st_mode & 0o777) == oct(0o777 & ~publisher_umask())

    @needs_ffmpeg
    @pytest.mark.parametrize("name", ALL)
    def test_audio_says_what_it_is(self, name: str, once: tuple[Narration, Path, Recording]) -> None:
        found = probe(once[1] / f"narration.{name}")
        audio = next(s for s in found["streams"] if s["codec_type"] == "audio")
        tags = {k.lower(): v for k, v in {**audio.get("tags", {}), **found["format"].get("tags", {})}.items()}
        assert tags["title"] == "The slow return of the river otter"
        assert tags["artist"] == "Ada Moreno, B. & C."
        assert "synthetic voice" in tags["comment"]
        assert float(found["format"]["duration"]) == pytest.approx(once[2].duration, abs=0.06)
        if name == "wav":
            return
        assert tags["language"] == "eng"
        assert tags["date"] == "2026-03-14"
        assert "How a film <changed> it." in (tags["comment"] if name == "opus" else tags["description"])
        assert tags["album"] == "The Valley Record"
        assert any(s["codec_name"] == "mjpeg" for s in found["streams"])
        marks = [(c["tags"]["title"], float(c["start_time"])) for c in found["chapters"]]
        assert [title for title, _ in marks] == [c.title for c in once[2].chapters]
        assert [start for _, start in marks] == pytest.approx([c.start for c in once[2].chapters], abs=0.001)

    @needs_ffmpeg
    @pytest.mark.parametrize("name", ALL)
    def test_loud_as_promised(
        self, name: str, once: tuple[Narration, Path, Recording], ffmpeg_levels
    ) -> None:
        narration, folder, _ = once
        file = next(file for file in narration.files if file.name == f"narration.{name}")
        loudness, peak = ffmpeg_levels(folder / file.name)
        assert loudness == pytest.approx(-16.0, abs=0.2)
        assert peak <= -1.0
        assert file.loudness == pytest.approx(loudness, abs=0.1)
        assert file.true_peak == pytest.approx(peak, abs=0.15)

    @pytest.mark.parametrize("name", ALL)
    def test_in_step_with_the_timings(self, name: str, once: tuple[Narration, Path, Recording]) -> None:
        import av

        with av.open(str(once[1] / f"narration.{name}")) as container:
            rate = container.streams.audio[0].codec_context.sample_rate
            heard = np.concatenate(list(decoded(container)))
        meant = np.concatenate(list(once[2].stream()))
        heard = scipy.signal.resample_poly(heard, once[2].sample_rate, rate)
        assert len(heard) == pytest.approx(len(meant), abs=0.05 * once[2].sample_rate)
        for second in (1, int(once[2].duration) - 3):
            part = slice(second * once[2].sample_rate, (second + 2) * once[2].sample_rate)
            likeness = scipy.signal.correlate(heard[part], meant[part], method="fft")
            lag = int(likeness.argmax()) - (len(meant[part]) - 1)
            assert abs(lag) / once[2].sample_rate < 0.002

    def test_same_in_same_out(self, once, otter_script: Script, tmp_path: Path) -> None:
        publish(
            once[2], otter_script, tmp_path / "two", slug="otter", key="abc", formats=ALL, cover=picture()
        )
        assert contents(tmp_path / "two" / "otter") == contents(once[1])

    def test_chapters_follow_podcasting_2(self, once: tuple[Narration, Path, Recording]) -> None:
        document = json.loads((once[1] / "chapters.json").read_text())
        assert document["version"] == "1.2.0"
        assert [c["title"] for c in document["chapters"]] == [c.title for c in once[2].chapters]
        assert document["chapters"][0]["startTime"] == 0
        assert document["chapters"][-1]["endTime"] == pytest.approx(once[2].duration, abs=0.001)

    def test_script_goes_on_from_here(
        self, once: tuple[Narration, Path, Recording], otter_script: Script
    ) -> None:
        assert from_json(Script, (once[1] / "script.json").read_text()) == otter_script


def publisher_umask() -> int:
    from rhapsode.base import UMASK

    return UMASK


class TestCover:
    @pytest.mark.parametrize(
        ("kind", "mode"),
        [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("GIF", "L")],
    )
    def test_any_picture_becomes_a_plain_jpeg(self, kind: str, mode: str) -> None:
        with Image.open(io.BytesIO(cover_jpeg(picture(kind, mode, (3000, 1500))))) as found:
            assert (found.format, found.mode, found.size) == ("JPEG", "RGB", (1400, 700))

    @pytest.mark.parametrize(
        "data", [b"nonsense", picture()[:200], b"\x89PNG\r\n\x1a\n" + bytes(64), bytes(40 << 20)]
    )
    def test_what_is_no_picture_is_left_out_with_a_warning(
        self, data: bytes, recording: Recording, otter_script: Script, tmp_path: Path
    ) -> None:
        narration = publish(recording, otter_script, tmp_path, slug="s", key="k", formats=["wav"], cover=data)
        assert [w for w in narration.warnings if "cover image is left out" in w]

    def test_a_bomb_is_not_opened(self) -> None:
        bomb = io.BytesIO()
        Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
        with pytest.raises(ValueError, match=r"million pixels|can be read"):
            cover_jpeg(bomb.getvalue())

    def test_languages(self) -> None:
        found = [three_letters(tag) for tag in ("en-GB", "de", "haw", "zh-Hant-TW", "x-klingon", "")]
        assert found == ["eng", "deu", "haw", "zho", "und", "und"]


class TestPeaks:
    def test_an_outlier_is_turned_down_and_nothing_else(self, recording: Recording) -> None:
        level = Level(0.0, -1.0, dips=((1.0, -6.0), (4.0, -3.0)))
        before = np.concatenate(list(recording.stream()))
        after = np.concatenate(list(_levelled(recording, level)))
        changed = np.flatnonzero(before != after) / recording.sample_rate
        assert all(abs(second - 1.0) < 0.031 or abs(second - 4.0) < 0.031 for second in changed)
        middle = recording.sample_rate
        assert after[middle] == pytest.approx(before[middle] * 10 ** (-6 / 20), rel=1e-4)

    @pytest.mark.slow
    def test_hot_masters_are_kept_below_too(self, record, otter_script: Script, tmp_path: Path) -> None:
        loud = record(otter_script, loudness=-7.0, true_peak=-0.2)
        narration = publish(loud, otter_script, tmp_path, slug="s", key="k", formats=["m4a", "mp3", "opus"])
        for file in narration.files[:3]:
            levels, overs = measure_file(tmp_path / "s" / file.name, -1.0)
            assert levels.true_peak <= -1.0
            assert not overs


class TestRefusals:
    @pytest.mark.parametrize("formats", [["flac"], [], ["m4a", "../mp3"]])
    def test_formats(
        self, formats: list[str], recording: Recording, otter_script: Script, tmp_path: Path
    ) -> None:
        with pytest.raises(PublishError, match="choose from m4a, mp3, opus, wav"):
            publish(recording, otter_script, tmp_path, slug="s", key="k", formats=formats)

    @pytest.mark.parametrize(
        "slug", ["", ".", "..", "a/b", "../up", ".hidden", "a\0b", "line\nbreak", "x" * 300]
    )
    def test_names(self, slug: str, recording: Recording, otter_script: Script, tmp_path: Path) -> None:
        with pytest.raises(PublishError, match="cannot be the name of a folder"):
            publish(recording, otter_script, tmp_path, slug=slug, key="k")
        assert [p.name for p in tmp_path.iterdir()] == ["recording.pcm"]

    def test_a_file_in_the_way(self, recording: Recording, otter_script: Script, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("mine")
        for folder, slug in (
            (tmp_path / "file", "s"),
            (tmp_path / "file" / "below", "s"),
            (tmp_path, "file"),
        ):
            with pytest.raises(PublishError, match="not a folder"):
                publish(recording, otter_script, folder, slug=slug, key="k", formats=["wav"])
        assert (tmp_path / "file").read_text() == "mine"
        assert {p.name for p in tmp_path.iterdir()} == {"file", "recording.pcm"}

    def test_writable_says_why_not(self, tmp_path: Path) -> None:
        assert writable(tmp_path / "a" / "b").is_dir()
        with pytest.raises(PublishError, match=r"not|read-only"):
            writable(Path("/proc/rhapsode"))

    @pytest.mark.slow
    @pytest.mark.usefixtures("for_children")
    def test_a_full_disk_leaves_what_was_there(self, tmp_path: Path, recording, otter_script: Script) -> None:
        """A limit on file sizes fails writes in the middle, as a full disk does, whoever runs this."""
        publish(recording, otter_script, tmp_path / "out", slug="otter", key="old", formats=["m4a"])
        before = contents(tmp_path / "out" / "otter")
        for size in (100, 40_000):
            done = subprocess.run(
                [sys.executable, "-c", CHILD, str(tmp_path), "new"], capture_output=True, text=True,
                preexec_fn=lambda size=size: limit_files(size),
            )  # fmt: skip
            assert "PublishError" in done.stderr, done.stderr
            assert "Traceback" not in done.stdout
            assert contents(tmp_path / "out" / "otter") == before
            assert [p.name for p in (tmp_path / "out").iterdir()] == ["otter"]


def limit_files(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class TestReplacing:
    def test_files_of_others_stay(self, published, recording: Recording, otter_script: Script) -> None:
        _, folder = published
        (folder / "notes.txt").write_text("mine")
        (folder / "images").mkdir()
        (folder / "images" / "a.png").write_bytes(b"png")
        (folder / "link").symlink_to("notes.txt")
        inode = (folder / "notes.txt").stat().st_ino
        publish(recording, otter_script, folder.parent, slug="otter", key="new", formats=["opus"])
        assert {p.name for p in folder.iterdir()} == NAMES | {"narration.opus", "notes.txt", "images", "link"}
        assert (folder / "notes.txt").stat().st_ino == inode
        assert (folder / "images" / "a.png").read_bytes() == b"png"
        assert os.readlink(folder / "link") == "notes.txt"

    def test_a_broken_manifest_does_not_keep_our_files(
        self, published, recording, otter_script: Script
    ) -> None:
        _, folder = published
        (folder / "narration.json").write_text("{")
        publish(recording, otter_script, folder.parent, slug="otter", key="new", formats=["wav"])
        assert {p.name for p in folder.iterdir()} == NAMES | {"narration.wav"}

    def test_without_the_kernel_s_exchange(self, published, recording, otter_script, monkeypatch) -> None:
        from rhapsode.narration.publishing import folder as module

        monkeypatch.setattr(module, "_exchange_call", lambda: None)
        _, folder = published
        publish(recording, otter_script, folder.parent, slug="otter", key="new", formats=["wav"])
        assert "narration.wav" in {p.name for p in folder.iterdir()}
        assert [p.name for p in folder.parent.iterdir()] == ["otter"]
        # Killed between the two renames: the next run puts the old folder back before it begins.
        os.rename(folder, folder.with_name(".otter.before"))
        with replacing(folder.parent, "otter", ours=()):
            assert (folder / "narration.wav").exists()
        assert [p.name for p in folder.parent.iterdir()] == ["otter"]

    def test_an_error_on_the_way_changes_nothing(
        self, published, recording, otter_script, monkeypatch
    ) -> None:
        _, folder = published
        before = contents(folder)
        monkeypatch.setattr(publisher_module, "player_page", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish(recording, otter_script, folder.parent, slug="otter", key="new")
        assert contents(folder) == before
        assert [p.name for p in folder.parent.iterdir()] == ["otter"]

    def test_giving_up_stops_the_encoders(
        self, published, recording: Recording, otter_script: Script
    ) -> None:
        _, folder = published
        before = contents(folder)

        def give_up(stage: str, done: float) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            publish(
                recording,
                otter_script,
                folder.parent,
                slug="otter",
                key="new",
                formats=ALL,
                on_progress=give_up,
            )
        assert contents(folder) == before
        assert not [t for t in threading.enumerate() if t.name.startswith("rhapsode-encoder")]

    def test_progress_is_told_in_order(
        self, recording: Recording, otter_script: Script, tmp_path: Path
    ) -> None:
        told: list[tuple[str, float]] = []
        publish(
            recording, otter_script, tmp_path, slug="s", key="k", formats=["m4a", "wav"],
            on_progress=lambda stage, done: told.append((stage, done)),
        )  # fmt: skip
        assert told[0] == ("encoding", 0.0)
        assert ("encoding", 1.0) in told
        assert told[-1] == ("writing", 1.0)
        assert [stage for stage, _ in told] == sorted(stage for stage, _ in told)

    def test_several_at_once(self, recording: Recording, otter_script: Script, tmp_path: Path) -> None:
        keys = [f"key {i}" for i in range(6)]

        def run(key: str) -> None:
            publish(recording, otter_script, tmp_path / "out", slug="otter", key=key, formats=["wav"])

        threads = [threading.Thread(target=run, args=(key,)) for key in keys]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [p.name for p in (tmp_path / "out").iterdir()] == ["otter"]
        manifest = from_json(Narration, (tmp_path / "out" / "otter" / "narration.json").read_bytes())
        assert manifest.key in keys

    @pytest.mark.slow
    @pytest.mark.usefixtures("for_children")
    def test_killed_at_any_moment(self, recording: Recording, otter_script: Script, tmp_path: Path) -> None:
        """Old or new, never a mixture; and nothing is left behind by the time of the next run."""
        folder = tmp_path / "out" / "otter"
        publish(recording, otter_script, tmp_path / "out", slug="otter", key="0", formats=["m4a", "opus"])
        ready = subprocess.run(
            [sys.executable, "-c", CHILD, str(tmp_path), "1"], check=True, capture_output=True, text=True
        )
        whole = float(ready.stdout)
        outcomes = set()
        for i in range(2, 10):
            child = subprocess.Popen(
                [sys.executable, "-c", CHILD, str(tmp_path), str(i)], stdout=subprocess.PIPE
            )
            assert child.stdout is not None
            child.stdout.readline()
            if i < 9:  # the last one is let finish
                time.sleep(whole * (i - 2) / 6)
                child.kill()
            child.wait()
            manifest = from_json(Narration, (folder / "narration.json").read_bytes())
            outcomes.add(manifest.key == str(i))
            assert contents(folder).keys() == {f.name for f in manifest.files} | {"narration.json"}
            for file in manifest.files:
                assert hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256
        publish(recording, otter_script, tmp_path / "out", slug="otter", key="last", formats=["wav"])
        assert [p.name for p in (tmp_path / "out").iterdir()] == ["otter"]
        assert outcomes == {True, False}


@pytest.fixture
def for_children(recording: Recording, tmp_path: Path) -> None:
    """Children read the recording that their parent made."""
    (tmp_path / "recording.json").write_text(to_json(recording))


CHILD = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    from rhapsode.base import from_json
    from rhapsode.narration.publishing import publish
    from rhapsode.narration.recording import Recording
    from rhapsode.narration.script import Script
    import av, scipy.signal, PIL.Image
    folder, key = Path(sys.argv[1]), sys.argv[2]
    recording = from_json(Recording, (folder / "recording.json").read_text())
    script = from_json(Script, (folder / "out/otter/script.json").read_text())
    print("ready", flush=True) if key not in ("1", "new") else None
    begun = time.monotonic()
    publish(recording, script, folder / "out", slug="otter", key=key, formats=["m4a", "opus"])
    print(time.monotonic() - begun)
""")
