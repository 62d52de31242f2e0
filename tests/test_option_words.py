"""A message names an option as the caller does: a keyword in Python, an option on the command line, a parameter over HTTP."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each
from hypothesis import given
from hypothesis import strategies as st

import salarykit as sk
from salarykit.cli.options import READING_OPTIONS
from salarykit.option_words import in_command_words, in_http_words
from salarykit.reading.options import ReadingKeywords

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=12)
SAID = [
    ("say header=3.", "say --header 3.", "say header=3."),
    ("say sheet='May 2024'.", "say --sheet 'May 2024'.", "say sheet='May 2024'."),
    ("decimal='.' or decimal=','", "--decimal '.' or --decimal ','", "decimal='.' or decimal=','"),
    ("columns={'amount': ...}", "--column amount=...", "column='amount=...'"),
    ("defaults={'currency': 'EUR', 'period': 'year'}", "--default currency=EUR --default period=year", "default='currency=EUR' default='period=year'"),
    ("name it with columns=.", "name it with --column.", "name it with column=."),
    ("raise max_bytes=, or split it", "raise --max-bytes, or split it", "raise max_bytes=, or split it"),
    ('missing="null" keeps such rows', "--null-missing keeps such rows", "missing='null' keeps such rows"),
    ("infer=False", "--no-infer", "infer=false"),
    ("Ask on='2024', or give max_staleness=9.", "Ask --on 2024, or give --max-staleness 9.", "Ask on='2024', or give max_staleness=9."),
    ("in/sheet=2/a.csv: on=2024/b.csv, near=Paris: no", "in/sheet=2/a.csv: on=2024/b.csv, near=Paris: no", "in/sheet=2/a.csv: on=2024/b.csv, near=Paris: no"),
    ("(a==b, header = 3)", "(a==b, header = 3)", "(a==b, header = 3)"),
    ("sk.sift_salaries keeps the other rows", "--rejects FILE keeps the other rows", "sk.sift_salaries keeps the other rows"),
]  # fmt: skip


@for_each(("python", "command", "http"), SAID)
def test_an_option_is_said_in_the_words_of_the_door(python: str, command: str, http: str) -> None:
    """Each keyword of a message is said in the words of the command line and of HTTP; all else stays."""
    assert (in_command_words(python), in_http_words(python)) == (command, http)


def test_every_option_of_reading_is_known_to_both_doors() -> None:
    """Each option of reading that a message may name has another form on the command line, and that is one of its options."""
    flags = {
        name
        for annotation, _ in READING_OPTIONS.values()
        for name in annotation.__metadata__[0].param_decls or ()
    }
    flags |= {
        flag
        for annotation, _ in READING_OPTIONS.values()
        for flag in str(annotation.__metadata__[0].default).split("/")
    }
    for name in ReadingKeywords.__annotations__:
        said = in_command_words(
            f"{name}={'False' if name == 'infer' else 'True' if name == 'day_first' else ''}"
        )
        assert said in flags, name


@given(NAMES, NAMES)
def test_a_shell_reads_what_the_command_line_says(field: str, column: str) -> None:
    """Whatever the name of a column, the option that a message states is two words for a shell, and has that name."""
    said = in_command_words(f"say columns={ {field: column}!r}, please")

    assert said.startswith("say --column ")
    assert shlex.split(said.removeprefix("say ").removesuffix(", please")) == [
        "--column",
        f"{field}={column}",
    ]


@given(st.text(max_size=60))
def test_a_text_without_an_option_stays(text: str) -> None:
    """A text without an equals sign names no option."""
    text = text.replace("=", "").replace("sk.sift_salaries", "")

    assert in_command_words(text) == in_http_words(text) == text


def test_the_command_line_says_its_own_options(tmp_path: Path, cli: Any) -> None:
    """A message of a command names no keyword of Python, and neither do its notes and its list of refused rows."""
    titled = tmp_path / "titled.csv"
    titled.write_text("Pay survey\nx,y\nTown,Salary,Currency\nKiel,a,EUR\n", encoding="utf-8")
    ran = cli("rank", str(titled), "--to", "USD", "--on", "2024")
    assert ran.code == 1
    assert "--header 3" in ran.err

    mixed, bad = tmp_path / "mixed.csv", tmp_path / "bad.csv"
    mixed.write_text("city,salary\nKiel,€45k\nPau,$120k\nUlm,€51k\n", encoding="utf-8")
    ran = cli("rank", str(mixed), "--to", "USD", "--on", "2024", "--rejects", str(bad))
    assert ran.code == 0
    assert "--default currency=..." in bad.read_text(encoding="utf-8")
    assert re.search(r"\b(?:columns|defaults|header)=", ran.err + bad.read_text(encoding="utf-8")) is None


def test_python_says_its_keywords(tmp_path: Path) -> None:
    """The same message in Python names the keyword."""
    titled = tmp_path / "titled.csv"
    titled.write_text("Pay survey\nx,y\nTown,Salary,Currency\nKiel,a,EUR\n", encoding="utf-8")
    with pytest.raises(sk.InvalidSalary, match="header=3"):
        sk.read_salaries(titled)
