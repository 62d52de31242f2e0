from __future__ import annotations

import csv
import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each
from typer.testing import CliRunner

import salarykit as sk
from salarykit.cli import app

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = [
    "low",
    "high",
    "currency",
    "period",
    "gross",
    "months_per_year",
    "start",
    "end",
    "rule",
    "period_rule",
    "alternatives",
]
TEXTS = ["£44k a year", "$60-70/hr", "competitive", "2.900 € brutto im Monat, 14 Monatsgehälter"]


def parse(*words: str, stdin: bytes | None = None) -> Any:
    """Run the command in this process."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["parse", *words], input=stdin)


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text."""
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_text_is_read_as_the_library_reads_it() -> None:
    """One text, its country said: a row with the fields of Pay, exit code 0."""
    run = parse("$44k a year", "--country", "CA")
    pay = sk.parse_pay("$44k a year", country="CA")
    [row] = rows(run.stdout)

    assert (run.exit_code, run.stderr) == (0, "Pay in 1 of 1 texts.\n")
    assert list(row) == ["text", *FIELDS]
    assert (float(row["low"]), row["currency"], row["period"], row["rule"]) == (
        pay.low,
        "CAD",
        "year",
        "country",
    )


def test_texts_without_pay_are_told_and_kept() -> None:
    """Every text is a row, in order; one without pay is empty, is named on stderr, and makes the exit code 1."""
    run = parse(*TEXTS, "--country", "US", "--json")
    found = [sk.find_pay(text, country="US") for text in TEXTS]
    told = json.loads(run.stdout)["rows"]

    assert run.exit_code == 1
    assert [row["text"] for row in told] == TEXTS
    assert [row["low"] for row in told] == [pay and pay.low for pay in found]
    assert [row["months_per_year"] for row in told] == [None, None, None, 14]
    assert run.stderr.splitlines() == [
        "Pay in 3 of 4 texts.",
        "salarykit: row 3: 'competitive' states no pay.",
    ]
    assert parse(*TEXTS, "--null-missing").exit_code == 0


def test_many_texts_without_pay_are_counted() -> None:
    """The first five are named, the others counted."""
    told = parse(*["none"] * 8).stderr.splitlines()

    assert len(told) == 7
    assert told[-1] == "salarykit: 3 more texts state no pay."


