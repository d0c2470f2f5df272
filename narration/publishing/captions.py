"""transcript.vtt: WebVTT cues that a person can read at the speed of the voice.

At most two lines of 42 characters and seven seconds a cue; split where the sentence is, never across utterances;
shown a moment longer where a pause leaves room for reading (Netflix and BBC subtitle guidelines agree on these).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rhapsode.narration.publishing.reading import Piece, pieces
from rhapsode.narration.publishing.tags import clock, one_line
from rhapsode.narration.recording import Recording, SpokenUtterance
from rhapsode.narration.script import Script
from rhapsode.tts.utterance import Utterance

LINE = 42
LINES = 2
MAX_SECONDS = 7.0
MIN_SECONDS = 1.0
CHARACTERS_PER_SECOND = 17.0
LINGER_SECONDS = 0.6
"""How much longer than the voice a cue may stay, within the pause after it."""
GAP_SECONDS = 0.08

# Words that lean on the next one: a cue or line that ends with them is hard to read.
_LEANING = re.compile(
    r"(an?|the|of|to|in|on|at|by|for|from|with|and|or|but|nor|as|than|that|which|who|is|are|was|were|be|not|no"
    r"|my|your|his|her|its|our|their|this|these|those)",
    re.IGNORECASE,
)


_ABBREVIATED = re.compile(
    r"\W*([^\W\d_]|Mrs?|Ms|Mx|Dr|Drs|Prof|Rev|Hon|Sen|Rep|Gov|Gen|Col|Sgt|St|Jr|Sr|Mt|No|vs|cf|ca|fig|vol|pp?)\.",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines on screen from `start` to `end`, in seconds; `voice` where it is not the narrator's."""

    start: float
    end: float
    lines: tuple[str, ...]
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class _Token:
    """Characters between two spaces, with when they are heard."""

    text: str
    start: float
    end: float


def captions(recording: Recording, script: Script) -> list[Cue]:
    """The cues of `recording`: in order, not overlapping, the last one ending with the last sound."""
    cues: list[Cue] = []
    narrator = script.utterances[0].voice if script.utterances else None
    for utterance, spoken in zip(script.utterances, recording.utterances, strict=True):
        voice = utterance.voice if utterance.voice != narrator else None
        cues.extend(replace(cue, voice=voice) for cue in _cues(utterance, spoken))
    return [
        _lingering(cue, following.start if following else cue.end)
        for cue, following in zip(cues, [*cues[1:], None], strict=True)
    ] if cues else []  # fmt: skip


def webvtt(recording: Recording, script: Script) -> str:
    """The captions as a WebVTT file."""
    head = f"WEBVTT\n\nNOTE\n{_escaped(one_line(script.cover.title)) or 'Narration'} ({script.language})\n"
    return head + "".join(f"\n{i}\n{_block(cue)}\n" for i, cue in enumerate(captions(recording, script), 1))


def _block(cue: Cue) -> str:
    text = "\n".join(_escaped(line) for line in cue.lines)
    if cue.voice:
        text = f"<v {_escaped(one_line(cue.voice))}>{text}</v>"
    return f"{clock(cue.start)} --> {clock(cue.end)}\n{text}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _lingering(cue: Cue, until: float) -> Cue:
    """The cue shown long enough to be read, as far as the pause after it allows."""
    length = sum(len(line) for line in cue.lines)
    wished = max(MIN_SECONDS, length / CHARACTERS_PER_SECOND, cue.end - cue.start)
    end = min(cue.start + min(wished, MAX_SECONDS), cue.end + LINGER_SECONDS, until - GAP_SECONDS)
    if until - max(end, cue.end) < 2 * GAP_SECONDS:
        end = until
    return replace(cue, end=min(max(end, cue.end), max(until, cue.end)))


# --------------------------------------------------------------------------------------------------- splitting


