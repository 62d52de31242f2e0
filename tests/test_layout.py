from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

import salarykit as sk
from salarykit.files.dialects import find_dialect

if TYPE_CHECKING:
    from pathlib import Path

GERMAN = (
    "Gehaltstabelle\nStand: Juni 2024\nOrt;Land;Bruttogehalt (k€);Stand\n"
    "Kiel;Deutschland;65,5;28.06.2024\nWien;Österreich;71,25;01.03.2024\n"
)
AMERICAN = 'City,Salary,Date\n"Austin, TX","$120,000",06/28/2024\n"Boston, MA",$88/hr,01/31/2024\n"Richmond, CA","$95,500",03/04/2024\n'
RANGES = "role\tmin salary\tmax salary\tcurrency\nDev\t40000\t55000\tEUR\nOps\t38.000\t49.500\tEUR\n"
SURVEY = 'DevType,Country,Currency,CompTotal\nDev,Germany,"EUR\tEuro",65000\nQA,India,"INR\tIndian rupee",1500000\n'
POSTED = (
    '{"job": "Nurse", "pay": "£44k", "country": "UK"}\n{"job": "Vet", "pay": "£38,000 pa", "country": "UK"}\n'
)
MESSY: dict[str, tuple[str, dict[str, Any]]] = {
    "german.csv": (GERMAN, {"header": 3}),
    "american.csv": (AMERICAN, {}),
    "ranges.tsv": (RANGES, {}),
    "survey.csv": (SURVEY, {}),
    "posted.jsonl": (POSTED, {}),
}


def edited(**parts: Any) -> str:
    """Return a small layout with some parts changed, as if by hand."""
    return json.dumps({"salarykit_layout": 1, "amounts": [{"column": "pay"}]} | parts)


def written(folder: Path, name: str) -> Path:
    """Write one of the messy files."""
    (folder / name).write_text(MESSY[name][0], encoding="utf-8")
    return folder / name


@pytest.mark.parametrize("name", MESSY)
def test_a_layout_read_back_gives_the_same_rows(tmp_path: Path, name: str) -> None:
    """A layout that was written to JSON and read back is the same, and gives the same rows and rejects of its file."""
    path, given = written(tmp_path, name), MESSY[name][1]
    layout = sk.infer_layout(path, **given)
    layout.to_json(tmp_path / "pay.layout.json")
    back = sk.Layout.from_json(tmp_path / "pay.layout.json")

    assert back == layout
    plain, again = (
        sk.sift_salaries(path, **given),
        sk.sift_salaries(path, layout=tmp_path / "pay.layout.json"),
    )
    assert again.good.to_arrow().to_pylist() == plain.good.to_arrow().to_pylist()
    assert again.bad.to_arrow().to_pylist() == plain.bad.to_arrow().to_pylist()
    assert len(plain.good)


@for_each("name", MESSY)
def test_a_layout_explains_itself_wherever_it_is_used(tmp_path: Path, name: str) -> None:
    """Inferring with a layout gives the layout back, however each part was decided; other options are "given"."""
    path, given = written(tmp_path, name), MESSY[name][1]
    layout = sk.infer_layout(path, **given)

    assert sk.infer_layout(path, layout=layout).explain() == layout.explain()
    beside = sk.infer_layout(path, layout=layout, defaults={"source": "HR"}, decimal=".")
    assert (beside.how["source"].by, beside.how["decimals"].by) == ("given", "given")
    assert beside.how["amount"] == layout.how["amount"]


def test_a_layout_says_how_each_part_was_decided(tmp_path: Path) -> None:
    """Each part is given, known from a well-known layout, or inferred with its evidence."""
    german = sk.infer_layout(written(tmp_path, "german.csv"), header=3)
    survey = sk.infer_layout(written(tmp_path, "survey.csv"), defaults={"as_of": "2024"})

    assert str(german).splitlines()[:2] == [
        "amount      'Bruttogehalt (k€)': thousands of €, gross",
        "            inferred: its header says so",
    ]
    assert (german.how["header"].by, german.how["currency"].by) == ("given", "inferred")
    assert (survey.name, survey.how["amount"].by, survey.how["as_of"].by) == (
        "stack-overflow",
        "known",
        "given",
    )


