"""What the cells of a column of amounts state."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.reading.cells import is_bare, is_estimate
from salarykit.reading.distinct import DistinctRows, GrowingColumns
from salarykit.reading.notation import Notation

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.pay import Pay
    from salarykit.reading.number_format import Numeral
    from salarykit.reading.validation import Fault

__all__ = ["WIDEST", "Amounts", "CellFigure", "CellFigures", "CellMemory"]

WIDEST: Final = 100
"""How many times its start a range may end at."""


class CellFigure(NamedTuple):
    """What a text that is more than a plain number says.

    Attributes:
        text: the cell.
        amount: the figure: a point, or the middle of a range; NaN if there is none.
        low, high: the ends of a range, else None.
        pay: what the pay parser found; None for a bare number.
        fault: a code and a sentence, if it is no figure.
        numeral: the number that it is, and nothing else.
        is_plain: whether that is the number which machines read in it.
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
        """Whether it is still to be found out what the text says."""
        return self.fault is None and self.numeral is None and self.pay is None

    @property
    def is_text(self) -> bool:
        """Whether the text was understood, and is no plain number."""
        return not self.is_plain and (self.fault is None or self.fault[0] not in ("no_pay", "not_a_number"))


class CellFigures(GrowingColumns[CellFigure]):
    """What distinct texts say."""

    @property
    def amounts(self) -> NDArray[np.float64]:
        """The figure of each; NaN if there is none."""
        found: NDArray[np.float64] = self.column("amount", pa.float64(), lambda told: told.amount).to_numpy()
        return found

    @property
    def is_wrong(self) -> NDArray[np.bool_]:
        """Which of them are no figure."""
        return self.flags("fault", lambda told: told.fault is not None)

    def flags(self, name: str, make: Callable[[CellFigure], bool]) -> NDArray[np.bool_]:
        """Return what is true of each."""
        found: NDArray[np.bool_] = self.column(name, pa.bool_(), make).to_numpy(zero_copy_only=False)
        return found


class CellMemory:
    """The cells that earlier blocks of a source had, and what each said.

    Attributes:
        rows: the distinct cells, with what stands beside them.
        told: what each says.
        moneys: the moneys of their countries, by number.
        kinds: the distinct rows whose currency was settled.
        verdicts: what was settled for each.
        repeats: whether most cells of the last block had come before; if not, it is not worth it to know them.
    """

    def __init__(self, told: CellFigures | None = None) -> None:
        self.rows, self.told = DistinctRows(), CellFigures() if told is None else told
        self.moneys: dict[LocalMoney, int] = {}
        self.kinds, self.verdicts = DistinctRows(), GrowingColumns[Any]()
        self.repeats = True


@dataclass(slots=True)
class Amounts:
    """n amounts, NaN where there is none.

    Attributes:
        amount: the figures.
        seen: the distinct texts among the cells, and among those of earlier blocks.
        of: which of them each row is; -1 where it is none.
        faults: the cells that are no figure.
        notation: how the numbers are written.
        ends: the two ends of each range that stands in two columns; NaN elsewhere.
    """

    amount: NDArray[np.float64]
    seen: CellMemory = field(default_factory=CellMemory)
    of: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    faults: list[Fault] = field(default_factory=list)
    notation: Notation = field(default_factory=Notation)
    ends: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    def __post_init__(self) -> None:
        if not len(self.of):
            self.of = np.full(len(self.amount), -1, np.intp)

    @property
    def told(self) -> CellFigures:
        """What the texts say."""
        return self.seen.told

    @property
    def is_text(self) -> bool:
        """Whether any cell was understood that is no plain number."""
        return bool(np.any(self._flags("is_text", lambda told: told.is_text)))

    def estimates(self) -> NDArray[np.bool_]:
        """Return which rows have a figure that its cell calls an estimate."""
        return self._flags("is_estimate", lambda told: is_estimate(told.text))

    def pays(self) -> NDArray[np.bool_]:
        """Return which rows have a text with pay in it."""
        return self._flags("is_pay", lambda told: told.pay is not None)

    def text(self, row: int) -> str | None:
        """Return a row's cell, if it was more than a plain number."""
        return self.told[int(self.of[row])].text if self.of[row] >= 0 else None

    def multiplied(self, factors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return by what each figure was multiplied, of its header's factor: 1 where a text says more than numbers."""
        whole = self._flags("is_whole", lambda told: told.pay is not None and not is_bare(told.text))
        return np.where(whole, 1.0, factors)

    def column(self, name: str, kind: pa.DataType) -> pa.Array:
        """Return what the texts say of a field of pay, null where they say nothing."""
        return self._spread(
            self.told.column(f"pay {name}", kind, lambda told: told.pay and getattr(told.pay, name))
        )

    def texts(self) -> pa.Array:
        """Return the cells with pay in them, as they are written."""
        return self._spread(
            self.told.column("text", pa.string(), lambda told: told.text if told.pay else None)
        )

    def low_and_high(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the ends of ranges, NaN where the figure is none's middle."""
        kind = pa.float64()
        low = self._spread(self.told.column("low", kind, lambda told: told.low)).to_numpy(
            zero_copy_only=False
        )
        high = self._spread(self.told.column("high", kind, lambda told: told.high)).to_numpy(
            zero_copy_only=False
        )
        if self.ends:
            own = np.isnan(self.ends[0])
            low, high = np.where(own, low, self.ends[0]), np.where(own, high, self.ends[1])
        return low, high

    def alone(self) -> Amounts:
        """Return the same without the texts of other blocks."""
        numbers, of = np.unique(self.of, return_inverse=True)
        first = int(np.count_nonzero(numbers < 0))
        told = CellFigures([self.told[number] for number in numbers[first:].tolist()])
        return replace(self, seen=CellMemory(told), of=of.reshape(-1) - first)

    def _spread(self, column: pa.Array) -> pa.Array:
        """Return the value of each row's text; null where it is none."""
        return column.take(pa.array(self.of, mask=self.of < 0))

    def _flags(self, name: str, make: Callable[[CellFigure], bool]) -> NDArray[np.bool_]:
        """Return what is true of each row's text; False where it is none."""
        flags = self.told.flags(name, make)
        return np.append(flags, False)[self.of]  # -1 is the last
