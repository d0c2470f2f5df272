"""Documents as JSON, errors with a place, and writes that are whole or absent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from rhapsode.base import DocumentError, RhapsodeError, from_json, located, to_json, whole_file
from rhapsode.narration.script import Chapter, Cover, Omission, Script, Speaker
from rhapsode.parsing.article import (
    Article,
    Cell,
    Emphasis,
    Figure,
    Image,
    List,
    ListItem,
    Paragraph,
    Table,
    Text,
    identified,
    walk,
)
from rhapsode.tts.utterance import Alignment, Prosody, Utterance, written_span
from rhapsode.tts.voice import Speech, WordTiming

ARTICLE = identified(
    Article(
        "Title",
        (
            Paragraph((Text("It is "), Emphasis((Text("so"),)), Text("."))),
            List((ListItem((Paragraph((Text("one"),)),), done=True), ListItem((Paragraph((Text("one"),)),)))),
            Table(((Cell((Text("a"),), header=True),), (Cell((Text("1"),)),)), header_rows=1),
            Figure((Image("a.png", alt=""), Image("b.png"))),
        ),
        options={"style": "essay", "pauses": [1, 2.5, None, {"deep": True}]},
    )
)
UTTERANCE = Utterance(
    "u-1",
    "paragraph",
    "It cost $3.2bn.",
    "It cost three point two billion dollars.",
    (Alignment((0, 8), (0, 8)), Alignment((8, 14), (8, 39)), Alignment((14, 15), (39, 40))),
    "en",
    prosody=Prosody(0.95, -4.0, 1.5),
)
SCRIPT = Script(
    Cover("Title", ("Ada",)),
    "en",
    (UTTERANCE,),
    (Chapter("c-1", "Title"),),
    {"narrator": Speaker("heart")},
    omissions=(Omission("1", "a note's mark is silent", "p-1"),),
)
SPEECH = Speech(
    (np.linspace(-1, 1, 11) / 3).astype(np.float32), 24_000, (WordTiming((0, 2), 0.1, 0.2),), "heart/1"
)


@pytest.mark.parametrize("value", [ARTICLE, SCRIPT, UTTERANCE, SPEECH])
def test_documents_survive_json_exactly(value: object) -> None:
    assert from_json(type(value), to_json(value)) == value


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ('"title"', '"titel"', "$.titel: unknown field"),
        ('"src"', '"scr"', "$.blocks[3].images[0].scr: unknown field"),
        ('"done"', '"finished"', "$.blocks[1].items[0].finished: unknown field"),
        ('"rows"', '"lines"', "$.blocks[2].lines: unknown field"),
        ('"kind": "list"', '"kind": "lost"', "$.blocks[1]: input tag 'lost'"),
        ('"done": true', '"done": "perhaps"', "$.blocks[1].items[0].done: "),
    ],
)
def test_a_wrong_field_is_named_by_its_json_path(old: str, new: str, path: str) -> None:
    text = to_json(ARTICLE)
    assert old in text
    with pytest.raises(DocumentError) as caught:
        from_json(Article, text.replace(old, new, 1), where="a.json")
    assert str(caught.value).startswith("a.json: at " + path)


def test_a_script_of_another_version_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"at \$\.schema: .*rhapsode\.script/1"):
        from_json(Script, to_json(SCRIPT).replace("rhapsode.script/1", "rhapsode.script/9"))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00", '"x"', "9" * 5000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        from_json(Script, text)


def test_ids_are_unique_and_survive_edits_elsewhere() -> None:
    ids = [node.id for node in walk(ARTICLE) if getattr(node, "id", None)]
    assert len(ids) == len(set(ids))
    edited = identified(Article("Another", (Paragraph((Text("New."),)), *ARTICLE.blocks)))
    assert [block.id for block in edited.blocks[1:]] == [block.id for block in ARTICLE.blocks]


def test_spoken_words_point_to_what_is_written() -> None:
    spoken = UTTERANCE.spoken
    at = spoken.index("billion")
    assert UTTERANCE.written[slice(*written_span(UTTERANCE, (at, at + 7)))] == "$3.2bn"
    assert UTTERANCE.written[slice(*written_span(UTTERANCE, (0, 2)))] == "It cost "


def test_errors_learn_their_place_once() -> None:
    with pytest.raises(RhapsodeError) as caught, located("outer"), located("post.md"):
        raise RhapsodeError("no text")
    assert str(caught.value) == "post.md: no text"


def test_a_file_is_whole_or_absent(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(ZeroDivisionError), whole_file(path, "w") as file:  # noqa: PT012
        file.write("half")
        _ = 1 / 0
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
    with whole_file(path, "w") as file:
        file.write("näw")
    assert path.read_bytes() == "näw".encode()


def test_written_files_obey_the_umask(tmp_path: Path) -> None:
    code = (
        "import os; os.umask(0o027)\nfrom rhapsode.base import whole_file\n"
        f"with whole_file({str(tmp_path / 'a')!r}, 'w') as file: file.write('x')"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    assert os.stat(tmp_path / "a").st_mode & 0o777 == 0o640
