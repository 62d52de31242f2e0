"""What an amount is in and paid for, where its text, its cell, its header, its country or a default may say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.codes import CODES
from salarykit.pay.pay_year import PERIODS
from salarykit.salaries.checks import Fault
from salarykit.salaries.tenders import Money, money_of, tender_of

if TYPE_CHECKING:
    from salarykit.salaries.amounts import Amounts, Beside

__all__ = ["Settled", "ambiguous", "settle_currencies", "settle_periods"]

_TOLD: Final = 6
_BY_TEXT: Final = ("iso", "sign", "name", "unit")  # rules by which the text itself says its currency


class Settled(NamedTuple):
    """A column's values, null where none could be settled; the cells at fault; how many rows a country settled."""

    values: pa.Array
    faults: list[Fault]
    by_country: int = 0


def ambiguous(row: int, value: str, alternatives: tuple[str, ...]) -> Fault:
    """Return the fault of a sign of several currencies."""
    shown = ", ".join(alternatives[:_TOLD]) + (", ..." if len(alternatives) > _TOLD else "")
    sentence = f"{value!r} may be in {shown}. Add a country or a city, or say it with defaults={{'currency': ...}}."
    return Fault(row, value, "ambiguous_currency", sentence)


def settle_currencies(
    amounts: Amounts, beside: Beside, country: pa.Array, as_of: pa.Array, default: str | None
) -> Settled:
    """Return the currency of every amount: by the cell, the text, the header, the default, the country's tender.

    A cell and a text that cannot mean the same are a contradiction, which is reported and not decided.

    Args:
        amounts: n amounts.
        beside: what stands beside them; its currency is the cell's, its country may be the city's.
        country: n countries, as stated.
        as_of: n days or spans.
        default: what stands where nothing is said.
    """
    texts = np.zeros(len(as_of), bool)
    texts[list(amounts.pays)] = True
    units = [figure.currency if figure.currency in CODES else default for figure in beside.figures]
    plain = pc.coalesce(beside.currency, pa.array(units, pa.string()).take(pa.array(beside.which)))
    values = pc.if_else(pa.array(texts), beside.currency, plain).to_pylist()
    faults, by_country = [], 0
    left = sorted({*amounts.pays, *np.flatnonzero(pc.is_null(plain).to_numpy(zero_copy_only=False)).tolist()})
    for row, here, own, day in zip(left, *(_cells(column, left) for column in (beside.country, country, as_of)), strict=True):
        if np.isnan(amounts.amount[row]):
            continue
        unit = beside.figures[beside.which[row]].currency
        stated = Money(values[row]) if values[row] else money_of(unit, here) if unit else Money(None)
        said = amounts.texts.get(row, unit or own or "")
        money, fault = _meant(row, said, amounts.pays.get(row), stated, default)
        if not money.code and not money.alternatives and not fault and own and row not in amounts.pays:
            money = tender_of(own, day)
            by_country += money.code is not None
        if not money.code and money.alternatives and not fault:
            fault = ambiguous(row, said, money.alternatives)
        faults += [fault] if fault else []
        values[row] = money.code
    return Settled(pa.array(values, pa.string()), faults, by_country)


def _cells(column: pa.Array, rows: list[int]) -> list[Any]:
    return column.take(pa.array(rows, pa.int64())).to_pylist()  # type: ignore[no-any-return]


def _meant(
    row: int, text: str, pay: dict[str, Any] | None, stated: Money, default: str | None
) -> tuple[Money, Fault | None]:
    """Return the currency that a row's text says, held against what is stated beside it."""
    meant = tuple(filter(None, (pay["currency"], *(pay["alternatives"] or ())))) if pay else ()
    if stated.code:
        decided = pay is not None and (pay["rule"] in _BY_TEXT or len(meant) > 1)
        if not decided or stated.code in meant:
            return stated, None
        said = pay["currency"] if pay and pay["currency"] else " or ".join(meant[:3])
        sentence = f"{text!r} is in {said}, but the row or its header says {stated.code}."
        return Money(None), Fault(row, text, "contradiction", sentence)
    if pay and pay["currency"]:
        return Money(pay["currency"]), None
    meant = meant or stated.alternatives
    return (Money(default) if default and (default in meant or not meant) else Money(None, meant)), None


def settle_periods(amounts: Amounts, stated: pa.Array, default: str) -> Settled:
    """Return what every amount is paid for: by the cell's or header's word, the text, the default.

    Args:
        amounts: n amounts.
        stated: n periods, null where neither the cell nor the header states one.
        default: what stands where nothing is said.
    """
    if not amounts.pays:
        return Settled(stated.fill_null(default), [])
    rows, faults = stated.to_pylist(), []
    for row, pay in amounts.pays.items():
        said, text = pay["period"], amounts.texts[row]
        if said is not None and said not in PERIODS:
            sentence = f"{text!r} is for a {said}, which is none of {', '.join(PERIODS)}."
            faults.append(Fault(row, text, "unknown_period", sentence))
        elif said is not None and rows[row] not in (None, said):
            sentence = f"{text!r} is for a {said}, but the row or its header says {rows[row]}."
            faults.append(Fault(row, text, "contradiction", sentence))
        else:
            rows[row] = said or rows[row]
    return Settled(pa.array(rows, pa.string()).fill_null(default), faults)
