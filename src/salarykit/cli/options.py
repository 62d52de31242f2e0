"""The options that commands share, each with one name and one line of help."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "Columns",
    "Defaults",
    "File",
    "FxDates",
    "Json",
    "LayoutName",
    "Null",
    "On",
    "OnOrOwn",
    "Out",
    "Real",
    "Since",
    "To",
    "ToOrHome",
    "ToOrTheirs",
]

File = Annotated[
    Path | None,
    typer.Argument(
        help="CSV, Parquet, JSON or a page, packed or not; the packaged fifteen cities if left out.",
        show_default=False,
    ),
]
To = Annotated[str, typer.Option("--to", help="The currency to compare in, ISO 4217.", metavar="CODE")]
On = Annotated[
    str,
    typer.Option(
        "--on",
        help="Day or span of the rates: 2024-06-28, 2024-06, 2024-Q2, 2024, 2023-07/2024-06, own, latest.",
        metavar="WHEN",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Write to this .csv, .parquet or .json file.", show_default=False),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column", help="Our name = theirs, as amount=CompTotal; repeatable.", metavar="OURS=THEIRS"
    ),
]
Defaults = Annotated[
    list[str] | None,
    typer.Option(
        "--default", help="What a missing cell means, as currency=USD; repeatable.", metavar="NAME=VALUE"
    ),
]
LayoutName = Annotated[
    str | None,
    typer.Option(
        "--layout",
        help="A well-known layout that FILE is in: stack-overflow, oews, ai-jobs or job-posting.",
        show_default=False,
    ),
]
Null = Annotated[
    bool, typer.Option("--null-missing", help="Leave a figure without a rate empty instead of failing.")
]
Real = Annotated[
    bool, typer.Option("--real", help="In real terms, by the newest parities of private consumption.")
]
FxDates = Annotated[
    str | None,
    typer.Option(help="Try other days' rates: all of a span, 2024-01/2024-06, or a list, 2019,2024-06-28."),
]
ToOrTheirs = Annotated[str | None, typer.Option("--to", help="As in rank; the second city's if left out.")]
ToOrHome = Annotated[
    str | None, typer.Option("--to", help="As in rank; the money of --near, or USD, if left out.")
]
OnOrOwn = Annotated[str, typer.Option("--on", help="As in rank; each record's own if left out.")]
Since = Annotated[str | None, typer.Option(help="Split the gap: what exchange rates made of it since.")]
