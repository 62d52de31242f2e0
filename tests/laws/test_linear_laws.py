"""The law of linear time: a text or file of 64 kB takes at most three times as long per kilobyte as one of 4 kB.

It is the one law that measures time: that of the processor, the best of three. What is remembered of earlier texts is forgotten
before each measurement, because a short text would come from memory and a long one not.
"""

from __future__ import annotations

import functools
import gc
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from cases import untraced

import salarykit as sk

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Mapping

pytestmark = pytest.mark.linear

SMALL: Final = 1 << 12
LARGE: Final = 1 << 16
MOST: Final = 3.0  # times as long for a kilobyte
SHORT: Final = 0.05  # seconds that are too short to be measured on a busy machine
RUNS: Final = 3

PIECES = {
    "digits": "1",
    "groups": "1,234 ",
    "commas": ",",
    "spaces": " ",
    "brackets": "([x",
    "words": "salary per year ",
    "pays": "£30,000 - £40,000 per annum. ",
    "codes": "USD 5k/mo; ",
    "dots": ". ",
    "dashes": "5 - ",
    "Japanese": "年収500万円~",
    "Arabic": "٥٠٠٠ درهم ",
    "invisible": "\u200b",
    "accents": "e\u0301",
    "letters": "A",
    "slashes": "a/b ",
    "entities": "&pound;5 ",
    "ampersands": "&",
    "lines": "\n",
    "tabs": "5\t",
    "quotes": '"',
    "empty quotes": '"",',
    "Markdown": "| a | 5 |\n",
    "headings": "Salaries for x\n",
    "marks": "# ",
}
"""What a text repeats."""


