"""The checks that compare a figure with the level of its country and with the other figures: S03 to S06."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.analysis.checks import (
    UNIT_FACTORS,
    other_medians,
    rank_influence,
    robust_z,
    theil_sen,
    unit_errors,
)
from salarykit.currency.signs import signs
from salarykit.currency.tender import tender
from salarykit.files.frames import money
from salarykit.salaries.checking.findings import Finding, finding_about, from_log, times
from salarykit.salaries.checking.sheet import in_dollars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from salarykit.salaries.checking.sheet import Sheet

__all__ = ["level_findings", "unit_finding"]

_EXECUTIVE: Final = re.compile(
    r"^(?!.*\b(?:assistant|secretary)\b).*\b(?:chief .*officer|c[efiotmp]o|president|vp|svp|evp|vice president|(?:managing|executive) director|head of)\b",
    re.IGNORECASE,
)
_LONGEST: Final = 200  # characters of a role that are searched
_LEAST_EXECUTIVE: Final = (
    2.0  # times the anchor; executives are the best paid of ISCO-08's major group 1, managers
)
_LEAST: Final = 0.1
_ABSURD: Final = (0.01, 100.0)
_INVERSION: Final = 0.6  # a change of tau of 0.6 / (n - 2) is a finding: 0.2 among five figures
_MOST_RANKED: Final = 500
_OUTLIER: Final = 3.5
_FAR: Final = math.log(2.5)
_VERY_FAR: Final = math.log(8)
_FEW: Final = 4
_MANY: Final = 8


def level_findings(sheet: Sheet) -> Iterator[Finding]:
    """Yield the findings of comparing figures with anchors and with one another."""
    with np.errstate(divide="ignore", invalid="ignore"):
        figures, levels = np.log(sheet.dollars), np.log(sheet.levels)
    for group in sheet.groups:
        rows = group[np.isfinite(figures[group])]
        finite = np.isfinite(levels[rows])
        if finite.any():
            yield from _group(sheet, rows[finite], levels[rows[finite]], figures[rows[finite]], anchored=True)
        if not finite.all():
            others = rows[~finite]
            yield from _group(sheet, others, np.zeros(len(others)), figures[others], anchored=False)


def _group(
    sheet: Sheet, rows: NDArray[np.intp], x: NDArray[np.float64], y: NDArray[np.float64], *, anchored: bool
) -> Iterator[Finding]:
    suspects: set[int] = set()
    findings = [*_inverted(sheet, rows, x, y), *_off_the_line(sheet, rows, x, y)]
    if anchored:
        findings += _implausible(sheet, rows, y - x)
    for finding in findings:
        suspects.add((finding.row or 0) - 1)
        yield finding
    distances, compatriots = _distances(sheet, rows, y - x)
    suspects.update(rows[compatriots & (np.abs(distances) >= _VERY_FAR)].tolist())
    for at in np.flatnonzero(np.isin(rows, list(suspects))).tolist():
        explained = unit_finding(sheet, int(rows[at]), float(distances[at]))
        if explained:
            yield explained


def _implausible(sheet: Sheet, rows: NDArray[np.intp], premiums: NDArray[np.float64]) -> Iterator[Finding]:
    for row, premium in zip(rows.tolist(), np.exp(premiums).tolist(), strict=True):
        executive = bool(_EXECUTIVE.search((sheet.cells["role"][row] or "")[:_LONGEST]))
        least = _LEAST_EXECUTIVE if executive else _LEAST
        if least <= premium <= _ABSURD[1]:
            continue
        who, stated = sheet.label(row), sheet.stated(row)
        absurd = not _ABSURD[0] <= premium <= _ABSURD[1]
        kind = "an executive's pay" if executive else "a year's pay"
        anchor = money(float(f"{sheet.annual[row] / premium:.3g}"), sheet.cells["currency"][row])
        yield finding_about(
            [row],
            "S03",
            "error" if absurd else "warning",
            "amount",
            stated,
            f"{least:g} to {_ABSURD[1]:g} times {anchor}",
            f"{who}: {stated} is {times(premium)} times the country's anchor of {anchor}; {kind} is {least:g} to "
            f"{_ABSURD[1]:g} times it.",
            "Look the figure up at its source: amount, currency and period.",
        )


def _inverted(
    sheet: Sheet, rows: NDArray[np.intp], x: NDArray[np.float64], y: NDArray[np.float64]
) -> Iterator[Finding]:
    if not _FEW <= len(rows) <= _MOST_RANKED:
        return
    tau, change = rank_influence(x, y)
    for at in np.flatnonzero(change * (len(rows) - 2) >= _INVERSION).tolist():
        row = int(rows[at])
        who, stated = sheet.label(row), sheet.stated(row)
        yield finding_about(
            [int(rows[at])],
            "S04",
            "warning",
            "amount",
            stated,
            f"the rank of its country among {len(rows)}",
            f"{who}: without this row the figures follow the levels of their countries better: Kendall's tau is "
            f"{tau + change[at]:.2f} instead of {tau:.2f}.",
            "Compare it with the rows of countries at the same level.",
        )


def _off_the_line(
    sheet: Sheet, rows: NDArray[np.intp], x: NDArray[np.float64], y: NDArray[np.float64]
) -> Iterator[Finding]:
    if len(rows) < _MANY:
        return
    line = theil_sen(x, y)
    residuals = y - (line.at(x) if line else np.median(y))
    scores = robust_z(residuals)
    for at in np.flatnonzero((np.abs(scores) > _OUTLIER) & (np.abs(residuals) >= _FAR)).tolist():
        row = int(rows[at])
        who, stated = sheet.label(row), sheet.stated(row)
        usual = money(
            float(f"{sheet.annual[row] / from_log(residuals[at]):.3g}"), sheet.cells["currency"][row]
        )
        yield finding_about(
            [row],
            "S06",
            "warning",
            "amount",
            stated,
            f"about {usual} a year",
            f"{who}: {stated} is {times(from_log(residuals[at]))} times what the line through the {len(rows)} compared "
            f"figures gives for such a country (robust z {scores[at]:.1f}).",
            "Look the figure up at its source, and leave it out if it cannot be confirmed.",
        )


def _distances(
    sheet: Sheet, rows: NDArray[np.intp], premiums: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return the distance of each premium from the median of the others, and whether those others are in the same country."""
    distances = premiums - other_medians(premiums) if len(rows) >= _FEW else np.full(len(rows), np.nan)
    compatriots = np.zeros(len(rows), bool)
    rows_of_country: dict[str, list[int]] = {}
    for at, row in enumerate(rows.tolist()):
        rows_of_country.setdefault(sheet.cells["country"][row] or "", []).append(at)
    for home, members in rows_of_country.items():
        if home and len(members) >= _FEW:
            distances[members] = premiums[members] - other_medians(premiums[members])
            compatriots[members] = True
    return distances, compatriots


