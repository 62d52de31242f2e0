"""A column of amounts in people's writing as numbers, with the currency, period and range that each cell states."""
# A little over 300 lines: the steps from a cell to its figure stand in their order, in one place.

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.currency.codes import CODES, minor_units
from salarykit.files.columns import combine
from salarykit.files.texts import is_text
from salarykit.pay.local_columns import locals_of
from salarykit.pay.thousandths import IN_THOUSANDTHS
from salarykit.pay.words import MULTIPLIERS
from salarykit.reading.cell_figures import WIDEST, Amounts, CellFigure, CellMemory
from salarykit.reading.cell_pay import pays_in
from salarykit.reading.cells import is_bare, refusal
from salarykit.reading.distinct import uncollected
from salarykit.reading.notation import Doubt, Notation, NumberCell, read_notation
from salarykit.reading.number_format import SAME_DIGITS, NumberForm, forms_in, numeral, value_of
from salarykit.reading.source_columns import texts_of
from salarykit.reading.thousandths import doubt_of, is_unsure, sign_in_thousandths
from salarykit.reading.validation import Fault
from salarykit.salaries.fields import BY_NAME, NUMBER, Refused, is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.files.raw import Column
    from salarykit.pay.pay import Pay
    from salarykit.reading.column_mapping import AmountColumn
    from salarykit.reading.number_format import Numeral, Sign

__all__ = ["RowContext", "Writing", "read_amounts"]

_CODES: Final = {
    "*": ("not_available", "is the publisher's sign for a figure that is not available."),
    "**": ("not_available", "is the publisher's sign for a figure that is not available."),
    "#": ("capped", "is the publisher's sign for a figure at or above the highest that it publishes."),
}
_SHOWN: Final = 60  # signs of a cell in a message
_DOTTED: Final = r"^[+-]?[0-9]+\.[0-9]+$"
_THREE: Final = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"
_PLAIN: Final = re.compile(NUMBER)
_MULTIPLIERS: Final = frozenset(MULTIPLIERS)
_THOUSAND: Final = 1000
_REMEMBERED: Final = 1 << 18  # distinct cells
_ALONE: Final = {None: frozenset[NumberForm](), NumberForm.PLAIN: frozenset[NumberForm]()} | {
    form: frozenset([form]) for form in NumberForm if form
}
_SHORT: Final = ("hour", "day")
_SMALL: Final = frozenset(
    ["hour", "day", "week"]
)  # nobody is paid thousands for these, in money that has decimals


class Writing(NamedTuple):
    """How the amounts of a source may be written.

    Attributes:
        memory: what earlier blocks of the source have said, by the columns of the amounts.
        points_group: whether `65.000` was written by people, who group thousands, and not by a machine.
        decimal: what separates decimals; None if the cells are to say.
        coded: whether `*` and `#` stand for figures that are not published.
        currency: what the amounts are in where nothing else says it.
        notation: how the numbers are written, if that is decided; None if the cells are to decide it.
    """

    memory: dict[tuple[str, ...], CellMemory]
    points_group: bool
    decimal: Sign | None = None
    coded: bool = False
    currency: str | None = None
    notation: Notation | None = None


class RowContext(NamedTuple):
    """What stands beside the n amounts.

    Attributes:
        country: ISO codes, null where there is none.
        as_of: days or spans, null where there is none.
        currency: ISO codes, null where there is none.
        period: what the amounts are paid for, null where neither the source nor a default says so.
        figures: what the headers say.
        which: which of the figures each row is from.
    """

    country: pa.Array
    as_of: pa.Array
    currency: pa.Array
    period: pa.Array
    figures: tuple[AmountColumn, ...]
    which: NDArray[np.intp]


class _Key(NamedTuple):
    """What decides how a cell is read: its text, and what stands beside it; `here` is the money of the country."""

    text: str
    here: LocalMoney
    which: int
    country: str | None
    currency: str | None
    period: str | None

    @property
    def tender(self) -> str | None:
        """The main money of the country."""
        return next(iter(self.here.currencies), None)


