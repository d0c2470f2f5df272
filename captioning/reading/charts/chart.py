"""What a chart says: its marks with their labels and values."""

from __future__ import annotations

from typing import Literal

from rhapsode.base import document

Form = Literal["column", "bar", "pie", "line"]


@document
class Point:
    """A mark of the chart: its label and its value, as `printed` and as a number."""

    label: str
    printed: str
    value: float


@document
class Chart:
    """What a chart says. `points` are in the order of the axis; `complete` says that every label has its value.

    `ordered` labels are points in time, so that going up or down means something. `labels` are all that were read, also
    those whose value was not. `confidence` is 0 to 1.
    """

    form: Form
    title: str
    points: tuple[Point, ...]
    complete: bool
    ordered: bool
    labels: tuple[str, ...] = ()
    confidence: float = 1.0
