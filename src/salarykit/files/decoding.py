"""`Utf8Stream`: decodes a stream of text in any encoding, and yields UTF-8."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import SourceError
from salarykit.files.codec_names import is_by_lines
from salarykit.files.guess_encoding import decodes, find_encoding
from salarykit.files.western_words import is_western, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["GARBLED", "Utf8Stream", "mark_of"]

GARBLED: Final = "\uffff"
"""The mark before each byte that is not in the encoding of its file; a Unicode noncharacter, which no text has."""
_SAMPLE: Final = 1 << 20  # bytes that decide the encoding, counted from the first non-ASCII byte
_CHUNK: Final = 1 << 20
_LONGEST: Final = 1 << 27  # bytes of a line
_HEAD: Final = 1 << 12
_CHARACTER: Final = 4  # the most bytes of a character in UTF-8
_BEFORE: Final = 64  # bytes kept before the sample, since a word may begin there
_MARKS: Final = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}
# the share of null bytes at odd or even places in UTF-16 text of mostly Latin letters
_EVERY_OTHER: Final = 0.35
# bytes that may be UTF-8, or are not a word in Windows-1252
_DOUBTFUL: Final = re.compile(rb"[\xc2-\xf4][\x80-\xbf]|[\x80-\xff]{4}")
_RUN: Final = re.compile(rb"[\x80-\xff]{4,}")


def mark_of(start: bytes) -> str | None:
    """Return the encoding that the first bytes of a text show, by a byte order mark or nulls in every other byte; else None.

    Examples:
        >>> (
        ...     mark_of("Köln".encode("utf-16")),
        ...     mark_of("Ort;Gehalt".encode("utf-16-be")),
        ...     mark_of(b"Ort;Gehalt"),
        ... )
        ('utf-16', 'utf-16-be', None)
    """
    for mark, name in _MARKS.items():
        if start.startswith(mark):
            return name
    head = start[:_HEAD]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > _EVERY_OTHER * len(head) and not even:
        return "utf-16-le"
    return "utf-16-be" if even > _EVERY_OTHER * len(head) and not odd else None


class Utf8Stream:
    r"""A stream of text in any encoding, read as UTF-8.

    Without an encoding, the first megabyte from the first non-ASCII byte decides: it is UTF-8 if at least half of its
    non-ASCII lines are; else Windows-1252, if that gives words of western languages. In a line that is not in the encoding,
    `GARBLED` is put before each non-ASCII byte.

    Args:
        raw: the stream of bytes.
        name: its name in messages.
        encoding: its encoding, as `codec_of` returns it; None to guess it.

    Attributes:
        odd: the number of lines so far that are not in the encoding.

    Examples:
        >>> import io
        >>> stream = Utf8Stream(io.BytesIO("Ort\nKöln\n".encode("cp1252")), "pay.csv")
        >>> stream.read().decode(), stream.notes
        ('Ort\nKöln\n', ('The text is read as Windows-1252.',))
    """

    def __init__(self, raw: Any, name: str, encoding: str | None = None) -> None:
        self.odd = 0
        self._raw, self._name, self._encoding_name = raw, name, "UTF-8"
        self._is_plain, self._is_decided = True, False
        self._held: bytes = raw.read(_HEAD)
        self._before, self._out, self._is_over = b"", memoryview(b""), False
        self._decode: Callable[[], bytes] | None = None  # decodes the held bytes
        mark = mark_of(self._held)
        if encoding and mark and not mark.startswith("utf-16-"):
            self._check(encoding, mark)
        codec = encoding if encoding and (mark or "").startswith("utf-16-") else mark or encoding
        if codec == "utf-8-sig":
            self._held = self._held.removeprefix(codecs.BOM_UTF8)
        if codec:
            self._use(codec)

    def _check(self, encoding: str, mark: str) -> None:
        if not encoding.startswith(mark.removesuffix("-sig")):
            raise SourceError(
                f"{self._name} begins with the byte order mark of {mark.removesuffix('-sig').upper()}, so it is not in {encoding}. "
                "Leave encoding out.",
                source=self._name,
            )

    @property
    def notes(self) -> tuple[str, ...]:
        """How the text read so far was decoded."""
        if not self.odd:
            return () if self._encoding_name == "UTF-8" else (f"The text is read as {self._encoding_name}.",)
        lines = "line is" if self.odd == 1 else "lines are"
        return (f"The text is read as {self._encoding_name}; {self.odd:,} {lines} in another encoding.",)

    def read(self, size: int = -1) -> bytes:
        """Return the given number of bytes, fewer only at the end; all of them if it is negative."""
        decoded = bytearray()
        while size < 0 or len(decoded) < size:
            part = bytearray(_CHUNK if size < 0 else size - len(decoded))
            count = self.readinto(memoryview(part))
            if not count:
                break
            decoded += part[:count]
        return bytes(decoded)

    def readinto(self, view: memoryview) -> int:
        """Read into a buffer, and return the number of bytes; 0 at the end."""
        while not self._out:
            if self._is_plain and len(self._held) + _CHARACTER <= len(view):
                count = self._plain(view)
                if count or (self._is_over and not self._out):
                    return count
            elif self._is_over:
                return 0
            else:
                self._held += (more := self._raw.read(_CHUNK))
                self._take(is_over=not more)
        count = min(len(view), len(self._out))
        view[:count] = self._out[:count]
        self._out = self._out[count:]
        return count

    def _plain(self, view: memoryview) -> int:
        """Read UTF-8 straight into a buffer; return 0 at the end, or if the bytes are not UTF-8 and must be decoded."""
        start = len(self._held)
        view[:start] = self._held
        more: int = self._raw.readinto(view[start:])
        text = view[: start + more]
        if self._decode is None and _is_ascii(text):
            self._before, self._held, self._is_over = bytes(text[-_BEFORE:]), b"", not more
            return len(text)
        end = len(text) if not more else len(text) - _unfinished(bytes(text[-_CHARACTER:]))
        if self._decode and _is_utf8(text[:end]):
            self._held, self._is_over = bytes(text[end:]), not more
            return end
        self._held = bytes(text)
        self._take(is_over=not more)
        return 0

    def _take(self, *, is_over: bool) -> None:
        """Decode as many of the held bytes as can be decoded so far."""
        self._is_over = is_over
        if self._decode is None:
            if self._held.isascii():
                self._before = (self._before + self._held)[-_BEFORE:]
                self._out, self._held = memoryview(self._held), b""
            elif sample := self._sample():
                self._use(find_encoding(sample, self._name))
                self._is_decided = True
        if self._decode:
            self._out = memoryview(self._decode())

    def _sample(self) -> bytes:
        """Return the lines that decide the encoding; no bytes if more must be read first."""
        end = re.search(rb"[\x80-\xff]", self._held).start() + _SAMPLE  # type: ignore[union-attr] # there is one
        if len(self._held) < end:
            return self._before + self._held if self._is_over else b""
        return self._before + self._held[: self._held.rfind(b"\n", 0, end) + 1 or end]

    def _use(self, codec: str) -> None:
        is_utf8 = codec in ("utf-8", "utf-8-sig")
        self._is_plain = is_utf8
        self._encoding_name = "UTF-8" if is_utf8 else "Windows-1252" if codec == "cp1252" else codec.upper()
        if is_by_lines(codec):
            self._decode = lambda: self._by_lines("utf-8" if is_utf8 else codec)
        else:
            decoder = codecs.getincrementaldecoder(codec)()
            self._decode = lambda: self._running(decoder)

    def _running(self, decoder: codecs.IncrementalDecoder) -> bytes:
        """Decode the held bytes of an encoding whose line breaks are known only after decoding."""
        try:
            text = decoder.decode(self._held, final=self._is_over)
        except UnicodeError as error:
            raise SourceError(
                f"{self._name} is not readable as {self._encoding_name}: {error}", source=self._name
            ) from None
        if "\0" in text:
            raise SourceError(f"{self._name} is a binary file, neither CSV nor Parquet.", source=self._name)
        self._held = b""
        return text.removeprefix("\ufeff").encode("utf-8", errors="replace")

    def _by_lines(self, codec: str) -> bytes:
        """Decode the complete lines among the held bytes."""
        end = len(self._held) if self._is_over else self._held.rfind(b"\n") + 1
        block, self._held = self._held[:end], self._held[end:]
        if len(self._held) > _LONGEST:
            raise SourceError(
                f"{self._name}: a line is longer than {_LONGEST:,} bytes; that is not a row of a table.",
                source=self._name,
            )
        if block.isascii():
            return block
        if not (self._is_decided and codec == "cp1252" and _DOUBTFUL.search(block)) and decodes(block, codec):
            return block.decode(codec).encode()
        return b"".join(self._line(line, codec) for line in block.splitlines(keepends=True))

    def _line(self, line: bytes, codec: str) -> bytes:
        """Decode a line; if it is in another encoding, mark its non-ASCII bytes."""
        if line.isascii():
            return line
        if decodes(line, codec) and not (
            self._is_decided and codec == "cp1252" and (decodes(line, "utf-8") or _is_odd(line))
        ):
            return line.decode(codec).encode()
        self.odd += 1
        return "".join(chr(byte) if byte < 0x80 else f"{GARBLED}\\x{byte:02x}" for byte in line).encode()  # noqa: PLR2004 - ASCII


def _is_ascii(text: memoryview) -> bool:
    return not (np.frombuffer(text, np.uint8) & 0x80).any()


def _is_utf8(text: memoryview) -> bool:
    ends = pa.py_buffer(np.array([0, len(text)], np.int32))
    try:
        pa.StringArray.from_buffers(1, ends, pa.py_buffer(text)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _unfinished(end: bytes) -> int:
    r"""Return the number of bytes at the end of a text that begin an incomplete character in UTF-8.

    Examples:
        >>> [_unfinished(text) for text in (b"abc", b"ab\xc3", b"\xe4\xba", "é".encode(), b"\xbf")]
        [0, 1, 2, 0, 0]
    """
    for back in range(1, min(len(end), _CHARACTER - 1) + 1):
        byte = end[-back]
        if byte >= 0xC0:  # noqa: PLR2004 - a lead byte
            return back if back < 2 + (byte >= 0xE0) + (byte >= 0xF0) else 0  # noqa: PLR2004 - two to four bytes
        if byte < 0x80:  # noqa: PLR2004 - ASCII
            break
    return 0


def _is_odd(line: bytes) -> bool:
    """Return whether a line in Windows-1252 has four adjacent non-ASCII characters that no western word has."""
    runs = [run.decode("cp1252") for run in _RUN.findall(line)]
    return any(is_western(word) is False for run in runs for word in words_of(run))
