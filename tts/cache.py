"""Segments kept on disk: what was spoken once, with the same voice and the same words, is not spoken again.

A segment's file is named by a hash of everything that determines its sound. It holds one line of JSON, then the
samples as little-endian float32, and a digest of both, so that a damaged file is noticed and spoken anew. Files
appear whole or not at all, so any number of processes may share a folder; a file's modification time is when it
was last used.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from rhapsode.base import DocumentError, document, from_json, to_json, whole_file
from rhapsode.tts.utterance import Utterance
from rhapsode.tts.voice import Speech, Voice, WordTiming

log = logging.getLogger(__name__)

FORMAT = "rhapsode.segment/1"
SUFFIX = ".segment"
FOLDER_VARIABLE = "RHAPSODE_CACHE"
MAX_BYTES = 2 * 1024**3
PRUNE_EVERY = 64
"""Segments written by one process between two looks at the size of the folder."""
PRUNE_TO = 0.9
"""Share of the limit that pruning leaves, so that it is not needed again at once."""
STALE_SECONDS = 3600.0
"""Parts of files whose writer died are removed after an hour."""
DIGEST = hashlib.sha256().digest_size


@document
class _Header:
    """The first line of a segment: all of a Speech but its samples."""

    format: str
    sample_rate: int
    samples: int
    voice: str
    words: tuple[WordTiming, ...]


@dataclass(frozen=True, slots=True)
class CacheStats:
    """What the cache holds: segments, their bytes, and the limit in bytes."""

    folder: Path
    segments: int
    bytes: int
    max_bytes: int


def default_folder() -> Path:
    """Where segments are kept: `$RHAPSODE_CACHE`, or else the user's cache folder."""
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given).expanduser() if given else platformdirs.user_cache_path("rhapsode") / "segments"


def segment_key(voice: Voice, utterance: Utterance) -> str:
    """The name of an utterance's segment: a hash of all that determines its sound, and of nothing else.

    Its id, role, pauses, chapter, block and written form do not change what is heard.
    """
    heard = {
        "format": FORMAT,
        "voice": voice.card.identity,
        "pronounced": voice.pronounce(utterance),
        "spoken": utterance.spoken,
        "lang": utterance.lang,
        "prosody": json.loads(to_json(utterance.prosody)),
        "emphasis": [json.loads(to_json(span)) for span in utterance.emphasis],
        "prosody_spans": [json.loads(to_json(span)) for span in utterance.prosody_spans],
        "pronunciations": [json.loads(to_json(span)) for span in utterance.pronunciations],
        "languages": [json.loads(to_json(span)) for span in utterance.languages],
    }
    return hashlib.sha256(json.dumps(heard, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class SegmentCache:
    """Speech on disk by `segment_key`, at most about `max_bytes` of it; the least recently used goes first.

    A cache that cannot be read or written (a full or read-only disk) costs time, never an error.
    """

    def __init__(self, folder: Path | str | None = None, *, max_bytes: int = MAX_BYTES) -> None:
        self.folder = Path(folder) if folder is not None else default_folder()
        self.max_bytes = max_bytes
        self._written = 0
        self._complained = False

    def key(self, voice: Voice, utterance: Utterance) -> str:
        """See `segment_key`."""
        return segment_key(voice, utterance)

    def get(self, key: str) -> Speech | None:
        """The Speech kept under `key`, or None. A damaged file is removed and counts as none."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            log.debug("segment %s cannot be read: %s", key[:12], error)
            return None
        speech = _unpack(data)
        if speech is None:
            log.warning("segment %s is damaged; it will be spoken again", key[:12])
            _remove(path)
            return None
        _touch(path)
        return speech

    def put(self, key: str, speech: Speech) -> None:
        """Keep `speech` under `key`, and make room where there is too much."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path) as file:
                file.write(_pack(speech))
        except OSError as error:
            if not self._complained:
                self._complained = True
                log.warning("segments cannot be kept, so the next run speaks everything again (%s)", error)
            return
        self._written += 1
        if self._written % PRUNE_EVERY == 1:
            self.prune()

    def stats(self) -> CacheStats:
        """How much is kept."""
        sizes = [size for _, size, _ in self._files()]
        return CacheStats(self.folder, len(sizes), sum(sizes), self.max_bytes)

    def prune(self, max_bytes: int | None = None) -> int:
        """Remove the least recently used segments until at most `max_bytes` (default: the cache's limit) are
        left; returns the bytes removed."""
        limit = self.max_bytes if max_bytes is None else max_bytes
        self._sweep()
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        if total <= limit:
            return 0
        # An explicit limit is met exactly; the cache's own leaves some room.
        goal = limit * PRUNE_TO if max_bytes is None else limit
        removed = 0
        for _, size, path in files:
            if total - removed <= goal:
                break
            if _remove(path):
                removed += size
        return removed

    def clear(self) -> int:
        """Remove every segment; returns the bytes removed."""
        return self.prune(0)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{SUFFIX}"

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        """Everything in the cache's own sub-folders."""
        try:
            shelves = [
                entry.path for entry in os.scandir(self.folder) if len(entry.name) == 2 and entry.is_dir()
            ]
        except OSError:
            return
        for shelf in shelves:
            try:
                with os.scandir(shelf) as entries:
                    yield from entries
            except OSError:
                continue

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When each segment was last used, its size and its path."""
        for entry in self._entries():
            if not entry.name.endswith(SUFFIX):
                continue
            try:
                status = entry.stat()
            except OSError:
                continue  # another process has just removed it
            yield status.st_mtime, status.st_size, Path(entry.path)

    def _sweep(self) -> None:
        """Remove what writers that died left behind."""
        parts = [entry for entry in self._entries() if entry.name.endswith(".part")]
        if not parts:
            return
        now = _now(self.folder)
        for entry in parts:
            try:
                stale = now - entry.stat().st_mtime > STALE_SECONDS
            except OSError:
                continue
            if stale:
                _remove(Path(entry.path))


def _now(folder: Path) -> float:
    """The time by the clock that stamps the folder's files, which may be another machine's."""
    _touch(folder)
    return folder.stat().st_mtime


def _pack(speech: Speech) -> bytes:
    header = _Header(FORMAT, speech.sample_rate, len(speech.samples), speech.voice, speech.words)
    body = to_json(header, indent=None).encode() + b"\n" + speech.samples.astype("<f4", copy=False).tobytes()
    return body + hashlib.sha256(body).digest()


def _unpack(data: bytes) -> Speech | None:
    body, digest = data[:-DIGEST], data[-DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    line, _, samples = body.partition(b"\n")
    try:
        header = from_json(_Header, line)
    except DocumentError:
        return None
    if header.format != FORMAT or len(samples) != 4 * header.samples:
        return None
    return Speech(
        np.frombuffer(samples, "<f4").astype(np.float32), header.sample_rate, header.words, header.voice
    )


def _touch(path: Path) -> None:
    """Note that a segment was used."""
    try:
        os.utime(path)
    except OSError as error:
        log.debug("%s: %s", path, error)


def _remove(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        log.debug("%s: %s", path, error)
        return False
    return True
