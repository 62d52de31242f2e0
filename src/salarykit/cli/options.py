"""The options that commands share, each with one name and one line of help."""
# A little over 300 lines: each option takes a few lines.

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from salarykit.cli.words import completing, currency_codes, listed

__all__ = [
    "READING_OPTIONS",
    "AgeMethod",
    "AgeTo",
    "Average",
    "Columns",
    "DayCount",
    "DayFirst",
    "DecimalSign",
    "Defaults",
    "Delimiter",
    "EncodingName",
    "File",
    "FxDates",
    "Growth",
    "HeaderLine",
    "Json",
    "LayoutName",
    "MaxStaleness",
    "NoInfer",
    "Null",
    "On",
    "OnAlone",
    "OnOrColumn",
    "OnOrOwn",
    "Out",
    "PayYearText",
    "PriceLevelsOf",
    "RatesFile",
    "Real",
    "Since",
    "To",
    "ToOrHome",
    "ToOrTheirs",
]

READING: Final = "Reading FILE"
CONVERTING: Final = "Converting"
ANSWER: Final = "Answer"

File = Annotated[
    Path | None,
    typer.Argument(
        help="A CSV, Parquet, JSON or HTML file, compressed or not. Without it, the packaged salaries "
        "of fifteen cities.",
        show_default=False,
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="The column of FILE that holds one of our fields, such as amount=CompTotal. Can be repeated.",
        metavar="OURS=THEIRS",
        rich_help_panel=READING,
    ),
]
Defaults = Annotated[
    list[str] | None,
    typer.Option(
        "--default",
        help="The value of a field whose cell is empty or missing, such as currency=USD. Can be repeated.",
        metavar="NAME=VALUE",
        rich_help_panel=READING,
    ),
]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        help=f"How to read FILE: the name of a known layout ({listed('layout')}), or a .json file that "
        "`salarykit layout` wrote.",
        show_default=False,
        autocompletion=completing("layout"),
        rich_help_panel=READING,
        metavar="NAME",
    ),
]
DecimalSign = Annotated[
    str | None,
    typer.Option(
        "--decimal",
        help="The decimal mark of the amounts, a point or a comma, if the cells do not show it.",
        show_default=False,
        rich_help_panel=READING,
        metavar="SIGN",
    ),
]
EncodingName = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        help="The encoding of FILE, such as cp1250 or gb18030, if it is neither UTF-8 nor Windows-1252.",
        show_default=False,
        rich_help_panel=READING,
        metavar="NAME",
    ),
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="Read 03/04/2024 as 3 April (day first) or as 4 March (month first). Without it, the "
        "other dates of the column decide.",
        show_default=False,
        rich_help_panel=READING,
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        "--delimiter",
        help="The character that separates the cells of a CSV file, such as a semicolon.",
        show_default=False,
        rich_help_panel=READING,
        metavar="SIGN",
    ),
]
HeaderLine = Annotated[
    int | None,
    typer.Option(
        "--header",
        help="The line of a CSV file that names the columns, counted from 1. The lines above it are skipped.",
        show_default=False,
        rich_help_panel=READING,
        metavar="LINE",
    ),
]
NoInfer = Annotated[
    bool,
    typer.Option(
        "--no-infer",
        help="Infer nothing: read only columns that have our field names, and only plain numbers and codes.",
        rich_help_panel=READING,
    ),
]
READING_OPTIONS: Final[dict[str, tuple[Any, Any]]] = {
    "columns": (Columns, None),
    "defaults": (Defaults, None),
    "layout": (LayoutName, None),
    "header": (HeaderLine, None),
    "delimiter": (Delimiter, None),
    "encoding": (EncodingName, None),
    "decimal": (DecimalSign, None),
    "day_first": (DayFirst, None),
    "no_infer": (NoInfer, False),
}
"""The options of every command that reads a FILE, by the names of their parameters, with their defaults."""

_CURRENCY: Final = "The currency to compare in, ISO 4217."
_DAYS: Final = "The day or span whose rates are used: 2024-06-28, 2024-06, 2024-Q2, 2024, 2023-07/2024-06"
_OWN: Final = ", latest or own (the date of each record)."


def _to(default: str = "") -> Any:
    return typer.Option(
        "--to",
        help=f"{_CURRENCY}{default}",
        metavar="CODE",
        show_default=False,
        envvar="SALARYKIT_TO",
        autocompletion=currency_codes,
        rich_help_panel=CONVERTING,
    )


