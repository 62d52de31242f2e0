"""Diagnoses a missing rate: one error that says why there is none and what the table holds instead."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import numpy as np

from salarykit.currency.codes import parse_currency
from salarykit.currency.facts import euro_adoptions, redenominations, series_exceptions, without_rates
from salarykit.errors import InvalidCurrency, RateNotFound, SalaryKitError
from salarykit.rates.means import HOLE
from salarykit.rates.spans import Span, day_number, day_of

if TYPE_CHECKING:
    from salarykit.rates.coarse import CoarseTable
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.pivot_rates import PivotRates
    from salarykit.rates.secondary import Secondary

__all__ = ["diagnose"]

_NEWER = "or fetch newer rates (`salarykit rates update`)."


def diagnose(
    pivot_rates: PivotRates,
    source: str,
    currency: str | None,
    base: str,
    span: Span | None,
    terms: SpanTerms,
    *,
    secondary: Secondary | None = None,
    row: int | None = None,
) -> SalaryKitError:
    """Return the error for a rate that a table does not have: `InvalidCurrency` or `RateNotFound`.

    Args:
        pivot_rates: the table that was searched.
        source: who published it.
        currency: the currency converted from, as it was given.
        base: the currency converted to, as it was given.
        span: the days asked for; None where none were given.
        terms: what the rate had to satisfy.
        secondary: the coarse tables that were searched, too.
        row: the row that needed the rate, counted from 1.
    """
    place = {"place": "Row {row}"} if row else {}
    for code in (currency, base):
        try:
            parse_currency(code)
        except InvalidCurrency as error:
            return InvalidCurrency(error.message, value=code, row=row, **place)
    pair = str(currency), base
    reason = _why_coarse(pivot_rates, secondary, pair, span, terms) or _why(
        pivot_rates, source, pair, span, terms, secondary
    )
    return RateNotFound(
        f"No {pair[0]}/{base} rate{f' for {span}' if span else ''}: {reason}",
        reason=reason,
        currency=currency,
        base=base,
        on=span,
        first=day_of(pivot_rates.opened),
        last=day_of(pivot_rates.first + len(pivot_rates.units) - 1),
        row=row,
        **place,
    )


def _why(
    pivot_rates: PivotRates,
    source: str,
    pair: tuple[str, str],
    span: Span | None,
    terms: SpanTerms,
    secondary: Secondary | None,
) -> str:
    daily = tuple(code for code in pair if pivot_rates.bounds(code) is not None)
    unknown = [code for code in pair if code not in daily and not (secondary and code in secondary.column)]
    if unknown and secondary:
        source = "; ".join([source, *dict.fromkeys(table.table.source for table in secondary.tables)])
    if unknown:
        number = len(secondary.codes if secondary else pivot_rates.codes)
        return (
            f"{unknown[0]} is not among the {number} currencies that {source} has by publication, law or peg. Pass rates "
            "that have it."
        )
    if span is None:
        return "no day was given. Say which day or span the figure is for."
    too_early = [reason for code in pair if (reason := _too_early(code, span))]
    return too_early[0] if too_early else _out_of_bounds(pivot_rates, source, daily, span, terms)


def _why_coarse(
    pivot_rates: PivotRates,
    secondary: Secondary | None,
    pair: tuple[str, str],
    span: Span | None,
    terms: SpanTerms,
) -> str:
    """Return why the coarse tables have no rate either; empty if another reason applies."""
    for code in pair:
        if (
            code in without_rates()
            and pivot_rates.bounds(code) is None
            and not (secondary and code in secondary.column)
        ):
            return f"{code} {without_rates()[code]}. Pass rates that have it (`sk.read_rates`)."
    if secondary is None or span is None:
        return ""
    for code in pair:
        for table in secondary.tables:
            bounds = None if code in (table.codes[0], table.bridge_code) else table.bounds(code)
            if bounds and (reason := _of_table(table, code, bounds, span, terms)):
                covered = pivot_rates.bounds(code)
                if covered and (covered[1] is None or span.last <= day_of(covered[1])):
                    continue
                return reason
    return ""


def _of_table(table: CoarseTable, code: str, bounds: tuple[int, int], span: Span, terms: SpanTerms) -> str:
    source, step = table.table.source, table.table.step
    unit_changes = table.unit_changes.get(table.column[code], ())
    if too_early := _too_early(code, span):
        return too_early
    if crossed := [
        change for change in unit_changes if day_number(span.first) < change <= day_number(span.last)
    ]:
        return (
            f"the unit of {code} changed on {day_of(crossed[0])}, and no mean is taken across that day. Ask for a span that "
            "ends before it, or begins on it."
        )
    if left_out := _left_out(source, code, span, terms):
        return left_out
    first, last = day_of(bounds[0]), day_of(bounds[1])
    sentence = f"{source} has {code} from {first} to {last}, published by the {step}"
    if step == "year":
        return (
            f"{sentence}, as a mean of each calendar year. Ask on='{span.last.year}', or give coarse='year'."
            if span.is_day
            else f"{sentence}. Ask for a whole calendar year."
        )
    if not span.is_day:
        return f"{sentence}, and a mean needs publications all through the span. Ask for a span inside, with no pause in it."
    return _stale(table, code, span, terms, sentence)


def _left_out(source: str, code: str, span: Span, terms: SpanTerms) -> str:
    """Return a sentence if the source's figures are known to be wrong on some of the days; otherwise an empty text."""
    late = dt.timedelta(terms.max_staleness if span.is_day else 0)
    for fact in series_exceptions():
        if (
            fact.is_left_out
            and (fact.source, fact.code) == (source, code)
            and fact.first <= span.last
            and span.first <= fact.last + late
        ):
            return (
                f"{source}'s figures for {code} from {fact.first} to {fact.last} are left out ({fact.what}: {fact.evidence}). Ask "
                "for another day or span, or pass rates that have it."
            )
    return ""


