"""House styles: what a file may say, what is refused, and what each policy makes of an article."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from rhapsode.narration.account import account
from rhapsode.narration.directing import direct
from rhapsode.narration.phrasebook import LANGUAGES, SLOT, load_phrasebook
from rhapsode.narration.script import Script
from rhapsode.narration.style import READY, Policies, StyleError, load_style
from rhapsode.parsing import article as a
from rhapsode.tts.utterance import Prosody


def p(text: str, **more: object) -> a.Paragraph:
    return a.Paragraph((a.Text(text),), **more)  # type: ignore[arg-type]


BODY = a.identified(
    a.Article(
        "The clock",
        (
            p("First paragraph here."),
            a.Heading(2, (a.Text("A part"),)),
            a.List((a.ListItem((p("one item here"),)), a.ListItem((p("two items here"),)))),
            a.Quote((p("We saw it."),), (a.Text("Jane Doe"),)),
            a.Table((((a.Cell((a.Text("Year"),), True)), a.Cell((a.Text("Cost"),), True)), (a.Cell((a.Text("2023"),)), a.Cell((a.Text("14"),)))), header_rows=1),
            a.CodeBlock("x = 1", "python"),
            a.MathBlock("E = mc^2"),
            a.Figure((a.Image("a.jpg", "A brass clock"),), (a.Text("In its tower"),), (a.Text("AP Wire"),)),
            a.Aside((p("Mind the step."),), "warning"),
            a.Details((a.Text("Why so?"),), (p("Because it is so."),)),
            a.Embed("YouTube", "video", "A film"),
            a.DefinitionList((a.Definition(((a.Text("Fusee"),),), ((p("A cone."),),)),)),
            a.Footnote("1", (p("A note body."),)),
        ),
        byline=("Ada Moreau",),
        published="2026-03-14",
        language="en",
    )
)  # fmt: skip


def script(style: str | Path | None = None, /, **options: object) -> Script:
    from dataclasses import replace

    article = replace(BODY, options=options)  # type: ignore[arg-type]
    made = direct(article, (), load_style(style))
    account(article, made).check()
    return made


def said(made: Script) -> str:
    return " ".join(u.spoken for u in made.utterances)


@pytest.mark.parametrize("name", READY)
def test_ready_styles_load_and_name_themselves(name: str) -> None:
    style = load_style(name)
    assert style.name == name
    assert style.description
    assert style.voices["quote"].prosody == Prosody(0.95, -4.0)


def test_the_default_is_the_newsroom() -> None:
    assert load_style(None) == load_style("newsroom")


def test_the_newsroom_file_shows_every_key_with_its_value() -> None:
    """Documentation that cannot rot: what the file says is what the code's own defaults are, and nothing is missing."""
    text = (Path(__file__).parents[2] / "narration/styles/newsroom.toml").read_text("utf-8")
    values = tomllib.loads(text)
    for section in ("opening", "closing", "policies", "pauses", "limits"):
        kind = type(getattr(load_style(), section))
        assert set(values[section]) == set(kind.__dataclass_fields__), section
        for key, default in values[section].items():
            got = getattr(kind(), key)
            assert (list(got) if isinstance(got, tuple) else got) == default, f"{section}.{key}"


