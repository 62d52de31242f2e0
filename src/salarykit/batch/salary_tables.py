"""Files whose rows are not salaries in plain cells, but texts or several figures, which are written as tables of salaries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.batch.options import columns_of
from salarykit.batch.pipeline import read_ahead
from salarykit.batch.report import ConvertedBlock, Tally
from salarykit.errors import InvalidQuery, RateNotFound
from salarykit.files.stream.blocks import ROWS, raw_of, with_partition_columns, within
from salarykit.reading.clean_block import clean_block
from salarykit.reading.cleaned import with_places
from salarykit.reading.column_mapping import AmountColumn, Plan
from salarykit.reading.layouts.registry import recognise_table
from salarykit.reading.other_tables import OtherTables
from salarykit.reading.rejects import Reject
from salarykit.reading.running_summaries import running_summaries
from salarykit.reading.sifting import SiftedRows, sift_rows
from salarykit.reading.validation import are_good, check_column
from salarykit.salaries.conversion import columns_in_table, convert_table, without_rate
from salarykit.salaries.fields import BY_NAME, FIELDS
from salarykit.salaries.metadata import Terms, added_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from salarykit.batch.options import BatchOptions, FileOptions
    from salarykit.files.stream.blocks import Blocks
    from salarykit.files.stream.locations import InputFile
    from salarykit.reading.clean_source import FileSample
    from salarykit.reading.options import ReadingOptions

__all__ = ["SalaryTables"]


class Piece(NamedTuple):
    """Some rows of a file after they were read.

    Attributes:
        good: the rows that are salaries.
        numbers: the numbers of these rows in the file, from 1.
        bad: the cells that kept the other rows out.
        rows: the number of rows read.
        counts: how many rows each kind of inference was made for.
        done: the part of the file read up to here, from 0 to 1.
    """

    good: pa.Table
    numbers: NDArray[np.int64]
    bad: list[Reject]
    rows: int
    counts: dict[str, int]
    done: float


class SalaryTables:
    """Reads a file as tables of salaries, and converts them.

    Args:
        input_file: the file.
        options: how to convert.
        file_options: how to read the file and write the output.
        reading_options: how to read this file.
        sample: the sample of the file, with its layout; it may hold all rows.
        opened_blocks: the open file; None if the sample holds all its rows.
        with_keys: whether to write the columns that the names of its folders make.
    """

    def __init__(
        self,
        input_file: InputFile,
        options: BatchOptions,
        file_options: FileOptions,
        reading_options: ReadingOptions,
        sample: FileSample,
        opened_blocks: Blocks | None,
        *,
        with_keys: bool,
    ) -> None:
        self._input_file, self._batch_options, self._file_options, self._reading_options = (
            input_file,
            options,
            file_options,
            reading_options,
        )
        self._sample, self._opened_blocks = sample, opened_blocks
        self._first = sift_rows(with_places(sample.cleaned), sample.plan)
        self._keys = input_file.keys if with_keys else {}

    def pieces(self) -> Iterator[Piece]:
        """Yield the rows of the file; each block is read by the layout that the sample decided."""
        if self._opened_blocks is None or self._sample.is_all:
            yield from _cut(self._first, 1.0)
            return
        plan, reading_options, decided = (
            self._sample.plan,
            self._reading_options,
            self._sample.cleaned.decided,
        )
        blocks = within(
            self._opened_blocks.blocks(), reading_options.dialect.max_bytes, self._opened_blocks.name
        )
        is_inferred = reading_options.infer and not plan.layout
        other_tables = OtherTables(plan, reading_options.defaults) if is_inferred else None
        running = running_summaries(plan, decided.summaries, infer=reading_options.infer)
        for block in read_ahead(blocks):
            raw, _ = recognise_table(
                raw_of(self._opened_blocks, [block], self._input_file.keys),
                plan.layout,
                reading_options.columns,
                infer=reading_options.infer,
            )
            cleaned = clean_block(
                raw, plan, reading_options, decided, other_tables=other_tables, running=running
            )
            yield from _cut(sift_rows(cleaned, plan), block.done)

    def declared(self) -> pa.Schema:
        """Return the schema of the output, with its metadata."""
        good = self._first.good
        schema = self._kept(self._converted(good.to_arrow().slice(0, 0))).schema
        metadata = schema.metadata or {}
        terms = Terms.from_metadata(metadata)
        if terms:  # what later rows rest on is not known yet, so all publishers are named
            metadata = {**metadata, **replace(terms, source=self._batch_options.rates.source).to_metadata()}
        return schema.with_metadata({**metadata, **good.reading.to_metadata()})

    def step(self, piece: Piece) -> ConvertedBlock:
        """Convert some rows.

        Raises:
            RateNotFound, InvalidQuery: with the file, and the row as the file counts it.
        """
        piece = self._with_days(piece)
        good, numbers, rejects = piece.good, piece.numbers, piece.bad
        try:
            table = self._converted(good)
        except (RateNotFound, InvalidQuery) as error:
            at = getattr(error, "row", None)
            if at is None:
                raise
            if not (self._file_options.refuses and isinstance(error, RateNotFound)):
                place, row = "{file}, row {row:,}", int(numbers[at - 1])
                raise error.at(place, file=self._input_file.location.name, row=row) from None
            options = self._options(good)
            rateless = without_rate(columns_in_table(good, options), options)
            rejects = sorted(
                [
                    *rejects,
                    *(
                        Reject(int(numbers[row]), "currency", code, "no_rate", why)
                        for row, code, why in rateless
                    ),
                ]
            )
            kept = np.ones(len(good), bool)
            kept[[row for row, *_ in rateless]] = False
            table = self._converted(good.filter(pa.array(kept)))
        return ConvertedBlock(self._kept(table), rejects, _tally(table, rejects, piece), piece.done)

    def _days_of(self, good: pa.Table) -> str | None:
        """Return the column of days that `on` names, unless it is the one that says when figures were true; None if there is none."""
        order, columns = self._batch_options, self._reading_options.columns
        if order.on == "own" or order.on == columns.get("as_of"):
            return None
        plan = Plan({"currency": "currency"}, (AmountColumn("amount"),))
        names = with_partition_columns(good, self._input_file.keys).column_names
        return columns_of(names, plan, order, self._input_file.location.name).days

    def _options(self, good: pa.Table) -> BatchOptions:
        """Return the options for some rows, whose columns may have other names than the file's."""
        order, days = self._batch_options, self._days_of(good)
        if days:
            return replace(order, on=with_partition_columns(good, self._input_file.keys).column(days))
        return replace(order, on="own") if order.on == self._reading_options.columns.get("as_of") else order

    def _with_days(self, piece: Piece) -> Piece:
        """Refuse the rows with an invalid day in the column that `on` names."""
        days = self._days_of(piece.good)
        faults = (
            check_column(
                with_partition_columns(piece.good, self._input_file.keys).column(days), BY_NAME["as_of"]
            ).faults
            if days
            else []
        )
        if not faults:
            return piece
        kept = are_good(len(piece.good), faults)
        bad = [Reject(int(piece.numbers[fault.at]), str(days), *fault[1:]) for fault in faults]
        return piece._replace(
            good=piece.good.filter(pa.array(kept)),
            numbers=piece.numbers[kept],
            bad=sorted([*piece.bad, *bad]),
        )

    def _converted(self, good: pa.Table) -> pa.Table:
        return convert_table(good, self._options(good))

    def _kept(self, table: pa.Table) -> pa.Table:
        """Return the columns that are written."""
        order = self._batch_options
        added = added_by(Terms.from_metadata(table.schema.metadata))
        left = [name for name in added if name not in order.add]
        local = ["amount", "currency", "period"] if order.drop_local else []
        hidden = [
            name for name in self._input_file.keys if name not in self._keys and name in table.column_names
        ]
        fields = set(table.column_names[: len(FIELDS)])
        table = table.drop_columns([*left, *local, *(name for name in hidden if name not in fields)])
        return with_partition_columns(table, self._keys)


