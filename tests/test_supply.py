"""What is shipped, under whose terms, and on what it depends."""

from __future__ import annotations

import re
import tarfile
import tomllib
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder

import salarykit as sk

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "salarykit"
OWN = {
    *(
        "currency/euro_legal.csv",
        "currency/official_only.csv",
        "currency/pegs.csv",
        "currency/redenominations.csv",
    ),
    *(
        "currency/series_exceptions.csv",
        "currency/without_rates.csv",
        "pay/amount_names.csv",
        "pay/changes.csv",
        "pay/services.csv",
    ),
    *(
        "pay/language_words.csv",
        "pay/other_money.csv",
        "pay/period_words.csv",
        "reading/header_words.csv",
        "reading/note_words.csv",
        "reading/summary_words.csv",
    ),
    *("py.typed", "service/assets/page.css", "service/assets/page.js", "service/templates/page.html"),
}
"""The project's own lists: facts of law with their sources in their rows, and words."""


def data_files() -> set[str]:
    """Return the files of the package that are no code."""
    found = (path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(PACKAGE).as_posix() for path in found if path.suffix not in (".py", ".pyi")}


def test_the_notice_names_every_file_of_others() -> None:
    """Each file that holds figures or names of others is in NOTICE by its path, and each path in NOTICE is a file."""
    table = [
        line.split("|")[1]
        for line in (ROOT / "NOTICE").read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    named = set(re.findall(r"[a-z_]+/[a-z_0-9]+\.[a-z]+", " ".join(table[2:])))

    assert named == data_files() - OWN


def test_what_the_notice_refers_to_is_there() -> None:
    """The text of each licence that asks for its text is shipped."""
    text = (ROOT / "NOTICE").read_text(encoding="utf-8")

    for name in re.findall(r"licenses/[A-Z]\w*\.txt", text):
        assert (ROOT / name).stat().st_size > 500, name
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["license-files"] == ["LICENSE", "NOTICE", "licenses/*"]


def test_a_dependency_has_no_upper_bound_without_a_reason() -> None:
    """What forbids newer versions says in a comment beside it which break is known."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    dependency = re.compile(r'"[A-Za-z][\w.-]*(?:\[[\w,]+\])?[^"\s]*(?:<|==|~=|!=)[^"]*"(.*)')
    bounded = [line for line in text.splitlines() if dependency.search(line)]

    assert [line for line in bounded if "#" not in line] == []


@pytest.mark.wheel
def test_the_source_archive_has_what_builds_and_tests_it(tmp_path: Path) -> None:
    """The sdist has code, data, tests, terms and the Makefile, and nothing that git does not keep."""
    (built,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(built) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert Path(built).name == f"salarykit-{sk.__version__}.tar.gz"
    assert {
        "LICENSE",
        "NOTICE",
        "licenses/UNICODE.txt",
        "pyproject.toml",
        "Makefile",
        "data/salaries.csv",
    } <= names
    assert {f"src/salarykit/{name}" for name in data_files()} <= names
    assert {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*.py")} <= names
    odd = re.compile(r"(^|/)(\.venv|\.git/|__pycache__|\.hypothesis|\.mypy_cache|build/|dist/)")
    assert [name for name in names if odd.search(name)] == []
