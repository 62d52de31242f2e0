"""Print the result of a command: a table on a terminal, CSV in a pipe, JSON or a file on request; notes on stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, Final, Literal

import typer

from salarykit.errors import printable
from salarykit.option_words import in_command_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from salarykit.files.frames import Frame
    from salarykit.files.writing import Formulas

__all__ = ["draw", "print_facts", "say", "show"]

_TEXT: Final = 9  # the fewest characters per line of a text column
_FIGURE: Final = 20  # characters of the longest figure; anything longer is a text with a number in it
_BETWEEN: Final = 3  # characters between two columns


def say(text: str, *, err: bool = False) -> None:
    """Print lines of text with the options of the command line in place of keywords, and with control characters escaped."""
    typer.echo("\n".join(map(printable, in_command_words(text).split("\n"))), err=err)


def show(frame: Frame[Any], *, as_json: bool, output: Path | None, formulas: Formulas = "escape") -> None:
    """Print a result, or write it; its caption goes to stderr."""
    from salarykit.files.writing import csv_text

    if output:
        _write(frame, output, formulas)
    elif as_json:
        typer.echo(frame.to_json())
    elif sys.stdout.isatty():
        draw(frame)
    else:
        typer.echo(csv_text(frame.to_arrow(), formulas), nl=False)
    say(frame.drawn(limit=0)[2], err=True)


def _write(frame: Frame[Any], output: Path, formulas: Formulas) -> None:
    from salarykit.files.writing import write_csv, write_parquet, write_text

    if output.suffix == ".csv":
        write_csv(frame.to_arrow(), output, formulas)
    elif output.suffix == ".parquet":
        write_parquet(frame.to_arrow(), output)
    elif output.suffix == ".json":
        write_text(frame.to_json(), output)
    else:
        raise typer.BadParameter(f"{output}: the name must end in .csv, .parquet or .json.")
    say(f"{len(frame):,} rows written to {output}.", err=True)


def draw(frame: Frame[Any]) -> None:
    """Print a result as a table on a terminal; texts wrap if it is narrow, and no figure is cut."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    headers, rows, _ = frame.drawn()
    headers, rows = [printable(name) for name in headers], [[printable(cell) for cell in row] for row in rows]
    table, needed = Table(box=SIMPLE), 0
    for position, header in enumerate(headers):
        cells = [row[position] for row in rows]
        is_note = position == len(headers) - 1
        is_figure, width = _shape(header, cells, is_note=is_note)
        justify: Literal["left", "right"] = "right" if is_figure else "left"
        table.add_column(escape(header), justify=justify, min_width=width, no_wrap=is_figure, overflow="fold")
        needed += width + _BETWEEN
    for row in rows:
        table.add_row(*map(escape, row))
    console = Console()
    console.print(table, width=max(console.width, needed), crop=False, no_wrap=True)


def _shape(header: str, cells: Sequence[str], *, is_note: bool) -> tuple[bool, int]:
    """Return whether a column holds figures, which are not wrapped, and the characters per line that it needs."""
    widest = max(map(len, [header, *cells]))
    is_figure = not is_note and widest <= _FIGURE and any(cell[-1:].isdigit() for cell in cells)
    return is_figure, widest if is_figure else min(widest, max(len(header), _TEXT))


def print_facts(facts: dict[str, Any], *, as_json: bool) -> None:
    """Print facts by name, a line each or as JSON."""
    if as_json:
        typer.echo(json.dumps(facts, indent=2))
        return
    for name, value in facts.items():
        shown = " ".join(map(str, value)) if isinstance(value, list) else value
        typer.echo(f"{name:14} {'' if shown is None else printable(str(shown))}")
