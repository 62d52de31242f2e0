"""What a user waits for before the first answer: processes of the command line, and first calls after the imports.

    python benchmarks/start.py

A figure is the processor time, user and system, of a whole process or of one call in a new process: the best of some rounds,
interleaved with those of the peer. Compare the ratios. A round that is not counted comes first: it compiles all modules into a folder that
is thrown away, as an installer does, so that no process of salarykit compiles its source while its peers need not.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

ROUNDS: Final = 7
COMMAND: Final = str(Path(sys.executable).with_name("salarykit"))
NUMPY: Final = "import numpy"
ARROW: Final = "import pandas, pyarrow"
TWO_ROWS: Final = "[{'city': 'London', 'salary': '£45k', 'date': '2024-06-28'}, {'city': 'Berlin', 'salary': '65.000 €', 'date': '2024-06'}]"
FRAME: Final = "pandas.DataFrame({'amount': [50_000.0 + row for row in range(15)], 'currency': ['EUR', 'GBP', 'CAD'] * 5, 'as_of': ['2024-06-28'] * 15})"


class Row(NamedTuple):
    """A process, and the process that it is compared with; or a call in a new process, and its limit."""

    name: str
    words: tuple[str, ...]
    peer: str = ""
    most: float = 0.0
    """What it should take at most: times the peer's, or seconds; 0 if nothing is aimed at."""


def call(imports: str, statement: str) -> tuple[str, ...]:
    """Return a process that prints the processor time of one call."""
    code = f"import time\\n{imports}\\nstart = time.process_time()\\n{statement}\\nprint(time.process_time() - start)"
    return (sys.executable, "-c", code.replace("\\n", "\n"))


ROWS: Final = (
    Row("import salarykit", (sys.executable, "-c", "import salarykit"), NUMPY),
    Row("salarykit --help", (COMMAND, "--help"), NUMPY),
    Row("salarykit quote", (COMMAND, *["quote", "342000", "CAD", "USD", "--on", "2024-06-28"]), NUMPY, 2.2),
    Row("salarykit rank", (COMMAND, *["rank", "--to", "USD", "--on", "2024"]), ARROW, 1.4),
    Row(
        "table.compare",
        (
            sys.executable,
            "-c",
            "import salarykit as sk; t = sk.load_salaries().convert('USD', on='2024'); t.compare('London', 'Toronto')",
        ),
        ARROW,
    ),
    Row(
        "first find_pay",
        call("import salarykit as sk", "sk.find_pay('Salary: £45,000 - £50,000 per year')"),
        most=0.05,
    ),
    Row(
        "first read_salaries, two rows",
        call(
            "import pandas, pyarrow, salarykit as sk\nimport salarykit.reading.read",
            f"sk.read_salaries({TWO_ROWS})",
        ),
        most=0.12,
    ),
    Row(
        "first df.salarykit.convert, 15 rows",
        call(
            f"import pandas, salarykit.pandas\nframe = {FRAME}",
            "frame.salarykit.convert('USD', on='2024-06-28')",
        ),
        most=0.06,
    ),
)


def process_seconds(words: tuple[str, ...], compiled: str) -> float:
    """Return the processor time of a process; what the process itself says where it prints a number.

    Args:
        words: its command.
        compiled: the folder of compiled modules.
    """
    environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - our own interpreter and command
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return float(run.stdout) if words[-1].endswith("- start)") else whole


def measured(rounds: int) -> dict[str, list[float]]:
    """Return the seconds of every process in each round, by its name."""
    processes = {code: (sys.executable, "-c", code) for code in (NUMPY, ARROW)}
    processes |= {row.name: row.words for row in ROWS}
    times: dict[str, list[float]] = {name: [] for name in processes}
    with tempfile.TemporaryDirectory() as compiled:
        for number in range(rounds + 1):
            for name, words in processes.items():
                seconds = process_seconds(words, compiled)
                times[name] += [seconds] if number else []
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smoke", action="store_true", help="one round, to see that every row runs")
    times = measured(1 if parser.parse_args().smoke else ROUNDS)
    print(f"{'processor time':38} {'best, s':>8} {'median, s':>10} {'ratio':>7} {'at most':>8}")
    for code in (NUMPY, ARROW):
        print(f"{code:38} {min(times[code]):8.3f} {statistics.median(times[code]):10.3f}")
    for row in ROWS:
        best, middle = min(times[row.name]), statistics.median(times[row.name])
        ratio = f"{best / min(times[row.peer]):7.2f}" if row.peer else " " * 7
        most = f"{row.most:8.2f}{'' if row.peer else ' s'}" if row.most else ""
        print(f"{row.name:38} {best:8.3f} {middle:10.3f} {ratio} {most}")


if __name__ == "__main__":
    main()
