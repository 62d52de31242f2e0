from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from salarykit.cli import app

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

    Cli = Callable[..., Ran]

COMMAND = str(Path(sys.executable).with_name("salarykit"))
HEADER = b"city,amount,currency,relevance,as_of\n"
IN_2024 = ["--to", "USD", "--on", "2024"]
RANK = ["rank", "pay.csv", "--to", "USD", "--on"]
SURROUNDINGS = {**os.environ, "PYTHONWARNINGS": "error", "COLUMNS": "200"}
EUR = b"A,1,EUR,,2024\n"
BAD: list[tuple[str, bytes, list[str], str]] = [
    (
        "unknown currency",
        EUR,
        ["rank", "pay.csv", "--to", "XXQ", "--on", "2024"],
        "'XXQ' is not an ISO 4217 currency code.",
    ),
    ("lower case", EUR, ["rank", "pay.csv", "--to", "usd", "--on", "2024"], "Did you mean 'USD'?"),
    (
        "unknown currency in a row",
        b"A,1,EURX,,2024\n",
        [*RANK, "2024"],
        "row 1, currency: 'EURX' is not an ISO 4217",
    ),
    (
        "before 1999",
        EUR,
        [*RANK, "1998-12-30"],
        "Row 1: No EUR/USD rate for 1998-12-30: ECB has it from 1999-01-04",
    ),
    ("after the data", EUR, [*RANK, "2150-01-01"], "Row 1: No EUR/USD rate for 2150-01-01"),
    (
        "no observation",
        EUR,
        [*RANK, "2024-06-29/2024-06-30"],
        "Ask for a span with no pause or change of regime in it.",
    ),
    ("no span", EUR, [*RANK, "2024-13"], "'2024-13' is not a day of the calendar."),
    ("no date of its own", b"A,1,EUR,,\n", [*RANK, "own"], "Row 1: No EUR/USD rate: no day was given."),
    (
        "negative amount",
        b"A,-1,EUR,,2024\n",
        [*RANK, "2024"],
        "row 1, amount: an amount must be positive and finite, not -1.",
    ),
    ("missing amount", b"A,,EUR,,2024\n", [*RANK, "2024"], "row 1, amount: amount is missing."),
    (
        "relevance",
        b"A,1,EUR,1.2,2024\n",
        [*RANK, "2024"],
        "row 1, relevance: a relevance lies between 0 and 1; 1.2 does not.",
    ),
    (
        "newline in a cell",
        b'A,"-1\n",EUR,,2024\n',
        [*RANK, "2024"],
        "row 1, amount: an amount must be positive",
    ),
    ("ragged row", b"A,1\n", [*RANK, "2024"], "row 1: the row does not have one cell for each column."),
    (
        "mixed encodings",
        "Köln,1,EUR,,\n".encode() + b"M\xfcnchen,1,EUR,,\n",
        [*RANK, "2024"],
        "row 2: the row is in another encoding than the rest of the file.",
    ),
    (
        "another encoding in a ragged row",
        "Köln,1,EUR,,\n".encode() + b"M\xfcnchen,1\n",
        [*RANK, "2024"],
        "row 2: the row does not have one cell for each column.",
    ),
    ("unknown city", EUR, ["compare", "B", "A", "pay.csv", *IN_2024], "No row for the city 'B'."),
    (
        "unknown city of the packaged table",
        EUR,
        ["compare", "Tronto", "Paris", *IN_2024],
        "Did you mean 'Toronto'?",
    ),
    (
        "missing file",
        EUR,
        ["rank", "nowhere.csv", *IN_2024],
        "Cannot read nowhere.csv: No such file or directory.",
    ),
    ("a folder", EUR, ["rank", ".", *IN_2024], "Cannot read .: Is a directory."),
    (
        "no folder to write to",
        EUR,
        ["rank", *IN_2024, "-o", "nowhere/x.csv"],
        "Cannot write nowhere/x.csv: No such file or directory.",
    ),
]
WHOLE: list[tuple[str, bytes, str]] = [
    ("empty", b"", "pay.csv is empty."),
    ("binary", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "pay.csv is a binary file, neither CSV nor Parquet."),
    ("no header", b"Paris,1,EUR\nRome,2,EUR\n", "Its first line does not look like a header."),
    ("missing column", b"city,amount\nParis,1\n", "pay.csv has no column 'currency' (it has: city, amount)."),
    ("truncated Parquet", b"PAR1 and no more", "pay.csv is not a readable Parquet file"),
]
CASES = [(name, HEADER + rows, words, told) for name, rows, words, told in BAD] + [
    (name, content, [*RANK, "2024"], told) for name, content, told in WHOLE
]


