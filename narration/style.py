"""House style: what is said, how, and in which words. One TOML file controls all of it."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import field, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from rhapsode.base import RhapsodeError, document, from_json, to_json
from rhapsode.narration.phrasebook import check_template
from rhapsode.narration.script import Speaker
from rhapsode.tts.utterance import Prosody, Role

READY = ("newsroom", "essay", "technical", "accessible")
DEFAULT = "newsroom"
INHERITANCE_LIMIT = 8
NOT_AN_ARTICLES = frozenset({"extends", "name", "voices", "lexicons"})

Policy: TypeAlias = Literal["say", "summarise", "cue", "skip"]
Milliseconds: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]
Place: TypeAlias = Role | Literal["parenthesis", "quotation"]


class StyleError(RhapsodeError):
    """A style is unknown, cannot be read, or says something a style cannot say."""


@document
class Policies:
    """What happens to each construct: say its words, summarise it, cue that it is there, or skip it.

    `struck` is deleted text, `address` a bare web address standing in the text, `speaker` the name before a turn
    of an interview, `summary` the standfirst, `contents` a spoken list of the sections of a long article.
    """

    heading: Policy = "say"
    paragraph: Policy = "say"
    list: Policy = "say"
    quote: Policy = "say"
    pull_quote: Policy = "say"
    table: Policy = "say"
    code: Policy = "summarise"
    math: Policy = "say"
    image: Policy = "say"
    caption: Policy = "say"
    credit: Policy = "skip"
    footnote: Policy = "say"
    aside: Policy = "say"
    details: Policy = "say"
    embed: Policy = "say"
    definition_list: Policy = "say"
    rule: Policy = "say"
    struck: Policy = "skip"
    summary: Policy = "skip"
    emoji: Literal["say", "skip"] = "skip"


@document
class Delivery:
    """How a role sounds: which of the style's voices, and its prosody against that voice's own."""

    voice: str | None = None
    rate: Annotated[float, Field(ge=0.5, le=2.0)] = 1.0
    pitch: Annotated[float, Field(ge=-12.0, le=12.0)] = 0.0
    volume: Annotated[float, Field(ge=-20.0, le=10.0)] = 0.0

    @property
    def prosody(self) -> Prosody:
        """The delivery without its voice."""
        return Prosody(self.rate, self.pitch, self.volume)


@document
class Pauses:
    """Silences in milliseconds, by the strength of the boundary; the longer one wins where two meet.

    `heading_before` and `heading_after` hold one value for each heading level, the last for all deeper ones.
    `block` stands around quotations, tables, code, figures and notes; `section` at a thematic break.
    """

    clause: Milliseconds = 150
    sentence: Milliseconds = 300
    item: Milliseconds = 400
    cell_row: Milliseconds = 450
    paragraph: Milliseconds = 650
    block: Milliseconds = 700
    attribution: Milliseconds = 400
    title: Milliseconds = 900
    opening: Milliseconds = 500
    body: Milliseconds = 1400
    section: Milliseconds = 1500
    heading_before: tuple[Milliseconds, ...] = (1400, 1200, 900)
    heading_after: tuple[Milliseconds, ...] = (700, 600, 500)

    def around_heading(self, level: int) -> tuple[int, int]:
        """The silence before and after a heading of `level` (1 is the highest in its article)."""
        before, after = self.heading_before or (0,), self.heading_after or (0,)
        return before[min(level, len(before)) - 1], after[min(level, len(after)) - 1]


@document
class Opening:
    """What is said before the body: spot texts in front and the article's own title, authors and date."""

    intro: str = ""
    title: bool = True
    byline: bool = True
    date: bool = True
    disclosure: bool = True


@document
class Closing:
    """What is said after the body; `source` names the site the article comes from."""

    outro: str = ""
    source: bool = False


@document
class Limits:
    """Sizes at which the director changes its ways.

    Tables up to `table_cells` body cells are read row by row, larger ones summarised. Headings down to
    `chapter_levels` below the highest make chapters. Utterances are kept between `min_words` and `max_characters`.
    """

    table_cells: Annotated[int, Field(ge=0)] = 20
    chapter_levels: Annotated[int, Field(ge=0, le=6)] = 3
    min_words: Annotated[int, Field(ge=1, le=10)] = 3
    max_characters: Annotated[int, Field(ge=80, le=2000)] = 350