def _on(words: str) -> Any:
    return typer.Option(
        "--on",
        help=f"{_DAYS}{words}",
        metavar="WHEN",
        show_default=False,
        envvar="SALARYKIT_ON",
        rich_help_panel=CONVERTING,
    )


To = Annotated[str, _to()]
ToOrTheirs = Annotated[str | None, _to(" Without it, the currency of the second city.")]
ToOrHome = Annotated[str | None, _to(" Without it, the currency of --near, or USD.")]
On = Annotated[str, _on(_OWN)]
OnOrOwn = Annotated[str, _on(f"{_OWN} Without it, own.")]
OnOrColumn = Annotated[str, _on(f"{_OWN} With -o also the name of a column of days or spans.")]
OnAlone = Annotated[str, _on(" or latest.")]
RatesFile = Annotated[
    str | None,
    typer.Option(
        "--rates",
        help="Use your own exchange rates: the currency they are quoted against, and a CSV or Parquet "
        "file, such as USD=rates.csv.",
        metavar="BASE=FILE",
        show_default=False,
        envvar="SALARYKIT_RATES",
        rich_help_panel=CONVERTING,
    ),
]
MaxStaleness = Annotated[
    int,
    typer.Option(
        "--max-staleness",
        help="Accept a rate published up to this many days before the day asked for.",
        rich_help_panel=CONVERTING,
        metavar="DAYS",
    ),
]
Average = Annotated[
    str,
    typer.Option(
        "--average",
        help=f"How the daily rates of a span become one rate: {listed('average')}.",
        autocompletion=completing("average"),
        rich_help_panel=CONVERTING,
        metavar="WORD",
    ),
]
PayYearText = Annotated[
    str | None,
    typer.Option(
        "--pay-year",
        help="How much is paid in a year, such as hours=2080,days=260,weeks=52,months=12 (the default), "
        "or the country whose custom applies, such as AT.",
        metavar="YEAR",
        show_default=False,
        rich_help_panel=CONVERTING,
    ),
]
AgeTo = Annotated[
    str | None,
    typer.Option(
        "--age-to",
        help="Age every figure to this day before it is converted, in its own currency. Needs --growth.",
        metavar="WHEN",
        show_default=False,
        rich_help_panel=CONVERTING,
    ),
]
Growth = Annotated[
    list[str] | None,
    typer.Option(
        "--growth",
        help="The yearly growth of pay for --age-to: 0.03 for all, or by year (2024=0.04), country "
        "(US=0.03) or both (US:2024=0.03). Can be repeated.",
        metavar="SHARE",
        rich_help_panel=CONVERTING,
    ),
]
AgeMethod = Annotated[
    str,
    typer.Option(
        "--age-method",
        help=f"How the growth of several years adds up: {listed('age-method')}.",
        autocompletion=completing("age-method"),
        rich_help_panel=CONVERTING,
        metavar="WORD",
    ),
]
DayCount = Annotated[
    str,
    typer.Option(
        "--day-count",
        help=f"How the time that a figure is aged by is counted: {listed('day-count')}.",
        autocompletion=completing("day-count"),
        rich_help_panel=CONVERTING,
        metavar="WORD",
    ),
]
Real = Annotated[
    bool,
    typer.Option(
        "--real",
        help="Divide by the newest price levels, so that figures compare what pay buys (purchasing "
        "power parities of private consumption).",
        rich_help_panel=CONVERTING,
    ),
]
PriceLevelsOf = Annotated[
    str | None,
    typer.Option(
        "--price-levels",
        help="The same as --real, with the price levels of this year.",
        metavar="YEAR",
        show_default=False,
        rich_help_panel=CONVERTING,
    ),
]
Null = Annotated[
    bool,
    typer.Option(
        "--null-missing",
        help="Leave a figure empty if there is no rate for it, instead of failing.",
        rich_help_panel=CONVERTING,
    ),
]

FxDates = Annotated[
    str | None,
    typer.Option(
        "--fx-dates",
        help="Rank again at the rates of other days: every day of a span (2024-01/2024-06), or a list "
        "(2019,2024-06-28).",
        show_default=False,
        metavar="WHEN",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="Show how much of the gap comes from exchange rates that moved since this day or span.",
        show_default=False,
        metavar="WHEN",
    ),
]

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.", rich_help_panel=ANSWER)]
Out = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="Write the result to this .csv, .parquet or .json file.",
        show_default=False,
        rich_help_panel=ANSWER,
        metavar="FILE",
    ),
]
