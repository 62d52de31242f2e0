"""The World Bank's indicators, page by page: purchasing-power parities, consumer prices and official exchange rates."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

import numpy as np

from salarykit.currency.tender import tender
from salarykit.errors import InvalidQuery, SalaryKitError
from salarykit.rates.published import Published
from salarykit.rates.spans import day_number
from salarykit.sources.price_levels import (
    INTERNATIONAL,
    PriceLevel,
    PriceLevels,
    country_facts,
    positive,
)
from salarykit.sources.web import Web, WebLimits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from salarykit.errors import SourceError

__all__ = ["WORLD_BANK", "Indicator", "Pages", "WorldBank", "WorldBankRates"]

WORLD_BANK: Final = "https://api.worldbank.org/v2/"
Indicator = Literal["PA.NUS.PRVT.PP", "PA.NUS.PPP", "FP.CPI.TOTL"]
"""Purchasing-power parities of private consumption (what pay is spent on); parities of GDP; consumer prices (2010 = 100)."""

_NAME: Final = "World Bank"
_LICENCE: Final = "CC BY 4.0"
_RATES: Final = "PA.NUS.FCRF"  # local currency units per US dollar, yearly mean, as the IMF reports them
_AGREE: Final = 0.001  # the relative difference that figures of countries with the same currency may have
_PER_PAGE: Final = 5_000
_MAX_PAGES: Final = 100


class WorldBank:
    """One indicator of the World Development Indicators; no key is needed.

    Args:
        indicator: see `Indicator`.
        source_url: the address of version 2 of the API, for another host.
        limits: see `WebLimits`.

    Examples:
        >>> from salarykit.sources import WorldBank
        >>> levels = WorldBank().fetch(2015, 2025, ["US", "CA"])  # doctest: +SKIP
    """

    def __init__(
        self,
        indicator: Indicator = "PA.NUS.PRVT.PP",
        *,
        source_url: str = WORLD_BANK,
        limits: WebLimits | None = None,
    ) -> None:
        if indicator not in get_args(Indicator):
            raise InvalidQuery(
                f"indicator={indicator!r}: choose one of {', '.join(get_args(Indicator))}.", value=indicator
            )
        self._indicator, self._url = indicator, source_url.rstrip("/")
        self._web = Web(_NAME, limits, kept="price levels")

    def fetch(self, first: int, last: int, countries: Sequence[str] | None = None) -> PriceLevels:
        """Return the figures published for the years from first to last. This opens a socket.

        Args:
            first: a year.
            last: a year, not before first.
            countries: ISO 3166-1 codes; all countries if None. Groups of countries are left out.

        Raises:
            SourceError: if there is no answer, or one that was not requested.
            InvalidQuery: for years out of order, or an unknown country.
        """
        if not 1900 <= first <= last <= 2200:  # noqa: PLR2004 - years
            raise InvalidQuery(
                f"{first} to {last}: give two years, the first not after the last.", value=first
            )
        codes = [country_facts(code)[0] for code in countries] if countries else ["all"]
        url = f"{self._url}/country/{';'.join(codes)}/indicator/{self._indicator}"
        figures = tuple(Pages(self._web, url, self._indicator).figures(first, last))
        if not figures:
            raise self._web.fault(url, f"has no figure for {first} to {last}.")
        return PriceLevels(figures, "" if self._indicator == "FP.CPI.TOTL" else INTERNATIONAL)


class Pages:
    """The figures of one indicator, page by page.

    Args:
        web: the service.
        url: the address of the indicator, for some countries or all.
        indicator: its code.
    """

    def __init__(self, web: Web, url: str, indicator: str) -> None:
        self._web, self._url, self._indicator = web, url, indicator

    def figures(self, first: int, last: int) -> Iterator[PriceLevel]:
        """Yield the figures of the years from first to last; groups of countries are left out.

        Raises:
            SourceError: for an answer that was not requested.
        """
        url = self._url
        page, pages, count, total = 1, 1, 0, 0
        while page <= pages:
            params = {
                "format": "json",
                "per_page": str(_PER_PAGE),
                "date": f"{first}:{last}",
                "page": str(page),
            }
            pages, total, rows = self._page(url, params, page)
            for row in rows:
                count += 1
                if (figure := self._figure(url, row, first, last)) is not None:
                    yield figure
            page += 1
        if count != total:
            raise self._web.fault(url, f"sent {count:,} of the {total:,} rows it announced.")

    def _page(self, url: str, params: dict[str, str], page: int) -> tuple[int, int, list[Any]]:
        """Return how many pages and rows there are, and the rows of one page."""
        answer = self._web.get(url, params)
        try:
            document = json.loads(answer.body)
            if isinstance(document, list) and len(document) == 1 and "message" in document[0]:
                raise self._refused(url, document[0]["message"])
            head, rows = document
            at, pages, total = int(head["page"]), int(head["pages"]), int(head["total"])
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise self._web.fault(url, f"sent something other than a page of figures ({error!r}).") from error
        rows = rows or []
        if at != page or pages > _MAX_PAGES or not isinstance(rows, list):
            raise self._web.fault(url, f"sent page {at} of {pages}; page {page} was asked for.")
        return pages, total, rows

    def _refused(self, url: str, message: Any) -> SourceError:
        """Return the error for an answer of status 200 that contains an error message."""
        texts = [str(part.get("value", part)) for part in message if isinstance(part, dict)]
        return self._web.fault(url, f"refused: {' '.join(texts) or message}")

    def _figure(self, url: str, row: Any, first: int, last: int) -> PriceLevel | None:
        try:
            indicator, code, year, value = (
                row["indicator"]["id"],
                row["country"]["id"],
                row["date"],
                row["value"],
            )
            is_wanted = indicator == self._indicator and first <= int(year) <= last
            number = None if value is None else positive(value)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise self._web.fault(url, f"sent a row that is not a figure ({error!r}).") from error
        if not is_wanted:
            raise self._web.fault(url, f"sent {indicator} of {year}, which was not asked for.")
        if number is None:
            return None
        try:
            country, currency = country_facts(str(code))
        except SalaryKitError:
            return None  # a group of countries
        return PriceLevel(
            country, str(int(year)), currency, number, self._indicator, f"{_NAME} WDI", _LICENCE
        )


class WorldBankRates:
    """Means of calendar years, units of each currency for one US dollar; CC BY 4.0, no key is needed.

    The figures are by country. A currency takes those of the countries in which it was the only tender all year; if these
    differ by more than a thousandth, it has no rate for that year.

    Args:
        source_url: the address of version 2 of the interface, for another host.
        limits: see `WebLimits`.

    Examples:
        >>> import salarykit as sk
        >>> from salarykit.sources import WorldBankRates
        >>> rates = sk.fetch_rates(WorldBankRates(), first="2020", last="2024")  # doctest: +SKIP
    """

    def __init__(self, source_url: str = WORLD_BANK, limits: WebLimits | None = None) -> None:
        self._url, self._web = source_url.rstrip("/"), Web(_NAME, limits)

    def fetch(self, first: dt.date, last: dt.date) -> Published:
        """Return the yearly means from the year of the first day to that of the last.

        Raises:
            SourceError: if there is no answer, an unexpected one, or one without figures.
        """
        url = f"{self._url}/country/all/indicator/{_RATES}"
        figures: dict[tuple[int, str], list[float]] = defaultdict(list)
        for figure in Pages(self._web, url, _RATES).figures(first.year, last.year):
            code = _only_currency(figure)
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


def _only_currency(figure: PriceLevel) -> str | None:
    """Return the currency of a country, if it was the only one in that year and still is the currency today."""
    year = int(figure.period)
    kept = set(tender(figure.country, dt.date(year, 1, 1))) & set(
        tender(figure.country, dt.date(year, 12, 31))
    )
    return figure.currency if kept == {figure.currency} else None
