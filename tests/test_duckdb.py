from __future__ import annotations

import datetime as dt
import subprocess
import sys
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.duckdb import convert, convert_batches, register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = "2024-06-28"
CODES = ["USD", "EUR", "JPY", "GBP", "CAD"]
ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(-1e9, 1e9)),
        st.one_of(st.none(), st.sampled_from(CODES)),
        st.one_of(st.none(), st.sampled_from(["USD", "GBP"])),
        st.one_of(st.none(), st.dates(min_value=dt.date(2010, 1, 1), max_value=dt.date(2025, 6, 30))),
    )
)
SCHEMA = pa.schema(
    [("amount", pa.float64()), ("currency", pa.string()), ("base", pa.string()), ("day", pa.date32())]
)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """Return a connection with the functions."""
    connection = duckdb.connect()
    register(connection)
    return connection


@cache
def connected() -> duckdb.DuckDBPyConnection:
    """Return one connection with the functions for all examples of a law: making one takes longer than an example."""
    connection = duckdb.connect()
    register(connection)
    return connection


def of_rows(rows: list[Any]) -> pa.Table:
    """Return rows as a table."""
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], SCHEMA)


def many(rows: int = 50_000, codes: list[str] = CODES) -> pa.Table:
    """Return a table that DuckDB passes on in many calls, with missing cells."""
    rng = np.random.default_rng(7)
    days = np.datetime64("2010-01-01") + rng.integers(0, 5000, rows).astype("m8[D]")
    return pa.table(
        {
            "row": np.arange(rows),
            "amount": pa.array(rng.uniform(1e4, 9e5, rows), mask=rng.random(rows) < 0.01),
            "currency": pa.array(np.array(codes)[rng.integers(0, len(codes), rows)]),
            "day": days,
        }
    )


def in_sql(con: duckdb.DuckDBPyConnection, expression: str, rows: pa.Table) -> list[Any]:
    """Return the values of an expression over the rows of a table."""
    con.register("given_rows", rows)
    answer: pa.Table = con.sql(f"SELECT {expression} AS value FROM given_rows").to_arrow_table()  # noqa: S608 - our own text
    values: list[Any] = answer["value"].to_pylist()
    return values


@given(rows=ROWS)
def test_sql_gives_what_the_library_gives(rows: list[Any]) -> None:
    """Amounts and rates are those of sk.convert and Rates.rate bit for bit, in the base of each row; NULL in, NULL out."""
    con, table = connected(), of_rows(rows)

    assert in_sql(con, "salary_convert(amount, currency, base, day)", table) == [
        None if None in row else sk.convert(row[0], row[1], row[2], on=row[3]) for row in rows
    ]
    assert in_sql(con, "salary_rate(currency, base, day)", table) == [
        None if None in row[1:] else sk.default_rates().rate(row[1], row[2], on=row[3]) for row in rows
    ]


def test_the_calls_of_one_query_change_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """DuckDB calls the functions with a few rows each, on all its threads; all rows get the values of one conversion."""
    table: pa.Table = many(codes=[*CODES, "PEN"])  # PEN is published by the week, and has gaps
    register(con, missing="null")
    con.register("given_rows", table)
    con.execute("CREATE TABLE pay AS FROM given_rows")
    found = con.sql("SELECT row, salary_convert(amount, currency, 'USD', day) AS value FROM pay ORDER BY row")
    expected = sk.convert(table["amount"], table["currency"], "USD", on=table["day"], missing="null")

    assert found.to_arrow_table()["value"].combine_chunks().equals(expected.combine_chunks())
    by_enum = f"CREATE TYPE code AS ENUM {(*CODES, 'PEN')}; ALTER TABLE pay ALTER currency TYPE code"
    con.execute(by_enum)
    assert found.to_arrow_table()["value"].combine_chunks().equals(expected.combine_chunks())


