"""Readium Guided Navigation: the script, and where it lies in text and audio, for accessible readers.

Media type `application/guided-navigation+json`; structure and roles as in the Readium specification (2025). Roles
let a reader skip notes and captions, and step out of tables, lists, figures and asides.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import quote

from rhapsode.narration.recording import Recording, SpokenUtterance
from rhapsode.narration.script import Chapter, Script
from rhapsode.narration.ssml import utterance_ssml
from rhapsode.tts.utterance import Role, Utterance

MEDIA_TYPE = "application/guided-navigation+json"

ROLES: Mapping[Role, tuple[str, ...]] = {
    "title": ("heading",),
    "byline": ("credit",),
    "heading": ("heading",),
    "paragraph": ("paragraph",),
    "list_item": ("listItem",),
    "quote": ("blockquote",),
    "table": ("row",),
    "code": ("preformatted",),
    "math": ("math",),
    "image": ("image",),
    "caption": ("caption",),
    "footnote": ("footnote",),
    "aside": ("aside",),
    "embed": ("complementary",),
    "announcement": ("presentation",),
}
# What a listener can step out of: a run of these is one object with children.
CONTAINERS: Mapping[Role, str] = {
    "list_item": "list",
    "quote": "blockquote",
    "table": "table",
    "image": "figure",
    "caption": "figure",
    "footnote": "endnotes",
    "aside": "aside",
}


def to_guided(
    script: Script, recording: Recording | None = None, *, audio: str | None = None, page: str | None = None
) -> str:
    """The Guided Navigation Document for `script`, as JSON.

    Args:
        recording: gives the times; without it there are only texts.
        audio: the audio file's address, for `audioref`; needs `recording`.
        page: the article's address, for `textref`; None is the article's own source where that is a URL.
    """
    times = {spoken.id: spoken for spoken in recording.utterances} if recording and audio else {}
    source = script.cover.source or ""
    address = page if page is not None else source if source.startswith(("http://", "https://")) else None
    chapters = {chapter.id: chapter for chapter in script.chapters}
    guided = [
        _chapter(chapters.get(name or ""), list(utterances), times, audio, address)
        for name, utterances in groupby(script.utterances, key=lambda utterance: utterance.chapter)
    ]
    document: dict[str, Any] = {"guided": guided}
    if address:
        document = {"links": [{"rel": "alternate", "href": address, "type": "text/html"}], **document}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _chapter(
    chapter: Chapter | None,
    utterances: list[Utterance],
    times: Mapping[str, SpokenUtterance],
    audio: str | None,
    page: str | None,
) -> dict[str, Any]:
    made: dict[str, Any] = {"role": ["section"]}
    if chapter is not None:
        made["id"] = chapter.id
        made["role"] = ["chapter"] if chapter.level == 1 else ["section"]
    made["children"] = list(_grouped(utterances, times, audio, page))
    return made


def _grouped(
    utterances: list[Utterance], times: Mapping[str, SpokenUtterance], audio: str | None, page: str | None
) -> Iterator[dict[str, Any]]:
    for container, run in groupby(utterances, key=lambda utterance: CONTAINERS.get(utterance.role)):
        objects = [_object(utterance, times.get(utterance.id), audio, page) for utterance in run]
        if container is None:
            yield from objects
        else:
            yield {"role": [container], "children": objects}


def _object(
    utterance: Utterance, spoken: SpokenUtterance | None, audio: str | None, page: str | None
) -> dict[str, Any]:
    made: dict[str, Any] = {"id": utterance.id, "role": list(ROLES[utterance.role])}
    if spoken is not None and audio:
        made["audioref"] = f"{audio}#t={_seconds(spoken.start)},{_seconds(spoken.end)}"
    if page and (directive := _text_fragment(utterance)):
        made["textref"] = f"{page.partition('#')[0]}#:~:text={directive}"
    made["text"] = {"plain": utterance.written, "ssml": utterance_ssml(utterance), "language": utterance.lang}
    return made


def _seconds(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _text_fragment(utterance: Utterance) -> str | None:
    """Where the words stand on the page (WICG text fragments); None where a template added words to them."""
    if any(entry.template not in (None, "punctuation") for entry in utterance.alignment):
        return None
    words = utterance.written.split()
    if not words:
        return None
    if len(words) <= 8:
        return _escaped(" ".join(words))
    return f"{_escaped(' '.join(words[:4]))},{_escaped(' '.join(words[-4:]))}"


def _escaped(text: str) -> str:
    return quote(text, safe="").replace("-", "%2D")
