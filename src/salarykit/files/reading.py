"""Reads a file, a frame or records into raw columns, or into a document."""
# A little over 300 lines: the choice among the kinds of sources, and the reading of each.

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass, replace
from io import IOBase
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from salarykit.errors import SourceError
from salarykit.files.columns import is_of_objects
from salarykit.files.csv_reading import read_csv
from salarykit.files.encodings import declared_in, glimpse, to_utf8
from salarykit.files.format_options import NO_FORMAT_OPTIONS
from salarykit.files.frames import as_metadata, with_attrs
from salarykit.files.json_text import check_values, looks_like_json, parse_json
from salarykit.files.markup import looks_like_html, read_html, text_lines, unread_kind
from salarykit.files.opening import is_workbook, name_of, open_local
from salarykit.files.pandas_columns import period_texts, without_periods
from salarykit.files.parquet_reading import check_columns, check_texts, column_names, read_parquet
from salarykit.files.raw import (
    Column,
    Document,
    Raw,
    as_column,
    check_names,
    numbered_names,
    of_json,
    of_records,
    repeated_notes,
)
from salarykit.files.texts import without_views

if TYPE_CHECKING:
    from collections.abc import Callable

    from salarykit.files.format_options import FormatOptions
    from salarykit.files.opening import LocalFile
    from salarykit.files.workbooks.workbook import Workbook

__all__ = ["paths_of", "read_any", "read_raw"]

_START: Final = 1 << 12
_TEXTS: Final = (".txt", ".md", ".text", ".markdown", "")
_LARGEST_PAGE: Final = 1 << 26


def read_raw(source: Any, dialect: FormatOptions = NO_FORMAT_OPTIONS) -> Raw:
    """Return the columns of a CSV, Parquet or JSON file, a frame of any library that speaks Arrow, or records.

    A CSV has no types: every column is text. Blank lines do not count as rows.

    Args:
        source: a path; a pandas, polars or Arrow table, or anything with `__arrow_c_stream__`; an iterable of
            mappings, dataclasses or pydantic models.
        dialect: the format of a text file as the caller gives it.

    Raises:
        SourceError: if it cannot be read, or two columns have the same name.

    Examples:
        >>> raw = read_raw([{"city": "Paris", "amount": 1}, {"city": "Rome"}])
        >>> list(raw.columns), raw.columns["amount"].to_pylist()
        (['city', 'amount'], [1, None])
    """
    content = read_any(source, dialect=dialect)
    if isinstance(content, Raw):
        check_names([*content.columns, *content.repeated], content.name)
        return content
    if not isinstance(content, Document):
        raise SourceError(
            f"{content.name} has several sheets with rows. Name one: sheet={next(iter(content.sheets))!r}.",
            source=content.name,
        )
    raw = None if content.is_page else of_json(content.objects, content.name)
    if raw is None:
        raise SourceError(f"{content.name} is a page, not a table.", source=content.name)
    return raw.replaced(notes=content.notes)


def read_any(
    source: Any,
    *,
    is_page: Callable[[str], bool] = lambda _: False,
    dialect: FormatOptions = NO_FORMAT_OPTIONS,
) -> Raw | Document | Workbook:
    """Return the columns of a source, a document if it is a page or JSON, or a workbook of several sheets.

    Args:
        source: see `read_raw`.
        is_page: returns whether a text that might be a CSV is a page instead.
        dialect: see `read_raw`.

    Raises:
        SourceError: if it cannot be read.
    """
    if isinstance(source, str | os.PathLike):
        if not os.fspath(source):
            raise SourceError("The path is empty. Name a file.", source="")
        return _read_path(Path(os.fsdecode(source)), is_page, dialect)
    dialect.check_csv("this source", f"a {type(source).__name__}")
    if isinstance(source, pa.Table | pa.RecordBatch | pa.RecordBatchReader) or hasattr(
        source, "__arrow_c_stream__"
    ):
        return _read_frame(source)
    if isinstance(source, Iterable) and not isinstance(source, Mapping | bytes | IOBase):
        return _read_records(source)
    raise SourceError(
        f"Cannot read salaries from a {type(source).__name__}. Give a path, a table, or a list of records.",
        source=type(source).__name__,
    )


