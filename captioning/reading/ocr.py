"""The words in a picture, and where they stand. PP-OCR through rapidocr (extra `ocr`); its models come in its wheel."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

INSTALL = "pip install 'rhapsode[ocr]'"
SCORE = 0.5
"""Lines the recogniser is less sure of are noise: textures, ornaments, parts of letters."""
SURE = 0.85
"""A lone mark has to be clearer than a line: dots, crosses and ends of curves look like letters."""
NOT_TEXT = frozenset(
    [
        "o",
        "O",
        "0",
        "x",
        "X",
        "v",
        "V",
        "l",
        "I",
        "i",
        "j",
        "c",
        "C",
        "e",
        "s",
        "S",
        "u",
        "U",
        "n",
        "m",
        "w",
        "W",
        "r",
        "T",
        "t",
    ]
)
"""Single characters that markers and bits of lines are taken for."""
SMALLEST = 32
LARGEST = 1600


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its upright box in pixels and the recogniser's score (0 to 1)."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0

    @property
    def x(self) -> float:
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True)
class Reading:
    """All lines of a picture of `width` x `height` pixels, top to bottom, left to right."""

    lines: tuple[Line, ...]
    width: int
    height: int

    @cached_property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @cached_property
    def share(self) -> float:
        """The share of the picture's area that text covers (0 to 1)."""
        return sum(line.width * line.height for line in self.lines) / max(1, self.width * self.height)


def available() -> bool:
    """Whether the `ocr` extra is installed."""
    return identity() is not None


@lru_cache(maxsize=1)
def identity() -> str | None:
    """What determines the reading of a picture, for the cache; None without the extra."""
    try:
        return f"rapidocr/{version('rapidocr')}/{version('onnxruntime')}/4"
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr import RapidOCR

    threads = min(4, os.cpu_count() or 1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # it turns short labels upside down ("$78" reads "8L$")
            "Global.text_score": SCORE,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def again(pixels: Pixels, reading: Reading, line: Line) -> list[str]:
    """Other readings of one line, from larger and tighter cuts; a point lost in one is often there in another."""
    import numpy as np

    scale = pixels.width / reading.width
    image = np.ascontiguousarray(np.asarray(pixels.convert("RGB"))[:, :, ::-1])
    box = (line.left * scale, line.top * scale, line.right * scale, line.bottom * scale)
    cuts = [(margin, size) for size in (2, 3, 4) for margin in (0.05, 0.2, 0.4)]
    texts = [recognise(image, box, margin=margin, scale=size)[0] for margin, size in cuts]
    return list(dict.fromkeys(text for text in texts if text and text != line.text))


def read(pixels: Pixels, *, small_print: bool = False) -> Reading | None:
    """The words in an RGB picture; None where no reader is installed or the picture is too small to hold any.

    `small_print` looks again for lone numerals and short labels, as charts and diagrams have them.
    """
    if not available() or min(pixels.size) < SMALLEST:
        return None
    import numpy as np

    scale = min(1.0, LARGEST / max(pixels.size))
    if scale < 1:
        pixels = pixels.resize((round(pixels.width * scale), round(pixels.height * scale)))
    image = np.ascontiguousarray(np.asarray(pixels.convert("RGB"))[:, :, ::-1])
    result = _engine()(image, use_det=True, use_cls=False, use_rec=True)
    boxes = (
        []
        if result.boxes is None or result.txts is None
        else list(zip(result.boxes, result.txts, result.scores, strict=True))
    )
    lines = [
        Line(_clean(text), *map(float, (*box.min(axis=0), *box.max(axis=0))), score=float(score))
        for box, text, score in boxes
        if _clean(text)
    ]
    if small_print:
        lines += _small_print(image, lines)
    return Reading(in_reading_order(lines), *pixels.size)


def _clean(text: str) -> str:
    """A line without the tick mark or rule that stood beside it, and with letters where only letters are."""
    text = text.strip()
    if re.fullmatch(r"[A-Za-z]+0+[A-Za-z]*", text):
        text = text.replace("0", "O" if len(text) > 2 and text[:2].isupper() else "o")
    if len(text) < 2:
        return text
    return re.sub(r"^[-–—_|.\s]+(?=\w)|(?<=[\w%)])\s*[-–—_|\s]+$", "", text)


def _small_print(image: Any, known: Sequence[Line]) -> list[Line]:
    from rhapsode.captioning.reading.glyphs import Box, find_small_print

    taken = [Box(int(line.left), int(line.top), int(line.right), int(line.bottom)) for line in known]
    found: list[Line] = []
    for box in find_small_print(image, taken):
        place = (float(box.left), float(box.top), float(box.right), float(box.bottom))
        text, score = recognise(image, place)
        line = Line(text, *place, score=score)
        if (
            score >= SURE
            and _is_print(text)
            and not any(_same_place(line, other) for other in (*known, *found))
        ):
            found.append(line)
    return found


def _is_print(text: str) -> bool:
    """Whether a lone mark reads as print; a single ideograph is mostly a dash or a box."""
    ideograph = len(text) == 1 and ord(text) > 0x2E80
    return any(c.isalnum() for c in text) and text not in NOT_TEXT and not ideograph


def _same_place(line: Line, other: Line) -> bool:
    """Whether two lines are the same print, found twice: they overlap by a fifth of the smaller, or nearly touch."""
    width = min(line.right, other.right) - max(line.left, other.left)
    height = min(line.bottom, other.bottom) - max(line.top, other.top)
    smaller = min(line.width * line.height, other.width * other.height)
    overlapping = min(width, height) > 0 and width * height > 0.2 * smaller
    return overlapping or (
        width > 0.5 * min(line.width, other.width) and height > -0.4 * min(line.height, other.height)
    )


def recognise(
    image: Any, box: tuple[float, float, float, float], *, margin: float = 0.25, scale: int = 3
) -> tuple[str, float]:
    """The text in one place of a BGR image, and its score; ("", 0.0) where there is none."""
    import cv2

    left, top, right, bottom = box
    pad = max(2, margin * (bottom - top))
    crop = image[max(0, int(top - pad)) : int(bottom + pad), max(0, int(left - pad)) : int(right + pad)]
    if crop.size == 0:
        return "", 0.0
    crop = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    result = _engine()(crop, use_det=False, use_cls=False, use_rec=True)
    if not result.txts:
        return "", 0.0
    return _clean(result.txts[0]), float(result.scores[0])


def in_reading_order(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Rows from top to bottom; lines whose middles lie within half a height of each other make a row."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y):
        row = rows[-1] if rows else None
        if row and abs(line.y - row[0].y) < 0.5 * min(line.height, row[0].height):
            row.append(line)
        else:
            rows.append([line])
    return tuple(line for row in rows for line in sorted(row, key=lambda line: line.left))


def to_json(reading: Reading) -> dict[str, Any]:
    """`reading` for the cache."""
    lines = [
        [
            line.text,
            *(round(v, 1) for v in (line.left, line.top, line.right, line.bottom)),
            round(line.score, 3),
        ]
        for line in reading.lines
    ]
    return {"width": reading.width, "height": reading.height, "lines": lines}


def from_json(value: dict[str, Any] | None) -> Reading | None:
    """The inverse of `to_json`; None for anything else."""
    match value:
        case {"width": int(width), "height": int(height), "lines": list(lines)}:
            try:
                return Reading(
                    tuple(Line(str(text), *map(float, numbers)) for text, *numbers in lines), width, height
                )
            except (TypeError, ValueError):
                return None
    return None
