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
    Options,
    Out,
    RatesFile,
    To,
    ToOrTheirs,
    option,
    takes,
)
from salarykit.cli.reading import grouped, read, report_reading
from salarykit.cli.showing import draw, say, show
from salarykit.cli.terms import conversion_terms, number, price_level_year, rates_from

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check", "compare", "rank"]

_EACH: Final = 5  # rows that are named one by one


_STATISTIC: Final = "if the file states several, such as mean or p90. Without it, the median."
_RANK_OPTIONS: Final[Options] = {
    "against": option(
        str, "--against", "CITY", "The city whose index is 100. Without it, the city of rank 1."
    ),
    "ties": option(str, "--ties", "WORD", "Which rank equal figures get", default="min", words="ties"),
    "ascending": option(bool, "--ascending", FLAG, "Give rank 1 to the smallest figure.", default=False),
    "uncertainty": option(
        str,
        "--uncertainty",
        "WORD",
        "The method for the confidence intervals of ranks",
        default="auto",
        words="uncertainty",
    ),
    "level": option(
        float,
        "--level",
        "SHARE",
        "The confidence that all rank intervals hold at the same time.",
        default=0.95,
    ),
    "seed": option(
        int, "--seed", "N", "The seed of the simulation that --uncertainty max_t runs.", default=0
    ),
    "spread": option(
        str, "--spread", "LOW,HIGH", "The two columns that hold the quartiles. Without it, p25,p75."
    ),
    "statistic": option(str, "--statistic", "NAME", f"The statistic to rank by {_STATISTIC}"),
    "fx_dates": option(
        str,
        "--fx-dates",
        "WHEN",
        "Rank again at the rates of other days: every day of a span (2024-01/2024-06), or a list (2019,2024-06-28).",
    ),
}


@takes(_RANK_OPTIONS, READING_OPTIONS, REJECTS, GROUPS, CONVERSION_OPTIONS)
def rank(
    file: File = None, *, to: To, on: OnText, as_json: Json = False, output: Out = None, **options: Any
) -> None:
    """Rank the salaries, converted to one currency. Example: `salarykit rank --to USD --on 2024 --real`."""
    terms, statistic = conversion_terms(options), options["statistic"]
    table = grouped(read(file, options, output=output).convert(to, on=on, **terms), options, statistic)
    days: Any = options["fx_dates"] or ()
    ranking = table.rank(
        **{name: options[name] for name in ("ties", "against", "uncertainty", "level", "seed")},
        descending=not options["ascending"],
        spread=_two(options["spread"], "--spread"),
        statistic=None if options["by"] else statistic,
        fx_dates=days.split(",") if "," in days else days,
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
    for reason, rows in names.items():
        if len(rows) <= _EACH:
            yield from (f"{name}: {reason}" for name in rows)
        else:
            yield f"{', '.join(rows[:_EACH])} and {len(rows) - _EACH:,} more: {reason}"


_COMPARE_OPTIONS: Final[Options] = {
    "since": option(
        str,
        "--since",
        "WHEN",
        "Show how much of the gap comes from exchange rates that moved since this day or span.",
    ),
    "method": option(
        str,
        "--method",
        "WORD",
        "How the gap is divided among the factors that made it",
        default="log_mean",
        words="split-method",
    ),
    "cpi": option(
        str,
        "--cpi",
        "THEN,NOW",
        "The consumer price index then and now, to split the change of local pay into real pay and inflation.",
    ),
    "statistic": option(str, "--statistic", "NAME", f"The statistic to compare {_STATISTIC}"),
}


@takes(_COMPARE_OPTIONS, READING_OPTIONS, REJECTS, GROUPS, CONVERSION_OPTIONS, without="null_missing")
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
    as_json: Json = False,
    **options: Any,
) -> None:
    """Compare the pay of two cities. Example: `salarykit compare Toronto "New York" --since 2020`."""
    if file and not file.exists() and Path(a).is_file():
        raise typer.BadParameter("Name the two cities first, then the FILE.")
    terms = {**conversion_terms(options), "price_levels": None}  # here they split the gap instead
    prices, statistic = _two(options["cpi"], "--cpi"), options["statistic"]
    table = read(file, options)
    table = grouped(table.convert(to or _currency_of(table, b or a), on=on, **terms), options, statistic)
    comparison = table.compare(
        a,
        b,
        since=options["since"],
        method=options["method"],
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


_CHECK_OPTIONS: Final[Options] = {
    "anchors": option(
        Path,
        "--anchors",
        "FILE",
        "A CSV or Parquet file of usual yearly pay to check against, with the columns country, anchor and, if need be, "
        "currency. Without it, GDP per head.",
    ),
    "today": option(
        str, "--today", "DAY", "The day that counts as today. Without it, the last day of the rates."
    ),
    "fail_on": option(
        str,
        "--fail-on",
        "WORD",
        "The lowest severity that ends with exit code 1",
        default="error",
        words="fail-on",
    ),
    "rates": (RatesFile, None),
}


@takes(_CHECK_OPTIONS, READING_OPTIONS, REJECTS)
def check(file: File = None, *, as_json: Json = False, output: Out = None, **options: Any) -> None:
    """List figures that look wrong; exit with code 1 if one is an error. Example: `salarykit check pay.csv`."""
    table = read(file, options, output=output)
    rates = rates_from(options["rates"])
    findings = table.check(anchors=options["anchors"], today=options["today"], rates=rates)
    passed = findings.passed(options["fail_on"])
    report_reading(table)
    show(findings, as_json=as_json, output=output)
    if not passed:
        raise typer.Exit(1)
