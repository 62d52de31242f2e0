"""XLSB: reads the sheets of a binary workbook record by record (BIFF12, specified in MS-XLSB)."""

from __future__ import annotations

import struct
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from salarykit.files.cell_text import TextRun, join_runs
from salarykit.files.workbooks.cells import cell_error, numeric_cell
from salarykit.files.workbooks.number_format import GENERAL, NumberFormat, builtin_format, parse_format
from salarykit.files.workbooks.sheet_table import CellBudget, Merge, SheetTable
from salarykit.files.workbooks.xml_parts import relations

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

__all__ = ["Xlsb"]

_ROW, _TEXT, _FONT, _FORMAT, _STYLE, _PROPERTIES, _BUNDLE, _MERGE = 0, 19, 43, 44, 47, 153, 156, 176
_STYLES, _STYLES_END = 617, 618  # the records before and after the styles of cells
_RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED = 2, 3, 4, 5, 6, 7
_FORMULAS: Final = {8: _STRING, 9: _REAL, 10: _BOOL, 11: _ERROR}
_SHORT: Final = {13: _RK, 14: _ERROR, 15: _BOOL, 16: _REAL, 17: _STRING, 18: _SHARED}
"""The short records of cells, whose column is the one after that of the cell before."""
_BLANK, _SHORT_BLANK = 1, 12
_ERRORS: Final = {
    0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A", 43: "#GETTING_DATA",
}  # fmt: skip


class Xlsb:
    """A binary workbook.

    Args:
        archive: the open file.
        part: the path of the workbook in it.

    Attributes:
        sheets: whether each sheet is hidden, by name, in their order.
    """

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self._archive = archive
        related = relations(archive, part)
        self._parts: dict[str, str] = {}
        self.sheets: dict[str, bool] = {}
        self._is_1904 = False
        for kind, data in _records(archive, part):
            if kind == _PROPERTIES:
                self._is_1904 = bool(data[0] & 1)
            elif kind == _BUNDLE:
                relation, at = _text(data, 8)
                name, _ = _text(data, at)
                sheet, path = related.get(relation, ("", ""))
                if sheet == "worksheet":
                    self._parts[name], self.sheets[name] = path, data[0] != 0
        parts = dict(related.values())
        self._formats, raised = _read_styles(archive, parts.get("styles", ""))
        self._texts = _read_texts(archive, parts.get("sharedStrings", ""), raised)

    def table(self, sheet: str, budget: CellBudget) -> SheetTable:
        """Return the rows of a sheet."""
        table = SheetTable(budget)
        row, column, is_hidden = 0, -1, False
        cells: list[tuple[int, Any]] = []
        for kind, data in _records(self._archive, self._parts[sheet]):
            if kind == _ROW:
                table.add(row, cells, is_hidden=is_hidden)
                row, column, cells = int.from_bytes(data[:4], "little") + 1, -1, []
                is_hidden = bool(data[11] & 0x10)
            elif kind in (_SHORT_BLANK, *_SHORT):
                column += 1
                if kind in _SHORT:
                    cells.append((column, self._cell(_SHORT[kind], data, 0)))
            elif kind in (_BLANK, _RK, _ERROR, _BOOL, _REAL, _STRING, _SHARED, *_FORMULAS):
                column = int.from_bytes(data[:4], "little")
                if kind != _BLANK:
                    cells.append((column, self._cell(_FORMULAS.get(kind, kind), data, 4)))
            elif kind == _MERGE:
                first, last, left, right = struct.unpack_from("<4I", data)
                table.merges.append(Merge(first + 1, last + 1, left, right))
        table.add(row, [cell for cell in cells if cell[1] is not None], is_hidden=is_hidden)
        return table

    def _cell(self, kind: int, data: bytes, at: int) -> Any:
        """Return the value of a cell, given the position of its style in its record."""
        style = int.from_bytes(data[at : at + 3], "little")
        at += 4
        if kind in (_RK, _REAL):
            number = _rk(data, at) if kind == _RK else struct.unpack_from("<d", data, at)[0]
            form = self._formats[style] if style < len(self._formats) else GENERAL
            whole = int(number) if form is GENERAL and number == int(number) else number
            return numeric_cell(whole, form, is_1904=self._is_1904)
        if kind == _BOOL:
            return bool(data[at])
        if kind == _ERROR:
            return cell_error(_ERRORS.get(data[at], "#UNKNOWN!"))
        if kind == _SHARED:
            return self._texts[int.from_bytes(data[at : at + 4], "little")]
        return _text(data, at)[0] or None


