from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
from hypothesis import assume, example, given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files.raw import Raw
from salarykit.reading.clean import clean_columns
from salarykit.reading.column_mapping import plan_columns
from salarykit.reading.options import ReadingOptions

if TYPE_CHECKING:
    from salarykit.reading.cleaned import Cleaned
    from salarykit.reading.decisions import Decisions

AMOUNTS = st.sampled_from(
    [
        *(
            "45000",
            "52000.50",
            "1e5",
            "65.5",
            "65.000",
            "54.500",
            "65,000",
            "65,00",
            "1.234,50",
            "1,234,567",
            "17.125",
        ),
        *(
            "£44k",
            "$45k",
            "45k",
            "40-50k",
            "€ 3.000 x 14",
            "20 €/h",
            "$60,000 gross",
            "competitive",
            "n/a",
            "",
            "-1",
        ),
        *("500.000 KWD", "500.000", "1,250.500", "4.5 Lakhs"),
    ]
)
OTHERS = {
    "currency": ["EUR", "USD", "GBP", "", "€", "$", "KWD", "XQZ"],
    "country": ["DE", "US", "GB", "", "Germany", "HR", "Narnia"],
    "city": [
        "Berlin",
        "Austin, TX",
        "Richmond, CA",
        "Cambridge",
        "Springfield",
        "Toronto",
        "",
        "München, DE",
    ],
    "period": ["year", "month", "hour", "", "yearly", "decade"],
    "as_of": ["2024", "2012-06-28", "", "28.06.2024", "03/04/2024", "28/06/2024", "06/28/2024"],
    "sample_size": ["5", "1,200", "few", ""],
}
HEADERS = ["amount", "salary", "Gehalt (k€)", "pay ($)", "hourly rate", "Gross salary"]


@st.composite
def sources(draw: st.DrawFn) -> dict[str, list[str]]:
    """Return the columns of a source: amounts in one column or the two ends of a range, and some other fields."""
    length = draw(st.integers(1, 12))
    headers = draw(
        st.one_of(st.sampled_from(HEADERS).map(lambda name: [name]), st.just(["Salary min", "Salary max"]))
    )
    usual = draw(AMOUNTS)
    cells = st.one_of(AMOUNTS, st.just(usual)) if draw(st.booleans()) else AMOUNTS
    found = {name: draw(st.lists(cells, min_size=length, max_size=length)) for name in headers}
    for name, words in OTHERS.items():
        if draw(st.booleans()):
            found[name] = draw(st.lists(st.sampled_from(words), min_size=length, max_size=length))
    return found


def read(found: dict[str, list[str]], known: Decisions | None = None, decimal: Any = None) -> Cleaned:
    """Return a source, cleaned."""
    raw = Raw(
        "pay.csv",
        {name: pa.chunked_array([pa.array(cells, pa.string())]) for name, cells in found.items()},
        delimiter=",",
    )
    return clean_columns(raw, plan_columns(list(found), {}), ReadingOptions.of({"decimal": decimal}), known)


def rows_of(found: Cleaned) -> list[dict[str, Any]]:
    """Return the good rows; the others are None."""
    columns = {name: column.to_pylist() for name, column in {**found.columns, **found.details}.items()}
    rows: list[Any] = [
        dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)
    ]
    for row, unstated in zip(rows, found.unstated.tolist(), strict=True):
        row["unstated"] = unstated
    for _, fault in found.faults:
        rows[fault.at] = None
    return rows


def faults_of(found: Cleaned, first: int = 0) -> set[tuple[int, str, str, str]]:
    """Return the cells that were refused."""
    return {(fault.at + first, name, fault.value, fault.code) for name, fault in found.faults}


LATE = {
    "salary": ["45000", "52000.50", "65.000", "45k"],
    "currency": ["EUR", "", "EUR", ""],
    "country": ["DE"] * 4,
}


@given(found=sources(), cut=st.integers(1, 5), decimal=st.sampled_from([None, None, ".", ","]))
@example(found=LATE, cut=1, decimal=None)
@example(found={"Gehalt (k€)": ["52000.50"]}, cut=1, decimal=None)
def test_blocks_of_any_size_give_what_one_block_gives(
    found: dict[str, list[str]], cut: int, decimal: Any
) -> None:
    """Once the rows of a source have decided together, each row can be read for itself: it gives the same row or the same reason."""
    try:
        whole = read(found, decimal=decimal)
    except sk.InvalidSalary:
        assume(False)
    length = len(whole.unstated)
    rows, faults, counts = [], set(), dict[str, int]()
    for first in range(0, length, cut):
        piece = {name: cells[first : first + cut] for name, cells in found.items()}
        part = read(piece, whole.decided, decimal)
        rows += rows_of(part)
        faults |= faults_of(part, first)
        for kind, count in part.log.reading().counts.items():
            counts[kind] = counts.get(kind, 0) + count

    assert faults == faults_of(whole)
    assert list(map(repr, rows)) == list(map(repr, rows_of(whole)))  # so that NaN is NaN
    assert counts == whole.log.reading().counts


@given(found=sources(), decimal=st.sampled_from([None, None, ".", ","]))
def test_a_layout_that_went_through_json_reads_its_source_alike(
    found: dict[str, list[str]], decimal: Any
) -> None:
    """A source read by the layout that was inferred from it has the same rows and rejects, with the same reasons."""
    table = pa.table(found)
    try:
        layout = sk.infer_layout(table, decimal=decimal)
    except sk.InvalidSalary:
        assume(False)
    back = sk.Layout.from_json(layout.to_json())
    plain, again = sk.sift_salaries(table, decimal=decimal), sk.sift_salaries(table, layout=back)

    assert back == layout
    assert again.good.to_arrow().equals(plain.good.to_arrow())
    assert (
        again.bad.to_arrow()
        .select(["row", "column", "code"])
        .equals(plain.bad.to_arrow().select(["row", "column", "code"]))
    )
