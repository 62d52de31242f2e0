from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

import salarykit as sk
from salarykit.polars import ExpressionAccessor, LazyFrameAccessor, PolarsFrameAccessor, PolarsSeriesAccessor

if TYPE_CHECKING:
    from collections.abc import Callable

ADDED = ["value", "rate", "rate_on", "rate_staleness", "rate_kind", "rate_step", "rate_flag"]
TABLE = sk.load_salaries()
USD = TABLE.convert("USD", on="2024")
ENGINES: list[Any] = ["in-memory", "streaming"]
DAY = "2024-06-28"
ROWS = st.lists(
    st.tuples(
        st.floats(1, 1e9),
        st.sampled_from(["USD", "EUR", "JPY", "GBP"]),
        st.sampled_from(["year", "month", "hour"]),
        st.dates(min_value=dt.date(2010, 1, 1), max_value=dt.date(2025, 6, 30)),
    ),
    min_size=1,
)


@pytest.fixture
def frame() -> pl.DataFrame:
    """Return the packaged salaries as polars holds them."""
    return pl.DataFrame(TABLE)


def door(thing: Any) -> Any:
    """Return the accessor of a frame, a Series or an expression."""
    return thing.salarykit


def of_rows(rows: list[tuple[float, str, str, Any]]) -> pl.DataFrame:
    """Return rows as a frame."""
    return pl.DataFrame(rows, schema=["amount", "currency", "period", "as_of"], orient="row")


def many(rows: int = 300_000) -> pl.DataFrame:
    """Return a frame that polars passes on in several batches."""
    rng = np.random.default_rng(7)
    codes = np.array(["USD", "EUR", "JPY", "GBP", "CAD"])
    days = np.datetime64("2010-01-01") + rng.integers(0, 5000, rows).astype("m8[D]")
    return pl.DataFrame(
        {
            "amount": rng.uniform(1e4, 9e5, rows),
            "currency": codes[rng.integers(0, 5, rows)],
            "period": "year",
            "as_of": days,
        }
    )


