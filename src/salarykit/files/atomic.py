"""Replaces a file atomically, and removes the temporary files of killed processes."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

_LOCKS = os.name == "posix"  # on other systems the temporary file of a killed process stays
if _LOCKS:
    import fcntl

__all__ = ["flushing", "replacing", "sweep"]

_LONGEST: Final = 100  # the most bytes of the target's name that the name of its temporary file contains
_HEX: Final = 6  # random bytes in a temporary name
_END: Final = ".tmp"
_RANDOM: Final = 2 * _HEX + len(_END)
_TEMPORARY: Final = re.compile(f"[0-9a-f]{{{2 * _HEX}}}{re.escape(_END)}")
_NEW: Final = 0o666  # the mode of a new file, before the umask
_GROWN: Final = 1 << 24  # bytes to be written between two flushes
_PAUSE: Final = 0.05  # seconds between two checks of the size of a growing file


@contextmanager
def replacing(path: Any, *, is_swept: bool = False) -> Iterator[Path]:
    """Yield a temporary path in the target's folder, and rename it to the target when the block ends without an error.

    A symbolic link stays a link, and its target is replaced. A replaced file keeps its mode, and its owner and group where
    that is allowed; its temporary file never has wider permissions. A process that is killed leaves the target unchanged,
    and a temporary file that the next writer removes.

    Args:
        path: the target.
        is_swept: whether `sweep` has already removed what killed processes left in the folder.

    Raises:
        SourceError: if the target cannot be written; it is then unchanged, and no temporary file remains.
    """
    if not isinstance(path, str | os.PathLike) or not os.fspath(path):
        raise SourceError(f"Cannot write to {path!r}: it is not a path.", source="")
    target = Path(path)
    try:
        if target.is_symlink():
            target, is_swept = Path(os.path.realpath(target)), False
        before = _replaced(target)
        if not is_swept:
            _sweep(target.parent, {_prefix(target)})
        temporary, held = _make(target, before)
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        raise _unwritten(target, error) from error
    try:
        yield temporary
        _keep(temporary, _replaced(target) or before)
        os.fsync(held.fileno())
        temporary.replace(target)
        _sync_names(target.parent)
    except OSError as error:
        raise error if isinstance(error, SourceError) else _unwritten(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)
        held.close()


@contextmanager
def flushing(path: Path) -> Iterator[None]:
    """Flush a growing file to the disk while the block writes to it, so that the last flush has little left to wait for.

    An error of the disk is not lost: the last flush uses another file handle, to which the system reports the error again.
    """
    if os.name == "nt":  # Windows flushes only through a handle that may write
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_flush_until, args=(done, path), name="salarykit-flush", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _flush_until(done: threading.Event, path: Path) -> None:
    flushed = 0
    with suppress(OSError), path.open("rb") as file:
        while not done.wait(_PAUSE):
            size = os.fstat(file.fileno()).st_size
            if size - flushed >= _GROWN:
                os.fsync(file.fileno())
                flushed = size


def _unwritten(target: Path, error: OSError | ValueError) -> SourceError:
    reason = getattr(error, "strerror", None) or error
    return SourceError(f"Cannot write {target}: {reason}.", source=str(target))


def _replaced(target: Path) -> os.stat_result | None:
    """Return the status of the file to replace; None if there is no such file.

    Raises:
        OSError: if it is not a regular file.
    """
    try:
        status = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file")
    return status


def _make(target: Path, before: os.stat_result | None) -> tuple[Path, IO[bytes]]:
    """Create and lock a temporary file; return its path and the open file, which holds the lock."""
    mode = stat.S_IMODE(before.st_mode) & _NEW | stat.S_IRUSR | stat.S_IWUSR if before else _NEW
    while True:
        temporary, held = target.with_name(f"{_prefix(target)}{secrets.token_hex(_HEX)}{_END}"), None
        try:
            held = open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode))  # noqa: SIM115 - a path takes no opener; the caller closes it
            if _lock(held.fileno()) is not False and temporary.exists():
                return temporary, held  # else another process has removed it meanwhile
        except BaseException:  # such as Ctrl-C; nothing else would remove the file
            with suppress(OSError, ValueError):
                temporary.unlink()
            if held:
                held.close()
            raise
        held.close()


def _keep(temporary: Path, before: os.stat_result | None) -> None:
    """Give a file the owner, group and mode of the one that it replaces, without the group's permissions if the group cannot be set."""
    if before is None:
        return
    now, mode = temporary.stat(), stat.S_IMODE(before.st_mode)
    if hasattr(os, "chown") and (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with suppress(OSError):
            os.chown(temporary, -1, before.st_gid)
        with suppress(OSError):
            os.chown(temporary, before.st_uid, -1)
        mode &= ~0o070 if temporary.stat().st_gid != before.st_gid else ~0
    temporary.chmod(mode)


def _prefix(target: Path) -> str:
    name = os.fsencode(target.name)
    return f".{target.name if len(name) <= _LONGEST else hashlib.sha256(name).hexdigest()}."


def sweep(targets: Iterable[Path]) -> None:
    """Remove the temporary files that ended processes left in the folders of targets; each folder is listed once."""
    folders: dict[Path, set[str]] = {}
    for target in targets:
        folders.setdefault(target.parent, set()).add(_prefix(target))
    for folder, prefixes in folders.items():
        with suppress(OSError, ValueError):  # a missing folder; writing to it will raise the error
            _sweep(folder, prefixes)


def _sweep(folder: Path, prefixes: Container[str]) -> None:
    """Remove a folder's temporary files that have one of these prefixes and belong to no running process."""
    names = os.listdir(folder) if _LOCKS else ()  # noqa: PTH208 - ten thousand paths take long to make
    for name in names:
        if name.endswith(_END) and name[:-_RANDOM] in prefixes and _TEMPORARY.fullmatch(name[-_RANDOM:]):
            with suppress(OSError):
                _remove(folder / name)


def _remove(temporary: Path) -> None:
    """Remove a regular file that nobody has locked, without waiting."""
    handle = os.open(temporary, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        if stat.S_ISREG(os.fstat(handle).st_mode) and _lock(handle):
            temporary.unlink()
    finally:
        os.close(handle)


def _lock(handle: int) -> bool | None:
    """Lock a file; return False if another process has locked it, and None if its filesystem has no locks."""
    if not _LOCKS:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # such as a network filesystem without locks
        return None
    return True


def _sync_names(folder: Path) -> None:
    """Flush the directory entries of a folder to the disk."""
    if os.name == "nt":  # Windows cannot open folders
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
