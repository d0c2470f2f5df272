"""From a Recording to the folder a publisher puts online."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from pathlib import Path
from threading import Event

from rhapsode.base import to_json
from rhapsode.captioning.description import Description
from rhapsode.narration.loudness import Levels
from rhapsode.narration.manifest import MANIFEST, Narration, PublishedFile, made_by
from rhapsode.narration.publishing.captions import webvtt
from rhapsode.narration.publishing.chapters import MEDIA_TYPE as CHAPTERS_TYPE
from rhapsode.narration.publishing.chapters import chapters_json
from rhapsode.narration.publishing.encode import FORMATS, Format, encode
from rhapsode.narration.publishing.errors import PublishError
from rhapsode.narration.publishing.folder import checked_slug, replacing, writable
from rhapsode.narration.publishing.player.page import Source, player_page
from rhapsode.narration.publishing.tags import Tags, cover_jpeg, tags_of
from rhapsode.narration.publishing.transcript import transcript, transcript_json
from rhapsode.narration.recording import Recording
from rhapsode.narration.script import Script

OnProgress = Callable[[str, float], None]
"""Told the stage ("encoding" or "writing") and how much of it is done, 0 to 1; always from the caller's thread."""

AUDIO = "narration"
TEXTS = {
    "script.json": "application/json",
    "transcript.vtt": "text/vtt",
    "transcript.json": "application/json",
    "chapters.json": CHAPTERS_TYPE,
    "player.html": "text/html",
}
_POLL_SECONDS = 0.1


def publish(
    recording: Recording,
    script: Script,
    folder: Path,
    *,
    slug: str,
    key: str,
    formats: Iterable[str] = ("m4a",),
    cover: bytes | None = None,
    descriptions: Sequence[Description] = (),
    true_peak: float = -1.0,
    on_progress: OnProgress | None = None,
) -> Narration:
    """Write the folder `folder`/`slug`, whole or not at all, and return its manifest.

    The same input gives the same bytes. An existing folder is replaced in one step; files in it that an earlier run
    did not make stay.

    Args:
        recording: a performance of `script`.
        slug: the folder's name.
        key: kept in the manifest: what determined this narration, as a hash.
        formats: any of m4a, mp3, opus, wav; players try them in this order.
        cover: an image file's bytes in any common format, for the audio files and the player.
        descriptions: kept in the manifest.
        true_peak: not exceeded by any file as decoded, dBTP.

    Raises:
        PublishError: an unknown format, a name that cannot be a folder's, or a file system that refuses.
    """
    kinds = _kinds(formats)
    slug = checked_slug(slug)
    report = on_progress or (lambda stage, done: None)
    warnings = [*script.warnings, *recording.warnings]
    jpeg = _cover(cover, warnings)
    ours = (*TEXTS, *(f"{AUDIO}.{name}" for name in FORMATS))
    with replacing(writable(folder), slug, ours=ours) as staging:
        tags = tags_of(script, recording.chapters, disclosure(recording, script), jpeg)
        levels = _encode_all(recording, staging, kinds, tags, true_peak, report)
        report("writing", 0.0)
        sources = [Source(f"{AUDIO}.{kind.name}", kind.media_type) for kind in kinds]
        for name, text in _texts(recording, script, sources, jpeg).items():
            (staging / name).write_text(text, encoding="utf-8", newline="\n")
        files = [
            _file(staging / f"{AUDIO}.{kind.name}", kind.media_type, levels[kind.name]) for kind in kinds
        ]
        files += [_file(staging / name, media_type) for name, media_type in TEXTS.items()]
        narration = Narration(
            slug=slug, cover=script.cover, language=script.language, key=key, duration=round(recording.duration, 6),
            loudness=round(recording.loudness, 2), true_peak=round(recording.true_peak, 2), files=tuple(files),
            voices=recording.voices, style=script.style, descriptions=tuple(descriptions), warnings=tuple(warnings),
            versions=made_by(),
        )  # fmt: skip
        (staging / MANIFEST).write_text(to_json(narration) + "\n", encoding="utf-8", newline="\n")
    report("writing", 1.0)
    return narration


def disclosure(recording: Recording, script: Script) -> str:
    """Says that the voice is synthetic, and which: what tags and player show."""
    engines = sorted({script.voices[name].engine for name in recording.voices if name in script.voices})
    return (
        f"Narrated by a synthetic voice ({', '.join(engines)})."
        if engines
        else "Narrated by a synthetic voice."
    )


def _kinds(formats: Iterable[str]) -> list[Format]:
    names = list(dict.fromkeys(formats))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        what = f"unknown format {unknown[0]!r}" if unknown else "no format given"
        raise PublishError(f"{what}; choose from {', '.join(FORMATS)}")
    return [FORMATS[name] for name in names]


def _cover(image: bytes | None, warnings: list[str]) -> bytes | None:
    if not image:
        return None
    try:
        return cover_jpeg(image)
    except ValueError as error:
        warnings.append(f"the cover image is left out: {error}")
        return None


def _texts(
    recording: Recording, script: Script, sources: Sequence[Source], cover: bytes | None
) -> dict[str, str]:
    return {
        "script.json": to_json(script) + "\n",
        "transcript.vtt": webvtt(recording, script),
        "transcript.json": transcript_json(transcript(recording, script)),
        "chapters.json": chapters_json(recording, script),
        "player.html": player_page(
            recording, script, sources, disclosure=disclosure(recording, script), cover=cover
        ),
    }


def _encode_all(
    recording: Recording,
    staging: Path,
    kinds: Sequence[Format],
    tags: Tags,
    true_peak: float,
    report: OnProgress,
) -> dict[str, Levels]:
    """All formats at once, a thread each: the encoders leave the interpreter free."""
    stop = Event()
    done = {kind.name: 0.0 for kind in kinds}
    report("encoding", 0.0)
    with ThreadPoolExecutor(len(kinds), thread_name_prefix="rhapsode-encoder") as pool:
        try:
            running: dict[Future[Levels], str] = {
                pool.submit(
                    encode, recording, staging / f"{AUDIO}.{kind.name}", kind, tags, true_peak, stop,
                    partial(done.__setitem__, kind.name),
                ): kind.name
                for kind in kinds
            }  # fmt: skip
            waiting = set(running)
            while waiting:
                finished, waiting = wait(waiting, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
                for future in finished:
                    future.result()
                report("encoding", sum(done.values()) / len(done))
            return {name: future.result() for future, name in running.items()}
        except BaseException:
            stop.set()
            raise


def _file(path: Path, media_type: str, levels: Levels | None = None) -> PublishedFile:
    with open(path, "rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = path.stat().st_size
    if levels is None:
        return PublishedFile(path.name, media_type, size, digest)
    return PublishedFile(
        path.name, media_type, size, digest, duration=round(levels.duration, 3), loudness=round(levels.loudness, 2),
        true_peak=round(levels.true_peak, 2),
    )  # fmt: skip
