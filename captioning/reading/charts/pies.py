"""Pies and rings: each slice with its label and its share.

Where the disc can be measured, a slice's angle says what its share must be, and the label is the one beside it or, in a
legend, the one with a patch of its colour. Where it cannot (slices pulled out, photographs behind), percentages are taken
to stand on a circle around the centre and their labels farther out in the same direction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atan2, hypot, pi
from statistics import median
from typing import TYPE_CHECKING

from rhapsode.captioning.reading.charts.chart import Chart, Point
from rhapsode.captioning.reading.charts.closer import Closer
from rhapsode.captioning.reading.charts.disc import Disc, Slice
from rhapsode.captioning.reading.charts.numerals import is_year, numeral, parse
from rhapsode.captioning.reading.charts.wrapped import as_one, labels_of
from rhapsode.captioning.reading.ink import ALIKE, ink_of
from rhapsode.captioning.reading.ocr import Line

if TYPE_CHECKING:
    import numpy as np

WHOLE = (97.0, 103.0)
"""What rounded percentages of a whole add up to."""
SAME_SHARE, SAME_SHARE_WITHIN = 1.3, 4.5
"""Percentage points by which a slice's angle may differ from what is printed beside it, and on it."""
WIDEST_TURN = 0.7
"""Radians between a slice's percentage and its label; labels are centred on their slices, short of long words."""
CENTRE = 0.25
"""Radii from the centre within which nothing names a slice."""
BESIDE = 2.2
"""Radii from the centre up to which a word may be a slice's label."""
TOGETHER = re.compile(
    r"(?P<label>.*?[^\W\d].*?|\d+\s?[–-]\s?\d+\+?|\d+\+|0(?=\s))(?:[\s:,(–—-]+|(?<=[a-z])(?=\d[\d.,]*\s?%))(?P<value>[$€£]?\d[\d.,]*\s?(?:%|k|K|M|bn)?)\)?|"
    r"(?P<label3>\d\d\s?[–-]\s?\d\d)(?P<value3>\d{1,2}\s?%)|"
    r"(?P<value2>\d[\d.,]*\s?%)\s+(?P<label2>[^\W\d].*)"
)

PATCH_READ = re.compile(r"[Oo0●•](?:\s+(?=\S)|(?=[A-Z]))")
"""What a reader makes of a round patch before a word."""


@dataclass(frozen=True)
class Share:
    """A value with where it stands, and the label where both are one line of text."""

    line: Line
    printed: str
    value: float
    label: str = ""


def measured_pie(lines: Sequence[Line], disc: Disc, image: np.ndarray) -> Chart | None:
    """The pie of the disc's slices; None where its values do not go with them."""
    return _by_slices(disc, lines, _shares(lines), image)


def placed_pie(lines: Sequence[Line], disc: Disc | None) -> Chart | None:
    """The pie whose shares make up a whole, by the places of its words; None where there is none."""
    shares = _shares(lines)
    percents = [share for share in shares if share.printed.rstrip().endswith("%")]
    if disc is not None and len(disc.slices) == len(percents):
        return None  # as many values as slices, and they contradict each other
    together = [share for share in percents if share.label]
    if len(together) >= 2 and _is_whole(together):
        return _chart([(share.label, share) for share in together], 0.9)
    alone = [share for share in percents if not share.label]
    if len(alone) < 2 or not _is_whole(alone):
        return None
    words = [line for line in lines if parse(line.text) is None or is_year(line.text)]
    if len(words) > len(alone):
        words.remove(min(words, key=lambda line: line.top))  # the title
    pairs = _by_direction(alone, words)
    return _chart(pairs, 0.9) if pairs else None


def _shares(lines: Sequence[Line]) -> list[Share]:
    found: list[Share] = []
    for line in lines:
        value = numeral(line.text)
        if value is not None:
            found.append(Share(line, line.text.strip(), value))
            continue
        label, printed = _apart(line.text)
        value = numeral(printed)
        if value is not None:
            found.append(Share(line, printed, value, label))
    return found


def _apart(text: str) -> tuple[str, str]:
    """The label and the value of a text that holds both ("Rent: 38%"); ("", "") for others."""
    match = TOGETHER.fullmatch(text)
    if match is None:
        return "", ""
    label = match["label"] or match["label2"] or match["label3"]
    return label.strip(" :(,–—-"), (match["value"] or match["value2"] or match["value3"]).strip()


