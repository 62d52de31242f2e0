"""The command line: the same words as the library. A table on a terminal, CSV in a pipe, messages on stderr."""
# Over 300 lines: the signature of a command is the list of its options.

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

import salarykit as sk
from salarykit.cli_rates import rates_app

if TYPE_CHECKING:
    from salarykit.files.frames import Frame

__all__ = ["app", "main"]

app = typer.Typer(
    name="salarykit",
    help="Make salaries comparable: dated exchange rates, ranking, comparison, relevance-weighted queries.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

File = Annotated[
    Path | None,
    typer.Argument(help="CSV or Parquet; the packaged fifteen cities if left out.", show_default=False),
]
To = Annotated[str, typer.Option("--to", help="The currency to compare in, ISO 4217.", metavar="CODE")]
On = Annotated[
    str,
    typer.Option(
        "--on",
        help="Day or span of the rates: 2024-06-28, 2024-06, 2024-Q2, 2024, 2023-07/2024-06, own, latest.",
        metavar="WHEN",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to this .csv, .parquet or .json file.", show_default=False),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", help="Our name = theirs, as amount=CompTotal; repeatable.", metavar="OURS=THEIRS"
    ),
]
Defaults = Annotated[
    list[str] | None,
    typer.Option(
        "--default", help="What a missing cell means, as currency=USD; repeatable.", metavar="NAME=VALUE"
    ),
]
Null = Annotated[
    bool, typer.Option("--null-missing", help="Leave a figure without a rate empty instead of failing.")
]
Real = Annotated[
    bool, typer.Option("--real", help="In real terms, by the newest parities of private consumption.")
]
FxDates = Annotated[
    str | None,
    typer.Option(help="Try other days' rates: all of a span, 2024-01/2024-06, or a list, 2019,2024-06-28."),
]
ToOrTheirs = Annotated[str | None, typer.Option("--to", help="As in rank; the second city's if left out.")]
OnOrOwn = Annotated[str, typer.Option("--on", help="As in rank; each record's own if left out.")]
Since = Annotated[str | None, typer.Option(help="Split the gap: what exchange rates made of it since.")]


def main() -> None:
    """Run the command line: exit 0 if all went well, 1 for bad data with one message, 2 for wrong usage."""
    try:
        app()
    except sk.SalaryKitError as error:
        typer.echo(f"salarykit: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        sys.stderr.close()
        sys.exit(0)


@app.command()
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
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Order the salaries. Example: `salarykit rank --to USD --on 2024 --real`."""
    missing: Literal["raise", "null"] = "null" if null_missing else "raise"
    table = _read(file, columns, defaults)
    usd = table.convert(to, on=on, missing=missing, price_levels="latest" if real else None)
    days: Any = fx_dates.split(",") if fx_dates and "," in fx_dates else fx_dates or ()
    ranking = usd.rank(ties=ties, against=against, fx_dates=days)  # type: ignore[arg-type] # rank checks the word
    _show(ranking, as_json=as_json, output=output)
    if ranking.fx and sys.stdout.isatty() and not as_json and not output:
        _draw(ranking.fx)
    for row in ranking.unranked:
        typer.echo(f"unranked: {row['city'] or row['role'] or 'a row'}: {row['reason']}", err=True)


@app.command()
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
    as_json: Json = False,
) -> None:
    """Compare two cities. Example: `salarykit compare Toronto "New York" --since 2020`."""
    table = _read(file, columns, defaults)
    base = to or _currency_of(table, b)
    levels = "latest" if real else None
    comparison = table.convert(base, on=on).compare(a, b, since=since, price_levels=levels)
    typer.echo(comparison.to_json() if as_json else str(comparison))


def _currency_of(table: sk.SalaryTable, city: str) -> str:
    """Return the currency a city is paid in; a city that is not there is left to the comparison to refuse."""
    paid = [row.currency for row in table if row.city and row.city.casefold() == city.casefold()]
    return paid[0] if paid else "USD"


@app.command()
def query(
    file: File = None,
    *,
    to: To,
    on: On,
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
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Weigh the salaries by how much they bear on a question. Example: `salarykit query --near Berlin --to EUR --on 2024`."""
    given = locals()  # the settings of a query have the names of its options
    asked = {name: given[name] for name in sk.Query.model_fields if given.get(name) is not None}
    if missing and missing[:1] in "0123456789.":
        asked["missing"] = _number(missing)
    table = _read(file, columns, defaults).convert(to, on=on, missing="null" if null_missing else "raise")
    found: Any = table.query(asked, by=by) if by else table.query(asked)
    if explain:
        typer.echo(found.explain())
    else:
        _show(found, as_json=as_json, output=output)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number.") from None


@app.command()
def convert(
    file: File = None,
    *,
    to: To,
    on: On,
    columns: Columns = None,
    defaults: Defaults = None,
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Add each salary's figure of a year in one currency. Example: `salarykit convert pay.csv -o usd.parquet --to USD --on own`."""
    table = _read(file, columns, defaults).convert(to, on=on, missing="null" if null_missing else "raise")
    _show(table, as_json=as_json, output=output)


@app.command()
def quote(
    amount: Annotated[str, typer.Argument(help="A number, as 342000 or 0.5.")],
    currency: Annotated[str, typer.Argument(help="The currency it is in, ISO 4217.")],
    base: Annotated[str, typer.Argument(help="The currency to convert to, ISO 4217.")],
    *,
    on: On,
    max_staleness: Annotated[int, typer.Option(help="How many days old a rate may be.")] = 7,
    as_json: Json = False,
) -> None:
    """Convert one amount, and say by which rate. Example: `salarykit quote 342000 CAD USD --on 2024-06-28`."""
    rates = sk.default_rates()
    try:
        value = sk.convert(_decimal(amount), currency, base, on=on, max_staleness=max_staleness)
    except ArithmeticError:
        raise typer.BadParameter(f"{amount!r} is not a number.") from None
    found = rates.quote(currency, base, on=on, max_staleness=max_staleness)
    if as_json:
        rounded = sk.round_money(value, base)
        told = {
            "amount": amount,
            "value": f"{value:f}",
            "rounded": f"{rounded:f}",
            **found.model_dump(mode="json"),
        }
        typer.echo(json.dumps(told, indent=2))
        return
    typer.echo(f"{sk.round_money(value, base):,f} {base}")
    seen = f", last of {found.observed_on} ({found.staleness} days before)" if found.staleness else ""
    typer.echo(
        f"{found.rate:.8g} {base} per {currency} on {found.on}: {found.kind}{seen}, {found.source}.", err=True
    )


def _decimal(text: str) -> Any:
    from decimal import Decimal

    number = Decimal(text)
    if not number.is_finite():
        raise ArithmeticError
    return number


app.add_typer(rates_app, name="rates")


def _read(file: Path | None, columns: list[str] | None, defaults: list[str] | None) -> sk.SalaryTable:
    if file is None:
        if columns or defaults:
            raise typer.BadParameter("--column and --default are for a FILE.")
        return sk.load_salaries()
    return sk.read_salaries(file, columns=_pairs(columns, "--column"), defaults=_pairs(defaults, "--default"))


def _pairs(texts: list[str] | None, option: str) -> dict[str, str]:
    pairs = dict(text.partition("=")[::2] for text in texts or [])
    if not all(name and value for name, value in pairs.items()):
        raise typer.BadParameter(f"{option} wants NAME=VALUE.")
    return pairs


def _show(frame: Frame[Any], *, as_json: bool, output: Path | None) -> None:
    from salarykit.files.writing import csv_text

    if output:
        _write(frame, output)
    elif as_json:
        typer.echo(frame.to_json())
    elif sys.stdout.isatty():
        _draw(frame)
    else:
        typer.echo(csv_text(frame.to_arrow()), nl=False)
    typer.echo(frame.drawn(limit=0)[2], err=True)


def _write(frame: Frame[Any], output: Path) -> None:
    from salarykit.files.writing import write_csv, write_parquet, write_text

    if output.suffix == ".csv":
        write_csv(frame.to_arrow(), output)
    elif output.suffix == ".parquet":
        write_parquet(frame.to_arrow(), output)
    elif output.suffix == ".json":
        write_text(frame.to_json(), output)
    else:
        raise typer.BadParameter(f"{output}: the name must end in .csv, .parquet or .json.")
    typer.echo(f"{len(frame):,} rows written to {output}.", err=True)


def _draw(frame: Frame[Any]) -> None:
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    headers, rows, _ = frame.drawn()
    table = Table(box=SIMPLE)
    for position, header in enumerate(headers):
        figures = any(row[position][-1:].isdigit() for row in rows)
        last = position == len(headers) - 1  # the note may wrap, a figure may not
        table.add_column(header, justify="right" if figures and not last else "left", no_wrap=not last)
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)
