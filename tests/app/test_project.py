"""Projects are pure: edits are replayed, and the article lies beside its script without a gap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rhapsode.app.project import (
    EDITOR,
    Deliver,
    Describe,
    LeaveOut,
    Project,
    Restore,
    Say,
    changes,
    described,
    edited,
    fingerprint,
    lost_edits,
    pages,
    rows,
    utterance_of,
    with_edit,
)
from rhapsode.base import RhapsodeError, from_json, to_json
from rhapsode.narration import Script

COST = "It cost three point two billion dollars last year."


def say(project: Project, spoken: str) -> Project:
    return with_edit(project, Say("u-cost", utterance_of(project.script, "u-cost").spoken, spoken))


def test_nothing_edited_is_the_directors_script(project: Project) -> None:
    assert edited(project) is project.script
    assert described(project) == project.descriptions


def test_a_wording_keeps_its_writing(project: Project) -> None:
    after = utterance_of(edited(say(project, "It cost three billion dollars last year.")), "u-cost")
    assert after.spoken == "It cost three billion dollars last year."
    assert after.written == utterance_of(project.script, "u-cost").written
    assert after.alignment[-1].spoken[1] == len(after.spoken)


def test_delivery(project: Project) -> None:
    after = utterance_of(edited(with_edit(project, Deliver("u-cost", 0.9, -1.5, 1200))), "u-cost")
    assert (after.prosody.rate, after.prosody.pitch, after.pause_after_ms) == (0.9, -1.5, 1200)


def test_the_last_command_wins_and_restore_undoes_all(project: Project) -> None:
    after = say(say(project, "One."), "Two.")
    assert utterance_of(edited(after), "u-cost").spoken == "Two."
    after = with_edit(with_edit(after, Deliver("u-cost", 0.9, 0, 0)), Restore("u-cost"))
    assert edited(after) == project.script
    assert changes(after) == {}


def test_typing_the_directors_words_is_no_edit(project: Project) -> None:
    assert changes(say(say(project, "One."), utterance_of(project.script, "u-cost").spoken)) == {}


def test_left_out_is_accounted_for(project: Project) -> None:
    script = edited(with_edit(with_edit(project, LeaveOut("u-title")), LeaveOut("u-cost")))
    assert script.utterances[0].id == "u-nobody"
    assert [o.reason for o in script.omissions[-2:]] == [EDITOR, EDITOR]
    assert [c.id for c in script.chapters] == ["c1", "c2"]
    gone = edited(
        with_edit(
            with_edit(with_edit(project, LeaveOut("u-title")), LeaveOut("u-cost")), LeaveOut("u-nobody")
        )
    )
    assert [c.id for c in gone.chapters] == ["c2"]


def test_the_last_sentence_cannot_be_left_out(project: Project) -> None:
    one = replace(project, script=replace(project.script, utterances=project.script.utterances[:1]))
    with pytest.raises(RhapsodeError, match="nothing is left"):
        with_edit(one, LeaveOut("u-title"))


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Say("u-none", "", "x"), "no utterance"),
        (Say("u-cost", COST, "..."), "no word to say"),
        (LeaveOut("u-none"), "no utterance"),
        (Describe("image-none", "x"), "no picture"),
    ],
)
def test_edits_without_an_object_are_refused(project: Project, edit: Say, message: str) -> None:
    with pytest.raises(RhapsodeError, match=message):
        with_edit(project, edit)


def test_an_edit_whose_sentence_changed_is_not_made_but_told(project: Project) -> None:
    after = say(project, "Nobody knows.")
    utterances = tuple(
        replace(u, spoken="It cost 3.") if u.id == "u-cost" else u for u in project.script.utterances
    )
    after = replace(after, script=replace(project.script, utterances=utterances))
    assert utterance_of(edited(after), "u-cost").spoken == "It cost 3."
    assert [edit.spoken for edit in lost_edits(after)] == ["Nobody knows."]


def test_descriptions(project: Project) -> None:
    image = project.descriptions[0].image
    told = described(with_edit(project, Describe(image, "Three  boats\n lean.")))[0]
    assert (told.text, told.source, told.decorative) == ("Three boats lean.", "editor", False)
    silent = described(with_edit(project, Describe(image, "Three boats", decorative=True)))[0]
    assert (silent.text, silent.decorative) == ("", True)


def test_json_round_trip(project: Project) -> None:
    image = project.descriptions[0].image
    after = with_edit(say(project, "One."), Describe(image, "x"))
    for edit in (Deliver("u-cost", 0.9, 1, 5), LeaveOut("u-cost"), Restore("u-cost")):
        after = with_edit(after, edit)
    assert from_json(Project, to_json(after)) == after


def test_fingerprint_follows_what_would_be_heard(project: Project) -> None:
    assert fingerprint(say(project, "One.")) != fingerprint(project)
    assert fingerprint(with_edit(say(project, "One."), Restore("u-cost"))) == fingerprint(project)


# ------------------------------------------------------------------------------------------------ side by side


def test_every_block_and_utterance_once_in_order(project: Project) -> None:
    found = rows(project.article, project.script)
    assert [row.block for row in found] == [None, 0, 1, 2, 3, 4, 5, 6]
    assert [name for row in found for name in row.utterances] == [u.id for u in project.script.utterances]
    assert found[5].omissions == (0,)
    assert found[0].omissions == (1,)


def test_a_block_that_is_interrupted_goes_on(project: Project) -> None:
    u = {utterance.id: utterance for utterance in project.script.utterances}
    order = [
        u["u-title"],
        u["u-cost"],
        u["u-two"],
        u["u-nobody"],
        u["u-heading"],
        u["u-hostile"],
        u["u-image"],
    ]
    found = rows(project.article, replace(project.script, utterances=tuple(order)))
    assert [(row.block, row.first) for row in found if row.block in (0, 5)] == [
        (0, True),
        (5, True),
        (0, False),
    ]
    assert sorted(row.block for row in found if row.block is not None and row.first) == list(range(7))


def long_script(script: Script, count: int) -> Script:
    base = script.utterances[1]
    return replace(script, utterances=tuple(replace(base, id=f"u{i}") for i in range(count)))


def test_pages_by_chapter_and_never_too_long(project: Project) -> None:
    assert [page.title for page in pages(project.article, project.script)] == ["Opening", "Why one hand"]
    found = pages(project.article, long_script(project.script, 400), most=30)
    sizes = [sum(len(row.utterances) for row in page.rows) for page in found]
    assert sum(sizes) == 400
    assert max(sizes) <= 30
    assert found[0].title == "Opening (1 of 14)"
    assert sum(row.first for page in found for row in page.rows if row.block == 0) == 1


def test_the_title_alone_is_no_page(project: Project) -> None:
    u = {utterance.id: utterance for utterance in project.script.utterances}
    script = replace(project.script, utterances=(u["u-title"], u["u-heading"], u["u-two"]))
    assert [
        page.title for page in pages(replace(project.article, blocks=project.article.blocks[1:]), script)
    ] == ["Opening"]
