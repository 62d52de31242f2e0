"""The currency and the period of an amount, which its text, its cell, its header, its country or a default may state."""
# Two lines over 300: a currency and a period are inferred from the same cells.

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.codes import CODES
from salarykit.package import without_collection
from salarykit.pay.local import local
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.currency_cells import CurrencyChoice, currency_of, tender_of
from salarykit.reading.source_columns import distinct_rows
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from salarykit.pay.pay import Pay
    from salarykit.reading.amounts import RowContext
    from salarykit.reading.cell_figures import Amounts, CellFigure

__all__ = [
    "BY_TEXT",
    "CurrencyColumn",
    "PeriodColumn",
    "ambiguous",
    "infer_currencies",
    "infer_periods",
]

_LISTED: Final = 6
_SHOWN: Final = 60  # characters of a cell in a message
_REMEMBERED: Final = 1 << 16  # verdicts
BY_TEXT: Final = ("iso", "sign", "name", "unit")  # rules by which the text itself says its currency


class _Verdict(NamedTuple):
    """A currency, or the value, code and sentence of a fault; and whether only the country, or that of the city, decided it."""

    code: str | None
    fault: tuple[str, str, str] | None = None
    by: Literal["", "country", "city"] = ""


class CurrencyColumn(NamedTuple):
    """The values of a column, null where they could not be decided, and how they came about.

    Attributes:
        values: n currencies.
        faults: the cells at fault.
        alone: the rows whose currency is inferred from their country alone.
        by_city: the number of rows in each currency that only the city decided.
    """

    values: pa.Array
    faults: list[Fault]
    alone: NDArray[np.intp] = np.zeros(0, np.intp)
    by_city: Mapping[str, int] = MappingProxyType({})


class PeriodColumn(NamedTuple):
    """The periods of n amounts, the faults, and which amounts have no stated period."""

    values: pa.Array
    faults: list[Fault]
    unstated: NDArray[np.bool_]


def ambiguous(value: str, alternatives: tuple[str, ...]) -> tuple[str, str, str]:
    """Return the value, code and sentence of a fault: a sign may stand for several currencies."""
    shown = ", ".join(alternatives[:_LISTED]) + (" or another" if len(alternatives) > _LISTED else "")
    sentence = (
        f"{value!r} may be in {shown}. Add a country or a city, or say it with defaults={{'currency': ...}}."
    )
    return value, "ambiguous_currency", sentence


def infer_currencies(
    amounts: Amounts,
    row_context: RowContext,
    country: pa.Array,
    as_of: pa.Array,
    *,
    default: str | None,
    closed: set[int],
    strictly: bool = False,
) -> CurrencyColumn:
    """Return the currency of every amount: from the cell, the text, the header, the default or the country, in that order.

    A cell and a text that state different currencies are a contradiction, which is refused.

    Args:
        amounts: n amounts.
        row_context: the other cells of the rows; the country may be that of the city.
        country: n countries, as stated.
        as_of: n days or spans.
        default: the value where nothing states one.
        closed: the rows that are refused already.
        strictly: whether a plain number without a currency has none, even in a known country.
    """
    stated = [figure.currency if figure.currency in CODES else None for figure in row_context.figures]
    units = pa.array(stated, pa.string()).take(pa.array(row_context.which))
    given = pa.array([None if figure.currency else default for figure in row_context.figures], pa.string())
    plain = pc.coalesce(row_context.currency, units, given.take(pa.array(row_context.which)))
    differ = pc.fill_null(pc.not_equal(row_context.currency, units), False).to_numpy(zero_copy_only=False)
    unsaid = plain.is_null().to_numpy(zero_copy_only=False)
    open_rows = ~np.isnan(amounts.amount)
    open_rows[list(closed)] = False
    rows = np.flatnonzero((amounts.pays() | unsaid | differ) & open_rows)
    at = pa.array(rows)
    columns = (row_context.currency, row_context.country, country, as_of)
    of, rows_of = distinct_rows(
        amounts.kind[rows], row_context.which[rows], *(column.take(at) for column in columns)
    )
    with without_collection():
        verdicts = [_settled(amounts, row_context, key, default, strictly=strictly) for key in rows_of]
        of = _with_own_faults(verdicts, of, rows, rows_of, amounts, row_context, default, strictly=strictly)
    return _spread(plain, rows, of, verdicts)


