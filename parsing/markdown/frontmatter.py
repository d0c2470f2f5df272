"""Front matter: what stands between `---`, `+++` or in braces above the text.

Metadata are read as the author typed them (`title: No` stays "No", a version 1.10 does not become 1.1); only the
`narration` table keeps its types. Broken front matter is reported with its line and costs nothing of the text.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import JsonValue

MAX_CHARACTERS = 131_072  # PyYAML is slow; honest front matter is a few hundred characters
MAX_NODES = 20_000  # aliases can make a small file mean a huge one
MAX_DEPTH = 32

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\"']?[\w.-]+[\"']?\s*[:=]")


@dataclass(slots=True)
class FrontMatter:
    """`values` as strings, lists and tables of strings; `typed` the same with numbers and truth values.

    `body` is the text with the front matter blanked, so that line numbers stay the source's own.
    """

    body: str
    values: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, Any] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


class _Unreadable(Exception):
    """The front matter cannot be read; carries its 1-based line inside the front matter and the reason."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


def split(text: str) -> FrontMatter:
    """Read the front matter of `text` (line ends already `\\n`), if there is any."""
    found = _locate(text)
    if found is None:
        return FrontMatter(text)
    notation, start, inner, end = found
    body = "\n" * text.count("\n", 0, end) + text[end:]
    try:
        if len(inner) > MAX_CHARACTERS:
            raise _Unreadable(1, f"it is longer than {MAX_CHARACTERS:,} characters")
        values, typed = _READERS[notation](inner)
    except _Unreadable as problem:
        if notation == "YAML" and not _KEY.match(inner):
            return FrontMatter(text)  # text between two rules, not metadata
        line = text.count("\n", 0, start) + problem.line
        return FrontMatter(
            body, warnings=[f"line {line}: the {notation} front matter was left out: {problem.reason}"]
        )
    if not isinstance(values, Mapping):
        return FrontMatter(text)
    return FrontMatter(body, _stringly(values), _tidy(typed))


def _locate(text: str) -> tuple[str, int, str, int] | None:
    """Notation, start of the content, content, and where the body begins."""
    fence = _FENCE.match(text)
    if fence:
        mark = re.escape(fence[1])
        closing = r"(?:---|\.\.\.)" if fence[1] == "---" else mark
        end = re.compile(rf"^{closing}[ \t]*(?:\n|\Z)", re.MULTILINE).search(text, fence.end())
        if end is None:
            return None
        inner = text[fence.end() : end.start()]
        return ("YAML" if fence[1] == "---" else "TOML"), fence.end(), inner, end.end()
    if re.match(r"\{\s*\n?\s*\"", text):
        try:
            _, end_at = json.JSONDecoder().raw_decode(text[:MAX_CHARACTERS])
        except (ValueError, RecursionError):
            return None
        return "JSON", 0, text[:end_at], end_at
    return None


def _yaml(inner: str) -> tuple[Any, Any]:
    try:
        # Tokens first: bracket towers overflow the loader's recursion.
        depth = 0
        for token in yaml.scan(inner):
            name = type(token).__name__
            depth += name.endswith("StartToken")
            depth -= name in ("FlowSequenceEndToken", "FlowMappingEndToken", "BlockEndToken")
            if depth > MAX_DEPTH:
                raise _Unreadable(token.start_mark.line + 1, f"it is nested more than {MAX_DEPTH} deep")
        values = yaml.load(inner, Loader=yaml.BaseLoader)
        return ({} if values in (None, "") else values), yaml.safe_load(inner)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Unreadable((mark.line if mark else 0) + 1, f"{error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise _Unreadable(1, " ".join(str(error).split())[:200]) from None


def _toml(inner: str) -> tuple[Any, Any]:
    try:
        values = tomllib.loads(inner)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise _Unreadable(int(line[1]) if line else 1, str(error)) from None
    except RecursionError:
        raise _Unreadable(1, f"it is nested more than {MAX_DEPTH} deep") from None
    return values, values


def _json(inner: str) -> tuple[Any, Any]:
    values = json.loads(inner)
    return values, values


_READERS = {"YAML": _yaml, "TOML": _toml, "JSON": _json}


def _stringly(values: Mapping[Any, Any]) -> dict[str, Any]:
    budget = [MAX_NODES]
    return {str(key).strip().lower(): _strings(value, budget, 0) for key, value in values.items()}


def _strings(value: Any, budget: list[int], depth: int) -> Any:
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        return ""
    if isinstance(value, Mapping):
        return {str(key).strip().lower(): _strings(item, budget, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_strings(item, budget, depth + 1) for item in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _tidy(values: Any) -> dict[str, Any]:
    budget = [MAX_NODES]
    return (
        {str(key): json_value(value, budget) for key, value in values.items()}
        if isinstance(values, dict)
        else {}
    )


def json_value(value: Any, budget: list[int], depth: int = 0) -> JsonValue:
    """`value` as JSON has it: dates become ISO strings, anything beyond the budget becomes null."""
    budget[0] -= 1
    if budget[0] < 0 or depth > MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        return {str(key): json_value(item, budget, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [json_value(item, budget, depth + 1) for item in value]
    if isinstance(value, bool | str) or value is None:
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**63 else str(value)
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
