"""The command `parse`: read pay from texts, lines or a column."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from salarykit.cli.options import ANSWER, FLAG, READING, Delimiter, HeaderNumber, Json, Out, SheetName
from salarykit.cli.reading import check_written
from salarykit.cli.showing import say, show
from salarykit.cli.terms import pairs

__all__ = ["parse"]

_TABLES: Final = (".csv", ".tsv", ".parquet", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xlsb", ".ods")


def parse(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            help="The texts to read. Without them, the lines of stdin.", metavar="TEXT", show_default=False
        ),
    ] = None,
    *,
    file: Annotated[
        Path | None,
        typer.Option(
            "-f",
            "--file",
            help="Read the lines of this text file, or a column of this CSV, Parquet or JSON file or workbook, "
            "compressed or not.",
            show_default=False,
            rich_help_panel=READING,
            metavar="FILE",
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            help="The column of FILE that holds the texts, such as text=Salary, or their countries and "
            "days, such as country=Land and on=Date. Can be repeated.",
            metavar="FIELD=COLUMN",
            rich_help_panel=READING,
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(
            "--country",
            help="The country of the texts, ISO 3166-1 alpha-2, which decides what $ and the like mean.",
            metavar="CODE",
            show_default=False,
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            help="The day or span of the texts, such as 2024-06-28 or 2024, which decides between a "
            "currency and its successor.",
            metavar="DAY",
            show_default=False,
        ),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option(
            "--encoding",
            help="The encoding of FILE or stdin, if it is neither UTF-8 nor Windows-1252.",
            metavar="NAME",
            show_default=False,
            rich_help_panel=READING,
        ),
    ] = None,
    header: HeaderNumber = None,
    sheet: SheetName = None,
    delimiter: Delimiter = None,
    null_missing: Annotated[
        bool,
        typer.Option(
            "--null-missing",
            metavar=FLAG,
            help="Exit with code 0 even if some texts state no pay.",
            rich_help_panel=ANSWER,
        ),
    ] = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Read pay from text, as it is stated. Example: `salarykit parse "£44k a year" --country GB`."""
    from salarykit.cli.parsed import parsed_lines, parsed_table, parsed_texts

    if file and texts:
        raise typer.BadParameter("Give texts or --file, not both.")
    for option, given in (
        ("--column", columns),
        ("--header", header),
        ("--sheet", sheet),
        ("--delimiter", delimiter),
    ):
        if given and not file:
            raise typer.BadParameter(f"{option} needs --file.")
    if encoding and texts:
        raise typer.BadParameter("--encoding is for --file or stdin, not for texts on the command line.")
    check_written(file, output)
    names = pairs(columns, "--column")
    if file and (names or header or sheet or delimiter or _is_table(file)):
        dialect = {"encoding": encoding, "header": header, "sheet": sheet, "delimiter": delimiter}
        parsed = parsed_table(file, dialect, names, country=country, on=on)
    elif texts:
        parsed = parsed_texts(texts, country, on)
    else:
        parsed = parsed_lines(file, encoding, country, on)
    show(parsed, as_json=as_json, output=output)
    messages = parsed.messages()
    for line in (*parsed.faults, *messages):
        say(f"salarykit: {line}", err=True)
    if parsed.faults or (messages and not null_missing):
        raise typer.Exit(1)


def _is_table(file: Path) -> bool:
    return any(suffix.lower() in _TABLES for suffix in file.suffixes[-2:])
