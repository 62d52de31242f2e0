from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from calling import ARROW, Caller, arrow_bytes, problem
from cases import for_each

import salarykit as sk
from salarykit.service import arrow_stream, records

if TYPE_CHECKING:
    import pytest

# Columns


def test_columns_are_converted_as_the_library_converts_them(call: Caller) -> None:
    """JSON lists give lists of the same length, null for a missing amount, with the rate of each."""
    asked: dict[str, Any] = {
        "amount": [1, None, 2.5],
        "currency": ["CAD", "GBP", "EUR"],
        "on": ["2024", "2024-06-28", "2024-06"],
    }
    found = call("POST", "/v1/convert", json={**asked, "base": "USD"}).json()

    assert found["value"] == sk.convert(asked["amount"], asked["currency"], "USD", on=asked["on"])
    assert records.AmountsAnswer(**found).kind == ["mean", "observed", "mean"]


def test_rows_are_converted_like_columns(call: Caller) -> None:
    """A list of rows gives a list of rows with the same values."""
    rows = [{"amount": 7, "currency": "CAD", "on": "2024"}, {"amount": None, "currency": "USD", "on": "2024"}]
    found = records.RowsAnswer(**call("POST", "/v1/convert", json={"rows": rows, "base": "USD"}).json())

    assert [row.value for row in found.rows] == sk.convert([7, None], ["CAD", "USD"], "USD", on="2024")


@for_each(
    ("body", "detail"),
    [
        (
            {"amount": [1, 2], "currency": ["USD", "KPW"], "base": "EUR", "on": "2024"},
            "Row 2: No KPW/EUR rate",
        ),
        ({"amount": [1], "currency": ["USD", "EUR"], "base": "EUR", "on": "2024"}, "currency has 2 rows"),
        ({"amount": ["x"], "currency": "USD", "base": "EUR", "on": "2024"}, "amount.0"),
        ({"amount": [1], "currency": "USD", "base": "EUR"}, "on: Field required"),
        ({"amount": [1], "currency": "USD", "base": "EUR", "on": "2024", "rate": 2}, "rate: Extra inputs"),
        (
            {"amount": [True], "currency": "USD", "base": "EUR", "on": "2024"},
            "amount.0: Input should be a valid",
        ),
        (
            {"amount": ["1"], "currency": "USD", "base": "EUR", "on": "2024"},
            "amount.0: Input should be a valid",
        ),
        (
            {"amount": [1, 1e308], "currency": "KWD", "base": "IDR", "on": "2024"},
            "Row 2: The amount is too large",
        ),
        (
            {"amount": [1], "currency": "USD", "base": "EUR", "on": [2024]},
            "on: Input should be a valid string",
        ),
        ({"rows": [None], "base": "EUR"}, "rows.0: Input should be an object"),
        ([1, 2], "Input should be an object"),
    ],
)
def test_a_bad_cell_of_a_column_is_named(call: Caller, body: Any, detail: str) -> None:
    """The problem detail says which row or which field is at fault."""
    answer = call("POST", "/v1/convert", json=body)

    assert detail in problem(answer, answer.status_code)["detail"]
    assert answer.status_code in (404, 422)


@for_each("provenance", [False, True])
def test_an_arrow_stream_gives_an_arrow_stream(call: Caller, *, provenance: bool) -> None:
    """The values are those of `sk.convert`, in the order of the rows; other columns are not read."""
    table = pa.table(
        {
            "city": ["Oslo", "Graz", None],
            "on": pa.array([19_000, 19_500, 19_800], pa.date32()),
            "amount": pa.array([1, None, 3], pa.int64()),
            "currency": pa.array(["NOK", "EUR", "CAD"]).dictionary_encode(),
        }
    )
    answer = call.send("/v1/convert", arrow_bytes(table, 2), ARROW, base="USD", provenance=provenance)
    found = pa.ipc.open_stream(answer.content).read_all()
    done = sk.default_rates().convert(
        [1, 0, 3], ["NOK", "EUR", "CAD"], "USD", on=table["on"].to_numpy().astype("datetime64[D]")
    )

    assert found["value"].to_pylist() == [done.value[0], None, done.value[2]]
    assert found.schema.metadata[b"base"] == b"USD"
    assert ("rate" in found.column_names) == provenance
    if provenance:
        assert found["rate"].to_pylist() == done.rate.tolist()
        assert found["kind"].to_pylist() == done.kind.tolist()
        assert found["observed_on"].to_pylist() == done.observed_on.tolist()
        assert found["staleness"].to_pylist() == done.staleness.astype(int).tolist()


def test_a_row_of_an_arrow_stream_is_counted_from_its_start(call: Caller) -> None:
    """The row of an error counts the rows of the batches before."""
    table = pa.table({"amount": [1.0] * 7, "currency": ["USD"] * 6 + ["KPW"]})
    found = problem(call.send("/v1/convert", arrow_bytes(table, 2), ARROW, base="EUR", on="2024"), 404)

    assert (found["row"], found["detail"].partition(":")[0]) == (7, "Row 7")


@for_each(
    ("columns", "params", "detail"),
    [
        ({"amount": [1.0]}, {"base": "EUR", "on": "2024"}, "no column 'currency'"),
        ({"currency": ["USD"]}, {"base": "EUR", "on": "2024"}, "no column 'amount'"),
        ({"amount": ["1"], "currency": ["USD"]}, {"base": "EUR", "on": "2024"}, "not numbers"),
        ({"amount": [1.0], "currency": [1]}, {"base": "EUR", "on": "2024"}, "not texts"),
        (
            {"amount": [1.0], "currency": ["USD"]},
            {"base": "EUR", "currency": "USD", "on": "2024"},
            "not both",
        ),
        ({"amount": [1.0], "currency": ["USD"]}, {"on": "2024"}, "base: name the currency"),
    ],
)
def test_the_columns_of_a_stream_are_checked(
    call: Caller, columns: dict[str, list[Any]], params: dict[str, str], detail: str
) -> None:
    """A column that is missing, of another type, or also a parameter is refused by its name."""
    answer = call.send("/v1/convert", arrow_bytes(pa.table(columns)), ARROW, **params)

    assert detail in problem(answer, 422)["detail"]


