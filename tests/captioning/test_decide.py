"""The decision: every picture of an article gets one, with its source and its reason."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image as Pillow

from rhapsode.base import RhapsodeError
from rhapsode.captioning import Captioner, Description, describe
from rhapsode.captioning.captioner import Caption, Job
from rhapsode.parsing.article import (
    Article,
    Figure,
    Heading,
    Image,
    InlineImage,
    Link,
    Paragraph,
    Text,
    identified,
    images,
)


@pytest.fixture(autouse=True)
def _without_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The decision is tested here, not what the reader sees in test patterns; that takes seconds."""
    monkeypatch.setattr("rhapsode.captioning.reading.ocr.available", lambda: False)


class Parrot(Captioner):
    """Says what it is told to, and remembers what it was asked."""

    name = identity = "parrot"
    contextual = True

    def __init__(self, *answers: str) -> None:
        self.answers = answers
        self.jobs: list[Job] = []

    def caption(self, jobs: Sequence[Job], *, deadline: float = 60.0) -> list[Caption]:
        self.jobs += jobs
        return [
            Caption(text, 0.8, None if text else "no idea")
            for text, _ in zip(self.answers, jobs, strict=True)
        ]


def article(*blocks: object, source: str | None = None, lang: str | None = "en") -> Article:
    return identified(Article("A day by the sea", blocks, source=source, language=lang))  # type: ignore[arg-type]


def figure(image: Image, caption: str = "") -> Figure:
    return Figure((image,), caption=(Text(caption),) if caption else ())


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def one(image: Image, caption: str = "", **more: object) -> Description:
    return describe(article(figure(image, caption)), **more)[0]  # type: ignore[arg-type]


def noise(path: Path, size: tuple[int, int] = (320, 240)) -> Path:
    """A picture that looks like a photograph to anything that counts colours."""
    Pillow.effect_mandelbrot(size, (-2, -1.5, 1, 1.5), 60).convert("RGB").rotate(7).save(path)
    return path


def data_uri(picture: Pillow.Image, format: str = "PNG") -> str:
    buffer = io.BytesIO()
    picture.save(buffer, format)
    return f"data:image/{format.lower()};base64,{base64.b64encode(buffer.getvalue()).decode()}"


def test_every_picture_has_one_description_in_order() -> None:
    story = identified(
        Article(
            "Boats",
            (
                figure(Image("a.jpg", alt="A red boat"), "Harbour"),
                Paragraph((Text("Look "), InlineImage(Image("b.png", alt="at this")))),
                Figure((Image("c.jpg"), Image("d.jpg", alt="")), caption=(Text("Two views"),)),
            ),
            lead_image=Image("lead.jpg"),
        )
    )
    found = describe(story)
    assert [description.image for description in found] == [image.id for image in images(story)]
    assert all(description.reason for description in found)


def test_a_picture_is_silent_on_purpose_or_not_at_all() -> None:
    for image in (Image("x.jpg"), Image("x.jpg", alt=""), Image("IMG_1.jpg", alt="IMG_1.jpg"), Image("")):
        description = one(image)
        assert description.text or description.decorative or description.source in ("none", "caption")
        assert description.decorative == (image.alt == "")


@pytest.mark.parametrize(
    ("image", "caption", "source", "text", "reason"),
    [
        (Image("a.jpg", alt="A red boat at the quay"), "", "alt", "A red boat at the quay", "author"),
        (Image("a.jpg", alt="Photo of a red boat at the quay"), "", "alt", "A red boat at the quay", "author"),
        (Image("a.jpg", alt="The harbour in May"), "The harbour in May.", "caption", "", "repeats the caption"),
        (Image("a.jpg", alt="IMG_2034.JPG"), "The harbour", "caption", "", "caption"),
        (Image("a.jpg"), "The harbour", "caption", "", "caption"),
        (Image("a.jpg", alt=""), "The harbour", "caption", "", "decorative"),
        (Image("a.jpg", title="A red boat at the quay"), "", "alt", "A red boat at the quay", "title"),
        (Image("a.jpg", alt="", hidden=True), "", "none", "", "screen readers"),
        (Image("a.jpg", alt="decorative line"), "", "none", "", "decoration"),
        (Image("p.gif", width=1, height=1), "", "none", "", "tracking pixel"),
        (Image("https://www.facebook.com/tr?id=1"), "", "none", "", "tracking pixel"),
        (Image("img/spacer.gif"), "", "none", "", "spacer"),
        (Image("wave.png", width=1200, height=6), "", "none", "", "spacer"),
        (Image("e.png", alt="🎉"), "", "alt", "party popper", "emoji"),
        (Image("b.png", href="https://www.example.org/shop"), "", "link", "A link to example.org", "linked"),
        (Image("b.png", href="https://x.org/", title="Go to the shop"), "", "link", "Go to the shop", "link's title"),
        (Image("b.png", href="b-large.png"), "", "none", "", "nobody"),
        (Image("Google-Pixel-9.jpg", alt="The new phone"), "", "alt", "The new phone", "author"),
    ],
)  # fmt: skip
def test_the_decision_in_the_order_of_the_tree(
    image: Image, caption: str, source: str, text: str, reason: str
) -> None:
    description = one(image, caption)
    assert (description.source, description.text) == (source, text)
    assert reason in description.reason


def test_alternative_text_that_the_paragraph_beside_it_says_is_not_said_again() -> None:
    text = "The crane lifts the old red ferry out of the water"
    found = describe(article(figure(Image("a.jpg", alt=text)), paragraph(f"{text} early in the morning.")))
    assert found[0].decorative
    assert "beside it" in found[0].reason


