"""The page as its editor uses it, driven without a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import rhapsode.app
from rhapsode.app.project import Project, edited, utterance_of
from rhapsode.app.studio import Studio
from rhapsode.narration import Narrator, Script, Speech, Utterance

MAIN = Path(rhapsode.app.__file__).with_name("main.py")
Open = Callable[..., AppTest]


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch, tone_voice) -> list[str]:
    """What was spoken; nothing is by a model."""

    def speak(_: Narrator, script: Script, utterance: Utterance) -> Speech:
        assert utterance in script.utterances
        return tone_voice.speak([utterance])[0]

    monkeypatch.setattr(Narrator, "speak", speak)
    return tone_voice.spoken


@pytest.fixture
def page(desk: Studio, project: Project, spoken: list[str]) -> Open:
    """Opens the page at the project."""
    desk.voice_trouble.clear()
    desk._warming["tone"] = None  # type: ignore[assignment]  # nothing is spoken before somebody asks
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


def test_start_page(desk: Studio) -> None:
    at = ok(AppTest.from_file(str(MAIN), default_timeout=20).run())
    assert "Hear your article" in markup(at)
    assert [tab.label for tab in at.tabs] == ["Paste", "Upload", "File or web address"]


def test_script_view(page: Open) -> None:
    at = page()
    assert at.button(key="hear-u-cost")
    assert "three point two billion" in markup(at)


def test_hear_one(page: Open, spoken: list[str]) -> None:
    at = page()
    ok(at.button(key="hear-u-nobody").click().run())
    assert spoken == ["Nobody minded."]
    assert len(at.get("audio")) == 1
