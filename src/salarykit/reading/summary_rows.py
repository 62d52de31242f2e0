"""Recognises rows that are not records but totals or averages of others, by a label such as `Total` and by evidence.

A label alone refuses no row. Evidence is that the amount is the sum or the mean of the rows above it or of its group, or that the row
names nothing else although other rows do. If no row names anything else, evidence is that the row is the last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ConfigDict

from salarykit.files.columns import as_flags
from salarykit.reading.plan import NAMING_FIELDS
from salarykit.reading.source_columns import distinct_texts, texts_of
from salarykit.reading.summary_evidence import Evidence
from salarykit.reading.summary_labels import as_texts, is_free, labels_in, possible_labels, quantity_labels
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.reading.plan import Plan
    from salarykit.reading.summary_labels import Label

__all__ = [
    "NO_SUMMARIES",
    "SummaryRows",
    "kinds_of_figures",
    "label_columns",
    "naming_cells",
    "summary_fault",
    "summary_faults",
    "summary_rows_of",
]

_FIGURES: Final = ("currency", "period", "statistic", "sample_size", "as_of", "relevance")
"""The fields that a total may fill just as a record does."""
_MOSTLY: Final = 0.8  # the least share of records that fill a column for it to count as one that records fill
_MOST: Final = 20_000  # the most labels that are remembered
_LOOKED_AT: Final = 20_000  # the first rows, which show whether a column holds words


@dataclass(frozen=True, slots=True)
class SummaryRows:
    """How the totals and averages of a source are recognised.

    Attributes:
        columns: the columns that have labels of such rows.
        labels: the labels whose rows are refused.
        bare_labels: the labels, also found in records, whose rows are refused only if no other column of `beside` names anything.
        beside: the columns that nearly all records fill.
        free: the columns with so many different texts that they may be free text.
        names: the labels that are names of records.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")  # for a layout's JSON

    columns: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    bare_labels: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


NO_SUMMARIES: Final = SummaryRows()


