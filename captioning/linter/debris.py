"""What lies where a description should be: names of files, addresses, placeholders, markup, words about the task."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rhapsode.captioning.linter.draft import Draft, Finding
from rhapsode.captioning.vocabulary import LEFTOVERS, PLACEHOLDER_PHRASES, PLACEHOLDERS

EXTENSION = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|psd|ai|eps|pdf|mp4|html?|php|aspx?)\b", re.I
)
CAMERA = re.compile(
    r"\b(?:IMG|DSC[NF]?|DCIM|PXL|P\d{3}|MVIMG|VID|GOPR|DJI|SAM|CIMG|WP|Screen ?shot|Screenshot|Bildschirmfoto|Capture|"
    r"Unbenannt|WhatsApp Image|signal|image|img|photo|pic|picture|figure|untitled|unnamed|download|file|scan|page|slide)"
    r"[ _-]*\(?\d[\d_.\-x() ]*(?: ?(?:at|um|à) [\d.:]+)?(?: ?[AP]M)?_?(?:(?:edited|copy|final|crop|HDR|BURST|v)[\d_]*)*$",
    re.I,
)
IDENTIFIER = re.compile(
    r"(?:[0-9a-f]{16,}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[A-Za-z0-9+/=_-]{32,})", re.I
)
STOCK = re.compile(
    r"\b(?:i?stock(?:photo)?|shutterstock|adobe ?stock|getty ?images?|dreamstime(?:_[a-z]+)?|deposit ?photos|alamy|pexels|unsplash|"
    r"pixabay|123rf|freepik|envato|bigstock|fotolia|canva|picture[- ]alliance|imago|dpa|afp)[-_ ](?:photo[-_])?\d{3,}"
    r"|^[a-z]+[-_]\d{5,}$",
    re.I,
)


def file_name(draft: Draft) -> Iterator[Finding]:
    """The name of a file, as cameras, agencies and machines give them."""
    text = draft.text.strip()
    joined = " " not in text and len(re.findall(r"[_-]", text)) >= (1 if "_" in text else 2)
    dimensions = re.search(r"\b\d{2,4}x\d{2,4}\b", text) is not None and len(draft.words) <= 6
    if (
        EXTENSION.search(text)
        or CAMERA.fullmatch(text)
        or STOCK.search(text)
        or IDENTIFIER.search(text)
        or joined
        or dimensions
        or (
            " " not in text
            and (re.search(r"[a-z][A-Z][a-z]+[A-Z]|\d{4,}[a-z]|[A-Za-z]\d{4,}", text) or "\\" in text)
        )
    ):
        yield Finding("file_name", "reads like the name of a file", text[:60])


# Each branch is tied to a literal and looks a bounded way back, so that long rows of dots or at-signs cost no more than
# other text; `address` widens what was found to the whole word.
ADDRESS = re.compile(
    r"(?:https?|ftp|file|data|javascript):\S|\bwww\.\S|(?<=[\w-])\.(?:com|org|net|io|co|gov|edu|info|dev|app|news|de|uk|fr|eu)\b"
    r"|(?<=[^\s@])@[^\s@.]{1,63}\.\w|(?:^|(?<=\s))[/\\][\w-]+[/\\][\w./\\-]",
    re.I,
)


def address(draft: Draft) -> Iterator[Finding]:
    """An address of a page, a file or a mailbox."""
    match = ADDRESS.search(draft.text)
    if match is None:
        return
    before, after = draft.text[: match.start()].split(), draft.text[match.end() :].split()
    start = (
        match.start()
        if not before or draft.text[match.start() - 1].isspace()
        else match.start() - len(before[-1])
    )
    end = match.end() if not after or draft.text[match.end()].isspace() else match.end() + len(after[0])
    found = draft.text[start:end].strip(' ,;()"')
    if not (draft.origin == "author" and _only_a_host(found, draft)):
        yield Finding("url", "contains an address", found[:60])


def _only_a_host(match: str, draft: Draft) -> bool:
    """Authors name sites ("Amazon.com"); that is fine inside a sentence."""
    return (
        "/" not in match
        and "@" not in match
        and not match.lower().startswith("www.")
        and len(draft.words) > 3
    )


def placeholder(draft: Draft) -> Iterator[Finding]:
    """A word or phrase that stands in until somebody writes a description."""
    # Numbers only say which of the nameless pictures it is.
    words = [word.lower() for word in draft.words if not word.isdigit()]
    nameless = words and len(words) <= 3 and all(word in PLACEHOLDERS for word in words)
    if nameless or draft.lowered.strip(" .:-[]()0123456789") in PLACEHOLDERS:
        yield Finding("placeholder", "stands where a description should be", draft.text[:60])
        return
    short = len(draft.words) <= 9
    for phrase in PLACEHOLDER_PHRASES:
        at = draft.lowered.find(phrase)
        if at == 0 or (at > 0 and short and not draft.lowered[at - 1].isalnum()):
            yield Finding("placeholder", "stands where a description should be", phrase)
            return


MARKUP = re.compile(
    r"</?[a-z!][^>]*>|&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});|!?\[[^\]]*\]\([^)]*\)|\*\*|__\w|`|^#{1,6} |\{[\"'{%]|\\[nu]|^\s*[-*] "
    r"|[{}\[\]|<>=~^]{1,}|:[a-z]+_[a-z_]+:|�|[\x00-\x08\x0b\x0c\x0e-\x1f]|(?:^|\s)#\w+|^\w+=",
    re.I | re.M,
)


def markup(draft: Draft) -> Iterator[Finding]:
    """Marks of a language for machines."""
    match = MARKUP.search(draft.text)
    if match is None:
        return
    # Authors write brackets and signs in prose ("x > 3", "#1"); a model has no reason to.
    prose = (
        draft.origin == "author" and re.fullmatch(r"[\[\]<>=~|^]|\s*#\d+|\s*#\w+", match.group()) is not None
    )
    if not prose:
        yield Finding("markup", "contains marks that are not words", match.group().strip()[:40])


def leftover(draft: Draft) -> Iterator[Finding]:
    """What a model says about its task."""
    for phrase in LEFTOVERS:
        if phrase in draft.lowered:
            yield Finding("leftover", "talks about the task, not about the picture", phrase)
            return
