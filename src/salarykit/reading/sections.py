"""Rows below a title, inside the table or above it, such as `Monthly`, which states another period than the header, or a multiple."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow.compute as pc

from salarykit.package import remembered
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.cell_words import period_word
from salarykit.reading.header_vocabulary import spelled_out, tokens, vocabulary
from salarykit.reading.header_words import COUNTED, folded
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
_UNITS: Final = re.compile(r"\A\s*\(\D*\)\s*\Z|\b[A-Z]{3}\b|[€$£¥₹]")
_THOUSAND: Final = re.compile(r"\b1[.,' ]?000\b")
_PEOPLE: Final = re.compile(
    r"(?i)(.+?)[ -](?:paid |pay )?(?:staff|employees?|workers?|personnel|positions?|rates?|pay|figures|paid)$"
)


class _Title(NamedTuple):
    """A title: the first row below it, its text, and the period and the multiple that it states."""

    first: int
    text: str
    period: str | None
    factor: float = 1


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
        self._is_multiple = any(figure.factor != 1 for figure in figures)
        self._expected = headers.pop() or stated or "year" if len(headers) == 1 else None
        self._is_open = self._expected is not None and "period" not in plan.columns
        self._above: _Title | None = None
        self._at_top: list[_Title] | None = None

    def faults(
        self, raw: Raw, missing: Sequence[int], unstated: NDArray[np.bool_], units: str = ""
    ) -> list[tuple[str, Fault]]:
        """Return the rows of the next block without a period of their own below a title that states another one.

        Args:
            raw: the columns of the block, n rows.
            missing: the rows without an amount.
            unstated: which of the n rows have a period that nothing states.
            units: the text in place of the first amount of the file, which may be that of a row of units: `(EUR/month)`.
        """
        if self._at_top is None:
            self._at_top = [title for text in _titles(raw) if (title := _above_table(text))]
            if _is_unit(units) and (title := _above_table(f"pay {units}")):
                self._at_top.append(title._replace(text=units))
            self._above = next((title for title in self._at_top if title.period), None)
        multiple = self._multiple(unstated)
        if multiple or not self._is_open:
            return multiple
        titles = sorted([*self._rows(raw, missing), *_lines(raw)], key=lambda title: title.first)
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
            if title.period and title.period != self._expected
            for row in (np.flatnonzero((unstated & ~is_title)[title.first : end]) + title.first).tolist()
        ]

    def _multiple(self, rows: NDArray[np.bool_]) -> list[tuple[str, Fault]]:
        """Return all rows if a title above the table states a multiple, and no header does."""
        title = next((title for title in self._at_top or () if title.factor != 1), None)
        if title is None or self._is_multiple:
            return []
        sentence = f"{title.text.strip()!r} above the table states a multiple, and the header of the amounts does not. Write it into the header."
        return [("amount", Fault(row, "", "ambiguous_number", sentence)) for row in range(len(rows))]

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


def _is_unit(text: str) -> bool:
    """Return whether a text in place of an amount is a unit: it names money, and has no figure but that of thousands.

    Examples:
        >>> [_is_unit(text) for text in ("(EUR/month)", "$ 1,000", "EUR '000", "-$45,000", "BTC 5 per month")]
        [True, True, True, False, False]
    """
    return bool(_UNITS.search(text)) and not any(map(str.isdigit, _THOUSAND.sub("", text).replace("000", "")))


def _lines(raw: Raw) -> list[_Title]:
    """Return the lines of a single cell that are titles."""
    titles = []
    for number, line in raw.ragged:
        text = line.strip((raw.delimiter or ",") + ' "')
        if raw.numbers is not None and (period := period_of_title(text)):
            titles.append(_Title(int(np.searchsorted(raw.numbers, number)), text, period))
    return titles


def _titles(raw: Raw) -> tuple[str, ...]:
    """Return the lines or rows above the header of a table."""
    return raw.titles or raw.lines[: (raw.header or 1) - 1]


@remembered(64)
def _above_table(text: str) -> _Title | None:
    """Return what a title above a table states of pay; None if that is neither one period nor a multiple.

    Examples:
        >>> [
        ...     title and (title.period, title.factor)
        ...     for title in map(
        ...         _above_table, ("Average monthly pay 2023", "Salaries in EUR thousands", "Salary survey")
        ...     )
        ... ]
        [('month', 1), (None, 1000.0), None]
    """
    words = vocabulary()
    kinds: list[tuple[str, str, int]] = []
    for token in tokens(spelled_out(text)):
        header = read_header(token)
        if header and header.field == "amount":
            kinds.append(("head", "amount", 0))
            kinds += [("period", header.period, 0)] if header.period else []
        else:
            word = folded(token)
            kinds += words.words.get(word) or words.of_pay.get(word, [])
            kinds += [("sign", "thousands", 0)] if word in ("1000", "000") else []
    periods = {value for kind, value, _ in kinds if kind == "period"}
    factors = {COUNTED[value] for kind, value, _ in kinds if kind == "sign" and value in COUNTED}
    if ("head", "amount") not in {kind[:2] for kind in kinds} or not (len(periods) == 1 or factors):
        return None
    return _Title(0, text, periods.pop() if len(periods) == 1 else None, max(factors, default=1))


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
    sentence = (
        f"the row stands below {title.text.strip()!r}, and its amount would be read as that of a {expected}. Put the period of each "
        f"row into a column, or say it for all with defaults={{'period': {title.period!r}}}."
    )
    return Fault(row, "", "unstated_period", sentence)
