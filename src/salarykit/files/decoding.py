"""A stream of text as UTF-8, whatever it is written in: where bytes become letters."""

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
"""What stands before each byte that is not in the file's encoding; Unicode promises that no text holds it."""
_SAMPLE: Final = 1 << 20  # bytes by which an encoding is judged, from the first one beyond ASCII on
_CHUNK: Final = 1 << 20
_LONGEST: Final = 1 << 27  # bytes of a line
_HEAD: Final = 1 << 12
_CHARACTER: Final = 4  # bytes of a letter in UTF-8, at most
_BEFORE: Final = 64  # bytes before those that are judged, for a word may begin there
_MARKS: Final = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
    codecs.BOM_UTF8: "utf-8-sig",
}
_EVERY_OTHER: Final = 0.35  # of the bytes of UTF-16 that holds mostly Latin letters
_DOUBTFUL: Final = re.compile(
    rb"[\xc2-\xf4][\x80-\xbf]|[\x80-\xff]{4}"
)  # in Windows-1252: perhaps UTF-8, or no word
_RUN: Final = re.compile(rb"[\x80-\xff]{4,}")


def mark_of(start: bytes) -> str | None:
    """Return the encoding that a text says by its first bytes: a mark, or a null in every other one; None if it says none.

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
    r"""A stream of text that gives UTF-8.

    Without an encoding, the first megabyte from the first byte beyond ASCII on decides: it is UTF-8 if at least as many of its
    lines are as are not; else Windows-1252, if that makes words that western languages write. In a line that is not in the
    encoding, `GARBLED` stands before each byte beyond ASCII.

    Args:
        raw: the bytes.
        name: what to call them in a message.
        encoding: what they are written in, as `codec_of` returns it; None if that is to be found out.

    Attributes:
        odd: how many lines are not in the encoding, of those that were read.

    Examples:
        >>> import io
        >>> stream = Utf8Stream(io.BytesIO("Ort\nKöln\n".encode("cp1252")), "pay.csv")
        >>> stream.read().decode(), stream.notes
        ('Ort\nKöln\n', ('The text is read as Windows-1252.',))
    """

    def __init__(self, raw: Any, name: str, encoding: str | None = None) -> None:
        self.odd = 0
        self._raw, self._name, self._said = raw, name, "UTF-8"
        self._is_plain, self._is_found = True, False
        self._held: bytes = raw.read(_HEAD)
        self._before, self._out, self._is_over = b"", memoryview(b""), False
        self._decode: Callable[[], bytes] | None = None  # takes from what is held
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
                f"{self._name} begins with the mark of {mark.removesuffix('-sig').upper()}, so it is not in {encoding}. Leave "
                "encoding out.",
                source=self._name,
            )

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done to the text that has been read."""
        if not self.odd:
            return () if self._said == "UTF-8" else (f"The text is read as {self._said}.",)
        lines = "line is" if self.odd == 1 else "lines are"
        return (f"The text is read as {self._said}; {self.odd:,} {lines} in another encoding.",)

    def read(self, size: int = -1) -> bytes:
        """Return so many bytes, fewer only at the end; all of them if negative."""
        found = bytearray()
        while size < 0 or len(found) < size:
            part = bytearray(_CHUNK if size < 0 else size - len(found))
            count = self.readinto(memoryview(part))
            if not count:
                break
            found += part[:count]
        return bytes(found)

    def readinto(self, view: memoryview) -> int:
        """Read into a buffer, and return how many bytes; 0 at the end."""
        while not self._out:
            if self._is_plain and len(self._held) < _CHARACTER <= len(view):
                count = self._plain(view)
                if count or self._is_over:
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
        """Read into a buffer what is ASCII or UTF-8 already; 0 if there is nothing, or something else, which is then held."""
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
        """Let out those of the bytes that are held whose letters are known."""
        self._is_over = is_over
        if self._decode is None:
            if self._held.isascii():
                self._before = (self._before + self._held)[-_BEFORE:]
                self._out, self._held = memoryview(self._held), b""
            elif sample := self._sample():
                self._use(find_encoding(sample, self._name))
                self._is_found = True
        if self._decode:
            self._out = memoryview(self._decode())

    def _sample(self) -> bytes:
        """Return the lines by which the encoding is judged; nothing if more must be read for them."""
        end = re.search(rb"[\x80-\xff]", self._held).start() + _SAMPLE  # type: ignore[union-attr] # there is one
        if len(self._held) < end:
            return self._before + self._held if self._is_over else b""
        return self._before + self._held[: self._held.rfind(b"\n", 0, end) + 1 or end]

    def _use(self, codec: str) -> None:
        is_utf8 = codec in ("utf-8", "utf-8-sig")
        self._is_plain = is_utf8
        self._said = "UTF-8" if is_utf8 else "Windows-1252" if codec == "cp1252" else codec.upper()
        if is_by_lines(codec):
            self._decode = lambda: self._by_lines("utf-8" if is_utf8 else codec)
        else:
            decoder = codecs.getincrementaldecoder(codec)()
            self._decode = lambda: self._running(decoder)

    def _running(self, decoder: codecs.IncrementalDecoder) -> bytes:
        """Return as UTF-8 what is held of a text whose lines cannot be told before its letters."""
        try:
            text = decoder.decode(self._held, final=self._is_over)
        except UnicodeError as error:
            raise SourceError(
                f"{self._name} is not readable as {self._said}: {error}", source=self._name
            ) from None
        if "\0" in text:
            raise SourceError(f"{self._name} is a binary file, neither CSV nor Parquet.", source=self._name)
        self._held = b""
        return text.removeprefix("\ufeff").encode("utf-8", errors="replace")

    def _by_lines(self, codec: str) -> bytes:
        """Return as UTF-8 the lines that are held whole."""
        end = len(self._held) if self._is_over else self._held.rfind(b"\n") + 1
        block, self._held = self._held[:end], self._held[end:]
        if len(self._held) > _LONGEST:
            raise SourceError(
                f"{self._name}: a line is longer than {_LONGEST:,} bytes; that is no row of a table.",
                source=self._name,
            )
        if block.isascii():
            return block
        if not (self._is_found and codec == "cp1252" and _DOUBTFUL.search(block)) and decodes(block, codec):
            return block.decode(codec).encode()
        return b"".join(self._line(line, codec) for line in block.splitlines(keepends=True))

    def _line(self, line: bytes, codec: str) -> bytes:
        """Return a line as UTF-8, each byte beyond ASCII marked if it is in another encoding."""
        if line.isascii():
            return line
        if decodes(line, codec) and not (
            self._is_found and codec == "cp1252" and (decodes(line, "utf-8") or _is_odd(line))
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
    r"""Return how many bytes at the end of a text are the beginning of a letter in UTF-8.

    Examples:
        >>> [_unfinished(text) for text in (b"abc", b"ab\xc3", b"\xe4\xba", "é".encode(), b"\xbf")]
        [0, 1, 2, 0, 0]
    """
    for back in range(1, min(len(end), _CHARACTER - 1) + 1):
        byte = end[-back]
        if byte >= 0xC0:  # noqa: PLR2004 - the first of several
            return back if back < 2 + (byte >= 0xE0) + (byte >= 0xF0) else 0  # noqa: PLR2004 - of two, three, four
        if byte < 0x80:  # noqa: PLR2004 - ASCII
            break
    return 0


def _is_odd(line: bytes) -> bool:
    """Return whether a line in Windows-1252 has four letters or signs side by side that no western word has."""
    runs = [run.decode("cp1252") for run in _RUN.findall(line)]
    return any(is_western(word) is False for run in runs for word in words_of(run))
