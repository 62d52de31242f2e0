"""Whether an amount is pay, and how plainly the text says so."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.period_words import FOR_EACH, OFTEN_EACH, PERIODS_STRICT
from salarykit.pay.words import FILLERS, GROSS, LINKERS, NET

if TYPE_CHECKING:
    from salarykit.pay.amounts import Ends
    from salarykit.pay.candidate import Place

__all__ = ["is_pay", "is_year"]

_SURE: Final = 2  # a word that means pay and nothing else
_FIELD: Final = 64  # signs of a text that is a field of its own rather than prose
_BESIDE: Final = 16  # signs beside the amount in a text that is nothing but an amount
_LEAST: Final = {
    "hour": 4,
    "day": 20,
    "week": 50,
    "fortnight": 100,
    "half-month": 100,
    "month": 100,
    "quarter": 300,
    "year": 1_000,
}
_UNCOUNTED: Final = {"month": 1_000, "year": 10_000}  # nothing has so many months or years
_THOUSAND: Final = 1_000
_FIVE_DIGITS: Final = 10_000
_MILLION: Final = 1e6
_PLAN: Final = 401_000.0  # 401k
_KS: Final = ("k", "K")
_FIRST_YEAR, _LAST_YEAR = 1_900, 2_100
_COUNTED_LARGE: Final = frozenset(
    "VND IDR KRW JPY HUF COP CLP IRR UGX TZS PYG LBP NGN UZS MMK LAK KHR INR PKR".split()
)
_BEFORE_IT: Final = 24  # characters before the number in which its sentence may break
_ZIP: Final = 5  # digits of a postal code, in most countries
_TOWN_LENGTHS: Final = (4, 5)
_BREAK: Final = re.compile(r"[,(–—|]| -")
_STATE: Final = re.compile(r"(?<![^\W_])[A-Z]{2},?[ \u00a0]{1,2}\Z")
_NAME: Final = re.compile(r"(?<![^\W_])[A-Z]{1,6}-\Z")  # JR-104552
_TOWN: Final = re.compile(r"[ \u00a0](?:[A-Z]{2}[ \u00a0])?([^\W\d_]{2,})")
_NO_TOWNS: Final = GROSS | NET | FOR_EACH | OFTEN_EACH | PERIODS_STRICT.keys() | FILLERS | LINKERS


def is_pay(text: str, place: Place, ends: Ends, currency: str | None) -> bool:
    """Return whether an amount is pay.

    Args:
        text: the whole text.
        place: what is said around it.
        ends: its values.
        currency: the money, where something says it.
    """
    first, second = ends
    length = len(text)
    if (
        place.multiplier
        and place.cue < _SURE - bool(place.stated)
        and _is_a_firm_s(place, second or first, currency)
    ):
        return False
    is_whole = second is None and length == place.position[1] - place.start
    if place.multiplier in _KS and _PLAN in ends and not is_whole and _is_a_plan(place, second):
        return False
    if not place.sign:
        return _is_bare_pay(text, place, ends)
    if place.cue or place.period or (second and first >= _THOUSAND):
        return True
    return length <= (_FIELD if first >= _THOUSAND else _BESIDE + place.position[1] - place.start)


def _is_a_plan(place: Place, second: float | None) -> bool:
    """Return whether 401k is the American pension plan: where no money stands at it, for nobody is paid just so much."""
    *_, behind, before = place.signs  # of two amounts `behind` stands before the second
    return not before and (bool(behind) if second is not None else behind in (None, "$"))


def is_year(value: float) -> bool:
    """Return whether a plain number may be a calendar year.

    Examples:
        >>> is_year(2024.0), is_year(2024.5)
        (True, False)
    """
    return _FIRST_YEAR <= value <= _LAST_YEAR and value.is_integer()


def _is_a_firm_s(place: Place, highest: float, currency: str | None) -> bool:
    """Return whether a firm's money is meant: millions, in a currency in which nobody is paid by the million."""
    return highest >= _MILLION and currency not in _COUNTED_LARGE and str(place.multiplier)[0] not in "lLcC"


def _is_bare_pay(text: str, place: Place, ends: Ends) -> bool:
    """Return whether a number without a currency is pay all the same."""
    low, second = ends
    before, counted = place.before, place.after.counted
    if place.stated and (
        not counted or (counted == "period" and low >= _UNCOUNTED.get(place.stated, math.inf))
    ):
        return low >= _LEAST[place.stated]
    if place.plain and ((place.multiplier is None and is_year(low)) or _is_identifier(text, place)):
        return False
    if place.cue == _SURE or (before.cue and before.period):
        return low >= (_LEAST[before.period] if before.period else _THOUSAND)
    beside = len(text) - (place.position[1] - place.start)
    if place.multiplier and low >= _THOUSAND:
        return place.period_rule == "implied" or beside <= _BESIDE or (before.cue > 0 and low >= _FIVE_DIGITS)
    if second is not None and beside <= _BESIDE:
        return low >= (_FIVE_DIGITS if place.plain else _THOUSAND)
    return before.cue > 0 and low >= _FIVE_DIGITS and not place.plain


def _is_identifier(text: str, place: Place) -> bool:
    """Return whether a bare number beside a word of pay is a code all the same.

    It is one if the word comes after it and something else between (`Requisition 104552: salary negotiable`), or if it stands
    as postal codes do (`Dayton, OH, 45402`, `75008 Paris`) and the word before it belongs to another part of the sentence.
    """
    before, after = place.before, place.after
    if place.multiplier or place.two or place.stated or not (before.cue or after.cue):
        return False
    if before.cue < _SURE and after.cue == _SURE and not after.near:
        return True
    broken = _BREAK.search(text, max(0, place.start - _BEFORE_IT), place.start) is not None
    if before.near and not broken:
        return False
    return _NAME.search(text, max(0, place.start - _BEFORE_IT), place.start) is not None or _is_postal(
        text, place
    )


def _is_postal(text: str, place: Place) -> bool:
    """Return whether a number stands as a postal code does: after a state, or before the name of a town."""
    digits = place.one[1] - place.one[0]
    if digits == _ZIP and _STATE.search(text, max(0, place.start - _BEFORE_IT), place.start):
        return True
    town = _TOWN.match(text, place.end) if digits in _TOWN_LENGTHS else None
    return town is not None and town[1][0].isupper() and town[1].lower() not in _NO_TOWNS
