"""Chooses the column for each field, by its name or its header."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from pydantic import ConfigDict, Field

from salarykit.errors import InvalidSalary
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.header_evidence import predicted_notes, supported_headers
from salarykit.reading.headers import Header, read_header
from salarykit.salaries.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from salarykit.files.raw import Column
    from salarykit.reading.table_notes import TableNote

__all__ = ["AmountColumn", "Plan", "exact_plan", "named_figure", "plan_columns", "without_number"]

_NAMES: Final = tuple(field.name for field in FIELDS)
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
_LEAST_CLEAR: Final = 3  # the highest rank of a header of amounts; those of columns of texts are higher
_NUMBERED: Final = re.compile(r" \([2-9]\)$")
_DECISIVE: Final = ("currency", "period")  # without these an amount means nothing


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A column of amounts, and what its header says about them.

    Attributes:
        column: its name in the source.
        statistic, period, currency: those of the amounts; None if not stated.
        factor: what its numbers are multiplied by.
        gross: whether the amounts are before tax; None if not stated.
    """

    # refuses unknown keys in the JSON of a layout, which has these columns
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    column: str
    statistic: str | None = None
    period: str | None = None
    currency: str | None = None
    factor: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1.0
    gross: bool | None = None

    @property
    def description(self) -> str:
        """The meaning of the header, as part of a sentence."""
        multiple = _MULTIPLES.get(self.factor)
        unit = f"{multiple} of {self.currency}" if multiple and self.currency else multiple or self.currency
        tax = {True: "gross", False: "net", None: None}[self.gross]
        parts = [unit, f"a {self.period}" if self.period else None, self.statistic, tax]
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
    def taken(self) -> set[str]:
        """The source's columns that are read for fields; all others are passed through."""
        further = (name for names in self.further.values() for name in names)
        return {*self.columns.values(), *further, *(amount.column for amount in self.amounts)}

    def with_further(self, further: Mapping[str, tuple[str, ...]]) -> Plan:
        """Return the plan with the further columns of fields for which the caller gives several."""
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
            if len({amount.statistic for amount in self.figures}) > 1:
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


def exact_plan(names: Sequence[str], columns: Mapping[str, str]) -> Plan:
    """Return the plan of the columns that have the names of fields, or that `columns` names."""
    known = frozenset(names)
    plain = {without_number(name, known): name for name in names}
    own = {name: columns.get(name) or plain.get(name, name) for name in _NAMES}
    own = {name: column for name, column in own.items() if column in known}
    amount = own.pop("amount", None)
    return Plan(own, (AmountColumn(amount),) if amount else ())


def plan_columns(
    names: Sequence[str],
    columns: Mapping[str, str],
    base: Plan | None = None,
    cells: Mapping[str, Column] = MappingProxyType({}),
) -> Plan:
    """Return the plan of the columns: those with the name of a field and, for the other fields, those whose headers name them.

    Args:
        names: the source's columns.
        columns: the source's column for each field, as the caller gives them.
        base: the plan of a layout, which is returned as it is.
        cells: the source's columns, whose first cells may contradict their headers.

    Raises:
        InvalidSalary: if two columns are equally good candidates for the amount, its currency or its period.
    """
    if base:
        return base
    plan = exact_plan(names, columns)
    taken, known = plan.taken, frozenset(names)
    left = [name for name in names if name not in taken]
    read = {name: header for name in left if (header := read_header(without_number(name, known)))}
    headers, notes = supported_headers(read, cells)
    plan = plan.replaced(notes=(*plan.notes, *notes, *predicted_notes(left, cells)))
    plan = _with_named_amount(_with_amount(plan, headers, columns), left)
    for field_name in _NAMES:
        if _is_open(plan, field_name):
            of_field = {name: header for name, header in headers.items() if header.field == field_name}
            plan = _with_best(plan, field_name, of_field)
    return plan


