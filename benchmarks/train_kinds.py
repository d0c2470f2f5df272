"""Train the classifier of picture kinds, and test it on pictures of other origin.

    python -m benchmarks.kinds_packages material/             # fetch the packages whose pictures are used
    python -m benchmarks.train_kinds material/ [--write]

It is trained on pictures in packages and on drawn ones (`kinds_generated`), many also cut, scaled and compressed as
sites do. It is tested on other packages; a third origin, the generator of `captioning_set`, gives the temperature, so
that probabilities hold for strangers. The network that is shipped is then trained on all of them, with that temperature.
Vectors are computed once per picture (a tenth of a second each) and kept beside the material; the network trains in a
minute. `--write` puts the weights into the package.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import numpy as np
import torch

from benchmarks import kinds_generated, kinds_packages
from benchmarks.kinds_vectors import Sample, Vectors, samples
from rhapsode.captioning import kinds
from rhapsode.captioning.description import ImageKind
from rhapsode.captioning.features import COUNT

HIDDEN, HIDDEN_DRAWN = 128, 48
EPOCHS, BATCH = 40, 256
PHOTOS = 2
"""How much more a photograph counts than another kind: most pictures of articles are photographs."""


def training(folder: Path, kept: Vectors) -> list[Sample]:
    packaged = (
        (s, k, str(p), p.read_bytes()) for s, k, p in kinds_packages.pictures(folder, kinds_packages.TRAIN)
    )
    found = list(samples(packaged, kept, again=True))
    return found + list(samples(kinds_generated.drawn(folder), kept, again=True))


def testing(folder: Path, kept: Vectors) -> list[Sample]:
    packaged = (
        (source, kind, str(path), path.read_bytes())
        for source, kind, path in kinds_packages.pictures(folder, kinds_packages.TEST)
    )
    return list(samples(packaged, kept, again=False))


def calibrating(kept: Vectors) -> list[Sample]:
    return list(samples(_generator(), kept, again=False))


def _generator() -> Iterator[tuple[str, str, str, bytes]]:
    from benchmarks import captioning_set

    for number, (kind, image, _) in enumerate(captioning_set.pictures(60, seed=3)):
        if kind not in ("illustration", "chart"):  # drawn by the same hand as the training's
            yield f"set-{kind}", kind, str(number), kinds_generated.png(image)


def vectors(found: Sequence[Sample], *, seen: bool) -> np.ndarray:
    drawn = np.stack([sample.drawn for sample in found]).astype(np.float32)
    if not seen:
        return drawn
    return np.concatenate([drawn, np.stack([sample.seen for sample in found]).astype(np.float32)], axis=1)


def train(
    found: Sequence[Sample], names: Sequence[str], *, seen: bool, epochs: int = EPOCHS
) -> dict[str, np.ndarray]:
    """Two dense layers; every source counts by the root of its size, every kind the same."""
    torch.manual_seed(0)
    x = vectors(found, seen=seen)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-2
    inputs = torch.tensor(np.clip((x - mean) / scale, -4, 4))
    targets = torch.tensor([names.index(sample.kind) for sample in found])
    weights = torch.tensor(_weights(found), dtype=torch.double)
    first, last = (
        torch.nn.Linear(x.shape[1], HIDDEN if seen else HIDDEN_DRAWN),
        torch.nn.Linear(HIDDEN if seen else HIDDEN_DRAWN, len(names)),
    )
    model = torch.nn.Sequential(first, torch.nn.ReLU(), torch.nn.Dropout(0.3), last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.5)
    steps = epochs * len(found) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    for _ in range(steps):
        chosen = torch.multinomial(weights, BATCH, replacement=True)
        batch = _blurred(inputs[chosen], seen=seen)
        loss = torch.nn.functional.cross_entropy(model(batch), targets[chosen], label_smoothing=0.03)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    parts = {
        "mean": mean,
        "scale": scale,
        "w1": first.weight.detach().numpy().T,
        "b1": first.bias.detach().numpy(),
        "w2": last.weight.detach().numpy().T,
        "b2": last.bias.detach().numpy(),
    }
    return {name: part.astype(np.float16) for name, part in parts.items()} | {
        "temperature": np.array(1, dtype=np.float32)
    }


def _blurred(batch: torch.Tensor, *, seen: bool) -> torch.Tensor:
    """Inputs with noise; the size of some pictures withheld, and half of what the backbone sees of each."""
    batch = batch + (0.25 if seen else 0.15) * torch.randn_like(batch)
    batch[torch.rand(len(batch)) < 0.25, :3] = 0
    if seen:
        batch[:, COUNT:] *= (torch.rand(len(batch), batch.shape[1] - COUNT) > 0.5) / 0.5
    return batch


def _weights(found: Sequence[Sample]) -> np.ndarray:
    sources, totals = defaultdict(int), defaultdict(float)
    for sample in found:
        sources[sample.source, sample.kind] += 1
    share = np.array([sources[sample.source, sample.kind] ** -0.5 for sample in found])
    for sample, part in zip(found, share, strict=True):
        totals[sample.kind] += part
    often = [PHOTOS if sample.kind == "photo" else 1 for sample in found]
    return np.array(
        [o * part / totals[sample.kind] for sample, part, o in zip(found, share, often, strict=True)]
    )


def tempered(
    weights: dict[str, np.ndarray], found: Sequence[Sample], names: Sequence[str], *, seen: bool
) -> dict[str, np.ndarray]:
    """The weights with the temperature that makes the probabilities for `found` true (Guo et al. 2017)."""
    rows = torch.tensor(kinds.Head(weights).logits(vectors(found, seen=seen)))
    goal = torch.tensor([names.index(sample.kind) for sample in found])
    grid = np.arange(0.3, 4, 0.02)
    losses = [float(torch.nn.functional.cross_entropy(rows / t, goal)) for t in grid]
    return weights | {"temperature": np.array(grid[int(np.argmin(losses))], dtype=np.float32)}


def report(heads: kinds.Heads, found: Sequence[Sample], origin: str, *, seen: bool) -> None:
    """Per kind and per source: share right, and what the wrong ones were taken for; then silence."""
    names, rows = list(heads.names), heads.run(vectors(found, seen=seen), seen=seen)
    taken = [names[i] for i in rows.argmax(axis=1)]
    sure = rows.max(axis=1) >= kinds.SURE
    right = np.array([kind == sample.kind for kind, sample in zip(taken, found, strict=True)])
    print(
        f"{len(found)} pictures {origin}: {100 * right.mean():.1f}% right; sure of {100 * sure.mean():.1f}%, of which {100 * right[sure].mean():.1f}% right"
    )
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, sample in enumerate(found):
        groups[sample.kind, ""].append(i)
        groups[sample.kind, sample.source].append(i)
    for (kind, source), chosen in sorted(groups.items()):
        wrong = defaultdict(int)
        for i in chosen:
            wrong[taken[i]] += taken[i] != kind
        errors = {name: count for name, count in wrong.items() if count}
        print(
            f"  {'' if source else kind:12} {source:32} {len(chosen):4} {100 * right[chosen].mean():6.1f}%  {errors or ''}"
        )
    decoration = rows[:, names.index("decorative")]
    lost = [
        (sample.source, sample.name)
        for sample, p in zip(found, decoration, strict=True)
        if p >= kinds.SILENT and sample.kind != "decorative"
    ]
    kept = [
        p >= kinds.SILENT for sample, p in zip(found, decoration, strict=True) if sample.kind == "decorative"
    ]
    print(
        f"  probability of decoration >= {kinds.SILENT}: {100 * np.mean(kept):.1f}% of decorations, {len(lost)} of the others"
    )
    for source, name in lost[:20]:
        print("    lost:", source, name)


def trained(found: Sequence[Sample], other: Sequence[Sample]) -> dict[str, np.ndarray]:
    """Both networks, trained on `found`, calibrated on `other`."""
    names = [kind for kind in get_args(ImageKind) if kind in {sample.kind for sample in found}]
    print(f"{len(found)} pictures to train on, {len({sample.source for sample in found})} sources")
    weights: dict[str, np.ndarray] = {"names": np.array(names)}
    for prefix, seen in (("seen", True), ("drawn", False)):
        head = tempered(train(found, names, seen=seen), other, names, seen=seen)
        weights |= {f"{prefix}_{name}": part for name, part in head.items()}
    return weights


def taught_by_all(weights: dict[str, np.ndarray], found: Sequence[Sample]) -> dict[str, np.ndarray]:
    """The shipped file: trained once more, on all sources; what strangers' probabilities are worth was measured before."""
    names = weights["names"].tolist()
    shipped = {"names": weights["names"]}
    for prefix, seen in (("seen", True), ("drawn", False)):
        head = train(found, names, seen=seen) | {"temperature": weights[f"{prefix}_temperature"]}
        shipped |= {f"{prefix}_{name}": part for name, part in head.items()}
    return shipped


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    random.seed(0)
    kept = Vectors(arguments.folder / "vectors")
    found, other, test = training(arguments.folder, kept), calibrating(kept), testing(arguments.folder, kept)
    weights = trained(found, other)
    heads = kinds.Heads(weights)
    for seen in (True, False):
        print("with the backbone" if seen else "by our own features alone")
        report(heads, other, "of the other generator", seen=seen)
        report(heads, test, "in other packages", seen=seen)
    if arguments.write:
        weights = taught_by_all(weights, [*found, *other, *test])
        target = Path(kinds.__file__).parent / kinds.WEIGHTS
        np.savez_compressed(target, **weights)  # type: ignore[arg-type]
        print(f"wrote {target} ({target.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
