"""`register`: `salary_convert`, `salary_rate` and `parse_pay` as SQL functions."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.func import FunctionNullHandling, PythonUDFType

from salarykit.duckdb.vectors import Vectors
from salarykit.errors import InvalidQuery, SalaryKitError
from salarykit.files.columns import as_coded, as_days, as_floats, combine, floats_to_arrow
from salarykit.pay.parse_column import PAY_TYPE, parse_pay_column
from salarykit.rates.kernel import Coded, taken
from salarykit.rates.lookup import check_terms
from salarykit.salaries.convert import AMOUNTS, AmountKeywords, convert
from salarykit.sources.copies import default_rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Unpack

    from numpy.typing import NDArray

    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.rates import Missing, Rates

__all__ = ["register"]

_PAY: Final = (
    "STRUCT(low DOUBLE, high DOUBLE, currency VARCHAR, period VARCHAR, gross BOOLEAN, months_per_year DOUBLE, "
    '"start" INTEGER, "end" INTEGER, "rule" VARCHAR, period_rule VARCHAR, alternatives VARCHAR[])'
)
"""`PAY_TYPE`, as DuckDB writes it."""


@AMOUNTS.spelled_out
def register(con: duckdb.DuckDBPyConnection, **options: Unpack[AmountKeywords]) -> None:
    """Register the SQL functions `salary_convert`, `salary_rate` and `parse_pay` on a connection.

    - `salary_convert(amount, currency, base, day)`: the amount in the base currency, DOUBLE; see `sk.convert`.
    - `salary_rate(currency, base, day)`: units of the base for one unit of the currency, DOUBLE.
    - `parse_pay(text)`, `parse_pay(text, country)`: the pay that a text states, a STRUCT of the fields of `Pay`, or NULL if
      it states none. If the country is NULL, the text is read without one.

    A day is a DATE, a TIMESTAMP, or a VARCHAR with anything that `on` of `sk.convert` takes: a day, a span or `latest`. An argument
    that is NULL gives NULL, as a NaN does. Existing functions with these names are replaced. DuckDB keeps them until the connection and
    its cursors are closed, and does not store them in the database file.

    DuckDB calls them for 2,048 rows at a time, and its threads wait for each other in Python: `SET threads = 1` halves the time of a
    query that is mostly such calls. `salarykit.duckdb.convert` is several times as fast.

    Args:
        con: the connection.
        options: those of `sk.convert`. With `missing="null"`, a row without a rate is NULL.

    Raises:
        TypeError, InvalidQuery: for options that are unknown or invalid.

    Examples:
        >>> import duckdb, salarykit.duckdb
        >>> con = duckdb.connect()
        >>> salarykit.duckdb.register(con, missing="null")
        >>> con.sql(
        ...     "SELECT salary_rate(c, 'USD', '1970-01-01') FROM (VALUES ('USD'), ('GBP')) AS t(c)"
        ... ).fetchall()
        [(1.0,), (None,)]
        >>> con.sql("SELECT parse_pay('£44k a year').low, parse_pay('competitive') IS NULL").fetchall()
        [(44000.0, True)]
    """
    AMOUNTS.check(register, options)
    given = AMOUNTS.filled(options)
    given["rates"] = default_rates() if given["rates"] is None else given["rates"]
    convert(
        [1.0], "EUR", "EUR", on="2024-06-28", **given
    )  # refuses invalid options now and not in the first query

    terms = check_terms(given["max_staleness"], coarse=given["coarse"])
    for function, returned in _functions(given["rates"], terms, given["missing"]):
        _register_one(con, function, returned)


def _functions(
    rates: Rates, terms: SpanTerms, missing: Missing
) -> Iterator[tuple[Callable[..., pa.Array], str]]:
    """Yield the SQL functions, each with the type of its result."""
    vectors = Vectors(rates, terms)

    def salary_convert(*columns: Any) -> pa.Array:
        arguments = _arguments("salary_convert(amount, currency, base, day)", columns)
        quick = vectors.convert(*arguments)
        return _converted(arguments, rates, terms, missing) if quick is None else quick

    def salary_rate(*columns: Any) -> pa.Array:
        arguments = _arguments("salary_rate(currency, base, day)", columns)
        quick = vectors.convert(None, *arguments)
        if quick is not None:
            return quick
        return _converted([pa.array(np.ones(len(arguments[0]))), *arguments], rates, terms, missing)

    def parse_pay(*columns: Any) -> pa.Array:
        return _parsed(*_arguments("parse_pay(text, country)", columns, least=1))

    yield from ((salary_convert, "DOUBLE"), (salary_rate, "DOUBLE"), (parse_pay, _PAY))


def _register_one(con: duckdb.DuckDBPyConnection, function: Callable[..., pa.Array], returned: str) -> None:
    """Register a function under its name, in place of an existing one."""
    with contextlib.suppress(duckdb.InvalidInputException):  # there is no function to replace
        con.remove_function(function.__name__)
    con.create_function(
        function.__name__,
        _without_row(function),
        None,  # arguments of any type
        returned,
        type=PythonUDFType.ARROW,
        null_handling=FunctionNullHandling.SPECIAL,
    )


def _arguments(signature: str, columns: tuple[Any, ...], least: int | None = None) -> list[pa.Array]:
    """Return the arguments of a call, each as one array.

    Raises:
        InvalidQuery: if there are too few or too many.
    """
    most = signature.count(",") + 1
    if not (least or most) <= len(columns) <= most:
        raise InvalidQuery(f"{signature} was given {len(columns)} arguments.", value=len(columns))
    return [combine(column) for column in columns]


def _converted(columns: list[pa.Array], rates: Rates, terms: SpanTerms, missing: Missing) -> pa.Array:
    """Return each amount in the base of its row; null if the amount, its currency, its base or its day is null."""
    if not any(column.null_count for column in columns):
        values, complete = _converted_to_bases(columns, rates, terms, missing)
        return floats_to_arrow(values, complete=complete)
    rows = np.flatnonzero(np.logical_and.reduce([column.is_valid() for column in columns]))
    values = np.full(len(columns[0]), np.nan)
    if len(rows):
        kept = [column.take(pa.array(rows)) for column in columns]
        values[rows], _ = _converted_to_bases(kept, rates, terms, missing)
    return floats_to_arrow(values)


def _converted_to_bases(
    columns: list[pa.Array], rates: Rates, terms: SpanTerms, missing: Missing
) -> tuple[NDArray[np.float64], bool]:
    """Return amounts in the base of each row, which is almost always the same for all, and whether no result is NaN."""
    amounts, currencies, days = as_floats(columns[0]), as_coded(columns[1]), as_days(columns[3], rates.span)
    base = columns[2]
    if len(base) and base.slice(1).equals(
        base.slice(0, len(base) - 1)
    ):  # this check is six times as fast as encoding the column
        one = rates.convert_coded(amounts, currencies, base[0].as_py(), on=days, terms=terms, missing=missing)
        return one.value, one.complete
    bases, values = as_coded(base), np.full(len(amounts), np.nan)
    for number in np.unique(bases.indices):
        rows = bases.indices == number
        of, on, name = (
            Coded(currencies.indices[rows], currencies.names),
            taken(days, rows),
            bases.names[number],
        )
        done = rates.convert_coded(amounts[rows], of, name, on=on, terms=terms, missing=missing)
        values[rows] = done.value
    return values, False


def _parsed(texts: pa.Array, countries: pa.Array | None = None) -> pa.Array:
    """Return the pay that each text states, in the types of `_PAY`."""
    if pa.types.is_null(texts.type):
        return pa.nulls(len(texts), PAY_TYPE)
    country = None if countries is None or countries.null_count == len(countries) else countries
    return parse_pay_column(texts, country=country)


def _without_row(function: Callable[..., pa.Array]) -> Callable[..., pa.Array]:
    """Return the function with errors that do not state a row, because the row would be counted within one call."""

    def run(*columns: Any) -> pa.Array:
        try:
            return function(*columns)
        except SalaryKitError as error:
            raise (error.at("", row=None) if hasattr(error, "row") else error) from None

    return run
