"""Shapes of small files that took minutes: what is read of them; that they take linear time is a law in `tests/laws`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each

import salarykit as sk
from salarykit.files.markup import looks_like_html
from salarykit.reading.layouts import career_page
from salarykit.reading.validation import Fault, spread
from salarykit.salaries.checking.levels import _EXECUTIVE

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("lines", [False, True])
def test_records_without_a_common_name_are_refused(lines: bool, tmp_path: Path) -> None:  # noqa: FBT001 - of pytest
    """A table of them has a cell for each name and each record, and hardly a value; those with common names are read."""
    texts = [f'{{"x{row}": 1, "amount": 50000, "currency": "EUR"}}' for row in range(5_000)]
    path = tmp_path / "pay.json"
    path.write_text("\n".join(texts) if lines else f"[{','.join(texts)}]")

    with pytest.raises(sk.SourceError, match="5,002 names in 5,000 records, which hardly share one"):
        sk.sift_salaries(path)

    alike = [
        {f"x{column}": row for column in range(40)} | {"amount": 50_000, "currency": "EUR"}
        for row in range(2_000)
    ]
    assert len(sk.read_salaries(alike)) == 2_000


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_wide_file_is_converted(kind: str, tmp_path: Path) -> None:
    """All columns of a row of thousands come out."""
    names = ["amount", "currency", *(f"x{column}" for column in range(4_000))]
    path = tmp_path / f"wide.{kind}"
    if kind == "csv":
        path.write_text(",".join(names) + "\n" + ",".join(["5", "EUR", *["a"] * 4_000]) + "\n")
    else:
        pq.write_table(pa.table({name: ["EUR" if name == "currency" else "5"] for name in names}), path)

    sk.convert_file(path, tmp_path / "out.parquet", base="USD", on="2024")

    assert pq.read_schema(tmp_path / "out.parquet").names[: len(names)] == names


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
