"""Finds cells that may be labels of totals and averages: `Total`, `Durchschnitt`, `Berlin Total`, `全国平均`.

`summary_words.csv` has the words of each language. Weak words may also be names (`Media` is a town).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags, combine
from salarykit.files.texts import is_text
from salarykit.package import once, table_rows
from salarykit.reading.source_columns import texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from salarykit.files.raw import Column

__all__ = [
    "Label",
    "LabelKind",
    "as_texts",
    "is_free",
    "labels_in",
    "possible_labels",
    "quantity_labels",
    "rows_of_labels",
    "some_texts",
]

LabelKind = Literal["word", "weak", "group", "phrase"]
"""What a label is: a word, a weak word, a word with the name of a group, as `Berlin Total`, or a word in a phrase, as `Average salary`
and `Total Rewards`, for which only the amount shows whether the row is a summary."""

_DISTINCT: Final = 20_000  # the most distinct texts of a column that are not free text
_LONGEST: Final = 60  # the most characters of a label
_FEW: Final = 256  # cells up to which Python is faster than Arrow
_LONGEST_BYTES: Final = 4 * _LONGEST
_EDGES: Final = " \t:.*=-\u2013\u2014()[]\u3000\u00a0"
_COUNT: Final = re.compile(r"(?:(?<!\s)\s++)?+[(\[]\s*+(?:n\s*+=\s*+)?+[\d., ]++[)\]]$")
_PERCENTILE: Final = re.compile(r"\d\d?(?:st|nd|rd|th|e|er)? (?:percentile|quartile|decile)")
_QUANTITY_WORDS: Final = (
    r"(?:19|20)\d\d\s?=\s?100|\b(?:index|indices|indice|indeks|endeks|growth|change|yoy|cpi|hicp|inflation|ratio|variation|zmiana|wzrost)\b"
    r"|índice|ndex|évolution|evolución|veränderung|variación|crecimiento|crescimento|指数|増減|前年比|증감|지수"
)
_QUANTITY: Final = rf"{_QUANTITY_WORDS}|\p{{L}}.*%|%.*\p{{L}}"
# for lower-case texts, with ASCII classes as in Arrow
_QUANTITIES: Final = re.compile(_QUANTITY_WORDS, re.ASCII)
_BASE: Final = re.compile(r"(?:19|20)\d\d\s?=\s?100")
_SMALL: Final = 1 / 20  # a figure below this share of the median of the others is small
_ROWS: Final = 2  # more rows than these are needed to tell what is small
_THAI: Final = "\u0e00"  # the first character of scripts without spaces between words
_OFTEN: Final = 10_000  # a label of so many rows is not that of a summary


class Label(NamedTuple):
    """A row with a label: its position, the column, the text, the word in lower case, and what the label is."""

    row: int
    column: str
    text: str
    word: str
    kind: LabelKind


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


@once
def _unspaced() -> tuple[str, ...]:
    """Return the words in languages that write no spaces between words."""
    return tuple(word for word in _words() if len(word) > 1 and word[0] >= _THAI)


@once
def _pattern() -> str:
    """Return a pattern for Arrow, whose RE2 takes linear time; all labels match it once their ASCII letters are in lower case."""
    spaced = _alternatives(word for word in _words() if word not in _unspaced())
    unspaced = _alternatives(_unspaced())
    edges = re.escape(_EDGES)
    spaced = f"(?:^|[{edges}])(?:{spaced})(?:$|[{edges}])"
    unspaced = f"^[{edges}]*(?:{unspaced})|(?:{unspaced})(?:$|[{edges}])"
    return f"{spaced}|{unspaced}|[0-9a-z] (?:percentile|quartile|decile)"


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(_forms(words), key=len, reverse=True)))


def _forms(words: Iterable[str]) -> set[str]:
    """Return the ways to write words, with all ASCII letters in lower case."""
    forms = (form for word in words for form in (word, word.upper(), word.title(), word.capitalize()))
    return {"".join(letter.lower() if letter.isascii() else letter for letter in form) for form in forms}


@once
def _strong_words() -> pa.Array:
    """Return the forms of the words that are not weak."""
    return as_texts(_forms(word for word, is_weak in _words().items() if not is_weak))


def _bare(text: str) -> str:
    return _COUNT.sub("", text.strip()).strip(_EDGES).casefold()


def _kind(text: str, groups: frozenset[str]) -> LabelKind | None:
    """Return which kind of label a cell is; None if it is not a label.

    Args:
        text: the cell.
        groups: the other cells of its column, in the form of `_bare`.

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
    if _PERCENTILE.fullmatch(bare):
        return "word"
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


def possible_labels(column: Column, *, is_free: bool = False) -> dict[str, LabelKind]:
    """Return the distinct labels of a column and their kinds; the kind "group" is not distinguished.

    Args:
        column: its cells.
        is_free: whether it is free text, in which only a strong word by itself is a label.

    Examples:
        >>> possible_labels(pa.chunked_array([["Kiel", "TOTAL:", "Total Rewards"], ["ИТОГО", "Totaling"]]))
        {'TOTAL:': 'word', 'Total Rewards': 'phrase', 'ИТОГО': 'word'}
    """
    kinds = ((text, _kind(text, frozenset())) for text in _matching(some_texts(column), is_free=is_free))
    return {text: kind for text, kind in kinds if kind is not None}


