"""The command `query` and its options."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from salarykit.cli.options import (
    CONVERSION_OPTIONS,
    FLAG,
    READING_OPTIONS,
    REJECTS,
    File,
    Json,
    OnOrOwn,
    Options,
    Out,
    ToOrHome,
    option,
    takes,
)
from salarykit.cli.reading import read, report_reading
from salarykit.cli.showing import say, show
from salarykit.cli.terms import conversion_terms, money_of, settings

__all__ = ["QUERY_OPTIONS", "query"]


QUERY_OPTIONS: Final[Options] = {
    "role": option(
        str,
        "--role",
        "TITLE",
        "Give more weight to jobs like this one: a job title, or a code of ISCO-08 or the SOC.",
    ),
    "role_similarity": option(
        list[str],
        "--role-similarity",
        "ROLE=SHARE",
        "Set how similar a role of the table is to --role, from 0 to 1, in place of the computed "
        "similarity. Can be repeated.",
    ),
    "near": option(
        str,
        "--near",
        "PLACE",
        "Give more weight to places near this one: a city (Berlin, or London, CA), or a latitude and "
        "longitude (48.9,2.4).",
    ),
    "scale_km": option(
        float,
        "--scale-km",
        "KM",
        "The distance beyond --offset-km at which the weight of a place has fallen to --decay.",
        shown="500",
    ),
    "offset_km": option(
        float,
        "--offset-km",
        "KM",
        "The distance up to which the weight of a place stays 1.",
        shown="0",
    ),
    "decay": option(
        float,
        "--decay",
        "SHARE",
        "The weight of a place at the distance --offset-km plus --scale-km.",
        shown="0.5",
    ),
    "shape": option(
        str,
        "--shape",
        "WORD",
        "How the weight of a place falls with its distance",
        shown="gauss",
        words="shape",
    ),
    "same_country": option(
        float,
        "--same-country",
        "SHARE",
        "The weight of other places in the country of --near, in place of a weight by distance.",
    ),
    "same_region": option(
        float,
        "--same-region",
        "SHARE",
        "The weight of other countries on the continent of --near, in place of a weight by distance.",
    ),
    "as_of": option(
        str,
        "--as-of",
        "WHEN",
        "Give less weight to records that are older than this day or span.",
    ),
    "half_life_months": option(
        float,
        "--half-life-months",
        "N",
        "The age in months, before --as-of, at which a record has half the weight.",
        shown="12",
    ),
    "sample_pivot": option(
        float,
        "--sample-pivot",
        "N",
        "Give more weight to larger samples: a record with this sample size has half the weight.",
    ),
    "statistic": option(
        list[str],
        "--statistic",
        "NAME",
        "Count only records of this statistic, such as median, or weigh it, such as mean=0.5. Can be "
        "repeated.",
    ),
    "exponents": option(
        list[str],
        "--exponent",
        "SIGNAL=N",
        "Raise a signal to this power, such as place=2; 0 switches it off. Can be repeated.",
    ),
    "combine": option(
        str,
        "--combine",
        "WORD",
        "How the signals of a record make up its weight",
        shown="product",
        words="combine",
    ),
    "missing": option(
        list[str],
        "--missing",
        "WORD",
        "What a record counts as if it lacks a signal: neutral (1), zero, raise (an error) or a number; for"
        " one signal alone, place=neutral. Can be repeated.",
        shown="neutral; for place, zero",
    ),
    "min_weight": option(
        float,
        "--min-weight",
        "SHARE",
        "Leave out records whose weight is below this share.",
        shown="0",
    ),
    "quantiles": option(
        list[float],
        "--quantile",
        "SHARE",
        "A quantile of the answer, such as 0.5 for the median. Can be repeated.",
        shown="0.25, 0.5, 0.75",
    ),
    "method": option(
        str,
        "--method",
        "WORD",
        "The definition of a weighted quantile",
        shown="kish_linear",
        words="quantile-method",
    ),
    "interval": option(
        str,
        "--interval",
        "WORD",
        "The method for the confidence intervals of quantiles",
        shown="beta",
        words="interval",
    ),
    "level": option(
        float,
        "--level",
        "SHARE",
        "The confidence of the intervals.",
        shown="0.95",
    ),
    "seed": option(
        int,
        "--seed",
        "N",
        "The seed of the bootstrap, which --interval bootstrap needs.",
    ),
    "resamples": option(
        int,
        "--resamples",
        "N",
        "How many samples the bootstrap draws.",
        shown="1000",
    ),
    "cluster": option(
        str,
        "--cluster",
        "COLUMN",
        "A column, such as city, source or employer, whose values group records that are alike; the "
        "intervals allow for that.",
    ),
    "guard": option(
        str,
        "--guard",
        "WORD",
        "What to do if an answer rests on too few records",
        shown="warn",
        words="guard",
    ),
    "min_n_eff": option(
        float,
        "--min-n-eff",
        "N",
        "Call an answer weak if it rests on fewer effective records than this.",
        shown="5",
    ),
    "max_share": option(
        float,
        "--max-share",
        "SHARE",
        "Call an answer weak if one record has more than this share of the weight.",
        shown="0.5",
    ),
}
"""The settings of `Query`, described here so that `--help` need not load it; a test compares them with those of `Query`."""


@takes(QUERY_OPTIONS, READING_OPTIONS, REJECTS, CONVERSION_OPTIONS)
def query(
    file: File = None,
    *,
    to: ToOrHome = None,
    on: OnOrOwn = "own",
    as_json: Json = False,
    output: Out = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by", help="Answer once for each value of this column. Can be repeated.", metavar="COLUMN"
        ),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", metavar=FLAG, help="Explain the answer in sentences.")
    ] = False,
    **options: Any,
) -> None:
    """Answer a question with quantiles, weighing each record by how well it fits. Example: `salarykit query --near Berlin --on 2024`."""
    question = {name: options[name] for name in QUERY_OPTIONS if options.get(name) not in (None, [])}
    question |= settings(question)
    table = read(file, options, output=output)
    converted = table.convert(to or money_of(options.get("near")), on=on, **conversion_terms(options))
    answer: Any = converted.query(question, by=by) if by else converted.query(question)
    report_reading(table)
    if explain:
        say(answer.explain())
    else:
        show(answer, as_json=as_json, output=output)
