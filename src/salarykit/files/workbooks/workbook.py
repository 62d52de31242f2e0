"""`Workbook`: an XLSX, XLSB or ODS file, the names of its sheets, and their rows as tables."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple
from xml.parsers import expat

from salarykit.errors import SourceError, hint
from salarykit.files.opening import most_bytes
from salarykit.files.workbooks.ods import Ods
from salarykit.files.workbooks.sheet_table import CellBudget
from salarykit.files.workbooks.xlsb import Xlsb
from salarykit.files.workbooks.xlsx import Xlsx
from salarykit.files.workbooks.xml_parts import relations

if TYPE_CHECKING:
    from salarykit.files.opening import LocalFile
    from salarykit.files.raw import Raw

__all__ = ["Workbook", "read_workbook"]

_DAMAGE: Final = (
    expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, OverflowError, struct.error,
    RuntimeError, NotImplementedError,
)  # fmt: skip


class Workbook(NamedTuple):
    """The sheets of a workbook that have rows, as tables.

    Attributes:
        name: the name of the file in messages.
        sheets: the tables by the names of their sheets, in order; only one if the caller named it.
    """

    name: str
    sheets: dict[str, Raw]


def read_workbook(
    file: LocalFile,
    sheet: str | int | None = None,
    header: int | None = None,
    max_bytes: int | None = None,
) -> Workbook:
    """Return the sheets of a workbook; if it has several, only the visible ones.

    Args:
        file: the file.
        sheet: the name of a sheet, or its number from 1; None for all.
        header: the row with the names of the columns; None to find it.
        max_bytes: the most bytes that it may decompress to; by default as for other compressed files of its size.

    Raises:
        SourceError: if it is damaged, too large, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(file.path) as archive:
            _check_size(archive, file, max_bytes)
            book = _open(archive, file.name)
            names = _chosen(book.sheets, sheet, file.name)
            budget = CellBudget(file.name, _budget(file, max_bytes))
            tables = {name: book.table(name, budget) for name in names}
            filled = {name: table for name, table in tables.items() if len(table) or sheet is not None}
            sheets = {name: table.raw(file.name, name, header) for name, table in filled.items()}
    except _DAMAGE as error:
        if isinstance(error, SourceError):
            raise
        raise SourceError(f"{file.name} is a damaged workbook ({error}).", source=file.name) from error
    if not sheets:
        raise SourceError(f"{file.name} has no sheet with rows.", source=file.name)
    is_one_of_several = len(book.sheets) > 1
    return Workbook(
        file.name,
        {
            name: raw.replaced(notes=(*file.notes, *raw.notes), sheet=name if is_one_of_several else None)
            for name, raw in sheets.items()
        },
    )


def _open(archive: zipfile.ZipFile, name: str) -> Xlsx | Xlsb | Ods:
    """Return a workbook of one of the three formats.

    Raises:
        SourceError: if it is encrypted, or is not a workbook.
    """
    if "content.xml" in archive.namelist():
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise SourceError(f"{name} is encrypted. Save it without a password.", source=name)
        return Ods(archive)
    part = next((path for kind, path in relations(archive, "").values() if kind == "officeDocument"), "")
    if not part.endswith((".xml", ".bin")) or "xl/" not in part:
        raise SourceError(f"{name} is an Office document, but not a workbook.", source=name)
    return Xlsb(archive, part) if part.endswith(".bin") else Xlsx(archive, part)


def _check_size(archive: zipfile.ZipFile, file: LocalFile, most: int | None) -> None:
    """Refuse a workbook that decompresses to more bytes than it may.

    Raises:
        SourceError: naming the limit.
    """
    size = sum(entry.file_size for entry in archive.infolist())
    most = _budget(file, most)
    if size > most:
        raise SourceError(
            f"{file.name} decompresses to {size:,} bytes, more than {most:,}; it looks like a decompression bomb. "
            "If it is not, raise max_bytes=, or save the sheet as CSV.",
            source=file.name,
        )


def _budget(file: LocalFile, most: int | None) -> int:
    return most_bytes(file.path.stat().st_size) if most is None else most


def _chosen(sheets: dict[str, bool], sheet: str | int | None, source: str) -> list[str]:
    """Return the names of the sheets to read: the given one, or else the visible ones, or all if none is visible."""
    if sheet is not None:
        return [_named(sheet, list(sheets), source)]
    return [name for name, is_hidden in sheets.items() if not is_hidden] or list(sheets)


def _named(sheet: str | int, names: list[str], source: str) -> str:
    """Return the name of the sheet with the given name or number.

    Raises:
        SourceError: if there is no such sheet, naming the nearest.
    """
    if isinstance(sheet, str):
        same = [name for name in names if name == sheet] or [
            name for name in names if name.casefold() == sheet.casefold()
        ]
        if same:
            return same[0]
    if str(sheet).isdecimal() and 1 <= int(sheet) <= len(names):
        return names[int(sheet) - 1]
    shown = ", ".join(map(repr, names[:12]))
    near = hint(sheet, names) if isinstance(sheet, str) else ""
    raise SourceError(f"{source} has no sheet {sheet!r} (it has: {shown}).{near}", source=source)
