"""A second table below the first is refused row by row, unless it has the same header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cases import for_each
from workbooks import write_csv, write_xlsx

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIRST: list[list[Any]] = [["City", "Salary", "Currency"], ["Graz", 51_000, "EUR"], ["Lyon", 44_500, "EUR"]]


def write_html(path: Path, rows: list[list[Any]]) -> Path:
    """Write rows as a table of a page."""
    cells = "".join(f"<tr>{''.join(f'<td>{cell}' for cell in row)}" for row in rows if row)
    path.write_text(f"<!doctype html><table>{cells}</table>")
    return path


def write_json(path: Path, rows: list[list[Any]]) -> Path:
    """Write rows as records, as a script makes them of a sheet."""
    import json

    path.write_text(json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row]))
    return path


WRITERS: list[tuple[str, Callable[[Path, list[list[Any]]], Path]]] = [
    ("pay.csv", write_csv), ("pay.xlsx", write_xlsx), ("pay.html", write_html), ("pay.json", write_json)
]  # fmt: skip


@for_each(
    "second",
    [
        [["Role", "Bonus", "Currency"], ["Welder", 9_000, "EUR"]],
        [["City", "Hourly rate", "Currency"], ["Graz", 27, "EUR"], ["Lyon", 24, "EUR"]],
        [["Beruf", "Prämie", "Währung"], ["Koch", 1_200, "EUR"]],
        [["Salary", "City", "Currency"], ["49000", "Kiel", "EUR"]],
        [["Ville", "Loyer", "Devise"], ["Nantes", 14_000, "EUR"]],
        [["City", "Salary 2019", "Currency"], ["Graz", 38_000, "EUR"]],
    ],
)
def test_another_header_ends_the_table(tmp_path: Path, second: list[list[Any]]) -> None:
    """No row below another header is a salary of the first, in any format, with or without blank rows between."""
    blank: list[Any] = []
    for at, (name, write) in enumerate(WRITERS):
        rows = [*FIRST, *second] if at % 2 else [*FIRST, blank, *second]
        good, bad = sk.sift_salaries(write(tmp_path / name, rows))
        assert [(row.city, row.amount) for row in good] == [("Graz", 51_000), ("Lyon", 44_500)]
        assert bad.counts() == {"second_table": len(second)}


def test_the_same_header_again_is_one_row(tmp_path: Path) -> None:
    """Pages of a printed table repeat its header, and their rows are read; so are those behind another table."""
    rows = [*FIRST, [], ["CITY", "salary", "Currency"], ["Gent", 47_000, "EUR"]]
    for name, write in WRITERS:
        good, bad = sk.sift_salaries(write(tmp_path / name, rows))
        assert [row.city for row in good] == ["Graz", "Lyon", "Gent"]
        assert bad.counts() == {"repeated_header": 1}
    rows = [*FIRST, ["Role", "Bonus", "Currency"], ["Cook", 900, "EUR"], FIRST[0], ["Gent", 47_000, "EUR"]]
    good, bad = sk.sift_salaries(write_csv(tmp_path / "pay.csv", rows))
    assert [row.city for row in good] == ["Graz", "Lyon", "Gent"]
    assert bad.counts() == {"second_table": 2, "repeated_header": 1}


@for_each(
    "row",
    [["Bonn", "competitive", "EUR"], ["Bonn", "n/a", ""], ["Boston", "Hourly", "USD"], ["Paris", "selon profil", "EUR"], ["", "see note", ""]],
)  # fmt: skip
def test_a_row_without_pay_is_no_header(tmp_path: Path, row: list[str]) -> None:
    """The rows below a cell in words are read, because the cells around it are values."""
    path = write_csv(tmp_path / "pay.csv", [*FIRST, row, ["Gent", 47_000, "EUR"]])
    assert [found.city for found in sk.sift_salaries(path).good] == ["Graz", "Lyon", "Gent"]


def test_a_file_is_converted_as_it_is_read(tmp_path: Path) -> None:
    """Names of fields and plain numbers take no shorter way."""
    rows = [
        ["city", "amount", "currency"],
        *FIRST[1:],
        ["role", "headcount", "currency"],
        ["Cook", 30_000, "EUR"],
    ]
    path = write_csv(tmp_path / "pay.csv", rows)
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert (report.rows_out, report.rejected) == (2, {"second_table": 2})


@for_each(
    "rows",
    [
        [["City", "Salary", "Currency"], ["Delhi", 900_000, "INR"], ["Kota", "Competitive", "INR"], ["Agra", 700_000, "INR"]],
        [["City", "Salary (JPY)"], ["Tokyo", 5_100_000], ["Date", "面议"], ["Osaka", 5_000_000]],
        [["City", "Salary (IDR)"], ["Medan", 90_000_000], ["Metro", "sesuai pengalaman"], ["Bogor", 80_000_000]],
        [["Employer", "City", "Salary (EUR)"], ["Rewe", "Köln", 51_000], ["Metro", "Köln", "auf Anfrage"], ["Aldi", "Ulm", 50_000]],
        [["Employer", "Salary (EUR)"], ["Rewe", 51_000], ["Metro", "auf Anfrage"], ["Aldi", 50_000]],
        [["Role", "Salary (EUR)"], ["Cook", 51_000], ["Source", "n/a"], ["Baker", 50_000]],
        [["City", "Pay (EUR)"], ["Graz", 51_000], ["Note", "provisional"], ["Linz", 52_000]],
        [["City", "Pay (EUR)"], ["Graz", 51_000], ["Fuente", "desconocida"], ["Linz", 52_000]],
        [["City", "Pay (EUR)"], ["Lyon", 51_000], ["Bron", "à négocier"], ["Lille", 52_000]],
    ],
)  # fmt: skip
def test_a_name_that_is_also_a_header_begins_no_table(rows: list[list[Any]]) -> None:
    """A city or an employer called as columns are, and a note among the rows, leave the rows below to the table."""
    records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    good, bad = sk.sift_salaries(records)
    at = next(at for at, name in enumerate(rows[0]) if "Salary" in name or "Pay" in name)
    assert [row.amount for row in good] == [rows[1][at], rows[3][at]]
    assert (bad.row_count, "second_table" in bad.counts()) == (1, False)


@for_each(
    "second",
    [
        ["Beruf", "Stadt", "Gehalt (EUR)"], ["Métier", "Ville", "Salaire"], ["What is your role?", "Which city?", "What is your annual salary?"],
        ["職種", "勤務地", "年収"], ["Puesto", "Ciudad", "Salario anual (EUR)"], ["Должность", "Город", "Зарплата (EUR)"],
    ],
)  # fmt: skip
def test_a_header_in_two_languages_is_one_header(tmp_path: Path, second: list[str]) -> None:
    """The first row is a header again if it says the same in other words, and the rows below are read."""
    table: list[list[Any]] = [
        ["Role", "City", "Pay (EUR)"],
        second,
        ["Cook", "Graz", 51_000],
        ["Smith", "Linz", 52_000],
    ]
    for name, write in WRITERS:
        good, bad = sk.sift_salaries(write(tmp_path / name, table))
        assert [row.amount for row in good] == [51_000, 52_000]
        assert bad.counts() == {"repeated_header": 1}


@for_each(
    "amount",
    ["Monatsgehalt", "Gehalt (CHF)", "Stundenlohn (EUR)", "Salary (thousands)", "Pay (USD) per week"],
)
def test_a_header_with_other_units_is_another(amount: str) -> None:
    """The first row is another table's header if it states another period, currency or multiple."""
    rows = [("Rolle", "Ort", amount), ("Koch", "Graz", 3_000), ("Schmied", "Linz", 3_200)]
    records = [dict(zip(("Role", "City", "Pay (EUR)"), row, strict=True)) for row in rows]
    assert not len(sk.sift_salaries(records).good)


