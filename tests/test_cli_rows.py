from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

ON = ["--to", "USD", "--on", "2024"]
PERSONS = "".join(
    f"{city},{country},{money},{40_000 + 91 * n * n % 30_000}\n"
    for city, country, money in (("Kiel", "DE", "EUR"), ("Leeds", "GB", "GBP"), ("Austin", "US", "USD"))
    for n in range(20)
)


@pytest.fixture
def survey(tmp_path: Path) -> str:
    """Give a file of sixty persons in three cities, with two rows that are no salaries."""
    path = tmp_path / "survey.csv"
    text = f"city,country,currency,salary\n{PERSONS}Ulm,DE,EUR,secret\nBonn,DE,XX,45000\n"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_bad_row_stops_a_command_that_then_says_how_to_go_on(cli: Callable[..., Ran], survey: str) -> None:
    """Without a file for the refused rows the command fails, and names the option."""
    for command in (["rank", survey, *ON], ["check", survey], ["query", survey, *ON]):
        ran = cli(*command)
        assert ran.code == 1
        assert "--rejects FILE keeps the other rows" in ran.err


@pytest.mark.parametrize("command", ["rank", "query", "check"])
@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_refused_rows_are_listed_and_the_others_answer(
    cli: Callable[..., Ran], survey: str, tmp_path: Path, command: str, ending: str
) -> None:
    """The answer rests on the sixty good rows, and the file has the two others with row, value and reason."""
    rejects = tmp_path / f"bad.{ending}"
    asked = [command, survey, "--rejects", str(rejects), "--default", "period=year", "--json"]
    ran = cli(*asked, *([] if command == "check" else ON))
    bad = (pacsv.read_csv if ending == "csv" else pq.read_table)(rejects)

    assert ran.code == 0
    assert "2 rows are refused and listed in" in ran.err
    assert [(row["row"], row["value"]) for row in bad.to_pylist()] == [(21 * 3 - 2, "secret"), (62, "XX")]
    assert [row["code"] for row in bad.to_pylist()] == ["not_a_number", "unknown_currency"]
    told = json.loads(ran.out)
    assert told.get("checked", len(told.get("rows", told.get("records", ())))) == 60


def test_persons_are_ranked_by_group(cli: Callable[..., Ran], survey: str, tmp_path: Path) -> None:
    """`--by` ranks the medians that `SalaryTable.summarize` gives; `--statistic` and `--min-n` reach it."""
    asked = [
        "rank",
        survey,
        *ON,
        "--default",
        "period=year",
        "--rejects",
        str(tmp_path / "bad.csv"),
        "--json",
    ]
    good = sk.sift_salaries(survey, defaults={"period": "year"}).good.convert("USD", on="2024")

    rows = json.loads(cli(*asked, "--by", "city").out)["rows"]
    assert {row["city"]: row["value"] for row in rows} == {
        row.city: row.amount for row in good.summarize("city")
    }
    assert all("rank_low" in row for row in rows)
    tenth = json.loads(cli(*asked, "--by", "city, country", "--statistic", "p10").out)["rows"]
    assert {row["value"] for row in tenth} == {row.amount for row in good.summarize("city", statistic="p10")}
    assert json.loads(cli(*asked, "--by", "city", "--min-n", "21").out)["rows"] == []


def test_cities_of_persons_are_compared(cli: Callable[..., Ran], survey: str, tmp_path: Path) -> None:
    """Without groups the error names the way; with them two cities' medians are compared."""
    asked = ["compare", "Kiel", "Leeds", survey, *ON, "--default", "period=year"]
    asked += ["--rejects", str(tmp_path / "bad.csv")]

    assert "20 rows are for the city 'Leeds'" in cli(*asked).err.replace("'Kiel'", "'Leeds'")
    assert cli(*asked, "--by", "city").out.startswith("Kiel USD ")


def test_options_without_effect_are_refused(cli: Callable[..., Ran], survey: str) -> None:
    """A least size without groups, rejects without a file, and a name that is no table are errors of usage."""
    for asked, sentence in (
        (["rank", survey, *ON, "--min-n", "3"], "--min-n needs --by."),
        (["rank", *ON, "--rejects", "bad.csv"], "--rejects needs a FILE."),
        (["rank", survey, *ON, "--rejects", "bad.txt"], "the name ends in .csv or .parquet."),
    ):
        ran = cli(*asked)
        assert ran.code == 2
        assert sentence in " ".join(ran.err.replace("│", " ").split())
