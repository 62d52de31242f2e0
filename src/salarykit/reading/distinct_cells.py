"""What the distinct cells of a column of amounts say, each under what stands beside it; those that are alike are read once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.currency.codes import CODES, minor_units
from salarykit.pay.alike import Numbers, alike_texts, numbers_in, which_ends
from salarykit.pay.thousandths import IN_THOUSANDTHS
from salarykit.pay.words import MULTIPLIERS
from salarykit.reading.cell_figures import WIDEST, CellFigure, CellFigures, CellMemory, figures_of
from salarykit.reading.cell_pay import pays_in
from salarykit.reading.cells import is_bare, refusal
from salarykit.reading.notation import Doubt, Notation, NumberCell, read_notation
from salarykit.reading.number_format import SAME_DIGITS, NumberForm, forms_in, numeral, value_of
from salarykit.reading.thousandths import doubt_of, is_unsure, sign_in_thousandths
from salarykit.salaries.fields import NUMBER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.alike import Alike, End
    from salarykit.pay.pay import Pay
    from salarykit.reading.column_mapping import AmountColumn
    from salarykit.reading.number_format import Numeral, Sign

__all__ = ["CellContext", "Cells", "Writing", "read_cells"]

_CODES: Final = {
    "*": ("not_available", "is the publisher's sign for a figure that is not available."),
    "**": ("not_available", "is the publisher's sign for a figure that is not available."),
    "#": ("capped", "is the publisher's sign for a figure at or above the highest that it publishes."),
}
_SHOWN: Final = 60  # signs of a cell in a message
_PLAIN: Final = re.compile(NUMBER)
_MULTIPLIERS: Final = frozenset(MULTIPLIERS)
_THOUSAND: Final = 1000
_REMEMBERED: Final = 1 << 18  # distinct cells
_SHAPES: Final = 1 << 13  # shapes that are kept
_DIGITS: Final = 15  # of a number, at most: it is exact as a float
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


class CellContext(NamedTuple):
    """What decides beside its text how a cell is read; `here` is the money of the country on the day."""

    here: LocalMoney
    which: int
    country: str | None
    currency: str | None
    period: str | None

    @property
    def tender(self) -> str | None:
        """The main money of the country."""
        return next(iter(self.here.currencies), None)


class Cells(NamedTuple):
    """m distinct cells.

    Attributes:
        texts: the distinct texts.
        text: which of the texts each cell has.
        contexts: what stands beside cells.
        context: which of it stands beside each cell.
        rows: in how many rows each cell stands.
    """

    texts: pa.Array
    text: NDArray[np.intp]
    contexts: Sequence[CellContext]
    context: NDArray[np.intp]
    rows: NDArray[np.intp]


def read_cells(
    cells: Cells, figures: tuple[AmountColumn, ...], writing: Writing, memory: CellMemory
) -> tuple[CellFigures, Notation]:
    """Return what distinct cells say, and how their numbers are written.

    Args:
        cells: m cells.
        figures: what the headers say.
        writing: how the cells may be written.
        memory: what is remembered of earlier cells.
    """
    return _Reading(cells, figures, writing, memory).done()


class _Reading:
    """One reading of distinct cells: of those that are alike under the same context, the first is read for all.

    Attributes:
        first: the first cell that each cell is like; itself, if it is the first or like no other.
        told: what the cells say that are read, by their number.
    """

    def __init__(
        self, cells: Cells, figures: tuple[AmountColumn, ...], writing: Writing, memory: CellMemory
    ) -> None:
        self.cells, self.figures, self.writing, self.memory = cells, figures, writing, memory
        self.alike = alike_texts(cells.texts, _numbers_in)
        self.first = _firsts(cells, self.alike)
        self.told: dict[int, CellFigure] = {}
        self.named: dict[tuple[str, int], CellFigure] = {}

    def done(self) -> tuple[CellFigures, Notation]:
        """Return what the cells say, and how their numbers are written."""
        shared = self.shared()
        extremes = {cell: self.extremes(cells) for cell, cells in shared.items()}
        self.read_open([*self.firsts(), *(cell for each in extremes.values() for cell in each)])
        self.part({cell for cell, others in extremes.items() if not self.may_be_shared(cell, others)})
        told, notation = self.read_numerals()
        amounts = self.amounts_of_shared(told)
        doubtful = {cell for cell, found in amounts.items() if found is None}
        if doubtful:  # each says its own text
            self.part(doubtful)
            told, notation = self.read_numerals()
        self.remember()
        return self.texts(told, amounts), notation

    def shared(self) -> dict[int, NDArray[np.intp]]:
        """Return the cells that others are like, each with all that are like it."""
        order = np.argsort(self.first, kind="stable")
        first = self.first[order]
        starts = np.flatnonzero(np.diff(first, prepend=-1))
        groups = zip(first[starts].tolist(), np.split(order, starts[1:]), strict=True) if len(first) else ()
        return {cell: group for cell, group in groups if len(group) > 1}

    def part(self, apart: set[int]) -> None:
        """Read the cells one by one that are like some."""
        if apart:
            own = np.isin(self.first, list(apart))
            self.first[own] = np.flatnonzero(own)
            self.read_open(self.firsts())

    def firsts(self) -> list[int]:
        """Return the cells that are like no other, or that others are like."""
        found: list[int] = np.flatnonzero(self.first == np.arange(len(self.first))).tolist()
        return found

    def extremes(self, cells: NDArray[np.intp]) -> set[int]:
        """Return those of some cells with the smallest and with the largest numbers."""
        digits = self.alike.digits[:, self.cells.text[cells]]
        return set(cells[[*digits.argmin(1), *digits.argmax(1)]].tolist())

    def key(self, cell: int) -> tuple[str, CellContext, AmountColumn]:
        """Return the text of a cell, what stands beside it, and what its header says."""
        context = self.cells.contexts[self.cells.context[cell]]
        return self.told[cell].text, context, self.figures[context.which]

    def read_open(self, cells: list[int]) -> None:
        """Read what each of some cells says, whatever the others say."""
        new = [cell for cell in dict.fromkeys(cells) if cell not in self.told]
        texts = self.cells.texts.take(pa.array(self.cells.text[new])).to_pylist()
        names = list(zip(texts, self.cells.context[new].tolist(), strict=True))
        unknown = [name for name in names if name not in self.memory.told]
        keys = [(text, self.cells.contexts[context]) for text, context in unknown]
        heads = [self.figures[context.which] for _, context in keys]
        read = dict(zip(unknown, _open(keys, heads, coded=self.writing.coded), strict=True))
        found = [read.get(name) or self.memory.told[name] for name in names]
        self.told.update(zip(new, found, strict=True))
        self.named.update(zip(names, found, strict=True))

    def remember(self) -> None:
        """Remember what the cells say that were read; nothing else, where most of them were new."""
        known = self.memory.told
        if len(known) > _REMEMBERED or 2 * len(known.keys() & self.named.keys()) < len(self.named):
            known.clear()
        known.update(self.named)

    def may_be_shared(self, cell: int, extremes: set[int]) -> bool:
        """Return whether those that are like a cell say the same of other amounts, by those of them with extreme numbers."""
        told = self.told[cell]
        if told.numeral and told.numeral.form is not None:
            _, context, figure = self.key(cell)
            money = context.currency or figure.currency or self.writing.currency or context.tender
            return not (money and is_unsure(told.numeral, money))
        pay = None if told.fault else told.pay
        ends = pay and self.ends(cell, pay)
        return pay is not None and bool(ends) and all(self.is_like(each, pay, ends) for each in extremes)

    def is_like(self, cell: int, pay: Pay, ends: tuple[Numbers, End, End] | None) -> bool:
        """Return whether a cell states the same pay as another one, but for the values of its own numbers."""
        text, told = int(self.cells.text[cell]), self.told[cell]
        if ends is None or told.fault:
            return False
        digits = self.alike.digits[:, text : text + 1]
        low, high = (float(ends[0].values(digits, *end)[0]) for end in ends[1:])
        return told.pay == pay._replace(low=low, high=high)

    def ends(self, cell: int, pay: Pay) -> tuple[Numbers, End, End] | None:
        """Return which of the numbers of a cell each end of its pay is; None if that is not sure."""
        text = int(self.cells.text[cell])
        numbers = self.alike.numbers[int(self.alike.first[text])]
        if pay.low is None or pay.high is None or pay.currency in IN_THOUSANDTHS:
            return None
        ends = which_ends(numbers, self.alike.digits[:, text : text + 1], pay.low, pay.high)
        return ends and (numbers, *ends)

    def read_numerals(self) -> tuple[dict[int, CellFigure], Notation]:
        """Return what the cells say, their numbers read as most of them are written."""
        numbers = np.unique(self.first)
        keys = [self.key(cell) for cell in numbers.tolist()]
        rows = np.bincount(self.first, self.cells.rows, len(self.first)).astype(np.intp)[numbers]
        told, notation = _read_numerals(
            keys, rows, [self.told[cell] for cell in numbers.tolist()], self.writing
        )
        return dict(zip(numbers.tolist(), told, strict=True)), notation

    def amounts_of_shared(self, told: dict[int, CellFigure]) -> dict[int, NDArray[np.float64] | None]:
        """Return the amounts and the ends of ranges of all cells that are like one; None if they are to be read one by one."""
        return {
            cell: None if told[cell].fault else self.amounts_of(cell, cells, told[cell])
            for cell, cells in self.shared().items()
        }

    def amounts_of(self, cell: int, cells: NDArray[np.intp], told: CellFigure) -> NDArray[np.float64] | None:
        """Return the amounts and the ends of ranges of the cells that are like one."""
        digits, factor = self.alike.digits[:, self.cells.text[cells]], self.key(cell)[2].factor
        found = told.pay and self.ends(cell, told.pay)
        if not found:
            return _numeral_amounts(digits, told.amount, factor)
        numbers, *ends = found
        factor = factor if is_bare(told.text) else 1.0
        low, high = (numbers.values(digits, *end) for end in ends)
        middle, none = (low + high) / 2 * factor, np.full_like(low, np.nan)
        return np.stack([middle, *((none, none) if told.low is None else (low * factor, high * factor))])

    def texts(
        self, told: dict[int, CellFigure], shared: dict[int, NDArray[np.float64] | None]
    ) -> CellFigures:
        """Return what all cells say; a fault where the ends of a range are too far apart for one."""
        numbers = np.array(sorted(told), np.intp)
        kinds = [told[cell] for cell in numbers.tolist()]
        kind = np.searchsorted(numbers, self.first)
        amounts = figures_of(kinds)[:, kind]
        for cell, cells in self.shared().items():
            amounts[:, cells] = shared[cell]
        texts = self.cells.texts.take(pa.array(self.cells.text))
        for cell in np.flatnonzero(amounts[2] > WIDEST * amounts[1]).tolist():
            kind[cell], amounts[:, cell] = len(kinds), np.nan
            kinds.append(_too_wide(texts[cell].as_py()))
        return CellFigures(kinds, kind, texts, amounts)


def _firsts(cells: Cells, alike: Alike) -> NDArray[np.intp]:
    """Return the first cell that each is like: one with a text that is alike, under the same context."""
    if not alike.numbers:
        return np.arange(len(cells.text))
    pairs = alike.first[cells.text] * len(cells.contexts) + cells.context
    _, first, of = np.unique(pairs, return_index=True, return_inverse=True)
    firsts: NDArray[np.intp] = first[of.reshape(-1)]
    return firsts


@lru_cache(_SHAPES)
def _numbers_in(shape: str) -> Numbers | None:
    """Return the numbers of a shape, be it pay or a number and nothing else."""
    found = numeral(shape.replace("0", "1"))
    if found is None:
        return numbers_in(shape)
    digits = tuple(place for place, sign in enumerate(shape.encode()) if sign == ord("0"))
    is_whole = found.form is not None and len(digits) == sum(map(str.isdecimal, shape)) <= _DIGITS
    return Numbers((digits,), (0,), is_compared=False) if is_whole and shape[:1] == "0" else None


def _numeral_amounts(digits: NDArray[np.int64], amount: float, factor: float) -> NDArray[np.float64] | None:
    """Return the amounts of numbers that are written alike, and no ends; the amount of the first is known."""
    first = int(digits[0, 0])
    power = next((power for power in range(_DIGITS) if first / 10**power * factor == amount), None)
    if power is None:
        return None
    none = np.full(digits.shape[1], np.nan)
    return np.stack([digits[0] / 10**power * factor, none, none])


def _open(keys: list[tuple[str, CellContext]], heads: list[AmountColumn], *, coded: bool) -> list[CellFigure]:
    """Return what each text says by itself; a number is open, for its column says what its points and commas mean."""
    shapes = [text.translate(SAME_DIGITS) for text, _ in keys]
    alone = {shape: numeral(shape) is not None or refusal(shape) is not None for shape in set(shapes)}
    told = [
        _told_alone(text, head, coded=coded) if alone[shape] or text in _CODES else CellFigure(text)
        for (text, _), head, shape in zip(keys, heads, shapes, strict=True)
    ]
    left = [index for index, each in enumerate(told) if each.is_open]
    money = [keys[index][1].currency or heads[index].currency for index in left]
    texts = [(keys[index][0], keys[index][1].here) for index in left]
    for index, (text, here), pay in zip(left, texts, pays_in(texts, money), strict=True):
        doubt = doubt_of(text, here) if pay is None else None
        told[index] = (
            CellFigure(text, fault=("ambiguous_number", doubt))
            if doubt
            else _told(text, pay, heads[index].factor if is_bare(text) else 1.0)
        )
    return told


def _read_numerals(
    keys: list[tuple[str, CellContext, AmountColumn]],
    rows: NDArray[np.intp],
    told: list[CellFigure],
    writing: Writing,
) -> tuple[list[CellFigure], Notation]:
    """Read the numbers among cells as most of them are written; refuse what contradicts that, in texts, too.

    Args:
        keys: the cells.
        rows: in how many rows each stands, or one that is like it.
        told: what each says by itself.
        writing: how they may be written.
    """
    told, of, cells = list(told), [], []
    unsure: dict[int, tuple[Numeral, str, bool]] = {}
    for index, ((text, context, figure), each) in enumerate(zip(keys, told, strict=True)):
        forms = _forms(each, text.translate(SAME_DIGITS))
        period = (each.pay and each.pay.period) or context.period or figure.period
        said = (each.pay and each.pay.currency) or context.currency or figure.currency
        money = said or writing.currency or context.tender
        if money and each.numeral and is_unsure(each.numeral, money):
            unsure[index] = each.numeral, money, period in _SHORT
        elif forms:
            small = (period in _SMALL or figure.factor >= _THOUSAND) and _has_decimals(money)
            of.append(index)
            cells.append(NumberCell(text, forms, int(rows[index]), context.country or said, small))
    notation, signs = read_notation(
        cells, points_group=writing.points_group, decimal=writing.decimal, known=writing.notation
    )
    late = {
        index: sign_in_thousandths(number, money, notation, given=writing.decimal, is_short=short)
        for index, (number, money, short) in unsure.items()
    }
    for index, sign in (*zip(of, signs, strict=True), *late.items()):
        told[index] = _signed(told[index], sign, keys[index][2].factor)
    return told, notation


def _signed(told: CellFigure, sign: Sign | Doubt, factor: float) -> CellFigure:
    """Return what a cell says, given what separates its decimals."""
    if isinstance(sign, Doubt):
        return CellFigure(told.text, fault=("ambiguous_number", sign.sentence))
    if told.numeral is None:
        return told
    is_plain = sign == "." and _PLAIN.fullmatch(told.text) is not None
    return told._replace(amount=value_of(told.numeral.digits, sign) * factor, is_plain=is_plain)


def _too_wide(text: str) -> CellFigure:
    """Return that a text is a range whose ends are too far apart for one."""
    shown = repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
    unlike = f"is a range that ends at more than {WIDEST} times its start; one of them is in another unit or period."
    return CellFigure(text, fault=("contradiction", f"{shown} {unlike}"))


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
