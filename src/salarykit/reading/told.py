"""What the cells of a column of amounts state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.reading.cells import is_estimate
from salarykit.reading.notation import Notation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.reading.number_format import Numeral
    from salarykit.reading.validation import Fault

__all__ = ["Amounts", "Told"]


class Told(NamedTuple):
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
    pay: dict[str, Any] | None = None
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


@dataclass(slots=True)
class Amounts:
    """n amounts, NaN where there is none.

    Attributes:
        amount: the figures.
        told: what the distinct texts among the cells say.
        of: which of them each row is; -1 where it is none.
        faults: the cells that are no figure.
        notation: how the numbers are written.
        ends: the two ends of each range that stands in two columns; NaN elsewhere.
    """

    amount: NDArray[np.float64]
    told: list[Told] = field(default_factory=list)
    of: NDArray[np.intp] = field(default_factory=lambda: np.zeros(0, np.intp))
    faults: list[Fault] = field(default_factory=list)
    notation: Notation = field(default_factory=Notation)
    ends: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    @property
    def is_text(self) -> bool:
        """Whether any cell was understood that is no plain number."""
        return any(each.is_text for each in self.told)

    def estimates(self) -> NDArray[np.bool_]:
        """Return which rows have a figure that its cell calls an estimate."""
        return self._spread([is_estimate(each.text) for each in self.told], False).astype(bool)

    def pays(self) -> NDArray[np.bool_]:
        """Return which rows have a text with pay in it."""
        return self._spread([each.pay is not None for each in self.told], False).astype(bool)

    def column(self, name: str, kind: pa.DataType) -> pa.Array:
        """Return what the texts say of a field of pay, null where they say nothing."""
        return pa.array(self._spread([each.pay and each.pay[name] for each in self.told], None), kind)

    def texts(self) -> pa.Array:
        """Return the cells with pay in them, as they are written."""
        return pa.array(
            self._spread([each.text if each.pay else None for each in self.told], None), pa.string()
        )

    def low_and_high(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the ends of ranges, NaN where the figure is none's middle."""
        nan = float("nan")
        low = self._spread([nan if each.low is None else each.low for each in self.told], nan).astype(
            np.float64
        )
        high = self._spread([nan if each.high is None else each.high for each in self.told], nan).astype(
            np.float64
        )
        if self.ends:
            own = np.isnan(self.ends[0])
            low, high = np.where(own, low, self.ends[0]), np.where(own, high, self.ends[1])
        return low, high

    def _spread(self, values: list[Any], nothing: Any) -> NDArray[Any]:
        """Return the value of each row's text."""
        cells = np.empty(len(values) + 1, object)
        cells[:-1], cells[-1] = values, nothing  # -1 is the last
        return cells[self.of]
