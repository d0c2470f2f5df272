"""SVG pictures: their title and description, their words, and their pixels where a renderer is installed."""

from __future__ import annotations

import importlib.util
import io
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rhapsode.captioning.errors import ImageRefused
from rhapsode.captioning.ground import grounded

if TYPE_CHECKING:
    from PIL.Image import Image as Pixels

SVG_LIMIT = 4 * 2**20
ELEMENT_LIMIT = 100_000
DRAWING_SECONDS = 5.0
REMOVED = frozenset({"script", "filter", "mask", "foreignobject", "iframe", "animate", "set"})
_DRAW = """
import sys
try:
    import resource
except ImportError:  # not on Windows
    pass
else:
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
import resvg_py
drawing = resvg_py.svg_to_bytes(
    svg_string=sys.stdin.buffer.read().decode(), **{sys.argv[1]: int(sys.argv[2])}
)
sys.stdout.buffer.write(bytes(drawing))
"""
TEXT_LIMIT = 2000
_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\])?\s*>|\s)*<(?:\w+:)?svg[\s>/]",
    re.S | re.I,
)


@dataclass(frozen=True, slots=True)
class SvgText:
    """`title` and `desc` of the drawing as a whole, the `words` drawn in it in document order, its size in pixels."""

    title: str = ""
    desc: str = ""
    words: tuple[str, ...] = ()
    size: tuple[int, int] | None = None


def looks_like_svg(data: bytes) -> bool:
    """Whether the file's first element is `svg`, whatever prologue stands before it."""
    start = data[:4096]
    return b"<" in start[:64] and (_START.match(start) is not None or b"<svg" in start.lower())


def read_svg(data: bytes) -> SvgText:
    """What the drawing says of itself.

    Raises:
        ImageRefused: too large, not well-formed, or with entities of its own.
    """
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(data) > SVG_LIMIT:
        raise ImageRefused("an SVG larger than 4 MB")
    try:
        root = fromstring(data)
    except DefusedXmlException:
        raise ImageRefused("an SVG that defines entities") from None
    except (ParseError, ValueError, LookupError, RecursionError):
        raise ImageRefused("an SVG that is not well-formed XML") from None
    if _name(root) != "svg":
        raise ImageRefused("not an SVG, though it looks like one")
    if sum(1 for _ in root.iter()) > ELEMENT_LIMIT:
        raise ImageRefused("an SVG with more than 100,000 elements")
    words = tuple(text for element in root.iter() if _name(element) == "text" and (text := _text(element)))
    return SvgText(_child(root, "title"), _child(root, "desc"), words[:400], _size(root))


def rasterise(data: bytes, svg: SvgText, *, edge: int) -> Pixels | None:
    """The drawing on its ground, its longer edge `edge` pixels; None without a renderer or where it cannot be drawn.

    The renderer (resvg) would read image files that the drawing names, and nested effects keep it busy for minutes:
    so the drawing is stripped of both first, and drawn in a process of its own with limits on time and memory.
    """
    if importlib.util.find_spec("resvg_py") is None:
        return None
    if svg.size and not 1 / 50 <= svg.size[0] / svg.size[1] <= 50:
        return None  # a rule or a line; drawn at this edge it would have no second dimension
    from PIL import Image

    wide = not svg.size or svg.size[0] >= svg.size[1]
    command = [sys.executable, "-I", "-c", _DRAW, "width" if wide else "height", str(edge)]
    try:
        drawn = subprocess.run(
            command, input=_harmless(data), capture_output=True, timeout=DRAWING_SECONDS, check=True
        )
        with Image.open(io.BytesIO(drawn.stdout), formats=("PNG",)) as picture:
            if picture.size[0] * picture.size[1] > 4 * edge * edge:
                return None
            return grounded(picture.convert("RGBA"))
    # What cannot be drawn has still its texts.
    except (ValueError, OSError, subprocess.SubprocessError):
        return None


def _harmless(data: bytes) -> bytes:
    """The drawing without scripts, effects, and whatever points out of it."""
    from xml.etree.ElementTree import tostring

    from defusedxml.ElementTree import fromstring

    root = fromstring(data)
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or _name(child) in REMOVED or _points_out(child):
                parent.remove(child)
    for element in root.iter():
        for key in [key for key in element.attrib if key.rpartition("}")[2] in ("filter", "mask")]:
            del element.attrib[key]
    return tostring(root, encoding="utf-8")


def _points_out(element: Any) -> bool:
    targets = [
        value.strip() for key, value in element.attrib.items() if key.rpartition("}")[2] in ("href", "src")
    ]
    if _name(element) == "a":
        return False
    return any(not target.startswith(("#", "data:image/")) for target in targets)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())[:TEXT_LIMIT]


def _child(root: Any, name: str) -> str:
    """The text of a direct child, or of a child of the only group, where drawing programs put it."""
    for parent in (root, *[child for child in root if _name(child) == "g"][:1]):
        for child in parent:
            if _name(child) == name and (text := _text(child)):
                return text
    label = root.get("aria-label", "") if name == "title" else ""
    return " ".join(label.split())[:TEXT_LIMIT]


def _size(root: Any) -> tuple[int, int] | None:
    width, height = _length(root.get("width")), _length(root.get("height"))
    if width and height:
        return width, height
    box = re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", root.get("viewBox", ""))
    if len(box) == 4:
        size = min(float(box[2]), 1e6), min(float(box[3]), 1e6)
        if min(size) >= 0.5:
            return round(size[0]) or 1, round(size[1]) or 1
    return None


def _length(value: str | None) -> int:
    match = re.fullmatch(r"\s*(\d{1,6}(?:\.\d+)?)\s*(?:px)?\s*", value or "")
    return round(float(match[1])) if match else 0
