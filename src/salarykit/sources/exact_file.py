"""Reads and writes rates as a Parquet file of exact integers, which names their publisher."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.errors import SalaryKitError, SourceError
from salarykit.files.atomic import replacing
from salarykit.rates.published import Deferred, Published

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa
    import pyarrow.parquet as pq
    from numpy.typing import NDArray

__all__ = ["deferred", "read_exact", "write_exact"]

_KEY: Final = b"salarykit_rates"
_CELLS: Final = 20_000_000  # the most values in a file, sixty times as many as the ECB's history has
_EXACT_POWERS: Final = 22  # the highest power of ten that a float holds exactly


def read_exact(path: Path) -> Published:
    """Return the rates of a Parquet file that `write_exact` wrote.

    Raises:
        SourceError: if the file is missing, damaged or in another format.
    """
    import pyarrow as pa  # not needed to read the packaged daily rates
    import pyarrow.parquet as pq

    try:
        _check_is_file(path)
        with pq.ParquetFile(path, memory_map=True) as file:  # read_table would import pandas
            _check_size(file.metadata)
            table = file.read(use_threads=False)
        rates, written = _published(table)
    except (
        OSError,
        ArithmeticError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
        pa.ArrowException,
        SalaryKitError,
    ) as error:
        raise SourceError(f"{path} is not a readable table of rates: {error}", source=str(path)) from error
    if rates.fingerprint != written:
        raise SourceError(
            f"{path} does not match its fingerprint: it was changed after it was written.", source=str(path)
        )
    return rates


def _check_is_file(path: Path) -> None:
    if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for a writer
        raise ValueError("it is not a file")


def _check_size(metadata: pq.FileMetaData) -> None:
    cells = metadata.num_rows * metadata.num_columns
    if cells > _CELLS:
        raise ValueError(f"{cells:,} figures are too many")


def deferred(path: Path) -> Deferred:
    """Return the rates of a Parquet file that `write_exact` wrote; they are read on first use.

    Raises:
        SourceError: if the file is missing, damaged or in another format.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        about = json.loads(pq.read_schema(path, memory_map=True).metadata[_KEY])
        return Deferred(
            lambda: read_exact(path),
            source=about["source"],
            step=about["step"],
            fingerprint=about["fingerprint"],
        )
    except (OSError, RecursionError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise SourceError(f"{path} is not a readable table of rates: {error}", source=str(path)) from error


def _published(table: pa.Table) -> tuple[Published, str]:
    """Return the rates of a table, and the fingerprint that was written with them."""
    about = json.loads(table.schema.metadata[_KEY])
    days = _numbers(table.column("day"))
    if not np.isfinite(days).all():
        raise ValueError("a day is missing")
    codes = table.column_names[1:]
    values = np.column_stack([_values(table, code) for code in codes])
    rates = Published(
        codes,
        days.astype(np.int32),
        values,
        pivot=about["pivot"],
        source=about["source"],
        quotation=about.get("quotation", "indirect"),
        step=about.get("step", "day"),
    )
    return rates, about["fingerprint"]


def _values(table: pa.Table, code: str) -> NDArray[np.float64]:
    """Return a column's published values; dividing two exact integers gives the nearest float."""
    decimals = (table.schema.field(code).metadata or {}).get(b"decimals")
    column = _numbers(table.column(code))
    if decimals is None:
        return column
    if not 0 <= int(decimals) <= _EXACT_POWERS:
        raise ValueError(f"{code} is shifted by {int(decimals)} decimals")
    return column / 10.0 ** int(decimals)


def _numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """Return a column's numbers as floats, NaN where null, straight from memory, because Arrow's own conversions import pandas."""
    import pyarrow as pa

    width = {pa.int32(): np.int32, pa.date32(): np.int32, pa.int64(): np.int64, pa.float64(): np.float64}
    if column.type not in width:
        raise ValueError(f"a column holds {column.type}")
    parts = []
    for chunk in column.chunks:
        valid, data = chunk.buffers()
        rows = slice(chunk.offset, chunk.offset + len(chunk))
        numbers = np.frombuffer(data, width[column.type])[rows].astype(np.float64)
        bits = (
            None if valid is None else np.unpackbits(np.frombuffer(valid, np.uint8), bitorder="little")[rows]
        )
        parts.append(numbers if bits is None else np.where(bits, numbers, np.nan))
    return np.concatenate(parts)


def write_exact(rates: Published, path: Path, **about: str) -> None:
    """Write rates atomically, so that every value reads back with the same digits.

    Args:
        rates: the published rates.
        path: the file.
        about: further metadata, such as origin and licence.

    Raises:
        SourceError: if the file cannot be written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: list[Any] = [pa.array(rates.days).cast(pa.date32())]
    fields = [pa.field("day", pa.date32())]
    for code, column in zip(rates.codes[1:], rates.values.T, strict=True):
        array, decimals = _exact(column)
        columns.append(array)
        note = None if decimals is None else {"decimals": str(decimals)}
        fields.append(pa.field(code, array.type, metadata=note))
    metadata = {"source": rates.source, "pivot": rates.codes[0], "fingerprint": rates.fingerprint, **about}
    if (rates.quotation, rates.step) != ("indirect", "day"):
        metadata |= {"quotation": rates.quotation, "step": rates.step}
    table = pa.table(columns, pa.schema(fields, metadata={_KEY: json.dumps(metadata)}))
    delta_encoded = [field.name for field in fields if pa.types.is_integer(field.type) or field.name == "day"]
    with replacing(path) as temporary:
        pq.write_table(
            table,
            temporary,
            compression="none",  # a wheel compresses it better than Parquet would
            use_dictionary=False,
            column_encoding=dict.fromkeys(delta_encoded, "DELTA_BINARY_PACKED"),
            write_statistics=False,
        )


def _exact(column: NDArray[np.float64]) -> tuple[pa.Array, int | None]:
    """Return a column as integers and the number of decimals that they are shifted by; as floats if they need too many digits.

    The quotient of two exact integers is the nearest float, so the fewest decimals that reproduce every figure are those it was
    published with.
    """
    import pyarrow as pa

    missing = ~np.isfinite(column)
    figures = np.where(missing, 0.0, column)
    for decimals in range(_EXACT_POWERS + 1):
        shifted = np.rint(figures * 10.0**decimals)
        largest = shifted.max(initial=0)
        if largest >= 1 << 53:
            break
        if np.array_equal(shifted / 10.0**decimals, figures):
            kind = np.int32 if largest < 1 << 31 else np.int64
            return pa.array(shifted.astype(kind), mask=missing), decimals
    return pa.array(column, mask=np.isnan(column)), None