def _is_open(plan: Plan, field_name: str) -> bool:
    """Return whether a field still needs a column: it has none, and no header of amounts states its value."""
    if field_name in (*plan.columns, *plan.constants, "amount", "relevance"):
        return False
    is_of_amounts = field_name in ("currency", "period", "statistic")
    return not (is_of_amounts and any(getattr(figure, field_name) for figure in plan.figures))


def _with_best(plan: Plan, field_name: str, headers: Mapping[str, Header]) -> Plan:
    """Return a plan with the column of the best header for a field, if one is better than all others."""
    if not headers:
        return plan
    best, rivals = _best(headers)
    if len(best) > 1:
        if field_name in _DECISIVE:
            raise _tie(field_name, best)
        note = f"{' and '.join(map(repr, best[:2]))} could both be the {field_name}; neither is taken for it."
        return plan.replaced(notes=(*plan.notes, note))
    return plan.replaced(
        columns={**plan.columns, field_name: best[0]},
        by_header=plan.by_header | {field_name},
        notes=(*plan.notes, *_preferred(field_name, best[0], rivals)),
    )


def _best(headers: Mapping[str, Header]) -> tuple[list[str], list[str]]:
    """Return the columns whose headers share the lowest rank, and the others."""
    lowest = min(header.rank for header in headers.values())
    best = [name for name, header in headers.items() if header.rank == lowest]
    return best, [name for name in headers if name not in best]


def _preferred(field_name: str, best: str, rivals: Iterable[str]) -> list[str]:
    return (
        [f"{best!r} is taken for the {field_name}, rather than {', '.join(map(repr, rivals))}."]
        if rivals
        else []
    )


def _tie(field_name: str, best: Sequence[str]) -> InvalidSalary:
    return InvalidSalary(
        f"{' and '.join(map(repr, best[:2]))} could both be the {field_name}. Name one with columns={{{field_name!r}: {best[0]!r}}}.",
        column=field_name,
    )


def _with_amount(plan: Plan, headers: Mapping[str, Header], columns: Mapping[str, str]) -> Plan:
    """Return a plan with the columns of amounts."""
    if plan.figures or plan.ends:
        return plan.replaced(figures=tuple(_with_header(figure, columns) for figure in plan.figures))
    amounts = {name: header for name, header in headers.items() if header.field == "amount"}
    of_numbers = {name: header for name, header in amounts.items() if header.rank[0] <= _LEAST_CLEAR}
    amounts = of_numbers or amounts
    points = {name: header for name, header in amounts.items() if header.statistic is None}
    statistics = {name: header for name, header in amounts.items() if header.statistic is not None}
    if points:
        return _with_points(plan, points, statistics)
    by_header = plan.by_header | {"amount"}
    wide = _best_by_statistic(statistics)
    if wide.keys() == {"min", "max"}:
        return plan.replaced(ends=_range_columns(wide["min"][0], wide["max"][0]), by_header=by_header)
    figures = tuple(figure for columns in wide.values() for figure in columns)
    return plan.replaced(figures=figures, by_header=by_header) if wide else plan


def _with_named_amount(plan: Plan, names: Sequence[str]) -> Plan:
    """Return a plan with the column `Amount` for the amounts, if no other column has them: the name alone is weak evidence."""
    alike = [name for name in names if name.casefold() == "amount"]
    if plan.figures or plan.ends or len(alike) != 1:
        return plan
    return plan.replaced(figures=(AmountColumn(alike[0]),), by_header=plan.by_header | {"amount"})


