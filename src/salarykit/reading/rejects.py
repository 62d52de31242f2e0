"""`Rejects`: every cell that kept a row from being a salary, with its reason."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.frames import Frame
from salarykit.files.quotes import unclosed_message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np

    from salarykit.files.raw import Column, Raw
    from salarykit.reading.validation import Fault

__all__ = ["REJECT_COLUMNS", "Reject", "RejectRow", "Rejects", "make_rejects", "summary", "unsplit_rows"]

_GARBLED: Final = "the row is in another encoding than the rest of the file."
_TOLD: Final = 3  # bad cells that an error's message tells of
_RAGGED: Final = "the row does not have one cell for each column."
_UNQUOTED: Final = " It has several lines: a quotation mark may lack its partner."
REJECT_COLUMNS: Final = {
    "row": pa.int64(),
    "column": pa.string(),
    "value": pa.string(),
    "code": pa.string(),
    "message": pa.string(),
}
"""The columns of what was refused, and their types."""


class Reject(NamedTuple):
    """A cell that was refused, or a row that could not be split: its number from 1, the column or "", what stands there, and why."""

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
    """The cells that were refused: columns `row` (from 1), `column`, `value`, `code`, `message`.

    A row with two bad cells stands here twice, and in the table not at all.

    Args:
        table: the cells.
        stood: what returns the rows as they stood; by default it returns none.
        row_count: how many rows they are; None if their numbers say it.
    """

    __slots__ = ("_row_count", "_stood")

    def __init__(
        self,
        table: pa.Table,
        stood: Callable[[], list[dict[str, Any]]] = list,
        row_count: int | None = None,
    ) -> None:
        super().__init__(table)
        self._stood = stood
        self._row_count = pc.count_distinct(table.column("row")).as_py() if row_count is None else row_count

    @property
    def row_count(self) -> int:
        """How many rows were refused; `len` counts their cells."""
        return self._row_count

    def rows(self) -> list[dict[str, Any]]:
        """Return the refused rows as they stood, to be mended and read again.

        Beside the source's columns each has `refused_row`, its number from 1, and `refused_because`, the reasons. A row that could
        not be split into cells has its text as `refused_text` instead.

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
        return self._stood()

    def counts(self) -> dict[str, int]:
        """Return how many cells were refused for each code, the most frequent first.

        Examples:
            >>> import salarykit as sk
            >>> sk.sift_salaries([{"amount": -1, "currency": "USD"}, {"currency": "usd"}]).bad.counts()
            {'out_of_range': 1, 'missing': 1, 'unknown_currency': 1}
        """
        return dict(Counter(self._table.column("code").to_pylist()).most_common())


def make_rejects(faults: Sequence[tuple[str, Fault]], numbers: np.ndarray[Any, Any], raw: Raw) -> Rejects:
    """Return the bad cells and the rows that could not be split, in the order of the source.

    Args:
        faults: the fields and their cells at fault.
        numbers: the source's number of each row.
        raw: the source.
    """
    rows = [Reject(int(numbers[fault.at]), name, *fault[1:]) for name, fault in faults]
    rows += unsplit_rows(raw.ragged, raw.unclosed, raw.garbled)
    rows += [Reject(*each) for each in raw.refused]
    once = {
        row if row.column != "amount" else (row, at): row for at, row in enumerate(rows)
    }  # beside several figures
    rows = sorted(once.values(), key=lambda row: row[0])
    columns = [[row[position] for row in rows] for position in range(len(REJECT_COLUMNS))]
    table = pa.table(
        [pa.array(column, kind) for column, kind in zip(columns, REJECT_COLUMNS.values(), strict=True)],
        list(REJECT_COLUMNS),
    )
    at = sorted({int(numbers[fault.at]): fault.at for _, fault in faults}.values())
    kept = {name: _taken(column, at) for name, column in raw.columns.items()} if at else {}
    return Rejects(table, partial(_rows, table, kept, [int(numbers[row]) for row in at]))


def unsplit_rows(
    ragged: Sequence[tuple[int, str]],
    unclosed: Sequence[tuple[int, str, int]],
    garbled: Sequence[tuple[int, str]],
) -> list[Reject]:
    """Return the rows of a text that are none of its table: see `Raw`."""
    return [
        *(Reject(row, "", text, "ragged", _ragged_message(text)) for row, text in ragged),
        *(
            Reject(row, "", text, "unclosed_quote", unclosed_message(line, text))
            for row, text, line in unclosed
        ),
        *(Reject(row, "", text, "encoding", _GARBLED) for row, text in garbled),
    ]


def _taken(column: Column, at: list[int]) -> Column:
    """Return some cells of a column."""
    return [column[row] for row in at] if isinstance(column, list) else column.take(pa.array(at))


def _rows(table: pa.Table, columns: Mapping[str, Column], numbers: list[int]) -> list[dict[str, Any]]:
    """Return the refused rows as they stood, in the order of the source."""
    reasons: dict[int, list[str]] = {}
    texts: dict[int, str] = {}
    for cell in table.to_pylist():
        column = f"{cell['column']}: " if cell["column"] else ""
        reasons.setdefault(cell["row"], []).append(column + cell["message"])
        texts[cell["row"]] = cell["value"]
    lists = [column if isinstance(column, list) else column.to_pylist() for column in columns.values()]
    stood = {
        number: dict(zip(columns, cells, strict=True)) for number, *cells in zip(numbers, *lists, strict=True)
    }
    return [
        {
            **stood.get(number, {"refused_text": texts[number]}),
            "refused_row": number,
            "refused_because": " ".join(said),
        }
        for number, said in reasons.items()
    ]


def _ragged_message(text: str) -> str:
    """Return what is wrong with a row that could not be split."""
    return _RAGGED + (_UNQUOTED if "\n" in text else "")


def summary(bad: Rejects, source: Any) -> str:
    """Return one sentence that says how many rows cannot be read, and why the first."""
    rows = bad.row_count
    kind = f"this {type(source).__name__}" if hasattr(source, "__arrow_c_stream__") else "records"
    name = Path(source).name if isinstance(source, str | Path) else kind
    told = [
        f"row {cell['row']}{', ' + cell['column'] if cell['column'] else ''}: {cell['message']}"
        for cell in (bad[index] for index in range(min(_TOLD, len(bad))))
    ]
    more = f" (and {len(bad) - _TOLD} more)" if len(bad) > _TOLD else ""
    verb = "row of {} cannot" if rows == 1 else "rows of {} cannot"
    return (
        f"{rows:,} {verb.format(name)} be read: {'; '.join(told)}{more} "
        "sk.sift_salaries keeps the other rows and lists these."
    )
