"""`convert`: convert one amount or a column of amounts; the type that goes in comes out."""
# A little over 300 lines: the signature of `convert` is written once for each kind of amount.

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from collections.abc import Sized
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, TypeVar, overload

import numpy as np

from salarykit.errors import InvalidQuery, SalaryKitError
from salarykit.keywords import Keywords
from salarykit.rates.lookup import check_terms
from salarykit.rates.rates import Rates, check_rates
from salarykit.rates.spans import Span, parse_span
from salarykit.sources.copies import rates_in_use

if TYPE_CHECKING:
    from salarykit.rates.kernel import Coded, Days
    from salarykit.rates.lookup import Coarse, SpanTerms
    from salarykit.rates.rates import Missing
    from salarykit.rates.spans import AnyColumn, On, OnColumn

__all__ = [
    "AMOUNTS",
    "AmountKeywords",
    "coded_currencies",
    "coded_days",
    "convert",
    "is_country",
    "is_currency",
    "is_day",
]

_NUMBERS = (float, int)
_RAISE = "raise"


class AmountKeywords(TypedDict, total=False):
    """The options of `convert`, which explains them."""

    rates: Rates | None
    max_staleness: int
    missing: Missing
    coarse: Coarse | None


AMOUNTS: Final = Keywords(AmountKeywords, max_staleness=7, missing="raise")
"""The options of `convert` with their defaults, for the signatures of the functions that take them."""

_Column = TypeVar("_Column")
_Scalar = TypeVar("_Scalar", float, Decimal)


@overload
def convert(
    amount: _Scalar,
    currency: str,
    base: str,
    *,
    on: On,
    rates: Rates | None = None,
    max_staleness: int = 7,
    missing: Literal["raise"] = "raise",
    coarse: Coarse | None = None,
) -> _Scalar: ...
@overload
def convert(
    amount: _Scalar,
    currency: str,
    base: str,
    *,
    on: On,
    rates: Rates | None = None,
    max_staleness: int = 7,
    missing: Missing,
    coarse: Coarse | None = None,
) -> _Scalar | None: ...
@overload
def convert(
    amount: _Column,
    currency: str | AnyColumn[object],
    base: str,
    *,
    on: OnColumn,
    rates: Rates | None = None,
    max_staleness: int = 7,
    missing: Missing = "raise",
    coarse: Coarse | None = None,
) -> _Column: ...


def convert(
    amount: Any,
    currency: Any,
    base: str,
    *,
    on: Any,
    rates: Rates | None = None,
    max_staleness: int = 7,
    missing: Missing = "raise",
    coarse: Coarse | None = None,
) -> Any:
    """Return an amount, or a column of n amounts, in the base currency.

    Args:
        amount: a float or an int (the result is a float), a `Decimal` (converted exactly), or a column: a numpy array
            (which keeps its shape and mask), a pandas Series (which keeps its index), an Arrow or polars array, or a
            list. Missing and masked amounts stay missing.
        currency: the currency of the amounts, ISO 4217: one code, or a column of n.
        base: the currency to convert to, ISO 4217.
        on: a day (`date`, "2024-06-28"): the last rate published on or before it. A span ("2024", "2024-Q2",
            "2024-06", "2023-07-01/2024-06-30", a pandas `Period`, a numpy `datetime64` of a unit coarser than a day):
            the mean over the days on which rates were published. "latest": the newest day of the rates. Or a column
            of n days or spans, one for each amount.
        rates: the rates to use; the packaged ones if None.
        max_staleness: how many days old a day's rate may be.
        missing: "raise", or "null" to return None or NaN if there is no rate.
        coarse: "year" to accept the mean of the calendar year for a day without a more frequent rate.

    Raises:
        InvalidCurrency: for a code that is not ISO 4217.
        InvalidSpan: for a day or span that cannot be read.
        RateNotFound: if there is no rate; for a column, `row` is the first row without one, counted from 1.
        InvalidQuery: for an amount that is not a number (True is not one) or is too large for a float; for columns of different
            lengths or shapes, or of an unknown kind; for a pandas Series with another index.

    Examples:
        >>> import salarykit as sk
        >>> round(sk.convert(342_000, "CAD", "USD", on="2024-06-28"), 2)
        249564.42
        >>> from decimal import Decimal
        >>> sk.convert(Decimal("100"), "EUR", "USD", on="2024-06-28")
        Decimal('107.05')
        >>> sk.convert([100.0, None], ["EUR", "USD"], "USD", on="2024-06-28")
        [107.05, None]
    """
    table = rates_in_use() if rates is None else check_rates(rates)
    if coarse is not None:
        check_terms(max_staleness, coarse=coarse)
    if missing is _RAISE or (missing.__class__ is str and missing == _RAISE):
        if amount.__class__ is float or (isinstance(amount, _NUMBERS) and amount.__class__ is not bool):
            rate = table.rate(currency, base, on=on, max_staleness=max_staleness, coarse=coarse)
            try:
                return amount * rate
            except OverflowError:
                raise _too_large(amount) from None
        if isinstance(amount, Decimal):
            return table.convert_decimal(
                amount, currency, base, on=on, max_staleness=max_staleness, coarse=coarse
            )
    return _convert_other(
        amount, currency, base, on, table, check_terms(max_staleness, coarse=coarse), missing
    )


