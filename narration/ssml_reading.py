"""Reading SSML 1.1: elements to passages, passages to utterances."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from rhapsode.base import RhapsodeError
from rhapsode.narration.directing.passage import Mark, MarkKind, Passage
from rhapsode.narration.directing.saying import Reading, Said, say
from rhapsode.narration.script import Chapter, Cover, Script, Speaker
from rhapsode.narration.segmentation import chunks
from rhapsode.tts.utterance import Alignment, Prosody, Utterance

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TIME = re.compile(r"^\+?(\d*\.?\d+)(ms|s)$")
PERCENT = re.compile(r"^(\d*\.?\d+)%$")
CHANGE = re.compile(r"^([+-]?\d*\.?\d+)(st|dB|%)$")
# Boundary strengths and labels have no fixed size in SSML; these are ours.
STRENGTHS = {"none": 0, "x-weak": 100, "weak": 200, "medium": 400, "strong": 750, "x-strong": 1200}
RATES = {"x-slow": 0.6, "slow": 0.8, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.5}
PITCHES = {"x-low": -6.0, "low": -3.0, "medium": 0.0, "default": 0.0, "high": 3.0, "x-high": 6.0}
VOLUMES = {"x-soft": -12.0, "soft": -6.0, "medium": 0.0, "default": 0.0, "loud": 4.0, "x-loud": 8.0}
SENTENCE_PAUSE, PARAGRAPH_PAUSE = 300, 650
LONGEST_PAUSE = 60_000
DEEPEST = 200
# Said nowhere; what they tell a reader of the file is not lost by speaking it.
UNSPOKEN = frozenset({"metadata", "meta"})


class SsmlError(RhapsodeError):
    """Not SSML 1.1, or SSML that a Script cannot hold; the message names the element."""


def name_of(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"


def pause_of(element: Element, where: str | None = None) -> int:
    """The milliseconds of a `break`."""
    time = element.get("time")
    if time is None:
        strength = element.get("strength", "medium")
        if strength not in STRENGTHS:
            raise SsmlError(f'<break strength="{strength}"> is not SSML', where=where)
        return STRENGTHS[strength]
    match = TIME.match(time.strip())
    if match is None:
        raise SsmlError(f'<break time="{time}"> is no time; write 500ms or 0.5s', where=where)
    return min(LONGEST_PAUSE, round(float(match[1]) * (1000 if match[2] == "s" else 1)))


def prosody_of(element: Element, where: str | None = None) -> Prosody:
    """The rate, pitch and volume that a `prosody` element asks for."""
    for attribute in ("contour", "range", "duration"):
        if element.get(attribute) is not None:
            raise SsmlError(
                f"<prosody {attribute}> cannot be kept; only rate, pitch and volume can", where=where
            )
    rate, pitch, volume = element.get("rate"), element.get("pitch"), element.get("volume")
    try:
        return Prosody(
            _rate(rate) if rate else 1.0,
            _changed(pitch, PITCHES, "st") if pitch else 0.0,
            _changed(volume, VOLUMES, "dB") if volume else 0.0,
        )
    except ValueError as error:
        raise SsmlError(f"<prosody>: {error}", where=where) from None


def _rate(text: str) -> float:
    if text in RATES:
        return RATES[text]
    match = PERCENT.match(text.strip())
    if match is None or not 25 <= float(match[1]) <= 400:
        raise ValueError(f"rate {text!r} is neither a label nor 25% to 400%")
    return round(float(match[1]) / 100, 6)


def _changed(text: str, labels: dict[str, float], unit: str) -> float:
    if text in labels:
        return labels[text]
    match = CHANGE.match(text.strip())
    if match is None or match[2] != unit or not -24 <= float(match[1]) <= 24:
        raise ValueError(f"{text!r} is neither a label nor a change in {unit} that a voice can follow")
    return float(match[1])


# ----------------------------------------------------------------------------------- text with its elements


@dataclass(slots=True)
class _Place:
    """What holds where we read: who speaks, how, in which language."""

    voice: str = "narrator"
    prosody: Prosody = field(default_factory=Prosody)
    lang: str = "en-US"


@dataclass(slots=True)
class _Line:
    """Text to be said, from one place."""

    passage: Passage
    place: _Place
    after: int = 0
    id: str | None = None


@dataclass(slots=True)
class Reader:
    """Walks the elements of a document or of one sentence, collecting lines."""

    where: str | None = None
    lines: list[_Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    name: str | None = None
    place: _Place = field(default_factory=_Place)

    def walk(self, element: Element, depth: int = 0) -> None:
        """Everything inside `element`."""
        if depth > DEEPEST:
            raise SsmlError("elements nested too deep", where=self.where)
        self._text(element.text)
        for child in element:
            self._child(child, depth + 1)
            self._text(child.tail)

    def flush(self, after: int) -> None:
        """What was collected is a line of its own."""
        text = "".join(self.texts)
        if any(map(str.isalnum, text)):
            self.lines.append(_Line(Passage(text, tuple(self.marks)).strip(), self.place, after, self.name))
            self.name = None
        elif self.lines:
            self.lines[-1].after = max(self.lines[-1].after, after)
        self.texts, self.marks, self.length = [], [], 0

    def _text(self, text: str | None) -> None:
        if not text:
            return
        joined = " ".join(text.split())
        spaced = (" " if text[0].isspace() else "") + joined + (" " if joined and text[-1].isspace() else "")
        if not self.texts or self.texts[-1].endswith(" "):
            spaced = spaced.lstrip()
        if spaced:
            self.texts.append(spaced)
            self.length += len(spaced)

    def _child(self, element: Element, depth: int) -> None:
        name = name_of(element)
        if name in UNSPOKEN or name == "comment":
            return
        if name in ("p", "s"):
            self._structure(element, PARAGRAPH_PAUSE if name == "p" else SENTENCE_PAUSE, depth)
        elif name == "voice":
            self._voice(element, depth)
        elif name == "prosody" and any(name_of(inner) in ("p", "s") for inner in element.iter()):
            inner = prosody_of(element, self.where).within(self.place.prosody)
            self._placed(element, replace(self.place, prosody=inner), depth)
        elif name == "break":
            self.flush(pause_of(element, self.where))
        elif name == "mark":
            self.flush(0)
            self.name = element.get("name")
        elif name in ("token", "w"):
            self.walk(element, depth)
        else:
            self._inline(element, name, depth)

    def _structure(self, element: Element, pause: int, depth: int) -> None:
        lang = element.get(XML_LANG)
        self.flush(0)
        outer = self.place
        self.place = replace(outer, lang=lang) if lang else outer
        self.walk(element, depth)
        self.flush(pause)
        self.place = outer

    def _voice(self, element: Element, depth: int) -> None:
        name = element.get("name")
        if not name:
            raise SsmlError(
                "<voice> without a name: who speaks cannot be chosen by age or gender", where=self.where
            )
        self._placed(element, replace(self.place, voice=name), depth)

    def _placed(self, element: Element, place: _Place, depth: int) -> None:
        self.flush(0)
        outer, self.place = self.place, place
        self.walk(element, depth)
        self.flush(0)
        self.place = outer

    def _inline(self, element: Element, name: str, depth: int) -> None:
        start = self.length
        kind, value, prosody = self._mark(element, name)
        self.walk(element, depth)
        if start < self.length:
            self.marks.append(Mark(start, self.length, kind, value, prosody))
            if kind in ("says", "sound"):
                self.marks.append(Mark(start, self.length, "whole"))

    def _mark(self, element: Element, name: str) -> tuple[MarkKind, str, Prosody | None]:
        match name:
            case "emphasis" if element.get("level", "moderate") != "none":
                return "emphasis", element.get("level", "moderate"), None
            case "phoneme" if element.get("alphabet", "ipa") == "ipa" and element.get("ph"):
                return "sound", element.get("ph", ""), None
            case "sub" if element.get("alias"):
                return "says", element.get("alias", ""), None
            case "lang" if element.get(XML_LANG):
                return "language", element.get(XML_LANG, ""), None
            case "prosody":
                return "prosody", "", prosody_of(element, self.where)
        attributes = "".join(f' {key.rpartition("}")[2]}="{value}"' for key, value in element.attrib.items())
        raise SsmlError(
            f"<{name}{attributes}> has no place in a script; put words in its stead", where=self.where
        )


def read_script(root: Element, *, title: str, where: str | None) -> Script:
    """A Script from SSML that knows nothing of scripts: paragraphs in one chapter."""
    lang = root.get(XML_LANG, "en-US")
    reader = Reader(where, place=_Place(lang=lang))
    reader.walk(root)
    reader.flush(0)
    chapter = Chapter("chapter-" + hashlib.sha256(title.encode()).hexdigest()[:8], title)
    utterances = tuple(_utterances(reader.lines, chapter.id))
    voices = {name: Speaker("default") for name in ("narrator", *(u.voice for u in utterances))}
    return Script(Cover(title), lang, utterances, (chapter,), voices)


def _utterances(lines: list[_Line], chapter: str) -> Iterator[Utterance]:
    seen: set[str] = set()
    for line in lines:
        place, text = line.place, line.passage.text
        whole = [(mark.start, mark.end) for mark in line.passage.marks if mark.kind == "whole"]
        spans = chunks(text, place.lang, whole=whole)
        for i, (start, end) in enumerate(spans):
            said = say(line.passage.cut(start, end).strip(), Reading(place.lang))
            if not any(map(str.isalnum, said.spoken)):
                continue
            last = i == len(spans) - 1
            key = line.id if line.id and i == 0 else _key(said.written, len(seen))
            if key in seen:
                raise SsmlError(f"two marks have the name {key!r}")
            seen.add(key)
            after = line.after if last else SENTENCE_PAUSE
            yield _made(Utterance(key, "paragraph", "", "", (), place.lang, place.voice, place.prosody,
                                  pause_after_ms=after, chapter=chapter), said)  # fmt: skip


def _key(written: str, count: int) -> str:
    return "u-" + hashlib.sha256(f"{count}\x1f{written}".encode()).hexdigest()[:12]


def _made(utterance: Utterance, said: Said) -> Utterance:
    return replace(
        utterance,
        written=said.written,
        spoken=said.spoken,
        alignment=said.alignment,
        emphasis=said.emphasis,
        pronunciations=said.pronunciations,
        languages=said.languages,
        prosody_spans=said.prosody_spans,
    )


# ------------------------------------------------------------------------------------------ edited sentences


def reworded(voice: Element, was: Utterance, known: Script, where: str | None) -> Utterance:
    """`was` as its sentence now stands in the document; writing and alignment are kept where the words are."""
    reader = Reader(where, place=_Place(lang=was.lang))
    holder = Element("speak")
    holder.append(voice)
    tail, voice.tail = voice.tail, None
    reader.walk(holder)
    reader.flush(0)
    voice.tail = tail
    if len(reader.lines) != 1:
        raise SsmlError(f"utterance {was.id} is to be one sentence, not {len(reader.lines)}", where=where)
    line = reader.lines[0]
    if line.place.voice not in known.voices:
        raise SsmlError(f"utterance {was.id}: the script has no voice {line.place.voice!r}", where=where)
    said = say(line.passage, Reading(line.place.lang))
    made = _made(was, said)
    alignment = was.alignment if said.spoken == was.spoken else realigned(was, said.spoken)
    speaker = known.voices[line.place.voice].prosody
    return replace(
        made,
        written=was.written,
        alignment=alignment,
        lang=line.place.lang,
        voice=line.place.voice,
        prosody=_without(line.place.prosody, speaker),
    )


def _without(effective: Prosody, speaker: Prosody) -> Prosody:
    """The prosody that, within `speaker`'s, is `effective`."""
    return Prosody(
        min(4.0, max(0.25, round(effective.rate / speaker.rate, 4))),
        round(effective.pitch - speaker.pitch, 4),
        round(effective.volume - speaker.volume, 4),
    )


