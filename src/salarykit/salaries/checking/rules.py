"""The checks of single rows as they are stated: S01, S02, S09, S11, S12 and S13."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.analysis.weights import effective_size, too_few, too_much, top_share
from salarykit.currency.facts import official_only
from salarykit.currency.tender import tender, tenders
from salarykit.files.columns import as_floats, combine
from salarykit.rates.spans import parse_span
from salarykit.salaries.checking.findings import Finding, by_first_row, finding_about
from salarykit.salaries.metadata import Terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from salarykit.currency.facts import OfficialOnly
    from salarykit.rates.spans import Span
    from salarykit.salaries.checking.findings import Severity
    from salarykit.salaries.checking.sheet import Sheet

__all__ = ["rule_findings"]

_ABROAD: Final = ("USD", "EUR")  # currencies in which pay is often stated where they are not tender
_MONTHS: Final = 18
_FEW: Final = 5.0
_MOST: Final = 0.5
_LATE: Final = 3  # business days; an older rate is a finding
_BETWEEN: Final = {"week": 4, "month": 22, "year": 261}


def rule_findings(sheet: Sheet) -> Iterator[Finding]:
    """Yield the findings of the rows as they are stated."""
    for check in (_figures, _tender, _dates, _sizes, _rates, _official):
        yield from check(sheet)


def _figures(sheet: Sheet) -> Iterator[Finding]:
    for row in np.flatnonzero(~(np.isfinite(sheet.annual) & (sheet.annual > 0))).tolist():
        lacking = sheet.cells["period"][row] is None
        column, value = ("period", "") if lacking else ("amount", str(sheet.cells["amount"][row]))
        expected = "hour, day, week, month or year" if lacking else "a positive number"
        message = f"{sheet.label(row)}: the {column} is {value or 'missing'}, not {expected}."
        yield finding_about(
            [row], "S01", "error", column, value, expected, message, "Correct the row, or leave it out."
        )


def _tender(sheet: Sheet) -> Iterator[Finding]:
    cells = sheet.cells
    rows: dict[tuple[Any, ...], list[int]] = {}
    for row, key in enumerate(zip(cells["country"], cells["currency"], cells["as_of"], strict=True)):
        rows.setdefault(key, []).append(row)
    wrong: dict[tuple[str, str, str], list[int]] = {}
    for (country, currency, as_of), members in rows.items():
        legal = _legal(country, parse_span(as_of) if as_of else None)
        if country and currency and legal and currency not in legal:
            wrong.setdefault((country, currency, ", ".join(legal)), []).extend(members)
    for (country, currency, legal), at in by_first_row(wrong):
        row = min(at)
        once = any(old.currency == currency for old in tenders().get(country, ()))
        usual = currency in _ABROAD and not once
        when = f" in {cells['as_of'][row]}" if cells["as_of"][row] else ""
        message = (
            f"{sheet.label(row)}: {currency} was not tender in {country}{when} "
            f"({'it was at another time' if once else 'it never was'}); {legal} was."
        )
        advice = f"Make sure that the figure is in {currency}, and not in {legal}."
        severity: Severity = "info" if usual else "warning"
        yield finding_about(at, "S02", severity, "currency", currency, legal, message, advice)


def _legal(country: str | None, span: Span | None) -> tuple[str, ...]:
    if not country:
        return ()
    days = (None,) if span is None else (span.first, span.last)
    return tuple(dict.fromkeys(money for day in days for money in tender(country, day)))


def _dates(sheet: Sheet) -> Iterator[Finding]:
    rows: dict[str | None, list[int]] = {}
    for row, as_of in enumerate(sheet.cells["as_of"]):
        rows.setdefault(as_of, []).append(row)
    for as_of, members in by_first_row(rows):
        finding = _dated(sheet, as_of, members)
        if finding:
            yield finding


def _dated(sheet: Sheet, as_of: str | None, members: Sequence[int]) -> Finding | None:
    today, count = sheet.today, len(members)
    many = f"{count:,} rows have" if count > 1 else f"{sheet.label(members[0])} has"
    if as_of is None:
        message, advice = f"{many} no date.", "State as_of, or a default for it, when reading."
        return finding_about(members, "S09", "warning", "as_of", "", "a day or span", message, advice)
    span = parse_span(as_of)
    expected = f"at most {_MONTHS} months before {today}"
    months = (today.year - span.last.year) * 12 + today.month - span.last.month - (today.day < span.last.day)
    if span.first > today:
        message, advice = f"{many} a date after {today}: {as_of}.", "Look the date up at its source."
    elif months >= _MONTHS:
        message = f"{many} figures of {as_of}, {months} months before {today}."
        advice = "Find newer figures, or age these."
    else:
        return None
    return finding_about(members, "S09", "warning", "as_of", as_of, expected, message, advice)


def _sizes(sheet: Sheet) -> Iterator[Finding]:
    rows = [row for row, size in enumerate(sheet.cells["sample_size"]) if size is None]
    if rows:
        message = f"{len(rows):,} of {len(sheet):,} rows do not state a sample size."
        advice = "Treat their order as uncertain, and state sample_size if it is known."
        yield Finding(
            "S11", "warning", rows[0] + 1, len(rows), "sample_size", "", "a number", message, advice
        )
    weights = np.nan_to_num(as_floats(combine(sheet.table.column("relevance"))), nan=1.0)
    size, share = effective_size(weights), top_share(weights)
    if len(weights) > 1 and (too_few(size, _FEW) or too_much(share, _MOST)):
        message = f"The {len(weights):,} rows weigh as much as {size:.1f} equal ones; the heaviest has {share:.0%} of the weight."
        yield Finding(
            "S11",
            "warning",
            None,
            len(weights),
            "relevance",
            f"{size:.1f}",
            f"at least {_FEW:g}",
            message,
            "So few records have no reliable quartiles.",
        )


def _rates(sheet: Sheet) -> Iterator[Finding]:
    if Terms.from_metadata(sheet.table.schema.metadata) is None:
        return
    late = _business_days_late(sheet)
    old = np.flatnonzero(late > _LATE + _between(sheet))
    if len(old):
        most = f"{late.max()} days"
        message = f"{len(old):,} rows are converted at rates up to {late.max()} business days older than the day asked for."
        advice = "Convert with a smaller max_staleness, or update the rates."
        least = f"at most {_LATE} days"
        yield finding_about(old.tolist(), "S12", "warning", "rate_on", most, least, message, advice)
    none = np.flatnonzero(np.isnan(as_floats(combine(sheet.table.column("value")))))
    if len(none):
        message, advice = (
            f"{len(none):,} rows could not be converted.",
            "Update the rates, or choose a day that they cover.",
        )
        yield finding_about(none.tolist(), "S12", "warning", "value", "", "a figure", message, advice)


def _between(sheet: Sheet) -> NDArray[np.int64]:
    """Return how many business days lie between two publications of the rate of each row; 0 for a daily rate."""
    names = sheet.table.column_names
    steps = sheet.table.column("rate_step").to_pylist() if "rate_step" in names else [None] * len(sheet)
    return np.array([_BETWEEN.get(step or "day", 0) for step in steps], np.int64)


def _official(sheet: Sheet) -> Iterator[Finding]:
    """Yield a finding for each currency whose official rate was not the market rate on the days of its figures."""
    rows: dict[OfficialOnly, list[int]] = {}
    for row, (currency, as_of) in enumerate(zip(sheet.cells["currency"], sheet.cells["as_of"], strict=True)):
        fact = _stretch(currency, as_of)
        if fact is not None:
            rows.setdefault(fact, []).append(row)
    for fact, members in by_first_row(rows):
        count = len(members)
        until = f"to {fact.last}" if fact.last else "to this day"
        many = f"{count:,} rows state" if count > 1 else f"{sheet.label(members[0])} states"
        message = (
            f"{many} pay in {fact.code} of days on which the official rate was not the market rate (from {fact.first} "
            f"{until}): {fact.evidence}."
        )
        advice = "Convert at a market rate of your own (sk.read_rates), or use the value with caution."
        yield finding_about(members, "S13", "warning", "currency", fact.code, "one rate", message, advice)


@lru_cache(4096)
def _stretch(currency: str | None, as_of: str | None) -> OfficialOnly | None:
    """Return the period with an official rate other than the market rate that a date falls into, if there is one."""
    if currency is None or as_of is None:
        return None
    span = parse_span(as_of)
    facts = [fact for fact in official_only() if fact.code == currency]
    within = (
        fact for fact in facts if fact.first <= span.last and (fact.last is None or span.first <= fact.last)
    )
    return next(within, None)


def _business_days_late(sheet: Sheet) -> NDArray[np.int64]:
    """Return the age of the rate of each row in business days; 0 if it has no rate."""
    seen, ages = (combine(sheet.table.column(name)) for name in ("rate_on", "rate_staleness"))
    days = seen.cast("date32").to_numpy(zero_copy_only=False).astype("M8[D]")
    has_day = ~np.isnat(days)
    late = np.zeros(len(days), np.int64)
    late[has_day] = np.busday_count(days[has_day], days[has_day] + as_floats(ages)[has_day].astype(np.int64))
    return late