def paths_of(source: Any) -> list[Path] | None:
    """Return the files of a list of paths or of a pattern such as `pay/*.csv.gz`; None for any other source.

    Raises:
        SourceError: if no file matches a pattern.

    Examples:
        >>> paths_of("pay.csv") is None, paths_of(["a.csv", "b.csv"]) == [Path("a.csv"), Path("b.csv")]
        (True, True)
    """
    if (
        isinstance(source, list | tuple)
        and source
        and all(isinstance(item, str | os.PathLike) for item in source)
    ):
        return [path for item in source for path in paths_of(item) or [Path(item)]]
    if isinstance(source, str | os.PathLike) and glob.has_magic(str(source)) and not os.path.exists(source):  # noqa: PTH110 - `Path.exists` fails for long names
        paths = sorted(map(Path, glob.glob(str(source), recursive=True)))  # noqa: PTH207 - `Path.glob` takes no absolute pattern
        if not paths:
            raise SourceError(f"No file matches {source}.", source=str(source))
        return paths
    return None


def _read_path(
    path: Path, is_page: Callable[[str], bool], dialect: FormatOptions
) -> Raw | Document | Workbook:
    with open_local(path, dialect.max_bytes) as file:
        with file.path.open("rb") as start:
            head = start.read(_START)
        if head[:4] == b"PAR1":
            dialect.check_csv(file.name, "Parquet")
            return _read_parquet(file, dialect.max_bytes)
        if is_workbook(file.path):
            return _read_workbook(file, dialect)
        dialect.check_sheet(file.name, "not one")
        document = (
            None if dialect.of_csv else _read_document(file, Path(name_of(path)), head, is_page, dialect)
        )
        return document or read_csv(file, dialect)


def _read_document(
    file: LocalFile, path: Path, head: bytes, is_page: Callable[[str], bool], dialect: FormatOptions
) -> Document | None:
    """Return a text file as a page or as JSON; None if it is neither."""
    kind, text = path.suffix.lower(), glimpse(head, dialect.encoding)
    if looks_like_html("" if "\0" in text else text, path.name):
        return _read_page(file, dialect, declared_in(text))
    if looks_like_json(text, path.name):
        return _read_json(file, dialect)
    if unread := unread_kind(text):
        raise SourceError(f"{file.name} is {unread}", source=file.name)
    if kind in _TEXTS and file.path.stat().st_size <= _LARGEST_PAGE:
        whole, notes = _content(file, dialect)
        if is_page(whole):
            return Document(file.name, tuple(text_lines(whole)), notes=notes, is_page=True)
    return None


def _longest(dialect: FormatOptions) -> int:
    return _LARGEST_PAGE if dialect.max_bytes is None else dialect.max_bytes


def _content(
    file: LocalFile, dialect: FormatOptions, declared: str | None = None
) -> tuple[str, tuple[str, ...]]:
    """Return the whole text of a file, and notes on its encoding."""
    longest = _longest(dialect)
    if file.path.stat().st_size > longest:
        raise SourceError(
            f"{file.name} is a page or JSON of more than {longest:,} bytes. Raise max_bytes=, save it as Parquet "
            "or CSV, or split it.",
            source=file.name,
        )
    utf8 = to_utf8(file, longest=longest, encoding=dialect.encoding, declared=declared)
    return utf8.path.read_text(encoding="utf-8-sig"), (*file.notes, *utf8.notes)


def _read_workbook(file: LocalFile, dialect: FormatOptions) -> Raw | Workbook:
    from salarykit.files.workbooks.workbook import read_workbook

    if dialect.delimiter and dialect.is_csv:
        raise SourceError(f"delimiter= is for a CSV; {file.name} is a workbook.", source=file.name)
    book = read_workbook(file, dialect.sheet, dialect.header, dialect.max_bytes)
    return next(iter(book.sheets.values())) if len(book.sheets) == 1 else book


