"""Notes, tips and warnings: what the common style guides and generators call them."""

from __future__ import annotations

from rhapsode.parsing.html.dom import Element, classes

FLAVOURS = {
    "note": "note", "tip": "tip", "hint": "tip", "warning": "warning", "caution": "caution", "danger": "danger",
    "error": "danger", "important": "important", "attention": "warning", "info": "info", "information": "info",
    "success": "tip", "notice": "note", "question": "question", "example": "example", "seealso": "seealso",
    "abstract": "abstract", "todo": "todo", "bug": "bug", "quote": "note", "failure": "danger", "definition": "definition",
}  # fmt: skip
CALLOUTS = frozenset(
    {"admonition", "callout", "alert", "notice", "markdown-alert", "infobox-note", "theme-admonition"}
)


def flavour_of(element: Element) -> str | None:
    """note, tip, warning ...: from the class or from a `doc-` role."""
    role = (element.get("role") or "").removeprefix("doc-")
    if role in ("tip", "notice", "note"):
        return FLAVOURS[role]
    for name in sorted(classes(element), key=len):
        for part in (name, name.rpartition("--")[2], name.rpartition("-")[2]):
            if part in FLAVOURS:
                return FLAVOURS[part]
    return None