def test_a_long_alternative_text_is_shortened_and_kept() -> None:
    alt = "A red boat lies at the quay. " + "Men carry boxes of fish over the planks to the lorries. " * 8
    description = one(Image("a.jpg", alt=alt.strip().replace("boxes", "crates", 1)))
    assert description.source == "none" or len(description.text.split()) <= 60


def test_linked_pictures_inside_paragraphs_are_recognised() -> None:
    link = Link((InlineImage(Image("b.png")),), href="https://example.org/a")
    assert describe(article(Paragraph((link,))))[0].source == "link"


def test_an_editor_has_the_last_word() -> None:
    story = article(figure(Image("a.jpg", alt="A red boat")), figure(Image("b.jpg", alt="A blue boat")))
    first, second = (image.id for image in images(story))
    found = describe(story, overrides={first: " My own  words ", second: ""})
    assert (found[0].text, found[0].source) == ("My own words", "editor")
    assert (found[1].text, found[1].decorative, found[1].source) == ("", True, "editor")


# ------------------------------------------------------------------------------------------ with a model


def test_a_model_describes_what_nobody_did(tmp_path: Path) -> None:
    noise(tmp_path / "boat.png")
    story = article(
        Heading(2, (Text("The harbour"),)),
        paragraph("We arrived early."),
        figure(Image("boat.png")),
        paragraph("Then it rained."),
        source=str(tmp_path / "post.md"),
    )
    parrot = Parrot("a red boat lies at the quay")
    description = describe(story, captioner=parrot)[0]
    assert (description.text, description.source, description.model) == (
        "A red boat lies at the quay.",
        "model",
        "parrot",
    )
    assert description.confidence == 0.8
    context = dict(parrot.jobs[0].context)
    assert context["section"] == "The harbour"
    assert context["text before"] == "We arrived early."
    assert context["text after"] == "Then it rained."


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("", "no idea"),
        ("a boat a boat a boat a boat", "repeats itself"),
        ("Angela Merkel opens the harbour", "names"),
        ("a boat with 37 passengers", "number"),
        ("an Asian man on a boat", "guesses about people"),
        ("http://example.org/boat", "address"),
    ],
)
def test_what_a_model_may_not_say_is_not_said(tmp_path: Path, answer: str, problem: str) -> None:
    noise(tmp_path / "boat.png")
    story = article(figure(Image("boat.png")), source=str(tmp_path / "post.md"))
    description = describe(story, captioner=Parrot(answer))[0]
    assert description.source != "model"
    assert not description.decorative
    assert any(problem in warning for warning in description.warnings)


def test_a_model_that_repeats_the_caption_adds_nothing(tmp_path: Path) -> None:
    noise(tmp_path / "boat.png")
    story = article(
        figure(Image("boat.png"), "A red boat lies at the quay"), source=str(tmp_path / "post.md")
    )
    description = describe(story, captioner=Parrot("a red boat at the quay"))[0]
    assert (description.text, description.source) == ("", "caption")


def test_the_model_is_asked_once_for_all_and_only_where_needed(tmp_path: Path) -> None:
    noise(tmp_path / "a.png")
    noise(tmp_path / "b.png", (400, 300))
    pictures = [
        Image("a.png"),
        Image("a.png", alt="A mountain lake at dawn"),
        Image("b.png"),
        Image("p.gif", width=1, height=1),
    ]
    parrot = Parrot("a small boat", "a large tree")
    found = describe(article(*map(figure, pictures), source=str(tmp_path / "post.md")), captioner=parrot)
    assert len(parrot.jobs) == 2
    assert [description.source for description in found] == ["model", "alt", "model", "none"]


def test_a_real_model_end_to_end(blip_folder: Path, tmp_path: Path) -> None:
    from rhapsode.captioning import load_captioner
    from rhapsode.captioning.captioner import Settings

    noise(tmp_path / "boat.png")
    captioner = load_captioner(str(blip_folder), Settings(max_new_tokens=6, device="cpu"))
    description = describe(
        article(figure(Image("boat.png")), source=str(tmp_path / "post.md")), captioner=captioner
    )[0]
    assert description.source == "model" or description.warnings


# ------------------------------------------------------------------------------------- pictures out of reach


def test_a_fetcher_gets_remote_pictures() -> None:
    buffer = io.BytesIO()
    Pillow.new("RGBA", (50, 50), (0, 0, 0, 0)).save(buffer, "PNG")
    asked: list[str] = []

    class Fetcher:
        def get(self, url: str, *, accept: object = None, max_bytes: int = 0) -> object:
            asked.append(url)
            return SimpleNamespace(body=buffer.getvalue())

    description = one(Image("https://example.org/a.png"), fetcher=Fetcher())
    assert asked == ["https://example.org/a.png"]
    assert description.decorative
    assert "transparent" in description.reason


def test_a_fetcher_that_fails_is_one_warning() -> None:
    class Fetcher:
        def get(self, url: str, *, accept: object = None, max_bytes: int = 0) -> object:
            raise RhapsodeError("a private address", where=url)

    description = one(Image("http://10.0.0.1/a.png"), fetcher=Fetcher())
    assert not description.decorative
    assert description.warnings == ("http://10.0.0.1/a.png: a private address",)


def test_nothing_is_read_where_the_authors_words_settle_it() -> None:
    class Fetcher:
        def get(self, url: str, *, accept: object = None, max_bytes: int = 0) -> object:
            raise AssertionError(url)

    assert one(Image("https://example.org/a.png", alt="A red boat"), fetcher=Fetcher()).text == "A red boat"