def _with_points(plan: Plan, points: Mapping[str, Header], statistics: Mapping[str, Header]) -> Plan:
    """Return a plan with the best column of amounts that are not statistics, and the columns of the same pay for other periods.

    If the best column states its period, as `Annual Salary` does, a row with an empty cell there is read from a column of another
    period, such as `Hourly Rate`; longer periods come first.

    Raises:
        InvalidSalary: if two columns are equally good, unless they state different periods.
    """
    best, _ = _best(points)
    chosen = {points[name].period: name for name in best}
    if len(chosen) < len(best) or (len(best) > 1 and None in chosen):
        raise _tie("amount", best)
    others = [name for name, header in points.items() if header.period not in (*chosen, None)]
    for period in dict.fromkeys(points[name].period for name in others if None not in chosen):
        names, _ = _best({name: points[name] for name in others if points[name].period == period})
        if len(names) == 1 and _agree(points[best[0]], points[names[0]]):
            chosen[period] = names[0]
    order = [chosen[period] for period in (None, *reversed(PERIODS)) if period in chosen]
    rivals = [name for name in (*points, *statistics) if name not in order]
    return plan.replaced(
        figures=tuple(_amount_column(name, points[name]) for name in order),
        by_header=plan.by_header | {"amount"},
        notes=(*plan.notes, *_preferred("amount", order[0], rivals)),
    )


def _agree(one: Header, other: Header) -> bool:
    """Return whether two headers can be about one amount: their currencies and their taxes do not contradict each other."""
    currencies = _common_currency(one.currency, other.currency)
    return (currencies is not None or one.currency == other.currency) and one.gross in (None, other.gross)


def _range_columns(low: AmountColumn, high: AmountColumn) -> tuple[AmountColumn, AmountColumn]:
    """Return the columns of the two ends of a range; what one header states holds for both.

    Raises:
        InvalidSalary: if the headers contradict each other.
    """
    currency = _common_currency(low.currency, high.currency)
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


def _common_currency(one: str | None, other: str | None) -> str | None:
    """Return the currency that two headers share, as a code rather than a sign; None if there is none or they contradict each other."""
    if one is None or other is None or one == other:
        return one or other
    for sign, code in ((one, other), (other, one)):
        meant = currency_of(sign)
        if code in (meant.code, *meant.alternatives):
            return code
    return None


def _best_by_statistic(headers: Mapping[str, Header]) -> dict[str, list[AmountColumn]]:
    """Return the columns for each statistic: the best, yearly rather than hourly, and then those for other periods."""
    ranked = sorted(headers.items(), key=lambda item: (item[1].period == "hour", item[1].rank))
    best: dict[str, list[str]] = {}
    for name, header in ranked:
        chosen = best.setdefault(str(header.statistic), [name])
        periods = {headers[column].period for column in chosen}
        if not {header.period, None} & periods and header.period and _agree(headers[chosen[0]], header):
            chosen.append(name)
    order = list(headers)
    pairs = sorted(best.items(), key=lambda item: order.index(item[1][0]))
    return {statistic: [_amount_column(name, headers[name]) for name in names] for statistic, names in pairs}


def _amount_column(name: str, header: Header) -> AmountColumn:
    return AmountColumn(name, header.statistic, header.period, header.currency, header.factor, header.gross)


def _with_header(figure: AmountColumn, columns: Mapping[str, str]) -> AmountColumn:
    """Return a column of amounts, with the meaning of its header if the caller named the column."""
    named = columns.get("amount") == figure.column and figure == AmountColumn(figure.column)
    return named_figure(figure.column) if named else figure


def named_figure(column: str) -> AmountColumn:
    """Return a column of amounts with the meaning of its header.

    Examples:
        >>> named_figure("Lohn (EUR/Stunde)").period, named_figure("x")
        ('hour', AmountColumn(column='x', statistic=None, period=None, currency=None, factor=1.0, gross=None))
    """
    header = read_header(without_number(column))
    return _amount_column(column, header) if header and header.field == "amount" else AmountColumn(column)


def without_number(name: str, names: Collection[str] = frozenset()) -> str:
    """Return the name of a column in its file, without the number that makes repeated names unique, as in `name (2)`.

    Args:
        name: the unique name of the column.
        names: if the name without its number is one of these, the name is returned unchanged.
    """
    plain = _NUMBERED.sub("", name)
    return name if plain in names else plain
