from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from pyspark.sql import functions as F  # noqa: N812 - as Spark's documentation imports it
from pyspark.sql import types as t

import salarykit as sk
from salarykit.batch.converting import Converter
from salarykit.batch.options import BatchOptions, Columns
from salarykit.spark import convert
from salarykit.spark import convert_frame as home

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark
ROADS = ["convert_in_spark", "convert_in_python"]
ADDED = ["value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_step", "rate_flag"]
ROWS = 600


@pytest.fixture(params=ROADS)
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give each of the two roads: the one inside Spark, and the one through Python for columns that could take both."""
    if request.param == "convert_in_python":
        monkeypatch.setattr(home, "runs_in_spark", lambda *_: False)
    return str(request.param)


def rows(seed: int) -> pa.Table:
    """Return rows of every kind: all sorts of codes, amounts, periods and days, good, bad and missing."""
    rng = np.random.default_rng(seed)
    codes = [
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "DEM",
        "TRL",
        "TRY",
        "AED",
        "BGN",
        "RUB",
        "AFN",
        "usd",
        "GBp",
        " CHF\t",
        "",
        None,
    ]
    amounts = [1.0, 45_000.0, 0.1, 1e15, -3.0, 0.0, float("nan"), float("inf"), None]
    periods = ["year", "month", " Hour ", "FORTNIGHT", "week", "day", "", None, "weekly"]
    first, last = dt.date(1998, 6, 1).toordinal(), sk.default_rates().last.toordinal() + 40
    days = [dt.date.fromordinal(int(day)) for day in rng.integers(first, last, ROWS)]
    texts = ["2024", "2001-Q2", "2024-06-28", "1999-01-04/2003-12-31", "2010-02", "", None, "June"]

    def chosen(values: list[Any], likely: int) -> list[Any]:
        odds = np.array([20.0] * likely + [1.0] * (len(values) - likely))
        return [values[each] for each in rng.choice(len(values), ROWS, p=odds / odds.sum())]

    return pa.table(
        {
            "id": pa.array(range(ROWS), pa.int32()),
            "amount": pa.array(chosen(amounts, 4), pa.float64()),
            "currency": chosen(codes, 11),
            "period": chosen(periods, 5),
            "day": pa.array([None if not n % 41 else day for n, day in enumerate(days)], pa.date32()),
            "as_of": chosen(texts, 5),
        }
    )


def answers(df: DataFrame) -> list[dict[str, Any]]:
    """Return all rows of a DataFrame, in the order of their numbers."""
    return sorted(df.toArrow().to_pylist(), key=lambda row: row["id"])


def same(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> None:
    """Compare rows bit for bit; NaN equals NaN."""
    assert [list(map(repr, row.values())) for row in found] == [
        list(map(repr, row.values())) for row in expected
    ]


@pytest.mark.parametrize(
    ("on", "days", "base"),
    [
        ("day", "day", "USD"),
        ("day", "day", "BTN"),
        ("day", "day", "AFN"),
        ("as_of", "as_of", "USD"),
        ("2001-Q2", None, "EUR"),
        ("2024-06-29", None, "USD"),
        ("latest", None, "AFN"),
    ],
)
def test_the_rows_are_those_of_one_machine(
    spark: SparkSession, road: str, on: str, days: str | None, base: str
) -> None:
    """Each row has the columns that the unit of work gives it on one machine, bit for bit, whichever road it takes."""
    table = rows(6)
    order = BatchOptions(base, on, sk.default_rates(), missing="null")
    alone = Converter(order, Columns("amount", "currency", "period", None, days)).convert(
        table, keep_bad=True
    )
    df = spark.createDataFrame(table).repartition(4)

    done = answers(convert(df, base, on=on, missing="null", bad="null"))

    same([{k: v for k, v in row.items() if k != "refused"} for row in done], alone.table.to_pylist())
    assert [row["id"] for row in done if row["refused"] is None] == np.flatnonzero(alone.kept).tolist()


def test_each_rate_is_that_of_its_quote(spark: SparkSession, road: str) -> None:
    """A row's value, rate and provenance are those that are quoted for it alone; it has none where none is quoted."""
    df = spark.createDataFrame(rows(7).slice(0, 200))

    for row in answers(convert(df, "GBP", on="day", missing="null", bad="null")):
        if row["refused"] is None and row["day"]:
            factor = sk.PayYear().factor((row["period"] or "").strip().lower() or "year")
            try:
                quote = sk.default_rates().quote(row["currency"].strip(), "GBP", on=row["day"])
            except sk.RateNotFound:
                assert (row["value"], row["rate"], row["rate_kind"]) == (None, None, None)
                continue
            told = row["amount"] * factor * quote.rate, quote.rate, quote.observed_on, quote.kind
            assert (row["value"], row["rate"], row["rate_on"], row["rate_kind"]) == told


