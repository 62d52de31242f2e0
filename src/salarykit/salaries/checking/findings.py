"""`Findings`: what is doubtful in a table of salaries; it is reported, never mended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSalary, InvalidSpan, hint
from salarykit.files.frames import Frame
from salarykit.rates.spans import parse_span
from salarykit.salaries.checking.agreement import agreement_findings
from salarykit.salaries.checking.anchors import read_anchors
from salarykit.salaries.checking.finding import SEVERITIES, TITLES, FindingRow, Severity
from salarykit.salaries.checking.levels import level_findings
from salarykit.salaries.checking.rules import rule_findings
from salarykit.salaries.checking.sheet import lay_out

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from salarykit.rates.rates import Rates
    from salarykit.salaries.checking.finding import Finding

__all__ = ["Findings", "check_table"]

_SCHEMA: Final = pa.schema(
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


def check_table(table: pa.Table, *, anchors: Any, today: Any, rates: Rates) -> Findings:
    """Return what is doubtful in a table; see `SalaryTable.check`."""
    day = rates.last if today is None else _day(today)
    known = read_anchors(anchors, rates=rates, today=day)
    with np.errstate(all="ignore"):  # amounts at the ends of the floats are findings, not failures
        sheet = lay_out(table, anchors=known, rates=rates, today=day)
        found = sorted(
            (*rule_findings(sheet), *agreement_findings(sheet), *level_findings(sheet)), key=_order
        )
    return Findings(
        _arrow(found),
        checked=len(sheet),
        today=day,
        anchors=known.source,
        way=f"figures compared in USD at the rates of their own days ({sheet.source})",
    )


def _order(finding: Finding) -> tuple[int, str, int]:
    return SEVERITIES.index(finding.severity), finding.code, finding.row or 0


def _arrow(found: Iterable[Finding]) -> pa.Table:
    rows = [{**finding._asdict(), "title": TITLES[finding.code]} for finding in found]
    return pa.Table.from_pylist(rows, _SCHEMA)


def _day(today: Any) -> dt.date:
    """Return a day from a day or its text."""
    try:
        span = parse_span(today)
    except InvalidSpan as error:
        raise InvalidQuery(f"today: {error}", value=today) from None
    if not span.is_day:
        raise InvalidQuery(f"today={today!r}: give one day, such as 2024-06-28.", value=today)
    return span.first
