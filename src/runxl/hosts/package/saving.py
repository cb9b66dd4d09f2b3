"""Replacing a file so that at every moment the old one or the new one is there, whole."""

from __future__ import annotations

import errno
import os
import stat
import sys
import zlib
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from runxl.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Expected(Enum):
    """What must be in a file's place before it is written, where that is not a content."""

    ANYTHING = "anything"
    NO_FILE = "no file"


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def replace_file(target: Path, data: bytes, expected: bytes | Expected = Expected.ANYTHING) -> None:
    """Write a file beside the target, and put it in its place once it is safely on disk.

    A link is followed to the file that it stands for; mode and owner stay. `expected` is what the file must hold now,
    or that there must be none: of two runs that make one, the later is refused. Raises FileError, the target
    untouched, where it cannot be replaced.
    """
    name = target.name
    with _faults_named(name):
        target = Path(os.path.realpath(target))
        before = _refuse_unwritable(target, name)
        with _alone(target):
            _remove_litter(target)
            beside = _write_beside(target, data, before)
            try:
                refuse_changed(target, name, expected)
                _put_in_place(beside, target, name, is_new=expected is Expected.NO_FILE)
            # whatever stops it, Ctrl+C too, no litter stays
            except BaseException:
                beside.unlink(missing_ok=True)
                raise
        _sync_folder(target.parent)


def refuse_unwritable(target: Path) -> None:
    """Raise FileError where a file could not be replaced: before other files are written that tell of it."""
    with _faults_named(target.name):
        _refuse_unwritable(Path(os.path.realpath(target)), target.name)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Let one run at a time replace a file, or make one in its folder: the next one then sees that it has changed.

    Windows lets nobody replace a file that is held open, so there the window between look and replacement stays.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415  (does not exist on Windows)

    held = _opened(target)
    try:
        # a network folder without locks: as on Windows
        with suppress(OSError):
            fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _opened(target: Path) -> int:
    """Return a descriptor of the file, of its folder where there is no such file, as when another run removes it."""
    try:
        return os.open(target, os.O_RDONLY)
    except FileNotFoundError:
        return os.open(target.parent, os.O_RDONLY)


def same_file(one: Path, other: Path) -> bool:
    """Tell whether two paths stand for one file."""
    try:
        return one.samefile(other)
    except OSError:
        return False


@contextmanager
def _faults_named(name: str) -> Iterator[None]:
    """Turn what the system says into what a person can do about it."""
    try:
        yield
    except FileNotFoundError as fault:
        raise FileError("folder-missing", file=name) from fault
    except PermissionError as fault:
        raise FileError("folder-not-writable", file=name) from fault
    except OSError as fault:
        if fault.errno in _FULL:
            raise FileError("disk-full", file=name) from fault
        if fault.errno == errno.EROFS:
            raise FileError("folder-not-writable", file=name) from fault
        raise FileError("file-not-saved", file=name, reason=fault.strerror or str(fault)) from fault


def _refuse_unwritable(target: Path, name: str) -> os.stat_result | None:
    """Return the target's state, None where there is no such file yet; FileError where it must not be replaced."""
    try:
        before = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(before.st_mode):
        raise FileError("file-is-folder", file=name)
    # the bit too: to an administrator everything is writable, but a file that someone has locked stays as it is
    if not before.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise FileError("file-read-only", file=name)
    for lock in (f"~${target.name}", f".~lock.{target.name}#"):
        if (target.parent / lock).exists():
            raise FileError("file-open-elsewhere", file=name, lock=lock)
    return before


def refuse_changed(target: Path, name: str, expected: bytes | Expected) -> None:
    """Raise FileError where a file does not hold what is expected."""
    if expected is Expected.ANYTHING:
        return
    # the bytes, not the date: a synchronised folder sets new dates on files that are as they were
    try:
        size = target.stat().st_size
        unchanged = isinstance(expected, bytes) and size == len(expected) and target.read_bytes() == expected
    except FileNotFoundError:
        unchanged = expected is Expected.NO_FILE
    if not unchanged:
        raise FileError("file-changed-since", file=name)


def _write_beside(target: Path, data: bytes, before: os.stat_result | None) -> Path:
    """Return a new file in the target's folder with the data safely on disk."""
    beside = target.parent / f"{_litter_start(target)}{os.urandom(6).hex()}.tmp"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    # a file that others may not read is not readable while it is written either
    descriptor = os.open(beside, flags, 0o600 if before else 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _claim(file.fileno())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if before:
            _take_over(beside, before)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _take_over(beside: Path, before: os.stat_result) -> None:
    """Give the new file the old one's owner, where that is allowed, and its mode."""
    if sys.platform != "win32":
        with suppress(PermissionError):
            os.chown(beside, before.st_uid, before.st_gid)
    beside.chmod(stat.S_IMODE(before.st_mode))


def _put_in_place(beside: Path, target: Path, name: str, *, is_new: bool) -> None:
    try:
        if is_new:
            # Windows renames over no file; elsewhere the folder is held
            beside.rename(target)
        else:
            beside.replace(target)
    except FileExistsError as fault:
        raise FileError("file-changed-since", file=name) from fault
    except PermissionError as fault:
        # Windows lets nobody replace a file that a program holds open
        raise FileError("file-open-elsewhere", file=name, lock=f"~${target.name}") from fault


def _sync_folder(folder: Path) -> None:
    if sys.platform != "win32":
        # some network folders cannot be synced, and the file itself is on disk already
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _litter_start(target: Path) -> str:
    """Return how the names of files written beside this target begin: short, as the target's own name may be long."""
    return f".runxl-{zlib.crc32(os.fsencode(target.name)):08x}-"


def _remove_litter(target: Path) -> None:
    """Remove what runs that were killed while saving this file have left behind."""
    for path in target.parent.iterdir():
        if path.name.startswith(_litter_start(target)):
            with suppress(OSError):
                if _is_abandoned(path):
                    path.unlink()


def _claim(descriptor: int) -> None:
    """Mark a file as being written, until it is closed or the process dies."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415  (does not exist on Windows)

        # a network folder without locks: only the tidying of litter is less sure there
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_abandoned(path: Path) -> bool:
    """Tell whether nobody writes a file any more. Windows removes no open file, so there any may be tried."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415  (does not exist on Windows)

        with path.open("rb") as file:
            try:
                fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                return False
    return True
