from __future__ import annotations

import gzip
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from cases import for_each
from pyarrow import csv
from typer.testing import CliRunner

from salarykit.batch.report import Progress
from salarykit.cli import app, converting

BIN = Path(sys.executable).parent / "salarykit"
IN_2024 = ["--to", "USD", "--on", "2024"]


def invoke(*words: str) -> Any:
    """Run the command in this process."""
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, ["convert", *words])


@pytest.fixture
def pay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two small files, the working directory."""
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        (tmp_path / f"{number}.csv").write_text(f"amount,currency\n{number},EUR\nx,EUR\n", encoding="utf-8")
    return tmp_path


def test_several_files_go_into_one(pay: Path) -> None:
    """Any number of FILEs is written into one file; `--json` prints the report."""
    run = invoke(
        "1.csv", "2.csv", *IN_2024, "-o", "out.csv", "--rejects", "bad.csv", "--add", "value, rate", "--json"
    )
    told = json.loads(run.stdout)
    assert (run.exit_code, told["files"], told["rows_out"], told["rejected"]) == (
        0,
        2,
        2,
        {"not_a_number": 2},
    )
    assert (pay / "out.csv").read_text(encoding="utf-8").splitlines()[
        0
    ] == '"amount","currency","value","rate"'


def test_arrow_allocates_with_jemalloc_unless_the_user_says_otherwise(
    pay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the peak of memory is lower."""
    before = pa.default_memory_pool()
    try:
        monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", before.backend_name)
        words = ["1.csv", "-o", "out.parquet", *IN_2024, "--rejects", "bad.csv"]
        assert invoke(*words).exit_code == 0
        assert pa.default_memory_pool().backend_name == before.backend_name
        monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL")
        assert invoke(*words).exit_code == 0
        assert pa.default_memory_pool().backend_name == "jemalloc"
    finally:
        pa.set_memory_pool(before)


def test_every_option_arrives(pay: Path) -> None:
    """Each option does what the library's option of its name does."""
    words = [
        "--rejects",
        "bad.csv",
        "--drop-local",
        "--format",
        "csv",
        "--resume",
        "--no-infer",
        "--add",
        "value",
    ]
    folder = [
        ".",
        "-o",
        "out",
        *IN_2024,
        *words,
        "--average",
        "median",
        "--pay-year",
        "months=14",
        "--max-staleness",
        "3",
    ]
    assert invoke(*folder).exit_code == 0
    assert (pay / "out" / "1.csv").read_text(encoding="utf-8").splitlines()[0] == '"value"'
    again = invoke("[12].csv", *folder[1:])
    assert (again.exit_code, "2 of them done before" in again.stderr) == (0, True)
    other = invoke("[12].csv", *folder[1:], "--compression", "gzip")
    assert (other.exit_code, "started with other options" in str(other.exception)) == (1, True)
    packed = invoke("1.csv", "-o", "out.parquet", *IN_2024, "--rejects", "bad.csv", "--compression", "gzip")
    assert packed.exit_code == 0
    assert pq.read_metadata("out.parquet").row_group(0).column(1).compression == "GZIP"


@pytest.mark.parametrize(
    "words",
    [
        ["--rejects", "bad.csv"],
        ["--add", "value"],
        ["--drop-local"],
        ["--resume"],
        ["2.csv"],
        ["--rejects", "bad.csv", "-o", "out.json"],
        ["--drop-local", "-o", "out.json", "--real"],
        ["--resume", "-o", "out.json", "--layout", "oews"],
    ],
)
def test_what_only_files_can_is_said(words: list[str], pay: Path) -> None:
    """Options for files are refused, by name, where a table is made; nothing is written."""
    run = invoke("1.csv", *IN_2024, *words)
    assert run.exit_code == 2
    assert re.search(r"needs? -o with a \.parquet or \.csv file", run.stderr)
    assert sorted(path.name for path in pay.iterdir()) == ["1.csv", "2.csv"]


def test_steps_that_need_a_table_write_one(pay: Path) -> None:
    """Ageing and real terms are steps of a table: with them, what is written is one."""
    (pay / "1.csv").write_text("amount,currency,as_of,country\n100,EUR,2023,DE\n", encoding="utf-8")
    aged = invoke("1.csv", *IN_2024, "-o", "out.parquet", "--age-to", "2024-07-01", "--growth", "0.1")
    assert (aged.exit_code, "age_factor" in pq.read_schema("out.parquet").names) == (0, True)
    real = invoke("1.csv", *IN_2024, "-o", "out.csv", "--real")
    assert (real.exit_code, "parity" in (pay / "out.csv").read_text(encoding="utf-8")) == (0, True)


