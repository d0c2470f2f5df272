"""What is said for each picture of an Article, and why. Knows nothing of audio.

    from rhapsode.captioning import describe, load_captioner

Names are loaded on first use, so that importing a document does not load an image library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rhapsode.captioning.captioner import Captioner
    from rhapsode.captioning.decide import describe
    from rhapsode.captioning.description import Description
    from rhapsode.captioning.errors import CaptionerUnavailable, CaptioningError, ImageRefused
    from rhapsode.captioning.linter import Finding, lint
    from rhapsode.captioning.models.load import load_captioner

_HOME_OF = {
    "Captioner": "captioner",
    "CaptionerUnavailable": "errors",
    "CaptioningError": "errors",
    "Description": "description",
    "Finding": "linter",
    "ImageRefused": "errors",
    "describe": "decide",
    "lint": "linter",
    "load_captioner": "models.load",
}

__all__ = [
    "Captioner",
    "CaptionerUnavailable",
    "CaptioningError",
    "Description",
    "Finding",
    "ImageRefused",
    "describe",
    "lint",
    "load_captioner",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
