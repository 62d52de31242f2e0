"""Read a FILE with its options as a table of salaries; the command `layout`, which shows how it is read."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import salarykit as sk
from salarykit.cli.options import ANSWER, READING_OPTIONS, REJECTS, Json, takes
from salarykit.cli.showing import say
from salarykit.cli.terms import pairs
from salarykit.option_words import in_command_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = [
    "STDIN",
    "check_written",
    "grouped",
    "layout",
    "opened",
    "read",
    "reading_options",
    "report_reading",
]

STDIN: Final = "standard input"
"""What messages call the source that `-` stands for."""


def reading_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `read_salaries` for the reading options of a command."""
    unchanged = {name: options[name] for name in READING_OPTIONS if name != "no_infer"}
    return unchanged | {
        "columns": _columns(options["columns"]),
        "defaults": pairs(options["defaults"], "--default"),
        "infer": not options["no_infer"],
    }


def _columns(texts: Sequence[str] | None) -> dict[str, str | list[str]]:
    """Return FIELD=COLUMN texts as a mapping; a field that occurs several times has a list of columns."""
    names: dict[str, list[str]] = {}
    for text in texts or []:
        for field, column in pairs([text], "--column").items():
            names.setdefault(field, []).append(column)
    return {field: column[0] if len(column) == 1 else column for field, column in names.items()}


def read(file: Path | None, options: Mapping[str, Any], *, output: Path | None = None) -> sk.SalaryTable:
    """Return the salaries of a file, or the packaged ones; refused rows are listed in a file if one is named for them.

    Args:
        file: the file; None for the packaged salaries.
        options: the options of the command.
        output: the file that the command writes, if any.

    Raises:
        InvalidSalary: for a row that is refused, if no file is named.
        typer.BadParameter: for a reading option without a file; for a file of rejects that is neither CSV nor Parquet; for the least
            size of a group without groups; for a file that is read and written.
    """
    if options.get("min_n") is not None and options["by"] is None:
        raise typer.BadParameter("--min-n needs --by.")
    rejects: Path | None = options.get("rejects")
    check_written(file, output, rejects)
    if file is not None:
        reading = reading_options(options)
        with opened([str(file)]) as (name,):
            path = Path(name)
            return _good_rows(path, rejects, reading) if rejects else sk.read_salaries(path, **reading)
    for name, (annotation, default) in (READING_OPTIONS | REJECTS).items():
        if options.get(name) not in (default, []):
            raise typer.BadParameter(f"{annotation.__metadata__[0].default} needs a FILE.")
    return sk.load_salaries()


def check_written(file: Path | None, output: Path | None, rejects: Path | None = None) -> None:
    """Refuse to overwrite the file that is read, and to write two files under one name.

    Raises:
        typer.BadParameter: naming the file.
    """
    for written, option, others in (
        (output, "-o", {"read": file}),
        (rejects, "--rejects", {"read": file, "written": output}),
    ):
        for what, other in others.items():
            if written and other and _same(written, other):
                raise typer.BadParameter(
                    f"{option} {written} is the file that is {what}. Choose another one."
                )


def _same(path: Path, other: Path) -> bool:
    """Return whether two paths lead to one file, which need not exist."""
    try:
        return path.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(path) == os.path.realpath(other)


@contextmanager
def opened(files: Sequence[str]) -> Iterator[list[str]]:
    """Yield the names of files, with `-` replaced by the name of a copy of stdin.

    Raises:
        typer.BadParameter: if nothing is piped into stdin.
    """
    if "-" not in files:
        yield list(files)
        return
    if sys.stdin.isatty():
        raise typer.BadParameter("FILE - is stdin: pipe a file into it, or name a file.")
    from salarykit.files.opening import called

    with TemporaryDirectory() as folder:
        path = Path(folder, "stdin")
        with path.open("wb") as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy)
        with called(path, STDIN):
            yield [str(path) if name == "-" else name for name in files]


def _good_rows(file: Path, rejects: Path, options: Mapping[str, Any]) -> sk.SalaryTable:
    from salarykit.files.writing import write_csv, write_parquet

    if rejects.suffix not in (".csv", ".parquet"):
        raise typer.BadParameter(f"--rejects {rejects}: the name ends in .csv or .parquet.")
    good, bad = sk.sift_salaries(file, **options)
    listed = bad.to_arrow()
    messages = [in_command_words(message) for message in listed["message"].to_pylist()]
    listed = listed.set_column(listed.column_names.index("message"), "message", [messages])
    (write_csv if rejects.suffix == ".csv" else write_parquet)(listed, rejects)
    if bad.row_count:
        rows = "1 row is refused" if bad.row_count == 1 else f"{bad.row_count:,} rows are refused"
        say(f"{rows} and listed in {rejects}.", err=True)
    return good


def grouped(
    table: sk.SalaryTable, options: Mapping[str, Any], statistic: str | None = None
) -> sk.SalaryTable:
    """Return a converted table, summarized by groups if the options ask for it."""
    if options["by"] is None:
        return table
    names = [name.strip() for name in options["by"].split(",")]
    return table.summarize(names, min_n=options["min_n"] or 1, statistic=statistic)


def report_reading(table: sk.SalaryTable) -> None:
    """Report on stderr what was inferred. Commands call it once they have succeeded, so that bad data gives one message only."""
    if table.reading:
        say(str(table.reading), err=True)


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
    if output and output.suffix != ".json":
        raise typer.BadParameter(f"{output}: the name of a layout ends in .json.")
    check_written(file, output)
    with opened([str(file)]) as (name,):
        inferred = sk.infer_layout(Path(name), **reading_options(options))
    if output:
        inferred.to_json(output)
    elif as_json:
        typer.echo(inferred.to_json(), nl=False)
    if not as_json:
        say(str(inferred))
