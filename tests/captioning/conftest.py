"""Tiny image models, built by the library's own classes and saved to folders: no downloads, and real code paths."""

# transformers' dynamic classes are not known to type checkers.
# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false

from __future__ import annotations

import json
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
            "bos_token_id": 5, "eos_token_id": 2, "sep_token_id": 3, "pad_token_id": 0,  # as in the published ones
        },
        vision_config=sizes | {"image_size": 32, "patch_size": 8},
    )  # fmt: skip
    model = BlipForConditionalGeneration(config)
    shake(model)
    folder = tmp_path_factory.mktemp("blip")
    model.save_pretrained(folder)
    BlipProcessor(BlipImageProcessorPil(size={"height": 32, "width": 32}), tokenizer).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def git_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("transformers", reason="the vision extra is not installed")
    from transformers import BertTokenizer, GitConfig, GitForCausalLM, GitProcessor
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    vocabulary = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS])}
    sizes = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}
    config = GitConfig(
        vision_config=sizes | {"image_size": 32, "patch_size": 8},
        **sizes, vocab_size=len(vocabulary), max_position_embeddings=64, bos_token_id=2, eos_token_id=3, pad_token_id=0,
    )  # fmt: skip
    model = GitForCausalLM(config)
    shake(model)
    folder = tmp_path_factory.mktemp("git")
    model.save_pretrained(folder)
    images = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    GitProcessor(images, BertTokenizer(vocab=vocabulary)).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def florence_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("transformers", reason="the vision extra is not installed")
    from transformers import Florence2Config, Florence2ForConditionalGeneration, Florence2Processor
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

    tokenizer = byte_tokenizer(["<s>", "<pad>", "</s>", "<unk>", "<image>"], {"image_token": "<image>"})
    ids = {"bos_token_id": 0, "pad_token_id": 1, "eos_token_id": 2}
    config = Florence2Config(
        text_config={
            "model_type": "bart", "vocab_size": len(tokenizer), "d_model": 32, "encoder_layers": 1, "decoder_layers": 1,
            "encoder_attention_heads": 2, "decoder_attention_heads": 2, "encoder_ffn_dim": 64, "decoder_ffn_dim": 64,
            "max_position_embeddings": 256, "decoder_start_token_id": 2, "forced_eos_token_id": None, "forced_bos_token_id": None, **ids,
        },
        vision_config={
            "depths": [1, 1], "embed_dim": [16, 32], "num_heads": [2, 2], "num_groups": [2, 2], "patch_size": [7, 3], "patch_stride": [4, 2],
            "patch_padding": [3, 1], "patch_prenorm": [False, True], "window_size": 4, "projection_dim": 32, "max_position_embeddings": 50,
        },
        image_token_id=tokenizer.convert_tokens_to_ids("<image>"), **ids,
    )  # fmt: skip
    model = Florence2ForConditionalGeneration(config)
    shake(model, scale=0.3)
    model.generation_config.update(
        decoder_start_token_id=2, forced_eos_token_id=None, forced_bos_token_id=None, **ids
    )
    folder = tmp_path_factory.mktemp("florence")
    model.save_pretrained(folder)
    images = CLIPImageProcessorPil(size={"height": 64, "width": 64}, do_center_crop=False)
    images.image_seq_length = 65  # 8 x 8 places and one for the whole
    Florence2Processor(images, tokenizer).save_pretrained(folder)
    return folder


TILE_MARKS = [f"<row_{row}_col_{column}>" for row in range(1, 6) for column in range(1, 6)]
TILE_TOKENS = [
    "<pad>", "<s>", "</s>", "<image>", "<fake_token_around_image>", "<global-img>", "<end_of_utterance>", *TILE_MARKS
]  # fmt: skip
TILE_TEMPLATE = (
    "{% for m in messages %}{{ m['role'] }}: {% for c in m['content'] %}{% if c['type'] == 'image' %}<image>"
    "{% else %}{{ c['text'] }}{% endif %}{% endfor %}<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}assistant:{% endif %}"
)
SMALL = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 64}


def tile_model(config_class: Any) -> tuple[Any, Any]:
    """Idefics3 or SmolVLM, which see pictures in tiles of 32 x 32 pixels, four places each; and its tokenizer."""
    from transformers import AutoModelForImageTextToText

    tokenizer = byte_tokenizer(TILE_TOKENS, {"image_token": "<image>"})
    ids = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
    text = (
        SMALL
        | ids
        | {"num_key_value_heads": 2, "vocab_size": len(tokenizer), "max_position_embeddings": 4096}
    )
    config = config_class(
        text_config={"model_type": "llama", **text},
        vision_config=SMALL | {"image_size": 32, "patch_size": 8},
        scale_factor=2, image_token_id=tokenizer.convert_tokens_to_ids("<image>"), pad_token_id=0,
    )  # fmt: skip
    model = AutoModelForImageTextToText.from_config(config)
    shake(model)
    return model, tokenizer