def test_a_layout_decides_for_later_files(tmp_path: Path) -> None:
    """Under a layout an ambiguous number or day is read as in the file that the layout was inferred from."""
    layout = sk.infer_layout(
        [
            {"wage": "65.000", "currency": "EUR", "as_of": "28/06/2024"},
            {"wage": "1.234.567,50", "currency": "EUR", "as_of": "03/04/2024"},
        ]
    )
    later = [{"wage": "54.500", "currency": "EUR", "as_of": "05/04/2024"}]

    row = sk.read_salaries(later, layout=layout)[0]
    assert (row.amount, row.as_of) == (54_500, "2024-04-05")
    alone = sk.sift_salaries(later)
    assert [cell["column"] for cell in alone.bad] == ["as_of"]


DAYS = ["03/04/2024", "13/04/2024", "04/15/2024", "28.06.2024"]


@pytest.mark.parametrize(
    ("day_first", "said"),
    [
        (True, ["2024-04-03", "2024-04-13", None, "2024-06-28"]),
        (False, ["2024-03-04", None, "2024-04-15", "2024-06-28"]),
        (None, [None, "2024-04-13", "2024-04-15", "2024-06-28"]),
    ],
)
def test_a_day_that_contradicts_what_is_given_is_refused(
    day_first: Any, said: list[str | None], tmp_path: Path
) -> None:
    """A given order of day and month holds for every row; a day that contradicts it is refused, and `explain` counts it."""
    rows = [{"pay": 5e4, "currency": "EUR", "date": day} for day in DAYS]
    found = sk.sift_salaries(rows, day_first=day_first)
    layout = sk.infer_layout(rows, day_first=day_first)

    assert [row.as_of for row in found.good] == [day for day in said if day]
    assert [cell["row"] for cell in found.bad] == [at for at, day in enumerate(said, start=1) if day is None]
    assert "day_first=True or day_first=False" in found.bad[0]["message"]
    layout.to_json(tmp_path / "days.json")
    assert sk.sift_salaries(rows, layout=tmp_path / "days.json").bad.counts() == found.bad.counts()
    if day_first is not None:
        assert layout.how["days"].evidence == "day_first=; 1 day contradicts that and is refused"


@pytest.mark.parametrize("header", ["date", "as_of", "Stand"])
@pytest.mark.parametrize(("slip", "many"), [("06/28/2024", "{}/06/2024"), ("28/06/2024", "06/{}/2024")])
def test_one_slip_turns_no_column_of_days(header: str, slip: str, many: str) -> None:
    """Among more than ten unambiguous days, one that is written the other way round is refused, and no other."""
    days = [many.format(day) for day in range(13, 29)] + ["03/04/2024"]
    found = sk.sift_salaries([{"pay": 5e4, "currency": "EUR", header: day} for day in [slip, *days]])

    assert [cell["row"] for cell in found.bad] == [1]
    assert found.good[-1].as_of == ("2024-04-03" if many.startswith("{}") else "2024-03-04")


def test_what_contradicts_a_given_decimal_sign_is_counted() -> None:
    """`explain` says how many cells contradict the given decimal separator."""
    rows = [{"pay": cell, "currency": "EUR"} for cell in ("65.000", "65,50", "1.5", "2.75")]

    assert (
        sk.infer_layout(rows, decimal=",").how["decimals"].evidence
        == "decimal=; 2 cells contradict that and are refused"
    )


def test_a_cell_that_contradicts_the_layout_is_refused_and_turns_no_other() -> None:
    """However many cells of a later file are written differently, each is refused, and the others are read by the layout."""
    layout = sk.infer_layout([{"wage": "65,000", "currency": "EUR"}, {"wage": "7,250.50", "currency": "EUR"}])
    found = sk.sift_salaries(
        [{"wage": cell, "currency": "EUR"} for cell in ("54,500", "1.234,50", "2.345,50", "3.456,50")],
        layout=layout,
    )

    assert [row.amount for row in found.good] == [54_500]
    assert [(cell["row"], cell["code"]) for cell in found.bad] == [
        (row, "ambiguous_number") for row in (2, 3, 4)
    ]


