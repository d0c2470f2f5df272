"""A desk of its own for every test: a folder, a studio, an article with its script, and a voice without a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rhapsode.app import studio as studio_module
from rhapsode.app.project import Project
from rhapsode.app.store import Store
from rhapsode.app.studio import Studio
from rhapsode.narration import (
    Alignment,
    Article,
    Chapter,
    Cover,
    Description,
    Omission,
    Script,
    Utterance,
)
from rhapsode.narration.script import Speaker
from rhapsode.parsing.article import (
    CodeBlock,
    Figure,
    Heading,
    Image,
    List,
    ListItem,
    NoteReference,
    Paragraph,
    Rule,
    Text,
    identified,
)

HOSTILE = (
    "![x](https://tracker.test/p.png) <img src=https://tracker.test/q.png onerror=alert(1)> # Not a heading"
)


def aligned(name: str, *pairs: tuple[str, str], **fields: object) -> Utterance:
    """An utterance of (written, spoken) parts, each with its blank."""
    parts: list[Alignment] = []
    written = spoken = ""
    for w, s in pairs:
        parts.append(Alignment((len(written), len(written + w)), (len(spoken), len(spoken + s))))
        written, spoken = written + w, spoken + s
    values = {"role": "paragraph", "lang": "en", "chapter": "c1", **fields}
    return Utterance(id=name, written=written, spoken=spoken, alignment=tuple(parts), **values)  # type: ignore[arg-type]


def small_article() -> Article:
    """One of each that matters to the page, and some text that means harm."""
    return identified(
        Article(
            "Tides & <b>clocks</b>",
            (
                Paragraph(
                    (Text("It cost $3.2bn"), NoteReference("1", "1"), Text(" last year. Nobody minded."))
                ),
                Heading(2, (Text("Why one hand"),)),
                Paragraph((Text(HOSTILE),)),
                Figure((Image("harbour.png", "Boats on the mud"),), (Text("The harbour"),)),
                CodeBlock("print('<script>')", "python"),
                List((ListItem((Paragraph((Text("One"),)),)), ListItem((Paragraph((Text("Two"),)),)))),
                Rule(),
            ),
            byline=("Ines Hartwell",),
            summary="A hand that is wrong by design.",
            warnings=("a table was too wide",),
        )
    )


def small_script(article: Article) -> Script:
    """What a director might make of `small_article`."""
    b = [block.id for block in article.blocks]
    item = article.blocks[5].items[1].blocks[0].id  # type: ignore[union-attr]
    return Script(
        Cover(article.title, article.byline),
        "en",
        (
            aligned("u-title", (article.title, "Tides and clocks."), role="title", pause_after_ms=900),
            aligned(
                "u-cost", ("It ", "It "), ("cost ", "cost "), ("$3.2bn", "three point two billion dollars"), ("1 ", " "),
                ("last ", "last "), ("year.", "year."), block=b[0], pause_after_ms=300,
            ),
            aligned("u-nobody", ("Nobody ", "Nobody "), ("minded.", "minded."), block=b[0], pause_after_ms=600),
            aligned("u-heading", ("Why one hand", "Why one hand."), role="heading", chapter="c2", block=b[1]),
            aligned("u-hostile", (HOSTILE, HOSTILE), chapter="c2", block=b[2]),
            aligned("u-image", ("", "Image: "), ("Boats", "Boats"), role="image", chapter="c2", block=b[3]),
            aligned("u-two", ("Two", "Two."), role="list_item", chapter="c2", block=item),
        ),
        (Chapter("c1", "Opening"), Chapter("c2", "Why one hand")),
        {"narrator": Speaker("tone")},
        omissions=(Omission("print('<script>')", "code is not read", b[4]), Omission("menu", "navigation")),
    )  # fmt: skip


def small_project() -> Project:
    """`small_article` on the desk."""
    article = small_article()
    image = article.blocks[3].images[0].id  # type: ignore[union-attr]
    descriptions = (
        Description(image, "Boats", "alt", "the author's alternative text", "photo", confidence=0.8),
    )
    return Project("", "tides.md", article, descriptions, small_script(article), voice="tone")


@pytest.fixture
def project() -> Project:
    return small_project()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    """The studio every page of this process uses, with its projects in a folder of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    room = Studio(Store(tmp_path / "desk"))
    studio_module.studio.cache_clear()
    monkeypatch.setattr(studio_module, "Studio", lambda: room)
    yield room
    studio_module.studio.cache_clear()
