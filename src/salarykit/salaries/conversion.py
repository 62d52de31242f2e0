"""Converting: annualise and age in local money, convert, divide by price levels; the figures as stated are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.errors import RateNotFound
from salarykit.files.columns import as_coded, as_floats, combine, floats_to_arrow
from salarykit.pay.pay_year import MONTHS_OF, PERIODS, PayYear
from salarykit.rates.columns import span_of
from salarykit.rates.converted import FLAGS
from salarykit.rates.grid import KINDS, STEPS
from salarykit.rates.kernel import Coded, taken
from salarykit.salaries.convert import coded_days
from salarykit.salaries.fields import MONTHS
from salarykit.salaries.metadata import Terms, added_by, free_columns
from salarykit.salaries.real_terms import age_factors, real_values
from salarykit.salaries.tuples import code_column

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from salarykit.rates.converted import Conversion
    from salarykit.rates.kernel import Days
    from salarykit.rates.rates import Rates
    from salarykit.rates.spans import Span
    from salarykit.salaries.conversion_options import ConversionOptions

__all__ = [
    "ADDED_TYPES",
    "ConvertedColumns",
    "SalaryColumns",
    "added_columns",
    "annual_amounts",
    "annualised",
    "columns_in_table",
    "convert_columns",
    "convert_table",
    "sources_used",
    "without_conversion",
    "without_rate",
    "year_factors",
]

_KEEP: Final = 'missing="null" keeps such rows, without a value.'

ADDED_TYPES: Final = {
    **dict.fromkeys(("value", "rate", "age_factor", "nominal", "parity"), pa.float64()),
    **dict.fromkeys(("rate_kind", "rate_step", "rate_flag"), pa.string()),
    "rate_on": pa.date32(),
    "rate_staleness": pa.int32(),
}
"""The types of the columns that a conversion adds; columns of words, which may be dictionaries, are given as strings."""


class SalaryColumns(NamedTuple):
    """The columns that a conversion reads, of n rows each."""

    amounts: NDArray[np.float64]
    """The amounts in local money; NaN for none."""
    currencies: Coded
    """The currencies of the amounts, ISO 4217."""
    periods: Coded
    """The period that each amount pays for; None if it is unknown, so that the amount has no yearly figure."""
    on: Span | Days | Coded
    """The days or spans of the rates."""
    months: NDArray[np.float64] | None = None
    """How many monthly salaries a year of each row has; NaN if the pay year decides."""
    as_of: Span | Days | Coded | None = None
    """When each amount was true; only ageing reads it."""
    countries: Coded | None = None
    """The countries of the rows, ISO 3166-1; only ageing by country and price levels read them."""

    def take(self, rows: NDArray[Any]) -> SalaryColumns:
        """Return some of the rows, by their positions or by a mask."""
        return SalaryColumns(
            self.amounts[rows],
            taken(self.currencies, rows),
            taken(self.periods, rows),
            taken(self.on, rows),
            None if self.months is None else self.months[rows],
            taken(self.as_of, rows),
            taken(self.countries, rows),
        )


class ConvertedColumns(NamedTuple):
    """n yearly figures in one unit, and how they were computed."""

    conversion: Conversion
    """The figures in the base, with their rates and provenance."""
    age_factor: NDArray[np.float64] | None = None
    """The factor that brought each figure to the effective date."""
    real: NDArray[np.float64] | None = None
    """The figures divided by price levels; NaN if there is none for the country."""
    parity: NDArray[np.float64] | None = None
    """The price level that each figure was divided by, in the currency of that level."""


def convert_columns(columns: SalaryColumns, options: ConversionOptions) -> ConvertedColumns:
    """Make figures comparable: annualise, age in local money, convert and divide by price levels, in this order.

    Raises:
        RateNotFound, InvalidQuery: if a row has no rate, or cannot be aged, unless missing is "null". The error has the
            row, counted from 1.

    Examples:
        >>> from salarykit.salaries.conversion_options import ConversionOptions
        >>> options = ConversionOptions.of("USD", on="2024-06-28")
        >>> ones = SalaryColumns(
        ...     np.array([1000.0]),
        ...     Coded(np.array([0]), ["EUR"]),
        ...     Coded(np.array([0]), ["month"]),
        ...     options.rates.span(options.on),
        ... )
        >>> round(float(convert_columns(ones, options).conversion.value[0]), 2)
        12846.0
    """
    annual = annualised(columns.amounts, columns.periods, columns.months, options.pay_year)
    factors = None
    if options.ageing:
        wanted = ~np.isnan(annual)
        factors = age_factors(options.ageing, columns.as_of, columns.countries, wanted, options.missing)
        annual *= factors
    keywords: dict[str, Any] = {"on": columns.on, "terms": options.terms}
    try:
        conversion = options.rates.convert_coded(
            annual, columns.currencies, options.base, missing=options.missing, **keywords
        )
    except RateNotFound as error:
        raise RateNotFound(f"{error.message} {_KEEP}", **vars(error)) from None
    if not options.price_levels:
        return ConvertedColumns(conversion, factors)
    real, parity = real_values(
        annual, columns.currencies, columns.countries, options.price_levels, rates=options.rates, **keywords
    )
    return ConvertedColumns(conversion, factors, real, parity)


def without_rate(columns: SalaryColumns, options: ConversionOptions) -> list[tuple[int, str, str]]:
    """Return the rows that have no rate: their positions from 0, their currencies, and the reasons.

    Examples:
        >>> from salarykit.salaries.conversion_options import ConversionOptions
        >>> options = ConversionOptions.of("USD", on="2024-06-28")
        >>> zeros = np.zeros(2, int)
        >>> columns = SalaryColumns(
        ...     np.array([1.0, 2.0]),
        ...     Coded(np.array([0, 1]), ["EUR", "KPW"]),
        ...     Coded(zeros, ["year"]),
        ...     options.rates.span(options.on),
        ... )
        >>> [row[:2] for row in without_rate(columns, options)]
        [(1, 'KPW')]
    """
    converted = convert_columns(columns, replace(options, missing="null")).conversion
    rows = np.flatnonzero(converted.kind_code == KINDS.index(""))
    reasons: dict[Any, str] = {}
    lacking = []
    for row in rows.tolist():
        code = columns.currencies.names[int(columns.currencies.indices[row])]
        key = code, span_of(columns.on, row)
        if key not in reasons:
            try:
                convert_columns(columns.take(np.array([row])), options)
            except RateNotFound as error:
                reasons[key] = error.message
        if key in reasons:
            lacking.append((row, code, reasons[key]))
    return lacking


def convert_table(table: pa.Table, options: ConversionOptions) -> pa.Table:
    """Return a table with its yearly figures in the base, their rates and where those came from."""
    terms = options.remembered()
    plain = without_conversion(table, options.added)
    converted = convert_columns(columns_in_table(plain, options), options)
    terms = replace(terms, source=sources_used(converted.conversion, options.rates))
    for name, column in added_columns(converted, options.added).items():
        whole = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        plain = plain.append_column(name, whole)
    return plain.replace_schema_metadata({**(plain.schema.metadata or {}), **terms.to_metadata()})


def sources_used(conversion: Conversion, rates: Rates) -> str:
    """Return who published the rates of a conversion; for a parity or a legal rate, who issued it.

    Examples:
        >>> import salarykit as sk
        >>> {
        ...     code: sk.read_salaries([{"amount": 1, "currency": code}])
        ...     .convert("USD", on="2024")
        ...     .terms.source
        ...     for code in ("GBP", "TWD", "AED", "USD")
        ... }
        {'GBP': 'ECB', 'TWD': 'NBP', 'AED': 'Central Bank of the UAE', 'USD': ''}
    """
    used = conversion.sources
    return "; ".join([name for name in rates.source.split("; ") if name in used] or used)


def columns_in_table(table: pa.Table, options: ConversionOptions) -> SalaryColumns:
    """Return the columns of a table of salaries that a conversion reads."""

    def coded(name: str) -> Coded:
        return as_coded(combine(table.column(name)))

    days = combine(table.column("as_of")) if options.is_own else options.on
    return SalaryColumns(
        as_floats(combine(table.column("amount"))),
        coded("currency"),
        coded("period"),
        coded_days(days, len(table), options.rates),
        _months(table),
        coded("as_of") if options.ageing else None,
        coded("country") if options.by_country else None,
    )


def without_conversion(table: pa.Table, added: tuple[str, ...]) -> pa.Table:
    """Return a table without the columns of an earlier conversion; a column of the source's own is never overwritten."""
    before = added_by(Terms.from_metadata(table.schema.metadata))
    plain = table.drop_columns([name for name in before if name in table.column_names])
    free_columns(plain.column_names, added, "the conversion")
    return plain


