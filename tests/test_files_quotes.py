from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.files import csv_chunks as pieces_of
from salarykit.files import quotes
from salarykit.files.reading import read_raw
from salarykit.files.stream.csv_blocks import CsvBlocks
from salarykit.files.stream.locations import locate
from salarykit.sources.price_copies import read_price_levels

if TYPE_CHECKING:
    from pathlib import Path

    from salarykit.files.raw import Raw

NAMES = ["city", "amount", "currency", "note"]
Row = tuple[str, int, Any]


# A slow reader, a character at a time


def slow(text: str, delimiter: str, width: int) -> list[Row]:
    """Return every row below the header: ("good", line, cells), ("ragged", line, cells) or ("unclosed", line, text)."""
    at, found = 0, list[Row]()
    while at < len(text):
        cells, spans, end = slow_row(text, at, delimiter)
        first = text.count("\n", 0, at) + 1
        lost = next((mark for mark, close in spans if is_lost(text, at, mark, close, delimiter, width)), None)
        if lost is not None:
            at = lost + re.match(r"[^\n]*\n?", text[lost:]).end()  # type: ignore[union-attr] # it fits everything
            found.append(("unclosed", text.count("\n", 0, lost) + 1, text[lost:at].rstrip("\r\n")))
        else:
            if text[at:end].strip("\r\n"):
                found.append(("good" if len(cells) == width else "ragged", first, cells))
            at = end
    return found[1:]


def slow_row(text: str, at: int, delimiter: str) -> tuple[list[str], list[tuple[int, int | None]], int]:
    """Return the cells of the row at a place, the marks around each quoted cell, and where the row ends."""
    cells, spans = [""], list[tuple[int, int | None]]()
    opened: int | None = None
    is_start = True
    while at < len(text):
        sign = text[at]
        if opened is not None:
            if sign != '"':
                cells[-1] += sign
            elif text[at + 1 : at + 2] == '"':
                cells[-1] += sign
                at += 1
            else:
                spans.append((opened, at))
                opened = None
        elif sign == '"' and is_start:
            opened = at
        elif sign == delimiter:
            cells.append("")
        elif sign == "\n":
            return cells, spans, at + 1
        elif sign != "\r":
            cells[-1] += sign
        is_start = sign == delimiter
        at += 1
    return cells, spans + ([(opened, None)] if opened is not None else []), at


def is_lost(text: str, start: int, mark: int, close: int | None, delimiter: str, width: int) -> bool:
    """Return whether a mark has no partner, by the rule as the module states it."""
    if close is None:
        return True
    if "\n" not in text[mark:close]:
        return False
    if close - mark > quotes.LONGEST:
        return True
    if text[close + 1 : close + 2] not in ("", delimiter, "\n", "\r"):
        return True
    own, *others = text[mark : text.find("\n", close) if "\n" in text[close:] else len(text)].split("\n")
    before = slow_row(text[start:mark], 0, delimiter)[0][:-1]
    cells = own.rstrip("\r").split(delimiter)
    whole = [*before, *(cells if len(before) + len(cells) == width else [])][:width]
    figures = [place for place, cell in enumerate(whole) if quotes._is_figure(cell)]
    if len(before) + len(cells) < width or (width == 1 and not figures):
        return False
    looked = [line.rstrip("\r") for line in others[:20] if line.rstrip("\r")]
    closing = others[-1].rstrip("\r") if len(others) <= 20 else ""
    rows = [
        looks_like_row(line, delimiter, width, figures, more=place == len(looked) - 1 and line == closing)
        for place, line in enumerate(looked)
    ]
    return 2 * sum(rows) > len(rows)


def looks_like_row(line: str, delimiter: str, width: int, figures: list[int], *, more: bool) -> bool:
    """Return whether a line is a row of its own, perhaps with more cells than it should have."""
    cells = slow_row(line, 0, delimiter)[0]
    return (
        (len(cells) >= width if more else len(cells) == width)
        and any(cells)
        and not any(cell.startswith(" ") for cell in cells[1:width])
        and all(not cells[place] or any(map(str.isdigit, cells[place])) for place in figures)
    )


def column(raw: Raw, name: str) -> list[Any]:
    """Return the cells of a column."""
    found: list[Any] = pa.table(raw.columns).column(name).to_pylist()
    return found