def test_what_the_caller_says_goes_before_the_layout() -> None:
    """`columns`, `defaults` and `decimal` take precedence over a layout."""
    layout = sk.infer_layout([{"wage": "65.000,00", "base": "1", "currency": "EUR"}])
    later = [{"wage": "1", "base": "54.500", "currency": None}]

    read = sk.read_salaries(
        later, layout=layout, columns={"amount": "base"}, defaults={"currency": "CHF"}, decimal="."
    )
    assert (read[0].amount, read[0].currency) == (54.5, "CHF")


def test_months_that_a_layout_has_no_column_for_are_refused() -> None:
    """A text that says how many monthly salaries a year has is refused, not misread, under a layout without a column for that."""
    layout = sk.infer_layout([{"pay": "45k", "currency": "EUR"}, {"pay": "52000", "currency": "EUR"}])
    found = sk.sift_salaries([{"pay": "3.000 € x 14", "currency": "EUR"}], layout=layout)

    assert (len(found.good), found.bad[0]["code"]) == (0, "unkept_months")


@for_each(
    ("options", "said"),
    [
        ({"layout": "oewz"}, "Did you mean 'oews'"),
        ({"delimiter": ";;"}, "delimiter=';;': give the one character between the cells"),
        (
            {"delimiter": "¦"},
            "delimiter='¦': give the one character between the cells, such as ';'; it must be ASCII",
        ),
        ({"delimiter": "；"}, "it must be ASCII"),
        ({"day_first": "no"}, "day_first='no': choose True, False or None"),
        ({"layout": 3}, "layout=3: give a Layout, the path of a layout's JSON file"),
        ({"layout": {"name": "oews"}}, "give a Layout, the path of a layout's JSON file"),
        ({"header": 0}, "header=0: give the number of the header's line, from 1"),
        ({"header": 9}, "header=9 is beyond the last of its 4 lines"),
        ({"layout": "none.json"}, "none.json is not a layout: No such file"),
    ],
)
def test_a_layout_that_cannot_be_is_one_error(tmp_path: Path, options: dict[str, Any], said: str) -> None:
    """An invalid name, character, line or file is one error, whose sentence names the nearest valid one."""
    with pytest.raises(sk.SalaryKitError, match=said.replace("(", r"\(")):
        sk.read_salaries(written(tmp_path, "american.csv"), **options)


