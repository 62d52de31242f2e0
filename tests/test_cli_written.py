"""What a command reads it does not write over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Ran

PAY = b"city,amount,currency\nKiel,45000,EUR\nBonn,secret,EUR\n"
IN_2024 = ["--to", "USD", "--on", "2024"]
ONE_NAME = {
    "rejects of rank": ["rank", "pay.csv", *IN_2024, "--rejects", "pay.csv"],
    "rejects of check": ["check", "pay.csv", "--rejects", "./pay.csv"],
    "rejects of query": ["query", "pay.csv", *IN_2024, "--rejects", "link.csv"],
    "rejects of compare": ["compare", "Kiel", "Bonn", "pay.csv", "--rejects", "hard.csv"],
    "result of rank": ["rank", "pay.csv", *IN_2024, "-o", "pay.csv"],
    "result of check": ["check", "link.csv", "-o", "pay.csv"],
    "result of query": ["query", "pay.csv", *IN_2024, "-o", "link.csv"],
    "result of convert": ["convert", "pay.csv", *IN_2024, "-o", "pay.csv"],
    "one of several": ["convert", "more.csv", "pay.csv", *IN_2024, "-o", "pay.csv"],
    "result of parse": ["parse", "-f", "pay.csv", "--column", "text=amount", "-o", "pay.csv"],
    "result as rejects": ["rank", "pay.csv", *IN_2024, "-o", "new.csv", "--rejects", "new.csv"],
    "table as JSON": ["convert", "pay.json", *IN_2024, "-o", "pay.json"],
    "layout": ["layout", "pay.json", "-o", "pay.json"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the working directory: a file of pay under three names, another file, and one of JSON."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pay.csv").write_bytes(PAY)
    (tmp_path / "more.csv").write_bytes(PAY)
    (tmp_path / "link.csv").symlink_to("pay.csv")
    (tmp_path / "hard.csv").hardlink_to(tmp_path / "pay.csv")
    (tmp_path / "pay.json").write_text(
        '[{"city": "Kiel", "amount": 45000, "currency": "EUR"}]', encoding="utf-8"
    )
    return tmp_path


@for_each("name", ONE_NAME)
def test_a_file_that_is_read_is_not_written(cli: Callable[..., Ran], folder: Path, name: str) -> None:
    """A result or its rejects under the name of the file that is read, or of one another, is refused, and nothing changes."""
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    ran = cli(*ONE_NAME[name])

    assert ran.code == (2 if ONE_NAME[name][0] != "convert" or "pay.json" in ONE_NAME[name] else 1)
    assert "Choose another one" in " ".join(ran.err.replace("│", "").split())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_convert_file_does_not_write_over_its_source(folder: Path) -> None:
    """The library refuses what the command line refuses, by every way to the file."""
    for out in ("pay.csv", str(folder / "pay.csv"), "link.csv"):
        with pytest.raises(sk.SourceError, match=r"is a file that is read\. Choose another one"):
            sk.convert_file("pay.csv", out, base="USD", on="2024", rejects="bad.csv")

    assert (folder / "pay.csv").read_bytes() == PAY


def test_what_is_written_beside_it_is_no_matter(cli: Callable[..., Ran], folder: Path) -> None:
    """A result and its rejects of names of their own are written, over files of former runs, too."""
    for _ in range(2):
        ran = cli("rank", "pay.csv", *IN_2024, "-o", "rank.csv", "--rejects", "bad.csv")
        assert ran.code == 0

    assert len((folder / "rank.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert "secret" in (folder / "bad.csv").read_text(encoding="utf-8")


def test_the_version_is_printed(cli: Callable[..., Ran]) -> None:
    """`salarykit --version` prints the version of the library, and `--help` names the option."""
    assert cli("--version").out == f"salarykit {sk.__version__}\n"
    assert "--version" in cli("--help").out
