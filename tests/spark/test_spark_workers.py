from __future__ import annotations

import datetime as dt
import importlib
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyspark.errors import PythonException, SparkRuntimeException

import salarykit as sk
from salarykit.batch.options import BatchOptions, Columns
from salarykit.spark import convert, in_python, parse_pay
from salarykit.spark import convert_frame as home

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyspark.sql import DataFrame, SparkSession

pytestmark = pytest.mark.spark
ROWS = 4000
GROWN = sk.Ageing("2025-01-01", 0.03)
BY_COUNTRY = sk.Ageing("2025-01-01", {"DE": 0.03})
TWICE = pa.table({"amount": ["1", "2"], "currency": ["EUR", "JPY"]})


@pytest.fixture
def probe(spark: SparkSession) -> Any:
    """Give the module that the workers have, too."""
    return importlib.import_module("probe")


def made(spark: SparkSession) -> DataFrame:
    """Return rows in eight parts."""
    return spark.range(0, ROWS, 1, 8).selectExpr(
        "id",
        "1000.0D + id AS amount",
        "element_at(array('EUR', 'USD', 'JPY', 'DEM'), CAST(id % 4 + 1 AS INT)) AS currency",
        "date_add(date'2001-01-01', CAST(id AS INT)) AS day",
    )


@pytest.mark.parametrize("victim", ["python", "executor"])
@pytest.mark.parametrize("road", ["convert_in_spark", "convert_in_python"])
def test_what_is_killed_is_done_again(
    spark: SparkSession, probe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, victim: str, road: str
) -> None:
    """When a worker or its whole executor is killed, its tasks run again, and the result is what it would have been."""
    if road == "convert_in_python":
        monkeypatch.setattr(home, "runs_in_spark", lambda *_: False)
    whole = convert(made(spark), "GBP", on="day", period="year")
    mark = tmp_path / "died"

    hurt = whole.mapInArrow(probe.dies_once(str(mark), victim), whole.schema)

    assert hurt.toArrow().sort_by("id") == whole.toArrow().sort_by("id")
    assert mark.exists()


def test_rates_that_cannot_be_broadcast_travel_with_the_function() -> None:
    """On Spark Connect the function brings its rates, and a process keeps the first of equal ones: its tables are built."""
    order = BatchOptions("USD", "2024-06-28", None, missing="null", add=("value",))  # type: ignore[arg-type] # they travel alone
    table = pa.table({"amount": [1.0, -1.0], "currency": ["EUR", "EUR"]})
    carried = in_python._RatesInClosure(sk.default_rates())
    again = pickle.loads(pickle.dumps(carried))  # noqa: S301 - our own
    columns = Columns("amount", "currency", None, None, None)
    late = pa.table({"amount": [1.0], "currency": ["KPW"]})

    (done,) = in_python._runner(again, order, columns, keep_bad=True)([table])

    assert carried.value is again.value
    assert done.column("value").to_pylist() == [1.0705, None]
    assert done.column("refused").to_pylist() == [
        None,
        "amount: an amount must be positive and finite, not -1.0.",
    ]
    with pytest.raises(sk.InvalidSalary, match=r"not -1\.0\. Give bad="):
        list(in_python._runner(again, order, columns, keep_bad=False)([table]))
    with pytest.raises(sk.RateNotFound, match=r"\ANo KPW/USD rate"):
        list(in_python._runner(again, replace(order, missing="raise"), columns, keep_bad=False)([late]))


@pytest.mark.parametrize(("amount", "value"), [("amount", 65.0), ("salary", None), ("Gehalt", None)])
def test_points_of_texts_are_no_decimals_in_silence(amount: str, value: float | None) -> None:
    """A text such as `65.000` in a column that is not ours may be thousands: a worker refuses it, as a stream does."""
    order = BatchOptions("EUR", "2024", None, add=("value",))  # type: ignore[arg-type] # they travel alone
    asked = replace(order, rates=sk.default_rates())
    given = {"currency": "currency", "period": None, "as_of": None, "country": None}
    columns = home._columns([amount, "currency"], asked, amount, given)
    table = pa.table({amount: ["65.000", "54500"], "currency": ["EUR", "EUR"]})

    (done,) = in_python._runner(in_python._RatesInClosure(sk.default_rates()), order, columns, keep_bad=True)(
        [table]
    )

    assert done.column("value").to_pylist() == [value, 54_500]


def test_each_worker_unpacks_the_rates_once(spark: SparkSession, probe: Any, tmp_path: Path) -> None:
    """The rates reach a worker process once, however many parts and DataFrames it converts."""
    more = sk.read_rates([{"date": "2024-06-28", "currency": "AFN", "rate": 0.0004}], base="USD", name="more")
    rates = probe.Noted(sk.Rates.combine(sk.default_rates(), more), str(tmp_path / "lines"))
    df = spark.createDataFrame(TWICE).repartition(8)

    for day in ("2024-06-28", "2024-06-27", "2024"):
        convert(df, "USD", on=day, period="year", rates=rates).collect()

    workers = (tmp_path / "lines").read_text().split()
    assert sorted(set(workers)) == sorted(workers)