def elements(start: str, piece: str) -> Callable[[int], str]:
    """Return a function that makes a page of a length, which repeats a piece."""
    return lambda length: start + piece * (length // len(piece))


FILES: dict[str, Callable[[int], str]] = {
    "rows": elements("amount,currency\n", "50000,EUR\n"),
    "unknown words": lambda length: (
        "amount,currency,as_of,period,country,city\n"
        + "".join(f"50000,EUR,{row}z,p{row},c{row},t{row}\n" for row in range(length // 30))
    ),
    "unknown codes": lambda length: (
        "amount,currency\n" + "".join(f"{row}x,Q{row}\n" for row in range(length // 12))
    ),
    "columns": lambda length: f"amount,currency{',c' * (length // 4)}\n5,EUR{',1' * (length // 4)}\n",
    "cells": elements("<table><tr><th>city<th>amount</tr>", "<tr><td>Kiel<td>5"),
    "breaks": elements("<table><tr><td>", "a<br>"),
    "inline": elements("<html>", "<b>x</b>"),
    "notes": elements("<html>", "<sup>1</sup>"),
    "hidden": elements("<html>", "<p hidden>x</p>"),
    "comments": elements("", "<!-- x -->"),
    "scripts": elements("<html>", '<script type="application/ld+json">{"a":1}</script>'),
    "attributes": lambda length: f"<html><p {' '.join(f'a{number}=1' for number in range(length // 8))}>",
    "open elements": elements("<html>", "<div><p>x"),
    "ends that end nothing": lambda length: f"<html>{'<i>' * (length // 8)}{'</x>' * (length // 7)}",
    "hidden rows": lambda length: (
        f"<table>{'<tr hidden>' * (length // 40)}{'<td><p hidden>' * (length // 30)}"
    ),
    "open comments": elements("<html>", "<!--"),
    "open tags": elements("<html>", "<a "),
    "options": elements("<html><select>", "<option>x"),
    "spans": elements("<table>", "<tr><td colspan=99>x"),
    "records": lambda length: "[" + ",".join(['{"amount":5,"currency":"EUR"}'] * (length // 30)) + "]",
    "names": lambda length: "[{" + ",".join(f'"k{name}":1' for name in range(length // 10)) + "}]",
    "names of their own": lambda length: (
        "[" + ",".join(f'{{"k{row}":1}}' for row in range(length // 12)) + "]"
    ),
    "JSON Lines": elements("", '{"amount":5}\n'),
    "broken lines": elements("", '{"amount":5\n{"amount":6}\n'),
}
"""What a file holds, by its length."""

TEXT_DOORS: dict[str, Callable[[str], Any]] = {
    "find_pay": sk.find_pay,
    "parse_pay": lambda text: sk.parse_pay(text, country="DE"),
    "parse_pay_column": lambda text: sk.parse_pay_column([text]),
    "cells": lambda text: sk.sift_salaries(
        [dict.fromkeys(("amount", "currency", "city", "period", "as_of", "country"), text)]
    ),
    "headers": lambda text: sk.sift_salaries([{text: "5", "amount": 1, "currency": "EUR"}]),
    "Currency": sk.Currency,
    "days": lambda text: sk.convert(1, "USD", "EUR", on=text),
    "codes": lambda text: sk.convert(1, text, "EUR", on="2024"),
}
FILE_DOORS: dict[str, Callable[[Path], Any]] = {
    "sift_salaries": sk.sift_salaries,
    "read_rates": lambda path: sk.read_rates(path, base="EUR"),
    "convert_file": lambda path: sk.convert_file(
        path, path.with_suffix(".parquet"), base="USD", on="2024", rejects=path.with_suffix(".bad.csv")
    ),
}


@functools.cache
def _memories() -> list[Any]:
    """Return the caches of limited size, of functions and of methods.

    They are looked for in the modules, not among the objects of the garbage collector, which has been told to forget them.
    """
    modules = [module for name, module in sys.modules.items() if name.split(".")[0] == "salarykit"]
    spaces: list[Mapping[str, Any]] = [vars(module) for module in modules]
    spaces += [vars(each) for space in spaces for each in space.values() if isinstance(each, type)]
    found = {id(each): each for space in spaces for each in space.values()}.values()
    caches = [each for each in found if hasattr(each, "cache_parameters")]
    return [each for each in caches if each.cache_parameters()["maxsize"] is not None]


def seconds(door: Callable[[Any], Any], given: Any) -> float:
    """Return how long a door takes, in seconds of the processor, without what it remembers.

    No garbage is collected meanwhile, and no line is traced for coverage: both cost more than the door.
    """
    for memory in _memories():
        memory.cache_clear()
    gc.disable()
    try:
        with untraced():
            start = time.process_time()
            with suppress(sk.SalaryKitError):
                door(given)
            return time.process_time() - start
    finally:
        gc.enable()


def check(door: Callable[[Any], Any], small: Any, large: Any) -> None:
    """Fail if the large one takes too long per kilobyte in each of three runs."""
    shorter = longer = float("inf")
    for _ in range(RUNS):
        longer = min(longer, seconds(door, large))
        if longer < SHORT:
            return
        shorter = min(shorter, seconds(door, small))
        if longer <= MOST * (LARGE // SMALL) * shorter:
            return
    pytest.fail(f"{longer:.2f} s for {LARGE} characters, {shorter:.4f} s for {SMALL}")


def load_all(folder: Path) -> None:
    """Load what the first use of each door loads."""
    path = folder / "pay.csv"
    path.write_text("city,Gehalt (€),on\nKiel,€50k,2024\n")
    for door in FILE_DOORS.values():
        seconds(door, path)
    for each in TEXT_DOORS.values():
        seconds(each, "€50k a year, 年収500万円")
    assert _memories()


@pytest.fixture(autouse=True, scope="module")
def _ready(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load it once for the tests of texts."""
    load_all(tmp_path_factory.mktemp("ready"))


@pytest.mark.parametrize("door", TEXT_DOORS)
def test_a_text_takes_linear_time(door: str) -> None:
    """A text of any repeated piece, at every door that takes text."""
    for piece in PIECES.values():
        check(TEXT_DOORS[door], piece * (SMALL // len(piece)), piece * (LARGE // len(piece)))


def check_files(folder: Path) -> None:
    """Fail if a file of any repeated shape takes too long, at every door that takes files."""
    paths = [folder / "small.txt", folder / "large.txt"]
    for shape in (*PIECES, *FILES):
        make = FILES.get(shape) or elements("", PIECES[shape])
        for path, length in zip(paths, (SMALL, LARGE), strict=True):
            path.write_text(make(length), encoding="utf-8")

        doors = FILE_DOORS if shape in FILES else ["sift_salaries"]  # a text is read alike by all
        for door in doors:
            try:
                check(FILE_DOORS[door], *paths)
            except pytest.fail.Exception as error:
                sys.stdout.write(f"{door} of {shape}: {error}\n")


SCRIPT = f"""
import sys
from pathlib import Path
sys.path[:0] = {[str(Path(__file__).parent), str(Path(__file__).parents[1])]!r}
import test_linear_laws
test_linear_laws.load_all(Path(sys.argv[1]))
test_linear_laws.check_files(Path(sys.argv[1]))
"""


@pytest.mark.process
def test_a_file_takes_linear_time(tmp_path: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    """A file of any repeated shape, at every door that takes files.

    They are measured in a process of its own, where no other test has left memory or threads.
    """
    out, err = start(SCRIPT, tmp_path, fork=True).communicate()

    assert (out, err) == ("", "")
