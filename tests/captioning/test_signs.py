"""Signs of decoration, and the ground on which transparent pictures are seen."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from rhapsode.captioning import signs
from rhapsode.captioning.ground import DARK, grounded
from rhapsode.captioning.loading import Picture, open_picture


def opened(image: Image.Image, format: str = "PNG") -> Picture:
    buffer = io.BytesIO()
    image.save(buffer, format)
    return open_picture(buffer.getvalue())


def drawn(
    draw: Callable[[ImageDraw.ImageDraw], object], size: tuple[int, int] = (300, 300), colour: str = "white"
) -> Picture:
    image = Image.new("RGB", size, colour)
    draw(ImageDraw.Draw(image))
    return opened(image)


def emblem(draw: ImageDraw.ImageDraw) -> None:
    for x, y in ((150, 60), (110, 110), (190, 110), (70, 170), (150, 170), (230, 170), (150, 230)):
        draw.ellipse((x - 18, y - 18, x + 18, y + 18), fill="#663399")


def corner(draw: ImageDraw.ImageDraw) -> None:
    draw.line((8, 250, 8, 8, 250, 8), fill="#228822", width=5)
    for k in range(5):
        draw.ellipse((20 + 40 * k, 14, 34 + 40 * k, 28), fill="#228822")
        draw.ellipse((14, 20 + 40 * k, 28, 34 + 40 * k), fill="#228822")


def wave(draw: ImageDraw.ImageDraw) -> None:
    draw.polygon([(0, 200), (100, 150), (200, 210), (300, 160), (300, 300), (0, 300)], fill="#88aadd")


def dots(draw: ImageDraw.ImageDraw) -> None:
    for x in range(6, 300, 20):
        for y in range(6, 300, 20):
            draw.ellipse((x, y, x + 7, y + 7), fill="#ccd5e0")


def test_an_emblem_stands_free() -> None:
    picture = drawn(emblem)
    ink = signs.ink(signs.small(picture))
    assert not signs.cut_off(ink)
    assert not signs.even(ink)
    assert not signs.in_corner(ink)
    assert not signs.repeats(picture)
    assert not signs.spread(picture)


@pytest.mark.parametrize("turns", range(4))
def test_a_corner_piece_is_known_in_every_corner(turns: int) -> None:
    image = Image.new("RGB", (300, 300), "white")
    corner(ImageDraw.Draw(image))
    assert signs.in_corner(signs.ink(signs.small(opened(image.rotate(90 * turns)))))


def test_what_stands_in_both_halves_is_no_corner_piece() -> None:
    def both(draw: ImageDraw.ImageDraw) -> None:
        corner(draw)
        draw.ellipse((220, 220, 280, 280), fill="#228822")

    assert not signs.in_corner(signs.ink(signs.small(drawn(both))))


def test_a_wave_is_cut_off() -> None:
    assert signs.cut_off(signs.ink(signs.small(drawn(wave))))


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_dots_come_again(format: str) -> None:
    image = Image.new("RGB", (400, 300), "white")
    dots(ImageDraw.Draw(image))
    assert signs.repeats(opened(image, format))


def test_noise_does_not_come_again() -> None:
    rng = random.Random(3)
    image = Image.new("L", (300, 300))
    image.putdata([rng.randrange(256) for _ in range(300 * 300)])
    assert not signs.repeats(opened(image.convert("RGB")))


def test_paper_is_even() -> None:
    rng = random.Random(5)
    image = Image.new("L", (300, 300))
    image.putdata([rng.randrange(236, 250) for _ in range(300 * 300)])
    assert signs.even(signs.ink(signs.small(opened(image.convert("RGB")))))


@pytest.mark.parametrize(("size", "wide"), [((600, 300), True), ((300, 700), True), ((600, 400), False)])
def test_bands_and_backgrounds_are_wide(size: tuple[int, int], wide: bool) -> None:
    assert signs.spread(opened(Image.new("RGB", size))) == wide


@given(st.tuples(st.integers(4, 60), st.integers(4, 60)), st.integers(0, 255))
def test_signs_of_any_size_and_colour_are_told(size: tuple[int, int], level: int) -> None:
    picture = opened(Image.new("RGB", size, (level, level, level)))
    ink = signs.ink(signs.small(picture))
    assert signs.featureless(signs.small(picture))
    assert signs.even(ink)
    assert not signs.cut_off(ink)
    assert not signs.in_corner(ink)
    assert not signs.spread(picture) or max(size) / min(size) >= signs.STRIP


# ------------------------------------------------------------------------------------------------- the ground


def transparent(colour: str) -> Image.Image:
    image = Image.new("RGBA", (200, 120), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((40, 20, 160, 100), fill=colour)
    return image


def test_a_white_drawing_is_laid_on_dark() -> None:
    pixels = opened(transparent("white")).pixels
    assert pixels is not None
    assert pixels.getpixel((0, 0)) == DARK
    assert not signs.featureless(signs.small(opened(transparent("white"))))


@pytest.mark.parametrize("colour", ["black", "#cc2244", "#dddddd"])
def test_other_drawings_are_laid_on_white(colour: str) -> None:
    assert grounded(transparent(colour)).getpixel((0, 0)) == (255, 255, 255)


def test_what_shows_nothing_is_white() -> None:
    assert grounded(Image.new("RGBA", (20, 20), (0, 0, 0, 0))).getpixel((3, 3)) == (255, 255, 255)


def test_a_white_svg_is_seen() -> None:
    pytest.importorskip("resvg_py", reason="drawings need a renderer")
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><circle cx="40" cy="40" r="30" fill="#fff"/></svg>'
    pixels = open_picture(svg).pixels
    assert pixels is not None
    assert pixels.getpixel((0, 0)) == DARK
    middle = pixels.getpixel((pixels.width // 2, pixels.height // 2))
    assert middle == (255, 255, 255)
