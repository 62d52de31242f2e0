"""`find_pay`: the pay that a text states, or None.

A text is made plain (`normalise`); `candidates` returns the places that may state pay, with what the words around them say (`context`).
Then, one candidate at a time, its numbers are read (`amounts`), its currency is chosen, and `is_pay` decides whether it is pay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.tender import NOWHERE, LocalMoney
from salarykit.errors import InvalidPay
from salarykit.pay.amounts import IN_THOUSANDTHS, Ends, amounts, in_local_words, in_thousandths
from salarykit.pay.candidates import candidates, only_pay_of_two, plain_candidates
from salarykit.pay.cjk import has_cjk
from salarykit.pay.compound_numbers import expand_compounds, expand_parts, has_parts_near
from salarykit.pay.counting_words import LOCAL_MULTIPLIERS, LOCAL_WORD_CURRENCIES
from salarykit.pay.currency_choice import choose_currency, resolve_signs
from salarykit.pay.is_pay import is_pay
from salarykit.pay.local import local
from salarykit.pay.months_per_year import months_per_year
from salarykit.pay.normalise import Offsets, normalise, original_position
from salarykit.pay.pay import Pay
from salarykit.pay.period_phrases import read_period_phrase
from salarykit.pay.period_words import BY_CURRENCY, DAY_OR_YEAR, day_or_year

if TYPE_CHECKING:
    from salarykit.currency.signs import Meaning
    from salarykit.pay.candidate import Candidate
    from salarykit.pay.pay import PeriodRule
    from salarykit.rates.spans import On

__all__ = ["find_pay", "first_pay", "parse_pay", "scan"]

_DIGIT: Final = re.compile(r"\d")
_SHOWN: Final = 60  # characters of a text that an error quotes
_WITH_OWN_NOTATION: Final = IN_THOUSANDTHS | LOCAL_WORD_CURRENCIES
"""The currencies whose amounts may be written in a way of their own; see `_in_currency`."""
_unchecked: Final = tuple.__new__  # makes a Pay from fields that need no check


def find_pay(text: str, *, country: str | None = None, on: On | None = None) -> Pay | None:
    """Return the pay that a text states, as it states it; None if it states none. It never raises an error because of the text.

    If a text states several figures, the one that it states most clearly is returned, and the first of equals: base pay before a bonus.

    Args:
        text: a field ("$120k - $150k") or prose, a posting of any length.
        country: ISO 3166-1 alpha-2; decides what `$`, `¥`, `kr` and the like mean.
        on: the day of the text, or a span of days, as `convert` takes it. It decides which currency the country had (kuna in
            Croatia until 2022); the currency is left open if it changed within the span. None means today.

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
    return scan(text, local(country, on))


def parse_pay(text: str, *, country: str | None = None, on: On | None = None) -> Pay:
    """Return the pay that a text states, as `find_pay` does.

    Raises:
        InvalidPay: if the text states none.
        InvalidSpan: if `on` is neither a day nor a span.

    Examples:
        >>> parse_pay("£30,000 - £35,000 p.a.").high
        35000.0
    """
    pay = scan(text, local(country, on))
    if pay:
        return pay
    raise InvalidPay(
        f'{_why(text)}. Write it as "USD 120,000 - 150,000 per year", or use find_pay, which returns None.',
        value=text,
    )


def _why(text: Any) -> str:
    if not isinstance(text, str):
        return f"{text!r} is not a text"
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return f"{shown!r} states no pay: " + (
        "none of its numbers is an amount of pay" if _DIGIT.search(text) else "it holds no number"
    )


def scan(text: Any, tender: LocalMoney = NOWHERE) -> Pay | None:
    """Return the pay that a text states; None if it states none.

    Args:
        text: any text.
        tender: the currencies of its country on its day.

    Examples:
        >>> scan("R$ 8.500,00 por mês")[:4], scan("nothing")
        ((8500.0, 8500.0, 'BRL', 'month'), None)
    """
    if not isinstance(text, str) or not _DIGIT.search(text):
        return None
    known_candidates = plain_candidates(text)
    if known_candidates is not None:
        return first_pay(text, known_candidates, tender)
    plain, offsets = normalise(text)
    counts = None
    if has_cjk(plain):
        plain, counts = expand_compounds(plain)
    among, parts = candidates(plain), None
    if has_parts_near(plain, [candidate.first.span for candidate in among]):
        plain, parts = expand_parts(plain)
        among = candidates(plain)
    pay = first_pay(plain, among, tender)
    return _in_original(pay, parts, counts, offsets) if pay and (offsets or counts or parts) else pay


def first_pay(text: str, among: tuple[Candidate, ...], tender: LocalMoney) -> Pay | None:
    """Return the pay of the first candidate that states pay, None if none of them does."""
    for candidate in among:
        pay = _pay(text, candidate, tender)
        if pay:
            return pay
    return None


def _in_original(pay: Pay, *steps: Offsets | None) -> Pay:
    """Return the pay with its position in the original text, given the offsets of each step that rewrote it, the last step first."""
    start, end = pay.position
    for offsets in steps:
        if offsets:
            start, end = original_position(start, offsets), original_position(end, offsets, end=True)
    return pay._replace(position=(start, end))