def _read_page(file: LocalFile, dialect: FormatOptions, declared: str | None) -> Document:
    text, notes = _content(file, dialect, declared)
    page = read_html(text, file.name)
    return replace(page, notes=(*notes, *page.notes))


def _read_json(file: LocalFile, dialect: FormatOptions) -> Document:
    text, notes = _content(file, dialect)
    check_values(text, _longest(dialect), file.name)
    return Document(file.name, objects=tuple(parse_json(text, file.name)), notes=notes)


def _read_parquet(file: LocalFile, max_bytes: int | None) -> Raw:
    try:
        table = read_parquet(file.path, file.name, max_bytes)
    except (pa.ArrowException, OSError) as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{file.name} is not a readable Parquet file: {error}", source=file.name) from error
    raw = _of_table(table, file.name)
    return raw.replaced(notes=(*file.notes, *raw.notes))


def _read_frame(source: Any) -> Raw:
    kind = type(source).__name__
    if type(source).__module__.partition(".")[0] == "pandas":
        if not hasattr(source, "columns"):
            raise SourceError(
                f"A {kind} is one column. Give a table, such as that of its to_frame().", source=kind
            )
        named = [name for name in source.index.names if name is not None]
        check_names([*map(str, named), *dict.fromkeys(map(str, source.columns))], kind)
        if named:
            source = source.reset_index(allow_duplicates=True)
        names, repeated = numbered_names(list(map(str, source.columns)))
        columns = {name: _pandas_column(source.iloc[:, at]) for at, name in enumerate(names)}
        notes = repeated_notes(repeated)
        return Raw(kind, columns, metadata=as_metadata(source.attrs), notes=notes, repeated=repeated)
    try:
        table = source if isinstance(source, pa.Table) else pa.table(source)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise SourceError(f"This {kind} cannot be read as a table: {error}.", source=kind) from None
    raw = _of_table(table, kind)
    objects = _python_objects(source)
    return replace(raw, columns={**raw.columns, **objects}) if objects else raw


def _python_objects(source: Any) -> dict[str, Column]:
    """Return the columns of a polars frame that hold Python objects, which polars exports to Arrow as memory addresses."""
    if type(source).__module__.partition(".")[0] != "polars" or not hasattr(source, "get_columns"):
        return {}
    return {
        series.name: as_column(series.to_list()) for series in source.get_columns() if is_of_objects(series)
    }


def _pandas_column(series: Any) -> Column:
    if series.dtype == object or series.dtype.kind == "c":
        return as_column(series.tolist())
    if type(series.dtype).__name__ == "SparseDtype":  # Arrow refuses it
        series = series.sparse.to_dense()
    array = pa.array(series, from_pandas=True)
    column = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
    periods = period_texts(column)
    if periods is not None:
        return periods
    if isinstance(array, pa.ExtensionArray):  # such as intervals, whose numbers alone Arrow would keep
        return as_column(
            [None if missing else str(value) for value, missing in zip(series, series.isna(), strict=True)]
        )
    return column


def _of_table(table: pa.Table, name: str) -> Raw:
    names, repeated = numbered_names(column_names(table.schema, name))
    table = table.rename_columns(names) if repeated else table
    check_columns(table.schema, name)
    check_texts(table, name)
    table = without_views(without_periods(table))
    columns = dict(zip(table.column_names, table.columns, strict=True))
    columns.pop("__index_level_0__", None)
    metadata = with_attrs(table.schema.metadata or {})
    return Raw(name, columns, metadata=metadata, notes=repeated_notes(repeated), repeated=repeated)


def _read_records(records: Iterable[Any]) -> Raw:
    return of_records([_mapping(record, number) for number, record in enumerate(records, start=1)], "records")


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
