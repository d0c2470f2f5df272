"""Reading charts without a reader of letters: lines in known places, and marks drawn here."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from math import cos, pi, sin
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from rhapsode.captioning.reading import ocr, phrases
from rhapsode.captioning.reading.charts import Chart, Point, numeral, read_chart
from rhapsode.captioning.reading.charts.disc import find_disc
from rhapsode.captioning.reading.charts.numerals import in_time, mended, parse, time_word
from rhapsode.captioning.reading.charts.proportion import largest_fit
from rhapsode.captioning.reading.charts.sheet import Sheet
from rhapsode.captioning.reading.ocr import Line, Reading


@pytest.fixture(autouse=True)
def _without_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is looked for a second time: what is tested is what places say."""
    monkeypatch.setattr("rhapsode.captioning.reading.ocr.available", lambda: False)


def at(text: str, x: float, y: float, height: float = 16, tilt: float = 0.0) -> Line:
    """A line with its middle at (x, y); turned lines are given by their upright box's middle too."""
    half = 0.3 * height * len(text)
    if not tilt:
        return Line(text, x - half, y - height / 2, x + half, y + height / 2)
    turn = abs(tilt) * pi / 180
    width, tall = half * cos(turn) + height / 2 * sin(turn), half * sin(turn) + height / 2 * cos(turn)
    return Line(text, x - width, y - tall, x + width, y + tall, tilt=tilt, letters=height)


def read(
    *lines: Line, picture: Image.Image | None = None, size: tuple[int, int] = (640, 480)
) -> Chart | None:
    if picture is not None:
        size = picture.size
    return read_chart(Reading(ocr.in_reading_order(lines), *size), picture)


def values(chart: Chart | None) -> dict[str, float]:
    assert chart is not None
    return {point.label: point.value for point in chart.points}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$47", 47), ("€16.4bn", 16.4e9), ("$0.3M", 300_000), ("38.5%", 38.5), ("−3", -3), ("-$4", -4), ("$-4", -4), ("3k", 3000), ("1.5M", 1.5e6), ("€1.2bn", 1.2e9), ("$1.53T", 1.53e12),
        ("12 %", 12), ("12,5 Mio. €", 12.5e6), ("1.234,5 €", 1234.5), ("1 234", 1234), ("(30%)", 30), ("+12%", 12), ("0.7 pp", 0.7), ("84 kg", 84),
        ("12 Mt", 12), ("7.4h", 7.4), ("103 mm", 103), ("45 GWh", 45), ("3.2 million", 3.2e6), ("kr 120", 120),
        ("1950s", None), ("Q1", None), ("18 to 34", None), ("18–34", None), ("Week 3", None), ("3 kids", None), ("", None), ("%", None),
    ],
)  # fmt: skip
def test_values_are_numerals_with_their_unit_and_nothing_else(text: str, value: float | None) -> None:
    assert numeral(text) == value


@given(st.text(max_size=40))
def test_any_text_is_a_numeral_or_none(text: str) -> None:
    parse(mended(text))


@pytest.mark.parametrize(
    ("read", "meant"),
    [("1O%", "10%"), ("l2", "12"), ("21.7k.", "21.7k"), ("Q119", "Q1 '19"), ("2021Q2", "2021 Q2"), ("8Nov", "8 Nov"), ("Boat", "Boat"), ("B2B", "B2B"), ("I", "I")],
)  # fmt: skip
def test_misread_letters_and_lost_spaces_are_mended(read: str, meant: str) -> None:
    assert mended(read) == meant


@pytest.mark.parametrize(
    ("labels", "ordered"),
    [
        ("2016 2018 2020", True), ("2020 2018 2016", False), ("'15 '16 '17", True), ("2011/12 2012/13", True), ("1950s 1960s", True), ("FY2016 FY2017", True),
        ("Jan Feb Apr", True), ("Nov Dec Jan", True), ("Mon Wed Fri", True), ("Monday Tuesday", True), ("Mai Juni Juli", True), ("Q1 Q2 Q3", True),
        ("Q4_2019 Q1_2020", True), ("2021_Q1 2021_Q2", True), ("Q1_'19 Q2_'19", True), ("Week_1 Week_2", True), ("8am 12pm 3pm", True), ("08:00 12:00", True),
        ("6_Nov 7_Nov", True), ("Nov_6 Nov_7", True), ("Dec_2019 Jan_2020", True), ("15 16 17", True),
        ("North South", False), ("Mar Market", False), ("Q2 Q1", True), ("Apples Pears", False), ("3 5 4", False), ("2016 Jan", False), ("2016", False),
    ],
)  # fmt: skip
def test_points_in_time_are_told_from_names(labels: str, ordered: bool) -> None:
    assert in_time([label.replace("_", " ") for label in labels.split(" ")]) is ordered


