"""What a process loads to begin with."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cases import for_each

from salarykit import cli

LOADED = """
import sys
sys.argv = ["salarykit", *sys.argv[1:]]
from salarykit.cli.process import main
try:
    main()
finally:
    heavy = ("pandas", "scipy", "rapidfuzz", "pydantic", "pyarrow")
    print(*(name for name in heavy if name in sys.modules), file=sys.stderr)
"""
PANDAS = """
from salarykit.cli import process
process.cli.main = lambda: None
process.main()
import sys, salarykit as sk
print("pandas" in sys.modules, type(sk.load_salaries().to_pandas()).__module__.partition(".")[0])
"""


def loaded(*words: str) -> tuple[str, list[str]]:
    """Return what a command prints, and which of the heavy libraries its process has loaded."""
    run = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=False, timeout=300
    )
    assert run.returncode == 0, run.stderr
    return run.stdout, run.stderr.splitlines()[-1].split()


@pytest.mark.process
@for_each(
    "words",
    [
        ("rank", "--to", "USD", "--on", "2024"),
        ("quote", "100", "USD", "EUR", "--on", "2024-06-28"),
        ("compare", "London", "Toronto", "--to", "USD", "--on", "2024"),
    ],
)
def test_a_command_loads_no_pandas_and_no_scipy(words: tuple[str, ...]) -> None:
    """A command that ranks, quotes or compares does without the libraries that take longest to import."""
    printed, libraries = loaded(*words)

    assert printed
    assert {"pandas", "scipy", "rapidfuzz"}.isdisjoint(libraries)


@pytest.mark.process
def test_a_process_of_the_command_may_still_make_frames() -> None:
    """Though pyarrow was told that there is no pandas, `to_pandas` makes its frame."""
    run = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-W", "error", "-c", PANDAS],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert (run.stdout.split(), run.stderr) == (["False", "pandas"], "")


@pytest.mark.process
def test_a_quote_and_the_help_load_no_table_library() -> None:
    """One rate of one day is found without pyarrow and pydantic, and the list of the commands without numpy."""
    assert loaded("quote", "100", "USD", "EUR", "--on", "2024-06-28")[1] == []
    assert loaded("--help")[1] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["parse", "£44k a year"], 0),
        (["parse", "nothing"], 1),
        (["quote", "5", "CAX", "USD", "--on", "2024"], 1),
        (["quote", "five", "CAD", "USD", "--on", "2024"], 2),
        (["quote", "5", "CAD"], 2),
        (["rank", "--to", "USD", "--on", "2024", "--spread", "p25"], 2),
    ],
)
def test_a_command_ends_as_typer_ends_it(
    words: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether typer reads the line or not, the output, the exit code and the message are the same."""
    monkeypatch.setattr("sys.argv", ["salarykit", *words])
    plain = exit_code(), capsys.readouterr()
    monkeypatch.setattr(cli, "plain_values", lambda *_: None)

    assert plain == (exit_code(), capsys.readouterr())
    assert plain[0] == code


def exit_code() -> object:
    """Return the exit code of the command line."""
    with pytest.raises(SystemExit) as end:
        cli.main()
    return end.value.code
