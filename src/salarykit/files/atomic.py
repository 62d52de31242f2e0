"""Replacing a file: the target appears whole or not at all, and what a killed process left is swept up."""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCKS = os.name == "posix"  # elsewhere a killed process's temporary file stays
if _LOCKS:
    import fcntl

__all__ = ["replacing"]

_ENDING = ".tmp"


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a temporary path beside the target; rename it to the target when the block ends without an error.

    A target that is a link stays one: what it leads to is replaced. A process that is killed meanwhile leaves the target as it was, and a temporary file that the next one removes.

    Raises:
        SourceError: if the target cannot be written; it is then as it was, and nothing else is left behind.
    """
    target = Path(path)
    try:
        target = Path(os.path.realpath(target)) if target.is_symlink() else target
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _sweep(target)
        temporary, held = _make(target)
    except (OSError, ValueError) as error:  # a path with a null byte is a ValueError
        raise _unwritten(target, error) from error
    try:
        yield temporary
        _sync(temporary)
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise error if isinstance(error, SourceError) else _unwritten(target, error) from error
    finally:
        temporary.unlink(missing_ok=True)
        held.close()


def _unwritten(target: Path, error: OSError | ValueError) -> SourceError:
    said = getattr(error, "strerror", None) or error
    return SourceError(f"Cannot write {target}: {said}.", source=str(target))


def _make(target: Path) -> tuple[Path, IO[bytes]]:
    """Return a new temporary file, and it opened: as long as it is, it is in use."""
    while True:
        temporary = target.with_name(f".{target.name}.{secrets.token_hex(6)}{_ENDING}")
        held = temporary.open("xb")
        if _lock(held) and temporary.exists():  # it may have been swept up before it was locked
            return temporary, held
        held.close()


def _sweep(target: Path) -> None:
    """Remove the temporary files of processes that are no more."""
    prefix = f".{target.name}."
    names = os.listdir(target.parent) if _LOCKS else ()  # noqa: PTH208 - ten thousand paths take long to make
    for name in names:
        if name.startswith(prefix) and name.endswith(_ENDING):
            left = target.with_name(name)
            with suppress(OSError), left.open("rb") as held:
                if _lock(held):
                    left.unlink()


def _lock(file: IO[bytes]) -> bool:
    """Return whether no other process holds a file, and hold it."""
    if _LOCKS:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def _sync(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder."""
    if path.is_dir() and os.name == "nt":  # where no folder can be opened
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
