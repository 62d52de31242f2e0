"""The verbs of a table: `rank`, `compare`, `check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import salarykit as sk
from salarykit.cli.options import (
    CONVERSION_OPTIONS,
    FLAG,
    GROUPS,
    READING_OPTIONS,
    REJECTS,
    File,
    Json,
    OnOrOwn,
    OnText,
    Out,
    RatesFile,
    To,
    ToOrTheirs,
    takes,
)
from salarykit.cli.reading import grouped, read, report_reading
from salarykit.cli.showing import draw, say, show
from salarykit.cli.terms import conversion_terms, number, price_level_year, rates_from
from salarykit.cli.words import completing, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check", "compare", "rank"]

_EACH: Final = 5  # rows that are named one by one


@takes(READING_OPTIONS, REJECTS, GROUPS, CONVERSION_OPTIONS)
def rank(
    file: File = None,
    *,
    to: To,
    on: OnText,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            help="The city whose index is 100. Without it, the city of rank 1.",
            show_default=False,
            metavar="CITY",
        ),
    ] = None,
    ties: Annotated[
        str,
        typer.Option(
            "--ties",
            help=f"Which rank equal figures get: {listed('ties')}.",
            autocompletion=completing("ties"),
            metavar="WORD",
        ),
    ] = "min",
    ascending: Annotated[
        bool, typer.Option("--ascending", metavar=FLAG, help="Give rank 1 to the smallest figure.")
    ] = False,
    uncertainty: Annotated[
        str,
        typer.Option(
            "--uncertainty",
            help=f"The method for the confidence intervals of ranks: {listed('uncertainty')}.",
            autocompletion=completing("uncertainty"),
            metavar="WORD",
        ),
    ] = "auto",
    level: Annotated[
        float,
        typer.Option(
            "--level",
            help="The confidence that all rank intervals hold at the same time.",
            metavar="SHARE",
        ),
    ] = 0.95,
    seed: Annotated[
        int,
        typer.Option(
            "--seed",
            help="The seed of the simulation that --uncertainty max_t runs.",
            metavar="N",
        ),
    ] = 0,
    spread: Annotated[
        str | None,
        typer.Option(
            "--spread",
            help="The two columns that hold the quartiles. Without it, p25,p75.",
            metavar="LOW,HIGH",
            show_default=False,
        ),
    ] = None,
    statistic: Annotated[
        str | None,
        typer.Option(
            "--statistic",
            help="The statistic to rank by if the file states several, such as mean or p90. Without it, "
            "the median.",
            metavar="NAME",
            show_default=False,
        ),
    ] = None,
    fx_dates: Annotated[
        str | None,
        typer.Option(
            "--fx-dates",
            help="Rank again at the rates of other days: every day of a span (2024-01/2024-06), or a list "
            "(2019,2024-06-28).",
            show_default=False,
            metavar="WHEN",
        ),
    ] = None,
    as_json: Json = False,
    output: Out = None,
    **options: Any,
) -> None:
    """Rank the salaries, converted to one currency. Example: `salarykit rank --to USD --on 2024 --real`."""
    terms = conversion_terms(options)
    table = grouped(read(file, options, output=output).convert(to, on=on, **terms), options, statistic)
    days: Any = fx_dates.split(",") if fx_dates and "," in fx_dates else fx_dates or ()
    chosen: Any = {"ties": ties, "uncertainty": uncertainty, "spread": _two(spread, "--spread")}
    ranking = table.rank(
        **chosen,
        descending=not ascending,
        against=against,
        level=level,
        seed=seed,
        statistic=None if options["by"] else statistic,
        fx_dates=days,
        rates=terms["rates"],
    )
    report_reading(table)
    show(ranking, as_json=as_json, output=output)
    if ranking.fx and sys.stdout.isatty() and not as_json and not output:
        draw(ranking.fx)
    for line in _unranked(ranking):
        say(f"unranked: {line}", err=True)


def _unranked(ranking: sk.Ranking) -> Iterator[str]:
    """Yield a line for each row that is not ranked, with the reason; rows with the same reason share a line if they are many."""
    names: dict[str, list[str]] = {}
    for row in ranking.unranked:
        names.setdefault(row["reason"], []).append(row["city"] or row["role"] or "a row")
    for reason, those in names.items():
        if len(those) <= _EACH:
            yield from (f"{name}: {reason}" for name in those)
        else:
            first = ", ".join(those[:_EACH])
            yield f"{first} and {len(those) - _EACH:,} more: {reason}"


@takes(READING_OPTIONS, REJECTS, GROUPS, CONVERSION_OPTIONS, without="null_missing")
def compare(
    a: Annotated[str, typer.Argument(help="The city to compare.", show_default=False)],
    b: Annotated[
        str | None,
        typer.Argument(
            help="The city to compare it with. With --since it may be left out: the city is then compared "
            "with itself.",
            show_default=False,
        ),
    ] = None,
    file: File = None,
    *,
    to: ToOrTheirs = None,
    on: OnOrOwn = "own",
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            help="Show how much of the gap comes from exchange rates that moved since this day or span.",
            show_default=False,
            metavar="WHEN",
        ),
    ] = None,
    method: Annotated[
        str,
        typer.Option(
            "--method",
            help=f"How the gap is divided among the factors that made it: {listed('split-method')}.",
            autocompletion=completing("split-method"),
            metavar="WORD",
        ),
    ] = "log_mean",
    cpi: Annotated[
        str | None,
        typer.Option(
            "--cpi",
            help="The consumer price index then and now, to split the change of local pay into real pay "
            "and inflation.",
            metavar="THEN,NOW",
            show_default=False,
        ),
    ] = None,
    statistic: Annotated[
        str | None,
        typer.Option(
            "--statistic",
            help="The statistic to compare if the file states several, such as mean or p90. Without it, "
            "the median.",
            metavar="NAME",
            show_default=False,
        ),
    ] = None,
    as_json: Json = False,
    **options: Any,
) -> None:
    """Compare the pay of two cities. Example: `salarykit compare Toronto "New York" --since 2020`."""
    if file and not file.exists() and Path(a).is_file():
        raise typer.BadParameter("Name the two cities first, then the FILE.")
    terms = {**conversion_terms(options), "price_levels": None}  # here they split the gap instead
    prices = _two(cpi, "--cpi")
    table = read(file, options)
    table = grouped(table.convert(to or _currency_of(table, b or a), on=on, **terms), options, statistic)
    comparison = table.compare(
        a,
        b,
        since=since,
        method=method,  # type: ignore[arg-type] # compare checks the word
        price_levels=price_level_year(options),
        cpi=(number(prices[0]), number(prices[1])) if prices else None,
        rates=terms["rates"],
        statistic=None if options["by"] else statistic,
    )
    report_reading(table)
    say(comparison.to_json() if as_json else str(comparison))


def _two(text: str | None, option: str) -> tuple[str, str] | None:
    """Return the two values of a text, which one comma separates."""
    if text is None:
        return None
    first, _, second = (part.strip() for part in text.partition(","))
    if not (first and second) or "," in second:
        raise typer.BadParameter(f"{option} takes two values, separated by a comma.")
    return first, second


def _currency_of(table: sk.SalaryTable, city: str) -> str:
    """Return the currency that a city is paid in; the comparison refuses a city that is not in the table."""
    paid = [row.currency for row in table if row.city and row.city.casefold() == city.casefold()]
    return paid[0] if paid else "USD"


@takes(READING_OPTIONS, REJECTS)
def check(
    file: File = None,
    *,
    anchors: Annotated[
        Path | None,
        typer.Option(
            "--anchors",
            help="A CSV or Parquet file of usual yearly pay to check against, with the columns country, "
            "anchor and, if need be, currency. Without it, GDP per head.",
            show_default=False,
            metavar="FILE",
        ),
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(
            "--today",
            help="The day to take for today. Without it, the last day of the rates.",
            metavar="DAY",
            show_default=False,
        ),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(
            "--fail-on",
            help=f"The lowest severity that ends with exit code 1: {listed('fail-on')}.",
            autocompletion=completing("fail-on"),
            metavar="WORD",
        ),
    ] = "error",
    rates: RatesFile = None,
    as_json: Json = False,
    output: Out = None,
    **options: Any,
) -> None:
    """List figures that look wrong; exit with code 1 if one is an error. Example: `salarykit check pay.csv`."""
    table = read(file, options, output=output)
    findings = table.check(anchors=anchors, today=today, rates=rates_from(rates))
    passed = findings.passed(fail_on)  # type: ignore[arg-type] # passed checks the word
    report_reading(table)
    show(findings, as_json=as_json, output=output)
    if not passed:
        raise typer.Exit(1)