@for_each(
    ("told", "said"),
    [
        ("[]", "it has no 'salarykit_layout'"),
        ('{"amounts": []}', "it has no 'salarykit_layout'"),
        ('{"salarykit_layout": 2}', "is a layout of version 2; this salarykit knows version 1"),
        ('{"salarykit_layout": 1, "colums": {}}', "colums: Extra inputs are not permitted"),
        ('{"salarykit_layout": 1, "numbers": [{"forms": {"dots": 1}}]}', "numbers.0.forms"),
        ('{"salarykit_layout": 1}', "amounts: there is none"),
        (edited(name="oewz"), "name: 'oewz' is not a well-known layout"),
        (edited(is_range=True), "amounts: a range has two of them"),
        (edited(numbers=[{}, {}]), "numbers: there must be 1"),
        (edited(numbers=[{"example": "x"}]), "numbers.0.example: could not convert"),
        (edited(details=["pay_lo"]), "details: choose from pay_low"),
        (edited(columns={"town": "Ort"}), "town: not a field of a salary"),
        (edited(columns={"amount": "Lohn"}), "the column of the amount belongs in amounts"),
        (edited(constants={"Land": "DE"}), "Land: not a field of a salary"),
        (
            edited(amounts=[{"column": "pay", "factor": 0}]),
            "amounts.0.factor: Input should be greater than 0",
        ),
        (edited(amounts=[{"column": "pay", "factor": -1000}]), "amounts.0.factor"),
        (edited(delimiter="||"), "delimiter: '||' cannot separate cells"),
        (edited(header=0), "header: Input should be greater than or equal to 1"),
        (edited(header="3"), "header: Input should be a valid integer"),
        (edited(header=True), "header: Input should be a valid integer"),
        (edited(texts="yes"), "texts: Input should be a valid boolean"),
        (edited(amounts=[{"column": "pay"}] * 2), "amounts: a column occurs twice"),
        (edited(amounts=[{"column": "pay", "period": "eon"}]), "amounts.0.period: 'eon' is not one of hour"),
        (edited(amounts=[{"column": "pay", "currency": "XYZ"}]), "amounts.0.currency: 'XYZ' is not an ISO"),
        (
            edited(amounts=[{"column": "pay", "statistic": "mode"}]),
            "amounts.0.statistic: 'mode' is not one of",
        ),
        (edited(constants={"period": "eon"}), "constants: period: 'eon' is not one of hour"),
        (edited(defaults={"currency": "XYZ"}), "defaults: currency: 'XYZ' is not an ISO"),
        (edited(defaults={"amount": None}), "defaults: amount is missing a value"),
        (
            edited(numbers=[{"comma": "decimals", "point": "decimals"}]),
            "numbers.0: comma and point cannot both",
        ),
        (
            edited(numbers=[{"forms": {"comma_three": -5}}]),
            "numbers.0.forms.comma_three: Input should be greater",
        ),
        (
            edited(numbers=[{"forms": {"comma_three": 10**30}}]),
            "numbers.0.forms.comma_three: Input should be less",
        ),
        (edited(numbers=[{"by_group": {"DE": {"point_three": 2**60}}}]), "numbers.0.by_group.DE.point_three"),
        ('{"salarykit_layout": true}', "it has no 'salarykit_layout'"),
        ('{"salarykit_layout": 1, "header": 1, "header": 2}', "'header' occurs twice"),
        ("[" * 100_000, "is not a layout"),
        ("{", "is not a layout"),
    ],
)
def test_a_file_that_is_no_layout_is_one_error(tmp_path: Path, told: str, said: str) -> None:
    """JSON that is not a layout, or one of a newer version, is an error that says which part is wrong."""
    (tmp_path / "pay.json").write_text(told, encoding="utf-8")

    with pytest.raises(sk.SourceError, match=said):
        sk.Layout.from_json(tmp_path / "pay.json")


def test_a_layout_may_be_written_by_an_editor_that_marks_utf8(tmp_path: Path) -> None:
    """A byte order mark before the JSON is ignored, and missing parts have their defaults."""
    path = tmp_path / "pay.layout.json"
    path.write_text("\ufeff" + edited(columns={"currency": "money"}), encoding="utf-8")
    (salary,) = sk.read_salaries([{"pay": "52,000.50", "money": "USD"}], layout=path)

    assert (salary.amount, salary.currency) == (52_000.5, "USD")


@pytest.mark.parametrize("trained", ["Gehalt (k€)", "Gehalt"])
def test_the_header_of_another_amount_is_read_as_without_a_layout(trained: str) -> None:
    """An amount that the caller names in addition to a layout has the currency, period and multiple of its own header."""
    rows = [{"Ort": "Kiel", trained: 65, "Lohn (EUR/Stunde)": 25}]
    layout = sk.infer_layout(rows, columns={"amount": trained}, defaults={"currency": "EUR"})
    by_layout, plain = (
        sk.read_salaries(rows, columns={"amount": "Lohn (EUR/Stunde)"}, layout=each)[0]
        for each in (layout, None)
    )

    assert (by_layout.amount, by_layout.currency, by_layout.period) == (25, "EUR", "hour")
    assert by_layout == plain


def test_a_layout_that_does_not_fit_names_the_column_that_is_missing(tmp_path: Path) -> None:
    """A source that lacks a column of the layout is one error, which names the column and the nearest one."""
    layout = sk.infer_layout(written(tmp_path, "american.csv"))

    with pytest.raises(sk.InvalidSalary, match=r"The layout does not fit: .*'Salary'.*Did you mean 'Salery'"):
        sk.read_salaries([{"Salery": "$5", "City": "Rome", "Date": "2024"}], layout=layout)


TITLED = [
    (
        "Report;all;\nCity;Salary (USD);Note\nBoston;65000;\n",
        {},
        "Line 2 looks like the header: say header=2",
    ),
    (
        "Ville\tSalaire\tDevise\nLyon\t41000\tEUR\n",
        {"header": 2},
        "Line 1 looks like the header: say header=1",
    ),
    ("Ort,Gehalt,Währung\nKiel,65000,EUR\n", {"delimiter": ";"}, "separated by ',': say delimiter=','"),
    ("a|b|c\nwhere|comp\nRome|30000\n", {"columns": {"amount": "comp"}}, "Line 2 looks like the header"),
    ("Ort;Lohn\nKiel;65000\n", {"columns": {"amount": "Lonh"}}, "Did you mean 'Lohn'"),
]


