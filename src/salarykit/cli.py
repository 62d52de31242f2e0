"""The command line: the same words as the library. A table on a terminal, CSV in a pipe, messages on stderr."""
# Over 300 lines: the signature of a command is the list of its options.

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import salarykit as sk

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
    typer.Argument(help="CSV, Parquet, JSON or a page; the packaged cities if left out.", show_default=False),
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
LayoutName = Annotated[
    str | None,
    typer.Option("--layout", help="stack-overflow, oews, ai-jobs or job-posting.", show_default=False),
]
Null = Annotated[
    bool, typer.Option("--null-missing", help="Leave a figure without a rate empty instead of failing.")
]


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
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Order the salaries. Example: `salarykit rank --to USD --on 2024`."""
    table = _read(file, columns, defaults, layout).convert(
        to, on=on, missing="null" if null_missing else "raise"
    )
    ranking = table.rank(ties=ties, against=against)  # type: ignore[arg-type] # rank checks the word
    _show(ranking, as_json=as_json, output=output)
    for row in ranking.unranked:
        typer.echo(f"unranked: {row['city'] or row['role'] or 'a row'}: {row['reason']}", err=True)


@app.command()
def compare(
    a: Annotated[str, typer.Argument(help="A city of the table.")],
    b: Annotated[str, typer.Argument(help="Another.")],
    file: File = None,
    *,
    to: To,
    on: On,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    as_json: Json = False,
) -> None:
    """Compare two cities. Example: `salarykit compare Toronto "New York" --to USD --on 2024`."""
    comparison = _read(file, columns, defaults, layout).convert(to, on=on).compare(a, b)
    typer.echo(comparison.model_dump_json(indent=2) if as_json else str(comparison))


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
    min_weight: Annotated[float | None, typer.Option(help="Drop lighter records.", show_default="0")] = None,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    null_missing: Null = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Weigh the salaries by how much they bear on a question. Example: `salarykit query --near Berlin --to EUR --on 2024`."""
    asked = {
        "role": role,
        "near": near,
        "scale_km": scale_km,
        "offset_km": offset_km,
        "shape": shape,
        "as_of": as_of,
        "half_life_months": half_life_months,
        "min_weight": min_weight,
    }
    table = _read(file, columns, defaults, layout).convert(
        to, on=on, missing="null" if null_missing else "raise"
    )
    found = table.query({name: value for name, value in asked.items() if value is not None})
    _show(found, as_json=as_json, output=output)


@app.command()
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
    table = _read(file, columns, defaults, layout).convert(
        to, on=on, missing="null" if null_missing else "raise"
    )
    _show(table, as_json=as_json, output=output)


@app.command()
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
    findings = _read(file, columns, defaults, layout).check(anchors=anchors, today=today)
    _show(findings, as_json=as_json, output=output)
    if not findings.passed():
        raise typer.Exit(1)


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


rates_app = typer.Typer(
    help="The exchange rates in use: where they are, what they hold, how to renew them.", no_args_is_help=True
)
app.add_typer(rates_app, name="rates")


@rates_app.command()
def status(*, as_json: Json = False) -> None:
    """Say which rates are in use. Example: `salarykit rates status`."""
    from salarykit.sources.copies import copy_path, rates_status

    now = rates_status()
    told = {
        "source": now.rates.source,
        "first": str(now.rates.first),
        "last": str(now.rates.last),
        "age_days": (dt.datetime.now(dt.UTC).date() - now.rates.last).days,
        "currencies": list(now.rates.currencies),
        "fingerprint": now.rates.fingerprint,
        "in_use": "your copy" if now.is_copy else "the packaged rates",
        "copy": str(copy_path()) + ("" if copy_path().exists() else " (none)"),
    }
    _tell(told, as_json=as_json)


@rates_app.command()
def update(
    *,
    source: Annotated[str, typer.Option(help="ecb, or a source of whole histories.")] = "ecb",
    source_url: Annotated[
        str | None, typer.Option(help="Another address of that source.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Download, check and keep newer rates; what fails a check replaces nothing. Example: `salarykit rates update`."""
    from salarykit.sources.copies import copy_path, packaged, update_copy
    from salarykit.sources.fetch import source_named

    today = dt.datetime.now(dt.UTC).date()
    now = update_copy(source_named(source, source_url).fetch(packaged().first, today))
    told = {"last": str(now.rates.last), "fingerprint": now.rates.fingerprint, "copy": str(copy_path())}
    _tell(told, as_json=as_json)


@rates_app.command()
def show(
    currency: Annotated[str, typer.Argument(help="ISO 4217.")],
    base: Annotated[str, typer.Argument(help="ISO 4217.")],
    *,
    on: On,
    max_staleness: Annotated[int, typer.Option(help="How many days old a rate may be.")] = 7,
    as_json: Json = False,
) -> None:
    """Show one rate with all it rests on. Example: `salarykit rates show EUR USD --on 2024-06-28`."""
    found = sk.default_rates().quote(currency, base, on=on, max_staleness=max_staleness)
    told = found.model_dump(mode="json")
    if not as_json:
        told["path"] = " > ".join(found.path)
        told["legs"] = "; ".join(f"{leg.units} {leg.currency} per {leg.per}" for leg in found.legs)
    _tell(told, as_json=as_json)


def _tell(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    for name, value in told.items():
        shown = " ".join(map(str, value)) if isinstance(value, list) else value
        typer.echo(f"{name:14} {'' if shown is None else shown}")


def _read(
    file: Path | None, columns: list[str] | None, defaults: list[str] | None, layout: str | None
) -> sk.SalaryTable:
    """Read the salaries; say on stderr what was inferred."""
    if file is None:
        if columns or defaults or layout:
            raise typer.BadParameter("--column, --default and --layout are for a FILE.")
        return sk.load_salaries()
    mine, given = _pairs(columns, "--column"), _pairs(defaults, "--default")
    table = sk.read_salaries(file, columns=mine, defaults=given, layout=layout)  # type: ignore[arg-type] # it checks
    if table.reading:
        typer.echo(str(table.reading), err=True)
    return table


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
