"""Several files as one table: each is read for itself, for each may have its own dialect and headers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.reading.rejects import Rejects
from salarykit.reading.riding import as_text
from salarykit.salaries.inferences import Reading
from salarykit.salaries.table import SalaryTable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["merged"]


def merged(parts: Sequence[tuple[Path, SalaryTable, Rejects]]) -> tuple[SalaryTable, Rejects]:
    """Return the rows of several files, one after the other, with `file` beside each; and the bad cells, file by file.

    A column that some files lack is null there; one of several types is text.
    """
    tables = [
        table.to_arrow().append_column("file", pa.repeat(str(path), len(table)))
        if "file" not in table.columns
        else table.to_arrow()
        for path, table, _ in parts
    ]
    kinds: dict[str, set[pa.DataType]] = {}
    for table in tables:
        for field in table.schema:
            kinds.setdefault(field.name, set()).add(field.type)
    several = {name for name, found in kinds.items() if len(found - {pa.null()}) > 1}
    alike = [_as_text(table.replace_schema_metadata(), several) for table in tables]
    whole = pa.concat_tables(alike, promote_options="permissive").replace_schema_metadata(
        _reading(parts).to_metadata()
    )
    bad = [_told(path, rejects.to_arrow()) for path, _, rejects in parts]
    return SalaryTable(whole), Rejects(
        pa.concat_tables(bad), partial(_rows, parts), sum(rejects.row_count for _, _, rejects in parts)
    )


def _rows(parts: Sequence[tuple[Path, SalaryTable, Rejects]]) -> list[dict[str, Any]]:
    """Return the refused rows of all files as they stood, with `file` beside each."""
    return [{"file": str(path), **row} for path, _, rejects in parts for row in rejects.rows()]


def _as_text(table: pa.Table, names: set[str]) -> pa.Table:
    columns = zip(table.column_names, table.columns, strict=True)
    return pa.table([as_text(each) if name in names else each for name, each in columns], table.column_names)


def _told(path: Path, bad: pa.Table) -> pa.Table:
    """Return bad cells whose messages begin with their file."""
    message = pc.binary_join_element_wise(f"{path.name}: ", bad.column("message"), "")
    return bad.set_column(4, "message", message)


def _reading(parts: Sequence[tuple[Path, SalaryTable, Rejects]]) -> Reading:
    """Return what was inferred in all the files."""
    sentences: list[str] = []
    counts: dict[str, int] = {}
    columns: dict[str, str] = {}
    readings = [(path, table.reading) for path, table, _ in parts]
    layouts = {reading.layout for _, reading in readings}
    for path, reading in readings:
        sentences += [f"{path.name}: {sentence}" for sentence in reading.sentences]
        columns = {**reading.columns, **columns}
        for kind, rows in reading.counts.items():
            counts[kind] = counts.get(kind, 0) + rows
    layout = layouts.pop() if len(layouts) == 1 else None
    return Reading(layout, columns, tuple(sentences), counts)
