"""The options that commands share, each with one name and one line of help; `takes` adds a group of them to a command."""
# Over 300 lines: each option takes a few lines.

from __future__ import annotations

import inspect
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from salarykit.cli.words import completing, currency_codes, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "ANSWER",
    "AVERAGE",
    "CONVERSION_OPTIONS",
    "DELIMITER",
    "FILE_HELP",
    "FLAG",
    "GROUPS",
    "HEADER",
    "READING",
    "READING_OPTIONS",
    "REJECTS",
    "SHEET",
    "File",
    "Json",
    "MaxStaleness",
    "OnAlone",
    "OnOrColumn",
    "OnOrOwn",
    "OnText",
    "Options",
    "Out",
    "RatesFile",
    "To",
    "ToOrHome",
    "ToOrTheirs",
    "option",
    "takes",
]

_Command = TypeVar("_Command", bound="Callable[..., None]")
Options = dict[str, tuple[Any, Any]]
"""Options by the names of their parameters, each with its annotation and its default."""

FLAG: Final = ""
"""The metavar of an option without a value; without one, the help would show `<bool>` after its name."""
READING: Final = "Reading FILE"
CONVERTING: Final = "Converting"
ANSWER: Final = "Answer"


def option(
    kind: Any,
    name: str,
    metavar: str,
    sentence: str,
    *,
    default: Any = None,
    shown: str = "",
    words: str = "",
    completes: str = "",
    panel: str | None = None,
    **others: Any,
) -> tuple[Any, Any]:
    """Return the annotation and the default of an option.

    Args:
        kind: the type of a value; `bool` for an option without a value.
        name: its name, or a short and a long name, separated by a space.
        metavar: the placeholder for a value in the help.
        sentence: what it does.
        default: its default; None if it is not given by default.
        shown: the default as the help shows it, if that is another text.
        words: the name in `WORDS` of the words to choose from, which are listed after the sentence.
        completes: the same for words that the sentence itself lists.
        panel: the heading in the help under which it is listed.
        others: further arguments of `typer.Option`.
    """
    parameter = typer.Option(
        *name.split(),
        help=f"{sentence}: {listed(words)}." if words else sentence,
        metavar=metavar,
        show_default=shown or default is not None,
        autocompletion=completing(words or completes) if words or completes else None,
        rich_help_panel=panel,
        **others,
    )
    return Annotated[kind if default is not None else kind | None, parameter], default


_reading: Final = partial(option, panel=READING)
_converting: Final = partial(option, panel=CONVERTING)

