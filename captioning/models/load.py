"""From a name or a folder to a running Captioner."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

from rhapsode.captioning.captioner import Captioner, Settings
from rhapsode.captioning.errors import CaptionerUnavailable
from rhapsode.captioning.models.folder import ModelFolder, inspect

INSTALL = "pip install 'rhapsode[vision]'"
PUBLIC_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
PLAIN = ("blip", "git", "florence2")
"""Families without a chat template that we know how to ask for a description."""


def load_captioner(name_or_folder: str, settings: Settings | None = None) -> Captioner:
    """The image model in a folder, or of this public name where it is already in the local model cache.

    The architecture is recognised from the model's config. Only safetensors weights are read, no code that comes
    with a model is run, and nothing is downloaded.

    Raises:
        CaptionerUnavailable: the `vision` extra, the model, or one of its files is missing or unusable.
    """
    settings = settings or Settings()
    folder = inspect(_find(name_or_folder))
    transformers = library()
    _check_family(folder, transformers, name_or_folder)
    from rhapsode.captioning.models.families import ChatCaptioner, FlorenceCaptioner, PlainCaptioner

    processor, model = _load_parts(folder, transformers)
    device, dtype = _place(settings)
    model = model.to(device=device, dtype=dtype).eval()
    kinds: dict[str, type[Captioner]] = {
        "florence2": FlorenceCaptioner,
        "blip": PlainCaptioner,
        "git": PlainCaptioner,
    }
    kind: Any = kinds.get(folder.family, ChatCaptioner)
    return kind(name_or_folder, folder, processor, model, settings)


def library() -> ModuleType:
    """The transformers package.

    Raises:
        CaptionerUnavailable: it is not installed, or what is installed cannot be imported.
    """
    try:
        import transformers
        from transformers import AutoModelForImageTextToText, AutoProcessor  # noqa: F401  (imports are lazy inside)
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] != "transformers":
            raise CaptionerUnavailable(f"transformers needs {error.name}: {INSTALL}") from None
        raise CaptionerUnavailable(f"image models need the `vision` extra: {INSTALL}") from None
    # A package beside transformers built for another torch surfaces as any of these.
    except (ImportError, OSError, RuntimeError, AttributeError) as error:
        reason = str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
        message = (
            f"transformers is installed but cannot be imported ({reason}); try: {INSTALL} --force-reinstall"
        )
        raise CaptionerUnavailable(message) from None
    return transformers


def _find(name_or_folder: str) -> Path:
    """The folder itself, or the local snapshot of a public name; nothing is downloaded."""
    folder = Path(name_or_folder).expanduser()
    if folder.exists() or not PUBLIC_NAME.fullmatch(name_or_folder):
        return folder
    library()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(name_or_folder, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError, OSError):
        message = (
            f"neither a folder nor a model that was downloaded before; once: hf download {name_or_folder}"
        )
        raise CaptionerUnavailable(message, where=name_or_folder) from None


def _check_family(folder: ModelFolder, transformers: ModuleType, name: str) -> None:
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES as KNOWN

    family = folder.family
    if family not in KNOWN:
        message = (
            f"{family!r} is not an image-to-text architecture of transformers {transformers.__version__}"
        )
        raise CaptionerUnavailable(message, where=name)
    if family not in PLAIN and not folder.chat:
        message = f"{family!r} models are asked through a chat template, and this one has none; ready without: {', '.join(PLAIN)}"
        raise CaptionerUnavailable(message, where=name)


def _load_parts(folder: ModelFolder, transformers: ModuleType) -> tuple[Any, Any]:
    place: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        processor = transformers.AutoProcessor.from_pretrained(folder.path, **place)
        model = transformers.AutoModelForImageTextToText.from_pretrained(
            folder.path, use_safetensors=True, **place
        )
    # The library raises whatever the file in question led to; all of it means: not usable.
    except Exception as error:
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        hint = ""
        if "torchvision" in reason.lower():
            hint = "; this family's processor needs torchvision, a build that matches the installed torch"
        message = f"transformers cannot load this {folder.family} model ({reason}){hint}"
        raise CaptionerUnavailable(message, where=str(folder.path)) from error
    return processor, model


def _place(settings: Settings) -> tuple[str, Any]:
    """Where and how exactly to compute: CUDA in bfloat16 where it is there, the CPU in float32 otherwise."""
    import torch

    device = settings.device or ("cuda" if torch.cuda.is_available() else "cpu")
    default = "bfloat16" if device.startswith("cuda") else "float32"
    dtype = getattr(torch, settings.dtype or default, None)
    if not isinstance(dtype, torch.dtype) or not dtype.is_floating_point:
        raise CaptionerUnavailable(f"{settings.dtype!r} is not a floating-point type of torch; try float32")
    return device, dtype
