"""Small files that took minutes: what they cost grows with their length, and no faster."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each, untraced

import salarykit as sk
from salarykit.files.markup import looks_like_html, text_lines
from salarykit.reading.cell_words import country_code, parse_day, period_word, statistic_word
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.headers import read_header
from salarykit.reading.layouts import career_page, european_statistics, us_labor
from salarykit.reading.validation import Fault, spread
from salarykit.salaries.checking.levels import _EXECUTIVE
from salarykit.salaries.fields import BY_NAME, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SOON = 10.0  # seconds of the processor: ten times what is needed, and less than what was
MANY = 40_000


@contextmanager
def soon() -> Iterator[None]:
    """Fail if what is done inside takes the processor longer than it may."""
    with untraced():
        start = time.process_time()
        yield
        assert time.process_time() - start < SOON


@pytest.fixture(autouse=True, scope="module")
def _ready() -> None:
    """Load what a first reading loads."""
    sk.sift_salaries([{"city": "Kiel", "Salary": "€5 a month"}])


def sifted(path: Path) -> Any:
    """Return what reading a file found; None if the file is refused."""
    with suppress(sk.SalaryKitError):
        return sk.sift_salaries(path)
    return None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("commas.csv", "," * 20_000 + "\n"),
        ("trailing.csv", f"amount,currency{',' * 20_000}\n5,EUR{',' * 20_000}\n"),
        ("headings.txt", "Salaries for x\n" * MANY),
        ("sections.txt", "Salaries for x\nCity\nMedian\nKiel\n€5\n" * 4_000),
        ("spaces.txt", f"x{' ' * MANY}#x\n" * 2),
        ("marks.txt", f"{'#' * MANY}x{' #' * MANY}x\n"),
        ("estimates.txt", f"Salaries for x\nCity\nMedian\nKiel\n€5\nx\n{'x ' * MANY}\n"),
        ("currencies.csv", "amount,currency\n" + "".join(f"5,X{row:05}\n" for row in range(5_000))),
        ("days.csv", "amount,currency,as_of\n" + "".join(f"5,EUR,{row}x\n" for row in range(5_000))),
        ("periods.csv", "amount,currency,period\n" + "".join(f"5,EUR,{row}x\n" for row in range(5_000))),
    ],
)
def test_a_small_file_is_read_soon(name: str, text: str, tmp_path: Path) -> None:
    """Columns without names, headings without salaries, marks and cells that are all refused: none costs its square."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")

    with soon():
        sifted(path)


@pytest.mark.parametrize("lines", [False, True])
def test_records_without_a_common_name_are_refused(lines: bool, tmp_path: Path) -> None:  # noqa: FBT001 - of pytest
    """A table of them has a cell for each name and each record, and hardly a value; those with common names are read."""
    texts = [f'{{"x{row}": 1, "amount": 50000, "currency": "EUR"}}' for row in range(5_000)]
    path = tmp_path / "pay.json"
    path.write_text("\n".join(texts) if lines else f"[{','.join(texts)}]")

    with soon(), pytest.raises(sk.SourceError, match="5,002 names in 5,000 records, which hardly share one"):
        sk.sift_salaries(path)

    alike = [
        {f"x{column}": row for column in range(40)} | {"amount": 50_000, "currency": "EUR"}
        for row in range(2_000)
    ]
    assert len(sk.read_salaries(alike)) == 2_000


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_wide_file_is_converted_soon(kind: str, tmp_path: Path) -> None:
    """A row of thousands of columns is converted in a moment, and all its columns come out."""
    names = ["amount", "currency", *(f"x{column}" for column in range(4_000))]
    path = tmp_path / f"wide.{kind}"
    if kind == "csv":
        path.write_text(",".join(names) + "\n" + ",".join(["5", "EUR", *["a"] * 4_000]) + "\n")
    else:
        pq.write_table(pa.table({name: ["EUR" if name == "currency" else "5"] for name in names}), path)

    with soon():
        sk.convert_file(path, tmp_path / "out.parquet", base="USD", on="2024")

    assert pq.read_schema(tmp_path / "out.parquet").names[: len(names)] == names


