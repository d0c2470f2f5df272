"""The public API: small decisions that do not need a voice."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from rhapsode.base import RhapsodeError
from rhapsode.narration.narrator import Narrator, Progress, checked_formats, published, slug_of


@pytest.mark.parametrize(
    ("source", "title", "slug"),
    [
        ("content/posts/tide-clocks.md", "The clock that follows the moon", "tide-clocks"),
        ("content/posts/2026/tide-clocks/index.md", "x", "tide-clocks"),
        ("https://example.org/2026/05/island-ferry/", "x", "island-ferry"),
        ("https://example.org/news/ferry.html?utm=1#top", "x", "ferry"),
        ("https://example.org/", "Islanders vote: £1.3m!", "islanders-vote-1-3m"),
        ("-", "Crème brûlée", "creme-brulee"),
        (None, "日本", "cf2abf0c"),
        (None, "", "narration"),
        ("Глава 1.md", "", "1-9fcc8324"),
        ("Straße nach Ærø.md", "", "strasse-nach-aero"),
        ("../../etc/passwd", "x", "passwd"),
        ("https://example.org/..%2f..%2fetc", "x", "etc"),
        (".md", "", "narration"),
        ("a" * 300 + ".md", "", "a" * 80),
    ],
)
def test_folders_are_named_after_the_source(source: str | None, title: str, slug: str) -> None:
    assert slug_of(source, title) == slug


def test_formats_are_checked_and_put_in_order() -> None:
    assert checked_formats(["mp3", " M4A ", ".mp3"]) == ("m4a", "mp3")
    with pytest.raises(RhapsodeError, match="unknown format 'flac'; choose from m4a, mp3, opus, wav"):
        checked_formats(["flac"])
    with pytest.raises(RhapsodeError, match="no format given"):
        checked_formats([])


def test_a_folder_without_a_manifest_holds_no_narration(tmp_path: Path) -> None:
    assert published(tmp_path) is None
    (tmp_path / "narration.json").write_text("{}")
    assert published(tmp_path) is None


@pytest.fixture
def narrator(tone_voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Narrator:
    """A narrator whose voice is a tone."""
    monkeypatch.setattr("rhapsode.tts.registry.load_voice", lambda name: tone_voice)
    return Narrator("tone", cache=tmp_path / "cache")


@pytest.fixture
def post(tmp_path: Path) -> Path:
    path = tmp_path / "post.md"
    path.write_text(
        "---\nauthor: Ada\n---\n# A post\n\nThe first paragraph. It has two sentences.\n\n## A part\n\nThe end.\n"
    )
    return path


def test_an_article_becomes_a_folder(narrator: Narrator, post: Path, tmp_path: Path) -> None:
    narration = narrator.narrate(post, tmp_path / "out", formats=("wav",))
    folder = tmp_path / "out" / "post"
    assert published(folder) == narration
    assert {file.name for file in narration.files} | {"narration.json"} == {
        path.name for path in folder.iterdir()
    }
    for file in narration.files:
        assert hashlib.sha256((folder / file.name).read_bytes()).hexdigest() == file.sha256
    assert narration.cover.byline == ("Ada",)
    assert narration.duration > 3


def test_what_would_come_out_the_same_is_left_alone(narrator: Narrator, post: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = narrator.narrate(post, out, formats=("wav",), fresh=False)
    manifest = out / "post" / "narration.json"
    before = manifest.stat().st_ino
    assert narrator.narrate(post, out, formats=("wav",), fresh=False) == first
    assert manifest.stat().st_ino == before
    (out / "post" / "narration.wav").unlink()
    assert narrator.narrate(post, out, formats=("wav",), fresh=False) == first
    assert (out / "post" / "narration.wav").exists()
    post.write_text(post.read_text().replace("two sentences", "three sentences"))
    assert narrator.narrate(post, out, formats=("wav",), fresh=False).key != first.key


def test_the_same_article_gives_the_same_bytes(narrator: Narrator, post: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        narrator.narrate(post, tmp_path / name, formats=("wav", "m4a"))
    for path in (tmp_path / "one" / "post").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / "post" / path.name).read_bytes(), path.name


def test_one_utterance_sounds_as_in_the_whole(narrator: Narrator, post: Path) -> None:
    script = narrator.script(post)
    whole = [spoken.speech for spoken in narrator.stream(script)]
    assert narrator.speak(script, script.utterances[2]) == whole[2]
    assert narrator.speak(script, script.utterances[2].id) == whole[2]
    with pytest.raises(RhapsodeError, match="no utterance with the id 'nonsense'"):
        narrator.speak(script, "nonsense")


def test_progress_is_told_in_order(
    tone_voice, post: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rhapsode.tts.registry.load_voice", lambda name: tone_voice)
    seen: list[Progress] = []
    Narrator("tone", cache=False, on_progress=seen.append).narrate(post, tmp_path / "out", formats=("wav",))
    stages = list(dict.fromkeys(progress.stage for progress in seen))
    assert stages == ["parsing", "describing", "directing", "speaking", "encoding"]
    speaking = [progress for progress in seen if progress.stage == "speaking"]
    assert [progress.done for progress in speaking] == list(range(1, speaking[0].total + 1))


def test_errors_name_the_article(narrator: Narrator, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    with pytest.raises(RhapsodeError, match=r"empty\.md: "):
        narrator.narrate(tmp_path / "empty.md", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_a_voice_cannot_do_is_reported(narrator: Narrator, tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text("# A post\n\nThis is *very* important.\n")
    narration = narrator.narrate(post, tmp_path / "out", formats=("wav",))
    assert any("cannot emphasise" in warning for warning in narration.warnings)