@pytest.mark.parametrize("amount", ["100", "100::UTINYINT", "100::HUGEINT", "100::FLOAT", "100.00", "1e2"])
@pytest.mark.parametrize(
    ("day", "on"),
    [
        (f"DATE '{DAY}'", DAY),
        (f"'{DAY}'", DAY),
        (f"TIMESTAMP '{DAY} 23:59:59'", DAY),
        (f"TIMESTAMP_S '{DAY} 00:00:00'", DAY),
        (f"TIMESTAMP_NS '{DAY} 12:00:00'", DAY),
        (f"TIMESTAMPTZ '{DAY} 23:30:00-05'", DAY),
        ("'2024'", "2024"),
        ("'2024-Q2'", "2024-Q2"),
        ("'2023-07-01/2024-06-30'", "2023-07-01/2024-06-30"),
        ("'latest'", "latest"),
    ],
)
def test_numbers_and_days_of_every_type_are_read(
    con: duckdb.DuckDBPyConnection, amount: str, day: str, on: str
) -> None:
    """All numbers are amounts; dates, timestamps (on the calendar of the session) and texts are days and spans."""
    con.execute("SET TimeZone = 'America/Toronto'")

    found = con.sql(f"SELECT salary_convert({amount}, 'CAD', 'USD', {day}), salary_rate('CAD', 'USD', {day})")
    assert found.fetchall() == [
        (sk.convert(100.0, "CAD", "USD", on=on), sk.default_rates().rate("CAD", "USD", on=on))
    ]


def test_texts_of_an_enum_are_texts(con: duckdb.DuckDBPyConnection) -> None:
    """Currency, base, day, text and country may be of an ENUM; the bases of one call may differ."""
    con.execute("CREATE TYPE word AS ENUM ('EUR', 'USD', 'GBP', '2024', '$44k a year', 'CA')")
    con.execute(
        "CREATE TABLE words AS SELECT * FROM (VALUES ('EUR', 'USD'), ('USD', 'GBP'), (NULL, 'EUR')) t(a, b)"
    )
    con.execute("ALTER TABLE words ALTER a TYPE word; ALTER TABLE words ALTER b TYPE word")
    found = con.sql(
        "SELECT salary_convert(2, a, b, '2024'::word), salary_rate(b, a, '2024') FROM words"
    ).fetchall()
    rate = sk.default_rates().rate

    assert found == [
        (2 * rate("EUR", "USD", on="2024"), rate("USD", "EUR", on="2024")),
        (2 * rate("USD", "GBP", on="2024"), rate("GBP", "USD", on="2024")),
        (None, None),
    ]
    assert con.sql("SELECT parse_pay('$44k a year'::word, 'CA'::word).currency").fetchall() == [("CAD",)]


def test_null_gives_null(con: duckdb.DuckDBPyConnection) -> None:
    """A NULL in any argument gives NULL, written in the query or in a column, and so does an amount that is NaN."""
    good = ["1.0", "'EUR'", "'USD'", f"DATE '{DAY}'"]
    for at in range(4):
        arguments = ", ".join("NULL" if at == number else each for number, each in enumerate(good))
        assert con.sql(f"SELECT salary_convert({arguments})").fetchall() == [(None,)]
    assert con.sql("SELECT salary_rate(NULL, NULL, NULL)").fetchall() == [(None,)]
    assert con.sql("SELECT parse_pay(NULL), parse_pay(NULL, 'CA')").fetchall() == [(None, None)]
    assert con.sql(f"SELECT salary_convert('nan'::DOUBLE, 'EUR', 'USD', '{DAY}')").fetchall() == [(None,)]


@pytest.mark.parametrize(
    ("call", "match"),
    [
        (f"salary_convert(1, 'KPW', 'USD', '{DAY}')", "RateNotFound: No KPW/USD rate"),
        ("salary_convert(1, 'EUR', 'USD', DATE '1950-01-01')", "RateNotFound: No EUR/USD rate"),
        ("salary_convert(1, 'EUR', 'USD', 'infinity'::DATE)", "InvalidSpan|RateNotFound"),
        (f"salary_convert(1, 'euro', 'USD', '{DAY}')", "InvalidCurrency: 'euro'"),
        (f"salary_rate('EUR', 'dollar', '{DAY}')", "InvalidCurrency: 'dollar'"),
        ("salary_rate('EUR', 'USD', '2024-02-31')", "InvalidSpan: .*2024-02-31"),
        ("salary_rate('EUR', 'USD', 2024)", "InvalidSpan"),
        (f"salary_convert('44k', 'EUR', 'USD', '{DAY}')", "InvalidQuery: .*holds no numbers"),
        (f"salary_convert(true, 'EUR', 'USD', '{DAY}')", "InvalidQuery: .*holds no numbers"),
        ("salary_convert(1, 'EUR', 'USD')", r"salary_convert\(amount, currency, base, day\) was given 3"),
        ("salary_rate('EUR')", r"salary_rate\(currency, base, day\) was given 1"),
        ("parse_pay('1', 'CA', 'x')", r"parse_pay\(text, country\) was given 3"),
        ("parse_pay(44000)", "InvalidQuery"),
    ],
)
def test_what_cannot_be_answered_stops_the_query(
    con: duckdb.DuckDBPyConnection, call: str, match: str
) -> None:
    """The query fails with the error of the library, without a row: its number would count within one call."""
    with pytest.raises(duckdb.Error, match=match) as raised:
        con.sql(f"SELECT {call}").fetchall()
    assert "Row " not in str(raised.value)
    assert con.sql("SELECT 1").fetchall() == [(1,)]


