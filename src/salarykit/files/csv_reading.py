"""Reads a CSV in any dialect as columns of text."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from salarykit.errors import SourceError
from salarykit.files.csv_chunks import chunks, separate_unclosed, void_row
from salarykit.files.dialects import PEEK, UNNAMED, Dialect, find_dialect, shown_lines
from salarykit.files.encodings import GARBLED, to_utf8
from salarykit.files.format_options import NO_FORMAT_OPTIONS, FormatOptions
from salarykit.files.quotes import LONGEST, RowShape, Unclosed
from salarykit.files.raw import Raw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from salarykit.files.opening import LocalFile

__all__ = ["check_garbled", "read_csv", "without_garbled"]

_SHOWN: Final = 1000  # characters kept of a row that could not be split


def read_csv(file: LocalFile, given: FormatOptions = NO_FORMAT_OPTIONS) -> Raw:
    """Return the columns of a CSV, every cell as its text.

    Args:
        file: the file.
        given: the options that the caller gives.

    Raises:
        SourceError: if it is not a readable CSV, or has fewer lines than `given.header`.
    """
    text = to_utf8(file, encoding=given.encoding)
    start = text.start(PEEK)
    dialect = find_dialect(start, file.name, given)
    table, ragged, unclosed = _parsed(text.path, dialect, file)
    numbers = _numbers(table.num_rows, ragged)
    table, set_apart = _without_blank(table)
    garbled: list[tuple[int, str]] = []
    if text.mixed:
        check_garbled(table.column_names, file.name)
        table, numbers, garbled = without_garbled(table, numbers)
    ragged, refused = separate_unclosed(ragged, unclosed, 0, dialect.shape)
    return Raw(
        file.name,
        dict(zip(table.column_names, table.columns, strict=True)),
        numbers,
        ragged,
        refused,
        garbled,
        notes=(*file.notes, *text.notes, *dialect.notes),
        delimiter=dialect.separator,
        lines=shown_lines(start),
        header=dialect.header_line,
        repeated=dialect.repeated,
        set_apart=set_apart,
    )


def _parsed(
    path: Path, dialect: Dialect, file: LocalFile
) -> tuple[pa.Table, list[tuple[int, str]], list[Unclosed]]:
    """Return the rows of a CSV, those that could not be split, and those with an unclosed quotation mark."""
    path, is_quoted, unclosed = _closed_copy(path, dialect.shape, file)
    ragged: list[tuple[int, str]] = []
    try:
        if not unclosed:
            table = _parse(path, dialect, ragged, is_quoted=is_quoted, threads=True)
        if unclosed or ragged:
            ragged.clear()  # Arrow numbers rows only on a single thread
            table = _parse(path, dialect, ragged, is_quoted=is_quoted, threads=False)
    except pa.ArrowException as error:
        raise SourceError(
            f"{file.name} is not a readable CSV file: {_why(error)}", source=file.name
        ) from error
    return table, ragged, unclosed


def _closed_copy(path: Path, shape: RowShape, file: LocalFile) -> tuple[Path, bool, list[Unclosed]]:
    """Return a copy of a CSV with its unclosed rows voided, whether it has quotation marks, and the unclosed rows."""
    unclosed: list[Unclosed] = []
    is_quoted = False
    with path.open("rb", buffering=0) as source:
        for chunk in chunks(source, file.name, shape, size=path.stat().st_size):
            is_quoted |= chunk.is_quoted
            unclosed += [row.shifted(chunk.start, chunk.line) for row in chunk.unclosed]
    if not unclosed:
        return path, is_quoted, []
    target = file.scratch()
    shutil.copyfile(path, target)
    with target.open("r+b") as out:
        for row in unclosed:
            out.seek(row.start)
            out.write(void_row(row, shape))
    return target, is_quoted, [row._replace(text=row.text.replace(GARBLED, "")) for row in unclosed]


def _why(error: Exception) -> str:
    """Return Arrow's reason for refusing a file, in one line."""
    if "straddling" in str(error):
        return f"a row is longer than {LONGEST:,} bytes; that is not a row of a table."
    return " ".join(str(error).split())


def _without_blank(table: pa.Table) -> tuple[pa.Table, frozenset[str]]:
    """Return a table without the columns that trailing delimiters make, and the names of the columns after those.

    Such a column has neither a name nor a cell.
    """
    blank = [
        name.startswith(UNNAMED) and pc.all(pc.equal(column, "")).as_py() is not False
        for name, column in zip(table.column_names, table.columns, strict=True)
    ]
    if not any(blank):
        return table, frozenset()
    kept = [position for position, is_blank in enumerate(blank) if not is_blank]
    names = table.column_names
    set_apart = frozenset(names[position] for position in kept if position and blank[position - 1])
    return table.select(kept), set_apart


def _parse(
    path: Path, dialect: Dialect, ragged: list[tuple[int, str]], *, is_quoted: bool, threads: bool
) -> pa.Table:
    """Parse a file without its header; rows that could not be split are added to `ragged`."""

    def skip(row: Any) -> str:
        ragged.append(((row.number or 1) - 1 - dialect.skipped, row.text[:_SHOWN].replace(GARBLED, "")))
        return "skip"

    return pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(
            use_threads=threads, block_size=LONGEST, column_names=dialect.names, skip_rows=dialect.skipped
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=dialect.delimiter, newlines_in_values=is_quoted, invalid_row_handler=skip
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(dialect.names, pa.string()), strings_can_be_null=False
        ),
    ).slice(1)


def _numbers(length: int, ragged: list[tuple[int, str]]) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    """Return the row number in the source of each row that was kept; None for 1, 2, 3 and so on."""
    if not ragged:
        return None
    return np.setdiff1d(np.arange(1, length + len(ragged) + 1), [number for number, _ in ragged])


def check_garbled(names: Sequence[str], source: str) -> None:
    """Refuse a header in another encoding than the rest of the file.

    Raises:
        SourceError: naming the column.
    """
    odd = [name for name in names if GARBLED in name]
    if odd:
        raise SourceError(
            f"{source}, line 1: {odd[0].replace(GARBLED, '')!r} is in another encoding than the rest of the file. "
            "Save it as UTF-8.",
            source=source,
        )


def without_garbled(
    table: pa.Table, numbers: np.ndarray[Any, np.dtype[np.int64]] | None
) -> tuple[pa.Table, np.ndarray[Any, np.dtype[np.int64]], list[tuple[int, str]]]:
    """Return the rows in the encoding of the file and their numbers, and the numbers and texts of the others.

    Args:
        table: n rows.
        numbers: their numbers in the file; None for 1, 2, 3 and so on.
    """
    numbers = np.arange(1, len(table) + 1) if numbers is None else numbers
    odd = np.zeros(len(table), bool)
    for column in table.columns:
        odd |= pc.match_substring(column.cast(pa.string()).fill_null(""), GARBLED).to_numpy()
    bad = table.filter(pa.array(odd)).to_pylist()
    garbled = [
        (int(number), ",".join(cell or "" for cell in row.values()).replace(GARBLED, ""))
        for number, row in zip(numbers[odd], bad, strict=True)
    ]
    return table.filter(pa.array(~odd)), numbers[~odd], garbled