def summary_rows_of(
    columns: Mapping[str, Column], plan: Plan, clean: Mapping[str, pa.Array], *, is_all: bool
) -> SummaryRows:
    """Return how the totals and averages among some rows are recognised.

    Args:
        columns: the columns of the source, n rows.
        plan: which column is which field.
        clean: the columns by field, n rows each; the amount is null where it is refused.
        is_all: whether these are all rows of the source.
    """
    names = label_columns(columns, plan)
    fields = plan.columns_of(NAMING_FIELDS)
    free = dict.fromkeys(name for name in names[1:] if name not in fields and is_free(columns[name]))
    amounts = clean["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
    quantities = _quantities({name: columns[name] for name in names if name not in free}, amounts, clean)
    labels = [label for name in names for label in labels_in(name, columns[name], is_free=name in free)]
    record_columns = _record_columns(columns, plan, names, {label.row for label in labels})
    of_quantities = tuple(text for texts in quantities.values() for text in texts)
    summaries = SummaryRows(tuple(quantities), of_quantities, beside=record_columns, free=tuple(free))
    if not labels:
        return summaries
    evidence = Evidence(
        {name: naming_cells(columns[name]) for name in record_columns},
        amounts,
        _groups(kinds_of_figures(clean, plan)),
        labels,
    )
    return _with_labels(summaries, names, labels, evidence, is_all=is_all)


def _with_labels(
    summaries: SummaryRows, names: Sequence[str], labels: Sequence[Label], evidence: Evidence, *, is_all: bool
) -> SummaryRows:
    """Return how totals and averages are recognised, with the labels for which there is evidence."""
    proved = evidence.proved()
    sure = sorted(text for text, is_bare in proved.items() if not is_bare)
    bare = sorted(text for text, is_bare in proved.items() if is_bare)
    words = {label.text for label in labels if label.kind == "word"}
    bare += sorted(words - proved.keys()) if summaries.beside else []
    labelled = {label.column for label in labels if label.text in {*sure, *bare}}
    return replace(
        summaries,
        columns=tuple(name for name in names if name in labelled or name in summaries.columns),
        labels=(*sure, *summaries.labels),
        bare_labels=tuple(bare[:_MOST]),
        names=tuple(evidence.names(is_all=is_all)[:_MOST]),
    )


def _quantities(
    columns: Mapping[str, Column], amounts: NDArray[np.float64], clean: Mapping[str, pa.Array]
) -> dict[str, list[str]]:
    """Return by column the labels of rows whose figure is not an amount of money but an index, a change or a ratio."""
    alike = _groups(clean["period"])
    labels = {name: quantity_labels(column, amounts, alike) for name, column in columns.items()}
    return {name: texts for name, texts in labels.items() if texts}


def label_columns(columns: Mapping[str, Column], plan: Plan) -> tuple[str, ...]:
    """Return the columns that may hold the labels of summaries: all but those of figures."""
    figures = _figure_columns(plan)
    return tuple(name for name in columns if name not in figures)


def _figure_columns(plan: Plan) -> set[str]:
    """Return the columns that a total may fill just as a record does, including those of the amounts."""
    return plan.columns_of(_FIGURES) | set(plan.amount_columns)


def _record_columns(
    columns: Mapping[str, Column], plan: Plan, names: tuple[str, ...], labelled: set[int]
) -> tuple[str, ...]:
    """Return the columns of words that nearly every record fills."""
    figures = _figure_columns(plan)
    of_labels, chosen = frozenset(names), []
    for name, column in columns.items():
        if name in figures:
            continue
        is_filled = _filled(column)
        is_filled[list(labelled)] = False
        if is_filled.sum() >= _MOSTLY * max(1, len(is_filled) - len(labelled)) and (
            name in of_labels or _is_words(column)
        ):
            chosen.append(name)
    return tuple(chosen)


def _is_words(column: Column) -> bool:
    """Return whether most cells of a column are words."""
    texts = distinct_texts(column[:_LOOKED_AT])
    return 2 * sum(any(map(str.isalpha, text)) for text in texts) > len(texts)


def _filled(column: Column) -> NDArray[np.bool_]:
    texts = texts_of(column)
    return as_flags(pc.not_equal(pc.utf8_trim_whitespace(texts), "")).copy()


def naming_cells(column: Column) -> NDArray[np.bool_]:
    """Return which cells of a column name something, unlike the word `All` in the row of a total."""
    is_filled = _filled(column)
    words = [
        text
        for text, kind in possible_labels(column).items()
        if kind == "word" or (kind == "weak" and not text.casefold().startswith(("min", "max")))
    ]
    if words:
        is_filled &= ~as_flags(pc.is_in(texts_of(column), as_texts(words)))
    return is_filled


def kinds_of_figures(clean: Mapping[str, pa.Array], plan: Plan) -> pa.Array:
    """Return the statistic of each row, with its year if the headers of the amounts state years; records of one kind are added up."""
    if not any(figure.as_of for figure in plan.figures):
        return clean["statistic"]
    parts = (clean[name].fill_null("") for name in ("statistic", "as_of"))
    return pc.binary_join_element_wise(*parts, " ")


def _groups(values: pa.Array) -> NDArray[np.intp]:
    """Return for each row the index of its value."""
    encoded = values.dictionary_encode(null_encoding="encode")
    groups: NDArray[np.intp] = encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
    return groups


def summary_faults(
    columns: Mapping[str, Column], plan: Plan, summaries: SummaryRows
) -> list[tuple[str, Fault]]:
    """Return the rows that are summaries, each with the field or the column of its label.

    Args:
        columns: the columns of the source.
        plan: which column is which field.
        summaries: how they are recognised.
    """
    if not (summaries.labels or summaries.bare_labels):
        return []
    faults: dict[int, tuple[str, Fault]] = {}
    fields = plan.fields
    for name in summaries.columns:
        if name not in columns:
            continue
        texts = texts_of(columns[name])
        is_sure = as_flags(pc.is_in(texts, as_texts(summaries.labels)))
        is_bare = as_flags(pc.is_in(texts, as_texts(summaries.bare_labels)))
        if is_bare.any():
            others = [
                naming_cells(columns[other])
                for other in summaries.beside
                if other != name and other in columns
            ]
            is_bare = is_bare & ~np.any(others, axis=0) if others else np.zeros(len(is_bare), bool)
        for row in np.flatnonzero(is_sure | is_bare).tolist():
            text = texts[row].as_py()
            faults.setdefault(row, (fields.get(name, name), summary_fault(row, text)))
    return list(faults.values())


def summary_fault(row: int, text: str) -> Fault:
    """Return the fault of a row whose label shows that it is not a record."""
    sentence = f"{text!r} is a total, an average or another statistic of other rows, not a record. If it is a record, rename it."
    return Fault(row, text, "summary_row", sentence)
