"""Rows that are no record but a total or an average of the others: known by a word such as `Total`, and by evidence for it.

`summary_words.csv` has the words in each language, and those that are weak, because they may well be a name (`Media` is a town). A
word alone refuses no row. Evidence is an amount that is the sum or the mean of the rows above it or of its group, or that only the word
and figures are filled where other rows name more; in a table that names nothing more, it is the place at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ConfigDict

from salarykit.package import once, table_rows
from salarykit.reading.source_columns import distinct_texts, texts_of
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.reading.column_mapping import Plan

__all__ = ["NO_SUMMARIES", "SummaryRows", "summary_faults", "summary_rows_of"]

_FIGURES: Final = ("currency", "period", "statistic", "sample_size", "as_of", "relevance")
"""Fields that a total may have as well as a record."""
_MOSTLY: Final = 0.8  # of the rows, in which a column is filled that a record has
_NEAR: Final = 0.006  # of a sum or a mean: what rounding, or a row that was refused, may change of it
_ROUNDED: Final = 0.0
_UNIT: Final = 0.5  # of an amount that is rounded to a whole one
_MOST: Final = 1000  # labels that are remembered
_LONGEST: Final = 60  # characters of a label
_EDGES: Final = " \t:.*=-\u2013\u2014()[]\u3000\u00a0"
_COUNT: Final = re.compile(r"\s*[(\[]\s*(?:n\s*=\s*)?[\d., ]+[)\]]$")
_DISTINCT: Final = 20_000  # texts among which labels are looked for


@dataclass(frozen=True, slots=True)
class SummaryRows:
    """How the totals and averages of a source are known.

    Attributes:
        columns: the columns with their labels.
        labels: the labels of rows that are refused.
        bare_labels: the labels of rows that are refused if no column of `beside` is filled, since records have them, too.
        beside: the columns that records have.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # a layout's JSON holds it

    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    bare_labels: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


NO_SUMMARIES: Final = SummaryRows()


class _Label(NamedTuple):
    """A row with a label: its position, the column and the text, and whether the word is weak or names a group."""

    row: int
    column: str
    text: str
    is_weak: bool


@once
def _words() -> dict[str, bool]:
    """Return the words of summaries, and whether each is weak."""
    rows = table_rows("salarykit.reading", "summary_words")
    weak = {word.replace("_", " "): True for row in rows for word in row["weak"].split()}
    return {
        **weak,
        **{
            word.replace("_", " "): False for row in rows for word in row["words"].split() if word not in weak
        },
    }


def _bare(text: str) -> str:
    return _COUNT.sub("", text.strip()).strip(_EDGES).casefold()


def _is_weak_label(text: str, names: frozenset[str]) -> bool | None:
    """Return whether a label is a weak one; None if it is none.

    A word beside the name of a group is weak: `Berlin Total`, `Summe Vertrieb`.

    Examples:
        >>> [
        ...     _is_weak_label(text, frozenset(["berlin"]))
        ...     for text in ("TOTAL:", "Media", "Berlin Total", "Total Rewards")
        ... ]
        [False, True, True, None]
    """
    if len(text) > _LONGEST:
        return None
    bare = _bare(text)
    if bare in _words():
        return _words()[bare]
    first, _, rest = bare.partition(" ")
    lead, _, last = bare.rpartition(" ")
    if (first.strip(_EDGES) in _words() and rest.strip(_EDGES) in names) or (
        last in _words() and lead.strip(_EDGES) in names
    ):
        return True
    return None


