"""The linter against seeded defects and against good descriptions, and its parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rhapsode.captioning import lint
from rhapsode.captioning.linter.grounding import proper_names
from rhapsode.captioning.linter.repairs import repair
from rhapsode.captioning.numbers import figures, spelled_numbers, value_of
from rhapsode.captioning.words import WORD, overlap

FIXTURES = Path(__file__).parent / "fixtures"


def cases(name: str, fields: int) -> list[list[str]]:
    """Lines of a fixture, split at " | " into `fields` and an optional context."""
    found: list[list[str]] = []
    for line in (FIXTURES / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            parts = line.split(" | ")
            context = ""
            if len(parts) > fields and ":" in parts[-1].split(" ")[0]:
                context = parts.pop()
            found.append([*parts[: fields - 1], " | ".join(parts[fields - 1 :]), context])
    return found


def surroundings(context: str) -> dict[str, Any]:
    known: dict[str, Any] = {"lang": "en"}
    for part in filter(None, context.split(" ; ")):
        key, _, value = part.partition(": ")
        known |= (
            {"neighbours": [value]}
            if key == "beside"
            else {"grounds": [value]}
            if key == "grounds"
            else {key: value}
        )
    return known


DEFECTS = cases("defects.txt", 3)
GOOD = cases("good.txt", 2)


def test_the_sets_are_large_enough() -> None:
    assert len(DEFECTS) >= 150
    assert len(GOOD) >= 200


@pytest.mark.parametrize(
    ("code", "origin", "text", "context"), DEFECTS, ids=[case[2][:50] for case in DEFECTS]
)
def test_every_defect_is_found(code: str, origin: Any, text: str, context: str) -> None:
    found = {finding.code for finding in lint(text, origin=origin, **surroundings(context))}
    assert code in found


def test_good_descriptions_pass() -> None:
    alarms = [
        (text, [(finding.code, finding.where) for finding in findings])
        for origin, text, context in GOOD
        if (findings := lint(text, origin=origin, **surroundings(context)))  # type: ignore[arg-type]
    ]
    assert len(alarms) <= 0.02 * len(GOOD), alarms


@pytest.mark.parametrize("text", ["", "   ", "...", "123", "🎉", "-"])
def test_what_has_no_letters_says_nothing(text: str) -> None:
    assert [finding.code for finding in lint(text)] == ["empty"]


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("Image of a red boat", "A red boat"),
        ("This is a photo showing the harbour at dawn.", "The harbour at dawn."),
        ("the image features a boat at a quay", "A boat at a quay"),
        ("Photo: a red boat", "A red boat"),
        ("Painting of a ship", "Painting of a ship"),
        ("A red boat", "A red boat"),
        ("Satellite image of the storm", "Satellite image of the storm"),
        ("Bild: Ein roter Traktor", "Ein roter Traktor"),
        ("Das Bild zeigt eine leere Halle", "Eine leere Halle"),
        ("Auf dem Bild ist ein Kran zu sehen.", "Ein Kran."),
        ("Photo du marché de Lyon", "Le marché de Lyon"),
        ("Sur cette image, un tracteur rouge", "Un tracteur rouge"),
        ("Imagen del puerto viejo", "El puerto viejo"),
        ("Immagine dell'isola di notte", "L'isola di notte"),
        ("Foto da praia vazia", "A praia vazia"),
        ("De foto laat een rode boot zien", "Een rode boot"),
        # The rest would be in the wrong case.
        ("Bild von einem roten Traktor", "Bild von einem roten Traktor"),
        ("Das Foto zeigt einen roten Traktor", "Das Foto zeigt einen roten Traktor"),
        ("Das Foto zeigt eine Frau und einen Hund", "Das Foto zeigt eine Frau und einen Hund"),
        ("A boat on a lake with mountains and a", "A boat on a lake with mountains"),
        ("A boat with a", "A boat with a"),
        ("A\u200bred\u200bboat", "A red boat"),
    ],
)
def test_a_lead_is_taken_off(text: str, repaired: str) -> None:
    assert repair(text, limit=25) == (repaired, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\u202eA red boat\u202c at the quay", "markup"),
        ("A red boat\U000e0041\U000e0042 at the quay", "markup"),
        ("A red\u200bboat at the quay", "markup"),
        ("A red boat \ud83d at the quay", "gibberish"),
        ("A red boat \uf8ff at the quay", "gibberish"),
        ("c\u0338\u031b\u0317a\u0334\u0330\u035dt on a mat", "gibberish"),
    ],
)
@pytest.mark.parametrize("origin", ["author", "model"])
def test_what_must_not_reach_a_voice_is_found(text: str, code: str, origin: Any) -> None:
    assert code in {finding.code for finding in lint(text, origin=origin)}


def test_flags_and_joined_emoji_are_no_hidden_text() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
    assert lint(f"A boat with a flag {flag}", origin="author") == ()
    assert lint("A red boat 👩🏽‍🚀 at the quay", origin="author") == ()


UNITS = (
    "a@",
    "a-",
    "a.",
    "a_",
    "1.",
    "(1",
    "www.",
    "/a",
    "<a",
    "[",
    "an old ",
    "twenty-",
    "img 1",
    "v1",
    "a ",
    "ÃƒÂ",
    "\u200b",
)


@pytest.mark.parametrize("unit", UNITS)
def test_work_is_bounded(unit: str, in_proportion: Callable[..., None]) -> None:
    """What made some pattern go back and forth."""

    def work(text: str) -> None:
        assert lint(text, caption=text, neighbours=[text], grounds=[text])
        repair(text, limit=25)

    in_proportion(lambda size: (unit * size)[:size], work, smallest=2_500, largest=20_000)


@pytest.mark.parametrize("name", ["img {}!", "IMG_1{}!"])
@pytest.mark.parametrize("tail", ["1", "_edited"])
def test_digits_behind_a_camera_s_prefix_are_read_once(
    name: str, tail: str, in_proportion: Callable[..., None]
) -> None:
    """Two to the power of sixty readings never ended."""
    lint(name.format(tail * 60))
    in_proportion(lambda size: name.format(tail * size), lint, largest=8_000)


def test_long_texts_are_cut_where_a_sentence_ends() -> None:
    text = "A red boat lies at the quay. Men carry crates over planks to lorries that wait in a row before the sheds."
    assert repair(text, limit=12) == ("A red boat lies at the quay.", text)
    endless = "a boat at the quay, with men who carry crates, and gulls above the masts and the ropes"
    assert repair(endless, limit=12)[0] == "a boat at the quay, with men who carry crates."


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_the_linter_and_repair_take_any_text(text: str) -> None:
    lint(text, origin="author", caption=text, neighbours=[text])
    lint(text)
    assert len(WORD.findall(repair(text, limit=10)[0])) <= 10


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.5", 1234.5), ("1.234,5", 1234.5), ("12,5", 12.5), ("1,234", 1234), ("−3", -3), ("1 234", 1234), ("7", 7), ("x", None), ("0,125", 0.125)],
)  # fmt: skip
def test_numerals_in_several_notations(text: str, value: float | None) -> None:
    assert value_of(text) == value


def test_numbers_in_texts() -> None:
    assert figures("from 1,200 in 2016 to 47% and 3.5") == [1200, 2016, 47, 3.5]
    assert dict(spelled_numbers("forty-two boats, two hundred thousand people and one dog")) == {
        "forty-two": 42,
        "two hundred thousand": 200_000,
        "one": 1,
    }


def test_names_are_runs_of_capitals() -> None:
    assert list(proper_names("A man meets Ada Lovelace in Paris.")) == ["Ada Lovelace", "Paris"]
    assert list(proper_names("Water flows. The boat waits.")) == []


def test_overlap_is_a_share_of_the_first_text() -> None:
    assert overlap("a red boat", "The red boats of the island") == 1.0
    assert overlap("", "a boat") == 0.0