def _cues(utterance: Utterance, spoken: SpokenUtterance) -> list[Cue]:
    tokens = _tokens(pieces(utterance, spoken), spoken)
    cues: list[Cue] = []
    at = 0
    for end in _best_cuts(tokens):
        part = tokens[at:end]
        start = spoken.start if at == 0 else part[0].start
        stop = spoken.end if end == len(tokens) else part[-1].end
        cues.append(Cue(start, max(stop, start + 0.001), _lines([token.text for token in part])))
        at = end
    return cues


def _tokens(shown: Sequence[Piece], spoken: SpokenUtterance) -> list[_Token]:
    """The text in tokens, without writing that is not read; what has no time of its own takes its neighbour's."""
    tokens: list[_Token] = []
    text, times = "", [spoken.start]

    def close() -> None:
        nonlocal text
        for part in _short(text):
            tokens.append(_Token(part, min(times), max(times)))
        text = ""

    for piece in shown:
        if piece.kind == "silent" and re.search(r"\w", piece.text):
            piece = replace(piece, text=" " if piece.text[:1].isspace() or piece.text[-1:].isspace() else "")
        for part in re.findall(r"\s+|\S+", piece.text):
            if part.isspace():
                close()
                times = times[-1:]
                continue
            if not text and piece.kind != "silent":
                times = [piece.start]
            text += part
            if piece.kind != "silent":
                times.append(piece.end)
    close()
    return tokens


def _short(text: str) -> list[str]:
    """`text` in parts that fit on a line: text without spaces may be long (addresses, some scripts)."""
    return [text[i : i + LINE] for i in range(0, len(text), LINE)]


def _best_cuts(tokens: Sequence[_Token]) -> list[int]:
    """Where cues end: the division with the least cost, by dynamic programming."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(tokens) + 1):
        options: list[tuple[float, int]] = []
        for start in range(end - 1, -1, -1):
            part = tokens[start:end]
            if start < end - 1 and not _fits(part):
                break
            options.append((best[start][0] + _cost(tokens, start, end), start))
        best.append(min(options))
    cuts: list[int] = []
    end = len(tokens)
    while end:
        cuts.append(end)
        end = best[end][1]
    return cuts[::-1]


def _fits(part: Sequence[_Token]) -> bool:
    length = sum(len(token.text) + 1 for token in part) - 1
    if length > LINE * LINES or part[-1].end - part[0].start > MAX_SECONDS:
        return False
    return len(_lines([token.text for token in part])) <= LINES


def _cost(tokens: Sequence[_Token], start: int, end: int) -> float:
    """Few cues, none of them short, ending where the sentence pauses."""
    seconds = tokens[end - 1].end - tokens[start].start
    cost = 4.0 + 6.0 * max(0.0, 1.2 - seconds)
    return cost + (_break_cost(tokens[end - 1].text, tokens[end].text) if end < len(tokens) else 0.0)


def _break_cost(before: str, after: str) -> float:
    bare = before.rstrip("\"'”’)]»")
    if bare.endswith((".", "!", "?", "…")) and not _ABBREVIATED.fullmatch(bare):
        return 0.0
    if bare.endswith((";", ":", ",", "—", "–")) or before in ("—", "–", "-"):
        return 1.0
    if after in ("—", "–", "-"):
        return 6.0
    if _LEANING.fullmatch(before):
        return 8.0
    return 2.5 if _LEANING.fullmatch(after) else 5.0


def _lines(words: Sequence[str]) -> tuple[str, ...]:
    """`words` on as few lines as they need, two lines divided where it reads best."""
    whole = " ".join(words)
    if len(whole) <= LINE:
        return (whole,)
    options: list[tuple[float, str, str]] = []
    for i in range(1, len(words)):
        first, second = " ".join(words[:i]), " ".join(words[i:])
        if len(first) <= LINE and len(second) <= LINE:
            options.append(
                (abs(len(first) - len(second)) / 4 + _break_cost(words[i - 1], words[i]), first, second)
            )
    if options:
        return min(options)[1:]
    return ("",) * (LINES + 1)
