"""Scripts as SSML 1.1 (W3C Recommendation, 2010), out and in.

Out: one `s` per utterance, in a `voice` and a `prosody`, between a `mark` with its id and a `break`. What SSML has
no words for (written text and alignment, roles, chapters, omissions) stands in `metadata`, so that a script comes
back exactly; sentences that somebody edited in between come back as edited. SSML from elsewhere becomes a Script of
plain paragraphs. What a Script cannot represent is an error, never a loss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from rhapsode.base import RhapsodeError, from_json, to_json
from rhapsode.narration.script import Script
from rhapsode.narration.ssml_reading import SsmlError, name_of, pause_of, read_script, reworded
from rhapsode.tts.utterance import Prosody, Span, Utterance

__all__ = ["SsmlError", "from_ssml", "to_ssml", "utterance_ssml"]

NAMESPACE = "http://www.w3.org/2001/10/synthesis"
OURS = "urn:rhapsode:script:1"
LARGEST = 32 * 2**20
# Characters XML 1.0 cannot hold.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_ssml(script: Script) -> str:
    """`script` as an SSML 1.1 document."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<speak version="1.1" xmlns="{NAMESPACE}" xml:lang={_attribute(script.language or "en-US")}>',
        f'<metadata><script xmlns="{OURS}">{_text(to_json(script, indent=None))}</script></metadata>',
    ]
    for i, utterance in enumerate(script.utterances):
        before = script.utterances[i - 1].pause_after_ms if i else 0
        lines += _sentence_lines(script, utterance, before)
    if script.utterances and script.utterances[-1].pause_after_ms:
        lines.append(f'<break time="{script.utterances[-1].pause_after_ms}ms"/>')
    return "\n".join([*lines, "</speak>"]) + "\n"


def _sentence_lines(script: Script, utterance: Utterance, before: int) -> list[str]:
    """The lines of one utterance: the silence before it, its id, its words."""
    lines: list[str] = []
    pause = max(before, utterance.pause_before_ms)
    if pause:
        lines.append(f'<break time="{pause}ms"/>')
    lines.append(f"<mark name={_attribute(utterance.id)}/>")
    lines.append(_voiced(script, utterance))
    return lines


def _voiced(script: Script, utterance: Utterance) -> str:
    speaker = script.voices.get(utterance.voice)
    prosody = utterance.prosody.within(speaker.prosody) if speaker else utterance.prosody
    sentence = f"<s xml:lang={_attribute(utterance.lang or 'und')}>{_inner(utterance)}</s>"
    changes = _prosody_attributes(prosody)
    if changes:
        sentence = f"<prosody{changes}>{sentence}</prosody>"
    return f"<voice name={_attribute(utterance.voice)}>{sentence}</voice>"


def utterance_ssml(utterance: Utterance) -> str:
    """One utterance as an SSML document of its own, without its voice."""
    changes = _prosody_attributes(utterance.prosody)
    inner = _inner(utterance)
    body = f"<prosody{changes}>{inner}</prosody>" if changes else inner
    return f'<speak version="1.1" xmlns="{NAMESPACE}" xml:lang={_attribute(utterance.lang or "und")}>{body}</speak>'


def _prosody_attributes(prosody: Prosody) -> str:
    parts = []
    if prosody.rate != 1.0:
        parts.append(f' rate="{_number(prosody.rate * 100)}%"')
    if prosody.pitch:
        parts.append(f' pitch="{_number(prosody.pitch, signed=True)}st"')
    if prosody.volume:
        parts.append(f' volume="{_number(prosody.volume, signed=True)}dB"')
    return "".join(parts)


def _number(value: float, *, signed: bool = False) -> str:
    text = f"{value:+.4f}" if signed else f"{value:.4f}"
    return text.rstrip("0").rstrip(".")


def _attribute(value: str) -> str:
    return quoteattr(FORBIDDEN.sub("", value), {"\n": "&#10;"})


def _text(value: str) -> str:
    return escape(FORBIDDEN.sub("", value))


@dataclass(frozen=True, slots=True)
class _Tag:
    """An element over spoken characters; `rank` says what goes outside what: language, prosody, emphasis, sound."""

    span: Span
    rank: int
    opening: str
    name: str


def _tags(utterance: Utterance) -> list[_Tag]:
    tags = [
        _Tag(span.spoken, 0, f"<lang xml:lang={_attribute(span.lang)}>", "lang")
        for span in utterance.languages
    ]
    for inner in utterance.prosody_spans:
        if changes := _prosody_attributes(inner.prosody):
            tags.append(_Tag(inner.spoken, 1, f"<prosody{changes}>", "prosody"))
    for stress in utterance.emphasis:
        tags.append(_Tag(stress.spoken, 2, f'<emphasis level="{stress.level}">', "emphasis"))
    for sound in utterance.pronunciations:
        opening = f'<phoneme alphabet="ipa" ph={_attribute(sound.ipa)}>'
        tags.append(_Tag(sound.spoken, 3, opening, "phoneme"))
    return tags


