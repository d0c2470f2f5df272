"""`rhapsode spoken`: lines in, lines out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rhapsode.narration.cli.main import app

RUN = CliRunner()


def test_a_line_for_a_line() -> None:
    done = RUN.invoke(app, ["spoken"], input="It cost $3.2bn in 2019.\n\nPlain words.\n")
    assert done.exit_code == 0
    assert done.stdout.split("\n") == [
        "It cost three point two billion dollars in twenty nineteen.",
        "",
        "Plain words.",
        "",
    ]


def test_json_has_the_alignment() -> None:
    done = RUN.invoke(app, ["spoken", "--json"], input="5%\n")
    form = json.loads(done.stdout)
    assert form["spoken"] == "five percent"
    assert form["alignment"] == [{"written": [0, 2], "spoken": [0, 12]}]
    assert {r["rule"] for r in form["rules"]} == {"measure.percent"}


def test_language_and_lexicon(tmp_path: Path) -> None:
    table = tmp_path / "names.tsv"
    table.write_text("Aoife\tEE-fa\n", "utf-8")
    done = RUN.invoke(
        app, ["spoken", "--lang", "en-GB", "--lexicon", str(table)], input="Aoife won 2-0 on 5 March.\n"
    )
    assert done.stdout.strip() == "EE-fa won two nil on the fifth of March."


@pytest.mark.parametrize("wrong", [["--lexicon", "missing.tsv"], ["--style", "no-such-style"]])
def test_wrong_use(wrong: list[str]) -> None:
    assert RUN.invoke(app, ["spoken", *wrong], input="x\n").exit_code == 2
