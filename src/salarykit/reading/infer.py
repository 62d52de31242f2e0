"""What columns mean, from what the caller says of them and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salarykit.errors import InvalidSalary
from salarykit.files.raw import Raw
from salarykit.files.reading import read_any, read_raw
from salarykit.reading.clean import understand
from salarykit.reading.column_mapping import (
    check_named,
    exact_plan,
    missing_column,
    named_figure,
    plan_columns,
)
from salarykit.reading.documents import table_in
from salarykit.reading.explaining import how_of
from salarykit.reading.layout import Layout
from salarykit.reading.layout_parts import AmountColumn, Cities, CommonTender, Numbers
from salarykit.reading.layouts.registry import is_known, laid_out
from salarykit.reading.pages import is_career_page

if TYPE_CHECKING:
    from salarykit.reading.asked import Asked
    from salarykit.reading.clean import Understood
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.decisions import Decisions

__all__ = ["as_layout", "columns_in", "understood_in"]


def columns_in(source: Any, asked: Asked) -> tuple[Raw, Plan | None]:
    """Return the columns of a source, and which they are, if its kind says so.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    if not (asked.infer or asked.layout):
        return read_raw(source, asked.dialect), None
    found = read_any(source, is_page=is_career_page, dialect=asked.dialect)
    return (found, None) if isinstance(found, Raw) else table_in(found, _name(asked.layout))


def _name(layout: Layout | None) -> str | None:
    """Return the name of a layout, if it is a well-known one."""
    return layout.name if layout and is_known(layout.name) else None


def understood_in(
    raw: Raw, base: Plan | None, asked: Asked, known: Decisions | None = None
) -> tuple[Understood, Plan]:
    """Return an open source as ours, and which of its columns are which.

    Args:
        raw: its columns.
        base: which they are, if its kind says so.
        asked: how it is to be read.
        known: what its rows decide together; by default the layout says it, else these rows decide it.

    Raises:
        InvalidSalary: see `sift_salaries`.
    """
    layout, infer, name = asked.layout, asked.infer, _name(asked.layout)
    if base is None and (layout is None or not layout.is_decided or name):
        raw, base = laid_out(raw, name, asked.columns, infer=infer)
    names = list(raw.columns)
    check_named(names, asked.columns, raw.name, raw.lines)
    said = layout.decisions() if layout else None
    if layout and said:
        plan = _fitting(layout, raw, asked)
        known = known or (said if asked.day_first is None else said.replaced(day_first=asked.day_first))
    else:
        plan = plan_columns(names, asked.columns, base) if infer else base or exact_plan(names, asked.columns)
    return understand(
        raw,
        plan,
        asked.defaults,
        infer=infer,
        decimal=asked.decimal,
        day_first=asked.day_first,
        known=known,
    ), plan


def _fitting(layout: Layout, raw: Raw, asked: Asked) -> Plan:
    """Return the columns of a layout, if a source has them; the caller's go before them.

    Raises:
        InvalidSalary: naming the one that it lacks, and the nearest.
    """
    plan = layout.plan()
    mine = {ours: theirs for ours, theirs in asked.columns.items() if ours != "amount"}
    plan = plan.replaced(columns={**plan.columns, **mine})
    if "amount" in asked.columns:
        plan = plan.replaced(figures=(named_figure(asked.columns["amount"]),), ends=None)
    wanted = {
        **{each.column: "amount" for each in plan.figures + (plan.ends or ())},
        **{theirs: ours for ours, theirs in plan.columns.items()},
    }
    for theirs, ours in wanted.items():
        if theirs not in raw.columns:
            said = missing_column(list(raw.columns), theirs, ours, raw.name, raw.lines)
            raise InvalidSalary(f"The layout does not fit: {said}", column=ours)
    return plan


def as_layout(found: Understood, plan: Plan, asked: Asked) -> Layout:
    """Return what was understood as a layout."""
    decided, raw = found.decided, found.raw
    tender = decided.tenders and CommonTender(
        currencies=tuple(sorted(decided.tenders.common)), countries=tuple(sorted(decided.tenders.countries))
    )
    return Layout(
        name=plan.layout,
        encoding=asked.dialect.encoding,
        delimiter=raw.delimiter,
        header=asked.dialect.header,
        infer=asked.infer,
        columns=plan.columns,
        amounts=tuple(AmountColumn(**each._asdict()) for each in plan.figures or plan.ends or ()),
        is_range=plan.ends is not None,
        constants=plan.constants,
        defaults=asked.defaults,
        coded=plan.coded,
        decimal=asked.decimal,
        numbers=tuple(map(Numbers.of, decided.notations)),
        texts=decided.texts,
        details=decided.said,
        day_first=decided.day_first,
        cities=Cities.of(decided.majority),
        tender=tender,
        own_money=dict(decided.own_money),
        too_low=decided.too_low,
        how=how_of(found, plan, asked),
    )