def invoke(*words: str) -> Any:
    """Run the command in this process."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, words)


@pytest.mark.parametrize(
    ("content", "words", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_bad_data_is_one_line(
    content: bytes, words: list[str], told: str, cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bad data ends with exit code 1, nothing on stdout, and on stderr exactly one line that says what is wrong."""
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "pay.csv").write_bytes(content)
    run = cli(*words, cwd=tmp_path)

    assert (run.code, run.out) == (1, "")
    assert run.err.startswith("salarykit: ")
    assert run.err.endswith("\n")
    assert run.err.count("\n") == 1
    assert told in run.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rnak", *IN_2024], "No such command 'rnak'."),
        (["rank", "--too", "USD", "--on", "2024"], "No such option: --too"),
        (["rank", "--to", "USD"], "Missing option '--on'"),
        (["rank", "--on", "2024"], "Missing option '--to'"),
        (["compare", *IN_2024], "Missing argument"),
        (["rank", *IN_2024, "--column", "amount=x"], "--column needs a FILE."),
        (["rank", "x.csv", *IN_2024, "--column", "amount"], "--column takes NAME=VALUE."),
        (["rank", "x.csv", *IN_2024, "--default", "=USD"], "--default takes NAME=VALUE."),
        (["rank", *IN_2024, "-o", "out.txt"], "the name must end in .csv, .parquet or .json."),
        (["quote", "much", "CAD", "USD", "--on", "2024"], "'much' is not a number."),
        (["quote", "nan", "CAD", "USD", "--on", "2024"], "'nan' is not a number."),
        (["quote", "1", "CAD", "USD", "--on", "2024", "--max-staleness", "x"], "Invalid value for '--max-staleness'"),
        (["query", *IN_2024, "--near", "Berlin", "--scale-km", "far"], "Invalid value for '--scale-km'"),
        (["query", *IN_2024, "--missing", "0.x"], "'0.x' is not a number."),
        (["quote", "342,000", "CAD", "USD", "--on", "2024"], "Write digits and a decimal point alone"),
        (["compare", __file__, "Toronto", "Paris"], "Name the two cities first, then the FILE."),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_wrong_usage_is_told(words: list[str], told: str) -> None:
    """Wrong usage ends with exit code 2, nothing on stdout, and on stderr what is wrong and where help is."""
    run = invoke(*words)

    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr.startswith("Usage: ")
    assert told in " ".join(run.stderr.split())
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rank", "--ties", "desne"], "ties='desne': choose one of min, max, average, dense, ordinal. Did you mean 'dense'?"),
        (["rank", "--against", "Tronto"], "Did you mean 'Toronto'?"),
        (["query", "--near", "Berlin, JP"], "No city 'Berlin, JP' in the gazetteer. There is Berlin, DE."),
        (["query", "--scale-km", "5"], "scale_km has no effect without near."),
        (["query", "--near", "Berlin", "--scale-km", "-1"], "scale_km: "),
        (["query", "--near", "Berlin", "--shape", "bell"], "shape: "),
        (["query", "--as-of", "2024-13"], "as_of: '2024-13' is not a day of the calendar."),
        (["query", "--min-weight", "2"], "min_weight: "),
        (["query", "--method", "linear"], "method: "),
        (["query", "--by", "contry"], "by: no column 'contry'. Did you mean 'country'?"),
    ],
    ids=lambda words: " ".join(words) if isinstance(words, list) else "",
)  # fmt: skip
def test_a_setting_that_cannot_hold_is_told(
    words: list[str], told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A setting that the library refuses is one line and exit code 1, from the same entry point as the command."""
    from salarykit.cli import main

    monkeypatch.setattr(sys, "argv", ["salarykit", words[0], *IN_2024, *words[1:]])
    with pytest.raises(SystemExit) as caught:
        main()
    out, err = capsys.readouterr()

    assert (caught.value.code, out) == (1, "")
    assert err.startswith("salarykit: ")
    assert err.count("\n") == 1
    assert told in err


def test_without_words_it_helps() -> None:
    """Alone, the command prints its help; so it does for --help, with exit code 0."""
    alone, asked = invoke(), invoke("--help")

    assert alone.exit_code == 2
    assert "Rank the salaries, converted to one currency." in alone.stdout + alone.stderr
    assert (asked.exit_code, asked.stderr) == (0, "")
    assert "Rank the salaries, converted to one currency." in asked.stdout


@pytest.mark.process
def test_a_reader_may_leave_early(tmp_path: Path) -> None:
    """If the reader of the pipe has seen enough, the command ends well, without a word about it."""
    rows = "".join(f"City {number},100000,USD\n" for number in range(50_000))
    (tmp_path / "pay.csv").write_text(f"city,amount,currency\n{rows}", encoding="utf-8")
    with subprocess.Popen(  # noqa: S603 - our own command
        [COMMAND, "convert", "pay.csv", *IN_2024],
        cwd=tmp_path,
        env=SURROUNDINGS,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        first = run.stdout.readline()
        run.stdout.close()
        told = run.stderr.read().decode()

    assert first.startswith(b'"role","city"')
    assert run.returncode == 0
    assert "Traceback" not in told
    assert "Broken pipe" not in told


@pytest.mark.process
@pytest.mark.parametrize("words", ["rates coverage", "rates status", "rank --to USD --on 2024", "check"])
def test_a_pipe_that_nobody_reads_is_no_failure(words: str, forked: Path) -> None:
    """A command whose pipe is closed at both of its outputs ends with exit code 0."""
    theirs, ours = os.pipe()
    os.close(theirs)
    run = subprocess.run(  # noqa: S603 - our own command
        [forked / "salarykit", *words.split()],
        env=SURROUNDINGS,
        stdout=ours,
        stderr=ours,
        check=False,
        timeout=300,
    )
    os.close(ours)

    assert run.returncode == 0


@pytest.mark.process
def test_a_terminal_gets_a_table(forked: Path, tmp_path: Path) -> None:
    """On a terminal the ranking is drawn as a table with ISO codes; a city's name is text, never markup."""
    (tmp_path / "pay.csv").write_text(
        "city,amount,currency\n[red]A[/red],1500,USD\nB,2,USD\n", encoding="utf-8"
    )
    ours, theirs = pty.openpty()
    run = subprocess.run(  # noqa: S603 - our own command
        [forked / "salarykit", "rank", "pay.csv", *IN_2024],
        cwd=tmp_path,
        env={**SURROUNDINGS, "TERM": "dumb"},
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
        timeout=300,
    )
    os.close(theirs)
    drawn = os.read(ours, 100_000).decode()
    os.close(ours)

    assert run.returncode == 0
    assert run.stderr.decode().splitlines() == [
        "Nothing states the period; 2 amounts are read as a year's pay.",
        "2 ranked by USD a year (rates: none used, 2024).",
    ]
    assert "USD 1,500" in drawn
    assert "[red]A[/red]" in drawn
    assert drawn.index("[red]A[/red]") < drawn.index("B  ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["quote", "1e400", "CAD", "USD", "--on", "2024"], "too large to be rounded: it has more than 400 digits."),
        (["parse", "£44k", "--country", "England"], "Did you mean 'GB'?"),
        (["parse", "£44k", "--country", "GBR"], "Did you mean 'GB'?"),
        (["rank", "loop.csv", *IN_2024], "Cannot read loop.csv: Too many levels of symbolic links.\n"),
        (["rank", "paper.csv", *IN_2024], "paper.csv is a PDF, not a table."),
        (["convert", "paper.csv", *IN_2024, "-o", "usd.csv"], "paper.csv is a PDF, not a table."),
        (["rank", "letter.csv", *IN_2024], "letter.csv is a document in RTF, not a table."),
        (["rank", "town.csv", *IN_2024], "Name it with --column amount=..., or give one value for all rows with --default amount=...."),
        (["query", "--role", " ", *IN_2024], "role: give a title or a code; it is empty."),
        (["query", "--near", "Paris", "--scale-km", "-5", *IN_2024], "scale_km: it should be greater than 0, not -5.0."),
        (["convert", "*.none", *IN_2024, "-o", "out"], "No file matches the pattern in this folder."),
        (["convert", "empty", *IN_2024, "-o", "out"], "empty holds no file that can be converted (.csv, .parquet, .xlsx)."),
    ],
    ids=lambda words: " ".join(words[:3]) if isinstance(words, list) else "",
)  # fmt: skip
def test_what_is_wrong_is_told_with_the_remedy(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    """A message names the file or the option as the caller wrote it, and what would be right."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop.csv").symlink_to("loop.csv")
    (tmp_path / "paper.csv").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    (tmp_path / "letter.csv").write_bytes(b"{\\rtf1\\ansi 45000 EUR\\par}\n")
    (tmp_path / "town.csv").write_bytes(b"town,note\nKiel,x\n")
    (tmp_path / "empty").mkdir()

    run = cli(*words)

    assert (run.code, run.out) == (1, "")
    assert told in run.err