@for_each("heads", [("amount", "monthly pay"), ("amount", "hourly rate"), ("Salary (EUR)", "Monatslohn")])
@for_each("at", [1_700, 5_960])
def test_a_table_far_below_the_first_is_refused_at_every_door(
    tmp_path: Path, heads: tuple[str, str], at: int
) -> None:
    """A file that is converted block by block keeps no row of another table, wherever it begins, and the rows of the first."""
    own, other = (f"city,role,{head},currency,note" for head in heads)
    lines = [f"Kiel,Job {at},{40_000 + at % 5000},EUR,{'x' * 750}" for at in range(6_000)]
    below = [other, *["Kiel,Cook,3000,EUR,"] * 60, own]
    path = tmp_path / "pay.csv"
    path.write_text("\n".join([own, *lines[:at], *below, *lines[at:], ""]))
    assert path.stat().st_size > 1 << 22
    good, bad = sk.sift_salaries(path)
    assert (len(good), bad.counts()) == (6_000, {"second_table": 61, "repeated_header": 1})
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert (report.rows_out, report.rejected) == (6_000, {"second_table": 61, "repeated_header": 1})


@for_each(
    ("lines", "kept"),
    [
        (["City,Salary (EUR)", "Kiel,50000", "Bonn,60000", "City,2023", "Kiel,40000"], 2),
        (["Ort;Gehalt (EUR)", "Kiel;50000", "Ort;2022/23", "Kiel;40000", "Bonn;41000"], 1),
        (["Ville;Salaire (EUR)", "Paris;50000", "Lyon;45000", "Ville;FY2021", "Paris;48000"], 2),
        (["City,Role,Salary (EUR)", "Kiel,Cook,50000", "Role,City,2023", "Cook,Kiel,40000"], 1),
        (["city,amount,currency", "Kiel,50000,EUR", "city,2019,EUR", "Kiel,40000,EUR"], 1),
        (["都市,年収（円）", "大阪,5000000", "都市,2023", "大阪,4900000"], 1),
        (["City,Monthly salary (EUR)", "Kiel,2023", "Bonn,2100", "Nice,2000"], 3),
        (["Role,Monthly salary (EUR)", "Cook,2023", "City Planner,2010", "Role Player,2000"], 3),
    ],
)
def test_a_header_with_a_year_begins_another_table(tmp_path: Path, lines: list[str], kept: int) -> None:
    """A row of names of columns whose amount is a year is no salary, nor are the rows below it; a wage of 2,023 is one."""
    path = tmp_path / "pay.csv"
    path.write_text("\n".join([*lines, ""]))
    good, bad = sk.sift_salaries(path)
    assert (len(good), bad.counts().get("second_table", 0)) == (kept, len(lines) - 1 - kept)
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert (report.rows_out, report.rejected) == (kept, bad.counts())


