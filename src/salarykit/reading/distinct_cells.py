"""Reads the distinct cells of a column of amounts, each in its context; cells that are alike are read once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.pay.alike import Numbers, alike_texts, numbers_in, which_ends
from salarykit.pay.amounts import IN_THOUSANDTHS
from salarykit.reading.cell_figures import WIDEST, CellFigure, CellFigures, CellMemory, figures_of
from salarykit.reading.cell_texts import read_alone, read_numbers
from salarykit.reading.cells import is_bare, quoted
from salarykit.reading.numerals import numeral
from salarykit.reading.thousandths import is_unsure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.pay.alike import Alike, End
    from salarykit.pay.pay import Pay
    from salarykit.reading.cell_texts import CellContext, Writing
    from salarykit.reading.notation import Notation
    from salarykit.reading.plan import AmountColumn

__all__ = ["Cells", "read_cells"]

_REMEMBERED: Final = 1 << 18  # the most distinct cells that are remembered
_SHAPES: Final = 1 << 13  # the most shapes that are remembered
_DIGITS: Final = 15  # the most digits of a number, which is then exact as a float


class Cells(NamedTuple):
    """m distinct cells.

    Attributes:
        texts: the distinct texts.
        text: the index of each cell's text.
        contexts: the distinct contexts of the cells.
        context: the index of each cell's context.
        rows: the number of rows that each cell is in.
    """

    texts: pa.Array
    text: NDArray[np.intp]
    contexts: Sequence[CellContext]
    context: NDArray[np.intp]
    rows: NDArray[np.intp]


def read_cells(
    cells: Cells, figures: tuple[AmountColumn, ...], writing: Writing, memory: CellMemory
) -> tuple[CellFigures, Notation]:
    """Return the figures of distinct cells, and the notation of their numbers.

    Args:
        cells: m cells.
        figures: the columns of amounts, with what their headers say.
        writing: how amounts may be written.
        memory: what was read in earlier blocks.
    """
    return _SharedReading(cells, figures, writing, memory).result()


class _SharedReading:
    """Reads distinct cells; of a group of cells that are alike and have the same context, only the first is read.

    Attributes:
        first: the index of the first cell of each cell's group.
        cell_figures: the figures of the cells that were read, by index.
    """

    def __init__(
        self, cells: Cells, figures: tuple[AmountColumn, ...], writing: Writing, memory: CellMemory
    ) -> None:
        self.cells, self.figures, self.writing, self.memory = cells, figures, writing, memory
        self.alike = alike_texts(cells.texts, _numbers_in)
        self.first = _firsts(cells, self.alike)
        self.cell_figures: dict[int, CellFigure] = {}
        self.named: dict[tuple[str, int], CellFigure] = {}

    def result(self) -> tuple[CellFigures, Notation]:
        """Return the figures of the cells, and the notation of their numbers."""
        shared = self.shared()
        extremes = {cell: self.extremes(cells) for cell, cells in shared.items()}
        self.read_each(
            [*self.first_cells(), *(cell for cells_of_one in extremes.values() for cell in cells_of_one)]
        )
        self.separate({cell for cell, others in extremes.items() if not self.may_be_shared(cell, others)})
        figures, notation = self.read_numerals()
        amounts = self.amounts_of_shared(figures)
        doubtful = {cell for cell, shared_amounts in amounts.items() if shared_amounts is None}
        if doubtful:  # their messages quote each cell's own text
            self.separate(doubtful)
            figures, notation = self.read_numerals()
        self.remember()
        return self.cell_figures_of(figures, amounts), notation

    def shared(self) -> dict[int, NDArray[np.intp]]:
        """Return the groups of several cells, by their first cells."""
        order = np.argsort(self.first, kind="stable")
        first = self.first[order]
        starts = np.flatnonzero(np.diff(first, prepend=-1))
        groups = zip(first[starts].tolist(), np.split(order, starts[1:]), strict=True) if len(first) else ()
        return {cell: group for cell, group in groups if len(group) > 1}

    def separate(self, firsts: set[int]) -> None:
        """Split up the groups that begin with these cells, and read each cell of theirs by itself."""
        if firsts:
            own = np.isin(self.first, list(firsts))
            self.first[own] = np.flatnonzero(own)
            self.read_each(self.first_cells())

    def first_cells(self) -> list[int]:
        """Return the first cell of each group."""
        cells: list[int] = np.flatnonzero(self.first == np.arange(len(self.first))).tolist()
        return cells

    def extremes(self, cells: NDArray[np.intp]) -> set[int]:
        """Return the cells of a group with the smallest and the largest numbers."""
        digits = self.alike.digits[:, self.cells.text[cells]]
        return set(cells[[*digits.argmin(1), *digits.argmax(1)]].tolist())

    def key(self, cell: int) -> tuple[str, CellContext, AmountColumn]:
        """Return the text of a cell, its context and its column of amounts."""
        context = self.cells.contexts[self.cells.context[cell]]
        return self.cell_figures[cell].text, context, self.figures[context.which]

    def read_each(self, cells: list[int]) -> None:
        """Read each of these cells, unless it is remembered from an earlier block."""
        new = [cell for cell in dict.fromkeys(cells) if cell not in self.cell_figures]
        texts = self.cells.texts.take(pa.array(self.cells.text[new])).to_pylist()
        names = list(zip(texts, self.cells.context[new].tolist(), strict=True))
        unknown = [name for name in names if name not in self.memory.figures]
        keys = [(text, self.cells.contexts[context]) for text, context in unknown]
        heads = [self.figures[context.which] for _, context in keys]
        read = dict(zip(unknown, read_alone(keys, heads, coded=self.writing.coded), strict=True))
        figures = [read.get(name) or self.memory.figures[name] for name in names]
        self.cell_figures.update(zip(new, figures, strict=True))
        self.named.update(zip(names, figures, strict=True))

    def remember(self) -> None:
        """Remember the figures of the cells that were read; if most of them were new, forget all others."""
        remembered = self.memory.figures
        if len(remembered) > _REMEMBERED or 2 * len(remembered.keys() & self.named.keys()) < len(self.named):
            remembered.clear()
        remembered.update(self.named)

    def may_be_shared(self, cell: int, extremes: set[int]) -> bool:
        """Return whether a group can share the reading of its first cell, judged by its cells with extreme numbers."""
        cell_figure = self.cell_figures[cell]
        if cell_figure.numeral and cell_figure.numeral.form is not None:
            _, context, figure = self.key(cell)
            money = context.currency or figure.currency or self.writing.currency or context.tender
            return not (money and is_unsure(cell_figure.numeral, money))
        pay = None if cell_figure.fault else cell_figure.pay
        ends = pay and self.ends(cell, pay)
        return (
            pay is not None and bool(ends) and all(self.is_like(extreme, pay, ends) for extreme in extremes)
        )

    def is_like(self, cell: int, pay: Pay, ends: tuple[Numbers, End, End] | None) -> bool:
        """Return whether a cell states the same pay as the first of its group, apart from the values of its numbers."""
        text, cell_figure = int(self.cells.text[cell]), self.cell_figures[cell]
        if ends is None or cell_figure.fault:
            return False
        digits = self.alike.digits[:, text : text + 1]
        low, high = (float(ends[0].values(digits, *end)[0]) for end in ends[1:])
        return cell_figure.pay == pay._replace(low=low, high=high)

    def ends(self, cell: int, pay: Pay) -> tuple[Numbers, End, End] | None:
        """Return the numbers of a cell, and which of them are the ends of its pay; None if that is uncertain."""
        text = int(self.cells.text[cell])
        numbers = self.alike.numbers[int(self.alike.first[text])]
        if pay.low is None or pay.high is None or pay.currency in IN_THOUSANDTHS:
            return None
        ends = which_ends(numbers, self.alike.digits[:, text : text + 1], pay.low, pay.high)
        low, high = ends or (None, None)
        return (numbers, low, high) if low and high else None

    def read_numerals(self) -> tuple[dict[int, CellFigure], Notation]:
        """Return the figures of the cells that were read, with numbers in the notation of most of them, and the notation."""
        numbers = np.unique(self.first)
        keys = [self.key(cell) for cell in numbers.tolist()]
        rows = np.bincount(self.first, self.cells.rows, len(self.first)).astype(np.intp)[numbers]
        figures, notation = read_numbers(
            keys, rows, [self.cell_figures[cell] for cell in numbers.tolist()], self.writing
        )
        return dict(zip(numbers.tolist(), figures, strict=True)), notation

    def amounts_of_shared(self, figures: dict[int, CellFigure]) -> dict[int, NDArray[np.float64] | None]:
        """Return the amounts and range ends of each group of cells; None for a group whose cells must be read separately."""
        return {
            cell: None if figures[cell].fault else self.amounts_of(cell, cells, figures[cell])
            for cell, cells in self.shared().items()
        }

    def amounts_of(
        self, cell: int, cells: NDArray[np.intp], cell_figure: CellFigure
    ) -> NDArray[np.float64] | None:
        """Return the amounts and range ends of the cells of a group, computed from the figure of its first cell."""
        digits, factor = self.alike.digits[:, self.cells.text[cells]], self.key(cell)[2].factor
        number_and_ends = cell_figure.pay and self.ends(cell, cell_figure.pay)
        if not number_and_ends:
            return _numeral_amounts(digits, cell_figure.amount, factor)
        numbers, *ends = number_and_ends
        factor = factor if is_bare(cell_figure.text) else 1.0
        low, high = (numbers.values(digits, *end) for end in ends)
        is_range = low != high
        ends_of_ranges = (np.where(is_range, end * factor, np.nan) for end in (low, high))
        return np.stack([(low + high) / 2 * factor, *ends_of_ranges])

    def cell_figures_of(
        self, figures: dict[int, CellFigure], shared: dict[int, NDArray[np.float64] | None]
    ) -> CellFigures:
        """Return the figures of all cells; a range whose ends are too far apart becomes a fault."""
        numbers = np.array(sorted(figures), np.intp)
        kinds = [figures[cell] for cell in numbers.tolist()]
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
    """Return for each cell the first cell with the same context and a text that is alike."""
    if not alike.numbers:
        return np.arange(len(cells.text))
    pairs = alike.first[cells.text] * len(cells.contexts) + cells.context
    _, first, of = np.unique(pairs, return_index=True, return_inverse=True)
    firsts: NDArray[np.intp] = first[of.reshape(-1)]
    return firsts


@lru_cache(_SHAPES)
def _numbers_in(shape: str) -> Numbers | None:
    """Return the numbers in a shape of pay or of a single number; None for any other shape."""
    number = numeral(shape.replace("0", "1"))
    if number is None:
        return numbers_in(shape)
    digits = tuple(place for place, byte in enumerate(shape.encode()) if byte == ord("0"))
    is_whole = number.form is not None and len(digits) == sum(map(str.isdecimal, shape)) <= _DIGITS
    return Numbers((digits,), (0,), is_compared=False) if is_whole and shape[:1] == "0" else None


def _numeral_amounts(digits: NDArray[np.int64], amount: float, factor: float) -> NDArray[np.float64] | None:
    """Return the amounts of numbers that are alike, given that of the first, with NaN for range ends; None if they do not follow from it."""
    first = int(digits[0, 0])
    power = next((power for power in range(_DIGITS) if first / 10**power * factor == amount), None)
    if power is None:
        return None
    none = np.full(digits.shape[1], np.nan)
    return np.stack([digits[0] / 10**power * factor, none, none])


def _too_wide(text: str) -> CellFigure:
    """Return the figure, with a fault, of a text whose two numbers are too far apart to be a range."""
    unlike = f"is a range that ends at more than {WIDEST} times its start; one of them is in another unit or period."
    return CellFigure(text, fault=("contradiction", f"{quoted(text)} {unlike}"))
