"""The words in a picture, and where they stand. PP-OCR through rapidocr (extra `ocr`); its models come in its wheel."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.metadata import PackageNotFoundError, version
from math import atan2, degrees, hypot
from typing import TYPE_CHECKING, Any

from rhapsode.captioning.reading.ink import cut, extent, ink_of, isolated

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image as Pixels

INSTALL = "pip install 'rhapsode[ocr]'"
SCORE = 0.5
"""Lines the recogniser is less sure of are noise: textures, ornaments, parts of letters."""
SURE = 0.85
"""A lone mark has to be clearer than a line: dots, crosses and ends of curves look like letters."""
NOT_TEXT = frozenset("oO0xXvVlIijcCesSuUnmwWrTt")
"""Single characters that markers and bits of lines are taken for."""
HALF = 5
"""Characters up to which two lines that touch may be halves of one value."""
SHORT = 24
"""Characters up to which a line may be a part of a longer one that was overlooked."""
SMALLEST = 32
LARGEST = 1600
WHOLE, PART = 736, 96
"""Pixels that the shorter side of a picture and of a cut from it must have for the detector."""
STROKES = frozenset(
    ["1", "l", "I", "i", "|", "-", "_", "/", "\\", "—", "–", ".", "'", "‘", "’", "6", "o", "0"]
)
"""What ticks and bits of curves beside a word are taken for."""
LOOKALIKES = str.maketrans("ραονυΑΒΕΖΗΙΚΜΝΟΡΤΧаеорсхВСЕНКМОРТХ", "paovuABEZHIKMNOPTXaeopcxBCEHKMOPTX")
"""Greek and Cyrillic letters that look like Latin ones, for lines that are Latin otherwise ("3 ρm")."""
LEVEL = 8.0
"""Degrees up to which a line counts as level."""
UPRIGHT = 1.5
"""Height by width from which on a box may hold text that is turned a quarter."""

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text with its upright box in pixels and the recogniser's score (0 to 1).

    `tilt` is the direction of reading in degrees: 0 to the right, 45 up to the right, 90 straight up, -45 down.
    `letters` is the height of a turned line's letters in pixels; 0 where the line is level and its box tells.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0
    tilt: float = 0.0
    letters: float = 0.0

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

    @property
    def size(self) -> float:
        """The height of its letters in pixels, however the line is turned."""
        return self.letters or self.height

    @property
    def box(self) -> Box:
        return self.left, self.top, self.right, self.bottom


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
        return f"rapidocr/{version('rapidocr')}/{version('onnxruntime')}/10"
    except PackageNotFoundError:
        return None


@lru_cache(maxsize=2)
def _engine(shortest: int) -> Any:
    """The reader; its detector enlarges pictures until their shorter side has `shortest` pixels."""
    from rapidocr import RapidOCR

    threads = min(4, os.cpu_count() or 1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # it turns short labels upside down ("$78" reads "8L$")
            "Global.text_score": 0.0,  # upright lines score low until they are turned
            "Det.limit_side_len": shortest,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        }
    )


def read(pixels: Pixels, *, small_print: bool = False) -> Reading | None:
    """The words in an RGB picture; None where no reader is installed or the picture is too small to hold any.

    `small_print` looks again for lone numerals and short labels, as charts and diagrams have them.
    """
    if not available() or min(pixels.size) < SMALLEST:
        return None
    scale = min(1.0, LARGEST / max(pixels.size))
    if scale < 1:
        pixels = pixels.resize((round(pixels.width * scale), round(pixels.height * scale)))
    image = as_bgr(pixels)
    lines = find_lines(image)
    if small_print:
        lines += _small_print(image, lines)
        lines = _rejoined(image, [_whole(image, line, lines) for line in lines])
    return Reading(in_reading_order(lines), *pixels.size)


def as_bgr(pixels: Pixels) -> np.ndarray:
    """An RGB picture as the engine takes it: [height, width, 3], blue first."""
    import numpy as np

    return np.ascontiguousarray(np.asarray(pixels.convert("RGB"))[:, :, ::-1])


def find_lines(image: np.ndarray, *, part: bool = False) -> list[Line]:
    """The lines that detector and recogniser find in a BGR image; `part` says that it is a small cut, enlarged already."""
    result = _engine(PART if part else WHOLE)(image, use_det=True, use_cls=False, use_rec=True)
    if result.boxes is None or result.txts is None:
        return []
    found = (
        _line(image, corners, text, float(score))
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
    )
    return [line for line in found if line.text and line.score >= SCORE]


def _line(image: np.ndarray, corners: Any, text: str, score: float) -> Line:
    """A line from the corners of its box: top left, top right, bottom right, bottom left in its own direction."""
    (x0, y0), (x1, y1), _, (x3, y3) = corners.tolist()
    box = (*map(float, corners.min(axis=0)), *map(float, corners.max(axis=0)))
    tilt, letters = degrees(atan2(y0 - y1, x1 - x0)), hypot(x3 - x0, y3 - y0)
    if abs(tilt) >= LEVEL:
        return Line(_clean(text), *box, score=score, tilt=round(tilt, 1), letters=letters)
    level = Line(_clean(text), *box, score=score)
    tall = len(text) > 1 and level.height > UPRIGHT * level.width
    doubtful = score < SURE and level.height > 0.9 * level.width
    return _turned(image, level) if tall or doubtful else level


def _turned(image: np.ndarray, line: Line) -> Line:
    """A tall line read upwards or downwards, where that reads better."""
    import numpy as np

    crop = cut(image, line.box)
    best = line
    for tilt, turns in ((90.0, 3), (-90.0, 1)):
        text, score = recognise(np.ascontiguousarray(np.rot90(crop, turns)))
        if text and score > best.score:
            best = replace(line, text=text, score=score, tilt=tilt, letters=line.width)
    return best


def recognise(crop: np.ndarray) -> tuple[str, float]:
    """The text of a BGR image of one line, and its score; ("", 0.0) where there is none."""
    if crop.size == 0:
        return "", 0.0
    result = _engine(WHOLE)(crop, use_det=False, use_cls=False, use_rec=True)
    if not result.txts:
        return "", 0.0
    return _clean(result.txts[0]), float(result.scores[0])


def recognise_at(image: np.ndarray, box: Box, *, margin: float = 0.25, scale: int = 3) -> tuple[str, float]:
    """The text in one place of a BGR image, enlarged; and its score."""
    import cv2

    crop = cut(image, box, margin=margin)
    if crop.size == 0:
        return "", 0.0
    return recognise(cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC))


def look_closer(image: np.ndarray, box: Box, *, scale: int = 3) -> list[Line]:
    """The lines in one place of a BGR image, enlarged; in the image's own pixels."""
    import cv2

    left, top = max(0, int(box[0])), max(0, int(box[1]))
    crop = image[top : int(box[3]), left : int(box[2])]
    if min(crop.shape[:2], default=0) < 6:
        return []
    large = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    large = cv2.copyMakeBorder(large, 24, 24, 24, 24, cv2.BORDER_REPLICATE)
    found = find_lines(large, part=True)
    return [
        replace(
            line,
            left=left + (line.left - 24) / scale,
            right=left + (line.right - 24) / scale,
            top=top + (line.top - 24) / scale,
            bottom=top + (line.bottom - 24) / scale,
            letters=line.letters / scale,
        )
        for line in found
    ]


