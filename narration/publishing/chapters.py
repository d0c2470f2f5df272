"""chapters.json: JSON chapters of the Podcasting 2.0 namespace, version 1.2.0."""

from __future__ import annotations

import json

from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Script

MEDIA_TYPE = "application/json+chapters"


def chapters_json(recording: Recording, script: Script) -> str:
    """The chapters of `recording`, an empty list where it has none."""
    about = script.cover
    head = {
        "version": "1.2.0",
        "title": about.title,
        "author": ", ".join(about.byline),
        "podcastName": about.site,
    }
    chapters = [
        {"startTime": round(chapter.start, 3), "endTime": round(chapter.end, 3), "title": chapter.title}
        for chapter in recording.chapters
    ]
    document = {**{name: value for name, value in head.items() if value}, "chapters": chapters}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
