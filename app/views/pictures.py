"""The pictures: what is said for each, where the words came from, and better ones."""

from __future__ import annotations

import streamlit as st

from rhapsode.app.markup import escaped, picture
from rhapsode.app.project import Describe, Project, described
from rhapsode.app.studio import studio
from rhapsode.app.views.common import html, notice, notices
from rhapsode.base import RhapsodeError
from rhapsode.narration import Description, images

_OBTAINED = {
    "alt": "the author's alternative text", "caption": "the caption", "metadata": "the file's metadata",
    "svg": "the drawing's own text", "ocr": "text in the picture", "model": "an image model",
    "label": "its label", "link": "where it links to", "editor": "the editor", "none": "nobody",
}  # fmt: skip


def show(project: Project) -> None:
    """Draw a card for every picture."""
    found = described(project)
    if not found:
        html('<p class="rh-empty">This article has no pictures.</p>')
        return
    by_id = {image.id: image for image in images(project.article)}
    thumbnails = studio().thumbnails(project)
    for number, description in enumerate(found):
        with st.container(key=f"picture-{number}", border=True):
            left, right = st.columns([2, 3], gap="large")
            with left:
                image = by_id.get(description.image)
                if image is not None:
                    html(
                        f'<div class="rh-article">{picture(image, thumbnails)}<p class="rh-about">{_file(image.src)}</p></div>'
                    )
            with right:
                _card(project, description)


def _file(src: str) -> str:
    """Where the picture is, short enough to read."""
    if src.startswith("data:"):
        return "inside the page"
    return escaped(src if len(src) <= 90 else f"…{src[-88:]}")


def _card(project: Project, description: Description) -> None:
    reason = description.reason[:1].upper() + description.reason[1:]
    html(
        f'<p class="rh-meta">{escaped(" · ".join(_facts(project, description)))}</p>'
        f'<p class="rh-reason">{escaped(reason)}</p>'
    )
    notices(description.warnings, "warning")
    name = description.image
    with st.form(f"describe-{name}", border=False):
        text = st.text_area(
            "What is said", description.text, key=f"text-{name}", height="content", max_chars=2_000,
            placeholder="Describe the picture for somebody who cannot see it",
        )  # fmt: skip
        with st.container(horizontal=True, vertical_alignment="center"):
            decorative = st.checkbox(
                "Decorative: say nothing", description.decorative, key=f"decorative-{name}",
                help="For ornaments that add nothing to the article",
            )  # fmt: skip
            saved = st.form_submit_button("Save")
    if saved and _save(project, Describe(name, text, decorative)):
        st.rerun()


def _facts(project: Project, description: Description) -> list[str]:
    """What the picture is, where its words are from, how sure that is."""
    lead = project.article.lead_image
    facts = ["cover"] if lead is not None and lead.id == description.image else []
    if description.kind != "unknown":
        facts.append(description.kind.replace("_", " "))
    if description.decorative:
        facts.append("decorative: silent")
    elif description.source == "none":
        facts.append("not described")
    elif description.source != "editor":
        facts.append(f"words from {_OBTAINED[description.source]}")
        facts += [description.model] if description.model else []
        facts += [f"{description.confidence:.0%} sure"] if description.confidence < 1 else []
    return facts


def _save(project: Project, edit: Describe) -> bool:
    try:
        with st.spinner("Writing the script again …"):
            studio().edit(project.id, edit)
    except RhapsodeError as error:
        notice(str(error), "error")
        return False
    return True