def _is_whole(shares: Sequence[Share]) -> bool:
    return WHOLE[0] <= sum(share.value for share in shares) <= WHOLE[1]


def _chart(pairs: Sequence[tuple[str, Share]], sure: float) -> Chart:
    points = tuple(Point(label, share.printed, share.value) for label, share in pairs)
    score = min((share.line.score for _, share in pairs), default=0.0)
    return Chart("pie", "", points, True, False, tuple(label for label, _ in pairs), round(sure * score, 3))


# ----------------------------------------------------------------------------------------------- measured


def _by_slices(disc: Disc, lines: Sequence[Line], shares: Sequence[Share], image: np.ndarray) -> Chart | None:
    """Slices with their values and labels; None where some slice has not both."""
    values = _values(disc, shares)
    if values is None:
        closer = Closer(image, [share.line for share in shares])
        values = _values(disc, [*shares, *_more_shares(disc, shares, closer)])
    if values is None:
        return None
    labels = _labels(disc, lines, values, image)
    if labels is None:
        return None
    return _chart(list(zip(labels, values, strict=True)), 1.0)


def _values(disc: Disc, shares: Sequence[Share]) -> list[Share] | None:
    """The value of each slice, as far as its angle and its place allow; the whole is a hundred or the values' sum."""
    percents = [share for share in shares if share.printed.rstrip().endswith("%")]
    counts = [share for share in shares if share not in percents]
    for candidates, total in (
        (percents, 100.0),
        ([share for share in counts if _place(disc, share) < 1], None),
        ([share for share in counts if _place(disc, share) < 1.7], None),
        ([share for share in counts if share.label and not is_year(share.printed)], None),
    ):
        found = _matched(disc, candidates, total) if len(candidates) >= len(disc.slices) else None
        if found is not None:
            return found
    return None


def _place(disc: Disc, share: Share) -> float:
    return disc.reach(share.line.x, share.line.y)


def _matched(disc: Disc, shares: Sequence[Share], total: float | None) -> list[Share] | None:
    """One share for each slice, so that value and angle go together; `total` None tries the candidates' own sum."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    whole = total or sum(share.value for share in shares)
    if whole <= 0:
        return None
    costs = np.array(
        [[_cost(disc, part, share, 100 * share.value / whole) for share in shares] for part in disc.slices]
    )
    rows, columns = linear_sum_assignment(costs)
    if len(rows) < len(disc.slices) or costs[rows, columns].max() > 1:
        return None
    return [shares[column] for column in columns]


def _cost(disc: Disc, part: Slice, share: Share, percent: float) -> float:
    """0 to 1 for a share that may be the slice's; its place decides between slices of one size."""
    reach, off = _place(disc, share), part.off(disc.angle(share.line.x, share.line.y))
    within = 0.2 < reach < 1 and off == 0
    if abs(percent - 100 * part.share) > (SAME_SHARE_WITHIN if within else SAME_SHARE):
        return 10.0
    if reach > 1.9:
        return 0.5  # in a legend: its place says nothing
    return min(0.9, off)


def _more_shares(disc: Disc, shares: Sequence[Share], closer: Closer) -> list[Share]:
    """Values that were missed, looked for in the slices that have none."""
    found: list[Share] = []
    for part in disc.slices:
        fitting = [s for s in shares if abs(s.value - 100 * part.share) <= SAME_SHARE]
        if any(part.off(disc.angle(s.line.x, s.line.y)) < 0.3 for s in fitting):
            continue
        line = _look_into(disc, part, closer)
        if line is not None:
            found.append(Share(line, line.text.strip(), parse(line.text).value))  # type: ignore[union-attr]
    return found


def _look_into(disc: Disc, part: Slice, closer: Closer) -> Line | None:
    from math import cos, sin

    half = 0.3 * disc.radius
    for reach in (0.6, 0.75, 1.15, 0.85):
        x = disc.x + reach * disc.radius * cos(part.middle)
        y = disc.y + reach * disc.radius * sin(part.middle)
        for line in closer.values((x - half, y - half, x + half, y + half)):
            if abs(parse(line.text).value - 100 * part.share) <= SAME_SHARE:  # type: ignore[union-attr]
                return line
    return None


