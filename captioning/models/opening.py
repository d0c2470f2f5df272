"""A checked folder opened with the library: its processor and its model, and nothing from anywhere else.

A model's configuration can name what is to be fetched or run in its place: attention kernels from the hub, a
backbone's weights, classes in files of its own. None of that is looked at, and the hub is out of reach meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from rhapsode.captioning.errors import CaptionerUnavailable
from rhapsode.captioning.models.folder import PLAIN, ModelFolder
from rhapsode.captioning.models.tiles import edges

LOCAL: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
NOT_THEIRS = (
    "attn_implementation",
    "_attn_implementation",
    "experts_implementation",
    "_experts_implementation",
    "auto_map",
)
"""Keys of a configuration that choose code to be run; which is for us to say."""


MOST_PIXELS = 4096
"""An edge beyond which no model sees; an image processor that enlarges every picture to more only eats memory."""


def open_model(folder: ModelFolder, transformers: ModuleType, dtype: Any) -> tuple[Any, Any]:
    """The processor and the model in `folder`, its weights in `dtype`.

    Raises:
        CaptionerUnavailable: the library cannot make either of them, or weights are missing.
    """
    try:
        with _alone(transformers):
            config = transformers.CONFIG_MAPPING[folder.family].from_dict(_ours(folder.config))
            processor = _open_processor(folder, transformers, config)
            model, report = transformers.AutoModelForImageTextToText.from_pretrained(
                folder.path,
                config=config,
                dtype=dtype,
                use_safetensors=True,
                output_loading_info=True,
                **LOCAL,
            )
    # The library raises whatever the file in question led to; all of it means: not usable.
    except Exception as error:
        reason = " ".join(str(error).split())[:300] or type(error).__name__
        hint = ""
        if "torchvision" in reason.lower():
            hint = "; this family's processor needs torchvision, a build that matches the installed torch"
        message = f"transformers cannot load this {folder.family} model ({reason}){hint}"
        raise CaptionerUnavailable(message, where=str(folder.path)) from error
    # The library fills gaps with random numbers: such a model talks, and none of it means anything.
    lost = sorted(set(report["missing_keys"]) & {name for name, _ in model.named_parameters()})
    if lost:
        message = f"its weights are incomplete: {len(lost)} are missing ({', '.join(lost[:3])} ...)"
        raise CaptionerUnavailable(message, where=str(folder.path))
    return processor, model


def _open_processor(folder: ModelFolder, transformers: ModuleType, config: Any) -> Any:
    from rhapsode.captioning.models.processors import PARTS, WholeProcessor

    # Pillow's resizing whether torchvision is there or not: the same picture is the same numbers on every machine.
    pillow = {"backend": "pil", **LOCAL}
    if folder.family in PARTS:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder.path, **LOCAL)
        images = transformers.AutoImageProcessor.from_pretrained(folder.path, **pillow)
        _check_sizes(images)
        return PARTS[folder.family](tokenizer, images, folder.template or "", config)
    processor = transformers.AutoProcessor.from_pretrained(folder.path, **pillow)
    _check_sizes(processor.image_processor)
    return processor if folder.family in PLAIN else WholeProcessor(processor, folder.template or "")


def _check_sizes(images: Any) -> None:
    # Qwen-VL's sizes are areas.
    most = MOST_PIXELS**2 if hasattr(images, "merge_size") else MOST_PIXELS
    for name in ("size", "crop_size", "max_image_size"):
        for edge, pixels in edges(getattr(images, name, None)).items():
            if pixels > most:
                raise ValueError(f"its image processor wants {pixels} pixels for {edge} of {name}")


def _ours(config: dict[str, Any]) -> dict[str, Any]:
    """`config` and the configurations in it without what is not theirs to choose."""
    return {
        key: _ours(value) if isinstance(value, dict) else value
        for key, value in config.items()
        if key not in NOT_THEIRS
    }


@contextmanager
def _alone(transformers: ModuleType) -> Iterator[None]:
    """The hub out of reach, and no bars or remarks of the library among our own words."""
    from huggingface_hub import constants

    logging = transformers.utils.logging
    offline, level, bars = (
        constants.HF_HUB_OFFLINE,
        logging.get_verbosity(),
        logging.is_progress_bar_enabled(),
    )
    constants.HF_HUB_OFFLINE = True
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = offline
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
