"""Opens a local file, and decompresses it into a temporary file within limits."""
# Over 300 lines: opening, decompressing and temporary files share the limits and the names of files in messages.

from __future__ import annotations

import lzma
import os
import stat
import struct
import tempfile
import zipfile
import zlib
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

from salarykit.errors import SourceError, hint
from salarykit.files.compression import compression_of, damaged, decompressed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = [
    "LocalFile",
    "called",
    "check_is_file",
    "check_name",
    "document_kind",
    "is_workbook",
    "memory_file",
    "most_bytes",
    "name_of",
    "nearest_file",
    "open_local",
    "scratch_file",
]

_COMPARED: Final = 1000  # the most names to compare with that of a missing file


_CHUNK: Final = 1 << 20
_UNSUSPICIOUS: Final = 1 << 26  # bytes that any file may decompress to
_RATIO: Final = 250  # the limit for a larger file, as a multiple of its compressed size
_MOST: Final = 1 << 32  # bytes
_OFFICE: Final = ({"[Content_Types].xml"}, {"mimetype", "content.xml"})
_DOCUMENTS: Final = {
    b"\xd0\xcf\x11\xe0\xa1\xb1": "a workbook of Excel 97-2003 (.xls), or encrypted. Save it as .xlsx without a password.",
    b"%PDF-": "a PDF, not a table. Copy its table into a workbook or a CSV.",
    b"{\\rtf": "a document in RTF, not a table. Copy its table into a workbook or a CSV.",
}
_DAMAGE: Final = (
    EOFError, NotImplementedError, UnicodeDecodeError, lzma.LZMAError, struct.error, zipfile.BadZipFile, zlib.error,
)  # fmt: skip


class LocalFile(NamedTuple):
    """An uncompressed file on the local disk.

    Attributes:
        path: the file.
        name: its name in messages, the path that the caller gave.
        scratch: returns the path of a new temporary file, which is deleted when the file is closed.
        notes: how it was decompressed.
    """

    path: Path
    name: str
    scratch: Callable[[], Path]
    notes: tuple[str, ...]


@contextmanager
def open_local(path: Path, max_bytes: int | None = None) -> Iterator[LocalFile]:
    """Open a file and yield it decompressed; gzip, bzip2, xz, zstandard and zip are recognised by their first bytes, not by name.

    Args:
        path: the file.
        max_bytes: the most bytes that it may decompress to; by default 64 MiB or 250 times its compressed size, whichever
            is more, but 4 GiB at most.

    Raises:
        SourceError: if it is not a file, is damaged, or decompresses to more.
    """
    with ExitStack() as stack:

        def scratch() -> Path:
            return stack.enter_context(scratch_file())

        try:
            yield _unpacked(Path(check_name(str(path))), scratch, max_bytes)
        except OSError as error:
            if isinstance(error, SourceError):
                raise
            near = "" if os.path.lexists(path) else nearest_file(path)
            raise SourceError(
                f"Cannot read {name_of(path)}: {error.strerror or error}.{near}", source=str(path)
            ) from error


def nearest_file(path: Path) -> str:
    """Return a question that names the most similar file of the same folder; empty if no name is similar.

    Only a thousand names of the folder are compared.
    """
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry in islice(entries, _COMPARED)]
    except OSError:
        return ""
    return hint(path.name, names)


def _unpacked(path: Path, scratch: Callable[[], Path], most: int | None) -> LocalFile:
    """Return a file, decompressed into a temporary one if it is compressed."""
    check_is_file(path)
    if most is not None and path.stat().st_size > most:
        raise SourceError(
            f"{name_of(path)} has more than {most:,} bytes. Raise max_bytes=.", source=str(path)
        )
    with path.open("rb") as file:
        start = file.read(6)
    if document := document_kind(start):
        raise SourceError(f"{name_of(path)} is {document}", source=str(path))
    if is_workbook(path):
        return LocalFile(path, name_of(path), scratch, ())
    kind = "zip" if start.startswith((b"PK\x03\x04", b"PK\x05\x06")) else compression_of(start)
    if kind is None:
        return LocalFile(path, name_of(path), scratch, ())
    target, inside = scratch(), ""
    try:
        if kind == "zip":
            inside = _unpack_zip(path, target, most)
        else:
            _unpack(path, target, most, kind)
    except _DAMAGE as error:
        raise damaged(name_of(path), kind, error) from error
    return LocalFile(target, name_of(path), scratch, (f"The file is decompressed from {kind}{inside}.",))


def document_kind(start: bytes) -> str | None:
    """Return what a file is and what to do about it, if its first bytes are those of a document that cannot be read; else None.

    Examples:
        >>> document_kind(b"%PDF-1.7"), document_kind(b"city,amount")
        ('a PDF, not a table. Copy its table into a workbook or a CSV.', None)
    """
    return next((sentence for mark, sentence in _DOCUMENTS.items() if start.startswith(mark)), None)


