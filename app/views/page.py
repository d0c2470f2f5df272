"""The page around the views: which project is open, which view of it is shown."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from rhapsode.app.markup import escaped
from rhapsode.app.project import Project
from rhapsode.app.studio import studio
from rhapsode.app.views import listen, notes, pictures, script, start
from rhapsode.app.views.common import css, html, notice, short
from rhapsode.base import RhapsodeError

ICON = Path(__file__).parent.parent / "icon.svg"
VIEWS = {"Script": script.show, "Pictures": pictures.show, "Notes": notes.show, "Listen": listen.show}


def show() -> None:
    """Draw the page."""
    project, trouble = _opened()
    title = project.script.cover.title if project else "Preview"
    st.set_page_config(page_title=f"{title} · Rhapsode", page_icon=str(ICON), layout="wide")
    css()
    if project is None:
        if trouble:
            notice(trouble, "warning")
        start.show()
        return
    studio().warm(project)
    _header(project)
    view = st.session_state.get("view") or "Script"
    VIEWS[view](project)


def _opened() -> tuple[Project | None, str | None]:
    """The project the address names, or why it is not there."""
    name = st.query_params.get("project")
    if not name:
        return None, None
    try:
        return studio().store.get(name), None
    except RhapsodeError as error:
        del st.query_params["project"]
        return None, error.message


def _header(project: Project) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        origin = escaped(project.origin)
        html(
            f'<div class="rh-head"><span class="rh-brand">Rhapsode</span>'
            f'<h1>{escaped(project.script.cover.title)}</h1><span class="rh-origin" title="{origin}">{escaped(short(project.origin))}</span></div>'
        )
        st.segmented_control(
            "View", tuple(VIEWS), key="view", default="Script", required=True, bind="query-params",
            label_visibility="collapsed",
        )  # fmt: skip
        if st.button(
            "Close",
            key="close",
            type="tertiary",
            icon=":material/close:",
            help="Back to the start; all is saved",
        ):
            st.query_params.clear()
            st.session_state.clear()
            st.rerun()
    if trouble := studio().voice_trouble.get(project.voice):
        notice(trouble, "error")
