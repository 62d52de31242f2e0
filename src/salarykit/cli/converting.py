"""The command `convert`: print a converted table, or convert files of any size into files."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

import salarykit as sk
from salarykit.cli.options import (
    ANSWER,
    CONVERSION_OPTIONS,
    FILE_HELP,
    FLAG,
    READING_OPTIONS,
    Json,
    OnOrColumn,
    Options,
    To,
    option,
    takes,
)
from salarykit.cli.reading import opened, read, reading_options, report_reading
from salarykit.cli.showing import say, show
from salarykit.cli.terms import conversion_terms
from salarykit.cli.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from salarykit.batch.report import Progress
    from salarykit.files.writing import Formulas

__all__ = ["convert", "progress_shown"]


FILES: Final = "Into files"

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILE",
        help=f"{FILE_HELP} With -o, any number of files, folders, patterns and URLs.",
        show_default=False,
    ),
]
OutAny = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        help="Write the result to this .parquet, .csv, .csv.gz or .json file, or one file for each "
        "FILE into this folder.",
        show_default=False,
        rich_help_panel=ANSWER,
        metavar="PATH",
    ),
]
_files: Final = partial(option, panel=FILES)
FILE_OPTIONS: Final[Options] = {
    "rejects": _files(
        str,
        "--rejects",
        "FILE",
        "Convert the good rows, and list each other row with the reason in this .csv or .parquet file.",
    ),
    "add": _files(
        str,
        "--add",
        "NAMES",
        f"The columns to add, separated by commas: {listed('add')}. Without it, all of them.",
    ),
    "drop_local": _files(
        bool, "--drop-local", FLAG, "Leave out the columns amount, currency and period.", default=False
    ),
    "format": _files(
        str,
        "--format",
        "WORD",
        "The format of the files that are written into a folder",
        default="parquet",
        words="format",
    ),
    "compression": _files(
        str, "--compression", "WORD", "The compression of Parquet files", default="zstd", words="compression"
    ),
    "resume": _files(
        bool,
        "--resume",
        FLAG,
        "Keep the files that an earlier run into the same folder completed, and convert only the others.",
        default=False,
    ),
    "remote": _files(
        bool,
        "--remote",
        FLAG,
        "Open URLs too, such as s3://bucket/pay/, which may reach the network. Without it, only files of this machine.",
        default=False,
    ),
}
"""The options that apply only if files are converted into files."""
FormulasWord = Annotated[
    str,
    typer.Option(
        "--formulas",
        help="In a CSV, escape puts an apostrophe before a text that a spreadsheet would run as a formula; keep leaves it.",
        rich_help_panel=ANSWER,
        metavar="WORD",
    ),
]


@takes(FILE_OPTIONS, READING_OPTIONS, CONVERSION_OPTIONS)
def convert(
    files: Sources = None,
    *,
    to: To,
    on: OnOrColumn,
    as_json: Json = False,
    formulas: FormulasWord = "escape",
    output: OutAny = None,
    **options: Any,
) -> None:
    """Add to each salary its yearly figure in one currency. Example: `salarykit convert pay.csv -o usd.parquet --to USD --on own`."""
    terms: dict[str, Any] = {"on": on, "formulas": formulas, **conversion_terms(options)}
    if files and output and not output.lower().endswith(".json"):
        _into_files(files, output, options, as_json=as_json, base=to, **terms)
    else:
        _refuse_alone(files, options)
        _as_table(files, Path(output) if output else None, options, as_json=as_json, base=to, **terms)


def _as_table(
    files: Sequence[str] | None,
    output: Path | None,
    options: Mapping[str, Any],
    *,
    as_json: bool,
    base: str,
    formulas: Formulas,
    **terms: Any,
) -> None:
    """Convert one file, or the packaged salaries, and print the table or write it."""
    from salarykit.files.writing import check_formulas

    check_formulas(formulas)
    table = read(Path(files[0]) if files else None, options, output=output)
    converted = table.convert(base, **terms)
    report_reading(table)
    show(converted, as_json=as_json, output=output, formulas=formulas)


def _refuse_alone(files: Sequence[str] | None, options: Mapping[str, Any]) -> None:
    """Refuse options that only apply to output files.

    Raises:
        typer.BadParameter: naming the option.
    """
    names = {"rejects", "add", "drop_local", "resume", "remote"}
    needs = [f"--{name.replace('_', '-')} needs" for name in FILE_OPTIONS if name in names and options[name]]
    needs += ["Several files need"] if len(files or ()) > 1 else []
    if needs:
        raise typer.BadParameter(
            f"{needs[0]} -o with a .parquet or .csv file or a folder, not a table that is printed or written as JSON."
        )


def _into_files(
    sources: Sequence[str], output: str, options: Mapping[str, Any], *, as_json: bool, **terms: Any
) -> None:
    """Convert files into files, and report the result."""
    _return_memory_sooner()
    added = options["add"]
    with opened(sources) as files, progress_shown() as progress:
        report = sk.convert_file(
            files if len(files) > 1 else files[0],
            output,
            **terms,
            **reading_options(options),
            **{name: options[name] for name in FILE_OPTIONS if name != "add"},
            add=[name.strip() for name in added.split(",")] if added else None,
            progress=progress,
        )
    if as_json:
        typer.echo(report.to_json())
    else:
        say(str(report), err=True)


def _return_memory_sooner() -> None:
    """Let Arrow allocate with jemalloc, which keeps less of the memory that blocks have released: the peak is a sixth lower.

    The user's own choice takes precedence, and on Windows Arrow is built without jemalloc.
    """
    import pyarrow as pa

    if "ARROW_DEFAULT_MEMORY_POOL" not in os.environ:
        with suppress(NotImplementedError):
            pa.set_memory_pool(pa.jemalloc_memory_pool())


_EVERY: Final = 10  # seconds between two lines of progress
_SOON: Final = 5  # seconds; no bar is shown before


@contextmanager
def progress_shown() -> Iterator[Callable[[Progress], None]]:
    """Yield a function that shows progress as the terminal allows."""
    if not sys.stderr.isatty():
        yield _Lines().show_progress
        return
    with ExitStack() as over:
        yield _Bar(over).show_progress


class _Bar:
    """Draws a bar, which disappears when the work is done."""

    def __init__(self, over: ExitStack) -> None:
        self._over = over
        self._draw: Callable[[Progress], None] | None = None

    def show_progress(self, progress: Progress) -> None:
        """Draw the progress once the run has taken some seconds."""
        if self._draw is None and progress.seconds >= _SOON:
            self._draw = self._drawing()
        if self._draw:
            self._draw(progress)

    def _drawing(self) -> Callable[[Progress], None]:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), TextColumn("{task.fields[words]}"), TimeRemainingColumn())
        bar = self._over.enter_context(Bar(*columns, console=Console(stderr=True), transient=True))
        task = bar.add_task("", total=1.0, words="")
        return lambda progress: bar.update(task, completed=progress.fraction, words=in_words(progress))


class _Lines:
    """Prints the progress, at most every ten seconds."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def show_progress(self, progress: Progress) -> None:
        """Print a line if the last one was printed long enough ago."""
        if time.monotonic() - self._last >= _EVERY:
            self._last = time.monotonic()
            left = f", {progress.seconds_left:.0f} s left" if progress.seconds_left is not None else ""
            say(f"{progress.fraction:4.0%} {in_words(progress)}{left}: {progress.file}", err=True)


def in_words(progress: Progress) -> str:
    """Return the progress in words.

    Examples:
        >>> from salarykit.batch.report import Progress
        >>> in_words(Progress(2_000_000, 3, 0.5, "pay.csv", 4.0))
        '2,000,000 rows, 500,000 rows/s, 3 rejected'
    """
    speed = progress.rows / progress.seconds if progress.seconds else 0.0
    return f"{progress.rows:,} rows, {speed:,.0f} rows/s, {progress.rejected:,} rejected"
