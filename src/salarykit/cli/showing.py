"""What a command has found: a table on a terminal, CSV in a pipe, JSON or a file where asked; notes on stderr."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from pathlib import Path

    from salarykit.files.frames import Frame

__all__ = ["draw", "show", "tell"]


def show(frame: Frame[Any], *, as_json: bool, output: Path | None) -> None:
    """Print a result, or write it; its caption goes to stderr."""
    from salarykit.files.writing import csv_text

    if output:
        _write(frame, output)
    elif as_json:
        typer.echo(frame.to_json())
    elif sys.stdout.isatty():
        draw(frame)
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


def draw(frame: Frame[Any]) -> None:
    """Print a result as a table of a terminal."""
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


def tell(told: dict[str, Any], *, as_json: bool) -> None:
    """Print facts by name, a line each or as JSON."""
    if as_json:
        typer.echo(json.dumps(told, indent=2))
        return
    for name, value in told.items():
        shown = " ".join(map(str, value)) if isinstance(value, list) else value
        typer.echo(f"{name:14} {'' if shown is None else shown}")