@document
class Style:
    """A house style. `extends` names the style whose values stand where this one says nothing.

    `voices` are the parts; every style has `narrator`. An engine of "default" is the voice the narrator was asked
    for. `notes` tells where footnotes are read: after their paragraph, at their section's end, or in a last
    chapter. `frames` adds spoken ends ("End of quote"), heading levels and list lengths, for listeners who
    cannot see. `templates` override phrases of the article's language (see `phrasebooks/en.toml`).
    `lexicons` are paths, relative to the style's file.
    """

    name: str
    description: str = ""
    extends: str | None = None
    opening: Opening = Opening()
    closing: Closing = Closing()
    policies: Policies = Policies()
    voices: dict[str, Speaker] = field(default_factory=lambda: {"narrator": Speaker("default")})
    delivery: dict[Place, Delivery] = field(default_factory=dict)
    pauses: Pauses = Pauses()
    limits: Limits = Limits()
    notes: Literal["inline", "section", "end"] = "end"
    frames: bool = False
    templates: dict[str, str] = field(default_factory=dict)
    lexicons: tuple[str, ...] = ()

    def delivered(self, place: Place) -> Delivery:
        """How `place` sounds in this style."""
        return self.delivery.get(place, Delivery())

    def overridden(self, options: Mapping[str, Any], *, where: str | None = None) -> Style:
        """This style with an article's own `narration` options laid over it.

        Options are shaped as a style file; the name of a policy may also stand directly (`table: skip`), and `style`
        may name a ready style to stand on. Articles come from anywhere: they choose neither files nor engines.

        Raises:
            StyleError: an option no style has, or that is not an article's to choose; the message names its path.
        """
        if not options:
            return self
        where = where or "front matter: narration"
        base = self
        if (chosen := options.get("style")) is not None:
            if chosen not in READY:
                raise StyleError(
                    f"at style: {chosen!r} is none of the ready styles: {', '.join(READY)}", where=where
                )
            base = replace(load_style(str(chosen)), lexicons=self.lexicons)
        changes: dict[str, Any] = {"policies": {}}
        for key, value in options.items():
            if key in NOT_AN_ARTICLES:
                raise StyleError(
                    f"at {key}: an article cannot choose files or engines; a style can", where=where
                )
            if key in Policies.__dataclass_fields__ and isinstance(value, str):
                changes["policies"][key] = value
            elif key == "policies" and isinstance(value, dict):
                changes["policies"] |= value
            elif key in ("style", "lexicon"):
                continue  # the one was read above, the other is the director's
            else:
                changes[key] = value
        return _style(_merged(_plain(base), changes), where=where)


def style_names() -> tuple[str, ...]:
    """The names of the ready styles."""
    return READY


def load_style(name_or_path: str | Path | None = None) -> Style:
    """A ready style by its name, or the style in a TOML file; None is the newsroom.

    Raises:
        StyleError: no such style or file, not TOML, or a key or value no style has (the message names its path).
    """
    if name_or_path is None:
        return _ready(DEFAULT)
    name = str(name_or_path)
    if name in READY:
        return _ready(name)
    path = Path(name_or_path)
    if not path.suffix and not path.exists():
        raise StyleError(
            f"no style is called {name!r}; the ready ones are {', '.join(READY)}, or give a TOML file"
        )
    style = _style(_inherited(_read(path), path), where=str(path))
    return replace(style, lexicons=tuple(str(_beside(path, lexicon)) for lexicon in style.lexicons))


@lru_cache(maxsize=len(READY))
def _ready(name: str) -> Style:
    return _style(_inherited(_read_ready(name), None), where=f"style {name}")


def _read_ready(name: str) -> dict[str, Any]:
    file = resources.files("rhapsode.narration").joinpath("styles", f"{name}.toml")
    return tomllib.loads(file.read_text("utf-8"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise StyleError("there is no such style file", where=str(path)) from None
    except OSError as error:
        raise StyleError(f"cannot read the style file: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError:
        raise StyleError("a style file is UTF-8 text; this is something else", where=str(path)) from None
    except tomllib.TOMLDecodeError as error:
        raise StyleError(f"not valid TOML: {error}", where=str(path)) from None


def _inherited(values: dict[str, Any], path: Path | None) -> dict[str, Any]:
    """`values` laid over what they extend; a file that names no base stands on the newsroom."""
    chain = [values]
    while len(chain) <= INHERITANCE_LIMIT:
        base = chain[-1].get("extends", DEFAULT if path is not None else None)
        if base is None:
            break
        if base in READY:
            chain.append(_read_ready(base))
            path = None
        elif path is not None and isinstance(base, str):
            path = _beside(path, base)
            chain.append(_read(path))
        else:
            raise StyleError(
                f"`extends` names no style: {base!r}; choose from {', '.join(READY)} or give a file"
            )
    else:
        raise StyleError("styles extend each other in a circle", where=str(path) if path else None)
    merged: dict[str, Any] = {}
    for layer in reversed(chain):
        merged = _merged(merged, layer)
    return merged


def _beside(path: Path, name: str) -> Path:
    return Path(name) if Path(name).is_absolute() else path.parent / name


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        both = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if both else value
    return merged


def _plain(style: Style) -> dict[str, Any]:
    return json.loads(to_json(style))


def _style(values: Mapping[str, Any], *, where: str) -> Style:
    try:
        style = from_json(Style, json.dumps(values, default=str), where=where)
    except RhapsodeError as error:
        raise StyleError(error.message.replace("at $.", "at ", 1), where=where) from None
    if "narrator" not in style.voices:
        raise StyleError("at voices: a style needs a voice called narrator", where=where)
    for place, delivery in style.delivery.items():
        if delivery.voice is not None and delivery.voice not in style.voices:
            raise StyleError(f"at delivery.{place}.voice: no voice is called {delivery.voice!r}", where=where)
    for key, text in style.templates.items():
        problem = check_template(key, text)
        if problem:
            raise StyleError(f"at templates.{key}: {problem}", where=where)
    return style
