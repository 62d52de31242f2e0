"""Totals and averages beyond the sample of a large file are refused at every door, and no record is."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.reading.column_mapping import plan_columns
from salarykit.reading.running_summaries import RunningSummaries
from salarykit.reading.summary_rows import SummaryRows

if TYPE_CHECKING:
    from pathlib import Path

ROWS, WIDE = 5_400, 900
NOTE = "x" * WIDE  # few wide rows make a file of which a sample decides
HEADER = "city,role,amount,currency,note"
PAY = [30_000 + at * 7919 % 61 * 1000 for at in range(ROWS)]
FAR = 4_100  # beyond the first rows of the sample, and not in one of its parts


def records() -> list[str]:
    """Return the lines of many records."""
    return [f"Kiel,Job {at},{pay},EUR,{NOTE}" for at, pay in enumerate(PAY)]


def write(folder: Path, kind: str, lines: list[str]) -> Path:
    """Write a file of some lines: a CSV, a compressed one, whose end no sample has, or Parquet."""
    path, text = folder / f"pay.{kind}", "\n".join([*lines, ""])
    if kind == "csv.gz":
        path.write_bytes(gzip.compress(text.encode(), 1))
        return path
    (folder / "pay.csv").write_text(text)
    if kind == "parquet":
        table = pacsv.read_csv(folder / "pay.csv")
        pq.write_table(table, path, row_group_size=1000, use_dictionary=False, compression="none")
    assert path.stat().st_size > 1 << 22
    return path


def read(path: Path) -> tuple[int, dict[str, int]]:
    """Return how many rows are good, and the codes of the others, which all doors have to agree on."""
    good, bad = sk.sift_salaries(path)
    folder = path.parent
    report = sk.convert_file(path, folder / "out.csv", base="USD", on="2024", rejects=folder / "bad.csv")
    assert (len(good), bad.counts()) == (report.rows_out, report.rejected)
    return len(good), bad.counts()


SUMMARIES = [
    "Total,,{sum},EUR,", "Durchschnitt,,1,EUR,", ",平均,51234,EUR,", "Average salary,,{mean},EUR,", "Kiel,Average,{mean},EUR,",
    "All,All,{mean},EUR,", "Итого,Всего,77,EUR,", "Sum of salaries,Kiel,{sum},EUR,",
]  # fmt: skip


@for_each("kind", ["csv", "csv.gz", "parquet"])
def test_a_summary_beyond_the_sample_is_refused(tmp_path: Path, kind: str) -> None:
    """A total or an average in the middle of a large file is no salary, whatever its format."""
    lines = records()
    for at, summary in reversed([*enumerate(SUMMARIES, FAR), (ROWS, "ÖSSZESEN,,5,EUR,")]):
        lines.insert(at, summary.format(sum=sum(PAY[:at]), mean=sum(PAY[:at]) / at))
    good, codes = read(write(tmp_path, kind, [HEADER, *lines]))
    assert (good, codes) == (ROWS, {"summary_row": len(SUMMARIES) + 1})


@for_each("at", [0, 2_000, ROWS])
def test_a_label_alone_is_a_summary_in_a_large_table_that_names_nothing_more(tmp_path: Path, at: int) -> None:
    """Where no row above proves it, the row of a strong word is refused, and says what to do."""
    lines = [f"Job {at} {NOTE},{pay},EUR" for at, pay in enumerate(PAY)]
    lines.insert(at, "Average,58123,EUR")
    path = write(tmp_path, "csv.gz", ["role,amount,currency", *lines])
    assert read(path) == (ROWS, {"summary_row": 1})
    assert "rename it" in sk.sift_salaries(path).bad[0]["message"]


@for_each("is_named", [True, False])
def test_each_group_of_a_large_file_has_a_summary(tmp_path: Path, is_named: bool) -> None:  # noqa: FBT001 - a case
    """Subtotals are refused wherever they stand, though between the parts of the sample rows are lacking."""
    lines = [HEADER]
    for start in range(0, ROWS, 100):
        group = [line.replace("Kiel", f"Town {start}") for line in records()[start : start + 100]]
        label = f"Town {start} total" if is_named else "Subtotal"
        lines += [*group, f"{label},,{sum(PAY[start : start + 100])},EUR,"]
    assert read(write(tmp_path, "csv", lines)) == (ROWS, {"summary_row": ROWS // 100})


@for_each(
    "lines",
    [
        [f"{('Total', 'Shell')[at % 50 > 0]},Pau,{pay},EUR,{NOTE}" for at, pay in enumerate(PAY)],
        [f"{('Average', 'Good', 'Poor')[at % 3]},Kiel,{pay},EUR,{NOTE}" for at, pay in enumerate(PAY)],
        [f"{('Max', 'Anna', 'Bo')[at % 3]},,{pay},EUR,{NOTE}" for at, pay in enumerate(PAY)],
        [f"Kiel,{('Total Rewards Lead', 'Cook')[at % 9 > 0]},{pay},EUR,{NOTE}" for at, pay in enumerate(PAY)],
        [f"{('Total', 'Shell')[at % 50 > 0]},,{pay},EUR," for at, pay in enumerate(PAY * 50)],
    ],
)
def test_names_in_a_large_file_are_records(tmp_path: Path, lines: list[str]) -> None:
    """An employer, a rating, a first name or a job that is a word for a summary is read in every row."""
    header = "name,place,amount,currency,note"
    assert read(write(tmp_path, "csv", [header, *lines])) == (len(lines), {})


def test_a_layout_refuses_a_summary_that_its_source_did_not_have() -> None:
    """A later file is read by a layout whose source had no total, and its total is no salary."""
    rows: list[dict[str, Any]] = [
        {"Team": team, "City": "Kiel", "Pay (EUR)": pay} for team, pay in zip("ABC", PAY, strict=False)
    ]
    layout = sk.Layout.from_json(sk.infer_layout(rows).to_json())
    total = {"Team": "Gesamt", "City": "", "Pay (EUR)": 150_000}
    good, bad = sk.sift_salaries([*rows, total, *rows], layout=layout)
    assert (len(good), bad[0]["row"], bad.counts()) == (6, 4, {"summary_row": 1})


def test_a_column_of_many_names_has_a_total() -> None:
    """Among very many names in a second column the word alone is a summary, and words beside others are none."""
    rows: list[dict[str, Any]] = [
        {"Id": str(at), "Name": f"Total {at}", "Pay (EUR)": 40_000 + at % 900} for at in range(21_000)
    ]
    rows.append({"Id": "", "Name": "TOTAL", "Pay (EUR)": 5})
    good, bad = sk.sift_salaries(rows)
    assert (len(good), bad.counts(), bad[0]["row"]) == (21_000, {"summary_row": 1}, 21_001)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Kiel", "Total", "Average salary", "Media", "All", "Kiel total", "Max"]),
            st.sampled_from(["Cook", "", "Average", "Total"]),
            st.sampled_from([30_000, 40_000, 50_000, 70_000, 120_000]),
            st.sampled_from(["mean", "median"]),
        ),
        min_size=1,
        max_size=30,
    ),
    st.lists(st.integers(0, 30), max_size=4),
    st.sampled_from([SummaryRows(), SummaryRows(beside=("city", "role")), SummaryRows(names=("Media",))]),
)
def test_blocks_of_all_sizes_give_the_same(
    rows: list[tuple[str, str, int, str]], cuts: list[int], summaries: SummaryRows
) -> None:
    """Where a block ends changes no row."""
    columns = {
        name: pa.chunked_array([pa.array(cells)])
        for name, cells in zip(("city", "role", "amount", "statistic"), zip(*rows, strict=True), strict=True)
    }
    plan = plan_columns(list(columns), {})

    def refused(edges: list[int]) -> list[int]:
        running, found = RunningSummaries(plan, summaries), []
        for start, end in zip([0, *edges], [*edges, len(rows)], strict=True):
            block = {name: column.slice(start, end - start) for name, column in columns.items()}
            amounts = block["amount"].to_numpy().astype(np.float64)
            faults = running.faults(block, amounts, block["statistic"])
            found += [start + fault.at for _, fault in faults]
        return found

    assert refused(sorted(min(cut, len(rows)) for cut in cuts)) == refused([])