def some_texts(column: Column) -> pa.ChunkedArray:
    """Return every text of a column at least once; none if the column holds no texts."""
    if isinstance(column, list):
        return pa.chunked_array([texts_of(column)])
    cells = pa.chunked_array(column)
    if pa.types.is_dictionary(cells.type):
        cells = pa.chunked_array([combine(cells).dictionary])
    return cells.cast(pa.string()) if is_text(cells.type) else pa.chunked_array([], pa.string())


def _matching(cells: pa.ChunkedArray, *, is_free: bool) -> list[str]:
    """Return the distinct texts that may be labels; if there are many, Arrow first drops those that cannot be.

    A few texts are all returned, because Arrow compiles its pattern on every call, which takes longer than to check them in Python.
    """
    if not is_free and len(cells) <= _FEW:
        return [text for text in cells.unique().to_pylist() if text is not None]
    is_short = pc.less_equal(pc.binary_length(cells), _LONGEST_BYTES)
    if not pc.all(is_short, min_count=0).as_py():
        cells = cells.filter(is_short)
    lower = pc.ascii_lower(cells)
    matches = (
        pc.is_in(pc.utf8_trim(lower, _EDGES), _strong_words())
        if is_free
        else pc.match_substring_regex(lower, _pattern())
    )
    if not pc.any(matches, min_count=0).as_py():
        return []
    texts: list[str] = cells.filter(matches).unique().to_pylist()
    return texts


def labels_in(name: str, column: Column, *, is_free: bool) -> list[Label]:
    """Return the rows of a column with a label.

    Args:
        name: the column's name.
        column: its cells.
        is_free: whether it is free text, in which only a strong word by itself is a label.
    """
    kinds = possible_labels(column, is_free=is_free)
    if not kinds:
        return []
    cells = texts_of(column)
    counts = cells.value_counts()
    if not is_free and len(counts) <= _DISTINCT:
        groups = frozenset(map(_bare, filter(None, counts.field(0).to_pylist())))
        kinds = {text: _kind(text, groups) or kind for text, kind in kinds.items()}
    often = counts.field(0).filter(pc.greater_equal(counts.field(1), _OFTEN)).to_pylist()
    return rows_of_labels(name, cells, {text: kind for text, kind in kinds.items() if text not in often})


def rows_of_labels(name: str, cells: pa.Array, kinds: Mapping[str, LabelKind]) -> list[Label]:
    """Return the rows of a column that have one of some labels."""
    rows = np.flatnonzero(as_flags(pc.is_in(cells, as_texts(kinds))))
    texts = cells.take(pa.array(rows)).to_pylist()
    return [
        Label(row, name, text, _bare(text), kinds[text])
        for row, text in zip(rows.tolist(), texts, strict=True)
    ]


def quantity_labels(column: Column, amounts: NDArray[np.float64], groups: NDArray[np.intp]) -> list[str]:
    """Return the labels of rows whose figure is not an amount of money but an index, a change or a ratio.

    `2015 = 100` is always one. A word such as `Index` or `Change` is one if the figure is small compared with the others.

    Args:
        column: n cells.
        amounts: n amounts; NaN where there is none.
        groups: n indices of groups, in which amounts can be compared.

    Examples:
        >>> rows = pa.chunked_array([["Kiel", "Bonn", "Ulm", "Index", "Lohn 2015 = 100"]])
        >>> quantity_labels(rows, np.array([30e3, 31e3, 29e3, 104.0, 109.1]), np.zeros(5, int))
        ['Index', 'Lohn 2015 = 100']
        >>> rows = pa.chunked_array([["5%", "Kiel", "Rise in %", "Bonn", "Ulm"]])
        >>> quantity_labels(rows, np.array([42.0, 31e3, 5.5, 29e3, 30e3]), np.zeros(5, int))
        ['Rise in %']
    """
    cells = texts_of(column)
    labels = []
    for row in _quantity_rows(cells)[:_FEW]:
        others = amounts[(groups == groups[row]) & ~np.isnan(amounts)]
        text = cells[row].as_py()
        is_small = len(others) > _ROWS and amounts[row] < np.median(others) * _SMALL
        if is_small or (_BASE.search(text) and not np.isnan(amounts[row])):
            labels.append(text)
    return sorted(set(labels))


def _quantity_rows(cells: pa.Array) -> list[int]:
    """Return the rows of texts that may be labels of quantities; a few are checked in Python, as in `_matching`."""
    if len(cells) <= _FEW:
        return [row for row, text in enumerate(cells.to_pylist()) if text and _is_of_quantity(text)]
    matches = as_flags(pc.match_substring_regex(cells, _QUANTITY, ignore_case=True))
    rows: list[int] = np.flatnonzero(matches).tolist()
    return rows


def _is_of_quantity(text: str) -> bool:
    """Return whether a text matches the pattern of labels of quantities.

    Examples:
        >>> [_is_of_quantity(text) for text in ("Index", "Growth in %", "3 %", "2015 = 100", "Kiel")]
        [True, True, False, True, False]
    """
    is_share = "%" in text and any("%" in line and any(map(str.isalpha, line)) for line in text.split("\n"))
    return is_share or _QUANTITIES.search(text.lower()) is not None


def is_free(column: Column) -> bool:
    """Return whether a column has so many different texts that it is taken for free text."""
    return len(texts_of(column).unique()) > _DISTINCT


def as_texts(texts: Iterable[str]) -> pa.Array:
    """Return texts as an Arrow array, whose type is right even without any text."""
    return pa.array(list(texts), pa.string())
