"""The verb `query`: the options of a question."""

from __future__ import annotations

from typing import Annotated, Any

import typer

import salarykit as sk
from salarykit.cli.options import Columns, Defaults, File, Json, LayoutName, Null, OnOrOwn, Out, ToOrHome
from salarykit.cli.reading import read
from salarykit.cli.showing import show

__all__ = ["query"]


def query(
    file: File = None,
    *,
    to: ToOrHome = None,
    on: OnOrOwn = "own",
    role: Annotated[str | None, typer.Option(help="A job title.", show_default=False)] = None,
    near: Annotated[
        str | None, typer.Option(help="A city: Berlin, or London, CA.", show_default=False)
    ] = None,
    scale_km: Annotated[
        float | None, typer.Option(help="Where nearness has fallen to a half.", show_default="500")
    ] = None,
    offset_km: Annotated[
        float | None, typer.Option(help="Up to where it does not fall.", show_default="0")
    ] = None,
    shape: Annotated[str | None, typer.Option(help="gauss, exp or linear.", show_default="gauss")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Favour records near this day.", show_default=False)
    ] = None,
    half_life_months: Annotated[
        float | None, typer.Option(help="How many months halve a record's weight.", show_default="12")
    ] = None,
    same_country: Annotated[
        float | None,
        typer.Option(help="Instead of the distance: what its country counts.", show_default=False),
    ] = None,
    same_region: Annotated[
        float | None, typer.Option(help="What its continent counts.", show_default=False)
    ] = None,
    sample_pivot: Annotated[
        float | None, typer.Option(help="A sample of so many counts a half.", show_default=False)
    ] = None,
    statistic: Annotated[
        str | None, typer.Option(help="Count these alone: median.", show_default=False)
    ] = None,
    min_weight: Annotated[float | None, typer.Option(help="Drop lighter records.", show_default="0")] = None,
    combine: Annotated[str | None, typer.Option(help="product, min or mean.", show_default="product")] = None,
    missing: Annotated[
        str | None, typer.Option(help="neutral, zero, raise, or a number.", show_default="neutral")
    ] = None,
    method: Annotated[
        str | None, typer.Option(help="Of the quantiles, as hazen.", show_default="kish_linear")
    ] = None,
    level: Annotated[float | None, typer.Option(help="Of the intervals.", show_default="0.95")] = None,
    guard: Annotated[
        str | None, typer.Option(help="Of weak answers: warn or refuse.", show_default="warn")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(help="A column: one row for each group; repeatable.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say it in sentences.")] = False,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Weigh the salaries by how much they bear on a question. Example: `salarykit query --near Berlin --on 2024`."""
    given = locals()  # the settings of a query have the names of its options
    asked = {name: given[name] for name in sk.Query.model_fields if given.get(name) is not None}
    if missing and missing[:1] in "0123456789.":
        asked["missing"] = _number(missing)
    table = read(file, columns, defaults, layout).convert(
        to or _money_of(near), on=on, missing="null" if null_missing else "raise"
    )
    found: Any = table.query(asked, by=by) if by else table.query(asked)
    if explain:
        typer.echo(found.explain())
    else:
        show(found, as_json=as_json, output=output)


def _money_of(near: str | None) -> str:
    """Return the money of the place asked about; US dollars where it has none or there is none."""
    from salarykit.currency.tender import tender
    from salarykit.places import parse_place

    return next(iter(tender(parse_place(near).country)), "USD") if near else "USD"


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number.") from None
