"""What an editor should know: warnings, edits that lost their sentence, and everything that is not read."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from rhapsode.app.markup import escaped, reason_in_words
from rhapsode.app.project import Project, edited, lost_edits
from rhapsode.app.studio import studio
from rhapsode.app.views.common import html, notice, notices
from rhapsode.base import RhapsodeError
from rhapsode.narration import style_names


def show(project: Project) -> None:
    """Draw the notes."""
    with st.container(key="notes", width=860):
        _style(project)
        _warnings(project)
        _lost(project)
        _omissions(project)


def _style(project: Project) -> None:
    names = list(style_names())
    current = project.style or project.script.style
    if current not in names:
        names.insert(0, current)
    html('<p class="rh-label">House style</p>')
    chosen = st.selectbox(
        "House style", names, names.index(current), key="style", width=260, label_visibility="collapsed",
        help="How the article is told: what is read out, what is summed up, how long the pauses are",
    )  # fmt: skip
    if chosen is not None and chosen != current:
        try:
            with st.spinner("Writing the script again …"):
                studio().restyle(project.id, chosen)
        except RhapsodeError as error:
            notice(str(error), "error")
            return
        st.rerun()


def _warnings(project: Project) -> None:
    html('<p class="rh-label">Warnings</p>')
    found = dict.fromkeys((*project.article.warnings, *project.script.warnings))
    if found:
        notices(tuple(found), "warning")
    else:
        html('<p class="rh-empty">None.</p>')


def _lost(project: Project) -> None:
    lost = lost_edits(project)
    if not lost:
        return
    html('<p class="rh-label">Edits without their sentence</p>')
    notices(
        tuple(f"“{edit.spoken}” was written for “{edit.was}”, which has changed." for edit in lost), "warning"
    )


def _omissions(project: Project) -> None:
    html('<p class="rh-label">Not read aloud</p>')
    omissions = sorted(edited(project).omissions, key=lambda omission: omission.reason)
    if not omissions:
        html('<p class="rh-empty">Nothing: every word of the article is spoken.</p>')
        return
    parts = []
    for reason, group in groupby(omissions, key=lambda omission: omission.reason):
        words = "".join(f"<li>{escaped(omission.written[:300])}</li>" for omission in group)
        parts.append(
            f'<div class="rh-reasons"><h3>{escaped(_capital(reason_in_words(reason)))}</h3><ul>{words}</ul></div>'
        )
    html("".join(parts))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