def test_a_missing_rate_is_null_if_registered_so(con: duckdb.DuckDBPyConnection) -> None:
    """With missing="null" rows without a rate are NULL, and the others keep theirs; a bad code still stops the query."""
    register(con, missing="null")
    codes = "(VALUES ('EUR'), ('KPW'), ('USD')) AS t(code)"

    found = con.sql(f"SELECT salary_convert(2, code, 'USD', '{DAY}') FROM {codes}").fetchall()  # noqa: S608 - our own text
    assert found == [(sk.convert(2.0, "EUR", "USD", on=DAY),), (None,), (2.0,)]
    assert con.sql(f"SELECT salary_rate('KPW', 'USD', '{DAY}')").fetchall() == [(None,)]


def test_options_are_those_of_convert(con: duckdb.DuckDBPyConnection) -> None:
    """Other rates, staleness and yearly means are used as sk.convert uses them; what is no option is refused at once."""
    table = pa.table({"date": ["2024-06-24"], "currency": ["EUR"], "rate": [0.5]})
    mine = sk.read_rates(table, base="USD")
    register(con, rates=mine, max_staleness=4)
    assert con.sql(f"SELECT salary_rate('EUR', 'USD', '{DAY}')").fetchall() == [(2.0,)]
    register(con, rates=mine, max_staleness=3)
    with pytest.raises(duckdb.Error, match="RateNotFound"):
        con.sql(f"SELECT salary_rate('EUR', 'USD', '{DAY}')").fetchall()

    with pytest.raises(TypeError, match="Did you mean 'max_staleness'"):
        register(con, max_stalenes=1)  # type: ignore[call-arg] # the mistake
    wrong: list[dict[str, Any]] = [
        {"max_staleness": -1},
        {"missing": "drop"},
        {"coarse": "month"},
        {"rates": 1},
    ]
    for options in wrong:
        with pytest.raises(sk.InvalidQuery):
            register(con, **options)


@settings(max_examples=20)  # each text is parsed four times
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["$44k a year", "3.200 € brutto im Monat", "competitive", "¥300/天", "", None]),
            st.sampled_from(["CA", "CN", "DE", None]),
        )
    )
)
def test_texts_become_pay(rows: list[tuple[str | None, str | None]]) -> None:
    """parse_pay gives the structs of parse_pay_column; without a country, or with one that is NULL, the text says all."""
    con = connected()
    texts, countries = (pa.array([row[at] for row in rows], pa.string()) for at in (0, 1))
    table = pa.table({"text": texts, "country": countries})

    assert in_sql(con, "parse_pay(text, country)", table) == (
        sk.parse_pay_column(texts, country=countries).to_pylist() if rows else []
    )
    for call in ("parse_pay(text)", "parse_pay(text, NULL)"):
        assert in_sql(con, call, table) == sk.parse_pay_column(texts).to_pylist()


def test_pay_has_the_types_of_its_fields(con: duckdb.DuckDBPyConnection) -> None:
    """DuckDB gives the struct the field names and types of parse_pay_column."""
    given_type = con.sql("SELECT parse_pay('£44k') AS pay").to_arrow_table().schema.field("pay").type
    expected = sk.parse_pay_column([]).type

    assert [(field.name, field.type) for field in given_type][:-1] == [
        (field.name, field.type) for field in expected
    ][:-1]
    assert given_type.field("alternatives").type.value_type == pa.string()


