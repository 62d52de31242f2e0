"""Rates from files and frames: one row a rate, or one column a currency."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from salarykit.currency.codes import CODES, parse_currency
from salarykit.currency.facts import redenominations
from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.files.quotes import unclosed_message
from salarykit.files.reading import read_raw
from salarykit.rates.rates import Rates
from salarykit.rates.spans import parse_span
from salarykit.sources.jumps import warn_of_doubtful
from salarykit.sources.observations import Observations

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from salarykit.files.raw import Column, Raw

__all__ = ["UnitConvention", "read_rates"]

UnitConvention = Literal["as_quoted", "restated", "relabelled"]
"""In which unit a series states the days before a redenomination: in the unit and under the code of the day; in
today's unit under today's code (World Bank, IMF); in the unit of the day, but under today's code."""

_DAY_NAMES: Final = ("date", "day", "time_period", "on")
_CODE_NAMES: Final = ("currency", "code", "quote")
_RATE_NAMES: Final = ("rate", "value", "obs_value", "units")
_NOTHING: Final = ("", "N/A", "NA", "NaN", "nan", "null", "-")


def read_rates(
    source: Any,
    *,
    base: str,
    name: str | None = None,
    units: Mapping[str, UnitConvention] | None = None,
    encoding: str | None = None,
) -> Rates:
    """Return rates from a file, a frame or records; a rate is units of the currency for one unit of the base.

    Warns (`UserWarning`) of a value that more than doubles or halves and does not stay there, and of one that contradicts
    a parity that its issuer keeps.

    Args:
        source: a path to CSV or Parquet, a pandas, polars or Arrow table, or records. Long: columns `date`,
            `currency`, `rate`. Wide: a column `date`, and one for each currency, named by its ISO 4217 code; other
            columns are left out. Days are dates or ISO 8601 texts; missing, `N/A` and `-` mean that nothing was
            published.
        base: ISO 4217; what every rate is quoted against.
        name: what quotes call the source; the path or kind of the source if None.
        units: for currencies that were redenominated, how the source states the days before; `"as_quoted"` if not
            said.
        encoding: of a file of text, as "cp1250"; see `sift_salaries`.

    Raises:
        SourceError: if the source cannot be read, lacks these columns, or holds a rate or day that is none.
        InvalidCurrency: if base is not ISO 4217.
        InvalidQuery: for an unknown convention or encoding.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.read_rates([{"date": "2024-06-28", "currency": "AED", "rate": 3.6725}], base="USD")
        >>> rates.rate("AED", "USD", on="2024-06-29")
        0.27229407760381213
    """
    for code, convention in (units or {}).items():
        parse_currency(code)
        if convention not in get_args(UnitConvention):
            raise InvalidQuery(
                f"units: {convention!r} is none of {', '.join(get_args(UnitConvention))}.", value=convention
            )
    raw = read_raw(source, encoding=encoding)
    found = Observations(name or raw.name, parse_currency(base), raw.name, texts=True)
    for row, text, code, rate in _cells(raw, found):
        if _is_nothing(rate):
            continue
        day = _day(text, row, found)
        for named, value in _as_quoted(day, code, rate, (units or {}).get(code, "as_quoted")):
            found.add(day, named, value, f"row {row}: ")
    published = found.published()
    warn_of_doubtful(published, stacklevel=2)
    return Rates(published)


def _is_nothing(rate: Any) -> bool:
    """Return whether a cell says that nothing was published that day."""
    if isinstance(rate, str):
        return rate.strip() in _NOTHING
    return rate is None or (isinstance(rate, float) and math.isnan(rate))


def _cells(raw: Raw, found: Observations) -> Iterator[tuple[int, Any, str, Any]]:
    """Yield row (from 1), day, currency and rate of each cell."""
    if raw.ragged:
        raise found.fault(f"row {raw.ragged[0][0]} does not have one cell for each column.")
    if raw.unclosed:
        row, text, line = raw.unclosed[0]
        raise found.fault(f"row {row}, {unclosed_message(line, text)}")
    if raw.refused:
        raise found.fault(f"row {raw.refused[0].row}: {raw.refused[0].message}")
    if raw.garbled:
        raise found.fault(f"row {raw.garbled[0][0]} is in another encoding than the rest of the file.")
    by_name = {name.strip().lower(): name for name in raw.columns}
    day, code, rate = (_first(by_name, names) for names in (_DAY_NAMES, _CODE_NAMES, _RATE_NAMES))
    wide = [name for name in raw.columns if name.strip() in CODES]
    if day is None or not (wide or (code and rate)):
        raise found.fault(
            f"has the columns {', '.join(raw.columns) or 'none'}. Rates need date, currency and rate, or date and a "
            "column for each currency."
        )
    days = _values(raw.columns[day])
    if code and rate:
        codes = [str(value).strip() for value in _values(raw.columns[code])]
        yield from zip(range(1, len(days) + 1), days, codes, _values(raw.columns[rate]), strict=True)
        return
    for name in wide:
        for row, (when, value) in enumerate(zip(days, _values(raw.columns[name]), strict=True), start=1):
            yield row, when, name.strip(), value


def _first(by_name: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((by_name[name] for name in names if name in by_name), None)


def _values(column: Column) -> list[Any]:
    return column if isinstance(column, list) else column.to_pylist()


def _day(text: Any, row: int, found: Observations) -> dt.date:
    try:
        span = parse_span(text)
    except InvalidSpan as error:
        raise found.fault(f"row {row}: {error}") from None
    if not span.is_day:
        raise found.fault(f"row {row}: {text!r} is a span; a rate is of one day.")
    return span.first


def _as_quoted(day: dt.date, code: str, rate: Any, convention: UnitConvention) -> Iterator[tuple[str, Any]]:
    """Yield the code and the units of the day itself, from what a convention makes of them."""
    if convention != "as_quoted":
        for fact in reversed(redenominations()):
            if fact.new == code and day < fact.effective:
                code = fact.old
                rate = _times(rate, fact.factor) if convention == "restated" else rate
    yield code, rate


def _times(rate: Any, factor: Fraction) -> Any:
    """Return a rate times a factor, by the digits it is written with; what is no rate is left to be refused."""
    if isinstance(rate, bool):
        return rate
    try:
        return float(Fraction(str(rate).strip()) * factor)
    except (ValueError, ZeroDivisionError, OverflowError):
        return rate