def _records(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the bytes of each record of a part."""
    data = archive.read(part) if part in archive.namelist() else b""
    at = 0
    while at < len(data):
        kind, at = _variable(data, at, 2)
        size, at = _variable(data, at, 4)
        if at + size > len(data):
            raise EOFError(f"a record of {part} is cut short")
        yield kind, data[at : at + size]
        at += size


def _variable(data: bytes, at: int, most: int) -> tuple[int, int]:
    """Return a number stored in seven bits of each byte, and the position after it; a set eighth bit says that more bytes follow."""
    number = 0
    for place in range(most):
        byte = data[at + place]
        number |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return number, at + place + 1
    return number, at + most


def _text(data: bytes, at: int) -> tuple[str, int]:
    """Return a text and the position after it."""
    count = int.from_bytes(data[at : at + 4], "little")
    if count == 0xFFFF_FFFF:  # noqa: PLR2004 - the length of a missing text
        return "", at + 4
    end = at + 4 + 2 * count
    return data[at + 4 : end].decode("utf-16-le", errors="replace"), end


def _rk(data: bytes, at: int) -> float:
    """Return a number of four bytes: an integer or the upper half of a float, divided by 100 if its last bit is set."""
    raw = int.from_bytes(data[at : at + 4], "little")
    number: float
    if raw & 2:
        number = (raw if raw < 1 << 31 else raw - (1 << 32)) >> 2
    else:
        number = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFF_FFFC) << 32))[0]
    return number / 100 if raw & 1 else number


def _read_styles(archive: zipfile.ZipFile, part: str) -> tuple[list[NumberFormat], set[int]]:
    """Return the number format of each cell style, and the fonts that are raised or lowered."""
    codes: dict[int, NumberFormat] = {}
    formats: list[NumberFormat] = []
    raised: set[int] = set()
    is_cell, font = False, 0
    for kind, data in _records(archive, part):
        if kind == _FORMAT:
            codes[int.from_bytes(data[:2], "little")] = parse_format(_text(data, 2)[0])
        elif kind == _FONT:
            if int.from_bytes(data[6:8], "little"):
                raised.add(font)
            font += 1
        elif kind in (_STYLES, _STYLES_END):
            is_cell = kind == _STYLES
        elif kind == _STYLE and is_cell:
            number = int.from_bytes(data[2:4], "little")
            formats.append(codes.get(number) or builtin_format(number))
    return formats, raised


def _read_texts(archive: zipfile.ZipFile, part: str, raised: set[int]) -> list[str]:
    """Return the texts that cells refer to by number; numbers are kept separate from raised characters."""
    texts = []
    for kind, data in _records(archive, part):
        if kind != _TEXT:
            continue
        text, at = _text(data, 1)
        if data[0] & 1:
            count = int.from_bytes(data[at : at + 4], "little")
            runs = [struct.unpack_from("<2H", data, at + 4 + 4 * number) for number in range(count)]
            if any(font in raised for _, font in runs):
                units = text.encode("utf-16-le")  # runs are counted in UTF-16 code units
                edges = [(0, -1), *runs, (len(units) // 2, -1)]
                text = join_runs(
                    [
                        TextRun(
                            units[2 * start : 2 * end].decode("utf-16-le", errors="replace"),
                            "raised" if font in raised else "text",
                        )
                        for (start, font), (end, _) in pairwise(edges)
                        if end > start
                    ]
                )
        texts.append(text)
    return texts
