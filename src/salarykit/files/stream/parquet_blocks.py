"""Reads a Parquet file in blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from salarykit.errors import SourceError
from salarykit.files.frames import with_attrs
from salarykit.files.parquet_reading import (
    check_columns,
    check_texts,
    decoded_bytes,
    prefixed,
    safe_rows,
    within_bytes,
)
from salarykit.files.stream.blocks import ROWS, SAMPLE_ROWS, Block, reading_errors
from salarykit.files.texts import without_views

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.files.stream.locations import Location

__all__ = ["ParquetBlocks"]

_BYTES: Final = 1 << 24  # the most bytes of a block

_DECODED: Final = 1 << 26  # the most bytes of a block once its dictionaries are decoded, unless it is one row
_BUFFER: Final = 1 << 18  # bytes of a column read from the disk at once
_NARROW: Final = 3  # bytes per value of a column of texts; with fewer, it must be stored as a dictionary


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
        self._coded: list[str] = []
        self._safe: dict[int, int] = {}
        with reading_errors(location), self._open() as file:
            schema = file.schema_arrow
            self.schema: pa.Schema = schema.with_metadata(with_attrs(schema.metadata or {}))
            self._rows: int = file.metadata.num_rows
            check_columns(schema, self.name)
            self._coded = _coded(file)
            self._at_once = safe_rows(file, _BYTES) or ROWS
            known = {*self._coded, *prefixed(file)}
            self._plain = {name: leaf for name, leaf in _texts(file).items() if name not in known}
        with reading_errors(location), self._open() as file:
            self.head = self._head(file)
        self._size = _rows_of(self.head)

    def _open(self) -> pq.ParquetFile:
        source = self._location.filesystem.open_input_file(self._location.path)
        try:
            return pq.ParquetFile(
                source,
                read_dictionary=self._coded,
                pre_buffer=not self._location.is_local,
                buffer_size=_BUFFER if self._location.is_local else 0,
                page_checksum_verification=True,
            )
        except pa.ArrowInvalid as error:
            raise SourceError(
                f"{self.name} is not a readable Parquet file: {error}", source=self.name
            ) from error

    def with_dictionaries(self, _: Iterable[str]) -> ParquetBlocks:
        """Return the file unchanged, because it has its own dictionaries."""
        return self

    def blocks(self) -> Iterator[Block]:
        """Yield all rows in order.

        Raises:
            SourceError: if the file is damaged, or changes meanwhile; naming the rows.
        """
        first = 0
        with reading_errors(self._location), self._open() as file:
            for batches in self._whole(self._batches(file), file):
                for table in within_bytes(self._table(batches, first + 1), _DECODED):
                    numbers = np.arange(first + 1, first + 1 + len(table))
                    first += len(table)
                    yield Block(table, numbers, [], [], [], first / self._rows)

    def _whole(
        self, batches: Iterator[pa.RecordBatch], file: pq.ParquetFile
    ) -> Iterator[list[pa.RecordBatch]]:
        """Yield the batches of each block; nothing is read beyond a full block."""
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
        rows = max(1, min(self._at_once, size * self._size // _BYTES))
        with reading_errors(self._location), self._open() as file:
            if file.num_row_groups <= count:
                return
            for number in range(1, count + 1):
                group = file.num_row_groups * number // (count + 1)
                batch = self._next(file.iter_batches(rows, row_groups=[group]), file)
                table = next(within_bytes(self._table([] if batch is None else [batch]), _DECODED))
                yield Block(table, np.arange(1, len(table) + 1), [], [], [], 1.0)

    def _batches(self, file: pq.ParquetFile) -> Iterator[pa.RecordBatch]:
        """Yield batches group by group, because Arrow keeps everything that it fetched for a request until the request is done."""
        for group in range(file.num_row_groups):
            yield from file.iter_batches(min(self._size, self._rows_at_once(file, group)), row_groups=[group])

    def _rows_at_once(self, file: pq.ParquetFile, group: int) -> int:
        """Return how many rows of a group may be decoded at once: few if its dictionaries have long texts."""
        if group not in self._safe:
            self._safe[group] = self._safe_rows(file, group)
        return self._safe[group]

    def _safe_rows(self, file: pq.ParquetFile, group: int) -> int:
        chunks = [(name, file.metadata.row_group(group).column(leaf)) for name, leaf in self._plain.items()]
        risky = [
            name
            for name, chunk in chunks
            if chunk.has_dictionary_page and chunk.total_uncompressed_size * chunk.num_values > _DECODED
        ]
        if not risky:
            return self._at_once
        source = self._location.filesystem.open_input_file(self._location.path)
        with pq.ParquetFile(source, read_dictionary=risky) as first:
            row = next(first.iter_batches(1, row_groups=[group], columns=risky), None)
        columns = row.columns if row is not None else []
        lengths = (pc.max(pc.binary_length(column.dictionary)).as_py() or 0 for column in columns)
        return min(self._at_once, max(1, _DECODED // max(*lengths, 1)))

    def _head(self, file: pq.ParquetFile) -> pa.Table:
        groups = _first_groups(file)
        rows = min((self._rows_at_once(file, group) for group in groups), default=SAMPLE_ROWS)
        batches = file.iter_batches(min(SAMPLE_ROWS, rows), row_groups=groups)
        head: list[pa.RecordBatch] = []
        size = 0
        while sum(map(len, head)) < SAMPLE_ROWS and size < _DECODED:
            if (batch := self._next(batches, file)) is None:
                break
            head.append(batch)
            size += decoded_bytes(pa.Table.from_batches([batch]))
        return next(within_bytes(self._table(head).slice(0, SAMPLE_ROWS), _DECODED))

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
    """Return the row groups that contain the first rows."""
    before = np.cumsum(
        [0, *(file.metadata.row_group(index).num_rows for index in range(file.num_row_groups))]
    )
    return np.flatnonzero(before[:-1] < SAMPLE_ROWS).tolist()


def _rows_of(head: pa.Table) -> int:
    """Return the number of rows of a block, by the size of the first rows without their dictionaries."""
    chunks = (chunk for column in head.columns for chunk in column.chunks)
    size = sum((chunk.indices if pa.types.is_dictionary(chunk.type) else chunk).nbytes for chunk in chunks)
    return max(1, min(ROWS, _BYTES * len(head) // max(size, 1))) if len(head) else ROWS


def _coded(file: pq.ParquetFile) -> list[str]:
    """Return the columns of texts with so few bytes per value that they must be stored as dictionaries."""
    narrow, delta = [], prefixed(file)
    groups = [file.metadata.row_group(index) for index in range(file.num_row_groups)]
    for name, leaf in _texts(file).items():
        chunks = [group.column(leaf) for group in groups]
        size = sum(chunk.total_uncompressed_size for chunk in chunks)
        if chunks and name not in delta and size <= _NARROW * sum(chunk.num_values for chunk in chunks):
            narrow.append(name)
    return narrow


def _texts(file: pq.ParquetFile) -> dict[str, int]:
    """Return the leaf number of each column of texts or bytes."""
    leaves = _leaves(file)
    return {
        field.name: leaves[field.name]
        for field in file.schema_arrow
        if field.name in leaves and _is_text(field.type)
    }


def _is_text(kind: pa.DataType) -> bool:
    return any(is_kind(kind) for is_kind in (pa.types.is_string, pa.types.is_large_string))


def _leaves(file: pq.ParquetFile) -> dict[str, int]:
    """Return the leaf number of each column in the Parquet schema."""
    schema = file.schema
    return {schema.column(index).path: index for index in reversed(range(len(schema)))}
