"""The parts of a layout that are records, with values that JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Literal, Self, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from salarykit.reading.city_countries import CityMajority, HomeCountry
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.notation import Notation
from salarykit.reading.numerals import NumberForm, Separator, numeral, value_of
from salarykit.reading.separators import SeparatorMeaning, Separators
from salarykit.salaries.fields import BY_NAME, RefusedValue, is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salarykit.reading.plan import AmountColumn

__all__ = [
    "NOTHING",
    "Basis",
    "Cities",
    "LayoutPart",
    "NumberNotation",
    "check_amounts",
    "check_values",
    "unique_names",
]

NOTHING: Final = "nothing says it"
"""The text in place of evidence if there is none."""

FormName = Literal[
    "plain",
    "comma_three",
    "comma_groups",
    "comma_groups_point",
    "comma_decimals",
    "comma_long",
    "comma_whole",
    "point_three",
    "point_groups",
    "point_groups_comma",
    "point_decimals",
    "point_long",
    "point_whole",
]
"""The names of the forms of numbers; see `NumberForm`."""
Count = Annotated[int, Field(ge=0, le=2**53)]
"""A number of cells."""


class LayoutPart(BaseModel):
    """The base class of the parts of a layout: frozen, and without unknown names."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True, extra="forbid", strict=False, defer_build=True
    )


class Basis(LayoutPart):
    """How one part of a layout was decided.

    Attributes:
        by: "given" by the caller, "known" from a well-known layout, or "inferred" from the source.
        evidence: the evidence for it, as part of a sentence.
    """

    by: Literal["given", "known", "inferred"]
    evidence: str


class NumberNotation(LayoutPart):
    """How the numbers of a column of amounts are written.

    Attributes:
        comma, point: whether each groups thousands or separates decimals; None if no cell shows it.
        is_plain: whether numbers such as `65.5` and `65.000` are read as a machine writes them, whatever other cells hold.
        by_machine: whether a point before three digits separates decimals.
        is_sure: whether cells other than those such as `65.000` show that the point groups thousands.
        long: the separators that mostly precede more than three decimals.
        forms: the number of cells with each form; see `NumberForm`.
        by_group: the same by country, or else by currency.
        example: a number such as `65.000` that is read as thousands.
    """

    comma: SeparatorMeaning | None = None
    point: SeparatorMeaning | None = None
    is_plain: bool = True
    by_machine: bool = False
    is_sure: bool = False
    long: tuple[Separator, ...] = ()
    forms: dict[FormName, Count] = Field(default_factory=dict)
    by_group: dict[str, dict[FormName, Count]] = Field(default_factory=dict)
    example: str | None = None

    @model_validator(mode="after")
    def _has_one_decimal_sign(self) -> Self:
        if self.comma == self.point == "decimals":
            raise ValueError("comma and point cannot both separate decimals")
        return self

    @field_validator("example")
    @classmethod
    def _is_number(cls, example: str | None) -> str | None:
        if example is not None:
            number = numeral(example)
            value_of(number.digits if number else example, ",")
        return example

    @classmethod
    def of(cls, notation: Notation) -> Self:
        """Return a notation as a part of a layout."""
        separators = notation.separators
        return cls(
            comma=separators.comma,
            point=separators.point,
            is_plain=notation.is_plain,
            by_machine=separators.plain,
            is_sure=separators.sure,
            long=tuple(sorted(separators.long)),
            forms=_named(notation.counts),
            by_group={name or "": _named(counts) for name, counts in notation.groups.items()},
            example=notation.thousands,
        )

    def notation(self) -> Notation:
        """Return the part as a `Notation`."""
        separators = Separators(self.comma, self.point, self.by_machine, self.is_sure, frozenset(self.long))
        groups = {name or None: _counts(forms) for name, forms in self.by_group.items()}
        return Notation(_counts(self.forms), separators, 0, 0, self.example, groups, self.is_plain)


class Cities(LayoutPart):
    """Where uncertain cities are.

    Attributes:
        two_capitals: whether `CA` in `Richmond, CA` is a state or a country; None if the certain cities do not show it.
        home: the country of most rows with a certain city.
        share, rows: the share of these rows in it, and how many rows have a certain city.
        home_by_dollar, share_by_dollar, rows_by_dollar: the same, if two capital letters are read as a state whenever they can be one.
    """

    two_capitals: Literal["states", "countries"] | None = None
    home: str = ""
    share: float = 0.0
    rows: int = 0
    home_by_dollar: str = ""
    share_by_dollar: float = 0.0
    rows_by_dollar: int = 0

    @classmethod
    def of(cls, majority: CityMajority) -> Self:
        """Return a majority as a part of a layout."""
        capitals = {None: None, True: "states", False: "countries"}[majority.are_states]
        (home, share, rows), (home2, share2, rows2) = majority.home, majority.home_by_dollar
        return cls.model_validate(
            {
                "two_capitals": capitals,
                "home": home,
                "share": share,
                "rows": rows,
                "home_by_dollar": home2,
                "share_by_dollar": share2,
                "rows_by_dollar": rows2,
            }
        )

    def majority(self) -> CityMajority:
        """Return the part as a `CityMajority`."""
        are_states = None if self.two_capitals is None else self.two_capitals == "states"
        by_dollar = HomeCountry(self.home_by_dollar, self.share_by_dollar, self.rows_by_dollar)
        return CityMajority(are_states, HomeCountry(self.home, self.share, self.rows), by_dollar)


def check_amounts(amounts: Sequence[AmountColumn]) -> None:
    """Refuse columns of amounts with an invalid statistic, period or currency.

    Raises:
        ValueError: naming the position of the column, and the field.
    """
    for at, amount in enumerate(amounts):
        stated = {"statistic": amount.statistic, "period": amount.period, "currency": amount.currency}
        for field, value in stated.items():
            if value is not None and not (field == "currency" and any(currency_of(value))):
                try:
                    _clean(field, value)
                except ValueError as refused:
                    raise ValueError(f"amounts.{at}.{field}: {refused}") from None


def check_values(**parts: Mapping[str, Any]) -> None:
    """Refuse values that their fields do not take.

    Args:
        parts: for each part, its values by field.

    Raises:
        ValueError: naming the part and the field.
    """
    for part, values in parts.items():
        for field, value in values.items():
            if is_missing(value):
                raise ValueError(f"{part}: {field} is missing a value")
            try:
                _clean(field, value)
            except ValueError as refused:
                raise ValueError(f"{part}: {field}: {refused}") from None


def _clean(field: str, value: Any) -> Any:
    try:
        return BY_NAME[field].clean(value)
    except RefusedValue as refused:
        raise ValueError(str(refused).rstrip(".")) from None


def _named(counts: np.ndarray[Any, np.dtype[np.int64]]) -> dict[FormName, int]:
    return {
        name: int(counts[NumberForm[name.upper()]])
        for name in get_args(FormName)
        if counts[NumberForm[name.upper()]]
    }


def _counts(forms: Mapping[FormName, int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    counts = np.zeros(len(NumberForm), np.int64)
    for name, count in forms.items():
        counts[NumberForm[name.upper()]] = count
    return counts


def unique_names(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of a JSON object as a dict; refuse an object in which a name occurs twice.

    Raises:
        ValueError: if one does, naming it.

    Examples:
        >>> unique_names([("header", 3)])
        {'header': 3}
    """
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} occurs twice")
    return values
