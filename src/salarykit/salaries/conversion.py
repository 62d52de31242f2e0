"""Converting a table: annualise and age in local money, convert, divide by price levels; the figures as stated stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.analysis.ageing import Ageing
from salarykit.errors import MixedCurrencies
from salarykit.files.columns import as_coded, as_floats, combine, floats_to_arrow
from salarykit.pay.pay_year import MONTHS_OF, PayYear
from salarykit.rates.converted import FLAGS
from salarykit.rates.grid import KINDS, STEPS
from salarykit.rates.spans import Span, shortest
from salarykit.salaries.convert import coded_days
from salarykit.salaries.fields import MONTHS
from salarykit.salaries.real_terms import age_factors, real_values
from salarykit.salaries.terms import A_COLUMN, Terms, free_columns
from salarykit.salaries.version import version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.rates.converted import Conversion
    from salarykit.rates.kernel import Coded
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.rates import Missing, Rates
    from salarykit.sources.price_levels import PriceLevels

__all__ = [
    "ADDED",
    "Steps",
    "added_by",
    "added_columns",
    "annual_amounts",
    "annualised",
    "comparable_values",
    "convert_table",
    "terms_of",
    "without_conversion",
]

ADDED: Final = ("value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_step", "rate_flag")
"""The columns that a conversion adds."""


class Steps(NamedTuple):
    """The steps of a conversion beside the rate."""

    pay_year: PayYear
    """What annualising multiplies by."""
    ageing: Ageing | None = None
    """How figures are brought to one date, in local money."""
    price_levels: PriceLevels | None = None
    """What the result is divided by; of one year."""


def added_by(terms: Terms | None) -> tuple[str, ...]:
    """Return the columns that a conversion on some terms added.

    Examples:
        >>> added_by(None)
        ()
    """
    if terms is None:
        return ()
    aged = ("age_factor",) if terms.ageing else ()
    return (*ADDED, *aged, *(("nominal", "parity") if terms.price_levels else ()))


def convert_table(
    table: pa.Table,
    base: str,
    *,
    on: Any,
    rates: Rates,
    terms: SpanTerms,
    missing: Missing,
    steps: Steps,
) -> pa.Table:
    """Return a table with the figures of a year in the base, their rates and where those came from."""
    own = isinstance(on, str) and on == "own"
    said = terms_of(base, "own" if own else _say(on, rates), rates, terms, steps)
    plain = without_conversion(table, added_by(said))
    days = combine(plain.column("as_of")) if own else on
    factors = age_factors(plain, steps.ageing, missing) if steps.ageing else None
    annual = annual_amounts(plain, steps.pay_year) * (1.0 if factors is None else factors)
    conversion = rates.convert_coded(
        annual,
        as_coded(combine(plain.column("currency"))),
        base,
        on=coded_days(days, len(plain), rates),
        terms=terms,
        missing=missing,
    )
    done = _with_columns(plain, conversion)
    if factors is not None:
        done = done.append_column("age_factor", floats_to_arrow(factors))
    if steps.price_levels:
        real, level = real_values(plain, annual, steps.price_levels, on=days, rates=rates, terms=terms)
        done = done.append_column("nominal", done.column("value")).append_column(
            "parity", floats_to_arrow(level)
        )
        done = done.set_column(done.column_names.index("value"), "value", floats_to_arrow(real))
    return done.replace_schema_metadata({**(done.schema.metadata or {}), **said.to_metadata()})


def terms_of(base: str, on: str, rates: Rates, terms: SpanTerms, steps: Steps) -> Terms:
    """Return what a converted table remembers."""
    return Terms(
        base=base,
        on=on,
        source=rates.source,
        fingerprint=rates.fingerprint,
        max_staleness=terms.max_staleness,
        average=terms.average,
        pay_year={name: getattr(steps.pay_year, name) for name in PayYear.__slots__},
        version=version(),
        ageing=steps.ageing.to_dict() if isinstance(steps.ageing, Ageing) else None,
        price_levels=steps.price_levels.to_dict() if steps.price_levels else None,
    )


def _say(on: Any, rates: Rates) -> str:
    if isinstance(on, str) and on != "latest":
        return on.strip()
    column = hasattr(on, "__len__") and not isinstance(on, str | Span)
    return A_COLUMN if column else shortest(rates.span(on))


def without_conversion(table: pa.Table, added: tuple[str, ...]) -> pa.Table:
    """Return a table without the columns of an earlier conversion; other people's columns are never overwritten."""
    before = added_by(Terms.from_metadata(table.schema.metadata))
    plain = table.drop_columns([name for name in before if name in table.column_names])
    free_columns(plain.column_names, added, "the conversion")
    return plain


