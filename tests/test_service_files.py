from __future__ import annotations

import gzip
import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from calling import Caller, problem
from cases import for_each

import salarykit as sk
from salarykit.service import records

# Files

ROWS = [
    ["Ort", "Land", "Gehalt", "Team"],
    ["Köln", "Deutschland", "65.000 € p.a.", "A"],
    ["Lyon", "Frankreich", "52.000 € p.a.", "B"],
    ["Bonn", "DE", "nach Vereinbarung", "C"],
]
CSV = "\n".join(";".join(row) for row in ROWS)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _parquet() -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(dict(zip(ROWS[0], zip(*ROWS[1:], strict=True), strict=True))), sink)
    return bytes(sink.getvalue())


def _json() -> bytes:
    import json

    return json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]).encode()


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_each(
    ("kind", "body"),
    [
        ("text/csv", CSV.encode()),
        ("text/csv; charset=anything", CSV.encode("cp1252")),
        ("text/csv", gzip.compress(CSV.encode("utf-16"))),
        ("application/vnd.apache.parquet", _parquet()),
        ("application/json", _json()),
        (XLSX, _workbook()),
    ],
)
def test_a_file_gives_its_good_rows_and_its_refused_cells(call: Caller, kind: str, body: bytes) -> None:
    """Every format gives the same rows; the cell that is no pay is refused with its row, and nothing is lost."""
    found = records.SalariesAnswer(**call.send("/v1/salaries", body, kind, base="USD", on="2024").json())
    values = [row["value"] for row in found.rows]

    assert (found.count, found.refused, found.base) == (2, 1, "USD")
    assert values == sk.convert([65_000.0, 52_000.0], "EUR", "USD", on="2024")
    assert [(each["row"], each["code"]) for each in found.rejects] == [(4 if kind == XLSX else 3, "no_pay")]
    assert found.layout["amounts"][0]["column"] == "Gehalt"
    assert [row["Team"] for row in found.rows] == ["A", "B"]
    assert any("Gehalt" in line for line in found.reading)


def test_the_options_of_reading_are_parameters(call: Caller) -> None:
    """Columns, defaults, the decimal sign and the delimiter are as given."""
    body = b"a|b|c\nGraz|41,50|7\n"
    found = call.send(
        "/v1/salaries",
        body,
        "text/csv",
        column=["amount=b", "city=a"],
        default=["currency=EUR", "period=hour", "as_of=2024"],
        decimal=",",
        delimiter="|",
    ).json()

    assert [(row["city"], row["amount"], row["period"], row["c"]) for row in found["rows"]] == [
        ("Graz", 41.5, "hour", "7")
    ]


@for_each(
    ("params", "status"),
    [
        ({"layout": "/etc/passwd"}, 422),
        ({"layout": "/etc/passwd.json"}, 422),
        ({"base": "USD"}, 422),
        ({"column": "amount"}, 422),
        ({"column": "amount=nothing"}, 422),
        ({"decimal": "x"}, 422),
        ({"default": "sample_size=many"}, 422),
        ({"base": "USD", "on": "1990"}, 404),
    ],
)
def test_wrong_options_of_reading_are_refused(call: Caller, params: dict[str, str], status: int) -> None:
    """A layout is a name, never a file of the server; pairs are pairs; a missing rate is 404."""
    problem(call.send("/v1/salaries", b"city,amount,currency\nOslo,1,NOK\n", "text/csv", **params), status)


def test_a_message_names_the_parameters_of_the_route(call: Caller) -> None:
    """What a message says to do is said in the parameters of HTTP, in an error as in a refused cell; no keyword of Python stands there."""
    wrong = problem(call.send("/v1/salaries", b"town,note\nKiel,x\n", "text/csv"), 422)
    assert "Name it with column='amount=...'" in wrong["detail"]
    assert "default='amount=...'" in wrong["detail"]

    found = call.send("/v1/salaries", b"town,salary\nx,$120k\ny,\xe2\x82\xac50k\n", "text/csv").json()
    assert "default='currency=...'" in found["rejects"][0]["message"]
    assert "defaults=" not in str(found["rejects"]) + str(found["reading"])
