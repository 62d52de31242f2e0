"""Makes tables and workbooks for tests: CSV, XLSX by openpyxl or as raw XML, ODS as raw XML, XLSB as records."""

from __future__ import annotations

import struct
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
_RELATION = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def write_csv(path: Path, rows: list[list[Any]]) -> Path:
    """Write rows as a CSV; an empty one is a blank line."""
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in rows))
    return path


def write_xlsx(path: Path, rows: list[list[Any]]) -> Path:
    """Write rows as a workbook."""
    workbook = openpyxl.Workbook()
    assert workbook.active is not None
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path


def write_zip(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """Write a zip file with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def xlsx_parts(
    rows: str, *, styles: str = "", texts: str = "", after: str = "", properties: str = ""
) -> dict[str, str]:
    """Return the parts of an XLSX workbook with one sheet, from the XML of its rows."""
    relations = [
        _RELATION.format("rId1", "worksheet", "worksheets/sheet1.xml"),
        _RELATION.format("rId2", "styles", "styles.xml"),
    ]
    relations.append(_RELATION.format("rId3", "sharedStrings", "sharedStrings.xml"))
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook {_MAIN}>{properties}<sheets><sheet name="Pay" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _RELATIONS.format("".join(relations)),
        "xl/styles.xml": f"<styleSheet {_MAIN}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{texts}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {_MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>",
    }


def styles_of(*codes: str) -> str:
    """Return the styles of a workbook whose cell style 0 is general, and each other one has a format code."""
    escaped = [code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") for code in codes]
    formats = "".join(
        f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(escaped)
    )
    used = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(codes)))
    return f'<numFmts>{formats}</numFmts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{used}</cellXfs>'


_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def ods_parts(sheets: Mapping[str, str], styles: str = "") -> dict[str, str]:
    """Return the parts of an ODS spreadsheet, from the XML of the rows of each sheet."""
    tables = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items()
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
    }


def ods_row(*cells: Any) -> str:
    """Return the XML of a row: texts, numbers, and cells that are XML already."""
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(value: Any) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, str):
        text = f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        return value if value.startswith("<") else text
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'


def record(kind: int, data: bytes = b"") -> bytes:
    """Return a record of a binary workbook."""
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, left = b"", len(data)
    while True:
        size += bytes([left & 0x7F | (0x80 if left > 0x7F else 0)])
        left >>= 7
        if not left:
            return number + size + data


def wide(text: str) -> bytes:
    """Return a text as binary workbooks hold it."""
    units = text.encode("utf-16-le")
    return struct.pack("<I", len(units) // 2) + units


def cell(column: int | None, style: int = 0) -> bytes:
    """Return what a cell's record begins with: its column, if it is no short one, and its style."""
    return (b"" if column is None else struct.pack("<I", column)) + struct.pack("<I", style)


def row_record(number: int, *, is_hidden: bool = False) -> bytes:
    """Return the record that begins a row, counted from 1."""
    return record(0, struct.pack("<IIH", number - 1, 0, 300) + bytes([0, 0x10 if is_hidden else 0, 0]))


def xlsb_parts(
    records: Sequence[bytes], *, codes: Sequence[str] = (), is_1904: bool = False
) -> dict[str, str | bytes]:
    """Return the parts of an XLSB workbook with one sheet, from the records of its rows."""
    formats = b"".join(record(44, struct.pack("<H", 164 + at) + wide(code)) for at, code in enumerate(codes))
    styles = [0, *(164 + at for at in range(len(codes)))]
    xfs = b"".join(record(47, struct.pack("<HHHHHHH", 0, number, 0, 0, 0, 0, 0)) for number in styles)
    fonts = b"".join(record(43, struct.pack("<HHHHB", 220, 0, 400, raised, 0)) for raised in (0, 1))
    bundle = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Pay"))
    relations = [
        _RELATION.format("rId1", "worksheet", "worksheets/sheet1.bin"),
        _RELATION.format("rId2", "styles", "styles.bin"),
    ]
    relations.append(_RELATION.format("rId3", "sharedStrings", "sharedStrings.bin"))
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS.format(_RELATION.format("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": record(131)
        + record(153, struct.pack("<III", int(is_1904), 0, 0))
        + record(143)
        + bundle
        + record(144)
        + record(132),
        "xl/_rels/workbook.bin.rels": _RELATIONS.format("".join(relations)),
        "xl/styles.bin": record(278)
        + formats
        + fonts
        + record(626)
        + xfs[:0]
        + record(617)
        + xfs
        + record(618)
        + record(279),
        "xl/sharedStrings.bin": record(159)
        + record(19, b"\x00" + wide("Kiel"))
        + record(19, b"\x01" + wide("52,0001") + struct.pack("<IHH", 1, 6, 1))
        + record(160),
        "xl/worksheets/sheet1.bin": record(129)
        + record(148, struct.pack("<IIII", 0, 9, 0, 3))
        + record(145)
        + b"".join(records)
        + record(146)
        + record(130),
    }
