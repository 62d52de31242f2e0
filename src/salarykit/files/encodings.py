"""`to_utf8`: a text file as UTF-8, the file itself or a decoded copy."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.errors import InvalidQuery, SourceError
from salarykit.files.codec_names import codec_of
from salarykit.files.decoding import GARBLED, Utf8Stream, mark_of

if TYPE_CHECKING:
    from pathlib import Path

    from salarykit.files.opening import LocalFile

__all__ = ["GARBLED", "LONGEST", "Utf8", "declared_in", "glimpse", "to_utf8"]

LONGEST: Final = 1 << 22
"""The most bytes of a line."""
_PEEK: Final = 1 << 20
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARING: Final = re.compile(r"<(?:meta|\?xml)\b([^<>]*+)", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""(?<![\w:-])([\w:-]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>/][^\s>]*+))"""
)
_CHARSET: Final = re.compile(r"""charset\s*+=\s*+["']?\s*+([\w.:-]++)""", re.IGNORECASE)
_NOT_ASCII: Final = ("utf-16", "utf-32", "utf-7")  # a declaration in one of these could not have been read
_GUESSED: Final = ("utf-8", "utf-8-sig", "ascii")


class Utf8(NamedTuple):
    """A text file in UTF-8.

    Attributes:
        path: the file.
        notes: how it was decoded.
        mixed: whether it has lines in another encoding, marked with `GARBLED`.
    """

    path: Path
    notes: tuple[str, ...] = ()
    mixed: bool = False

    def start(self, size: int) -> bytes:
        """Return the first bytes of the text."""
        with self.path.open("rb") as file:
            return file.read(size)


def to_utf8(
    file: LocalFile, *, longest: int = LONGEST, encoding: str | None = None, declared: str | None = None
) -> Utf8:
    """Return a text file as UTF-8: itself, or a copy.

    Args:
        file: the file.
        longest: the most bytes of a line.
        encoding: its encoding, as `codec_of` returns it; None to guess it.
        declared: the encoding that the file itself declares, used if it is not UTF-8.

    Raises:
        SourceError: if it is empty, binary, not in the encoding, in an unknown encoding, or has too long a line.
    """
    with file.path.open("rb") as source:
        start = source.read(_PEEK)
    if not start.removeprefix(codecs.BOM_UTF8).strip():
        raise SourceError(f"{file.name} is empty.", source=file.name)
    is_wide = mark_of(start) not in (None, "utf-8-sig") or (encoding or "").startswith(("utf-16", "utf-32"))
    if b"\0" in start and not is_wide:
        raise SourceError(f"{file.name} is a binary file, neither CSV nor Parquet.", source=file.name)
    if not is_wide and encoding in (None, "utf-8", "utf-8-sig", "ascii"):
        if _is_utf8(file, longest):
            return Utf8(file.path)
        encoding = encoding or declared
    return _copied(file, encoding, longest)


def _copied(file: LocalFile, encoding: str | None, longest: int) -> Utf8:
    target = file.scratch()
    with file.path.open("rb") as source, target.open("wb") as out:
        stream = Utf8Stream(source, file.name, encoding)
        while part := stream.read(_PEEK):
            out.write(part)
    _is_utf8(file._replace(path=target), longest)
    return Utf8(target, stream.notes, mixed=stream.odd > 0)


def _is_utf8(file: LocalFile, longest: int) -> bool:
    """Return whether a whole file is UTF-8; a line that is too long raises `SourceError`."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    lines, since, valid = 1, 0, True
    with file.path.open("rb") as source:
        while chunk := source.read(LONGEST):
            last = chunk.rfind(b"\n")
            if since + (chunk.find(b"\n") if last >= 0 else len(chunk)) > longest:
                raise SourceError(
                    f"{file.name}, line {lines}: longer than {longest:,} bytes; that is not a row of a table.",
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


def glimpse(start: bytes, encoding: str | None = None) -> str:
    r"""Decode the first bytes of a file, valid or not, so that its format can be recognised.

    Examples:
        >>> glimpse('[{"Ort": "Köln"}]'.encode("utf-16")), glimpse(b"a\xff,b")
        ('[{"Ort": "Köln"}]', 'a�,b')
    """
    return start.decode(encoding or mark_of(start) or "utf-8", errors="replace")


def declared_in(start: str) -> str | None:
    """Return the encoding that a page declares, as `codec_of` returns it; None if it declares none that can be right.

    Only pages that are not UTF-8 come here, so UTF-8 cannot be right; nor can an encoding in which the declaration itself could not
    have been read.

    Examples:
        >>> (
        ...     declared_in('<html><meta charset="windows-1251">'),
        ...     declared_in("<html><!-- <meta charset=koi8-r> -->"),
        ... )
        ('cp1251', None)
        >>> declared_in("<meta http-equiv=content-type content='text/html; charset=UTF-16'>")
    """
    for tag in _DECLARING.finditer(_COMMENT.sub("", start)):
        values = {
            match[1].lower(): match[2] or match[3] or match[4] or "" for match in _ATTRIBUTE.finditer(tag[1])
        }
        content = values.get("content", "") if "http-equiv" in values else ""
        inside = _CHARSET.search(content)
        name = (
            values.get("encoding")
            if tag[0].startswith("<?")
            else values.get("charset") or (inside and inside[1])
        )
        if name:
            return _usable(name)
    return None


def _usable(name: str) -> str | None:
    try:
        codec = codec_of(name)
    except InvalidQuery:
        return None
    return None if codec is None or codec in _GUESSED or codec.startswith(_NOT_ASCII) else codec
