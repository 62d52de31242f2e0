"""Reads rates from files and frames: one row per rate, or one column per currency."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from salarykit.currency.codes import CODES, parse_currency
from salarykit.currency.facts import redenominations
from salarykit.errors import InvalidQuery, InvalidSpan
from salarykit.files.codec_names import codec_of
from salarykit.files.format_options import FormatOptions, check_max_bytes
from salarykit.files.quotes import unclosed_message
from salarykit.files.raw import as_list
from salarykit.files.reading import read_raw
from salarykit.keywords import is_one_of
from salarykit.rates.published import Quotation, Step
from salarykit.rates.rates import Rates
from salarykit.rates.spans import parse_span
from salarykit.sources.observations import Observations, warn_of_doubtful
from salarykit.sources.plausible import check_powers

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from salarykit.files.raw import Raw

__all__ = ["UnitConvention", "read_rates"]

UnitConvention = Literal["as_quoted", "restated", "relabelled"]
"""The unit in which a series states the days before a redenomination.

In order: the unit and the code of the day; today's unit and today's code (World Bank, IMF); the unit of the day, but today's code.
"""

_DAY_NAMES: Final = ("date", "day", "time_period", "on")
_CODE_NAMES: Final = ("currency", "code", "quote")
_RATE_NAMES: Final = ("rate", "value", "obs_value", "units")
_MULTIPLES: Final = (
    "amount",
    "nominal",
    "unit",
    "multiplier",
    "menge",
    "quantity",
    "unit_mult",
    "кол-во",
    "cantidad",
)
_POWER: Final = "unit_mult"  # the column of SDMX that states the number of units as a power of ten
_WIDE: Final = re.compile(
    r"\s*(?:(?P<before>10{0,4})\s+)?(?P<code>[A-Z]{3})(?:\s+\(?(?P<after>10{0,4})\)?)?\s*", re.ASCII
)
_NOTHING: Final = ("", "N/A", "NA", "NaN", "nan", "null", "-")


def read_rates(
    source: Any,
    *,
    base: str,
    name: str | None = None,
    units: Mapping[str, UnitConvention] | None = None,
    encoding: str | None = None,
    quotation: Quotation | None = None,
    step: Step = "day",
    max_bytes: int | None = None,
) -> Rates:
    """Return rates from a file, a frame or records; a rate is units of the currency for one unit of the base.

    Warns (`UserWarning`) of a value that more than doubles or halves and does not stay there, and of one that contradicts
    a parity that its issuer keeps. Rates of a currency that differ from the packaged ones by a power of ten are refused, because
    they are probably for several units.

    Args:
        source: a path to CSV or Parquet, a pandas, polars or Arrow table, or records. Long: columns `date`, `currency`,
            `rate`. Wide: a column `date`, and one for each currency, named by its ISO 4217 code; other columns are
            ignored. Days are dates or ISO 8601 texts; missing, `N/A` and `-` mean that nothing was published. A column
            `amount`, `nominal`, `unit` or `multiplier` says for how many units a rate is, as a column named `100 JPY`
            does; that needs a quotation.
        base: the currency that every rate is quoted against, ISO 4217.
        name: the name of the source in quotes; its path or kind if None.
        units: for currencies that were redenominated, how the source states the days before that; `"as_quoted"` by
            default. The base may be among them.
        quotation: `"indirect"`, units of the currency for one unit of the base, or `"direct"`, units of the base for one unit
            of the currency, as central banks quote; indirect if None.
        step: how often the source publishes: `"day"`, `"week"`, `"month"`, or `"year"` for means of calendar years.
            Rates by the week or longer are used only where daily rates are lacking, and a yearly mean only for its
            whole year.
        encoding: the encoding of a text file, such as "cp1250"; see `sift_salaries`.
        max_bytes: the most bytes that a file may decompress and decode to; see `sift_salaries`.

    Raises:
        SourceError: if the source cannot be read, lacks these columns, or has an invalid rate or day.
        InvalidCurrency: if base is not ISO 4217.
        InvalidQuery: for an unknown convention, encoding, quotation or step.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.read_rates([{"date": "2024-06-28", "currency": "AED", "rate": 3.6725}], base="USD")
        >>> rates.rate("AED", "USD", on="2024-06-29")
        0.27229407760381213
    """
    units = _checked_units(units)
    _check_words(name, quotation, step)
    check_max_bytes(max_bytes)
    raw = read_raw(source, FormatOptions(codec_of(encoding), max_bytes=max_bytes))
    observations = Observations(name or raw.name, parse_currency(base), raw.name, texts=True)
    convention = units.get(base, "as_quoted")
    for row, text, code, rate, count in _cells(raw, observations):
        if _is_nothing(rate):
            continue
        day = _day(text, row, observations, step)
        value = _for_one(rate, count, quotation, row, observations)
        value = _in_new_unit(value, base, day, quotation) if convention == "relabelled" else value
        for named, quoted in _as_quoted(day, code, value, units.get(code, "as_quoted"), quotation):
            observations.add(day, named, quoted, f"row {row}: ")
    table = observations.published(
        quotation=quotation or "indirect", step=step, is_restated=convention != "as_quoted"
    )
    check_powers(table)
    warn_of_doubtful(table, stacklevel=2)
    return Rates(table)


def _checked_units(units: Any) -> Mapping[str, UnitConvention]:
    """Return how the source states the days before a redenomination, by currency; empty for None.

    Raises:
        InvalidCurrency, InvalidQuery: for an unknown code or convention.
    """
    conventions = get_args(UnitConvention)
    units = {} if units is None else units
    if not isinstance(units, Mapping):
        raise InvalidQuery(
            f"units={units!r}: give a mapping from codes to one of {', '.join(conventions)}.", value=units
        )
    for code, convention in units.items():
        parse_currency(code)
        if not is_one_of(convention, conventions):
            raise InvalidQuery(
                f"units: {code}={convention!r}: choose one of {', '.join(conventions)}.", value=convention
            )
    return units


def _check_words(name: Any, quotation: Any, step: Any) -> None:
    """Refuse a name that is not a text, and an unknown quotation or step.

    Raises:
        InvalidQuery: naming the option.
    """
    if name is not None and not isinstance(name, str):
        raise InvalidQuery(f"name={name!r}: give a text.", value=name)
    for option, word, choices in (
        ("quotation", quotation, get_args(Quotation)),
        ("step", step, get_args(Step)),
    ):
        if word is not None and not is_one_of(word, choices):
            raise InvalidQuery(f"{option}={word!r}: choose one of {', '.join(choices)}.", value=word)


def _is_nothing(rate: Any) -> bool:
    """Return whether a cell states that nothing was published that day."""
    if isinstance(rate, str):
        return rate.strip() in _NOTHING
    return rate is None or (isinstance(rate, float) and math.isnan(rate))


def _check_rows(raw: Raw, observations: Observations) -> None:
    """Refuse a source that has rows that cannot be read."""
    if raw.ragged:
        raise observations.fault(f"row {raw.ragged[0][0]} does not have one cell for each column.")
    if raw.unclosed:
        row, text, line = raw.unclosed[0]
        raise observations.fault(f"row {row}, {unclosed_message(line, text)}")
    if raw.refused:
        raise observations.fault(f"row {raw.refused[0].row}: {raw.refused[0].message}")
    if raw.garbled:
        raise observations.fault(f"row {raw.garbled[0][0]} is in another encoding than the rest of the file.")


def _cells(raw: Raw, observations: Observations) -> Iterator[tuple[int, Any, str, Any, Any]]:
    """Yield the row (from 1), day, currency and rate of each cell, and the number of units it is for."""
    _check_rows(raw, observations)
    by_name = {name.strip().lower(): name for name in raw.columns}
    day, code, rate = (_first(by_name, names) for names in (_DAY_NAMES, _CODE_NAMES, _RATE_NAMES))
    wide = {
        name: match for name in raw.columns if (match := _WIDE.fullmatch(name)) and match["code"] in CODES
    }
    if day is None or not (wide or (code and rate)):
        raise observations.fault(
            f"has the columns {', '.join(raw.columns) or 'none'}. Rates need date, currency and rate, or date and a "
            "column for each currency."
        )
    days = as_list(raw.columns[day])
    if code and rate:
        codes = [str(value).strip() for value in as_list(raw.columns[code])]
        multiple = _first(
            {name: by_name[name] for name in by_name if by_name[name] not in (code, rate)}, _MULTIPLES
        )
        counts: Any = as_list(raw.columns[multiple]) if multiple else [1] * len(days)
        if multiple and multiple.strip().lower() == _POWER:
            counts = [10.0 ** float(power) if _is_number(power) else power for power in counts]
        yield from zip(range(1, len(days) + 1), days, codes, as_list(raw.columns[rate]), counts, strict=True)
        return
    for name, match in wide.items():
        for row, (when, value) in enumerate(zip(days, as_list(raw.columns[name]), strict=True), start=1):
            yield row, when, match["code"], value, int(match["before"] or match["after"] or 1)


def _is_number(value: Any) -> bool:
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError):
        return False


def _for_one(rate: Any, count: Any, quotation: Quotation | None, row: int, observations: Observations) -> Any:
    """Return the rate for one unit, given the rate for several.

    Raises:
        SourceError: if the rate is for several units and no quotation says of which currency, or for an invalid number of units.
    """
    if not _is_number(count) or float(count) <= 0:
        raise observations.fault(f"row {row}: {count!r} is not a number of units that a rate can be for.")
    if float(count) == 1:
        return rate
    if quotation is None:
        raise observations.fault(
            f"row {row}: the rate is for {float(count):,.0f} units. Say of which currency: quotation='direct' for units of the currency, "
            "'indirect' for units of the base."
        )
    return _times(rate, 1 / Fraction(str(count).strip()))


def _in_new_unit(rate: Any, base: str, day: dt.date, quotation: Quotation | None) -> Any:
    """Return a rate against the base's present unit, given one against the unit of the day."""
    for fact in redenominations():
        if fact.new == base != fact.old and day < fact.effective:
            rate = _times(rate, fact.factor if quotation != "direct" else 1 / fact.factor)
    return rate


