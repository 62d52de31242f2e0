"""Reads a CSV in blocks of complete rows, each parsed on all cores."""

from __future__ import annotations

import io
from contextlib import contextmanager
from copy import copy
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from salarykit.errors import SourceError
from salarykit.files.codec_names import is_by_lines
from salarykit.files.compression import compression_of, decompressed
from salarykit.files.csv_chunks import chunks, separate_unclosed
from salarykit.files.csv_reading import check_garbled, without_garbled
from salarykit.files.decoding import GARBLED, Utf8Stream, mark_of
from salarykit.files.dialects import find_dialect, shown_lines
from salarykit.files.encodings import glimpse
from salarykit.files.format_options import NO_FORMAT_OPTIONS
from salarykit.files.json_text import looks_like_json
from salarykit.files.markup import looks_like_html, unread_kind
from salarykit.files.opening import document_kind
from salarykit.files.stream.blocks import SAMPLE_ROWS, Block, reading_errors, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.files.csv_chunks import Chunk
    from salarykit.files.format_options import FormatOptions
    from salarykit.files.stream.locations import Location

__all__ = ["CsvBlocks", "is_plain_text"]

_STREAMED: Final = ("gzip", "bzip2", "zstandard")
_PEEK: Final = 1 << 12  # bytes that show whether a file is a page
_HEAD: Final = 1 << 20  # bytes that decide the dialect
_SHARE: Final = 1 << 21  # bytes of a block that one core parses
# up to this share of ragged rows, a sampled place counts as starting at a row
_ODD: Final = 0.01
_LAST: Final = 9  # ragged rows at the end of a file, which may be notes
_FAR: Final = 40  # bits for the row numbers within a sampled place, which are not those of the file
_SHOWN: Final = 1000  # characters kept of a row that could not be split


class _FirstChunk(NamedTuple):
    """The first rows of a file, kept when a sample of it was parsed, so that they are not parsed again.

    Attributes:
        info: the file's time and size.
        table: the rows.
        bad: the rows without one cell per column.
    """

    info: pa.fs.FileInfo
    table: pa.Table
    bad: list[tuple[int, str]]