def test_functions_leave_nothing_in_the_database(tmp_path: Path) -> None:
    """The functions are of the connection and its cursors; the file of the database has none of them."""
    path = str(tmp_path / "pay.duckdb")
    with duckdb.connect(path) as con:
        register(con)
        assert con.cursor().sql("SELECT salary_rate('EUR', 'EUR', '2024')").fetchall() == [(1.0,)]
    with duckdb.connect(path) as con, pytest.raises(duckdb.CatalogException, match="salary_rate"):
        con.sql("SELECT salary_rate('EUR', 'EUR', '2024')")


@pytest.mark.parametrize("rows", [1, 7, 2048, 1_000_000])
def test_a_relation_is_converted_as_its_columns_are(rows: int) -> None:
    """Whole or in batches of any size, rows stay in order with their other columns, and values are those of sk.convert."""
    table = many(3000)
    con = duckdb.connect()
    con.register("given_rows", table)
    relation = con.sql("SELECT *, {'id': row} AS more FROM given_rows")
    expected = sk.convert(table["amount"], table["currency"], "USD", on=table["day"]).combine_chunks()
    whole = convert(relation, "amount", "CURRENCY", "USD", on="day")

    assert whole.column_names == [*relation.columns, "value"]
    assert whole["value"].combine_chunks().equals(expected)
    assert whole.drop(["value"]).equals(relation.to_arrow_table())
    batches = convert_batches(relation, "amount", "CURRENCY", "USD", on="day", rows=rows)
    assert batches.read_all().combine_chunks().equals(whole.combine_chunks())
    counted = con.sql("SELECT count(value) FROM whole")
    assert counted.fetchall() == counted.fetchall() == [(len(table) - expected.null_count,)]


@given(rows=ROWS)
def test_a_relation_of_any_rows_is_converted(rows: list[Any]) -> None:
    """No row and missing amounts included: a NULL amount stays NULL, and the values are those of sk.convert."""
    kept = [row for row in rows if row[1] and row[3]]
    con = connected()
    con.register("given_rows", of_rows(kept))
    found = convert(con.table("given_rows"), "amount", "currency", "USD", on="day")["value"].to_pylist()

    assert found == [
        row[0] if row[0] is None else sk.convert(row[0], row[1], "USD", on=row[3]) for row in kept
    ]


def test_texts_that_are_values_are_values() -> None:
    """A text written as a code, a day or a span is one, although a column has its name; any other names a column."""
    con = duckdb.connect()
    relation = con.sql(
        "SELECT 100 AS pay, 'GBP' AS EUR, '2023' AS \"2024\", 'GBP' AS code, DATE '2024-06-28' AS day"
    )
    for currency, on, meant in (
        ("EUR", "2024", ("EUR", "2024")),
        ("code", "2024", ("GBP", "2024")),
        ("EUR", "day", ("EUR", DAY)),
        ("code", dt.date(2024, 6, 28), ("GBP", DAY)),
        ("EUR", "latest", ("EUR", "latest")),
    ):
        found = convert(relation, "pay", currency, "USD", on=on)
        assert found["value"].to_pylist() == [sk.convert(100.0, meant[0], "USD", on=meant[1])]


@pytest.mark.parametrize("door", [convert, convert_batches])
def test_columns_that_do_not_fit_are_refused_before_a_row_is_read(door: Callable[..., Any]) -> None:
    """A missing, a repeated and an occupied name are one error each, which names the columns that there are."""
    relation = duckdb.connect().sql(
        "SELECT 1.0 AS amount, 'EUR' AS code, 'USD' AS code, 2 AS Value, error('read') AS e"
    )
    for arguments, options, match in (
        (("amout", "EUR", "USD"), {"name": "x"}, "no such column. Did you mean 'amount'"),
        (("amount", "currency", "USD"), {"name": "x"}, "It has amount, code, code, Value, e"),
        (("amount", "code", "USD"), {"name": "x"}, "2 columns of this name"),
        (("amount", "EUR", "USD"), {}, "has a column 'value' already"),
        (("amount", "EUR", "USD"), {"name": "x", "on": "soon"}, "on='soon'"),
    ):
        with pytest.raises(sk.InvalidQuery, match=match):
            door(relation, *arguments, **{"on": DAY, **options})
    with pytest.raises(TypeError, match="Did you mean 'missing'"):
        door(relation, "amount", "EUR", "USD", on=DAY, mising="null")


