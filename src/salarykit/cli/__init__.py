"""The command line, with the names of the library: a table on a terminal, CSV in a pipe, messages on stderr."""

from __future__ import annotations

import sys

import typer

import salarykit as sk
from salarykit.cli.converting import convert
from salarykit.cli.parsing import parse
from salarykit.cli.querying import query
from salarykit.cli.rates import quote, rates_app
from salarykit.cli.reading import layout
from salarykit.cli.serving import serve
from salarykit.cli.verbs import check, compare, rank

__all__ = ["app", "main"]

app = typer.Typer(
    name="salarykit",
    help="Make salaries comparable: dated exchange rates, ranking, comparison, relevance-weighted queries.",
    epilog="`SALARYKIT_TO`, `SALARYKIT_ON` and `SALARYKIT_RATES` set --to, --on and --rates if those are not given; "
    "`SALARYKIT_HOME` is the folder that keeps newer rates.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
for _command in (rank, compare, query, convert, check, layout, quote, parse, serve):
    app.command()(_command)
app.add_typer(rates_app, name="rates")


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
