"""From bytes to pixels, on our terms: formats listed, sizes checked from the header, nothing decoded before that."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rhapsode.captioning.embedded import EmbeddedText, read_embedded
from rhapsode.captioning.errors import ImageRefused
from rhapsode.captioning.ground import grounded
from rhapsode.captioning.svg import SvgText, looks_like_svg, rasterise, read_svg

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
"""What is opened; and HEIF, as telephones write it, with the extra `heic`. Everything else Pillow knows (EPS, PDF, PSD, icons ...) has no place in an article's `img`."""
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
INSTALL_HEIC = "pip install 'rhapsode[heic]'"
PIXEL_LIMIT = 40_000_000
EDGE_LIMIT = 30_000
FRAME_LIMIT = 100
"""An animation's middle is looked for among this many frames; later ones cost decoding all before them."""
WORKING_EDGE = 1600
"""Longest edge in pixels of what the later stages see; small print in charts is still readable at this size."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An opened picture.

    `pixels` is RGB on white (on dark where all of it is light), at most WORKING_EDGE long, turned upright, or None for
    an SVG that cannot be drawn;
    `width` and `height` are the file's own in pixels, `opacity` the mean of its alpha channel (1 where it has none).
    `digest` is the SHA-256 of the file.
    """

    pixels: Pixels | None
    width: int
    height: int
    format: str
    digest: str
    opacity: float = 1.0
    frames: int = 1
    embedded: EmbeddedText = field(default_factory=EmbeddedText)
    svg: SvgText | None = None


def open_picture(data: bytes, *, where: str | None = None) -> Picture:
    """Decode a picture.

    Raises:
        ImageRefused: not a picture of a listed format, broken, or larger than is reasonable.
    """
    if not data:
        raise ImageRefused("the file is empty", where=where)
    try:
        return _open_svg(data) if looks_like_svg(data) else _open_raster(data)
    except ImageRefused as error:
        raise ImageRefused(error.message, where=error.where or where) from None


def _open_svg(data: bytes) -> Picture:
    svg = read_svg(data)
    pixels = rasterise(data, svg, edge=WORKING_EDGE // 2)
    width, height = pixels.size if pixels is not None and not svg.size else svg.size or (0, 0)
    return Picture(pixels, width, height, "SVG", hashlib.sha256(data).hexdigest(), svg=svg)


def _open_raster(data: bytes) -> Picture:
    from PIL import Image, ImageOps, UnidentifiedImageError

    formats = (_need_heif(),) if is_heif(data) else FORMATS
    with _quiet(), io.BytesIO(data) as file:
        try:
            picture = Image.open(file, formats=formats)
            _check_size(picture.size)
            width, height = picture.size
            frames = (
                int(getattr(picture, "n_frames", 1))
                if picture.format in ("GIF", "WEBP", "AVIF", "PNG")
                else 1
            )
            _seek_middle(picture, frames)
            picture.draft("RGB", (WORKING_EDGE, WORKING_EDGE))
            picture.load()
            # Only now: reading EXIF may decode the picture, and whoever asks first gets the decoder's complaint.
            embedded = read_embedded(picture)
            upright = ImageOps.exif_transpose(picture)
            pixels, opacity = _flatten(upright)
            turned = (upright.size[0] > upright.size[1]) != (width > height)
        except ImageRefused:
            raise
        except UnidentifiedImageError:
            raise ImageRefused(
                "not a picture in a format we open (JPEG, PNG, GIF, WebP, AVIF, BMP, TIFF, SVG)"
            ) from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise ImageRefused("decodes to far more pixels than a picture has") from None
        # Decoders report damage as any of these.
        except (
            OSError,
            ValueError,
            SyntaxError,
            TypeError,
            IndexError,
            KeyError,
            EOFError,
            struct.error,
            OverflowError,
        ) as error:
            reason = " ".join(str(error).split())[:120] or type(error).__name__
            raise ImageRefused(f"the file is damaged ({reason})") from None
        except (
            MemoryError,
            RecursionError,
            ZeroDivisionError,
            AttributeError,
            RuntimeError,
            ArithmeticError,
        ):
            raise ImageRefused("the file is damaged") from None
    if turned and width != height:
        width, height = height, width
    digest = hashlib.sha256(data).hexdigest()
    return Picture(pixels, width, height, str(picture.format), digest, opacity, frames, embedded)


def is_heif(data: bytes) -> bool:
    """Whether a file calls itself HEIF; AVIF, its cousin, is Pillow's own."""
    return data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS and b"avif" not in data[8:40]


def _need_heif() -> str:
    """Pillow's name for the format, once its reader is there."""
    try:
        from pillow_heif import register_heif_opener
    except ImportError:
        raise ImageRefused(f"a HEIC picture, which needs: {INSTALL_HEIC}") from None
    register_heif_opener()
    return "HEIF"


@contextmanager
def _quiet() -> Iterator[None]:
    """Turn Pillow's bomb warning into its error and keep its other remarks about odd files to itself."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def _check_size(size: tuple[int, int]) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise ImageRefused("has no pixels")
    if width * height > PIXEL_LIMIT or max(width, height) > EDGE_LIMIT:
        raise ImageRefused(
            f"has {width} x {height} pixels; at most {PIXEL_LIMIT // 10**6} million are opened"
        )


def _seek_middle(picture: Pixels, frames: int) -> None:
    """Animations mostly open on an empty or a title frame; the middle one shows what they are about."""
    if 1 < frames <= FRAME_LIMIT and frames * picture.size[0] * picture.size[1] <= 4 * PIXEL_LIMIT:
        picture.seek(frames // 2)


def _flatten(picture: Pixels) -> tuple[Pixels, float]:
    """RGB pixels on their ground, made small first where that is possible, and the mean opacity."""
    from PIL import ImageStat

    if picture.mode in ("I;16", "I;16B", "I", "F"):
        picture = _to_eight_bits(picture)
    transparent = picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info
    picture = picture.convert("RGBA" if transparent else "RGB")
    picture.thumbnail((WORKING_EDGE, WORKING_EDGE))
    if not transparent:
        return picture, 1.0
    return grounded(picture), ImageStat.Stat(picture.getchannel("A")).mean[0] / 255


def _to_eight_bits(picture: Pixels) -> Pixels:
    import numpy as np
    from PIL import Image

    values = np.nan_to_num(np.asarray(picture, dtype=np.float64))
    low, high = float(values.min()), float(values.max())
    scaled = (values - low) * (255 / (high - low)) if high > low else np.zeros_like(values)
    return Image.fromarray(scaled.astype(np.uint8))