def _with_own_faults(
    verdicts: list[_Verdict],
    of: NDArray[np.intp],
    rows: NDArray[np.intp],
    keys: list[tuple[Any, ...]],
    amounts: Amounts,
    row_context: RowContext,
    default: str | None,
    *,
    strictly: bool,
) -> NDArray[np.intp]:
    """Add a verdict for each text that is refused, because the message quotes it; return the index of each row's verdict."""
    kinds = np.bincount(amounts.cell_figures.kind) if len(amounts.cell_figures) else np.zeros(0, np.intp)
    several = [
        verdict.fault is not None and key[0] >= 0 and kinds[key[0]] > 1
        for verdict, key in zip(verdicts, keys, strict=True)
    ]
    odd = np.flatnonzero(np.array(several, bool)[of])
    if not len(odd):
        return of
    own, pairs = distinct_rows(amounts.of[rows[odd]], of[odd])
    of[odd] = own + len(verdicts)
    for text, verdict in pairs:
        figure, key = amounts.cell_figures[text], keys[verdict]
        verdicts.append(_settle(figure, row_context, key[1:], default, strictly=strictly))
    return of


def _spread(
    plain: pa.Array, rows: NDArray[np.intp], of: NDArray[np.intp], verdicts: list[_Verdict]
) -> CurrencyColumn:
    """Return a column with the verdicts for some of its rows; `of` has the index of each row's verdict."""
    at = np.full(len(plain), -1)
    at[rows] = of
    codes = pa.array([verdict.code for verdict in verdicts], pa.string())
    values = pc.if_else(pa.array(at >= 0), codes.take(pa.array(at, mask=at < 0)), plain)

    def flags_of(kinds: list[bool]) -> NDArray[np.bool_]:
        flags: NDArray[np.bool_] = np.array(kinds, bool)[of]
        return flags

    wrong = flags_of([verdict.fault is not None for verdict in verdicts])
    faults = [
        Fault(row, *fault)
        for row, index in zip(rows[wrong].tolist(), of[wrong].tolist(), strict=True)
        if (fault := verdicts[index].fault)
    ]
    alone = rows[flags_of([verdict.by == "country" for verdict in verdicts])]
    by_city = codes.take(pa.array(of[flags_of([verdict.by == "city" for verdict in verdicts])])).drop_null()
    counted = {group["values"]: group["counts"] for group in by_city.value_counts().to_pylist()}
    return CurrencyColumn(values, faults, alone, counted)


def _settled(
    amounts: Amounts, row_context: RowContext, key: tuple[Any, ...], default: str | None, *, strictly: bool
) -> _Verdict:
    """Return the verdict for rows of one kind; texts that state the same currency share it, unless they are at fault."""
    figure = amounts.cell_figures.kinds[key[0]] if key[0] >= 0 else None
    pay = figure.pay if figure else None
    like = (pay and (pay.currency, pay.rule, pay.alternatives), key[1:], default, strictly)
    verdicts = amounts.memory.verdicts
    verdict: _Verdict | None = verdicts.get(like)
    if verdict is None:
        verdict = _settle(figure, row_context, key[1:], default, strictly=strictly)
        if verdict.fault is None:
            if len(verdicts) > _REMEMBERED:
                verdicts.clear()
            verdicts[like] = verdict
    return verdict


def _settle(
    figure: CellFigure | None,
    row_context: RowContext,
    key: tuple[Any, ...],
    default: str | None,
    *,
    strictly: bool,
) -> _Verdict:
    """Return the verdict for a row by its text and the other cells."""
    which, cell, here, own, day = key
    unit = row_context.figures[which].currency
    stated = (
        CurrencyChoice(cell)
        if cell
        else currency_of(unit, local(here, day))
        if unit
        else CurrencyChoice(None)
    )
    if cell and unit in CODES and unit != cell:
        sentence = f"{row_context.figures[which].column!r} is in {unit}, but the row says {cell}."
        return _Verdict(None, (cell, "contradiction", sentence))
    pay = figure.pay if figure else None
    text = figure.text if figure and pay else unit or own or ""
    money, fault = _meant(text, pay, stated, default)
    by_country = not (money.code or money.alternatives or fault or pay or strictly) and own is not None
    if by_country:
        money = tender_of(own, day)
    elif pay and pay.rule == "country" and not stated.code:
        several = tender_of(here, day).alternatives
        if several and set(several) == {pay.currency, *pay.alternatives}:  # no sign chose among them
            money = CurrencyChoice(None, several)
    if not money.code and money.alternatives and not fault:
        fault = ambiguous(text, money.alternatives)
    bare = pay is not None and pay.rule == "country" and not (pay.alternatives or stated.code)
    if by_country or (bare and own is not None):  # a text without any sign is as a plain number
        return _Verdict(money.code, fault, "country" if money.code else "")
    by_city = pay and pay.rule == "country" and own is None and not stated.code
    return _Verdict(money.code, fault, "city" if by_city or _is_by_city(unit, stated, own) else "")