def _with_columns(table: pa.Table, converted: Conversion) -> pa.Table:
    for name, column in added_columns(converted).items():
        plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        table = table.append_column(name, plain)
    return table


def added_columns(converted: Conversion, names: Sequence[str] = ADDED) -> dict[str, pa.Array]:
    """Return the columns that a conversion adds, or some of them; those of a few words as dictionaries."""
    unseen = np.isnat(converted.observed_on)
    some = unseen if unseen.any() else None
    seen = converted.observed_on.view(np.int64).astype(np.int32)
    make = {
        "value": lambda: floats_to_arrow(converted.value, complete=converted.complete),
        "rate": lambda: floats_to_arrow(converted.rate, complete=converted.complete),
        "rate_on": lambda: pa.array(seen, mask=some).view(pa.date32()),
        "rate_staleness": lambda: pa.array(
            np.where(unseen, 0, converted.staleness).astype(np.int32), mask=some
        ),
        "rate_kind": lambda: _words(converted.kind_code, KINDS),
        "rate_step": lambda: _words(converted.step_code, [step or "" for step in STEPS]),
        "rate_flag": lambda: _words(converted.flag_code, FLAGS),
    }
    return {name: make[name]() for name in names}


def _words(codes: NDArray[np.int8], words: Sequence[str]) -> pa.DictionaryArray:
    """Return codes as the words behind them; null where that is empty."""
    empty = codes == 0
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=empty if empty.any() else None), list(words))


def annual_amounts(table: pa.Table, pay_year: PayYear) -> NDArray[np.float64]:
    """Return the figures of a year in local money.

    A row's own `months_per_year` goes before the pay year's for figures of a month.
    """
    months = as_floats(combine(table.column(MONTHS.name))) if MONTHS.name in table.column_names else None
    periods = as_coded(combine(table.column("period")))
    return annualised(as_floats(combine(table.column("amount"))), periods, months, pay_year)


def annualised(
    amounts: NDArray[np.float64], periods: Coded, months: NDArray[np.float64] | None, pay_year: PayYear
) -> NDArray[np.float64]:
    """Return n figures as those of a year: each times how many of its period are paid in one."""
    factors = np.array([pay_year.factor(name) if name else np.nan for name in periods.names] or [1.0])
    annual: NDArray[np.float64] = amounts * factors.take(periods.indices)
    for index, name in enumerate(periods.names):
        if months is not None and name in MONTHS_OF:
            monthly = (periods.indices == index) & ~np.isnan(months)
            annual[monthly] = amounts[monthly] * (months[monthly] / MONTHS_OF[name])
    return annual


def comparable_values(table: pa.Table) -> tuple[NDArray[np.float64], str | None]:
    """Return the figures of a year in one unit, NaN where there is none, and that unit: a currency, or `Int$ 2025`.

    A table that was not converted is comparable if it holds one currency; the default `PayYear` annualises it.

    Raises:
        MixedCurrencies: if it holds several; the message has the line that mends it.
    """
    terms = Terms.from_metadata(table.schema.metadata)
    if terms:
        return as_floats(combine(table.column("value"))), terms.unit
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
