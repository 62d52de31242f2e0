"""CSV, block after block: cut at the ends of rows, so that the cores share each block."""

from __future__ import annotations

import codecs
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from salarykit.errors import SourceError
from salarykit.files.dialects import find_dialect
from salarykit.files.json_text import looks_like_json
from salarykit.files.markup import looks_like_html
from salarykit.files.stream.blocks import LOOK, Block, reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from salarykit.files.stream.locations import Location

__all__ = ["CsvBlocks", "is_plain_text"]

_PACKED: Final = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\x28\xb5\x2f\xfd": "zstd"}
_PEEK: Final = 1 << 12  # signs by which a page is known
_HEAD: Final = 1 << 20  # bytes by which the dialect is judged
_BLOCK: Final = 1 << 23  # bytes read at once
_SHARE: Final = 1 << 21  # bytes of these that one core takes
_LONGEST: Final = 1 << 27  # bytes in which no row ends, beyond which it is no CSV
_TOLD: Final = 1000  # signs of a row that could not be split


class CsvBlocks:
    """A CSV file in UTF-8, packed or not; every cell is text, and null where nothing stands between two commas.

    Args:
        location: where it is.
        coded: columns with few distinct texts.
    """

    is_text = True

    def __init__(self, location: Location, coded: Sequence[str] = ()) -> None:
        self._location, self.name = location, location.name
        with reading(location), _opened(self._location) as (stream, _):
            head = stream.read(_HEAD)
        if not head.removeprefix(codecs.BOM_UTF8).strip():
            raise SourceError(f"{self.name} is empty.", source=self.name)
        self._dialect = find_dialect(head, self.name)
        self.delimiter = self._dialect.parted
        self._coded = frozenset(coded)
        self.schema = pa.schema([(name, pa.string()) for name in self._dialect.names])

    @property
    def head(self) -> pa.Table:
        """The first rows."""
        block = next(self.blocks(), None)
        return (block.table if block else self.schema.empty_table()).slice(0, LOOK)

    def with_coded(self, names: Sequence[str]) -> CsvBlocks:
        """Return the same file, some columns of which are read as dictionaries."""
        return CsvBlocks(self._location, names)

    def blocks(self) -> Iterator[Block]:
        """Give the rows from the first to the last.

        Raises:
            SourceError: if the file is damaged or no CSV, or is replaced meanwhile; naming the rows.
        """
        size = max(self._location.info().size or 1, 1)
        row, heading = 1, True
        with reading(self._location), _opened(self._location) as (stream, file):
            for text, quoted in _cut(stream, self.name, self._dialect.delimiter):
                table, ragged = self._parse(text, row, quoted=quoted, heading=heading)
                length = len(table) + len(ragged)
                numbers = np.arange(row, row + length)
                if ragged:
                    numbers = np.setdiff1d(numbers, [number for number, _ in ragged])
                yield Block(table, numbers, ragged, min(file.tell() / size, 1.0))
                row, heading = row + length, False

    def _parse(
        self, text: memoryview, row: int, *, quoted: bool, heading: bool
    ) -> tuple[pa.Table, list[tuple[int, str]]]:
        """Return the rows of a text, and those that do not have one cell for each column."""
        table, ragged = pa.table([]), list[tuple[int, str]]()
        for share in (_SHARE, None):  # None: by a single thread, which alone knows the rows' numbers
            try:
                table, ragged = self._split(text, row, share, quoted=quoted, heading=heading)
            except pa.ArrowInvalid as error:
                if share is None or "straddling" not in str(error):
                    raise self._unread(bytes(text), row - heading, error) from error
                continue  # a row is longer than a share
            if not ragged:
                break
        return table.slice(1) if heading else table, ragged

    def _split(
        self, text: memoryview, row: int, share: int | None, *, quoted: bool, heading: bool
    ) -> tuple[pa.Table, list[tuple[int, str]]]:
        ragged: list[tuple[int, str]] = []
        skipped = self._dialect.skipped if heading else 0

        def skip(found: Any) -> str:
            ragged.append((row - heading - skipped + (found.number or 1) - 1, found.text[:_TOLD]))
            return "skip"

        table = pacsv.read_csv(
            pa.BufferReader(text),
            read_options=pacsv.ReadOptions(
                use_threads=share is not None,
                block_size=share or len(text) + 1,
                column_names=self._dialect.names,
                skip_rows=skipped,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self._dialect.delimiter,
                newlines_in_values=quoted,
                invalid_row_handler=skip,
            ),
            convert_options=self._texts(),
        )
        return table.unify_dictionaries(), ragged

    def _texts(self) -> pacsv.ConvertOptions:
        """Return what makes every cell a text, and null where nothing stands."""
        coded = pa.dictionary(pa.int32(), pa.string())
        return pacsv.ConvertOptions(
            column_types={
                name: coded if name in self._coded else pa.string() for name in self._dialect.names
            },
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        )

    def _unread(self, text: bytes, row: int, error: Exception) -> SourceError:
        """Return the error for a text that cannot be split at all, with the place as near as it is known."""
        try:
            text.decode("utf-8-sig")
        except UnicodeDecodeError as bad:
            row += text.count(b"\n", 0, bad.start)
            return SourceError(
                f"{self.name}, row {row:,}: the byte {bad.object[bad.start]:#04x} is not UTF-8. Save the file as UTF-8.",
                source=self.name,
                row=row,
            )
        said = " ".join(str(error).split())
        return SourceError(f"{self.name}, from row {row:,} on: {said}", source=self.name, row=row)


