"""The World Bank's yearly mean exchange rates: official rates, as the IMF reports them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from salarykit.currency.tender import tender
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number
from salarykit.sources.web import Limits, Web
from salarykit.sources.world_bank import WORLD_BANK, Pages

if TYPE_CHECKING:
    from salarykit.sources.price_levels import PriceLevel

__all__ = ["WorldBankRates"]

_NAME: Final = "World Bank"
_INDICATOR: Final = (
    "PA.NUS.FCRF"  # official exchange rate, local currency units per US dollar, period average
)
_AGREE: Final = 0.001  # the share by which figures of countries with the same currency may differ


class WorldBankRates:
    """Means of calendar years, units of each currency for one US dollar; CC BY 4.0, no key is needed.

    The figures are by country. A currency takes those of the countries in which it was the only tender all year; if these
    differ by more than a thousandth, it has no rate for that year.

    Args:
        source_url: the address of version 2 of the interface, for another host.
        limits: see `Limits`.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import WorldBankRates
        >>> rates = sk.fetch_rates(WorldBankRates(), first="2020", last="2024")  # doctest: +SKIP
    """

    def __init__(self, source_url: str = WORLD_BANK, limits: Limits | None = None) -> None:
        self._url, self._web = source_url.rstrip("/"), Web(_NAME, limits)

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the means of the years from that of the first day to that of the last.

        Raises:
            SourceError: if there is no answer, one that is not what was asked for, or no figure in it.
        """
        url = f"{self._url}/country/all/indicator/{_INDICATOR}"
        figures: dict[tuple[int, str], list[float]] = defaultdict(list)
        for figure in Pages(self._web, url, _INDICATOR).figures(first.year, last.year):
            code = _currency(figure)
            if code and code != "USD":
                figures[int(figure.period), code].append(figure.value)
        means = {
            key: float(np.median(value))
            for key, value in figures.items()
            if max(value) <= min(value) * (1 + _AGREE)
        }
        if not means:
            raise self._web.fault(url, f"has no rate for {first.year} to {last.year}.")
        years, codes = sorted({year for year, _ in means}), sorted({code for _, code in means})
        return Published(
            codes,
            [day_number(dt.date(year, 12, 31)) for year in years],
            [[means.get((year, code), np.nan) for code in codes] for year in years],
            pivot="USD",
            source=_NAME,
            step="year",
        )


def _currency(figure: PriceLevel) -> str | None:
    """Return the only currency of a country in a year, if it is still its currency today."""
    year = int(figure.period)
    kept = set(tender(figure.country, dt.date(year, 1, 1))) & set(
        tender(figure.country, dt.date(year, 12, 31))
    )
    return figure.currency if kept == {figure.currency} else None
