"""Metrics against values worked out by hand."""

from __future__ import annotations

import pytest

from rhapsode.captioning.metrics import cider_d, groundedness, rouge_l

REFERENCES = [
    ["a red boat at the quay", "the red boat is at a quay"],
    ["two dogs run on a beach"],
    ["an old house in fog"],
]


def test_a_reference_itself_scores_ten_where_it_is_the_only_one() -> None:
    _, values = cider_d(["a b c d", "two dogs run on a beach", "an old house in fog"], REFERENCES)
    assert values[1] == pytest.approx(10)
    assert values[2] == pytest.approx(10)


def test_cider_prefers_the_closer_and_punishes_length() -> None:
    def score(text: str) -> float:
        return cider_d([text, "x", "y"], REFERENCES)[1][0]

    assert score("a red boat at the quay") > score("a red boat") > score("a house") >= 0
    assert score("a red boat at the quay") > score("a red boat at the quay " * 4)
    assert score("") == 0


def test_cider_by_hand() -> None:
    # Two images; "cat" and "dog" each in one reference: idf log 2; "a" in both: idf 0.
    mean, values = cider_d(["a cat", "a cat"], [["a cat"], ["a dog"]])
    # 1-grams: only "cat" counts, cosine 1; 2-grams: "a cat", cosine 1; no 3- or 4-grams: 2 of 4.
    assert values == [pytest.approx(5.0), pytest.approx(0.0)]
    assert mean == pytest.approx(2.5)


def test_cider_needs_references() -> None:
    with pytest.raises(ValueError, match="reference"):
        cider_d(["a"], [[]])


def test_rouge_by_hand() -> None:
    # Common subsequence "police the gunman": 3 of 4 and 3 of 4 words.
    assert rouge_l("police kill the gunman", ["police killed the gunman"]) == pytest.approx(0.75)
    assert rouge_l("a boat", ["a boat"]) == pytest.approx(1)
    assert rouge_l("", ["a boat"]) == rouge_l("x", ["a boat"]) == 0


def test_groundedness() -> None:
    found = groundedness(
        "Ada Lovelace meets Mr Hall in 1843 with 7 men", ["Ada Lovelace, 1843"], ["men meet"]
    )
    assert (found.names, found.numbers) == (0.5, 0.5)
    assert 0 < found.redundancy < 1
    assert groundedness("a boat", []).numbers == 1
