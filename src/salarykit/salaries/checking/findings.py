"""`Finding`: one thing that a check found; and `Findings`, the table of them. They are reported, and nothing is mended."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypedDict

import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSalary, hint
from salarykit.files.frames import Frame

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence


__all__ = [
    "SEVERITIES",
    "TITLES",
    "Finding",
    "FindingRow",
    "Findings",
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


SCHEMA: Final = pa.schema(
    [
        ("code", pa.string()),
        ("title", pa.string()),
        ("severity", pa.string()),
        ("row", pa.int64()),
        ("rows", pa.int64()),
        ("column", pa.string()),
        ("observed", pa.string()),
        ("expected", pa.string()),
        ("message", pa.string()),
        ("suggestion", pa.string()),
    ]
)


class Findings(Frame[FindingRow]):
    """What the checks found; what `SalaryTable.check` returns.

    Columns: `code` (`S01` to `S12`), `title`, `severity`, `row` (from 1; the first one concerned, null for the table as
    a whole), `rows` (how many are concerned), `column`, `observed`, `expected`, `message`, `suggestion`.

    Attributes:
        checked: how many rows were checked.
        today: what counted as today.
        anchors: what the figures were measured against.
        way: how figures in several currencies were compared.

    Examples:
        >>> import salarykit as sk
        >>> found = sk.load_salaries().check()
        >>> found.counts, found.passed()
        ({'error': 0, 'warning': 5, 'info': 1}, True)
        >>> print(found[5]["suggestion"])
        Look at the source for a zero too few or a month's figure.
    """

    __slots__ = ("anchors", "checked", "today", "way")

    def __init__(self, table: pa.Table, *, checked: int, today: dt.date, anchors: str, way: str) -> None:
        super().__init__(table)
        self.checked, self.today, self.anchors, self.way = checked, today, anchors, way

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        found = Counter(self._table.column("severity").to_pylist())
        return {severity: found[severity] for severity in SEVERITIES}

    def passed(self, severity: Severity = "error") -> bool:
        """Return whether there is no finding of a severity or a graver one.

        Raises:
            InvalidQuery: for an unknown severity.
        """
        if severity not in SEVERITIES:
            raise InvalidQuery(
                f"severity={severity!r}: choose one of {', '.join(SEVERITIES)}.{hint(str(severity), SEVERITIES)}",
                value=severity,
            )
        graver = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return not any(self.counts[each] for each in graver)

    def assert_passing(self, severity: Severity = "error") -> None:
        """Raise if there is a finding of a severity or a graver one.

        Raises:
            InvalidSalary: with the gravest finding's message; the findings are its `bad`.
            InvalidQuery: for an unknown severity.
        """
        if not self.passed(severity):
            first = self[0]
            raise InvalidSalary(
                f"{first['code']}, {first['title']}: {first['message']} {first['suggestion']} ({len(self):,} findings "
                "in all.)",
                bad=self,
            )

    def to_dict(self) -> dict[str, Any]:
        """Return the findings, and what they rest on, as plain values."""
        return {
            "checked": self.checked,
            "today": self.today.isoformat(),
            "anchors": self.anchors,
            "way": self.way,
            "counts": self.counts,
            "findings": self._table.to_pylist(),
        }

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first findings as text, and a caption."""
        headers = ["code", "severity", "row", "observed", "expected", "message"]
        rows = [
            [
                row["code"],
                row["severity"],
                "" if row["row"] is None else str(row["row"]),
                row["observed"],
                row["expected"],
                f"{row['message']} {row['suggestion']}",
            ]
            for row in self._first(limit)
        ]
        return headers, rows, self.caption

    @property
    def caption(self) -> str:
        """One line that says how much was found, and against what."""
        words = {"error": "errors", "warning": "warnings", "info": "info"}
        told = ", ".join(
            f"{count:,} {severity if count == 1 else words[severity]}"
            for severity, count in self.counts.items()
            if count
        )
        return (
            f"{self.checked:,} rows checked: {told or 'nothing found'}. Today is {self.today}; levels: {self.anchors}; "
            f"{self.way}."
        )
