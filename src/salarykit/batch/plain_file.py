"""`PlainFile`: a file whose rows are salaries in plain cells, which keeps its columns."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from salarykit.batch.checking import Checks
from salarykit.batch.converting import Converter
from salarykit.batch.odd_rows import OddRows
from salarykit.batch.options import columns_of
from salarykit.batch.report import ConvertedBlock, Tally
from salarykit.errors import InvalidQuery, InvalidSpan, RateNotFound
from salarykit.files.columns import combine
from salarykit.files.stream.blocks import repeating_columns, with_partition_columns, within
from salarykit.files.stream.locations import io_error
from salarykit.files.texts import iso_dates
from salarykit.reading.rejects import Reject, unsplit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.batch.converting import BlockResult
    from salarykit.batch.options import Columns, SampledFile
    from salarykit.files.stream.blocks import Block, Blocks

__all__ = ["PlainFile", "arrow_errors"]


@contextmanager
def arrow_errors(name: str) -> Iterator[None]:
    """Turn errors of Arrow, such as that for an invalid time zone, into a `SourceError` that names the file."""
    try:
        yield
    except pa.ArrowException as error:
        raise io_error("convert", name, error) from error
    except InvalidSpan as error:
        if getattr(error, "row", None) is None:
            raise
        raise error.at(f"{{file}}: {error.place}" if error.place else "{file}", file=name) from error


class PlainFile:
    """A file whose rows are salaries in plain cells; the output has its columns and those of the conversion.

    Args:
        file: the file with its sample.
        blocks: the open file.
    """

    def __init__(self, file: SampledFile, blocks: Blocks) -> None:
        self._name, self._keys = (
            file.name,
            file.keys,
        )  # the file itself is not kept, because its sample takes memory
        self._max_bytes = file.reading_options.dialect.max_bytes
        columns = _columns(file, blocks)
        self._opened = blocks.with_dictionaries(_coded_columns(blocks, columns)) if blocks.is_text else blocks
        days = None if file.options.is_own else columns.days
        self._converter = Converter(
            file.options,
            columns,
            as_numbers=blocks.is_text and not file.file_options.as_text,
            odd=OddRows(file.sample, file.reading_options, days, by_country=file.options.by_country),
            refuses=file.file_options.refuses,
        )
        made = [key for key in file.keys if key not in blocks.schema.names]
        self._hidden = [] if file.with_keys else made

    def declared(self) -> pa.Schema:
        """Return the schema of the output."""
        schema = with_partition_columns(self._opened.schema.empty_table(), self._keys).schema
        declared = self._converter.schema(schema)
        return pa.schema([field for field in declared if field.name not in self._hidden], declared.metadata)

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks of the file."""
        return within(self._opened.blocks(), self._max_bytes, self._opened.name)

    def convert(self, block: Block) -> ConvertedBlock:
        """Convert a block.

        Raises:
            RateNotFound, InvalidQuery: with the file and its row number.
            SourceError: if a column cannot be used.
        """
        try:
            with arrow_errors(self._name):
                lines = [(int(np.searchsorted(block.numbers, number)), line) for number, line in block.ragged]
                table = with_partition_columns(block.table, self._keys)
                done = self._converter.convert(table, lines=lines)
        except (RateNotFound, InvalidQuery) as error:
            at = getattr(error, "row", None)
            if at is None:
                raise
            row = int(block.numbers[at - 1])
            raise error.at("{file}, row {row:,}", file=self._name, row=row) from None
        hidden = [column for column in self._hidden if column in done.table.column_names]
        return _counted(block, done, done.table.drop_columns(hidden))


def _columns(file: SampledFile, blocks: Blocks) -> Columns:
    """Return the columns that the conversion reads, and the checks of the others."""
    plan, reading_options = file.sample.plan, file.reading_options
    names = with_partition_columns(blocks.schema.empty_table(), file.keys).column_names
    columns = columns_of(names, plan, file.options, blocks.name)
    read = {"currency", "period"}
    read |= {"as_of"} if columns.as_of else set()
    read |= {"country"} if columns.country else set()
    fields = tuple(
        (name, column)
        for name, column in plan.columns.items()
        if name not in read and (name != "as_of" or column != columns.days)
    )
    by_people = columns.amount != "amount" or blocks.delimiter not in (None, ",")
    groups = reading_options.infer and by_people and reading_options.decimal != "."
    return columns._replace(checks=Checks(fields, points_group=groups))


def _coded_columns(blocks: Blocks, columns: Columns) -> set[str]:
    """Return the columns to read as dictionaries: those that repeat, and those of codes and days that the conversion reads."""
    coded = repeating_columns(blocks)
    coded |= {name for name in (columns.currency, columns.period, columns.days) if name}
    head, days = blocks.head, columns.days
    if days in head.column_names and iso_dates(combine(head.column(days))) is not None:
        coded -= {days}  # dates parse faster than a dictionary of them
    return coded


def _counted(block: Block, done: BlockResult, table: pa.Table) -> ConvertedBlock:
    """Return a converted block with its rejects and counts."""
    rejects = [Reject(int(block.numbers[fault.at]), field, *fault[1:]) for field, fault in done.faults]
    rejects += unsplit_rows(block.ragged, block.unclosed, block.garbled)
    rejects.sort()
    rows = len(block.table) + len(block.ragged) + len(block.unclosed) + len(block.garbled)
    tally = Tally.of(rows, rejects, done.currencies, done.kinds, done.seen)
    tally.counts.update(done.counts)
    tally.unpriced = done.unpriced
    return ConvertedBlock(table, rejects, tally, block.done)
