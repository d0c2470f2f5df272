"""What is said for each picture of an Article, and why. Knows nothing of audio.

    from rhapsode.captioning import describe, load_captioner

Names are loaded on first use, so that importing a document does not load an image library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.base import lazy

if TYPE_CHECKING:
    from rhapsode.captioning.captioner import Captioner
    from rhapsode.captioning.decide import describe
    from rhapsode.captioning.description import Description
    from rhapsode.captioning.errors import CaptionerUnavailable, CaptioningError, ImageRefused
    from rhapsode.captioning.linter import Finding, lint
    from rhapsode.captioning.models.load import load_captioner

_HOMES = {
    "rhapsode.captioning.captioner": ("Captioner",),
    "rhapsode.captioning.decide": ("describe",),
    "rhapsode.captioning.description": ("Description",),
    "rhapsode.captioning.errors": (
        "CaptionerUnavailable",
        "CaptioningError",
        "ImageRefused",
    ),
    "rhapsode.captioning.linter": (
        "Finding",
        "lint",
    ),
    "rhapsode.captioning.models.load": ("load_captioner",),
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

__getattr__, __dir__ = lazy(__name__, _HOMES)
