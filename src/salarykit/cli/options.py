"""The options that commands share, each with one name and one line of help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from salarykit.cli.words import completing, currency_codes, listed

__all__ = [
    "AgeMethod",
    "AgeTo",
    "Average",
    "Columns",
    "DayCount",
    "DecimalSign",
    "Defaults",
    "EncodingName",
    "File",
    "FxDates",
    "Growth",
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
    "PayYearSaid",
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
        help="CSV, Parquet, JSON or a page, packed or not; the packaged fifteen cities if left out.",
        show_default=False,
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="Our name = theirs, as amount=CompTotal; repeatable.",
        metavar="OURS=THEIRS",
        rich_help_panel=READING,
    ),
]
Defaults = Annotated[
    list[str] | None,
    typer.Option(
        "--default",
        help="What a missing cell means, as currency=USD; repeatable.",
        metavar="NAME=VALUE",
        rich_help_panel=READING,
    ),
]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        help=f"What FILE means: {listed('layout')}, or a .json file that `salarykit layout` wrote.",
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
        help="What separates decimals in amounts, . or a comma, if their cells do not say so.",
        show_default=False,
        rich_help_panel=READING,
        metavar="SIGN",
    ),
]
EncodingName = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        help="What FILE is written in, as cp1250 or gb18030, where it is neither UTF-8 nor Windows-1252.",
        show_default=False,
        rich_help_panel=READING,
        metavar="NAME",
    ),
]
NoInfer = Annotated[
    bool,
    typer.Option(
        "--no-infer", help="Read only columns of our own names, and plain cells.", rich_help_panel=READING
    ),
]

_TOS: Final = "The currency to compare in, ISO 4217"
_DAYS: Final = "Day or span of the rates: 2024-06-28, 2024-06, 2024-Q2, 2024, 2023-07/2024-06, latest"
_OWN: Final = ", own (each record's)"


def _to(otherwise: str) -> Any:
    return typer.Option(
        "--to",
        help=f"{_TOS}{otherwise}.",
        metavar="CODE",
        show_default=False,
        envvar="SALARYKIT_TO",
        autocompletion=currency_codes,
        rich_help_panel=CONVERTING,
    )


def _on(otherwise: str) -> Any:
    return typer.Option(
        "--on",
        help=f"{_DAYS}{otherwise}.",
        metavar="WHEN",
        show_default=False,
        envvar="SALARYKIT_ON",
        rich_help_panel=CONVERTING,
    )


To = Annotated[str, _to("")]
ToOrTheirs = Annotated[str | None, _to("; the second city's if left out")]
ToOrHome = Annotated[str | None, _to("; the money of --near, or USD, if left out")]
On = Annotated[str, _on(_OWN)]
OnOrOwn = Annotated[str, _on(f"{_OWN}; own if left out")]
OnOrColumn = Annotated[str, _on(f"{_OWN}; with -o also a column of days or spans")]
OnAlone = Annotated[str, _on("")]
RatesFile = Annotated[
    str | None,
    typer.Option(
        "--rates",
        help="Rates of your own instead: what they are quoted against, and a CSV or Parquet file.",
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
        help="How many days old a day's rate may be.",
        rich_help_panel=CONVERTING,
        metavar="DAYS",
    ),
]
Average = Annotated[
    str,
    typer.Option(
        "--average",
        help=f"What stands for a span of days: their {listed('average')}.",
        autocompletion=completing("average"),
        rich_help_panel=CONVERTING,
        metavar="WORD",
    ),
]
PayYearSaid = Annotated[
    str | None,
    typer.Option(
        "--pay-year",
        help="What is paid in a year, as hours=2080,days=260,weeks=52,months=12, which is meant if left out; "
        "or the country whose custom counts, as AT.",
        metavar="YEAR",
        show_default=False,
        rich_help_panel=CONVERTING,
    ),
]
AgeTo = Annotated[
    str | None,
    typer.Option(
        "--age-to",
        help="Bring every figure to this day first, in its own money; needs --growth.",
        metavar="WHEN",
        show_default=False,
        rich_help_panel=CONVERTING,
    ),
]
Growth = Annotated[
    list[str] | None,
    typer.Option(
        "--growth",
        help="Of pay a year: 0.03 for all, 2024=0.04, US=0.03 or US:2024=0.03; repeatable.",
        metavar="SHARE",
        rich_help_panel=CONVERTING,
    ),
]
AgeMethod = Annotated[
    str,
    typer.Option(
        "--age-method",
        help=f"How growth adds up: {listed('age-method')}.",
        autocompletion=completing("age-method"),
        rich_help_panel=CONVERTING,
        metavar="WORD",
    ),
]
DayCount = Annotated[
    str,
    typer.Option(
        "--day-count",
        help=f"How its time is counted: {listed('day-count')}.",
        autocompletion=completing("day-count"),
        rich_help_panel=CONVERTING,
        metavar="WORD",
    ),
]
Real = Annotated[
    bool,
    typer.Option(
        "--real",
        help="In real terms, by the newest parities of private consumption.",
        rich_help_panel=CONVERTING,
    ),
]
PriceLevelsOf = Annotated[
    str | None,
    typer.Option(
        "--price-levels",
        help="The same by the parities of a year.",
        metavar="YEAR",
        show_default=False,
        rich_help_panel=CONVERTING,
    ),
]
Null = Annotated[
    bool,
    typer.Option(
        "--null-missing",
        help="Leave a figure without a rate empty instead of failing.",
        rich_help_panel=CONVERTING,
    ),
]

FxDates = Annotated[
    str | None,
    typer.Option(
        "--fx-dates",
        help="Try other days' rates: all of a span, 2024-01/2024-06, or a list, 2019,2024-06-28.",
        show_default=False,
        metavar="WHEN",
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="Split the gap: what exchange rates made of it since.",
        show_default=False,
        metavar="WHEN",
    ),
]

Json = Annotated[bool, typer.Option("--json", help="Print JSON.", rich_help_panel=ANSWER)]
Out = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="Write to this .csv, .parquet or .json file.",
        show_default=False,
        rich_help_panel=ANSWER,
        metavar="FILE",
    ),
]
