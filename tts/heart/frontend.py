"""From the spoken text of an utterance to phonemes that know which characters they say.

Letter-to-sound rules, lexicon and part-of-speech tags are the hibari-tts package's; this module works on its
tokens so that every run of non-blank characters keeps its own phonemes.
"""

from __future__ import annotations

import logging
import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rhapsode.tts.heart.ipa import PAUSES, to_heart
from rhapsode.tts.utterance import Span, Utterance, word_spans
from rhapsode.tts.voice import VoiceUnavailable

if TYPE_CHECKING:
    from hibari.g2p import G2P
    from hibari.g2p.token import Tok

log = logging.getLogger(__name__)

STRESSED = 2
"""misaki's scale: give a primary stress to what has none."""
FULL_STOP = frozenset(".!?…,;:—")
LETTER_NAME = re.compile(r" LETTER (?:FINAL )?([A-Z]+)$")


@dataclass(frozen=True, slots=True)
class Sound:
    """Some spoken characters, mostly one word with its punctuation, and the phonemes for them (perhaps none)."""

    spoken: Span
    phonemes: str


class FrontEnd:
    """Reads text aloud on paper. Safe to use from several threads.

    Raises:
        VoiceUnavailable: hibari-tts is not installed or not complete.
    """

    def __init__(self) -> None:
        try:
            from hibari.g2p import G2P
            from hibari.g2p.token import Tok
            from hibari.tts import ASSETS  # noqa: F401  (fails early where the package is not complete)

            self._g2p: G2P = G2P()
        except (ImportError, OSError, ValueError, KeyError) as error:
            message = f'the voice heart cannot load its lexicon ({error}); run: pip install --force-reinstall "hibari-tts>=0.2.1,<0.3"'
            raise VoiceUnavailable(message) from None
        self._tok: type[Tok] = Tok
        # The package fills in its out-of-vocabulary network on first use.
        self._lock = threading.Lock()

    def read(self, utterance: Utterance) -> tuple[Sound, ...]:
        """The utterance's sounds in order; together they cover all its non-blank characters.

        A final full stop is added to text that ends without punctuation (headings): it makes the voice fall.
        """
        sounds = self._read(utterance)
        last = next((i for i in reversed(range(len(sounds))) if sounds[i].phonemes), None)
        if last is not None and not set(sounds[last].phonemes[-2:]) & FULL_STOP:
            sounds[last] = Sound(sounds[last].spoken, sounds[last].phonemes + ".")
        return tuple(sounds)

    def _read(self, utterance: Utterance) -> list[Sound]:
        fixed = _fixed(utterance)
        stressed = _stressed(utterance)
        groups = _groups(utterance.spoken, [span for span, _ in fixed])
        tokens = [self._tokens(utterance.spoken, group, fixed, stressed) for group in groups]
        with self._lock:
            phonemes = self._phonemes(tokens)
        return [
            Sound(group, self._by_name(utterance.spoken[slice(*group)]) or said)
            for group, said in zip(groups, phonemes, strict=True)
        ]

    def _tokens(
        self, text: str, group: Span, fixed: list[tuple[Span, str]], stressed: list[Span]
    ) -> list[Tok]:
        """The tokens of one group; the last one is marked as followed by a blank."""
        tokens: list[Tok] = []
        at, end = group
        for span, sounds in [f for f in fixed if group[0] <= f[0][0] < group[1]]:
            tokens += self._plain_tokens(text[at : span[0]])
            tokens.append(self._tok(text[slice(*span)], "NN", "", phonemes=sounds, rating=5))
            at = span[1]
        tokens += self._plain_tokens(text[at:end])
        if any(span[0] < end and group[0] < span[1] for span in stressed):
            for token in tokens:
                token.stress = STRESSED
        if tokens:
            tokens[-1].whitespace = " "
        return tokens

    def _plain_tokens(self, text: str) -> list[Tok]:
        chunks = _plain(text).split()
        return [self._tok(piece) for chunk in chunks for piece in self._g2p.tokenizer.split(chunk) if piece]

    def _phonemes(self, groups: list[list[Tok]]) -> list[str]:
        """Phonemes of every group. Tags and lexicon look at the whole sentence."""
        tokens = [token for group in groups for token in group]
        try:
            for token, tag in zip(tokens, self._g2p.tagger([t.text for t in tokens]), strict=True):
                token.tag = token.tag or tag
            said = self._grouped(self._g2p.phonemize_tokens(tokens))
        except _RULES_FAILED as error:
            log.debug("reading word by word: %s", error)
            said = []
        wanted = [i for i, group in enumerate(groups) if group]
        if len(said) != len(wanted):
            return [self._alone(group) for group in groups]
        out = [""] * len(groups)
        for i, phonemes in zip(wanted, said, strict=True):
            out[i] = phonemes
        return out

    def _alone(self, group: list[Tok]) -> str:
        """One group out of its context: what is left where the package's rules fail on a sentence."""
        said = []
        for token in group:
            fresh = self._tok(token.text, token.tag or "NN", " ", phonemes=None)
            try:
                said += self._grouped(self._g2p.phonemize_tokens([fresh]))
            except _RULES_FAILED as error:
                log.warning("heart has no sounds for %r (%s)", token.text[:40], error)
        return " ".join(said)

    @staticmethod
    def _grouped(tokens: Iterable[Tok]) -> list[str]:
        groups, current = [], ""
        for token in tokens:
            current += token.phonemes or ""
            if token.whitespace:
                groups.append(current.strip())
                current = ""
        return groups

    def _by_name(self, word: str) -> str:
        """A single letter of another alphabet by its Unicode name: β is "beta"."""
        letters = [c for c in word if c.isalpha()]
        name = unicodedata.name(letters[0], "") if len(letters) == 1 else ""
        found = LETTER_NAME.search(name)
        if found is None or name.startswith("LATIN"):
            return ""
        with self._lock:
            return self._alone([self._tok(found[1].lower())])