def as_read(path: Path) -> list[Row]:
    """Return what `read_csv` makes of a file, as `slow` says it but for the lines of good rows."""
    raw = read_raw(path)
    numbers = range(1, len(raw) + 1) if raw.numbers is None else raw.numbers.tolist()
    cells = list(zip(*(column.to_pylist() for column in pa.table(raw.columns).columns), strict=True))
    found: list[tuple[int, str, Any]] = [
        (number, "good", list(row)) for number, row in zip(numbers, cells, strict=True)
    ]
    found += [(number, "ragged", text) for number, text in raw.ragged]
    found += [(number, "unclosed", (line, text)) for number, text, line in raw.unclosed]
    return [(kind, number, said) for number, kind, said in sorted(found, key=lambda each: each[0])]


def as_streamed(path: Path) -> list[Row]:
    """Return what `CsvBlocks` makes of a file, in the same way."""
    found = list[tuple[int, str, Any]]()
    for block in CsvBlocks(locate(path, None)).blocks():
        cells = zip(*(column.fill_null("").to_pylist() for column in block.table.columns), strict=True)
        rows = zip(block.numbers.tolist(), cells, strict=True)
        found += [(number, "good", list(row)) for number, row in rows]
        found += [(number, "ragged", text) for number, text in block.ragged]
        found += [(number, "unclosed", (line, text)) for number, text, line in block.unclosed]
    return [(kind, number, said) for number, kind, said in sorted(found, key=lambda each: each[0])]


# A mark in every cell, by every road


STRAY = {
    "first": '"Rome,7,EUR,x',
    "second": 'Rome,"7,EUR,x',
    "third": 'Rome,7,"EUR,x',
    "last": 'Rome,7,EUR,"see note',
    "alone": 'Rome,7,EUR,"',
    "doubled": 'Rome,7,EUR,"""see',
    "beside good ones": '"Rome","7","EUR","see',
    "before a comma": '"Rome, Latium,7,EUR,x',
}
SHOWN = ['"Rome,7,EUR,x', '"7,EUR,x', '"EUR,x', '"see note', '"', '"""see', '"see', '"Rome, Latium,7,EUR,x']
GOOD = ["Kiel,65000,EUR,a", 'Ulm,41000,EUR,"b, ""c"""', '"Hof","38000","EUR",""', 'Jena,39000,EUR,"d\ne; f"']


def csv_of(rows: list[str], delimiter: str = ",", end: str = "\n", last: str = "\n") -> str:
    """Return rows as a file."""
    text = "\n".join([",".join(NAMES), *rows]).replace(",", delimiter)
    return text.replace("\n", end) + last


@for_each("place", STRAY)
@for_each("behind", range(len(GOOD) + 1))
def test_a_mark_without_its_partner_costs_its_row(behind: int, place: str, tmp_path: Path) -> None:
    """In whatever cell a lone mark stands and whatever follows it, its row is refused and all others are read."""
    path = tmp_path / "pay.csv"
    path.write_text(csv_of([*GOOD, STRAY[place], *GOOD[:behind]], last=""), encoding="utf-8")
    raw = read_raw(path)

    assert column(raw, "city") == ["Kiel", "Ulm", "Hof", "Jena", "Kiel", "Ulm", "Hof", "Jena"][: 4 + behind]
    assert [(number, line) for number, _, line in raw.unclosed] == [(5, 7)]
    assert raw.ragged == []


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_road_tells_each_row(delimiter: str, end: str, packed: bool, tmp_path: Path) -> None:  # noqa: FBT001 - pytest gives it
    """Rows with a lone mark are refused one by one, with number, line, cell and advice, whatever packs or cuts the file."""
    rows = [row for stray in STRAY.values() for row in (stray, GOOD[0])]
    path = tmp_path / ("pay.csv.gz" if packed else "pay.csv")
    content = csv_of(rows, delimiter, end).encode()
    path.write_bytes(gzip.compress(content) if packed else content)
    found = sk.sift_salaries(path)
    report = sk.convert_file(
        path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.parquet"
    )
    told = pq.read_table(tmp_path / "bad.parquet").drop_columns("file").to_pylist()

    assert told == list(found.bad)
    assert [cell["row"] for cell in told] == [1, 3, 5, 7, 9, 11, 13, 15]
    assert {cell["code"] for cell in told} == {"unclosed_quote"}
    assert [cell["value"] for cell in told] == [text.replace(",", delimiter) for text in SHOWN]
    assert told[3]["message"] == (
        "line 8: the quotation mark before 'see note' is never closed. Close the cell, double the mark if it belongs to the "
        "text, or remove it."
    )
    assert [salary.city for salary in found.good] == ["Kiel"] * 8
    assert (report.rows_in, report.rows_out, report.rejected) == (16, 8, {"unclosed_quote": 8})


