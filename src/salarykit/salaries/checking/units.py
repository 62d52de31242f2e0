"""S05: which error of unit, or which other currency of the same sign, would explain a doubtful figure."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.analysis.checks import UNIT_FACTORS, unit_errors
from salarykit.currency.signs import signs
from salarykit.currency.tender import tender
from salarykit.files.frames import money, per
from salarykit.salaries.checking.anchors import in_dollars
from salarykit.salaries.checking.finding import Finding, from_log, named, times

if TYPE_CHECKING:
    from salarykit.salaries.checking.sheet import Sheet

__all__ = ["unit_finding"]

_FALLS: Final = math.log(2)  # by how much an error must bring a figure nearer to count as an explanation
_AS_GOOD: Final = math.log(1.25)  # how much farther another explanation may be
_CAUSES: Final = {
    10: "a zero too few",
    1 / 10: "a zero too many",
    12: "a month's figure",
    1 / 12: "a year's figure counted as a month's",
    52: "a week's figure",
    1 / 52: "a year's figure counted as a week's",
    2080: "an hour's figure",
    1 / 2080: "a year's figure counted as an hour's",
    100: "two zeros too few",
    1 / 100: "cents",
    1000: "thousands",
    1 / 1000: "thousands multiplied twice",
}


class _Explanation(NamedTuple):
    distance: float
    text: str
    short: str


def unit_finding(sheet: Sheet, row: int, distance: float) -> Finding | None:
    """Return which error would explain a figure so far (natural log) from the others' level; None if none would."""
    if not math.isfinite(distance):
        return None
    found = [*_factors(sheet, row, distance), *_currencies(sheet, row, distance)]
    best = min((each.distance for each in found), default=math.inf)
    if best > abs(distance) - _FALLS:
        return None
    good = sorted(each for each in found if each.distance <= min(best + _AS_GOOD, abs(distance)))[:3]
    cells = sheet.cells
    stated = per(cells["amount"][row], cells["currency"][row], cells["period"][row])
    usual = money(float(f"{sheet.annual[row] / from_log(distance):.3g}"), cells["currency"][row])
    return Finding(
        "S05",
        "info",
        row + 1,
        1,
        "amount",
        stated,
        f"about {usual} a year",
        f"{named(row, cells['city'][row], cells['role'][row])}: {stated} is {times(from_log(distance))} times the level "
        f"of the other rows; it would be nearer {', or '.join(each.text for each in good)}.",
        f"Look at the source for {' or '.join(each.short for each in good)}.",
    )


def _factors(sheet: Sheet, row: int, distance: float) -> list[_Explanation]:
    away = unit_errors([distance])[0].tolist()
    currency, amount = sheet.cells["currency"][row], sheet.cells["amount"][row]
    return [
        _Explanation(
            far,
            f"times {factor:g} ({money(amount * factor, currency)}: {_CAUSES[factor]})"
            if factor > 1
            else f"divided by {1 / factor:g} ({money(amount * factor, currency)}: {_CAUSES[factor]})",
            _CAUSES[factor],
        )
        for factor, far in zip(UNIT_FACTORS, away, strict=True)
        if factor != 1
    ]


def _currencies(sheet: Sheet, row: int, distance: float) -> list[_Explanation]:
    currency, country = sheet.cells["currency"][row], sheet.cells["country"][row]
    local = tender(country, sheet.today) if country else ()
    others = sorted({*_siblings(currency), *local} - {currency})
    worth = in_dollars([currency, *others], sheet.rates, sheet.today)
    found = []
    for other in others:
        ratio = worth[other] / worth[currency]
        if math.isfinite(ratio) and ratio > 0:
            far = float(np.abs(distance + math.log(ratio)))
            text = f"in {other} ({money(sheet.cells['amount'][row], other)})"
            if far <= _FALLS:  # a wrong currency is believed only where it explains the figure well
                found.append(_Explanation(far, text, f"another currency, {other}"))
    return found


@cache
def _siblings(currency: str) -> frozenset[str]:
    """Return the currencies that are written with a sign of this one, too."""
    return frozenset(
        other
        for sign in signs().values()
        if currency in sign.currencies and len(sign.currencies) > 1
        for other in sign.currencies
    )
