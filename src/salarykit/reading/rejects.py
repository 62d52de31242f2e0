"""`Rejects`: the refused cells of a source, each with its reason."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.frames import Frame
from salarykit.files.opening import name_of
from salarykit.files.quotes import unclosed_message
from salarykit.files.raw import as_list
from salarykit.reading.source_columns import take_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.validation import Fault

__all__ = ["REJECT_COLUMNS", "Reject", "RejectRow", "Rejects", "make_rejects", "summary", "unsplit_rows"]

_GARBLED: Final = "the row is in another encoding than the rest of the file."
_NAMED: Final = 3  # the most refused cells in the message of an error
_RAGGED: Final = "the row does not have one cell for each column."
_UNQUOTED: Final = " It has several lines: a quotation mark may lack its partner."
REJECT_COLUMNS: Final = {
    "row": pa.int64(),
    "column": pa.string(),
    "value": pa.string(),
    "code": pa.string(),
    "message": pa.string(),
}
"""The columns of rejects, and their types."""


class Reject(NamedTuple):
    """A refused cell, or a row that could not be split: the row from 1, the column or "", the value, the code and the message."""

    row: int
    column: str
    value: str
    code: str
    message: str


class RejectRow(TypedDict):
    """A row of `Rejects`; see `Reject`."""

    row: int
    column: str
    value: str
    code: str
    message: str


class Rejects(Frame[RejectRow]):
    """The refused cells of a source: columns `row` (from 1), `column`, `value`, `code`, `message`.

    A row with two refused cells is here twice, and not in the table of salaries.

    Args:
        table: the cells.
        originals: returns the refused rows as the source has them; by default none.
        row_count: how many rows are refused; None to count the distinct row numbers.
    """

    __slots__ = ("_originals", "_row_count")

    def __init__(
        self,
        table: pa.Table,
        originals: Callable[[], list[dict[str, Any]]] = list,
        row_count: int | None = None,
    ) -> None:
        super().__init__(table)
        self._originals = originals
        self._row_count = pc.count_distinct(table.column("row")).as_py() if row_count is None else row_count

    @property
    def row_count(self) -> int:
        """How many rows were refused; `len` counts their cells."""
        return self._row_count

    def rows(self) -> list[dict[str, Any]]:
        """Return the refused rows as the source has them, to be corrected and read again.

        Each has the source's columns, its number from 1 as `refused_row`, and the reasons as `refused_because`. A row that could not
        be split into cells has its text as `refused_text` in place of the columns.

        Examples:
            >>> import salarykit as sk
            >>> good, bad = sk.sift_salaries(
            ...     [{"amount": "45k", "currency": "EUR"}, {"amount": "lots", "currency": "EUR"}]
            ... )
            >>> rows = bad.rows()
            >>> rows[0]["refused_row"], rows[0]["amount"]
            (2, 'lots')
            >>> rows[0]["amount"] = "52k"
            >>> sk.read_salaries(rows)[0].amount
            52000.0
        """
        return self._originals()

    def counts(self) -> dict[str, int]:
        """Return the number of refused cells by code, the most frequent first.

        Examples:
            >>> import salarykit as sk
            >>> sk.sift_salaries([{"amount": -1, "currency": "USD"}, {"currency": "usd"}]).bad.counts()
            {'out_of_range': 1, 'missing': 1, 'unknown_currency': 1}
        """
        return dict(Counter(self._table.column("code").to_pylist()).most_common())


def make_rejects(faults: Sequence[tuple[str, Fault]], numbers: np.ndarray[Any, Any], raw: Raw) -> Rejects:
    """Return the refused cells and the rows that could not be split, in the order of the source.

    Args:
        faults: the faults, each with its field.
        numbers: the number of each row in the source.
        raw: the source.
    """
    rows = [Reject(int(numbers[fault.at]), name, *fault[1:]) for name, fault in faults]
    rows += unsplit_rows(raw.ragged, raw.unclosed, raw.garbled)
    rows += [Reject(*refused) for refused in raw.refused]
    # if a row with several figures has another refused cell, that is listed once
    once = {row if row.column != "amount" else (row, at): row for at, row in enumerate(rows)}
    rows = sorted(once.values(), key=lambda row: row[0])
    columns = [[row[position] for row in rows] for position in range(len(REJECT_COLUMNS))]
    table = pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, REJECT_COLUMNS.values(), strict=True)],
        list(REJECT_COLUMNS),
    )
    at = sorted({int(numbers[fault.at]): fault.at for _, fault in faults}.values())
    kept = {name: take_rows(column, at) for name, column in raw.columns.items()} if at else {}
    return Rejects(table, partial(_rows, table, kept, [int(numbers[row]) for row in at]))


def unsplit_rows(
    ragged: Sequence[tuple[int, str]],
    unclosed: Sequence[tuple[int, str, int]],
    garbled: Sequence[tuple[int, str]],
) -> list[Reject]:
    """Return the rejects of the lines that could not be read as rows; for the arguments see `Raw`."""
    return [
        *(Reject(row, "", text, "ragged", _ragged_message(text)) for row, text in ragged),
        *(
            Reject(row, "", text, "unclosed_quote", unclosed_message(line, text))
            for row, text, line in unclosed
        ),
        *(Reject(row, "", text, "encoding", _GARBLED) for row, text in garbled),
    ]


def _rows(table: pa.Table, columns: Mapping[str, Column], numbers: list[int]) -> list[dict[str, Any]]:
    """Return the refused rows as the source has them, in order; see `Rejects.rows`."""
    reasons: dict[int, list[str]] = {}
    texts: dict[int, str] = {}
    for cell in table.to_pylist():
        column = f"{cell['column']}: " if cell["column"] else ""
        reasons.setdefault(cell["row"], []).append(column + cell["message"])
        texts[cell["row"]] = cell["value"]
    rows = zip(numbers, *map(as_list, columns.values()), strict=True)
    originals = {number: dict(zip(columns, cells, strict=True)) for number, *cells in rows}
    return [
        {
            **originals.get(number, {"refused_text": texts[number]}),
            "refused_row": number,
            "refused_because": " ".join(sentences),
        }
        for number, sentences in reasons.items()
    ]


def _ragged_message(text: str) -> str:
    """Return the message for a row that could not be split into cells."""
    return _RAGGED + (_UNQUOTED if "\n" in text else "")


def summary(bad: Rejects, source: Any) -> str:
    """Return a sentence that says how many rows cannot be read, and what is wrong with the first cells."""
    rows = bad.row_count
    kind = f"this {type(source).__name__}" if hasattr(source, "__arrow_c_stream__") else "records"
    name = Path(name_of(source)).name if isinstance(source, str | Path) else kind
    cells = [
        f"row {cell['row']}{', ' + cell['column'] if cell['column'] else ''}: {cell['message']}"
        for cell in (bad[index] for index in range(min(_NAMED, len(bad))))
    ]
    more = f" (and {len(bad) - _NAMED} more)" if len(bad) > _NAMED else ""
    verb = "row of {} cannot" if rows == 1 else "rows of {} cannot"
    return (
        f"{rows:,} {verb.format(name)} be read: {'; '.join(cells)}{more} "
        "sk.sift_salaries keeps the other rows and lists these."
    )