def test_without_a_place_for_rejects_the_row_is_an_error(tmp_path: Path) -> None:
    """Whoever wants all rows or none is told the row and its line."""
    path = tmp_path / "pay.csv"
    path.write_text(csv_of([GOOD[0], STRAY["last"], GOOD[1]]))
    for read in (
        sk.read_salaries,
        lambda path: sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024"),
    ):
        with pytest.raises(
            sk.InvalidSalary, match="row 2: line 3: the quotation mark before 'see note' is never closed"
        ):
            read(path)


@pytest.mark.parametrize(
    "content",
    [
        'date,currency,rate,note\n2024-06-27,USD,1.07,"seen\n2024-06-28,USD,1.08,\n',
        'date;"USD\n2024-06-27;1.07\n2024-06-28;1.08\n',
        'date,USD,JPY\n2024-06-27,"1.07,171\n2024-06-28,1.08,172\n',
    ],
)
def test_no_day_of_rates_vanishes(content: str, tmp_path: Path) -> None:
    """Rates with a lone mark are one error that names the line: no later day is lost in a note."""
    path = tmp_path / "rates.csv"
    path.write_text(content)
    with pytest.raises(sk.SourceError, match=r"line [12][:,] .*is never closed"):
        sk.read_rates(path, base="EUR")


def test_price_levels_and_pay_texts_name_the_line(tmp_path: Path, cli: Any) -> None:
    """So are price levels; the command that parses texts lists the row and keeps the others."""
    path = tmp_path / "levels.csv"
    path.write_text('country,year,value,note\nCHE,2025,1.07,"x\nFRA,2025,0.7,y\n')
    with pytest.raises(sk.SourceError, match=r"line 2: the quotation mark before 'x' is never closed"):
        read_price_levels(path, name="x", licence="CC0")
    path.write_text('text,note\n£44k a year,"x\n£45k a year,y\n')
    ran = cli("parse", "--file", str(path), "--json")

    assert "line 2: the quotation mark before 'x' is never closed" in ran.out + ran.err
    assert "45000" in ran.out


@for_each(
    "header",
    [
        '"city,amount,currency,note',
        'city,amount,"currency,note',
        'city,amount,currency,"note',
        '"city"x,"amount,currency,note',
    ],
)
@for_each("delimiter", [",", ";", "\t"])
def test_a_header_with_a_lone_mark_is_an_error(delimiter: str, header: str, tmp_path: Path) -> None:
    """Without its header a file means nothing, so a lone mark there is one error of both roads, with its line."""
    path = tmp_path / "pay.csv"
    path.write_text("\n".join([header, *GOOD, *GOOD[:1] * 10_000]).replace(",", delimiter))
    for read in (
        sk.sift_salaries,
        lambda path: sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024"),
    ):
        with pytest.raises(sk.SourceError, match=r"pay\.csv, line 1: the quotation mark before '\w"):
            read(path)


# What is no lone mark


@for_each(
    ("row", "note"),
    [
        ('Kiel,1,EUR,"one\ntwo"', "one\ntwo"),
        ('Kiel,1,EUR,"one\n\n\ntwo, three, four, five\nsix"', "one\n\n\ntwo, three, four, five\nsix"),
        ('Kiel,1,EUR,"a,b,c,d\ne,f,g,h\ni,j,k,l"', "a,b,c,d\ne,f,g,h\ni,j,k,l"),
        ('Kiel,1,EUR,"' + "\n".join(f"a list, of 1, two or {n}, things" for n in range(30)) + '"', None),
        ('"Kiel\nSchilksee",1,EUR,x', "x"),
        ('Kiel,"1",EUR,"he said ""go""\nand I, I, I went"', 'he said "go"\nand I, I, I went'),
        ('Kiel,1,EUR,5" of rain', '5" of rain'),
        ('Kiel,1,EUR,"no" problem', "no problem"),
        ('"Kiel, north\nand south","1","EUR",""', ""),
        ('Kiel,1,EUR,"' + "x" * 200_000 + '\n"', "x" * 200_000 + "\n"),
    ],
)
def test_a_cell_of_several_lines_is_a_cell(row: str, note: str | None, tmp_path: Path) -> None:
    """Line breaks between two marks, doubled marks and marks inside a cell are what they were."""
    path = tmp_path / "pay.csv"
    path.write_text(csv_of([GOOD[0], row, GOOD[1]]))
    raw = read_raw(path)
    cells = pa.table(raw.columns).to_pylist()

    assert (raw.unclosed, raw.ragged) == ([], [])
    assert [cell["city"][:4] for cell in cells] == ["Kiel", "Kiel", "Ulm"]
    assert note is None or cells[1]["note"] == note
    assert [said for _, _, said in as_streamed(path)] == [list(cell.values()) for cell in cells]


