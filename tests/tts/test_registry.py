"""Voices by name: the one we ship, those of others, and every way of failing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from importlib import metadata

import pytest

from rhapsode.tts import registry
from rhapsode.tts.registry import Registry, available_voices, entry_points, load_voice
from rhapsode.tts.voice import Voice, VoiceError, VoiceUnavailable

Register = Callable[[dict[str, Callable[[], object]]], None]


class Entry:
    """What `importlib.metadata` would give for a registered factory."""

    dist = None

    def __init__(self, name: str, factory: Callable[[], object]) -> None:
        self.name = name
        self.value = f"somewhere:{name}"
        self._factory = factory

    def load(self) -> Callable[[], object]:
        return self._factory


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    def put(factories: dict[str, Callable[[], object]]) -> None:
        entries = [Entry(name, factory) for name, factory in factories.items()]
        monkeypatch.setattr(
            metadata, "entry_points", lambda group: entries if group == registry.GROUP else []
        )

    return put


def broken() -> Voice:
    raise ZeroDivisionError("no luck")


def incomplete() -> Voice:
    raise VoiceUnavailable("needs a thing; run: pip install thing")


def without_package() -> Voice:
    import a_package_that_is_not_there  # type: ignore[import-not-found]  # noqa: F401

    raise AssertionError


def test_heart_is_registered() -> None:
    assert entry_points()["heart"].value == "rhapsode.tts.heart:load"


def test_heart_is_ready_and_loaded_once() -> None:
    heart = load_voice("heart")
    assert heart is load_voice("heart")
    assert heart.card.name == "heart"
    listed = {voice.name: voice for voice in available_voices()}
    assert listed["heart"].ready
    assert listed["heart"].distribution == "rhapsode"
    assert listed["heart"].version[0].isdigit()


def test_an_unknown_name_is_told_the_known_ones(tone_voice: Voice, register: Register) -> None:
    register({"heart": lambda: tone_voice, "tone": lambda: tone_voice})
    with pytest.raises(
        VoiceError, match=r"no voice 'hart' \(did you mean heart\?\); known voices: heart, tone"
    ):
        Registry().load("hart")


def test_no_voices_at_all(register: Register) -> None:
    register({})
    assert Registry().available() == ()
    with pytest.raises(VoiceError, match="known voices: none"):
        Registry().load("heart")


def test_every_failure_is_a_voice_error_that_says_why(tone_voice: Voice, register: Register) -> None:
    register(
        {"a": broken, "b": incomplete, "c": without_package, "d": lambda: "no voice", "e": lambda: tone_voice}
    )
    listed = {voice.name: voice.missing for voice in Registry().available()}
    assert listed["a"] == "the voice a (somewhere:a) failed to load: ZeroDivisionError: no luck"
    assert listed["b"] == "needs a thing; run: pip install thing"
    assert "a_package_that_is_not_there" in (listed["c"] or "")
    assert "gave str, not a Voice" in (listed["d"] or "")
    assert listed["e"] is None
    with pytest.raises(VoiceUnavailable):
        Registry().load("c")


def test_threads_share_one_loading(tone_voice: Voice, register: Register) -> None:
    loads: list[str] = []

    def slow() -> Voice:
        loads.append("once")
        time.sleep(0.05)
        return tone_voice

    register({"tone": slow})
    voices = Registry()
    threads = [threading.Thread(target=voices.load, args=("tone",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == ["once"]


def test_a_failed_voice_is_tried_again(tone_voice: Voice, register: Register) -> None:
    answers = iter([broken, lambda: tone_voice])
    register({"tone": lambda: next(answers)()})
    voices = Registry()
    with pytest.raises(VoiceError):
        voices.load("tone")
    assert voices.load("tone") is tone_voice
