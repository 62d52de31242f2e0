"""The parts of a layout, as plain values that JSON holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from salarykit.reading.evidence import Meaning, Separators
from salarykit.reading.homes import Home, Majority
from salarykit.reading.notation import Notation
from salarykit.reading.number_format import Form, Sign, numeral, value_of
from salarykit.reading.tenders import money_of
from salarykit.salaries.fields import BY_NAME, Refused, is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["AmountColumn", "Cities", "CommonTender", "Decision", "Numbers", "Part", "check_values", "once"]

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
"""How points and commas stand in a number; see `Form`."""
Count = Annotated[int, Field(ge=0, le=2**53)]
"""How many cells there are."""


class Part(BaseModel):
    """What all parts have in common: they cannot be changed, and know no other names."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Decision(Part):
    """How one part of a layout was decided.

    Attributes:
        by: "given" by the caller, "known" of a well-known layout, or "inferred" from the source.
        evidence: what speaks for it.
    """

    by: Literal["given", "known", "inferred"]
    evidence: str


class AmountColumn(Part):
    """A column of amounts, and what its header says of them.

    Attributes:
        column: its name in the source.
        statistic, period, currency: what the amounts are, what they are paid for, and what they are in; None if not said.
        factor: what a number in it is multiplied by.
        gross: whether the amounts are before tax.
    """

    column: str
    statistic: str | None = None
    period: str | None = None
    currency: str | None = None
    factor: float = Field(default=1.0, gt=0, allow_inf_nan=False)
    gross: bool | None = None

    @field_validator("statistic", "period", "currency")
    @classmethod
    def _is_known(cls, word: str | None, info: ValidationInfo) -> str | None:
        if word is None or (info.field_name == "currency" and any(money_of(word))):
            return word
        return str(_clean(str(info.field_name), word))


class Numbers(Part):
    """How the numbers of a column of amounts are written.

    Attributes:
        comma, point: whether it groups thousands or separates decimals; None where no cell says so.
        is_plain: whether a number such as `65.5` is what machines read in it, whatever stands beside it.
        by_machine: whether a point with three digits behind it separates decimals.
        is_sure: whether other cells than those of the form `65.000` say that the point groups.
        long: signs behind which there are mostly more than three decimals.
        forms: in how many cells each form stands; see `Form`.
        by_group: the same in the rows of each country, or else currency.
        example: a number such as `65.000` that is read as thousands.
    """

    comma: Meaning | None = None
    point: Meaning | None = None
    is_plain: bool = True
    by_machine: bool = False
    is_sure: bool = False
    long: tuple[Sign, ...] = ()
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
        """Return a notation as plain values."""
        said = notation.separators
        return cls(
            comma=said.comma,
            point=said.point,
            is_plain=notation.is_plain,
            by_machine=said.plain,
            is_sure=said.sure,
            long=tuple(sorted(said.long)),
            forms=_named(notation.counts),
            by_group={name or "": _named(counts) for name, counts in notation.groups.items()},
            example=notation.thousands,
        )

    def notation(self) -> Notation:
        """Return it as the reader of amounts takes it."""
        separators = Separators(self.comma, self.point, self.by_machine, self.is_sure, frozenset(self.long))
        groups = {name or None: _counts(forms) for name, forms in self.by_group.items()}
        return Notation(_counts(self.forms), separators, 0, 0, self.example, groups, self.is_plain)


class Cities(Part):
    """Where the cities lie that are not sure.

    Attributes:
        two_capitals: what `CA` in `Richmond, CA` is; None if the sure cities do not say.
        home: the country that most rows are in.
        share, rows: how large a part of the sure rows is there, and how many these are.
        home_by_dollar, share_by_dollar, rows_by_dollar: the same if two capitals are taken for a state wherever they may
            be one.
    """

    two_capitals: Literal["states", "countries"] | None = None
    home: str = ""
    share: float = 0.0
    rows: int = 0
    home_by_dollar: str = ""
    share_by_dollar: float = 0.0
    rows_by_dollar: int = 0

    @classmethod
    def of(cls, majority: Majority) -> Self:
        """Return a majority as plain values."""
        said = {None: None, True: "states", False: "countries"}[majority.are_states]
        (home, share, rows), (home2, share2, rows2) = majority.home, majority.home_by_dollar
        return cls.model_validate(
            {
                "two_capitals": said,
                "home": home,
                "share": share,
                "rows": rows,
                "home_by_dollar": home2,
                "share_by_dollar": share2,
                "rows_by_dollar": rows2,
            }
        )

    def majority(self) -> Majority:
        """Return it as the reader of cities takes it."""
        are_states = None if self.two_capitals is None else self.two_capitals == "states"
        beside = Home(self.home_by_dollar, self.share_by_dollar, self.rows_by_dollar)
        return Majority(are_states, Home(self.home, self.share, self.rows), beside)


class CommonTender(Part):
    """The moneys of a source whose countries alone say the currency: those that all have, and the countries."""

    currencies: tuple[str, ...]
    countries: tuple[str, ...]


def check_values(**parts: Mapping[str, Any]) -> None:
    """Refuse values that their fields do not take.

    Args:
        parts: by the name of the part that they stand in, values by field.

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
    except Refused as refused:
        raise ValueError(str(refused).rstrip(".")) from None


def _named(counts: np.ndarray[Any, np.dtype[np.int64]]) -> dict[FormName, int]:
    return {
        name: int(counts[Form[name.upper()]]) for name in get_args(FormName) if counts[Form[name.upper()]]
    }


def _counts(forms: Mapping[FormName, int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    counts = np.zeros(len(Form), np.int64)
    for name, count in forms.items():
        counts[Form[name.upper()]] = count
    return counts


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON, no name of which may stand there twice.

    Raises:
        ValueError: naming the one that does.

    Examples:
        >>> once([("header", 3)])
        {'header': 3}
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} stands there twice")
    return found