def read_amounts(column: Column, beside: RowContext, writing: Writing) -> Amounts:
    """Return what each cell states: a number in any country's writing, or a text with pay in it.

    Args:
        column: n cells of any kind.
        beside: what stands in the same rows.
        writing: how they may be written.
    """
    found, texts = _numbers(column)
    factors = np.array([figure.factor for figure in beside.figures])[beside.which]
    cells = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    trimmed = pc.utf8_trim_whitespace(cells.dictionary)
    plain = _matches(trimmed, f"^{NUMBER}$")
    numbers = pc.if_else(plain, trimmed, None).cast(pa.float64()).take(cells.indices)
    found.amount = pc.coalesce(numbers, found.amount).to_numpy(zero_copy_only=False) * factors
    rest = pc.and_not(pc.fill_null(pc.not_equal(trimmed, ""), False), plain)
    are_plain = _are_plain(trimmed, trimmed.filter(rest), writing)
    if not are_plain:
        rest = pc.or_(rest, pc.and_(plain, _matches(trimmed, _DOTTED)))
    rows = np.flatnonzero(pc.fill_null(rest.take(cells.indices), False).to_numpy(zero_copy_only=False))
    places = pc.subtract(pc.cumulative_sum(rest.cast(pa.int32())), 1)
    which = places.take(cells.indices.take(pa.array(rows)))
    _read_rest(rows, pa.DictionaryArray.from_arrays(which, trimmed.filter(rest)), beside, found, writing)
    found.notation = replace(found.notation, is_plain=are_plain)
    return found


def _matches(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(texts, pattern), False)


def _are_plain(texts: pa.Array, rest: pa.Array, writing: Writing) -> bool:
    """Return whether a number with a point is what machines read in it, whatever stands in other cells."""
    if writing.decimal:
        return writing.decimal == "."
    if writing.notation:
        return writing.notation.is_plain and not writing.points_group
    if writing.points_group and pc.any(_matches(texts, _THREE)).as_py():
        return False
    return not pc.any(_matches(rest, "[0-9][.,．，]")).as_py()


def _numbers(column: Column) -> tuple[Amounts, pa.Array]:
    """Return the cells that are numbers already, and the texts, null where there is none."""
    if not isinstance(column, list):
        array = combine(column)
        is_coded = pa.types.is_dictionary(array.type)
        if is_text(array.type.value_type if is_coded else array.type):
            kind = pa.dictionary(pa.int32(), pa.string()) if is_coded else pa.string()
            return Amounts(np.full(len(array), np.nan)), array.cast(kind)
        column = array.to_pylist()
    found = Amounts(np.full(len(column), np.nan))
    for row, cell in enumerate(column):
        if not isinstance(cell, str) and not is_missing(cell):
            try:
                found.amount[row] = BY_NAME["amount"].clean(cell)
            except Refused as refused:
                found.faults.append(Fault(row, str(cell), refused.code, str(refused)))
    return found, texts_of(column)


def _read_rest(
    rows: NDArray[np.intp], cells: pa.DictionaryArray, beside: RowContext, found: Amounts, writing: Writing
) -> None:
    """Read the cells of some rows, which are more than a plain number, each distinct one once."""
    seen = found.seen = _seen(writing, beside.figures)
    of, new = _keys(rows, cells, beside, seen)
    seen.repeats = 2 * len(new) < len(rows)
    times = np.bincount(of, minlength=len(seen.rows))[len(seen.told) :]
    with uncollected():
        told, found.notation = _read_keys(new, times, beside.figures, writing)
        seen.told.extend(told)
    found.of[rows] = of
    found.amount[rows] = seen.told.amounts[of]
    wrong = seen.told.is_wrong[of]
    for row, key in zip(rows[wrong].tolist(), of[wrong].tolist(), strict=True):
        text, fault = seen.told[key].text, seen.told[key].fault or ("", "")
        found.faults.append(Fault(row, text, *fault))


