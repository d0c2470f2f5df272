"""The director, assembly, publishing, and the public API of Rhapsode.

    from rhapsode.narration import narrate, Narrator

Names are loaded on first use, so that importing a document does not load a model's library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rhapsode.base import lazy

if TYPE_CHECKING:
    from rhapsode.base import DocumentError, RhapsodeError, from_json, to_json
    from rhapsode.captioning.description import Description
    from rhapsode.captioning.loading import open_picture
    from rhapsode.captioning.sources import read_source
    from rhapsode.narration.cover import cover_image
    from rhapsode.narration.directing import ScriptError, check_script, direct
    from rhapsode.narration.guided import to_guided
    from rhapsode.narration.manifest import Narration, PublishedFile
    from rhapsode.narration.narrator import FORMATS, Narrator, Progress, narrate
    from rhapsode.narration.performing import Spoken
    from rhapsode.narration.recording import Recording
    from rhapsode.narration.script import Chapter, Cover, Omission, Script, Speaker
    from rhapsode.narration.ssml import SsmlError, from_ssml, to_ssml
    from rhapsode.narration.style import Style, load_style, style_names
    from rhapsode.parsing.article import Article, Image, images
    from rhapsode.parsing.fetch import Fetcher
    from rhapsode.tts.cache import SegmentCache
    from rhapsode.tts.utterance import Alignment, Prosody, Utterance
    from rhapsode.tts.voice import Speech

_HOMES = {
    "rhapsode.base": ("DocumentError", "RhapsodeError", "from_json", "to_json"),
    "rhapsode.captioning.description": ("Description",),
    "rhapsode.captioning.loading": ("open_picture",),
    "rhapsode.captioning.sources": ("read_source",),
    "rhapsode.narration.cover": ("cover_image",),
    "rhapsode.narration.directing": ("ScriptError", "check_script", "direct"),
    "rhapsode.narration.guided": ("to_guided",),
    "rhapsode.narration.manifest": ("Narration", "PublishedFile"),
    "rhapsode.narration.narrator": ("FORMATS", "Narrator", "Progress", "narrate"),
    "rhapsode.narration.performing": ("Spoken",),
    "rhapsode.narration.recording": ("Recording",),
    "rhapsode.narration.script": ("Chapter", "Cover", "Omission", "Script", "Speaker"),
    "rhapsode.narration.ssml": ("SsmlError", "from_ssml", "to_ssml"),
    "rhapsode.narration.style": ("Style", "load_style", "style_names"),
    "rhapsode.parsing.article": ("Article", "Image", "images"),
    "rhapsode.parsing.fetch": ("Fetcher",),
    "rhapsode.tts.cache": ("SegmentCache",),
    "rhapsode.tts.utterance": ("Alignment", "Prosody", "Utterance"),
    "rhapsode.tts.voice": ("Speech",),
}

__all__ = [
    "FORMATS",
    "Alignment",
    "Article",
    "Chapter",
    "Cover",
    "Description",
    "DocumentError",
    "Fetcher",
    "Image",
    "Narration",
    "Narrator",
    "Omission",
    "Progress",
    "Prosody",
    "PublishedFile",
    "Recording",
    "RhapsodeError",
    "Script",
    "ScriptError",
    "SegmentCache",
    "Speaker",
    "Speech",
    "Spoken",
    "SsmlError",
    "Style",
    "Utterance",
    "check_script",
    "cover_image",
    "direct",
    "from_json",
    "from_ssml",
    "images",
    "load_style",
    "narrate",
    "open_picture",
    "read_source",
    "style_names",
    "to_guided",
    "to_json",
    "to_ssml",
]

__getattr__, __dir__ = lazy(__name__, _HOMES)
