"""Compares figures with the level of pay in their country, to find wrong periods and wrong multiples."""
# A little over 300 lines: both the period and the multiple are checked against the same levels.

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags
from salarykit.pay.least_pay import least_pay, may_be_pay
from salarykit.pay.pay_year import PayYear
from salarykit.reading.monthly_markets import ABROAD, SHORTER, monthly_markets, pays_abroad
from salarykit.reading.source_columns import cell_value, distinct_rows
from salarykit.reading.validation import Fault
from salarykit.salaries.country_levels import country_levels, home_level, worth

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.reading.cell_figures import Amounts
    from salarykit.reading.decisions import Decisions

__all__ = [
    "Levels",
    "already_in_full",
    "are_in_multiples",
    "too_low_currencies",
    "unstated_period_faults",
    "without_multiple",
]

_FIRST: Final = 1 << 14  # the first rows of a source, all of which are counted
_EVERY: Final = 16  # of the later rows, one in so many is counted
_LEAST_ROWS: Final = 20  # the fewest rows of a currency that are refused together
# the least median of a year's pay, as a share of the country's level
_LEAST_SHARE: Final = 1 / 8
_LOW_PAID: Final = dict.fromkeys(["AE", "BH", "KW"], 1 / 32)
"""The same in countries where GDP per head is so high that the lowest full-time pay is a smaller share of it."""
_LEAST_MULTIPLE: Final = 1000
# the least figure without a multiple, as a share of the level of the currency's home country
_SHARE_IN_FULL: Final = 1 / 4
_FEW: Final = 2  # the fewest amounts with a multiple that decide for a source
_IN_FULL: Final = 1000  # the least yearly figure that needs no multiple if most amounts have one
_YEAR: Final = PayYear()
_SAY_PERIOD: Final = "Say it with defaults={'period': ...}, or name its column with columns=."


class Levels:
    """Counts for each currency the amounts whose period nothing states, and those among them that are too low for a year's pay.

    An amount is too low below an eighth of the GDP per head of its country, or of its currency's home country if it has none. Without
    a day, the currency counts with its value in its best year, so that no year's pay is refused because the currency has lost value.
    If a currency has at least twenty such amounts and more than half of them are too low, they are not a year's pay.

    Examples:
        >>> def too_low(amount, code, country=None):
        ...     words = [pa.array([word] * 20, pa.string()) for word in (code, country, None)]
        ...     levels = Levels()
        ...     levels.add(np.full(20, amount), np.ones(20, int), *words)
        ...     return levels.too_low()
        >>> too_low(900.0, "USD"), too_low(22.6, "CAD"), too_low(15_080.0, "USD"), too_low(900.0, "USD", "IN")
        (('USD',), ('CAD',), (), ())
    """

    def __init__(self) -> None:
        self._counts: dict[str, NDArray[np.float64]] = {}

    def add(
        self,
        amounts: NDArray[np.float64],
        weights: NDArray[np.intp],
        currencies: pa.Array,
        countries: pa.Array,
        days: pa.Array,
    ) -> None:
        """Count some amounts, except those without a known level and those of years before 2015.

        Args:
            amounts: n figures.
            weights: how many rows each figure stands for.
            currencies: n codes.
            countries: n codes; null where none is stated.
            days: n days or spans; null where none is stated.
        """
        of, keys = distinct_rows(currencies, countries, pc.utf8_slice_codeunits(days, 0, 4))
        least = np.array([_least_year(*key) for key in keys])
        low = np.bincount(of, weights * (amounts < least[of]), len(keys))
        counts = np.column_stack(
            [low, np.bincount(of, weights, len(keys)), np.bincount(of, minlength=len(keys))]
        )
        for (code, *_), limit, count in zip(keys, least.tolist(), counts, strict=True):
            if code and np.isfinite(limit):
                self._counts[code] = self._counts.get(code, np.zeros(3)) + count

    def too_low(self) -> tuple[str, ...]:
        """Return the currencies whose amounts are not a year's pay."""
        return tuple(
            code
            for code, (low, sure, rows) in sorted(self._counts.items())
            if rows >= _LEAST_ROWS and 2 * low > sure
        )


