"""Reads each text of a cell by itself, and then its number in the notation of the column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from salarykit.currency.codes import CODES, minor_units
from salarykit.pay.amounts import IN_THOUSANDTHS
from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.reading.cell_figures import CellFigure
from salarykit.reading.cell_pay import pays_in
from salarykit.reading.cells import is_bare, quoted, refusal
from salarykit.reading.notation import Doubt, Notation, NumberCell, read_notation
from salarykit.reading.note_marks import may_be_pence
from salarykit.reading.numerals import SAME_DIGITS, NumberForm, forms_in, numeral, value_of
from salarykit.reading.second_figure import second_figure
from salarykit.reading.thousandths import doubt_of, is_unsure, mark_in_thousandths
from salarykit.salaries.fields import NUMBER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.pay import Pay
    from salarykit.reading.cell_figures import CellMemory
    from salarykit.reading.numerals import Numeral, Separator
    from salarykit.reading.plan import AmountColumn

__all__ = ["CellContext", "Writing", "read_alone", "read_numbers"]

_CODES: Final = {
    "*": ("not_available", "is the publisher's sign for a figure that is not available."),
    "**": ("not_available", "is the publisher's sign for a figure that is not available."),
    "#": ("capped", "is the publisher's sign for a figure at or above the highest that it publishes."),
}
_PLAIN: Final = re.compile(NUMBER)
_MULTIPLIERS: Final = frozenset(MULTIPLIERS)
_THOUSAND: Final = 1000
_ALONE: Final = {None: frozenset[NumberForm](), NumberForm.PLAIN: frozenset[NumberForm]()} | {
    form: frozenset([form]) for form in NumberForm if form
}
_SHORT: Final = ("hour", "day")
# pay for these is not in the thousands, in currencies with decimals
_SMALL: Final = frozenset(["hour", "day", "week"])


class Writing(NamedTuple):
    """How the amounts of a source can be written.

    Attributes:
        memory: what was read in earlier blocks of the source, by the columns of amounts.
        points_group: whether a number such as `65.000` was written by people, who group thousands, and not by a machine.
        decimal: the decimal separator; None if the cells decide it.
        coded: whether `*` and `#` stand for figures that are not published.
        currency: the currency of amounts for which no cell or header states one.
        notation: how numbers are written; None if these cells decide it.
    """

    memory: dict[tuple[str, ...], CellMemory]
    points_group: bool
    decimal: Separator | None = None
    coded: bool = False
    currency: str | None = None
    notation: Notation | None = None


class CellContext(NamedTuple):
    """What decides how a cell is read, in addition to its text; `here` is the tender of the row's country on its day."""

    here: LocalMoney
    which: int
    country: str | None
    currency: str | None
    period: str | None

    @property
    def tender(self) -> str | None:
        """The main currency of the country."""
        return next(iter(self.here.currencies), None)


def read_alone(
    keys: list[tuple[str, CellContext]], heads: list[AmountColumn], *, coded: bool
) -> list[CellFigure]:
    """Return the figure that each text states by itself; numbers with points or commas stay open, because the column decides these."""
    shapes = [text.translate(SAME_DIGITS) for text, _ in keys]
    alone = {shape: numeral(shape) is not None or refusal(shape) is not None for shape in set(shapes)}
    figures = [
        _figure_alone(text, head, coded=coded) if alone[shape] or text in _CODES else CellFigure(text)
        for (text, _), head, shape in zip(keys, heads, shapes, strict=True)
    ]
    left = [index for index, figure in enumerate(figures) if figure.is_open]
    money = [keys[index][1].currency or heads[index].currency for index in left]
    texts = [(keys[index][0], keys[index][1].here) for index in left]
    for index, (text, here), unit, pay in zip(left, texts, money, pays_in(texts, money), strict=True):
        doubt = doubt_of(text, here) if pay is None else None
        if pay and may_be_pence(text, unit or keys[index][1].tender):
            doubt = f"{quoted(text)} may be in pence, or a figure with the flag `p`. Write it in pounds, or without the flag."
        fault = ("ambiguous_number", doubt) if doubt else second_figure(text, pay) if pay else None
        figures[index] = (
            CellFigure(text, fault=fault)
            if fault
            else _figure_of_pay(text, pay, heads[index].factor if is_bare(text) else 1.0)
        )
    return figures