@given(rows=ROWS)
def test_each_door_gives_what_the_library_gives(rows: list[tuple[float, str, str, Any]]) -> None:
    """Frame, lazy frame, Series and expression give what read_salaries and sk.convert give, bit for bit."""
    frame = of_rows(rows)
    table = sk.read_salaries(frame).convert("USD", on="own")
    done = door(frame).convert("USD", on="own")

    assert done.columns == [*frame.columns, *ADDED]
    assert_frame_equal(done.select(frame.columns), frame)
    assert_frame_equal(done.select(ADDED), pl.DataFrame(table).select(ADDED), check_exact=True)
    for engine in ENGINES:
        lazy = door(frame.lazy()).convert("USD", on="own").collect(engine=engine)
        assert_frame_equal(lazy, done, check_exact=True)

    expected = sk.convert(frame["amount"], frame["currency"], "USD", on=frame["as_of"])
    series = door(frame["amount"]).convert(frame["currency"], "USD", on=frame["as_of"])
    by_name = door(pl.col("amount")).convert("currency", "USD", on="as_of")
    assert_series_equal(series, expected, check_exact=True)
    assert_series_equal(frame.select(by_name)["amount"], expected, check_exact=True)
    assert expected.to_list() == [
        sk.convert(amount, code, "USD", on=day) for amount, code, _, day in frame.iter_rows()
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_batches_change_nothing(engine: Any) -> None:
    """A lazy frame of several batches is converted as the whole frame is, in its order, whatever is selected after."""
    frame = many()
    lazy = door(frame.lazy()).convert("USD", on="own")
    expected = door(frame).convert("USD", on="own")
    value = door(pl.col("amount")).convert("currency", "USD", on="as_of")

    assert_frame_equal(lazy.collect(engine=engine), expected, check_exact=True)
    assert_frame_equal(
        lazy.select("value").collect(engine=engine), expected.select("value"), check_exact=True
    )
    assert_frame_equal(
        lazy.filter(pl.col("value") > 500_000).collect(engine=engine),
        expected.filter(pl.col("value") > 500_000),
        check_exact=True,
    )
    assert_series_equal(
        frame.lazy().select(value=value).collect(engine=engine)["value"], expected["value"], check_exact=True
    )


def test_the_schema_is_known_before_a_row_is_read(frame: pl.DataFrame) -> None:
    """A lazy conversion declares the columns and types that it is collected with; so does an empty frame."""
    lazy = door(frame.lazy()).convert("USD", on="2024")
    empty = door(frame.clear()).convert("USD", on="2024")

    assert lazy.collect_schema() == lazy.collect().schema == empty.schema
    assert len(empty) == 0


@pytest.mark.parametrize("engine", ENGINES)
def test_a_bad_row_is_named_by_its_number_in_the_frame(engine: Any) -> None:
    """A bad cell and a missing rate in a later batch are one error of the library, with the row of the frame."""
    for column, bad, error in (
        ("amount", -1.0, sk.InvalidSalary),
        ("currency", "XXQ", sk.InvalidSalary),
        ("currency", "KPW", sk.RateNotFound),
    ):
        frame = many().with_columns(
            pl.when(pl.int_range(pl.len()) == 250_000).then(pl.lit(bad)).otherwise(column).alias(column)
        )
        with pytest.raises(error, match=r"^Row 250,001: ") as raised:
            door(frame.lazy()).convert("USD", on="own").collect(engine=engine)
        assert raised.value.row == 250_001


def test_a_frame_is_read_whole_or_not_at_all() -> None:
    """One row that is no salary stops the frame, named by its number; so does a row that states several figures."""
    frame = pl.DataFrame({"amount": [1.0, -1.0], "currency": "USD"})
    with pytest.raises(sk.InvalidSalary, match="row 2, amount: an amount must be"):
        door(frame).convert("USD", on="2024")
    wide = pl.DataFrame({"city": ["A", "B"], "currency": "USD", "p25": [1.0, 2], "p50": [2.0, 3]})
    with pytest.raises(sk.InvalidSalary, match="The 2 rows of the frame state 4 figures"):
        door(wide).convert("USD", on="2024")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("currency", "day", "error"),
    [
        ("KPW", DAY, sk.RateNotFound),
        ("EURO", DAY, sk.InvalidCurrency),
        ("EUR", "2024-02-31", sk.InvalidSpan),
        ("EUR", "soon", sk.InvalidSpan),
    ],
)
def test_an_expression_raises_the_errors_of_the_library(
    engine: Any, currency: str, day: str, error: type[Exception]
) -> None:
    """Polars passes our errors on; they name the value and no row, because an expression does not know the frame's."""
    frame = pl.LazyFrame({"amount": [1.0, 2], "currency": ["USD", currency], "date": [DAY, day]})
    with pytest.raises(error, match=rf"^(?!Row).*{currency if day == DAY else day}"):
        frame.select(door(pl.col("amount")).convert("currency", "USD", on="date")).collect(engine=engine)


def test_texts_that_are_values_are_values() -> None:
    """A text written as a code, a day or a span is one; any other names a column; pl.col names one in any case."""
    frame = pl.DataFrame({"pay": [100.0, 200], "EUR": ["GBP", "CAD"], "2024": [DAY, "2023"]})
    pay = door(pl.col("pay"))
    cases: list[tuple[Any, Any, list[Any]]] = [
        ("EUR", "2024", [("EUR", "2024"), ("EUR", "2024")]),
        (pl.col("EUR"), "2024", [("GBP", "2024"), ("CAD", "2024")]),
        ("EUR", pl.col("2024"), [("EUR", DAY), ("EUR", "2023")]),
        (pl.lit("CHF"), "latest", [("CHF", "latest"), ("CHF", "latest")]),
        ("EUR", np.datetime64(DAY).item(), [("EUR", DAY), ("EUR", DAY)]),
    ]
    for currency, on, expected in cases:
        done = frame.select(pay.convert(currency, "USD", on=on))["pay"].to_list()
        amounts = [100.0, 200.0]
        assert done == [
            sk.convert(amount, code, "USD", on=day)
            for amount, (code, day) in zip(amounts, expected, strict=True)
        ]
    with pytest.raises(sk.InvalidSpan, match="2024-13"):
        frame.select(pay.convert("EUR", "USD", on="2024-13"))
    with pytest.raises(pl.exceptions.ColumnNotFoundError, match="money"):
        frame.select(pay.convert("money", "USD", on="2024"))
    for wrong in (
        {"currency": ["EUR", "USD"], "on": "2024"},
        {"currency": "EUR", "on": pl.Series(["2024", DAY])},
    ):
        with pytest.raises(sk.InvalidQuery, match="holds several values"):
            pay.convert(wrong["currency"], "USD", on=wrong["on"])


