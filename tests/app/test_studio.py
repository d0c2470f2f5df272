"""What an editor can do, all the way through the real narrator, with a voice without a model."""

from __future__ import annotations

import io
import wave
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rhapsode.app.project import Deliver, Describe, Project, Say, described, edited
from rhapsode.app.store import Store
from rhapsode.app.studio import Studio, looks_like_html, safe_name, wav, zipped
from rhapsode.app.thumbnails import Thumbnails
from rhapsode.base import RhapsodeError
from rhapsode.narration import Article, Image, Speech, images
from rhapsode.parsing.article import Figure, identified

TEXT = "# Tides\n\nIt cost £40. Nobody minded.\n\n![Boats](boats.png)\n\n## Why\n\nNobody knows.\n"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tone_voice: Any) -> Studio:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("rhapsode.tts.registry.load_voice", lambda name: tone_voice)
    return Studio(Store(tmp_path / "desk"))


def sentence(project: Project, words: str) -> tuple[str, str]:
    """The id and the spoken text of the utterance with these words."""
    return next((u.id, u.spoken) for u in project.script.utterances if words in u.spoken)


def test_paste(room: Studio) -> None:
    project = room.open_text(TEXT)
    assert project.article.title == "Tides"
    assert project.article.source is None, "a pasted article lies nowhere, and may name no files"
    assert any("forty pounds" in u.spoken for u in project.script.utterances)
    assert room.store.get(project.id) == project


def test_paste_html(room: Studio) -> None:
    project = room.open_text(
        "<article><h1>Tides</h1><p>Nobody minded the water at all that year.</p></article>"
    )
    assert any(u.spoken.startswith("Nobody minded") for u in project.script.utterances)


def test_upload(room: Studio) -> None:
    project = room.open_upload("../../My Tides.md", TEXT.encode())
    assert (project.slug, project.origin) == ("My-Tides", "../../My Tides.md")
    assert sorted(p.name for p in room.store.folder_of(project.id).iterdir()) == [
        "about.json",
        "project.json",
        "source",
    ]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.md", b"", "a.md"),
        ("a.md", b"\x00\x01\x02\xff" * 99, "a.md"),
        ("a.md", b"x" * (21 * 2**20), "larger than"),
    ],
)
def test_what_cannot_be_read_leaves_nothing_behind(
    room: Studio, name: str, data: bytes, message: str
) -> None:
    with pytest.raises(RhapsodeError, match=message):
        room.open_upload(name, data)
    assert not room.store.folder.exists() or not list(room.store.folder.iterdir())


def test_a_path_and_what_is_no_path(room: Studio, tmp_path: Path) -> None:
    (tmp_path / "tides.md").write_text(TEXT)
    assert room.open(tmp_path / "tides.md").article.source == str(tmp_path / "tides.md")
    for source in ("", "-", str(tmp_path / "none.md")):
        with pytest.raises(RhapsodeError):
            room.open(source)


def test_hear_speaks_one_utterance_once(room: Studio, tone_voice: Any) -> None:
    project = room.open_text(TEXT)
    name, words = sentence(project, "forty")
    first = room.hear(project, name)
    assert room.hear(project, name) == first
    assert tone_voice.spoken == [words]
    after = room.edit(project.id, Say(name, words, "It cost very little."))
    after = room.edit(project.id, Deliver(name, 0.5, 0, 0))
    slow = room.hear(after, name)
    assert tone_voice.spoken[1:] == ["It cost very little."]
    with wave.open(io.BytesIO(slow)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (1, 24_000, 2)
        assert sound.getnframes() > 0


def test_another_description_is_said(room: Studio) -> None:
    project = room.open_text(TEXT)
    image = project.descriptions[0].image
    after = room.edit(project.id, Describe(image, "Three boats lean on their keels."))
    assert any("Three boats lean" in u.spoken for u in after.script.utterances)
    silent = room.edit(project.id, Describe(image, "", decorative=True))
    assert not any("boats" in u.spoken.lower() for u in silent.script.utterances)
    assert described(silent)[0].decorative


def test_another_style_keeps_the_edits(room: Studio) -> None:
    project = room.open_text(TEXT)
    name, words = sentence(project, "forty")
    room.edit(project.id, Say(name, words, "It cost very little."))
    after = room.restyle(project.id, "essay")
    assert after.script.style == "essay"
    assert any(u.spoken == "It cost very little." for u in edited(after).utterances)


def test_render_and_cancel(room: Studio) -> None:
    project = room.open_text(TEXT)
    job = room.render(project.id, ["wav"])
    assert job.wait(60)
    assert job.state == "done", job.error
    published = room.store.get(project.id).published
    assert published is not None
    names = zipfile.ZipFile(io.BytesIO(zipped(Path(published.folder)))).namelist()
    assert {"tides/narration.wav", "tides/player.html", "tides/narration.json"} <= set(names)
    again = room.render(project.id, ["wav"])
    again.cancel()
    assert again.wait(60)
    assert again.state == "cancelled"
    assert room.store.get(project.id).published == published
    assert all((Path(published.folder) / file.name).is_file() for file in published.narration.files)


# ------------------------------------------------------------------------------------------------- small parts


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("<!DOCTYPE html><p>", True),
        ("  <div>x", True),
        ("# A\n\n<div>x</div>", False),
        ("<3 tides", False),
        ("", False),
    ],
)
def test_what_is_html(text: str, answer: bool) -> None:
    assert looks_like_html(text) is answer


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("post.md", "post.md"), ("../../etc/passwd", "passwd.txt"), ("C:\\x\\Ä b.HTML", "b.html"), (".md", "article.md"),
        ("a.b.c.md", "a-b-c.md"), ("x." + "y" * 99, "x.yyyyyyyy"), ("", "article.txt"), ("a\x00b.md", "a-b.md"),
    ],
)  # fmt: skip
def test_names_of_files(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_wav_clips_instead_of_wrapping() -> None:
    data = wav(Speech(np.array([0.0, 2.0, -2.0], np.float32), 8_000, (), "tone/1"))
    with wave.open(io.BytesIO(data)) as sound:
        assert np.frombuffer(sound.readframes(3), "<i2").tolist() == [0, 32_767, -32_767]


def test_thumbnails_come_from_beside_the_article_only(tmp_path: Path) -> None:
    from PIL import Image as Pillow

    Pillow.new("RGB", (2_000, 1_000), "teal").save(tmp_path / "big.png")
    (tmp_path / "spoilt.png").write_bytes(b"\x89PNG nothing")
    names = ("big.png", "spoilt.png", "none.png", "http://127.0.0.1:9/x.png", "../../../etc/passwd")
    figure = Figure(tuple(Image(name) for name in names))
    article = identified(Article("T", (figure,), source=str(tmp_path / "a.md")))
    found = Thumbnails(article)
    addresses = [found.get(image.id, "") for image in images(article)]
    assert addresses[0].startswith("data:image/jpeg;base64,")
    assert len(addresses[0]) < 20_000
    assert addresses[1:] == [""] * 4
    assert len(found) == 5
