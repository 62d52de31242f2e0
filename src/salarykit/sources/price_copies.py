"""Price levels read from files and frames; and the price levels in use, either the packaged ones or the user's copy."""

from __future__ import annotations

import csv
import io
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.codes import parse_currency
from salarykit.errors import SalaryKitError, SourceError
from salarykit.files.quotes import unclosed_message
from salarykit.files.raw import as_list
from salarykit.files.reading import read_raw
from salarykit.files.values import plain_value
from salarykit.files.writing import write_text
from salarykit.package import once
from salarykit.rates.spans import parse_span
from salarykit.sources.copies import copy_path
from salarykit.sources.price_levels import (
    INTERNATIONAL,
    PriceLevel,
    PriceLevels,
    country_facts,
    positive,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.files.raw import Raw

__all__ = [
    "default_price_levels",
    "packaged_price_levels",
    "price_copy_path",
    "read_price_levels",
    "update_price_levels",
]


_MAC: Final = "Mac$"
_NAMES: Final = {
    "country": ("country", "iso_a3", "iso3", "iso2", "countryiso3code", "country_code", "code"),
    "period": ("year", "date", "period", "time"),
    "value": ("value", "parity", "ppp", "local_price"),
    "currency": ("currency", "currency_code"),
    "indicator": ("indicator",),
    "source": ("source",),
    "licence": ("licence", "license"),
}


def read_price_levels(
    source: Any, *, name: str | None = None, licence: str = "not stated", indicator: str = "parity"
) -> PriceLevels:
    """Return price levels from a file, a frame or records.

    Args:
        source: a path to CSV or Parquet, a frame or records. Columns: a country (ISO 3166-1, two or three letters), a
            `year` or `date`, and a `value`: units of local currency that buy what one unit buys in the country of
            reference. `currency`, `indicator`, `source` and `licence` are read if present. The layout of The
            Economist's Big Mac index is also known (`date`, `iso_a3`, `currency_code`, `local_price`): the parity is
            the local price over the one in the United States on that day.
        name: the publisher, if no column states it; the path or kind of the source if None.
        licence: the licence, if no column states it.
        indicator: the indicator, if no column states it.

    Raises:
        SourceError: if the source cannot be read, lacks these columns, or has an invalid figure, country or year;
            with the row, counted from 1.

    Examples:
        >>> mine = read_price_levels(
        ...     [{"country": "CHE", "year": 2025, "value": 1.07}], name="example", licence="CC BY 4.0"
        ... )
        >>> mine.get("CH").currency, mine.unit, mine.licence
        ('CHF', 'Int$ 2025', 'CC BY 4.0')
    """
    raw = read_raw(source)
    column_by_field = _columns_of(raw)
    columns = {field: as_list(raw.columns[column]) for field, column in column_by_field.items() if column}
    mac = column_by_field["value"] is not None and column_by_field["value"].strip().lower() == "local_price"
    headers = {
        "indicator": "Big Mac" if mac and indicator == "parity" else indicator,
        "source": name or raw.name,
        "licence": licence,
    }
    figures = list(_figures(columns, headers, raw.name))
    if not figures:
        raise SourceError(f"{raw.name} has no price levels.", source=raw.name)
    return PriceLevels(*((_against_us(figures, raw.name), _MAC) if mac else (tuple(figures), INTERNATIONAL)))


def _columns_of(raw: Raw) -> dict[str, str | None]:
    """Return the column of each field of a price level; None for a field that the source lacks and that may be missing.

    Raises:
        SourceError: if a row could not be split, or a required column is missing.
    """
    if raw.unclosed:
        _, text, line = raw.unclosed[0]
        raise SourceError(f"{raw.name}, {unclosed_message(line, text)}", source=raw.name)
    if raw.refused:
        raise SourceError(f"{raw.name}, row {raw.refused[0].row}: {raw.refused[0].message}", source=raw.name)
    by_name = {column.strip().lower(): column for column in raw.columns}
    column_by_field = {
        field: next((by_name[name] for name in names if name in by_name), None)
        for field, names in _NAMES.items()
    }
    if raw.ragged or None in (
        column_by_field["country"],
        column_by_field["period"],
        column_by_field["value"],
    ):
        raise SourceError(
            f"{raw.name} has the columns {', '.join(raw.columns) or 'none'}. Price levels need a country, a year or date, "
            "and a value.",
            source=raw.name,
        )
    return column_by_field


def _figures(columns: dict[str, list[Any]], headers: dict[str, str], origin: str) -> Iterator[PriceLevel]:
    for at in range(len(columns["country"])):
        row = {field: cells[at] for field, cells in columns.items()}
        if row["value"] is None or str(row["value"]).strip() in ("", "..", "NA", "nan", "null"):
            continue
        try:
            country, currency = country_facts(str(row["country"]))
            yield PriceLevel(
                country,
                _period(row["period"]),
                parse_currency(row["currency"]) if row.get("currency") else currency,
                positive(row["value"]),
                *(str(row.get(field) or text) for field, text in headers.items()),
            )
        except (SalaryKitError, ValueError) as error:
            raise SourceError(f"{origin}: row {at + 1}: {error}", source=origin) from None


def _against_us(figures: list[PriceLevel], origin: str) -> tuple[PriceLevel, ...]:
    """Return prices of one good as parities: each price divided by the price in the United States on the same day."""
    home = {figure.period: figure.value for figure in figures if figure.country == "US"}
    lost = sorted({figure.period for figure in figures} - set(home))
    if lost:
        raise SourceError(f"{origin}: no price in the United States on {lost[0]}.", source=origin)
    return tuple(figure._replace(value=figure.value / home[figure.period]) for figure in figures)


def _period(value: Any) -> str:
    value = plain_value(value)
    text = str(int(value)) if isinstance(value, float) and value == int(value) else str(value).strip()
    span = parse_span(text if isinstance(value, str | int | float) else value)
    return text if isinstance(value, str | int | float) else span.first.isoformat()


_PACKAGED: Final = Path(__file__).with_name("price_levels.csv")
_FIELDS: Final = ("country", "year", "currency", "value", "indicator", "source", "licence")
_REVISED: Final = 1.25  # the factor by which a parity may be revised at most


def price_copy_path() -> Path:
    """Return the path of the user's copy, in the folder of the rates."""
    return copy_path().with_name("price_levels.csv")


@once
def packaged_price_levels() -> PriceLevels:
    """Return the price levels that ship with salarykit: parities of private consumption for the packaged cities.

    Each figure names the page it was read from; countries without a page to cite are left out.

    Examples:
        >>> packaged_price_levels().countries
        ('CA', 'CN', 'DE', 'FR', 'GB', 'IL', 'IN', 'SG', 'US')
    """
    return read_price_levels(_PACKAGED)


def default_price_levels() -> PriceLevels:
    """Return the price levels in use: the user's copy if there is one, else the packaged ones.

    They are read once per process. `salarykit rates update --source world-bank` makes the copy; a damaged copy is ignored with
    a warning. This never opens a socket.

    Examples:
        >>> default_price_levels().at("2025").get("SG").value
        1.024
    """
    return _in_use(price_copy_path())


@lru_cache(1)
def _in_use(path: Path) -> PriceLevels:
    try:
        path.stat()
        return read_price_levels(path)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError) as error:  # a SourceError, or an error of the system about the path
        warnings.warn(f"{error} The packaged price levels are used.", stacklevel=3)
    return packaged_price_levels()


