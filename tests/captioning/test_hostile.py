"""Hostile pictures and sources: each refused with one clear message, and the article described all the same."""

from __future__ import annotations

import base64
import io
import os
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image as Pillow
from PIL.ImageFile import ImageFile

from rhapsode.captioning import ImageRefused, describe
from rhapsode.captioning.loading import open_picture
from rhapsode.captioning.sources import BYTE_LIMIT, read_source
from rhapsode.parsing.article import Article, Figure, Image, identified


def encoded(format: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    buffer = io.BytesIO()
    Pillow.effect_noise(size, 80).convert("RGB").save(buffer, format, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


def svg(body: str, prologue: str = "") -> bytes:
    return f'{prologue}<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{body}</svg>'.encode()


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + i)} "{("&" + chr(97 + i) + ";") * 10}">' for i in range(9)
)
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "no bytes": (lambda: b"", "empty"),
    "a page": (lambda: b"<!doctype html><html><body>hi</body></html>", "not a picture"),
    "a script": (lambda: b"GIF89a=1;alert(1)//", "not a picture|damaged|pixels"),
    "a PDF": (lambda: b"%PDF-1.7\n" + b"x" * 400, "not a picture"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    "a Photoshop file": (lambda: b"8BPS\x00\x01" + b"\x00" * 60, "not a picture"),
    "a zip": (lambda: b"PK\x03\x04" + b"\x00" * 80, "not a picture"),
    "an icon file": (lambda: encoded("ICO", (32, 32)), "not a picture"),
    "a pickle": (lambda: b"\x80\x04cos\nsystem\n(S'id'\ntR.", "not a picture"),
    "a bomb by its header": (lambda: png(60_000, 60_000, chunk(b"IDAT", zlib.compress(b"\0" * 99))), "pixels|far more"),
    "a bomb of one colour": (lambda: png(9_000, 9_000, chunk(b"IDAT", zlib.compress(b"\0" * (9_000 * 1_126)))), "pixels"),
    "an endless line": (lambda: png(900_000, 1, chunk(b"IDAT", zlib.compress(b"\0" * 112_501))), "pixels"),
    "no size": (lambda: png(0, 0, chunk(b"IDAT", b"")), "pixels|damaged|not a picture"),
    "text that unpacks": (
        lambda: png(9, 9, chunk(b"zTXt", b"c\0\0" + zlib.compress(b"x" * 90_000_000))),
        "damaged|far more",
    ),
    "a truncated JPEG": (lambda: encoded("JPEG", (400, 300))[:4_000], "damaged"),
    "a truncated PNG": (lambda: encoded("PNG", (400, 300))[:9_000], "damaged"),
    "a truncated WebP": (lambda: encoded("WEBP", (400, 300))[:900], "damaged|not a picture"),
    "a truncated AVIF": (lambda: encoded("AVIF", (200, 150))[:700], "damaged|not a picture"),
    "a truncated GIF": (lambda: encoded("GIF", (200, 150))[:900], "damaged"),
    "broken compression": (lambda: png(64, 64, chunk(b"IDAT", b"\x78\x9c" + b"\xff" * 60)), "damaged"),
    "a TIFF that points nowhere": (lambda: b"II*\x00\xff\xff\xff\xff" + b"\0" * 50, "not a picture|damaged"),
    "a TIFF that loops": (
        lambda: b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + b"\x00\x01\x03\x00\x01\x00\x00\x00\x09\x00\x00\x00" + struct.pack("<I", 8),
        "not a picture|damaged|pixels",
    ),
    "an SVG of laughs": (lambda: svg("<text>&j;</text>", LAUGHS + "]>"), "entities"),
    "an SVG that reads files": (
        lambda: svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "entities",
    ),
    "an SVG that fetches a DTD": (
        lambda: svg("<text>&x;</text>", '<!DOCTYPE svg [<!ENTITY % d SYSTEM "http://127.0.0.1/x.dtd"> %d;]>'),
        "entities",
    ),
    "an SVG not closed": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><g>', "well-formed"),
    "an SVG too large": (lambda: svg("<g/>" * 1_100_000), "larger than 4 MB"),
    "an SVG of too many parts": (lambda: svg("<g/>" * 120_000), "elements"),
    "a page that mentions svg": (lambda: b"<html><svg></svg></html>", "not an SVG|not a picture"),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_refused_with_one_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no bomb goes off: of what is unpacked at all there are few pixels."""
    unpacked: list[int] = []
    load = ImageFile.load

    def watched(self: ImageFile) -> object:
        unpacked.append(self.width * self.height)
        return load(self)

    monkeypatch.setattr(ImageFile, "load", watched)
    make, message = FILES[name]
    data = make()
    with pytest.raises(ImageRefused, match=message) as caught:
        open_picture(data, where="x.png")
    assert all(pixels < 1_000_000 for pixels in unpacked)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("x.png: ")


def plant(folder: Path) -> None:
    """An article's folder with traps in it, and a secret beside it."""
    (folder / "post").mkdir()
    (folder / "secret.png").write_bytes(encoded("PNG"))
    (folder / "post" / "link.png").symlink_to(folder / "secret.png")
    (folder / "post" / "zero.png").symlink_to("/dev/zero")
    (folder / "post" / "folder.png").mkdir()
    (folder / "post" / "up").symlink_to(folder)
    os.mkfifo(folder / "post" / "pipe.png")
    with (folder / "post" / "large.png").open("wb") as file:
        file.truncate(BYTE_LIMIT + 1)


SOURCES = {
    "": "no address",
    "../secret.png": "outside",
    "%2e%2e/secret.png": "outside",
    "..%2fsecret.png": "outside",
    "up/secret.png": "outside",
    "link.png": "outside",
    "zero.png": "outside",
    "/etc/passwd": "outside",
    "file:///etc/passwd": "outside",
    "file://server/share/a.png": "another machine",
    "pipe.png": "not a file",
    "folder.png": "not a file|directory",
    "large.png": "larger",
    "missing.png": "no such file",
    "a\0b.png": "usable path|read",
    "a" * 5000 + ".png": "read|usable",
    "javascript:alert(1)": "javascript",
    "ftp://example.org/a.png": "ftp",
    "gopher://example.org/a.png": "gopher",
    "blob:https://example.org/1": "blob",
    "chrome://settings": "chrome",
    "data:": "malformed",
    "data:text/html;base64,PGI+": "no picture",
    "data:image/png;base64,@@@@": "base64",
    "http://[::1/a.png": "addresses|fetched|malformed",
    "https://example.org/a.png": "no fetcher",
    "//example.org/a.png": "no fetcher",
}


@pytest.mark.parametrize("src", SOURCES, ids=lambda src: src[:30] or "nothing")
def test_a_hostile_source_is_refused_with_one_line(src: str, tmp_path: Path) -> None:
    plant(tmp_path)
    with pytest.raises(ImageRefused, match=f"(?i){SOURCES[src]}") as caught:
        read_source(src, article=str(tmp_path / "post" / "index.md"))
    assert "\n" not in str(caught.value)


def test_what_lies_below_the_article_is_read(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    data = encoded("PNG")
    for name in ("a.png", "b c.png", "50%.png"):
        (tmp_path / "img" / name).write_bytes(data)
    article = str(tmp_path / "index.md")
    for src in ("img/a.png", "./img/a.png?v=3#x", "img/b%20c.png", "img/../img/a.png", "img/50%25.png", f"file://{tmp_path}/img/a.png"):  # fmt: skip
        assert read_source(src, article=article) == data
    assert read_source("img/a.png", article=f"file://{article}") == data


class Rude:
    """A fetcher that does one of the things fetchers do to their callers."""

    def __init__(self, deed: object) -> None:
        self.deed = deed

    def get(self, url: str, *, accept: object = None, max_bytes: int = 0) -> object:
        if isinstance(self.deed, Exception):
            raise self.deed
        return self.deed


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        (TimeoutError("the read timed out"), "timed out"),
        (ConnectionResetError("reset by peer"), "reset by peer"),
        (ValueError("two\nlines"), "two lines"),
        (None, "not bytes"),
        ("<html>", "not bytes"),
        (SimpleNamespace(body=b"x" * (BYTE_LIMIT + 1)), "larger"),
        (SimpleNamespace(body=b"<!doctype html>Not found"), "not a picture"),
        (SimpleNamespace(content=b""), "empty"),
    ],
)
def test_a_fetcher_may_do_anything(deed: object, message: str) -> None:
    story = identified(Article("A", (Figure((Image("https://example.org/a.png"),)),), language="en"))
    (description,) = describe(story, fetcher=Rude(deed))
    assert not description.decorative
    assert len(description.warnings) == 1
    assert message in description.warnings[0]


