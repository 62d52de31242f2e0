from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import salarykit as sk
from salarykit.cli import app
from salarykit.cli.words import WORDS

if TYPE_CHECKING:
    from pathlib import Path

IN_2024 = ["--to", "USD", "--on", "2024"]
TABLE = sk.load_salaries()


def invoke(*words: str, **variables: str) -> Any:
    """Run the command in this process."""
    return CliRunner(env={"COLUMNS": "200", **variables}).invoke(app, words)


def test_variables_stand_for_options() -> None:
    """SALARYKIT_TO, SALARYKIT_ON and SALARYKIT_RATES stand for options that are left out, and give way to them."""
    plain = invoke("rank", *IN_2024)
    variables = {"SALARYKIT_TO": "USD", "SALARYKIT_ON": "2024"}

    assert invoke("rank", **variables).stdout == plain.stdout
    assert (
        invoke("rank", "--to", "USD", "--on", "2024", SALARYKIT_TO="EUR", SALARYKIT_ON="2020").stdout
        == plain.stdout
    )
    assert "[env var: SALARYKIT_TO]" in invoke("rank", "--help").stdout
    assert invoke("quote", "1", "USD", "USD", SALARYKIT_ON="2024").stdout == "1.00 USD\n"


def test_rates_of_your_own(tmp_path: Path) -> None:
    """With --rates BASE=FILE every verb uses those rates, and says whose they are."""
    path = tmp_path / "mine.csv"
    path.write_text("date,currency,rate\n2024-06-28,CAD,2\n", encoding="utf-8")
    (tmp_path / "pay.csv").write_text("city,amount,currency\nToronto,10,CAD\n", encoding="utf-8")
    day, rates, pay = ["--to", "USD", "--on", "2024-06-28"], f"USD={path}", str(tmp_path / "pay.csv")

    assert invoke("quote", "10", "CAD", "USD", *day[2:], "--rates", rates).stdout == "5.00 USD\n"
    for words in (["rank", pay], ["query", pay], ["compare", "Toronto", "Toronto", pay]):
        run = invoke(*words, *day, SALARYKIT_RATES=rates)
        assert run.exit_code == 0
        assert "0.5,2024-06-28" in run.stdout or "Toronto USD 5" in run.stdout
    assert '"rate": 0.5' in invoke("rates", "show", "CAD", "USD", *day[2:], "--rates", rates, "--json").stdout
    assert "mine.csv" in invoke("check", pay, "--rates", rates, "--today", "2024-06-28").stderr


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (["--ascending", "--ties", "max"], lambda usd: usd.rank(descending=False, ties="max")),
        (["--uncertainty", "none", "--level", "0.9", "--seed", "3"], lambda usd: usd.rank(uncertainty="none", level=0.9, seed=3)),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_rank_takes_what_the_library_takes(words: list[str], same: Any) -> None:
    """Each option of rank is the library's."""
    expected = same(TABLE.convert("USD", on="2024"))

    assert invoke("rank", *IN_2024, *words, "--json").stdout == expected.to_json() + "\n"


