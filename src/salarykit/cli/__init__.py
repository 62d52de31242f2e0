"""The command line, with the names of the library: a table on a terminal, CSV in a pipe, messages on stderr."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import typer

import salarykit as sk
from salarykit.cli.converting import convert
from salarykit.cli.parsing import parse
from salarykit.cli.querying import query
from salarykit.cli.rates import quote, rates_app
from salarykit.cli.reading import layout
from salarykit.cli.serving import serve
from salarykit.cli.verbs import check, compare, rank

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["app", "main"]

_COMMANDS: Final = {
    command.__name__: command
    for command in (rank, compare, query, convert, check, layout, quote, parse, serve)
}


def _app(names: Iterable[str], *, rates: bool) -> typer.Typer:
    """Return the command line with some of its commands.

    Args:
        names: the commands.
        rates: whether it has `rates`.
    """
    made = typer.Typer(
        name="salarykit",
        help="Make salaries comparable: dated exchange rates, ranking, comparison, relevance-weighted queries.",
        epilog="`SALARYKIT_TO`, `SALARYKIT_ON` and `SALARYKIT_RATES` set --to, --on and --rates if those are not given; "
        "`SALARYKIT_HOME` is the folder that keeps newer rates.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        callback=_nothing,  # without it a single command would lose its name
    )
    for name in names:
        made.command()(_COMMANDS[name])
    if rates:
        made.add_typer(rates_app, name="rates")
    return made


def _nothing() -> None:
    pass


app = _app(_COMMANDS, rates=True)


def main() -> None:
    """Run the command line: exit 0 if all went well, 1 for bad data with one message, 2 for wrong usage."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    asked = _app([name], rates=False) if name in _COMMANDS else app  # the options of all take a while to make
    try:
        asked()
    except sk.SalaryKitError as error:
        typer.echo(f"salarykit: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        sys.stderr.close()
        sys.exit(0)