def test_a_reason_says_what_and_which_value(spark: SparkSession, road: str) -> None:
    """A bad row stays without a value, and the reason names the field and what stands in it."""
    table = pa.table(
        {
            "id": [1, 2, 3, 4, 5, 6],
            "amount": [-3.5, None, 1.0, 1.0, 1.0, 1.0],
            "currency": ["EUR", "EUR", "EURO", None, "EUR", "\t \n"],
            "period": ["year", "year", "year", "year", "weekly", "year"],
        }
    )
    starts = [
        "amount: an amount must be positive and finite, not -3.5.",
        "amount: amount is missing.",
        "currency: 'EURO' is not an ISO 4217 currency code.",
        "currency: currency is missing.",
        "period: 'weekly' is not one of hour, day, week, fortnight, half-month, month, quarter, year.",
        "currency: currency is missing.",
    ]

    found = answers(convert(spark.createDataFrame(table), "USD", on="2024", bad="null"))

    assert [row["value"] for row in found] == [None] * 6
    assert all(row["refused"].startswith(start) for row, start in zip(found, starts, strict=True))


def test_all_columns_pass_through(spark: SparkSession, road: str) -> None:
    """Columns of every type and any name come out as they went in, before those that are added, which have types."""
    moment = dt.datetime(2024, 6, 28, 23, 30)  # noqa: DTZ001 - Spark's own way
    nested = t.StructType(
        [t.StructField("x", t.IntegerType()), t.StructField("y", t.ArrayType(t.StringType()))]
    )
    values: dict[str, tuple[t.DataType, Any]] = {
        "amount": (t.DecimalType(20, 3), Decimal("45000.125")),
        "currency": (t.StringType(), "EUR"),
        "a.b": (t.ByteType(), 1),
        "with `tick`": (t.BooleanType(), True),
        "moment": (t.TimestampType(), moment),
        "naive": (t.TimestampNTZType(), moment),
        "bytes": (t.BinaryType(), b"\x00\xff"),
        "list": (t.ArrayType(t.DoubleType()), [1.0, None]),
        "map": (t.MapType(t.StringType(), t.LongType()), {"a": 1}),
        "struct": (nested, (1, ["z", None])),
        "span": (t.DayTimeIntervalType(), dt.timedelta(days=1, seconds=5)),
        "Straße 北": (t.ShortType(), 7),
        "nothing": (t.FloatType(), None),
    }
    schema = t.StructType([t.StructField(name, kind) for name, (kind, _) in values.items()])
    df = spark.createDataFrame(
        [tuple(value for _, value in values.values()), (Decimal(1), "USD", *[None] * 11)], schema
    )

    done = convert(df, "USD", on="2024-06-28", period="year")

    assert done.schema.fields[: len(values)] == df.schema.fields
    assert [field.dataType.simpleString() for field in done.schema.fields[len(values) :]] == [
        *("double", "double", "date", "int", "string", "string", "string")
    ]
    assert done.drop(*ADDED).collect() == df.collect()
    assert [row.value for row in done.collect()] == [45000.125 * 1.0705, 1.0]


def test_timestamps_count_as_their_day(spark: SparkSession, road: str) -> None:
    """A moment's rate is that of its calendar day in the session's time zone."""
    df = spark.sql("SELECT 1 AS id, 1.0D AS amount, 'EUR' AS currency, timestamp'2024-06-27 23:30:00' AS at")

    assert [row.rate for row in convert(df, "USD", on="own", date="at", period="year").collect()] == [1.0696]


def test_texts_are_read_as_on_one_machine(spark: SparkSession) -> None:
    """Amounts that are texts, days or spans that are texts, and months of a year take the road through Python."""
    table = pa.table(
        {
            "id": [1, 2],
            "pay": ["45000.50", "3e3"],
            "money": ["EUR", "USD"],
            "per": ["year", "month"],
            "as_of": ["2024-06", "2024-06-28"],
            "months_per_year": [None, 13.0],
        }
    )
    df = spark.createDataFrame(table)

    found = answers(convert(df, "USD", on="own", amount="pay", currency="money", period="per", add=["value"]))

    assert [row["value"] for row in found] == [sk.convert(45000.50, "EUR", "USD", on="2024-06"), 39_000.0]
    assert [row["pay"] for row in found] == ["45000.50", "3e3"]


def test_only_what_is_asked_for_is_added(spark: SparkSession, road: str) -> None:
    """`add` chooses the columns and their order; options reach the kernel."""
    df = spark.createDataFrame([(1.0, "EUR", "month")], "amount double, currency string, period string")
    year = sk.PayYear(months=14)

    done = convert(df, "USD", on="2024", add=["rate", "value"], pay_year=year, average="median")

    rate = sk.default_rates().quote("EUR", "USD", on="2024", average="median").rate
    assert done.columns == ["amount", "currency", "period", "rate", "value"]
    assert done.collect()[0][3:] == (rate, 14 * rate)


def test_streams_of_rows_are_converted_too(spark: SparkSession, tmp_path: Any) -> None:
    """A streaming DataFrame is converted as it comes."""
    spark.range(5).select(F.lit(2.0).alias("amount"), F.lit("EUR").alias("currency")).write.parquet(
        str(tmp_path / "in")
    )
    stream = spark.readStream.schema("amount double, currency string").parquet(str(tmp_path / "in"))

    query = (
        convert(stream, "USD", on="2024-06-28", period="year")
        .writeStream.format("memory")
        .queryName("done")
        .trigger(availableNow=True)
    )
    query.option("checkpointLocation", str(tmp_path / "kept")).start().awaitTermination(60)

    assert [row.value for row in spark.table("done").collect()] == [2 * 1.0705] * 5
