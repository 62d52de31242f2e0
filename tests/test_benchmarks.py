from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1] / "benchmarks"


@pytest.mark.process
@pytest.mark.parametrize("name", ["convert", "engines"])
def test_a_benchmark_compares_equal_answers(name: str) -> None:
    """On a few rows a benchmark checks that all competitors give the same answers, and prints a line for each."""
    line = [sys.executable, str(FOLDER / f"{name}.py"), "--smoke"]
    run = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - our own benchmark

    assert run.returncode == 0, run.stderr
    assert run.stdout.count("1.00-1.00") > 9  # the spread of each competitor, which ran once


@pytest.mark.process
def test_the_benchmark_of_the_service_compares_equal_answers() -> None:
    """On a few rows the benchmark asks a service of its own, and checks each answer against the library."""
    line = [sys.executable, str(FOLDER / "service.py"), "--smoke"]
    run = subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)  # noqa: S603 - our own benchmark

    assert run.returncode == 0, run.stderr
    assert [row.split("  ")[0] for row in run.stdout.splitlines()] == [
        "GET /v1/convert",
        "50 connections at once",
        "sk.convert, 8,000 rows",
        "as an Arrow stream of one batch",
        "as an Arrow stream of eight",
        "as JSON of a row each",
        "memory over 4,000 requests",
    ]


@pytest.mark.process
@pytest.mark.parametrize(
    "name", ["analysis", "batch", "cluster", "growth", "parse", "places", "quote", "start"]
)
def test_a_benchmark_runs_on_a_few_rows(name: str) -> None:
    """Each benchmark checks its answers and prints its figures on a few rows."""
    line = [sys.executable, str(FOLDER / f"{name}.py"), "--smoke"]
    run = subprocess.run(line, capture_output=True, text=True, check=False)  # noqa: S603 - our own benchmark

    assert run.returncode == 0, run.stderr
    assert run.stdout