def is_plain_text(location: Location) -> bool:
    """Return whether a file begins as UTF-8 that is neither a page nor JSON, packed or not.

    Raises:
        SourceError: if it cannot be read.
    """
    with reading(location), _opened(location) as (stream, _):
        head = stream.read(_HEAD)
    text = head[: head.rfind(b"\n") + 1] or head
    try:
        said = text.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    is_page = location.path.lower().endswith((".html", ".htm", ".xhtml")) or looks_like_html(said[:_PEEK])
    return "\0" not in said and not is_page and not looks_like_json(said[:_PEEK])


@contextmanager
def _opened(location: Location) -> Iterator[tuple[Any, Any]]:
    """Open a file: what gives its text, and what says how much of the file has been read for it."""
    with location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
        file.seek(0)
        packed = next((name for magic, name in _PACKED.items() if start.startswith(magic)), None)
        yield (pa.CompressedInputStream(file, packed) if packed else file), file


def _cut(stream: Any, name: str, delimiter: str) -> Iterator[tuple[memoryview, bool]]:
    """Give a stream in pieces that end where a row does: at an end of line with no quotation mark left open.

    With each comes whether it has quotation marks. The next one is written over it.
    """
    buffer, held, before = bytearray(_BLOCK), 0, 0
    while more := stream.readinto(memoryview(buffer)[held:]):
        held += more
        quoted = buffer.find(b'"', 0, held) >= 0
        end = _last_end(buffer, held, delimiter) if quoted else buffer.rfind(b"\n", 0, held) + 1
        if end:
            yield memoryview(buffer)[:end], quoted
            buffer[: held - end] = buffer[end:held]
            held, before = held - end, before + end
        elif held > _LONGEST:
            raise SourceError(
                f"{name}: the row at byte {before:,} is longer than {_LONGEST:,} bytes; a quotation mark may lack its partner.",
                source=name,
            )
        elif held == len(buffer):
            buffer = buffer + bytearray(held)
    if held:
        yield memoryview(buffer)[:held], buffer.find(b'"', 0, held) >= 0


def _last_end(text: bytes | bytearray, length: int, delimiter: str) -> int:
    r"""Return where the last whole row of the first bytes of a text ends; 0 if none does.

    Examples:
        >>> (
        ...     _last_end(b'a,b\nc,"d\ne', 10, ","),
        ...     _last_end(b'a,b\nc,"d\n"\n', 11, ","),
        ...     _last_end(b'"a\n', 3, ","),
        ... )
        (4, 11, 0)
        >>> _last_end(b'5" tall\n6" tall\n"a\nb', 20, ",")
        16
    """
    end = text.rfind(b"\n", 0, length) + 1
    marks = _marks(memoryview(text)[:length], delimiter.encode())
    while end and (count := int(np.searchsorted(marks, end))) % 2:
        end = text.rfind(b"\n", 0, int(marks[count - 1])) + 1
    return end


def _marks(text: memoryview, delimiter: bytes) -> NDArray[np.intp]:
    """Return where the quotation marks are that open and close cells, in turn."""
    signs = np.frombuffer(text, np.uint8)
    marks = np.flatnonzero(signs == ord('"'))
    before = np.where(marks, signs[marks - 1], ord("\n"))
    if np.isin(before[::2], list(b'\n\r"' + delimiter)).all():
        return marks
    real, doubled, inside = [], -1, False  # some stand inside a cell without any, as in 5" tall
    for at, sign in zip(marks.tolist(), before.tolist(), strict=True):
        if at == doubled:
            continue
        if inside and bytes(text[at + 1 : at + 2]) == b'"':
            doubled = at + 1
        elif inside or sign in b"\n\r" + delimiter:
            inside = not inside
            real.append(at)
    return np.array(real, np.intp)
