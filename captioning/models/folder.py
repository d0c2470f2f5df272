"""A model's folder, looked at before any library is let near it.

The library's own messages for a missing or odd folder mislead (a missing folder is taken for a hub name), and its
defaults are wider than ours: we read safetensors only and never run code that comes with a model.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rhapsode.captioning.errors import CaptionerUnavailable

JSON_LIMIT = 64 * 2**20
"""Bytes of the largest JSON file read (tokenizers reach 30 MB)."""
HEADER_LIMIT = 100 * 2**20
"""Bytes a safetensors header may have, as in the format's own definition."""

PLAIN = ("blip", "git", "florence2")
"""Families without a chat template that we know how to ask for a description."""
HASH = re.compile(r"[0-9a-f]{64}")

PROCESSORS = ("processor_config.json", "preprocessor_config.json")
TOKENIZERS = ("tokenizer.json", "vocab.txt", "vocab.json", "tokenizer.model", "spiece.model")


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder that holds a complete model: its `config`, its safetensors files, and its chat template, if any."""

    path: Path
    config: dict[str, Any]
    weights: tuple[Path, ...]
    template: str | None

    @property
    def family(self) -> str:
        return str(self.config["model_type"])

    def digest(self) -> str:
        """A hash over everything that decides what the model says; reads the weights, unless they say theirs."""
        total = hashlib.sha256()
        small = sorted(
            path for path in self.path.iterdir() if path.suffix in (".json", ".jinja", ".txt", ".model")
        )
        for path in (*small, *self.weights):
            total.update(f"{path.name} {_content_hash(path)}\n".encode())
        return total.hexdigest()[:16]


def _content_hash(path: Path) -> str:
    """A file's SHA-256; in the hub's cache large files bear it as their name, which spares reading gigabytes."""
    kept = path.resolve()
    if kept.parent.name == "blobs" and HASH.fullmatch(kept.name):
        return kept.name
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inspect(folder: Path) -> ModelFolder:
    """Check that `folder` holds a model we can and may load.

    Raises:
        CaptionerUnavailable: names the file that is missing or wrong.
    """
    if not folder.is_dir():
        raise CaptionerUnavailable("there is no such folder", where=str(folder))
    config = _read_json(folder / "config.json")
    if not isinstance(config.get("model_type"), str):
        raise CaptionerUnavailable(
            "config.json does not say what model it is (model_type)", where=str(folder)
        )
    _require_one(folder, PROCESSORS, "image processor")
    _require_one(folder, TOKENIZERS, "tokenizer")
    return ModelFolder(folder, config, _weights(folder), _template(folder))


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise CaptionerUnavailable(
            f"{path.name} is missing; this is not a model folder", where=str(path.parent)
        )
    if path.stat().st_size > JSON_LIMIT:
        raise CaptionerUnavailable(f"{path.name} is larger than any real one", where=str(path.parent))
    return path.read_bytes()


def _read_json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(_read(path))
    except (ValueError, RecursionError):
        raise CaptionerUnavailable(f"{path.name} is not valid JSON", where=str(path.parent)) from None
    if not isinstance(value, dict):
        raise CaptionerUnavailable(f"{path.name} does not hold an object", where=str(path.parent))
    return value


def _template(folder: Path) -> str | None:
    """The chat template, which models of different ages keep in different files."""
    if (folder / "chat_template.jinja").is_file():
        return _read(folder / "chat_template.jinja").decode(errors="replace")
    for name in ("chat_template.json", *PROCESSORS, "tokenizer_config.json"):
        if (folder / name).is_file():
            found = _read_json(folder / name).get("chat_template")
            if isinstance(found, list):  # several for different uses
                found = {
                    str(each.get("name")): each.get("template") for each in found if isinstance(each, dict)
                }
            if isinstance(found, dict):
                found = found.get("default")
            if isinstance(found, str):
                return found
    return None


def _require_one(folder: Path, names: tuple[str, ...], what: str) -> None:
    if not any((folder / name).is_file() for name in names):
        raise CaptionerUnavailable(f"the {what} is missing (one of {', '.join(names)})", where=str(folder))


def _weights(folder: Path) -> tuple[Path, ...]:
    index = folder / "model.safetensors.index.json"
    if index.is_file():
        mapping = _read_json(index).get("weight_map")
        names = sorted({str(name) for name in mapping.values()}) if isinstance(mapping, dict) else []
    else:
        names = ["model.safetensors"]
    if not names or any(Path(name).name != name or not name.endswith(".safetensors") for name in names):
        raise CaptionerUnavailable(f"{index.name} points outside of the folder or nowhere", where=str(folder))
    files = tuple(folder / name for name in names)
    for file in files:
        if not file.is_file():
            pickled = any(folder.glob("*.bin")) or any(folder.glob("*.pt*"))
            hint = (
                "; its weights are pickled, which we do not open: convert them to safetensors"
                if pickled
                else ""
            )
            raise CaptionerUnavailable(f"{file.name} is missing{hint}", where=str(folder))
        _check_header(file)
    return files


def _check_header(file: Path) -> None:
    """A safetensors file opens with the length of a JSON header; anything else is another or a broken file."""
    size = file.stat().st_size
    with file.open("rb") as handle:
        start = handle.read(9)
    length = struct.unpack("<Q", start[:8])[0] if len(start) == 9 else 0
    if not 2 <= length <= min(HEADER_LIMIT, size - 8) or start[8:9] != b"{":
        raise CaptionerUnavailable(f"{file.name} is not a whole safetensors file", where=str(file.parent))
