"""Running all checks of a table, grouping findings of one kind, and leaving out the rows that findings name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.keywords import is_count
from salarykit.rates.rates import Rates, check_rates
from salarykit.rates.spans import parse_span
from salarykit.salaries.checking.agreement import agreement_findings
from salarykit.salaries.checking.findings import (
    SCHEMA,
    SEVERITIES,
    TITLES,
    Finding,
    Findings,
)
from salarykit.salaries.checking.levels import level_findings
from salarykit.salaries.checking.rules import rule_findings
from salarykit.salaries.checking.sheet import prepare, read_anchors
from salarykit.salaries.metadata import Reading
from salarykit.sources.copies import default_rates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from numpy.typing import NDArray


__all__ = ["check_table", "without_findings"]


def check_table(
    table: pa.Table, *, anchors: Any, today: Any, rates: Rates | None, group_above: Any
) -> Findings:
    """Return the findings of all checks of a table; see `SalaryTable.check`."""
    if group_above is not None and not is_count(group_above, 1):
        raise InvalidQuery(
            f"group_above={group_above!r}: give a whole number from 1, or None.", value=group_above
        )
    rates = default_rates() if rates is None else rates
    check_rates(rates)
    day = rates.last if today is None else _day(today)
    anchor_table = read_anchors(anchors, rates=rates, today=day)
    with np.errstate(all="ignore"):  # the largest and smallest floats are findings, not failures
        sheet = prepare(table, anchors=anchor_table, rates=rates, today=day)
        findings = sorted(
            (*rule_findings(sheet), *agreement_findings(sheet), *level_findings(sheet)), key=_order
        )
    return Findings(
        _arrow(grouped(findings, group_above)),
        checked=len(sheet),
        today=day,
        anchors=anchor_table.source,
        way=f"figures compared in USD at the rates of their own days ({sheet.source})",
    )


def _order(finding: Finding) -> tuple[int, str, int]:
    return SEVERITIES.index(finding.severity), finding.code, finding.row or 0


def _arrow(findings: Iterable[Finding]) -> pa.Table:
    rows = [
        {**finding._asdict(), "title": TITLES[finding.code], "row_numbers": row_numbers(finding.at)}
        for finding in findings
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def _day(today: Any) -> dt.date:
    """Return a day, which may be given as text."""
    try:
        span = parse_span(today)
    except InvalidSpan as error:
        raise InvalidQuery(f"today: {error}", value=today) from None
    if not span.is_day:
        raise InvalidQuery(f"today={today!r}: give one day, such as 2024-06-28.", value=today)
    return span.first


def without_findings(table: pa.Table, findings: Iterable[Any]) -> pa.Table:
    """Return a table without the rows that findings name; see `SalaryTable.without`."""
    if isinstance(findings, Findings) and findings.checked != len(table):
        raise InvalidQuery(
            f"The findings are of a table of {findings.checked:,} rows, but this one has {len(table):,}. Check this table.",
            value=findings.checked,
        )
    if not isinstance(findings, Iterable):
        raise InvalidQuery(f"findings={findings!r:.80}: pass what table.check() returns.", value=findings)
    keep = np.ones(len(table), bool)
    for finding in findings:
        if not isinstance(finding, Mapping) or "row_numbers" not in finding:
            raise InvalidQuery(
                f"{finding!r:.80} is not a finding. Pass what table.check() returns, or some of its rows.",
                value=finding,
            )
        rows = rows_named(finding["row_numbers"])
        if len(rows) and rows[-1] >= len(table):
            raise InvalidQuery(
                f"A finding names row {rows[-1] + 1:,}, but the table has {len(table):,}. Check this table.",
                value=int(rows[-1]) + 1,
            )
        keep[rows] = False
    return _reported(table.filter(pa.array(keep)), left_out=int(np.count_nonzero(~keep)))


def _reported(table: pa.Table, *, left_out: int) -> pa.Table:
    """Return a table whose inferences report how many rows were left out because findings name them."""
    before = Reading.from_metadata(table.schema.metadata)
    rows = f"{left_out:,} row{'s' if left_out != 1 else ''}"
    after = replace(
        before,
        sentences=(*before.sentences, f"Left out: {rows} named by findings."),
        counts={**before.counts, "named_by_findings": left_out},
    )
    return (
        table.replace_schema_metadata({**(table.schema.metadata or {}), **after.to_metadata()})
        if left_out
        else table
    )


def grouped(findings: Sequence[Finding], most: int | None) -> list[Finding]:
    """Return findings; if there are more than `most` of one kind, one finding stands for all of them, with their count.

    Findings of one kind share code, severity, column and suggestion.

    Examples:
        >>> from salarykit.salaries.checking.findings import finding_about
        >>> many = [
        ...     finding_about([row], "S04", "warning", "amount", "", "", f"Row {row + 1}: odd.", "Look.")
        ...     for row in range(3)
        ... ]
        >>> [(each.rows, each.message) for each in grouped(many, 2)]
        [(3, 'Row 1: odd. 2 more findings are alike; together they name 3 rows.')]
    """
    kinds: dict[tuple[str, ...], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault((finding.code, finding.severity, finding.column, finding.suggestion), []).append(
            finding
        )
    grouped_findings: list[Finding] = []
    for alike in kinds.values():
        grouped_findings += [_as_one(alike)] if most is not None and len(alike) > most else alike
    return grouped_findings


def _as_one(alike: Sequence[Finding]) -> Finding:
    first = alike[0]
    at = tuple(sorted({row for finding in alike for row in finding.at}))
    message = (
        f"{first.message} {len(alike) - 1:,} more findings are alike; together they name {len(at):,} rows."
    )
    return first._replace(rows=len(at), message=message, at=at)


def row_numbers(at: Sequence[int]) -> str:
    """Return positions from 0 as row numbers from 1, with consecutive rows as a range.

    Examples:
        >>> row_numbers([0, 4, 5, 6]), row_numbers([])
        ('1, 5-7', '')
    """
    rows = np.asarray(at, np.int64) + 1
    runs = np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1) if len(rows) else []
    return ", ".join(f"{run[0]}" if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def rows_named(text: str) -> NDArray[np.int64]:
    """Return the positions from 0 of the rows in a text of `row_numbers`.

    Examples:
        >>> rows_named("1, 5-7").tolist(), rows_named("").tolist()
        ([0, 4, 5, 6], [])
    """
    runs = (part.partition("-") for part in text.split(", ") if part)
    rows = [np.arange(int(first) - 1, int(last or first)) for first, _, last in runs]
    return np.concatenate(rows) if rows else np.empty(0, np.int64)
