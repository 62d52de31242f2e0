"""The command `layout`: show how a file is read, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

import salarykit as sk
from salarykit.cli.options import ANSWER, Json
from salarykit.cli.reading import reading_options, takes_reading

__all__ = ["layout"]


@takes_reading
def layout(
    file: Annotated[Path, typer.Argument(help="A CSV, Parquet, JSON or HTML file, compressed or not.")],
    *,
    as_json: Json = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            help="Write the layout to this .json file, for --layout to read.",
            show_default=False,
            rich_help_panel=ANSWER,
            metavar="FILE",
        ),
    ] = None,
    **reading: Any,
) -> None:
    """Show how a file is read, and how that was decided. Example: `salarykit layout pay.csv -o pay.layout.json`."""
    found = sk.infer_layout(file, **reading_options(reading))
    if output:
        if output.suffix != ".json":
            raise typer.BadParameter(f"{output}: the name of a layout ends in .json.")
        found.to_json(output)
    elif as_json:
        typer.echo(found.to_json(), nl=False)
    if not as_json:
        typer.echo(str(found))
