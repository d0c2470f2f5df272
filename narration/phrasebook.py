"""What the director says in words of its own: named templates, by language."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TypeAlias

SLOT = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")
LANGUAGES = ("en", "de", "fr", "es", "it", "pt")

Part: TypeAlias = tuple[str, bool]
"""Words of a filled template, and whether they are a slot's rather than the template's own."""


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """The templates of one language, and how it writes dates and enumerations."""

    language: str
    templates: Mapping[str, str]
    months: tuple[str, ...]
    date_format: str
    conjunction: str
    comma: str
    leads_to_address: frozenset[str] = frozenset()

    def parts(self, key: str, **values: str | int) -> tuple[tuple[str, str | None], ...]:
        """The template `key` cut at its slots: pairs of text and, for a slot's value, the slot's name."""
        return tuple(_filled(self.templates[key], values))

    def text(self, key: str, **values: str | int) -> str:
        """The template `key` with its slots filled."""
        return "".join(text for text, _ in self.parts(key, **values))

    def has(self, key: str) -> bool:
        """Whether there are words for `key`."""
        return bool(self.templates.get(key, "").strip())

    def with_templates(self, over: Mapping[str, str]) -> Phrasebook:
        """This book with some templates replaced."""
        if not over:
            return self
        return replace(self, templates={**self.templates, **over})

    def enumeration(self, count: int) -> tuple[str, ...]:
        """What stands between the members of an enumeration of `count`: ", " ... and " and "."""
        if count < 2:
            return ()
        return (self.comma,) * (count - 2) + (self.conjunction,)

    def date(self, year: int, month: int, day: int) -> str:
        """A calendar date as this language writes it in running text."""
        return self.date_format.format(month=self.months[month - 1], day=day, year=year)


@cache
def load_phrasebook(lang: str) -> Phrasebook:
    """The phrasebook for a BCP 47 tag; English where there is none for the language."""
    primary = lang.lower().partition("-")[0]
    language = primary if primary in LANGUAGES else "en"
    file = resources.files("rhapsode.narration").joinpath("phrasebooks", f"{language}.toml")
    values = tomllib.loads(file.read_text("utf-8"))
    form = values["date"]
    if language == "en" and lang.lower() not in ("en", "en-us", "en-ca"):
        form = "{day} {month} {year}"
    return Phrasebook(
        language,
        values["templates"],
        tuple(values["months"]),
        form,
        values["and"],
        values["comma"],
        frozenset(values["leads_to_address"]),
    )


def check_template(key: str, text: str) -> str | None:
    """What is wrong with `text` as the template `key`, in plain words; None if nothing is."""
    known = load_phrasebook("en").templates
    if key not in known:
        return "no template has this name"
    allowed = {match[1] for match in SLOT.finditer(known[key])}
    used = {match[1] for match in SLOT.finditer(text)}
    if used - allowed:
        names = ", ".join(sorted(allowed)) or "none"
        return f"unknown slot {sorted(used - allowed)[0]!r}; this template has {names}"
    rest = SLOT.sub("", text)
    if "{" in rest or "}" in rest:
        return "a brace that is not part of a slot"
    return None


def _filled(template: str, values: Mapping[str, str | int]) -> list[tuple[str, str | None]]:
    parts: list[tuple[str, str | None]] = []
    at = 0
    for match in SLOT.finditer(template):
        if match.start() > at:
            parts.append((template[at : match.start()], None))
        name, one, many = match.groups()
        value = values[name]
        if one is None:
            parts.append((str(value), name))
        else:
            parts.append((f"{value} {one if value == 1 else many}", None))
        at = match.end()
    if at < len(template):
        parts.append((template[at:], None))
    return parts
