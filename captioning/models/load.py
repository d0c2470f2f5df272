"""From a name or a folder to a running Captioner."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

from rhapsode.captioning.captioner import Captioner, Settings
from rhapsode.captioning.errors import CaptionerUnavailable
from rhapsode.captioning.models.folder import PLAIN, ModelFolder, inspect
from rhapsode.captioning.models.opening import open_model
from rhapsode.captioning.models.tiers import TIERS, download_command, snapshot

INSTALL = "pip install 'rhapsode[vision]'"
PUBLIC_NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")


def load_captioner(name_or_folder: str, settings: Settings | None = None) -> Captioner:
    """The image model of a tier ("fast", "contextual", "quality"), in a folder, or of a public name.

    Tiers and public names are looked up in the local model cache; nothing is downloaded. The architecture is
    recognised from the model's config. Only safetensors weights are read and no code that comes with a model is run.
    A folder that has a tier's name is given as a path (`./fast`).

    Raises:
        CaptionerUnavailable: the `vision` extra, the model, or one of its files is missing or unusable.
    """
    settings = settings or Settings()
    tier = TIERS.get(name_or_folder)
    name = tier.model if tier else name_or_folder
    folder = inspect(_find(name_or_folder))
    transformers = library()
    _check_family(folder, transformers, name)
    from rhapsode.captioning.models.families import ChatCaptioner, FlorenceCaptioner, PlainCaptioner

    device, dtype = _place(settings, folder.family)
    processor, model = open_model(folder, transformers, dtype)
    kinds: dict[str, type[Captioner]] = {
        "florence2": FlorenceCaptioner,
        "blip": PlainCaptioner,
        "git": PlainCaptioner,
    }
    kind: Any = kinds.get(folder.family, ChatCaptioner)
    return kind(name, folder, processor, _put(model, device, name), settings)


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


def _find(asked: str) -> Path:
    """The folder itself, or the local snapshot of a tier or a public name."""
    tier = TIERS.get(asked)
    folder = Path(asked).expanduser()
    if tier is None and (folder.exists() or not PUBLIC_NAME.fullmatch(asked)):
        return folder
    library()
    model = tier.model if tier else asked
    found = snapshot(model)
    if found is None:
        what = (
            f"this tier is {model}, which was not downloaded yet"
            if tier
            else "neither a folder nor a model that was downloaded before"
        )
        raise CaptionerUnavailable(f"{what}; once: {download_command(model)}", where=asked)
    return found


def _check_family(folder: ModelFolder, transformers: ModuleType, name: str) -> None:
    from transformers.models.auto.modeling_auto import MODEL_FOR_IMAGE_TEXT_TO_TEXT_MAPPING_NAMES as KNOWN

    family = folder.family
    if family not in KNOWN:
        message = (
            f"{family!r} is not an image-to-text architecture of transformers {transformers.__version__}"
        )
        raise CaptionerUnavailable(message, where=name)
    if family not in PLAIN and not folder.template:
        message = f"{family!r} models are asked through a chat template, and this one has none; ready without: {', '.join(PLAIN)}"
        raise CaptionerUnavailable(message, where=name)


def _place(settings: Settings, family: str) -> tuple[str, Any]:
    """Where and how exactly to compute: CUDA where it is there; in bfloat16 where that is faster."""
    import torch

    device = settings.device or ("cuda" if torch.cuda.is_available() else "cpu")
    dtype = getattr(torch, settings.dtype or _fast_dtype(device, family), None)
    if not isinstance(dtype, torch.dtype) or not dtype.is_floating_point:
        raise CaptionerUnavailable(f"{settings.dtype!r} is not a floating-point type of torch; try float32")
    return device, dtype


def _fast_dtype(device: str, family: str) -> str:
    """bfloat16 or float32.

    On a CPU, bfloat16 is emulated without AMX and takes three times as long. With AMX it saves chat models a third of
    their time, but the small models a tenth: less than going in batches does, for which there is only float32.
    """
    import torch

    if device.startswith("cuda"):
        native = torch.cuda.is_available() and torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        native = device == "cpu" and family not in PLAIN and torch.cpu._is_amx_tile_supported()
    return "bfloat16" if native else "float32"


def _put(model: Any, device: str, name: str) -> Any:
    try:
        return model.to(device).eval()
    # No such device, no driver for it, or no room on it.
    except (RuntimeError, AssertionError) as error:
        reason = " ".join(str(error).split())[:200]
        raise CaptionerUnavailable(f"cannot run on {device!r} ({reason})", where=name) from None
