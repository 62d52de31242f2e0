"""The command `parse`: read pay from texts, lines or a column."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import typer

import salarykit as sk
from salarykit.cli.options import ANSWER, READING, Delimiter, HeaderLine, Json, Out
from salarykit.cli.showing import show
from salarykit.cli.terms import pairs
from salarykit.files.frames import Frame, money
from salarykit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from salarykit.files.dialects import TextOptions
    from salarykit.files.opening import LocalFile

__all__ = ["parse"]

_TABLES: Final = (".csv", ".tsv", ".parquet", ".json", ".jsonl", ".ndjson")
_TOLD: Final = 5  # texts without pay that are named
_OTHER: Final = "the row is in another encoding than the rest."
_NAME: Final = 250  # characters of a path, at most
_SHOWN: Final = 60  # characters of a text that are shown


class _Source(NamedTuple):
    """The rows of a source: their numbers, from 1, and the faults of the rows that could not be read."""

    numbers: Sequence[int]
    faults: Sequence[str] = ()


class _Parsed(Frame[dict[str, Any]]):
    """Texts, with what each of them states.

    Attributes:
        text: the column of the texts.
        lead: the prefix of the names of the fields.
        lost: the rows of texts that state no pay.
        numbers: the source's number of each row, from 1.
        faults: what is wrong with other lines of the source.
    """

    __slots__ = ("faults", "lead", "lost", "numbers", "text")

    def __init__(self, table: pa.Table, source: _Source, *, text: str, lead: str) -> None:
        super().__init__(table)
        self.text, self.lead = text, lead
        self.numbers, self.faults = source
        self.lost = _lost(table, text, f"{lead}rule")

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first texts, and a caption."""
        headers = ["low", "high", "period", "gross or net", "currency by", "text"]
        rows = [self._cells(row) for row in self._first(limit)]
        stating = len(self) - self._table.column(f"{self.lead}rule").null_count
        return headers, rows, f"Pay in {stating:,} of {len(self):,} texts."

    def _cells(self, row: dict[str, Any]) -> list[str]:
        said = {name.removeprefix(self.lead): row[name] for name in row if name.startswith(self.lead)}
        taxed = {True: "gross", False: "net", None: ""}[said["gross"]]
        ends = [money(said[end], said["currency"]) for end in ("low", "high")]
        return [*ends, said["period"] or "", taxed, said["rule"] or "", _short(row[self.text])]


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
            help="Read the lines of this text file, or a column of this CSV, Parquet or JSON file, "
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
            metavar="OURS=THEIRS",
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
    header: HeaderLine = None,
    delimiter: Delimiter = None,
    null_missing: Annotated[
        bool,
        typer.Option(
            "--null-missing",
            help="Exit with code 0 even if some texts state no pay.",
            rich_help_panel=ANSWER,
        ),
    ] = False,
    as_json: Json = False,
    output: Out = None,
) -> None:
    """Read pay from text, as it is stated. Example: `salarykit parse "£44k a year" --country GB`."""
    if file and texts:
        raise typer.BadParameter("Give texts or --file, not both.")
    for option, said in (("--column", columns), ("--header", header), ("--delimiter", delimiter)):
        if said and not file:
            raise typer.BadParameter(f"{option} needs --file.")
    if encoding and texts:
        raise typer.BadParameter("--encoding is for --file or stdin, not for texts on the command line.")
    names = pairs(columns, "--column")
    if file and (names or header or delimiter or _is_table(file)):
        dialect = ReadingOptions.of({"encoding": encoding, "header": header, "delimiter": delimiter}).dialect
        found = _of_table(file, dialect, names, country=country, on=on)
    elif texts:
        found = _of_texts(texts, _Source(range(1, len(texts) + 1)), country, on)
    else:
        found = _of_texts(*(_lines(file, encoding) if file else _stdin(encoding)), country, on)
    show(found, as_json=as_json, output=output)
    messages = _messages(found)
    for line in (*found.faults, *messages):
        typer.echo(f"salarykit: {line}", err=True)
    if found.faults or (messages and not null_missing):
        raise typer.Exit(1)


def _of_texts(texts: list[str], source: _Source, country: str | None, on: str | None) -> _Parsed:
    import pyarrow as pa

    pay = sk.parse_pay_column(texts, country=_country(country), on=on)
    columns = [pa.array(texts, pa.string()), *pay.flatten()]
    return _Parsed(pa.table(columns, ["text", *(f.name for f in pay.type)]), source, text="text", lead="")


