"""Handles the cells of a sheet that are more than a value: numbers shown with words, such as `38 hours`, and errors."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.files.raw import Raw, Refusal, as_column, as_list
from salarykit.reading.cells import is_estimate, quoted
from salarykit.reading.validation import Fault
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.reading.plan import Plan

__all__ = ["with_shown_numbers", "without_value"]

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = 1 << 10


def with_shown_numbers(raw: Raw, plan: Plan) -> Raw:
    """Return a sheet with the numbers of amounts and sample sizes replaced by the texts that are shown for them.

    A number in a column of amounts is refused if its words are not a unit of pay. Numbers of other columns stay as they are stored.
    """
    if not raw.shown:
        return raw
    amounts = set(plan.amount_columns) or {"amount"}
    counts = {plan.columns["sample_size"]} if "sample_size" in plan.columns else set[str]()
    changed, refused = dict(raw.columns), {name: list(cells) for name, cells in raw.without_value.items()}
    for name in amounts.intersection(raw.shown):
        cells = raw.shown[name]
        refused[name] = [
            *refused.get(name, ()),
            *(_refusal(row, name, text) for row, text in cells if not _is_pay(text)),
        ]
        changed[name] = _with_texts(raw, name, {row: text for row, text in cells if _is_pay(text)})
    for name in counts.intersection(raw.shown):
        changed[name] = _with_texts(raw, name, dict(raw.shown[name]))
    return raw.replaced(columns=changed, without_value=refused)


def _with_texts(raw: Raw, name: str, texts: Mapping[int, str]) -> list[object]:
    """Return a column with texts in place of the numbers of some rows."""
    cells = zip(raw.row_numbers.tolist(), as_list(raw.columns[name]), strict=True)
    return as_column([texts.get(row, cell) for row, cell in cells])


def _is_pay(text: str) -> bool:
    """Return whether the words shown with a number say that it is pay: a period, gross or net, or a bound.

    Examples:
        >>> [
        ...     _is_pay(text)
        ...     for text in ("3000 monthly", "3000 brutto", "38 hours", "250 respondents", "ca. 3000")
        ... ]
        [True, True, False, False, True]
    """
    return _are_pay_words(_NUMBER.sub("3000", text, count=1))


@lru_cache(_WORDS)
def _are_pay_words(text: str) -> bool:
    from salarykit.pay.parse import find_pay  # imported late, because most workbooks do not need it

    if is_estimate(text) and len(_WORD.findall(text)) <= 1:
        return True
    alone, named = find_pay(text), find_pay(f"salary {text}")
    if named is None or 3000 not in (named.low, named.high):  # noqa: PLR2004 - the number in the text
        return False
    is_open = (named.low is None) is not (named.high is None)
    return (alone is not None and alone.period is not None) or named.gross is not None or is_open


def _refusal(row: int, name: str, text: str) -> Refusal:
    sentence = f"{quoted(text)} is what the sheet shows: its number format has words that are neither a currency nor a period of pay."
    return Refusal(row, name, text, "not_a_number", sentence)


def without_value(
    raw: Raw, plan: Plan, which: NDArray[np.intp], faults: Mapping[str, Sequence[Fault]]
) -> Iterator[tuple[str, list[Fault]]]:
    """Yield for each field the faults of its cells that have an error, or another reason for having no value.

    Args:
        raw: the source's columns, n rows.
        plan: which column is which field.
        which: the index of each row's column of amounts.
        faults: the faults of the fields so far; a field with several columns is at fault only if none of them gave a value.
    """
    if not raw.without_value:
        return
    numbers, several = raw.row_numbers, len(plan.figures) > 1
    read: list[tuple[str, str, Any]] = [
        ("amount", amount.column, which == at if several else True) for at, amount in enumerate(plan.amounts)
    ]
    read += [(field, name, True) for field, name in plan.columns.items() if BY_NAME[field].kind != "text"]
    for field, column, is_read in read:
        cells = {cell.row: cell for cell in raw.without_value.get(column, ())}
        if field == "relevance":  # a share, which may be shown as a percentage
            cells = {row: cell for row, cell in cells.items() if not cell.value.endswith("%")}
        rows = np.flatnonzero(np.isin(numbers, list(cells)) & is_read)
        if field in plan.further:
            rows = np.intersect1d(rows, [fault.at for fault in faults.get(field, ())])
        yield field, [Fault(row, *cells[int(numbers[row])][2:]) for row in rows.tolist()]
