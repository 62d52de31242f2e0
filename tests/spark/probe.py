"""What the workers of the tests run: Spark ships this module to them."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from salarykit.rates.rates import Rates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pyarrow as pa

Victim = Literal["python", "executor"]


class Noted(Rates):
    """Rates that write a line into a file whenever a process unpacks them."""

    def __init__(self, rates: Rates, file: str) -> None:
        super().__init__(*rates.tables)
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return unpacked, (Rates(*self.tables), self.file)


def unpacked(rates: Rates, file: str) -> Rates:
    """Note that this process unpacks rates."""
    with Path(file).open("a") as lines:
        lines.write(f"{os.getpid()}\n")
    return rates


def dies_once(file: str, victim: Victim) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what passes batches on, but kills its Python or the executor above it after the first, once."""

    def run(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield batch
            try:
                Path(file).touch(exist_ok=False)
            except FileExistsError:
                continue
            os.kill(os.getpid() if victim == "python" else parent(os.getppid()), signal.SIGKILL)

    return run


def parent(process: int) -> int:
    """Return the process that started another one."""
    words = ["ps", "-o", "ppid=", "-p", str(process)]
    return int(subprocess.run(words, capture_output=True, text=True, check=True).stdout)  # noqa: S603 - our own words
