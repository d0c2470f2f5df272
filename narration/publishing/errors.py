"""What publishing can fail with."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rhapsode.base import RhapsodeError

_IN_PLAIN_WORDS = {
    errno.ENOSPC: "there is no space left on the device; free some and run again",
    errno.EDQUOT: "the disk quota is used up; free some space and run again",
    errno.EACCES: "this folder may not be written to; choose another or change its permissions",
    errno.EPERM: "this folder may not be written to; choose another or change its permissions",
    errno.EROFS: "this file system is read-only; choose another folder",
    errno.ENOTDIR: "this is not a folder; choose another path",
    errno.EEXIST: "something that is not a folder is in the way; move it or choose another path",
    errno.ENAMETOOLONG: "this name is too long for the file system; choose a shorter one",
    errno.ENOENT: "this folder does not exist or has disappeared",
    errno.EFBIG: "the file is larger than the file system allows",
    errno.EIO: "the device reports an input/output error",
}


class PublishError(RhapsodeError):
    """A narration cannot be written: a wrong name or format, or the file system refuses."""


@contextmanager
def speaking_plainly(folder: Path) -> Iterator[None]:
    """Turn errors of the operating system into a PublishError that says what to do."""
    try:
        yield
    except OSError as error:
        words = _IN_PLAIN_WORDS.get(error.errno or 0, error.strerror or str(error))
        raise PublishError(words, where=str(folder)) from error
