from __future__ import annotations

import csv
import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from salarykit.errors import SalaryKitError
from salarykit.reading.days import parse_day
from salarykit.reading.headers import read_header
from salarykit.reading.numerals import NumberForm, Separator, numeral, value_of
from salarykit.reading.read import Sifted, sift_salaries
from salarykit.reading.source_columns import distinct_rows
from salarykit.salaries.fields import FIELDS, NUMBER

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [field.name for field in FIELDS]
PLAIN = {"amount": 1, "currency": "USD"}
PLAIN_NUMBER = re.compile(NUMBER)
law = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
words = st.one_of(
    st.sampled_from(
        [
            "UK",
            "Germany",
            "de",
            "USD",
            "usd",
            "€",
            "$",
            "kr",
            "euro",
            "year",
            "monthly",
            "p.a.",
            "2024",
            "28.06.2024",
            "3/4/2024",
            "June\\",
            "2024",
            "median",
            "p10",
            "1",
            "1.5",
            "-1",
            "0",
            "1e3",
            "£44k",
            "65.000",
            "65,5",
            "n/a",
            "*",
            "#",
            "$1-2k",
        ]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    st.sampled_from([None, "", 5, 2.5, True, dt.date(2024, 1, 1)]),
)


def kept(found: Sifted) -> list[dict[str, Any]]:
    """Return our columns of the good rows, with their number in `note`."""
    rows: list[dict[str, Any]] = found.good.to_arrow().select(NAMES).to_pylist()
    return rows


@law
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"amount": words, "currency": words},
            optional={name: words for name in NAMES if name not in ("amount", "currency", "note")},
        ),
        min_size=1,
        max_size=6,
    )
)
def test_inference_only_ever_adds_rows(rows: list[dict[str, Any]]) -> None:
    """A row that the strict reading keeps is kept with the same values, unless other cells have points or commas, too."""
    records = [{**row, "note": str(number)} for number, row in enumerate(rows)]
    strict, free = sift_salaries(records, infer=False), sift_salaries(records)
    found = {row["note"]: row for row in kept(free)}
    texts = [row["amount"].strip() for row in rows if isinstance(row["amount"], str)]
    foreign = any(re.search(r"\d[.,]", text) and not PLAIN_NUMBER.fullmatch(text) for text in texts)

    assert {cell["row"] - 1 for cell in free.bad} | {int(note) for note in found} == set(range(len(rows)))
    for row in kept(strict):
        assert (foreign and "." in str(rows[int(row["note"])]["amount"])) or found[row["note"]] == row


@law
@given(
    st.lists(st.floats(0.01, 1e9).map(lambda value: round(value, 2)), min_size=1, max_size=8),
    st.sampled_from("., '"),
)
def test_numbers_are_read_as_they_were_written(values: list[float], group: str) -> None:
    """Amounts written with two decimals and any separator of thousands are read back exactly."""
    decimal: Separator = "," if group == "." else "."
    texts = [
        f"{value:,.2f}".replace(",", "\0").replace(".", decimal).replace("\0", group) for value in values
    ]
    found = [numeral(text) for text in texts]

    assert [value_of(each.digits, decimal) for each in found if each and each.form is not None] == values


@law
@given(st.one_of(st.text("0123456789.,' +-", max_size=12), st.text(max_size=8)))
@example("1.000.00")
@example("12,34,567")
@example("68, 770")
def test_a_number_has_the_digits_of_its_text(text: str) -> None:
    """No text raises, and a text that is a number keeps its digits, whatever separates its decimals."""
    found = numeral(text)
    if found and found.form is not None:
        digits = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isdigit())
        value = value_of(found.digits, NumberForm(found.form).decimal)

        assert f"{Decimal(repr(abs(value))):f}".replace(".", "").strip("0") == digits.strip("0")


@law
@given(st.text(max_size=40))
def test_a_header_is_read_or_not(name: str) -> None:
    """No header raises, and neither case nor outer spaces change the field of a header."""
    header = read_header(name)

    assert header is None or header.field in NAMES


@law
@given(
    st.dates(dt.date(1000, 1, 1)),
    st.sampled_from(["%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d", "%d %B %Y", "%b %d, %Y"]),
)
def test_a_day_is_read_as_it_was_written(day: dt.date, form: str) -> None:
    """A day written in any unambiguous way is that day."""
    assert parse_day(day.strftime(form), day_first=None) == day.isoformat()


@law
@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), st.integers(-1, 3), st.sampled_from([None, "x", ""])),
        min_size=1,
        max_size=12,
    )
)
def test_distinct_rows_give_the_rows_back(rows: list[tuple[Any, ...]]) -> None:
    """Each row equals the distinct row with its number, and no two distinct rows are equal."""
    first, second, third = zip(*rows, strict=True)
    of, distinct = distinct_rows(pa.array(first, pa.string()), np.array(second), pa.array(third, pa.string()))

    assert [distinct[index] for index in of] == rows
    assert len(set(distinct)) == len(distinct)


@law
@given(
    content=st.one_of(st.binary(max_size=60), st.text('ab1,;"\n\r\t|{}[]<>é$€.', max_size=60).map(str.encode))
)
@example(content=b"[")
@example(content=b'{"amount": 1, "currency": "USD"}')
@example(content=b"<html><table><tr><th>Salary<tr><td>$5")
def test_any_file_is_rows_or_one_error(content: bytes, tmp_path: Path) -> None:
    """Whatever a file contains, reading it gives rows and rejects, or one error of ours."""
    (tmp_path / "pay.txt").write_bytes(content)
    try:
        found = sift_salaries(tmp_path / "pay.txt")
    except SalaryKitError as error:
        assert str(error)  # noqa: PT017 - either is right
    else:
        assert isinstance(found, Sifted)


@law
@given(
    header=st.lists(
        st.sampled_from(["Salary", "Ort", "Country", "Währung", "p10", "p90", "year", "x", "amount"]),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    rows=st.lists(
        st.lists(words.map(lambda word: "" if word is None else str(word)), min_size=5, max_size=5),
        max_size=4,
    ),
)
def test_every_row_is_kept_or_refused(header: list[str], rows: list[list[str]], tmp_path: Path) -> None:
    """Under any headers every row of a CSV is in the table or among the rejects."""
    with (tmp_path / "pay.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [[*header, "number"], *([*row[: len(header)], at] for at, row in enumerate(rows, start=1))]
        )
    try:
        found = sift_salaries(tmp_path / "pay.csv")
    except SalaryKitError:
        return
    numbers = {int(number) for number in found.good.to_arrow().column("number").to_pylist()}

    assert numbers | {cell["row"] for cell in found.bad} == set(range(1, len(rows) + 1))
