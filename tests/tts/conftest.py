"""What the tests of voices share: the default voice, loaded once, and utterances made from plain text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from rhapsode.tts.utterance import Alignment, Utterance

if TYPE_CHECKING:
    from rhapsode.tts.heart.voice import HeartVoice

SENTENCES = (
    "The quick brown fox jumps over the lazy dog.",
    "Nobody had told the committee that the bridge would be closed until spring.",
    "She sells sea shells by the sea shore.",
    "Why would a cat, of all things, sit up there at dusk?",
    "Five hundred people, mostly men; some women: all gone.",
    "It was a bright cold day in April, and the clocks were striking thirteen.",
    "Please close the door behind you!",
    "A good map tells you where you are, and a better one tells you why.",
    "The ferry leaves at half past seven, whether or not the tide is in.",
    "Nothing in the report explains the missing pages.",
    "Every evening the lamplighter walked the length of the harbour.",
    "What the eye reads in a second, the ear needs ten to hear.",
)

Say = Callable[..., Utterance]


def make_utterance(spoken: str, **fields: Any) -> Utterance:
    """An utterance that says `spoken` as it is written."""
    given: dict[str, Any] = {"id": "u1", "role": "paragraph", "lang": "en-US", **fields}
    return Utterance(
        written=spoken,
        spoken=spoken,
        alignment=(Alignment((0, len(spoken)), (0, len(spoken))),) if spoken else (),
        **given,
    )


@pytest.fixture(scope="session")
def say() -> Say:
    return make_utterance


@pytest.fixture(scope="session")
def sentences() -> tuple[str, ...]:
    return SENTENCES


@pytest.fixture(scope="session")
def heart() -> HeartVoice:
    from rhapsode.tts.heart.voice import load_heart

    return load_heart(workers=2)
