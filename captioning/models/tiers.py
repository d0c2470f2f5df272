"""The three models we recommend, by what they are good for.

    fast         the picture alone; two or three seconds of a processor a photo
    contextual   the article goes along; some ten seconds of a processor a picture
    quality      the same, by a model that wants a GPU

A tier's name is short for a public model. Nothing is downloaded here: a tier is ready once its model is in the
local model cache, and `Tier.command` gets it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tier:
    """A model under a short name. `skip` are files of its repository that we never open, as glob patterns."""

    name: str
    model: str
    purpose: str
    revision: str | None = None
    skip: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """What to type to get the model, once."""
        return download_command(self.model)


TIERS = {
    tier.name: tier
    for tier in (
        Tier(
            "fast",
            "Salesforce/blip-image-captioning-base",
            "photos in a sentence, on any machine",
            revision="refs/pr/38",  # the main branch has pickled weights alone, which we do not open
            skip=("*.bin", "*.h5"),
        ),
        Tier(
            "contextual",
            "HuggingFaceTB/SmolVLM-256M-Instruct",
            "reads the article around the picture, on any machine",
            skip=("onnx/*",),
        ),
        Tier(
            "quality",
            "Qwen/Qwen3-VL-2B-Instruct",
            "reads the article and the picture's small print, on a GPU",
        ),
    )
}
_BY_MODEL = {tier.model: tier for tier in TIERS.values()}


def download_command(model: str) -> str:
    """The command that gets a public `model` into the local model cache."""
    words = ["hf download", model]
    tier = _BY_MODEL.get(model)
    if tier and tier.revision:
        words += ["--revision", tier.revision]
    for pattern in tier.skip if tier else ():
        words += ["--exclude", f"'{pattern}'"]
    return " ".join(words)


def snapshot(model: str) -> Path | None:
    """The folder of a public `model` in the local model cache; None where it was not downloaded.

    Raises:
        ImportError: huggingface_hub, which knows where that cache is, is not installed.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    tier = _BY_MODEL.get(model)
    try:
        revision = tier.revision if tier else None
        return Path(snapshot_download(model, revision=revision, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError):
        return None
