"""Tensors and nodes out of an ONNX file, with nothing but numpy.

An ONNX file is one protocol-buffer message. Only the dozen fields needed to find weights are read; the rest is
skipped. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3; wire format:
https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from rhapsode.tts.voice import VoiceError

Array: TypeAlias = NDArray[np.generic]

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

# TensorProto.DataType: the kinds that weights come in.
DTYPES = {1: "<f4", 2: "u1", 3: "i1", 6: "<i4", 7: "<i8"}
# Where a tensor keeps its values when not in `raw_data` (field 9): int32_data or int64_data, as varints.
TYPED_INTS = {2: 5, 3: 5, 6: 5, 7: 7}
FLOAT_DATA, RAW_DATA = 4, 9


@dataclass(frozen=True, slots=True)
class Node:
    """One operation of the graph: its kind and the names of the tensors it reads and writes."""

    kind: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The constants of an ONNX graph by name, and its nodes in order."""

    tensors: dict[str, Array]
    nodes: tuple[Node, ...]


def read_graph(data: bytes) -> Graph:
    """The main graph of a serialised ONNX model.

    Raises:
        VoiceError: the bytes are not a complete ONNX model.
    """
    try:
        graph = _only(memoryview(data), 7)
        tensors = dict(_tensor(value) for value in _all(graph, 5))
        nodes = tuple(_node(value) for value in _all(graph, 1))
    except (ValueError, IndexError, KeyError, UnicodeDecodeError) as error:
        raise VoiceError(f"not a readable ONNX file ({error})") from None
    return Graph(tensors, nodes)


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number is too long")


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The fields of a message in order: numbers for varints, views for everything with bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        wire = key & 7
        if wire == VARINT:
            number, at = _varint(data, at)
            yield key >> 3, number
            continue
        if wire == BYTES:
            size, at = _varint(data, at)
        elif wire in (FIXED32, FIXED64):
            size = 4 if wire == FIXED32 else 8
        else:
            raise ValueError(f"unknown wire type {wire}")
        if at + size > len(data):
            raise ValueError("it is cut short")
        yield key >> 3, data[at : at + size]
        at += size


def _all(message: memoryview, number: int) -> list[memoryview]:
    return [value for field, value in _fields(message) if field == number and isinstance(value, memoryview)]


def _only(message: memoryview, number: int) -> memoryview:
    found = _all(message, number)
    if len(found) != 1:
        raise ValueError(f"field {number} occurs {len(found)} times")
    return found[0]


def _node(message: memoryview) -> Node:
    inputs, outputs, kind = [], [], ""
    for field, value in _fields(message):
        if isinstance(value, int) or field not in (1, 2, 4):
            continue
        text = bytes(value).decode("utf-8")
        if field == 1:
            inputs.append(text)
        elif field == 2:
            outputs.append(text)
        else:
            kind = text
    return Node(kind, tuple(inputs), tuple(outputs))


def _signed(value: int) -> int:
    return value - (1 << 64) if value >> 63 else value


def _numbers(message: memoryview, number: int) -> list[int]:
    """A repeated integer field, packed or not."""
    numbers: list[int] = []
    for field, value in _fields(message):
        if field != number:
            continue
        if isinstance(value, int):
            numbers.append(_signed(value))
            continue
        at = 0
        while at < len(value):
            one, at = _varint(value, at)
            numbers.append(_signed(one))
    return numbers


def _tensor(message: memoryview) -> tuple[str, Array]:
    name = bytes(_only(message, 8)).decode("utf-8")
    kind = _numbers(message, 2)[0]
    if kind not in DTYPES:
        raise ValueError(f"tensor {name} is of the unknown kind {kind}")
    dtype = np.dtype(DTYPES[kind])
    raw = _all(message, RAW_DATA)
    if raw:
        values = np.frombuffer(raw[0], dtype)
    elif kind in TYPED_INTS:
        values = np.array(_numbers(message, TYPED_INTS[kind]), dtype)
    else:
        values = np.frombuffer(b"".join(_all(message, FLOAT_DATA)), dtype)
    return name, values.reshape(_numbers(message, 1))
