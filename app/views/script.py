"""The article beside its script, a chapter at a time."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from rhapsode.app.markup import block_html, masthead, omission_html
from rhapsode.app.project import Page, Project, Row, changes, pages
from rhapsode.app.studio import studio
from rhapsode.app.views import segment
from rhapsode.app.views.common import html, reading_time, to_top


def show(project: Project) -> None:
    """Draw the rows of one page: blocks left, what is said for them right."""
    found = pages(project.article, project.script)
    page = found[_bar(project, found)]
    thumbnails = studio().thumbnails(project)
    for number, row in enumerate(page.rows):
        _row(project, row, number, thumbnails)
    _turn(found)
    if st.session_state.pop("turned", False):
        to_top()


def _bar(project: Project, found: tuple[Page, ...]) -> int:
    """Where we are, and how to go elsewhere."""
    st.session_state.setdefault("page", 0)
    st.session_state.page = min(st.session_state.page, len(found) - 1)
    with st.container(horizontal=True, vertical_alignment="center", key="bar"):
        titles = [page.title for page in found]
        st.selectbox(
            "Chapter", range(len(found)), key="page", format_func=lambda index: titles[index] if index < len(titles) else "", width=420,
            label_visibility="collapsed",
        )  # fmt: skip
        count = len(project.script.utterances)
        edited = len(changes(project))
        facts = [f"{count} passage{'s' * (count != 1)}", reading_time(project)]
        if edited:
            facts.append(f"{edited} edited")
        html(f'<p class="rh-facts">{" · ".join(facts)}</p>')
    left, right = st.columns(2, gap="large")
    with left:
        html('<p class="rh-label">Article</p>')
    with right:
        html('<p class="rh-label">Script</p>')
    return st.session_state.page


def _row(project: Project, row: Row, number: int, thumbnails: Mapping[str, str]) -> None:
    with st.container(key=f"row-{number}"):
        left, right = st.columns(2, gap="large")
        with left:
            if row.block is None and row.first:
                html(masthead(project.article))
            elif row.block is not None and row.first:
                html(block_html(project.article.blocks[row.block], thumbnails))
        with right:
            for name in row.utterances:
                segment.show(project.id, name)
            for index in row.omissions:
                html(omission_html(project.script, index))


def _turn(found: tuple[Page, ...]) -> None:
    here = st.session_state.page
    with st.container(horizontal=True, horizontal_alignment="distribute", key="turn"):
        st.button(
            "Back",
            key="page-back",
            icon=":material/arrow_back:",
            disabled=here == 0,
            on_click=_step,
            args=(-1,),
        )
        st.button(
            "Next", key="page-next", icon=":material/arrow_forward:", icon_position="right",
            disabled=here == len(found) - 1, on_click=_step, args=(1,),
        )  # fmt: skip


def _step(by: int) -> None:
    st.session_state.page += by
    st.session_state.turned = True