def read_numbers(
    keys: list[tuple[str, CellContext, AmountColumn]],
    rows: NDArray[np.intp],
    cell_figures: list[CellFigure],
    writing: Writing,
) -> tuple[list[CellFigure], Notation]:
    """Read the numbers among cells in the notation of most of them; cells, including texts, that contradict it are refused.

    Args:
        keys: the cells.
        rows: for each cell, the number of rows with this cell or one that is alike.
        cell_figures: the figure that each cell states by itself.
        writing: how the numbers may be written.
    """
    cell_figures, of, cells = list(cell_figures), [], []
    unsure: dict[int, tuple[Numeral, str, bool]] = {}
    for index, ((text, context, head), cell_figure) in enumerate(zip(keys, cell_figures, strict=True)):
        forms = _forms(cell_figure, text.translate(SAME_DIGITS))
        period = (cell_figure.pay and cell_figure.pay.period) or context.period or head.period
        stated_money = (cell_figure.pay and cell_figure.pay.currency) or context.currency or head.currency
        money = stated_money or writing.currency or context.tender
        if money and cell_figure.numeral and is_unsure(cell_figure.numeral, money):
            unsure[index] = cell_figure.numeral, money, period in _SHORT
        elif forms:
            small = (period in _SMALL or head.factor >= _THOUSAND) and _has_decimals(money)
            of.append(index)
            cells.append(NumberCell(text, forms, int(rows[index]), context.country or stated_money, small))
    notation, marks = read_notation(
        cells, points_group=writing.points_group, decimal=writing.decimal, decided=writing.notation
    )
    late = {
        index: mark_in_thousandths(number, money, notation, given=writing.decimal, is_short=short)
        for index, (number, money, short) in unsure.items()
    }
    for index, mark in (*zip(of, marks, strict=True), *late.items()):
        cell_figures[index] = _with_mark(cell_figures[index], mark, keys[index][2].factor)
    return cell_figures, notation


def _with_mark(figure: CellFigure, mark: Separator | Doubt, factor: float) -> CellFigure:
    """Return the figure of a cell, given its decimal separator."""
    if isinstance(mark, Doubt):
        return CellFigure(figure.text, fault=("ambiguous_number", mark.sentence))
    if figure.numeral is None:
        return figure
    is_plain = mark == "." and _PLAIN.fullmatch(figure.text) is not None
    return figure._replace(amount=value_of(figure.numeral.digits, mark) * factor, is_plain=is_plain)


def _forms(figure: CellFigure, shape: str) -> frozenset[NumberForm]:
    """Return the forms of the numbers in a cell that have a point or a comma."""
    if figure.fault:
        return frozenset()
    if figure.numeral:
        return _ALONE[figure.numeral.form]
    pay_shape = shape[slice(*figure.pay.position)] if figure.pay else ""
    money = figure.pay.currency if figure.pay else None
    return forms_in(pay_shape, _MULTIPLIERS, thousandths=money in IN_THOUSANDTHS)


def _has_decimals(money: str | None) -> bool:
    return money not in CODES or minor_units(money) > 0


def _figure_alone(text: str, figure: AmountColumn, *, coded: bool) -> CellFigure:
    """Return the figure of a text that is a number, the symbol of a publisher, or refused in any column; other texts stay open."""
    number = numeral(text)
    if number:
        sentence = f"{text!r} is not a number: its points, commas or spaces are misplaced."
        if number.form is None:
            return CellFigure(text, fault=("not_a_number", sentence))
        plain = value_of(number.digits, ".") if number.form == NumberForm.PLAIN else np.nan
        return CellFigure(text, plain * figure.factor, numeral=number)
    if coded and text in _CODES:
        code, sentence = _CODES[text]
        return CellFigure(text, fault=(code, f"{figure.column}: {text!r} {sentence}"))
    return CellFigure(text, fault=refusal(text))


def _figure_of_pay(text: str, pay: Pay | None, factor: float) -> CellFigure:
    """Return the pay in a text as a figure, with a fault if it is not a single figure."""
    shown = quoted(text)
    if pay is None:
        return CellFigure(text, fault=("no_pay", f"no pay was found in {shown}."))
    low, high = pay.low, pay.high
    if low is None or high is None:
        end = "only the upper end of the pay" if low is None else "only the lower end of the pay"
        return CellFigure(text, fault=("open_end", f"{shown} states {end}; an open range is not a figure."))
    if low <= 0 < high:
        return CellFigure(
            text,
            fault=("out_of_range", f"{shown} is a range that begins at 0, so its middle is not pay."),
        )
    middle = (low + high) / 2 * factor
    return (
        CellFigure(text, middle, low * factor, high * factor, pay)
        if low != high
        else CellFigure(text, middle, pay=pay)
    )
