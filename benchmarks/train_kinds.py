"""Train the classifier of picture kinds on a generated set, and test it on another.

    python benchmarks/captioning_set.py train/ --per-kind 150 --seed 7
    python benchmarks/captioning_set.py test/ --per-kind 50 --seed 3
    python benchmarks/train_kinds.py train/ test/ [--write]

Features are computed once per picture; the network trains in seconds. `--write` puts the weights into the package.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from pathlib import Path

import numpy as np
import torch

from rhapsode.captioning import kinds
from rhapsode.captioning.features import COUNT, VERSION, features
from rhapsode.captioning.loading import open_picture

HIDDEN = 48
EPOCHS = 1500


def load(folder: Path) -> tuple[np.ndarray, list[str]]:
    """Features [n, COUNT] and kinds of a generated set; pictures also as JPEG, as sites serve them."""
    kept = folder / f"features-{VERSION}.npz"
    if kept.is_file():
        with np.load(kept) as found:
            return found["rows"], found["names"].tolist()
    labels = json.loads((folder / "labels.json").read_text())
    rows, names = [], []
    for number, label in enumerate(labels):
        picture = open_picture((folder / label["file"]).read_bytes())
        rows.append(features(picture))
        names.append(label["kind"])
        if number % 2 and picture.pixels is not None:
            buffer = io.BytesIO()
            picture.pixels.save(buffer, "JPEG", quality=60 + number % 35)
            rows.append(features(open_picture(buffer.getvalue())))
            names.append(label["kind"])
    np.savez_compressed(kept, rows=np.stack(rows), names=np.array(names))
    return np.stack(rows), names


def train(x: np.ndarray, names: list[str], kind_names: list[str]) -> dict[str, np.ndarray]:
    torch.manual_seed(0)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    inputs = torch.tensor(np.clip((x - mean) / scale, -6, 6), dtype=torch.float32)
    targets = torch.tensor([kind_names.index(name) for name in names])
    first, last = torch.nn.Linear(COUNT, HIDDEN), torch.nn.Linear(HIDDEN, len(kind_names))
    model = torch.nn.Sequential(first, torch.nn.ReLU(), torch.nn.Dropout(0.3), last)
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=3e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, EPOCHS)
    for _ in range(EPOCHS):
        noisy = inputs + 0.15 * torch.randn_like(inputs)
        loss = torch.nn.functional.cross_entropy(model(noisy), targets, label_smoothing=0.005)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return {
        "names": np.array(kind_names),
        "mean": mean.astype(np.float32),
        "scale": scale.astype(np.float32),
        "w1": first.weight.detach().numpy().T.copy(),
        "b1": first.bias.detach().numpy(),
        "w2": last.weight.detach().numpy().T.copy(),
        "b2": last.bias.detach().numpy(),
        "temperature": np.array(1.0, dtype=np.float32),
    }


def report(weights: dict[str, np.ndarray], x: np.ndarray, names: list[str]) -> None:
    network = kinds.Network(weights)
    answers = [network.run(row) for row in x]
    right = [order[int(p.argmax())] == name for (order, p), name in zip(answers, names, strict=True)]
    print(f"{len(names)} pictures, {100 * np.mean(right):.2f}% right")
    for kind in dict.fromkeys(names):
        chosen = [r for r, name in zip(right, names, strict=True) if name == kind]
        taken = [
            order[int(p.argmax())] for (order, p), name in zip(answers, names, strict=True) if name == kind
        ]
        wrong = {other: taken.count(other) for other in set(taken) - {kind}}
        print(f"  {kind:12} {100 * np.mean(chosen):6.2f}%  {wrong or ''}")
    place = network.names.index("decorative")
    silenced = [p[place] >= kinds.SILENT for _, p in answers]
    lost = sum(s for s, name in zip(silenced, names, strict=True) if name != "decorative")
    kept = np.mean([s for s, name in zip(silenced, names, strict=True) if name == "decorative"])
    print(f"  silenced: {100 * kept:.1f}% of decorations, {lost} of the others")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    began = time.process_time()
    x, names = load(arguments.train)
    print(f"features: {1000 * (time.process_time() - began) / len(names):.1f} ms a picture")
    weights = train(x, names, sorted(set(names)))
    test_x, test_names = load(arguments.test)
    report(weights, x, names)
    report(weights, test_x, test_names)
    if arguments.write:
        target = Path(kinds.__file__).parent / kinds.WEIGHTS
        np.savez_compressed(target, **weights)  # type: ignore[arg-type]
        print(f"wrote {target} ({target.stat().st_size} bytes)")


if __name__ == "__main__":
    main()
