"""`find_pay`: the pay that a text states, or None."""

from __future__ import annotations

import re
from typing import Any, Final

from salarykit.currency.signs import Meaning
from salarykit.errors import InvalidPay
from salarykit.pay.amounts import Amounts, amounts, idiom, meaning
from salarykit.pay.clean import Marks, clean, original
from salarykit.pay.judge import PLAIN, score
from salarykit.pay.outline import Place, places
from salarykit.pay.pay import POSITION as _POSITION
from salarykit.pay.pay import Pay, made
from salarykit.pay.salaries import salaries_a_year
from salarykit.pay.wide import WIDE, counted

__all__ = ["find_pay", "parse_pay", "scan"]

_DIGIT: Final = re.compile(r"\d")
_SHOWN: Final = 60  # signs of a text that an error quotes


def find_pay(text: str, *, country: str | None = None) -> Pay | None:
    """Return the pay that a text states, as it states it; None if there is none. It never raises on any text.

    Of several figures the one that is said most plainly is taken, the first of equals: base pay before a bonus.

    Args:
        text: a field ("$120k - $150k") or prose, a posting of any length.
        country: ISO 3166-1 alpha-2; decides what `$`, `¥`, `kr` and the like mean.

    Examples:
        >>> pay = find_pay("Salary: $120-150k plus bonus", country="CA")
        >>> pay.low, pay.high, pay.currency, pay.period, pay.rule
        (120000.0, 150000.0, 'CAD', None, 'country')
        >>> find_pay("401(k) match, 5+ years of experience") is None
        True
    """
    found = scan(text, country)
    return made(found) if found else None


def parse_pay(text: str, *, country: str | None = None) -> Pay:
    """Return the pay that a text states, as `find_pay` does.

    Raises:
        InvalidPay: if the text states none.

    Examples:
        >>> parse_pay("£30,000 - £35,000 p.a.").high
        35000.0
    """
    found = scan(text, country)
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


def scan(text: Any, country: str | None) -> tuple[Any, ...] | None:
    """Return the fields of the pay that a text states, in their order; None if it states none.

    Examples:
        >>> scan("R$ 8.500,00 por mês", None)[:4], scan("nothing", None)
        ((8500.0, 8500.0, 'BRL', 'month'), None)
    """
    if not isinstance(text, str) or not _DIGIT.search(text):
        return None
    plain, marks = clean(text)
    counts = None
    if not plain.isascii() and WIDE.search(plain):
        plain, counts = counted(plain)
    best, most = None, 0
    for place in places(plain):
        weight, fields = _weigh(plain, place, country)
        if weight > most:
            best, most = fields, weight
            if weight >= PLAIN:
                break
    if best and (marks or counts):
        return _placed(best, counts, marks)
    return best


def _placed(fields: tuple[Any, ...], *steps: Marks | None) -> tuple[Any, ...]:
    """Return the fields with the position said in the text that came."""
    start, end = fields[_POSITION]
    for marks in steps:
        if marks:
            start, end = original(start, marks), original(end, marks, end=True)
    return (*fields[:_POSITION], (start, end), *fields[_POSITION + 1 :])


def _weigh(text: str, place: Place, country: str | None) -> tuple[int, tuple[Any, ...] | None]:
    """Return how plainly an amount is pay, and the fields of the pay that it is."""
    found = amounts(text, place)
    if found is None:
        if place.two is None:
            return 0, None
        place = place.first(text)
        found = amounts(text, place)
        if found is None:
            return 0, None
    before, after = place.before, place.after
    money, sign = meaning(place.signs, country)
    if not sign and money.currency is None:
        money = _spoken(found, place, money)
    weight = score(found, place, len(text), money.currency, sign=sign)
    if not weight:
        return 0, None
    low, high = found.first, found.second
    if high is None:
        bound = after.bound or before.bound
        low, high = (None if bound == "cap" else low), (None if bound == "floor" else low)
    elif low > high:
        low, high = high, low
    return weight, (
        low,
        high,
        money.currency,
        after.period or place.period or before.period or ("year" if found.multiplier == "LPA" else None),
        before.gross if after.gross is None else after.gross,
        salaries_a_year(text, place.start, after.end) if place.counts else None,
        (place.start, after.end),
        money.rule,
        money.alternatives,
    )


def _spoken(found: Amounts, place: Place, money: Meaning) -> Meaning:
    """Return the money of an amount without a sign or a country: what the language or the way of counting says."""
    spoken = place.before.currency or place.after.currency
    if spoken:
        return Meaning(spoken, (), "language")
    return idiom(found.multiplier) or money
