"""Reads a Parquet file in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from salarykit.errors import SourceError
from salarykit.files.decoded import check_columns, check_texts
from salarykit.files.frames import with_attrs
from salarykit.files.stream.blocks import ROWS, SAMPLE_ROWS, Block, reading_errors
from salarykit.files.texts import without_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.files.stream.locations import Location

__all__ = ["ParquetBlocks"]

_BYTES: Final = 1 << 24  # the most bytes of a block
_BUFFER: Final = 1 << 18  # bytes of a column read from the disk at once
_NARROW: Final = 3  # bytes per value up to which a column of texts must be stored as a dictionary


class ParquetBlocks:
    """A Parquet file; the columns that it stores as dictionaries stay dictionaries."""

    is_text = False
    size: int | None = None
    delimiter: str | None = None
    header: int | None = None
    notes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    def __init__(self, location: Location) -> None:
        self._location, self.name = location, location.name
        with reading_errors(location), self._open() as file:
            schema = file.schema_arrow
            self.schema: pa.Schema = schema.with_metadata(with_attrs(schema.metadata or {}))
            self._rows: int = file.metadata.num_rows
            check_columns(schema, self.name)
            self._coded = _coded(file)
        with reading_errors(location), self._open(self._coded) as file:
            self.head = self._head(file)
        self._size = _rows_of(self.head)

    def _open(self, coded: list[str] | None = None) -> pq.ParquetFile:
        source = self._location.filesystem.open_input_file(self._location.path)
        return pq.ParquetFile(
            source,
            read_dictionary=coded,
            pre_buffer=not self._location.is_local,
            buffer_size=_BUFFER if self._location.is_local else 0,
            page_checksum_verification=True,
        )

    def with_dictionaries(self, _: Iterable[str]) -> ParquetBlocks:
        """Return the file, which has its own dictionaries."""
        return self

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in order.

        Raises:
            SourceError: if the file is damaged, or changes meanwhile; naming the rows.
        """
        first = 0
        with reading_errors(self._location), self._open(self._coded) as file:
            for batches in self._whole(self._batches(file), file):
                table = self._table(batches, first + 1)
                numbers = np.arange(first + 1, first + 1 + len(table))
                first += len(table)
                yield Block(table, numbers, [], [], [], first / self._rows)

    def _whole(
        self, batches: Iterator[pa.RecordBatch], file: pq.ParquetFile
    ) -> Iterator[list[pa.RecordBatch]]:
        """Yield the batches of each block, without reading beyond a block that is full."""
        waiting: list[pa.RecordBatch] = []
        while (batch := self._next(batches, file)) is not None:
            if waiting and sum(map(len, waiting)) + len(batch) > self._size:
                yield waiting
                waiting = []
            waiting.append(batch)
            if sum(map(len, waiting)) >= self._size:
                yield waiting
                waiting = []
        if waiting:
            yield waiting

    def spaced_blocks(self, count: int, size: int) -> Iterator[Block]:
        """Yield the first rows of evenly spaced row groups; none if there are no more than `count` groups.

        Args:
            count: the most row groups.
            size: the bytes of each.
        """
        rows = max(1, size * self._size // _BYTES)
        with reading_errors(self._location), self._open(self._coded) as file:
            if file.num_row_groups <= count:
                return
            for number in range(1, count + 1):
                group = file.num_row_groups * number // (count + 1)
                batch = self._next(file.iter_batches(rows, row_groups=[group]), file)
                table = self._table([] if batch is None else [batch])
                yield Block(table, np.arange(1, len(table) + 1), [], [], [], 1.0)

    def _batches(self, file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
        """Yield batches group by group, because Arrow keeps all it fetched for one request until the request is done."""
        for group in range(file.num_row_groups):
            yield from file.iter_batches(self._size, row_groups=[group])

    def _head(self, file: pq.ParquetFile) -> pa.Table:
        batches = file.iter_batches(SAMPLE_ROWS, row_groups=_first_groups(file))
        head: list[pa.RecordBatch] = []
        while sum(map(len, head)) < SAMPLE_ROWS and (batch := self._next(batches, file)) is not None:
            head.append(batch)
        return self._table(head).slice(0, SAMPLE_ROWS)

    def _table(self, batches: list[pa.RecordBatch], first: int = 1) -> pa.Table:
        if not batches:
            return self.schema.empty_table()
        table = pa.Table.from_batches(batches)
        check_texts(table, self.name, first)
        table = table.unify_dictionaries() if len(batches) > 1 else table
        return without_views(table).replace_schema_metadata(self.schema.metadata)

    def _next(self, batches: Iterator[pa.RecordBatch], file: pq.ParquetFile) -> pa.RecordBatch | None:
        try:
            return next(batches, None)
        except (OSError, pa.ArrowException) as error:
            raise self._damaged(file, error) from error

    def _damaged(self, file: pq.ParquetFile, error: Exception) -> SourceError:
        """Return the error for a file that cannot be decoded, naming the first row group that cannot."""
        first, last = 1, self._rows
        for index in range(file.num_row_groups):
            last = first + file.metadata.row_group(index).num_rows - 1
            try:
                file.read_row_group(index)
            except (OSError, pa.ArrowException):
                break
            first = last + 1
        reason = " ".join(str(error).split())
        return SourceError(
            f"{self.name} is damaged in rows {first:,} to {last:,}: {reason}", source=self.name, row=first
        )


def _first_groups(file: pq.ParquetFile) -> list[int]:
    """Return the row groups with the first rows."""
    before = np.cumsum(
        [0, *(file.metadata.row_group(index).num_rows for index in range(file.num_row_groups))]
    )
    return np.flatnonzero(before[:-1] < SAMPLE_ROWS).tolist()


def _rows_of(head: pa.Table) -> int:
    """Return the rows of a block, by the size of the first rows; dictionaries are not counted."""
    chunks = (chunk for column in head.columns for chunk in column.chunks)
    size = sum((chunk.indices if pa.types.is_dictionary(chunk.type) else chunk).nbytes for chunk in chunks)
    return max(1, min(ROWS, _BYTES * len(head) // max(size, 1))) if len(head) else ROWS


def _coded(file: pq.ParquetFile) -> list[str]:
    """Return the columns of texts with so few bytes per value that they must be stored as dictionaries."""
    narrow = []
    leaves, groups = _leaves(file), [file.metadata.row_group(index) for index in range(file.num_row_groups)]
    for field in file.schema_arrow:
        if field.name not in leaves or not (
            pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
        ):
            continue
        chunks = [group.column(leaves[field.name]) for group in groups]
        size = sum(chunk.total_uncompressed_size for chunk in chunks)
        if chunks and size <= _NARROW * sum(chunk.num_values for chunk in chunks):
            narrow.append(field.name)
    return narrow


def _leaves(file: pq.ParquetFile) -> dict[str, int]:
    """Return the leaf number of each column in the Parquet schema."""
    schema = file.schema
    return {schema.column(index).path: index for index in reversed(range(len(schema)))}
