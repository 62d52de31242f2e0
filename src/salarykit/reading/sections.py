"""Rows that stand below a title inside the table, such as `Monthly`, which states another period than the header."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow.compute as pc

from salarykit.pay.pay_year import PERIODS
from salarykit.reading.cell_words import period_word
from salarykit.reading.headers import read_header
from salarykit.reading.source_columns import take_rows, texts_of
from salarykit.reading.validation import Fault
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from salarykit.files.raw import Raw
    from salarykit.reading.column_mapping import Plan

__all__ = ["Sections", "period_of_title"]

_EDGES: Final = " \t:.*=-\u2013\u2014()[]"
_PEOPLE: Final = re.compile(
    r"(?i)(.+?)[ -](?:paid |pay )?(?:staff|employees?|workers?|personnel|positions?|rates?|pay|figures|paid)$"
)


class _Title(NamedTuple):
    """A title: the first row below it, its text and the period that it states."""

    first: int
    text: str
    period: str


class Sections:
    """The titles in the blocks of a file, which come in their order.

    Args:
        plan: which column is which field.
        period: what an empty period stands for; None for a year.
    """

    def __init__(self, plan: Plan, period: str | None) -> None:
        figures = plan.figures + (plan.ends or ())
        self._amounts = {figure.column for figure in figures}
        stated = BY_NAME["period"].clean(period) if period else None
        headers = {figure.period for figure in figures}
        self._expected = headers.pop() or stated or "year" if len(headers) == 1 else None
        self._is_open = self._expected is not None and "period" not in plan.columns
        self._above: _Title | None = None

    def faults(
        self, raw: Raw, missing: Sequence[int], unstated: NDArray[np.bool_]
    ) -> list[tuple[str, Fault]]:
        """Return the rows of the next block without a period of their own below a title that states another one.

        Args:
            raw: the columns of the block, n rows.
            missing: the rows without an amount.
            unstated: which of the n rows have a period that nothing states.
        """
        if not self._is_open:
            return []
        titles = sorted([*self._rows(raw, missing), *_lines(raw)])
        titles = [*([self._above._replace(first=0)] if self._above else []), *titles]
        if not titles:
            return []
        self._above = titles[-1]
        ends = [title.first for title in titles[1:]] + [len(unstated)]
        is_title = np.zeros(len(unstated), bool)
        is_title[list(missing)] = True
        return [
            ("period", _fault(row, title, str(self._expected)))
            for title, end in zip(titles, ends, strict=True)
            if title.period != self._expected
            for row in (np.flatnonzero((unstated & ~is_title)[title.first : end]) + title.first).tolist()
        ]

    def _rows(self, raw: Raw, missing: Sequence[int]) -> list[_Title]:
        """Return the rows that are titles: one cell alone is filled, and it states a period."""
        if not missing:
            return []
        columns = [
            texts_of(take_rows(column, sorted(missing)))
            for name, column in raw.columns.items()
            if name not in self._amounts
        ]
        blank = [pc.fill_null(pc.equal(pc.utf8_trim_whitespace(column), ""), True) for column in columns]
        is_filled = ~np.array([flags.to_numpy(zero_copy_only=False) for flags in blank], bool)
        titles = []
        for at in np.flatnonzero(is_filled.sum(axis=0) == 1).tolist():
            text = columns[int(np.argmax(is_filled[:, at]))][at].as_py()
            if period := period_of_title(text):
                titles.append(_Title(sorted(missing)[at] + 1, text, period))
        return titles


def _lines(raw: Raw) -> list[_Title]:
    """Return the lines of a single cell that are titles."""
    titles = []
    for number, line in raw.ragged:
        text = line.strip((raw.delimiter or ",") + ' "')
        if raw.numbers is not None and (period := period_of_title(text)):
            titles.append(_Title(int(np.searchsorted(raw.numbers, number)), text, period))
    return titles


@lru_cache(4096)
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
    sentence = (
        f"the row stands below {title.text.strip()!r}, and its amount would be read as that of a {expected}. Put the period of each "
        "row into a column."
    )
    return Fault(row, "", "unstated_period", sentence)