def check_name(name: str) -> str:
    """Return the name of a file unchanged, if it is valid.

    Raises:
        SourceError: if it has a null character, or bytes that are not UTF-8.
    """
    if "\0" in name or name.encode(errors="replace").decode() != name:
        raise SourceError(
            f"{name!a} is not a valid file name: it is not UTF-8. Rename the file.",
            source=ascii(name),
        )
    return name


def check_is_file(path: Path) -> None:
    """Refuse a folder, a pipe and a device, which may never end.

    Raises:
        SourceError: if it is one of these.
        OSError: if it does not exist.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise SourceError(f"Cannot read {path}: Is a directory.", source=str(path))
    if not stat.S_ISREG(mode):
        raise SourceError(
            f"Cannot read {path}: it is a pipe or a device, not a file. Write it to a file first.",
            source=str(path),
        )


def is_workbook(path: Path) -> bool:
    """Return whether a file is a zip archive with the parts of an office document."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except _DAMAGE:
        return False
    return any(parts <= names for parts in _OFFICE)


def most_bytes(size: int) -> int:
    """Return how many bytes a compressed file of the given size may decompress to."""
    return min(max(_UNSUSPICIOUS, _RATIO * size), _MOST)


def _copy(source: Any, target: Path, path: Path, size: int, most: int | None) -> None:
    """Write what a stream decompresses to, and stop at the limit."""
    most = most_bytes(size) if most is None else most
    written = 0
    with target.open("wb") as out:
        while chunk := source.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise SourceError(
                    f"{name_of(path)} decompresses from {size:,} to more than {most:,} bytes; it looks like a decompression bomb. "
                    "If it is not, raise max_bytes=.",
                    source=str(path),
                )
            out.write(chunk)


def _unpack(path: Path, target: Path, most: int | None, kind: str) -> None:
    """Write what a compressed file other than a zip decompresses to."""
    try:
        with pa.OSFile(str(path)) as file, decompressed(file, kind) as source:
            _copy(source, target, path, path.stat().st_size, most)
    except pa.ArrowException as error:
        raise EOFError(str(error)) from error
    except OSError as error:
        if isinstance(error, SourceError) or getattr(error, "errno", None):
            raise
        raise EOFError(str(error)) from error


def _unpack_zip(path: Path, target: Path, most: int | None) -> str:
    """Write what the only file of a zip decompresses to, and return its name in brackets."""
    with zipfile.ZipFile(path) as archive:
        inside = [entry for entry in archive.infolist() if not _is_hidden(entry)]
        if len(inside) != 1:
            names = ", ".join(entry.filename for entry in inside[:5])
            raise SourceError(
                f"{name_of(path)} holds {len(inside)} files{f' ({names})' if names else ''}. Unzip it and name the one to read.",
                source=str(path),
            )
        try:
            with archive.open(inside[0]) as source:
                _copy(source, target, path, inside[0].compress_size, most)
        except (
            RuntimeError,
            NotImplementedError,
        ) as error:  # encrypted, or compressed with an unknown method
            raise SourceError(f"{name_of(path)} cannot be decompressed: {error}", source=str(path)) from error
    return f" ({inside[0].filename})"


def _is_hidden(entry: zipfile.ZipInfo) -> bool:
    return (
        entry.filename.endswith("/")
        or entry.filename.startswith("__MACOSX/")
        or Path(entry.filename).name.startswith(".")
    )


_in_memory: Final[ContextVar[bool]] = ContextVar("in_memory", default=False)
_names: Final[dict[str, str]] = {}  # by path, the names that messages use instead of it


@contextmanager
def memory_file(data: bytes, name: str) -> Iterator[Path]:
    """Yield the path of a file in memory with the given contents; temporary files that are made in the block are in memory, too.

    Only Linux has such files. Elsewhere they are files in a temporary folder.

    Args:
        data: the contents.
        name: the name of the file in messages; its extension may show the format.

    Examples:
        >>> with memory_file(b"a,b", "body.csv") as path:
        ...     path.read_bytes(), name_of(path)
        (b'a,b', 'body.csv')
    """
    token = _in_memory.set(hasattr(os, "memfd_create"))
    try:
        with scratch_file() as path, called(path, name):
            path.write_bytes(data)
            yield path
    finally:
        _in_memory.reset(token)


@contextmanager
def called(path: Path, name: str) -> Iterator[None]:
    """Use another name than its path for a file in messages, rejects and notes, within the block.

    Examples:
        >>> with called(Path("/copies/stdin"), "standard input"):
        ...     name_of("/copies/stdin")
        'standard input'
    """
    _names[str(path)] = name
    try:
        yield
    finally:
        del _names[str(path)]


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
    """Return the name of a file in messages: the one that `called` gave it, or else its path.

    Examples:
        >>> name_of("pay.csv")
        'pay.csv'
    """
    return _names.get(str(path), str(path))