_FALLS: Final = math.log(2)  # a corrected figure must be nearer to the others by this
_AS_GOOD: Final = math.log(1.25)  # an explanation that is farther by at most this is as good as the best
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
    """Return the finding with the errors that would explain a figure at a distance (natural logarithm) from the others; None if none would."""
    if not math.isfinite(distance):
        return None
    explanations = [*_factors(sheet, row, distance), *_currencies(sheet, row, distance)]
    best = min((explanation.distance for explanation in explanations), default=math.inf)
    if best > abs(distance) - _FALLS:
        return None
    good = sorted(
        explanation
        for explanation in explanations
        if explanation.distance <= min(best + _AS_GOOD, abs(distance))
    )[:3]
    cells = sheet.cells
    stated = sheet.stated(row)
    usual = money(float(f"{sheet.annual[row] / from_log(distance):.3g}"), cells["currency"][row])
    return finding_about(
        [row],
        "S05",
        "info",
        "amount",
        stated,
        f"about {usual} a year",
        f"{sheet.label(row)}: {stated} is {times(from_log(distance))} times the level "
        f"of the other rows; it would be nearer if {', or '.join(explanation.text for explanation in good)}.",
        f"Look at the source for {' or '.join(explanation.short for explanation in good)}.",
    )


def _factors(sheet: Sheet, row: int, distance: float) -> list[_Explanation]:
    away = unit_errors([distance])[0].tolist()
    currency, amount = sheet.cells["currency"][row], sheet.cells["amount"][row]
    return [
        _Explanation(
            far,
            f"multiplied by {factor:g} ({money(amount * factor, currency)}: {_CAUSES[factor]})"
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
    others = sorted({*(_siblings(currency) & sheet.currencies), *local} - {currency})
    worth = in_dollars([currency, *others], sheet.rates, sheet.today)
    explanations = []
    for other in others:
        ratio = worth[other] / worth[currency]
        if math.isfinite(ratio) and ratio > 0:
            far = float(np.abs(distance + math.log(ratio)))
            text = f"in {other} ({money(sheet.cells['amount'][row], other)})"
            if far <= _FALLS:  # a wrong currency counts only if it explains the figure well
                explanations.append(_Explanation(far, text, f"another currency, {other}"))
    return explanations


@lru_cache(512)
def _siblings(currency: str) -> frozenset[str]:
    """Return the currencies that share a sign with this one."""
    return frozenset(
        other
        for sign in signs().values()
        if currency in sign.currencies and len(sign.currencies) > 1
        for other in sign.currencies
    )
