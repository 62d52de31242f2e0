"""The verb `query`: the options of a question."""
# A little over 300 lines: each of a question's options is a parameter.

from __future__ import annotations

from typing import Annotated, Any

import typer

import salarykit as sk
from salarykit.cli.options import (
    AgeMethod,
    AgeTo,
    Average,
    Columns,
    DayCount,
    DecimalSign,
    Defaults,
    EncodingName,
    File,
    Growth,
    Json,
    LayoutName,
    MaxStaleness,
    NoInfer,
    Null,
    OnOrOwn,
    Out,
    PayYearSaid,
    PriceLevelsOf,
    RatesFile,
    Real,
    ToOrHome,
)
from salarykit.cli.question import money_of, settings
from salarykit.cli.reading import read, tell_reading
from salarykit.cli.showing import show
from salarykit.cli.terms import terms_said
from salarykit.cli.words import completing, listed

__all__ = ["query"]


def query(
    file: File = None,
    *,
    to: ToOrHome = None,
    on: OnOrOwn = "own",
    role: Annotated[
        str | None,
        typer.Option(
            "--role", help="A job title, or a code (ISCO-08, SOC).", show_default=False, metavar="TITLE"
        ),
    ] = None,
    role_similarity: Annotated[
        list[str] | None,
        typer.Option("--role-similarity", help="Your own for a role; repeatable.", metavar="ROLE=SHARE"),
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(
            "--near",
            help="A city: Berlin, or London, CA; or a latitude and longitude.",
            show_default=False,
            metavar="PLACE",
        ),
    ] = None,
    scale_km: Annotated[
        float | None,
        typer.Option(
            "--scale-km",
            help="Where nearness has fallen to --decay.",
            show_default="500",
            metavar="KM",
        ),
    ] = None,
    offset_km: Annotated[
        float | None,
        typer.Option(
            "--offset-km",
            help="Up to where it does not fall.",
            show_default="0",
            metavar="KM",
        ),
    ] = None,
    decay: Annotated[
        float | None,
        typer.Option(
            "--decay",
            help="What is left of it at the scale.",
            show_default="0.5",
            metavar="SHARE",
        ),
    ] = None,
    shape: Annotated[
        str | None,
        typer.Option(
            "--shape",
            help=f"How it falls: {listed('shape')}.",
            show_default="gauss",
            autocompletion=completing("shape"),
            metavar="WORD",
        ),
    ] = None,
    same_country: Annotated[
        float | None,
        typer.Option(
            "--same-country",
            help="Instead of the distance: what its country counts.",
            show_default=False,
            metavar="SHARE",
        ),
    ] = None,
    same_region: Annotated[
        float | None,
        typer.Option(
            "--same-region",
            help="What its continent counts.",
            show_default=False,
            metavar="SHARE",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Favour records near this day.", metavar="WHEN", show_default=False),
    ] = None,
    half_life_months: Annotated[
        float | None,
        typer.Option(
            "--half-life-months",
            help="How many months halve a record's weight.",
            show_default="12",
            metavar="N",
        ),
    ] = None,
    sample_pivot: Annotated[
        float | None,
        typer.Option(
            "--sample-pivot",
            help="A sample of so many counts a half.",
            show_default=False,
            metavar="N",
        ),
    ] = None,
    statistic: Annotated[
        list[str] | None,
        typer.Option(
            "--statistic", help="Count these alone: median, or median=1; repeatable.", metavar="NAME"
        ),
    ] = None,
    exponents: Annotated[
        list[str] | None,
        typer.Option(
            "--exponent", help="How strongly a signal counts, as place=2; repeatable.", metavar="SIGNAL=N"
        ),
    ] = None,
    combine: Annotated[
        str | None,
        typer.Option(
            "--combine",
            help=f"How the signals make a weight: {listed('combine')}.",
            show_default="product",
            autocompletion=completing("combine"),
            metavar="WORD",
        ),
    ] = None,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing",
            help="What a lacking signal is: neutral, zero, raise or a number; for one signal, place=neutral; repeatable.",
            metavar="WORD",
            show_default="neutral; for place, zero",
        ),
    ] = None,
    min_weight: Annotated[
        float | None,
        typer.Option(
            "--min-weight",
            help="Drop lighter records.",
            show_default="0",
            metavar="SHARE",
        ),
    ] = None,
    quantiles: Annotated[
        list[float] | None,
        typer.Option(
            "--quantile",
            help="A probability asked for; repeatable.",
            show_default="0.25, 0.5, 0.75",
            metavar="SHARE",
        ),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(
            "--method",
            help=f"Of the quantiles: {listed('quantile-method')}.",
            show_default="kish_linear",
            autocompletion=completing("quantile-method"),
            metavar="WORD",
        ),
    ] = None,
    interval: Annotated[
        str | None,
        typer.Option(
            "--interval",
            help=f"How their intervals are made: {listed('interval')}.",
            show_default="wilson",
            autocompletion=completing("interval"),
            metavar="WORD",
        ),
    ] = None,
    level: Annotated[
        float | None,
        typer.Option(
            "--level",
            help="Of the intervals.",
            show_default="0.95",
            metavar="SHARE",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            help="Of the bootstrap.",
            show_default=False,
            metavar="N",
        ),
    ] = None,
    resamples: Annotated[
        int | None,
        typer.Option(
            "--resamples",
            help="How many samples it draws.",
            show_default="1000",
            metavar="N",
        ),
    ] = None,
    guard: Annotated[
        str | None,
        typer.Option(
            "--guard",
            help=f"Of weak answers: {listed('guard')}.",
            show_default="warn",
            autocompletion=completing("guard"),
            metavar="WORD",
        ),
    ] = None,
    min_n_eff: Annotated[
        float | None,
        typer.Option(
            "--min-n-eff",
            help="How many effective records are enough.",
            show_default="5",
            metavar="N",
        ),
    ] = None,
    max_share: Annotated[
        float | None,
        typer.Option(
            "--max-share",
            help="How much weight one record may have.",
            show_default="0.5",
            metavar="SHARE",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option("--by", help="A column: one row for each group; repeatable.", metavar="COLUMN"),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say it in sentences.")] = False,
    real: Real = False,
    price_levels: PriceLevelsOf = None,
    rates: RatesFile = None,
    max_staleness: MaxStaleness = 7,
    average: Average = "mean",
    pay_year: PayYearSaid = None,
    age_to: AgeTo = None,
    growth: Growth = None,
    age_method: AgeMethod = "compound",
    day_count: DayCount = "months",
    null_missing: Null = False,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    decimal: DecimalSign = None,
    encoding: EncodingName = None,
    no_infer: NoInfer = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Weigh the salaries by how much they bear on a question. Example: `salarykit query --near Berlin --on 2024`."""
    given = locals()  # the settings of a query have the names of its parameters
    asked = {name: given[name] for name in sk.Query.model_fields if given.get(name) not in (None, [])}
    asked |= settings(asked)
    table = read(file, columns, defaults, layout, decimal=decimal, encoding=encoding, infer=not no_infer)
    usd = table.convert(to or money_of(near), on=on, **terms_said(given))
    found: Any = usd.query(asked, by=by) if by else usd.query(asked)
    tell_reading(table)
    if explain:
        typer.echo(found.explain())
    else:
        show(found, as_json=as_json, output=output)
