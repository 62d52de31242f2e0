"""Read a FILE with its options as a table of salaries."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, TypeVar

import typer

import salarykit as sk
from salarykit.cli.options import READING_OPTIONS
from salarykit.cli.terms import pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

__all__ = ["read", "reading_options", "report_reading", "takes_reading"]

_Command = TypeVar("_Command", bound="Callable[..., None]")


def takes_reading(command: _Command) -> _Command:
    """Replace the `**reading` of a command by the reading options, placed before those of its answer; a decorator."""
    signature = inspect.signature(command, eval_str=True)
    own = [each for each in signature.parameters.values() if each.name != "reading"]
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in READING_OPTIONS.items()
    ]
    at = [each.name for each in own].index("as_json")
    command.__signature__ = signature.replace(parameters=[*own[:at], *options, *own[at:]])  # type: ignore[attr-defined] # what typer reads
    return command


def reading_options(reading: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `read_salaries` for the reading options."""
    unchanged = {name: value for name, value in reading.items() if name != "no_infer"}
    return unchanged | {
        "columns": pairs(reading["columns"], "--column"),
        "defaults": pairs(reading["defaults"], "--default"),
        "infer": not reading["no_infer"],
    }


def read(file: Path | None, reading: Mapping[str, Any]) -> sk.SalaryTable:
    """Return the salaries of a file, or the packaged ones.

    Raises:
        typer.BadParameter: for a reading option without a file.
    """
    if file is not None:
        return sk.read_salaries(file, **reading_options(reading))
    for name, (annotation, default) in READING_OPTIONS.items():
        if reading[name] not in (default, []):
            raise typer.BadParameter(f"{annotation.__metadata__[0].default} needs a FILE.")
    return sk.load_salaries()


def report_reading(table: sk.SalaryTable) -> None:
    """Report on stderr what was inferred; called after a command has succeeded, so that bad data gives one message only."""
    if table.reading:
        typer.echo(str(table.reading), err=True)
