"""Measure the nouns said of photographs: how many are said, and how many of those are right.

    python -m benchmarks.kinds_packages material/
    python -m benchmarks.photo_nouns material/

`photo_nouns.json` names photographs in packages with the nouns that are true of each, as a person saw who looked at all
of which the network thought any noun more likely than not. Thresholds were chosen on "tune" (cut-out animals and
things, sights, food on black and white); "measure" are photographs of other origin (landscapes, towns, rooms, postcards,
wallpapers), on which nothing was fitted but which taught us two mistakes: hay is no food, and a photograph of a print
looks like a monitor.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path

import torch

from rhapsode.captioning import backbone, nouns
from rhapsode.captioning.errors import ImageRefused
from rhapsode.captioning.loading import open_picture

LABELS = Path(__file__).with_name("photo_nouns.json")


def measure(title: str, labels: dict[str, Sequence[str]], folder: Path) -> None:
    data = nouns.load_nouns()
    by_name = {noun.name: noun for noun in data.nouns}
    seen, wrong, said, seconds = 0, [], 0, 0.0
    for name, true in labels.items():
        try:
            pixels = open_picture((folder / name).read_bytes()).pixels
        except (OSError, ImageRefused):
            continue
        assert pixels is not None
        began = time.process_time()
        found = nouns.label(backbone.look(pixels)[1])
        seconds += time.process_time() - began
        seen += 1
        if found is None:
            continue
        said += 1
        if not any(found.noun.name in data.line(by_name[noun]) for noun in true):
            wrong.append(
                f"{name}: {found.noun.name} ({found.probability:.2f}), not {', '.join(true) or 'that'}"
            )
    right = f"{said - len(wrong)} right ({100 - 100 * len(wrong) / max(1, said):.1f}%)"
    print(
        f"{title}: {seen} of {len(labels)} photographs there, {said} named, {right}, {1000 * seconds / max(1, seen):.0f} CPU-ms each"
    )
    for line in wrong:
        print("  wrong:", line)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    torch.set_num_threads(1)
    for title, labels in json.loads(LABELS.read_text(encoding="utf-8")).items():
        measure(title, labels, folder)


if __name__ == "__main__":
    main()
