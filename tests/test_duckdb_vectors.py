"""The vectors of DuckDB are converted as columns are, whatever is kept from one to the next."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.duckdb import register, vectors
from salarykit.duckdb.vectors import Vectors
from salarykit.rates.lookup import check_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

CODES = ["USD", "EUR", "JPY", "GBP", "CAD"]
OTHERS = ["PEN", "XXQ", "usd", "", "EURO", None]  # published by the week; no currency; no code
ROWS = 600


@pytest.fixture(scope="module")
def one() -> Vectors:
    """Return one object for all vectors, which keeps what it will."""
    return Vectors(sk.default_rates(), check_terms(7))


def texts(values: Sequence[str | None], *, is_enum: bool = False) -> pa.Array:
    """Return texts as DuckDB hands them on."""
    array = pa.array(values, pa.string())
    return array.dictionary_encode() if is_enum else array


amounts = st.lists(st.one_of(st.none(), st.floats(-1e9, 1e9)), min_size=1, max_size=9)
codes = st.lists(st.sampled_from(CODES * 4 + OTHERS), min_size=1, max_size=9)
days = st.one_of(
    st.lists(st.dates(dt.date(1990, 1, 1), dt.date(2027, 1, 1)), min_size=1, max_size=9),
    st.sampled_from(["2024-06-28", "2023", "2024-Q2", "latest", "1890", "no day"]),
)


@given(
    amount=amounts,
    currency=codes,
    base=st.sampled_from(["USD", "GBP", "PEN"]),
    day=days,
    kind=st.sampled_from(["VARCHAR", "ENUM"]),
)
def test_a_vector_has_the_values_of_a_column(
    one: Vectors, amount: list[float | None], currency: list[str | None], base: str, day: Any, kind: str
) -> None:
    """What is converted here is what `sk.convert` gives, bit for bit, whichever vectors came before."""
    amount, currency = (amount * ROWS)[:ROWS], (currency * ROWS)[:ROWS]
    on = (day * ROWS)[:ROWS] if isinstance(day, list) else day
    when = pa.array(on, pa.date32()) if isinstance(on, list) else pa.array([on] * ROWS)

    is_enum = kind == "ENUM"
    quick = one.convert(
        pa.array(amount, pa.float64()), texts(currency, is_enum=is_enum), texts([base] * ROWS), when
    )
    rate = one.convert(None, texts(currency, is_enum=is_enum), texts([base] * ROWS), when)

    if set(currency) & set(OTHERS) or base == "PEN" or on in ("latest", "no day", "1890"):
        assert quick is None
        assert rate is None
    if quick is not None:
        assert quick.equals(sk.convert(pa.array(amount, pa.float64()), texts(currency), base, on=on))
    if rate is not None:
        assert rate.equals(sk.convert(pa.array(np.ones(ROWS)), texts(currency), base, on=on))


def test_the_usual_vectors_are_converted_at_once(one: Vectors) -> None:
    """Amounts of DOUBLE, daily currencies, one base, and dates or one day or span need nothing else."""
    currency = texts((CODES * ROWS)[:ROWS])
    for day in (
        pa.array([dt.date(2024, 6, 28)] * ROWS),
        texts(["2023"] * ROWS),
        texts(["2024-06-28"] * ROWS),
    ):
        for base in ("USD", "EUR", "USD"):
            assert one.convert(pa.array(np.ones(ROWS)), currency, texts([base] * ROWS), day) is not None


@pytest.mark.parametrize(
    "columns",
    [
        {"amount": pa.array([1] * ROWS)},
        {"currency": texts(["USD"] * (ROWS - 1) + [None])},
        {"currency": texts(["USDE", "UR"] * (ROWS // 2))},
        {"currency": texts(["USD"] * (ROWS - 1) + ["\0\0\0"])},
        {"currency": texts([None] + ["USD"] * ROWS)[1:]},
        {"base": texts(["USD"] * (ROWS - 1) + ["EUR"])},
        {"base": texts(["USD"] * (ROWS - 1) + [None])},
        {"base": texts(["usd"] * ROWS)},
        {"base": texts([""] * ROWS)},
        {"base": texts(["USD"] * ROWS, is_enum=True)},
        {"day": pa.array([dt.date(2024, 6, 28)] * (ROWS - 1) + [None])},
        {"day": texts(["2023"] * (ROWS - 1) + ["2024"])},
        {"day": pa.array([0] * ROWS, pa.timestamp("us"))},
        {"day": pa.array([dt.date(1900, 1, 1)] * ROWS)},
        {"day": pa.array([dt.date(2190, 1, 1)] * ROWS)},
        {"amount": pa.array([float("nan")] + [1.0] * (ROWS - 1))},
    ],
)
def test_other_vectors_are_left_to_the_usual_conversion(one: Vectors, columns: dict[str, pa.Array]) -> None:
    """Nothing is guessed: one value of another kind, and the vector is not converted here."""
    usual = {
        "amount": pa.array([1.0] * ROWS),
        "currency": texts(["USD"] * ROWS),
        "base": texts(["EUR"] * ROWS),
        "day": pa.array([dt.date(2024, 6, 28)] * ROWS),
    }

    assert one.convert(*usual.values()) is not None
    assert one.convert(*{**usual, **columns}.values()) is None


def test_a_null_may_hide_any_number(one: Vectors) -> None:
    """What DuckDB leaves where an amount is NULL does not matter: neither a warning nor another way comes of it."""
    values = np.array([1e308] + [1.0] * (ROWS - 1))
    valid = pa.py_buffer(bytes([254]) + b"\xff" * (ROWS // 8))
    amounts = pa.Array.from_buffers(pa.float64(), ROWS, [valid, pa.py_buffer(values)])
    columns = texts(["USD"] * ROWS), texts(["JPY"] * ROWS), pa.array([dt.date(2024, 6, 28)] * ROWS)

    value = one.convert(amounts, *columns)

    assert value[0].as_py() is None
    assert value[1:].to_pylist() == [sk.convert(1.0, "USD", "JPY", on="2024-06-28")] * (ROWS - 1)


def test_more_bases_and_enums_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each base, day and ENUM has its own values, though only a few of each are kept; none fills the memory."""
    some = Vectors(sk.default_rates(), check_terms(7))
    monkeypatch.setattr(vectors, "_LEAST", 1)
    for _ in range(2):
        for base in ["USD", "EUR", "JPY", "GBP", "CAD", "CHF", "SEK"]:
            for day in ("2022", "2023"):
                enum = texts([*CODES, base], is_enum=True)
                value = some.convert(pa.array([1.0] * 6), enum, texts([base] * 6), texts([day] * 6))

                assert value.to_pylist() == [sk.convert(1.0, code, base, on=day) for code in (*CODES, base)]
    caches = (some._constants, some._enums, some._grids, some._rows)
    assert all(len(cache) <= vectors._KEPT for cache in caches)


