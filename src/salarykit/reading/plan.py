"""`Plan`: which column of a source is which field; `AmountColumn`: a column of amounts, and what its header says about them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, Self

from pydantic import ConfigDict, Field

from salarykit.errors import InvalidSalary
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.headers import Header, read_header

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from salarykit.reading.table_notes import TableNote

__all__ = [
    "CODED_FIELDS",
    "NAMING_FIELDS",
    "AmountColumn",
    "Plan",
    "common_currency",
    "named_figure",
    "range_columns",
    "without_number",
]

CODED_FIELDS: Final = ("currency", "period", "country", "as_of", "statistic")
"""The fields whose cells are codes or days, and so neither titles nor notes."""
NAMING_FIELDS: Final = ("city", "country", "role")
"""The fields that say whose pay a row states."""

_MULTIPLES: Final = {
    0.01: "hundredths",
    1e7: "crores",
    1e8: "hundred millions",
    1e9: "billions",
    1e3: "thousands",
    1e4: "ten thousands",
    1e5: "lakhs",
    1e6: "millions",
}
_NUMBERED: Final = re.compile(r" \([2-9]\)$")


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts, and what its header says about them.

    Attributes:
        column: its name in the source.
        statistic, period, currency: those of the amounts; None if not stated.
        factor: what its numbers are multiplied by.
        gross: whether the amounts are before tax; None if not stated.
        as_of: the year of the amounts; None if not stated.
    """

    # refuses unknown keys in the JSON of a layout, which has these columns
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    column: str
    statistic: str | None = None
    period: str | None = None
    currency: str | None = None
    factor: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    gross: bool | None = None
    as_of: str | None = None

    @classmethod
    def of_header(cls, column: str, header: Header) -> Self:
        """Return a column of amounts with the meaning of its header."""
        return cls(
            column, header.statistic, header.period, header.currency, header.factor, header.gross, header.year
        )

    @property
    def description(self) -> str:
        """The meaning of the header, as part of a sentence."""
        multiple = _MULTIPLES.get(self.factor)
        unit = f"{multiple} of {self.currency}" if multiple and self.currency else multiple or self.currency
        tax = {True: "gross", False: "net", None: None}[self.gross]
        parts = [
            unit,
            f"a {self.period}" if self.period else None,
            self.statistic,
            tax,
            self.as_of and f"of {self.as_of}",
        ]
        return ", ".join(filter(None, parts)).replace("a hour", "an hour")


@dataclass(frozen=True, slots=True)
class Plan:
    """Which column of a source is which field.

    Attributes:
        columns: the source's column for each field but the amount; of several, the first.
        further: the other columns of fields with several; each row is read from the first whose cell can be read.
        figures: the columns of amounts. Each statistic makes a row of its own, from the first of its columns that states an
            amount in that row.
        ends: the columns of the two ends of a range, in place of `figures`.
        constants: the values of fields that are the same in every row.
        by_header: the fields whose column was found by its header.
        notes: sentences about other columns that could have been chosen.
        layout: the layout that the source is in.
        coded: whether `*` and `#` stand for figures that are not available or not published.
        day_first: whether `03/04/2024` is the third of April; None if the layout does not decide it.
        contrary: notes around the table that are not applied, because they contradict a header or may be about something else.
    """

    columns: dict[str, str] = field(default_factory=dict)
    figures: tuple[AmountColumn, ...] = ()
    ends: tuple[AmountColumn, AmountColumn] | None = None
    constants: dict[str, Any] = field(default_factory=dict)
    by_header: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    layout: str | None = None
    coded: bool = False
    further: dict[str, tuple[str, ...]] = field(default_factory=dict)
    day_first: bool | None = None
    contrary: tuple[TableNote, ...] = ()

    @property
    def amounts(self) -> tuple[AmountColumn, ...]:
        """The columns of amounts: `figures`, or the two ends of a range."""
        return self.figures or self.ends or ()

    @property
    def amount_columns(self) -> tuple[str, ...]:
        """The names of the columns of amounts."""
        return tuple(amount.column for amount in self.amounts)

    @property
    def fields(self) -> dict[str, str]:
        """The field of each column but those of amounts."""
        return {column: name for name, column in self.columns.items()}

    def columns_of(self, fields: Collection[str]) -> set[str]:
        """Return the columns of some fields."""
        return {column for name, column in self.columns.items() if name in fields}

    @property
    def taken(self) -> set[str]:
        """The source's columns that are read for fields; all others are passed through."""
        further = (name for names in self.further.values() for name in names)
        return {*self.columns.values(), *further, *self.amount_columns}

    def with_further(self, further: Mapping[str, tuple[str, ...]]) -> Plan:
        """Return the plan with further columns for fields, as the caller gives them."""
        amounts = further.get("amount", ())
        figures = (*self.figures, *map(named_figure, amounts)) if amounts and not self.ends else self.figures
        others = {field_name: names for field_name, names in further.items() if field_name != "amount"}
        return self.replaced(figures=figures, further={**self.further, **others})

    def replaced(self, **changes: Any) -> Plan:
        """Return the same plan with some attributes changed."""
        return replace(self, **changes)

    def sentences(self) -> list[str]:
        """The decisions by headers, a sentence for each field, and the notes."""
        sentences = []
        if "amount" in self.by_header and self.figures != (AmountColumn("amount"),):
            shown = [repr(amount.column) for amount in self.amounts[:4]]
            more = f" and {len(self.figures) - 4} more" if len(self.figures) > 4 else ""  # noqa: PLR2004 - as many as a line holds
            columns = "column" if len(shown) == 1 else "columns"
            sentences.append(f"amount is read from the {columns} {', '.join(shown)}{more}")
            if len({amount.as_of for amount in self.figures}) > 1:
                sentences[0] += ", one row for each year"
            elif len({amount.statistic for amount in self.figures}) > 1:
                sentences[0] += ", one row for each statistic"
            elif len(self.figures) > 1:
                sentences[0] += ", in each row from the first that states one"
            elif self.ends:
                sentences[0] += ", the ends of a range"
            elif self.figures and self.figures[0].description:
                sentences[0] += f": {self.figures[0].description}"
            sentences[0] += "."
        sentences += [
            f"{name} is read from the column {column!r}."
            for name, column in self.columns.items()
            if name in self.by_header and name != column
        ]
        return [*sentences, *self.notes]


