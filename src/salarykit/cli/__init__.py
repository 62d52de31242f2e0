"""The command line, with the names of the library: a table on a terminal, CSV in a pipe, messages on stderr."""

from __future__ import annotations

import os
import sys
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import salarykit as sk
from salarykit.cli.converting import convert
from salarykit.cli.options import FLAG
from salarykit.cli.parsing import parse
from salarykit.cli.plain import plain_values
from salarykit.cli.querying import query
from salarykit.cli.rates import quote, rates_app
from salarykit.cli.reading import layout
from salarykit.cli.serving import serve
from salarykit.cli.verbs import check, compare, rank
from salarykit.option_words import in_command_words
from salarykit.package import version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["app", "main"]

_COMMANDS: Final = {
    command.__name__: command
    for command in (rank, compare, query, convert, check, layout, quote, parse, serve)
}


def _app(commands: Iterable[Callable[..., None]], *, rates: bool) -> typer.Typer:
    """Return the command line with some of its commands.

    Args:
        commands: the commands.
        rates: whether it has the commands of `rates`.
    """
    made = typer.Typer(
        name="salarykit",
        help="Make salaries comparable: dated exchange rates, ranking, comparison, relevance-weighted queries.",
        epilog="`SALARYKIT_TO`, `SALARYKIT_ON` and `SALARYKIT_RATES` set --to, --on and --rates if those are not given; "
        "`SALARYKIT_HOME` is the folder that keeps newer rates.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        callback=_nothing,  # without a callback, typer would drop the name of a single command
    )
    for command in commands:
        made.command()(command)
    if rates:
        made.add_typer(rates_app, name="rates")
    return made


def _print_version(is_given: bool) -> None:
    if is_given:
        typer.echo(f"salarykit {version()}")
        raise typer.Exit


def _nothing(
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            metavar=FLAG,
            help="Print the version, and exit.",
            callback=_print_version,
            is_eager=True,
        ),
    ] = False,
) -> None:
    pass


app = _app(_COMMANDS.values(), rates=True)


def main() -> None:
    """Run the command line: exit 0 if all went well, 1 for bad data with one message, 2 for wrong usage."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        if name in _COMMANDS:
            _run(_COMMANDS[name], sys.argv[2:])
        else:
            app()
    except sk.SalaryKitError as error:
        typer.echo(f"salarykit: {in_command_words(str(error))}", err=True)
        sys.exit(1)
    except (BrokenPipeError, SystemExit) as end:
        if not _is_pipe_closed(end):
            raise
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)  # for what Python still flushes when it exits
        os.dup2(nowhere, 2)
        sys.exit(0)


def _is_pipe_closed(end: BaseException) -> bool:
    """Return whether a command ended because nobody reads its output any more, as in `salarykit rates coverage | head`."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return True
    return isinstance(end, BrokenPipeError) or isinstance(end.__context__, BrokenPipeError)


def _run(command: Callable[..., None], words: list[str]) -> None:
    """Call a command with the values of a plain line; typer reads any other line, and handles the errors of commands."""
    shell = os.name == "nt" or any(name.endswith("_COMPLETE") for name in os.environ)
    values = None if shell else plain_values(command, words, os.environ)
    if values is None:
        _app([command], rates=False)()  # making the options of all commands would take a while
        return
    try:
        command(**values)
        sys.exit(0)
    except (sk.SalaryKitError, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - typer decides how the command ends, also at Ctrl-C
        _app([_raising(command, error)], rates=False)()


def _raising(command: Callable[..., None], error: BaseException) -> Callable[..., None]:
    """Return a command that has the options of another, and only raises an error."""

    @wraps(command)
    def broken_off(**_: Any) -> None:
        raise error

    return broken_off