def _clean(text: str) -> str:
    """A line without the tick mark or rule that stood beside it, and with letters where only letters are."""
    text = unicodedata.normalize("NFKC", text).strip()
    if 2 * sum(c.isascii() for c in text if c.isalnum()) > sum(map(str.isalnum, text)):
        text = text.translate(LOOKALIKES)
    if re.fullmatch(r"[A-Za-z]+0+[A-Za-z]*", text):
        text = text.replace("0", "O" if len(text) > 2 and text[:2].isupper() else "o")
    if len(text) < 2:
        return text
    text = re.sub(r"^[–—_|.\s]+(?=\w)|^-\s+(?=\w)|^-(?=[^\W\d])", "", text)
    return re.sub(r"(?<=[\w%)])\s*[-–—_|\s]+$", "", text)


def _small_print(image: np.ndarray, known: Sequence[Line]) -> list[Line]:
    from rhapsode.captioning.reading import glyphs

    taken = [glyphs.Box(int(line.left), int(line.top), int(line.right), int(line.bottom)) for line in known]
    found: list[Line] = []
    for box in glyphs.find_small_print(image, taken):
        place = (float(box.left), float(box.top), float(box.right), float(box.bottom))
        text, score = recognise_at(image, place)
        line = Line(text, *place, score=score)
        if score >= SURE and _is_print(text) and not overlapping(line, (*known, *found)):
            found.append(line)
    return found


