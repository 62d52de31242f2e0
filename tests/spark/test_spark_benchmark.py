from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.spark

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "spark.py"


def test_the_benchmark_of_spark_runs_on_a_few_rows() -> None:
    """All ways to convert in Spark give the same rows, and each has a line."""
    run = subprocess.run(  # noqa: S603 - our own benchmark
        [sys.executable, str(SCRIPT), "--smoke"], capture_output=True, text=True, check=False
    )

    assert run.returncode == 0, run.stderr
    assert "mapInArrow" in run.stdout
