"""player.html: one file that plays the audio beside it and follows it through the text, word by word.

Nothing in it comes from elsewhere: style and script are inlined and allowed by their hashes alone (Content Security
Policy), text is escaped, and the timings are JSON that no text can break out of. Without JavaScript it is the
article's text with the browser's own audio controls.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources

from rhapsode.narration.publishing.player.blocks import Reading, reading
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Script

COVER_PIXELS = 640


@dataclass(frozen=True, slots=True)
class Source:
    """An audio file the page may play: its address relative to the page (or a data: address) and media type."""

    address: str
    media_type: str


def player_page(
    recording: Recording,
    script: Script,
    sources: Sequence[Source],
    *,
    disclosure: str = "",
    cover: bytes | None = None,
) -> str:
    """The page as HTML.

    Args:
        sources: tried by the browser in this order; they must lie beside the page.
        disclosure: a sentence that says who speaks, shown under the text.
        cover: a JPEG, shown above the text.
    """
    about = script.cover
    words = _words(script.language)
    text = reading(script, recording, words)
    style, code = _asset("player.css"), _asset("player.js")
    values = {
        **{f"t_{name}": escape(value) for name, value in words.items()},
        "policy": escape(_policy(style, code)),
        "lang": escape(script.language or "en", quote=True),
        "title": escape(about.title or words["narration"]),
        "author": escape(", ".join(about.byline)),
        "description": escape(about.summary or ""),
        "site": _element("p", "site", about.site),
        "picture": _picture(cover),
        "text": text.html,
        "disclosure": escape(disclosure),
        "sources": "".join(_source(source) for source in sources),
        "chapters": _chapter_list(recording),
        "chapters_hidden": "" if len(recording.chapters) > 1 else " hidden",
        "total": _clock(recording.duration),
        "data": _json(_data(recording, script, text, words)),
        "style": style,
        "code": code,
    }
    return _fill(_asset("player.html"), values)


@cache
def _asset(name: str) -> str:
    return resources.files("rhapsode.narration.publishing.player").joinpath(name).read_text("utf-8").strip()


@cache
def _all_words() -> dict[str, dict[str, str]]:
    return json.loads(_asset("words.json"))


def _words(language: str) -> dict[str, str]:
    """The page's own words in the article's language, in English where it has none."""
    known = _all_words()
    return {**known["en"], **known.get(language.split("-")[0].lower(), {})}


def _fill(template: str, values: Mapping[str, str]) -> str:
    """Put `values`, ready to stand in HTML, in the place of their `{{names}}`; what they hold is not filled again."""
    return re.sub(r"\{\{(\w+)\}\}", lambda match: values[match.group(1)], template) + "\n"


def _policy(style: str, code: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(code)}'",
            f"style-src '{_hash(style)}'",
            "media-src 'self' file: data: blob:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(value: object) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or begins a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _data(recording: Recording, script: Script, text: Reading, words: Mapping[str, str]) -> dict[str, object]:
    """What the script needs: times in milliseconds, in the order of the words and sentences in the text."""
    return {
        "title": script.cover.title,
        "author": ", ".join(script.cover.byline),
        "album": script.cover.site or "",
        "duration": _ms(recording.duration),
        "words": [_ms(start) for start, _ in text.words],
        "wordEnds": [_ms(end) for _, end in text.words],
        "sentences": [_ms(start) for start, _ in text.sentences],
        "sentenceEnds": [_ms(end) for _, end in text.sentences],
        "chapters": [{"title": c.title, "start": _ms(c.start)} for c in recording.chapters],
        "say": {name[4:]: value for name, value in words.items() if name.startswith("say_")},
    }


def _ms(seconds: float) -> int:
    return round(1000 * seconds)


def _element(tag: str, name: str, text: str | None) -> str:
    return f'<{tag} class="{name}">{escape(text)}</{tag}>' if text else ""


def _picture(cover: bytes | None) -> str:
    from rhapsode.narration.publishing.tags import cover_jpeg

    if not cover:
        return ""
    data = base64.b64encode(cover_jpeg(cover, pixels=COVER_PIXELS, quality=80)).decode()
    return f'<img class="cover" alt="" src="data:image/jpeg;base64,{data}">'


def _source(source: Source) -> str:
    return f'<source src="{escape(source.address)}" type="{escape(source.media_type)}">'


def _chapter_list(recording: Recording) -> str:
    return "".join(
        f'<li><button type="button" class="chapter level-{min(3, max(1, chapter.level))}" data-chapter="{i}">'
        f'<span class="chapter-title" dir="auto">{escape(chapter.title)}</span> '
        f'<span class="chapter-time">{_clock(chapter.start)}</span></button></li>'
        for i, chapter in enumerate(recording.chapters)
    )


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
