"""Decides by the amounts whether a row with a label such as `Total` is a total or an average of others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.reading.summary_labels import Label

__all__ = ["MANY", "SEVERAL", "Evidence", "is_exact", "is_near"]

_NEAR: Final = 0.006  # the share of a sum or a mean by which rounding or a refused row may change it
_UNIT: Final = 0.5  # how far an amount rounded to a whole number may be from the exact one
SEVERAL: Final = 2
"""The fewest records whose sum or mean is unlikely to be the amount of a record by chance."""
MANY: Final = 3
_SIZES: Final = ("count", "n")
# a label is a name if more rows than these fail; the rows that a sample lacks explain only a few
_FAILED: Final = 20
# the most amounts to compare in all, so that many labels in a long table do not take long
_MOST: Final = 50_000_000


class _Records(NamedTuple):
    """The records of one statistic in a range of rows: the first row, the row after the last, their number and their sum."""

    first: int
    end: int
    size: int
    total: float

    def means(self) -> tuple[float, float]:
        """Return the sum and the mean."""
        return self.total, self.total / self.size


class Evidence:
    """Decides which rows with labels are summaries.

    Attributes:
        failed: after `proved`, for each label how many of its rows are not summaries; counting stops after `_FAILED`.

    Args:
        filled: for each column that records fill, which rows are filled.
        amounts: n amounts; NaN where there is none.
        groups: the index of each row's statistic; records of one statistic are added up.
        labels: the rows with a label.
    """

    def __init__(
        self,
        filled: Mapping[str, NDArray[np.bool_]],
        amounts: NDArray[np.float64],
        groups: NDArray[np.intp],
        labels: Iterable[Label],
    ) -> None:
        self._amounts, self._filled = amounts, filled
        self._looked_through = 0
        self.failed: Counter[str] = Counter()
        self._labels = sorted(labels, key=lambda label: label.row)
        rows = np.array([label.row for label in self._labels], np.intp)
        is_record = ~np.isnan(amounts)
        is_record[rows] = False
        self._is_record, self._groups = is_record, groups
        with np.errstate(over="ignore"):  # amounts near the largest float have no sum
            self._sums = {
                group: (
                    np.concatenate([[0], np.cumsum(is_record & (groups == group))]),
                    np.concatenate([[0.0], np.cumsum(np.where(is_record & (groups == group), amounts, 0.0))]),
                )
                for group in np.unique(groups[rows]).tolist()
            }
        is_other = ~np.isnan(amounts)
        is_other[[label.row for label in self._labels if label.kind != "phrase"]] = False
        self._last = int(np.flatnonzero(is_other)[-1]) if is_other.any() else -1
        self._times = Counter(text for _, text in {(label.row, label.text) for label in self._labels})

    def proved(self) -> dict[str, bool]:
        """Return the labels of which all rows are summaries, and whether none of these rows names anything else."""
        bare: dict[str, bool] = {}
        failed, last = Counter[str](), (-1, "")
        for label, records in zip(self._labels, self._parts(), strict=True):
            if failed[label.text] > _FAILED or last == (label.row, label.text):
                continue
            others = [flags[label.row] for name, flags in self._filled.items() if name != label.column]
            if self._holds(label, records, is_bare=not any(others), has_others=bool(others)):
                bare[label.text] = bare.get(label.text, True) and bool(others) and not any(others)
            else:
                failed[label.text] += 1
                last = label.row, label.text
        self.failed = failed
        return {text: is_bare for text, is_bare in bare.items() if not failed[text]}

    def names(self, *, is_all: bool) -> list[str]:
        """Return the labels that are names of records, by the rows that failed in `proved`.

        Args:
            is_all: whether these are all rows of the source; in a sample, a summary may fail only because rows above it are missing.
        """
        return sorted(
            text
            for text, times in self.failed.items()
            if is_all or times > _FAILED or (times >= SEVERAL and 2 * times > self._times[text])
        )

    def _holds(self, label: Label, parts: Sequence[_Records], *, is_bare: bool, has_others: bool) -> bool:
        """Return whether a row is a summary.

        Args:
            label: the row and its label.
            parts: the groups of records that it may sum up.
            is_bare: whether the row names nothing but the label.
            has_others: whether there are other columns that records fill.
        """
        is_last = label.row > self._last >= 0 and label.row > 1
        if is_bare and label.kind in ("word", "group"):
            is_at_end = is_last and self._times[label.text] == 1
            if label.kind == "word" and (has_others or is_at_end):
                return True
            return self._sums_up(label, parts)
        if is_bare and label.kind == "weak" and is_last:
            return self._sums_up(label, [records for records in parts if records.size >= SEVERAL])
        fewest = SEVERAL if is_bare or self._times[label.text] > 1 else MANY
        return any(self._is_exact(label, records) for records in parts if records.size >= fewest)

    def _parts(self) -> list[list[_Records]]:
        """Return the groups of records that each label may sum up: all above, those since an earlier label, or all below a first label."""
        parts = []
        previous: dict[int, int] = {}  # by statistic, the row of the label above
        start: dict[int, int] = {}  # by statistic, the row of the label that its group follows
        for label in self._labels:
            group = int(self._groups[label.row])
            above = self._records(group, 0, label.row)
            row = previous.get(group, 0)
            if row != label.row and self._records(group, row, label.row).size:
                start[group] = row
            rows = [above, self._records(group, start.get(group, 0), label.row)]
            below = self._records(group, label.row, len(self._amounts))
            if not above.size and below.size >= SEVERAL:
                rows = [below]
            parts.append(rows)
            previous[group] = label.row
        return parts

    def _records(self, group: int, first: int, end: int) -> _Records:
        counts, sums = self._sums[group]
        with np.errstate(invalid="ignore"):
            return _Records(first, end, int(counts[end] - counts[first]), float(sums[end] - sums[first]))

    def _sums_up(self, label: Label, parts: Sequence[_Records]) -> bool:
        """Return whether the amount of a row is the figure that its label names, such as the sum, of one of the groups of records."""
        amount = float(self._amounts[label.row])
        parts = [records for records in parts if records.size]
        if np.isnan(amount) or not parts:
            return False
        if label.word in _SIZES:
            return any(amount == records.size for records in parts)
        is_other = label.word.startswith(("min", "max")) or label.word in ("range", "mode")
        if not is_other and any(is_near(amount, records.means()) for records in parts):
            return True
        return any(
            len(of_records) and _says(label.word, amount, of_records)
            for of_records in (self._of(label, records) for records in parts)
        )

    def _is_exact(self, label: Label, records: _Records) -> bool:
        """Return whether an amount is exactly the sum or mean of some records, and not the amount of one of them."""
        amount = float(self._amounts[label.row])
        if np.isnan(amount) or not is_exact(amount, records.means()):
            return False
        of_records = self._of(label, records)
        return len(of_records) > 0 and amount not in of_records

    def _of(self, label: Label, records: _Records) -> NDArray[np.float64]:
        """Return the amounts of some records; an empty array once `_MOST` amounts have been compared."""
        self._looked_through += records.end - records.first
        rows = slice(records.first, records.end if self._looked_through <= _MOST else records.first)
        is_part = self._is_record[rows] & (self._groups[rows] == self._groups[label.row])
        amounts: NDArray[np.float64] = self._amounts[rows][is_part]
        return amounts


def _says(word: str, amount: float, records: NDArray[np.float64]) -> bool:
    """Return whether an amount is the figure of some records that a word names: the range, the mode, an extreme, or else the median."""
    if word == "range":
        return amount == float(records.max() - records.min())
    if word == "mode":
        values, times = np.unique(records, return_counts=True)
        return amount in values[times == times.max()].tolist()
    if word.startswith(("min", "max")):
        return amount in (records.min(), records.max())
    return is_near(amount, [float(np.median(records))])


def is_near(amount: float, values: Iterable[float]) -> bool:
    """Return whether an amount is one of some sums and means, apart from rounding or a refused row."""
    return any(abs(amount - value) <= max(_UNIT, _NEAR * abs(value)) for value in values)


def is_exact(amount: float, values: Iterable[float]) -> bool:
    """Return whether an amount is one of some sums and means, apart from rounding to a whole number."""
    return any(abs(amount - value) <= _UNIT for value in values)
