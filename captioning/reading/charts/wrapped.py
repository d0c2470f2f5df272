"""Labels set in two or more lines: which lines belong together, and what they are as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rhapsode.captioning.reading.charts.numerals import is_year, parse
from rhapsode.captioning.reading.ocr import Line

SOURCE = re.compile(r"(?:source|data|chart|graphic|note|quelle|fonte|fuente)s?\s?:", re.I)


def labels_of(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of each label, from its first to its last."""
    labels: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.top):
        home = next((label for label in labels if _continues(label[-1], line)), None)
        if home is None:
            labels.append([line])
        else:
            home.append(line)
    return labels


def _continues(above: Line, below: Line) -> bool:
    """Whether `below` is the next line of the label `above`: close under it, as large, with one edge or middle in common."""
    near = 0.5 * above.height
    close = -0.45 * above.height < below.top - above.bottom < 0.45 * above.height
    if not close or not any(
        abs(a - b) < near
        for a, b in ((above.x, below.x), (above.left, below.left), (above.right, below.right))
    ):
        return False
    if abs(above.tilt) > 1 or abs(below.tilt) > 1 or not 0.7 < above.height / max(below.height, 1) < 1.4:
        return False
    if below.width > 2.2 * above.width or SOURCE.match(below.text):
        return False
    counted = below.text.isdigit() and len(below.text) <= 2 and parse(above.text) is None
    return counted or not any(
        parse(line.text) is not None and not is_year(line.text) for line in (above, below)
    )


def as_one(label: Sequence[Line]) -> Line:
    """The label in one line, with letters as high as those of its first."""
    if len(label) == 1:
        return label[0]
    return replace(
        label[0],
        text=" ".join(line.text for line in label).replace("- ", "-"),
        left=min(line.left for line in label),
        right=max(line.right for line in label),
        bottom=label[-1].bottom,
        score=min(line.score for line in label),
        letters=label[0].height,
    )