@for_each("between", [0, 1, 2, 40, 500])
def test_two_lone_marks_swallow_no_rows(between: int, tmp_path: Path) -> None:
    """Where a later lone mark might close a cell, the lines between are rows, for they look like rows."""
    inner = [f"Bonn,{52000 + number},EUR,b" for number in range(between)]
    path = tmp_path / "pay.csv"
    path.write_text(csv_of([GOOD[0], 'Rome,7,EUR,"see', *inner, 'Paris,6,EUR,foo"', GOOD[1]]))
    raw = read_raw(path)

    assert column(raw, "amount") == ["65000", *(row.split(",")[1] for row in inner), "6", "41000"]
    assert [(number, text) for number, text, _ in raw.unclosed] == [(2, '"see')]


def test_a_single_column_has_marks_too(tmp_path: Path) -> None:
    """In a file of one column a text of several lines is a cell, and figures behind a lone mark are rows."""
    path = tmp_path / "pay.csv"
    path.write_text('Salary\n"£44k\nplus bonus"\n"5000\n6000\n7000"\n"8000\n')
    raw = read_raw(path)

    assert column(raw, "Salary") == ["£44k\nplus bonus", "6000", '7000"']
    assert [(number, line) for number, _, line in raw.unclosed] == [(2, 4), (5, 7)]


# Laws


tokens = st.sampled_from(
    ["a", "7", ",", ",", ",", '"', '"', "\n", "\n", " ", '","', '"\n', "a,7,a\n", '"a",7,"b, c"\n']
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.lists(tokens, max_size=40).map("".join),
    end=st.sampled_from(["\n", "\r\n"]),
    block=st.integers(1, 60),
    longest=st.sampled_from([10, 1 << 22]),
)
@example(body='a,7,"a\na,7,a\na,7,a"\na,7,a\n', end="\n", block=1, longest=1 << 22)
@example(body='a,7,a\n"a,7,a\na,7,a\n', end="\r\n", block=7, longest=10)
def test_both_readers_do_what_the_slow_one_does(
    body: str, end: str, block: int, longest: int, tmp_path: Path
) -> None:
    """Rows, refused rows and their lines are those of a reader that goes a character at a time, however blocks are cut."""
    path = tmp_path / "pay.csv"
    path.write_text(("x,y,z\n" + body).replace("\n", end), newline="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotes, "LONGEST", longest)
        patch.setattr(pieces_of, "_BLOCK", block)
        expected = [
            (kind, number, said if kind == "good" else line if kind == "unclosed" else None)
            for number, (kind, line, said) in enumerate(slow(path.read_bytes().decode(), ",", 3), start=1)
        ]
        for read in (as_read, as_streamed):
            told = [
                (kind, number, said if kind == "good" else said[0] if kind == "unclosed" else None)
                for kind, number, said in read(path)
            ]

            assert told == expected


def test_many_lone_marks_refuse_their_rows_alone(tmp_path: Path) -> None:
    """A lone mark in each of many rows, or many rows behind one: no other row is refused."""
    path = tmp_path / "pay.csv"
    path.write_text(csv_of([STRAY["last"], GOOD[0]] * 5_000))
    raw = read_raw(path)

    assert (len(raw), len(raw.unclosed)) == (5_000, 5_000)
    path.write_text(csv_of([STRAY["first"], *GOOD[:1] * 200_000]))
    assert (
        sk.convert_file(
            path, tmp_path / "out.parquet", base="USD", on="2024", rejects=tmp_path / "bad.csv"
        ).rows_out
        == 200_000
    )
