"""Emoji: silent or said by name. Names are Unicode's, tidied; sequences are read as one."""

from __future__ import annotations

import re
import unicodedata

from rhapsode.narration.spoken.form import Rule, Scene, rule

PICTURE = r"[\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f900-\U0001f9ff\U0001fa70-\U0001faff\u2600-\u2604\u2607-\u2638\u263a-\u263f\u2641\u2643-\u265f\u2661-\u2667\u2668-\u266c\u2670-\u26ff\u2700-\u2712\u2728\u2733\u2734\u2744\u2747\u2753-\u2757\u2763\u2764\u2795-\u2797\u27a1\u27b0\u27bf\u231a\u231b\u23e9-\u23fa\u25fb-\u25fe\u2b1b\u2b1c\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f7e0-\U0001f7eb]"
SKIN = r"[\U0001f3fb-\U0001f3ff]"
ONE = rf"{PICTURE}\ufe0f?{SKIN}?\u20e3?"
SEQUENCE = rf"(?:[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|[\u2190-\u21ff\u2b05-\u2b07\u00a9\u00ae\u2122]\ufe0f|{ONE}(?:\u200d(?:{ONE}|[♀♂⚕⚖✈]\ufe0f?))*)(?:[\U000e0020-\U000e007f]*)"
COLOURS = {
    0x1F3FB: "light",
    0x1F3FC: "medium light",
    0x1F3FD: "medium",
    0x1F3FE: "medium dark",
    0x1F3FF: "dark",
}
KNOWN = {
    "❤": "red heart", "😂": "face with tears of joy", "🙏": "folded hands", "👍": "thumbs up", "👎": "thumbs down", "🎉": "party popper", "😊": "smiling face",
    "🤣": "rolling on the floor laughing", "👏": "clapping hands", "💪": "flexed biceps", "🏠": "house", "☀": "sun", "☎": "telephone", "✨": "sparkles",
    "👨": "man", "👩": "woman", "♀": "woman", "♂": "man", "⚡": "lightning", "❗": "exclamation mark", "❓": "question mark", "☕": "coffee", "🔥": "fire",
}  # fmt: skip
NOISE = frozenset("black white heavy with sign symbol".split())
# In these names the small words carry the meaning.
KEPT = re.compile(r"\bwith\b")


def emoji_name(sequence: str) -> str:
    """The name of one emoji: a family is its members, a flag its country's letters."""
    first = ord(sequence[0])
    if 0x1F1E6 <= first <= 0x1F1FF:
        return "flag of " + " ".join(chr(ord(c) - 0x1F1E6 + 65) for c in sequence[:2])
    if "\u20e3" in sequence:
        return {"#": "hash key", "*": "star key"}.get(sequence[0]) or unicodedata.name(
            sequence[0]
        ).lower().removeprefix("digit ")
    names = [_one(c) for c in sequence if not _is_joint(c)]
    return " ".join(name for name in names if name)


def _is_joint(c: str) -> bool:
    return c in "\u200d\ufe0f\ufe0e" or ord(c) in COLOURS or ord(c) >= 0xE0000


def _one(c: str) -> str:
    if c in KNOWN:
        return KNOWN[c]
    name = unicodedata.name(c, "emoji").lower().replace("-", " ")
    words = [w for w in re.findall(r"[a-z]+", name) if w not in NOISE or w == "with"]
    return " ".join(words)


def say_emoji(match: re.Match[str], scene: Scene) -> str:
    if scene.options.emoji == "silent":
        return ""
    names = [emoji_name(m[0]) for m in re.finditer(SEQUENCE, match[0])]
    distinct = list(dict.fromkeys(names))
    return " " + ", ".join(distinct) + " "


RULES: tuple[Rule, ...] = (rule("emoji", rf"{SEQUENCE}(?:\s?{SEQUENCE})*", say_emoji),)
