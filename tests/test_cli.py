from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from typer.main import get_command
from typer.testing import CliRunner

import salarykit as sk
from salarykit.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    Cli = Callable[..., Ran]

COMMAND = str(Path(sys.executable).with_name("salarykit"))
COMMANDS = ["rank", "compare", "query", "convert", "check", "layout", "quote", "parse", "rates"]
EXAMPLES = [*(name for name in COMMANDS if name != "rates"), "rates status", "rates show"]
IN_2024 = ["--to", "USD", "--on", "2024"]
USD = sk.load_salaries().convert("USD", on="2024")


@pytest.fixture
def salarykit(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Give the command as a user's shell runs it, but in this process; its output goes into pipes."""
    monkeypatch.setenv("COLUMNS", "200")
    return cli


def invoke(*words: str) -> Any:
    """Run the command in this process: as good where the process does not matter, and quicker."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, words)


def rows(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV text, each with one cell a column."""
    read = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert all(None not in row and None not in row.values() for row in read)
    return read


@pytest.fixture
def pay(tmp_path: Path) -> Path:
    """Return a folder with a small file of salaries under other names."""
    (tmp_path / "pay.csv").write_text(
        "city,CompTotal,as_of,note\nParis,100,2024-06-28,=1+1\nAustin,50,2024-06-28,x\n", encoding="utf-8"
    )
    return tmp_path


OURS = ["--column", "amount=CompTotal", "--default", "currency=EUR", "--default", "period=month"]


def test_rank_prints_csv_into_a_pipe(salarykit: Cli) -> None:
    """`salarykit rank` prints the ranking as pure CSV, and says on stderr what it is."""
    run = salarykit("rank", *IN_2024)
    read = rows(run.out)

    assert (run.code, run.err) == (0, "15 ranked by USD a year (rates: ECB, 2024).\n")
    assert [(row["rank"], row["city"], float(row["value"])) for row in read] == [
        (str(row["rank"]), row["city"], row["value"]) for row in USD.rank()
    ]
    assert list(read[0]) == list(USD.rank().columns)


@pytest.mark.process
def test_the_command_is_what_runs_in_this_process(salarykit: Cli) -> None:
    """The command that is installed, started as a user does, prints and ends as it does in this process."""
    for words in (["rank", *IN_2024], ["rank", "--to", "usd", "--on", "2024"]):
        run = subprocess.run(  # noqa: S603 - our own command
            [COMMAND, *words],
            env={**os.environ, "PYTHONWARNINGS": "error"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

        assert (run.returncode, run.stdout, run.stderr) == salarykit(*words)


def test_query_prints_csv_into_a_pipe(salarykit: Cli) -> None:
    """`salarykit query` prints the records with their weights; the statistics and warnings stand on stderr."""
    run = salarykit("query", "--near", "Berlin", "--scale-km", "800", *IN_2024)
    found = USD.query(near="Berlin", scale_km=800)

    assert run.code == 0
    assert [(row["city"], float(row["weight"])) for row in rows(run.out)] == [
        (row["city"], row["weight"]) for row in found
    ]
    assert run.err == f"{found.caption}\n"


def test_query_explains_itself() -> None:
    """`salarykit query --explain` prints the answer in sentences, on stdout alone."""
    run = invoke("query", "--near", "Berlin", *IN_2024, "--explain")

    assert (run.exit_code, run.stderr) == (0, "")
    assert run.stdout == USD.query(near="Berlin").explain() + "\n"


def test_convert_prints_what_reads_back(salarykit: Cli) -> None:
    """`salarykit convert` prints the salaries with their values; the same program reads them again."""
    run = salarykit("convert", *IN_2024)
    read = rows(run.out)

    assert (run.code, run.err) == (0, "15 salaries; values in USD a year (rates: ECB, 2024).\n")
    assert [float(row["value"]) for row in read] == USD.to_arrow().column("value").to_pylist()
    assert list(sk.read_salaries(read)) == list(sk.load_salaries())


def test_compare_prints_sentences(salarykit: Cli) -> None:
    """`salarykit compare` prints what the library says."""
    run = salarykit("compare", "toronto", "New York", *IN_2024)

    assert (run.code, run.err) == (0, "")
    assert run.out == f"{USD.compare('Toronto', 'New York')}\n"


def test_quote_prints_an_amount(salarykit: Cli) -> None:
    """`salarykit quote` prints the amount alone, and on stderr by which rate, of which day."""
    run = salarykit("quote", "342000", "CAD", "USD", "--on", "2024-06-30")

    assert (run.code, run.out) == (0, "249,564.42 USD\n")
    assert (
        run.err
        == "0.72972052 USD per CAD on 2024-06-30: observed, published on 2024-06-28 (2 days before), ECB.\n"
    )


def test_rates_says_which_are_in_use(salarykit: Cli) -> None:
    """`salarykit rates` prints source, span, currencies and fingerprint of the rates in use."""
    run = salarykit("rates", "status")
    told = dict(line.split(maxsplit=1) for line in run.out.splitlines())

    assert (run.code, run.err) == (0, "")
    assert (told["source"], told["last"]) == ("ECB; NBP", str(sk.default_rates().last))
    assert told["currencies"].split() == list(sk.default_rates().currencies)
    assert told["fingerprint"] == sk.default_rates().fingerprint


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (["rank", *IN_2024], lambda: USD.rank().to_dict()),
        (["rank", *IN_2024, "--against", "Paris", "--ties", "dense"], lambda: USD.rank(against="Paris", ties="dense").to_dict()),
        (["query", *IN_2024, "--role", "CPO", "--as-of", "2024"], lambda: USD.query(role="CPO", as_of="2024").to_dict()),
        (["query", *IN_2024, "--near", "Berlin", "--same-country", "0.5", "--same-region", "0.2", "--missing", "0.5", "--combine", "min", "--method", "hazen", "--level", "0.9", "--guard", "refuse"], lambda: USD.query(near="Berlin", same_country=0.5, same_region=0.2, missing=0.5, combine="min", method="hazen", level=0.9, guard="refuse").to_dict()),
        (["query", *IN_2024, "--statistic", "median", "--sample-pivot", "9", "--missing", "zero", "--by", "country", "--by", "city"], lambda: USD.query(statistic="median", sample_pivot=9, missing="zero", by=["country", "city"]).to_dict()),
        (["convert", *IN_2024], USD.to_dict),
        (["compare", "Paris", "London", *IN_2024], lambda: USD.compare("Paris", "London").model_dump(mode="json")),
        (["rates", "show", "EUR", "USD", "--on", "2024-06-28"], lambda: sk.default_rates().quote("EUR", "USD", on="2024-06-28").model_dump(mode="json")),
        (["quote", "100", "EUR", "USD", "--on", "2024-06-28"], lambda: {"amount": "100", "value": "107.05", "rounded": "107.05", **sk.default_rates().quote("EUR", "USD", on="2024-06-28").model_dump(mode="json")}),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else "",
)  # fmt: skip
def test_every_command_prints_json(words: list[str], same: Any) -> None:
    """With --json every command prints standard JSON of what the library returns, and nothing else on stdout."""
    run = invoke(*words, "--json")
    expected = json.loads(json.dumps(same(), default=str))

    assert run.exit_code == 0
    assert json.loads(run.stdout, parse_constant=pytest.fail) == expected


def test_a_file_is_read_under_its_own_names(salarykit: Cli, pay: Path) -> None:
    """A file's columns and what is missing in them are named on the command line; other columns ride along."""
    run = salarykit("convert", "pay.csv", *OURS, "--to", "USD", "--on", "own", cwd=pay)

    assert run.code == 0
    assert [(row["city"], row["currency"], row["period"], row["note"]) for row in rows(run.out)] == [
        ("Paris", "EUR", "month", "'=1+1"),
        ("Austin", "EUR", "month", "x"),
    ]
    assert [float(row["value"]) for row in rows(run.out)] == pytest.approx([1200 * 1.0705, 600 * 1.0705])
    assert "each record's own date" in run.err


STREAMED = [("convert", "csv"), ("convert", "parquet")]


@pytest.mark.parametrize("ending", ["csv", "parquet", "json"])
@pytest.mark.parametrize("command", ["rank", "query", "convert"])
def test_a_result_is_written_to_a_file(command: str, ending: str, pay: Path) -> None:
    """With -o the result is a file of the kind that its name says, and stdout stays empty."""
    target = pay / f"out.{ending}"
    run = invoke(command, str(pay / "pay.csv"), *OURS, *IN_2024, "-o", str(target))

    assert (run.exit_code, run.stdout) == (0, "")
    told = (
        "rows in     2 from 1 file\n" if (command, ending) in STREAMED else f"2 rows written to {target}.\n"
    )
    assert told in run.stderr
    if ending == "csv":
        read = [row["city"] for row in rows(target.read_text(encoding="utf-8"))]
    elif ending == "json":
        read = [row["city"] for row in json.loads(target.read_text(encoding="utf-8"))["rows"]]
    else:
        read = pq.read_table(target).column("city").to_pylist()
    assert read == ["Paris", "Austin"]


def test_a_written_table_is_the_library_s(tmp_path: Path) -> None:
    """What `convert -o x.parquet` writes reads back equal to what the library converts."""
    invoke("convert", *IN_2024, "-o", str(tmp_path / "usd.parquet"))

    assert sk.read_salaries(tmp_path / "usd.parquet") == USD


def test_rows_without_a_rate_are_told(salarykit: Cli, pay: Path) -> None:
    """With --null-missing a row without a rate is left out of the ranking, and named on stderr with its reason."""
    (pay / "pay.csv").write_text("city,amount,currency\nA,1,USD\nB,2,KPW\n", encoding="utf-8")
    run = salarykit("rank", "pay.csv", *IN_2024, "--null-missing", cwd=pay)

    assert (run.code, [row["city"] for row in rows(run.out)]) == (0, ["A"])
    assert run.err.splitlines()[-1] == "unranked: B: no KPW/USD rate (no date)"


def test_an_amount_may_be_negative_or_small() -> None:
    """After two dashes an amount may be negative; decimals are as the currency counts."""
    assert invoke("quote", "--on", "2024-06-28", "--", "-100", "EUR", "USD").stdout == "-107.05 USD\n"
    assert invoke("quote", "0.1", "EUR", "JPY", "--on", "2024-06-28").stdout == "17 JPY\n"
    assert invoke("quote", "1e6", "EUR", "EUR", "--on", "2024-06-28").stdout == "1,000,000.00 EUR\n"


def test_every_command_is_here() -> None:
    """The commands are those that are tested here, and `serve`, which is tested with the service."""
    assert sorted(vars(get_command(app))["commands"]) == sorted([*COMMANDS, "serve"])


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_command_s_example_runs(command: str, pay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command's help has an example, and the example runs."""
    run = invoke(*command.split(), "--help")
    found = re.search(r"Example: `salarykit (.+?)`", " ".join(run.stdout.replace("│", " ").split()))
    assert found is not None
    (pay / "pay.csv").write_text("city,amount,currency,as_of\nA,1,EUR,2024\n", encoding="utf-8")
    monkeypatch.chdir(pay)

    assert (run.exit_code, invoke(*shlex.split(found[1])).exit_code) == (0, 0)