def test_english_says_on_a_day_and_at_an_hour() -> None:
    assert [time_word(label) for label in ("2016", "Mar", "Q1", "Mon", "6 Nov", "8am", "Week 3")] == ["in", "in", "in", "on", "on", "at", "in"]  # fmt: skip


@given(
    st.lists(st.integers(0, 400), min_size=5, max_size=12, unique=True),
    st.floats(0.1, 20),
    st.floats(-100, 100),
    st.integers(0, 100),
)
def test_the_line_through_most_places_is_found(
    places: list[int], slope: float, origin: float, wrong: int
) -> None:
    places.sort()
    points = [(float(place), slope * place + origin) for place in places]
    odd = 1 + wrong % (len(points) - 2)  # one far out would stretch the range that tolerance is a share of
    reach = max(places) - min(places)
    points[odd] = (points[odd][0], points[odd][1] + 10 * slope * (reach + 10))
    assert set(largest_fit(points, rising=True)) >= set(range(len(points))) - {odd}
    assert odd not in largest_fit(points, rising=True)


def column_marks(
    labels: list[str], numbers: list[str], heights: list[float], *, step: int = 90
) -> list[Line]:
    xs = [100 + step * i for i in range(len(labels))]
    names = [at(label, x, 440) for label, x in zip(labels, xs, strict=True) if label]
    marks = [at(n, x, 420 - h - 12) for n, x, h in zip(numbers, xs, heights, strict=True) if n]
    return [*names, *marks]


def draw_columns(heights: list[float], *, step: int = 90, colour: str = "#4477aa") -> Image.Image:
    picture = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(picture)
    for i, height in enumerate(heights):
        draw.rectangle((75 + step * i, 420 - height, 125 + step * i, 420), fill=colour)
    return picture


def test_the_end_of_the_other_axis_is_no_label() -> None:
    lines = column_marks(["2003", "2004", "2005", "2006"], ["$3", "$5", "$4", "$9"], [60, 100, 80, 180])
    ticks = [at(str(v), 30, 432 - 20 * v) for v in (0, 5, 10, 15)]
    assert values(read(*lines, *ticks)) == {"2003": 3, "2004": 5, "2005": 4, "2006": 9}


def test_the_power_of_an_axis_is_no_heading() -> None:
    heights = [60.0, 100, 80, 180]
    lines = column_marks(list("ABCD"), ["€3bn", "€5bn", "€4bn", "€9bn"], heights)
    chart = read(at("1e10", 60, 40), at("Trees planted", 300, 60, 24), *lines, picture=draw_columns(heights))
    assert chart is not None
    assert chart.title == "Trees planted"


def test_labels_of_two_lines_are_one_label() -> None:
    lines = column_marks(["Primary", "Secondary", "College"], ["30", "80", "55"], [60, 160, 110], step=150)
    second = [at("school", 100, 458), at("school", 250, 458)]
    assert values(read(*lines, *second)) == {"Primary school": 30, "Secondary school": 80, "College": 55}


def test_the_title_of_an_axis_of_time_belongs_to_no_label() -> None:
    lines = column_marks(["2019", "2020", "2021"], ["30", "80", "55"], [60, 160, 110])
    assert set(values(read(*lines, at("Year", 190, 459)))) == {"2019", "2020", "2021"}


def test_turned_labels_end_at_their_mark() -> None:
    xs = [150, 270, 390, 510]
    names = [
        at(name, x - 40, 470, 14, tilt=45)
        for name, x in zip(("Germany", "Austria", "Hungary", "Ireland"), xs, strict=True)
    ]
    marks = [at(str(v), x, 400 - 3 * v) for v, x in zip((10, 40, 25, 60), xs, strict=True)]
    assert values(read(*names, *marks, size=(640, 560))) == {
        "Germany": 10, "Austria": 40, "Hungary": 25, "Ireland": 60,
    }  # fmt: skip