_RULES_FAILED = (IndexError, KeyError, ValueError, TypeError, AttributeError, RuntimeError)


def _fixed(utterance: Utterance) -> list[tuple[Span, str]]:
    """The pronunciations that can be used, in order and without overlaps (the first one wins), in heart's symbols."""
    fixed: list[tuple[Span, str]] = []
    size = len(utterance.spoken)
    for given in sorted(utterance.pronunciations, key=lambda p: p.spoken):
        start, end = given.spoken
        sounds, unknown = to_heart(given.ipa)
        if unknown:
            log.warning("heart ignores %r in the pronunciation %r", unknown, given.ipa)
        free = not fixed or fixed[-1][0][1] <= start
        if sounds and free and start < end <= size and utterance.spoken[start:end].strip():
            fixed.append(((start, end), sounds))
    return fixed


def _stressed(utterance: Utterance) -> list[Span]:
    """Single words to be given a stress that they do not have (you *can*); in an emphasised phrase, a title say,
    the small words stay small."""
    spans = (e.spoken for e in utterance.emphasis if e.level != "reduced")
    return [span for span in spans if len(word_spans(utterance.spoken[slice(*span)])) == 1]


def _groups(text: str, joined: list[Span]) -> list[Span]:
    """Runs of non-blank characters; runs that a pronunciation spans are one."""
    groups: list[Span] = []
    for match in re.finditer(r"\S+", text):
        start, end = match.span()
        if groups and any(span[0] < groups[-1][1] and start < span[1] for span in joined):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
    # A pronunciation may begin or end with blanks: its span must lie inside one group.
    for span in joined:
        inside = [i for i, group in enumerate(groups) if span[0] < group[1] and group[0] < span[1]]
        if inside:
            i = inside[0]
            groups[i] = (min(groups[i][0], span[0]), max(groups[i][1], span[1]))
    return groups


def _plain(text: str) -> str:
    """The same text in the characters the package's rules were written for."""
    return unicodedata.normalize("NFC", text).replace("’", "'").replace("―", "—").replace("‒", "-")


def is_pause(phoneme: str) -> bool:
    """Whether a phoneme has no sound of its own."""
    return phoneme in PAUSES
