"""The dialect of a CSV: its delimiter, the names of its columns, and the line that they are on."""
# A little over 300 lines: the delimiter and the header decide each other.

from __future__ import annotations

import codecs
import csv
import io
import re
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.errors import SourceError
from salarykit.files.csv_chunks import void_row
from salarykit.files.format_options import NO_FORMAT_OPTIONS, FormatOptions
from salarykit.files.quotes import RowShape, Unclosed, find_unclosed, unclosed_message
from salarykit.files.raw import numbered_names, repeated_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = [
    "DELIMITERS",
    "PEEK",
    "UNNAMED",
    "Dialect",
    "find_dialect",
    "is_delimiter",
    "shown_lines",
]

DELIMITERS: Final = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
"""The delimiters to try; of two that split rows equally well the first wins, since texts contain commas."""
PEEK: Final = 1 << 20
"""How many bytes at the start of a file decide the dialect."""
UNNAMED: Final = "column "
"""The beginning of the name that an unnamed column gets; its position follows."""
_SHOWN: Final = 1 << 14  # bytes of the lines for messages
_LOOK: Final = 50  # rows that decide the delimiter
_LINES: Final = 1000  # the most lines in which to look for these rows
_TITLES: Final = 20  # the most rows above a header
_MOST: Final = 0.5  # the least share of rows with as many cells as the header, if it is the first row
_EVEN: Final = 0.8  # the same for a header below titles
_SEP: Final = re.compile(rb"sep=(.)[ \t]*(\r\n|\r|\n)")


