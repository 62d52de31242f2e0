"""`Frame`, the base of every result with rows, over an Arrow table; and tables as text and HTML."""

from __future__ import annotations

import json
import math
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from salarykit.errors import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    import pyarrow as pa

_Row = TypeVar("_Row")

__all__ = [
    "PANDAS_ATTRS",
    "Frame",
    "as_metadata",
    "attributes",
    "html_table",
    "money",
    "pandas_attrs",
    "per",
    "text_table",
    "with_attrs",
]

PANDAS_ATTRS = b"PANDAS_ATTRS"
"""The key of a pandas frame's `attrs` in the metadata of a Parquet file."""

_OURS = b"salarykit"  # the prefix of salarykit's keys in metadata
_SHOWN = 50  # the most rows that a notebook shows by default


class Frame(Generic[_Row]):
    """Rows and columns over an Arrow table: immutable, and readable by every library that reads Arrow.

    polars and DuckDB read it without a copy through `__arrow_c_stream__`.
    """

    __slots__ = ("_table",)

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    def __len__(self) -> int:
        return int(self._table.num_rows)

    def __iter__(self) -> Iterator[_Row]:
        for batch in self._table.to_batches(max_chunksize=10_000):
            yield from batch.to_pylist()

    def __getitem__(self, index: int) -> _Row:
        """Return one row; negative numbers count from the end.

        Raises:
            TypeError: for anything but a number; it says how to get a column or several rows.
            IndexError: if there is no such row.
        """
        row = self._position(index)
        only: _Row = next(iter(_frame(type(self), self._table.slice(row, 1))))
        return only

    def _position(self, index: int) -> int:
        """Return the position of a row from its number, which counts from the end if it is negative."""
        if not hasattr(index, "__index__"):
            raise TypeError(
                f"[{index!r:.80}]: a {type(self).__name__} gives the row of a number, such as [0]. Columns are in to_pandas() and "
                "to_arrow(), and list(...) gives all rows."
            )
        try:
            return range(len(self))[index]
        except IndexError:
            raise IndexError(f"[{index}]: there are {len(self):,} rows.") from None

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._table.equals(other._table, check_metadata=True)

    __hash__: ClassVar[None]  # type: ignore[assignment] # a table is compared, not used as a key

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._table.column_names)

    def to_arrow(self) -> pa.Table:
        """Return the Arrow table, without a copy."""
        return self._table

    def to_pandas(self) -> pd.DataFrame:
        """Return a pandas DataFrame; its `attrs` hold salarykit's metadata, such as the terms of a conversion."""
        frame: pd.DataFrame = self._table.to_pandas()
        frame.attrs.update(attributes(self._table))
        return frame

    def to_dict(self) -> dict[str, Any]:
        """Return the rows as plain values."""
        return {"rows": self._table.to_pylist()}

    def to_json(self) -> str:
        """Return `to_dict` as JSON; days are ISO 8601, missing values null."""
        return json.dumps(_without_nan(self.to_dict()), default=str, ensure_ascii=False, indent=2)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Export the rows through Arrow's C stream interface."""
        return self._table.__arrow_c_stream__(requested_schema)

    def drawn(self, limit: int | None = None) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        """Return headers, the cells of the first rows as text, and a caption.

        Args:
            limit: the most rows; all of them if None.
        """
        rows = [
            [str(cell) if cell is not None else "" for cell in row.values()] for row in self._first(limit)
        ]
        return self.columns, rows, f"{len(self):,} rows"

    def _first(self, limit: int | None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._table.slice(0, limit).to_pylist()
        return rows

    def _shown(self) -> tuple[Sequence[str], Sequence[Sequence[str]], str]:
        headers, rows, caption = self.drawn(_SHOWN)
        more = f"The first {len(rows)} of {len(self):,} rows. " if len(rows) < len(self) else ""
        return headers, rows, more + caption

    def _repr_html_(self) -> str:
        return html_table(*self._shown())

    def __repr__(self) -> str:
        return text_table(*self._shown())


def attributes(table: pa.Table) -> dict[str, str]:
    """Return salarykit's metadata of a table as the `attrs` of a pandas frame.

    Examples:
        >>> import pyarrow as pa
        >>> attributes(pa.table({"a": [1]}, metadata={"salarykit": "x", "pandas": "{}"}))
        {'salarykit': 'x'}
    """
    metadata = table.schema.metadata or {}
    return {key.decode(): metadata[key].decode() for key in metadata if key.partition(b".")[0] == _OURS}


def pandas_attrs(metadata: Mapping[bytes, bytes]) -> dict[str, Any]:
    """Return the `attrs` of the pandas frame that a Parquet file was written from, if any.

    Examples:
        >>> (
        ...     pandas_attrs({PANDAS_ATTRS: b'{"salarykit": "x"}'}),
        ...     pandas_attrs({PANDAS_ATTRS: b"["}),
        ...     pandas_attrs({}),
        ... )
        ({'salarykit': 'x'}, {}, {})
    """
    try:
        attrs = json.loads(metadata.get(PANDAS_ATTRS, b"{}"))
    except (ValueError, RecursionError):
        return {}
    return attrs if isinstance(attrs, dict) else {}


def as_metadata(attrs: Mapping[Any, Any]) -> dict[bytes, bytes]:
    """Return salarykit's part of the `attrs` of a pandas frame as metadata of a table.

    Examples:
        >>> as_metadata({"salarykit": "x", "mine": "y"})
        {b'salarykit': b'x'}
    """
    return {
        key.encode(): value.encode()
        for key, value in attrs.items()
        if isinstance(key, str) and isinstance(value, str) and key.partition(".")[0] == _OURS.decode()
    }


def with_attrs(metadata: Mapping[bytes, bytes]) -> dict[bytes, bytes]:
    """Return the metadata of a file, with salarykit's part of the `attrs` of the pandas frame that it was written from.

    Examples:
        >>> with_attrs({PANDAS_ATTRS: b'{"salarykit": "x"}'})[b"salarykit"]
        b'x'
    """
    return {**metadata, **as_metadata(pandas_attrs(metadata))}


def _frame(kind: type[Any], table: pa.Table) -> Any:
    """Return a frame of the same class over other rows."""
    frame = object.__new__(kind)
    Frame.__init__(frame, table)
    return frame


def per(amount: float | None, currency: str | None, period: str) -> str:
    """Return an amount with its currency and period.

    Examples:
        >>> per(50.0, "USD", "hour"), per(45_000.0, "GBP", "year")
        ('USD 50 an hour', 'GBP 45,000 a year')
    """
    return f"{money(amount, currency)} {'an' if period == 'hour' else 'a'} {period}"


def _without_nan(value: Any) -> Any:
    """Return plain values with null for every number that JSON cannot express."""
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def money(amount: float | None, currency: str | None) -> str:
    """Return an amount with its ISO code, never a bare sign.

    Examples:
        >>> money(342000.0, "CAD"), money(0.5, "USD"), money(None, "USD")
        ('CAD 342,000', 'USD 0.50', '')
    """
    if amount is None or amount != amount:  # noqa: PLR0124 - NaN
        return ""
    whole = abs(amount) >= 1000 or amount == round(amount)  # noqa: PLR2004 - larger amounts are shown without cents
    return f"{currency or ''} {amount:,.0f}".strip() if whole else f"{currency or ''} {amount:,.2f}".strip()


def html_table(headers: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """Return a table for a notebook; cells are escaped, figures are right-aligned.

    Examples:
        >>> "<td>&lt;b&gt;</td>" in html_table(["a"], [["<b>"]], "1 row")
        True
    """

    def cell(text: str) -> str:
        figure = text[-1:].isdigit() or text.endswith("%")
        return f'<td style="text-align: right">{escape(text)}</td>' if figure else f"<td>{escape(text)}</td>"

    head = "".join(f"<th>{escape(header)}</th>" for header in headers)
    body = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
    return (
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        f"<p style='font-size: smaller'>{escape(caption)}</p>"
    )


def text_table(headers: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> str:
    """Return a table as plain text.

    Examples:
        >>> print(text_table(["city", "value"], [["Paris", "1"]], "1 row"))
        city   value
        Paris  1
        1 row
    """
    lines = [[printable(cell) for cell in line] for line in (headers, *rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headers))]
    drawn = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join(line.rstrip() for line in [*drawn, caption])
