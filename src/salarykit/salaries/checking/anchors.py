"""Anchors: what a year's pay in a country is measured against, in US dollars."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.currency.tender import tender
from salarykit.errors import InvalidQuery, hint
from salarykit.files.columns import as_floats
from salarykit.files.reading import read_raw
from salarykit.files.values import plain_value
from salarykit.places import countries
from salarykit.salaries.country_levels import country_levels

if TYPE_CHECKING:
    import datetime as dt

    from salarykit.rates.rates import Rates

__all__ = ["Anchors", "in_dollars", "read_anchors"]

_SOURCE: Final = "GDP per head of 2023 (World Bank, NY.GDP.PCAP.CD)"
_OLDEST: Final = 366  # days; a magnitude does not need today's rate


class Anchors(NamedTuple):
    """Anchors by country, in US dollars a year, and where they are from."""

    levels: dict[str, float]
    source: str


def read_anchors(anchors: Any, *, rates: Rates, today: dt.date) -> Anchors:
    """Return anchors in US dollars at the rates of today.

    Args:
        anchors: None for the packaged GDP per head; a mapping of countries to yearly figures in their money; or a path,
            frame or records with the columns `country`, `anchor` and, if not in the country's own, `currency`.
        rates: the rates.
        today: the day.

    Raises:
        InvalidQuery: for a country that does not exist, a figure that is not positive, or a missing column.
    """
    if anchors is None:
        return Anchors(country_levels(), _SOURCE)
    rows = _of_mapping(anchors) if isinstance(anchors, Mapping) else _of_table(anchors)
    found: dict[str, float] = {}
    for country, anchor, currency in rows:
        figure = _figure(country, anchor)
        money = currency or next(iter(tender(country, today)), None)
        rate = in_dollars([money], rates, today)[money] if money else math.nan
        if math.isfinite(rate):
            found[country] = figure * rate
    lost = len({country for country, *_ in rows}) - len(found)
    return Anchors(found, "the anchors given" + (f", less {lost} without a rate" if lost else ""))


def _of_mapping(anchors: Mapping[Any, Any]) -> list[tuple[str, Any, None]]:
    return [(country, anchor, None) for country, anchor in anchors.items()]


def _of_table(source: Any) -> list[tuple[str, Any, str | None]]:
    raw = read_raw(source)
    missing = [name for name in ("country", "anchor") if name not in raw.columns]
    if missing:
        raise InvalidQuery(
            f"The anchors of {raw.name} have no column {missing[0]!r}. They need `country` and `anchor`, and may have "
            f"`currency`; there are: {', '.join(raw.columns)}.",
            value=missing[0],
        )
    blank = [None] * len(raw.columns["country"])
    cells = [list(raw.columns.get(name, blank)) for name in ("country", "anchor", "currency")]
    return [
        tuple(value.as_py() if hasattr(value, "as_py") else plain_value(value) for value in row)
        for row in zip(*cells, strict=True)
    ]


def _figure(country: Any, anchor: Any) -> float:
    if country not in countries():
        raise InvalidQuery(
            f"Anchors: {country!r} is not an ISO 3166-1 alpha-2 country code.{hint(str(country), countries())}",
            value=country,
        )
    try:
        figure = float(anchor)
    except (TypeError, ValueError):
        figure = math.nan
    if not 0 < figure < math.inf:
        raise InvalidQuery(
            f"Anchors: {country}: a yearly figure must be a positive number, not {anchor!r}.", value=anchor
        )
    return figure


def in_dollars(currencies: list[str], rates: Rates, today: dt.date) -> dict[str, float]:
    """Return what one unit of each currency was worth in US dollars on a day, or within a year before; NaN if unknown."""
    day = min(today, rates.last)
    found = rates.convert(
        np.ones(len(currencies)), currencies, "USD", on=day, max_staleness=_OLDEST, missing="null"
    )
    return dict(zip(currencies, as_floats(found.value).tolist(), strict=True))
