"""Publishing: a Recording becomes the folder a publisher puts online. See docs/publishing.md for every file."""

from rhapsode.narration.publishing.captions import Cue, captions, webvtt
from rhapsode.narration.publishing.chapters import chapters_json
from rhapsode.narration.publishing.encode import FORMATS, measure_file
from rhapsode.narration.publishing.errors import PublishError
from rhapsode.narration.publishing.folder import writable
from rhapsode.narration.publishing.player.page import Source, player_page
from rhapsode.narration.publishing.publisher import publish
from rhapsode.narration.publishing.transcript import Transcript, transcript, transcript_json

__all__ = [
    "FORMATS", "Cue", "PublishError", "Source", "Transcript", "captions", "chapters_json", "measure_file",
    "player_page", "publish", "transcript", "transcript_json", "webvtt", "writable",
]  # fmt: skip
