"""Temporary files, and files in memory, which have a path but are on no disk."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["memory_file", "name_of", "scratch_file"]

_in_memory: Final[ContextVar[bool]] = ContextVar("in_memory", default=False)
_names: Final[dict[str, str]] = {}  # of the files in memory that are open, by their paths


@contextmanager
def memory_file(data: bytes, name: str) -> Iterator[Path]:
    """Give bytes as a file that is on no disk; nor are the temporary files that are made while it is open.

    Only Linux has such files. Elsewhere they are files in a temporary folder.

    Args:
        data: the contents.
        name: the name of the file, whose ending may tell its format; messages name it.

    Examples:
        >>> with memory_file(b"a,b", "body.csv") as path:
        ...     path.read_bytes(), name_of(path)
        (b'a,b', 'body.csv')
    """
    token = _in_memory.set(hasattr(os, "memfd_create"))
    try:
        with scratch_file() as path:
            _names[str(path)] = name
            try:
                path.write_bytes(data)
                yield path
            finally:
                del _names[str(path)]
    finally:
        _in_memory.reset(token)


@contextmanager
def scratch_file() -> Iterator[Path]:
    """Yield the path of a temporary file, which is in memory while a `memory_file` is open in this context."""
    if _in_memory.get():
        descriptor = os.memfd_create("salarykit")
        try:
            yield Path(f"/proc/self/fd/{descriptor}")
        finally:
            os.close(descriptor)
    else:
        with tempfile.TemporaryDirectory(prefix="salarykit-") as folder:
            yield Path(folder) / "file"


def name_of(path: os.PathLike[str] | str) -> str:
    """Return the name of a file in messages: that of a file in memory, and the path of any other.

    Examples:
        >>> name_of("pay.csv")
        'pay.csv'
    """
    return _names.get(str(path), str(path))