def update_price_levels(fresh: PriceLevels) -> PriceLevels:
    """Replace the user's copy by the figures of a source, if they continue the packaged ones.

    Args:
        fresh: parities of private consumption.

    Raises:
        SourceError: if they lack a packaged country, measure something else, or contradict a packaged figure;
            the copy is then unchanged.
    """
    packaged = packaged_price_levels()
    lost = sorted(set(packaged.countries) - set(fresh.countries))
    if lost or fresh.indicator != packaged.indicator:
        raise SourceError(
            f"The price levels measure {fresh.indicator}"
            f"{' and lack ' + ', '.join(lost) if lost else ''}; they must measure {packaged.indicator} for "
            f"{', '.join(packaged.countries)}. Those in use are unchanged.",
            source=fresh.source,
        )
    for figure in packaged.figures:
        new = fresh.get(figure.country, figure.period)
        if new and not 1 / _REVISED < new.value / figure.value < _REVISED:
            raise SourceError(
                f"The price level of {figure.country} in {figure.period} is {new.value}, not about {figure.value}: this "
                "is another series. Those in use are unchanged.",
                source=fresh.source,
            )
    path = price_copy_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SourceError(f"Cannot write {path}: {error.strerror or error}.", source=str(path)) from error
    write_text(_text(fresh.figures), path)
    _in_use.cache_clear()
    return default_price_levels()


def _text(figures: Iterable[PriceLevel]) -> str:
    """Return figures as a CSV that `read_price_levels` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_FIELDS)
    for figure in figures:
        writer.writerow([figure.country, figure.period, figure.currency, repr(figure.value), *figure[4:]])
    return out.getvalue()
