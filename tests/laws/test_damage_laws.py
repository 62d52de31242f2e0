"""The law of damage: good rows and refused rows are the records of the undamaged file, and only touched rows are refused."""

from __future__ import annotations

import gzip
import html
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path

law = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMES = ["city", "Salary", "currency", "note"]
GARBAGE = [b"\xff\xfe", b"\x80\x81", b"\xc3(", b"\xed\xa0\x80"]
MARKS = ['"', '""', '"x', 'x"']


class Record(NamedTuple):
    """A row of the undamaged file."""

    city: str
    amount: int
    currency: str
    note: str


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Record], set[int]]:
    """Give records, and which of them are to be damaged; the others may have several lines, marks and delimiters."""
    count = draw(st.integers(2, 9))
    touched = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=3))
    place = draw(
        st.sampled_from(["", "ö"])
    )  # in all rows or in none, so that the encoding is never in question
    single = ["x", "a, b; c", 'say ""', ""]  # a lost mark in a cell of several lines costs each of its lines
    several = [*single, "two\nlines"]
    records = [
        Record(
            f"Town{place} {number}",
            draw(st.integers(20_000, 99_999)),
            draw(st.sampled_from(["EUR", "USD", "GBP"])),
            f"n{number} {draw(st.sampled_from(several if number not in touched else single))}".strip(),
        )
        for number in range(count)
    ]
    return records, touched


def check(path: Path, records: list[Record], touched: set[int]) -> None:
    """Hold a damaged file to the law, by the table and by the stream."""
    found = sk.sift_salaries(path)
    good = found.good.to_arrow().select(["city", "amount", "currency", "note"]).to_pylist()
    bad = {cell["row"] for cell in found.bad}
    out, rejects = path.with_name("out.parquet"), path.with_name("bad.parquet")
    sk.convert_file(path, out, base="USD", on="2024", rejects=rejects)
    streamed = pq.read_table(out).to_pylist()
    told = pq.read_table(rejects).drop_columns("file").to_pylist()

    assert len(good) + len(bad) == len(records)
    assert bad <= {number + 1 for number in touched}
    assert [(cell["row"], cell["code"]) for cell in told] == [
        (cell["row"], cell["code"]) for cell in found.bad
    ]
    assert len(streamed) == len(good)
    kept = [number for number in range(len(records)) if number + 1 not in bad]
    for number, row, other in zip(kept, good, streamed, strict=True):
        if number not in touched:
            assert tuple(row.values()) == records[number]
            assert (other["city"], other["note"]) == (records[number].city, records[number].note)


# CSV


def line_of(record: Record, delimiter: str, *, quoted: bool) -> str:
    """Return a record as a line of CSV."""
    cells = [str(cell) for cell in record]
    needed = [quoted or any(sign in cell for sign in f'"\n{delimiter}') for cell in cells]
    doubled = [cell.replace('"', '""') for cell in cells]
    return delimiter.join(f'"{cell}"' if need else cell for cell, need in zip(doubled, needed, strict=True))


@st.composite
def damaged_lines(draw: st.DrawFn, delimiter: str) -> tuple[bytes, list[Record], set[int]]:
    """Give a CSV some of whose records are damaged, each in one place."""
    records, touched = draw(tables())
    quoted = draw(st.booleans())
    lines = [line_of(record, delimiter, quoted=quoted).encode() for record in records]
    for number in touched:
        line = lines[number]
        kind = draw(st.sampled_from(["insert", "drop", "cut", "garbage"]))
        where = draw(st.integers(0, len(line)))
        while where < len(line) and line[where] & 0xC0 == 0x80:  # not inside a letter
            where += 1
        if kind == "insert":
            lines[number] = line[:where] + draw(st.sampled_from(MARKS)).encode() + line[where:]
        elif kind == "garbage":
            lines[number] = line[:where] + draw(st.sampled_from(GARBAGE)) + line[where:]
        else:
            sign = b'"' if kind == "drop" else delimiter.encode()
            places = [at for at in range(len(line)) if line[at : at + 1] == sign]
            at = draw(st.sampled_from(places or [0]))
            lines[number] = line[:at] + line[at + 1 :] if places else line
    end = draw(st.sampled_from([b"\n", b"\r\n"]))
    last = draw(st.sampled_from([b"", b"\n", b"\n\n"]))
    return (
        b"\n".join([delimiter.join(NAMES).encode(), *lines]).replace(b"\n", end) + last.replace(b"\n", end),
        records,
        touched,
    )


@pytest.mark.parametrize("delimiter", [",", ";"])
@law
@given(data=st.data(), packed=st.booleans())
def test_damage_to_a_csv_costs_the_rows_that_it_touches(
    delimiter: str,
    packed: bool,  # noqa: FBT001 - hypothesis gives it
    data: st.DataObject,
    tmp_path: Path,
) -> None:
    """A lost or added mark, a lost delimiter, or bytes of no encoding: good and refused rows are all records."""
    content, records, touched = data.draw(damaged_lines(delimiter))
    if b"\r\n" in content:
        records = [record._replace(note=record.note.replace("\n", "\r\n")) for record in records]
    path = tmp_path / "pay.csv"
    path.write_bytes(gzip.compress(content) if packed else content)
    check(path, records, touched)