def test_a_bar_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """On a terminal a bar shows rows, speed, rejects and the time left, once a run takes longer than a moment."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with converting.progress_shown() as tell:
        tell(Progress(5, 0, 0.1, "pay.csv", 0.5))
        assert capsys.readouterr().err == ""
        tell(Progress(9_000_000, 7, 0.5, "pay.csv", 6.0))
    drawn = capsys.readouterr().err
    assert "9,000,000 rows, 1,500,000 rows/s, 7 rejected" in drawn


def test_lines_are_told_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """Without a terminal a line is told now and then."""
    clock = iter([0.0, 9.9, 10.0, 10.0])  # of the start, of the first call, and of the second, which prints
    monkeypatch.setattr(converting, "time", SimpleNamespace(monotonic=clock.__next__))
    with converting.progress_shown() as tell:
        tell(Progress(1, 0, 0.1, "pay.csv", 1.0))
        tell(Progress(2_000_000, 7, 0.25, "pay.csv", 2.0))
    assert capsys.readouterr().err == " 25% 2,000,000 rows, 1,000,000 rows/s, 7 rejected, 6 s left: pay.csv\n"


@pytest.mark.process
def test_a_terminal_sees_the_report(forked: Path, pay: Path) -> None:
    """Typed at a terminal, the report is told."""
    ours, theirs = pty.openpty()
    line = [str(forked / "salarykit"), "convert", "1.csv", *IN_2024, "-o", "out.csv", "--rejects", "bad.csv"]
    with subprocess.Popen(line, cwd=pay, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs):  # noqa: S603 - our own
        os.close(theirs)
        printed = b""
        try:
            while part := os.read(ours, 1 << 16):
                printed += part
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert "rows in     2 from 1 file" in printed.decode()


@pytest.mark.process
def test_an_interrupted_command_sweeps_up(pay: Path) -> None:
    """Ctrl-C ends the command with an exit code that is not 0, and leaves no file."""
    (pay / "3.csv").write_text("amount,currency\n" + "1000,EUR\n" * 3_000_000, encoding="utf-8")
    line = [str(BIN), "convert", "3.csv", *IN_2024, "-o", "out.csv"]
    for _ in range(10):
        with subprocess.Popen(line, cwd=pay, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 - our own
            while process.poll() is None and not list(pay.glob(".out.csv.*")):
                time.sleep(0.01)
            process.send_signal(signal.SIGINT)
            _, told = process.communicate()
        if process.returncode != 0:
            break
        (pay / "out.csv").unlink()  # it was done before: once more
    assert process.returncode in (1, 130)
    assert b"Traceback" not in told
    assert sorted(path.name for path in pay.iterdir()) == ["1.csv", "2.csv", "3.csv"]


def test_a_dash_is_stdin(pay: Path) -> None:
    """What is piped into the command is read by its content, packed or not, whether it is printed or written into a file."""
    rows = b"city,amount,currency\nKiel,50000,EUR\n"
    for content in (rows, gzip.compress(rows), b'[{"city": "Kiel", "amount": 50000, "currency": "EUR"}]'):
        run = CliRunner().invoke(app, ["convert", "-", *IN_2024, "-o", "out.csv"], input=content)
        assert (run.exit_code, len((pay / "out.csv").read_text().splitlines())) == (0, 2)
        (pay / "out.csv").unlink()
        run = CliRunner().invoke(app, ["rank", "-", *IN_2024, "--json"], input=content)
        assert (run.exit_code, json.loads(run.stdout)["rows"][0]["city"]) == (0, "Kiel")
    run = CliRunner().invoke(
        app, ["convert", "1.csv", "-", *IN_2024, "-o", "out", "--rejects", "bad.csv"], input=rows
    )
    assert (run.exit_code, sorted(path.name for path in (pay / "out").glob("*.parquet"))) == (
        0,
        ["1.parquet", "stdin.parquet"],
    )


@for_each(
    ("words", "out", "bad"),
    [
        (["-"], "out.csv", "bad.csv"), (["-"], "out.parquet", "bad.parquet"), (["1.csv", "-"], "out", "bad.csv"), (["-"], "out.csv", ""),
    ],
)  # fmt: skip
def test_nothing_that_is_written_names_the_copy_of_stdin(
    pay: Path, words: list[str], out: str, bad: str
) -> None:
    """The rejects, the report and the metadata of the output call what is piped in by the name that messages have for it."""
    rows = b"city,Gehalt\nKiel,45.000 \xe2\x82\xac\nUlm,VB\nBonn,52.000 \xe2\x82\xac\n"
    rejects = ["--rejects", bad] if bad else []
    run = CliRunner().invoke(app, ["convert", *words, *IN_2024, "-o", out, *rejects, "--json"], input=rows)
    assert "/stdin" not in f"{run.output}{run.exception}"
    if bad:
        read = csv.read_csv if bad.endswith(".csv") else pq.read_table
        assert "standard input" in read(pay / bad).column("file").to_pylist()
    written = [path for path in pay.rglob("*") if path.is_file() and path.suffix != ".csv"]
    assert not any(b"/stdin" in path.read_bytes() for path in written)


@for_each(
    ("words", "content"),
    [
        (["rank", "-"], b"x,y\n1,2\n"), (["rank", "-"], b""), (["compare", "Kiel", "Graz", "-"], b'{"a":'),
        (["rank", "-"], b"\x1f\x8b\x08\x00bad"), (["rank", "-"], b"city,amount,currency\nKiel,abc,EUR\n"),
        (["convert", "-", "-o", "out.csv"], b"city,amount,currency\nKiel,abc,EUR\n"), (["rank", "-"], b"PK\x03\x04zzzz"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_stdin_is_said_of_standard_input(
    pay: Path, words: list[str], content: bytes
) -> None:
    """No message names the copy of what is piped into a command."""
    run = CliRunner().invoke(app, [*words, *IN_2024], input=content)
    said = f"{run.output}{run.exception}"
    assert run.exit_code != 0
    assert "standard input" in said
    assert "tmp" not in said.replace(str(pay), "")
