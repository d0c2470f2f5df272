"""The Narration: what was published, with hashes, so that anybody can check it."""

from __future__ import annotations

from dataclasses import field
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from rhapsode.base import document
from rhapsode.captioning.description import Description
from rhapsode.narration.script import Cover

MANIFEST = "narration.json"
"""The manifest's own name in a narration's folder."""


@document
class PublishedFile:
    """One file of a narration's folder. `loudness` and `true_peak` were measured on the decoded file."""

    name: str
    media_type: str
    bytes: int
    sha256: str
    duration: float | None = None
    loudness: float | None = None
    true_peak: float | None = None


@document
class Narration:
    """The manifest of one narrated article (`narration.json`).

    `key` is the hash of everything that determined the result: if it is unchanged, so is the narration. `versions`
    names what made it. Durations in seconds, loudness in LUFS, true peak in dBTP.
    """

    slug: str
    cover: Cover
    language: str
    key: str
    duration: float
    loudness: float
    true_peak: float
    files: tuple[PublishedFile, ...]
    voices: dict[str, str]
    style: str
    descriptions: tuple[Description, ...] = ()
    warnings: tuple[str, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)
    schema: Literal["rhapsode.narration/1"] = "rhapsode.narration/1"


def made_by() -> dict[str, str]:
    """Versions of what determines how a narration sounds and is stored."""
    found: dict[str, str] = {}
    for package in ("rhapsode", "torch", "av", "hibari-tts"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
