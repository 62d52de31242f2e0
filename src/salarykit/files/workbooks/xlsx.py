"""XLSX: reads the sheets of an Office Open XML workbook row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.files.cell_text import TextRun, join_runs
from salarykit.files.workbooks.cells import cell_error, numeric_cell, uncalculated
from salarykit.files.workbooks.number_format import GENERAL, NumberFormat, builtin_format, parse_format
from salarykit.files.workbooks.sheet_table import CellBudget, Merge, SheetTable
from salarykit.files.workbooks.xml_parts import parse_part, relations, unescaped

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

__all__ = ["Xlsx"]

_RAISED: Final = ("superscript", "subscript")
_TRUE: Final = ("1", "true", "on")


class _SheetPart(NamedTuple):
    part: str
    is_hidden: bool


class Xlsx:
    """An Office Open XML workbook.

    Args:
        archive: the open file.
        part: the path of the workbook in it.

    Attributes:
        sheets: whether each sheet is hidden, by name, in their order.
    """

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self._archive = archive
        self._is_1904 = False
        self._parts: dict[str, _SheetPart] = {}
        self._related = relations(archive, part)
        parse_part(archive, part, self._start_workbook)
        self.sheets = {name: sheet.is_hidden for name, sheet in self._parts.items()}
        self._texts: list[str] | None = None
        self._formats: list[NumberFormat] = []

    def _start_workbook(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "workbookPr":
            self._is_1904 = attributes.get("date1904") in _TRUE
        elif tag == "sheet":
            name = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            kind, part = self._related.get(name, ("", ""))
            if kind == "worksheet":
                self._parts[attributes.get("name", "")] = _SheetPart(
                    part, attributes.get("state", "visible") != "visible"
                )

    def table(self, sheet: str, budget: CellBudget) -> SheetTable:
        """Return the rows of a sheet."""
        if self._texts is None:
            parts = dict(self._related.values())
            self._texts = _read_texts(self._archive, parts.get("sharedStrings", ""))
            self._formats = _read_formats(self._archive, parts.get("styles", ""))
        reader = _SheetReader(self._texts, self._formats, budget, is_1904=self._is_1904)
        parse_part(self._archive, self._parts[sheet].part, reader.start, reader.end, reader.data)
        return reader.table


class _RichText:
    """Joins the runs of a text, and keeps numbers separate from raised characters."""

    def __init__(self) -> None:
        self._runs: list[TextRun] = []
        self._kind, self._is_text, self._is_sound = "text", False, False
        self._pieces: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "r":
            self._kind = "text"
        elif tag == "vertAlign" and attributes.get("val") in _RAISED:
            self._kind = "raised"
        elif tag == "rPh":
            self._is_sound = True
        elif tag == "t":
            self._is_text, self._pieces = not self._is_sound, []

    def end(self, tag: str) -> None:
        if tag == "rPh":
            self._is_sound = False
        elif tag == "t" and self._is_text:
            self._runs.append(TextRun(unescaped("".join(self._pieces)), self._kind))
            self._is_text = False

    def data(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def taken(self) -> str:
        """Return the text, and begin the next one."""
        runs, self._runs, self._kind = self._runs, [], "text"
        return (
            join_runs(runs)
            if any(run.kind == "raised" for run in runs)
            else "".join(run.text for run in runs)
        )


def _read_texts(archive: zipfile.ZipFile, part: str) -> list[str]:
    """Return the texts that cells refer to by number."""
    texts: list[str] = []
    rich = _RichText()

    def end(tag: str) -> None:
        rich.end(tag)
        if tag == "si":
            texts.append(rich.taken())

    if part:
        parse_part(archive, part, rich.start, end, rich.data)
    return texts


def _read_formats(archive: zipfile.ZipFile, part: str) -> list[NumberFormat]:
    """Return the number format of each cell style."""
    codes: dict[int, NumberFormat] = {}
    formats: list[NumberFormat] = []
    is_cell = False

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal is_cell
        if tag == "numFmt":
            codes[int(attributes.get("numFmtId", 0))] = parse_format(attributes.get("formatCode", ""))
        elif tag in ("cellXfs", "cellStyleXfs"):
            is_cell = tag == "cellXfs"
        elif tag == "xf" and is_cell:
            number = int(attributes.get("numFmtId", 0))
            formats.append(codes.get(number) or builtin_format(number))

    if part:
        parse_part(archive, part, start)
    return formats


class _SheetReader:
    """Collects the rows of a sheet from its tags."""

    def __init__(
        self, texts: list[str], formats: list[NumberFormat], budget: CellBudget, *, is_1904: bool
    ) -> None:
        self.table = SheetTable(budget)
        self._shared, self._formats, self._is_1904 = texts, formats, is_1904
        self._row, self._is_hidden = 0, False
        self._cells: list[tuple[int, Any]] = []
        self._at, self._kind, self._style = -1, "n", GENERAL
        self._value: list[str] | None = None
        self._formula: list[str] | None = None
        self._taken: list[str] | None = None
        self._rich: _RichText | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if tag == "c":
            name = attributes.get("r")
            self._at = _column(name) if name else self._at + 1
            self._kind = attributes.get("t", "n")
            style = int(attributes.get("s", 0))
            self._style = self._formats[style] if style < len(self._formats) else GENERAL
            self._value = self._formula = None
        elif tag == "v":
            self._value = self._taken = []
        elif tag == "f":
            self._formula = self._taken = []
        elif tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._is_hidden = attributes.get("hidden") in _TRUE
            self._at, self._cells = -1, []
        elif tag == "is":
            self._rich = _RichText()
        elif tag == "mergeCell":
            first, _, last = attributes.get("ref", "").partition(":")
            self.table.merges.append(
                Merge(_number(first), _number(last or first), _column(first), _column(last or first))
            )
        elif self._rich:
            self._rich.start(tag, attributes)

    def end(self, tag: str) -> None:
        """Close an element."""
        if tag in ("v", "f"):
            self._taken = None
        elif tag == "c":
            value = self._cell()
            if value is not None:
                self._cells.append((self._at, value))
        elif tag == "row":
            self.table.add(self._row, self._cells, is_hidden=self._is_hidden)
        elif self._rich:
            self._rich.end(tag)

    def data(self, text: str) -> None:
        """Add text."""
        if self._taken is not None:
            self._taken.append(text)
        elif self._rich:
            self._rich.data(text)

    def _cell(self) -> Any:
        """Return the value of the cell that ends here."""
        if self._kind == "inlineStr":
            rich, self._rich = self._rich, None
            return rich.taken() if rich else None
        text = "".join(self._value or ())
        if not text:
            is_empty = self._formula is None or self._kind == "str"
            return None if is_empty else uncalculated("".join(self._formula or ()))
        return self._typed(text)

    def _typed(self, text: str) -> Any:
        """Return a stored value by its type; a formula's text and a date in ISO 8601 stay texts."""
        if self._kind == "n":
            is_whole = self._style is GENERAL and text.lstrip("-").isdigit()
            return numeric_cell(int(text) if is_whole else float(text), self._style, is_1904=self._is_1904)
        if self._kind == "s":
            return self._shared[int(text)]
        if self._kind == "b":
            return text in _TRUE
        return cell_error(text) if self._kind == "e" else unescaped(text)


def _column(name: str) -> int:
    """Return the position of a cell's column, from 0.

    Examples:
        >>> _column("A1"), _column("AB12")
        (0, 27)
    """
    at = 0
    for letter in name:
        if not letter.isalpha():
            break
        at = 26 * at + ord(letter.upper()) - 64
    return at - 1


def _number(name: str) -> int:
    """Return the number of a cell's row."""
    return int(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz$") or 0)
