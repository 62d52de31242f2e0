"""Whether an amount is pay, and how plainly the text says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from salarykit.pay.amounts import Amounts
    from salarykit.pay.outline import Place

__all__ = ["PLAIN", "score"]

PLAIN: Final = 9
"""The score of an amount with a currency, a period and a word that points at pay: none better needs to be sought."""
_FIELD: Final = 64  # signs of a text that is a field of its own rather than prose
_BESIDE: Final = 16  # signs beside the amount in a text that is nothing but an amount
_LEAST: Final = {"hour": 4, "day": 20, "week": 50, "fortnight": 100, "month": 100, "year": 1_000}
_THOUSAND: Final = 1_000
_MILLION: Final = 1e6
_YEARS: Final = range(1_900, 2_101)
_FIVE_DIGITS: Final = 10_000
_LARGE_UNITS: Final = frozenset(
    "VND IDR KRW JPY HUF COP CLP IRR UGX TZS PYG LBP NGN UZS MMK LAK KHR INR PKR".split()
)


def score(found: Amounts, place: Place, length: int, currency: str | None, *, sign: bool) -> int:
    """Return how plainly an amount is pay, 0 if it is none.

    Args:
        found: the amount.
        place: what stands around it.
        length: how long the whole text is.
        currency: the money, where something says it.
        sign: whether a currency stands beside the amount.
    """
    before, after = place.before, place.after
    cue = before.cue if before.cue > after.cue else after.cue
    stated = after.period or place.period
    if before.guarded or (after.guarded and not before.near) or (after.unit and not sign):
        return 0
    if found.multiplier and _is_too_much(found, currency) and cue < 2 - bool(stated):
        return 0
    if sign:
        if not (cue or stated or before.period or length <= _FIELD) and not (
            found.second and found.first >= _THOUSAND
        ):
            return 0
    elif not _is_bare_pay(found, place, length):
        return 0
    spoken = 3 if stated else 2 if before.period else 0
    return (2 if sign else 1) + 2 * cue + spoken + (found.second is not None) + (found.multiplier is not None)


def _is_too_much(found: Amounts, currency: str | None) -> bool:
    """Return whether a firm's money is meant: millions, in a currency in which nobody is paid by the million."""
    highest = found.second or found.first
    return (
        highest >= _MILLION
        and found.multiplier is not None
        and currency not in _LARGE_UNITS
        and not _is_indian(found)
    )


def _is_indian(found: Amounts) -> bool:
    return bool(found.multiplier) and str(found.multiplier)[0] in "lLcC"


def _is_bare_pay(found: Amounts, place: Place, length: int) -> bool:
    """Return whether a number without a currency is pay all the same."""
    low = found.first
    before, after = place.before, place.after
    period = after.period or place.period
    if period:
        return low >= _LEAST[period]
    if found.plain and low in _YEARS and found.multiplier is None:
        return False
    if max(before.cue, after.cue) == 2 or (before.cue and before.period):  # noqa: PLR2004 - a plain cue
        return low >= (_LEAST[before.period] if before.period else _THOUSAND)
    beside = length - (after.end - place.start)
    if found.multiplier and low >= _THOUSAND:
        return beside <= _BESIDE or (before.cue > 0 and low >= _FIVE_DIGITS)
    if found.second is not None and beside <= _BESIDE:
        return low >= (_FIVE_DIGITS if found.plain else _THOUSAND)
    return before.cue > 0 and low >= _FIVE_DIGITS and not found.plain
