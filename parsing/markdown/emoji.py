"""Emoji codes: `:tada:`."""

from __future__ import annotations

import re
from functools import cache

_CODE = re.compile(r":([a-z0-9][a-z0-9_+-]{0,60}|[+-]1):")


def with_emoji(text: str) -> str:
    """`text` with the codes that name an emoji replaced; `12:30:45` and `std::string` are none."""
    return _CODE.sub(_replacement, text) if text.count(":") > 1 else text


def _replacement(match: re.Match[str]) -> str:
    return _by_code().get(match[0], match[0])


@cache
def _by_code() -> dict[str, str]:
    """The codes that chats and code hosts use. Read on first use: the table is large."""
    from emoji import EMOJI_DATA

    codes: dict[str, str] = {}
    for character, entry in EMOJI_DATA.items():
        for code in (*entry.get("alias", ()), entry["en"]):
            codes.setdefault(code.lower(), character)
    return codes