def _labels(
    disc: Disc, lines: Sequence[Line], values: Sequence[Share], image: np.ndarray
) -> list[str] | None:
    """The label of each slice: printed with its value, in a legend, or beside the slice."""
    names: list[str | None] = [share.label or None for share in values]
    missing = [k for k, name in enumerate(names) if name is None]
    used = {id(share.line) for share in values}
    words = [line for line in lines if id(line) not in used and _may_name(line)]
    if missing:
        found = _found_names(disc, [disc.slices[k] for k in missing], words, image)
        if found is None:
            return None
        for k, name in zip(missing, found, strict=True):
            names[k] = name
    return _letters([name or "" for name in names])


def _found_names(
    disc: Disc, slices: Sequence[Slice], words: Sequence[Line], image: np.ndarray
) -> list[str] | None:
    legend = _legend(slices, words, image)
    if len(legend) < len(slices):
        legend = max(legend, _legend(slices, _parted(words), image), key=len)
    if len(legend) == len(slices):
        return [legend[k] for k in range(len(slices))]
    beside = [
        line for line in words if _reach(disc, line) < BESIDE - 0.6 and disc.reach(line.x, line.y) > CENTRE
    ]
    top = min(beside, key=lambda line: line.top, default=None)
    if top is not None and top.bottom < disc.y - disc.radius:
        large = top.height > 1.25 * median(line.height for line in beside)
        if large or len(beside) > len(slices):
            beside.remove(top)  # the title
    return _from_beside(disc, slices, beside) or _from_beside(
        disc, slices, [as_one(label) for label in labels_of(beside)]
    )


def _parted(words: Sequence[Line]) -> list[Line]:
    """Names of a legend that were read as one word over the patch between them ("OrganicTextiles"), apart."""
    found: list[Line] = []
    for line in words:
        step, start = line.width / max(len(line.text), 1), 0
        for part in re.split(r"(?<=[a-z])(?=[A-Z])", line.text):
            left = line.left + start * step + (1.5 * line.height if start else 0)
            found.append(replace(line, text=part, left=left, right=line.left + (start + len(part)) * step))
            start += len(part)
    return found


def _may_name(line: Line) -> bool:
    return parse(line.text) is None or is_year(line.text) or line.text == "0"


def _letters(names: list[str]) -> list[str]:
    """A lone nought among letters is the letter."""
    others = [name for name in names if name != "0"]
    return ["O" if name == "0" and all(other.isalpha() for other in others) else name for name in names]


def _legend(slices: Sequence[Slice], words: Sequence[Line], image: np.ndarray) -> dict[int, str]:
    """Labels by the patch of a slice's colour before them, for the slices that find one."""
    found: dict[int, str] = {}
    sizes: dict[int, int] = {}
    for line in words:
        counts = [_patch(image, line, part) for part in slices]
        best = max(range(len(slices)), key=counts.__getitem__)
        lone = len(line.text) == 1 and best in found  # a bit of a patch may be taken for a letter
        if (
            counts[best] > 6
            and not lone
            and (best not in found or counts[best] > sizes[best] or len(found[best]) == 1)
        ):
            label = _apart(line.text)[0] if "%" in line.text else ""
            found[best] = label or _without_patch(line, slices[best], image)
            sizes[best] = counts[best]
    return found


def _without_patch(line: Line, part: Slice, image: np.ndarray) -> str:
    """The text of a legend's line; a round patch may have been read as its first letter ("OLiberals")."""
    if not PATCH_READ.match(line.text):
        return line.text
    inside = image[int(line.top) : int(line.bottom), int(line.left) : int(line.left + 0.8 * line.height)]
    patch = inside.size > 0 and _coloured(inside, part).mean() > 0.3
    return PATCH_READ.sub("", line.text) if patch else line.text


def _coloured(pixels: np.ndarray, part: Slice) -> np.ndarray:
    """Which pixels `[H, W]` have the slice's colour."""
    import numpy as np

    return np.abs(pixels.astype(np.int16) - part.colour).max(axis=2) < 16


