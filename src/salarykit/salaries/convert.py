"""`convert`: one amount or a column of them, into a base currency; the type that goes in comes out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import numpy as np

from salarykit.errors import InvalidQuery
from salarykit.rates.lookup import check_terms
from salarykit.rates.spans import Span
from salarykit.sources.copies import default_rates

if TYPE_CHECKING:
    from salarykit.rates.kernel import Coded, Days
    from salarykit.rates.lookup import Coarse, SpanTerms
    from salarykit.rates.rates import Missing, Rates
    from salarykit.rates.spans import AnyColumn, On, OnColumn

__all__ = ["coded_currencies", "coded_days", "convert"]

_NUMBERS = (float, int)

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
        amount: a float or int (a float comes back), a `Decimal` (exact legs, divided last), or a column: numpy
            array (its shape and mask survive), pandas Series (its index survives), Arrow or polars array, list.
            Missing stays missing; what a mask hides is missing.
        currency: the ISO 4217 code the amount is in; one, or a column of n.
        base: the ISO 4217 code to convert to.
        on: a day (`date`, "2024-06-28"): the last rate published on or before it. A span ("2024", "2024-Q2",
            "2024-06", "2023-07-01/2024-06-30", a pandas `Period`, a numpy `datetime64` of a unit coarser than a day):
            the mean of the days on which rates were published. "latest": the newest day in the table. Or a column of
            n days or spans, one for each amount.
        rates: the rates to use; the packaged ones if None.
        max_staleness: how many days old a day's rate may be.
        missing: "raise", or "null": None or NaN where there is no rate.
        coarse: "year": the mean of the calendar year may stand for a day for which nothing finer is published.

    Raises:
        InvalidCurrency: a code that is not ISO 4217.
        InvalidSpan: a day or span that cannot be read.
        RateNotFound: no such rate; for a column with the first such `row`, counted from 1.
        InvalidQuery: an amount that is no number, as a truth value is none, or too large; columns of different
            lengths or shapes, or of no known kind; a pandas Series with another index.

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
    table = default_rates() if rates is None else rates
    if coarse is not None:
        check_terms(max_staleness, coarse=coarse)
    if missing == "raise":
        if isinstance(amount, _NUMBERS) and amount.__class__ is not bool:
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
    """Convert a column, or one amount that may end up empty."""
    from salarykit.files.columns import as_floats, like
    from salarykit.files.row_labels import check_index

    if amount is None or amount is np.ma.masked:
        return None
    if isinstance(amount, np.integer | np.floating):
        return _convert_one(float(amount), currency, base, on, rates, terms, missing)
    if isinstance(amount, bool | np.bool_ | str | bytes | dict):
        raise InvalidQuery(f"{amount!r} is neither a number nor a column of numbers.", value=amount)
    if isinstance(amount, float | int | Decimal):
        return _convert_one(amount, currency, base, on, rates, terms, missing)
    figures = as_floats(_flat(amount))
    check_index(currency, amount, "currency")
    check_index(on, amount, "on")
    currency, on = _alike(currency, amount, "currency"), _alike(on, amount, "on")
    currencies, days = coded_currencies(currency, len(figures)), coded_days(on, len(figures), rates)
    done = rates.convert_coded(figures, currencies, base, on=days, terms=terms, missing=missing)
    return like(amount, done.value, complete=done.complete)


def _convert_one(
    amount: Any, currency: Any, base: str, on: Any, rates: Rates, terms: SpanTerms, missing: Missing
) -> Any:
    """Convert one amount; None where there is no rate and that is allowed."""
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
    """Return the error for a whole number that no float holds."""
    digits = int(amount.bit_length() * 0.30103) + 1
    return InvalidQuery(f"A whole number of {digits} digits is too large for a float.", value=amount)


def _flat(values: Any) -> Any:
    """Return a numpy array of any shape as a column; others as they are."""
    return values.reshape(-1) if isinstance(values, np.ndarray) else values


def _alike(column: Any, amount: Any, name: str) -> Any:
    """Return what goes with the amounts row by row; a numpy array must have the shape that an array of them has.

    Raises:
        InvalidQuery: if it has another.
    """
    if not isinstance(column, np.ndarray):
        return column
    shape = amount.shape if isinstance(amount, np.ndarray) else (len(amount),)
    if column.ndim > 1 and column.shape != shape:
        raise InvalidQuery(f"{name} has the shape {column.shape}, amount has {shape}.", value=column.shape)
    return column.reshape(-1)


def coded_currencies(currency: Any, length: int) -> Coded:
    """Return one code for all rows, or a column of codes of any library, as the kernel reads it."""
    from salarykit.files.columns import as_coded
    from salarykit.rates.columns import code_currencies

    if isinstance(currency, str) or currency is None:
        return code_currencies(currency or "", length)
    return as_coded(_same_length(currency, length, "currency"))


def coded_days(on: Any, length: int, rates: Rates) -> Span | Days | Coded:
    """Return one span for all rows, or a column of days or spans of any library, as the kernel reads it."""
    from salarykit.files.columns import as_days

    if isinstance(on, Span) or not hasattr(on, "__len__") or isinstance(on, str | bytes):
        return rates.span(on)
    return as_days(_same_length(on, length, "on"), rates.span)


def _same_length(column: Any, length: int, name: str) -> Any:
    if len(column) != length:
        raise InvalidQuery(f"{name} has {len(column)} rows, amount has {length}.", value=len(column))
    return column
