"""The command `query` and its options."""
# A little over 300 lines: each setting of a query is a parameter.

from __future__ import annotations

from typing import Annotated, Any

import typer

import salarykit as sk
from salarykit.cli.options import (
    CONVERSION_OPTIONS,
    READING_OPTIONS,
    REJECTS,
    File,
    Json,
    OnOrOwn,
    Out,
    ToOrHome,
    takes,
)
from salarykit.cli.reading import read, report_reading
from salarykit.cli.showing import say, show
from salarykit.cli.terms import conversion_terms, money_of, settings
from salarykit.cli.words import completing, listed

__all__ = ["query"]


@takes(READING_OPTIONS, REJECTS, CONVERSION_OPTIONS)
def query(
    file: File = None,
    *,
    to: ToOrHome = None,
    on: OnOrOwn = "own",
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            help="Give more weight to jobs like this one: a job title, or a code of ISCO-08 or the SOC.",
            show_default=False,
            metavar="TITLE",
        ),
    ] = None,
    role_similarity: Annotated[
        list[str] | None,
        typer.Option(
            "--role-similarity",
            help="Set how similar a role of the table is to --role, from 0 to 1, in place of the computed "
            "similarity. Can be repeated.",
            metavar="ROLE=SHARE",
        ),
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(
            "--near",
            help="Give more weight to places near this one: a city (Berlin, or London, CA), or a latitude "
            "and longitude (48.9,2.4).",
            show_default=False,
            metavar="PLACE",
        ),
    ] = None,
    scale_km: Annotated[
        float | None,
        typer.Option(
            "--scale-km",
            help="The distance at which the weight of a place has fallen to --decay.",
            show_default="500",
            metavar="KM",
        ),
    ] = None,
    offset_km: Annotated[
        float | None,
        typer.Option(
            "--offset-km",
            help="The distance up to which the weight of a place stays 1.",
            show_default="0",
            metavar="KM",
        ),
    ] = None,
    decay: Annotated[
        float | None,
        typer.Option(
            "--decay",
            help="The weight that a place has at the distance --scale-km.",
            show_default="0.5",
            metavar="SHARE",
        ),
    ] = None,
    shape: Annotated[
        str | None,
        typer.Option(
            "--shape",
            help=f"How the weight of a place falls with its distance: {listed('shape')}.",
            show_default="gauss",
            autocompletion=completing("shape"),
            metavar="WORD",
        ),
    ] = None,
    same_country: Annotated[
        float | None,
        typer.Option(
            "--same-country",
            help="The weight of other places in the country of --near, in place of a weight by distance.",
            show_default=False,
            metavar="SHARE",
        ),
    ] = None,
    same_region: Annotated[
        float | None,
        typer.Option(
            "--same-region",
            help="The weight of other places on the continent of --near, in place of a weight by distance.",
            show_default=False,
            metavar="SHARE",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            help="Give less weight to records that are older than this day or span.",
            metavar="WHEN",
            show_default=False,
        ),
    ] = None,
    half_life_months: Annotated[
        float | None,
        typer.Option(
            "--half-life-months",
            help="The age in months, before --as-of, at which a record has half the weight.",
            show_default="12",
            metavar="N",
        ),
    ] = None,
    sample_pivot: Annotated[
        float | None,
        typer.Option(
            "--sample-pivot",
            help="Give more weight to larger samples: a record with this sample size has half the weight.",
            show_default=False,
            metavar="N",
        ),
    ] = None,
    statistic: Annotated[
        list[str] | None,
        typer.Option(
            "--statistic",
            help="Count only records of this statistic, such as median, or weigh it, such as mean=0.5. "
            "Can be repeated.",
            metavar="NAME",
        ),
    ] = None,
    exponents: Annotated[
        list[str] | None,
        typer.Option(
            "--exponent",
            help="Raise a signal to this power, such as place=2; 0 switches it off. Can be repeated.",
            metavar="SIGNAL=N",
        ),
    ] = None,
    combine: Annotated[
        str | None,
        typer.Option(
            "--combine",
            help=f"How the signals of a record make up its weight: {listed('combine')}.",
            show_default="product",
            autocompletion=completing("combine"),
            metavar="WORD",
        ),
    ] = None,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing",
            help="What a record counts as if it lacks a signal: neutral (1), zero, raise (an error) or a "
            "number; for one signal alone, place=neutral. Can be repeated.",
            metavar="WORD",
            show_default="neutral; for place, zero",
        ),
    ] = None,
    min_weight: Annotated[
        float | None,
        typer.Option(
            "--min-weight",
            help="Leave out records whose weight is below this share.",
            show_default="0",
            metavar="SHARE",
        ),
    ] = None,
    quantiles: Annotated[
        list[float] | None,
        typer.Option(
            "--quantile",
            help="A quantile of the answer, such as 0.5 for the median. Can be repeated.",
            show_default="0.25, 0.5, 0.75",
            metavar="SHARE",
        ),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(
            "--method",
            help=f"The definition of a weighted quantile: {listed('quantile-method')}.",
            show_default="kish_linear",
            autocompletion=completing("quantile-method"),
            metavar="WORD",
        ),
    ] = None,
    interval: Annotated[
        str | None,
        typer.Option(
            "--interval",
            help=f"The method for the confidence intervals of quantiles: {listed('interval')}.",
            show_default="beta",
            autocompletion=completing("interval"),
            metavar="WORD",
        ),
    ] = None,
    level: Annotated[
        float | None,
        typer.Option(
            "--level",
            help="The confidence of the intervals.",
            show_default="0.95",
            metavar="SHARE",
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed",
            help="The seed of the bootstrap, which --interval bootstrap needs.",
            show_default=False,
            metavar="N",
        ),
    ] = None,
    resamples: Annotated[
        int | None,
        typer.Option(
            "--resamples",
            help="How many samples the bootstrap draws.",
            show_default="1000",
            metavar="N",
        ),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            "--cluster",
            help="A column of cities, sources or employers whose records are alike, for intervals beyond them.",
            show_default=False,
            metavar="COLUMN",
        ),
    ] = None,
    guard: Annotated[
        str | None,
        typer.Option(
            "--guard",
            help=f"What to do if an answer rests on too few records: {listed('guard')}.",
            show_default="warn",
            autocompletion=completing("guard"),
            metavar="WORD",
        ),
    ] = None,
    min_n_eff: Annotated[
        float | None,
        typer.Option(
            "--min-n-eff",
            help="Call an answer weak if it rests on fewer effective records than this.",
            show_default="5",
            metavar="N",
        ),
    ] = None,
    max_share: Annotated[
        float | None,
        typer.Option(
            "--max-share",
            help="Call an answer weak if one record has more than this share of the weight.",
            show_default="0.5",
            metavar="SHARE",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", help="Answer once for each value of this column. Can be repeated.", metavar="COLUMN"
        ),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Explain the answer in sentences.")] = False,
    as_json: Json = False,
    output: Out = None,
    **options: Any,
) -> None:
    """Answer a question with quantiles, weighing each record by how well it fits. Example: `salarykit query --near Berlin --on 2024`."""
    given = locals()  # the settings of a query have the names of its parameters
    asked = {name: given[name] for name in sk.Query.model_fields if given.get(name) not in (None, [])}
    asked |= settings(asked)
    table = read(file, options)
    usd = table.convert(to or money_of(near), on=on, **conversion_terms(options))
    answer: Any = usd.query(asked, by=by) if by else usd.query(asked)
    report_reading(table)
    if explain:
        say(answer.explain())
    else:
        show(answer, as_json=as_json, output=output)