def _patch(image: np.ndarray, line: Line, part: Slice) -> int:
    """How many pixels just left of a line, or where its box begins, have the slice's colour."""
    import numpy as np

    height = line.height
    ink = ink_of(image, (line.left + 0.4 * line.width, line.top, line.right, line.bottom))
    # Letters of the slice's colour would count as a patch; one that was read as a letter is one.
    printed = ink is not None and np.abs(ink - part.colour).max() < ALIKE and not PATCH_READ.match(line.text)
    left = image[
        max(0, int(line.y - 0.5 * height)) : int(line.y + 0.5 * height) + 1,
        max(0, int(line.left - 2.6 * height)) : max(0, int(line.left + (0.0 if printed else 0.9) * height)),
    ]
    return int(_coloured(left, part).sum())


def _reach(disc: Disc, line: Line) -> float:
    """The distance of a line's nearest point from the centre, in radii: long labels are set off the disc."""
    x = max(line.left - disc.x, disc.x - line.right, 0)
    y = max(line.top - disc.y, disc.y - line.bottom, 0)
    return hypot(x, y) / disc.radius


def _from_beside(disc: Disc, slices: Sequence[Slice], words: Sequence[Line]) -> list[str] | None:
    """Labels by their direction from the centre."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    if len(words) < len(slices):
        return None
    costs = np.array([[_label_cost(disc, part, line) for line in words] for part in slices])
    rows, columns = linear_sum_assignment(costs)
    if costs[rows, columns].max() > WIDEST_TURN + 0.3:
        return None
    return [words[column].text for column in columns]


def _label_cost(disc: Disc, part: Slice, line: Line) -> float:
    """The turn in radians from the slice to the nearest corner or the middle of its label; a nearer one is likelier."""
    middle = disc.angle(line.x, line.y)
    if disc.reach(line.x, line.y) < 1:
        return 3 * part.off(middle)  # on the slice
    corners = ((line.x, line.y), *((x, y) for x in (line.left, line.right) for y in (line.top, line.bottom)))
    turn = min(part.off(disc.angle(x, y)) for x, y in corners) + 0.25 * part.off(middle)
    away = abs((middle - part.middle + pi) % (2 * pi) - pi)
    return turn + 0.02 * away + 0.3 * max(0.0, _reach(disc, line) - 1.05)


# ---------------------------------------------------------------------------------------------- by places


def _by_direction(shares: list[Share], words: list[Line]) -> list[tuple[str, Share]] | None:
    """Each percentage with the word that lies in its direction from the pie's centre, farther out.

    Percentages stand on a circle around the centre, which is found from them; None where that or the pairing fails
    (labels in a legend say nothing by their places).
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    centre = _centre(shares)
    if centre is None or len(words) < len(shares):
        return None
    costs = np.array([[_turn(share.line, word, centre) for word in words] for share in shares])
    rows, columns = linear_sum_assignment(costs)
    if costs[rows, columns].max() > WIDEST_TURN:
        return None
    return [(words[column].text, shares[row]) for row, column in zip(rows, columns, strict=True)]


def _centre(shares: list[Share]) -> tuple[float, float] | None:
    """The centre of the circle on which the percentages stand (least squares); two stand opposite each other."""
    import numpy as np

    x, y = np.array([(share.line.x, share.line.y) for share in shares]).T
    if len(shares) == 2:
        return float(x.mean()), float(y.mean())
    (a, b, c), *_ = np.linalg.lstsq(np.column_stack([2 * x, 2 * y, np.ones_like(x)]), x**2 + y**2, rcond=None)
    radius = float(np.sqrt(max(c + a * a + b * b, 0)))
    off = np.abs(np.hypot(x - a, y - b) - radius).max()
    return (float(a), float(b)) if radius > 0 and off < 0.25 * radius else None


def _turn(share: Line, word: Line, centre: tuple[float, float]) -> float:
    """The angle in radians between a percentage and a word as seen from the centre; large where the word is not outside."""
    x, y = centre
    angle = abs(atan2(word.y - y, word.x - x) - atan2(share.y - y, share.x - x))
    # The nearest point of a long label counts: it is set so as not to cover the pie.
    near = hypot(max(word.left - x, x - word.right, 0), max(word.top - y, y - word.bottom, 0))
    outward = near / max(hypot(share.x - x, share.y - y), 1)
    # Of two words in one direction the nearer is the label, the farther the title.
    return min(angle, 2 * pi - angle) + (0.05 * outward if 1.0 < outward < 3 else 1.0)