def said(make: Callable[[], Any]) -> str:
    """Return the first sentence that a user sees of our error, wherever it was raised."""
    with pytest.raises((PythonException, SparkRuntimeException)) as caught:
        make()
    lines = [
        line
        for line in str(caught.value).splitlines()
        if "salarykit.errors." in line or "USER_RAISED" in line
    ]
    assert len(lines) == 1
    return lines[0].partition("salarykit.errors.")[2] or lines[0].partition("[USER_RAISED_EXCEPTION] ")[2]


@pytest.mark.parametrize("plain", [True, False])
def test_a_bad_row_is_one_clear_error(spark: SparkSession, plain: bool) -> None:  # noqa: FBT001 - a case
    """A bad cell stops the query with a sentence that has the field, the value and what to do."""
    amounts = [1.0, -2.5] if plain else ["1", "-2.5"]
    df = spark.createDataFrame(pa.table({"amount": amounts, "currency": ["EUR", "EUR"]}))

    found = said(convert(df, "USD", on="2024", period="year").collect)

    assert (
        'amount: an amount must be positive and finite, not -2.5. Give bad="null" to keep such rows' in found
    )


@pytest.mark.parametrize(
    ("plain", "on", "add", "sentence"),
    [
        (True, "1995-01-01", "value", "No JPY/USD rate for 1995-01-01: ECB has it from 1999-01-04"),
        (True, "day", "value", "No JPY/USD rate for 1995-01-01: ECB has JPY from 1999-01-04"),
        (True, "day", "rate_kind", "No JPY/USD rate for 1995-01-01: ECB has JPY from 1999-01-04"),
        (True, "none", "value", "No JPY/USD rate: ECB has JPY from 1999-01-04"),
        (False, "day", "value", "No JPY/USD rate for 1995-01-01: ECB has it from 1999-01-04"),
    ],
)
def test_a_missing_rate_is_one_clear_error(
    spark: SparkSession,
    plain: bool,  # noqa: FBT001 - a case
    on: str,
    add: str,
    sentence: str,
) -> None:
    """A row without a rate stops the query with a sentence that has the currencies, the day and what there is."""
    df = spark.sql(
        "SELECT 2.0D AS amount, 'JPY' AS currency, date'1995-01-01' AS day, CAST(NULL AS DATE) AS none"
    )
    df = df if plain else df.selectExpr("'2' AS amount", "currency", "day")

    asked: dict[str, Any] = {"on": on, "period": "year"}
    assert sentence in said(convert(df, "USD", **asked, add=[add]).collect)
    assert convert(df, "USD", **asked, add=["rate_kind"], missing="null").collect()[0][-1] is None


def test_without_pyspark_the_door_says_what_to_do() -> None:
    """Without pyspark the import says how to get it."""
    script = "import sys; sys.modules['pyspark'] = None; import salarykit.spark"

    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)  # noqa: S603 - our own command

    assert ended.stderr.splitlines()[-1] == (
        'ImportError: Spark needs pyspark and Java 17: pip install "salarykit[spark]"'
    )


@pytest.mark.parametrize(
    ("options", "kind", "match"),
    [
        (
            {"amount": "amuont"},
            sk.InvalidSalary,
            "The DataFrame has no column 'amuont' .* Did you mean 'amount'",
        ),
        ({"currency": "money"}, sk.InvalidSalary, "no column 'money'"),
        ({"period": "per"}, sk.InvalidSalary, "no column 'per'"),
        ({"on": "own"}, sk.InvalidSalary, "no column 'as_of'"),
        ({"date": "day"}, sk.InvalidQuery, 'date has no effect unless on="own" or figures are aged'),
        ({"country": "currency"}, sk.InvalidQuery, "country has no effect without price levels"),
        ({"ageing": GROWN}, sk.InvalidSalary, "no column 'as_of'"),
        ({"ageing": GROWN, "date": "dya"}, sk.InvalidSalary, "no column 'dya' .* Did you mean 'day'"),
        ({"ageing": BY_COUNTRY, "date": "day"}, sk.InvalidSalary, "no column 'country'"),
        ({"price_levels": "2025"}, sk.InvalidSalary, "no column 'country'"),
        ({"price_levels": "1825", "country": "currency"}, sk.InvalidQuery, "1825"),
        ({"ageing": 0.03, "date": "day"}, sk.InvalidQuery, "ageing=0.03 is not an Ageing"),
        ({"coarse": "month"}, sk.InvalidQuery, "coarse='month'"),
        ({"add": ["parity"]}, sk.InvalidQuery, "a conversion adds no 'parity'"),
        ({"on": "dya"}, sk.InvalidSpan, "Nor is it a column .* Did you mean 'day'"),
        ({"bad": "drop"}, sk.InvalidQuery, "bad='drop': choose 'raise' or 'null'"),
        ({"missing": "drop"}, sk.InvalidQuery, "missing='drop'"),
        ({"add": ["valeu"]}, sk.InvalidQuery, "Did you mean 'value'"),
        ({"base": "usd"}, sk.InvalidCurrency, "'usd' is not an ISO 4217"),
        ({"max_staleness": -1}, sk.InvalidQuery, "max_staleness=-1"),
        (
            {"bad": "null"},
            sk.InvalidQuery,
            "already has a column 'Refused', the name of a result",
        ),
    ],
)
def test_options_that_cannot_be_are_refused_at_once(
    spark: SparkSession, options: dict[str, Any], kind: type[Exception], match: str
) -> None:
    """A wrong option is an error where it is given, before anything is computed."""
    df = spark.sql("SELECT 1.0D AS amount, 'EUR' AS currency, date'2024-06-28' AS day, '' AS Refused")

    with pytest.raises(kind, match=match):
        convert(df, **{"base": "USD", "on": "2024", "period": "year", **options})


