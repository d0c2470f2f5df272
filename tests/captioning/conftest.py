"""Tiny image models, built by the library's own classes and saved to folders: no downloads, and real code paths."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

WORDS = [
    "red",
    "blue",
    "green",
    "dark",
    "boat",
    "tree",
    "house",
    "hill",
    "cloud",
    "road",
    "stands",
    "lies",
    "over",
    "under",
    "beside",
    "bright",
    "small",
    "two",
    "old",
]


@pytest.fixture(scope="session", autouse=True)
def _few_threads() -> None:
    try:
        import torch
    except ImportError:
        return
    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RHAPSODE_CACHE", str(tmp_path_factory.mktemp("cache")))


def shake(model: Any, seed: int = 0, scale: float = 0.4) -> None:
    """Weights large enough that different pictures lead to different words (default initialisation says one thing)."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.dim() > 1 or "embed" in name:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * scale)


@pytest.fixture(scope="session")
def pictures() -> list[Image.Image]:
    """Three pictures that have little in common."""
    found: list[Image.Image] = []
    for background, shape, colour in (
        ("white", "ellipse", "red"),
        ("navy", "rectangle", "yellow"),
        ("green", "line", "black"),
    ):
        picture = Image.new("RGB", (120, 90), background)
        draw = ImageDraw.Draw(picture)
        for step in range(0, 60, 15):
            getattr(draw, shape)((step, 10, 40 + step, 80), fill=colour)
        found.append(picture)
    return found


@pytest.fixture(scope="session")
def blip_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("transformers", reason="the vision extra is not installed")
    from transformers import BertTokenizer, BlipConfig, BlipForConditionalGeneration, BlipProcessor
    from transformers.models.blip.image_processing_pil_blip import BlipImageProcessorPil

    vocabulary = {
        word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[DEC]", *WORDS])
    }
    tokenizer = BertTokenizer(vocab=vocabulary)
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    config = BlipConfig(
        text_config=sizes | {
            "vocab_size": len(vocabulary), "encoder_hidden_size": 32, "max_position_embeddings": 64,
            "bos_token_id": 5, "eos_token_id": 3, "sep_token_id": 3, "pad_token_id": 0,
        },
        vision_config=sizes | {"image_size": 32, "patch_size": 8},
    )  # fmt: skip
    model = BlipForConditionalGeneration(config)
    shake(model)
    folder = tmp_path_factory.mktemp("blip")
    model.save_pretrained(folder)
    BlipProcessor(BlipImageProcessorPil(size={"height": 32, "width": 32}), tokenizer).save_pretrained(folder)
    return folder
