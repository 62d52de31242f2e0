"""CSV in the dialects of Excel and of Europe, as columns of text."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from salarykit.errors import SourceError
from salarykit.files.encodings import GARBLED, LONGEST, as_utf8
from salarykit.files.raw import Raw, check_names

if TYPE_CHECKING:
    from pathlib import Path

    from salarykit.files.opening import Opened

__all__ = ["DELIMITERS", "Dialect", "find_dialect", "read_csv"]

DELIMITERS: Final = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
"""What may stand between the cells of a row; the first of two that cut equally well, for commas stand in texts, too."""
_PEEK: Final = 1 << 20
_UNNAMED: Final = "column "
_TOLD: Final = 1000  # signs of a row that could not be split
_LOOK: Final = 50  # rows by which a delimiter is judged
_SEP: Final = re.compile(r"sep=(.)[ \t]*(\r\n|\r|\n)")


class Dialect(NamedTuple):
    """How a CSV is written.

    Attributes:
        delimiter: what stands between cells.
        names: the header.
        skipped: lines before the header, as Excel's `sep=;`.
    """

    delimiter: str
    names: list[str]
    skipped: int = 0

    @property
    def parted(self) -> str | None:
        """What parts the cells, if there are several in a row."""
        return self.delimiter if len(self.names) > 1 else None


def read_csv(file: Opened) -> Raw:
    """Return the columns of a CSV, every cell as its text.

    Raises:
        SourceError: if it is not a readable CSV.
    """
    text = as_utf8(file)
    with text.path.open("rb") as source:
        start = source.read(_PEEK)
    try:
        dialect = find_dialect(start, file.name)
        ragged: list[tuple[int, str]] = []
        table = _parse(text.path, dialect, ragged, threads=True)
        if ragged:
            ragged.clear()  # only a single thread knows the rows' numbers
            table = _parse(text.path, dialect, ragged, threads=False)
    except (pa.ArrowException, csv.Error) as error:
        raise SourceError(
            f"{file.name} is not a readable CSV file: {_why(error)}", source=file.name
        ) from error
    notes = [*file.notes, *text.notes]
    if dialect.parted not in (None, ","):
        notes.append(f"The cells are parted by {DELIMITERS[dialect.delimiter]}.")
    numbers = _numbers(table.num_rows, ragged)
    table = _without_blank(table)
    columns = dict(zip(table.column_names, table.columns, strict=True))
    raw = Raw(file.name, columns, numbers, ragged, notes=tuple(notes), delimiter=dialect.parted)
    return _without_garbled(raw) if text.mixed else raw


def _why(error: Exception) -> str:
    if "straddling" in str(error):
        return f"a row is longer than {LONGEST:,} bytes; a quotation mark may lack its partner."
    return " ".join(str(error).split())


def find_dialect(start: bytes, name: str) -> Dialect:
    r"""Return the dialect of a CSV by its first bytes: the delimiter that cuts the most rows as it cuts the header.

    Raises:
        SourceError: if the first line has no end, or two columns have one name.

    Examples:
        >>> find_dialect(b"Ort;Gehalt, brutto\nKiel;65.000,00\n", "pay.csv")
        Dialect(delimiter=';', names=['Ort', 'Gehalt, brutto'], skipped=0)
    """
    if len(start) == _PEEK and not re.search(rb"[\r\n]", start):
        raise SourceError(
            f"{name}: its first line is longer than {_PEEK:,} bytes; that is no header.", source=name
        )
    text = start.decode("utf-8-sig", errors="replace")
    said = _SEP.match(text)
    text = text[said.end() :] if said else text
    known = [said[1]] if said and said[1] in DELIMITERS else list(DELIMITERS)
    delimiter = max(known, key=lambda sign: _fit(text, sign))
    names = _named([cell.strip() for cell in next(_rows(text, delimiter), [])])
    check_names(names, name)
    return Dialect(delimiter, names, 1 if said else 0)


def _named(names: list[str]) -> list[str]:
    """Return a header in which each of several cells without a name is called by its place."""
    if names.count("") < 2:  # noqa: PLR2004 - one needs no other name
        return names
    return [name or f"{_UNNAMED}{place}" for place, name in enumerate(names, start=1)]


def _without_blank(table: pa.Table) -> pa.Table:
    """Return a table without the columns that have neither a name nor a cell: trailing delimiters."""
    blank = [
        name
        for name in table.column_names
        if name.startswith(_UNNAMED) and pc.all(pc.equal(table.column(name), "")).as_py() is not False
    ]
    return table.drop_columns(blank) if blank else table


def _rows(text: str, delimiter: str) -> Any:
    return (row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row)


def _fit(text: str, delimiter: str) -> tuple[bool, float, int]:
    """Return how well a delimiter cuts a text: whether it does, in how many rows as in the header, into how many."""
    rows = _rows(text, delimiter)
    widths: list[int] = []
    with suppress(csv.Error):  # a cell too long for a look: what was seen before it decides
        widths.extend(len(row) for row, _ in zip(rows, range(_LOOK), strict=False))
    width, *others = widths or [0]
    same = sum(each == width for each in others) / len(others) if others else 1
    return width > 1, same, width


def _parse(path: Path, dialect: Dialect, ragged: list[tuple[int, str]], *, threads: bool) -> pa.Table:
    def skip(row: Any) -> str:
        ragged.append(((row.number or 1) - 1 - dialect.skipped, row.text[:_TOLD].replace(GARBLED, "")))
        return "skip"

    return pacsv.read_csv(
        path,
        read_options=pacsv.ReadOptions(
            use_threads=threads, block_size=LONGEST, column_names=dialect.names, skip_rows=dialect.skipped
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=dialect.delimiter, newlines_in_values=True, invalid_row_handler=skip
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(dialect.names, pa.string()), strings_can_be_null=False
        ),
    ).slice(1)


def _numbers(length: int, ragged: list[tuple[int, str]]) -> np.ndarray[Any, np.dtype[np.int64]] | None:
    """Return the source's number of each row that was kept; None where they are simply counted."""
    if not ragged:
        return None
    return np.setdiff1d(np.arange(1, length + len(ragged) + 1), [number for number, _ in ragged])


def _without_garbled(raw: Raw) -> Raw:
    """Return the rows that are in the file's encoding, and the others as bad ones."""
    names = [name for name in raw.columns if GARBLED in name]
    if names:
        raise SourceError(
            f"{raw.name}, line 1: {names[0].replace(GARBLED, '')!r} is in another encoding than the rest of the file. "
            "Save it as UTF-8.",
            source=raw.name,
        )
    table = pa.table(raw.columns)
    odd = np.zeros(len(table), bool)
    for column in table.columns:
        odd |= pc.match_substring(column, GARBLED).to_numpy()
    numbers = np.arange(1, len(table) + 1) if raw.numbers is None else raw.numbers
    bad = table.filter(pa.array(odd)).to_pylist()
    garbled = [
        (int(number), ",".join(row.values()).replace(GARBLED, ""))
        for number, row in zip(numbers[odd], bad, strict=True)
    ]
    kept = table.filter(pa.array(~odd))
    columns = dict(zip(raw.columns, kept.columns, strict=True))
    return raw.replaced(columns=columns, numbers=numbers[~odd], garbled=garbled)
