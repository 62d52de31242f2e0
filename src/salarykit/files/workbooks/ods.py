"""ODS: reads the sheets of an OpenDocument spreadsheet row by row."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, Final

from salarykit.files.cell_text import TextRun, join_runs
from salarykit.files.workbooks.cells import Percentage, cell_error, duration, uncalculated, unclear
from salarykit.files.workbooks.format_units import PER
from salarykit.files.workbooks.number_format import NumberFormat, shown_format
from salarykit.files.workbooks.sheet_table import CellBudget, Merge, SheetTable
from salarykit.files.workbooks.xml_parts import parse_part

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

__all__ = ["Ods"]

_CONTENT: Final = "content.xml"
_ERROR: Final = re.compile(r"#[A-Z/0!?]+|Err:\d+")
_DURATION: Final = re.compile(r"-?P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?")


class Ods:
    """An OpenDocument spreadsheet.

    Args:
        archive: the open file.

    Attributes:
        sheets: whether each sheet is hidden, by name, in their order.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        hidden: set[str] = set()
        self.sheets: dict[str, bool] = {}
        style = ""

        def start(tag: str, attributes: Mapping[str, str]) -> None:
            nonlocal style
            if tag == "style":
                style = attributes.get("style:name", "")
            elif tag == "table-properties" and attributes.get("table:display") == "false":
                hidden.add(style)
            elif tag == "table" and "table:name" in attributes:
                self.sheets[attributes["table:name"]] = attributes.get("table:style-name") in hidden

        parse_part(archive, _CONTENT, start)

    def table(self, sheet: str, budget: CellBudget) -> SheetTable:
        """Return the rows of a sheet."""
        reader = _ContentReader(sheet, budget)
        parse_part(self._archive, _CONTENT, reader.start, reader.end, reader.data)
        return reader.table


class _ContentReader:
    """Collects the rows of a sheet from the tags of the content."""

    def __init__(self, sheet: str, budget: CellBudget) -> None:
        self.table, self._budget = SheetTable(budget), budget
        self._sheet, self._is_here = sheet, False
        self._raised: set[str] = set()
        self._style = ""
        self._row, self._column = 0, 0
        self._cells: list[tuple[int, Any]] = []
        self._row_attributes: Mapping[str, str] = {}
        self._attributes: Mapping[str, str] | None = None
        self._runs: list[TextRun] = []
        self._kinds: list[str] = []
        self._skipped = 0  # the number of open notes and comments

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Open an element."""
        if tag == "table":
            self._is_here = attributes.get("table:name") == self._sheet
        elif tag == "style":
            self._style = attributes.get("style:name", "")
        elif tag == "text-properties" and attributes.get("style:text-position", "").startswith(
            ("super", "sub")
        ):
            self._raised.add(self._style)
        elif not self._is_here:
            return
        elif tag == "table-row":
            self._row_attributes, self._cells, self._column = attributes, [], 0
        elif tag in ("table-cell", "covered-table-cell"):
            self._attributes, self._runs = attributes, []
        elif tag in ("annotation", "note"):
            self._skipped += 1
        elif self._attributes is not None:
            self._text(tag, attributes)

    def _text(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "p" and self._runs:
            self._runs.append(TextRun("\n"))
        elif tag == "span":
            self._kinds.append("raised" if attributes.get("text:style-name") in self._raised else "text")
        elif tag in ("s", "tab", "line-break"):
            count = int(attributes.get("text:c", 1)) if tag == "s" else 1
            self.data("\n" if tag == "line-break" else " " * min(count, 1000))

    def data(self, text: str) -> None:
        """Add text."""
        if self._attributes is not None and not self._skipped:
            self._runs.append(TextRun(text, self._kinds[-1] if self._kinds else "text"))

    def end(self, tag: str) -> None:
        """Close an element."""
        if tag == "table":
            self._is_here = False
        elif not self._is_here:
            return
        elif tag == "span" and self._kinds:
            self._kinds.pop()
        elif tag in ("annotation", "note"):
            self._skipped -= 1
        elif tag in ("table-cell", "covered-table-cell"):
            self._end_cell(is_covered=tag != "table-cell")
        elif tag == "table-row":
            self._end_row()

    def _end_cell(self, *, is_covered: bool) -> None:
        attributes, self._attributes = self._attributes or {}, None
        count = _count(attributes, "columns-repeated")
        value = None if is_covered else self._cell(attributes)
        if value is not None:
            self._budget.take_cells(count, value)
            self._cells += [(self._column + at, value) for at in range(count)]
        columns, rows = _count(attributes, "columns-spanned"), _count(attributes, "rows-spanned")
        if columns > 1 or rows > 1:
            top = self._row + 1
            self.table.merges.append(Merge(top, top + rows - 1, self._column, self._column + columns - 1))
        self._column += count

    def _end_row(self) -> None:
        count = _count(self._row_attributes, "rows-repeated")
        is_hidden = self._row_attributes.get("table:visibility", "visible") != "visible"
        if self._cells:
            for at in range(count):
                self.table.add(self._row + at + 1, self._cells, is_hidden=is_hidden)
        self._row += count

    def _cell(self, attributes: Mapping[str, str]) -> Any:
        """Return the value of a cell, by its type."""
        kind = attributes.get("office:value-type")
        if kind is None:
            formula = attributes.get("table:formula")
            return uncalculated(formula.partition(":")[2]) if formula else None
        if kind in ("float", "percentage", "currency"):
            text = "".join(run.text for run in self._runs)
            is_error = "table:formula" in attributes and bool(_ERROR.fullmatch(text))
            return cell_error(text) if is_error else _number(attributes, kind, text)
        if kind == "boolean":
            return attributes.get("office:boolean-value") == "true"
        if kind == "date":
            return _date(attributes.get("office:date-value", ""))
        if kind == "time":
            return _duration(attributes.get("office:time-value", ""))
        is_raised = any(run.kind == "raised" for run in self._runs)
        text = join_runs(self._runs) if is_raised else "".join(run.text for run in self._runs)
        text = text or attributes.get("office:string-value", "")
        is_error = attributes.get("calcext:value-type") == "error" or (
            "table:formula" in attributes and bool(_ERROR.fullmatch(text))
        )
        return cell_error(text) if is_error else text or None


def _count(attributes: Mapping[str, str], name: str) -> int:
    return max(1, int(attributes.get(f"table:number-{name}", 1)))


def _number(attributes: Mapping[str, str], kind: str, shown: str) -> Any:
    """Return a number with the unit that its currency or its shown text states."""
    text = attributes.get("office:value", "")
    if kind == "percentage":
        return Percentage(text)
    number = int(text) if text.lstrip("-").isdigit() else float(text)
    style = shown_format(number, shown)
    if style is None:
        return unclear(number)
    currency = attributes.get("office:currency", "") if kind == "currency" else ""
    if currency and not style.words:
        per = PER.search(style.after)
        style = NumberFormat(after=currency + (style.after[per.start() :] if per else ""))
    return style.written(number)


def _date(text: str) -> Any:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text or None
    return moment.date() if moment.time() == dt.time() else moment


def _duration(text: str) -> Any:
    match = _DURATION.fullmatch(text)
    if match is None:
        return text or None
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    return duration(86_400 * days + 3600 * hours + 60 * minutes + seconds)
