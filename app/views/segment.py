"""One utterance: what is said, how it sounds, and a way to change both. A fragment: nothing else is redrawn."""

from __future__ import annotations

from hashlib import sha256

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rhapsode.app.markup import escaped, spoken_html
from rhapsode.app.project import (
    Change,
    Deliver,
    Edit,
    LeaveOut,
    Project,
    Restore,
    Say,
    changed,
    changes,
    utterance_of,
)
from rhapsode.app.rewording import LONGEST, cleaned
from rhapsode.app.studio import studio
from rhapsode.app.views.common import html, notice
from rhapsode.base import RhapsodeError, to_json
from rhapsode.narration import Utterance

SILENT_ROLES = {"paragraph"}  # the common case needs no label


@st.fragment
def show(project_id: str, name: str) -> None:
    """Draw the utterance `name`, read-only or open for editing."""
    try:
        project = studio().store.get(project_id)
        directed = utterance_of(project.script, name)
    except RhapsodeError as error:
        notice(str(error), "warning")
        return
    change = changes(project).get(name)
    now = changed(directed, change)
    with st.container(key=f"segment-{name}", gap="xsmall"):
        if change is not None and change.left_out:
            _left_out(project, now)
        elif st.session_state.get(f"editing-{name}"):
            _editor(project, directed, now, change)
        else:
            _reading(project, now, change)
        _audio(now)


def _apply(project: Project, edit: Edit) -> bool:
    """Make `edit`, or say why not."""
    try:
        studio().edit(project.id, edit)
    except RhapsodeError as error:
        notice(str(error), "error")
        return False
    return True


def _again() -> None:
    st.rerun(scope="fragment")


# ---------------------------------------------------------------------------------------------- three faces


def _reading(project: Project, now: Utterance, change: Change | None) -> None:
    with _line(now.id):
        if st.button("Hear", key=f"hear-{now.id}", type="tertiary", icon=":material/play_circle:"):
            _hear(project, now)
        facts = _facts(now, change)
        html(
            f'<div class="rh-segment"><p class="rh-said rh-role-{now.role}">{spoken_html(now)}</p>'
            f"{f'<p class=rh-meta>{facts}</p>' if facts else ''}</div>"
        )
        if st.button("Edit", key=f"edit-{now.id}", type="tertiary", icon=":material/edit:"):
            st.session_state[f"editing-{now.id}"] = True
            _again()


def _left_out(project: Project, now: Utterance) -> None:
    with _line(now.id):
        html(
            f'<div class="rh-segment"><p class="rh-said rh-gone">{escaped(now.spoken)}</p><p class="rh-meta"><b>left out</b></p></div>'
        )
        if st.button("Restore", key=f"restore-{now.id}", type="tertiary", icon=":material/undo:"):
            _apply(project, Restore(now.id))
            _again()


def _line(name: str) -> DeltaGenerator:
    return st.container(horizontal=True, wrap=False, gap="xsmall", key=f"line-{name}")


def _editor(project: Project, directed: Utterance, now: Utterance, change: Change | None) -> None:
    name = now.id
    if now.written.strip():
        html(f'<p class="rh-written"><b>Written</b> {escaped(now.written)}</p>')
    with st.form(f"form-{name}", border=False):
        spoken = st.text_area(
            "Spoken", now.spoken, key=f"spoken-{name}", height="content", max_chars=LONGEST,
            help="The words as they should be said: numbers and abbreviations written out",
        )  # fmt: skip
        one, two, three = st.columns(3)
        rate = one.slider(
            "Speed", 0.5, 2.0, _within(now.prosody.rate, 0.5, 2.0), 0.05, key=f"rate-{name}", format="%.2f×"
        )
        pitch = two.slider(
            "Pitch (semitones)",
            -6.0,
            6.0,
            _within(now.prosody.pitch, -6.0, 6.0),
            0.5,
            key=f"pitch-{name}",
            format="%+.1f",
        )
        pause = three.number_input(
            "Pause after (s)", 0.0, 10.0, _within(now.pause_after_ms / 1000, 0.0, 10.0), 0.1, key=f"pause-{name}",
            format="%.1f",
        )  # fmt: skip
        with st.container(horizontal=True, gap="small"):
            hear = st.form_submit_button("Save and hear", type="primary", icon=":material/play_arrow:")
            save = st.form_submit_button("Save")
            leave_out = st.form_submit_button("Leave out", type="tertiary", help="Do not read this sentence")
            restore = change is not None and st.form_submit_button(
                "Restore", type="tertiary", icon=":material/undo:"
            )
            close = st.form_submit_button("Cancel", type="tertiary")
    undoing = LeaveOut(name) if leave_out else Restore(name) if restore else None
    if hear or save:
        if _save(project, directed, now, spoken, (rate, pitch, pause)):
            if hear:
                fresh = studio().store.get(project.id)
                _hear(fresh, changed(directed, changes(fresh).get(name)))
            else:
                _close(name)
    elif close or (undoing and _apply(project, undoing)):
        _close(name)


def _close(name: str) -> None:
    st.session_state.pop(f"editing-{name}", None)
    for field in ("spoken", "rate", "pitch", "pause"):
        st.session_state.pop(f"{field}-{name}", None)
    _again()


def _save(
    project: Project, directed: Utterance, now: Utterance, spoken: str, delivery: tuple[float, float, float]
) -> bool:
    """Save what differs from what is there now."""
    rate, pitch, pause = delivery
    wish = Deliver(now.id, rate, pitch, round(pause * 1000))
    shown = (
        _within(now.prosody.rate, 0.5, 2.0),
        _within(now.prosody.pitch, -6.0, 6.0),
        _within(now.pause_after_ms / 1000, 0.0, 10.0),
    )
    if delivery != shown and not _apply(project, wish):
        return False
    return cleaned(spoken) == now.spoken or _apply(
        project, Say(now.id, was=directed.spoken, spoken=cleaned(spoken))
    )


def _within(value: float, low: float, high: float) -> float:
    return round(min(high, max(low, value)), 2)


def _facts(now: Utterance, change: Change | None) -> str:
    """Role, delivery and pause in a few words."""
    facts = [] if now.role in SILENT_ROLES else [escaped(now.role.replace("_", " "))]
    if now.voice != "narrator":
        facts.append(f"voice: {escaped(now.voice)}")
    if now.prosody.rate != 1.0:
        facts.append(f"{now.prosody.rate:.2f}×")
    if now.prosody.pitch:
        facts.append(f"{now.prosody.pitch:+.1f} st".replace("-", "−"))
    if now.pause_after_ms >= 100:
        facts.append(f"{now.pause_after_ms / 1000:.1f} s pause")
    words = " · ".join(facts)
    return f"<b>edited</b>{' · ' if words else ''}{words}" if change is not None else words


# ------------------------------------------------------------------------------------------------- hearing


def _mark(utterance: Utterance) -> str:
    return sha256(to_json(utterance).encode()).hexdigest()


def _hear(project: Project, now: Utterance) -> None:
    """Speak it, and keep the sound for as long as the words stay."""
    try:
        with st.spinner("Speaking …"):
            sound = studio().hear(project, now.id)
    except RhapsodeError as error:
        notice(str(error), "error")
        return
    st.session_state[f"heard-{now.id}"] = (_mark(now), sound)
    st.session_state[f"play-{now.id}"] = True


def _audio(now: Utterance) -> None:
    mark, sound = st.session_state.get(f"heard-{now.id}", ("", b""))
    if mark == _mark(now):
        st.audio(sound, format="audio/wav", autoplay=bool(st.session_state.pop(f"play-{now.id}", False)))
