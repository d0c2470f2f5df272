"""Places and values on one line: what tells an axis from values, and a misread value from the others."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

THROUGH = 40
"""Points that lines are laid through at most; of a table of numbers only some."""


def largest_fit(
    points: Sequence[tuple[float, float]],
    tolerance: float = 0.02,
    *,
    rising: bool = False,
    slack: float = 0.0,
) -> list[int]:
    """The largest set of points (place, value) on one line that is not level, as indices.

    The tolerance is a share of the range of values; `slack` adds what that many pixels are worth on the line. Of sets
    of one size the one with the smallest error wins.
    """
    return list(_largest_fit(tuple(points), tolerance, rising, slack))


@lru_cache(maxsize=2048)
def _largest_fit(
    points: tuple[tuple[float, float], ...], tolerance: float, rising: bool, slack: float
) -> tuple[int, ...]:
    if len(points) < 3:
        return ()
    spread = max(v for _, v in points) - min(v for _, v in points)
    reach = max(p for p, _ in points) - min(p for p, _ in points)
    best: tuple[int, ...] = ()
    least = 0.0
    through = range(0, len(points), 1 + len(points) // THROUGH)
    for i, j in combinations(through, 2):
        (p, a), (q, b) = points[i], points[j]
        if abs(q - p) < 1 or a == b:
            continue
        slope = (b - a) / (q - p)
        if rising and slope < 0:
            continue
        allowed = max(tolerance * min(spread, abs(slope) * reach) + slack * abs(slope), 1e-9)
        errors = [abs(a + slope * (at - p) - value) for at, value in points]
        fitting = tuple(k for k, error in enumerate(errors) if error <= allowed)
        error = sum(errors[k] for k in fitting) / allowed
        if (len(fitting), -error) > (len(best), -least):
            best, least = fitting, error
    return best


def slope_and_origin(points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """Least squares: value = slope * place + origin; None where all places are one."""
    count = len(points)
    mean_p = sum(p for p, _ in points) / count
    mean_v = sum(v for _, v in points) / count
    below = sum((p - mean_p) ** 2 for p, _ in points)
    if below < 1e-9:
        return None
    slope = sum((p - mean_p) * (v - mean_v) for p, v in points) / below
    return slope, mean_v - slope * mean_p
