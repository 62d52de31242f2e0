"""What a source means, from what the caller says of it and what it holds: `infer_layout`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salarykit.errors import InvalidSalary, SourceError
from salarykit.files.raw import Raw
from salarykit.files.reading import paths_of, read_any, read_raw
from salarykit.reading.asked import asked_for
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
    import os
    from collections.abc import Mapping

    from salarykit.reading.asked import Asked
    from salarykit.reading.clean import Understood
    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.layouts.registry import LayoutName
    from salarykit.reading.number_format import Sign

__all__ = ["as_layout", "infer_layout", "understood", "understood_in"]


def understood(source: Any, asked: Asked) -> tuple[Understood, Plan]:
    """Return a source as ours, and which of its columns are which.

    Raises:
        SourceError, InvalidSalary: see `sift_salaries`.
    """
    layout, infer = asked.layout, asked.infer
    name = layout.name if layout and is_known(layout.name) else None
    found = (
        read_any(source, is_page=is_career_page, dialect=asked.dialect)
        if infer or layout
        else read_raw(source, asked.dialect)
    )
    return understood_in(*((found, None) if isinstance(found, Raw) else table_in(found, name)), asked)


def understood_in(raw: Raw, base: Plan | None, asked: Asked) -> tuple[Understood, Plan]:
    """Return an open source as ours, and which of its columns are which.

    Args:
        raw: its columns.
        base: which they are, if its kind says so.
        asked: how it is to be read.

    Raises:
        InvalidSalary: see `sift_salaries`.
    """
    layout, infer = asked.layout, asked.infer
    name = layout.name if layout and is_known(layout.name) else None
    if base is None and (layout is None or not layout.is_decided or name):
        raw, base = laid_out(raw, name, asked.columns, infer=infer)
    names = list(raw.columns)
    check_named(names, asked.columns, raw.name, raw.lines)
    known = layout.decisions() if layout else None
    if layout and known:
        plan = _fitting(layout, raw, asked)
        if asked.day_first is not None:
            known = known.replaced(day_first=asked.day_first)
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


def infer_layout(  # noqa: PLR0913 - each says a part of what the source means
    source: Any,
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, Any] | None = None,
    layout: Layout | LayoutName | str | os.PathLike[str] | None = None,
    decimal: Sign | None = None,
    day_first: bool | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    header: int | None = None,
    infer: bool = True,
) -> Layout:
    """Return what a source means: its columns, how its cells are written, and how each of that was decided.

    Args:
        source: see `sift_salaries`; one source, no list of files.
        columns: see `sift_salaries`; these parts of the layout are given.
        defaults: see `sift_salaries`.
        layout: see `sift_salaries`.
        decimal: see `sift_salaries`.
        day_first: see `sift_salaries`.
        encoding: see `sift_salaries`.
        delimiter: see `sift_salaries`.
        header: see `sift_salaries`.
        infer: see `sift_salaries`.

    Raises:
        SourceError: if the source cannot be read, or is several.
        InvalidSalary, InvalidQuery: see `sift_salaries`.

    Examples:
        >>> import salarykit as sk
        >>> wages = ["45,000", "52,000", "65,50"]
        >>> layout = sk.infer_layout([{"wage": wage, "currency": "EUR"} for wage in wages])
        >>> layout.how["decimals"].evidence
        'the comma groups thousands in 2 cells; 1 cell contradicts that and is refused'
    """
    if paths_of(source) is not None:
        raise SourceError("A layout is one source's: name a single file.", source=str(source))
    asked = asked_for(
        columns=columns,
        defaults=defaults,
        layout=layout,
        decimal=decimal,
        day_first=day_first,
        encoding=encoding,
        delimiter=delimiter,
        header=header,
        infer=infer,
    )
    found, plan = understood(source, asked)
    return as_layout(found, plan, asked)


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
