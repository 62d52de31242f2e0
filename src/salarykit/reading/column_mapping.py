"""Chooses the column for each field, by its name or its header."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from salarykit.errors import InvalidSalary
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.header_evidence import predicted_notes, supported_headers
from salarykit.reading.headers import Header, read_header
from salarykit.reading.plan import (
    AmountColumn,
    Plan,
    common_currency,
    named_figure,
    range_columns,
    without_number,
)
from salarykit.salaries.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from salarykit.files.raw import Column

__all__ = ["exact_plan", "plan_columns"]

_NAMES: Final = tuple(field.name for field in FIELDS)
_LEAST_CLEAR: Final = 3  # the highest rank of a header of amounts; those of columns of texts are higher
_DECISIVE: Final = ("currency", "period")  # without these an amount means nothing


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
    is_of_amounts = field_name in ("currency", "period", "statistic", "as_of")
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
        of_years = _of_years(points)
        if len(of_years) > 1:
            return _with_years(plan, of_years)
        rivals = {name: header for name, header in points.items() if name not in of_years[0]}
        return _with_points(plan, of_years[0], rivals | statistics)
    return _with_statistics(plan, _best_by_statistic(statistics)) if statistics else plan


def _with_statistics(plan: Plan, wide: Mapping[tuple[str, str | None], list[AmountColumn]]) -> Plan:
    """Return a plan with a column for each statistic of each year, or with those of a minimum and a maximum as the ends of a range.

    Raises:
        InvalidSalary: if minimums and maximums are of several years.
    """
    by_header = plan.by_header | {"amount"}
    if {statistic for statistic, _ in wide} != {"min", "max"}:
        figures = tuple(figure for columns in wide.values() for figure in columns)
        return plan.replaced(figures=figures, by_header=by_header)
    if len({year for _, year in wide}) > 1:
        ends = " and ".join(repr(columns[0].column) for columns in wide.values())
        raise InvalidSalary(
            f"{ends} are the ends of ranges of several years. Leave out the columns of all years but one.",
            column="amount",
        )
    (low, *_), (high, *_) = (wide[kind] for kind in sorted(wide, reverse=True))
    return plan.replaced(ends=range_columns(low, high), by_header=by_header)


def _with_named_amount(plan: Plan, names: Sequence[str]) -> Plan:
    """Return a plan with the column `Amount` for the amounts, if no other column has them: the name alone is weak evidence."""
    alike = [name for name in names if name.casefold() == "amount"]
    if plan.figures or plan.ends or len(alike) != 1:
        return plan
    return plan.replaced(figures=(AmountColumn(alike[0]),), by_header=plan.by_header | {"amount"})


def _of_years(headers: Mapping[str, Header]) -> list[dict[str, Header]]:
    """Return the headers grouped by the year that they state; if some state none, only those."""
    years = dict.fromkeys(header.year for header in headers.values())
    taken = [None] if None in years else list(years)
    return [{name: header for name, header in headers.items() if header.year == year} for year in taken]


def _with_years(plan: Plan, of_years: Sequence[Mapping[str, Header]]) -> Plan:
    """Return a plan with a column of amounts for each year, each of which makes a row.

    Raises:
        InvalidSalary: if two columns of a year are equally good.
    """
    names = [_best(headers)[0] for headers in of_years]
    for best in names:
        if len(best) > 1:
            raise _tie("amount", best)
    figures = [
        AmountColumn.of_header(best[0], headers[best[0]])
        for best, headers in zip(names, of_years, strict=True)
    ]
    return plan.replaced(figures=tuple(figures), by_header=plan.by_header | {"amount"})


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
        figures=tuple(AmountColumn.of_header(name, points[name]) for name in order),
        by_header=plan.by_header | {"amount"},
        notes=(*plan.notes, *_preferred("amount", order[0], rivals)),
    )


def _agree(one: Header, other: Header) -> bool:
    """Return whether two headers can be about one amount: their currencies and their taxes do not contradict each other."""
    currencies = common_currency(one.currency, other.currency)
    return (currencies is not None or one.currency == other.currency) and one.gross in (None, other.gross)


def _best_by_statistic(headers: Mapping[str, Header]) -> dict[tuple[str, str | None], list[AmountColumn]]:
    """Return the columns for each statistic of each year: the best, yearly rather than hourly, and then those for other periods."""
    by_statistic: dict[str, dict[str, Header]] = {}
    for name, header in headers.items():
        by_statistic.setdefault(str(header.statistic), {})[name] = header
    best: dict[tuple[str, str | None], list[str]] = {}
    for statistic, of_statistic in by_statistic.items():
        for of_year in _of_years(of_statistic):
            ranked = sorted(of_year.items(), key=lambda item: (item[1].period == "hour", item[1].rank))
            chosen = best.setdefault((statistic, ranked[0][1].year), [ranked[0][0]])
            for name, header in ranked[1:]:
                periods = {headers[column].period for column in chosen}
                if (
                    not {header.period, None} & periods
                    and header.period
                    and _agree(headers[chosen[0]], header)
                ):
                    chosen.append(name)
    order = list(headers)
    pairs = sorted(best.items(), key=lambda item: order.index(item[1][0]))
    return {kind: [AmountColumn.of_header(name, headers[name]) for name in names] for kind, names in pairs}


def _with_header(figure: AmountColumn, columns: Mapping[str, str]) -> AmountColumn:
    """Return a column of amounts, with the meaning of its header if the caller named the column."""
    named = columns.get("amount") == figure.column and figure == AmountColumn(figure.column)
    return named_figure(figure.column) if named else figure