def test_missing_stays_missing_in_every_context() -> None:
    """Null amounts stay null; a missing rate is null if so asked; groups, windows and empty frames are converted alike."""
    frame = pl.DataFrame(
        {"amount": [1.0, None, 3], "currency": ["EUR", "EUR", "KPW"], "city": ["a", "a", "b"]}
    )
    value = door(pl.col("amount")).convert("currency", "USD", on=DAY, missing="null")
    rate = sk.convert(1.0, "EUR", "USD", on=DAY)

    assert frame.select(value)["amount"].to_list() == [rate, None, None]
    assert frame.group_by("city").agg(value.sum()).sort("city")["amount"].to_list() == [rate, 0]
    assert frame.select(value.max().over("city"))["amount"].to_list() == [rate, rate, None]
    assert frame.clear().select(value).schema == {"amount": pl.Float64}
    assert frame.select(door(pl.lit(1.0)).convert("currency", "USD", on=DAY, missing="null")).height == 3
    assert (
        frame.clear().select(door(pl.col("amount")).convert(pl.lit("EUR"), "USD", on=pl.lit(DAY))).height == 0
    )


def test_a_lazy_frame_infers_nothing_from_its_rows() -> None:
    """What the rows of a batch would decide is refused, or read by a layout; an unsaid period is warned of."""
    texts = pl.DataFrame({"Gehalt": ["65.000 €", "5.500,50 €", "70.000 €"]})
    layout = sk.infer_layout(texts)
    open_layout = sk.Layout.named("oews")
    plain = pl.LazyFrame({"amount": [50_000.0], "currency": ["EUR"]})
    done = door(texts.lazy()).convert("EUR", on="2024", layout=layout).collect()

    assert done["value"].to_list() == [65_000, 5_500.5, 70_000]
    with pytest.raises(sk.InvalidSalary, match="no column 'amount'"):
        door(texts.lazy()).convert("EUR", on="2024")
    with pytest.warns(UserWarning, match="no column 'period'"):
        door(plain).convert("EUR", on="2024")
    refused: list[tuple[dict[str, Any], str]] = [
        ({"infer": True}, "nothing is inferred"),
        ({"layout": open_layout}, "leaves decisions to the rows"),
        ({"layout": layout, "defaults": {"period": "year"}}, "defaults: a layout says all"),
    ]
    for options, match in refused:
        with pytest.raises(sk.InvalidQuery, match=match):
            door(plain).convert("EUR", on="2024", **options)
    with pytest.raises(sk.InvalidQuery, match="no column of days"):
        door(plain).convert("EUR", on=["2024"])


def test_verbs_convert_on_the_way(frame: pl.DataFrame) -> None:
    """rank, compare, query, summarize and check take a base and on, and answer as the library does."""
    way: dict[str, Any] = {"base": "USD", "on": "2024"}
    ours = door(frame)

    assert ours.rank("USD", on="2024", ties="dense").to_dict() == USD.rank(ties="dense").to_dict()
    assert ours.compare("Paris", "London", **way) == USD.compare("Paris", "London")
    assert ours.query(near="Berlin", **way).to_dict() == USD.query(near="Berlin").to_dict()
    assert ours.summarize("country", **way).to_dict() == USD.summarize("country").to_dict()
    assert ours.check(today="2026-01-01").to_dict() == TABLE.check(today="2026-01-01").to_dict()
    assert ours.read() == sk.read_salaries(frame)


def test_polars_keeps_no_terms(frame: pl.DataFrame) -> None:
    """A converted frame does not know its base: verbs refuse it rather than take its value for another's; a table does."""
    usd = door(frame).convert("USD", on="2024")

    assert door(usd).read().base is None
    assert sk.read_salaries(pl.DataFrame(USD)).base is None
    again: list[Callable[[], Any]] = [
        lambda: door(usd).rank(),
        lambda: door(usd).rank("USD", on="2024"),
        lambda: door(usd).convert("EUR", on="2024"),
        lambda: door(usd.lazy()).convert("EUR", on="2024", defaults={"period": "year"}),
    ]
    for call in again:
        with pytest.raises((sk.InvalidQuery, sk.MixedCurrencies)):
            call()
    assert door(usd.drop(ADDED)).rank("USD", on="2024").to_dict() == USD.rank().to_dict()
    assert door(frame).read().convert("USD", on="2024").rank().to_dict() == USD.rank().to_dict()