class CsvBlocks:
    """A CSV file, compressed or not; every cell is text, and null if it is empty and not quoted.

    Args:
        location: the file.
        coded: the columns with few distinct texts.
        given: the options that the caller gives.
    """

    is_text = True

    def __init__(
        self, location: Location, coded: Iterable[str] = (), given: FormatOptions = NO_FORMAT_OPTIONS
    ) -> None:
        self._location, self.name, self._given = location, location.name, given
        with reading_errors(location), _unpacked(location) as (raw, file):
            stream, is_compressed = Utf8Stream(raw, self.name, given.encoding), raw is not file
            head = stream.read(_HEAD)
            self.notes = stream.notes
        if not head.strip():
            raise SourceError(f"{self.name} is empty.", source=self.name)
        self._dialect = find_dialect(head, self.name, given)
        self.notes, self.lines = (*self.notes, *self._dialect.notes), shown_lines(head)
        check_garbled(self._dialect.names, self.name)
        self.delimiter, self.header = self._dialect.separator, self._dialect.header_line
        self.repeated = self._dialect.repeated
        self.size = None if is_compressed else location.info().size
        self.coded = frozenset(coded)
        self._head: pa.Table | None = None
        self._first: _FirstChunk | None = None
        self.schema = pa.schema([(name, pa.string()) for name in self._dialect.names])

    @property
    def head(self) -> pa.Table:
        """The first rows."""
        if self._head is None:
            next(self.blocks(), None)
        return self.schema.empty_table() if self._head is None else self._head

    def with_dictionaries(self, names: Iterable[str]) -> CsvBlocks:
        """Return the same file, with some columns read as dictionaries."""
        copied = copy(self)
        copied.coded, self._first = frozenset(names), None
        return copied

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in order.

        Raises:
            SourceError: if the file is damaged, is not a CSV, or changes meanwhile; naming the rows.
        """
        info = self._location.info()
        size = max(info.size or 1, 1)
        row, heading = 1, True
        first, self._first = self._first, None
        with reading_errors(self._location), self._opened() as (stream, file):
            for chunk in chunks(stream, self.name, self._dialect.shape):
                if heading and first and same(first.info, info):
                    table, bad = self._with_dictionaries(first.table), first.bad
                else:
                    table, bad = self._parse(chunk, row, heading=heading)
                    if self._head is None and not self.coded:
                        self._first = _FirstChunk(info, table, bad)
                length, first = len(table) + len(bad), None
                numbers = np.arange(row, row + length)
                if bad:
                    numbers = np.setdiff1d(numbers, [number for number, _ in bad])
                ragged, unclosed = separate_unclosed(bad, chunk.unclosed, chunk.line, self._dialect.shape)
                garbled: list[tuple[int, str]] = []
                if stream.odd:
                    table, numbers, garbled = without_garbled(table, numbers)
                if self._head is None:
                    self._head = table.slice(0, SAMPLE_ROWS)
                yield Block(table, numbers, ragged, unclosed, garbled, min(file.tell() / size, 1.0))
                row, heading = row + length, False

    def spaced_blocks(self, count: int, size: int) -> Iterator[Block]:
        """Yield rows from evenly spaced places of the file and its last rows, with numbers of their own; none if it is not seekable.

        Args:
            count: the most places.
            size: the bytes of each.
        """
        length = self._location.info().size or 0
        with (
            reading_errors(self._location),
            self._location.filesystem.open_input_file(self._location.path) as file,
        ):
            start = file.read(_PEEK)
            if (
                not self._location.is_local
                or _compression(start)
                or mark_of(start) not in (None, "utf-8-sig")
            ):
                return
            for number in range(1, count + 1):
                is_last = number == count
                file.seek(max(0, length - size) if is_last else length * number // (count + 1))
                text = file.read(size)
                rows = text[text.find(b"\n") + 1 : None if is_last else text.rfind(b"\n") + 1]
                stream = Utf8Stream(io.BytesIO(rows), self.name, self._given.encoding)
                for chunk in chunks(stream, self.name, self._dialect.shape):
                    if block := self._sampled(chunk, number << _FAR, is_last=is_last):
                        yield block

    def _sampled(self, chunk: Chunk, first: int, *, is_last: bool) -> Block | None:
        """Return a chunk of a sampled place, with rows numbered from `first`; None if the place was inside a cell."""
        table, bad = self._parse(chunk, 1, heading=False)
        if len(bad) > max(_ODD * len(table), is_last * _LAST):
            return None
        last = [(first + len(table) + at, text) for at, (_, text) in enumerate(bad)] if is_last else []
        return Block(table, np.arange(first, first + len(table)), last, [], [], 1.0)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Utf8Stream, Any]]:
        """Open the file; yield its text, and the file itself, which has the position."""
        with _unpacked(self._location) as (stream, file):
            yield Utf8Stream(stream, self.name, self._given.encoding), file

    def _with_dictionaries(self, table: pa.Table) -> pa.Table:
        """Return a table of texts, some of its columns as dictionaries."""
        for index, name in enumerate(table.column_names):
            if name in self.coded:
                table = table.set_column(index, name, table.column(index).dictionary_encode())
        return table.unify_dictionaries()

    def _parse(self, chunk: Chunk, row: int, *, heading: bool) -> tuple[pa.Table, list[tuple[int, str]]]:
        """Parse a chunk; return its rows, and those that do not have one cell per column."""
        table, ragged = pa.table([]), list[tuple[int, str]]()
        for share in (_SHARE, None):  # None is a single thread, where alone Arrow numbers rows
            try:
                table, ragged = self._split(chunk, row, share, heading=heading)
            except pa.ArrowInvalid as error:
                if share is None or "straddling" not in str(error):
                    reason = " ".join(str(error).split())
                    raise SourceError(
                        f"{self.name}, from row {row:,} on: {reason}", source=self.name, row=row
                    ) from error
                continue  # a row is longer than a share
            if not ragged:
                break
        return table.slice(1) if heading else table, ragged

    def _split(
        self, chunk: Chunk, row: int, share: int | None, *, heading: bool
    ) -> tuple[pa.Table, list[tuple[int, str]]]:
        """Parse a chunk in shares of `share` bytes on all cores; on one thread if it is None."""
        ragged: list[tuple[int, str]] = []
        skipped = self._dialect.skipped if heading else 0
        first = row - heading - skipped

        def skip(invalid: Any) -> str:
            number = first + (invalid.number or 1) - 1
            ragged.append((number, invalid.text[:_SHOWN].replace(GARBLED, "")))
            return "skip"

        table = pacsv.read_csv(
            pa.BufferReader(chunk.text),
            read_options=pacsv.ReadOptions(
                use_threads=share is not None,
                block_size=share or len(chunk.text) + 1,
                column_names=self._dialect.names,
                skip_rows=skipped,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self._dialect.delimiter,
                newlines_in_values=chunk.is_quoted,
                invalid_row_handler=skip,
            ),
            convert_options=self._texts(),
        )
        return table.unify_dictionaries(), ragged

    def _texts(self) -> pacsv.ConvertOptions:
        """Return the options that make every cell a text, and null if it is empty."""
        coded = pa.dictionary(pa.int32(), pa.string())
        return pacsv.ConvertOptions(
            column_types={name: coded if name in self.coded else pa.string() for name in self._dialect.names},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        )


def is_plain_text(location: Location, given: FormatOptions = NO_FORMAT_OPTIONS) -> bool:
    """Return whether a file is text that is neither a page nor JSON, by its first bytes.

    Raises:
        SourceError: if it cannot be read.
    """
    with reading_errors(location), _unpacked(location) as (stream, _):
        head = bytes(stream.read(_HEAD))
    is_wide = mark_of(head) not in (None, "utf-8-sig") or not is_by_lines(given.encoding or "utf-8")
    start, name = glimpse(head[:_PEEK], given.encoding), location.path
    is_text = (is_wide or b"\0" not in head) and document_kind(head) is None
    is_other = looks_like_html(start, name) or looks_like_json(start, name) or unread_kind(start) is not None
    return is_text and (given.of_csv or not is_other)


@contextmanager
def _unpacked(location: Location) -> Iterator[tuple[Any, Any]]:
    """Open a file; yield the stream that it decompresses to, and the file itself."""
    with location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
        file.seek(0)
        kind = _compression(start)
        yield (decompressed(file, kind) if kind else file), file


def _compression(start: bytes) -> str | None:
    """Return the compression of a file that is read as a stream."""
    kind = compression_of(start)
    return kind if kind in _STREAMED else None
