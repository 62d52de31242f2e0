from __future__ import annotations

import csv
import datetime as dt
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from salarykit.errors import InvalidSalary
from salarykit.reading.read import Sifted, sift_salaries
from salarykit.salaries.fields import FIELDS
from salarykit.salaries.salary import Salary

if TYPE_CHECKING:
    from pathlib import Path

FIELD_NAMES = [field.name for field in FIELDS]
OPTIONAL = [field.name for field in FIELDS if not field.required]
TEXTS = [field.name for field in FIELDS if field.kind == "text"]
PLAIN = {"amount": 1, "currency": "USD"}
SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\ufeff\u180e"
DIGITS = "0123456789\u0663\u06f5\u096b\uff10\uff15²½"  # of other scripts, too
NUMBERS = [
    "1_000",
    "1,000",
    "0x10",
    "inf",
    "-inf",
    "nan",
    "NaN",
    "1e400",
    "1e-400",
    "1e308",
    "5e-324",
    "+5",
    "-5",
    ".5",
    "5.",
    ".",
]
NUMBERS += [
    "1e",
    "1e+5",
    "1E5",
    "٣",
    "5٣",
    "0",
    "-0",
    "0.0",
    "1",
    "1.0",
    "1.2",
    "007",
    "9007199254740993",
    "1" * 310,
    "",
    " ",
    "n/a",
    "5%",
]
WORDS = [
    "usd",
    "USD",
    "EUR",
    "DEM",
    "Usd",
    "US",
    "XXQ",
    "DE",
    "de",
    "UK",
    "GB",
    "AN",
    "XK",
    "year",
    "YEAR",
    "Month",
    "monthly",
]
WORDS += [
    "median",
    "Mean",
    "p5",
    "P95",
    "p0",
    "p100",
    "p٣",
    "2024",
    "2024-06",
    "2024-13",
    "2024-Q2",
    "2024-06-28",
    "2024/2023",
]
WORDS += [
    "2023-07/2024-06",
    "٢٠٢٤",
    "24",
    "latest",
    "own",
    "None",
    "null",
    "true",
    "=1+1",
    'a "quoted", text',
    "two\nlines",
    "a\r\nb",
]
spaces = st.text(SPACES, max_size=2)
texts = st.one_of(
    st.builds(
        lambda before, text, after: before + text + after, spaces, st.sampled_from(NUMBERS + WORDS), spaces
    ),
    st.text(DIGITS + SPACES + ".eE+-_xX", max_size=6),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6),
)
moments = st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2200, 1, 1))  # noqa: DTZ001 - zones are given beside
east, west = (dt.timezone(dt.timedelta(hours=hours)) for hours in (2, -5))
numbers = st.one_of(
    st.integers(-2, 2030),
    st.sampled_from([2**53, 2**53 + 2, 2**63, 2**64, 10**30, -(10**30), 10**400]),
    st.floats(),
    st.sampled_from([0.0, -0.0, 1.0, 1.2, 2024.0, 5e-324, 1e308]),
    st.decimals(allow_nan=True, allow_infinity=True).filter(lambda figure: not figure.is_snan()),
    st.sampled_from([Decimal("0.1"), Decimal("1E+40"), Decimal("1E-400"), Decimal(2024)]),
    st.sampled_from([np.int8(1), np.int64(2024), np.uint64(2**63), np.float32(0.5), np.float64(2024.0)]),
)
days = st.one_of(
    st.dates(dt.date(1900, 1, 1)),
    moments,
    moments.map(lambda moment: moment.replace(tzinfo=east)),
    moments.map(lambda moment: moment.replace(tzinfo=west)),
    st.sampled_from([pd.Timestamp("2024-06-28 23:00", tz="Asia/Tokyo"), pd.Timestamp("2024-06-28")]),
)
missing = st.sampled_from([None, math.nan, pd.NA, pd.NaT, np.float64("nan"), np.float32("nan"), "", " "])
others = st.sampled_from(
    [True, False, np.True_, np.str_("USD"), b"x", b"USD", [1], {"a": 1}, 1 + 0j, "\ud800"]
)
law = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
fields = pytest.mark.parametrize("field", FIELD_NAMES)


def verdicts(rows: list[dict[str, Any]]) -> tuple[list[tuple[Any, ...]], set[int]]:
    """Return the values of the rows that are salaries one by one, and the numbers of the others."""
    kept, refused = [], set()
    for number, row in enumerate(rows, start=1):
        try:
            kept.append(tuple(Salary(**row).model_dump().values()))
        except InvalidSalary:
            refused.add(number)
    return kept, refused


def sifted(found: Sifted) -> tuple[list[tuple[Any, ...]], set[int]]:
    """Return the same for a source that was sifted as a whole."""
    table = found.good.to_arrow().select(FIELD_NAMES)
    return [tuple(row.values()) for row in table.to_pylist()], {cell["row"] for cell in found.bad}


