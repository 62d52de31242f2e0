"""The verb `query`: the options of a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

import salarykit as sk
from salarykit.cli.options import (
    AgeMethod,
    AgeTo,
    Average,
    Columns,
    DayCount,
    Defaults,
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
from salarykit.cli.reading import read
from salarykit.cli.showing import show
from salarykit.cli.terms import number, pairs, terms_said
from salarykit.cli.words import completing, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["query"]


def query(
    file: File = None,
    *,
    to: ToOrHome = None,
    on: OnOrOwn = "own",
    role: Annotated[
        str | None,
        typer.Option("--role", help="A job title, or a code of ISCO-08 or the SOC.", show_default=False),
    ] = None,
    role_similarity: Annotated[
        list[str] | None,
        typer.Option("--role-similarity", help="Your own for a role; repeatable.", metavar="ROLE=SHARE"),
    ] = None,
    near: Annotated[
        str | None,
        typer.Option(
            "--near", help="A city: Berlin, or London, CA; or a latitude and longitude.", show_default=False
        ),
    ] = None,
    scale_km: Annotated[
        float | None,
        typer.Option("--scale-km", help="Where nearness has fallen to --decay.", show_default="500"),
    ] = None,
    offset_km: Annotated[
        float | None, typer.Option("--offset-km", help="Up to where it does not fall.", show_default="0")
    ] = None,
    decay: Annotated[
        float | None, typer.Option("--decay", help="What is left of it at the scale.", show_default="0.5")
    ] = None,
    shape: Annotated[
        str | None,
        typer.Option(
            "--shape",
            help=f"How it falls: {listed('shape')}.",
            show_default="gauss",
            autocompletion=completing("shape"),
        ),
    ] = None,
    same_country: Annotated[
        float | None,
        typer.Option(
            "--same-country", help="Instead of the distance: what its country counts.", show_default=False
        ),
    ] = None,
    same_region: Annotated[
        float | None, typer.Option("--same-region", help="What its continent counts.", show_default=False)
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help="Favour records near this day.", metavar="WHEN", show_default=False),
    ] = None,
    half_life_months: Annotated[
        float | None,
        typer.Option(
            "--half-life-months", help="How many months halve a record's weight.", show_default="12"
        ),
    ] = None,
    sample_pivot: Annotated[
        float | None,
        typer.Option("--sample-pivot", help="A sample of so many counts a half.", show_default=False),
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
        ),
    ] = None,
    missing: Annotated[
        list[str] | None,
        typer.Option(
            "--missing",
            help="What a lacking signal is: neutral, zero, raise or a number; for one signal, place=zero; repeatable.",
            metavar="WORD",
            show_default="neutral",
        ),
    ] = None,
    min_weight: Annotated[
        float | None, typer.Option("--min-weight", help="Drop lighter records.", show_default="0")
    ] = None,
    quantiles: Annotated[
        list[float] | None,
        typer.Option(
            "--quantile", help="A probability asked for; repeatable.", show_default="0.25, 0.5, 0.75"
        ),
    ] = None,
    method: Annotated[
        str | None,
        typer.Option(
            "--method",
            help=f"Of the quantiles: {listed('quantile-method')}.",
            show_default="kish_linear",
            autocompletion=completing("quantile-method"),
        ),
    ] = None,
    interval: Annotated[
        str | None,
        typer.Option(
            "--interval",
            help=f"How their intervals are made: {listed('interval')}.",
            show_default="wilson",
            autocompletion=completing("interval"),
        ),
    ] = None,
    level: Annotated[
        float | None, typer.Option("--level", help="Of the intervals.", show_default="0.95")
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Of the bootstrap.", show_default=False)] = None,
    resamples: Annotated[
        int | None, typer.Option("--resamples", help="How many samples it draws.", show_default="1000")
    ] = None,
    guard: Annotated[
        str | None,
        typer.Option(
            "--guard",
            help=f"Of weak answers: {listed('guard')}.",
            show_default="warn",
            autocompletion=completing("guard"),
        ),
    ] = None,
    min_n_eff: Annotated[
        float | None,
        typer.Option("--min-n-eff", help="How many effective records are enough.", show_default="5"),
    ] = None,
    max_share: Annotated[
        float | None,
        typer.Option("--max-share", help="How much weight one record may have.", show_default="0.5"),
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
    no_infer: NoInfer = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Weigh the salaries by how much they bear on a question. Example: `salarykit query --near Berlin --on 2024`."""
    given = locals()  # the settings of a query have the names of its parameters
    asked = {name: given[name] for name in sk.Query.model_fields if given.get(name) not in (None, [])}
    asked |= _settings(asked)
    table = read(file, columns, defaults, layout, infer=not no_infer)
    usd = table.convert(to or _money_of(near), on=on, **terms_said(given))
    found: Any = usd.query(asked, by=by) if by else usd.query(asked)
    if explain:
        typer.echo(found.explain())
    else:
        show(found, as_json=as_json, output=output)


def _settings(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that a command line can only write as texts."""
    settings: dict[str, Any] = {}
    for name, option in (("role_similarity", "--role-similarity"), ("exponents", "--exponent")):
        if name in asked:
            settings[name] = {key: number(each) for key, each in pairs(asked[name], option).items()}
    if "missing" in asked:
        settings["missing"] = _one_or_each(asked["missing"], "--missing", _lacking)
    if "statistic" in asked:
        settings["statistic"] = _one_or_each(asked["statistic"], "--statistic", str, number)
    if "near" in asked and (point := _point(asked["near"])):
        settings["near"] = point
    return settings


def _one_or_each(
    texts: list[str], option: str, one: Callable[[str], Any], each: Callable[[str], Any] | None = None
) -> Any:
    """Return what one text says of all, or several say of each."""
    if len(texts) == 1 and "=" not in texts[0]:
        return one(texts[0])
    return {name: (each or one)(value) for name, value in pairs(texts, option).items()}


def _lacking(word: str) -> Any:
    return number(word) if word[:1] in "0123456789." else word


def _point(near: str) -> tuple[float, float] | None:
    """Return the latitude and longitude that a text is, if it is two numbers."""
    try:
        north, east = map(float, near.split(","))
    except ValueError:
        return None
    return north, east


def _money_of(near: str | None) -> str:
    """Return the money of the place asked about; US dollars where it has none or there is none."""
    from salarykit.currency.tender import tender
    from salarykit.places import parse_place

    if near is None or _point(near):
        return "USD"
    return next(iter(tender(parse_place(near).country)), "USD")
