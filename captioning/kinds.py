"""The kind of a picture by its pixels: a small network of ours over what ImageNet's backbone sees and over `features`.

Its weights are shipped (training: benchmarks/train_kinds.py). Where the backbone's package is missing, a second, smaller
network tells kinds by `features` alone, less well. Both run in NumPy; the time goes into the backbone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, get_args

from rhapsode.captioning.description import ImageKind
from rhapsode.captioning.errors import CaptioningError

if TYPE_CHECKING:
    import numpy as np

    from rhapsode.captioning.loading import Picture

WEIGHTS = "kinds.npz"
SMALLEST = 4
"""Pixels of the shorter edge from which on there is anything to look at."""
SURE = 0.8
"""Probability from which on a kind is acted upon where a mistake would be heard."""
LIKELY = 0.35
"""Probability from which on a kind is told; below, the picture's kind is not known."""
SILENT = 0.95
"""Probability from which on a picture is silenced as decoration by its look alone: a content picture lost is worse
than a rule spoken."""
SILENT_AS_BAND = 0.75
"""The same, where it is as wide as a header or as large as a background."""
SILENT_WITH_SIGN = 0.5
"""The same, where its motif comes again, is cut off by the rim, or there is none; abstract logos have none of these."""
SILENT_IN_CORNER = 0.15
"""The same, where a little ink frames one corner: hardly any content does."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind with its probability (0 to 1), and that of the picture being decoration."""

    kind: ImageKind
    probability: float
    decoration: float = 0.0


def classify(picture: Picture, seen: np.ndarray | None = None) -> Guess | None:
    """The likeliest kind; None for pictures without pixels. `seen` are the backbone's features `[1280]`, where there
    are any."""
    if picture.pixels is None or min(picture.pixels.size) < SMALLEST:
        return None
    import numpy as np

    from rhapsode.captioning.features import features

    vector = features(picture)
    heads = _heads()
    row = vector if seen is None else np.concatenate([vector, seen])
    probabilities = heads.run(row[None], seen=seen is not None)[0]
    best = int(probabilities.argmax())
    decoration = float(probabilities[heads.names.index("decorative")])
    return Guess(heads.names[best], float(probabilities[best]), decoration)


class Head:
    """Two dense layers with a ReLU between. `weights` are mean and scale of the inputs, w1, b1, w2, b2, temperature."""

    def __init__(self, weights: dict[str, Any]) -> None:
        import numpy as np

        self.weights = {name: np.asarray(part, dtype=np.float32) for name, part in weights.items()}

    def logits(self, rows: np.ndarray) -> np.ndarray:
        """`[n, inputs]` to `[n, kinds]`, divided by the temperature."""
        import numpy as np

        w = self.weights
        x = np.clip((rows - w["mean"]) / w["scale"], -4, 4)
        return (np.maximum(x @ w["w1"] + w["b1"], 0) @ w["w2"] + w["b2"]) / float(w["temperature"])


class Heads:
    """The two networks of the shipped file, by the prefixes `seen_` and `drawn_`, and the kinds they tell apart."""

    def __init__(self, weights: dict[str, Any]) -> None:
        self.names: list[ImageKind] = [str(name) for name in weights["names"]]  # type: ignore[misc]
        self.seen, self.drawn = (_head(weights, prefix) for prefix in ("seen_", "drawn_"))
        sizes = {len(head.weights["b2"]) for head in (self.seen, self.drawn)}
        if not set(self.names) <= set(get_args(ImageKind)) or sizes != {len(self.names)}:
            raise CaptioningError(
                "the shipped weights do not fit this version; reinstall the package", where=WEIGHTS
            )

    def run(self, rows: np.ndarray, *, seen: bool) -> np.ndarray:
        """Probabilities `[n, kinds]` for rows of our features, with the backbone's behind them where `seen`."""
        from scipy.special import softmax

        return softmax((self.seen if seen else self.drawn).logits(rows), axis=-1)


def _head(weights: dict[str, Any], prefix: str) -> Head:
    return Head(
        {name.removeprefix(prefix): part for name, part in weights.items() if name.startswith(prefix)}
    )


@lru_cache(maxsize=1)
def _heads() -> Heads:
    import numpy as np

    with (files("rhapsode.captioning") / WEIGHTS).open("rb") as file:
        return Heads(dict(np.load(file, allow_pickle=False)))
