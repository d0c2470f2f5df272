"""The page as its editor uses it, driven without a browser."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import rhapsode.app
from rhapsode.app.project import Project, described, edited, utterance_of
from rhapsode.app.studio import Studio
from rhapsode.base import RhapsodeError
from rhapsode.narration import (
    Article,
    Narration,
    Narrator,
    Progress,
    PublishedFile,
    Script,
    Speech,
    Utterance,
)

MAIN = Path(rhapsode.app.__file__).with_name("main.py")
Open = Callable[..., AppTest]


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch, tone_voice: Any) -> list[str]:
    """What was spoken, by a voice without a model."""

    def speak(_: Narrator, script: Script, utterance: Utterance) -> Speech:
        assert utterance in script.utterances
        return tone_voice.speak([utterance])[0]

    monkeypatch.setattr(Narrator, "speak", speak)
    monkeypatch.setattr(Narrator, "load", lambda _: None)
    return tone_voice.spoken


@pytest.fixture
def page(desk: Studio, project: Project, spoken: list[str]) -> Open:
    """Opens the page at the project."""
    saved = desk.store.add(project)

    def show(**query: str) -> AppTest:
        at = AppTest.from_file(str(MAIN), default_timeout=20)
        for key, value in {"project": saved.id, **query}.items():
            at.query_params[key] = value
        return ok(at.run())

    return show


def ok(at: AppTest) -> AppTest:
    assert not at.exception, at.exception[0]
    return at


def markup(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


def opened(at: AppTest) -> str:
    """The id of the project that is open."""
    found = at.query_params["project"]
    return found if isinstance(found, str) else found[0]


def current(desk: Studio, at: AppTest) -> Project:
    return desk.store.get(opened(at))


# -------------------------------------------------------------------------------------------------- opening


def test_start_page(desk: Studio) -> None:
    at = ok(AppTest.from_file(str(MAIN), default_timeout=20).run())
    assert "Hear your article" in markup(at)
    assert [tab.label for tab in at.tabs] == ["Paste", "Upload", "File or web address"]


def test_on_a_shared_server_no_paths_are_opened(desk: Studio) -> None:
    desk.local = False
    at = ok(AppTest.from_file(str(MAIN), default_timeout=20).run())
    assert at.tabs[2].label == "Web address"
    with pytest.raises(RhapsodeError, match="only web addresses"):
        desk.open("/etc/hostname")


def test_an_error_is_one_plain_line(desk: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def parse(_: Narrator, source: object) -> Article:
        raise RhapsodeError("no words in ![x](http://t.test/p.png)", where=str(source))

    monkeypatch.setattr(Narrator, "parse", parse)
    at = ok(AppTest.from_file(str(MAIN), default_timeout=20).run())
    at.text_area[0].set_value("hello")
    at = ok(at.button[0].click().run())
    assert "pasted text: no words in ![x](http://t.test/p.png)" in markup(at)
    assert not desk.store.recent()
    assert not list(desk.store.folder.iterdir())


def test_a_project_that_is_gone_leads_to_the_start(page: Open) -> None:
    at = page(project="0" * 12)
    assert "no longer there" in markup(at)
    assert "Hear your article" in markup(at)


def test_recent_projects_can_be_opened_again_and_removed(page: Open, desk: Studio, project: Project) -> None:
    other = desk.store.add(replace(project, origin="other.md"))
    at = ok(AppTest.from_file(str(MAIN), default_timeout=20).run())
    at = ok(at.button(key=f"remove-{other.id}").click().run())
    assert "other.md" not in markup(at)
    at = ok(at.button(key=f"open-{desk.store.recent()[0].id}").click().run())
    assert "three point two billion" in markup(at)


# ------------------------------------------------------------------------------------------- article and script


def test_article_and_script_side_by_side(page: Open) -> None:
    at = page()
    assert "It cost $3.2bn" in markup(at)
    assert 'title="written: $3.2bn">three point two billion dollars</span>' in markup(at)
    assert "Boats" not in markup(at)
    at = ok(at.button(key="page-next").click().run())
    assert "Not read: code is not read" in markup(at)
    assert at.button(key="page-next").disabled


def test_nothing_of_the_article_is_read_as_markdown(page: Open) -> None:
    for view in ("Script", "Pictures", "Notes", "Listen"):
        at = page(view=view)
        if view == "Script":
            at = ok(at.button(key="page-next").click().run())
            assert "&lt;img src=https://tracker.test" in markup(at)
        assert "<img src=https" not in markup(at)
        assert not at.markdown
        for button in at.button:
            assert "tracker" not in button.label


def test_hear_just_one(page: Open, spoken: list[str]) -> None:
    at = page()
    at = ok(at.button(key="hear-u-nobody").click().run())
    assert spoken == ["Nobody minded."]
    assert len(at.get("audio")) == 1
    assert at.get("audio")[0].proto.autoplay
    at = ok(at.run())
    assert len(at.get("audio")) == 1, "the sound stays while the words do"
    assert not at.get("audio")[0].proto.autoplay
    assert spoken == ["Nobody minded."]


def test_edit_and_hear(page: Open, spoken: list[str], desk: Studio) -> None:
    at = page()
    at = ok(at.button(key="edit-u-cost").click().run())
    assert "$3.2bn" in markup(at)
    at.text_area(key="spoken-u-cost").set_value("It cost three billion\n dollars last year.")
    at.slider(key="rate-u-cost").set_value(0.9)
    at.number_input(key="pause-u-cost").set_value(1.2)
    at = ok(next(b for b in at.button if b.label == "Save and hear").click().run())
    assert spoken == ["It cost three billion dollars last year."]
    after = utterance_of(edited(current(desk, at)), "u-cost")
    assert (after.prosody.rate, after.prosody.pitch, after.pause_after_ms) == (0.9, 0.0, 1200)
    assert len(at.get("audio")) == 1
    again = page()
    assert "three billion" in markup(again), "a reload shows the edit"
    assert "<b>edited</b> · 0.90×<" in markup(again)
    assert ">1.2 s</span>" in markup(again)


def test_an_edit_that_cannot_be_said_is_refused(page: Open, desk: Studio) -> None:
    at = page()
    at = ok(at.button(key="edit-u-cost").click().run())
    at.text_area(key="spoken-u-cost").set_value("…")
    at = ok(next(b for b in at.button if b.label == "Save").click().run())
    assert "no word to say" in markup(at)
    assert current(desk, at).edits == ()


def test_leave_out_and_restore(page: Open, desk: Studio) -> None:
    at = page()
    at = ok(at.button(key="edit-u-nobody").click().run())
    at = ok(next(b for b in at.button if b.label == "Leave out").click().run())
    assert "u-nobody" not in [u.id for u in edited(current(desk, at)).utterances]
    assert "left out" in markup(at)
    at = ok(at.button(key="restore-u-nobody").click().run())
    assert edited(current(desk, at)) == current(desk, at).script


def test_a_voice_that_is_missing_is_told(page: Open, desk: Studio) -> None:
    desk.voice_trouble["tone"] = "the voice tone needs a thing; pip install thing"
    assert "pip install thing" in markup(page())


# ------------------------------------------------------------------------------------------- pictures and notes


def test_describe_a_picture(page: Open, desk: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def script(_: Narrator, article: Article, descriptions: Any) -> Script:
        asked.append(descriptions)
        return current(desk, at).script

    monkeypatch.setattr(Narrator, "script", script)
    at = page(view="Pictures")
    assert "the author&#x27;s alternative text" in markup(at)
    assert "80% sure" in markup(at)
    at.text_area[0].set_value("Three boats lean on their keels.")
    at = ok(next(b for b in at.button if b.label == "Save").click().run())
    assert described(current(desk, at))[0].text == "Three boats lean on their keels."
    assert asked == [described(current(desk, at))]
    assert "Written by the editor" in markup(at)


def test_notes(page: Open) -> None:
    at = page(view="Notes")
    assert "a table was too wide" in markup(at)
    assert "print(&#x27;&lt;script&gt;&#x27;)" in markup(at)
    assert "<h3>Code is not read</h3>" in markup(at)


# ------------------------------------------------------------------------------------------------- listening


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """A rendering that waits for the event half-way."""
    go = threading.Event()

    def render(self: Narrator, script: Script, to: Path, *, formats: Any, **_: Any) -> Narration:
        self._report(Progress("speaking", 3, 7))
        while not go.wait(0.01):
            self._report(Progress("speaking", 3, 7))
        folder = Path(to) / "tides"
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for name in (*(f"narration.{format}" for format in formats), "player.html"):
            (folder / name).write_text(name)
            files.append(PublishedFile(name, "text/html", len(name), "0" * 64))
        return Narration("tides", script.cover, "en", "k", 61.0, -16.0, -1.2, tuple(files), {}, "newsroom")

    monkeypatch.setattr(Narrator, "render", render)
    return go


def test_render_play_and_download(page: Open, desk: Studio, rendering: threading.Event) -> None:
    at = page(view="Listen")
    assert "Nothing rendered yet" in markup(at)
    at = ok(next(b for b in at.button if b.label == "Render narration").click().run())
    job = desk.jobs.of(opened(at))
    assert job is not None
    while job.progress is None:
        job.wait(0.01)
    at = ok(at.run())
    assert at.button(key="cancel")
    rendering.set()
    assert job.wait(10)
    at = ok(at.run())
    assert "1:01 · −16.0 LUFS · −1.2 dBTP" in markup(at)
    assert at.get("iframe")[0].proto.src.endswith("/player.html")
    assert len(at.get("download_button")) == 3
    ok(page(view="Listen").run())
    again = page()
    again = ok(again.button(key="edit-u-cost").click().run())
    again.slider(key="rate-u-cost").set_value(0.9)
    ok(next(b for b in again.button if b.label == "Save").click().run())
    assert "changed since this was rendered" in markup(page(view="Listen"))


def test_cancel(page: Open, desk: Studio, rendering: threading.Event) -> None:
    at = page(view="Listen")
    at = ok(next(b for b in at.button if b.label == "Render narration").click().run())
    job = desk.jobs.of(opened(at))
    assert job is not None
    job.cancel()
    assert job.wait(10)
    at = ok(at.run())
    assert "Cancelled" in markup(at)
    assert current(desk, at).published is None


def test_a_rendering_that_fails_says_why(page: Open, desk: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def render(*_: Any, **__: Any) -> Narration:
        raise RhapsodeError("the disk is full", where="Tides")

    monkeypatch.setattr(Narrator, "render", render)
    at = page(view="Listen")
    at = ok(next(b for b in at.button if b.label == "Render narration").click().run())
    job = desk.jobs.of(opened(at))
    assert job is not None
    assert job.wait(10)
    assert "could not be rendered. Tides: the disk is full" in markup(ok(at.run()))


# --------------------------------------------------------------------------------------------------- size


def test_four_hundred_sentences_are_a_page_at_a_time(
    desk: Studio, project: Project, spoken: list[str]
) -> None:
    base = project.script.utterances[1]
    many = tuple(replace(base, id=f"u{i}") for i in range(400))
    saved = desk.store.add(replace(project, script=replace(project.script, utterances=many)))
    at = AppTest.from_file(str(MAIN), default_timeout=20)
    at.query_params["project"] = saved.id
    at = ok(at.run())
    assert sum(button.key.startswith("hear-") for button in at.button if button.key) <= 30
    assert "400 passages" in markup(at)
    assert len(at.selectbox(key="page").options) == 14
