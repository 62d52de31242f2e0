"""Flattens records inside records, as in `salary: {"min": ..., "max": ..., "currency": ...}`, into a column for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa

from salarykit.files.raw import as_column, as_list
from salarykit.reading.headers import read_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from salarykit.files.raw import Column, Raw

__all__ = ["with_parts"]

_FIELDS = ("amount", "city", "country")
_AROUND = frozenset(["_source", "fields", "attributes", "properties", "node"])
"""The names under which search engines, databases and APIs put the record itself inside a record with its metadata."""


def with_parts(raw: Raw) -> Raw:
    """Return a table with a column for each part of its columns of records about pay or places; these columns are kept, too.

    A list of one record counts as that record. A column with any other value has no parts.

    Examples:
        >>> from salarykit.files.raw import of_records
        >>> posts = [{"title": "Cook", "salary": {"min": 9, "max": 11, "currency": "EUR"}}]
        >>> list(with_parts(of_records(posts, "posts")).columns)
        ['salary.min', 'salary.max', 'salary.currency', 'title', 'salary']
        >>> list(with_parts(of_records([{"id": 7, "fields": {"city": "Kiel", "id": 1}}], "base")).columns)
        ['city', 'fields.id', 'id', 'fields']
    """
    inside = {
        (f"{name}.{key}" if key in raw.columns else key): cells
        for name, column in raw.columns.items()
        if name in _AROUND and _may_be_records(column)
        for key, cells in _columns(_records(column) or ()).items()
    }
    whole = inside | raw.columns
    parts = {part: column for name, cells in whole.items() for part, column in _parts(name, cells).items()}
    return raw.replaced(columns=parts | whole) if parts or inside else raw


def _parts(name: str, column: Column) -> dict[str, Column]:
    """Return the parts of a column of records, and their parts in turn; none for any other column."""
    header = read_header(name) if _may_be_records(column) else None
    records = _records(column) if header and header.field in _FIELDS else None
    if records is None:
        return {}
    parts = {f"{name}.{key}": cells for key, cells in _columns(records).items()}
    inner = {part: cells for key, value in parts.items() for part, cells in _parts(key, value).items()}
    return parts | inner


def _columns(records: Sequence[dict[str, Any]]) -> dict[str, Column]:
    """Return records as columns."""
    keys = dict.fromkeys(key for record in records for key in record)
    return {key: as_column([record.get(key) for record in records]) for key in keys}


def _may_be_records(column: Column) -> bool:
    return isinstance(column, list) or pa.types.is_nested(column.type)


def _records(column: Column) -> list[dict[str, Any]] | None:
    """Return the cells as records, with an empty one for a missing cell; None if a cell is something else, or all are missing."""
    cells = as_list(column)
    records = [cell[0] if isinstance(cell, list) and len(cell) == 1 else cell for cell in cells]
    if not any(isinstance(cell, dict) for cell in records) or not all(
        isinstance(cell, dict | None) for cell in records
    ):
        return None
    return [cell or {} for cell in records]