def test_the_tick_at_a_bar_s_label_is_no_one() -> None:
    def bars(*names: str) -> list[str]:
        labels = [at(name, 120 - 4.8 * len(name), 60 + 60 * k) for k, name in enumerate(names)]
        lengths = [320 - 50 * k for k in range(len(names))]
        picture = Image.new("RGB", (640, 480), "white")
        for k, length in enumerate(lengths):
            ImageDraw.Draw(picture).rectangle((130, 40 + 60 * k, 130 + length, 80 + 60 * k), fill="#4477aa")
        marks = [at(f"{n // 10}", 150 + n, 60 + 60 * k) for k, n in enumerate(lengths)]
        return list(values(read(*labels, *marks, picture=picture)))

    assert bars("Ghana1", "Kenya", "Mali", "Togo") == ["Ghana", "Kenya", "Mali", "Togo"]
    assert bars("Pear 1", "Kiwi", "Plum", "Mango 1", "Apple") == ["Pear", "Kiwi", "Plum", "Mango", "Apple"]
    assert bars("Phase 1", "Phase 2", "Before", "After", "Later")[:2] == ["Phase 1", "Phase 2"]
    assert bars("Unit1", "Unit2", "Unit3", "Unit4") == ["Unit1", "Unit2", "Unit3", "Unit4"]


def test_labels_that_stand_above_their_bars() -> None:
    rows = (("Rabbits", 8), ("Fish", 17), ("Turtles", 9), ("Cats", 26))
    lines = [
        Line(name, 40, 100 + 100 * i, 40 + 9 * len(name), 118 + 100 * i) for i, (name, _) in enumerate(rows)
    ]
    marks = [at(str(v), 60 + 20 * v, 150 + 100 * i) for i, (_, v) in enumerate(rows)]
    chart = read(at("Pets in our street", 120, 40, 26), *lines, *marks, size=(640, 560))
    assert values(chart) == dict(rows)


def test_numbers_read_as_one_line_are_several() -> None:
    lines = column_marks(["", "", "", ""], ["$17.0bn $17.1bn", "", "$18.3bn", "$16.6bn"], [80, 0, 95, 70])
    lines[0] = Line("$17.0bn $17.1bn", 60, 322, 230, 338)
    axis = Line("2003 2004 2005 2006", 80, 432, 390, 448)
    wanted = {"2003": 17.0e9, "2004": 17.1e9, "2005": 18.3e9, "2006": 16.6e9}
    assert values(read(*lines, axis)) == pytest.approx(wanted)


def test_a_line_of_which_only_the_ends_are_labelled() -> None:
    years = [str(year) for year in range(2008, 2014)]
    lines = column_marks(years, ["361", "", "", "", "", "207"], [200, 0, 0, 0, 0, 80])
    chart = read(*lines)
    assert chart is not None
    assert (chart.complete, phrases.trend(chart), chart.confidence) == (False, "falls", 1.0)
    text, _ = phrases.say(chart)
    assert text == "A column chart that falls from 361 in 2008 to 207 in 2013."


def test_a_misread_value_does_not_fit_its_mark() -> None:
    heights = [60.0, 100, 80, 180, 140]
    lines = column_marks(list("ABCDE"), ["30", "50", "90", "90", "70"], heights)
    chart = read(*lines, picture=draw_columns(heights))
    assert values(chart) == {"A": 30, "B": 50, "D": 90, "E": 70}
    assert chart is not None
    assert not chart.complete
    assert "highest" not in phrases.say(chart)[0]


def test_a_lost_point_is_put_back_where_the_mark_says() -> None:
    heights = [60.0, 100, 80, 180, 140]
    lines = column_marks(list("ABCDE"), ["3.0", "5.0", "40", "9.0", "7.0"], heights)
    assert values(read(*lines, picture=draw_columns(heights)))["C"] == 4.0


def test_the_axis_puts_back_a_lost_point_where_marks_hang_and_stand() -> None:
    numbers, middles = ["-26.6", "-20.0", "+112", "+51.9"], [253, 237, 142, 44]
    lines = [at(f"Q{i + 1} 2022", 101 + 97 * i, 283) for i in range(4)]
    lines += [at(n, 101 + 97 * i, y, 17) for i, (n, y) in enumerate(zip(numbers, middles, strict=True))]
    ticks = [at(text, 28, y) for text, y in (("60", 36), ("40", 84), ("20", 132), ("0", 180), ("-20", 230))]
    picture = Image.new("RGB", (456, 310), "white")
    draw = ImageDraw.Draw(picture)
    for i, end in enumerate((244, 228, 153, 54)):
        draw.rectangle((60 + 97 * i, min(180, end), 142 + 97 * i, max(180, end)), fill="#447755")
    assert list(values(read(*lines, *ticks, picture=picture)).values()) == [-26.6, -20.0, 11.2, 51.9]