def _seen(writing: Writing, figures: tuple[AmountColumn, ...]) -> CellMemory:
    """Return what the cells of some columns said in earlier blocks."""
    names = tuple(figure.column for figure in figures)
    seen = writing.memory.get(names)
    if seen is None or not seen.repeats or len(seen.rows) > _REMEMBERED:
        seen = writing.memory[names] = CellMemory()
    return seen


def _read_keys(
    keys: list[_Key],
    times: NDArray[np.intp],
    figures: tuple[AmountColumn, ...],
    writing: Writing,
) -> tuple[list[CellFigure], Notation]:
    """Return what distinct cells say, and how their numbers are written.

    Args:
        keys: n cells, with what stands beside each.
        times: in how many rows each stands.
        figures: what the headers say.
        writing: how they may be written.
    """
    heads = [figures[key.which] for key in keys]
    shapes = [key.text.translate(SAME_DIGITS) for key in keys]
    alone = {shape: _is_alone(shape) for shape in set(shapes)}
    found = [
        _told_alone(key.text, head, coded=writing.coded)
        if alone[shape] or key.text in _CODES
        else CellFigure(key.text)
        for key, head, shape in zip(keys, heads, shapes, strict=True)
    ]
    left = [index for index, told in enumerate(found) if told.is_open]
    money = [keys[index].currency or heads[index].currency for index in left]
    texts = [(keys[index].text, keys[index].here) for index in left]
    for index, pay in zip(left, pays_in(texts, money), strict=True):
        text, factor = keys[index].text, heads[index].factor
        doubt = doubt_of(text, keys[index].here) if pay is None else None
        found[index] = (
            CellFigure(text, fault=("ambiguous_number", doubt))
            if doubt
            else _told(text, pay, factor if is_bare(text) else 1.0)
        )
    notation = _read_numerals(keys, shapes, heads, times, found, writing)
    return [_narrow(told) for told in found], notation


def _is_alone(shape: str) -> bool:
    """Return whether a text of a shape says what it is without its column: a number, or what is no figure."""
    return numeral(shape) is not None or refusal(shape) is not None


def _keys(
    rows: NDArray[np.intp], cells: pa.DictionaryArray, beside: RowContext, seen: CellMemory
) -> tuple[NDArray[np.intp], list[_Key]]:
    """Return the number of each row's cell among the distinct ones, and those that no block before had."""
    at = pa.array(rows)
    moneys, local = locals_of(beside.country.take(at), beside.as_of.take(at), len(rows))
    numbers = np.array([seen.moneys.setdefault(money, len(seen.moneys)) for money in moneys])
    of, new = seen.rows.add(
        cells,
        np.repeat(numbers[:1], len(rows)) if local is None else numbers[local],
        beside.which[rows],
        *(column.take(at) for column in (beside.country, beside.currency, beside.period)),
    )
    known = list(seen.moneys)
    return of, [_Key(text, known[number], *others) for text, number, *others in new]


def _read_numerals(
    keys: list[_Key],
    shapes: list[str],
    figures: list[AmountColumn],
    rows: NDArray[np.intp],
    found: list[CellFigure],
    writing: Writing,
) -> Notation:
    """Read the numbers among the cells as most of them are written; refuse what contradicts that, in texts, too."""
    of, cells = [], []
    unsure: dict[int, tuple[Numeral, str, bool]] = {}
    for index, (key, shape, figure, told) in enumerate(zip(keys, shapes, figures, found, strict=True)):
        forms = _forms(told, shape)
        period = (told.pay and told.pay.period) or key.period or figure.period
        said = (told.pay and told.pay.currency) or key.currency or figure.currency
        money = said or writing.currency or key.tender
        if money and told.numeral and is_unsure(told.numeral, money):
            unsure[index] = told.numeral, money, period in _SHORT
        elif forms:
            small = (period in _SMALL or figure.factor >= _THOUSAND) and _has_decimals(money)
            of.append(index)
            cells.append(NumberCell(told.text, forms, int(rows[index]), key.country or said, small))
    notation, signs = read_notation(
        cells, points_group=writing.points_group, decimal=writing.decimal, known=writing.notation
    )
    late = {
        index: sign_in_thousandths(number, money, notation, given=writing.decimal, is_short=short)
        for index, (number, money, short) in unsure.items()
    }
    for index, sign in (*zip(of, signs, strict=True), *late.items()):
        found[index] = _signed(found[index], sign, figures[index].factor)
    return notation


