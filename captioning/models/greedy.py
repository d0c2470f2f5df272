"""Decoding that depends on nothing but the picture and the weights.

A model's folder may bring a generation_config.json, and its config.json may hold such settings too. They are as
foreign as the rest of the folder: sampling, many beams or answers, forced and forbidden words, other stopping rules.
Nothing of them is kept but which tokens begin and end a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

_MOST_ENDS = 16
_SEED = 0


def plain_search(model: Any) -> frozenset[int]:
    """Make greedy search the only thing that `model` and its parts can do; the tokens that end or fill its texts."""
    ends: set[int] = set()
    for part in model.modules():
        if getattr(part, "generation_config", None) is not None:
            part.generation_config = _plain(part.generation_config, _vocabulary(part))
            ends |= _ids(part.generation_config.eos_token_id) | _ids(part.generation_config.pad_token_id)
    # BLIP ends its texts with the separator of its text model, whatever the configuration calls the end.
    text = model.config.get_text_config()
    if model.config.model_type == "blip":
        ends |= _ids(getattr(text, "sep_token_id", None), text.vocab_size)
    return frozenset(ends)


def _plain(given: Any, vocabulary: int) -> Any:
    """A fresh configuration with the special tokens of `given`, as far as the vocabulary has them."""
    kept: dict[str, Any] = {}
    for name in ("bos_token_id", "pad_token_id", "decoder_start_token_id", "forced_bos_token_id"):
        kept[name] = min(_ids(getattr(given, name, None), vocabulary), default=None)
    kept["eos_token_id"] = sorted(_ids(getattr(given, "eos_token_id", None), vocabulary)) or None
    if kept["pad_token_id"] is None and kept["eos_token_id"]:
        kept["pad_token_id"] = kept["eos_token_id"][0]
    return type(given)(do_sample=False, num_beams=1, num_return_sequences=1, use_cache=True, **kept)


def _ids(value: Any, vocabulary: int = 2**31) -> set[int]:
    """Token numbers in a configuration's value, which may be one, several or anything at all."""
    values = value if isinstance(value, list) else [value]
    return {
        token
        for token in values[:_MOST_ENDS]
        if isinstance(token, int) and not isinstance(token, bool) and 0 <= token < vocabulary
    }


def _vocabulary(part: Any) -> int:
    return int(part.config.get_text_config().vocab_size)


@contextmanager
def seeded(device: torch.device) -> Iterator[None]:
    """Random numbers that are the same every time, should a model want any; the caller's go on undisturbed."""
    with torch.random.fork_rng([device] if device.type == "cuda" else []):
        torch.manual_seed(_SEED)
        yield