def test_an_article_full_of_hostile_pictures_is_described(tmp_path: Path) -> None:
    plant(tmp_path)
    sources = list(SOURCES)
    for number, (make, _) in enumerate(FILES.values()):
        data = make()
        if number % 2:
            sources.append(f"data:image/png;base64,{base64.b64encode(data).decode()}")
        else:
            (tmp_path / "post" / f"{number}.png").write_bytes(data)
            sources.append(f"{number}.png")
    blocks = tuple(Figure((Image(src),)) for src in sources)
    story = identified(Article("A", blocks, source=str(tmp_path / "post" / "index.md"), language="en"))
    found = describe(story)
    assert len(found) == len(sources) >= 50
    for description in found:
        assert not description.decorative
        assert len(description.warnings) == 1, description


@pytest.mark.parametrize("format", ["JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF"])
def test_listed_formats_open(format: str) -> None:
    picture = open_picture(encoded(format))
    assert (picture.width, picture.height, picture.format) == (64, 48, format)
    assert picture.pixels is not None
    assert picture.pixels.mode == "RGB"


def heic(size: tuple[int, int] = (64, 48)) -> bytes:
    pillow_heif = pytest.importorskip("pillow_heif", reason="the heic extra is not installed")
    buffer = io.BytesIO()
    pillow_heif.from_pillow(Pillow.effect_noise(size, 80).convert("RGB")).save(buffer)
    return buffer.getvalue()