@for_each(("text", "options", "said"), TITLED)
def test_a_header_that_is_not_where_it_was_looked_for_is_pointed_out(
    tmp_path: Path, text: str, options: dict[str, Any], said: str
) -> None:
    """A CSV whose header is below titles, or has another delimiter, is one error that says which option reads it."""
    path = tmp_path / "pay.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(sk.InvalidSalary, match=said):
        sk.read_salaries(path, **options)


ABOVE = {
    "one title": "Fabrikam 2024\n",
    "a title and an empty line": "Fabrikam: pay\n\n",
    "two cells and an empty line": "Fabrikam;2024\n\n",
    "a title of two lines": '"A title\nof two lines"\n',
    "an empty line and a title with a comma": "\nFabrikam, pay of 2024\n",
    "cells of the sheet": "Fabrikam;;\n;;\nas of June;;\n",
}


@for_each("above", ABOVE.values())
def test_titles_above_the_header_are_skipped(tmp_path: Path, above: str) -> None:
    """Lines of one cell each above a header of several are titles: the rows below are counted from it, and the layout pins its line."""
    path, plain = tmp_path / "pay.csv", tmp_path / "plain.csv"
    table = "Ort;Gehalt;Währung\n" + "Kiel;65.000;EUR\nBonn;n/a;EUR\n" * 40
    path.write_text(above + table, encoding="utf-8")
    plain.write_text(table, encoding="utf-8")
    good, bad = sk.sift_salaries(path, defaults={"period": "year"})
    other, worse = sk.sift_salaries(plain, defaults={"period": "year"})
    line = above.count("\n") + 1
    layout = sk.infer_layout(path)

    assert list(good) == list(other)
    assert list(bad) == list(worse)
    assert f"The header is line {line}; what stands above it is skipped." in str(good.reading)
    assert (layout.header, layout.how["header"].by) == (line, "inferred")
    assert list(sk.sift_salaries(path, layout=layout, defaults={"period": "year"}).good) == list(good)
    sk.convert_file(path, tmp_path / "out.parquet", base="USD", on="2024", rejects=tmp_path / "bad.csv")
    assert len(sk.read_salaries(tmp_path / "out.parquet")) == len(good)


@for_each(
    "text",
    [
        "pay\n45,000\n52,000\n61,500\n",
        "Job location\nAustin, TX\nBoston, MA\nReno, NV\n",
        "role;pay;place\ncook;45000;Austin, TX 1\nclerk;52000;Boston, MA 2\n",
        "pay|sample size|note\n45000|1,200|a\n52000|3,400|b\n61000|9,100\n",
        "place\trange\nKiel\t40-50; bonus 3\nBonn\t50-60; bonus 5\nRome\t50-60; bonus 4\n",
        ",pay\nKiel,45000\nBonn,52000\n",
        "note\nfrom 40,000, plus bonus\nfrom 50,000, plus bonus\n",
        'Salary\n"45,000"\n"52,000"\n',
        "city,amount\nKiel,1\nBonn,2\n",
        "a\nb\nc\n",
    ],
)
def test_a_header_of_one_cell_is_no_title(text: str) -> None:
    """The first line of a single column, and that of an index without a name, stay the header, whatever commas the rows have."""
    assert find_dialect(text.encode(), "x").skipped == 0


def test_a_layout_points_out_where_its_columns_stand(tmp_path: Path) -> None:
    """If a file has another number of lines above its header than the layout says, the error names the line of the header."""
    layout = sk.infer_layout(written(tmp_path, "german.csv"), header=3)
    path = tmp_path / "later.csv"
    path.write_text(GERMAN.replace("Stand: Juni", "Neu\nStand: Juli", 1), encoding="utf-8")
    with pytest.raises(sk.InvalidSalary, match=r"The layout does not fit: .*say header=4"):
        sk.read_salaries(path, layout=layout)
    assert len(sk.read_salaries(path, layout=layout, header=4)) == 2