def _least_year(currency: str | None, country: str | None, year: str | None) -> float:
    """Return the least figure in a currency that may be a median of yearly pay; NaN if no level is known."""
    value = worth(currency or "", year)
    level = country_levels().get(country) if country else home_level(currency or "")
    if value is None or level is None:
        return float("nan")
    return level * _LOW_PAID.get(country or "", _LEAST_SHARE) / value


def too_low_currencies(columns: Mapping[str, pa.Array], unstated: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the currencies whose amounts are too low for a year's pay, among rows whose period nothing states.

    Args:
        columns: the columns by field, n rows each.
        unstated: which good rows have a period that nothing states.
    """
    if np.count_nonzero(unstated) < _LEAST_ROWS:
        return ()
    counted, weights = _spaced(unstated)
    amounts, *words = (
        columns[name].take(pa.array(counted)) for name in ("amount", "currency", "country", "as_of")
    )
    levels = Levels()
    levels.add(amounts.to_numpy(zero_copy_only=False), weights, *words)
    return levels.too_low()


def _spaced(flags: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return which flagged rows are counted (all of the first rows, then every sixteenth), and how many rows each stands for."""
    head = min(_FIRST, len(flags))
    spaced = np.arange(_FIRST, len(flags), _EVERY)
    rows = np.concatenate([np.flatnonzero(flags[:head]), spaced[flags[spaced]]])
    return rows, np.where(rows < head, 1, _EVERY)


def unstated_period_faults(
    rows: NDArray[np.intp],
    amounts: NDArray[np.float64],
    currencies: pa.Array,
    decided: Decisions,
    places: tuple[pa.Array, pa.Array] | None = None,
) -> list[Fault]:
    """Return the faults of rows whose period nothing states, if their amounts are too low for a year's pay.

    Args:
        rows: n positions.
        amounts: n figures.
        currencies: n codes.
        decided: the decisions of the source, with the currencies to refuse, and those whose rows are checked one by one.
        places: n countries, null where none is known, and n days or spans; None if no row needs a check of foreign money.
    """
    refused = as_flags(pc.is_in(currencies, pa.array(list(decided.too_low), pa.string())))
    reasons = [
        (at, f"and more than half of the amounts in {currencies[at]} are too low for a year's pay")
        for at in np.flatnonzero(refused).tolist()
    ]
    alone = list(_too_low_in_markets(amounts, currencies, decided.monthly))
    if SHORTER in decided.monthly:
        alone += _below_a_month(amounts, currencies, refused)
    if places and ABROAD in decided.monthly and len(rows):
        alone += _too_low_abroad(amounts, currencies, *places, refused)
    return [
        Fault(
            int(rows[at]), "", "unstated_period", f"nothing states the period{link} {reason}. {_SAY_PERIOD}"
        )
        for link, pairs in ((";", dict(reversed(alone)).items()), (",", reasons))  # each row gets one reason
        for at, reason in pairs
    ]


def _too_low_in_markets(
    amounts: NDArray[np.float64], currencies: pa.Array, monthly: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Yield the position of each amount in a currency of a monthly market that is a month's pay rather than a year's, and why."""
    for code in monthly:
        if code in (ABROAD, SHORTER):
            continue
        market = monthly_markets()[code]
        is_low = as_flags(pc.equal(currencies, code)) & (amounts < market.least)
        for at in np.flatnonzero(is_low).tolist():
            if may_be_pay(amounts[at], code, "month"):
                stated = f"pay in {code} is stated by the month in {market.country}"
                yield at, f"{stated}, and {amounts[at]:,.15g} is too low for a year's"


def _below_a_month(
    amounts: NDArray[np.float64], currencies: pa.Array, refused: NDArray[np.bool_]
) -> Iterator[tuple[int, str]]:
    """Yield the position of each amount below a month's pay in its currency, which cannot be a year's, and why."""
    of, codes = distinct_rows(currencies)
    least = np.array([least_pay(code, "month") for (code,) in codes] or [0.0])[of]
    for at in np.flatnonzero((amounts < least) & ~refused).tolist():
        yield (
            at,
            f"most amounts may be a year's pay, and {amounts[at]:,.15g} {currencies[at]} is less than a month's",
        )


def _too_low_abroad(
    amounts: NDArray[np.float64],
    currencies: pa.Array,
    countries: pa.Array,
    days: pa.Array,
    refused: NDArray[np.bool_],
) -> Iterator[tuple[int, str]]:
    """Yield the position of each amount in money foreign to a monthly market that is too low for a year's pay there, and why."""
    is_low = pays_abroad(amounts, currencies, countries, days) & ~refused
    for at in np.flatnonzero(is_low).tolist():
        stated = f"pay is stated by the month in {countries[at]}"
        yield at, f"{stated}, and {amounts[at]:,.15g} {currencies[at]} is too low for a year's there"


def already_in_full(
    amounts: Amounts,
    factors: NDArray[np.float64],
    currencies: pa.Array,
    periods: pa.Array,
    cells: Column | None = None,
) -> list[Fault]:
    """Return the faults of figures that are plausible pay as written, such as `65000` under `Gehalt (k€)`, which the multiple would make millions.

    A figure is refused if it is at least a quarter of the GDP per head of its currency's home country before it is multiplied. With a
    multiple of a thousand it would be 250 times the GDP per head.

    Args:
        amounts: n figures, already multiplied.
        factors: n multiples of their headers.
        currencies: n codes, null where none is known.
        periods: n periods, null where none is known.
        cells: the cells of the figures, for messages.

    Examples:
        >>> import pyarrow as pa
        >>> from salarykit.reading.cell_figures import Amounts
        >>> figures, euros = Amounts(np.array([65e3, 65e6])), pa.array(["EUR"] * 2)
        >>> [fault.at for fault in already_in_full(figures, np.full(2, 1e3), euros, pa.array(["year"] * 2))]
        [1]
    """
    if not (factors >= _LEAST_MULTIPLE).any():
        return []
    factors = amounts.multiplied(factors)
    of, keys = distinct_rows(currencies, periods)
    least = np.array([_least_in_full(*key) for key in keys] or [np.nan])
    refused = (factors >= _LEAST_MULTIPLE) & (amounts.amount / factors >= least[of])
    faults = []
    for row in np.flatnonzero(refused).tolist():
        (code, period), figure = keys[of[row]], amounts.amount[row]
        cell = amounts.text(row) or (None if cells is None else cells[row])
        cell = cell_value(cell)
        value = cell if isinstance(cell, str) else f"{figure / factors[row]:.15g}"
        sentence = (
            f"{value!r} would be {figure:,.0f} {code} a {period} by its header's multiple, but is pay without it. Write it in "
            "the header's unit."
        )
        faults.append(Fault(row, value, "contradiction", sentence.replace("a hour", "an hour")))
    return faults


def are_in_multiples(amounts: Amounts, rows: NDArray[np.intp]) -> bool:
    """Return whether at least half of the amounts are texts with a multiple, such as `90k`.

    Args:
        amounts: n amounts.
        rows: how many rows each amount stands for.
    """
    has_multiple = amounts.multiples()
    if not has_multiple.any():
        return False
    has_amount = ~np.isnan(amounts.amount)
    count = int(rows[has_multiple & has_amount].sum())
    return count >= _FEW and 2 * count >= int(rows[has_amount].sum())


def without_multiple(amounts: Amounts, periods: pa.Array) -> list[Fault]:
    """Return the faults of yearly figures below a thousand without a multiple, for a source in which most have one: `95` after `90k`.

    Args:
        amounts: n amounts.
        periods: n periods, null where none is known.
    """
    yearly = as_flags(pc.equal(periods, "year"))
    rows = np.flatnonzero(yearly & ~amounts.multiples() & (amounts.amount < _IN_FULL))
    sentence = (
        "{!r} may be a multiple, as most other amounts are. Write the multiple or the period next to it."
    )
    texts = [amounts.text(row) or f"{amounts.amount[row]:.15g}" for row in rows.tolist()]
    return [
        Fault(row, text, "ambiguous_number", sentence.format(text))
        for row, text in zip(rows.tolist(), texts, strict=True)
    ]


def _least_in_full(currency: str | None, period: str | None) -> float:
    """Return the least figure that is plausible pay without a multiple; NaN if no level is known."""
    value, level = worth(currency or ""), home_level(currency or "")
    if not value or level is None or period is None:
        return float("nan")
    return level * _SHARE_IN_FULL / value / _YEAR.factor(period)