def test_photographs_of_telephones_open() -> None:
    picture = open_picture(heic())
    assert (picture.format, picture.width, picture.height) == ("HEIF", 64, 48)
    with pytest.raises(ImageRefused, match=r"damaged|not a picture"):
        open_picture(heic()[:200])


def test_without_the_extra_a_telephones_photograph_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = heic()
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(ImageRefused, match=r"pip install 'rhapsode\[heic\]'"):
        open_picture(data)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F", "YCbCr"])
def test_every_mode_becomes_rgb_on_white(mode: str) -> None:
    buffer = io.BytesIO()
    format = "PNG" if mode in ("1", "L", "LA", "P", "RGBA", "I;16") else "TIFF"
    source = Pillow.new("RGBA", (8, 8), (255, 0, 0, 0)) if mode == "RGBA" else Pillow.new(mode, (8, 8))
    source.save(buffer, format)
    picture = open_picture(buffer.getvalue())
    assert picture.pixels is not None
    assert picture.pixels.mode == "RGB"
    if mode == "RGBA":
        assert (picture.opacity, picture.pixels.getpixel((0, 0))) == (0.0, (255, 255, 255))


def test_large_pictures_are_made_small_and_turned_upright() -> None:
    buffer = io.BytesIO()
    exif = Pillow.Exif()
    exif[0x0112] = 6
    Pillow.new("RGB", (4000, 2000), "red").save(buffer, "JPEG", exif=exif)
    picture = open_picture(buffer.getvalue())
    assert (picture.width, picture.height) == (2000, 4000)
    assert picture.pixels is not None
    assert picture.pixels.size == (800, 1600)


def test_animations_show_their_middle() -> None:
    buffer = io.BytesIO()
    frames = [Pillow.new("RGB", (20, 20), colour) for colour in ("black", "red", "white")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    picture = open_picture(buffer.getvalue())
    assert picture.frames == 3
    assert picture.pixels is not None
    assert picture.pixels.getpixel((9, 9)) == (255, 0, 0)


class TestSvg:
    def test_its_texts_are_read(self) -> None:
        body = (
            "<title>The pump</title><desc>Water enters on the left.</desc><text>In<tspan>let</tspan></text>"
        )
        picture = open_picture(svg(body, '<?xml version="1.0"?>\n<!-- made by hand -->\n'))
        assert picture.svg is not None
        assert (picture.svg.title, picture.svg.desc) == ("The pump", "Water enters on the left.")
        assert picture.svg.words == ("Inlet",)

    def test_it_reads_no_file_when_it_is_drawn(self, tmp_path: Path) -> None:
        pytest.importorskip("resvg_py", reason="the SVG renderer is not installed")
        Pillow.new("RGB", (9, 9), "red").save(tmp_path / "red.png")
        for target in (tmp_path / "red.png", f"file://{tmp_path}/red.png"):
            picture = open_picture(svg(f'<image href="{target}" width="9" height="9"/>'))
            assert picture.pixels is not None
            assert picture.pixels.getpixel((5, 5)) == (255, 255, 255)

    def test_endless_effects_are_left_out(self) -> None:
        pytest.importorskip("resvg_py", reason="the SVG renderer is not installed")
        blur = '<filter id="f"><feGaussianBlur stdDeviation="500"/></filter>'
        sharp = '<rect x="3" width="3" height="9"/>'
        picture = open_picture(svg(blur + '<g filter="url(#f)">' * 60 + sharp + "</g>" * 60))
        assert picture.pixels is not None
        assert picture.pixels.tobytes() == open_picture(svg(sharp)).pixels.tobytes()  # type: ignore[union-attr]
