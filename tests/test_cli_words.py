from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal, get_args

import pytest
from typer.testing import CliRunner

import salarykit as sk
from salarykit.analysis.ageing import AgeBy, DayCount
from salarykit.analysis.decomposition import Split
from salarykit.analysis.quantiles import QuantileMethod
from salarykit.analysis.ranks import Ties
from salarykit.analysis.weights import Combination, DecayShape
from salarykit.cli import app
from salarykit.cli.parsed import parsed_texts
from salarykit.cli.querying import QUERY_OPTIONS
from salarykit.cli.showing import draw, show
from salarykit.cli.words import WORDS
from salarykit.files.stream.sinks import Compression, Format
from salarykit.rates.means import Average
from salarykit.reading.layouts.registry import LayoutName
from salarykit.salaries.checking.findings import Severity
from salarykit.salaries.metadata import added_names
from salarykit.salaries.querying.query import Guard, Interval
from salarykit.salaries.ranking.uncertainty import Uncertainty
from salarykit.sources.fetch import SourceName

BIN = Path(sys.executable).parent
IN_2024 = ["--to", "USD", "--on", "2024"]
LIBRARY: dict[str, Any] = {
    "add": Literal[added_names(aged=True, real=True)],
    "age-method": AgeBy,
    "average": Average,
    "combine": Combination,
    "compression": Compression,
    "day-count": DayCount,
    "fail-on": Severity,
    "format": Format,
    "guard": Guard,
    "interval": Interval,
    "layout": LayoutName,
    "quantile-method": QuantileMethod,
    "shape": DecayShape,
    "source": SourceName,
    "split-method": Split,
    "ties": Ties,
    "uncertainty": Uncertainty,
}


def invoke(*words: str, **variables: str) -> Any:
    """Run the command in this process."""
    return CliRunner(env={"COLUMNS": "200", **variables}).invoke(app, words)


def completed(typed: str, commands: Path) -> list[str]:
    """Return what bash is offered after some words."""
    surroundings = {
        "_SALARYKIT_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(typed.count(" ")),
    }
    run = subprocess.run(  # noqa: S603 - our own command
        [commands / "salarykit"],
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    return run.stdout.split()


def test_words_are_the_library_s() -> None:
    """What help lists and the shell completes is what the library takes."""
    assert {name: get_args(literal) for name, literal in LIBRARY.items()} == WORDS


def test_the_options_of_query_are_the_settings_of_a_query() -> None:
    """Each setting of `Query` is an option of the command, in the same order and with the default that the help shows."""
    fields = sk.Query.model_fields
    lists = {"quantiles": "0.25, 0.5, 0.75", "exponents": False, "missing": "neutral; for place, zero"}

    assert list(QUERY_OPTIONS) == list(fields)
    for name, (annotation, default) in QUERY_OPTIONS.items():
        own = fields[name].get_default()
        plain = (
            own
            if own is None or isinstance(own, str)
            else f"{own:g}"
            if isinstance(own, float | int)
            else None
        )
        assert default is None
        assert annotation.__metadata__[0].show_default == lists.get(name, plain or False)


@pytest.mark.process
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("salarykit ra", {"rank", "rates"}),
        ("salarykit rank --ties ", set(WORDS["ties"])),
        ("salarykit rank pay.csv --layout st", {"stack-overflow"}),
        ("salarykit query --to US", {"USD"}),
        ("salarykit quote 1 TR", {"TRL", "TRY"}),
    ],
)
def test_the_shell_completes(typed: str, offered: set[str], forked: Path) -> None:
    """Commands, the words of options, and currencies are completed."""
    found = completed(typed, forked)

    assert offered & set(found) == offered
    assert all(word.startswith(typed.rpartition(" ")[2]) for word in found)


@pytest.mark.process
def test_the_completion_is_a_script(tmp_path: Path) -> None:
    """`salarykit --show-completion` in bash prints a script that bash accepts and that completes `salarykit`."""
    path = f"{BIN}:{os.environ['PATH']}"
    line = "salarykit --show-completion > script && . ./script && complete -p salarykit"
    run = subprocess.run(  # noqa: S603 - our own command
        ["bash", "-c", line],  # noqa: S607 - whichever bash there is
        env={**os.environ, "PATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("complete ")


def test_a_mistyped_command_is_answered() -> None:
    """A command that is nearly one of ours is answered with it."""
    run = invoke("rnak", *IN_2024)

    assert run.exit_code == 2
    assert "No such command 'rnak'. Did you mean 'rank'?" in run.stderr


@pytest.mark.parametrize("width", [20, 60, 80, 200])
def test_no_figure_is_cut(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """However narrow the terminal, every figure stands whole on one line; a number cut short would be another number."""
    monkeypatch.setenv("COLUMNS", str(width))
    ranking = sk.load_salaries().convert("USD", on="2024").rank()
    draw(ranking)
    drawn = capsys.readouterr().out

    assert [row[3] for row in ranking.drawn()[1] if row[3] not in drawn] == []
    assert "…" not in drawn


def test_pay_is_drawn(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal pay is drawn with ISO codes, an open end left empty, and what the text says of tax."""
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    show(parsed_texts(["ab 3.200,00 € brutto im Monat"], None, None), as_json=False, output=None)
    drawn = capsys.readouterr().out

    assert "EUR 3,200" in drawn
    assert drawn.count("EUR") == 1
    assert "gross" in drawn.splitlines()[3]


@pytest.mark.process
def test_help_loads_no_heavy_library() -> None:
    """The help of a command needs the names and texts of its options alone, and so no library of columns."""
    look = (
        "import sys\nfrom typer.testing import CliRunner\nfrom salarykit.cli import app\n"
        "code = CliRunner().invoke(app, ['convert', '--help']).exit_code\n"
        "print(code, [name for name in ('numpy', 'pandas', 'pyarrow', 'scipy') if name in sys.modules])"
    )
    run = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=300
    )

    assert run.stdout == "0 []\n"


def test_the_options_of_a_conversion_have_the_defaults_of_the_library() -> None:
    """An option that is left out means on the command line what it means in Python."""
    from salarykit.cli.options import CONVERSION_OPTIONS
    from salarykit.cli.terms import conversion_terms
    from salarykit.salaries.conversion_options import CONVERSION

    left_out = {name: default for name, (_, default) in CONVERSION_OPTIONS.items()}
    terms = conversion_terms(left_out)

    assert terms.pop("rates").fingerprint == sk.default_rates().fingerprint
    assert terms == {name: CONVERSION.defaults[name] for name in terms}
