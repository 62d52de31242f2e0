"""Converting a table: annualise in local money, then convert; the figures as stated stay beside the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.errors import MixedCurrencies
from salarykit.files.columns import as_coded, as_floats, combine, floats_to_arrow
from salarykit.pay.pay_year import PayYear
from salarykit.rates.grid import KINDS
from salarykit.rates.spans import Span
from salarykit.salaries.convert import coded_days
from salarykit.salaries.fields import MONTHS
from salarykit.salaries.terms import A_COLUMN, Terms, free_columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.rates.converted import Converted
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.rates import Missing, Rates

__all__ = ["ADDED", "annual_amounts", "comparable_values", "convert_table"]

ADDED: Final = ("value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_flag")
"""The columns that a conversion adds."""


def convert_table(
    table: pa.Table,
    base: str,
    *,
    on: Any,
    rates: Rates,
    terms: SpanTerms,
    missing: Missing,
    pay_year: PayYear,
) -> pa.Table:
    """Return a table with the figures of a year in the base, their rates and where those came from."""
    plain = _without_conversion(table)
    own = isinstance(on, str) and on == "own"
    days = combine(plain.column("as_of")) if own else on
    conversion = rates.convert_coded(
        annual_amounts(plain, pay_year),
        as_coded(combine(plain.column("currency"))),
        base,
        on=coded_days(days, len(plain), rates),
        terms=terms,
        missing=missing,
    )
    said = Terms(
        base=base,
        on="own" if own else _say(on, rates),
        source=rates.source,
        fingerprint=rates.fingerprint,
        max_staleness=terms.max_staleness,
        average=terms.average,
        pay_year={name: getattr(pay_year, name) for name in PayYear.__slots__},
        version=_version(),
    )
    return _with_columns(plain, conversion.trace(), said)


def _say(on: Any, rates: Rates) -> str:
    if isinstance(on, str) and on != "latest":
        return on.strip()
    column = hasattr(on, "__len__") and not isinstance(on, str | Span)
    return A_COLUMN if column else str(rates.span(on))


def _version() -> str:
    from importlib.metadata import version

    return version("salarykit")


def _without_conversion(table: pa.Table) -> pa.Table:
    """Return a table without the columns of an earlier conversion; other people's columns are never overwritten."""
    if Terms.from_metadata(table.schema.metadata) is None:
        free_columns(table.column_names, ADDED, "the conversion")
    return table.drop_columns([name for name in ADDED if name in table.column_names])


def _with_columns(table: pa.Table, converted: Converted, terms: Terms) -> pa.Table:
    kinds = pa.array([kind or None for kind in KINDS])
    unseen = np.isnat(converted.observed_on)
    added = (
        floats_to_arrow(converted.value),
        floats_to_arrow(converted.rate),
        pa.array(converted.observed_on, pa.date32(), mask=unseen),
        pa.array(converted.staleness, mask=unseen).cast(pa.int32()),
        kinds.take(pa.array(converted.kind_code)),
        pa.array(np.where(converted.parallel, "parallel_circulation", ""), mask=~converted.parallel),
    )
    for name, column in zip(ADDED, added, strict=True):
        table = table.append_column(name, column)
    return table.replace_schema_metadata({**(table.schema.metadata or {}), **terms.to_metadata()})


def annual_amounts(table: pa.Table, pay_year: PayYear) -> NDArray[np.float64]:
    """Return the figures of a year in local money.

    A row's own `months_per_year` goes before the pay year's for figures of a month.
    """
    periods = as_coded(combine(table.column("period")))
    factors = np.array([pay_year.factor(name) if name else np.nan for name in periods.names] or [1.0])
    amounts = as_floats(combine(table.column("amount")))
    annual: NDArray[np.float64] = amounts * factors.take(periods.indices)
    if MONTHS.name in table.column_names and "month" in periods.names:
        months = as_floats(combine(table.column(MONTHS.name)))
        monthly = (periods.indices == periods.names.index("month")) & ~np.isnan(months)
        annual[monthly] = amounts[monthly] * months[monthly]
    return annual


def comparable_values(table: pa.Table) -> tuple[NDArray[np.float64], str | None]:
    """Return the figures of a year in one currency, NaN where there is none, and that currency.

    A table that was not converted is comparable if it holds one currency; the default `PayYear` annualises it.

    Raises:
        MixedCurrencies: if it holds several; the message has the line that mends it.
    """
    terms = Terms.from_metadata(table.schema.metadata)
    if terms:
        return as_floats(combine(table.column("value"))), terms.base
    free_columns(table.column_names, ADDED[:1], "the figure of a year")
    currencies = sorted(filter(None, table.column("currency").unique().to_pylist()))
    if len(currencies) > 1:
        raise MixedCurrencies(
            f"The figures are in {len(currencies)} currencies ({', '.join(currencies[:5])}"
            f"{', ...' if len(currencies) > 5 else ''}). Convert them first: "  # noqa: PLR2004 - a line's worth
            f'table.convert("USD", on="2024"), or on= the day or span the comparison is for.',
            currencies=tuple(currencies),
        )
    return annual_amounts(table, PayYear()), currencies[0] if currencies else None