def test_pauses_grow_with_the_boundary() -> None:
    for name in READY:
        pauses = load_style(name).pauses
        before = pauses.heading_before
        order = [
            pauses.clause,
            pauses.sentence,
            pauses.item,
            pauses.paragraph,
            pauses.block,
            before[-1],
            before[0],
            pauses.section,
        ]
        assert order == sorted(order), name
        assert all(x > y for x, y in zip(before, pauses.heading_after, strict=True)), name


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nonsense = 1", "at nonsense: unknown field"),
        ("[policies]\ntabel = 'say'", "at policies.tabel: unknown field"),
        ("[policies]\ntable = 'shout'", "at policies.table: "),
        ("[pauses]\nsentence = -1", "at pauses.sentence: "),
        ("[pauses]\nsentence = 'long'", "at pauses.sentence: "),
        ("[voices.quote]\nengin = 'x'", "at voices.quote.engin: unknown field"),
        ("[delivery]\nquote = { voice = 'nobody' }", "at delivery.quote.voice: no voice is called 'nobody'"),
        ("[delivery]\nsong = { rate = 1.0 }", "at delivery.song"),
        ("[templates]\nphotograph = 'x'", "at templates.photograph: no template has this name"),
        ("[templates]\nbyline = 'By {author}.'", "at templates.byline: unknown slot 'author'; this template has names"),
        ("[templates]\nbyline = 'By {names'", "at templates.byline: a brace"),
        ("extends = 'nobody'", "nobody"),
        ("notes = 'somewhere'", "at notes: "),
        ("name = ", "not valid TOML"),
    ],
)  # fmt: skip
def test_what_no_style_can_say_is_refused_by_its_path(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "house.toml"
    file.write_text(text)
    with pytest.raises(StyleError) as caught:
        load_style(file)
    assert message in str(caught.value)
    assert str(tmp_path) in str(caught.value)


def test_unknown_names_and_missing_files() -> None:
    with pytest.raises(StyleError, match="newsroom, essay, technical, accessible"):
        load_style("newsrom")
    with pytest.raises(StyleError, match="no such style file"):
        load_style("missing.toml")


def test_styles_that_extend_each_other_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("extends = 'b.toml'")
    (tmp_path / "b.toml").write_text("extends = 'a.toml'")
    with pytest.raises(StyleError, match="circle"):
        load_style(tmp_path / "a.toml")


def test_a_house_style_of_three_lines(tmp_path: Path) -> None:
    file = tmp_path / "house.toml"
    file.write_text(
        "name = 'house'\n[opening]\nintro = 'This is the Courier.'\ndisclosure = false\n[closing]\noutro = 'That was the Courier.'\n"
        "[templates]\nbyline = 'Written by {names}.'\n"
    )
    made = script(file)
    assert made.style == "house"
    assert said(made).startswith("This is the Courier. The clock. Written by Ada Moreau.")
    assert said(made).endswith("That was the Courier.")
    assert "synthetic" not in said(made)


def test_lexicons_lie_beside_the_style(tmp_path: Path) -> None:
    (tmp_path / "names.tsv").write_text("written\tspoken\nMoreau\tmo-ROH\n")
    file = tmp_path / "house.toml"
    file.write_text("lexicons = ['names.tsv']")
    assert "By Ada mo-ROH." in said(script(file))


SAID = {
    "heading": "A part",
    "list": "one item here",
    "quote": "We saw it",
    "table": "Cost: fourteen",
    "code": "equals one",
    "math": "squared",
    "image": "A brass clock",
    "caption": "In its tower",
    "credit": "AP Wire",
    "footnote": "A note body",
    "aside": "Mind the step",
    "details": "Because it is so",
    "embed": "A film",
    "definition_list": "A cone",
    "paragraph": "First paragraph",
}


@pytest.mark.parametrize("kind", SAID)
@pytest.mark.parametrize("policy", ["say", "summarise", "cue", "skip"])
def test_every_policy_of_every_construct(kind: str, policy: str) -> None:
    made = script(None, policies={kind: policy})
    words = SAID[kind] in said(made)
    if policy == "say":
        assert words
    elif (kind, policy) not in (("embed", "summarise"), ("image", "summarise")):
        assert not words
    if policy == "skip":
        assert any("skip" in omission.reason for omission in made.omissions) or kind == "embed"


def test_the_front_matter_may_name_a_policy_directly() -> None:
    assert "Cost: fourteen" not in said(script(None, table="skip"))
    with pytest.raises(StyleError, match=r"front matter: narration: at tabel: unknown field"):
        script(None, tabel="skip")


def test_every_policy_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs/directing.md").read_text("utf-8")
    for kind in Policies.__dataclass_fields__:
        assert f"`{kind}`" in text, kind


@pytest.mark.parametrize("lang", LANGUAGES)
def test_phrasebooks_have_the_same_lines_and_slots(lang: str) -> None:
    english, other = load_phrasebook("en").templates, load_phrasebook(lang).templates
    assert list(other) == list(english)
    for key, text in other.items():
        assert {m[1] for m in SLOT.finditer(text)} == {m[1] for m in SLOT.finditer(english[key])}, key
    assert len(load_phrasebook(lang).months) == 12


def test_notes_go_where_the_style_wants_them() -> None:
    from dataclasses import replace

    blocks = (
        a.Paragraph((a.Text("With a note."), a.NoteReference("1"))),
        p("Then another paragraph."),
        a.Heading(2, (a.Text("A part"),)),
        p("The last paragraph."),
        a.Footnote("1", (p("The body of it."),)),
    )
    article = a.identified(a.Article("T", blocks))
    places = {}
    for notes in ("inline", "section", "end"):
        made = direct(article, (), replace(load_style(), notes=notes))  # type: ignore[arg-type]
        texts = [u.spoken for u in made.utterances]
        places[notes] = next(i for i, text in enumerate(texts) if "The body of it" in text)
        after = texts[places[notes] - 1]
        assert (
            after == {"inline": "With a note.", "section": "Then another paragraph.", "end": "Notes."}[notes]
        )
    assert places["inline"] < places["section"] < places["end"]


def test_an_article_may_choose_a_ready_style_and_its_own_words() -> None:
    made = script(None, style="accessible", lexicon={"Moreau": "mo-ROH", "Fusee": "/fjuːˈziː/"})
    assert made.style == "accessible"
    assert "By Ada mo-ROH." in said(made)
    assert any(sound.ipa == "fjuːˈziː" for u in made.utterances for sound in u.pronunciations)


@pytest.mark.parametrize(
    "options",
    [
        {"lexicons": ["/etc/passwd"]},
        {"extends": "../house.toml"},
        {"voices": {"narrator": {"engine": "elsewhere"}}},
        {"style": "/etc/passwd"},
        {"lexicon": ["Moreau"]},
    ],
)
def test_an_article_chooses_neither_files_nor_engines(options: dict[str, object]) -> None:
    with pytest.raises(StyleError, match="front matter: narration: at "):
        script(None, **options)


def test_turns_of_an_interview_have_their_speakers() -> None:
    blocks = (p("Why by hand?", speaker="Tom Berg"), p("Because motors fail.", speaker="Ada Moreau"))
    made = direct(a.identified(a.Article("T", blocks)), (), load_style())
    account(a.identified(a.Article("T", blocks)), made).check()
    assert [u.spoken for u in made.utterances[2:]] == [
        "Tom Berg: Why by hand?",
        "Ada Moreau: Because motors fail.",
    ]


def test_a_language_without_spoken_forms_is_said_so() -> None:
    made = direct(a.identified(a.Article("T", (p("123"),), language="fi")), (), load_style())
    assert any("fi" in warning for warning in made.warnings)