def test_threads_share_what_is_kept() -> None:
    """Vectors of several bases at once have the values that each has alone."""
    some = Vectors(sk.default_rates(), check_terms(7))
    day = pa.array([dt.date(2024, 6, 28)] * ROWS)

    def run(base: str) -> Any:
        return some.convert(pa.array(np.ones(ROWS)), texts((CODES * ROWS)[:ROWS]), texts([base] * ROWS), day)

    bases = ["USD", "EUR", "JPY", "GBP", "CAD", "CHF"] * 20
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(run, bases))
    for base, answer in zip(bases, answers, strict=True):
        assert answer[:5].to_pylist() == [sk.convert(1.0, code, base, on="2024-06-28") for code in CODES]


def test_a_query_of_many_vectors_takes_this_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The functions of SQL need the usual conversion for none of the usual vectors."""
    con = duckdb.connect()
    register(con)
    con.execute(
        "CREATE TABLE pay AS SELECT (1 + i)::DOUBLE AS amount, ['USD', 'EUR', 'GBP'][1 + i % 3] AS currency, "
        "DATE '2020-01-01' + (i % 1000)::INT AS day FROM range(10_240) t(i)"
    )
    monkeypatch.setattr("salarykit.duckdb.functions._converted", None)
    sql = "SELECT sum(salary_convert(amount, currency, 'CAD', day)), sum(salary_rate(currency, 'CAD', '2023')) FROM pay"

    assert all(total > 0 for total in con.sql(sql).fetchall()[0])
