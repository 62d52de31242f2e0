from __future__ import annotations

import csv
import datetime as dt
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.salaries.metadata import Terms, added_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("small_blocks")
COUNTRIES = ["DE", "US", "IN", "GB", "NO"]
GROWTH = st.one_of(
    st.floats(-0.2, 0.5),
    st.just({2023: 0.04, 2024: 0.03, 2025: 0.1}),
    st.just({"DE": 0.03, "US": {2022: 0.01, 2023: 0.02, 2024: 0.04}, "IN": 0.09, "NO": 0.05}),
)
AGEING = st.builds(
    sk.Ageing,
    st.sampled_from(["2025-01-01", "2023-07", "2022"]),
    GROWTH,
    method=st.sampled_from(["compound", "simple"]),
    day_count=st.sampled_from(["months", "act/365"]),
)
OPTIONS = st.fixed_dictionaries(
    {"on": st.sampled_from(["own", "2024", "2024-06-28", "latest", "P3M/2024-06-30"])},
    optional={
        "ageing": AGEING,
        "price_levels": st.sampled_from(["latest", "2025"]),
        "average": st.sampled_from(["mean", "median"]),
        "missing": st.sampled_from(["null", "raise"]),
        "max_staleness": st.sampled_from([0, 7, 40]),
        "coarse": st.just("year"),
        "pay_year": st.just(sk.PayYear(hours=1800, days=220, weeks=44, months=13)),
    },
)
DATES = st.dates(dt.date(2021, 1, 1), dt.date(2025, 6, 30))


def mostly(plain: list[Any], odd: list[Any]) -> st.SearchStrategy[Any]:
    """Give usual values, and now and then an odd one."""
    return st.integers(0, 9).flatmap(lambda at: st.sampled_from(plain if at else odd))


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "amount": st.floats(1, 1e7),
            "currency": mostly(["EUR", "USD", "INR", "GBP", "NOK"], ["AED", "DEM", "KPW", "TMT"]),
            "period": mostly(["year", "month"], ["hour", "quarter", None]),
            "country": mostly(COUNTRIES, ["FR", "AQ", None]),
            "as_of": mostly(["2024", "2023-Q2", "2024-06-28", "2022-03"], ["1990", None]),
            "months_per_year": mostly([None], [13.0, 14.5]),
        }
    ),
    min_size=1,
    max_size=9,
)
ONE = {"currency": "EUR", "period": "year", "country": "DE", "as_of": "2024", "months_per_year": None}
TO_2025 = sk.Ageing("2025-01-01", 0.03)


def written(folder: Path, kind: str, rows: list[dict[str, Any]], dates: list[dt.date] | None = None) -> Path:
    """Write rows as a file of some kind; with dates as their days, if there are some."""
    path = folder / f"pay.{kind}"
    schema = pa.schema([(name, pa.string()) for name in ONE])
    schema = schema.set(4, pa.field("months_per_year", pa.float64())).insert(
        0, pa.field("amount", pa.float64())
    )
    table = pa.Table.from_pylist(rows, schema)
    if dates:
        table = table.set_column(table.column_names.index("as_of"), "as_of", pa.array(dates))
    if kind == "parquet":
        pq.write_table(table, path, row_group_size=4)
    elif kind == "jsonl":
        lines = [
            json.dumps({**row, "as_of": row["as_of"] and str(row["as_of"])}) for row in table.to_pylist()
        ]
        path.write_text("\n".join(lines), encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.column_names)
            writer.writeheader()
            writer.writerows(table.to_pylist())
    return path


def added(table: pa.Table) -> list[str]:
    """Return the columns of a conversion bit for bit, and what it remembers but for the publishers: a file names them all."""
    said = Terms.from_metadata(table.schema.metadata)
    return [repr(said and replace(said, source="")), *map(repr, table.select(added_by(said)).to_pylist())]


def done(convert: Callable[[], pa.Table]) -> Any:
    """Return the columns of a conversion, or of which kind its error is, of which row, and what it says."""
    try:
        return added(convert())
    except sk.SalaryKitError as error:
        return type(error), error.row, error.message


def alike(path: Path, options: dict[str, Any]) -> None:
    """Convert a file as a table and by way of files, and compare; errors of a row, too."""
    out = path.parent / "out.parquet"

    def by_file() -> pa.Table:
        sk.convert_file(path, out, base="USD", **options)
        return pq.read_table(out)

    found, expected = done(by_file), done(lambda: sk.read_salaries(path).convert("USD", **options).to_arrow())
    if isinstance(found, tuple) and isinstance(expected, tuple) and found[0] is not expected[0]:
        return  # a file stops at its first block with an error, a table at the first step that has one
    assert found == expected
    if isinstance(found, list):
        terms = sk.read_salaries(out).terms
        assert terms is not None
        assert terms.source == sk.default_rates().source
        assert repr(replace(terms, source="")) == found[0]


@pytest.mark.parametrize("kind", ["csv", "parquet", "jsonl"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=ROWS, options=OPTIONS)
@example(rows=[ONE | {"amount": 1.0}] * 8, options={"on": "own", "ageing": TO_2025, "price_levels": "2025"})
@example(rows=[ONE | {"amount": 1.0}] * 8, options={"on": "2024", "average": "median"})
@example(
    rows=[ONE | {"amount": 1.0}] * 5 + [ONE | {"amount": 1.0, "as_of": None}],
    options={"on": "2024", "ageing": TO_2025},
)
def test_a_file_is_converted_as_a_table_is(
    kind: str, rows: list[dict[str, Any]], options: dict[str, Any], tmp_path: Path
) -> None:
    """Whatever is asked, `convert_file` adds the figures of `SalaryTable.convert` bit for bit, and remembers the same."""
    alike(written(tmp_path, kind, rows), options)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=ROWS, options=OPTIONS, days=st.data())
def test_columns_of_dates_age_as_texts_do(
    rows: list[dict[str, Any]], options: dict[str, Any], days: st.DataObject, tmp_path: Path
) -> None:
    """Where a file's days are dates, which need no parsing, figures are aged and converted as a table's are."""
    dates = days.draw(st.lists(DATES, min_size=len(rows), max_size=len(rows)))
    alike(written(tmp_path, "parquet", rows, dates), options)
