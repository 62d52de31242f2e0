"""The figures that the cells of a column of amounts state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags
from salarykit.reading.cells import is_bare, is_estimate
from salarykit.reading.notation import Notation
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from salarykit.pay.pay import Pay
    from salarykit.reading.numerals import Numeral

__all__ = ["WIDEST", "Amounts", "CellFigure", "CellFigures", "CellMemory"]

_MULTIPLE: Final = re.compile(
    r"\d\s?(?:k|tsd|tys|tis|tkr|mil|mila|thousand|tausend|lakhs?|lacs?|lpa|тыс|тис|хил)(?![^\W\d_])|\d\s?[千万萬천만]|[kKT][€$£]|TEUR|TCHF",
    re.IGNORECASE,
)
WIDEST: Final = 100
"""The largest ratio of the end of a range to its start."""


class CellFigure(NamedTuple):
    """The figure that a cell states.

    Attributes:
        text: the cell.
        amount: the figure, or the middle of a range; NaN if the text states neither.
        low, high: the ends of a range; None if it is not a range.
        pay: the pay that the parser found; None for a bare number.
        fault: a code and a sentence, if the text states no figure.
        numeral: the number, if the text is a number and nothing else.
        is_plain: whether `float` reads the same number in the text.
    """

    text: str
    amount: float = float("nan")
    low: float | None = None
    high: float | None = None
    pay: Pay | None = None
    fault: tuple[str, str] | None = None
    numeral: Numeral | None = None
    is_plain: bool = False

    @property
    def is_open(self) -> bool:
        """Whether the text has been read neither as a number nor as pay, and is not refused."""
        return self.fault is None and self.numeral is None and self.pay is None

    @property
    def is_text(self) -> bool:
        """Whether the text was understood and is more than a plain number; it may still be refused, as an open range is."""
        return not self.is_plain and (self.fault is None or self.fault[0] not in ("no_pay", "not_a_number"))


class CellFigures:
    """The figures of n texts; texts of one kind differ only in their amounts.

    Args:
        kinds: for each kind, the figure of one of its texts.
        kind: the index of each text's kind; by default each text has its own kind.
        texts: the texts, if several are of one kind.
        amounts: the amount of each text and the ends of its range; NaN if it has none.

    Examples:
        >>> texts = CellFigures(
        ...     [CellFigure("£44k", 44_000.0), CellFigure("none", fault=("no_pay", "no pay was found."))]
        ... )
        >>> texts.amount.tolist(), texts.is_wrong.tolist()
        ([44000.0, nan], [False, True])
    """

    def __init__(
        self,
        kinds: Sequence[CellFigure] = (),
        kind: NDArray[np.intp] | None = None,
        texts: pa.Array | None = None,
        amounts: NDArray[np.float64] | None = None,
    ) -> None:
        self.kinds = list(kinds)
        self.kind: NDArray[np.intp] = np.arange(len(self.kinds)) if kind is None else kind
        self._texts = (
            pa.array([figure.text for figure in self.kinds], pa.string()) if texts is None else texts
        )
        self._amounts: NDArray[np.float64] = figures_of(self.kinds) if amounts is None else amounts
        self._columns: dict[str, pa.Array] = {}

    def __len__(self) -> int:
        return len(self.kind)

    def __getitem__(self, index: int) -> CellFigure:
        figure: CellFigure = self.kinds[int(self.kind[index])]
        text = self.text(index)
        if figure.text == text:
            return figure
        amount, low, high = self._amounts[:, index].tolist()
        ends = (None, None) if low != low else (low, high)  # noqa: PLR0124 - NaN
        return figure._replace(text=text, amount=amount, low=ends[0], high=ends[1])

    def __iter__(self) -> Iterator[CellFigure]:
        return map(self.__getitem__, range(len(self)))

    def text(self, index: int) -> str:
        """Return a text."""
        text: str = self._texts[index].as_py()
        return text

    @property
    def amount(self) -> NDArray[np.float64]:
        """The amount of each text; NaN if it states none."""
        amounts: NDArray[np.float64] = self._amounts[0]
        return amounts

    @property
    def ends(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The ends of each range; NaN if a text states none."""
        return self._amounts[1], self._amounts[2]

    @property
    def is_wrong(self) -> NDArray[np.bool_]:
        """Which texts state no figure."""
        return self.flags("fault", lambda figure: figure.fault is not None)

    def with_pay(self) -> pa.Array:
        """Return the texts with pay in them, null for the others."""
        is_pay = pa.array(self.flags("is_pay", lambda figure: figure.pay is not None))
        return pc.if_else(is_pay, self._texts, pa.scalar(None, pa.string()))

    def column(self, name: str, kind: pa.DataType, make: Callable[[CellFigure], Any]) -> pa.Array:
        """Return what a function gives for each text's figure, as a column; it is remembered by name, and must not depend on amounts."""
        if name not in self._columns:
            made = pa.array([make(figure) for figure in self.kinds], kind)
            self._columns[name] = made.take(pa.array(self.kind))
        return self._columns[name]

    def flags(self, name: str, make: Callable[[CellFigure], bool]) -> NDArray[np.bool_]:
        """Return what a function gives for each text's figure, as flags; see `column`."""
        return as_flags(self.column(name, pa.bool_(), make))


def figures_of(figures: Sequence[CellFigure]) -> NDArray[np.float64]:
    """Return the amount, the low end and the high end of each figure; NaN for those that a figure lacks."""
    rows = [(figure.amount, figure.low, figure.high) for figure in figures]
    return np.array(rows, np.float64).reshape(-1, 3).T.copy()


