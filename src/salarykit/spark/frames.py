"""The columns of a Spark DataFrame: checks of the given ones, and the types of the added ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
from pyspark.sql.pandas.types import from_arrow_type
from pyspark.sql.types import StructField, StructType

from salarykit.errors import InvalidQuery, InvalidSalary, hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pyspark.sql import DataFrame

__all__ = ["ADDED_TYPES", "REFUSED", "check_column", "free_columns", "is_connect", "with_batches"]

REFUSED: Final = "refused"
"""The column that says why a row was not converted; null if it was."""

ADDED_TYPES: Final = {
    "value": pa.float64(),
    "rate": pa.float64(),
    "rate_on": pa.date32(),
    "rate_staleness": pa.int32(),
    "rate_kind": pa.string(),
    "rate_step": pa.string(),
    "rate_flag": pa.string(),
    "age_factor": pa.float64(),
    "nominal": pa.float64(),
    "parity": pa.float64(),
    REFUSED: pa.string(),
}
"""The types of the columns of a conversion."""

_TOGETHER: Final = 1 << 16  # rows converted together; Spark passes on 10,000 at a time


def check_column(names: Sequence[str], name: str) -> None:
    """Refuse the name of a column that a DataFrame lacks or has twice.

    Raises:
        InvalidSalary: naming it.
    """
    if names.count(name) == 1:
        return
    problem = "two columns" if name in names else "no column"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")  # noqa: PLR2004 - as many as fit a line
    near = "" if name in names else hint(name, names)
    raise InvalidSalary(
        f"The DataFrame has {problem} {name!r} (it has: {shown or 'none'}).{near}", column=name
    )


def free_columns(names: Iterable[str], added: Iterable[str]) -> None:
    """Refuse a DataFrame that has a column with the name of an added one; Spark ignores the case of names.

    Raises:
        InvalidQuery: naming the column.
    """
    own = {name.lower(): name for name in names}
    for name in added:
        if name.lower() in own:
            raise InvalidQuery(
                f"The DataFrame already has a column {own[name.lower()]!r}, the name of a result ({name!r}). Rename or drop it "
                "first.",
                value=own[name.lower()],
            )


def with_batches(
    df: DataFrame, run: Callable[[Iterator[pa.Table]], Iterator[pa.Table]], added: Mapping[str, pa.DataType]
) -> DataFrame:
    """Return a DataFrame with columns that a function adds to each batch in the workers' Python.

    Within the function's job, columns are named by numbers, because Spark misreads names with dots and backticks there.

    Args:
        df: the rows.
        run: takes tables with the DataFrame's columns, and yields the same with the added ones.
        added: the types of the added columns.
    """
    names = df.columns
    fields = [StructField(name, from_arrow_type(kind)) for name, kind in added.items()]

    def batches(incoming: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in run(table.rename_columns(names) for table in _larger(incoming)):
            yield from table.combine_chunks().to_batches()

    numbered = df.toDF(*(f"_{number}" for number in range(len(names))))
    return numbered.mapInArrow(batches, StructType([*df.schema.fields, *fields]))


def _larger(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield the rows of some batches together, because each conversion costs as much as that of some thousand rows."""
    together: list[pa.RecordBatch] = []
    for batch in batches:
        together.append(batch)
        if sum(map(len, together)) >= _TOGETHER:
            yield pa.Table.from_batches(together).combine_chunks()
            together = []
    if together:
        yield pa.Table.from_batches(together).combine_chunks()


def is_connect(df: DataFrame | Any) -> bool:
    """Return whether a DataFrame belongs to Spark Connect, which has no SparkContext."""
    return type(df).__module__.startswith("pyspark.sql.connect")
