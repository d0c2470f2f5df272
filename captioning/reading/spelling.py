"""Letters that a reader takes for one another, set right where the article has the word: "Dublln" beside "Dublin"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from rhapsode.captioning.words import WORD

SHORTEST = 3
"""Letters from which on a word is told by its others."""
_POSSESSIVE = re.compile(r"['’]s$")
_ALIKE = str.maketrans({"l": "i", "1": "i", "|": "i", "0": "o"})


def speller(read: str, article: str) -> Callable[[str], str]:
    """Gives texts the article's spelling of words in `read`, where they differ by letters that look alike.

    `read` is what was read from a picture: a text's other words are ours. Words that the article has as they are stay,
    and so do numbers.
    """
    doubtful = {word.lower() for word in WORD.findall(read)}
    found = (_POSSESSIVE.sub("", word) for word in WORD.findall(article))
    words = {word.lower(): word for word in found}
    alike: dict[str, list[str]] = defaultdict(list)
    for lower in words:
        alike[lower.translate(_ALIKE)].append(lower)

    def right(word: str) -> str:
        lower = word.lower()
        if lower not in doubtful or lower in words or sum(c.isalpha() for c in word) < SHORTEST:
            return word
        meant = alike.get(lower.translate(_ALIKE), [])
        return _cased(words[meant[0]], like=word) if len(meant) == 1 else word

    return lambda text: WORD.sub(lambda match: right(match[0]), text)


def _cased(meant: str, like: str) -> str:
    """The article's word, in capitals or beginning with one where the picture's does."""
    capitals = sum(c.isupper() for c in like)
    if capitals > 1 and capitals >= len(like) // 2:
        return meant.upper()
    return meant[0].upper() + meant[1:] if like[0].isupper() else meant
