"""`Rejects`: every cell that kept a row from being a salary, with its reason."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from salarykit.files.frames import Frame
from salarykit.files.quotes import unclosed_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

    from salarykit.files.raw import Raw
    from salarykit.reading.validation import Fault

__all__ = ["GARBLED_MESSAGE", "Rejects", "ragged_message", "rejects_of", "summary"]

GARBLED_MESSAGE: Final = "the row is in another encoding than the rest of the file."
"""What is wrong with a row whose bytes are not in the file's encoding."""
_TOLD: Final = 3  # bad cells that an error's message tells of
_RAGGED: Final = "the row does not have one cell for each column."
_UNQUOTED: Final = " It has several lines: a quotation mark may lack its partner."
_KINDS: Final = {
    "row": pa.int64(),
    "column": pa.string(),
    "value": pa.string(),
    "code": pa.string(),
    "message": pa.string(),
}


class Rejects(Frame[dict[str, Any]]):
    """The cells that were refused: columns `row` (from 1), `column`, `value`, `code`, `message`.

    A row with two bad cells stands here twice, and in the table not at all.
    """

    __slots__ = ()

    def counts(self) -> dict[str, int]:
        """Return how many cells were refused for each code, the most frequent first.

        Examples:
            >>> import salarykit as sk
            >>> sk.sift_salaries([{"amount": -1, "currency": "USD"}, {"currency": "usd"}]).bad.counts()
            {'out_of_range': 1, 'missing': 1, 'unknown_currency': 1}
        """
        return dict(Counter(self._table.column("code").to_pylist()).most_common())


def rejects_of(faults: Sequence[tuple[str, Fault]], numbers: np.ndarray[Any, Any], raw: Raw) -> Rejects:
    """Return the bad cells and the rows that could not be split, in the order of the source.

    Args:
        faults: the fields and their cells at fault.
        numbers: the source's number of each row.
        raw: the source.
    """
    rows = [(int(numbers[fault.at]), name, *fault[1:]) for name, fault in faults]
    rows += [(number, "", text, "ragged", ragged_message(text)) for number, text in raw.ragged]
    rows += [
        (number, "", text, "unclosed_quote", unclosed_message(line, text))
        for number, text, line in raw.unclosed
    ]
    rows += [(number, "", text, "encoding", GARBLED_MESSAGE) for number, text in raw.garbled]
    rows += raw.refused
    rows.sort(key=lambda row: row[0])
    columns = [[row[position] for row in rows] for position in range(len(_KINDS))]
    return Rejects(
        pa.table(
            [pa.array(column, kind) for column, kind in zip(columns, _KINDS.values(), strict=True)],
            list(_KINDS),
        )
    )


def ragged_message(text: str) -> str:
    """Return what is wrong with a row that could not be split."""
    return _RAGGED + (_UNQUOTED if "\n" in text else "")


def summary(bad: Rejects, source: Any) -> str:
    """Return one sentence that says how many rows cannot be read, and why the first."""
    rows = len(set(bad.to_arrow().column("row").to_pylist()))
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
