"""`find_pay`: the pay that a text states, or None."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.tender import NOWHERE, LocalMoney
from salarykit.errors import InvalidPay
from salarykit.pay.amounts import Ends, amounts
from salarykit.pay.candidates import alone, candidates, plain_candidates
from salarykit.pay.cjk import has_wide
from salarykit.pay.currency_choice import money_at, settled
from salarykit.pay.is_pay import is_pay
from salarykit.pay.local import local
from salarykit.pay.months_per_year import salaries_a_year
from salarykit.pay.normalise import Marks, clean, counted, original
from salarykit.pay.pay import POSITION as _POSITION
from salarykit.pay.pay import Pay, made
from salarykit.pay.period_phrases import repeated
from salarykit.pay.period_words import BY_MONEY
from salarykit.pay.thousandths import IN_THOUSANDTHS, in_thousandths

if TYPE_CHECKING:
    from salarykit.pay.candidate import Place
    from salarykit.pay.pay import PeriodRule

__all__ = ["chosen", "find_pay", "parse_pay", "scan"]

_DIGIT: Final = re.compile(r"\d")
_SHOWN: Final = 60  # signs of a text that an error quotes


def find_pay(text: str, *, country: str | None = None, on: Any = None) -> Pay | None:
    """Return the pay that a text states, as it states it; None if there is none. It never raises on any text.

    Of several figures the one that is said most plainly is taken, the first of equals: base pay before a bonus.

    Args:
        text: a field ("$120k - $150k") or prose, a posting of any length.
        country: ISO 3166-1 alpha-2; decides what `$`, `¥`, `kr` and the like mean.
        on: the day of the text, or a span of days, as `convert` takes it: the money of the country is that of its day
            (kuna in Croatia until 2022), and open where it changed within the span. Without a day it is that of today.

    Raises:
        InvalidSpan: if `on` is neither a day nor a span.

    Examples:
        >>> pay = find_pay("Salary: $120-150k plus bonus", country="CA")
        >>> pay.low, pay.high, pay.currency, pay.period, pay.rule
        (120000.0, 150000.0, 'CAD', None, 'country')
        >>> [find_pay("5000 a month", country="BG", on=year).currency for year in ("2024", "2026")]
        ['BGN', 'EUR']
        >>> find_pay("401(k) match, 5+ years of experience") is None
        True
    """
    found = scan(text, local(country, on))
    return made(found) if found else None


def parse_pay(text: str, *, country: str | None = None, on: Any = None) -> Pay:
    """Return the pay that a text states, as `find_pay` does.

    Raises:
        InvalidPay: if the text states none.
        InvalidSpan: if `on` is neither a day nor a span.

    Examples:
        >>> parse_pay("£30,000 - £35,000 p.a.").high
        35000.0
    """
    found = scan(text, local(country, on))
    if found:
        return made(found)
    raise InvalidPay(
        f'{_why(text)}. Write it as "USD 120,000 - 150,000 per year", or use find_pay, which returns None.',
        value=text,
    )


def _why(text: Any) -> str:
    if not isinstance(text, str):
        return f"{text!r} is not a text"
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return f"{shown!r} states no pay: " + (
        "none of its numbers is one" if _DIGIT.search(text) else "it holds no number"
    )


def scan(text: Any, here: LocalMoney = NOWHERE) -> tuple[Any, ...] | None:
    """Return the fields of the pay that a text states, in their order; None if it states none.

    Args:
        text: any text.
        here: the money of its country on its day.

    Examples:
        >>> scan("R$ 8.500,00 por mês")[:4], scan("nothing")
        ((8500.0, 8500.0, 'BRL', 'month'), None)
    """
    if not isinstance(text, str) or not _DIGIT.search(text):
        return None
    known = plain_candidates(text)
    if known is not None:
        return chosen(text, known, here)
    plain, marks = clean(text)
    counts = None
    if has_wide(plain):
        plain, counts = counted(plain)
    best = chosen(plain, candidates(plain), here)
    if best and (marks or counts):
        return _placed(best, counts, marks)
    return best


def chosen(text: str, among: tuple[Place, ...], here: LocalMoney) -> tuple[Any, ...] | None:
    """Return the fields of the first place that states pay, None if none of them does."""
    for place in among:
        fields = _fields(text, place, here)
        if fields:
            return fields
    return None


def _placed(fields: tuple[Any, ...], *steps: Marks | None) -> tuple[Any, ...]:
    """Return the fields with the position said in the text that came."""
    start, end = fields[_POSITION]
    for marks in steps:
        if marks:
            start, end = original(start, marks), original(end, marks, end=True)
    return (*fields[:_POSITION], (start, end), *fields[_POSITION + 1 :])


def _fields(text: str, place: Place, here: LocalMoney) -> tuple[Any, ...] | None:
    """Return the fields of the pay at a place, in their order; None if it is none."""
    ends = amounts(text, place)
    if ends is None and place.two:
        place = alone(text, place)
        ends = amounts(text, place)
    if ends and (place.local or place.doubtful):
        found = settled(text, place, here, ends)
        if found is None:
            return None
        place, ends = found, amounts(text, found)
    if ends is None or place.barred:
        return None
    place, money = money_at(text, place, here)
    if money.currency in IN_THOUSANDTHS:
        ends = in_thousandths(text, place, ends, money.currency)
        if ends is None:
            return None
    if not is_pay(text, place, ends, money.currency):
        return None
    months, each = salaries_a_year(text, *place.position) if place.counts(text) else (None, False)
    period, rule, position = place.period, place.period_rule, place.position
    if place.unsettled:
        period, rule, position = _paid_for(text, place, money.currency)
    return (
        *_bounds(ends, place.bound),
        money.currency,
        period or ("month" if each else None),
        place.gross,
        months,
        position,
        money.rule,
        rule if period or not each else "implied",
        money.alternatives,
    )


def _paid_for(
    text: str, place: Place, currency: str | None
) -> tuple[str | None, PeriodRule, tuple[int, int]]:
    """Return the period that several words say, or a word beside a money, how the text says it, and where the pay stands."""
    start, end = place.position
    if place.unclear >= 0:
        several = repeated(text, place.unclear)
        if several:
            return several.period, "stated", (start, max(end, several.end))
    elif currency in BY_MONEY and place.local_period in BY_MONEY[currency]:
        meant = BY_MONEY[currency][place.local_period]
        return meant, "stated" if meant else "unknown_words", (start, end)
    return place.period, place.period_rule, (start, end)


def _bounds(ends: Ends, bound: str) -> tuple[float | None, float | None]:
    """Return the low and the high end; an open one is None."""
    low, high = ends
    if high is not None:
        return (low, high) if low <= high else (high, low)
    return None if bound == "cap" else low, None if bound == "floor" else low
