"""Decompresses gzip, bzip2, xz and zstandard, even files of several members with zeros between and after them."""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from typing import TYPE_CHECKING, Any, Final, Protocol

import pyarrow as pa

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["compression_of", "damaged", "decompressed"]

_CHUNK: Final = 1 << 16
_FRAME: Final = (b"\x28\xb5\x2f\xfd", *(bytes((first, 0x2A, 0x4D, 0x18)) for first in range(0x50, 0x60)))
"""The first bytes of the frames of zstandard, including those that a reader skips (RFC 8878, 3.1)."""


class _Member(Protocol):
    """A decompressor of one member of a file, with the interface of `bz2.BZ2Decompressor`."""

    @property
    def needs_input(self) -> bool:
        """Whether it has returned everything that its input decompresses to."""

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""

    @property
    def unused_data(self) -> bytes:
        """The bytes after the member."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return the next decompressed bytes, at most `max_length`."""


class _Gzip:
    """A decompressor of one gzip member, with the interface that those of bzip2 and xz have."""

    def __init__(self) -> None:
        self._inflating = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self._needs_input = True

    @property
    def needs_input(self) -> bool:
        """Whether it has returned everything that its input decompresses to."""
        return self._needs_input

    @property
    def eof(self) -> bool:
        """Whether the member is complete."""
        return self._inflating.eof

    @property
    def unused_data(self) -> bytes:
        """The bytes after the member."""
        return self._inflating.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """Return the next decompressed bytes, at most `max_length`."""
        inflated = self._inflating.decompress(self._inflating.unconsumed_tail + data, max(max_length, 0))
        self._needs_input = not self._inflating.unconsumed_tail and len(inflated) < max_length
        return inflated


_MEMBERS: Final[dict[str, tuple[bytes, Callable[[], _Member]]]] = {
    "gzip": (b"\x1f\x8b", _Gzip),
    "bzip2": (b"BZh", bz2.BZ2Decompressor),
    "xz": (b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ)),
}
"""The first bytes of a member, and its decompressor."""


def damaged(name: str, kind: str, error: Exception) -> SourceError:
    """Return the error for a compressed file that cannot be decompressed."""
    reason = str(error).rstrip(".")
    return SourceError(
        f"{name} is damaged or truncated: its {kind} data cannot be decompressed ({reason}).", source=name
    )


def compression_of(start: bytes) -> str | None:
    r"""Return the compression of a file by its first six bytes; None if it is not compressed.

    Examples:
        >>> (
        ...     compression_of(b"\x1f\x8b\x08"),
        ...     compression_of(b"city,"),
        ...     compression_of(b"\x50\x2a\x4d\x18"),
        ... )
        ('gzip', None, 'zstandard')
    """
    if start.startswith(_FRAME):
        return "zstandard"
    return next((kind for kind, (magic, _) in _MEMBERS.items() if start.startswith(magic)), None)


def decompressed(raw: Any, kind: str) -> Any:
    """Return a file as a stream of its decompressed bytes.

    Args:
        raw: the file, an open file of Arrow for zstandard.
        kind: its compression, as `compression_of` returns it.
    """
    if kind == "zstandard":
        return pa.CompressedInputStream(raw, "zstd")
    return _Members(raw, kind)


class _Members(io.RawIOBase):
    r"""A stream of the decompressed members of a file, one after the other.

    Zeros between and after members are padding, which gzip and xz allow and tape drives add. Anything else there raises `OSError`, because
    Python's own readers of bzip2 and xz silently stop at it and lose the rows that follow.

    Examples:
        >>> import gzip
        >>> two = gzip.compress(b"Kiel,5\n") + bytes(512) + gzip.compress(b"Bath,6\n")
        >>> decompressed(io.BytesIO(two), "gzip").read()
        b'Kiel,5\nBath,6\n'
    """

    def __init__(self, raw: Any, kind: str) -> None:
        super().__init__()
        self._raw, self._kind = raw, kind
        self._magic, self._new = _MEMBERS[kind]
        self._member: _Member | None = None
        self._held = b""

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer, and return the number of bytes; fewer only at the end."""
        view, count = memoryview(buffer).cast("B"), 0
        while count < len(view) and (self._member or self._begin()):
            part = self._decompress(len(view) - count)
            view[count : count + len(part)] = part
            count += len(part)
        return count

    def _begin(self) -> bool:
        """Begin the next member; return whether there is one."""
        while not (held := self._held.lstrip(b"\0")):
            self._held = self._raw.read(_CHUNK)
            if not self._held:
                return False
        while len(held) < len(self._magic) and (more := self._raw.read(_CHUNK)):
            held += more
        if not held.startswith(self._magic):
            raise OSError(f"its {self._kind} data is followed by something else")
        self._member, self._held = self._new(), held
        return True

    def _decompress(self, most: int) -> bytes:
        """Return the next decompressed bytes of the current member, at most `most`."""
        member, held = self._member, self._held
        assert member is not None  # noqa: S101 - for the type checker
        if member.needs_input and not held and not (held := self._raw.read(_CHUNK)):
            raise OSError(f"its {self._kind} data ends too early")
        try:
            inflated = member.decompress(held, most)
        except (zlib.error, lzma.LZMAError, OSError, ValueError) as error:
            raise OSError(f"its {self._kind} data is damaged: {error}") from error
        self._held = b""
        if member.eof:
            self._member, self._held = None, member.unused_data
        return inflated
