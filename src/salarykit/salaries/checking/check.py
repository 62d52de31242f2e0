"""`check_table`: every check of a table, run on the table prepared once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.rates.spans import parse_span
from salarykit.salaries.checking.agreement import agreement_findings
from salarykit.salaries.checking.findings import SCHEMA, SEVERITIES, TITLES, Finding, Findings
from salarykit.salaries.checking.levels import level_findings
from salarykit.salaries.checking.rules import rule_findings
from salarykit.salaries.checking.sheet import lay_out, read_anchors

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from salarykit.rates.rates import Rates

__all__ = ["check_table"]


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
    return pa.Table.from_pylist(rows, SCHEMA)


def _day(today: Any) -> dt.date:
    """Return a day from a day or its text."""
    try:
        span = parse_span(today)
    except InvalidSpan as error:
        raise InvalidQuery(f"today: {error}", value=today) from None
    if not span.is_day:
        raise InvalidQuery(f"today={today!r}: give one day, such as 2024-06-28.", value=today)
    return span.first