def summary_rows_of(columns: Mapping[str, Column], plan: Plan, clean: Mapping[str, pa.Array]) -> SummaryRows:
    """Return how the totals and averages among some rows are known.

    Args:
        columns: the columns of the source, n rows.
        plan: which column is which field.
        clean: our columns, n rows each; the amount is null where it is refused.
    """
    names = _label_columns(columns, plan)
    labels = [label for name in names for label in _labels(name, columns[name])]
    if not labels:
        return NO_SUMMARIES
    rows = {label.row for label in labels}
    beside = _beside(columns, plan, names, rows)
    amounts = clean["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
    evidence = _Evidence(columns, amounts, _groups(clean), beside, rows)
    proved = [label for label in labels if evidence.holds(label)]
    kept = {label.text for label in labels if label not in proved}
    sure = sorted({label.text for label in proved} - kept)[:_MOST]
    bare = [text for text in sorted(kept) if beside and _is_weak_label(text, frozenset()) is False]
    return SummaryRows(names, tuple(sure), tuple(bare[:_MOST]), beside)


def _label_columns(columns: Mapping[str, Column], plan: Plan) -> tuple[str, ...]:
    """Return the columns that may hold the labels of summaries: the role, the city, the country, and the first one."""
    amounts = {figure.column for figure in plan.figures + (plan.ends or ())}
    fields = {plan.columns[name] for name in ("role", "city", "country") if name in plan.columns}
    first = next((name for name in columns if name not in amounts), None)
    taken = {theirs for ours, theirs in plan.columns.items() if ours in _FIGURES}
    return tuple(name for name in columns if name in fields or (name == first and name not in taken))


def _labels(name: str, column: Column) -> list[_Label]:
    """Return the rows of a column with a label."""
    texts = distinct_texts(column)
    if len(texts) > _DISTINCT:
        texts = [text for text in texts if len(text) <= _LONGEST and _may_be_label(text)]
    groups = frozenset(map(_bare, texts)) if len(texts) <= _DISTINCT else frozenset()
    weak = {text: kind for text in texts if (kind := _is_weak_label(text, groups)) is not None}
    if not weak:
        return []
    cells = texts_of(column)
    rows = np.flatnonzero(pc.is_in(cells, _array(weak)).to_numpy(zero_copy_only=False))
    return [_Label(row, name, text, weak[text]) for row in rows.tolist() for text in (cells[row].as_py(),)]


def _may_be_label(text: str) -> bool:
    return _bare(text) in _words()


def _array(texts: Iterable[str]) -> pa.Array:
    return pa.array(list(texts), pa.string())


def _beside(
    columns: Mapping[str, Column], plan: Plan, names: tuple[str, ...], labelled: set[int]
) -> tuple[str, ...]:
    """Return the columns of words that nearly every record fills."""
    figures = {theirs for ours, theirs in plan.columns.items() if ours in _FIGURES}
    figures |= {figure.column for figure in plan.figures + (plan.ends or ())}
    chosen = []
    for name, column in columns.items():
        if name in figures:
            continue
        is_filled = _filled(column)
        is_filled[list(labelled)] = False
        if is_filled.sum() >= _MOSTLY * max(1, len(is_filled) - len(labelled)) and (
            name in names or _is_words(column)
        ):
            chosen.append(name)
    return tuple(chosen)


def _is_words(column: Column) -> bool:
    """Return whether most cells of a column are words."""
    texts = distinct_texts(column)[:_DISTINCT]
    return 2 * sum(any(map(str.isalpha, text)) for text in texts) > len(texts)


def _filled(column: Column) -> NDArray[np.bool_]:
    texts = texts_of(column)
    is_filled: NDArray[np.bool_] = pc.fill_null(
        pc.not_equal(pc.utf8_trim_whitespace(texts), ""), False
    ).to_numpy(zero_copy_only=False)
    return is_filled.copy()


def _groups(clean: Mapping[str, pa.Array]) -> NDArray[np.intp]:
    """Return which statistic each row has: those of one are added up."""
    encoded = clean["statistic"].dictionary_encode(null_encoding="encode")
    groups: NDArray[np.intp] = encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    return groups


class _Evidence:
    """What shows that a row with a label is a summary.

    Args:
        columns: the columns of the source.
        amounts: n amounts; NaN where there is none.
        groups: which statistic each row has.
        beside: the columns that records have.
        labelled: the rows with a label.
    """

    def __init__(
        self,
        columns: Mapping[str, Column],
        amounts: NDArray[np.float64],
        groups: NDArray[np.intp],
        beside: tuple[str, ...],
        labelled: set[int],
    ) -> None:
        self.amounts, self.groups, self.beside = amounts, groups, beside
        self.filled = {name: _filled(columns[name]) for name in beside}
        self.labelled = np.zeros(len(amounts), bool)
        self.labelled[list(labelled)] = True

    def holds(self, label: _Label) -> bool:
        """Return whether a row is a summary."""
        others = [name for name in self.beside if name != label.column]
        if any(self.filled[name][label.row] for name in others):
            return self._sums_up(label, _ROUNDED)
        if self._sums_up(label, _NEAR):
            return True
        is_last = bool(self.labelled[label.row :].all()) and label.row > 1
        return not label.is_weak and (bool(others) or is_last)

    def _sums_up(self, label: _Label, near: float) -> bool:
        """Return whether an amount is the sum, the mean or the median of the records above it, or of those of its group."""
        row, amount = label.row, float(self.amounts[label.row])
        is_above = (
            (self.groups[:row] == self.groups[row]) & ~self.labelled[:row] & ~np.isnan(self.amounts[:row])
        )
        above = np.flatnonzero(is_above)
        if np.isnan(amount) or not len(above):
            return False
        last = max((at for at in np.flatnonzero(self.labelled[:row]).tolist() if at < above[-1]), default=-1)
        parts = {len(rows): self.amounts[rows] for rows in (above, above[above > last])}
        return any(_is_summary_of(amounts, amount, _bare(label.text), near) for amounts in parts.values())


def _is_summary_of(amounts: NDArray[np.float64], amount: float, word: str, near: float) -> bool:
    """Return whether an amount is what a word says of others: an end of them, or else their sum, mean or median."""
    if word.startswith(("min", "max")):
        return amount in (amounts.min(), amounts.max())
    values = (float(amounts.sum()), float(amounts.mean()), float(np.median(amounts)))
    return any(abs(amount - value) <= max(_UNIT, near * abs(value)) for value in values)


def summary_faults(
    columns: Mapping[str, Column], plan: Plan, summaries: SummaryRows
) -> list[tuple[str, Fault]]:
    """Return the rows that are summaries, each with the field or the column of its label.

    Args:
        columns: the columns of the source.
        plan: which column is which field.
        summaries: how they are known.
    """
    if not (summaries.labels or summaries.bare_labels):
        return []
    faults: dict[int, tuple[str, Fault]] = {}
    fields = {theirs: ours for ours, theirs in plan.columns.items()}
    for name in summaries.columns:
        if name not in columns:
            continue
        texts = texts_of(columns[name])
        is_sure = pc.is_in(texts, _array(summaries.labels)).to_numpy(zero_copy_only=False)
        is_bare = pc.is_in(texts, _array(summaries.bare_labels)).to_numpy(zero_copy_only=False)
        if is_bare.any():
            others = [
                _filled(columns[other]) for other in summaries.beside if other != name and other in columns
            ]
            is_bare = is_bare & ~np.any(others, axis=0) if others else np.zeros(len(is_bare), bool)
        for row in np.flatnonzero(is_sure | is_bare).tolist():
            text = texts[row].as_py()
            sentence = f"{text!r} is a total or an average of other rows, and no record. If it is a record, rename it."
            faults.setdefault(row, (fields.get(name, name), Fault(row, text, "summary_row", sentence)))
    return list(faults.values())
