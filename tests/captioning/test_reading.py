"""Reading charts, cards and screens: first from words in known places, then from pixels through the real reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from rhapsode.captioning import describe, seeing
from rhapsode.captioning.case import Case
from rhapsode.captioning.context import Surroundings
from rhapsode.captioning.kinds import Guess
from rhapsode.captioning.loading import Picture
from rhapsode.captioning.numbers import figures
from rhapsode.captioning.reading import ocr, pages, phrases
from rhapsode.captioning.reading.charts import numeral, read_chart
from rhapsode.captioning.reading.ocr import Line, Reading
from rhapsode.captioning.reading.spelling import speller
from rhapsode.parsing.article import Article, Figure, Image, Paragraph, Text, identified


def at(text: str, x: float, y: float, height: float = 16) -> Line:
    """A line with its middle at (x, y)."""
    half = 0.3 * height * len(text)
    return Line(text, x - half, y - height / 2, x + half, y + height / 2)


def reading(*lines: Line, size: tuple[int, int] = (640, 480)) -> Reading:
    return Reading(ocr.in_reading_order(lines), *size)


TICKS = [at(str(v), 20, 420 - 3.8 * v) for v in (0, 20, 40, 60, 80, 100)]


def columns(labels: list[str], values: list[str], heights: list[float] | None = None) -> Reading:
    xs = [100 + 90 * i for i in range(len(labels))]
    heights = heights or [float(value.strip("$%")) for value in values]
    marks = [
        at(value, x, 420 - 3.8 * height - 12) for x, value, height in zip(xs, values, heights, strict=True)
    ]
    names = [at(label, x, 440) for x, label in zip(xs, labels, strict=True)]
    return reading(at("Loans at the library", 320, 12, 20), *TICKS, *marks, *names)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), ("1,200", 1200), ("$47", 47), ("38.5%", 38.5), ("-3", -3), ("3k", 3000), ("1.5M", 1.5e6), ("2016", 2016), ("Q1", None), ("18 to 34", None), ("", None)],
)  # fmt: skip
def test_numerals(text: str, value: float | None) -> None:
    assert numeral(text) == value


def test_columns_in_time_have_a_trend() -> None:
    chart = read_chart(columns(["2016", "2018", "2020", "2022"], ["12", "30", "25", "47"]))
    assert chart is not None
    assert [(point.label, point.value) for point in chart.points] == [
        ("2016", 12),
        ("2018", 30),
        ("2020", 25),
        ("2022", 47),
    ]
    assert (chart.title, chart.complete, chart.ordered, phrases.trend(chart)) == (
        "Loans at the library",
        True,
        True,
        "rises",
    )
    text, long = phrases.say(chart)
    assert text == "Loans at the library. A column chart that rises from 12 in 2016 to 47 in 2022."
    assert long == "All values: 2016 12, 2018 30, 2020 25, 2022 47."


def test_columns_without_order_are_ranked() -> None:
    chart = read_chart(columns(["North", "South", "East", "West"], ["45%", "26%", "20%", "9%"]))
    assert chart is not None
    assert phrases.trend(chart) is None
    assert phrases.say(chart)[0].endswith(
        ": North is highest with 45%, followed by South with 26%; West is lowest with 9%."
    )


def test_a_misread_value_is_not_spoken() -> None:
    chart = read_chart(
        columns(["A1", "B1", "C1", "D1", "E1"], ["12", "30", "95", "47", "60"], [12, 30, 25, 47, 60])
    )
    assert chart is not None
    assert "C1" not in {point.label for point in chart.points}
    assert not chart.complete


def test_a_lost_decimal_point_is_found_by_its_place() -> None:
    chart = read_chart(
        columns(["Q1", "Q2", "Q3", "Q4"], ["89", "13.0", "22.2", "24.3"], [8.9, 13, 22.2, 24.3])
    )
    assert chart is not None
    assert [point.value for point in chart.points] == [8.9, 13, 22.2, 24.3]


def test_several_series_are_left_alone() -> None:
    names = [at(name, 100 + 150 * i, 440) for i, name in enumerate(("North", "South", "East"))]
    marks = [
        at(str(v), 80 + 150 * i + 40 * k, 300 - 10 * v)
        for i in range(3)
        for k, v in enumerate((3 + i, 7 + i))
    ]
    assert read_chart(reading(*names, *marks)) is None


def test_bars_read_from_label_to_value() -> None:
    rows = [("Coal", 30), ("Gas", 45), ("Wind", 80), ("Solar", 12)]
    lines = [
        Line(name, 90 - 9 * len(name), y - 8, 90, y + 8)
        for (name, _), y in zip(rows, range(80, 400, 80), strict=True)
    ]
    values = [at(str(v), 110 + 4 * v, y) for (_, v), y in zip(rows, range(80, 400, 80), strict=True)]
    axis = [at(str(v), 100 + 4 * v, 420) for v in (0, 20, 40, 60, 80, 100)]
    chart = read_chart(reading(*lines, *values, *axis))
    assert chart is not None
    assert (chart.form, {point.label: point.value for point in chart.points}) == ("bar", dict(rows))


def test_pies_go_by_direction() -> None:
    lines = [
        at("Rent", 520, 120),
        at("40%", 420, 180),
        at("Food", 130, 250),
        at("35%", 220, 245),
        at("Books", 440, 420),
        at("25%", 380, 330),
    ]
    chart = read_chart(reading(at("Spending", 320, 12, 22), *lines))
    assert chart is not None
    assert (chart.form, {point.label: point.value for point in chart.points}) == (
        "pie",
        {"Rent": 40, "Food": 35, "Books": 25},
    )
    assert read_chart(reading(*lines[:4])) is None  # shares that are no whole


@pytest.mark.parametrize(
    "lines", [[], [at("12", 10, 10)], [at("Hello there", 100, 100), at("12 March", 200, 200)]]
)
def test_what_is_no_chart_is_none(lines: list[Line]) -> None:
    assert read_chart(reading(*lines)) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Dublln 30, Vlenna 40, Rome 37", "Dublin 30, Vienna 40, Rome 37"),  # a face without dots
        ("lreland leads; IRELAND and lRELAND follow", "Ireland leads; IRELAND and IRELAND follow"),
        ("Safarl, with Fire", "Safari, with Fire"),
        ("the Mall in May", "the Mall in May"),  # both words are the article's
        ("Milk 1100, 10l, Q1", "Milk 1100, 10l, Q1"),
        ("Pails", "Pails"),  # Pails or pallS: two words it may be
    ],
)
def test_look_alike_letters_are_spelled_as_the_article_does(text: str, right: str) -> None:
    article = "Vienna's trams, Dublin’s buses, Ireland and Mali. Safari on the Mall. Palls and Paiis. Ql, 1i00, i0i."
    assert speller(text, article)(text) == right


def test_our_own_words_are_not_respelled() -> None:
    assert speller("Dublln 30", "Ali came from Dublin.")("All values: Dublln 30.") == "All values: Dublin 30."


def test_words_of_a_diagram_are_said_in_the_article_s_spelling() -> None:
    case = Case(Surroundings(Image("a.png"), article="The tram from Dublin goes to Vienna.", lang="en"))
    vars(case).update(
        picture=Picture(Pillow.new("RGB", (640, 480)), 640, 480, "PNG", ""),
        guess=Guess("diagram", 0.9),
        reading=reading(at("Dublln", 100, 100), at("Vlenna", 400, 300)),
    )
    found = seeing.labels(case)
    assert found is not None
    assert found.text == "A diagram with the words Dublin and Vienna."


@given(st.text(), st.text())
def test_spelling_changes_nothing_but_letters_that_look_alike(text: str, article: str) -> None:
    right = speller(text, article)(text)
    same = str.maketrans("l1|0", "iiio")
    assert right.lower().translate(same) == text.lower().translate(same)
    assert speller(text, "")(text) == text == speller(text, text)(text) == speller("", article)(text)


def test_other_languages_get_labels_and_values_alone() -> None:
    chart = read_chart(columns(["Nord", "Ost", "West"], ["45%", "26%", "29%"]))
    assert chart is not None
    assert phrases.say(chart, "de")[0] == "Loans at the library. Nord 45%, Ost 26%, West 29%."


def test_cards_have_a_quotation_and_an_author() -> None:
    card = pages.read_card(
        reading(
            at("“A harbour is a promise that", 300, 100, 40),
            at("somebody will come back.”", 300, 150, 40),
            at("— Mara Lindqvist", 300, 210, 22),
        )
    )
    assert card == pages.Card("A harbour is a promise that somebody will come back.", "Mara Lindqvist")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A harbour is a promise that somebody will come back.", True),
        ("a harbour is a promise, that somebody wil come back", True),
        ("Nobody reads the manual until the smoke appears.", False),
    ],
)
def test_what_the_article_says_already(text: str, said: bool) -> None:
    article = (
        "It was late. “A harbour is a promise that somebody will come back,” she said, and closed the window."
    )
    assert pages.said_in(text, article) is said


def test_screens_have_a_title_and_headings() -> None:
    body = [at("The export runs every night.", 300, 120 + 30 * i, 14) for i in range(8)]
    screen = reading(
        at("Settings", 100, 20, 28), at("Privacy", 80, 90, 20), *body, at("Billing", 80, 400, 20)
    )
    assert pages.headings(screen) == ("Settings", ("Privacy", "Billing"))


def test_readings_survive_the_cache() -> None:
    before = columns(["A", "B"], ["1", "2"])
    after = ocr.from_json(ocr.to_json(before))
    assert after is not None
    assert after.text == before.text
    assert ocr.from_json({"width": 1, "height": 1, "lines": [["a", 1]]}) is None
    assert ocr.from_json({"x": 1}) is None


# ------------------------------------------------------------------------------------ with the real reader


@pytest.fixture
def reader() -> None:
    if not ocr.available():
        pytest.skip("the ocr extra is not installed")


def card(path: Path, *lines: str) -> None:
    picture = Pillow.new("RGB", (1000, 560), "#203040")
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text(
            (80, 160 + 80 * number), line, font=ImageFont.load_default(48), fill="white"
        )
    picture.save(path)


@pytest.mark.slow
@pytest.mark.usefixtures("reader")
def test_a_quote_card_is_read_unless_the_article_says_it(tmp_path: Path) -> None:
    card(tmp_path / "card.png", "Patience is cheaper than", "a second coat of paint.")
    figure = Figure((Image("card.png"),))
    source = str(tmp_path / "a.md")
    (alone,) = describe(identified(Article("A", (figure,), source=source, language="en")))
    assert "Patience is cheaper than a second coat of paint" in alone.text
    said = Paragraph((Text("Patience is cheaper than a second coat of paint, she said."),))
    (known,) = describe(
        identified(Article("A", (said, Paragraph((Text("Next."),)), figure), source=source, language="en"))
    )
    assert known.decorative


@pytest.mark.slow
@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize("form", ["column", "bar", "pie", "line"])
def test_drawn_charts_are_read(form: str) -> None:
    pytest.importorskip("matplotlib", reason="matplotlib draws the charts")
    from benchmarks import captioning_charts

    drawn = captioning_charts.draw(4242, form)
    words = ocr.read(drawn.image, small_print=True)
    assert words is not None
    chart = read_chart(words, drawn.image)
    assert chart is not None
    assert {point.label: point.value for point in chart.points} == dict(
        zip(drawn.labels, drawn.values, strict=True)
    )


@pytest.mark.slow
@pytest.mark.usefixtures("reader")
def test_most_values_of_fresh_charts_are_exact_and_no_number_is_made_up() -> None:
    """The floor that readings must not fall below; the measured figures are those of benchmarks/captioning.py."""
    pytest.importorskip("matplotlib", reason="matplotlib draws the charts")
    from benchmarks import captioning_charts

    total = exact = 0
    for seed in range(5100, 5112):
        drawn = captioning_charts.draw(seed)
        words = ocr.read(drawn.image, small_print=True)
        chart = read_chart(words, drawn.image) if words else None
        wanted = dict(zip(drawn.labels, drawn.values, strict=True))
        found = {point.label: point.value for point in chart.points} if chart else {}
        total += len(wanted)
        exact += sum(found.get(label) == value for label, value in wanted.items())
        if chart:
            printed = figures(" ".join((drawn.title, *drawn.labels, *drawn.printed)))
            assert set(figures(phrases.say(chart)[0])) <= set(printed), seed
    assert exact >= 0.95 * total


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        (["ana@box:~/site$ npm install", "added 1 package", "ana@box:~/site$ ls", "index.html"], "terminal"),
        (["$ make demo", "Making a virtual environment", "$ make test", "2289 passed"], "terminal"),
        (["def total(items):", "result = 0", "for item in items:", "return sum(items)"], "code"),
        ([".card {", "display: grid;", "gap: 12px;", "color: #222;"], "code"),
        (["Settings", "Privacy", "Notifications", "Members"], None),
    ],
)
def test_screens_of_code_and_terminals_are_known_by_their_lines(lines: list[str], shown: str | None) -> None:
    screen = reading(*(at(line, 300, 60 + 30 * i) for i, line in enumerate(lines)))
    assert pages.screen_of(screen) == shown


def test_a_heading_is_neither_code_nor_a_word_that_leads_on() -> None:
    screen = reading(
        at("Home", 60, 20, 30), at("Release notes", 200, 70, 28), *(at("and more of the text", 200, 120 + 30 * i, 14) for i in range(6)),
        at("foo(bar);", 200, 400, 24),
    )  # fmt: skip
    assert pages.headings(screen) == ("Release notes", ())


@pytest.mark.parametrize(
    ("extra", "author"),
    [
        ((at("— Mara Lindqvist", 300, 230, 40),), "Mara Lindqvist"),
        ((at("Mara Lindqvist", 300, 260, 40),), "Mara Lindqvist"),
        ((at("Mara Lindqvist, baker", 300, 235, 24),), "Mara Lindqvist, baker"),
        ((at("MARA LINDQVIST", 300, 235, 24), at("@dailyquotes", 500, 450, 18)), "MARA LINDQVIST"),
        ((at("66", 60, 60, 50), at("99", 540, 220, 50), at("www.example.org", 80, 450, 18)), ""),
        ((at("The Harbour Post", 80, 20, 18),), ""),
    ],
)
def test_a_card_is_its_block_of_text(extra: tuple[Line, ...], author: str) -> None:
    block = [at("A harbour is a promise that", 300, 100, 40), at("somebody will come back.", 300, 150, 40)]
    card = pages.read_card(reading(*block, *extra, size=(600, 480)))
    assert card == pages.Card("A harbour is a promise that somebody will come back.", author)
