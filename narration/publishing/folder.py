"""A folder that changes from its old content to its new content in one step.

The new content is built in a hidden folder beside it and then exchanged with the old one by a single call of the
kernel. A process that is killed leaves the old folder or the new one, and at most a hidden folder that the next run
removes. Locks belong to open folders and vanish with their process; no lock files are left behind.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from rhapsode.base import UMASK, RhapsodeError, from_json
from rhapsode.narration.manifest import MANIFEST, Narration
from rhapsode.narration.publishing.errors import PublishError, speaking_plainly

_NO_LOCKS = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS)
_NO_EXCHANGE = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM)
AT_FDCWD = -100
EXCHANGE = 2
"""RENAME_EXCHANGE on Linux and RENAME_SWAP on macOS."""


def writable(folder: Path) -> Path:
    """`folder`, which exists afterwards and can be written to.

    Raises:
        PublishError: it cannot; the message says why.
    """
    with speaking_plainly(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder


def checked_slug(slug: str) -> str:
    """`slug` if it is safe as the name of a folder.

    Raises:
        PublishError: it is empty, hidden, too long, or more than one name.
    """
    unsafe = any(c in "/\\\0" or ord(c) < 32 for c in slug) or slug.startswith(".") or slug != slug.strip()
    if not slug or unsafe or len(os.fsencode(slug)) > 200:
        raise PublishError(f"{slug!r} cannot be the name of a folder; use letters, digits and hyphens")
    return slug


@contextmanager
def replacing(folder: Path, slug: str, *, ours: Collection[str]) -> Iterator[Path]:
    """A hidden folder to build in; when the block ends without an error it becomes `folder`/`slug`, all at once.

    What is in the old folder and was not made by an earlier run (its manifest tells; `ours` where it cannot be read)
    is carried over, unless the new content has a file of that name.
    """
    with speaking_plainly(folder):
        with _locked(folder):
            _sweep(folder, slug)
            staging = Path(tempfile.mkdtemp(prefix=f".{slug}.", suffix=".staging", dir=folder))
            hold = _hold(staging)
        try:
            yield staging
            _sync_all(staging)
            with _locked(folder):
                _carry_over(folder / slug, staging, ours)
                os.chmod(staging, 0o777 & ~UMASK)
                _sync(staging)
                _swap(staging, folder / slug)
                _sync(folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            os.close(hold)


# ---------------------------------------------------------------------------------------------------- locks


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold `folder` against other processes that publish into it, for the moment of a sweep or an exchange."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
        yield
    finally:
        os.close(handle)


def _hold(staging: Path) -> int:
    """Mark `staging` as in use for as long as the returned handle is open."""
    handle = os.open(staging, os.O_RDONLY)
    _try_lock(handle)
    return handle


def _try_lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _sweep(folder: Path, slug: str) -> None:
    """Finish or remove what killed runs left of `slug`."""
    aside = _aside(folder / slug)
    if aside.exists():
        if (folder / slug).exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            os.rename(aside, folder / slug)
    for left in folder.glob(f".{_literally(slug)}.*.staging"):
        try:
            handle = os.open(left, os.O_RDONLY)
        except OSError:
            continue
        try:
            if _try_lock(handle):
                shutil.rmtree(left, ignore_errors=True)
        finally:
            os.close(handle)


def _literally(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


# ------------------------------------------------------------------------------------------------- exchange


def _swap(new: Path, target: Path) -> None:
    """`new` becomes `target`; what `target` was is left under the name of `new`, to be removed."""
    if not os.path.lexists(target):
        os.rename(new, target)
    elif target.is_symlink() or not target.is_dir():
        raise PublishError("something that is not a folder is in the way; move it away", where=str(target))
    elif not _exchanged(new, target):
        aside = _aside(target)
        os.rename(target, aside)
        os.rename(new, target)
        os.rename(aside, new)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.before")


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    call = _exchange_call()
    if call is None:
        return False
    if call(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code))


def _exchange_call() -> Callable[[bytes, bytes], int] | None:
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        swap = getattr(library, "renamex_np", None)
        return None if swap is None else lambda one, other: swap(one, other, ctypes.c_uint(EXCHANGE))
    swap = getattr(library, "renameat2", None)
    if swap is None:
        return None
    return lambda one, other: swap(AT_FDCWD, one, AT_FDCWD, other, ctypes.c_uint(EXCHANGE))


# -------------------------------------------------------------------------------------------------- content


def _carry_over(old: Path, new: Path, ours: Collection[str]) -> None:
    if not old.is_dir() or old.is_symlink():
        return
    made = _made_before(old, ours)
    for entry in old.iterdir():
        into = new / entry.name
        if entry.name in made or os.path.lexists(into):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, into, symlinks=True, copy_function=_link_or_copy)
        else:
            _link_or_copy(str(entry), str(into))


def _made_before(old: Path, ours: Collection[str]) -> set[str]:
    try:
        before = from_json(Narration, (old / MANIFEST).read_bytes())
    except FileNotFoundError:
        return set()
    except (OSError, RhapsodeError):
        return {MANIFEST, *ours}
    return {MANIFEST, *(file.name for file in before.files)}


def _link_or_copy(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


def _sync_all(folder: Path) -> None:
    for entry in folder.iterdir():
        if entry.is_file() and not entry.is_symlink():
            _sync(entry)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