def _stale(table: CoarseTable, code: str, span: Span, terms: SpanTerms, sentence: str) -> str:
    """Return why a table has no usable figure up to a day: none at all, too old, or in another unit; empty if it has one."""
    source, unit_changes = table.table.source, table.unit_changes.get(table.column[code], ())
    before = table.days[
        (table.days <= day_number(span.last)) & np.isfinite(table.value[:, table.column[code]])
    ]
    age = day_number(span.last) - int(before[-1]) if len(before) else None
    if age is None:
        return f"{sentence}. Ask for a later day, or pass rates that reach further back."
    changed = [change for change in unit_changes if change <= day_number(span.last) < change + age]
    if changed:
        return (
            f"the unit of {code} changed on {day_of(changed[0])}, and {source} had not published a figure in the new one by then. "
            "Ask for a later day."
        )
    if age <= terms.max_staleness:
        return ""  # it is the other currency that has no rate
    return (
        f"{sentence}; its last figure before that day is {age} days old, older than max_staleness={terms.max_staleness}. Give "
        f"max_staleness={age}, or ask for a nearer day."
    )


def _out_of_bounds(
    pivot_rates: PivotRates, source: str, codes: tuple[str, ...], span: Span, terms: SpanTerms
) -> str:
    """Return why the daily rates have no answer for these currencies: both of a pair, the one that is published daily, or none."""
    if not codes:
        return (
            "no source has both currencies then. Ask for another day or span, or pass rates that have both."
        )
    first, last = _both(pivot_rates, codes)
    if last < first:
        return f"{_alone(pivot_rates, source, codes)}; there is no day with both. Choose another base, or pass other rates."
    bounds = f"{source} has {'it' if len(codes) > 1 else codes[0]} from {first} to {last}"
    if span.last < first:
        return f"{bounds}. Ask for a later day, or pass rates that reach further back."
    if span.is_day:
        return _no_day(bounds, last, span, terms)
    inside = Span(max(span.first, first), min(span.last, last))
    return _no_mean(bounds, inside, span, terms, whole=_is_whole(pivot_rates, codes, inside))


def _no_day(bounds: str, last: dt.date, span: Span, terms: SpanTerms) -> str:
    age = (span.last - last).days
    late = f"and {age} days old is older than" if age > 0 else "with a pause before that day longer than"
    return f"{bounds}, {late} max_staleness={terms.max_staleness}. Ask for a day inside, {_NEWER}"


def _no_mean(bounds: str, inside: Span, span: Span, terms: SpanTerms, *, whole: bool) -> str:
    if inside.last < inside.first:
        return f"{bounds}. Ask for an earlier span, {_NEWER}"
    advice = (
        f"inside, such as '{inside}'"
        if whole and inside != span
        else "with no pause or change of regime in it"
    )
    least = f" on at least {terms.min_obs} days" if terms.min_obs > 1 else ""
    return f"{bounds}, and a mean needs publications all through the span{least}. Ask for a span {advice}."


def _is_whole(pivot_rates: PivotRates, pair: tuple[str, ...], span: Span) -> bool:
    """Return whether both currencies have rates throughout a span."""
    columns = [pivot_rates.codes.index(code) for code in pair]
    rows = slice(
        max(day_number(span.first) - pivot_rates.first, 0), day_number(span.last) - pivot_rates.first + 1
    )
    days = np.flatnonzero(np.isfinite(pivot_rates.units[rows][:, columns]).all(axis=1))
    return len(days) > 0 and bool((np.diff(days) <= HOLE).all())


def _alone(pivot_rates: PivotRates, source: str, pair: tuple[str, ...]) -> str:
    sentences = []
    for code in pair:
        first, last = pivot_rates.bounds(code) or (pivot_rates.first, pivot_rates.first)
        sentences.append(f"{code} from {day_of(first)}" + ("" if last is None else f" to {day_of(last)}"))
    return f"{source} has {' and '.join(sentences)}"


def _too_early(code: str, span: Span) -> str:
    """Return a sentence if the days are before a currency existed or before its rate was fixed; otherwise an empty text."""
    for fact in redenominations():
        if fact.new == code != fact.old and span.first < fact.effective:
            return f"{code} has been in use since {fact.effective}; before that, figures were in {fact.old}."
    for adoption in euro_adoptions():
        if adoption.code == code and span.first < adoption.adopted and span.last < dt.date(1999, 1, 4):
            return f"{code} has been fixed to the euro since {adoption.adopted}; no earlier rates are known here."
    return ""


def _both(pivot_rates: PivotRates, pair: tuple[str, ...]) -> tuple[dt.date, dt.date]:
    end = pivot_rates.first + len(pivot_rates.units) - 1
    bounds = [limits for code in pair if (limits := pivot_rates.bounds(code))]
    first = max(low for low, _ in bounds)
    last = min(end if high is None else high for _, high in bounds)
    return day_of(first), day_of(last)
