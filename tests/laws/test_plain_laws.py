"""Laws of command lines: what is read without typer is what typer reads."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import TYPE_CHECKING, Any

import pytest
import typer
from hypothesis import example, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from salarykit.cli import _app, app
from salarykit.cli.plain import plain_values
from salarykit.cli.rates import quote

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {each.callback.__name__: each.callback for each in app.registered_commands if each.callback}
TEXTS = st.sampled_from(
    ["5", "CAD", "0.5", ".5", "5.", "007", "-5", "-", "--", "", " 7 ", "1e3", "٣", "1_000", "99999999999999999", "a=b", "ü", "nan"]
)  # fmt: skip


def words_of(command: Callable[..., None]) -> st.SearchStrategy[list[str]]:
    """Return command lines of a command's own options, each with a value or without, and some that it does not have."""
    options = [
        name
        for parameter in inspect.signature(command, eval_str=True).parameters.values()
        for name in _names(parameter.annotation.__metadata__[0])
    ]
    name = st.sampled_from([*options, "--help", "--unknown", "--o", "-oo.csv"])
    word = TEXTS | name | st.builds("{}={}".format, name, TEXTS)
    return st.lists(word | st.builds(lambda *pair: pair, name, TEXTS), max_size=5).map(_flat)


def _names(info: Any) -> tuple[str, ...]:
    return (str(info.default), *(info.param_decls or ())) if isinstance(info, typer.models.OptionInfo) else ()


def _flat(words: list[Any]) -> list[str]:
    return [word for each in words for word in ((each,) if isinstance(each, str) else each)]


def by_typer(
    command: Callable[..., None], words: list[str], variables: dict[str, str]
) -> dict[str, Any] | None:
    """Return the keywords with which typer calls a command; None if it refuses the line."""
    found: list[dict[str, Any]] = []

    @wraps(command)
    def called(**values: Any) -> None:
        found.append(values)

    CliRunner(env=variables).invoke(_app([called], rates=False), [command.__name__.replace("_", "-"), *words])
    return found[0] if found else None


@given(st.data())
def test_a_plain_line_means_what_typer_reads(data: st.DataObject) -> None:
    """Whatever is read from a line without typer has the types and values with which typer would call the command."""
    command = COMMANDS[data.draw(st.sampled_from(sorted(COMMANDS)))]
    words = data.draw(words_of(command))
    variables = data.draw(
        st.dictionaries(st.sampled_from(["SALARYKIT_TO", "SALARYKIT_ON"]), TEXTS, max_size=2)
    )
    found = plain_values(command, words, variables)

    if found is not None:
        theirs = by_typer(command, words, variables)
        assert found == theirs
        assert list(map(type, found.values())) == list(map(type, (theirs or {}).values()))


@given(amount=st.sampled_from(["5", "0.5", "1e3", "x"]), days=st.integers(0, 10**6), as_json=st.booleans())
@example(amount="5", days=7, as_json=False)
def test_an_ordinary_quote_is_plain(amount: str, days: int, *, as_json: bool) -> None:
    """A quote whose options have their full names is read without typer."""
    words = [amount, "CAD", "USD", "--on=2024", "--max-staleness", str(days), *["--json"] * as_json]

    assert plain_values(quote, words, {}) == by_typer(quote, words, {})
    assert plain_values(quote, words, {}) is not None


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("rank", ["pay.csv", "--to", "USD", "--on", "2024", "--column", "amount=a", "--column", "city=b"]),
        ("rank", ["--to", "USD", "--on", "own", "--level", "0.9", "--seed", "3", "-o", "ranks.csv"]),
        ("compare", ["Toronto", "New York", "pay.csv", "--to", "USD", "--since", "2020"]),
        ("query", ["--near", "Berlin", "--on", "2024", "--by", "role", "--by", "city", "--min-n-eff", "5"]),
        ("convert", ["a.csv", "b.csv", "-o", "out", "--to", "EUR", "--on", "own", "--drop-local"]),
        ("parse", ["£44k a year", "65.000 €", "--country", "GB"]),
        ("check", ["-", "--fail-on", "warning"]),
    ],
)
def test_usual_lines_are_plain(command: str, words: list[str]) -> None:
    """The lines of the documentation are read without typer, as typer reads them."""
    found = plain_values(COMMANDS[command], words, {})

    assert found is not None
    assert found == by_typer(COMMANDS[command], words, {})


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["5", "CAD"],
        ["5", "CAD", "USD", "EUR", "--on", "2024"],
        ["5", "CAD", "USD", "--on"],
        ["5", "CAD", "USD", "--on", "--json"],
        ["5", "CAD", "USD", "--on", "2024", "--on", "2023"],
        ["5", "CAD", "USD", "--on", "2024", "--max-staleness", "x"],
        ["5", "CAD", "USD", "--on", "2024", "--json=1"],
        ["-5", "CAD", "USD", "--on", "2024"],
    ],
)
def test_other_lines_are_left_to_typer(words: list[str]) -> None:
    """A line with anything that needs a message, the help or a guess is not plain."""
    assert plain_values(quote, words, {}) is None