def test_the_page_on_spark_runs(spark: SparkSession) -> None:
    """The Python of docs/spark.md runs as it stands there."""
    page = (Path(__file__).parents[2] / "docs" / "spark.md").read_text()
    rows = {"id": [1, 2], "amount": [1.0, 2.0], "currency": ["EUR", "USD"], "text": ["$50k a year", "none"]}
    df = spark.createDataFrame(pa.table(rows)).selectExpr(
        "*", "'year' AS period", "date'2024-06-28' AS day", "'DE' AS country"
    )

    names = {"df": df}
    for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL):
        exec(code, names)  # noqa: S102 - our own page

    assert [row.value for row in names["usd"].collect()] == [50_000.0]


def test_a_column_that_is_there_twice_is_refused(spark: SparkSession) -> None:
    """Of two columns of one name neither is guessed."""
    with pytest.raises(sk.InvalidSalary, match="two columns 'amount'"):
        convert(
            spark.sql("SELECT 1.0D AS amount, 2.0D AS amount, 'EUR' AS currency"),
            "USD",
            on="2024",
            period="year",
        )


@pytest.mark.parametrize("country", [None, "CA", "where"])
def test_pay_is_read_as_on_one_machine(spark: SparkSession, country: str | None) -> None:
    """`parse_pay` gives each row the struct of `parse_pay_column`, and leaves the other columns as they are."""
    texts = ["$120k - $150k", "Competitive", None, "¥300/天", "65.000 € brutto pro Jahr"] * 20
    where = ["US", "US", "DE", "CN", None] * 20
    table = pa.table({"id": range(100), "text": texts, "where": where})

    done = parse_pay(spark.createDataFrame(table).repartition(3), "text", country=country, into="found")

    expected = sk.parse_pay_column(texts, country=where if country == "where" else country)
    found = done.toArrow().sort_by("id")
    assert found.column("found").to_pylist() == expected.to_pylist()
    assert found.drop_columns(["found"]).to_pydict() == table.to_pydict()
    assert done.select("found.low", "found.alternatives").dtypes == [
        ("low", "double"),
        ("alternatives", "array<string>"),
    ]


def test_pay_is_in_the_money_of_its_day(spark: SparkSession) -> None:
    """`parse_pay` takes a day for all rows, or a column of texts or of dates."""
    years = ["2024", "2026", None]
    days = [dt.date(2024, 6, 28), dt.date(2026, 6, 28), None]
    frame = spark.createDataFrame(
        pa.table({"id": [0, 1, 2], "text": ["5000 a month"] * 3, "year": years, "day": days})
    )
    meant = {}
    for on in ("2024", "year", "day"):
        found = parse_pay(frame, "text", country="BG", on=on).toArrow().sort_by("id")
        meant[on] = [pay["currency"] for pay in found.column("pay").to_pylist()]

    assert meant == {
        "2024": ["BGN"] * 3,
        "year": ["BGN", "EUR", "EUR"],
        "day": ["BGN", "EUR", "EUR"],
    }


@pytest.mark.parametrize(
    ("column", "options", "kind", "match"),
    [
        ("texts", {}, sk.InvalidSalary, "no column 'texts' .* Did you mean 'text'"),
        (
            "text",
            {"country": "Canada"},
            sk.InvalidQuery,
            "neither a column of the DataFrame nor an ISO 3166-1",
        ),
        ("text", {"into": "TEXT"}, sk.InvalidQuery, "already has a column 'text'"),
        ("text", {"on": "someday"}, sk.InvalidSpan, "'someday' is neither a day nor a span"),
    ],
)
def test_pay_needs_a_column_and_a_country(
    spark: SparkSession, column: str, options: dict[str, Any], kind: type[Exception], match: str
) -> None:
    """A column that is not there, no country, or a name that is taken is refused at once."""
    with pytest.raises(kind, match=match):
        parse_pay(spark.createDataFrame([("$5",)], "text string"), column, **options)
