"""Refuses rows that a title such as `Monthly`, inside the table or above it, or another note about the table contradicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow.compute as pc

from salarykit.files.columns import as_flags, combine
from salarykit.package import remembered
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.cell_words import period_word
from salarykit.reading.headers import read_header
from salarykit.reading.kinds_of_pay import rows_of_other_money
from salarykit.reading.noted_units import stated_multiple
from salarykit.reading.plan import CODED_FIELDS
from salarykit.reading.source_columns import (
    as_text,
    distinct_rows,
    empty_cells,
    passthrough_column,
    take_rows,
    texts_of,
)
from salarykit.reading.validation import Fault
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Raw
    from salarykit.reading.plan import Plan

__all__ = ["Sections", "period_of_title"]

_EDGES: Final = " \t:.*=-\u2013\u2014()[]"
_PEOPLE: Final = re.compile(
    r"(?i)(.+?)[ -](?:paid |pay )?(?:staff|employees?|workers?|personnel|positions?|rates?|pay|figures|paid)$"
)


class _Title(NamedTuple):
    """A title: the first row below it, its text, and the period that it states; `is_column` if a column states the period instead."""

    first: int
    text: str
    period: str | None
    is_column: bool = False


class Sections:
    """Finds the titles in the blocks of a file, which must come in order.

    Args:
        plan: which column is which field, and the contrary notes around the table.
        defaults: the caller's defaults.
    """

    def __init__(self, plan: Plan, defaults: Mapping[str, Any]) -> None:
        self._taken = plan.taken
        self._read = {*plan.amount_columns, *plan.columns_of(CODED_FIELDS)}
        stated = BY_NAME["period"].clean(defaults["period"]) if defaults.get("period") else None
        headers = {amount.period for amount in plan.amounts}
        self._headers = headers - {None}
        self._expected = headers.pop() or stated or "year" if len(headers) == 1 else None
        self._is_open = self._expected is not None and "period" not in plan.columns
        self._money = plan.columns.get("currency")
        self._contrary = plan.contrary
        periods = [note for note in plan.contrary if note.period and not self._headers]
        above = [_Title(0, note.text, note.period, is_column=note.is_column) for note in periods]
        self._above = above[0] if above else None

    def faults(
        self, raw: Raw, missing: Sequence[int], unstated: NDArray[np.bool_]
    ) -> list[tuple[str, Fault]]:
        """Return the rows of the next block that a title or a note contradicts.

        Args:
            raw: the columns of the block, n rows.
            missing: the rows without an amount.
            unstated: which of the n rows have a period that nothing states.
        """
        is_title = np.zeros(len(unstated), bool)
        is_title[list(missing)] = True
        contrary = self._contradicted(raw, ~is_title)
        known = {fault.at for _, fault in contrary}
        others = rows_of_other_money(raw, self._taken, ~is_title)
        contrary += [pair for pair in others if pair[1].at not in known]
        if self._expected is None:
            return contrary
        known = {fault.at for _, fault in contrary}
        titles = sorted([*self._rows(raw, missing), *_lines(raw)], key=lambda title: title.first)
        titles = titles if self._is_open else []
        titles = [*([self._above._replace(first=0)] if self._above else []), *titles]
        if not titles:
            return contrary
        self._above = titles[-1]
        ends = [title.first for title in titles[1:]] + [len(unstated)]
        return contrary + [
            ("period", _fault(row, title, self._expected))
            for title, end in zip(titles, ends, strict=True)
            if title.period and title.period != self._expected
            for row in (np.flatnonzero((unstated & ~is_title)[title.first : end]) + title.first).tolist()
            if row not in known
        ]

    def _contradicted(self, raw: Raw, is_row: NDArray[np.bool_]) -> list[tuple[str, Fault]]:
        """Return the rows that a note about the whole table contradicts in a multiple, a currency or a period."""
        for note in self._contrary:
            rows, shown = is_row, repr(note.text)
            if note.factor != 1 and note.is_column:
                field, code, rows = "amount", "ambiguous_number", rows & _in_multiples(raw, note.text)
                sentence = f"the column {shown} says that the figure is a multiple, and its header does not. Multiply the figures, and leave the column out."
            elif note.factor != 1:
                sentence = f"{shown} says that the figures are multiples, and their header does not. Write it into the header."
                field, code = "amount", "ambiguous_number"
            elif note.currency:
                field, code = "currency", "contradiction"
                sentence = f"{shown} says {note.currency}, and the row or its header does not. Put the currency into a column, or correct it."
                if self._money:
                    rows = rows & empty_cells(raw.columns[self._money])
                    code = "unstated_currency"
            elif note.period and self._headers:
                field, code = "period", "contradiction"
                sentence = f"{shown} says {note.period!r}, and the header says {' and '.join(sorted(map(str, self._headers)))!r}. Correct the one that is wrong."
            else:
                continue
            if rows.any():
                return [(field, Fault(row, "", code, sentence)) for row in np.flatnonzero(rows).tolist()]
        return []

    def _rows(self, raw: Raw, missing: Sequence[int]) -> list[_Title]:
        """Return the rows that are titles: only one cell is filled, and it states a period."""
        if not missing:
            return []
        columns = [
            texts_of(take_rows(column, sorted(missing)))
            for name, column in raw.columns.items()
            if name not in self._read
        ]
        filled = [as_flags(pc.not_equal(pc.utf8_trim_whitespace(column), "")) for column in columns]
        is_filled = np.array(filled, bool)
        titles = []
        for at in np.flatnonzero(is_filled.sum(axis=0) == 1).tolist():
            text = columns[int(np.argmax(is_filled[:, at]))][at].as_py()
            if period := period_of_title(text):
                titles.append(_Title(sorted(missing)[at] + 1, text, period))
        return titles


def _in_multiples(raw: Raw, name: str) -> NDArray[np.bool_]:
    """Return which rows have a figure that, according to a column, is in multiples."""
    of, cells = distinct_rows(combine(as_text(passthrough_column(raw.columns[name]))))
    return np.array([stated_multiple(name, text or "") not in (None, 1) for (text,) in cells], bool)[of]


def _lines(raw: Raw) -> list[_Title]:
    """Return the ragged lines with a single cell that are titles."""
    titles = []
    for number, line in raw.ragged:
        text = line.strip((raw.delimiter or ",") + ' "')
        if raw.numbers is not None and (period := period_of_title(text)):
            titles.append(_Title(int(np.searchsorted(raw.numbers, number)), text, period))
    return titles


@remembered(4096)
def period_of_title(text: str) -> str | None:
    """Return the period that a title states; None if it states none, or may be the name of a record.

    Examples:
        >>> [
        ...     period_of_title(text)
        ...     for text in ("Monthly:", "Hourly staff", "Salaires mensuels", "North", "Hourly Assistant")
        ... ]
        ['month', 'hour', 'month', None, None]
    """
    bare = text.strip(_EDGES)
    header = read_header(bare)
    period = period_word(bare) or (header.period if header and header.field == "amount" else None)
    people = _PEOPLE.fullmatch(bare)
    period = period or (period_word(people[1]) if people else None)
    return period if period in PERIODS else None


def _fault(row: int, title: _Title, expected: str) -> Fault:
    if title.is_column:
        sentence = (
            f"the column {title.text!r} holds periods, and the amount would be read as that of a {expected}. Name it with "
            "columns={'period': ...}, or say the period with defaults={'period': ...}."
        )
        return Fault(row, "", "unstated_period", sentence)
    sentence = (
        f"the row is below {title.text.strip()!r}, and its amount would be read as that of a {expected}. Put the period of each "
        f"row into a column, or say it for all with defaults={{'period': {title.period!r}}}."
    )
    return Fault(row, "", "unstated_period", sentence)
