"""The whole narration: render it, hear it as its listeners will, take it away."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from rhapsode.app.jobs import Job
from rhapsode.app.markup import plain_label
from rhapsode.app.project import Project, Published, fingerprint
from rhapsode.app.server import shelf
from rhapsode.app.studio import studio, zipped
from rhapsode.app.views.common import clock, html, notice, notices, reading_time, size
from rhapsode.base import RhapsodeError
from rhapsode.narration import FORMATS, Narration

_STAGES = {
    "parsing": "Reading", "describing": "Looking at the pictures", "directing": "Writing the script",
    "speaking": "Speaking", "encoding": "Encoding",
}  # fmt: skip
PLAYER_HEIGHT = 680


def show(project: Project) -> None:
    """Draw what there is: a button, a running job, a finished narration."""
    with st.container(key="listen"):
        job = studio().jobs.of(project.id)
        if job is not None and job.state == "running":
            st.fragment(_progress, run_every=0.5)(project.id)
            return
        if job is not None:
            _outcome(project, job)
        published = _current(project)
        _render(project, published)
        if published is not None:
            _take_away(published)
            _player(published)


def _current(project: Project) -> Published | None:
    """What was rendered last, if its files are still there."""
    found = project.published
    if found is None or not all((Path(found.folder) / file.name).is_file() for file in found.narration.files):
        return None
    return found


def _render(project: Project, published: Published | None) -> None:
    try:
        same = published is not None and published.fingerprint == fingerprint(project)
    except RhapsodeError as error:
        notice(str(error), "error")
        return
    if published is None:
        html(f'<p class="rh-lead">Nothing rendered yet. It will be {reading_time(project)} long.</p>')
    elif not same:
        notice("The script has changed since this was rendered.", "warning")
    with st.container(horizontal=True, vertical_alignment="center", key="render"):
        formats = st.pills(
            "Formats",
            FORMATS,
            selection_mode="multi",
            default=["m4a"],
            key="formats",
            label_visibility="collapsed",
        )
        label = "Render narration" if published is None else "Render again"
        if st.button(
            label, type="secondary" if same else "primary", icon=":material/graphic_eq:", disabled=not formats
        ):
            studio().render(project.id, formats)
            st.rerun()


def _progress(project_id: str) -> None:
    job = studio().jobs.of(project_id)
    if job is None or job.state != "running":
        st.rerun()
        return
    with st.container(key="progress", border=True):
        progress = job.progress
        words = _STAGES[progress.stage] if progress else "Starting"
        if progress and progress.stage == "speaking" and progress.total:
            words += f": passage {progress.done} of {progress.total}"
        st.progress(job.fraction, text=words)
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            html(f'<p class="rh-meta">{clock(job.seconds)}</p>')
            st.button("Cancel", key="cancel", on_click=job.cancel)


def _outcome(project: Project, job: Job[Narration]) -> None:
    if job.state == "failed":
        notice(f"The narration could not be rendered. {job.error}", "error")
    elif job.state == "cancelled":
        notice("Cancelled. What was spoken so far is kept, and will not be spoken again.")
    if job.state == "done":
        studio().jobs.clear(project.id)


def _take_away(published: Published) -> None:
    """The facts, and every file."""
    narration, folder = published.narration, Path(published.folder)
    levels = f"{narration.loudness:.1f} LUFS · {narration.true_peak:.1f} dBTP".replace("-", "−")
    with st.container(horizontal=True, vertical_alignment="center", key="files", gap="small"):
        html(f'<p class="rh-facts">{clock(narration.duration)} · {levels}</p>')
        with st.popover("Files", icon=":material/folder:", type="tertiary"):
            for file in narration.files:
                st.download_button(
                    plain_label(f"{file.name} ({size(file.bytes)})"), (folder / file.name).read_bytes, file.name,
                    file.media_type, key=f"download-{file.name}", type="tertiary", on_click="ignore",
                )  # fmt: skip
        st.download_button(
            "Download all", lambda: zipped(folder), f"{folder.name}.zip", "application/zip", key="download-all",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _player(published: Published) -> None:
    narration = published.narration
    address = shelf.place(Path(published.folder), narration)
    if any(file.name == "player.html" for file in narration.files):
        st.iframe(f"{address}/player.html", height=PLAYER_HEIGHT, alt="Narration player")
    notices(narration.warnings, "warning")
