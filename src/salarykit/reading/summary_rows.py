"""Rows that are no record but a total or an average of the others: known by a word such as `Total`, and by evidence for it.

`summary_words.csv` has the words in each language, and those that are weak, because they may well be a name (`Media` is a town). A
word alone refuses no row. Evidence is an amount that is the sum or the mean of the rows above it or of its group, or that only the word
and figures are filled where other rows name more; in a table that names nothing more, it is the place at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import ConfigDict

from salarykit.package import once, table_rows
from salarykit.reading.source_columns import distinct_texts, texts_of
from salarykit.reading.summary_evidence import Evidence, Label
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.summary_evidence import Kind

__all__ = ["NO_SUMMARIES", "SummaryRows", "summary_faults", "summary_rows_of"]

_FIGURES: Final = ("currency", "period", "statistic", "sample_size", "as_of", "relevance")
"""Fields that a total may have as well as a record."""
_NAMED: Final = ("role", "city", "country")
_MOSTLY: Final = 0.8  # of the rows, in which a column is filled that a record has
_MOST: Final = 20_000  # labels that are remembered
_LONGEST: Final = 60  # characters of a label
_EDGES: Final = " \t:.*=-\u2013\u2014()[]\u3000\u00a0"
_COUNT: Final = re.compile(r"(?:(?<!\s)\s++)?+[(\[]\s*+(?:n\s*+=\s*+)?+[\d., ]++[)\]]$")
_COUNT_RE2: Final = r"[(\[]\s*(n\s*=\s*)?[\d., ]+[)\]]$"  # the same for Arrow, whose RE2 takes linear time
_THAI: Final = "\u0e00"  # the first letter of the scripts without spaces
_DISTINCT: Final = 20_000  # texts among which the names of groups are looked for
_OFTEN: Final = 10_000  # rows with one label: it is no summary


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


def _kind(text: str, groups: frozenset[str]) -> Kind | None:
    """Return how the label of a row shows that it is a total or an average; None if it does not.

    Args:
        text: the cell.
        groups: the other cells of its column, plain.

    Examples:
        >>> [
        ...     _kind(text, frozenset(["berlin"]))
        ...     for text in ("TOTAL:", "Media", "Berlin Total", "Total Rewards", "全国平均", "Totaling")
        ... ]
        ['word', 'weak', 'group', 'phrase', 'phrase', None]
    """
    if len(text) > _LONGEST:
        return None
    bare = _bare(text)
    if bare in _words():
        return "weak" if _words()[bare] else "word"
    first, _, rest = bare.partition(" ")
    lead, _, last = bare.rpartition(" ")
    is_first, is_last = first.strip(_EDGES) in _words(), last in _words()
    if (is_first and rest.strip(_EDGES) in groups) or (is_last and lead.strip(_EDGES) in groups):
        return "group"
    return (
        "phrase"
        if is_first or is_last or bare.startswith(_unspaced()) or bare.endswith(_unspaced())
        else None
    )


@once
def _unspaced() -> tuple[str, ...]:
    """Return the words of languages that write no spaces between words."""
    return tuple(word for word in _words() if len(word) > 1 and word[0] >= _THAI)


def summary_rows_of(columns: Mapping[str, Column], plan: Plan, clean: Mapping[str, pa.Array]) -> SummaryRows:
    """Return how the totals and averages among some rows are known.

    Args:
        columns: the columns of the source, n rows.
        plan: which column is which field.
        clean: our columns, n rows each; the amount is null where it is refused.
    """
    names = _label_columns(columns, plan)
    fields = {theirs for ours, theirs in plan.columns.items() if ours in _NAMED}
    labels = [
        label
        for at, name in enumerate(names)
        for label in _labels(name, columns[name], is_text=at > 0 and name not in fields)
    ]
    if not labels:
        return NO_SUMMARIES
    beside = _beside(columns, plan, names, {label.row for label in labels})
    amounts = clean["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
    filled = {name: _filled(columns[name]) for name in beside}
    proved = Evidence(filled, amounts, _groups(clean), labels).proved()
    kept = {label.text for label in labels} - proved.keys()
    sure = sorted(text for text, is_bare in proved.items() if not is_bare)
    bare = sorted(text for text, is_bare in proved.items() if is_bare)
    bare += sorted(text for text in kept if beside and _kind(text, frozenset()) == "word")
    taken = {*sure, *bare}
    labelled = {label.column for label in labels if label.text in taken}
    return SummaryRows(
        tuple(name for name in names if name in labelled), tuple(sure), tuple(bare[:_MOST]), beside
    )


def _label_columns(columns: Mapping[str, Column], plan: Plan) -> tuple[str, ...]:
    """Return the columns that may hold the labels of summaries: all but those of figures."""
    figures = {theirs for ours, theirs in plan.columns.items() if ours in _FIGURES}
    figures |= {figure.column for figure in plan.figures + (plan.ends or ())}
    return tuple(name for name in columns if name not in figures)


def _labels(name: str, column: Column, *, is_text: bool) -> list[Label]:
    """Return the rows of a column with a label.

    Args:
        name: the column's name.
        column: its cells.
        is_text: whether it may hold texts of any kind: of many different ones none is a label.
    """
    cells = texts_of(column)
    counts = cells.value_counts()
    if is_text and len(counts) > _DISTINCT:
        return []
    counts = counts.filter(pc.less(counts.field(1), _OFTEN))
    distinct = counts.field(0)
    is_many = len(distinct) > _DISTINCT
    texts = [
        text
        for text in (_words_among(distinct) if is_many else distinct).to_pylist()
        if text and text.strip()
    ]
    groups = frozenset() if is_many else frozenset(map(_bare, texts))
    kinds = {text: kind for text in texts if (kind := _kind(text, groups)) is not None}
    if not kinds:
        return []
    rows = np.flatnonzero(pc.is_in(cells, _array(kinds)).to_numpy(zero_copy_only=False))
    found = cells.take(pa.array(rows)).to_pylist()
    return [
        Label(row, name, text, _bare(text), kinds[text])
        for row, text in zip(rows.tolist(), found, strict=True)
    ]


def _words_among(texts: pa.Array) -> pa.Array:
    """Return the texts that may be words of summaries: of very many, what is no word is left out before Python sees it."""
    bare = pc.utf8_lower(pc.utf8_trim(texts, _EDGES))
    has_count = pc.match_substring_regex(texts, _COUNT_RE2)
    return texts.filter(pc.or_(pc.is_in(bare, _array(_words())), has_count))


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