@dataclass(slots=True)
class CellMemory:
    """What was read in earlier blocks of a source, so that equal cells are read once.

    Attributes:
        contexts: the number of each context.
        figures: the figures of texts, by the text and the number of its context.
        verdicts: the inferred currencies, by what the text states and by the other cells that decided.
    """

    contexts: dict[Any, int] = field(default_factory=dict)
    figures: dict[tuple[str, int], CellFigure] = field(default_factory=dict)
    verdicts: dict[Any, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Amounts:
    """n amounts; NaN for a cell without one.

    Attributes:
        amount: the figures.
        cell_figures: the figures of the distinct texts among the cells.
        of: the index of each row's text in `cell_figures`; -1 if the row has none.
        faults: the cells that state no figure.
        notation: how the numbers are written.
        ends: the ends of ranges in two columns; NaN for other rows.
        memory: what was read in earlier blocks.
        written: the cells as they are written, if any has a mark that is not part of its figure.
        is_marked: which cells have such a mark; None if none has.
    """

    amount: NDArray[np.float64]
    cell_figures: CellFigures = field(default_factory=CellFigures)
    of: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    faults: list[Fault] = field(default_factory=list)
    notation: Notation = field(default_factory=Notation)
    ends: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    memory: CellMemory = field(default_factory=CellMemory)
    written: pa.DictionaryArray | None = None
    is_marked: NDArray[np.bool_] | None = None

    def __post_init__(self) -> None:
        if not len(self.of):
            self.of = np.full(len(self.amount), -1, np.intp)

    @property
    def kind(self) -> NDArray[np.intp]:
        """The kind of each row's text; -1 if the row has none."""
        return np.append(self.cell_figures.kind, -1)[self.of]

    @property
    def is_text(self) -> bool:
        """Whether any cell is a text that was understood and is more than a plain number."""
        is_text = self._flags("is_text", lambda figure: figure.is_text)
        return bool(is_text.any()) or (self.is_marked is not None and bool(self.is_marked.any()))

    def estimates(self) -> NDArray[np.bool_]:
        """Return which rows have a cell that calls its figure an estimate."""
        return self._flags("is_estimate", lambda figure: is_estimate(figure.text))

    def pays(self) -> NDArray[np.bool_]:
        """Return which rows have a text that states pay."""
        return self._flags("is_pay", lambda figure: figure.pay is not None)

    def multiples(self) -> NDArray[np.bool_]:
        """Return which rows have pay written with a multiple, such as `90k`."""
        return self._flags(
            "has_multiple",
            lambda figure: figure.pay is not None and _MULTIPLE.search(figure.text) is not None,
        )

    def text(self, row: int) -> str | None:
        """Return the text of a row's cell as it is written; None if it is a plain number."""
        if self.written is not None and self.of[row] >= 0:
            text: str | None = self.written[row].as_py()
            return text
        return self.cell_figures.text(int(self.of[row])) if self.of[row] >= 0 else None

    def multiplied(self, factors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the factor that each figure was multiplied by: that of the header, or 1 if the text has words."""
        whole = self._flags("is_whole", lambda figure: figure.pay is not None and not is_bare(figure.text))
        return np.where(whole, 1.0, factors)

    def scale(self, scales: NDArray[np.float64], factors: NDArray[np.float64]) -> None:
        """Multiply the figures by the multiples of their currencies; refuse those that state another multiple.

        Args:
            scales: the multiple of each row's currency; 1 if there is none.
            factors: the multiples of the headers, by which the figures are already multiplied; 1 if there is none.
        """
        agrees = (factors == 1) | (factors == scales)
        own = ~agrees | (self.multiplied(np.full(len(scales), 2.0)) == 1)
        for row in np.flatnonzero((scales != 1) & own & ~np.isnan(self.amount)).tolist():
            value = self.text(row) or f"{self.amount[row]:g}"
            sentence = f"{value!r} is in a currency with a multiple, {scales[row]:g}, and has another one. State it in one place."
            self.faults.append(Fault(row, value, "ambiguous_number", sentence))
        times = np.where(own, 1.0, scales / factors)
        low, high = self.low_and_high()
        if not np.isnan(low).all():
            self.ends = low * times, high * times
        self.amount = self.amount * times

    def column(self, name: str, kind: pa.DataType) -> pa.Array:
        """Return a field of the pay in each row's text; null if the text does not state it."""
        return self._spread(
            self.cell_figures.column(
                f"pay {name}", kind, lambda figure: figure.pay and getattr(figure.pay, name)
            )
        )

    def texts(self) -> pa.Array:
        """Return the cells that state pay, as they are written."""
        texts = self._spread(self.cell_figures.with_pay())
        if self.written is None:
            return texts
        return pc.if_else(texts.is_valid(), self.written.dictionary_decode(), pa.scalar(None, pa.string()))

    def low_and_high(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the ends of ranges; NaN if the figure is not the middle of one."""
        low, high = (np.append(ends, np.nan)[self.of] for ends in self.cell_figures.ends)
        if self.ends:
            own = np.isnan(self.ends[0])
            low, high = np.where(own, low, self.ends[0]), np.where(own, high, self.ends[1])
        return low, high

    def _spread(self, column: pa.Array) -> pa.Array:
        """Return the value for each row's text; null if the row has none."""
        return column.take(pa.array(self.of, mask=self.of < 0))

    def _flags(self, name: str, make: Callable[[CellFigure], bool]) -> NDArray[np.bool_]:
        """Return the flag of each row's text; False if the row has none."""
        # the index -1 is the last item, False
        return np.append(self.cell_figures.flags(name, make), False)[self.of]
