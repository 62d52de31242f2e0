"""Checks of the cells of a block that its conversion does not read, and of points in its amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import combine
from salarykit.files.texts import is_text, iso_dates
from salarykit.reading.validation import Fault, check_column
from salarykit.salaries.fields import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray


__all__ = ["Checks", "check_fields", "check_points"]

_SMALL: Final = 1000.0
_UNSURE: Final = "ambiguous_number"
_THREE: Final = r"^\s*[+-]?[1-9][0-9]{0,2}\.[0-9]{3}\s*$"


class Checks(NamedTuple):
    """The checks of a block that its conversion does not make itself.

    Attributes:
        fields: each field to check, and its column.
        points_group: whether a point in an amount may separate thousands.
    """

    fields: tuple[tuple[str, str], ...] = ()
    points_group: bool = False


def check_points(column: pa.ChunkedArray, amounts: NDArray[np.float64]) -> list[Fault]:
    """Return the amounts such as `65.000`, which may be 65 thousand or 65 with three decimals.

    Args:
        column: n cells.
        amounts: the n numbers that they are read as.

    Examples:
        >>> [
        ...     fault.at
        ...     for fault in check_points(
        ...         pa.chunked_array([["65.000", "65.5", "1e5"]]), np.array([65, 65.5, 1e5])
        ...     )
        ... ]
        [0]
    """
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    small = np.flatnonzero(amounts < _SMALL) if is_text(kind) else np.zeros(0, np.intp)
    if not len(small):
        return []
    cells = combine(column).take(pa.array(small)).cast(pa.string())
    dotted = pc.fill_null(pc.match_substring_regex(cells, _THREE), False)
    sentence = (
        "{} may be thousands, or a figure with three decimals. Give the decimal sign with decimal='.' or decimal=',', "
        "or make the amounts numbers."
    )
    return [
        Fault(int(row), text, _UNSURE, sentence.format(repr(text)))
        for row, text in zip(
            small[dotted.to_numpy(zero_copy_only=False)], cells.filter(dotted).to_pylist(), strict=True
        )
    ]


def check_fields(table: pa.Table, checks: Checks) -> Iterator[tuple[str, Fault]]:
    """Yield the bad cells of fields that the conversion does not read.

    Args:
        table: a block.
        checks: the fields to check.

    Examples:
        >>> block = pa.table({"land": ["DE", "Narnia"], "n": ["5", "-5"]})
        >>> checks = Checks((("country", "land"), ("sample_size", "n")))
        >>> [(name, fault.at) for name, fault in check_fields(block, checks)]
        [('country', 1), ('sample_size', 1)]
    """
    for name, source_column in checks.fields:
        field, column = BY_NAME[name], table.column(source_column)
        kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
        if is_text(kind) and (
            field.kind == "text" or (name == "as_of" and iso_dates(combine(column)) is not None)
        ):
            continue
        yield from ((name, fault) for fault in check_column(column, field).faults)
