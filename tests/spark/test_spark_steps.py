from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from pyspark.errors import PythonException
from pyspark.sql import functions as F  # noqa: N812 - as Spark's documentation imports it

import salarykit as sk
from salarykit.batch.converting import Converter
from salarykit.batch.options import BatchOptions, Columns
from salarykit.salaries.metadata import added_names
from salarykit.spark import convert
from salarykit.spark.frames import ADDED_TYPES, REFUSED
from salarykit.spark.in_spark import runs_in_spark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark
ROWS = 500
YEARLY = sk.Rates.combine(
    sk.default_rates(),
    sk.read_rates(
        [
            {"date": "1994", "currency": "JPY", "rate": "102.2"},
            {"date": "2023", "currency": "BYN", "rate": "3.007"},
        ],
        base="USD",
        step="year",
        name="yearly",
    ),
)
TO_2025 = sk.Ageing("2025-01-01", 0.037)
BY_YEAR = sk.Ageing("2023-07", {year: 0.01 * (year % 7) for year in range(1990, 2026)}, method="simple")
BY_COUNTRY = sk.Ageing("2025", {"DE": 0.03, "US": 0.04, "IN": 0.09, "JP": 0.01}, day_count="act/365")
OF_TWO = sk.PayYear(hours=1800, months=13)
IN_SPARK: list[dict[str, Any]] = [
    {"on": "own", "average": "median", "coarse": "year"},
    {"on": "2024", "average": "median", "pay_year": OF_TWO},
    {"on": "2023-05-05", "coarse": "year", "rates": YEARLY},
    {"on": "latest", "coarse": "year", "rates": YEARLY},
]
IN_PYTHON: list[dict[str, Any]] = [
    {"on": "own", "ageing": BY_COUNTRY, "price_levels": "2025", "coarse": "year", "rates": YEARLY},
    {"on": "2024", "ageing": BY_YEAR, "price_levels": "latest", "average": "median", "rates": YEARLY},
    {"on": "own", "ageing": TO_2025, "pay_year": OF_TWO, "max_staleness": 0, "rates": YEARLY},
]
MORE: list[dict[str, Any]] = [
    {"on": "own", "coarse": "year", "rates": YEARLY},
    {"on": "2024", "price_levels": "2025"},
    {"on": "2024", "ageing": TO_2025},
]
EVERY = added_names(aged=True, real=True)


def rows(*, texts: bool) -> pa.Table:
    """Return salaries of many currencies, countries and days; the days as dates, or as texts beside months of a year."""
    rng = np.random.default_rng(11)

    def chosen(usual: list[Any], odd: list[Any]) -> list[Any]:
        return [
            (usual if number else odd)[each] for number, each in zip(*_draws(rng, usual, odd), strict=True)
        ]

    first, last = dt.date(1994, 1, 1).toordinal(), dt.date(2025, 6, 30).toordinal()
    days = [dt.date.fromordinal(int(day)) for day in rng.integers(first, last, ROWS)]
    spans = chosen(["2024", "2023-Q2", "2024-06-28", "1994-05-05", "2023-05-05"], ["2010-02"])
    dated = pa.array(days, pa.date32()) if not texts else pa.array(spans)
    table = pa.table(
        {
            "id": pa.array(range(ROWS), pa.int32()),
            "amount": rng.uniform(9e4, 4e6, ROWS),
            "currency": chosen(["EUR", "USD", "INR", "GBP", "JPY"], ["AED", "DEM", "KPW", "BYN", "TMT"]),
            "period": chosen(["year", "year", "month"], ["hour", "quarter"]),
            "country": chosen(["DE", "US", "IN", "GB", "JP"], ["FR", "AQ", None]),
            "as_of": pa.array(
                [None if not n % 37 else day for n, day in enumerate(dated.to_pylist())], dated.type
            ),
        }
    )
    months = pa.array(chosen([None, None], [13.0, 14.5]), pa.float64())
    return table.append_column("months_per_year", months) if texts else table


def _draws(rng: np.random.Generator, usual: list[Any], odd: list[Any]) -> tuple[Any, list[int]]:
    numbers = rng.integers(0, 8, ROWS)
    return numbers, [int(rng.integers(len(usual if number else odd))) for number in numbers]


def alike(df: DataFrame, table: pa.Table, cases: list[dict[str, Any]]) -> None:
    """Convert on Spark and as a table in each of some ways, and compare what is added bit for bit; one job for all ways."""
    frames = []
    for number, options in enumerate(cases):
        done = convert(df, "USD", missing="null", **options)
        cells = [F.col(name) if name in done.columns else F.lit(None).alias(name) for name in EVERY]
        frames.append(done.select(F.lit(number).alias("case"), "id", *cells))
    found = reduce(lambda one, other: one.unionByName(other), frames).toArrow().to_pylist()

    salaries = sk.read_salaries(table)
    expected = []
    for number, options in enumerate(cases):
        alone = salaries.convert("USD", missing="null", **options).to_arrow()
        each = ({name: row.get(name) for name in EVERY} for row in alone.to_pylist())
        expected += [{"case": number, "id": at} | row for at, row in enumerate(each)]
    assert sum(row["value"] is not None for row in expected) > len(expected) / 2
    assert [*map(repr, sorted(found, key=lambda row: (row["case"], row["id"])))] == [*map(repr, expected)]


