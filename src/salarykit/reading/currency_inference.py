"""Infers the currency and the period of each amount from its text, the other cells of its row, its header or a default."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.codes import CODES
from salarykit.files.columns import as_flags
from salarykit.package import without_collection
from salarykit.pay.local import local
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.cells import quoted
from salarykit.reading.currency_cells import CurrencyChoice, currency_of, tender_of
from salarykit.reading.source_columns import distinct_rows
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

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
_REMEMBERED: Final = 1 << 16  # the most verdicts that are remembered
BY_TEXT: Final = ("iso", "sign", "name", "unit")  # the rules of pay whose text itself states the currency


class _Verdict(NamedTuple):
    """A currency, or the value, code and message of a fault; `by` is "country" or "city" if nothing else decided the currency."""

    code: str | None
    fault: tuple[str, str, str] | None = None
    by: Literal["", "country", "city"] = ""


class CurrencyColumn(NamedTuple):
    """The inferred currencies of a column, and how they were inferred.

    Attributes:
        values: n currencies, null where none could be decided.
        faults: the refused cells.
        alone: the rows whose currency is inferred from their country alone.
        by_city: the number of rows in each currency that only the city decided.
    """

    values: pa.Array
    faults: list[Fault]
    alone: NDArray[np.intp] = np.zeros(0, np.intp)
    by_city: Mapping[str, int] = MappingProxyType({})


class PeriodColumn(NamedTuple):
    """The periods of n amounts, the faults, and which amounts have a period that nothing states."""

    values: pa.Array
    faults: list[Fault]
    unstated: NDArray[np.bool_]


def ambiguous(value: str, alternatives: tuple[str, ...]) -> tuple[str, str, str]:
    """Return the value, code and message of a fault for a sign that several currencies share."""
    shown = ", ".join(alternatives[:_LISTED]) + (" or another" if len(alternatives) > _LISTED else "")
    sentence = (
        f"{value!r} may be in {shown}. Add a country or a city, or say it with defaults={{'currency': ...}}."
    )
    return value, "ambiguous_currency", sentence


def infer_currencies(
    amounts: Amounts, row_context: RowContext, refused: Collection[int], *, strictly: bool = False
) -> CurrencyColumn:
    """Return the currency of every amount: from the cell, the text, the header, the default or the country, in that order.

    A cell and a text that state different currencies are a contradiction, which is refused.

    Args:
        amounts: n amounts.
        row_context: the other cells of the rows.
        refused: the rows that are already refused.
        strictly: if true, the country does not decide the currency of plain numbers.
    """
    stated = [figure.currency if figure.currency in CODES else None for figure in row_context.figures]
    units = pa.array(stated, pa.string()).take(pa.array(row_context.which))
    default = row_context.default_currency
    given = pa.array([None if figure.currency else default for figure in row_context.figures], pa.string())
    plain = pc.coalesce(row_context.currency, units, given.take(pa.array(row_context.which)))
    is_open = ~np.isnan(amounts.amount)
    is_open[list(refused)] = False
    differ = as_flags(pc.not_equal(row_context.currency, units))
    rows = np.flatnonzero((amounts.pays() | as_flags(plain.is_null()) | differ) & is_open)
    with without_collection():
        verdicts, of = _Verdicts(amounts, row_context, strictly=strictly).on_rows(rows)
    return _spread(plain, rows, of, verdicts)


class _Verdicts:
    """Decides the currencies of rows for which several cells must be compared; rows of one kind share a verdict.

    Args:
        amounts: n amounts.
        row_context: the other cells of the rows.
        strictly: see `infer_currencies`.
    """

    def __init__(self, amounts: Amounts, row_context: RowContext, *, strictly: bool) -> None:
        self.amounts, self.row_context, self.strictly = amounts, row_context, strictly

    def on_rows(self, rows: NDArray[np.intp]) -> tuple[list[_Verdict], NDArray[np.intp]]:
        """Return the distinct verdicts on some rows, and the index of each row's verdict."""
        context, at = self.row_context, pa.array(rows)
        columns = (context.currency, context.country, context.stated_country, context.as_of)
        of, keys = distinct_rows(
            self.amounts.kind[rows], context.which[rows], *(column.take(at) for column in columns)
        )
        verdicts = [self.remembered(key) for key in keys]
        return verdicts, self.with_own_faults(verdicts, of, rows, keys)

    def with_own_faults(
        self,
        verdicts: list[_Verdict],
        of: NDArray[np.intp],
        rows: NDArray[np.intp],
        keys: list[tuple[Any, ...]],
    ) -> NDArray[np.intp]:
        """Add a verdict for each refused text, because its message quotes the text; return the index of each row's verdict."""
        texts = self.amounts.cell_figures
        kinds = np.bincount(texts.kind) if len(texts) else np.zeros(0, np.intp)
        several = [
            verdict.fault is not None and key[0] >= 0 and kinds[key[0]] > 1
            for verdict, key in zip(verdicts, keys, strict=True)
        ]
        odd = np.flatnonzero(np.array(several, bool)[of])
        if not len(odd):
            return of
        own, pairs = distinct_rows(self.amounts.of[rows[odd]], of[odd])
        of[odd] = own + len(verdicts)
        verdicts += [self.verdict(texts[text], keys[verdict][1:]) for text, verdict in pairs]
        return of

    def remembered(self, key: tuple[Any, ...]) -> _Verdict:
        """Return the verdict on rows of one kind; texts that state the same currency share it, unless they are refused."""
        figure = self.amounts.cell_figures.kinds[key[0]] if key[0] >= 0 else None
        pay = figure.pay if figure else None
        stated = pay and (pay.currency, pay.rule, pay.alternatives)
        like = (stated, key[1:], self.row_context.default_currency, self.strictly)
        known = self.amounts.memory.verdicts
        verdict: _Verdict | None = known.get(like)
        if verdict is None:
            verdict = self.verdict(figure, key[1:])
            if verdict.fault is None:
                if len(known) > _REMEMBERED:
                    known.clear()
                known[like] = verdict
        return verdict

    def verdict(self, figure: CellFigure | None, key: tuple[Any, ...]) -> _Verdict:
        """Return the verdict on a row, given the figure in its text and its other cells."""
        which, cell, here, own, day = key
        head, pay = self.row_context.figures[which], figure.pay if figure else None
        unit = head.currency
        if cell and unit in CODES and unit != cell:
            sentence = f"{head.column!r} is in {unit}, but the row says {cell}."
            return _Verdict(None, (cell, "contradiction", sentence))
        stated = currency_of(unit, local(here, day)) if unit and not cell else CurrencyChoice(cell)
        text = figure.text if figure and pay else unit or own or ""
        money, fault = _meant(text, pay, stated, self.row_context.default_currency)
        is_silent = not (money.code or money.alternatives or fault or pay or self.strictly)
        by_country = is_silent and own is not None
        by_local_money = pay is not None and pay.rule == "country" and not stated.code
        if by_country:
            money = tender_of(own, day)
        elif pay and by_local_money:
            several = tender_of(here, day).alternatives
            if several and set(several) == {pay.currency, *pay.alternatives}:
                # the text has no sign that could choose among them
                money = CurrencyChoice(None, several)
        if not money.code and money.alternatives and not fault:
            fault = ambiguous(text, money.alternatives)
        if by_country or (by_local_money and own is not None and not (pay and pay.alternatives)):
            return _Verdict(money.code, fault, "country" if money.code else "")
        by_city = by_local_money and own is None
        return _Verdict(money.code, fault, "city" if by_city or _is_by_city(unit, stated, own) else "")


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


