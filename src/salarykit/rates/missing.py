"""Why there is no rate: one clear error that says what the table holds instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salarykit.currency.codes import parse_currency
from salarykit.errors import InvalidCurrency, RateNotFound, SalaryKitError
from salarykit.rates.spans import Span, day_number

if TYPE_CHECKING:
    import datetime as dt

    from salarykit.rates.published import Published

__all__ = ["explain"]


def explain(
    table: Published,
    currency: str | None,
    base: str,
    span: Span | None,
    max_staleness: int,
    *,
    row: int | None = None,
) -> SalaryKitError:
    """Return the error for a rate that a table does not have: `InvalidCurrency` or `RateNotFound`.

    Args:
        table: the published values that were searched.
        currency: the currency converted from, as it was given.
        base: the currency converted to, as it was given.
        span: the days asked for; None where none were given.
        max_staleness: the bound that was set.
        row: the row it happened in, counted from 1.
    """
    where = f"Row {row}: " if row else ""
    for code in (currency, base):
        try:
            parse_currency(code)
        except InvalidCurrency as error:
            return InvalidCurrency(f"{where}{error}", value=code, row=row)
    assert currency is not None  # noqa: S101 - parsed above
    return RateNotFound(
        f"{where}No {currency}/{base} rate{f' for {span}' if span else ''}: "
        + _why(table, currency, base, span, max_staleness),
        currency=currency,
        base=base,
        on=span,
        first=table.first,
        last=table.last,
        row=row,
    )


def _why(table: Published, currency: str, base: str, span: Span | None, max_staleness: int) -> str:
    for code in (currency, base):
        if table.bounds(code) is None:
            return (
                f"the {table.source}'s table has no {code} (it has {len(table.codes)} currencies). "
                "Pass rates that have it."
            )
    if span is None:
        return "no day was given. Say which day or span the figure is for."
    first, last = _both(table, currency, base)
    bounds = f"The {table.source} published it from {first} to {last}"
    if span.last < first:
        return f"{bounds}. Ask for a later day, or pass rates that reach further back."
    if span.is_day:
        age = day_number(span.last) - day_number(last)
        stale = f", and {age} days old is older than max_staleness={max_staleness}" if age > 0 else ""
        pause = "" if age > 0 else f", with a pause before that day longer than max_staleness={max_staleness}"
        return f"{bounds}{stale}{pause}. Ask for a day inside, or pass newer rates."
    if span.first > last:
        return f"{bounds}. Ask for an earlier span, or pass newer rates."
    inside = Span(max(span.first, first), min(span.last, last))
    mend = "with no pause in it" if inside == span else f"inside, such as '{inside}'"
    return f"{bounds}, and a mean needs publications all through the span. Ask for a span {mend}."


def _both(table: Published, currency: str, base: str) -> tuple[dt.date, dt.date]:
    bounds = [found for code in (currency, base) if (found := table.bounds(code))]
    return max(first for first, _ in bounds), min(last for _, last in bounds)