def _whole(image: np.ndarray, line: Line, lines: Sequence[Line]) -> Line:
    """A short line, or the longer one of which it is a part: detectors stop at gaps and where a curve crosses print."""
    ink = ink_of(image, line.box) if len(line.text) <= SHORT and not line.tilt else None
    if ink is None:
        return line
    left, right = extent(image, line.box, ink, 0.6 * line.height)
    farthest = 6 * line.height
    if (left > line.left - 3 and right < line.right + 3) or right - left > line.width + 2 * farthest:
        return line
    wider = replace(line, left=min(left, line.left) - 2, right=max(right, line.right) + 2)
    if overlapping(wider, (other for other in lines if other is not line)):
        return line
    crop = cut(image, wider.box, margin=0.1)
    for part in (crop, isolated(crop, ink)):
        text, score = recognise_at(part, (0, 0, part.shape[1], part.shape[0]), margin=0)
        if score >= SURE and _is_part(line.text, text):
            return replace(wider, text=text, score=score)
    return line


def _rejoined(image: np.ndarray, lines: Sequence[Line]) -> list[Line]:
    """Two halves of one print, which a grid line or the edge of a bar has cut apart, as one line."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda line: line.left):
        half = next((k for k, other in enumerate(found) if _halves(other, line)), None)
        if half is not None:
            first = found[half]
            box = (first.left, min(first.top, line.top), line.right, max(first.bottom, line.bottom))
            text, score = recognise_at(image, box, margin=0.1)
            if score >= SURE and len(text) >= len(first.text) + len(line.text):
                found[half] = Line(text, *box, score=score)
                continue
        found.append(line)
    return found


def _halves(first: Line, second: Line) -> bool:
    """Whether one short level line begins where another ends."""
    height = min(first.height, second.height)
    level = not first.tilt and not second.tilt and abs(first.y - second.y) < 0.25 * height
    short = len(first.text) <= HALF and len(second.text) <= HALF
    return level and short and -0.3 * height < second.left - first.right < 0.3 * height


def _is_part(part: str, whole: str) -> bool:
    """Whether `whole` may be all of a line of which `part` was read: a number stays one, a tick beside a word is none."""
    core, all_of_it = (re.sub(r"[^\w.,]", "", text) for text in (part, whole))
    if len(all_of_it) <= len(core) or core not in all_of_it:
        return False
    if part[-1:].isdigit() or part[-1:] == "%":
        return "%" not in whole[:-1]
    return all_of_it.replace(core, "", 1) not in STROKES


def _is_print(text: str) -> bool:
    """Whether a lone mark reads as print; a single ideograph is mostly a dash or a box."""
    ideograph = len(text) == 1 and ord(text) > 0x2E80
    return any(c.isalnum() for c in text) and text not in NOT_TEXT and not ideograph


def overlapping(line: Line, others: Iterable[Line]) -> bool:
    """Whether `line` is the same print as one of `others`, found twice."""
    return any(_same_place(line, other) for other in others)


def _same_place(line: Line, other: Line) -> bool:
    """Whether two lines are the same print: they overlap by a fifth of the smaller, or nearly touch."""
    width = min(line.right, other.right) - max(line.left, other.left)
    height = min(line.bottom, other.bottom) - max(line.top, other.top)
    smaller = min(line.width * line.height, other.width * other.height)
    overlap = min(width, height) > 0 and width * height > 0.2 * smaller
    return overlap or (
        width > 0.5 * min(line.width, other.width) and height > -0.4 * min(line.height, other.height)
    )


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
        [line.text, *(round(v, 1) for v in line.box), round(line.score, 3), line.tilt, round(line.letters, 1)]
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
