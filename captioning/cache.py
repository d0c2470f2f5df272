"""What models and readers found in pictures, kept on disk by content.

A key is a hash over everything the answer depends on: the picture's bytes, the model's weights and settings, the
prompt, and the words around the picture. So nothing is ever out of date, only unused; the least recently used goes
first when the folder has grown too large.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rhapsode.base import whole_file
from rhapsode.captioning.captioner import Caption, Captioner, Job

FOLDER_VARIABLE = "RHAPSODE_CACHE"
LIMIT = 64 * 2**20
"""Bytes kept by default; one answer has less than a kilobyte."""
PRUNE_EVERY = 256
_SUFFIX = ".json"


def default_folder() -> Path:
    """`$RHAPSODE_CACHE/descriptions`, or else a folder in the user's cache."""
    given = os.environ.get(FOLDER_VARIABLE)
    if given:
        return Path(given).expanduser() / "descriptions"
    import platformdirs

    return platformdirs.user_cache_path("rhapsode") / "descriptions"


def key_of(*parts: Any) -> str:
    """A name for everything an answer depends on; `parts` are JSON values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class DescriptionCache:
    """Answers (JSON objects) by key. Safe between processes: files appear whole, and a lost one is made again.

    `limit` is in bytes; 0 switches the cache off. A folder that cannot be written switches it off as well.
    """

    def __init__(self, folder: Path | None = None, *, limit: int = LIMIT) -> None:
        self.folder = folder or default_folder()
        self.limit = limit
        self._writes = 0

    def get(self, key: str) -> dict[str, Any] | None:
        """The answer, or None where there is none that can be read."""
        if self.limit <= 0:
            return None
        path = self._path(key)
        try:
            value = json.loads(path.read_bytes())
            os.utime(path)
        except (OSError, ValueError):
            return None
        return value if isinstance(value, dict) else None

    def put(self, key: str, value: dict[str, Any]) -> None:
        """Keep an answer."""
        if self.limit <= 0:
            return
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(path, "w") as file:
                json.dump(value, file, ensure_ascii=False)
            if self._writes % PRUNE_EVERY == 0:
                self.prune()
            self._writes += 1
        except OSError:
            self.limit = 0  # a full or read-only disk: answers are computed again, that is all

    def prune(self) -> int:
        """Remove the least recently used answers until the rest fits `limit`; how many went."""
        entries = []
        for path in self.folder.glob(f"??/*{_SUFFIX}"):
            try:
                status = path.stat()
            except OSError:
                continue  # another process was faster
            entries.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in entries)
        removed = 0
        for _, size, path in sorted(entries, key=lambda entry: entry[0]):
            if total <= self.limit:
                break
            path.unlink(missing_ok=True)
            total -= size
            removed += 1
        return removed

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"


def cached_captions(
    captioner: Captioner,
    jobs: Sequence[Job],
    digests: Sequence[str],
    cache: DescriptionCache,
    *,
    deadline: float,
) -> list[Caption]:
    """`captioner.caption`, asked only for what the cache does not hold. Failures are not kept."""
    keys = [_caption_key(captioner, job, digest) for job, digest in zip(jobs, digests, strict=True)]
    found = [_read_caption(cache.get(key)) for key in keys]
    missing = [i for i, caption in enumerate(found) if caption is None]
    fresh = captioner.caption([jobs[i] for i in missing], deadline=deadline) if missing else []
    for i, caption in zip(missing, fresh, strict=True):
        found[i] = caption
        if caption.text and caption.problem is None:
            cache.put(keys[i], {"text": caption.text, "confidence": caption.confidence})
    return [caption for caption in found if caption is not None]


def _caption_key(captioner: Captioner, job: Job, digest: str) -> str:
    context = [list(job.context), job.reading, job.kind, job.lang] if captioner.contextual else []
    return key_of("caption/2", digest, captioner.identity, context)


def _read_caption(value: dict[str, Any] | None) -> Caption | None:
    match value:
        case {"text": str(text), "confidence": float(confidence)}:
            return Caption(text, confidence)
    return None