def _cut(read: SiftedRows, done: float) -> Iterator[Piece]:
    """Yield the rows in pieces of limited size; the first piece has all rejects."""
    good, numbers, bad = read
    table, counts = good.to_arrow(), good.reading.counts
    rejects = [Reject(**cell) for cell in bad]
    for start in range(0, max(len(table), 1), ROWS):
        rows = table.slice(start, ROWS)
        yield Piece(
            rows,
            numbers[start : start + ROWS],
            [] if start else rejects,
            len(rows) + (0 if start else bad.row_count),
            {} if start else counts,
            done * (start + len(rows)) / max(len(table), 1),
        )


def _tally(table: pa.Table, rejects: list[Reject], piece: Piece) -> Tally:
    """Return the counts of some rows for the report."""
    counted = {
        name: {
            group["values"] or "": group["counts"] for group in table.column(name).value_counts().to_pylist()
        }
        for name in ("currency", "rate_kind")
    }
    days = table.column("rate_on").drop_null().to_numpy()
    seen = (days.min(), days.max()) if len(days) else None
    tally = Tally.of(piece.rows, rejects, counted["currency"], counted["rate_kind"], seen)
    tally.counts.update(piece.counts)
    tally.unpriced = table.column("parity").null_count if "parity" in table.column_names else 0
    return tally