def test_steps_that_spark_has_stay_in_spark(spark: SparkSession) -> None:
    """Rows stay in the JVM for spans, medians, pay years and years that stand for one day; other steps are Python's."""
    df = spark.createDataFrame(rows(texts=False).slice(0, 1))

    for stays, cases in ((True, IN_SPARK), (False, [*IN_PYTHON, *MORE])):
        for options in cases:
            days = "as_of" if options["on"] == "own" else None
            columns = Columns("amount", "currency", "period", None, days)
            assert runs_in_spark(df, columns, BatchOptions.of("USD", **options)) is stays, options


def test_the_figures_are_those_of_the_table(spark: SparkSession) -> None:
    """Whatever is asked, Spark adds what `SalaryTable.convert` adds, bit for bit: aged, in real terms, of medians and years."""
    table = rows(texts=False)

    alike(spark.createDataFrame(table).coalesce(2), table, [*IN_SPARK, *IN_PYTHON])


def test_the_figures_of_texts_are_those_of_the_table(spark: SparkSession) -> None:
    """Where days are texts and spans, and rows have months of a year, the figures are those of the table, too."""
    table = rows(texts=True)

    alike(spark.createDataFrame(table).coalesce(2), table, [IN_SPARK[0], *IN_PYTHON])


def test_the_declared_types_are_those_that_a_block_gets() -> None:
    """Each column that can be added is declared as what the unit of work makes."""
    order = BatchOptions.of("USD", on="2024", ageing=TO_2025, price_levels="2025")
    names = Columns("amount", "currency", None, None, None, as_of="as_of", country="country")
    made = Converter(order, names).schema(rows(texts=False).schema)

    assert {name: made.field(name).type for name in order.add} | {REFUSED: pa.string()} == ADDED_TYPES


def test_a_row_that_cannot_be_aged_is_one_clear_error(spark: SparkSession) -> None:
    """A row without a day to be aged from stops the query, and the sentence says what keeps it; then it has no value."""
    df = spark.sql("SELECT 1.0D AS amount, 'EUR' AS currency, 'year' AS period, CAST(NULL AS DATE) AS day")
    with pytest.raises(PythonException) as caught:
        convert(df, "USD", on="2024", ageing=TO_2025, date="day").collect()

    assert (
        'InvalidQuery: A row cannot be aged. Its as_of is missing, and ageing needs one. Give missing="null" to keep such rows'
        in str(caught.value)
    )
    kept = convert(df, "USD", on="2024", ageing=TO_2025, date="day", missing="null").collect()
    assert [(row.value, row.age_factor) for row in kept] == [(None, None)]


def test_a_bad_country_is_a_reason(spark: SparkSession) -> None:
    """A cell that is no country is refused where price levels need one, and no cell of a row that is not asked for is."""
    table = pa.table({"amount": [1.0, 2.0], "currency": ["USD", "USD"], "land": ["Narnia", "US"]})
    df = spark.createDataFrame(table.append_column("period", pa.array(["year"] * 2)))
    asked: dict[str, Any] = {"on": "2024", "price_levels": "2025", "country": "land", "bad": "null"}

    found = convert(df, "USD", **asked, add=["value", "parity", "nominal"]).collect()

    assert [row.value for row in found] == [None, 2.0]
    assert found[0].refused.startswith("country: 'Narnia' is not")
    assert convert(df, "USD", on="2024", bad="null").select("refused").distinct().collect() == [(None,)]


def test_a_period_that_nothing_states_is_said(spark: SparkSession) -> None:
    """Without a column of periods figures are taken for a year's, and the caller is told so at once, where it is called."""
    df = spark.sql("SELECT 5000.0D AS amount, 'USD' AS currency, 'month' AS Per_iod")

    with pytest.warns(
        UserWarning, match=r"no column 'period', .* a year's pay\. .* Did you mean 'Per_iod'"
    ) as told:
        assert convert(df, "USD", on="2024").columns[-1] == "rate_flag"

    assert [each.filename for each in told] == [__file__]


def test_one_period_stands_for_all_rows(spark: SparkSession) -> None:
    """A period instead of a column is that of all rows, in Spark and in Python, and nobody is warned."""
    df = spark.sql("SELECT 5000.0D AS amount, 'USD' AS currency")
    ways = [df, df.withColumn("amount", F.col("amount").cast("string"))]

    found = [
        convert(way, "USD", on="2024", period=word, pay_year=OF_TWO, add=["value"])
        for way in ways
        for word in ("month", "year", "hour")
    ]

    values = [
        row.value
        for row in reduce(
            lambda one, other: one.union(other), [one.select("value") for one in found]
        ).collect()
    ]
    assert values == [65_000.0, 5_000.0, 9_000_000.0] * 2


@pytest.mark.parametrize("name", ["period", "month"])
def test_a_period_beside_a_column_of_periods_is_refused(spark: SparkSession, name: str) -> None:
    """Where a period may be a column's name, or a column says other periods, neither is guessed."""
    df = spark.sql(f"SELECT 5000.0D AS amount, 'USD' AS currency, 'year' AS {name}")

    with pytest.raises(
        sk.InvalidQuery, match=f"period='month' is the period of all rows, .* a column '{name}'"
    ):
        convert(df, "USD", on="2024", period="month")
