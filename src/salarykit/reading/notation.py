"""`Notation`: how the numbers of a column are written; cells that contradict it are refused, and do not change how others are read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from salarykit.reading.cells import quoted
from salarykit.reading.numerals import MIRROR, NumberForm, Separator, numeral, value_of
from salarykit.reading.separators import Separators, count_forms, decide_separators, is_trusted, votes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from salarykit.reading.separators import SeparatorMeaning

__all__ = ["Doubt", "Notation", "NumberCell", "read_notation"]

_NAMES: Final[dict[Separator, str]] = {",": "comma", ".": "point"}
_DOES: Final = {"groups": "groups thousands", "decimals": "separates decimals"}
_THREES: Final = frozenset([NumberForm.COMMA_THREE, NumberForm.POINT_THREE])


class NumberCell(NamedTuple):
    """A distinct cell with a point or a comma in a number.

    Attributes:
        text: the cell as it is written.
        forms: the forms of its numbers.
        rows: the number of its rows.
        group: the country of these rows, or else their currency; None if neither is known.
        small: whether it is for a period whose pay is never in the thousands, such as an hour.
    """

    text: str
    forms: frozenset[NumberForm]
    rows: int = 1
    group: str | None = None
    small: bool = False


class Doubt(NamedTuple):
    """Why a cell is refused.

    Attributes:
        sentence: the reason, as a sentence.
        contradicts: whether the cell contradicts its column; if not, it is ambiguous.
    """

    sentence: str
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class Notation:
    """How the numbers of a column are written.

    Attributes:
        counts: the number of cells with each form.
        separators: what the comma and the point mean.
        contrary: the number of cells that contradict that.
        doubtful: the number of ambiguous cells.
        thousands: a cell such as `65.000` whose point groups thousands, if there is one.
        groups: the counts by country, or else by currency.
        is_plain: whether numbers such as `65.5` and `65.000` are read as a machine writes them, whatever other cells hold.
    """

    counts: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(NumberForm), np.int64))
    separators: Separators = field(default_factory=Separators)
    contrary: int = 0
    doubtful: int = 0
    thousands: str | None = None
    groups: Mapping[str | None, NDArray[np.int64]] = field(default_factory=dict)
    is_plain: bool = True

    def __add__(self, other: Notation) -> Notation:
        """Return the combined notation of two columns."""
        most = max(self, other, key=lambda notation: int(notation.counts.sum()))
        return Notation(
            self.counts + other.counts,
            most.separators,
            self.contrary + other.contrary,
            self.doubtful + other.doubtful,
            self.thousands or other.thousands,
        )

    def sentence(self) -> str | None:
        """A sentence about what was decided, and for how many cells; None if every number is plain.

        Examples:
            >>> cells = [
            ...     NumberCell("65,000", frozenset([NumberForm.COMMA_THREE]), 5000),
            ...     NumberCell("65,00", frozenset([NumberForm.COMMA_DECIMALS])),
            ... ]
            >>> read_notation(cells, points_group=True)[0].sentence()
            'The comma groups thousands in 5,000 cells; 1 cell contradicts that and is refused.'
        """
        meanings = " and ".join(filter(None, map(self._describe, _NAMES)))
        if self.thousands and meanings:
            written = numeral(self.thousands)
            digits = written.digits if written else self.thousands
            meanings += f": {self.thousands!r} is read as {value_of(digits, ','):,.0f}"
            meanings += "" if self.separators.sure else f", with decimal='.' as {value_of(digits, '.'):g}"
        parts = [
            meanings,
            f"{_cells(self.contrary)} {_verb(self.contrary, 'contradicts')} that and"
            if self.contrary
            else "",
            f"{_cells(self.doubtful)} may be two numbers and" if self.doubtful else "",
        ]
        counts = (0, self.contrary, self.doubtful)
        parts = [
            f"{part} {_verb(count, 'is')} refused" if count else part
            for part, count in zip(parts, counts, strict=True)
            if part
        ]
        return f"{'; '.join(parts)[0].upper()}{'; '.join(parts)[1:]}." if parts else None

    def _describe(self, mark: Separator) -> str | None:
        """Return what the comma or the point does, if any cell could be read differently."""
        meaning, groups, decimals = _meaning(mark, self.separators, self.counts)
        if meaning == "unsure":
            both = f"groups thousands in {_cells(groups)} and " if groups else ""
            return f"the {_NAMES[mark]} {both}separates decimals in {_cells(decimals)}"
        count = groups if meaning == "groups" else decimals
        if meaning is None or not count or not self._matters(mark, meaning):
            return None
        return f"the {_NAMES[mark]} {_DOES[meaning]} in {_cells(count)}"

    def _matters(self, mark: Separator, meaning: SeparatorMeaning) -> bool:
        """Return whether a cell with this separator could have been read differently."""
        if meaning == "decimals":
            return self.contrary > 0 or mark == ","
        three = self.counts[NumberForm.COMMA_THREE] if mark == "," else self.thousands
        return bool(self.contrary or three)


def _meaning(
    mark: Separator, separators: Separators, counts: NDArray[np.int64]
) -> tuple[SeparatorMeaning | None, int, int]:
    meaning = separators.comma if mark == "," else separators.point
    return meaning, *votes_of(counts, mark, plain=separators.plain)


def _cells(count: int) -> str:
    return f"{count:,} cell" if count == 1 else f"{count:,} cells"


def _verb(count: int, one: str) -> str:
    return one if count == 1 else {"is": "are", "contradicts": "contradict"}[one]


def read_notation(
    cells: Sequence[NumberCell],
    *,
    points_group: bool,
    decimal: Separator | None = None,
    decided: Notation | None = None,
) -> tuple[Notation, list[Separator | Doubt]]:
    """Return how the numbers of a column are written, and for each cell its decimal separator, or why it is refused.

    If the rows of one country, or of one currency, are written differently from the column, their own notation applies to them.

    Args:
        cells: the distinct cells with a point or a comma.
        points_group: whether a number such as `65.000` was written by people, who group thousands, rather than by a machine.
        decimal: the decimal separator, if the caller states it.
        decided: the notation of the column, if it is already decided; by default these cells decide it.
    """
    names = {name: number for number, name in enumerate(dict.fromkeys(cell.group for cell in cells))}
    groups = [names[cell.group] for cell in cells]
    counts, by_group = (decided.counts, decided.groups) if decided else _counted(cells, groups, list(names))
    parts = [by_group.get(name, np.zeros(len(NumberForm), np.int64)) for name in names]
    column = (
        decided.separators
        if decided and not decimal
        else decide_separators(counts, points_group=points_group, decimal=decimal)
    )
    own = [column if decimal else decide_separators(part, points_group=points_group) for part in parts]
    marks = _marks(cells, groups, column, own, parts)
    outcomes = [
        mark or _doubt(cell, *((own[at], parts[at]) if _mark_by(column, cell) else (column, counts)))
        for cell, mark, at in zip(cells, marks, groups, strict=True)
    ]
    doubts = Counter[bool]()
    for cell, outcome in zip(cells, outcomes, strict=True):
        if isinstance(outcome, Doubt):
            doubts[outcome.contradicts] += cell.rows
    contrary, doubtful = doubts[True], doubts[False]
    if decided:
        return replace(decided, contrary=contrary, doubtful=doubtful), outcomes
    return Notation(counts, column, contrary, doubtful, _thousands(cells, marks), by_group), outcomes


def _counted(
    cells: Sequence[NumberCell], groups: list[int], names: list[str | None]
) -> tuple[NDArray[np.int64], dict[str | None, NDArray[np.int64]]]:
    """Return the number of cells with each form: of all cells, and of those of each group."""
    of = np.array([index for index, cell in enumerate(cells) for _ in cell.forms], np.intp)
    forms = np.array([form for cell in cells for form in cell.forms], np.intp)
    rows = np.array([cell.rows for cell in cells], np.intp)[of]
    parts = count_forms(forms, rows, np.array(groups, np.intp)[of])
    return count_forms(forms, rows), dict(zip(names, parts, strict=True))


def _marks(
    cells: Sequence[NumberCell],
    groups: list[int],
    column: Separators,
    own: list[Separators],
    counts: list[NDArray[np.int64]],
) -> list[Separator | None]:
    """Return the decimal separator of each cell; cells of one kind are decided once."""
    decided: dict[tuple[Any, ...], Separator | None] = {}
    marks = []
    for cell, at in zip(cells, groups, strict=True):
        kind = (cell.forms, at, cell.small)
        if kind not in decided:
            decided[kind] = _mark(cell, column, own[at] if cell.group else column, counts[at])
        marks.append(decided[kind])
    return marks


def _mark(
    cell: NumberCell, column: Separators, own: Separators, counts: NDArray[np.int64]
) -> Separator | None:
    """Return the decimal separator of a cell by its column, or by the rows of its country or currency."""
    mark, mine = _mark_by(column, cell), _mark_by(own, cell)
    if mark == mine:
        return mark
    trusted = all(is_trusted(form, own, counts, small=cell.small) for form in cell.forms)
    return mine if trusted else mark


def _mark_by(separators: Separators, cell: NumberCell) -> Separator | None:
    """Return the decimal separator of the numbers in a cell; None if they contradict the column, or are ambiguous."""
    marks = {separators.decimal(form, small=cell.small) for form in cell.forms}
    return marks.pop() if len(marks) == 1 else None


def _thousands(cells: Sequence[NumberCell], marks: Sequence[Separator | None]) -> str | None:
    """Return the first number such as `65.000` that is read as thousands."""
    return next(
        (
            cell.text
            for cell, mark in zip(cells, marks, strict=True)
            if mark == "," and NumberForm.POINT_THREE in cell.forms
        ),
        None,
    )


def _doubt(cell: NumberCell, separators: Separators, counts: NDArray[np.int64]) -> Doubt:
    """Return why a cell is refused."""
    shown = quoted(cell.text)
    if (
        cell.small
        and not cell.forms.isdisjoint(_THREES)
        and "unsure" not in (separators.comma, separators.point)
    ):
        return Doubt(f"{shown} may be thousands, or a figure with three decimals. {_HINT}")
    for mark, name in _NAMES.items():
        meaning, groups, decimals = _meaning(mark, separators, counts)
        is_written = any((form > MIRROR) == (mark == ".") for form in cell.forms)
        if is_written and groups and decimals and meaning in _DOES:
            meaning_of_most = f"the {name} {_DOES[meaning]} in {_cells(max(groups, decimals))}"
            return Doubt(
                f"{shown} contradicts the cells around it: {meaning_of_most}. {_HINT}", contradicts=True
            )
    evidence = (
        "the cells around it contradict each other"
        if any(_shows(cell, counts))
        else "no cell around it shows which"
    )
    return Doubt(f"{shown} may be two numbers: {evidence}. {_HINT}")


def _shows(cell: NumberCell, counts: NDArray[np.int64]) -> list[bool]:
    """Return for each separator in a cell whether any cell of the column is evidence of its meaning."""
    marks: set[Separator] = {"." if form > MIRROR else "," for form in cell.forms}
    return [any(votes_of(counts, mark, plain=False)) for mark in marks]


_HINT: Final = "Say what separates decimals with decimal='.' or decimal=','."
