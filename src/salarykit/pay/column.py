"""A column of texts to a column of pay."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from salarykit.files.columns import to_arrow
from salarykit.pay.find import scan

__all__ = ["PAY_TYPE", "parse_pay_column"]

PAY_TYPE = pa.struct(
    [
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("currency", pa.string()),
        ("period", pa.string()),
        ("gross", pa.bool_()),
        ("months_per_year", pa.float64()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("rule", pa.string()),
        ("alternatives", pa.list_(pa.string())),
    ]
)


def parse_pay_column(texts: Any, *, country: Any = None) -> pa.StructArray:
    """Return the pay that each text states, null where it states none."""
    column = to_arrow(texts).to_pylist()
    countries = (
        [country] * len(column)
        if country is None or isinstance(country, str)
        else to_arrow(country).to_pylist()
    )
    rows = []
    for text, where in zip(column, countries, strict=True):
        found = scan(text, where)
        rows.append(
            dict(zip(PAY_TYPE.names, (*found[:6], *found[6], found[7], list(found[8])), strict=True))
            if found
            else None
        )
    return pa.array(rows, PAY_TYPE)
