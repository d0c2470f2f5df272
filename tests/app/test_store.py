"""Projects outlive the page, the process, and other people's addresses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from rhapsode.app.project import LeaveOut, Project, Restore, with_edit
from rhapsode.app.store import NoSuchProject, Store
from rhapsode.base import DocumentError


def test_another_process_sees_what_was_saved(tmp_path: Path, project: Project) -> None:
    store = Store(tmp_path)
    saved = store.add(project)
    after = store.update(saved.id, lambda before: with_edit(before, LeaveOut("u-cost")))
    assert Store(tmp_path).get(saved.id) == after == store.get(saved.id)


def test_what_another_process_saved_is_seen(tmp_path: Path, project: Project) -> None:
    store, other = Store(tmp_path), Store(tmp_path)
    saved = store.add(project)
    other.update(saved.id, lambda before: with_edit(before, LeaveOut("u-cost")))
    assert len(store.get(saved.id).edits) == 1


def test_nothing_changed_nothing_saved(tmp_path: Path, project: Project) -> None:
    store = Store(tmp_path)
    saved = store.add(project)
    assert store.update(saved.id, lambda before: before) is saved


@pytest.mark.parametrize(
    "name", ["", "..", "../../etc", "0" * 11, "0" * 13, "0" * 12 + "/x", "ABCDEF012345", "0" * 12]
)
def test_addresses_that_are_no_projects(tmp_path: Path, name: str) -> None:
    with pytest.raises(NoSuchProject):
        Store(tmp_path).get(name)


def test_a_spoilt_file_is_named(tmp_path: Path, project: Project) -> None:
    store = Store(tmp_path)
    saved = store.add(project)
    (tmp_path / saved.id / "project.json").write_text("{")
    with pytest.raises(DocumentError, match=r"project\.json"):
        Store(tmp_path).get(saved.id)


def test_recent_and_remove(tmp_path: Path, project: Project) -> None:
    store = Store(tmp_path / "not yet there")
    assert store.recent() == ()
    first, second = store.add(project), store.add(replace(project, origin="b.md"))
    store.update(first.id, lambda before: with_edit(before, LeaveOut("u-cost")))
    assert [about.id for about in store.recent()] == [first.id, second.id]
    store.remove(first.id)
    assert [about.origin for about in store.recent()] == ["b.md"]


def test_edits_from_two_pages_both_count(tmp_path: Path, project: Project) -> None:
    store = Store(tmp_path)
    saved = store.add(project)

    def edit(name: str) -> None:
        for _ in range(5):
            store.update(saved.id, lambda before: with_edit(before, Restore(name)))

    threads = [Thread(target=edit, args=(name,)) for name in ("u-cost", "u-two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Store(tmp_path).get(saved.id).edits) == 10
