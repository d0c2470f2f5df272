"""What every view uses: safe HTML, notices, numbers as people say them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

import streamlit as st

from rhapsode.app.markup import escaped
from rhapsode.app.project import Project

LETTERS_A_SECOND = 18
"""How fast the default voice reads English."""

Kind = Literal["info", "warning", "error", "success"]


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).parent.parent / "style.css").read_text(encoding="utf-8")


def css() -> None:
    """Our style sheet."""
    st.html(f"<style>{_style()}</style>")


def html(markup: str) -> None:
    """HTML made by `rhapsode.app.markup`, or of fixed words and `escaped` ones."""
    st.html(markup)


def notice(text: str, kind: Kind = "info") -> None:
    """A message whose words may come from an article: shown as plain text, announced to screen readers."""
    role = "alert" if kind == "error" else "status"
    st.html(f'<div class="rh-notice rh-{kind}" role="{role}">{escaped(text)}</div>')


def notices(texts: tuple[str, ...], kind: Kind = "info") -> None:
    """One notice with a line for each text."""
    if texts:
        lines = "".join(f"<li>{escaped(text)}</li>" for text in texts)
        st.html(f'<div class="rh-notice rh-{kind}" role="status"><ul>{lines}</ul></div>')


def clock(seconds: float) -> str:
    """Seconds as 3:07 or 1:02:33."""
    whole = max(0, round(seconds))
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def size(count: int) -> str:
    """Bytes as 3.1 MB or 12 kB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


def reading_time(project: Project) -> str:
    """About how long the narration will be, from its letters and pauses."""
    letters = sum(len(utterance.spoken) for utterance in project.script.utterances)
    pauses = sum(u.pause_before_ms + u.pause_after_ms for u in project.script.utterances) / 1000
    minutes = (letters / LETTERS_A_SECOND + pauses) / 60
    return "under a minute" if minutes < 1 else f"about {round(minutes)} min"


def short(origin: str) -> str:
    """Where an article came from, short enough for a line: an address as it is, of a path the end."""
    if "://" in origin:
        return origin
    return "/".join(origin.replace("\\", "/").split("/")[-2:])


def to_top() -> None:
    """Scroll up: a new page of the script is read from its beginning."""
    st.html(
        "<script>document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0)</script>",
        unsafe_allow_javascript=True,
    )