@settings(max_examples=20)  # each text is parsed four times
@given(st.lists(st.sampled_from(["£44k a year", "3.200 € brutto im Monat", "competitive", "$20/h", None])))
def test_texts_become_pay(texts: list[str | None]) -> None:
    """Series and expression read what parse_pay_column reads: a frame of its fields, or a struct of them."""
    series = pl.Series("text", texts, pl.String)
    expected = sk.parse_pay_column(series, country="CA").to_pylist()
    table = door(series).parse_pay(country="CA")
    structs = series.to_frame().with_columns(country=pl.lit("CA"))
    fields = [name.name for name in sk.parse_pay_column([]).type]

    assert table.columns == fields
    for name in fields:
        assert table[name].to_list() == [pay and pay[name] for pay in expected]
    for country in ("CA", "country"):
        read = door(pl.col("text")).parse_pay(country=country)
        assert structs.lazy().select(read).collect()["text"].to_list() == expected


def test_options_are_known_by_name(frame: pl.DataFrame) -> None:
    """An unknown option is refused with the nearest; the classes are the accessors."""
    calls: list[Callable[[], Any]] = [
        lambda: door(frame).convert("USD", on="2024", max_stalenes=1),
        lambda: door(frame.lazy()).convert("USD", on="2024", max_stalenes=1),
        lambda: door(frame["amount"]).convert("USD", "EUR", on="2024", max_stalenes=1),
        lambda: door(pl.col("amount")).convert("USD", "EUR", on="2024", max_stalenes=1),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="Did you mean 'max_staleness'"):
            call()
    assert isinstance(door(frame), PolarsFrameAccessor)
    assert isinstance(door(frame.lazy()), LazyFrameAccessor)
    assert isinstance(door(frame["amount"]), PolarsSeriesAccessor)
    assert isinstance(door(pl.col("amount")), ExpressionAccessor)


@pytest.mark.process
def test_without_polars_the_error_says_what_to_install() -> None:
    """The door needs the extra `polars`, and says so."""
    code = "import sys; sys.modules['polars'] = None; import salarykit.polars"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own command

    assert 'pip install "salarykit[polars]"' in run.stderr


def test_objects_of_python_are_read_as_what_they_are() -> None:
    """A column of objects has the objects' values, wherever a frame or a Series is taken, and never their addresses in memory."""
    pay = pl.Series("amount", [45_000, "€50k a year"], dtype=pl.Object)
    frame = pl.DataFrame(
        [pay, pl.Series("kept", [{"a": 1}, "x"], dtype=pl.Object), pl.Series("currency", ["EUR", "EUR"])]
    )

    for table in (sk.read_salaries(frame), PolarsFrameAccessor(frame).read()):
        assert [salary.amount for salary in table] == [45_000, 50_000]
        assert table.to_arrow().column("kept").to_pylist() == ["{'a': 1}", "x"]
    assert sk.parse_pay_column(pl.Series(["$5"], dtype=pl.Object), country="US").field("low").to_pylist() == [
        5.0
    ]
    assert sk.convert(pl.Series([1.0], dtype=pl.Object), "EUR", "USD", on="2024-06-28").to_list() == [1.0705]


def test_a_message_names_the_columns_of_the_frame_alone() -> None:
    """What a frame lacks is told beside the columns that it has, and no other; a frame without any is told to be empty."""
    asked: dict[str, Any] = {"base": "USD", "on": "2024"}
    with pytest.raises(
        sk.InvalidSalary, match=r"has no column 'amount' \(it has: a\)\. There are numbers in 'a'\."
    ):
        PolarsFrameAccessor(pl.DataFrame({"a": [1]})).convert(**asked)
    with pytest.raises(sk.InvalidSalary, match="has no column 'amount', nor any other: it is empty"):
        PolarsFrameAccessor(pl.DataFrame()).convert(**asked)
    with pytest.raises(sk.SourceError, match=r"cannot be read as a table: .*i128"):
        sk.read_salaries(pl.DataFrame({"amount": pl.Series([1], dtype=pl.Int128)}))