@fields
@law
@given(data=st.data())
def test_records_are_sifted_as_each_for_itself(field: str, data: st.DataObject) -> None:
    """A list of records keeps exactly those that are salaries one by one, with equal values, whatever the other records are."""
    kinds = st.one_of(texts, missing, others, *([] if field in TEXTS else [numbers, days]))
    values = data.draw(st.lists(kinds, min_size=1, max_size=5))
    rows = [{**PLAIN, field: value} for value in values]

    assert sifted(sift_salaries(rows, infer=False)) == verdicts(rows)


@law
@given(
    rows=st.lists(
        st.fixed_dictionaries({"amount": texts, "currency": texts}, optional=dict.fromkeys(OPTIONAL, texts)),
        min_size=1,
        max_size=5,
    )
)
def test_rows_are_sifted_as_each_for_itself(rows: list[dict[str, Any]]) -> None:
    """The same holds if every field of a row is adversarial at once, and some fields are missing."""
    assert sifted(sift_salaries(rows, infer=False)) == verdicts(rows)


@fields
@law
@given(values=st.lists(texts, min_size=1, max_size=5))
@example(values=["\x1c5"])
@example(values=['"', "\r", "\n", ",", "'"])
def test_a_csv_is_sifted_as_its_rows(field: str, values: list[str], tmp_path: Path) -> None:
    """A CSV file, which holds only texts, keeps exactly the rows that are salaries one by one."""
    rows = [{"amount": "1", "currency": "USD", field: value} for value in values]
    with (tmp_path / "pay.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*rows[0], "end"], restval="x")
        writer.writeheader()
        writer.writerows(rows)

    assert sifted(sift_salaries(tmp_path / "pay.csv", infer=False)) == verdicts(rows)


whole = {bits: st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (8, 16, 32, 64)}
COLUMNS: dict[pa.DataType, st.SearchStrategy[Any]] = {
    pa.int8(): whole[8],
    pa.int16(): st.one_of(st.integers(-3, 2030), whole[16]),
    pa.int64(): st.one_of(st.integers(-3, 2030), whole[64]),
    pa.uint64(): st.integers(0, 2**64 - 1),
    pa.float16(): st.floats(width=16).map(np.float16),
    pa.float32(): st.floats(width=32),
    pa.float64(): st.one_of(st.floats(), st.integers(-3, 2030).map(float)),
    pa.decimal128(20, 4): st.decimals(-(10**15), 10**15, places=4, allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(dt.date(1, 1, 1)),
    pa.date64(): st.dates(dt.date(1900, 1, 1)),
    pa.timestamp("s"): moments,
    pa.timestamp("us", "Asia/Tokyo"): moments,
    pa.timestamp("ns"): moments,
    pa.string(): texts,
    pa.large_string(): texts,
    pa.string_view(): texts,
    pa.binary(): st.binary(max_size=4),
    pa.null(): st.none(),
    pa.list_(pa.int8()): st.lists(whole[8], max_size=2),
    pa.time64("us"): st.times(),
}


@pytest.mark.parametrize("kind", COLUMNS, ids=str)
@pytest.mark.parametrize("coded", [False, True], ids=["plain", "dictionary"])
@settings(law, max_examples=settings().max_examples // 3)  # for each of many types, twice
@given(data=st.data())
def test_a_typed_column_is_sifted_as_its_values(kind: pa.DataType, coded: bool, data: st.DataObject) -> None:  # noqa: FBT001 - pytest gives it
    """A column of any Arrow type, as a dictionary too, keeps exactly the values that a salary takes one by one."""
    values = data.draw(st.lists(st.one_of(st.none(), COLUMNS[kind]), min_size=1, max_size=5))
    field = data.draw(
        st.sampled_from([name for name in FIELD_NAMES if not (pa.types.is_timestamp(kind) and name in TEXTS)])
    )
    column = pa.array(values, kind)
    if coded and not pa.types.is_nested(kind):
        column = column.dictionary_encode()
    rest = {name: pa.array([value] * len(column)) for name, value in PLAIN.items() if name != field}
    rows = [{**PLAIN, field: value} for value in column.to_pylist()]

    assert sifted(sift_salaries(pa.table({**rest, field: column}), infer=False)) == verdicts(rows)


@law
@given(values=st.lists(texts, min_size=1, max_size=5), cut=st.integers(0, 3))
def test_a_slice_is_sifted_as_a_table_of_its_own(values: list[str], cut: int) -> None:
    """The offset of a column in memory and the number of its chunks do not matter."""
    table = pa.table({"amount": values, "currency": ["USD"] * len(values), "note": values})
    padded = pa.concat_tables([table.slice(0, 1)] * cut + [table])

    assert sifted(sift_salaries(padded.slice(cut), infer=False)) == sifted(sift_salaries(table, infer=False))