def added_columns(converted: ConvertedColumns, names: Sequence[str]) -> dict[str, pa.Array]:
    """Return the columns that a conversion adds, by name; columns of few distinct words are dictionaries."""
    done, others = converted.conversion, converted._asdict()
    unseen = np.isnat(done.observed_on)
    some = unseen if unseen.any() else None
    seen = done.observed_on.view(np.int64).astype(np.int32)

    def nominal() -> pa.Array:
        return floats_to_arrow(done.value, complete=done.complete)

    make: dict[str, Callable[[], pa.Array]] = {
        "value": lambda: nominal() if converted.real is None else floats_to_arrow(converted.real),
        "rate": lambda: floats_to_arrow(done.rate, complete=done.complete),
        "rate_on": lambda: pa.array(seen, mask=some).view(pa.date32()),
        "rate_staleness": lambda: pa.array(np.where(unseen, 0, done.staleness).astype(np.int32), mask=some),
        "rate_kind": lambda: _words(done.kind_code, KINDS),
        "rate_step": lambda: _words(done.step_code, [step or "" for step in STEPS]),
        "rate_flag": lambda: _words(done.flag_code, FLAGS),
        "age_factor": lambda: floats_to_arrow(others["age_factor"]),
        "nominal": nominal,
        "parity": lambda: floats_to_arrow(others["parity"]),
    }
    return {name: make[name]() for name in names}


