"""`find_pay`: the pay that a text states, or None."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.signs import Meaning
from salarykit.currency.tender import NOWHERE, LocalMoney
from salarykit.errors import InvalidPay
from salarykit.pay.amounts import Ends, amounts
from salarykit.pay.clause import WORDS, goes_on
from salarykit.pay.clean import Marks, clean, original
from salarykit.pay.judge import is_pay, is_year
from salarykit.pay.local import local
from salarykit.pay.moneys import agreed, counts_here, idiom, meaning, owned_by
from salarykit.pay.outline import alone, candidates
from salarykit.pay.pay import POSITION as _POSITION
from salarykit.pay.pay import Pay, made
from salarykit.pay.period_words import BY_MONEY
from salarykit.pay.repeated import repeated
from salarykit.pay.salaries import salaries_a_year
from salarykit.pay.wide import WIDE, counted

if TYPE_CHECKING:
    from salarykit.pay.pay import PeriodRule
    from salarykit.pay.place import Place

__all__ = ["chosen", "find_pay", "parse_pay", "scan"]

_DIGIT: Final = re.compile(r"\d")
_LEAST_LOCAL: Final = 100  # of an amount whose sign is letters, and which says no period
_LEAST_PLAIN: Final = 1_000  # of one that a code alone says is money
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
    plain, marks = clean(text)
    counts = None
    if not plain.isascii() and WIDE.search(plain):
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
        settled = _settled(text, place, here, ends)
        if settled is None:
            return None
        place, ends = settled, amounts(text, settled)
    if ends is None or place.barred:
        return None
    place, money = _money(text, place, here)
    if not is_pay(place, ends, len(text), money.currency):
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


def _money(text: str, place: Place, here: LocalMoney) -> tuple[Place, Meaning]:
    """Return what an amount is in: by what touches it, by what its clause names, by its country, by its language.

    A name at the figure ("95,000 Canadian dollars") is a sign of it, and the place is returned as one with a sign.
    """
    money = meaning(place.signs, here)
    said = place.named(text) if money.rule != "iso" else None
    if said:
        money = agreed(place.signs, said, here)
        if said.beside and not place.sign:
            place = place.signed(sign=True)
    return place, _spoken(place, money) if money.currency is None else money


def _settled(text: str, place: Place, here: LocalMoney, ends: Ends) -> Place | None:
    """Return a place whose letters may be a sign as the country and the words have it; None if they name no amount.

    In Guatemala `Q5,000` is an amount with a sign; elsewhere it is a name, and `kn 5.000` a number after a word. `TOP 500` is no
    money of Tonga unless something speaks for it.
    """
    if place.doubtful:
        return place if _is_backed(text, place, here, ends) else place.signed(sign=False, signs=())
    if counts_here(place.signs, here):
        return place.signed(sign=True) if ends[0] >= _LEAST_LOCAL or place.period else None
    if not place.is_glued(text):
        return place
    first = place.first(text) if place.two else None
    return None if first is None or first.is_glued(text) else first


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


def _is_backed(text: str, place: Place, here: LocalMoney, ends: Ends) -> bool:
    """Return whether something says that a code which may be another word is money: a word of pay, the country, its form."""
    if place.cue or place.period:
        return True
    if not goes_on(text, place.end) or (place.plain and is_year(ends[0])):
        return False
    if not place.plain or place.multiplier or place.two:
        return True
    if ends[0] >= _LEAST_LOCAL and owned_by(place.signs, here):
        return True
    return (
        ends[0] >= _LEAST_PLAIN
        and WORDS.isdisjoint(place.signs)
        and place.position[1] - place.start == len(text.strip())
    )


def _bounds(ends: Ends, bound: str) -> tuple[float | None, float | None]:
    """Return the low and the high end; an open one is None."""
    low, high = ends
    if high is not None:
        return (low, high) if low <= high else (high, low)
    return None if bound == "cap" else low, None if bound == "floor" else low


def _spoken(place: Place, money: Meaning) -> Meaning:
    """Return the money where sign and country leave it open: what the language or the way of counting says."""
    spoken = place.spoken
    if spoken and (not money.alternatives or spoken in money.alternatives):
        return Meaning(spoken, tuple(code for code in money.alternatives if code != spoken), "language")
    return idiom(place.multiplier, money)