@for_each(
    ("header", "title", "pay", "back"),
    [
        ("City,Role,Salary (EUR)", "Monthly,,", "Kiel,Cook,4000", "Annual,,"),
        ("City,Role,Salary (EUR)", "Monthly", "Kiel,Cook,4000", "Annual"),
        ("city,role,amount,currency", "Hourly staff,,,", "Kiel,Cook,24.5,EUR", "Yearly,,,"),
        ("city,role,amount,currency", "Hourly rates", "Kiel,Cook,24.5,EUR", "Annual salaries"),
        ("Ville;Poste;Salaire (EUR)", "Salaires mensuels;;", "Lyon;Cuisinier;2900", "Salaires annuels;;"),
        ("Ort;Beruf;Gehalt (EUR)", "Stundenlöhne;;", "Kiel;Koch;19,50", "Jahresgehälter;;"),
    ],
)
def test_a_title_in_the_table_states_the_period_of_the_rows_below(
    tmp_path: Path, header: str, title: str, pay: str, back: str
) -> None:
    """Rows below a title such as `Monthly` are not read as those of a year, at any door, until another title says so."""
    yearly = re.sub("4000|24.5|2900|19,50", "50000", pay)
    path = tmp_path / "pay.csv"
    path.write_text(f"{header}\n{yearly}\n{title}\n{pay}\n{pay}\n{back}\n{yearly}\n")
    good, bad = sk.sift_salaries(path)
    assert [row.amount for row in good] == [50_000, 50_000]
    assert [cell["row"] for cell in bad if cell["code"] == "unstated_period"] == [3, 4]
    report = sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert (report.rows_out, report.rejected["unstated_period"]) == (2, 2)


def test_a_row_below_a_title_may_state_its_own_period() -> None:
    """What a row says of its period goes before the title, and a place or a job without pay is no title."""
    rows = [
        {"Role": "Hourly staff", "Pay (USD)": ""}, {"Role": "Cook", "Pay (USD)": "$52,000 a year"},
        {"Role": "Hourly Assistant", "Pay (USD)": ""}, {"Role": "Baker", "Pay (USD)": "$21 an hour"},
    ]  # fmt: skip
    assert [(row.amount, row.period) for row in sk.sift_salaries(rows).good] == [
        (52_000, "year"),
        (21, "hour"),
    ]


