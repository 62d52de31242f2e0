"""Decides what the comma and the point mean in a column of numbers, by the majority of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import numpy as np

from salarykit.reading.numerals import MIRROR, NumberForm, Separator

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SeparatorMeaning", "Separators", "count_forms", "decide_separators", "is_trusted", "votes_of"]

SeparatorMeaning = Literal["groups", "decimals", "unsure"]
"""What a comma or a point does in the numbers of a column: group thousands or separate decimals; unsure if cells are divided."""

_COMPLETE: Final = (
    NumberForm.COMMA_GROUPS,
    NumberForm.COMMA_GROUPS_POINT,
    NumberForm.POINT_GROUPS,
    NumberForm.POINT_GROUPS_COMMA,
)
"""Forms that a missing or an extra digit cannot turn into another form."""


@dataclass(frozen=True, slots=True)
class Separators:
    """What the comma and the point mean in a column; None if no cell shows it.

    Attributes:
        comma, point: what each means.
        plain: whether a point before three digits separates decimals, as in numbers written by a machine.
        sure: whether a cell other than one with a single point before three digits shows that the point groups thousands.
        long: the separators that mostly precede more than three decimals, so that three digits are decimals, too.
    """

    comma: SeparatorMeaning | None = None
    point: SeparatorMeaning | None = None
    plain: bool = False
    sure: bool = False
    long: frozenset[Separator] = frozenset()

    def decimal(self, form: NumberForm, *, small: bool = False) -> Separator | None:
        """Return the decimal separator of a number; None if the number contradicts the column, or is ambiguous.

        Args:
            form: the form of the number, other than the plain form.
            small: whether the number is for a period whose pay is never in the thousands, such as an hour.

        Examples:
            >>> column = Separators(comma="groups", point="decimals")
            >>> [
            ...     column.decimal(form)
            ...     for form in (NumberForm.COMMA_THREE, NumberForm.COMMA_DECIMALS, NumberForm.POINT_WHOLE)
            ... ]
            ['.', None, '.']
        """
        is_point = form > MIRROR
        mark: Separator = "." if is_point else ","
        other: Separator = "," if is_point else "."
        own, other_meaning = (self.point, self.comma) if is_point else (self.comma, self.point)
        kind = NumberForm(form - MIRROR * is_point)
        if kind == NumberForm.COMMA_THREE:
            return self._three(mark, other, own, small=small)
        if kind == NumberForm.COMMA_GROUPS:
            return None if own == "decimals" else other
        if kind == NumberForm.COMMA_GROUPS_POINT:
            return None if own == "decimals" or other_meaning == "groups" else other
        return (
            mark
            if own in ("decimals", None) or (own == "unsure" and kind == NumberForm.COMMA_WHOLE)
            else None
        )

    def _three(
        self, mark: Separator, other: Separator, own: SeparatorMeaning | None, *, small: bool
    ) -> Separator | None:
        """Return the decimal separator of a number with one separator before three digits."""
        if own == "decimals":
            return mark if small or mark in self.long or (self.plain and mark == ".") else None
        if own == "groups":
            return None if small and mark == "." and not self.sure else other
        return None


def count_forms(
    forms: NDArray[np.intp], cells: NDArray[np.intp], groups: NDArray[np.intp] | None = None
) -> NDArray[np.int64]:
    """Return the number of cells with each form; if groups are given, in a row for each group.

    Args:
        forms: n forms, as integers.
        cells: n numbers of cells.
        groups: n indices of groups, from 0.

    Examples:
        >>> count_forms(np.array([1, 4, 1]), np.array([5, 1, 2]))[[1, 4]]
        array([7, 1])
    """
    size = len(NumberForm)
    if groups is None:
        return np.bincount(forms, weights=cells, minlength=size).astype(np.int64)
    rows = int(groups.max(initial=-1)) + 1
    flat = np.bincount(groups * size + forms, weights=cells, minlength=rows * size)
    return flat.astype(np.int64).reshape(rows, size)


def decide_separators(
    counts: NDArray[np.int64], *, points_group: bool, decimal: Separator | None = None
) -> Separators:
    """Return what the comma and the point mean in a column, by most of its cells.

    Args:
        counts: the number of cells with each form.
        points_group: whether a number such as `65.000` was written by people, who group thousands, rather than by a machine.
        decimal: the decimal separator, if the caller states it.

    Examples:
        >>> counts = np.zeros(len(NumberForm), np.int64)
        >>> counts[[NumberForm.COMMA_THREE, NumberForm.COMMA_DECIMALS, NumberForm.POINT_THREE]] = 5000, 1, 300
        >>> decide_separators(counts, points_group=True)
        Separators(comma='groups', point='groups', plain=False, sure=False, long=frozenset())
    """
    if decimal:
        comma: SeparatorMeaning | None = "decimals" if decimal == "," else "groups"
        return Separators(comma, _OTHER[comma], decimal == ".", sure=True, long=frozenset([decimal]))
    commas, points = _Votes.of(counts, 0), _Votes.of(counts, MIRROR)
    plain = 0 if points_group else points.three
    comma = _majority(commas.groups, commas.decimals + points.both)
    point = _majority(points.groups - plain, points.decimals + commas.both)
    if comma == point == "decimals":  # impossible for both
        comma = _majority(points.decimals + commas.both, commas.decimals + points.both)
        point = _OTHER[comma]
    elif "unsure" in (comma, point) and "decimals" in (comma, point):
        comma, point = _settled(comma, point), _settled(point, comma)
    if plain and point != "decimals":
        comma, point = _with_plain_numbers(plain, commas, points, comma)
    elif point is None and comma == "decimals":
        point = "groups"
    sure = points.groups > points.three or comma == "decimals"
    marks: dict[Separator, bool] = {",": commas.is_long, ".": points.is_long}
    long = frozenset(mark for mark, is_long in marks.items() if is_long)
    return Separators(comma, point, not points_group, sure, long)


def is_trusted(form: NumberForm, own: Separators, counts: NDArray[np.int64], *, small: bool) -> bool:
    """Return whether the rows of one country or currency decide how a number in them is read, even against the column.

    Args:
        form: the form of the number.
        own: what the comma and the point mean in these rows.
        counts: the number of these rows with each form.
        small: whether the number is for an hour, a day or a week, so that it has decimals.
    """
    grouping = [at for at, meaning in ((0, own.comma), (MIRROR, own.point)) if meaning == "groups"]
    if any(counts[1 + at : 4 + at].sum() >= _SEVERAL for at in grouping):
        return True
    readable = own.decimal(form, small=small) is not None
    return readable and (
        form in _COMPLETE or (small and form not in (NumberForm.COMMA_THREE, NumberForm.POINT_THREE))
    )


def votes_of(counts: NDArray[np.int64], mark: Separator, *, plain: bool) -> tuple[int, int]:
    """Return the number of cells in which a comma or a point groups thousands, or may do so, and of those in which it separates decimals.

    Args:
        counts: the number of cells with each form.
        mark: the comma or the point.
        plain: whether a point before three digits separates decimals.
    """
    mine, other = (_Votes.of(counts, at) for at in ((MIRROR, 0) if mark == "." else (0, MIRROR)))
    three = mine.three if plain and mark == "." else 0
    return mine.groups - three, mine.decimals + other.both + three


_OTHER: Final[dict[SeparatorMeaning | None, SeparatorMeaning | None]] = {
    "groups": "decimals", "decimals": "groups", "unsure": "unsure", None: None,
}  # fmt: skip
_SEVERAL: Final = 2
_FEW: Final = 10  # one contrary cell in so many is a typing error, and not evidence


class _Votes(NamedTuple):
    """The numbers of cells with the forms of the comma or the point; in `both` it groups, and the other separates decimals."""

    three: int
    groups: int
    both: int
    decimals: int
    is_long: bool

    @classmethod
    def of(cls, counts: NDArray[np.int64], at: int) -> _Votes:
        three, several, both, short, long, whole = map(int, counts[1 + at : 7 + at])
        return cls(three, three + several + both, both, short + long + whole, 2 * long > short + long + whole)


def _majority(groups: int, decimals: int) -> SeparatorMeaning | None:
    if groups == decimals:
        return "unsure" if groups else None
    return "groups" if groups > decimals else "decimals"


def _settled(own: SeparatorMeaning | None, other: SeparatorMeaning | None) -> SeparatorMeaning | None:
    """Return the meaning of one of the two separators; an unsure one groups thousands if the other separates decimals."""
    return "groups" if own == "unsure" and other == "decimals" else own


def _with_plain_numbers(
    plain: int, commas: _Votes, points: _Votes, comma: SeparatorMeaning | None
) -> tuple[SeparatorMeaning | None, SeparatorMeaning | None]:
    """Return what the comma and the point mean in a column with plain numbers such as `65.5`; a few other cells do not change that.

    Args:
        plain: the number of cells with such numbers.
        commas: the counts of the cells with a comma.
        points: the counts of the cells with a point.
        comma: the meaning of the comma by its counts.
    """
    foreign = commas.decimals + points.groups - points.three
    others = foreign + commas.groups
    if plain > _FEW * others:
        return "groups" if comma else None, "decimals"
    if comma in ("decimals", None) and foreign >= plain:
        return comma, "groups"
    return comma, "unsure"
