"""What the readers of one document share: where it is from, its notes and abbreviations, and what to warn of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urljoin

from rhapsode.parsing.errors import ParseError

T = TypeVar("T")

MAX_WARNINGS = 100


@dataclass(slots=True)
class Context:
    """`finder` finds the `abbreviations` in running text; `numbers` are the marks shown for notes, by label."""

    source: str | None = None
    language: str | None = None
    abbreviations: dict[str, str] = field(default_factory=dict)
    finder: re.Pattern[str] | None = None
    numbers: dict[str, int] = field(default_factory=dict)
    note_lines: dict[str, int] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    line: int | None = None
    more: int = 0
    template_depth: int = 0

    def warn(self, message: str, line: int | None = None) -> None:
        """Keep `message` with its line; a flood is counted instead."""
        line = line or self.line
        text = f"line {line}: {message}" if line else message
        if text in self.warnings:
            return
        if len(self.warnings) >= MAX_WARNINGS:
            self.more += 1
        else:
            self.warnings.append(text)

    def all_warnings(self) -> tuple[str, ...]:
        return (*self.warnings, f"and {self.more} more warnings") if self.more else tuple(self.warnings)

    def template_left_out(self, source: str) -> None:
        self.warn(f"{_short(source)} is not known here; it was left out")

    def absolute(self, address: str) -> str:
        """`address` as seen from the source, where the source's own address is known."""
        if not self.source or not self.source.startswith(("http://", "https://")):
            return address
        try:
            return urljoin(self.source, address)
        except ValueError:
            return address

    def mark(self, label: str) -> str:
        return label

    def shown(self, label: str) -> str:
        return str(self.numbers.get(label, "")) or label

    def guarded(self, parse: Callable[[str], T], markup: str) -> T | None:
        """`markup` through the HTML parser; None, with a warning, where there is nothing to read in it."""
        try:
            return parse(markup)
        except ParseError as error:
            self.warn(f"HTML could not be read: {error.message}")
            return None


def _short(source: str) -> str:
    flat = " ".join(source.split())
    return flat if len(flat) <= 60 else flat[:57] + "..."
