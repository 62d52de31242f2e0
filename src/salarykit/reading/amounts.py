"""Reads a column of amounts in any notation, with the currency, period and range that each cell states."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags, combine
from salarykit.files.texts import holds_texts
from salarykit.package import without_collection
from salarykit.pay.local_columns import locals_of
from salarykit.reading.cell_figures import Amounts, CellMemory
from salarykit.reading.cell_texts import CellContext
from salarykit.reading.distinct_cells import Cells, read_cells
from salarykit.reading.note_marks import without_marks
from salarykit.reading.source_columns import distinct_numbers, distinct_rows, texts_of
from salarykit.reading.validation import Fault
from salarykit.salaries.fields import BY_NAME, NUMBER, RefusedValue, is_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from salarykit.files.raw import Column
    from salarykit.reading.cell_texts import Writing
    from salarykit.reading.plan import AmountColumn

__all__ = ["RowContext", "read_amounts"]

_DOTTED: Final = r"^[+-]?[0-9]+\.[0-9]+$"
_THREE: Final = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"


class RowContext(NamedTuple):
    """The other cells in the rows of n amounts, and the headers of the amounts.

    Attributes:
        country: ISO codes; null if a row has no country.
        as_of: days or spans; null if a row has no date.
        currency: ISO codes; null if a row has no currency.
        period: the periods of pay; null if neither the source nor a default states one.
        figures: the columns of amounts, with what their headers say.
        which: the index into `figures` of each row's amount.
        stated_country: the countries that the source states; `country` also has those of cities.
        default_currency: the currency of amounts for which nothing states one.
    """

    country: pa.Array
    as_of: pa.Array
    currency: pa.Array
    period: pa.Array
    figures: tuple[AmountColumn, ...]
    which: NDArray[np.intp]
    stated_country: pa.Array
    default_currency: str | None


def read_amounts(column: Column, row_context: RowContext, writing: Writing) -> Amounts:
    """Return the amount that each cell states, as a number in any notation or in a text about pay.

    Args:
        column: n cells of any kind.
        row_context: the other cells of the same rows.
        writing: how amounts may be written.
    """
    amounts, texts = _numbers(column)
    factors = np.array([figure.factor for figure in row_context.figures])[row_context.which]
    cells = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
    trimmed, is_marked = without_marks(
        pc.utf8_trim_whitespace(cells.dictionary), [figure.currency for figure in row_context.figures]
    )
    if is_marked.any():
        amounts.written = cells
        writing = writing._replace(points_group=True)  # no machine writes marks
        amounts.is_marked = as_flags(pc.fill_null(pa.array(is_marked).take(cells.indices), False))
    plain = _matches(trimmed, f"^{NUMBER}$")
    numbers = pc.if_else(plain, trimmed, None).cast(pa.float64()).take(cells.indices)
    amounts.amount = pc.coalesce(numbers, amounts.amount).to_numpy(zero_copy_only=False) * factors
    rest = pc.and_not(pc.fill_null(pc.not_equal(trimmed, ""), False), plain)
    are_plain = _are_plain(trimmed, trimmed.filter(rest), writing)
    if not are_plain:
        rest = pc.or_(rest, pc.and_(plain, _matches(trimmed, _DOTTED)))
    rows = np.flatnonzero(as_flags(rest.take(cells.indices)))
    places = pc.subtract(pc.cumulative_sum(rest.cast(pa.int32())), 1)
    which = places.take(cells.indices.take(pa.array(rows)))
    _read_rest(
        rows, pa.DictionaryArray.from_arrays(which, trimmed.filter(rest)), row_context, amounts, writing
    )
    amounts.notation = replace(amounts.notation, is_plain=are_plain)
    return amounts


def _matches(texts: pa.Array, pattern: str) -> pa.Array:
    return pc.fill_null(pc.match_substring_regex(texts, pattern), False)


def _are_plain(texts: pa.Array, rest: pa.Array, writing: Writing) -> bool:
    """Return whether every number with a point is an ordinary decimal number, and no other cell contradicts that."""
    if writing.decimal:
        return writing.decimal == "."
    if writing.notation:
        return writing.notation.is_plain and not writing.points_group
    if writing.points_group and pc.any(_matches(texts, _THREE)).as_py():
        return False
    return not pc.any(_matches(rest, "[0-9][.,．，]")).as_py()


def _numbers(column: Column) -> tuple[Amounts, pa.Array]:
    """Return the cells that are numbers as amounts, and the cells that are texts as a column with null for the others."""
    if not isinstance(column, list):
        array = combine(column)
        if holds_texts(array):
            is_coded = pa.types.is_dictionary(array.type)
            kind = pa.dictionary(pa.int32(), pa.string()) if is_coded else pa.string()
            return Amounts(np.full(len(array), np.nan)), array.cast(kind)
        column = array.to_pylist()
    amounts = Amounts(np.full(len(column), np.nan))
    for row, cell in enumerate(column):
        if not isinstance(cell, str) and not is_missing(cell):
            try:
                amounts.amount[row] = BY_NAME["amount"].clean(cell)
            except RefusedValue as refused:
                amounts.faults.append(Fault(row, str(cell), refused.code, str(refused)))
    return amounts, texts_of(column)


def _read_rest(
    rows: NDArray[np.intp],
    cells: pa.DictionaryArray,
    row_context: RowContext,
    amounts: Amounts,
    writing: Writing,
) -> None:
    """Read the cells that are not plain numbers; each distinct one is read once."""
    names = tuple(figure.column for figure in row_context.figures)
    amounts.memory = writing.memory.setdefault(names, CellMemory())
    context, contexts = _contexts(rows, row_context, amounts.memory)
    texts = cells.indices.to_numpy().astype(np.int64)
    pairs, of = distinct_numbers(texts * len(contexts) + context)
    text, context = np.divmod(pairs, max(len(contexts), 1))
    distinct = Cells(cells.dictionary, text, contexts, context, np.bincount(of, minlength=len(pairs)))
    with without_collection():
        amounts.cell_figures, amounts.notation = read_cells(
            distinct, row_context.figures, writing, amounts.memory
        )
    amounts.of[rows] = of
    amounts.amount[rows] = amounts.cell_figures.amount[of]
    wrong = amounts.cell_figures.is_wrong[of]
    for row, cell in zip(rows[wrong].tolist(), of[wrong].tolist(), strict=True):
        cell_figure = amounts.cell_figures[cell]
        amounts.faults.append(Fault(row, amounts.text(row) or "", *(cell_figure.fault or ("", ""))))


def _contexts(
    rows: NDArray[np.intp], row_context: RowContext, memory: CellMemory
) -> tuple[NDArray[np.int64], list[CellContext]]:
    """Return the index of each row's context, and all contexts so far."""
    at = pa.array(rows)
    columns = (
        column.take(at)
        for column in (row_context.country, row_context.as_of, row_context.currency, row_context.period)
    )
    of, kinds = distinct_rows(row_context.which[rows], *columns)
    countries, days = (pa.array([kind[column] for kind in kinds], pa.string()) for column in (1, 2))
    local_moneys, local = locals_of(countries, days, len(kinds))
    numbers = []
    for index, (which, country, _, currency, period) in enumerate(kinds):
        here = local_moneys[0 if local is None else int(local[index])]
        context = CellContext(here, which, country, currency, period)
        numbers.append(memory.contexts.setdefault(context, len(memory.contexts)))
    return np.array(numbers, np.int64)[of], list(memory.contexts)
