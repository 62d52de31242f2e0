"""`Sheet`: a table prepared for the checks, with yearly figures in US dollars and the usual pay of each country."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.countries import countries
from salarykit.currency.tender import tender
from salarykit.errors import InvalidQuery, hint
from salarykit.files.columns import as_coded, as_floats, combine
from salarykit.files.frames import per
from salarykit.files.reading import read_raw
from salarykit.files.values import plain_value
from salarykit.pay.pay_year import PayYear
from salarykit.places import resolve_column
from salarykit.salaries.checking.findings import named
from salarykit.salaries.conversion import annual_amounts, convert_table
from salarykit.salaries.conversion_options import ConversionOptions
from salarykit.salaries.country_levels import country_levels
from salarykit.salaries.fields import FIELDS
from salarykit.salaries.metadata import Terms

if TYPE_CHECKING:
    import datetime as dt

    from numpy.typing import NDArray

    from salarykit.rates.rates import Rates


__all__ = ["Anchors", "Sheet", "in_dollars", "prepare", "read_anchors"]

_CENTRAL: Final = re.compile(r"median|mean|p50")
_ENOUGH: Final = 8  # rows; a role with as many is compared within itself


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A table, and what the checks need besides.

    Attributes:
        table: the table itself.
        cells: the fields of a salary as lists.
        currencies: those that the table has.
        annual: figures of a year in local money, NaN where there is none.
        dollars: the same in US dollars.
        levels: the anchor of each row's country in US dollars, NaN where there is none.
        groups: for each group of rows that are compared with one another, their positions from 0.
        rates: the rates in use.
        source: who published the rates that were used.
        today: the day that counts as today.
    """

    table: pa.Table
    cells: dict[str, list[Any]]
    currencies: frozenset[str]
    annual: NDArray[np.float64]
    dollars: NDArray[np.float64]
    levels: NDArray[np.float64]
    groups: list[NDArray[np.intp]]
    rates: Rates
    source: str
    today: dt.date

    def __len__(self) -> int:
        return len(self.annual)

    def label(self, row: int) -> str:
        """Return how messages name a row, given its position from 0: by its number and its city or role."""
        return named(row, self.cells["city"][row], self.cells["role"][row])

    def stated(self, row: int) -> str:
        """Return the amount of a row as it is stated, such as `CAD 342,000 a year`."""
        return per(*(self.cells[name][row] for name in ("amount", "currency", "period")))


def prepare(table: pa.Table, *, anchors: Anchors, rates: Rates, today: dt.date) -> Sheet:
    """Return a table prepared for the checks.

    A figure is converted at the rate of its own `as_of`; without one, or without a rate, at the last rate of the year
    before today. A row without a country has the country of its city, if that is clear.
    """
    plain = table.select([field.name for field in FIELDS]).replace_schema_metadata(None)
    countries = _countries(plain)
    cells = {name: plain.column(name).to_pylist() for name in plain.column_names} | {"country": countries}
    coded_countries = as_coded(pa.array(countries, pa.string()))
    levels = np.array([anchors.levels.get(name or "", np.nan) for name in coded_countries.names]).take(
        coded_countries.indices
    )
    dollars, source = _dollars(plain, rates, today)
    return Sheet(
        table=table,
        cells=cells,
        currencies=frozenset(filter(None, cells["currency"])),
        annual=annual_amounts(plain, PayYear()),
        dollars=dollars,
        levels=levels,
        groups=_groups(cells),
        rates=rates,
        source=source,
        today=today,
    )


def _countries(table: pa.Table) -> list[str | None]:
    """Return the country of each row: the one that it states, or else that of its city, if it is clear."""
    stated: list[str | None] = table.column("country").to_pylist()
    if None not in stated:
        return stated
    lacking = pc.is_null(combine(table.column("country")))
    cities = pc.if_else(lacking, combine(table.column("city")).cast(pa.string()), None)
    places = resolve_column(cities)
    homes = zip(places.field("country").to_pylist(), places.field("share").to_pylist(), strict=True)
    clear = [country if share > 0.9 else None for country, share in homes]  # noqa: PLR2004 - no other city of the name is nearly as large
    return [code or inferred for code, inferred in zip(stated, clear, strict=True)]


