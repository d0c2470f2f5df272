"""IPA as editors write it, in the symbols heart was trained on (those of misaki, American English).

Diphthongs and affricates are one symbol each; sounds that English lacks become the nearest one it has, because the
network has never heard them.
"""

from __future__ import annotations

import unicodedata

INVENTORY = frozenset("AIOTWYbdfhijklmnpstuvwzæðŋɐɑɔəɛɜɡɪɹʃʊʌʒʤʧˈˌθᵊᵻ")
"""The symbols of sounds and stresses that the voice knows well."""
PAUSES = frozenset(';:,.!?—…"()“” ')
"""Symbols without a sound of their own; they carry pauses and melody."""
VOWELS = frozenset("AIOWYiuæɐɑɔəɛɜɪʊʌᵊᵻ")

_PAIRS = {
    "eɪ": "A", "ei": "A", "aɪ": "I", "ai": "I", "oʊ": "O", "ou": "O", "əʊ": "O", "aʊ": "W", "au": "W", "ɔɪ": "Y",
    "ɔi": "Y", "ɑɪ": "I", "dʒ": "ʤ", "tʃ": "ʧ",
}  # fmt: skip
_SINGLES = {
    "ɚ": "əɹ", "ɝ": "ɜɹ", "g": "ɡ", "r": "ɹ", "e": "A", "o": "O", "a": "ɑ", "ɒ": "ɑ", "ɾ": "T", "ʔ": "t",
    "ɫ": "l", "ɬ": "l", "ʎ": "lj", "ɲ": "nj", "ɴ": "ŋ", "ɱ": "m", "x": "k", "χ": "k", "\u00e7": "h", "ɣ": "ɡ", "ʁ": "ɹ",
    "ʀ": "ɹ", "ɻ": "ɹ", "ɽ": "ɹ", "q": "k", "c": "k", "ɟ": "ʤ", "ɕ": "ʃ", "ʑ": "ʒ", "ʂ": "ʃ", "ʐ": "ʒ", "ɖ": "d",
    "ʈ": "t", "ɳ": "n", "ɭ": "l", "β": "b", "ʋ": "v", "ɸ": "f", "ɥ": "w", "ʍ": "w", "ʝ": "j", "ħ": "h", "ɦ": "h",
    "y": "u", "ʏ": "ʊ", "ø": "ɜ", "œ": "ɜ", "ɵ": "ə", "ɘ": "ə", "ɤ": "ʌ", "ɯ": "u", "ɨ": "ɪ", "ʉ": "u", "ɞ": "ɜ",
    "ɶ": "æ", "ʦ": "ts", "ʣ": "dz", "ʨ": "ʧ", "ʥ": "ʤ", "Q": "O", "'": "ˈ", "’": "ˈ", "ˊ": "ˈ",
}  # fmt: skip
_TIES = frozenset("\u035c\u0361\u203f")
_UNSOUNDED = frozenset("ːˑ./[]|‖ʰʲʷˠˤˀ-ˌˈ") | frozenset(map(chr, range(0x300, 0x370)))


def to_heart(ipa: str) -> tuple[str, str]:
    """`ipa` in heart's symbols, and the characters that mean nothing to it (ignored)."""
    text = unicodedata.normalize("NFD", ipa).replace("c\u0327", "\u00e7")  # ç is a sound, not a c with a mark
    text = "".join(c for c in text if c not in _TIES)
    sounds, unknown, at = [], [], 0
    while at < len(text):
        pair, one = text[at : at + 2], text[at]
        if pair in _PAIRS:
            sounds.append(_PAIRS[pair])
            at += 2
            continue
        at += 1
        if one in INVENTORY:
            sounds.append(one)
        elif one in _SINGLES:
            sounds.append(_SINGLES[one])
        elif one.isspace() or one in ",;:—":
            sounds.append(" ")
        elif one not in _UNSOUNDED:
            unknown.append(one)
    return _stress_vowels(" ".join("".join(sounds).split())), "".join(unknown)


def _stress_vowels(sounds: str) -> str:
    """IPA marks stress before the syllable, misaki right before its vowel."""
    out, held = [], ""
    for sound in sounds:
        if sound in "ˈˌ":
            held = sound
        elif sound in VOWELS:
            out.append(held + sound)
            held = ""
        elif sound == " ":
            out.append(sound)
            held = ""
        else:
            out.append(sound)
    return "".join(out)
