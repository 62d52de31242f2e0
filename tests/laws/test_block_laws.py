from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from salarykit.files.raw import Raw
from salarykit.reading.clean import clean_columns
from salarykit.reading.clean_block import clean_block
from salarykit.reading.cleaned import Cleaned, with_places
from salarykit.reading.column_mapping import plan_columns
from salarykit.reading.options import ReadingOptions

CELLS = {
    "salary": ["£44k", "65.000 €", "52 500 € brut/an", "lots", "<50k", "12 LPA", "$50,000 - $60,000", "45000", "", "kr 500.000"],
    "country": ["GB", "DE", "Germany", "", "Narnia", "IN", "US"],
    "city": ["London", "Berlin", "Springfield", "", "Mumbai", "Austin, TX"],
    "currency": ["", "EUR", "$", "GBP", "xx"],
    "period": ["", "year", "monthly", "fortnight", "now and then"],
    "as_of": ["2024", "2019-05-01", "", "someday"],
    "sample_size": ["5", "-5", "", "many"],
    "relevance": ["0.5", "2", ""],
    "min salary": ["40k", "50,000", "", "1"],
    "max salary": ["60k", "55,000", "", "none"],
}  # fmt: skip


@st.composite
def tables(draw: Any) -> dict[str, pa.ChunkedArray]:
    """Columns of texts in which rows repeat, and one in which none does."""
    amounts = draw(st.sampled_from([["salary"], ["min salary", "max salary"]]))
    names = [*amounts, *draw(st.lists(st.sampled_from(list(CELLS)[1:8]), unique=True))]
    distinct = [
        [draw(st.sampled_from(CELLS[name])) for name in names] for _ in range(draw(st.integers(1, 6)))
    ]
    rows = draw(st.lists(st.sampled_from(distinct), min_size=24, max_size=60))
    columns = {
        name: pa.chunked_array([[row[at] for row in rows]], pa.string()) for at, name in enumerate(names)
    }
    columns |= {
        name: pa.chunked_array([columns[name].combine_chunks().dictionary_encode()])
        for name in draw(st.lists(st.sampled_from(names), unique=True))
    }
    return {**columns, "note": pa.chunked_array([[f"row {row}" for row in range(len(rows))]])}


def _said(cleaned: Cleaned) -> Any:
    """Return all that a reading found, but for what it decided."""
    columns = {name: column.to_pylist() for name, column in {**cleaned.columns, **cleaned.details}.items()}
    faults = sorted(cleaned.faults, key=lambda fault: fault[1].at)  # as in the rejects
    flags = [np.asarray(each).tolist() for each in (cleaned.unstated, cleaned.filled, cleaned.named)]
    return columns, faults, flags, cleaned.log.counts


@given(tables(), st.sampled_from([{}, {"currency": "EUR"}, {"period": "year"}]))
def test_rows_that_repeat(columns: dict[str, pa.ChunkedArray], defaults: dict[str, str]) -> None:
    """Rows that repeat are read once, and say, refuse and count what they do when each is read."""
    raw = Raw("pay.csv", dict(columns), np.arange(1, len(columns["note"]) + 1), delimiter=",")
    plan = plan_columns(list(raw.columns), {})
    if "currency" not in {**plan.columns, **defaults}:
        defaults = {**defaults, "currency": "GBP"}
    options = ReadingOptions.of({"defaults": defaults})
    known = clean_columns(raw, plan, options).decided
    one_by_one = with_places(clean_columns(raw, plan, options, known.replaced(memory={})))
    once = clean_block(raw, plan, options, known.replaced(memory={}))
    assert _said(once) == _said(one_by_one)
    assert once.raw is raw
