"""Projects on disk: saved after every edit, so that neither a reload nor a crash loses work."""

from __future__ import annotations

import re
import secrets
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from platformdirs import user_cache_path

from rhapsode.app.project import Project
from rhapsode.base import RhapsodeError, document, from_json, to_json, whole_file

_ID = re.compile(r"[0-9a-f]{12}")


class NoSuchProject(RhapsodeError):
    """There is no project with that id, or it can no longer be read."""


@document
class About:
    """A project in the list of recent ones; `changed` is an ISO 8601 time in UTC."""

    id: str
    title: str
    origin: str
    changed: str


class Store:
    """The projects of one user. Safe between threads; each call sees what the last one saved."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or user_cache_path("rhapsode") / "preview"
        self._lock = threading.RLock()
        self._read: dict[str, tuple[int, Project]] = {}

    def folder_of(self, project: str) -> Path:
        """Where the files of the project with this id are.

        Raises:
            NoSuchProject: that is no id (ids come out of addresses, and become names of folders).
        """
        if not _ID.fullmatch(project):
            raise NoSuchProject("that is not the id of a project; open the article again", where="preview")
        return self.folder / project

    def new_folder(self) -> tuple[str, Path]:
        """A fresh id and its folder, for a project whose source is to be kept with it."""
        name = secrets.token_hex(6)
        folder = self.folder_of(name)
        folder.mkdir(parents=True)
        return name, folder

    def add(self, project: Project) -> Project:
        """Save a new project; without an id it gets one."""
        with self._lock:
            if not project.id:
                project = replace(project, id=self.new_folder()[0])
            return self._save(replace(project, created=_now()))

    def get(self, project: str) -> Project:
        """The project with this id, as last saved."""
        path = self.folder_of(project) / "project.json"
        with self._lock:
            try:
                stamp = path.stat().st_mtime_ns
                held = self._read.get(project)
                if held is None or held[0] != stamp:
                    held = (stamp, from_json(Project, path.read_bytes(), where=str(path)))
                    self._read[project] = held
            except FileNotFoundError:
                raise NoSuchProject(
                    "this project is no longer there; open the article again", where="preview"
                ) from None
            return held[1]

    def update(self, project: str, change: Callable[[Project], Project]) -> Project:
        """Apply `change` to the project as last saved, and save the result."""
        with self._lock:
            before = self.get(project)
            after = change(before)
            return before if after == before else self._save(after)

    def recent(self, most: int = 6) -> tuple[About, ...]:
        """The projects changed last, newest first; unreadable ones are not listed."""
        found = []
        for path in self.folder.glob("*/about.json"):
            try:
                found.append(from_json(About, path.read_bytes()))
            except (OSError, RhapsodeError):
                continue  # removed meanwhile, or of another version
        return tuple(sorted(found, key=lambda about: about.changed, reverse=True)[:most])

    def remove(self, project: str) -> None:
        """Forget a project with everything that was made for it."""
        with self._lock:
            self._read.pop(project, None)
            shutil.rmtree(self.folder_of(project), ignore_errors=True)

    def _save(self, project: Project) -> Project:
        project = replace(project, changed=_now())
        folder = self.folder_of(project.id)
        folder.mkdir(parents=True, exist_ok=True)
        with whole_file(folder / "project.json", "w") as file:
            file.write(to_json(project, indent=None))
        about = About(project.id, project.script.cover.title, project.origin, project.changed)
        with whole_file(folder / "about.json", "w") as file:
            file.write(to_json(about))
        self._read[project.id] = ((folder / "project.json").stat().st_mtime_ns, project)
        return project


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