def named_figure(column: str) -> AmountColumn:
    """Return a column of amounts with the meaning of its header.

    Examples:
        >>> named_figure("Lohn (EUR/Stunde)").period, named_figure("x")
        ('hour', AmountColumn(column='x', statistic=None, period=None, currency=None, factor=1.0, gross=None, as_of=None))
    """
    header = read_header(without_number(column))
    return (
        AmountColumn.of_header(column, header)
        if header and header.field == "amount"
        else AmountColumn(column)
    )


def range_columns(low: AmountColumn, high: AmountColumn) -> tuple[AmountColumn, AmountColumn]:
    """Return the columns of the two ends of a range; what one header states holds for both.

    Raises:
        InvalidSalary: if the headers contradict each other.

    Examples:
        >>> low, high = range_columns(named_figure("Min salary (USD)"), named_figure("Max salary"))
        >>> low.currency, high.currency
        ('USD', 'USD')
    """
    currency = common_currency(low.currency, high.currency)
    for what, is_other in (
        ("currencies", None not in (low.currency, high.currency) and currency is None),
        ("periods", None not in (low.period, high.period) and low.period != high.period),
        ("states of tax", None not in (low.gross, high.gross) and low.gross != high.gross),
    ):
        if is_other:
            raise InvalidSalary(
                f"{low.column!r} and {high.column!r} are in two {what}, so they are not the ends of a range. Name the "
                f"one to read with columns={{'amount': {low.column!r}}}.",
                column="amount",
            )
    stated = low if low.currency else high  # a multiple is written with the currency
    columns = [
        replace(
            end,
            period=low.period or high.period,
            currency=currency,
            gross=high.gross if low.gross is None else low.gross,
            factor=stated.factor if end.currency is None and end.factor == 1 else end.factor,
        )
        for end in (low, high)
    ]
    return columns[0], columns[1]


def common_currency(one: str | None, other: str | None) -> str | None:
    """Return the currency that two headers share, as a code rather than a sign; None if there is none or they contradict each other.

    Examples:
        >>> common_currency("€", "EUR"), common_currency(None, "CAD"), common_currency("EUR", "USD")
        ('EUR', 'CAD', None)
    """
    if one is None or other is None or one == other:
        return one or other
    for sign, code in ((one, other), (other, one)):
        meant = currency_of(sign)
        if code in (meant.code, *meant.alternatives):
            return code
    return None


def without_number(name: str, names: Collection[str] = frozenset()) -> str:
    """Return the name of a column in its file, without the number that makes repeated names unique, as in `name (2)`.

    Args:
        name: the unique name of the column.
        names: if the name without its number is one of these, the name is returned unchanged.
    """
    plain = _NUMBERED.sub("", name)
    return name if plain in names else plain