def _convert_other(
    amount: Any, currency: Any, base: str, on: Any, rates: Rates, terms: SpanTerms, missing: Missing
) -> Any:
    """Convert a column, or one amount whose result may be None."""
    from salarykit.files.columns import as_floats, like
    from salarykit.files.pandas_columns import check_index

    if amount is None or amount is np.ma.masked:
        return None
    if isinstance(amount, np.integer | np.floating):
        return _convert_one(float(amount), currency, base, on, rates, terms, missing)
    if isinstance(amount, bool | np.bool_ | str | bytes | dict | AbstractSet) or not _is_sized(amount):
        raise InvalidQuery(f"{amount!r:.80} is neither a number nor a column of numbers.", value=amount)
    if isinstance(amount, float | int | Decimal):
        return _convert_one(amount, currency, base, on, rates, terms, missing)
    figures = as_floats(_flat(amount))
    check_index(currency, amount, "currency")
    check_index(on, amount, "on")
    currency, on = _alike(currency, amount, "currency"), _alike(on, amount, "on")
    currencies, days = coded_currencies(currency, len(figures)), coded_days(on, len(figures), rates)
    done = rates.convert_coded(figures, currencies, base, on=days, terms=terms, missing=missing)
    return like(amount, done.value, complete=done.complete)


def _is_sized(amount: Any) -> bool:
    """Return whether amounts are a number, or have a length, as all columns do."""
    return isinstance(amount, Sized | float | int | Decimal)


def _convert_one(
    amount: Any, currency: Any, base: str, on: Any, rates: Rates, terms: SpanTerms, missing: Missing
) -> Any:
    """Convert one amount; return None if there is no rate and missing is "null"."""
    from salarykit.errors import RateNotFound

    try:
        return convert(
            amount,
            currency,
            base,
            on=on,
            rates=rates,
            max_staleness=terms.max_staleness,
            coarse=terms.coarse,
        )
    except RateNotFound:
        if missing == "raise":
            raise
        return None


def _too_large(amount: Any) -> InvalidQuery:
    """Return the error for a whole number that is too large for a float."""
    digits = int(amount.bit_length() * 0.30103) + 1
    return InvalidQuery(f"A whole number of {digits} digits is too large for a float.", value=amount)


def _flat(values: Any) -> Any:
    """Return a numpy array of any shape as one dimension, and any other column unchanged."""
    return values.reshape(-1) if isinstance(values, np.ndarray) else values


def _alike(column: Any, amount: Any, name: str) -> Any:
    """Return a column as one dimension; a numpy array of several dimensions must have the shape of the amounts.

    Raises:
        InvalidQuery: if it has another shape.
    """
    if not isinstance(column, np.ndarray):
        return column
    shape = amount.shape if isinstance(amount, np.ndarray) else (len(amount),)
    if column.ndim > 1 and column.shape != shape:
        raise InvalidQuery(
            f"{name} has the shape {column.shape}, amount has {shape}. Give it the same shape.",
            value=column.shape,
        )
    return column.reshape(-1)


def coded_currencies(currency: Any, length: int) -> Coded:
    """Return one currency for all rows, or a column of currencies of any library, as the kernel takes it."""
    from salarykit.files.columns import as_coded
    from salarykit.rates.columns import code_currencies

    if isinstance(currency, str) or currency is None:
        return code_currencies(currency or "", length)
    return as_coded(_same_length(currency, length, "currency"))


def coded_days(on: Any, length: int, rates: Rates) -> Span | Days | Coded:
    """Return one span for all rows, or a column of days or spans of any library, as the kernel takes it."""
    from salarykit.files.columns import as_days

    if isinstance(on, Span) or not hasattr(on, "__len__") or isinstance(on, str | bytes):
        return rates.span(on)
    return as_days(_same_length(on, length, "on"), rates.span)


def _same_length(column: Any, length: int, name: str) -> Any:
    if not hasattr(column, "__len__"):
        raise InvalidQuery(f"{name}={column!r:.80} is not a column.", value=column)
    if len(column) != length:
        raise InvalidQuery(
            f"{name} has {len(column)} rows, amount has {length}. Give one value, or one for each row.",
            value=len(column),
        )
    return column


_CODE: Final = re.compile("[A-Z]{3}")
_COUNTRY: Final = re.compile("[A-Z]{2}")


def is_currency(text: str) -> bool:
    """Return whether a text is written as an ISO 4217 code.

    Examples:
        >>> is_currency("USD"), is_currency("currency")
        (True, False)
    """
    return _CODE.fullmatch(text) is not None


def is_country(text: str) -> bool:
    """Return whether a text is written as an ISO 3166-1 alpha-2 code.

    Examples:
        >>> is_country("CA"), is_country("country")
        (True, False)
    """
    return _COUNTRY.fullmatch(text) is not None


def is_day(text: str) -> bool:
    """Return whether a text is a day or a span, or begins like one, so that a misspelt day is not taken for the name of a column.

    Examples:
        >>> is_day("2024-Q2"), is_day("latest"), is_day("2024-13"), is_day("date")
        (True, True, True, False)
    """
    if text == "latest" or text[:1].isdigit():
        return True
    try:
        parse_span(text)
    except SalaryKitError:
        return False
    return True
