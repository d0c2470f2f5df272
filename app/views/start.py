"""The start: bring an article, take an example, or go on with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from rhapsode.app.markup import escaped, plain_label
from rhapsode.app.project import Project
from rhapsode.app.store import About
from rhapsode.app.studio import LARGEST_UPLOAD_MB, examples, studio
from rhapsode.app.views.common import html, notice, short
from rhapsode.base import RhapsodeError

ENDINGS = ["md", "markdown", "html", "htm", "xhtml", "txt"]


def show() -> None:
    """Draw the start page."""
    with st.container(key="start", width=720):
        html(
            '<div class="rh-hero"><span class="rh-brand">Rhapsode</span><h1>Hear your article before your readers do</h1>'
            "<p>Bring an article. See what will be said, change what should be said better, listen, publish.</p></div>"
        )
        paste, upload, address = st.tabs(
            ["Paste", "Upload", "File or web address" if studio().local else "Web address"]
        )
        with paste:
            _paste()
        with upload:
            _upload()
        with address:
            _address()
        _examples()
        _recent()


def _open(opening: Callable[[], Project]) -> None:
    """Run `opening`, and show the project, or why there is none."""
    try:
        with st.spinner("Reading the article and writing its script …"):
            project = opening()
    except RhapsodeError as error:
        notice(str(error), "error")
        return
    _go(project.id)


def _go(project: str) -> None:
    st.session_state.clear()
    st.query_params["project"] = project
    st.rerun()


def _paste() -> None:
    with st.form("paste", border=False):
        text = st.text_area(
            "Article text",
            height=220,
            label_visibility="collapsed",
            placeholder="Paste Markdown, HTML or plain text",
        )
        if st.form_submit_button("Write the script", type="primary"):
            _open(lambda: studio().open_text(text))


def _upload() -> None:
    with st.form("upload", border=False):
        file = st.file_uploader(
            "Markdown, HTML or text", type=ENDINGS, key="file", max_upload_size=LARGEST_UPLOAD_MB
        )
        if st.form_submit_button("Write the script", type="primary"):
            if file is None:
                notice("Choose a file first.", "warning")
            else:
                _open(lambda: studio().open_upload(file.name, file.getvalue()))


def _address() -> None:
    with st.form("address", border=False):
        hint = (
            "posts/my-article.md  or  https://example.org/story"
            if studio().local
            else "https://example.org/story"
        )
        source = st.text_input("Where the article is", placeholder=hint, label_visibility="collapsed")
        if st.form_submit_button("Open", type="primary"):
            _open(lambda: studio().open(source))


def _examples() -> None:
    found = examples()
    if not found:
        return
    html('<p class="rh-label">Or start with an example</p>')
    with st.container(horizontal=True):
        for path in found:
            name = path.stem.replace("-", " ").capitalize()
            if st.button(plain_label(name), key=f"example-{path.name}", icon=":material/article:"):
                _open(lambda path=path: studio().open(path))


def _recent() -> None:
    recent = studio().store.recent()
    if not recent:
        return
    html('<p class="rh-label">Go on with</p>')
    for about in recent:
        _recent_row(about)


def _recent_row(about: About) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"recent-{about.id}"):
        html(
            f'<div class="rh-recent"><b>{escaped(about.title or "Untitled")}</b>'
            f"<span>{escaped(_ago(about.changed))} · {escaped(short(about.origin))}</span></div>"
        )
        if st.button("Open", key=f"open-{about.id}"):
            _go(about.id)
        if st.button(
            "Remove", key=f"remove-{about.id}", type="tertiary", help="Forget this project and its audio"
        ):
            studio().store.remove(about.id)
            st.rerun()


def _ago(changed: str) -> str:
    try:
        minutes = (datetime.now(UTC) - datetime.fromisoformat(changed)).total_seconds() / 60
    except (ValueError, TypeError):
        return "earlier"
    for limit, unit, name in ((1.5, 0.0, "just now"), (90, 1, "min"), (2_880, 60, "h")):
        if minutes < limit:
            return name if not unit else f"{round(minutes / unit)} {name} ago"
    return f"{round(minutes / 1_440)} days ago"
