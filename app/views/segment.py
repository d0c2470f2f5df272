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
RATES = (0.5, 2.0)
PITCHES = (-6.0, 6.0)
PAUSES = (0.0, 10.0)
KEPT = 40
"""Sounds a page remembers; older ones are one click away again."""


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
            _editor(project, now, change)
        else:
            _reading(project, now, change)
        if trouble := st.session_state.pop(f"trouble-{name}", None):
            notice(trouble, "error")
        _sound(project, now)


# ---------------------------------------------------------------------------------------------- three faces


def _line(name: str) -> DeltaGenerator:
    return st.container(horizontal=True, wrap=False, gap="xsmall", key=f"line-{name}")


def _reading(project: Project, now: Utterance, change: Change | None) -> None:
    name = now.id
    with _line(name):
        st.button(
            "Hear",
            key=f"hear-{name}",
            type="tertiary",
            icon=":material/play_circle:",
            on_click=_wish,
            args=(name,),
        )
        facts, pause = _facts(now, change), _pause(now)
        html(
            f'<div class="rh-segment"><p class="rh-said rh-role-{now.role}">{spoken_html(now)}{pause}</p>'
            f"{f'<p class=rh-meta>{facts}</p>' if facts else ''}</div>"
        )
        st.button(
            "Edit", key=f"edit-{name}", type="tertiary", icon=":material/edit:", on_click=_open, args=(name,)
        )


def _left_out(project: Project, now: Utterance) -> None:
    with _line(now.id):
        html(
            f'<div class="rh-segment"><p class="rh-said rh-gone">{escaped(now.spoken)}</p>'
            '<p class="rh-meta"><b>left out</b></p></div>'
        )
        st.button(
            "Restore", key=f"restore-{now.id}", type="tertiary", icon=":material/undo:", on_click=_undo,
            args=(project.id, Restore(now.id)),
        )  # fmt: skip


def _editor(project: Project, now: Utterance, change: Change | None) -> None:
    name = now.id
    if now.written.strip():
        html(f'<p class="rh-written"><b>Written</b> {escaped(now.written)}</p>')
    with st.form(f"form-{name}", border=False):
        st.text_area(
            "Spoken", now.spoken, key=f"spoken-{name}", height="content", max_chars=LONGEST,
            help="The words as they should be said: numbers and abbreviations written out",
        )  # fmt: skip
        rate, pitch, pause = _shown(now)
        one, two, three = st.columns(3)
        one.slider("Speed", *RATES, rate, 0.05, key=f"rate-{name}", format="%.2f×")
        two.slider("Pitch (semitones)", *PITCHES, pitch, 0.5, key=f"pitch-{name}", format="%+.1f")
        three.number_input("Pause after (s)", *PAUSES, pause, 0.1, key=f"pause-{name}", format="%.1f")
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Save and hear",
                type="primary",
                icon=":material/play_circle:",
                on_click=_save,
                args=(project.id, name, True),
            )
            st.form_submit_button("Save", on_click=_save, args=(project.id, name, False))
            st.form_submit_button(
                "Leave out", type="tertiary", help="Do not read this sentence", on_click=_undo,
                args=(project.id, LeaveOut(name)),
            )  # fmt: skip
            if change is not None:
                st.form_submit_button(
                    "Restore", type="tertiary", help="As the director wrote it", on_click=_undo,
                    args=(project.id, Restore(name)),
                )  # fmt: skip
            st.form_submit_button("Close", type="tertiary", on_click=_close, args=(name,))


def _facts(now: Utterance, change: Change | None) -> str:
    """Role and delivery in a few words; nothing where they are as usual."""
    facts = [] if now.role in SILENT_ROLES else [escaped(now.role.replace("_", " "))]
    if now.voice != "narrator":
        facts.append(f"voice: {escaped(now.voice)}")
    if now.prosody.rate != 1.0:
        facts.append(f"{now.prosody.rate:.2f}×")
    if now.prosody.pitch:
        facts.append(f"{now.prosody.pitch:+.1f} st".replace("-", "−"))
    if change is not None:
        facts.insert(0, "<b>edited</b>")
    return " · ".join(facts)


def _pause(now: Utterance) -> str:
    """The pause behind the words, where it can be heard."""
    if now.pause_after_ms < 100:
        return ""
    seconds = f"{now.pause_after_ms / 1000:.1f}"
    return f' <span class="rh-pause" title="{seconds} seconds of silence">{seconds} s</span>'


def _shown(now: Utterance) -> tuple[float, float, float]:
    """Rate, pitch and pause (s) as the controls can show them."""
    wanted = ((now.prosody.rate, RATES), (now.prosody.pitch, PITCHES), (now.pause_after_ms / 1000, PAUSES))
    rate, pitch, pause = (round(min(high, max(low, value)), 2) for value, (low, high) in wanted)
    return rate, pitch, pause


# ----------------------------------------------------------------------------- what buttons do, before the redraw


def _wish(name: str) -> None:
    st.session_state[f"wish-{name}"] = True


def _open(name: str) -> None:
    st.session_state[f"editing-{name}"] = True


def _close(name: str) -> None:
    for field in ("editing", "spoken", "rate", "pitch", "pause"):
        st.session_state.pop(f"{field}-{name}", None)


def _undo(project_id: str, edit: LeaveOut | Restore) -> None:
    if _applied(project_id, edit.utterance, [edit]):
        _close(edit.utterance)


def _save(project_id: str, name: str, hear: bool) -> None:
    """Save what the form says differently from what is there."""
    state = st.session_state
    project = studio().store.get(project_id)
    directed = utterance_of(project.script, name)
    now = changed(directed, changes(project).get(name))
    delivery = (state[f"rate-{name}"], state[f"pitch-{name}"], state[f"pause-{name}"])
    spoken = cleaned(state[f"spoken-{name}"])
    edits: list[Edit] = []
    if delivery != _shown(now):
        edits.append(Deliver(name, delivery[0], delivery[1], round(delivery[2] * 1000)))
    if spoken != now.spoken:
        edits.append(Say(name, was=directed.spoken, spoken=spoken))
    if not _applied(project_id, name, edits):
        return
    if hear:
        _wish(name)
    else:
        _close(name)


def _applied(project_id: str, name: str, edits: list[Edit]) -> bool:
    """Make the edits; where one is refused, keep the reason for the redraw."""
    try:
        for edit in edits:
            studio().edit(project_id, edit)
    except RhapsodeError as error:
        st.session_state[f"trouble-{name}"] = str(error)
        return False
    return True


# ------------------------------------------------------------------------------------------------- hearing


def _sound(project: Project, now: Utterance) -> None:
    """Speak it where that was asked for, and keep the sound for as long as the words stay."""
    name, mark = now.id, sha256(to_json(now).encode()).hexdigest()
    asked = st.session_state.pop(f"wish-{name}", False)
    kept: dict[str, tuple[str, bytes]] = st.session_state.setdefault("heard", {})
    heard, sound = kept.get(name, ("", b""))
    if asked and heard != mark:
        try:
            with st.spinner("Speaking …"):
                sound = studio().hear(project, name)
        except RhapsodeError as error:
            notice(str(error), "error")
            return
        kept.pop(name, None)
        kept[name] = (mark, sound)
        while len(kept) > KEPT:
            del kept[next(iter(kept))]
    elif heard != mark:
        return
    # A browser plays again only what has a new address: bytes behind the end of the sound make one.
    takes = st.session_state.get(f"takes-{name}", 0) + asked
    st.session_state[f"takes-{name}"] = takes
    st.audio(sound + bytes(2 * takes), format="audio/wav", autoplay=asked)