def test_a_bad_row_is_named_by_its_number_in_the_relation() -> None:
    """A missing rate in a later batch has the number of its row in the relation, from 1; with missing="null" it is NULL."""
    con = duckdb.connect()
    relation = con.sql(
        "SELECT 1.0 AS amount, CASE range WHEN 4000 THEN 'KPW' ELSE 'EUR' END AS code FROM range(5000)"
    )
    terms: tuple[Any, ...] = (relation, "amount", "code", "USD")

    with pytest.raises(sk.RateNotFound, match=r"^Row 4,?001: ") as raised:
        convert(*terms, on=DAY)
    assert raised.value.row == 4001
    batches = convert_batches(*terms, on=DAY, rows=2048)
    with pytest.raises(sk.RateNotFound, match=r"^Row 4,?001: ") as raised:
        batches.read_all()
    assert raised.value.row == 4001
    found = convert(*terms, on=DAY, missing="null")["value"]
    assert (found.null_count, found[4000].as_py()) == (1, None)


def test_decimals_keep_their_value(con: duckdb.DuckDBPyConnection) -> None:
    """An amount of DECIMAL becomes the nearest float, as in sk.convert, in SQL and in a relation."""
    amount = Decimal("12345678901234.567")
    relation = con.sql("SELECT 12345678901234.567::DECIMAL(30, 3) AS pay")
    expected = [sk.convert(float(amount), "EUR", "USD", on=DAY)]

    assert convert(relation, "pay", "EUR", "USD", on=DAY)["value"].to_pylist() == expected
    assert relation.project(f"salary_convert(pay, 'EUR', 'USD', '{DAY}')").fetchall() == [(expected[0],)]


def test_duckdb_keeps_no_terms() -> None:
    """A table that went through DuckDB does not know its base: verbs refuse it rather than take its value for another's."""
    con = duckdb.connect()
    usd = sk.load_salaries().convert("USD", on="2024")
    con.execute("CREATE TABLE kept AS SELECT * FROM usd")

    assert b"salarykit" in usd.to_arrow().schema.metadata
    assert not con.table("kept").to_arrow_table().schema.metadata
    back = sk.read_salaries(con.table("kept"))
    assert back.base is None
    for call in (back.rank, lambda: back.convert("EUR", on="2024")):
        with pytest.raises((sk.InvalidQuery, sk.MixedCurrencies)):
            call()
    original = con.sql(
        "SELECT * EXCLUDE (value, rate, rate_on, rate_staleness, rate_kind, rate_step, rate_flag) FROM kept"
    )
    assert sk.read_salaries(original).convert("USD", on="2024").rank().to_dict() == usd.rank().to_dict()


@pytest.mark.process
def test_without_duckdb_the_error_says_what_to_install() -> None:
    """The door needs the extra `duckdb`, and says so."""
    code = "import sys; sys.modules['duckdb'] = None; import salarykit.duckdb"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own command

    assert 'pip install "salarykit[duckdb]"' in run.stderr


@pytest.mark.parametrize("door", [convert, convert_batches])
def test_what_is_no_open_relation_is_refused(door: Callable[..., Any]) -> None:
    """A query as text, a table of another library, and a relation of a closed connection are one error each."""
    closed = duckdb.connect()
    relation = closed.sql("SELECT 1 AS amount")
    closed.close()
    for wrong, told in (
        ("SELECT 1 AS amount", "A str is not a relation."),
        (pa.table({"amount": [1]}), "A Table is not a relation."),
        (None, "A NoneType is not a relation."),
        (relation, "The relation cannot be used: "),
    ):
        with pytest.raises(sk.InvalidQuery, match=told):
            door(wrong, "amount", "EUR", "USD", on="2024")


@pytest.mark.parametrize("door", [convert, convert_batches])
def test_integers_that_arrow_would_get_wrong_are_refused(
    door: Callable[..., Any], con: duckdb.DuckDBPyConnection
) -> None:
    """DuckDB gives Arrow the largest of its integers as -1, so amounts of that type are to be cast first."""
    pay = con.sql("SELECT 340282366920938463463374607431768211455::UHUGEINT AS pay")
    with pytest.raises(sk.InvalidQuery, match="is of the type UHUGEINT"):
        door(pay, "pay", "EUR", "EUR", on="2024")

    cast = door(con.sql("SELECT 5::UHUGEINT::DOUBLE AS pay"), "pay", "EUR", "EUR", on="2024")
    table = cast if isinstance(cast, pa.Table) else cast.read_all()
    assert table.column("value").to_pylist() == [5.0]
