"""From the bytes of a text file to UTF-8: UTF-16 and Windows-1252 are known, and mixtures told line by line."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from salarykit.files.opening import Opened

__all__ = ["GARBLED", "LONGEST", "Utf8", "as_utf8"]

LONGEST: Final = 1 << 22
"""The most bytes that a line may have."""
GARBLED: Final = "\uffff"
"""What stands before each byte that is not in the file's encoding; Unicode promises that no text holds it."""
_PEEK: Final = 1 << 20
_MARKS: Final = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_EVERY_OTHER: Final = 0.35  # of the bytes of UTF-16 that holds mostly Latin letters


class Utf8(NamedTuple):
    """A text file in UTF-8.

    Attributes:
        path: where it is.
        notes: what was done to it.
        mixed: whether it has lines in another encoding; their bytes stand behind `GARBLED`.
    """

    path: Path
    notes: tuple[str, ...] = ()
    mixed: bool = False


def as_utf8(file: Opened, *, longest: int = LONGEST) -> Utf8:
    """Return a text file as UTF-8: itself, or a copy.

    Args:
        file: the file.
        longest: the most bytes that a line may have.

    Raises:
        SourceError: if it is empty, no text, in an encoding that is not known, or has a longer line.
    """
    with file.path.open("rb") as source:
        start = source.read(_PEEK)
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise SourceError(f"{file.name} is empty.", source=file.name)
    wide = _wide(start)
    if wide:
        return _copied(file, wide, wide.upper(), longest)
    if b"\0" in start:
        raise SourceError(f"{file.name} is a binary file, neither CSV nor Parquet.", source=file.name)
    if _is_utf8(file, longest):
        return Utf8(file.path)
    return _foreign(file, longest)


def _wide(start: bytes) -> str | None:
    """Return the encoding of a text whose signs take two or four bytes each."""
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            return name
    head = start[: 1 << 12]
    even, odd = head[::2].count(0) / len(head), head[1::2].count(0) / len(head)
    if odd > _EVERY_OTHER and not even:
        return "utf-16-le"
    return "utf-16-be" if even > _EVERY_OTHER and not odd else None


def _is_utf8(file: Opened, longest: int) -> bool:
    """Return whether a whole file is UTF-8; refuse lines without end on the way."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    lines, since, valid = 1, 0, True
    with file.path.open("rb") as source:
        while chunk := source.read(LONGEST):
            last = chunk.rfind(b"\n")
            if since + (chunk.find(b"\n") if last >= 0 else len(chunk)) > longest:
                raise SourceError(
                    f"{file.name}, line {lines}: longer than {longest:,} bytes; that is no row of a table.",
                    source=file.name,
                )
            since = len(chunk) - last - 1 if last >= 0 else since + len(chunk)
            lines += chunk.count(b"\n")
            if valid:
                try:
                    decode(chunk, final=False)
                except UnicodeDecodeError:
                    valid = False
        try:
            decode(b"", final=valid)
        except UnicodeDecodeError:
            valid = False
    return valid


def _copied(file: Opened, encoding: str, said: str, longest: int) -> Utf8:
    """Return a copy of a file in UTF-8."""
    target = file.folder() / "utf-8"
    try:
        with (
            file.path.open(encoding=encoding, newline="") as source,
            target.open("w", encoding="utf-8", newline="") as out,
        ):
            while chunk := source.read(_PEEK):
                if "\0" in chunk:
                    raise SourceError(
                        f"{file.name} is a binary file, neither CSV nor Parquet.", source=file.name
                    )
                out.write(chunk)
    except UnicodeError as error:
        raise SourceError(f"{file.name} is not readable as {said}: {error}", source=file.name) from None
    _is_utf8(file._replace(path=target), longest)
    return Utf8(target, (f"The text is read as {said}.",))


def _foreign(file: Opened, longest: int) -> Utf8:
    """Return a copy in UTF-8 of a file that is not: all of it Windows-1252, or a mixture."""
    wide = foreign = 0
    for line in _lines(file.path):
        if not line.isascii():
            if _decodes(line):
                wide += 1
            else:
                foreign += 1
    if not wide:
        return _copied(file, "cp1252", "Windows-1252", longest)
    target = file.folder() / "utf-8"
    mostly = "Windows-1252" if foreign > wide else "UTF-8"
    with target.open("w", encoding="utf-8", newline="") as out:
        out.writelines(_mended(line, as_foreign=foreign > wide) for line in _lines(file.path))
    count = min(wide, foreign)
    note = f"The text is read as {mostly}; {count:,} {'line is' if count == 1 else 'lines are'} in another encoding."
    return Utf8(target, (note,), mixed=True)


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        yield from source


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _mended(line: bytes, *, as_foreign: bool) -> str:
    """Return a line as text; where it is not in the file's encoding, with every foreign byte marked."""
    if line.isascii():
        return line.decode("ascii")
    odd = _decodes(line) if as_foreign else not _decodes(line)
    if odd:
        return "".join(chr(byte) if byte < 0x80 else f"{GARBLED}\\x{byte:02x}" for byte in line)  # noqa: PLR2004 - ASCII
    return line.decode("cp1252", errors="replace") if as_foreign else line.decode("utf-8")