def _is_by_city(unit: str | None, stated: CurrencyChoice, own: str | None) -> bool:
    """Return whether a header's sign has several owners, and only the city says which is meant."""
    return (
        own is None
        and unit is not None
        and unit not in CODES
        and stated.code is not None
        and not currency_of(unit).code
    )


def _meant(
    text: str, pay: Pay | None, stated: CurrencyChoice, default: str | None
) -> tuple[CurrencyChoice, tuple[str, str, str] | None]:
    """Return the currency that a row's text states, or a fault if the row or the header contradicts it."""
    currencies = tuple(filter(None, (pay.currency, *(pay.alternatives or ())))) if pay else ()
    if stated.code:
        decided = pay is not None and (pay.rule in BY_TEXT or len(currencies) > 1)
        if not decided or stated.code in currencies:
            return stated, None
        money = pay.currency if pay and pay.currency else " or ".join(currencies[:3])
        sentence = f"{text!r} is in {money}, but the row or its header says {stated.code}."
        return CurrencyChoice(None), (text, "contradiction", sentence)
    if pay and pay.currency:
        return CurrencyChoice(pay.currency), None
    if pay and pay.rule == "unknown_mark":
        sentence = f"{text!r} has a mark next to its figure that is not a known sign of a currency. State the currency in a separate column."
        return CurrencyChoice(None), (text, "unknown_currency", sentence)
    currencies = currencies or stated.alternatives
    return (
        CurrencyChoice(default)
        if default and (default in currencies or not currencies)
        else CurrencyChoice(None, currencies)
    ), None


def infer_periods(amounts: Amounts, stated: pa.Array, default: str) -> PeriodColumn:
    """Return the period of every amount: from the cell or the header, the text or the default, in that order.

    Args:
        amounts: n amounts.
        stated: n periods; null if neither the cell nor the header states one.
        default: the value where nothing states one.
    """
    if not amounts.pays().any():
        return PeriodColumn(stated.fill_null(default), [], stated.is_null().to_numpy(zero_copy_only=False))
    in_text = amounts.column("period", pa.string())
    monthly = amounts.column("months_per_year", pa.float64()).is_valid()
    in_text = pc.if_else(pc.and_(monthly, in_text.is_null()), "month", in_text)
    differ = pc.fill_null(pc.not_equal(in_text, stated), False).to_numpy(zero_copy_only=False)
    odd = pc.equal(amounts.column("period_rule", pa.string()), "unknown_words")
    odd = pc.and_(pc.fill_null(odd, False), pc.and_(stated.is_null(), in_text.is_null()))
    faults = [_unknown(row, amounts.text(row) or "") for row in np.flatnonzero(odd.to_numpy(False)).tolist()]
    for row in np.flatnonzero(differ).tolist():
        text = amounts.text(row) or ""
        article = "an" if in_text[row] == "hour" else "a"
        sentence = f"{text!r} is for {article} {in_text[row]}, but the row or its header says {stated[row]}."
        faults.append(Fault(row, text, "contradiction", sentence))
    periods = pc.coalesce(stated, in_text)
    return PeriodColumn(periods.fill_null(default), faults, periods.is_null().to_numpy(zero_copy_only=False))


def _unknown(row: int, text: str) -> Fault:
    """Return the fault of a text that states its period in unknown words."""
    shown = repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
    sentence = (
        f"{shown} says what it is paid for, but not as {', '.join(PERIODS[:-1])} or {PERIODS[-1]}. If you know it, add a "
        "column with the period and name it with columns={'period': ...}."
    )
    return Fault(row, text, "unknown_period", sentence)
