"""The verbs of a table: `rank`, `compare`, `convert`, `check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

import salarykit as sk
from salarykit.cli.options import (
    Columns,
    Defaults,
    File,
    FxDates,
    Json,
    LayoutName,
    Null,
    On,
    OnOrOwn,
    Out,
    Real,
    Since,
    To,
    ToOrTheirs,
)
from salarykit.cli.reading import read
from salarykit.cli.showing import draw, show

__all__ = ["check", "compare", "convert", "rank"]


def rank(
    file: File = None,
    *,
    to: To,
    on: On,
    against: Annotated[
        str | None,
        typer.Option(help="The city whose index is 100; the first if left out.", show_default=False),
    ] = None,
    ties: Annotated[str, typer.Option(help="min, max, average, dense or ordinal.")] = "min",
    real: Real = False,
    fx_dates: FxDates = None,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Order the salaries. Example: `salarykit rank --to USD --on 2024 --real`."""
    missing: Literal["raise", "null"] = "null" if null_missing else "raise"
    table = read(file, columns, defaults, layout)
    usd = table.convert(to, on=on, missing=missing, price_levels="latest" if real else None)
    days: Any = fx_dates.split(",") if fx_dates and "," in fx_dates else fx_dates or ()
    ranking = usd.rank(ties=ties, against=against, fx_dates=days)  # type: ignore[arg-type] # rank checks the word
    show(ranking, as_json=as_json, output=output)
    if ranking.fx and sys.stdout.isatty() and not as_json and not output:
        draw(ranking.fx)
    for row in ranking.unranked:
        typer.echo(f"unranked: {row['city'] or row['role'] or 'a row'}: {row['reason']}", err=True)


def compare(
    a: Annotated[str, typer.Argument(help="A city of the table.")],
    b: Annotated[str, typer.Argument(help="Another; the same with --since compares it with itself.")],
    file: File = None,
    *,
    to: ToOrTheirs = None,
    on: OnOrOwn = "own",
    since: Since = None,
    real: Real = False,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    as_json: Json = False,
) -> None:
    """Compare two cities. Example: `salarykit compare Toronto "New York" --since 2020`."""
    table = read(file, columns, defaults, layout)
    base = to or _currency_of(table, b)
    levels = "latest" if real else None
    comparison = table.convert(base, on=on).compare(a, b, since=since, price_levels=levels)
    typer.echo(comparison.to_json() if as_json else str(comparison))


def _currency_of(table: sk.SalaryTable, city: str) -> str:
    """Return the currency a city is paid in; a city that is not there is left to the comparison to refuse."""
    paid = [row.currency for row in table if row.city and row.city.casefold() == city.casefold()]
    return paid[0] if paid else "USD"


def convert(
    file: File = None,
    *,
    to: To,
    on: On,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Add each salary's figure of a year in one currency. Example: `salarykit convert pay.csv -o usd.parquet --to USD --on own`."""
    table = read(file, columns, defaults, layout).convert(
        to, on=on, missing="null" if null_missing else "raise"
    )
    show(table, as_json=as_json, output=output)


def check(
    file: File = None,
    *,
    anchors: Annotated[
        Path | None,
        typer.Option(
            help="CSV or Parquet with country, anchor (a yearly figure) and perhaps currency; GDP per head if left out.",
            show_default=False,
        ),
    ] = None,
    today: Annotated[
        str | None, typer.Option(help="What counts as today; the last day of the rates if left out.")
    ] = None,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Say what is doubtful in the figures; exit 1 if something is an error, else 0. Example: `salarykit check pay.csv`."""
    findings = read(file, columns, defaults, layout).check(anchors=anchors, today=today)
    show(findings, as_json=as_json, output=output)
    if not findings.passed():
        raise typer.Exit(1)
