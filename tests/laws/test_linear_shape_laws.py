"""The law of linear time over more shapes: those of files and texts that once took minutes, each by its length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each
from laws.test_linear_laws import LARGE, SMALL, check

import salarykit as sk
from salarykit.files.markup import looks_like_html, text_lines
from salarykit.places.country_names import country_code
from salarykit.reading.cell_words import period_word, statistic_word
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.days import parse_day
from salarykit.reading.headers import read_header
from salarykit.reading.layouts import career_page, official_tables
from salarykit.reading.validation import Fault, spread
from salarykit.salaries.fields import BY_NAME, RefusedValue

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.linear


@pytest.fixture(autouse=True, scope="module")
def _ready() -> None:
    """Load what a first reading loads."""
    sk.sift_salaries([{"city": "Kiel", "Salary": "€5 a month"}])


def lines(start: str, line: str) -> Callable[[int], str]:
    """Return a function that makes a text of a length, each line with its number."""
    return lambda length: start + "".join(line.format(row) for row in range(length // len(line)))


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("commas.csv", lambda length: "," * length + "\n"),
        ("trailing.csv", lambda length: f"amount,currency{',' * (length // 2)}\n5,EUR{',' * (length // 2)}\n"),
        ("headings.txt", lambda length: "Salaries for x\n" * (length // 15)),
        ("sections.txt", lambda length: "Salaries for x\nCity\nMedian\nKiel\n€5\n" * (length // 37)),
        ("spaces.txt", lambda length: f"x{' ' * (length // 2)}#x\n" * 2),
        ("marks.txt", lambda length: f"{'#' * (length // 3)}x{' #' * (length // 3)}x\n"),
        ("estimates.txt", lambda length: f"Salaries for x\nCity\nMedian\nKiel\n€5\nx\n{'x ' * (length // 2)}\n"),
        ("names.csv", lambda length: f"amount,currency{(',,' + ','.join(f'c{at}' for at in range(length // 14))) * 2}\n"),
        ("currencies.csv", lines("amount,currency\n", "5,X{:05}\n")),
        ("days.csv", lines("amount,currency,as_of\n", "5,EUR,{}x\n")),
        ("periods.csv", lines("amount,currency,period\n", "5,EUR,{}x\n")),
        ("stray.csv", lines("city,amount,note\n", 'Kiel,7,"x{}\n')),
    ],
)  # fmt: skip
def test_a_file_takes_linear_time(name: str, make: Callable[[int], str], tmp_path: Path) -> None:
    """Columns without names, headings without salaries, stray marks and cells that are all refused: none costs its square."""
    paths = [tmp_path / f"small-{name}", tmp_path / f"large-{name}"]
    for path, length in zip(paths, (SMALL, LARGE), strict=True):
        path.write_text(make(length), encoding="utf-8")

    check(sk.sift_salaries, *paths)


def test_a_wide_parquet_file_takes_linear_time(tmp_path: Path) -> None:
    """A row of thousands of columns is converted as a row of hundreds is."""
    paths = [tmp_path / "small.parquet", tmp_path / "large.parquet"]
    for path, length in zip(paths, (SMALL, LARGE), strict=True):
        names = ["currency", "amount", *(f"x{column}" for column in range(length // 16))]
        pq.write_table(pa.table({name: ["EUR" if name == "currency" else "50000"] for name in names}), path)

    check(lambda path: sk.convert_file(path, tmp_path / "out.parquet", base="USD", on="2024"), *paths)


@for_each(
    ("read", "make"),
    [
        (looks_like_html, lambda length: "<!-- -->" * (length // 8)),
        (looks_like_html, lambda length: "<!-- x -->\n" * (length // 11) + "<html"),
        (looks_like_html, lambda length: "<?xml ?>" * (length // 8)),
        (looks_like_html, lambda length: "<!--" * (length // 4)),
        (text_lines, lambda length: f"x{' ' * length}#x"),
        (career_page._caveat, lambda length: "x " * (length // 2)),
        (career_page._caveat, lambda length: "estimate" * (length // 8)),
        (currency_of, lambda length: "(" * length),
        (currency_of, lambda length: "( " * (length // 2)),
        (currency_of, lambda length: "[x" * (length // 2)),
        (period_word, lambda length: f"x{'. ' * (length // 2)}x"),
        (period_word, lambda length: "an " * (length // 3)),
        (statistic_word, lambda length: "1" * length),
        (country_code, lambda length: "a of " * (length // 5)),
        (lambda text: parse_day(text, day_first=None), lambda length: "T1:11 " * (length // 6)),
        (read_header, lambda length: f"x{' ' * length}x"),
        (read_header, lambda length: "without (" * (length // 9)),
        (official_tables._city, lambda length: f"a{'-' * length}"),
        (official_tables._city, lambda length: f"a{'/AA, ' * (length // 5)}"),
        (official_tables._time, lambda length: f"2018{' ' * length}x"),
        (official_tables._VALUE.fullmatch, lambda length: f"1{' ' * length}:"),
        (official_tables._NO_WAGE.fullmatch, lambda length: f"{'0' * length}x"),
        (BY_NAME["amount"].clean, lambda length: f"{'1' * length}x"),
        (BY_NAME["amount"].clean, lambda length: f"{'1.' * (length // 2)}x"),
        (sk.find_pay, lambda length: "1\u066c" * (length // 2)),
        (sk.find_pay, lambda length: "1\u066b" * (length // 2)),
        (sk.find_pay, lambda length: "1" + "\u066c000" * (length // 4)),
        (sk.find_pay, lambda length: f"1{', 000' * (length // 5)}"),
    ],
)
def test_a_long_text_takes_linear_time(read: Callable[[str], Any], make: Callable[[int], str]) -> None:
    """No pattern tries a text again from each of its characters."""

    def refused(text: str) -> Any:
        try:
            return read(text)
        except RefusedValue:
            return None

    check(refused, make(SMALL), make(LARGE))


def test_many_faults_are_spread_in_linear_time() -> None:
    """A column whose cells are all refused, each for itself, costs no more than its rows."""
    faults = [[Fault(at, "x", "code", "message") for at in range(length)] for length in (SMALL, LARGE)]

    check(lambda given: spread(given, np.arange(len(given))), *faults)
