"""The kind of a picture by its pixels: a small network over `features`, its weights shipped (training: see
benchmarks/train_kinds.py). Runs in NumPy; a few milliseconds besides the features."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from rhapsode.captioning.description import ImageKind
from rhapsode.captioning.errors import CaptioningError

if TYPE_CHECKING:
    from rhapsode.captioning.loading import Picture

WEIGHTS = "kinds.npz"
SURE = 0.8
"""Probability from which on a kind is acted upon."""
SILENT = 0.9
"""Probability from which on a picture is silenced as decoration: a content picture lost is worse than a rule spoken."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind with its probability (0 to 1), and that of the picture being decoration."""

    kind: ImageKind
    probability: float
    decoration: float = 0.0


def classify(picture: Picture) -> Guess | None:
    """The likeliest kind; None for pictures without pixels."""
    if picture.pixels is None or min(picture.pixels.size) < 4:
        return None
    from rhapsode.captioning.features import features

    names, probabilities = _network().run(features(picture))
    best = int(probabilities.argmax())
    return Guess(names[best], float(probabilities[best]), float(probabilities[names.index("decorative")]))


class Network:
    """Two dense layers with a ReLU between, softmax after. `weights` as in the shipped file."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.names: list[ImageKind] = [str(name) for name in weights["names"]]  # type: ignore[misc]
        self.weights = weights
        if not set(self.names) <= set(get_args(ImageKind)) or len(weights["b2"]) != len(self.names):
            raise CaptioningError(
                "the shipped weights do not fit this version; reinstall the package", where=WEIGHTS
            )

    def run(self, vector: Any) -> tuple[list[ImageKind], Any]:
        import numpy as np

        w = self.weights
        x = np.clip((vector - w["mean"]) / w["scale"], -6, 6)
        hidden = np.maximum(x @ w["w1"] + w["b1"], 0)
        logits = (hidden @ w["w2"] + w["b2"]) / float(w["temperature"])
        powers = np.exp(logits - logits.max())
        return self.names, powers / powers.sum()


@lru_cache(maxsize=1)
def _network() -> Network:
    import numpy as np

    with (files("rhapsode.captioning") / WEIGHTS).open("rb") as file:
        return Network(dict(np.load(file, allow_pickle=False)))