def test_lines_above_the_header_are_skipped(tmp_path: Path) -> None:
    """`header` counts from 1; rows are numbered from the line after it."""
    path = written(tmp_path, "german.csv")
    path.write_text(GERMAN + "Graz;Österreich;viel;01.03.2024\n", encoding="utf-8")
    found = sk.sift_salaries(path, header=3, delimiter=";")

    assert [row.city for row in found.good] == ["Kiel", "Wien"]
    assert [cell["row"] for cell in found.bad] == [3]


def test_a_layout_is_of_one_source(tmp_path: Path) -> None:
    """A list of files has no layout; only a CSV has a dialect."""
    path = written(tmp_path, "american.csv")
    with pytest.raises(sk.SourceError, match="name a single file"):
        sk.infer_layout([path, path])
    with pytest.raises(sk.SourceError, match="are for a CSV"):
        sk.infer_layout([{"amount": 1, "currency": "EUR"}], delimiter=";")


def test_the_command_line_writes_a_layout_that_it_reads(tmp_path: Path, capsys: Any) -> None:
    """`salarykit layout FILE -o` writes what `--layout` takes."""
    from salarykit.cli import app

    path, out = written(tmp_path, "german.csv"), tmp_path / "pay.layout.json"
    app(["layout", str(path), "--header", "3", "-o", str(out)], standalone_mode=False)
    assert "thousands of €" in capsys.readouterr().out
    assert json.loads(out.read_text(encoding="utf-8"))["header"] == 3
    app(
        ["rank", str(path), "--layout", str(out), "--to", "EUR", "--on", "2024", "--json"],
        standalone_mode=False,
    )
    assert "Wien" in capsys.readouterr().out


def test_files_are_converted_by_a_layout(tmp_path: Path) -> None:
    """`convert_file` reads its files by the given layout, as `sift_salaries` does."""
    layout = sk.infer_layout(written(tmp_path, "german.csv"), header=3)
    sk.convert_file(tmp_path / "german.csv", tmp_path / "out.parquet", base="USD", on="2024", layout=layout)

    table = sk.read_salaries(tmp_path / "german.csv", header=3).convert("USD", on="2024")
    values = [
        out.to_arrow()["value"].to_pylist() for out in (sk.read_salaries(tmp_path / "out.parquet"), table)
    ]
    assert values[0] == values[1]


def test_texts_that_say_their_periods() -> None:
    """A layout of texts says that each text has its own period, and a year only where nothing says one."""
    wages = ["$32.50/hr", "$41,000 a year"]
    layout = sk.infer_layout([{"pay": wage, "country": "US"} for wage in wages])
    assert "period      what each text says, or else a year" in str(layout)
    assert "period      year" in str(sk.infer_layout([{"salary": 41_000, "currency": "USD"}]))


def test_a_column_that_has_the_name_of_its_field_is_not_told() -> None:
    """Only columns of other names are reported, whoever says how the source is read."""
    rows = [{"amount": 41_000, "currency": "EUR", "Ort": "Kiel"}]
    layout = sk.infer_layout(rows)

    assert (
        str(sk.read_salaries(rows, layout=layout).reading).splitlines()[0]
        == "city is read from the column 'Ort'."
    )


def test_what_is_no_file_of_a_layout_is_told_at_once(tmp_path: Path) -> None:
    """A pipe, a device and a folder are not waited for, and a file larger than any layout is not read."""
    pipe, endless, large, folder = (
        tmp_path / f"{name}.json" for name in ("pipe", "endless", "large", "folder")
    )
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    folder.mkdir()
    with large.open("wb") as file:
        file.truncate(1 << 25)
    for path, told in (
        (pipe, "it is a pipe or a device, not a file"),
        (endless, "it is a pipe or a device, not a file"),
        (folder, "Is a directory"),
        (large, "it has more than 16,777,216 bytes"),
    ):
        for read in (
            sk.Layout.from_json,
            lambda layout: sk.read_salaries([{"amount": 1, "currency": "EUR"}], layout=layout),
        ):
            with pytest.raises(sk.SourceError, match=told):
                read(path)