# JSON, pages and Parquet


@law
@given(table=tables(), data=st.data())
def test_damage_to_json_lines_costs_the_rows_that_it_touches(
    table: tuple[list[Record], set[int]], data: st.DataObject, tmp_path: Path
) -> None:
    """A broken value, a lost brace or mark, or bytes of no encoding in a line: the other lines are read."""
    records, touched = table
    lines = [
        json.dumps(dict(zip(NAMES, record, strict=True)), ensure_ascii=False).encode() for record in records
    ]
    for number in touched:
        lines[number] = data.draw(
            st.sampled_from(
                [
                    lines[number][:-1],
                    lines[number].replace(b'"Salary":', b'"Salary"'),
                    lines[number].replace(b"Town", b'To"wn'),
                    lines[number].replace(b"Town", b"To\xff\xfewn"),
                    lines[number].replace(b": ", b": x", 2),
                    lines[number].replace(b'"currency": "', b'"currency": "?'),
                ]
            )
        )
    path = tmp_path / "pay.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    if 2 * len(touched) <= len(records):  # with fewer good lines it is no JSON Lines, but one error
        check(path, records, touched)


@law
@given(table=tables(), data=st.data())
def test_damage_to_a_page_costs_the_rows_that_it_touches(
    table: tuple[list[Record], set[int]], data: st.DataObject, tmp_path: Path
) -> None:
    """A cell too few or too many, an end that is missing, or a figure that is none: the other rows are read."""
    records, touched = table
    records = [record._replace(note=" ".join(record.note.split())) for record in records]
    rows = []
    for number, record in enumerate(records):
        cells = [f"<td>{html.escape(str(cell))}</td>" for cell in record]
        if number in touched:
            kind = data.draw(st.sampled_from(["lost", "more", "open", "figure"]))
            at = data.draw(st.integers(0, len(cells) - 1))
            if kind == "lost":
                del cells[at]
            elif kind == "more":
                cells.insert(at, "<td>1</td>")
            elif kind == "open":
                cells[at] = cells[at].removesuffix("</td>")
            else:
                cells[1] = "<td>much</td>"
        rows.append(f"<tr>{''.join(cells)}</tr>")
    header = "".join(f"<th>{name}</th>" for name in NAMES)
    path = tmp_path / "pay.html"
    path.write_text(f"<!doctype html><table><tr>{header}</tr>{''.join(rows)}</table>", encoding="utf-8")
    if len(touched) < len(records):
        check(path, records, touched)


@law
@given(table=tables(), data=st.data())
def test_damage_to_parquet_costs_the_rows_that_it_touches(
    table: tuple[list[Record], set[int]], data: st.DataObject, tmp_path: Path
) -> None:
    """Cells that are no figures, no codes or missing: the other rows are read."""
    records, touched = table
    columns: dict[str, list[Any]] = {
        name: list(cells) for name, cells in zip(NAMES, zip(*records, strict=True), strict=True)
    }
    for number in touched:
        name, cell = data.draw(
            st.sampled_from([("Salary", None), ("Salary", -1), ("currency", "XXQ"), ("currency", None)])
        )
        columns[name][number] = cell
    path = tmp_path / "pay.parquet"
    pq.write_table(pa.table(columns), path)
    if len(touched) < len(records):
        check(path, records, touched)


@law
@given(table=tables(), data=st.data())
def test_what_cannot_be_gone_on_with_is_one_error(
    table: tuple[list[Record], set[int]], data: st.DataObject, tmp_path: Path
) -> None:
    """Parquet and gzip that are cut short are one error of both roads, and nothing of them is written."""
    records, _ = table
    whole, packed = tmp_path / "pay.parquet", tmp_path / "pay.csv.gz"
    pq.write_table(pa.table(dict(zip(NAMES, map(list, zip(*records, strict=True)), strict=True))), whole)
    text = "\n".join([",".join(NAMES), *(line_of(record, ",", quoted=False) for record in records)])
    packed.write_bytes(gzip.compress(text.encode()))
    out = tmp_path / "out.csv"
    for path in (whole, packed):
        content = path.read_bytes()
        path.write_bytes(content[: data.draw(st.integers(8, len(content) - 1))])
        for read in (
            sk.sift_salaries,
            lambda source: sk.convert_file(source, out, base="USD", on="2024", rejects=tmp_path / "bad.csv"),
        ):
            with pytest.raises(sk.SourceError):
                read(path)
        assert not out.exists()
        assert not (tmp_path / "bad.csv").exists()