@for_each(
    ("title", "header", "period"),
    [
        ("Average monthly pay 2023", "City,Pay (EUR)", "month"), ("Durchschnittliche Stundenlöhne", "Ort;Lohn (EUR)", "hour"),
        ("Salaires mensuels 2022", "Ville;Salaire (EUR)", "month"), ("Weekly earnings in April 2023", "city,amount,currency", "week"),
        ("(EUR/month)", "City,Pay,Currency", "month"), ("USD per hour", "city,amount,currency", "hour"),
    ],
)  # fmt: skip
def test_a_title_above_the_table_states_its_period(
    tmp_path: Path, title: str, header: str, period: str
) -> None:
    """A title, or a row of units, which states another period than the header is no year's pay, unless the caller says it."""
    delimiter = ";" if ";" in header else ","
    rest = delimiter.join(["EUR"] * (header.count(delimiter) - 1))
    rows = [
        f"{city}{delimiter}{pay}{delimiter if rest else ''}{rest}"
        for city, pay in (("Kiel", 5000), ("Bonn", 61))
    ]
    is_row = "EUR/" in title or "per hour" in title
    top = [header, delimiter.join(["", title, *[""] * bool(rest)])] if is_row else [title, header]
    path = tmp_path / "pay.csv"
    path.write_text("\n".join([*top, *rows, ""]))
    good = sk.sift_salaries(path).good
    assert [row.period for row in good] == [period] * 2
    assert any(title in sentence and period in sentence for sentence in good.reading.sentences)
    sk.convert_file(path, tmp_path / "out.csv", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert [row.period for row in sk.read_salaries(tmp_path / "out.csv")] == [period] * 2
    told = sk.sift_salaries(path, defaults={"period": "year"}).good
    assert [row.period for row in told] == ["year"] * 2
    assert any(title in sentence for sentence in told.reading.sentences)


@for_each("title", ["Salary survey 2023", "Annual salaries by city", "Pay of 2,000 people", "Monthly report"])
def test_a_title_that_states_nothing_else_changes_nothing(tmp_path: Path, title: str) -> None:
    """A title without another period or a multiple of pay is skipped."""
    path = tmp_path / "pay.csv"
    path.write_text(f"{title.replace(',', '')}\nCity,Pay (EUR)\nKiel,50000\nBonn,61000\n")
    assert len(sk.read_salaries(path)) == 2


def test_a_multiple_above_the_table_is_written_into_the_header(tmp_path: Path) -> None:
    """A title of thousands is neither dropped nor applied, in a CSV or a sheet; where the header states it, too, it is read."""
    title, rows = "Salaries in EUR thousands", [["Kiel", 50], ["Bonn", 61]]
    for write in (write_csv, write_xlsx):
        path = write(
            tmp_path / ("pay.csv" if write is write_csv else "pay.xlsx"),
            [[title], ["City", "Pay (EUR)"], *rows],
        )
        assert sk.sift_salaries(path).bad.counts() == {"ambiguous_number": 2}
        path = write(path, [[title], ["City", "Pay (k€)"], *rows])
        assert [row.amount for row in sk.read_salaries(path)] == [50_000, 61_000]


@for_each(
    ("text", "amounts", "refused"),
    [
        (";Bruttomonatsverdienste (EUR)\nBranche;2022\nBau;3547\nEnergie;5632\n", [3547, 5632], [1]),
        (",Monthly pay (EUR)\nIndustry,2022/23\nBuilding,3547\n", [3547], [1]),
        (",Monthly pay (EUR)\n0,2022\n1,3547\n", [2022, 3547], []),
        ("Name,Monthly pay (EUR)\nIndustry,2022\nBuilding,3547\n", [2022, 3547], []),
    ],
)
def test_the_second_line_of_a_header_is_no_row(
    text: str, amounts: list[float], refused: list[int], tmp_path: Path
) -> None:
    """A first row that names a column without a name, and has years in place of amounts, is the header's second line."""
    path = tmp_path / "pay.csv"
    path.write_text(text)
    good, bad = sk.sift_salaries(path)
    assert ([row.amount for row in good], [cell["row"] for cell in bad]) == (amounts, refused)
    assert all(cell["code"] == "repeated_header" for cell in bad)
