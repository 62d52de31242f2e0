"""Fingerprints: short texts that show whether two results rest on the same data."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.files.columns import as_floats, combine
from salarykit.rates.kernel import BLOCK
from salarykit.salaries.tuples import code_tuples

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["fingerprint"]

_LENGTH: Final = 16  # hexadecimal digits: 64 bits


def fingerprint(table: pa.Table, values: NDArray[np.float64], columns: Sequence[str]) -> str:
    """Return a hash of figures and columns, which does not depend on the library or the types that hold them.

    Args:
        table: n rows.
        values: n figures.
        columns: the columns to include; numbers count as numbers, all other values by their text.

    Examples:
        >>> table = pa.table({"city": ["Paris", None]})
        >>> coded = pa.table({"city": table.column("city").dictionary_encode()})
        >>> one, two = (fingerprint(each, np.array([1.0, 2.0]), ["city"]) for each in (table, coded))
        >>> one == two, len(one)
        (True, 16)
    """
    content = hashlib.blake2b(digest_size=_LENGTH // 2)
    _add(content, "value", values)
    for column in columns:
        kind = table.schema.field(column).type
        if pa.types.is_floating(kind) or pa.types.is_integer(kind):
            _add(content, column, as_floats(combine(table.column(column))))
            continue
        coded = code_tuples(table, (column,))
        names = np.array([_number(value) for (value,) in coded.names] or [0], np.uint64)
        _add(content, column, names, coded.indices)
    return content.hexdigest()


def _number(value: Any) -> int:
    """Return a hash of a value, of 64 bits."""
    text = b"" if value is None else b"=" + str(value).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")


def _add(content: Any, name: str, figures: NDArray[Any], indices: NDArray[Any] | None = None) -> None:
    """Hash a column block by block; all missing numbers are equal."""
    length = len(figures if indices is None else indices)
    content.update(f"{name}:{length};".encode())
    for start in range(0, length, BLOCK):
        block = (
            figures[start : start + BLOCK]
            if indices is None
            else figures.take(indices[start : start + BLOCK])
        )
        if block.dtype.kind == "f":
            block = np.where(np.isnan(block), np.nan, block)
        content.update(block.astype(block.dtype.newbyteorder("<")).tobytes())