@for_each(
    ("read", "text"),
    [
        (looks_like_html, "<!-- -->" * MANY),
        (looks_like_html, "<!-- x -->\n" * MANY + "<html"),
        (looks_like_html, "<?xml ?>" * MANY),
        (looks_like_html, "<!--" * MANY),
        (text_lines, f"x{' ' * MANY}#x"),
        (career_page._caveat, "x " * MANY),
        (career_page._caveat, "estimate" * MANY),
        (currency_of, "(" * MANY),
        (currency_of, "( " * MANY),
        (currency_of, "[x" * MANY),
        (period_word, f"x{'. ' * MANY}x"),
        (period_word, "an " * MANY),
        (statistic_word, "1" * MANY),
        (country_code, "a of " * MANY),
        (lambda text: parse_day(text, day_first=None), "T1:11 " * MANY),
        (read_header, f"x{' ' * MANY}x"),
        (read_header, "without (" * MANY),
        (us_labor._city, f"a{'-' * MANY}"),
        (us_labor._city, f"a{'/AA, ' * MANY}"),
        (european_statistics._time, f"2018{' ' * MANY}x"),
        (european_statistics._VALUE.fullmatch, f"1{' ' * MANY}:"),
        (us_labor._NO_WAGE.fullmatch, f"{'0' * MANY}x"),
        (BY_NAME["amount"].clean, f"{'1' * MANY}x"),
        (BY_NAME["amount"].clean, f"{'1.' * MANY}x"),
        (sk.find_pay, "1\u066c" * MANY),
        (sk.find_pay, "1\u066b" * MANY),
        (sk.find_pay, "1" + "\u066c000" * MANY),
        (sk.find_pay, f"1{', 000' * MANY}"),
    ],
)
def test_a_long_text_is_looked_at_soon(read: Callable[[str], Any], text: str) -> None:
    """No pattern tries a text again from each of its characters."""
    with soon(), suppress(sk.SalaryKitError, Refused):
        read(text)


def test_only_the_start_of_a_role_says_whether_it_is_an_executive(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks for executives looks at no role longer than a title is."""
    seen: list[int] = []

    class Counting:
        def search(self, text: str) -> Any:
            seen.append(len(text))
            return _EXECUTIVE.search(text)

    monkeypatch.setattr("salarykit.salaries.checking.levels._EXECUTIVE", Counting())
    rows = [
        {"role": f"chief {'chief ' * 9_000}officer", "amount": 9e9, "currency": "EUR", "country": "DE"}
        for _ in range(3)
    ]
    sk.read_salaries(rows).check()

    assert max(seen, default=0) <= 200


@for_each("mark", ["<!-- pay -->\n", "<?xml version='1.0'?><!-- a --><!-- -- b -->"])
@for_each(("start", "is_html"), [("<table>", True), ("<!DOCTYPE html>", True), ("city,pay", False)])
def test_comments_before_a_page_do_not_hide_it(mark: str, start: str, *, is_html: bool) -> None:
    """Any number of comments may stand before a page's first tag; before a CSV they make no page of it."""
    assert looks_like_html(mark * 30 + start) is is_html


def test_faults_are_spread_as_one_by_one() -> None:
    """The faults of distinct values stand at the same rows as looking for each of them finds."""
    indices = np.random.default_rng(5).integers(-1, 6, 200)
    faults = [Fault(at, f"v{at}", "code", "message") for at in (4, 0, 2)]
    slow = [(row, fault.value) for row in range(200) for fault in faults if indices[row] == fault.at]

    assert [(fault.at, fault.value) for fault in spread(faults, indices)] == slow
    assert spread([], indices) == []


def test_many_faults_are_spread_in_one_pass() -> None:
    """A column whose cells are all refused, each for itself, costs no more than its rows."""
    faults = [Fault(at, "x", "code", "message") for at in range(5 * MANY)]

    with soon():
        assert len(spread(faults, np.arange(5 * MANY))) == 5 * MANY


@for_each(
    ("line", "caveat"),
    [
        ("All figures are estimates", "All figures are estimates"),
        ("See below. Pay is estimated. Ask us.", "Pay is estimated."),
        ("an\testimate . x", "an estimate ."),
        ("Estimates. Estimates.", "Estimates."),
        ("underestimates are none", ""),
    ],
)
def test_a_caveat_is_its_sentence(line: str, caveat: str) -> None:
    """The sentence that calls figures estimates is what stands between two full stops."""
    assert career_page._caveat(line) == caveat
