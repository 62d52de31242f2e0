"""Makes a table of the good rows of a source and of its refused cells, and merges those of several files."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.raw import numbered_names
from salarykit.reading.level_checks import unstated_period_faults
from salarykit.reading.rejects import Rejects, make_rejects
from salarykit.reading.source_columns import as_text, passthrough_column
from salarykit.reading.validation import ARROW_TYPES, are_good, check_column
from salarykit.salaries.fields import FIELDS, MONTHS
from salarykit.salaries.metadata import Reading, Terms, added_by, free_columns
from salarykit.salaries.table import SalaryTable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.reading.cleaned import Cleaned
    from salarykit.reading.plan import Plan
    from salarykit.reading.validation import Fault

__all__ = ["SiftedRows", "merge_files", "sift_rows"]


class SiftedRows(NamedTuple):
    """The rows of a source, sifted.

    Attributes:
        good: the rows that are salaries.
        numbers: the number of each good row in the source.
        bad: the refused cells.
    """

    good: SalaryTable
    numbers: NDArray[np.int64]
    bad: Rejects


def sift_rows(cleaned: Cleaned, plan: Plan) -> SiftedRows:
    """Return the good rows of a source as a table, and its refused cells."""
    taken = plan.taken
    left = {name: column for name, column in cleaned.raw.columns.items() if name not in taken}
    # a column may have the name of a field that is read from another column
    names, _ = numbered_names([*(field.name for field in FIELDS), *left])
    others = dict(zip(names[len(FIELDS) :], left.values(), strict=True))
    months = check_column(others[MONTHS.name], MONTHS) if MONTHS.name in others else None
    faults = [*cleaned.faults, *((MONTHS.name, fault) for fault in (months.faults if months else ()))]
    free_columns(list(others), list(cleaned.details), "the reading")
    good, faults = _good_rows(cleaned, faults)
    for kind, rows in (("country", cleaned.filled), ("city", cleaned.named)):
        cleaned.log.count(kind, 0 if rows is None else int((rows & good).sum()))
    columns = {name: passthrough_column(column) for name, column in others.items()} | cleaned.details
    table = _table(cleaned, {**columns, **({MONTHS.name: months.values} if months else {})}, others)
    numbers = cleaned.raw.row_numbers
    salaries = SalaryTable(table if good.all() else table.filter(pa.array(good)))
    return SiftedRows(salaries, numbers[good], make_rejects(faults, numbers, cleaned.raw))


def _good_rows(
    cleaned: Cleaned, faults: list[tuple[str, Fault]]
) -> tuple[NDArray[np.bool_], list[tuple[str, Fault]]]:
    """Return which rows are good, and all faults, including those of periods that nothing states."""
    good = are_good(len(cleaned.unstated), (fault for _, fault in faults))
    unstated = np.flatnonzero(cleaned.unstated & good)
    names = ("amount", "currency", "country", "as_of")
    amounts, currencies, *places = (cleaned.columns[name].take(pa.array(unstated)) for name in names)
    figures = amounts.to_numpy(zero_copy_only=False)
    refused = unstated_period_faults(unstated, figures, currencies, cleaned.decided, (places[0], places[1]))
    good[[fault.at for fault in refused]] = False
    cleaned.log.count("unstated_period", int((cleaned.unstated & good).sum()))
    return good, [*faults, *(("period", fault) for fault in refused)]


def _table(cleaned: Cleaned, columns: Mapping[str, pa.Array], others: Mapping[str, Column]) -> pa.Table:
    """Return the fields and other columns as an Arrow table; its metadata has the inferences and the terms of an earlier conversion."""
    arrays = [cleaned.columns[field.name] for field in FIELDS] + list(columns.values())
    fields = [pa.field(field.name, ARROW_TYPES[field.kind]) for field in FIELDS]
    fields += [pa.field(name, array.type) for name, array in columns.items()]
    terms = Terms.from_metadata(cleaned.raw.metadata)
    if not all(name in others for name in added_by(terms)):
        # some columns that the conversion added are missing
        terms = None
    metadata = {**(terms.to_metadata() if terms else {}), **cleaned.log.reading().to_metadata()}
    return pa.table(arrays, pa.schema(fields, metadata=metadata or None))


def merge_files(files: Sequence[tuple[Path, SalaryTable, Rejects]]) -> tuple[SalaryTable, Rejects]:
    """Return the rows of several files, one file after the other, and their refused cells.

    The column `file` says which file a row is from. A column that a file lacks is null in its rows; a column of several types becomes
    text.
    """
    tables = [
        table.to_arrow().append_column("file", pa.repeat(str(path), len(table)))
        if "file" not in table.columns
        else table.to_arrow()
        for path, table, _ in files
    ]
    types: dict[str, set[pa.DataType]] = {}
    for table in tables:
        for field in table.schema:
            types.setdefault(field.name, set()).add(field.type)
    mixed = {name for name, kinds in types.items() if len(kinds - {pa.null()}) > 1}
    alike = [_with_texts(table.replace_schema_metadata(), mixed) for table in tables]
    merged = pa.concat_tables(alike, promote_options="permissive")
    merged = merged.replace_schema_metadata(_merged_reading(files).to_metadata())
    bad = [_with_file(path, rejects.to_arrow()) for path, _, rejects in files]
    rows = sum(rejects.row_count for _, _, rejects in files)
    return SalaryTable(merged), Rejects(pa.concat_tables(bad), partial(_rejected_rows, files), rows)


def _rejected_rows(files: Sequence[tuple[Path, SalaryTable, Rejects]]) -> list[dict[str, Any]]:
    """Return the refused rows of all files as their source has them, each with its `file`."""
    return [{"file": str(path), **row} for path, _, rejects in files for row in rejects.rows()]


def _with_texts(table: pa.Table, names: set[str]) -> pa.Table:
    columns = zip(table.column_names, table.columns, strict=True)
    return pa.table(
        [as_text(column) if name in names else column for name, column in columns], table.column_names
    )


def _with_file(path: Path, bad: pa.Table) -> pa.Table:
    """Return refused cells, with the file at the beginning of each message."""
    message = pc.binary_join_element_wise(f"{path.name}: ", bad.column("message"), "")
    return bad.set_column(4, "message", message)


def _merged_reading(files: Sequence[tuple[Path, SalaryTable, Rejects]]) -> Reading:
    """Return what was inferred in all files."""
    sentences: list[str] = []
    counts: dict[str, int] = {}
    columns: dict[str, str] = {}
    readings = [(path, table.reading) for path, table, _ in files]
    for path, reading in readings:
        sentences += [f"{path.name}: {sentence}" for sentence in reading.sentences]
        columns = {**reading.columns, **columns}
        for kind, rows in reading.counts.items():
            counts[kind] = counts.get(kind, 0) + rows
    layouts = {reading.layout for _, reading in readings}
    return Reading(layouts.pop() if len(layouts) == 1 else None, columns, tuple(sentences), counts)
