"""What is written into audio files beside the audio: tags, cover image and chapters."""

from __future__ import annotations

import base64
import io
import json
import struct
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from rhapsode.narration.recording import SpokenChapter
from rhapsode.narration.script import Script

if TYPE_CHECKING:
    from PIL import Image

COVER_PIXELS = 1400
"""Longest side; the least that podcast directories ask for."""
MAX_COVER_BYTES = 32 << 20
MAX_COVER_PIXELS = 80_000_000


@cache
def _three_letter_codes() -> dict[str, str]:
    """ISO 639-1 to ISO 639-2/T, which is what MP4 and ID3 can say."""
    return json.loads(
        resources.files("rhapsode.narration.publishing").joinpath("languages.json").read_text("utf-8")
    )


@dataclass(frozen=True, slots=True)
class Tags:
    """`fields` by FFmpeg's generic names, `language` as ISO 639-2, `cover` as JPEG, chapters with their times."""

    fields: dict[str, str]
    language: str
    chapters: tuple[SpokenChapter, ...]
    cover: bytes | None = None


def tags_of(
    script: Script, chapters: tuple[SpokenChapter, ...], disclosure: str, cover: bytes | None
) -> Tags:
    """Tags for the files of `script`; `disclosure` says, in the comment, that the voice is synthetic."""
    about = script.cover
    fields = {
        "title": about.title,
        "artist": ", ".join(about.byline),
        "album": about.site or "",
        "date": (about.published or "")[:10],
        "comment": disclosure,
        "description": about.summary or "",
    }
    kept = {name: one_line(value) for name, value in fields.items()}
    return Tags({k: v for k, v in kept.items() if v}, three_letters(script.language), chapters, cover)


def three_letters(language: str) -> str:
    """A BCP 47 tag's language as ISO 639-2/T; `und` where there is none."""
    primary = language.split("-")[0].lower()
    if len(primary) == 3 and primary.isascii() and primary.isalpha():
        return primary
    return _three_letter_codes().get(primary, "und")


def one_line(text: str) -> str:
    """`text` without line breaks and control characters, which tags cannot hold."""
    return " ".join("".join(" " if ord(c) < 32 or c == "\x7f" else c for c in text).split())


def clock(seconds: float) -> str:
    """A time as `hh:mm:ss.mmm`, as WebVTT and Ogg chapters write it."""
    whole, ms = divmod(round(1000 * max(0.0, seconds)), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}.{ms:03}"


def cover_jpeg(image: bytes, *, pixels: int = COVER_PIXELS, quality: int = 86) -> bytes:
    """Any picture as a plain JPEG that every player shows: upright, RGB, of bounded size, without metadata.

    Raises:
        ValueError: not a picture, or one too large to open safely; the message says which.
    """
    from PIL import Image, ImageOps

    if len(image) > MAX_COVER_BYTES:
        raise ValueError(f"it has more than {MAX_COVER_BYTES >> 20} MB")
    try:
        with Image.open(io.BytesIO(image)) as picture:
            if picture.width * picture.height > MAX_COVER_PIXELS:
                raise ValueError(f"it has more than {MAX_COVER_PIXELS // 1_000_000} million pixels")
            picture.draft("RGB", (pixels, pixels))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((pixels, pixels), Image.Resampling.LANCZOS)
            plain = _on_white(upright)
    except (OSError, SyntaxError, Image.DecompressionBombError, EOFError, struct.error) as error:
        raise ValueError("it is not a picture that can be read") from error
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=quality, optimize=True, progressive=False)
    return out.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    from PIL import Image

    if not (picture.has_transparency_data or picture.mode in ("RGBA", "LA", "PA")):
        return picture.convert("RGB")
    layered = picture.convert("RGBA")
    ground = Image.new("RGB", layered.size, "white")
    ground.paste(layered, mask=layered.getchannel("A"))
    return ground


def flac_picture(jpeg: bytes) -> str:
    """`jpeg` as METADATA_BLOCK_PICTURE, the Vorbis comment that holds a front cover (RFC 9639, section 8.8)."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as picture:
        width, height = picture.size
    mime = b"image/jpeg"
    block = struct.pack(">II", 3, len(mime)) + mime + struct.pack(">I", 0)
    block += struct.pack(">IIIII", width, height, 24, 0, len(jpeg)) + jpeg
    return base64.b64encode(block).decode("ascii")