def _of_table(file: Path, dialect: TextOptions, names: dict[str, str], **given: str | None) -> _Parsed:
    """Return the columns of a table and those of the pay; country and day may be given, or be columns of the table."""
    import pyarrow as pa

    from salarykit.files.quotes import unclosed_message
    from salarykit.files.reading import read_raw
    from salarykit.reading.source_columns import passthrough_column
    from salarykit.salaries.terms import free_columns

    raw = read_raw(file, dialect)
    text, by_row = _named(names, list(raw.columns), given)
    columns = {name: passthrough_column(column) for name, column in raw.columns.items()}
    said = {"country": _country(given["country"]), "on": given["on"]}
    pay = sk.parse_pay_column(
        columns[text], **(said | {ours: columns[theirs] for ours, theirs in by_row.items()})
    )
    added = [f"pay_{field.name}" for field in pay.type]
    free_columns(list(columns), added, "the parsing")
    table = pa.table({**columns, **dict(zip(added, pay.flatten(), strict=True))})
    faults = [f"row {row}: the row does not have one cell for each column." for row, _ in raw.ragged]
    faults += [f"row {row}, {unclosed_message(line, text)}" for row, text, line in raw.unclosed]
    faults += [f"row {row}: {_OTHER}" for row, _ in raw.garbled]
    faults += [f"row {each.row}: {each.message}" for each in raw.refused]
    numbers = range(1, len(table) + 1) if raw.numbers is None else raw.numbers.tolist()
    return _Parsed(table, _Source(numbers, faults), text=text, lead="pay_")


def _named(
    names: dict[str, str], known: list[str], given: dict[str, str | None]
) -> tuple[str, dict[str, str]]:
    """Return the column of the texts, and those of their countries and days by name."""
    from salarykit.errors import InvalidQuery, hint

    unknown = sorted(set(names) - {"text", *given})
    if unknown:
        raise typer.BadParameter(
            f"--column {unknown[0]}=...: the columns that can be named are text, country and on."
        )
    for twice in (name for name, value in given.items() if value and name in names):
        raise typer.BadParameter(f"Give --{twice} or --column {twice}=..., not both.")
    by_row = dict(names)
    text = by_row.pop("text", known[0] if len(known) == 1 else "text")
    for name in (text, *by_row.values()):
        if name not in known:
            raise InvalidQuery(
                f"No column {name!r}.{hint(name, known)} The columns are {', '.join(known)}; "
                f"--column text={known[0]} reads the texts from the first one.",
                value=name,
            )
    return text, by_row


def _lost(table: pa.Table, text: str, rule: str) -> list[int]:
    """Return the positions of the texts that state no pay; where there is no text, none is lost."""
    import pyarrow.compute as pc

    blank = pc.equal(pc.utf8_trim_whitespace(pc.fill_null(table.column(text), "")), "")
    lost: list[int] = pc.indices_nonzero(pc.and_not(pc.is_null(table.column(rule)), blank)).to_pylist()
    return lost


def _messages(found: _Parsed) -> list[str]:
    """Return a line for each of the first texts without pay, and one for the others."""
    lines = [_line(found.numbers[at], found[at][found.text]) for at in found.lost[:_TOLD]]
    more = len(found.lost) - _TOLD
    return [*lines, f"{more:,} more texts state no pay."] if more > 0 else lines


def _line(number: int, text: str) -> str:
    is_file = len(text) < _NAME and Path(text).is_file()
    return f"row {number}: {_short(text)!r} states no pay." + (
        f" It is a file: salarykit parse --file {text}" if is_file else ""
    )


def _short(text: str | None) -> str:
    flat = " ".join((text or "").split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}..."


def _country(country: str | None) -> str | None:
    """Return a country's code; `PayYear.of` refuses an invalid one."""
    if country is not None:
        sk.PayYear.of(country)
    return country


def _stdin(encoding: str | None) -> tuple[list[str], _Source]:
    from salarykit.files.opening import LocalFile

    if sys.stdin.isatty():
        raise typer.BadParameter("Give a text, a --file, or lines on stdin.")
    with TemporaryDirectory(prefix="salarykit-") as folder:
        path = Path(folder, "stdin")
        path.write_bytes(sys.stdin.buffer.read())
        return _full(LocalFile(path, "stdin", lambda: Path(folder), ()), encoding)


def _lines(file: Path, encoding: str | None) -> tuple[list[str], _Source]:
    """Return the lines of a text file, compressed or not, that are not blank."""
    from salarykit.files.opening import open_local

    with open_local(file) as plain:
        return _full(plain, encoding)


def _full(plain: LocalFile, encoding: str | None) -> tuple[list[str], _Source]:
    """Return the lines that are not blank, in any known encoding."""
    from salarykit.files.codec_names import codec_of
    from salarykit.files.encodings import GARBLED, to_utf8

    text = to_utf8(plain, encoding=codec_of(encoding)).path.read_text(encoding="utf-8-sig")
    full = [(at, line) for at, line in enumerate(text.split("\n"), start=1) if line.strip()]
    faults = [f"row {at}: {_OTHER}" for at, line in full if GARBLED in line]
    kept = [(at, line) for at, line in full if GARBLED not in line]
    return [line for _, line in kept], _Source([at for at, _ in kept], faults)


def _is_table(file: Path) -> bool:
    return any(suffix.lower() in _TABLES for suffix in file.suffixes[-2:])
