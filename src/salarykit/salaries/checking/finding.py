"""`Finding`: one thing that a check found, in one row, in several, or in the table as a whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypedDict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = [
    "SEVERITIES",
    "TITLES",
    "Finding",
    "FindingRow",
    "Severity",
    "counted",
    "from_log",
    "named",
    "times",
]

_LARGEST_LOG: Final = 690.0  # 1e299
Severity = Literal["error", "warning", "info"]
"""What is wrong whatever the figure is; what is probably wrong; what one should know."""
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
TITLES: Final = {
    "S01": "not a figure",
    "S02": "not tender there then",
    "S03": "implausible for the country",
    "S04": "rank inversion",
    "S05": "error of unit",
    "S06": "far from the line",
    "S07": "sources diverge",
    "S08": "percentiles out of order",
    "S09": "date",
    "S10": "duplicates and heaping",
    "S11": "few or unknown observations",
    "S12": "old or missing rate",
    "S13": "official rate beside others",
}
"""What each code looks for."""


class FindingRow(TypedDict):
    """A row of `Findings`: a `Finding` with the title of its code."""

    code: str
    title: str
    severity: Severity
    row: int | None
    rows: int
    column: str
    observed: str
    expected: str
    message: str
    suggestion: str


class Finding(NamedTuple):
    """One thing found.

    Attributes:
        code: `S01` to `S13`; see `TITLES`.
        severity: see `Severity`.
        row: the row, from 1, or the first one concerned; None for the table as a whole.
        rows: how many rows are concerned.
        column: the field.
        observed: what stands there.
        expected: what would not have been remarked on.
        message: one sentence.
        suggestion: what to do next.
    """

    code: str
    severity: Severity
    row: int | None
    rows: int
    column: str
    observed: str
    expected: str
    message: str
    suggestion: str


def named(row: int, city: Any, role: Any) -> str:
    """Return how a message names a row, counted from 0.

    Examples:
        >>> named(5, "London", None), named(0, None, None)
        ('Row 6 (London)', 'Row 1')
    """
    known = city or role
    return f"Row {row + 1} ({known})" if known else f"Row {row + 1}"


def from_log(distance: float) -> float:
    """Return the ratio that a natural logarithm stands for, at most what a float holds.

    Examples:
        >>> from_log(0.0), from_log(1e9) < float("inf")
        (1.0, True)
    """
    return math.exp(max(-_LARGEST_LOG, min(distance, _LARGEST_LOG)))


def times(ratio: float) -> str:
    """Return a ratio as a message says it.

    Examples:
        >>> times(1.1519), times(0.3127), times(5123.4), times(0.000712)
        ('1.15', '0.31', '5,123', '0.00071')
    """
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"  # noqa: PLR2004


def counted(rows: Mapping[Any, Sequence[int]]) -> list[tuple[Any, int, int]]:
    """Return each key with its first row, from 1, and how many rows it has, in the order of the rows.

    Examples:
        >>> counted({"b": [3, 4], "a": [0]})
        [('a', 1, 1), ('b', 4, 2)]
    """
    found = [(key, min(of_key) + 1, len(of_key)) for key, of_key in rows.items() if of_key]
    return sorted(found, key=lambda each: each[1])