def _words(codes: NDArray[np.int8], words: Sequence[str]) -> pa.DictionaryArray:
    """Return the words of codes; null for the empty word."""
    empty = codes == 0
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=empty if empty.any() else None), list(words))


def annual_amounts(table: pa.Table, pay_year: PayYear) -> NDArray[np.float64]:
    """Return the yearly figures of a table in local money.

    For monthly amounts, a row's own `months_per_year` takes precedence over the pay year's.
    """
    periods = code_column(table, "period")
    return annualised(as_floats(combine(table.column("amount"))), periods, _months(table), pay_year)


def _months(table: pa.Table) -> NDArray[np.float64] | None:
    """Return the column `months_per_year`; None without one."""
    return as_floats(combine(table.column(MONTHS.name))) if MONTHS.name in table.column_names else None


def annualised(
    amounts: NDArray[np.float64], periods: Coded, months: NDArray[np.float64] | None, pay_year: PayYear
) -> NDArray[np.float64]:
    """Return the yearly figures of n amounts, each multiplied by how many of its periods are paid in a year."""
    factor_of_period = year_factors(pay_year)
    factors = np.array([factor_of_period[name] if name else np.nan for name in periods.names] or [1.0])
    annual: NDArray[np.float64] = amounts * factors.take(periods.indices)
    for index, name in enumerate(periods.names):
        if months is not None and name in MONTHS_OF:
            monthly = (periods.indices == index) & ~np.isnan(months)
            annual[monthly] = amounts[monthly] * (months[monthly] / MONTHS_OF[name])
    return annual


def year_factors(pay_year: PayYear) -> dict[str, float]:
    """Return how many of each period are paid in a year.

    Examples:
        >>> year_factors(PayYear())["fortnight"]
        26.0
    """
    return {name: float(pay_year.factor(name)) for name in PERIODS}
