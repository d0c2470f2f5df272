"""The Description: what is said for one picture, how the words were obtained, or why it stays silent."""

from __future__ import annotations

from dataclasses import field
from typing import Literal

from rhapsode.base import document

ImageKind = Literal[
    "photo", "chart", "screenshot", "diagram", "map", "quote_card", "illustration", "logo", "icon", "decorative",
    "pixel", "unknown",
]  # fmt: skip
Obtained = Literal["alt", "caption", "metadata", "svg", "ocr", "model", "label", "link", "editor", "none"]


@document
class Description:
    """What is said for the picture whose `Image.id` is `image`.

    `text` is the spoken form without any lead word ("Photo:" is the director's); it is "" where nothing is said.
    `source` tells how it was obtained, `reason` why in plain words (for the preview and the manifest), and
    `confidence` (0 to 1) how sure we are. `decorative` pictures are silent by intention; a picture with no text
    that is not decorative is one nobody described, and the director says so. `long` is an optional longer
    description for the section's end; `credit` who made the picture; `tags` are words for search and moderation.
    """

    image: str
    text: str
    source: Obtained
    reason: str
    kind: ImageKind = "unknown"
    confidence: float = 1.0
    decorative: bool = False
    long: str | None = None
    lang: str | None = None
    model: str | None = None
    tags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())
