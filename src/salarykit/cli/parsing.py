"""The command `parse`: read pay from texts, lines or a column."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from salarykit.cli.options import (
    ANSWER,
    DELIMITER,
    FLAG,
    HEADER,
    READING,
    SHEET,
    Json,
    Options,
    Out,
    option,
    takes,
)
from salarykit.cli.reading import check_written
from salarykit.cli.showing import say, show
from salarykit.cli.terms import pairs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.cli.parsed import Parsed

__all__ = ["parse"]

_TABLES: Final = (".csv", ".tsv", ".parquet", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xlsb", ".ods")
_OF_TABLE: Final = ("header", "sheet", "delimiter")  # options that only apply to a table


_PARSE_OPTIONS: Final[Options] = {
    "file": option(
        Path,
        "-f --file",
        "FILE",
        "Read the lines of this text file, or a column of this CSV, Parquet or JSON file or workbook, compressed or not.",
        panel=READING,
    ),
    "columns": option(
        list[str],
        "--column",
        "FIELD=COLUMN",
        "The column of FILE that holds the texts, such as text=Salary, or their countries and days, such as country=Land and "
        "on=Date. Can be repeated.",
        panel=READING,
    ),
    "country": option(
        str,
        "--country",
        "CODE",
        "The country of the texts, ISO 3166-1 alpha-2, which decides what $ and the like mean.",
    ),
    "on": option(
        str,
        "--on",
        "DAY",
        "The day or span of the texts, such as 2024-06-28 or 2024, which decides between a currency and its successor.",
    ),
    "encoding": option(
        str,
        "--encoding",
        "NAME",
        "The encoding of FILE or stdin, if it is neither UTF-8 nor Windows-1252.",
        panel=READING,
    ),
    "header": HEADER,
    "sheet": SHEET,
    "delimiter": DELIMITER,
    "null_missing": option(
        bool,
        "--null-missing",
        FLAG,
        "Exit with code 0 even if some texts state no pay.",
        default=False,
        panel=ANSWER,
    ),
}


@takes(_PARSE_OPTIONS)
def parse(
    texts: Annotated[
        list[str] | None,
        typer.Argument(
            help="The texts to read. Without them, the lines of stdin.", metavar="TEXT", show_default=False
        ),
    ] = None,
    *,
    as_json: Json = False,
    output: Out = None,
    **options: Any,
) -> None:
    """Read pay from text, as it is stated. Example: `salarykit parse "£44k a year" --country GB`."""
    _check(texts, options)
    check_written(options["file"], output)
    parsed = _parsed(texts, options)
    show(parsed, as_json=as_json, output=output)
    messages = parsed.messages()
    for line in (*parsed.faults, *messages):
        say(f"salarykit: {line}", err=True)
    if parsed.faults or (messages and not options["null_missing"]):
        raise typer.Exit(1)


def _check(texts: list[str] | None, options: Mapping[str, Any]) -> None:
    """Refuse options that do not go with each other.

    Raises:
        typer.BadParameter: naming the option.
    """
    if options["file"] and texts:
        raise typer.BadParameter("Give texts or --file, not both.")
    for name in ("columns", *_OF_TABLE):
        if options[name] and not options["file"]:
            raise typer.BadParameter(f"--{name.removesuffix('s')} needs --file.")
    if options["encoding"] and texts:
        raise typer.BadParameter("--encoding is for --file or stdin, not for texts on the command line.")


def _parsed(texts: list[str] | None, options: Mapping[str, Any]) -> Parsed:
    """Return the texts of the command line, of a column or of lines, with their pay."""
    from salarykit.cli.parsed import parsed_lines, parsed_table, parsed_texts

    file, country, on = options["file"], options["country"], options["on"]
    names = pairs(options["columns"], "--column")
    if file and (names or any(options[name] for name in _OF_TABLE) or _is_table(file)):
        dialect = {name: options[name] for name in ("encoding", *_OF_TABLE)}
        return parsed_table(file, dialect, names, country=country, on=on)
    return parsed_texts(texts, country, on) if texts else parsed_lines(file, options["encoding"], country, on)


def _is_table(file: Path) -> bool:
    return any(suffix.lower() in _TABLES for suffix in file.suffixes[-2:])