@for_each("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_lines_are_read_from_stdin_and_files(encoding: str, tmp_path: Path) -> None:
    """A line is a text, whatever the encoding; blank lines are none, and lines keep their numbers."""
    content = "£44k a year\n\nnothing\n£50k".encode(encoding)
    (tmp_path / "pay.txt").write_bytes(content)
    (tmp_path / "pay.txt.gz").write_bytes(gzip.compress(content))
    piped = parse(stdin=content)

    assert [row["text"] for row in rows(piped.stdout)] == ["£44k a year", "nothing", "£50k"]
    assert piped.stderr.splitlines()[-1] == "salarykit: row 3: 'nothing' states no pay."
    for name in ("pay.txt", "pay.txt.gz"):
        assert parse("--file", str(tmp_path / name)).stdout == piped.stdout


def test_a_line_in_another_encoding_is_told() -> None:
    """A line that is not in the encoding of the others is refused by its number; the others are read."""
    run = parse(stdin="£44k a year\n".encode() + "£50k\n".encode("cp1252"))

    assert run.exit_code == 1
    assert [row["text"] for row in rows(run.stdout)] == ["£44k a year"]
    assert run.stderr.splitlines()[-1] == "salarykit: row 2: the row is in another encoding than the rest."


@pytest.fixture
def jobs(tmp_path: Path) -> Path:
    """Return a CSV file with a column of pay, one of countries, and a blank cell."""
    path = tmp_path / "jobs.csv"
    path.write_text("id,Salary,Land\n1,$44k,CA\n2,$50/hr,US\n3,,US\n4,none,\n", encoding="utf-8")
    return path


def test_a_column_of_a_table_is_read(jobs: Path, tmp_path: Path) -> None:
    """The table's columns stay, the pay stands beside them; a blank cell is missing, not wrong."""
    out = tmp_path / "out.parquet"
    run = parse("-f", str(jobs), "--column", "text=Salary", "--column", "country=Land", "-o", str(out))
    table = pq.read_table(out)

    assert (run.exit_code, run.stdout) == (1, "")
    assert table.column_names == ["id", "Salary", "Land", *(f"pay_{name}" for name in FIELDS)]
    assert table.column("id").to_pylist() == ["1", "2", "3", "4"]
    assert table.column("pay_currency").to_pylist() == ["CAD", "USD", None, None]
    assert run.stderr.splitlines()[1:] == ["Pay in 2 of 4 texts.", "salarykit: row 4: 'none' states no pay."]


@pytest.mark.parametrize("kind", ["parquet", "json"])
def test_other_tables_are_read(kind: str, tmp_path: Path) -> None:
    """Parquet and JSON as well; a table of one column needs no name for it."""
    path = tmp_path / f"pay.{kind}"
    if kind == "parquet":
        pq.write_table(pa.table({"pay": ["£5k"]}), path)
    else:
        path.write_text(json.dumps([{"pay": "£5k"}]), encoding="utf-8")

    assert [row["pay_low"] for row in rows(parse("-f", str(path)).stdout)] == ["5000"]


def test_lines_of_a_table_that_cannot_be_split_are_told(jobs: Path) -> None:
    """A ragged row is named by its number in the file; later rows keep theirs."""
    jobs.write_text("id,text\n1,£5k\n2\n3,none\n", encoding="utf-8")
    run = parse("-f", str(jobs))

    assert run.exit_code == 1
    assert [row["id"] for row in rows(run.stdout)] == ["1", "3"]
    assert run.stderr.splitlines()[1:] == [
        "salarykit: row 2: the row does not have one cell for each column.",
        "salarykit: row 3: 'none' states no pay.",
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--file", "jobs.csv", "£5"], "Give texts or --file, not both."),
        (["£5", "--column", "text=pay"], "--column needs --file."),
        (["--file", "jobs.csv", "--column", "pay=Salary"], "--column pay=...: the columns that can be named are text, country and on."),
        (["--file", "jobs.csv", "--column", "text=Salary", "--column", "country=Land", "--country", "US"], "not both."),
        (["--file", "jobs.csv", "--column", "text=Salary", "--column", "on=id", "--on", "2024"], "--on or --column on=..., not both."),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_wrong_usage_is_told(
    words: list[str], told: str, jobs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be meant ends with exit code 2 and nothing on stdout."""
    monkeypatch.chdir(jobs.parent)
    run = parse(*words)

    assert (run.exit_code, run.stdout) == (2, "")
    assert told in " ".join(run.stderr.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--file", "nowhere.txt"], "Cannot read nowhere.txt: No such file or directory."),
        (["--file", "jobs.csv"], "No column 'text'. The columns are id, Salary, Land; --column text=id reads"),
        (["--file", "jobs.csv", "--column", "text=Salry"], "Did you mean 'Salary'?"),
        (["--file", "twice.csv"], "a column 'pay_low' of its own, which the parsing would overwrite."),
        (["--file", "empty.txt"], "empty.txt is empty."),
        (["£5", "--country", "XX"], "'XX' is not an ISO 3166-1 alpha-2 country code."),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_bad_data_is_told(words: list[str], told: str, jobs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read is the library's error, which the command prints in one line with exit code 1."""
    (jobs.parent / "twice.csv").write_text("text,pay_low\n£5,1\n", encoding="utf-8")
    (jobs.parent / "empty.txt").write_text("\n \n", encoding="utf-8")
    monkeypatch.chdir(jobs.parent)
    run = parse(*words)

    assert isinstance(run.exception, sk.SalaryKitError)
    assert told in str(run.exception)


def test_the_name_of_a_file_is_no_text(jobs: Path) -> None:
    """Who writes a file's name where a text belongs is told how to read the file."""
    run = parse(str(jobs))

    assert run.exit_code == 1
    assert f"It is a file: salarykit parse --file {jobs}" in run.stderr