class Dialect(NamedTuple):
    """How a CSV is written.

    Attributes:
        delimiter: the delimiter.
        names: the names of the columns.
        skipped: the number of lines above the header, such as Excel's `sep=;`.
        is_spaced: whether a space follows each delimiter.
        has_titles: whether the lines above the header are skipped, as titles or because the caller says so.
        repeated: the names that several columns have in the file.
    """

    delimiter: str
    names: list[str]
    skipped: int = 0
    is_spaced: bool = False
    has_titles: bool = False
    repeated: tuple[str, ...] = ()

    @property
    def separator(self) -> str | None:
        """The delimiter, if there are several columns."""
        return self.delimiter if len(self.names) > 1 else None

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on the lines above the header, and on the delimiter if it is not a comma."""
        titles = (f"The header is line {self.skipped + 1}; what stands above it is skipped.",)
        separated = (f"The cells are separated by {DELIMITERS.get(self.delimiter, repr(self.delimiter))}.",)
        sentences = (titles if self.has_titles else ()) + (() if self.separator in (None, ",") else separated)
        return sentences + repeated_notes(self.repeated)

    @property
    def header_line(self) -> int | None:
        """The line of the header, if there are titles above it."""
        return self.skipped + 1 if self.has_titles else None

    @property
    def shape(self) -> RowShape:
        """What a row looks like."""
        return RowShape(self.delimiter, len(self.names), self.is_spaced)


def find_dialect(start: bytes, name: str, given: FormatOptions = NO_FORMAT_OPTIONS) -> Dialect:
    r"""Find the dialect of a CSV by its first bytes; its delimiter is the one that splits the most rows into as many cells as the header.

    Args:
        start: the first bytes.
        name: the name of the file in messages.
        given: the options that the caller gives.

    Raises:
        SourceError: if the first line is too long, or the file has fewer lines than `given.header`.

    Examples:
        >>> find_dialect(b"Ort;Gehalt, brutto\nKiel;65.000,00\n", "pay.csv")
        Dialect(delimiter=';', names=['Ort', 'Gehalt, brutto'], skipped=0, is_spaced=False, has_titles=False, repeated=())
    """
    if len(start) == PEEK and not re.search(rb"[\r\n]", start):
        raise SourceError(
            f"{name}: its first line is longer than {PEEK:,} bytes; that is not a header.", source=name
        )
    start = start.removeprefix(codecs.BOM_UTF8)
    separator_line = None if given.header else _SEP.match(start)
    header_line = given.header or (
        1 if separator_line else _header_line(_first_lines(start), given.delimiter)
    )
    above = separator_line.end() if separator_line else _above(start, header_line, name)
    start = _first_lines(start[above:])
    stated = given.delimiter or (separator_line[1].decode("latin-1") if separator_line else "")
    candidates = [stated] if given.delimiter or stated in DELIMITERS else list(DELIMITERS)
    delimiter = max(candidates, key=lambda candidate: _preference(start, candidate))
    try:
        text, lost = _closed(start, delimiter)
        header = next(_rows(text, delimiter), [])
    except csv.Error as error:
        raise SourceError(f"{name} is not a readable CSV file: {error}.", source=name) from error
    skipped = 1 if separator_line else header_line - 1
    if lost:
        raise SourceError(f"{name}, {unclosed_message(skipped + lost.line + 1, lost.text)}", source=name)
    names, repeated = numbered_names(_named([cell.strip() for cell in header]))
    has_titles = skipped > 0 and not separator_line
    return Dialect(delimiter, names, skipped, _is_spaced(header), has_titles, repeated)


def is_delimiter(text: object) -> bool:
    r"""Return whether a text can be the delimiter of a CSV.

    Examples:
        >>> is_delimiter("\t"), is_delimiter("||"), is_delimiter("¦")
        (True, False, False)
    """
    return isinstance(text, str) and len(text) == 1 and text.isascii() and text not in '"\r\n\0'


def _above(start: bytes, header: int, name: str) -> int:
    """Return the number of bytes above the header line.

    Raises:
        SourceError: if there is no such line.
    """
    ends = [match.end() for match in re.finditer(rb"\r\n|\r|\n", start)] if header > 1 else []
    if header > len(ends) + 1 or (header > 1 and ends[header - 2] == len(start)):
        looked = (
            f"its first {PEEK:,} bytes" if len(start) > PEEK - 4 else f"the last of its {len(ends)} lines"
        )
        raise SourceError(f"{name}: header={header} is beyond {looked}.", source=name)
    return ends[header - 2] if header > 1 else 0


def _header_line(start: bytes, delimiter: str | None) -> int:
    r"""Return the line of the header: the first line, or the first below titles, which have one cell each.

    A header below titles has several cells. Most of the next rows have as many, and one column has numbers below a header cell
    without digits. If two delimiters give different headers, the one with more cells is the header.

    Examples:
        >>> _header_line(b"Pay of 2021\n\ncity;pay\nKiel;45.000\nBonn;51.000\n", None)
        3
        >>> _header_line(b"place\nKiel, SH\nBonn, NW\n", None), _header_line(b"pay\n45,000\n51,000\n", None)
        (1, 1)
        >>> _header_line(b"role;place;pay\nclerk;Kiel, SH;1\ncook;Bonn, NW 2;2\n", None)
        1
    """
    text = start.decode("utf-8", errors="replace")
    candidates = [
        header
        for candidate in ([delimiter] if delimiter else DELIMITERS)
        if (header := _header(_numbered(text, candidate)))
    ]
    return max(candidates, key=lambda header: header.width, default=_HeaderLine(1, 0)).line


class _HeaderLine(NamedTuple):
    """The line of a possible header, and how many cells it has."""

    line: int
    width: int


def _numbered(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Return the first rows of a text, each with its line, up to a cell that is too long."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    with suppress(csv.Error):
        above = 0
        for cells in islice(reader, _TITLES + _LOOK):
            rows.append((above + 1, cells))
            above = reader.line_num
    return rows


def _header(rows: list[tuple[int, list[str]]]) -> _HeaderLine | None:
    """Return the header: the first row with several cells, or else the widest of the first rows; None if neither is a header.

    A title with commas, such as `Pay, gross, by city`, has several cells, but fewer than the header.
    """
    counts = [sum(map(bool, map(str.strip, cells))) for _, cells in rows]
    first = next((number for number, count in enumerate(counts) if count > 1), len(rows))
    header = _header_at(rows, counts, first)
    above = counts[: _TITLES + 1]
    wide = max(above, default=0)
    if header is not None or first >= len(above):
        return header
    at = above.index(wide)
    return _header_at(rows, counts, at) if wide > max(above[:at], default=wide) else None


def _header_at(rows: list[tuple[int, list[str]]], counts: list[int], at: int) -> _HeaderLine | None:
    """Return a row as the header; None if the rows below it do not fit it."""
    if at > _TITLES or at + 1 >= len(rows):
        return None
    line, header = rows[at]
    below = [cells for _, cells in rows[at + 1 :] if len(cells) == len(header)]
    share = len(below) / max(1, sum(count > 0 for count in counts[at + 1 :]))
    if not any(counts[:at]):
        return _HeaderLine(1, len(header)) if share >= _MOST else None
    if share < _EVEN:
        return None
    has_numbers = any(_is_of_numbers(name, cells) for name, *cells in zip(header, *below, strict=True))
    return _HeaderLine(line, len(header)) if has_numbers else None


def _is_of_numbers(name: str, cells: Sequence[str]) -> bool:
    """Return whether at least half of the cells of a column have digits, and its name has none."""
    filled = [cell for cell in cells if cell.strip()]
    return (
        bool(name.strip())
        and not re.search(r"\d", name)
        and 2 * sum(any(map(str.isdigit, cell)) for cell in filled) >= len(filled) > 0
    )


def _first_row(start: bytes, delimiter: str) -> list[str]:
    """Return the first row of a text; only its first line if the row is too long."""
    try:
        return next(_rows(start.decode("utf-8", errors="replace"), delimiter), [])
    except csv.Error:
        line = start[: start.find(b"\n") + 1 or None].replace(b'"', b"")
        return next(_rows(line.decode("utf-8", errors="replace"), delimiter), [])


def _first_lines(text: bytes) -> bytes:
    """Return the lines that decide the dialect."""
    end = 0
    for _ in range(_LINES):
        end = text.find(b"\n", end) + 1
        if not end:
            return text
    return text[:end]


def shown_lines(start: bytes) -> tuple[str, ...]:
    """Return the first lines of a text, for messages."""
    text = start[:_SHOWN].decode("utf-8", errors="replace").removeprefix("\ufeff")
    return tuple(re.split(r"\r\n|\r|\n", text)[:_LOOK])


def _is_spaced(header: list[str]) -> bool:
    return any(cell[:1] == " " for cell in header[1:])


def _closed(start: bytes, delimiter: str) -> tuple[str, Unclosed | None]:
    """Return a text without the rows that have unclosed quotation marks, and the one of its header, if any."""
    if b'"' not in start:
        return start.decode("utf-8", errors="replace"), None
    header = _first_row(start, delimiter)
    shape = RowShape(delimiter, len(header), _is_spaced(header))
    closed = bytearray(start)
    end, unclosed = find_unclosed(memoryview(start), shape, is_last=False)
    if not end:
        end, unclosed = find_unclosed(memoryview(start), shape, is_last=True)
    lost = unclosed[0] if unclosed and not start[: unclosed[0].start].strip() else None
    for row in unclosed:
        closed[row.start : row.end] = void_row(row, shape)
    if lost:
        closed[lost.start : lost.end] = start[lost.start : lost.end].replace(b'"', b" ")
    return closed[:end].decode("utf-8", errors="replace"), lost


def _named(names: list[str]) -> list[str]:
    """Return the names in a header; if several are empty, these are named by their positions."""
    if names.count("") < 2:  # noqa: PLR2004 - a single empty name is unique
        return names
    return [name or f"{UNNAMED}{place}" for place, name in enumerate(names, start=1)]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return (row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row)


def _preference(start: bytes, delimiter: str) -> tuple[bool, float, bool, int]:
    """Return a key that ranks delimiters by their fit; of two that fit equally well, tabs win, because texts hardly ever contain them."""
    splits, same, width = _fit(start, delimiter)
    return splits, same, delimiter == "\t" and splits, width


def _fit(start: bytes, delimiter: str) -> tuple[bool, float, int]:
    """Return whether a delimiter splits the header, the share of rows with as many cells, and their number."""
    widths: list[int] = []
    with suppress(csv.Error):  # a cell is too long; the rows before it decide
        rows = _rows(_closed(start, delimiter)[0], delimiter)
        widths.extend(len(row) for row, _ in zip(rows, range(_LOOK), strict=False))
    width, *others = widths or [0]
    same = others.count(width) / len(others) if others else 1
    return width > 1, same, width