@pytest.fixture(scope="session")
def idefics_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("transformers", reason="the vision extra is not installed")
    from transformers import Idefics3Config, Idefics3Processor
    from transformers.models.idefics3.image_processing_pil_idefics3 import Idefics3ImageProcessorPil

    model, tokenizer = tile_model(Idefics3Config)
    folder = tmp_path_factory.mktemp("idefics3")
    model.save_pretrained(folder)
    images = Idefics3ImageProcessorPil(size={"longest_edge": 128}, max_image_size={"longest_edge": 32})
    Idefics3Processor(images, tokenizer, image_seq_len=4, chat_template=TILE_TEMPLATE).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def smolvlm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SmolVLM2, whose processor cannot be made without torchvision: its parts are saved one by one."""
    pytest.importorskip("transformers", reason="the vision extra is not installed")
    from transformers import SmolVLMConfig
    from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

    model, tokenizer = tile_model(SmolVLMConfig)
    folder = tmp_path_factory.mktemp("smolvlm")
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    SmolVLMImageProcessorPil(size={"longest_edge": 128}, max_image_size={"longest_edge": 32}).save_pretrained(
        folder
    )
    (folder / "chat_template.json").write_text(json.dumps({"chat_template": TILE_TEMPLATE}))
    return folder


GRID_TOKENS = [
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>"
]  # fmt: skip
GRID_TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{% for c in m['content'] %}{% if c['type'] == 'image' %}"
    "<|vision_start|><|image_pad|><|vision_end|>{% else %}{{ c['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def grid_config(family: str, vocabulary: int) -> Any:
    """A tiny Qwen-VL: patches of 4 x 4 pixels, four of them a place."""
    from transformers import Qwen2_5_VLConfig, Qwen2VLConfig, Qwen3VLConfig

    rope = {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 3, 3]}
    ids = {"pad_token_id": 0, "bos_token_id": 0, "eos_token_id": 2}
    text = SMALL | ids | {"num_key_value_heads": 2, "vocab_size": vocabulary, "max_position_embeddings": 4096}
    text |= {"rope_parameters": rope}
    vision = {
        "depth": 2,
        "num_heads": 2,
        "patch_size": 4,
        "spatial_merge_size": 2,
        "temporal_patch_size": 2,
        "hidden_size": 32,
    }
    marks = {"vision_start_token_id": 3, "vision_end_token_id": 4, "image_token_id": 5, "video_token_id": 6}
    if family == "qwen2_vl":
        return Qwen2VLConfig(
            text_config=text, vision_config=vision | {"embed_dim": 32, "mlp_ratio": 2}, **marks
        )
    vision |= {"out_hidden_size": 32, "intermediate_size": 64}
    if family == "qwen2_5_vl":
        vision |= {"window_size": 16, "fullatt_block_indexes": [1]}
        return Qwen2_5_VLConfig(text_config=text, vision_config=vision, **marks)
    text |= {"head_dim": 16, "rope_parameters": rope | {"mrope_interleaved": True}}
    vision |= {"num_position_embeddings": 64, "deepstack_visual_indexes": [0]}
    return Qwen3VLConfig(text_config=text, vision_config=vision, **marks)


def grid_folder(family: str, folder: Path) -> Path:
    """A tiny Qwen-VL model, saved in parts as its processor cannot be made without torchvision."""
    pytest.importorskip("transformers", reason="the vision extra is not installed")
    from transformers import AutoModelForImageTextToText
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    end = "<|endoftext|>"
    tokenizer = byte_tokenizer(GRID_TOKENS, {}, pad=end, bos=end, eos="<|im_end|>")
    model = AutoModelForImageTextToText.from_config(grid_config(family, len(tokenizer)))
    shake(model, scale=0.3)
    model.save_pretrained(folder)
    tokenizer.chat_template = GRID_TEMPLATE
    tokenizer.save_pretrained(folder)
    limits = {"shortest_edge": 8 * 8, "longest_edge": 64 * 64}
    Qwen2VLImageProcessorPil(patch_size=4, merge_size=2, temporal_patch_size=2, size=limits).save_pretrained(
        folder
    )
    return folder


@pytest.fixture(scope="session")
def qwen2_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grid_folder("qwen2_vl", tmp_path_factory.mktemp("qwen2_vl"))


@pytest.fixture(scope="session")
def qwen25_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grid_folder("qwen2_5_vl", tmp_path_factory.mktemp("qwen2_5_vl"))


@pytest.fixture(scope="session")
def qwen3_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return grid_folder("qwen3_vl", tmp_path_factory.mktemp("qwen3_vl"))


def byte_tokenizer(
    special: list[str], extra: dict[str, str], *, pad: str = "<pad>", bos: str = "<s>", eos: str = "</s>"
) -> Any:
    """A byte-level tokenizer with a handful of merges, made in memory."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)  # type: ignore[assignment]
    tokenizer.decoder = decoders.ByteLevel()  # type: ignore[assignment]
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=600, special_tokens=special, initial_alphabet=alphabet)
    tokenizer.train_from_iterator([" ".join(WORDS)], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token=pad, bos_token=bos, eos_token=eos, additional_special_tokens=special[3:],
        extra_special_tokens=extra, padding_side="left",
    )  # fmt: skip
