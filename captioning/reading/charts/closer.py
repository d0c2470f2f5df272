"""A closer look where a value is missing or does not fit: enlarged, and with nothing but the values' own ink."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from rhapsode.captioning.reading import ocr
from rhapsode.captioning.reading.charts.numerals import mended, parse
from rhapsode.captioning.reading.ink import cut, ink_of, isolated
from rhapsode.captioning.reading.ocr import Box, Line

if TYPE_CHECKING:
    import numpy as np

DISTINCT = 90
"""Levels (of 255) by which two inks differ."""


class Closer:
    """Looks again at places of a BGR image, knowing in which inks its values are printed."""

    def __init__(self, image: np.ndarray, values: Sequence[Line]) -> None:
        self.image = image
        self._values = values

    @cached_property
    def inks(self) -> list[np.ndarray]:
        """The colours of the values' letters [3], at most three."""
        import numpy as np

        found: list[np.ndarray] = []
        for line in self._values:
            ink = ink_of(self.image, line.box)
            if ink is not None and all(np.abs(ink - other).max() > DISTINCT for other in found):
                found.append(ink)
        return found[:3]

    def values(self, box: Box) -> Iterator[Line]:
        """Numerals in a place, as they are found: as it is first, then in one ink after the other."""
        yield from _numerals(ocr.look_closer(self.image, box))
        left, top, right, bottom = (max(0, int(edge)) for edge in box)
        for ink in self.inks:
            alone = isolated(self.image[top:bottom, left:right], ink)
            for line in _numerals(ocr.look_closer(alone, (0, 0, right - left, bottom - top))):
                yield _moved(line, left, top)

    def words(self, box: Box, tilt: float = 0.0) -> list[Line]:
        """The lines in a place; with a tilt of 90 or -90 degrees the one line that is turned so."""
        if abs(tilt) < 80:
            return ocr.look_closer(self.image, box)
        import numpy as np

        crop = np.ascontiguousarray(np.rot90(cut(self.image, box), 3 if tilt > 0 else 1))
        lines = ocr.look_closer(crop, (0, 0, crop.shape[1], crop.shape[0]))
        best = max(lines, key=lambda line: line.width, default=None)
        if best is None:
            return []
        return [Line(best.text, *box, score=best.score, tilt=tilt, letters=best.height)]

    def again(self, line: Line) -> Iterator[str]:
        """Other readings of a value, from wider, larger and tighter cuts, and in its ink alone."""
        seen = {line.text}
        height = line.size
        wide = (line.left - height, line.top - 2, line.right + height, line.bottom + 2)
        ink = ink_of(self.image, line.box)
        left, top, right, bottom = (max(0, int(edge)) for edge in wide)
        images = [self.image] if ink is None else [self.image, None]
        for image in images:
            for margin, scale in ((0.05, 3), (0.2, 2), (0.4, 3), (0.2, 4)):
                if image is not None:
                    text = ocr.recognise_at(image, line.box, margin=margin, scale=scale)[0]
                else:
                    alone = isolated(self.image[top:bottom, left:right], ink)  # type: ignore[arg-type]
                    text = ocr.recognise_at(alone, (0, 0, right - left, bottom - top), margin=0, scale=scale)[
                        0
                    ]
                if text and text not in seen:
                    seen.add(text)
                    yield mended(text)


def _numerals(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        text = mended(line.text)
        if parse(text) is not None:
            yield replace(line, text=text)


def _moved(line: Line, x: float, y: float) -> Line:
    return replace(line, left=line.left + x, right=line.right + x, top=line.top + y, bottom=line.bottom + y)
