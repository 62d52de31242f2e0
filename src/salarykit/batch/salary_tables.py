"""`SalaryTables`: a file whose rows are texts or have several figures, which is written as a table of salaries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.batch.options import columns_of
from salarykit.batch.pipeline import read_ahead
from salarykit.batch.report import ConvertedBlock, Tally
from salarykit.errors import InvalidQuery, RateNotFound
from salarykit.files.stream.blocks import ROWS, raw_of, repeating_columns, with_partition_columns, within
from salarykit.reading.clean_block import clean_block
from salarykit.reading.cleaned import with_places
from salarykit.reading.layouts.registry import recognise_table
from salarykit.reading.other_tables import OtherTables
from salarykit.reading.plan import AmountColumn, Plan
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

    from salarykit.batch.options import BatchOptions, SampledFile

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

    def refusing(self, bad: list[Reject], kept: NDArray[np.bool_]) -> Piece:
        """Return the piece with only some of its good rows, and with the cells that refuse the others."""
        good, numbers = self.good.filter(pa.array(kept)), self.numbers[kept]
        return self._replace(good=good, numbers=numbers, bad=sorted([*self.bad, *bad]))


class SalaryTables:
    """Reads a file as tables of salaries, and converts them.

    Args:
        file: the file with its sample, which may hold all its rows.
    """

    def __init__(self, file: SampledFile) -> None:
        self._file, self._opened = file, file.blocks
        if self._opened:
            self._opened = self._opened.with_dictionaries(repeating_columns(self._opened))
        self._first = sift_rows(with_places(file.sample.cleaned), file.sample.plan)
        self._keys = file.keys if file.with_keys else {}

    def blocks(self) -> Iterator[Piece]:
        """Yield the rows of the file; each block is read by the layout that the sample decided."""
        if self._opened is None or self._file.sample.is_all:
            yield from _cut(self._first, 1.0)
            return
        plan, decided, options = (
            self._file.sample.plan,
            self._file.sample.cleaned.decided,
            self._file.reading_options,
        )
        is_inferred = options.infer and not plan.layout
        other_tables = OtherTables(plan, options.defaults) if is_inferred else None
        running = running_summaries(plan, decided.summaries, infer=options.infer)
        for block in read_ahead(within(self._opened.blocks(), options.dialect.max_bytes, self._opened.name)):
            raw = raw_of(self._opened, [block], self._file.keys)
            raw, _ = recognise_table(raw, plan.layout, options.columns, infer=options.infer)
            cleaned = clean_block(raw, plan, options, decided, other_tables=other_tables, running=running)
            yield from _cut(sift_rows(cleaned, plan), block.done)

    def declared(self) -> pa.Schema:
        """Return the schema of the output, with its metadata."""
        good = self._first.good
        schema = self._kept(self._converted(good.to_arrow().slice(0, 0))).schema
        metadata = schema.metadata or {}
        terms = Terms.from_metadata(metadata)
        if terms:  # which rates later rows use is not known yet, so all publishers are named
            metadata = {**metadata, **replace(terms, source=self._file.options.rates.source).to_metadata()}
        return schema.with_metadata({**metadata, **good.reading.to_metadata()})

    def convert(self, piece: Piece) -> ConvertedBlock:
        """Convert some rows.

        Raises:
            RateNotFound, InvalidQuery: with the file, and the row as the file counts it.
        """
        piece = self._with_days(piece)
        try:
            table = self._converted(piece.good)
        except (RateNotFound, InvalidQuery) as error:
            at = getattr(error, "row", None)
            if at is None:
                raise
            if not (self._file.file_options.refuses and isinstance(error, RateNotFound)):
                row = int(piece.numbers[at - 1])
                raise error.at("{file}, row {row:,}", file=self._file.name, row=row) from None
            piece = self._with_rates(piece)
            table = self._converted(piece.good)
        return ConvertedBlock(self._kept(table), piece.bad, _tally(table, piece), piece.done)

    def _with_rates(self, piece: Piece) -> Piece:
        """Refuse the rows that have no rate."""
        options = self._options(piece.good)
        rateless = without_rate(columns_in_table(piece.good, options), options)
        bad = [
            Reject(int(piece.numbers[row]), "currency", code, "no_rate", why) for row, code, why in rateless
        ]
        kept = np.ones(len(piece.good), bool)
        kept[[row for row, *_ in rateless]] = False
        return piece.refusing(bad, kept)

    def _with_days(self, piece: Piece) -> Piece:
        """Refuse the rows with an invalid day in the column that `on` names."""
        days = self._days_of(piece.good)
        if days is None:
            return piece
        column = with_partition_columns(piece.good, self._file.keys).column(days)
        faults = check_column(column, BY_NAME["as_of"]).faults
        bad = [Reject(int(piece.numbers[fault.at]), days, *fault[1:]) for fault in faults]
        return piece.refusing(bad, are_good(len(piece.good), faults)) if bad else piece

    def _days_of(self, good: pa.Table) -> str | None:
        """Return the column of days that `on` names; None if it names none, or the column that is read as `as_of`."""
        options = self._file.options
        if options.is_own or options.on == self._file.reading_options.columns.get("as_of"):
            return None
        plan = Plan({"currency": "currency"}, (AmountColumn("amount"),))
        names = with_partition_columns(good, self._file.keys).column_names
        return columns_of(names, plan, options, self._file.name).days

    def _options(self, good: pa.Table) -> BatchOptions:
        """Return the options for some rows; a column may have another name there than in the file."""
        options, days = self._file.options, self._days_of(good)
        if days:
            return replace(options, on=with_partition_columns(good, self._file.keys).column(days))
        is_as_of = options.on == self._file.reading_options.columns.get("as_of")
        return replace(options, on="own") if is_as_of else options

    def _converted(self, good: pa.Table) -> pa.Table:
        return convert_table(good, self._options(good))

    def _kept(self, table: pa.Table) -> pa.Table:
        """Return the columns that are written."""
        options = self._file.options
        added = added_by(Terms.from_metadata(table.schema.metadata))
        left = [name for name in added if name not in options.add]
        local = ["amount", "currency", "period"] if options.drop_local else []
        fields = set(table.column_names[: len(FIELDS)])
        hidden = [
            name
            for name in self._file.keys
            if name not in self._keys and name in table.column_names and name not in fields
        ]
        return with_partition_columns(table.drop_columns([*left, *local, *hidden]), self._keys)


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


def _tally(table: pa.Table, piece: Piece) -> Tally:
    """Return the counts of some rows for the report."""
    counted = {
        name: {
            group["values"] or "": group["counts"] for group in table.column(name).value_counts().to_pylist()
        }
        for name in ("currency", "rate_kind")
    }
    days = table.column("rate_on").drop_null().to_numpy()
    seen = (days.min(), days.max()) if len(days) else None
    tally = Tally.of(piece.rows, piece.bad, counted["currency"], counted["rate_kind"], seen)
    tally.counts.update(piece.counts)
    tally.unpriced = table.column("parity").null_count if "parity" in table.column_names else 0
    return tally
