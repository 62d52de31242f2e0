"""Texts from the command line, from lines or from a table, with the pay that each of them states."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import typer

import salarykit as sk
from salarykit.errors import InvalidQuery, hint
from salarykit.files.codec_names import codec_of
from salarykit.files.encodings import GARBLED, to_utf8
from salarykit.files.frames import Frame, money
from salarykit.files.opening import LocalFile, open_local
from salarykit.files.quotes import unclosed_message
from salarykit.files.reading import read_raw
from salarykit.places.country_names import country_code
from salarykit.reading.options import ReadingOptions
from salarykit.reading.source_columns import passthrough_column
from salarykit.salaries.metadata import free_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Parsed", "parsed_lines", "parsed_table", "parsed_texts"]

_NAMED: Final = 5  # texts without pay that get a message of their own
_OTHER_ENCODING: Final = "the row is in another encoding than the rest."
_PATH: Final = 250  # characters; a longer text is not looked up as a path
_SHOWN: Final = 60  # characters of a text that are shown


class _Source(NamedTuple):
    """The rows of a source: their numbers, from 1, and messages about the rows that could not be read."""

    numbers: Sequence[int]
    faults: Sequence[str] = ()


class Parsed(Frame[dict[str, Any]]):
    """Texts, with the pay that each of them states.

    Attributes:
        text: the column of the texts.
        prefix: the prefix of the columns of the pay.
        without_pay: the positions of the texts that state no pay.
        numbers: the number of each row in the source, from 1.
        faults: messages about the rows of the source that could not be read.
    """

    __slots__ = ("faults", "numbers", "prefix", "text", "without_pay")

    def __init__(self, table: pa.Table, source: _Source, *, text: str, prefix: str) -> None:
        super().__init__(table)
        self.text, self.prefix = text, prefix
        self.numbers, self.faults = source
        self.without_pay = _without_pay(table, text, f"{prefix}rule")

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first texts, and a caption."""
        headers = ["low", "high", "period", "gross or net", "currency by", "text"]
        rows = [self._cells(row) for row in self._first(limit)]
        count = len(self) - self._table.column(f"{self.prefix}rule").null_count
        return headers, rows, f"Pay in {count:,} of {len(self):,} texts."

    def _cells(self, row: dict[str, Any]) -> list[str]:
        pay = {name.removeprefix(self.prefix): row[name] for name in row if name.startswith(self.prefix)}
        taxed = {True: "gross", False: "net", None: ""}[pay["gross"]]
        ends = [money(pay[end], pay["currency"]) for end in ("low", "high")]
        return [*ends, pay["period"] or "", taxed, pay["rule"] or "", _short(row[self.text])]

    def messages(self) -> list[str]:
        """Return a message for each of the first texts without pay, and one for the others."""
        lines = [_message(self.numbers[at], self[at][self.text]) for at in self.without_pay[:_NAMED]]
        more = len(self.without_pay) - _NAMED
        return [*lines, f"{more:,} more texts state no pay."] if more > 0 else lines


def parsed_texts(
    texts: list[str], country: str | None, on: str | None, source: _Source | None = None
) -> Parsed:
    """Return texts with their pay."""
    pay = sk.parse_pay_column(texts, country=_country(country), on=on)
    names = ["text", *(field.name for field in pay.type)]
    table = pa.table([pa.array(texts, pa.string()), *pay.flatten()], names)
    return Parsed(table, source or _Source(range(1, len(texts) + 1)), text="text", prefix="")


def parsed_lines(file: Path | None, encoding: str | None, country: str | None, on: str | None) -> Parsed:
    """Return the lines of a text file, or of stdin, with their pay; blank lines are left out."""
    if file is None:
        texts, source = _stdin(encoding)
    else:
        with open_local(file) as local:
            texts, source = _lines(local, encoding)
    return parsed_texts(texts, country, on, source)


