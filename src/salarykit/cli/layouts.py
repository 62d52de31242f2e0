"""`salarykit layout`: what a file means, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import salarykit as sk
from salarykit.cli.options import (
    ANSWER,
    READING,
    Columns,
    DecimalSign,
    Defaults,
    EncodingName,
    Json,
    LayoutName,
    NoInfer,
)
from salarykit.cli.terms import pairs

__all__ = ["layout"]


def layout(
    file: Annotated[Path, typer.Argument(help="A CSV, Parquet, JSON or HTML file, compressed or not.")],
    *,
    columns: Columns = None,
    defaults: Defaults = None,
    layout: LayoutName = None,
    decimal: DecimalSign = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first",
            help="Read 03/04/2024 as 3 April (day first) or as 4 March (month first). Without it, the "
            "other dates of the column decide.",
            show_default=False,
            rich_help_panel=READING,
        ),
    ] = None,
    encoding: EncodingName = None,
    delimiter: Annotated[
        str | None,
        typer.Option(
            "--delimiter",
            help="The character that separates the cells of a CSV file, such as a semicolon.",
            show_default=False,
            rich_help_panel=READING,
            metavar="SIGN",
        ),
    ] = None,
    header: Annotated[
        int | None,
        typer.Option(
            "--header",
            help="The line of a CSV file that names the columns, counted from 1. The lines above it are "
            "skipped.",
            show_default=False,
            rich_help_panel=READING,
            metavar="LINE",
        ),
    ] = None,
    no_infer: NoInfer = False,
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
) -> None:
    """Show how a file is read, and how that was decided. Example: `salarykit layout pay.csv -o pay.layout.json`."""
    found = sk.infer_layout(
        file,
        columns=pairs(columns, "--column"),
        defaults=pairs(defaults, "--default"),
        layout=layout,
        decimal=decimal,  # type: ignore[arg-type] # infer_layout checks the sign
        day_first=day_first,
        encoding=encoding,
        delimiter=delimiter,
        header=header,
        infer=not no_infer,
    )
    if output:
        if output.suffix != ".json":
            raise typer.BadParameter(f"{output}: the name of a layout ends in .json.")
        found.to_json(output)
    elif as_json:
        typer.echo(found.to_json(), nl=False)
    if not as_json:
        typer.echo(str(found))
