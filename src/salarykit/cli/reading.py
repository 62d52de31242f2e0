"""Read a FILE with its options as a table of salaries; the command `layout`, which shows how it is read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

import salarykit as sk
from salarykit.cli.options import ANSWER, READING_OPTIONS, Json, takes
from salarykit.cli.terms import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["layout", "read", "reading_options", "report_reading"]


def reading_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `read_salaries` for the reading options of a command."""
    unchanged = {name: options[name] for name in READING_OPTIONS if name != "no_infer"}
    return unchanged | {
        "columns": _columns(options["columns"]),
        "defaults": pairs(options["defaults"], "--default"),
        "infer": not options["no_infer"],
    }


def _columns(texts: Sequence[str] | None) -> dict[str, str | list[str]]:
    """Return OURS=THEIRS texts as a mapping; a field that is there several times has a list of columns."""
    names: dict[str, list[str]] = {}
    for text in texts or []:
        for ours, theirs in pairs([text], "--column").items():
            names.setdefault(ours, []).append(theirs)
    return {ours: theirs[0] if len(theirs) == 1 else theirs for ours, theirs in names.items()}


def read(file: Path | None, options: Mapping[str, Any]) -> sk.SalaryTable:
    """Return the salaries of a file, or the packaged ones.

    Raises:
        typer.BadParameter: for a reading option without a file.
    """
    if file is not None:
        return sk.read_salaries(file, **reading_options(options))
    for name, (annotation, default) in READING_OPTIONS.items():
        if options[name] not in (default, []):
            raise typer.BadParameter(f"{annotation.__metadata__[0].default} needs a FILE.")
    return sk.load_salaries()


def report_reading(table: sk.SalaryTable) -> None:
    """Report on stderr what was inferred; called after a command has succeeded, so that bad data gives one message only."""
    if table.reading:
        typer.echo(str(table.reading), err=True)


@takes(READING_OPTIONS)
def layout(
    file: Annotated[
        Path,
        typer.Argument(
            help="A CSV, Parquet, JSON or HTML file or a workbook (XLSX, XLSB, ODS), compressed or not."
        ),
    ],
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
    **options: Any,
) -> None:
    """Show how a file is read, and how that was decided. Example: `salarykit layout pay.csv -o pay.layout.json`."""
    inferred = sk.infer_layout(file, **reading_options(options))
    if output:
        if output.suffix != ".json":
            raise typer.BadParameter(f"{output}: the name of a layout ends in .json.")
        inferred.to_json(output)
    elif as_json:
        typer.echo(inferred.to_json(), nl=False)
    if not as_json:
        typer.echo(str(inferred))