def test_a_stream_without_rows_gives_one_without_rows(call: Caller) -> None:
    """No batch, and a batch without rows, are no errors."""
    empty = pa.table({"amount": pa.array([], pa.float64()), "currency": pa.array([], pa.string())})
    answer = call.send("/v1/convert", arrow_bytes(empty), ARROW, base="USD", on="2024")

    assert pa.ipc.open_stream(answer.content).read_all().num_rows == 0


@for_each("after", [b"\0", b"more"])
def test_what_follows_the_end_of_a_stream_is_refused(call: Caller, after: bytes) -> None:
    """Two streams in one body, or a stream and other bytes, are not taken for the first stream alone."""
    table = pa.table({"amount": [1.0], "currency": ["CAD"]})
    stream = arrow_bytes(table)
    for body in (stream + after, stream + stream):
        answer = call.send("/v1/convert", body, ARROW, base="USD", on="2024")
        assert "goes on after its end" in problem(answer, 400)["detail"]


def currencies_of(offsets: list[int], letters: bytes, kind: pa.DataType) -> pa.Array:
    """Return three texts at the offsets, which are not checked."""
    width = 8 if kind == pa.large_string() else 4
    ends = b"".join(offset.to_bytes(width, "little", signed=True) for offset in offsets)
    return pa.Array.from_buffers(kind, 3, [None, pa.py_buffer(ends), pa.py_buffer(letters)])


@for_each("kind", [pa.string(), pa.large_string()])
@for_each(
    ("offsets", "letters"),
    [
        ([0, 6, 3, 9], b"USDEURGBP"),
        ([0, 3, 4_000, 9], b"USDEURGBP"),
        ([0, -3, 6, 9], b"USDEURGBP"),
        ([0, 3, 6, 9], b"USD\xff\xfe\xfdGBP"),
        ([0, 1, 3, 6], "\u20acUSD".encode()),
    ],
)
def test_a_damaged_column_of_texts_is_refused(
    call: Caller, offsets: list[int], letters: bytes, kind: pa.DataType
) -> None:
    """Texts that overlap, lie outside of their memory or are no UTF-8 are a damaged stream."""
    table = pa.table({"amount": [1.0, 2.0, 3.0], "currency": currencies_of(offsets, letters, kind)})
    answer = call.send("/v1/convert", arrow_bytes(table), ARROW, base="USD", on="2024")

    assert "not a readable Arrow stream" in problem(answer, 400)["detail"]


@for_each("kind", [pa.string(), pa.large_string()])
def test_texts_that_are_not_ascii_are_read(call: Caller, kind: pa.DataType) -> None:
    """A text of other letters is a text; the error says that it is no currency."""
    table = pa.table({"amount": [1.0, 2.0], "currency": pa.array(["USD", "z\u0142"], kind)})
    answer = call.send("/v1/convert", arrow_bytes(table), ARROW, base="USD", on="2024")

    assert problem(answer, 422)["row"] == 2


@for_each("together", [1, 100_000, 1 << 30])
@for_each("rows", [500, 20_000, 70_000])
def test_a_long_stream_is_answered_in_parts(
    call: Caller, rows: int, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the size of its batches, and however many are converted in one go, the answer is one stream of all values."""
    monkeypatch.setattr(arrow_stream, "_TOGETHER", together)
    codes = [("USD", "CAD", "GBP")[number % 3] for number in range(70_000)]
    table = pa.table({"amount": [float(number) for number in range(70_000)], "currency": codes})
    answer = call.send("/v1/convert", arrow_bytes(table, rows), ARROW, base="EUR", on="2024", provenance=True)
    found = pa.ipc.open_stream(answer.content).read_all()

    assert int(answer.headers["content-length"]) == len(answer.content)
    assert found["value"].equals(sk.convert(table["amount"], table["currency"], "EUR", on="2024"))
    assert set(found["kind"].to_pylist()) == {"mean"}


# Pay


@for_each(
    ("text", "country"),
    [
        ("$98,000-115,000 a year", "CA"),
        ("月給25万円", "JP"),
        ("12-18 LPA", "IN"),
        ("401(k), 5+ years", "US"),
        ("", None),
    ],
)
def test_a_text_gives_the_pay_that_the_library_finds(call: Caller, text: str, country: str | None) -> None:
    """One text gives one `Pay` or null, and the same text in a list the same."""
    one = call("POST", "/v1/pay", json={"text": text, "country": country}).json()
    several = call("POST", "/v1/pay", json={"texts": [text, None], "country": country}).json()

    assert records.PayAnswer(**one).pay == sk.find_pay(text, country=country)
    assert several["pays"] == [one["pay"], None]


@for_each(
    "body",
    [
        {},
        {"text": "a", "texts": ["b"]},
        {"text": "a", "country": "Atlantis"},
        {"text": "$1", "on": "x"},
        {"text": 5},
    ],
)
def test_a_question_about_pay_is_checked(call: Caller, body: Any) -> None:
    """Neither or both forms, an unknown country and an invalid day are refused."""
    problem(call("POST", "/v1/pay", json=body), 422)