def realigned(was: Utterance, spoken: str) -> tuple[Alignment, ...]:
    """The alignment of `was` for other spoken words: kept at both ends as far as the words are the same."""
    old, entries = was.spoken, was.alignment
    head = 0
    while head < len(entries) and spoken.startswith(old[: entries[head].spoken[1]]):
        head += 1
    shift = len(spoken) - len(old)
    tail = len(entries)
    floor = entries[head - 1].spoken[1] if head else 0
    while tail > head and entries[tail - 1].spoken[0] + shift >= floor:
        start = entries[tail - 1].spoken[0]
        if old[start:] != spoken[start + shift :]:
            break
        tail -= 1
    middle_written = (
        entries[head - 1].written[1] if head else 0,
        entries[tail].written[0] if tail < len(entries) else len(was.written),
    )
    middle_spoken = (floor, entries[tail].spoken[0] + shift if tail < len(entries) else len(spoken))
    middle = (
        ()
        if middle_written[0] == middle_written[1] and middle_spoken[0] == middle_spoken[1]
        else (Alignment(middle_written, middle_spoken),)
    )
    moved = tuple(
        replace(entry, spoken=(entry.spoken[0] + shift, entry.spoken[1] + shift)) for entry in entries[tail:]
    )
    return (*entries[:head], *middle, *moved)