def test_rank_takes_quartiles_of_any_name(tmp_path: Path) -> None:
    """--spread names the two columns that rank intervals come from."""
    path = tmp_path / "pay.csv"
    rows = [
        f"{city},{amount},USD,{amount * 0.9},{amount * 1.1},200" for city, amount in (("A", 100), ("B", 300))
    ]
    path.write_text("city,amount,currency,lo,hi,sample_size\n" + "\n".join(rows) + "\n", encoding="utf-8")
    run = invoke("rank", str(path), *IN_2024, "--spread", "lo,hi", "--uncertainty", "max_t", "--seed", "1")

    assert run.exit_code == 0
    assert "rank_low" in run.stdout


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        (["--average", "median", "--max-staleness", "3"], {"average": "median", "max_staleness": 3}),
        (["--pay-year", "AT"], {"pay_year": sk.PayYear.of("AT")}),
        (["--pay-year", "hours=1950,months=13"], {"pay_year": sk.PayYear(hours=1950.0, months=13.0)}),
        (["--age-to", "2025", "--growth", "0.03"], {"ageing": sk.Ageing("2025", 0.03)}),
        (["--age-to", "2025", "--growth", "2024=0.03", "--growth", "2025=0.02", "--age-method", "simple", "--day-count", "act/365"], {"ageing": sk.Ageing("2025", {2024: 0.03, 2025: 0.02}, method="simple", day_count="act/365")}),
        (["--age-to", "2025", "--growth", "CA=0.03", "--growth", "US:2024=0.02", "--growth", "US:2025=0.02", "--null-missing"], {"ageing": sk.Ageing("2025", {"CA": 0.03, "US": {2024: 0.02, 2025: 0.02}}), "missing": "null"}),
        (["--price-levels", "2025"], {"price_levels": "2025"}),
        (["--real"], {"price_levels": "latest"}),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_terms_are_the_library_s(words: list[str], terms: dict[str, Any]) -> None:
    """Each option of a conversion is the library's, in rank and query alike."""
    usd = TABLE.convert("USD", on="2024", **terms)

    assert invoke("rank", *IN_2024, *words, "--json").stdout == usd.rank().to_json() + "\n"
    assert invoke("query", *IN_2024, *words, "--json").stdout == usd.query().to_json() + "\n"


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        (["--near", "52.5, 13.4", "--decay", "0.3", "--exponent", "place=2"], {"near": (52.5, 13.4), "decay": 0.3, "exponents": {"place": 2}}),
        (["--role", "CPO", "--role-similarity", "Chief Product Officer=0.4"], {"role": "CPO", "role_similarity": {"Chief Product Officer": 0.4}}),
        (["--statistic", "median=1", "--statistic", "mean=0.5"], {"statistic": {"median": 1, "mean": 0.5}}),
        (["--near", "Berlin", "--missing", "place=zero", "--missing", "relevance=0.5"], {"near": "Berlin", "missing": {"place": "zero", "relevance": 0.5}}),
        (["--quantile", "0.1", "--quantile", "0.9", "--interval", "bootstrap", "--seed", "0", "--resamples", "50"], {"quantiles": (0.1, 0.9), "interval": "bootstrap", "seed": 0, "resamples": 50}),
        (["--min-n-eff", "2", "--max-share", "0.9"], {"min_n_eff": 2, "max_share": 0.9}),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_query_takes_what_the_library_takes(words: list[str], settings: dict[str, Any]) -> None:
    """Each setting of a query can be said."""
    found = TABLE.convert("USD", on="2024").query(settings)

    assert invoke("query", *IN_2024, *words, "--json").stdout == found.to_json() + "\n"


def test_compare_takes_what_the_library_takes() -> None:
    """One city beside itself, by another method, with consumer prices; and two, with price levels."""
    usd = TABLE.convert("USD", on="2024")
    alone = usd.compare("Toronto", since="2020", method="shapley", cpi=(137.0, 160.9))
    real = usd.compare("Toronto", "Paris", price_levels="2025")

    run = invoke(
        "compare",
        "Toronto",
        *IN_2024,
        "--since",
        "2020",
        "--method",
        "shapley",
        "--cpi",
        "137,160.9",
        "--json",
    )
    assert run.stdout == alone.to_json() + "\n"
    assert invoke("compare", "Toronto", "Paris", *IN_2024, "--price-levels", "2025").stdout == f"{real}\n"


def test_check_fails_on_what_it_is_told() -> None:
    """--fail-on says from which severity on the exit code is 1."""
    codes = {
        word: invoke("check", "--today", "2024-12-31", "--fail-on", word).exit_code
        for word in WORDS["fail-on"]
    }

    assert codes == {"error": 0, "warning": 1, "info": 1}


def test_nothing_is_inferred_where_that_is_asked(tmp_path: Path) -> None:
    """--no-infer reads columns of our names only."""
    path = tmp_path / "pay.csv"
    path.write_text("city,Gehalt,currency\nKiel,5,EUR\n", encoding="utf-8")

    assert invoke("rank", str(path), *IN_2024).exit_code == 0
    with pytest.raises(sk.InvalidSalary, match="amount"):
        CliRunner().invoke(app, ["rank", str(path), *IN_2024, "--no-infer"], catch_exceptions=False)


READERS = {
    "rank": IN_2024,
    "compare": ["Kiel", "Ulm", *IN_2024],
    "query": IN_2024,
    "convert": IN_2024,
    "check": ["--fail-on", "error"],
    "layout": [],
}
MESSY = "Umfrage 2024~\nStand: Juni~\nOrt~Gehalt~Währung~Datum\nKiel~65500,5~EUR~03/04/2024\nUlm~54250,25~EUR~05/06/2024\n"
SAID: dict[str, Any] = {
    "header": 3,
    "delimiter": "~",
    "encoding": "cp1252",
    "decimal": ",",
    "day_first": True,
}
WORDS_SAID = ["--header", "3", "--delimiter", "~", "--encoding", "cp1252", "--decimal", ",", "--day-first"]


