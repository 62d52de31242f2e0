"""CSV, block after block: cut at the ends of rows, so that the cores share each block."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from salarykit.errors import SourceError
from salarykit.files.codec_names import is_by_lines
from salarykit.files.csv_chunks import chunks, parted
from salarykit.files.decoding import GARBLED, Utf8Stream, mark_of
from salarykit.files.dialects import (
    NO_TEXT_OPTIONS,
    check_garbled,
    find_dialect,
    shown_lines,
    without_garbled,
)
from salarykit.files.encodings import glimpse
from salarykit.files.json_text import looks_like_json
from salarykit.files.markup import looks_like_html
from salarykit.files.stream.blocks import SAMPLE_ROWS, Block, reading_errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.files.csv_chunks import Chunk
    from salarykit.files.dialects import TextOptions
    from salarykit.files.stream.locations import Location

__all__ = ["CsvBlocks", "is_plain_text"]

_PACKED: Final = {b"\x1f\x8b": "gzip", b"BZh": "bz2", b"\x28\xb5\x2f\xfd": "zstd"}
_PEEK: Final = 1 << 12  # signs by which a page is known
_HEAD: Final = 1 << 20  # bytes by which the dialect is judged
_SHARE: Final = 1 << 21  # bytes of these that one core takes
_ODD: Final = 0.01  # of the rows of a place, up to which it began at the start of a row
_TOLD: Final = 1000  # signs of a row that could not be split


class CsvBlocks:
    """A CSV file, packed or not; every cell is text, and null where nothing stands between two commas.

    Args:
        location: where it is.
        coded: columns with few distinct texts.
        given: what is known of it.
    """

    is_text = True

    def __init__(
        self, location: Location, coded: Iterable[str] = (), given: TextOptions = NO_TEXT_OPTIONS
    ) -> None:
        self._location, self.name, self._given = location, location.name, given
        with reading_errors(location), _unpacked(location) as (raw, file):
            stream, is_packed = Utf8Stream(raw, self.name, given.encoding), raw is not file
            head = stream.read(_HEAD)
            self.notes = stream.notes
        if not head.strip():
            raise SourceError(f"{self.name} is empty.", source=self.name)
        self._dialect = find_dialect(head, self.name, given)
        self.notes, self.lines = (*self.notes, *self._dialect.notes), shown_lines(head)
        check_garbled(self._dialect.names, self.name)
        self.delimiter = self._dialect.parted
        self.size = None if is_packed else location.info().size
        self._coded = frozenset(coded)
        self.schema = pa.schema([(name, pa.string()) for name in self._dialect.names])

    @property
    def head(self) -> pa.Table:
        """The first rows."""
        block = next(self.blocks(), None)
        return (block.table if block else self.schema.empty_table()).slice(0, SAMPLE_ROWS)

    def with_dictionaries(self, names: Iterable[str]) -> CsvBlocks:
        """Return the same file, some columns of which are read as dictionaries."""
        return CsvBlocks(self._location, names, self._given)

    def blocks(self) -> Iterator[Block]:
        """Give the rows from the first to the last.

        Raises:
            SourceError: if the file is damaged or no CSV, or is replaced meanwhile; naming the rows.
        """
        size = max(self._location.info().size or 1, 1)
        row, heading = 1, True
        with reading_errors(self._location), self._opened() as (stream, file):
            for chunk in chunks(stream, self.name, self._dialect.shape):
                table, bad = self._parse(chunk, row, heading=heading)
                length = len(table) + len(bad)
                numbers = np.arange(row, row + length)
                if bad:
                    numbers = np.setdiff1d(numbers, [number for number, _ in bad])
                ragged, unclosed = parted(bad, chunk.unclosed, chunk.line, self._dialect.shape)
                garbled: list[tuple[int, str]] = []
                if stream.odd:
                    table, numbers, garbled = without_garbled(table, numbers)
                yield Block(table, numbers, ragged, unclosed, garbled, min(file.tell() / size, 1.0))
                row, heading = row + length, False

    def spaced_blocks(self, count: int, size: int) -> Iterator[Block]:
        """Give rows from evenly spaced_blocks places of the file, whose numbers are not known; none if it cannot be sought.

        Args:
            count: of how many places, at most.
            size: of each, in bytes.
        """
        length = self._location.info().size or 0
        with (
            reading_errors(self._location),
            self._location.filesystem.open_input_file(self._location.path) as file,
        ):
            start = file.read(_PEEK)
            if not self._location.is_local or _packing(start) or mark_of(start) not in (None, "utf-8-sig"):
                return
            for number in range(1, count + 1):
                file.seek(length * number // (count + 1))
                text = file.read(size)
                rows = text[text.find(b"\n") + 1 : text.rfind(b"\n") + 1]
                stream = Utf8Stream(io.BytesIO(rows), self.name, self._given.encoding)
                for chunk in chunks(stream, self.name, self._dialect.shape):
                    table, bad = self._parse(chunk, 1, heading=False)
                    if len(bad) <= _ODD * len(table):  # else it began within a cell
                        yield Block(table, np.arange(1, len(table) + 1), [], [], [], 1.0)

    @contextmanager
    def _opened(self) -> Iterator[tuple[Utf8Stream, Any]]:
        """Open the file: what gives its text, and what says how much of the file has been read for it."""
        with _unpacked(self._location) as (stream, file):
            yield Utf8Stream(stream, self.name, self._given.encoding), file

    def _parse(self, chunk: Chunk, row: int, *, heading: bool) -> tuple[pa.Table, list[tuple[int, str]]]:
        """Return the rows of a chunk, and those that do not have one cell for each column."""
        table, ragged = pa.table([]), list[tuple[int, str]]()
        for share in (_SHARE, None):  # None: by a single thread, which alone knows the rows' numbers
            try:
                table, ragged = self._split(chunk, row, share, heading=heading)
            except pa.ArrowInvalid as error:
                if share is None or "straddling" not in str(error):
                    said = " ".join(str(error).split())
                    raise SourceError(
                        f"{self.name}, from row {row:,} on: {said}", source=self.name, row=row
                    ) from error
                continue  # a row is longer than a share
            if not ragged:
                break
        return table.slice(1) if heading else table, ragged

    def _split(
        self, chunk: Chunk, row: int, share: int | None, *, heading: bool
    ) -> tuple[pa.Table, list[tuple[int, str]]]:
        ragged: list[tuple[int, str]] = []
        skipped = self._dialect.skipped if heading else 0

        def skip(found: Any) -> str:
            ragged.append(
                (row - heading - skipped + (found.number or 1) - 1, found.text[:_TOLD].replace(GARBLED, ""))
            )
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


def is_plain_text(location: Location, given: TextOptions = NO_TEXT_OPTIONS) -> bool:
    """Return whether a file begins as text that is neither a page nor JSON, packed or not.

    Raises:
        SourceError: if it cannot be read.
    """
    with reading_errors(location), _unpacked(location) as (stream, _):
        head = bytes(stream.read(_HEAD))
    is_wide = mark_of(head) not in (None, "utf-8-sig") or not is_by_lines(given.encoding or "utf-8")
    start, name = glimpse(head[:_PEEK], given.encoding), location.path
    is_text = is_wide or b"\0" not in head
    is_other = looks_like_html(start, name) or looks_like_json(start, name)
    return is_text and (given.of_csv or not is_other)


@contextmanager
def _unpacked(location: Location) -> Iterator[tuple[Any, Any]]:
    with location.filesystem.open_input_file(location.path) as file:
        start = file.read(4)
        file.seek(0)
        packed = _packing(start)
        yield (pa.CompressedInputStream(file, packed) if packed else file), file


def _packing(start: bytes) -> str | None:
    return next((name for magic, name in _PACKED.items() if start.startswith(magic)), None)