def _first(by_name: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((by_name[name] for name in names if name in by_name), None)


def _day(text: Any, row: int, observations: Observations, step: Step) -> dt.date:
    """Return the day of a rate; a yearly rate has the last day of its year."""
    try:
        span = parse_span(str(text) if step == "year" and isinstance(text, int) else text)
    except InvalidSpan as error:
        raise observations.fault(f"row {row}: {error}") from None
    if step == "year":
        return span.last.replace(month=12, day=31)
    if not span.is_day:
        raise observations.fault(f"row {row}: {text!r} is a span; a rate is for one day.")
    return span.first


def _as_quoted(
    day: dt.date, code: str, rate: Any, convention: UnitConvention, quotation: Quotation | None
) -> Iterator[tuple[str, Any]]:
    """Yield the code and the rate in the unit of the day itself, given those in the unit of a convention."""
    if convention != "as_quoted":
        for fact in reversed(redenominations()):
            if fact.new == code and day < fact.effective:
                code = fact.old
                factor = fact.factor if quotation != "direct" else 1 / fact.factor
                rate = _times(rate, factor) if convention == "restated" else rate
    yield code, rate


def _times(rate: Any, factor: Fraction) -> Any:
    """Return a rate times a factor, in decimal arithmetic; an invalid rate is returned unchanged, to be refused later."""
    if isinstance(rate, bool):
        return rate
    try:
        return float(Fraction(str(rate).strip()) * factor)
    except (ValueError, ZeroDivisionError, OverflowError):
        return rate