def _is_by_city(unit: str | None, stated: CurrencyChoice, own: str | None) -> bool:
    """Return whether the sign in a header is shared by several currencies, and only the city of the row decides which is meant."""
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
    """Return the currency of a row by its text and what else is stated, or a fault if the two contradict each other."""
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
        sentence = f"{text!r} has a mark next to its figure that is not a known currency sign. State the currency in a separate column."
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
        default: the period of amounts for which nothing states one.
    """
    if not amounts.pays().any():
        return PeriodColumn(stated.fill_null(default), [], as_flags(stated.is_null()))
    in_text = amounts.column("period", pa.string())
    monthly = amounts.column("months_per_year", pa.float64()).is_valid()
    in_text = pc.if_else(pc.and_(monthly, in_text.is_null()), "month", in_text)
    differ = as_flags(pc.not_equal(in_text, stated))
    odd = as_flags(pc.equal(amounts.column("period_rule", pa.string()), "unknown_words"))
    odd &= as_flags(pc.and_(stated.is_null(), in_text.is_null()))
    faults = [_unknown(row, amounts.text(row) or "") for row in np.flatnonzero(odd).tolist()]
    for row in np.flatnonzero(differ).tolist():
        text = amounts.text(row) or ""
        article = "an" if in_text[row] == "hour" else "a"
        sentence = f"{text!r} is for {article} {in_text[row]}, but the row or its header says {stated[row]}."
        faults.append(Fault(row, text, "contradiction", sentence))
    periods = pc.coalesce(stated, in_text)
    return PeriodColumn(periods.fill_null(default), faults, as_flags(periods.is_null()))


def _unknown(row: int, text: str) -> Fault:
    """Return the fault of a text that states its period in words that are not understood."""
    sentence = (
        f"{quoted(text)} says what it is paid for, but not as {', '.join(PERIODS[:-1])} or {PERIODS[-1]}. If you know it, add a "
        "column with the period and name it with columns={'period': ...}."
    )
    return Fault(row, text, "unknown_period", sentence)