def _dollars(table: pa.Table, rates: Rates, today: dt.date) -> tuple[NDArray[np.float64], str]:
    """Return the yearly figures in US dollars, and who published the rates."""
    day = str(min(today, rates.last))
    dated = table.set_column(
        table.column_names.index("as_of"),
        "as_of",
        pc.fill_null(combine(table.column("as_of")).cast(pa.string()), day),
    )
    done = convert_table(dated, ConversionOptions.of("USD", on="own", rates=rates, missing="null"))
    values = np.array(as_floats(combine(done.column("value"))))
    currencies = as_coded(combine(table.column("currency")))
    names = [name for name in currencies.names if name]
    now = in_dollars(names, rates, today)
    units = np.array([now.get(name, np.nan) for name in currencies.names]).take(currencies.indices)
    terms = Terms.from_metadata(done.schema.metadata)
    source = (terms.source if terms else "") or rates.source
    return np.where(np.isfinite(values), values, annual_amounts(table, PayYear()) * units), source


def _groups(cells: dict[str, list[Any]]) -> list[NDArray[np.intp]]:
    """Return the rows of each role that has enough of them, and the rows of all other roles together, by statistic."""
    groups: dict[tuple[str, str], list[int]] = {}
    for row, (role, statistic) in enumerate(zip(cells["role"], cells["statistic"], strict=True)):
        kind = "" if statistic is None or _CENTRAL.fullmatch(statistic) else statistic
        groups.setdefault((" ".join((role or "").casefold().split()), kind), []).append(row)
    small: dict[str, list[int]] = {}
    for (_, kind), rows in groups.items():
        if len(rows) < _ENOUGH:
            small.setdefault(kind, []).extend(rows)
    large = [rows for rows in groups.values() if len(rows) >= _ENOUGH]
    return [np.array(sorted(rows), np.intp) for rows in (*large, *small.values())]


_SOURCE: Final = "GDP per head of 2023 (World Bank, NY.GDP.PCAP.CD)"
_OLDEST: Final = 366  # days; for an order of magnitude a rate may be as old as this


class Anchors(NamedTuple):
    """Anchors by country in US dollars a year, and their source."""

    levels: dict[str, float]
    source: str


def read_anchors(anchors: Any, *, rates: Rates, today: dt.date) -> Anchors:
    """Return anchors in US dollars at the rates of a day.

    Args:
        anchors: None for the packaged GDP per head; a mapping of countries to yearly figures in local money; or a path,
            frame or records with the columns `country`, `anchor` and, if they are not in local money, `currency`.
        rates: the rates.
        today: the day.

    Raises:
        InvalidQuery: for an unknown country, a figure that is not positive, or a missing column.
    """
    if anchors is None:
        return Anchors(country_levels(), _SOURCE)
    rows = _of_mapping(anchors) if isinstance(anchors, Mapping) else _of_table(anchors)
    dollars: dict[str, float] = {}
    for country, anchor, currency in rows:
        figure = _figure(country, anchor)
        money = currency or next(iter(tender(country, today)), None)
        rate = in_dollars([money], rates, today)[money] if money else math.nan
        if math.isfinite(rate):
            dollars[country] = figure * rate
    lacking = len({country for country, *_ in rows}) - len(dollars)
    note = f" ({lacking} left out for lack of a rate)" if lacking else ""
    return Anchors(dollars, f"the anchors given{note}")


def _of_mapping(anchors: Mapping[Any, Any]) -> list[tuple[str, Any, None]]:
    return [(country, anchor, None) for country, anchor in anchors.items()]


def _of_table(source: Any) -> list[tuple[str, Any, str | None]]:
    raw = read_raw(source)
    missing = [name for name in ("country", "anchor") if name not in raw.columns]
    if missing:
        raise InvalidQuery(
            f"The anchors of {raw.name} have no column {missing[0]!r}. They need the columns country and anchor, and may have "
            f"currency; there are: {', '.join(raw.columns)}.",
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
    """Return the value of one unit of each currency in US dollars on a day, or at most a year before; NaN if unknown."""
    day = min(today, rates.last)
    converted = rates.convert(
        np.ones(len(currencies)), currencies, "USD", on=day, max_staleness=_OLDEST, missing="null"
    )
    return dict(zip(currencies, as_floats(converted.value).tolist(), strict=True))