def _inner(utterance: Utterance) -> str:
    """The spoken text with its elements; spans that cross are cut where the outer one ends."""
    text, tags = utterance.spoken, _tags(utterance)
    if not tags:
        return _text(text)
    cuts = sorted({0, len(text), *(point for tag in tags for point in tag.span)})
    out: list[str] = []
    opened: list[_Tag] = []
    for start, end in pairwise(cuts):
        wanted = sorted(
            (tag for tag in tags if tag.span[0] <= start and end <= tag.span[1]),
            key=lambda tag: (tag.rank, tag.span[0] - tag.span[1]),
        )
        keep = 0
        while keep < min(len(opened), len(wanted)) and opened[keep] is wanted[keep]:
            keep += 1
        out += [f"</{tag.name}>" for tag in reversed(opened[keep:])]
        out += [tag.opening for tag in wanted[keep:]]
        opened = wanted
        out.append(_text(text[start:end]))
    out += [f"</{tag.name}>" for tag in reversed(opened)]
    return "".join(out)


# ------------------------------------------------------------------------------------------------- reading


def from_ssml(text: str, *, title: str = "", where: str | None = None) -> Script:
    """The Script that an SSML 1.1 document is.

    A document that `to_ssml` made comes back as the script it was, sentences and pauses as they now stand in it.
    Anything else becomes a script with one chapter, named `title`.

    Raises:
        SsmlError: not SSML, or something a Script cannot hold (audio, say-as, absolute pitch, ...); the message
            names the element.
    """
    root = _root(text, where)
    known = _metadata(root, where)
    if known is None:
        return read_script(root, title=title, where=where)
    return _restored(root, known, where)


def _root(text: str, where: str | None) -> Element:
    if len(text) > LARGEST:
        raise SsmlError(f"more than {LARGEST} characters of SSML", where=where)
    try:
        root = fromstring(text.encode("utf-8", "surrogatepass"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, UnicodeError) as error:
        raise SsmlError(f"not readable as XML: {error}", where=where) from None
    if root.tag not in ("speak", f"{{{NAMESPACE}}}speak"):
        raise SsmlError(
            f"the document's element is <{root.tag.rpartition('}')[2]}>, not <speak>", where=where
        )
    return root


def _metadata(root: Element, where: str | None) -> Script | None:
    holder = root.find(f"{{{NAMESPACE}}}metadata/{{{OURS}}}script")
    if holder is None:
        return None
    try:
        return from_json(Script, holder.text or "")
    except RhapsodeError as error:
        raise SsmlError(f"its metadata is no script: {error.message}", where=where) from None


def _restored(root: Element, known: Script, where: str | None) -> Script:
    """`known` with what the document's body changed: sentences reworded or deleted, pauses set anew."""
    before = {utterance.id: utterance for utterance in known.utterances}
    made: list[Utterance] = []
    pause = 0
    pending: str | None = None
    for child in root:
        name = name_of(child)
        if name == "break":
            pause += pause_of(child, where)
        elif name == "mark":
            pending = child.get("name")
        elif name == "voice" and pending in before:
            made.append(_one(child, before[pending], known, where))
            _pause(made, pause)
            pause, pending = 0, None
        elif name != "metadata":
            raise SsmlError(f"<{name}> without a mark that names its utterance", where=where)
        if child.tail and child.tail.strip():
            raise SsmlError(f"text outside a sentence: {child.tail.strip()[:60]!r}", where=where)
    _pause_at_end(made, pause)
    return replace(known, utterances=tuple(made))


def _one(voice: Element, was: Utterance, known: Script, where: str | None) -> Utterance:
    expected = fromstring(f'<speak xmlns="{NAMESPACE}">{_voiced(known, was)}</speak>')[0]
    if _same(voice, expected):
        return was
    return reworded(voice, was, known, where)


def _same(a: Element, b: Element) -> bool:
    alike = a.tag == b.tag and a.attrib == b.attrib and (a.text or "") == (b.text or "") and len(a) == len(b)
    return alike and all(_same(x, y) and (x.tail or "") == (y.tail or "") for x, y in zip(a, b, strict=True))


def _pause(made: list[Utterance], pause: int) -> None:
    """Give the silence before the last of `made` to it and its predecessor, unless it is what it was."""
    now = made[-1]
    previous = made[-2].pause_after_ms if len(made) > 1 else 0
    if max(previous, now.pause_before_ms) == pause:
        return
    made[-1] = replace(now, pause_before_ms=pause)
    if len(made) > 1:
        made[-2] = replace(made[-2], pause_after_ms=min(previous, pause))


def _pause_at_end(made: list[Utterance], pause: int) -> None:
    if made and made[-1].pause_after_ms != pause:
        made[-1] = replace(made[-1], pause_after_ms=pause)