def parsed_table(
    file: Path, dialect: Mapping[str, Any], names: dict[str, str], **given: str | None
) -> Parsed:
    """Return the columns of a file, with the pay of its texts as further columns.

    Args:
        file: a CSV, Parquet or JSON file or a workbook.
        dialect: its encoding, header, sheet and delimiter, as far as they are given.
        names: the columns of the texts, and perhaps of their countries and days.
        given: the country and the day of all texts.
    """
    raw = read_raw(file, ReadingOptions.of(dialect).dialect)
    text, by_row = _columns(names, list(raw.columns), given)
    columns = {name: passthrough_column(column) for name, column in raw.columns.items()}
    options = {"country": _country(given["country"]), "on": given["on"]}
    options |= {option: columns[column_name] for option, column_name in by_row.items()}
    pay = sk.parse_pay_column(columns[text], **options)
    added = [f"pay_{field.name}" for field in pay.type]
    free_columns(list(columns), added, "the parsing")
    table = pa.table({**columns, **dict(zip(added, pay.flatten(), strict=True))})
    faults = [f"row {row}: the row does not have one cell for each column." for row, _ in raw.ragged]
    faults += [f"row {row}, {unclosed_message(line, text)}" for row, text, line in raw.unclosed]
    faults += [f"row {row}: {_OTHER_ENCODING}" for row, _ in raw.garbled]
    faults += [f"row {reject.row}: {reject.message}" for reject in raw.refused]
    numbers = range(1, len(table) + 1) if raw.numbers is None else raw.numbers.tolist()
    return Parsed(table, _Source(numbers, faults), text=text, prefix="pay_")


def _columns(
    names: dict[str, str], texts_columns: list[str], given: dict[str, str | None]
) -> tuple[str, dict[str, str]]:
    """Return the column of the texts, and those of their countries and days by name."""
    unknown = sorted(set(names) - {"text", *given})
    if unknown:
        raise typer.BadParameter(
            f"--column {unknown[0]}=...: the columns that can be named are text, country and on."
        )
    for twice in (name for name, value in given.items() if value and name in names):
        raise typer.BadParameter(f"Give --{twice} or --column {twice}=..., not both.")
    by_row = dict(names)
    text = by_row.pop("text", texts_columns[0] if len(texts_columns) == 1 else "text")
    for name in (text, *by_row.values()):
        if name not in texts_columns:
            raise InvalidQuery(
                f"No column {name!r}.{hint(name, texts_columns)} The columns are {', '.join(texts_columns)}; "
                f"--column text={texts_columns[0]} reads the texts from the first one.",
                value=name,
            )
    return text, by_row


def _without_pay(table: pa.Table, text: str, rule: str) -> list[int]:
    """Return the positions of the texts that state no pay, except blank ones."""
    blank = pc.equal(pc.utf8_trim_whitespace(pc.fill_null(table.column(text), "")), "")
    rows: list[int] = pc.indices_nonzero(pc.and_not(pc.is_null(table.column(rule)), blank)).to_pylist()
    return rows


def _message(number: int, text: str) -> str:
    is_file = len(text) < _PATH and Path(text).is_file()
    return f"row {number}: {_short(text)!r} states no pay." + (
        f" It is a file: salarykit parse --file {text}" if is_file else ""
    )


def _short(text: str | None) -> str:
    flat = " ".join((text or "").split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}..."


def _country(country: str | None) -> str | None:
    """Return the code of a country; `PayYear.of` refuses an invalid one, which may be a name."""
    if country is not None:
        try:
            sk.PayYear.of(country)
        except InvalidQuery as error:
            meant = country_code(country)
            raise InvalidQuery(
                error.message + (f" Did you mean {meant!r}?" if meant else ""), value=country
            ) from None
    return country


def _stdin(encoding: str | None) -> tuple[list[str], _Source]:
    if sys.stdin.isatty():
        raise typer.BadParameter("Give a text, a --file, or lines on stdin.")
    with TemporaryDirectory(prefix="salarykit-") as folder:
        path = Path(folder, "stdin")
        path.write_bytes(sys.stdin.buffer.read())
        return _lines(LocalFile(path, "stdin", lambda: Path(folder, "utf-8"), ()), encoding)


def _lines(local: LocalFile, encoding: str | None) -> tuple[list[str], _Source]:
    """Return the lines that are not blank, in any known encoding."""
    text = to_utf8(local, encoding=codec_of(encoding)).path.read_text(encoding="utf-8-sig")
    full = [(at, line) for at, line in enumerate(text.split("\n"), start=1) if line.strip()]
    faults = [f"row {at}: {_OTHER_ENCODING}" for at, line in full if GARBLED in line]
    kept = [(at, line) for at, line in full if GARBLED not in line]
    return [line for _, line in kept], _Source([at for at, _ in kept], faults)