def test_a_misread_tick_does_not_bend_the_axis() -> None:
    heights = [60.0, 100, 80, 180, 140]
    lines = column_marks(list("ABCDE"), ["3.0", "5.0", "4.0", "9.0", "7.0"], heights)
    ticks = [at(text, 30, 420 - 40 * k) for k, text in enumerate(("0", "2", "41", "6", "8"))]
    assert list(values(read(*lines, *ticks, picture=draw_columns(heights))).values()) == [3, 5, 4, 9, 7]


@pytest.mark.parametrize("layout", ["column", "row", "table", "scattered"])
def test_a_table_beside_marks_takes_no_minutes(layout: str, in_proportion: Callable[..., None]) -> None:
    """Each line is held against each other; three at a time, a few hundred took minutes."""
    lines = column_marks(list("ABCDE"), ["30", "50", "40", "90", "70"], [60, 100, 80, 180, 140])
    shift = count(start=0, step=0.01)  # lines once fitted are remembered
    chance = Random(1)
    places: dict[str, Callable[[int, int], tuple[float, float]]] = {
        "column": lambda k, n: (20, 480 * k / n),
        "row": lambda k, n: (640 * k / n, 440),
        "table": lambda k, n: (40 + 60 * (k % 10), 30 * (k // 10)),
        "scattered": lambda k, n: (chance.uniform(0, 640), chance.uniform(0, 480)),
    }

    def with_table(number: int) -> list[Line]:
        off = next(shift)
        cells = [(k, *places[layout](k, number)) for k in range(number)]
        return [*lines, *(at(f"{7 * k % 97}" if k % 3 else f"Name {k}", x + off, y, 6) for k, x, y in cells)]

    in_proportion(with_table, lambda lines: read(*lines), smallest=30, largest=240, power=2)


def test_a_row_of_numbers_without_marks_is_a_table() -> None:
    lines = column_marks(["North", "South", "East", "West"], ["30", "12", "25", "18"], [40, 40, 40, 40])
    assert read(*lines, picture=Image.new("RGB", (640, 480), "white")) is None


def test_print_on_a_mark_does_not_end_it() -> None:
    import numpy as np

    picture = draw_columns([200.0])
    ImageDraw.Draw(picture).rectangle((90, 300, 110, 312), fill="white")
    sheet = Sheet(np.asarray(picture)[:, :, ::-1].copy(), "up")
    found = sheet.run(100, 8, -440, gap=20)
    assert found is not None
    assert found[1] == pytest.approx(-220, abs=1)
    assert sheet.run(300, 8, -440, gap=20) is None


# ---------------------------------------------------------------------------------------------------- pies

PARTS = (("Rent", 40, "#aa3355"), ("Food", 35, "#33aa55"), ("Books", 25, "#3355aa"))


def draw_pie(*, hole: bool = False, apart: float = 0.0) -> Image.Image:
    picture = Image.new("RGB", (640, 480), "white")
    draw = ImageDraw.Draw(picture)
    start = -90.0
    for number, (_, share, colour) in enumerate(PARTS):
        end = start + 3.6 * share
        middle = (start + end) / 2 * pi / 180
        dx, dy = (apart * cos(middle), apart * sin(middle)) if number == 2 else (0.0, 0.0)
        draw.pieslice(
            (140 + dx, 90 + dy, 440 + dx, 390 + dy), start, end, fill=colour, outline="white", width=2
        )
        start = end
    if hole:
        draw.ellipse((215, 165, 365, 315), fill="white")
    return picture


def around(reach: float, texts: list[str]) -> list[Line]:
    """Texts in the directions of the slices, `reach` radii from the centre."""
    start, found = -90.0, []
    for (_, share, _), text in zip(PARTS, texts, strict=True):
        middle = (start + 1.8 * share) * pi / 180
        found.append(at(text, 290 + reach * 150 * cos(middle), 240 + reach * 150 * sin(middle)))
        start += 3.6 * share
    return found


WANTED = {name: float(share) for name, share, _ in PARTS}


@pytest.mark.parametrize("hole", [False, True])
@pytest.mark.parametrize("apart", [0.0, 20.0])
def test_slices_are_measured(hole: bool, apart: float) -> None:
    import numpy as np

    disc = find_disc(np.asarray(draw_pie(hole=hole, apart=apart))[:, :, ::-1].copy())
    assert disc is not None
    shares = sorted(100 * part.share for part in disc.slices)
    assert shares == pytest.approx([25, 35, 40], abs=1.0 if not apart else 3.0)


def test_a_pie_with_labels_beside_and_values_inside() -> None:
    lines = [
        *around(1.25, [name for name, _, _ in PARTS]),
        *around(0.6, [f"{share}%" for _, share, _ in PARTS]),
    ]
    assert values(read(at("Where the money goes", 290, 30, 24), *lines, picture=draw_pie())) == WANTED


def test_values_and_labels_in_one_line() -> None:
    lines = around(1.3, [f"{name} {share}%" for name, share, _ in PARTS])
    assert values(read(*lines, picture=draw_pie(hole=True))) == WANTED


def test_a_legend_goes_by_its_patches() -> None:
    picture = draw_pie(hole=True)
    draw = ImageDraw.Draw(picture)
    lines = around(0.75, [f"{share}%" for _, share, _ in PARTS])
    for number, (name, _, colour) in enumerate(reversed(PARTS)):
        draw.rectangle((500, 100 + 30 * number, 514, 114 + 30 * number), fill=colour)
        lines.append(Line(name, 522, 98 + 30 * number, 580, 116 + 30 * number))
    assert values(read(*lines, picture=picture)) == WANTED


def test_a_round_patch_is_no_letter_of_its_label() -> None:
    picture = draw_pie(hole=True)
    draw = ImageDraw.Draw(picture)
    lines = around(0.75, [f"{share}%" for _, share, _ in PARTS])
    for number, (name, _, colour) in enumerate(PARTS):
        draw.ellipse((500, 100 + 30 * number, 515, 115 + 30 * number), fill=colour)
        lines.append(Line(f"O{name}", 500, 98 + 30 * number, 575, 116 + 30 * number))
    assert values(read(*lines, picture=picture)) == WANTED


def test_a_name_that_begins_with_o_keeps_it() -> None:
    names = ["OECD", "O Globo", "Others"]
    picture = draw_pie(hole=True)
    draw = ImageDraw.Draw(picture)
    lines = around(0.75, [f"{share}%" for _, share, _ in PARTS])
    for number, (_, _, colour) in enumerate(PARTS):
        draw.rectangle((500, 100 + 30 * number, 514, 114 + 30 * number), fill=colour)
        lines.append(Line(names[number], 522, 98 + 30 * number, 580, 116 + 30 * number))
    assert set(values(read(*lines, picture=picture))) == set(names)


def test_a_long_label_above_a_pie_without_a_title_is_a_label() -> None:
    names = ["Books", "Food", "Rent and heat"]
    lines = [*around(1.25, names[::-1]), *around(0.6, [f"{share}%" for _, share, _ in PARTS])]
    assert set(values(read(*lines, picture=draw_pie()))) == set(names)


def test_a_title_is_no_label_though_one_is_missing() -> None:
    lines = [at("Where the money goes", 290, 40, 24), *around(1.25, ["Rent", "Food", "Books"])[1:]]
    shares = around(0.6, [f"{share}%" for _, share, _ in PARTS])
    chart = read(*lines, *shares, picture=draw_pie())
    assert chart is None or "Where the money goes" not in values(chart)


def test_counts_make_up_their_own_whole() -> None:
    counts = {"Rent": 80, "Food": 70, "Books": 50}
    lines = [*around(1.25, list(counts)), *around(0.6, [str(count) for count in counts.values()])]
    assert values(read(*lines, picture=draw_pie())) == counts


def test_a_share_that_its_slice_contradicts_is_not_spoken() -> None:
    lines = [*around(1.25, ["Rent", "Food", "Books"]), *around(0.6, ["10%", "65%", "25%"])]
    assert read(*lines, picture=draw_pie()) is None


# -------------------------------------------------------------------------------------------------- phrases


def test_a_description_keeps_to_its_length() -> None:
    title = " ".join(["Number"] * 44)
    points = tuple(Point(f"Region {i}", f"{i}", float(i)) for i in range(1, 9))
    chart = Chart("bar", title, points, True, False, tuple(point.label for point in points))
    assert phrases.say(chart)[0] == (
        "A bar chart: Region 8 is highest with 8, followed by Region 7 with 7; Region 1 is lowest with 1."
    )
