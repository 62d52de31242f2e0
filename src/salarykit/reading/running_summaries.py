"""Recognises totals and averages in a file that is read block by block, by the rows above each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

from salarykit.reading.source_columns import texts_of
from salarykit.reading.summary_evidence import MANY, SEVERAL, is_exact, is_near
from salarykit.reading.summary_labels import possible_labels, rows_of_labels, some_texts
from salarykit.reading.summary_rows import label_columns, naming_cells, summary_fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.reading.plan import Plan
    from salarykit.reading.summary_labels import Label, LabelKind
    from salarykit.reading.summary_rows import SummaryRows
    from salarykit.reading.validation import Fault

__all__ = ["RunningSummaries", "running_summaries"]

_MOST: Final = 20_000  # the most names that are remembered


class _RunningTotals:
    """The number, the sum, the least and the largest of some amounts."""

    def __init__(self) -> None:
        self.size, self.total, self.ends = 0, 0.0, (np.inf, -np.inf)

    @classmethod
    def of_amounts(cls, amounts: NDArray[np.float64]) -> _RunningTotals:
        """Return the totals of some amounts; NaN does not count."""
        records = cls()
        with np.errstate(over="ignore"):  # amounts near the largest float have no sum
            total = float(amounts.sum())
            if np.isnan(total):
                amounts = amounts[~np.isnan(amounts)]
                total = float(amounts.sum())
        if len(amounts):
            records.size, records.total = len(amounts), total
            records.ends = float(amounts.min()), float(amounts.max())
        return records

    def add(self, more: _RunningTotals) -> None:
        """Add the totals of other records."""
        self.size, self.total = self.size + more.size, self.total + more.total
        self.ends = min(self.ends[0], more.ends[0]), max(self.ends[1], more.ends[1])

    def of(self, word: str) -> tuple[float, ...]:
        """Return the figures that a word may name: the number of the amounts, an extreme, their range, or their sum and mean."""
        if word in ("count", "n"):
            return (float(self.size),)
        if word == "range":
            return (self.ends[1] - self.ends[0],)
        if word.startswith(("min", "max")):
            return self.ends
        return self.total, self.total / max(self.size, 1)


class _Group:
    """The records of one statistic so far, and those since the last summary."""

    def __init__(self) -> None:
        self.above, self.since, self.is_closed = _RunningTotals(), _RunningTotals(), False

    def add(self, amounts: NDArray[np.float64]) -> None:
        """Add the next amounts; NaN does not count."""
        more = _RunningTotals.of_amounts(amounts)
        if not more.size:
            return
        if self.is_closed:
            self.since, self.is_closed = _RunningTotals(), False
        self.above.add(more)
        self.since.add(more)


class RunningSummaries:
    """Recognises the totals and averages in the blocks of a file, which must come in order.

    A row with a word such as `Total` is one if it names nothing else, unless the word is a name of records. A row with any other label
    is one if its amount is the sum or the mean of all records above it, or of those since the last summary; the match must be exact if
    the row names something else, as records do.

    Args:
        plan: which column is which field.
        summaries: what a sample of the file, or the source of its layout, shows.
    """

    def __init__(self, plan: Plan, summaries: SummaryRows) -> None:
        self._plan, self._summaries = plan, summaries
        self._fields = plan.fields
        self._names, self._refused = set(summaries.names), set[str]()
        self._groups: dict[str | None, _Group] = {}
        self._looked_at: dict[str, tuple[pa.Array, dict[str, LabelKind]]] = {}

    def faults(
        self, columns: Mapping[str, Column], amounts: NDArray[np.float64], statistics: Column | None
    ) -> list[tuple[str, Fault]]:
        """Return the rows of the next block that are summaries, each with the field or the column of its label.

        Args:
            columns: the columns of the block, n rows.
            amounts: n amounts; NaN where there is none.
            statistics: n statistics, of which equal ones are added up; None if all rows have the same.
        """
        groups, of = self._groups_of(statistics)
        labels = sorted(self._labels(columns), key=lambda label: label.row)
        names = [name for name in self._summaries.beside if labels and name in columns]
        filled = {name: naming_cells(columns[name]) for name in names}
        faults: list[tuple[str, Fault]] = []
        start = 0
        for row, row_labels in groupby(labels, key=lambda label: label.row):
            self._add(groups, amounts[start:row], of[start:row])
            group, start = groups[of[row] if len(of) else 0], row
            label = next(
                (label for label in row_labels if self._holds(label, amounts[row], group, filled)), None
            )
            if label:
                group.is_closed, start = True, row + 1
                self._refused.add(label.text)
                faults.append((self._fields.get(label.column, label.column), summary_fault(row, label.text)))
        self._add(groups, amounts[start:], of[start:])
        return faults

    def _groups_of(self, statistics: Column | None) -> tuple[list[_Group], NDArray[np.intp]]:
        """Return the groups of records, and the index of each row's group; no indices if there is only one group."""
        if statistics is None:
            return [self._groups.setdefault(None, _Group())], np.zeros(0, np.intp)
        coded = texts_of(statistics).dictionary_encode(null_encoding="encode")
        groups = [self._groups.setdefault(name, _Group()) for name in coded.dictionary.to_pylist()]
        of = coded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
        return groups, of if len(groups) > 1 else np.zeros(0, np.intp)

    @staticmethod
    def _add(groups: Sequence[_Group], amounts: NDArray[np.float64], of: NDArray[np.intp]) -> None:
        for at, group in enumerate(groups):
            group.add(amounts[of == at] if len(of) else amounts)

    def _labels(self, columns: Mapping[str, Column]) -> list[Label]:
        """Return the rows with a label that may be that of a summary."""
        labels: list[Label] = []
        for name in label_columns(columns, self._plan):
            possible = self._possible_labels(name, columns[name])
            kinds = {text: kind for text, kind in possible.items() if self._is_open(text, kind)}
            if kinds:
                labels += rows_of_labels(name, texts_of(columns[name]), kinds)
        return labels

    def _possible_labels(self, name: str, column: Column) -> dict[str, LabelKind]:
        """Return the labels in a column of the next block; if the last block had all of its texts, these are not checked again."""
        texts = some_texts(column)
        if name in self._summaries.free:
            return possible_labels(texts, is_free=True)
        known, kinds = self._looked_at.get(name, (None, {}))
        if known is None or not pc.all(pc.is_in(texts, known), min_count=0).as_py():
            kinds = possible_labels(texts)
            self._looked_at[name] = texts.unique(), kinds
        return kinds

    def _is_open(self, text: str, kind: LabelKind) -> bool:
        """Return whether a row with a label may be a summary; a name of records only as a plain word, if records fill other columns."""
        return text not in self._names or (kind == "word" and bool(self._summaries.beside))

    def _holds(
        self, label: Label, amount: float, group: _Group, filled: Mapping[str, NDArray[np.bool_]]
    ) -> bool:
        """Return whether a row is a summary; if it is not, remember its label as a name."""
        others = [flags[label.row] for name, flags in filled.items() if name != label.column]
        is_bare, known = not any(others), self._summaries
        if label.text in known.labels or (is_bare and others and label.text in known.bare_labels):
            return True
        if is_bare and label.kind == "word" and (others or label.text not in self._names):
            return True
        if label.text in self._names or np.isnan(amount):
            return False
        fewest = SEVERAL if is_bare or label.text in self._refused else MANY
        is_enough = is_near if is_bare and (others or label.kind == "weak") else is_exact
        parts = [records for records in (group.above, group.since) if records.size >= fewest]
        if any(is_enough(amount, records.of(label.word)) for records in parts):
            return True
        if len(self._names) < _MOST:
            self._names.add(label.text)
        return False


def running_summaries(plan: Plan, summaries: SummaryRows, *, infer: bool) -> RunningSummaries | None:
    """Return what recognises the summaries in the blocks of a file; None if nothing is inferred.

    Args:
        plan: which column is which field.
        summaries: what a sample of the file, or the source of its layout, shows.
        infer: whether anything is inferred.
    """
    return RunningSummaries(plan, summaries) if infer and not plan.layout else None