def _pay(text: str, candidate: Candidate, tender: LocalMoney) -> Pay | None:
    """Return the pay that a candidate states; None if it states none."""
    ends = amounts(text, candidate)
    if ends is None or candidate.has_local_sign or candidate.is_doubtful:
        candidate, ends = _with_amounts(text, candidate, ends, tender)
    if ends is None or candidate.is_excluded:
        return None
    candidate, meaning = choose_currency(text, candidate, tender)
    if meaning.currency in _WITH_OWN_NOTATION or candidate.multiplier in LOCAL_MULTIPLIERS:
        ends = _in_currency(text, candidate, ends, meaning.currency, tender)
    if ends is None or not is_pay(text, candidate, ends, meaning.currency):
        return None
    return _stated(text, candidate, ends, meaning, tender)


def _with_amounts(
    text: str, candidate: Candidate, ends: Ends | None, tender: LocalMoney
) -> tuple[Candidate, Ends | None]:
    """Return a candidate and its amounts, None if these are not money; of two numbers that are not a range, only one is kept."""
    if ends is None and candidate.second and candidate.second.multiplier in LOCAL_MULTIPLIERS:
        currency = choose_currency(text, candidate, tender)[1].currency
        ends = in_local_words(text, candidate, currency, tender)
    if ends is None and candidate.second:
        candidate = only_pay_of_two(text, candidate)
        ends = amounts(text, candidate)
    if ends and (candidate.has_local_sign or candidate.is_doubtful):
        resolved = resolve_signs(text, candidate, tender, ends)
        return (resolved, amounts(text, resolved)) if resolved else (candidate, None)
    return candidate, ends


def _in_currency(
    text: str, candidate: Candidate, ends: Ends, currency: str | None, tender: LocalMoney
) -> Ends | None:
    """Return amounts as their currency is written: with three decimals, or with a word that multiplies only in that currency."""
    if currency in IN_THOUSANDTHS:
        ends_in_thousandths = in_thousandths(text, candidate, ends, currency)
        if ends_in_thousandths is None:
            return None
        ends = ends_in_thousandths
    may_have_local_word = candidate.multiplier is None and currency in LOCAL_WORD_CURRENCIES
    if may_have_local_word or candidate.multiplier in LOCAL_MULTIPLIERS:
        return in_local_words(text, candidate, currency, tender)
    return ends


def _stated(text: str, candidate: Candidate, ends: Ends, meaning: Meaning, tender: LocalMoney) -> Pay:
    """Return the pay of a candidate, its amounts and its currency; what it states beside the amounts is kept if no digit decides it."""
    kept = candidate.memo.details
    if kept is None or kept[0] is not meaning:
        kept = meaning, _details(text, candidate, meaning, tender)
        if not (candidate.period_is_open or candidate.may_state_months(text)):
            candidate.memo.details = kept
    first, second = ends
    low: float | None
    high: float | None
    if second is None:  # an open end is None
        bound = candidate.bound
        low, high = None if bound == "cap" else first, None if bound == "floor" else first
    else:
        low, high = (first, second) if first <= second else (second, first)
    return _unchecked(Pay, (low, high, *kept[1]))


def _details(text: str, candidate: Candidate, meaning: Meaning, tender: LocalMoney) -> tuple[Any, ...]:
    """Return the fields of a pay from its currency on."""
    currency, alternatives, currency_rule = meaning
    months, is_monthly = None, False
    if candidate.may_state_months(text):
        months, is_monthly = months_per_year(text, *candidate.position)
    period, period_rule, position = candidate.period, candidate.period_rule, candidate.position
    if candidate.period_is_open:
        period, period_rule, position = _resolve_period(text, candidate, currency, tender)
    if is_monthly and not period:
        period, period_rule = "month", "implied"
    return currency, period, candidate.gross, months, position, currency_rule, period_rule, alternatives


def _resolve_period(
    text: str, candidate: Candidate, currency: str | None, tender: LocalMoney
) -> tuple[str | None, PeriodRule, tuple[int, int]]:
    """Return the period that several words or an ambiguous one state, how it is stated, and the position of the pay."""
    start, end = candidate.position
    if candidate.unknown_period_at >= 0:
        phrase = read_period_phrase(text, candidate.unknown_period_at)
        if phrase:
            return phrase.period, "stated", (start, max(end, phrase.end))
    elif candidate.period_word == DAY_OR_YEAR:
        before = candidate.before
        stated_before = before.period if before.period_word != DAY_OR_YEAR else None  # TJM 400 €/j
        period = stated_before or day_or_year(text, currency, tender.language)
        return period, "stated" if period else "unknown_words", (start, end)
    elif currency in BY_CURRENCY and candidate.period_word in BY_CURRENCY[currency]:
        period = BY_CURRENCY[currency][candidate.period_word]
        return period, "stated" if period else "unknown_words", (start, end)
    return candidate.period, candidate.period_rule, (start, end)
