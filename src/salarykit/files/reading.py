"""From a path, a frame or records to raw columns, with the lines that could not be split."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from salarykit.errors import SourceError
from salarykit.files.columns import kinds_of, plain_value

__all__ = ["Column", "Raw", "read_raw"]

Column: TypeAlias = pa.ChunkedArray | list[Any]
"""One column: Arrow where its values are of one kind, else a plain list."""

_PEEK: Final = 1 << 20
_BLOCK: Final = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """Columns as the source states them.

    Attributes:
        name: what to call the source in a message.
        columns: by name, all of the same length.
        numbers: the source's row of each row, from 1; None where they are simply counted.
        ragged: rows that do not have one cell a column: their number and text.
        metadata: what a Parquet file or an Arrow table says of itself.
    """

    name: str
    columns: dict[str, Column]
    numbers: np.ndarray[Any, np.dtype[np.int64]] | None = None
    ragged: list[tuple[int, str]] = field(default_factory=list)
    metadata: dict[bytes, bytes] = field(default_factory=dict)


def read_raw(source: Any) -> Raw:
    """Return the columns of a CSV or Parquet file, a frame of any library that speaks Arrow, or records.

    A CSV has no types: every column is text. Blank lines do not count as rows.

    Args:
        source: a path; a pandas, polars or Arrow table, or anything with `__arrow_c_stream__`; an iterable of
            mappings, dataclasses or pydantic models.

    Raises:
        SourceError: if it cannot be read.

    Examples:
        >>> raw = read_raw([{"city": "Paris", "amount": 1}, {"city": "Rome"}])
        >>> list(raw.columns), raw.columns["amount"].to_pylist()
        (['city', 'amount'], [1, None])
    """
    if isinstance(source, str | os.PathLike):
        return _read_path(Path(source))
    if isinstance(source, pa.Table | pa.RecordBatch | pa.RecordBatchReader) or hasattr(
        source, "__arrow_c_stream__"
    ):
        return _read_frame(source)
    if isinstance(source, Iterable) and not isinstance(source, Mapping | bytes):
        return _read_records(source)
    raise SourceError(
        f"Cannot read salaries from a {type(source).__name__}. Give a path, a table, or a list of records.",
        source=type(source).__name__,
    )


def _read_path(path: Path) -> Raw:
    try:
        with path.open("rb") as file:
            start = file.read(_PEEK)
    except OSError as error:
        raise SourceError(f"Cannot read {path}: {error.strerror or error}.", source=str(path)) from error
    if not start.strip():
        raise SourceError(f"{path} is empty.", source=str(path))
    if start[:4] == b"PAR1":
        return _read_parquet(path)
    if b"\0" in start:
        raise SourceError(f"{path} is a binary file, neither CSV nor Parquet.", source=str(path))
    _check_utf8(path)
    try:
        return _read_csv(path, start)
    except (pa.ArrowException, csv.Error) as error:
        raise SourceError(f"{path} is not a readable CSV file: {error}", source=str(path)) from error


def _read_parquet(path: Path) -> Raw:
    try:
        table = pq.read_table(path, partitioning=None)
    except (pa.ArrowException, OSError) as error:
        raise SourceError(f"{path} is not a readable Parquet file: {error}", source=str(path)) from error
    return _of_table(table, str(path))


def _read_frame(source: Any) -> Raw:
    kind = type(source).__name__
    if type(source).__module__.partition(".")[0] == "pandas":
        if any(name is not None for name in source.index.names):
            source = source.reset_index()
        _check_names([str(name) for name in source.columns], kind)
        return Raw(kind, {str(name): _pandas_column(source[name]) for name in source.columns})
    try:
        table = source if isinstance(source, pa.Table) else pa.table(source)
    except (pa.ArrowException, TypeError, ValueError):
        raise SourceError(f"This {kind} cannot be read as a table.", source=kind) from None
    return _of_table(table, kind)


def _pandas_column(series: Any) -> Column:
    if series.dtype == object or series.dtype.kind == "c":
        return _column(series.tolist())
    array = pa.array(series, from_pandas=True)
    if isinstance(
        array, pa.ExtensionArray
    ):  # periods and intervals: Arrow keeps their numbers, not their meaning
        return _column(
            [None if missing else str(value) for value, missing in zip(series, series.isna(), strict=True)]
        )
    return array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])


def _of_table(table: pa.Table, name: str) -> Raw:
    _check_names(table.column_names, name)
    columns = dict(zip(table.column_names, table.columns, strict=True))
    columns.pop("__index_level_0__", None)
    return Raw(name, columns, metadata=table.schema.metadata or {})


def _read_records(records: Iterable[Any]) -> Raw:
    rows = [_mapping(record, number) for number, record in enumerate(records, start=1)]
    names = dict.fromkeys(str(name) for row in rows for name in row)
    return _of_columns({name: [row.get(name) for row in rows] for name in names}, "records")


def _of_columns(columns: Mapping[str, list[Any]], name: str) -> Raw:
    return Raw(name, {key: _column(values) for key, values in columns.items()})


def _column(values: list[Any]) -> Column:
    """Return values of one kind as Arrow, of several as they are: Arrow would make one kind of them, or fail."""
    plain = [plain_value(value) for value in values]
    kinds = kinds_of(plain)
    if len(kinds) > 1 and not kinds <= {int, float}:
        return values
    try:
        return pa.chunked_array([pa.array(plain, from_pandas=True)])
    except (pa.ArrowException, TypeError, ValueError, OverflowError):
        return values


def _mapping(record: Any, number: int) -> Mapping[str, Any]:
    if isinstance(record, Mapping):
        return record
    if hasattr(record, "model_dump"):
        dumped: Mapping[str, Any] = record.model_dump()
        return dumped
    if is_dataclass(record) and not isinstance(record, type):
        return asdict(record)
    raise SourceError(
        f"Record {number} is a {type(record).__name__}. Give mappings such as {{'city': ..., 'amount': ...}}.",
        source="records",
    )


def _read_csv(path: Path, start: bytes) -> Raw:
    names = _header(path, start)
    ragged: list[tuple[int, str]] = []
    table = _parse_csv(path, names, ragged, threads=True)
    if not ragged:
        return Raw(str(path), dict(zip(names, table.columns, strict=True)))
    ragged.clear()  # only a single thread knows the rows' numbers
    table = _parse_csv(path, names, ragged, threads=False)
    total = table.num_rows + len(ragged)
    kept = np.setdiff1d(np.arange(1, total + 1), [number for number, _ in ragged])
    return Raw(str(path), dict(zip(names, table.columns, strict=True)), kept, ragged)


def _header(path: Path, start: bytes) -> list[str]:
    if len(start) == _PEEK and not re.search(rb"[\r\n]", start):
        raise SourceError(
            f"{path}: its first line is longer than {_PEEK:,} bytes; that is no header.", source=str(path)
        )
    rows = csv.reader(io.StringIO(start.decode("utf-8-sig", errors="replace")))
    names = [name.strip() for name in next((row for row in rows if row), [])]
    _check_names(names, str(path))
    return names


def _check_names(names: list[str], source: str) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise SourceError(
            f"{source} has two columns named {twice[0]!r}. Give each column a name of its own.", source=source
        )


def _parse_csv(path: Path, names: list[str], ragged: list[tuple[int, str]], *, threads: bool) -> pa.Table:
    def skip(row: Any) -> str:
        ragged.append(((row.number or 1) - 1, row.text))
        return "skip"

    return pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(
            use_threads=threads, block_size=_BLOCK, column_names=names, skip_rows=0
        ),
        parse_options=pacsv.ParseOptions(newlines_in_values=True, invalid_row_handler=skip),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        ),
    ).slice(1)


def _check_utf8(path: Path) -> None:
    """Refuse a file that is not UTF-8, with the first line that is not; Arrow would not say which."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    lines = 1
    with path.open("rb") as file:
        while chunk := file.read(_BLOCK):
            try:
                decode(chunk, final=len(chunk) < _BLOCK)
            except UnicodeDecodeError as error:
                lines += chunk.count(b"\n", 0, error.start)
                raise SourceError(
                    f"{path}, line {lines}: not UTF-8 text. Save the file as UTF-8, or as Parquet.",
                    source=str(path),
                ) from None
            lines += chunk.count(b"\n")