def test_every_command_reads_a_file_as_it_is_told(tmp_path: Path) -> None:
    """The options of reading are the same at every command that takes a FILE, and the library's."""
    path = tmp_path / "pay.csv"
    path.write_bytes(MESSY.encode("cp1252"))
    for command, words in READERS.items():
        args = [*words[:2], str(path), *words[2:]] if command == "compare" else [str(path), *words]
        run = invoke(command, *args, *WORDS_SAID)
        assert (run.exit_code, command) == (0, command), run.output

    rows = sk.read_salaries(path, **SAID)
    assert [(row.city, row.amount, str(row.as_of)) for row in rows] == [
        ("Kiel", 65500.5, "2024-04-03"),
        ("Ulm", 54250.25, "2024-06-05"),
    ]
    table = json.loads(invoke("convert", str(path), *IN_2024, *WORDS_SAID, "--json").stdout)
    assert [row["as_of"] for row in table["rows"]] == ["2024-04-03", "2024-06-05"]


@pytest.mark.parametrize("day", ["--day-first", "--month-first"])
def test_files_into_files_are_read_as_they_are_told(day: str, tmp_path: Path) -> None:
    """`convert -o` takes the same options, and writes the library's rows; other options do not go on with its files."""
    path, out = tmp_path / "pay.csv", tmp_path / "out"
    path.write_bytes(MESSY.encode("cp1252"))
    words = [
        str(tmp_path / "*.csv"),
        "--to",
        "USD",
        "--on",
        "own",
        "-o",
        str(out),
        "--resume",
        *WORDS_SAID[:-1],
    ]
    run = invoke("convert", *words, day)
    expected = sk.read_salaries(path, **{**SAID, "day_first": day == "--day-first"}).convert("USD", on="own")

    assert run.exit_code == 0, run.output
    found = pq.read_table(out / "pay.parquet").column("value").to_pylist()
    assert found == expected.to_arrow().column("value").to_pylist()
    assert "1 of them done before" in invoke("convert", *words, day).stderr
    other = invoke("convert", *words, "--month-first" if day == "--day-first" else "--day-first")
    assert "started with other options" in str(other.exception)


def test_parse_reads_a_table_as_it_is_told(tmp_path: Path) -> None:
    """--header and --delimiter make a table of any file."""
    path = tmp_path / "pay.txt"
    path.write_text("Umfrage\nOrt~Gehalt\nKiel~65.500 € p.a.\n", encoding="utf-8")
    words = ["--header", "2", "--delimiter", "~", "--column", "text=Gehalt", "--json"]

    assert '"pay_low": 65500' in invoke("parse", "--file", str(path), *words).stdout
    assert "--header needs --file." in invoke("parse", "£44k", "--header", "2").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rank", "--delimter", ";"], "--delimiter"),
        (["convert", "--headr", "2"], "--header"),
        (["check", "--encodng", "cp1252"], "--encoding"),
        (["query", "--dayfirst"], "--day-first"),
        (["layout", "--layuot", "oews"], "--layout"),
    ],
)
def test_a_misspelt_option_of_reading_is_told_the_nearest(words: list[str], told: str) -> None:
    """As every option of a command."""
    run = invoke(*words)

    assert run.exit_code == 2
    assert re.search(rf"No such option: {words[1]} .*{told}\b", " ".join(run.stderr.split()))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rank", "--age-to", "2025"], "--age-to and --growth go together"),
        (["rank", "--growth", "0.03"], "--age-to and --growth go together"),
        (["rank", "--age-to", "2025", "--growth", "much"], "'much' is not a number."),
        (["rank", "--age-to", "2025", "--growth", "US=0.1", "--growth", "US:2024=0.1"], "--growth has US twice"),
        (["rank", "--pay-year", "hours=many"], "'many' is not a number."),
        (["rank", "--pay-year", "quarters=4"], "--pay-year: 'quarters' is not one of hours, days, weeks, months."),
        (["rank", "--rates", "mine.csv"], "--rates takes BASE=FILE"),
        (["rank", "--spread", "p25"], "--spread takes two values, separated by a comma."),
        (["rank", "--no-infer"], "--no-infer needs a FILE."),
        (["rank", "--month-first"], "--day-first/--month-first needs a FILE."),
        (["compare", "Toronto", "--cpi", "1,2,3"], "--cpi takes two values, separated by a comma."),
        (["query", "--exponent", "place"], "--exponent takes NAME=VALUE."),
        (["rank", "--t", "USD"], "--ties, --to"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_what_cannot_be_said_is_told(words: list[str], told: str) -> None:
    """An option that does not hold together ends with exit code 2 and what it wants."""
    run = invoke(words[0], *words[1:], *IN_2024)

    assert (run.exit_code, run.stdout) == (2, "")
    assert told in " ".join(run.stderr.split())
