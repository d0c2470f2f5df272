"""What the classifier of kinds sees of a picture, computed once per picture and kept."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

from rhapsode.captioning import backbone
from rhapsode.captioning.errors import ImageRefused
from rhapsode.captioning.features import VERSION, features
from rhapsode.captioning.ground import grounded
from rhapsode.captioning.loading import WORKING_EDGE, Picture, open_picture
from rhapsode.captioning.svg import looks_like_svg, read_svg

PAGE = 100
"""Pictures per file of kept vectors."""
PHOTOS = 3
"""How many variants there are of a photograph; few of them come in packages."""


@dataclass(frozen=True)
class Sample:
    """One picture: where it comes from, its kind, its vectors (our features, the backbone's)."""

    source: str
    kind: str
    name: str
    drawn: np.ndarray
    seen: np.ndarray
    logits: np.ndarray


class Vectors:
    """Kept vectors by the picture's hash; new ones are written every PAGE pictures."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.known: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
        self.fresh: list[str] = []
        for path in sorted(folder.glob(f"vectors-{VERSION}-*.npz")):
            with np.load(path) as found:
                rows = zip(
                    found["keys"].tolist(), found["drawn"], found["seen"], found["logits"], strict=True
                )
                self.known.update({key: (drawn, seen, logits) for key, drawn, seen, logits in rows})

    def of(self, data: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
        """The vectors of a file; None where it cannot be opened."""
        key = hashlib.sha256(data).hexdigest()
        if key not in self.known:
            picture = opened(data)
            if picture is None or picture.pixels is None or min(picture.pixels.size) < 4:
                return None
            self.known[key] = seen_in(picture)
            self.fresh.append(key)
            if len(self.fresh) >= PAGE:
                self.keep()
        return self.known[key]

    def keep(self) -> None:
        if not self.fresh:
            return
        rows = [self.known[key] for key in self.fresh]
        path = self.folder / f"vectors-{VERSION}-{self.fresh[0][:16]}.npz"
        drawn, seen, logits = (np.stack([row[i] for row in rows]) for i in range(3))
        np.savez(path, keys=np.array(self.fresh), drawn=drawn, seen=seen, logits=logits)
        self.fresh.clear()


def opened(data: bytes) -> Picture | None:
    """A picture as `open_picture` gives it; drawings of packages are drawn in this process, which is much faster."""
    try:
        if not looks_like_svg(data):
            return open_picture(data)
        svg = read_svg(data)
        pixels = drawn_svg(data, WORKING_EDGE // 2).convert("RGBA")
    except (ImageRefused, ValueError, OSError):
        return None
    width, height = svg.size or pixels.size
    return Picture(grounded(pixels), width, height, "SVG", "", svg=svg)


def drawn_svg(data: bytes, edge: int) -> Image.Image:
    import resvg_py

    drawn = resvg_py.svg_to_bytes(svg_string=data.decode("utf-8", "replace"), width=edge)
    return Image.open(io.BytesIO(bytes(drawn)))


def seen_in(picture: Picture) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Our features, the backbone's features and its logits, the latter two as float16."""
    assert picture.pixels is not None
    seen, logits = backbone.look(picture.pixels)
    return features(picture), seen.astype(np.float16), logits.astype(np.float16)


def samples(found: Iterable[tuple[str, str, str, bytes]], kept: Vectors, *, again: bool) -> Iterator[Sample]:
    """Samples for (source, kind, name, file); with `again` many also as sites change them: cut, scaled, compressed."""
    for source, kind, name, data in found:
        others = (
            [varied(data, kind, number) for number in range(PHOTOS if kind == "photo" else 1)]
            if again
            else []
        )
        for variant in (data, *filter(None, others)):
            vectors = kept.of(variant)
            if vectors is not None:
                yield Sample(source, kind, name, *vectors)
    kept.keep()


def varied(data: bytes, kind: str, number: int = 0) -> bytes | None:
    """The picture as another site might show it, for photographs and four in ten of the others; the same file gives the
    same change."""
    rng = Random(hashlib.sha256(data).digest()[:2] + bytes(number))
    if kind != "photo" and rng.random() > (0.8 if looks_like_svg(data) else 0.4):
        return None
    buffer = io.BytesIO()
    if looks_like_svg(data):
        try:
            edge = (
                rng.choice((16, 24, 32, 48, 64, 96, 128))
                if kind == "icon"
                else rng.choice((64, 200, 400, 900))
            )
            drawn_svg(data, edge).save(buffer, "PNG")
        except (ValueError, OSError):
            return None
        return buffer.getvalue()
    picture = opened(data)
    if picture is None or picture.pixels is None or min(picture.pixels.size) < 8:
        return None
    pixels = picture.pixels
    if kind in ("photo", "screenshot", "map", "illustration"):
        least = (
            0.55 if number < 2 else 0.15
        )  # a small part of a photograph may be all texture, and is a photograph still
        width, height = (max(8, round(edge * rng.uniform(least, 1))) for edge in pixels.size)
        left, top = rng.randint(0, pixels.width - width), rng.randint(0, pixels.height - height)
        pixels = pixels.crop((left, top, left + width, top + height))
    longest = max(pixels.size)
    wanted = min(longest * 1.5, rng.uniform(200, 1400)) if longest > 150 else longest * rng.uniform(0.7, 2)
    size = (max(8, round(pixels.width * wanted / longest)), max(8, round(pixels.height * wanted / longest)))
    small = pixels.resize(size, Image.Resampling.LANCZOS)
    small.save(buffer, "JPEG", quality=rng.randint(55, 92)) if rng.random() < 0.6 else small.save(
        buffer, "PNG"
    )
    return buffer.getvalue()
