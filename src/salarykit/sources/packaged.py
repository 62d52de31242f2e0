"""The rates that ship with salarykit: the ECB's whole daily history, exact, with no network."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from salarykit.errors import SourceError
from salarykit.rates.published import Published
from salarykit.rates.rates import Rates

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["default_rates", "read_exact"]

_ECB: Final = Path(__file__).with_name("ecb.parquet")


@cache
def default_rates() -> Rates:
    """Return the packaged rates: the European Central Bank's reference rates, every day since 1999-01-04.

    Read once and kept; the same object each time.

    Examples:
        >>> import salarykit as sk
        >>> rates = sk.default_rates()
        >>> rates.rate("EUR", "USD", on="2024-06-28")
        1.0705
    """
    return read_exact(_ECB)


def read_exact(path: Path) -> Rates:
    """Return the rates of a Parquet file of exact integers, as `tools/build_ecb.py` writes it.

    A column `day`, and a column of integers for each currency; each field's metadata says how many decimals they
    are shifted by, the schema's who published them and against which pivot.

    Raises:
        SourceError: if the file is missing, damaged or of another layout.
    """
    try:
        table = pq.read_table(path, use_threads=False, memory_map=True)
        about = json.loads(table.schema.metadata[b"salarykit_rates"])
        days = table.column("day").to_numpy().astype("datetime64[D]").astype(np.int32)
        codes = table.column_names[1:]
        values = np.column_stack([_values(table, code) for code in codes])
        return Rates(Published(codes, days, values, pivot=about["pivot"], source=about["source"]))
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise SourceError(
            f"{path.name} is not a readable table of rates ({error}). Install salarykit again, or build the file "
            "with tools/build_ecb.py.",
            source=str(path),
        ) from error


def _values(table: pa.Table, code: str) -> NDArray[np.float64]:
    """Return a column's published values; dividing two exact integers gives the nearest float."""
    decimals = int(table.schema.field(code).metadata[b"decimals"])
    integers: NDArray[np.float64] = table.column(code).to_numpy().astype(np.float64)
    return integers / 10.0**decimals