def _signed(told: CellFigure, sign: Sign | Doubt, factor: float) -> CellFigure:
    """Return what a cell says, given what separates its decimals."""
    if isinstance(sign, Doubt):
        return CellFigure(told.text, fault=("ambiguous_number", sign.sentence))
    if told.numeral is None:
        return told
    is_plain = sign == "." and _PLAIN.fullmatch(told.text) is not None
    return told._replace(amount=value_of(told.numeral.digits, sign) * factor, is_plain=is_plain)


def _narrow(told: CellFigure) -> CellFigure:
    """Return what a cell says; a fault if it is a range whose ends are too far apart for one."""
    if told.low is None or told.high is None or told.high <= WIDEST * told.low:
        return told
    shown = repr(told.text if len(told.text) <= _SHOWN else f"{told.text[:_SHOWN]}...")
    unlike = f"is a range that ends at more than {WIDEST} times its start; one of them is in another unit or period."
    return CellFigure(told.text, fault=("contradiction", f"{shown} {unlike}"))


def _forms(told: CellFigure, shape: str) -> frozenset[NumberForm]:
    """Return how the numbers of a cell are written that have a point or a comma."""
    if told.fault:
        return frozenset()
    if told.numeral:
        return _ALONE[told.numeral.form]
    said = shape[slice(*told.pay.position)] if told.pay else ""
    money = told.pay.currency if told.pay else None
    return forms_in(said, _MULTIPLIERS, thousandths=money in IN_THOUSANDTHS)


def _has_decimals(money: str | None) -> bool:
    return money not in CODES or minor_units(money) > 0


def _told_alone(text: str, figure: AmountColumn, *, coded: bool) -> CellFigure:
    """Return what a text says whatever its column holds: a number, a publisher's sign, or what is no figure."""
    number = numeral(text)
    if number:
        sentence = f"{text!r} is not a number: its points, commas or spaces stand where none can."
        if number.form is None:
            return CellFigure(text, fault=("not_a_number", sentence))
        plain = value_of(number.digits, ".") if number.form == NumberForm.PLAIN else np.nan
        return CellFigure(text, plain * figure.factor, numeral=number)
    if coded and text in _CODES:
        code, sentence = _CODES[text]
        return CellFigure(text, fault=(code, f"{figure.column}: {text!r} {sentence}"))
    return CellFigure(text, fault=refusal(text))


def _told(text: str, pay: Pay | None, factor: float) -> CellFigure:
    """Return a text's pay as a figure, or why it is none."""
    shown = repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
    if pay is None:
        return CellFigure(text, fault=("no_pay", f"no pay was found in {shown}."))
    low, high = pay.low, pay.high
    if low is None or high is None:
        end = "only up to how much is paid" if low is None else "only from how much is paid"
        return CellFigure(text, fault=("open_end", f"{shown} states {end}; an open end is no figure."))
    if low <= 0 < high:
        return CellFigure(
            text,
            fault=("out_of_range", f"{shown} is a range that begins at nought, of which no middle is pay."),
        )
    middle = (low + high) / 2 * factor
    return (
        CellFigure(text, middle, low * factor, high * factor, pay)
        if low != high
        else CellFigure(text, middle, pay=pay)
    )