FILE_HELP: Final = (
    "A CSV, Parquet, JSON or HTML file or a workbook (XLSX, XLSB, ODS), compressed or not; - is stdin. Without it, the packaged "
    "salaries of fifteen cities."
)
File = Annotated[Path | None, typer.Argument(help=FILE_HELP, show_default=False)]
SHEET: Final = _reading(
    str,
    "--sheet",
    "NAME",
    "The sheet of a workbook, by its name or its number from 1, if several have salaries.",
)
HEADER: Final = _reading(
    int,
    "--header",
    "LINE",
    "The line of a CSV file, or the row of a sheet, that names the columns, counted from 1. What is above it is skipped.",
)
DELIMITER: Final = _reading(
    str,
    "--delimiter",
    "CHARACTER",
    "The character that separates the cells of a CSV file, such as a semicolon.",
)
READING_OPTIONS: Final[Options] = {
    "columns": _reading(
        list[str],
        "--column",
        "FIELD=COLUMN",
        "The column of FILE that holds a field, such as amount=CompTotal. Can be repeated; if a field has several columns, "
        "each row is read from the first whose cell can be read.",
    ),
    "defaults": _reading(
        list[str],
        "--default",
        "NAME=VALUE",
        "The value of a field whose cell is empty or missing, such as currency=USD. Can be repeated.",
    ),
    "layout": _reading(
        str,
        "--layout",
        "NAME",
        f"How to read FILE: the name of a known layout ({listed('layout')}), or a .json file that "
        "`salarykit layout` wrote.",
        completes="layout",
    ),
    "header": HEADER,
    "sheet": SHEET,
    "delimiter": DELIMITER,
    "encoding": _reading(
        str,
        "--encoding",
        "NAME",
        "The encoding of FILE, such as cp1250 or gb18030, if it is neither UTF-8 nor Windows-1252.",
    ),
    "max_bytes": _reading(
        int,
        "--max-bytes",
        "N",
        "The most bytes that FILE may have once it is decompressed and decoded, in place of a limit by its size.",
        min=1,
    ),
    "decimal": _reading(
        str,
        "--decimal",
        "CHARACTER",
        "The decimal separator of the amounts, a point or a comma, if the cells do not show it.",
    ),
    "day_first": _reading(
        bool,
        "--day-first/--month-first",
        FLAG,
        "Read 03/04/2024 as 3 April (day first) or as 4 March (month first). Without it, the other dates of the column "
        "decide.",
    ),
    "no_infer": _reading(
        bool,
        "--no-infer",
        FLAG,
        "Infer nothing: read only columns that have the name of a field, and only plain numbers and codes.",
        default=False,
    ),
}
"""The options of every command that reads a FILE."""
REJECTS: Final[Options] = {
    "rejects": _reading(
        Path,
        "--rejects",
        "FILE",
        "Go on with the good rows, and list each other row with the reason in this .csv or .parquet file.",
    ),
}
"""The option of the commands that can answer from the good rows alone."""
GROUPS: Final[Options] = {
    "by": _reading(
        str,
        "--by",
        "COLUMNS",
        "First make one row of each group of rows with the same value in these columns, such as city or city,role: the median "
        "of their yearly figures, with its sample size and quartiles.",
    ),
    "min_n": _reading(int, "--min-n", "N", "Leave out groups of fewer rows than this. Needs --by.", min=1),
}
"""The options of the commands that can make groups of rows."""

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
OnText = Annotated[str, _on(_OWN)]
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
        envvar="SALARYKIT_RATES",
        rich_help_panel=CONVERTING,
        show_default=False,
    ),
]
MaxStaleness = Annotated[
    int,
    typer.Option(
        "--max-staleness",
        help="Accept a rate published up to this many days before the day asked for.",
        metavar="DAYS",
        rich_help_panel=CONVERTING,
    ),
]
AVERAGE: Final = _converting(
    str, "--average", "WORD", "How the daily rates of a span become one rate", default="mean", words="average"
)
CONVERSION_OPTIONS: Final[Options] = {
    "rates": (RatesFile, None),
    "max_staleness": (MaxStaleness, 7),
    "average": AVERAGE,
    "pay_year": _converting(
        str,
        "--pay-year",
        "YEAR",
        "How much is paid in a year, such as hours=2080,days=260,weeks=52,months=12 (the default), or the country whose "
        "custom applies, such as AT.",
    ),
    "age_to": _converting(
        str,
        "--age-to",
        "WHEN",
        "Age every figure to this day before it is converted, in its own currency. Needs --growth.",
    ),
    "growth": _converting(
        list[str],
        "--growth",
        "SHARE",
        "The yearly growth of pay for --age-to: 0.03 for all, or by year (2024=0.04), country (US=0.03) or both "
        "(US:2024=0.03). Can be repeated.",
    ),
    "age_method": _converting(
        str,
        "--age-method",
        "WORD",
        "How the growth of several years adds up",
        default="compound",
        words="age-method",
    ),
    "day_count": _converting(
        str,
        "--day-count",
        "WORD",
        "How the time that a figure is aged by is counted",
        default="months",
        words="day-count",
    ),
    "real": _converting(
        bool,
        "--real",
        FLAG,
        "Divide by the newest price levels, so that figures compare what pay buys (purchasing power parities of private "
        "consumption).",
        default=False,
    ),
    "price_levels": _converting(
        str,
        "--price-levels",
        "YEAR",
        "Divide by the price levels of YEAR, such as 2023, in place of the newest.",
    ),
    "null_missing": _converting(
        bool,
        "--null-missing",
        FLAG,
        "Leave a figure empty if there is no rate for it, instead of failing.",
        default=False,
    ),
}
"""The options of every command that converts salaries."""

Json = Annotated[
    bool, typer.Option("--json", metavar=FLAG, help="Print the result as JSON.", rich_help_panel=ANSWER)
]
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


def takes(*groups: Mapping[str, tuple[Any, Any]], without: str = "") -> Callable[[_Command], _Command]:
    """Return a decorator that replaces the `**options` of a command by groups of options, placed before those of its answer.

    Args:
        groups: groups of options, such as `READING_OPTIONS` and `CONVERSION_OPTIONS`.
        without: the parameter of an option that the command does not take.
    """
    group = {name: option for options in groups for name, option in options.items() if name != without}
    added = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in group.items()
    ]

    def decorate(command: _Command) -> _Command:
        signature = inspect.signature(command, eval_str=True)
        own = [
            parameter
            for parameter in signature.parameters.values()
            if parameter.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        at = [parameter.name for parameter in own].index("as_json")
        command.__signature__ = signature.replace(parameters=[*own[:at], *added, *own[at:]])  # type: ignore[attr-defined] # what typer reads
        return command

    return decorate
