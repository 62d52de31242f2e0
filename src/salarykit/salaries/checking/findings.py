"""`Finding`: one doubt that a check raises; `Findings`: the table of them. Nothing is corrected."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.errors import InvalidQuery, InvalidSalary, hint
from salarykit.files.frames import Frame
from salarykit.keywords import is_one_of

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
    "by_first_row",
    "finding_about",
    "from_log",
    "named",
    "times",
]

_LARGEST_LOG: Final = 690.0  # the logarithm of about 1e299, near the largest float
Severity = Literal["error", "warning", "info"]
"""How serious a finding is: an `error` is certainly wrong, a `warning` probably; `info` is worth knowing."""
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
TITLES: Final = {
    "S01": "not a figure",
    "S02": "not legal tender at the time",
    "S03": "implausible for the country",
    "S04": "rank inversion",
    "S05": "error of unit",
    "S06": "far from the fitted line",
    "S07": "sources diverge",
    "S08": "percentiles out of order",
    "S09": "date",
    "S10": "duplicates and heaping",
    "S11": "few or unknown observations",
    "S12": "old or missing rate",
    "S13": "official rate, not the market rate",
}
"""The title of each code: what its check looks for."""


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
    row_numbers: str


class Finding(NamedTuple):
    """One doubt that a check raises.

    Attributes:
        code: `S01` to `S13`; see `TITLES`.
        severity: see `Severity`.
        row: the row, or the first of several, counted from 1; None for the table as a whole.
        rows: how many rows it is about.
        column: the field.
        observed: the value of the field.
        expected: the values that raise no doubt.
        message: what is doubtful, in one sentence.
        suggestion: what to do next.
        at: the rows that it names, counted from 0; empty if it is about the table as a whole.
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
    at: tuple[int, ...] = ()


def finding_about(rows: Sequence[int], code: str, severity: Severity, *texts: str) -> Finding:
    """Return a finding about some rows, counted from 0; its other fields follow in order.

    Examples:
        >>> finding_about(
        ...     [4, 1], "S09", "warning", "as_of", "", "a day", "2 rows have no day.", "Say it."
        ... ).row
        2
    """
    column, observed, expected, message, suggestion = texts
    at = tuple(sorted(rows))
    return Finding(code, severity, at[0] + 1, len(at), column, observed, expected, message, suggestion, at)


def named(row: int, city: Any, role: Any) -> str:
    """Return the name of a row in messages, given its position from 0.

    Examples:
        >>> named(5, "London", None), named(0, None, None)
        ('Row 6 (London)', 'Row 1')
    """
    name = city or role
    return f"Row {row + 1} ({name})" if name else f"Row {row + 1}"


def from_log(distance: float) -> float:
    """Return the exponential of a number, limited to what a float can hold.

    Examples:
        >>> from_log(0.0), from_log(1e9) < float("inf")
        (1.0, True)
    """
    return math.exp(max(-_LARGEST_LOG, min(distance, _LARGEST_LOG)))


def times(ratio: float) -> str:
    """Return a ratio as messages show it.

    Examples:
        >>> times(1.1519), times(0.3127), times(5123.4), times(0.000712)
        ('1.15', '0.31', '5,123', '0.00071')
    """
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"  # noqa: PLR2004 - three digits or two


def by_first_row(rows: Mapping[Any, Sequence[int]]) -> list[tuple[Any, Sequence[int]]]:
    """Return each key with its rows, in the order of their first rows.

    Examples:
        >>> by_first_row({"b": [3, 4], "a": [0], "c": []})
        [('a', [0]), ('b', [3, 4])]
    """
    return sorted(((key, of_key) for key, of_key in rows.items() if of_key), key=lambda item: min(item[1]))


SCHEMA: Final = pa.schema(
    [(name, pa.int64() if name in ("row", "rows") else pa.string()) for name in FindingRow.__annotations__]
)
"""The columns of `Findings`: the keys of `FindingRow`."""


class Findings(Frame[FindingRow]):
    """The findings of all checks; what `SalaryTable.check` returns.

    Columns: `code` (`S01` to `S13`), `title`, `severity`, `row` (counted from 1; the first of several, null for the table as
    a whole), `rows` (how many rows it is about), `column`, `observed`, `expected`, `message`, `suggestion` and `row_numbers`,
    the rows that `SalaryTable.without` leaves out, such as `6` or `1, 5-7` (of rows that repeat one another, all but the
    first; empty if the finding is about the table as a whole).

    Attributes:
        checked: how many rows were checked.
        today: the day that counted as today.
        anchors: the source of the usual pay by country that figures were compared with.
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
    checked: int
    today: dt.date
    anchors: str
    way: str

    def __init__(self, table: pa.Table, *, checked: int, today: dt.date, anchors: str, way: str) -> None:
        super().__init__(table)
        self.checked, self.today, self.anchors, self.way = checked, today, anchors, way

    @property
    def counts(self) -> dict[Severity, int]:
        """How many findings there are of each severity."""
        counts = Counter(self._table.column("severity").to_pylist())
        return {severity: counts[severity] for severity in SEVERITIES}

    def only(self, *codes: str) -> Findings:
        """Return the findings with some codes, such as `S03`.

        Raises:
            InvalidQuery: for an unknown code.

        Examples:
            >>> import salarykit as sk
            >>> table = sk.load_salaries()
            >>> len(table.without(table.check().only("S05")))
            14
        """
        for code in codes:
            if code not in TITLES:
                raise InvalidQuery(
                    f"{code!r} is not a code of a finding.{hint(str(code), TITLES)} Codes: {', '.join(TITLES)}.",
                    value=code,
                )
        table = self._table.filter(pc.is_in(self._table.column("code"), pa.array(codes, pa.string())))
        return Findings(table, checked=self.checked, today=self.today, anchors=self.anchors, way=self.way)

    def passed(self, severity: Severity = "error") -> bool:
        """Return whether there is no finding of a severity or a more serious one.

        Raises:
            InvalidQuery: for an unknown severity.
        """
        if not is_one_of(severity, SEVERITIES):
            raise InvalidQuery(
                f"severity={severity!r}: choose one of {', '.join(SEVERITIES)}.{hint(str(severity), SEVERITIES)}",
                value=severity,
            )
        serious = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return not any(self.counts[level] for level in serious)

    def assert_passing(self, severity: Severity = "error") -> None:
        """Raise an error if there is a finding of a severity or a more serious one.

        Raises:
            InvalidSalary: with the message of the most serious finding; its `bad` holds all findings.
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
        """The number of findings and what they rest on, in one line."""
        words = {"error": "errors", "warning": "warnings", "info": "info"}
        numbers = ", ".join(
            f"{count:,} {severity if count == 1 else words[severity]}"
            for severity, count in self.counts.items()
            if count
        )
        return (
            f"{self.checked:,} rows checked: {numbers or 'nothing found'}. Today is {self.today}; anchors: {self.anchors}; "
            f"{self.way}."
        )
