"""Emoji codes: `:tada:`."""

from __future__ import annotations

import re
from functools import cache

_CODE = re.compile(r":(?:[a-z0-9][a-z0-9_+-]{0,60}|[+-]1):")
_CODES = re.compile(r"(?<![\w:])(?::(?:[a-z0-9][a-z0-9_+-]{0,60}|[+-]1):)+(?![\w:])")


def with_emoji(text: str) -> str:
    """`text` with the codes that name an emoji replaced; `12:30:45` and `a::b::c` are none."""
    if text.count(":") < 2:
        return text
    return _CODES.sub(lambda run: _CODE.sub(lambda code: _by_code().get(code[0], code[0]), run[0]), text)


@cache
def _by_code() -> dict[str, str]:
    """The codes that chats and code hosts use. Read on first use: the table is large."""
    from emoji import EMOJI_DATA

    codes: dict[str, str] = {}
    for character, entry in EMOJI_DATA.items():
        for code in (*entry.get("alias", ()), entry["en"]):
            codes.setdefault(code.lower(), character)
    return codes
