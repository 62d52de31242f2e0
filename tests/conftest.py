"""What the tests share: how many laws try, which tests may start processes, a home of its own for each, and servers."""

from __future__ import annotations

import datetime as dt
import gc
import os
import subprocess
import sys
import threading
from functools import cache, wraps
from itertools import count
from multiprocessing import util
from typing import TYPE_CHECKING, Any, NamedTuple

import forkserver
import numpy as np
import pytest
import typer.main
from _pytest.doctest import DoctestModule
from hypothesis import settings
from rate_server import Server
from xdist.scheduler import LoadScopeScheduling

from salarykit.files import csv_chunks
from salarykit.files.stream import csv_blocks, parquet_blocks
from salarykit.rates.published import Published
from salarykit.sources import copies
from salarykit.sources.exact_file import write_exact

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from calling import Caller

# How many examples a law tries. `HYPOTHESIS_PROFILE` chooses; a test that needs more or fewer scales the number.
settings.register_profile("quick", deadline=None, max_examples=10)
settings.register_profile("dev", deadline=None, max_examples=30)
settings.register_profile("ci", deadline=None, max_examples=100, derandomize=True, database=None)
settings.register_profile("nightly", deadline=None, max_examples=1_000, print_blob=True)
settings.register_profile("reduced", deadline=None, max_examples=15, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

STARTING = {"browser", "process", "spark", "wheel"}  # the markers of tests that may start processes
STARTS: list[tuple[Any, str]] = [
    (subprocess.Popen, "__init__"),
    *((os, name) for name in ("fork", "forkpty", "posix_spawn", "system")),
    (util, "spawnv_passfds"),  # by which multiprocessing starts one
]
seen: set[str] = set()  # the modules whose sizes are known
sizes: list[
    tuple[dict[str, Any], str, int]
] = []  # of the library: the names of a module, one of them, and its value
alone: list[str] = []  # the test that runs now, if it may start no process


def watch(place: Any, name: str) -> None:
    """Let a function that starts a process fail a test without a marker that says so.

    No audit hook does it: one written in Python makes the start of a thread fail now and then while coverage traces it.
    """
    start = getattr(place, name)

    @wraps(start)
    def watched(*arguments: Any, **named: Any) -> Any:
        if alone:
            pytest.fail(f"{alone[0]} starts a process ({name}): mark it `process`")
        return start(*arguments, **named)

    setattr(place, name, watched)


for each in STARTS:
    watch(*each)
typer.main.get_command = cache(typer.main.get_command)  # of one app: else each command line makes it anew


@pytest.hookimpl(wrapper=True)
def pytest_collect_file() -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Look for examples everywhere but in the files of tests, which have none."""
    return [found for found in (yield) if not isinstance(found, DoctestModule)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Know which test runs: examples in code and docs, too."""
    alone[:] = [] if STARTING & {mark.name for mark in item.iter_markers()} else [item.nodeid]
    try:
        return (yield)
    finally:
        alone.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Generator[None, None, None]:
    """Fail a test that leaves a limit or a size of the library changed: every later test would run with it."""
    yield
    for new in [sys.modules[name] for name in sys.modules.keys() - seen if name.startswith("salarykit.")]:
        numbers = {name: value for name, value in vars(new).items() if name.isupper() and type(value) is int}
        sizes.extend((vars(new), name, value) for name, value in numbers.items())
    seen.update(sys.modules)
    changed = [each for each in sizes if each[0][each[1]] != each[2]]
    for module, name, value in changed:
        module[name] = value
    if changed:
        pytest.fail(
            f"{changed[0][0]['__name__']}.{changed[0][1]} is left changed: undo it with `monkeypatch`"
        )


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist has no stubs
    """Give each worker the next test, but all that share something slow to one: Spark, the object store, the wheel.

    The marker `xdist_group` of pytest-xdist 3.8 has no effect under pytest 9.2, which keeps a test's name elsewhere.
    """

    SHARED = ("tests/browser/", "tests/spark/", "tests/test_batch_stores.py", "tests/test_wheel.py")

    def _split_scope(self, nodeid: str) -> str:
        return next((shared for shared in self.SHARED if nodeid.startswith(shared)), nodeid)

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        """Drop what is done, which xdist would go over again at each report of each test."""
        super().mark_test_complete(node, item_index, duration)
        scope = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][scope].values()):
            del self.assigned_work[node][scope]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    """Schedule by what is shared, if the tests run on several workers."""
    return Scheduling(config, log) if config.getoption("dist") == "loadgroup" else None


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was imported and collected, which is kept to the end."""
    gc.freeze()


@pytest.fixture
def server() -> Iterator[Server]:
    """Give a server of rates on this machine."""
    with Server() as found:
        thread = threading.Thread(target=found.serve_forever, args=(0.01,))
        thread.start()
        yield found
        found.over.set()
        found.shutdown()
        thread.join()


homes = count()


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test a place for the user's copy, and no copy: what this machine's user has is out of reach.

    The place is not made: a folder for each of thousands of tests costs more than most of them.
    """
    homes_of_all = tmp_path_factory.getbasetemp() / "homes"
    homes_of_all.mkdir(exist_ok=True)
    folder = homes_of_all / str(next(homes))
    monkeypatch.setenv("SALARYKIT_HOME", str(folder))
    copies.forget()
    yield folder
    copies.forget()


def _table(count: int = 90, /, **changes: Any) -> Published:
    """Return rates of three currencies on consecutive days from 2024-04-01; the first ninety are "packaged"."""
    wave = np.round(1 + 0.01 * np.sin(np.arange(count)), 4)
    values = np.column_stack([np.round(0.85 * wave, 5), np.round(160 * wave, 2), wave])
    first = (dt.date(2024, 4, 1) - dt.date(1970, 1, 1)).days
    given: dict[str, Any] = {"currencies": ["GBP", "JPY", "USD"], "values": values}
    return Published(
        **{"days": np.arange(count) + first, "pivot": "EUR", "source": "ECB", **given, **changes}
    )


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Published]:
    """Give a small table of any number of days, the packaged one having ninety."""
    write_exact(_table(), tmp_path / "packaged.parquet")
    monkeypatch.setattr(copies, "_PACKAGED", tmp_path / "packaged.parquet")
    for name in ("packaged", "packaged_ecb"):  # what is known of the real ones is kept for other tests
        monkeypatch.setattr(copies, name, cache(getattr(copies, name).__wrapped__))
    return _table


class Ran(NamedTuple):  # what a command did
    code: int
    out: str
    err: str


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Give the command line, as a function of its words."""
    from salarykit.cli import main

    def run(*words: str, cwd: Path | None = None) -> Ran:
        monkeypatch.setattr(sys, "argv", ["salarykit", *words])
        if cwd:
            monkeypatch.chdir(cwd)
        with pytest.raises(SystemExit) as ended:
            main()
        return Ran(int(ended.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def forked() -> Iterator[Path]:
    """Give a folder of commands, `salarykit` and `python -c`, that start at once: forked, with all imports done."""
    with forkserver.running() as folder:
        yield folder


@pytest.fixture
def start(forked: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Give a function that starts a Python process on a script and arguments; none outlives the test."""
    running: list[subprocess.Popen[str]] = []

    def run(script: str, *arguments: object, fork: bool = False) -> subprocess.Popen[str]:
        python = [forked / "python"] if fork else [sys.executable, "-W", "error"]
        words = [*python, "-c", script, *map(str, arguments)]
        running.append(subprocess.Popen(words, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE))  # noqa: S603 - our own command
        return running[-1]

    yield run
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a block of a file hold a few rows."""
    monkeypatch.setattr(csv_chunks, "_BLOCK", 120)
    monkeypatch.setattr(csv_blocks, "_SHARE", 120)
    monkeypatch.setattr(parquet_blocks, "ROWS", 3)


@pytest.fixture
def small_samples(small_blocks: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a block of a file hold a few rows and the file be judged by two, so that what is odd comes late."""
    monkeypatch.setattr(csv_blocks, "SAMPLE_ROWS", 2)
    monkeypatch.setattr(parquet_blocks, "SAMPLE_ROWS", 2)


@pytest.fixture(scope="module")
def call() -> Iterator[Caller]:
    """Give a client of the service with its defaults."""
    from calling import Caller

    from salarykit.service import create_app

    with Caller(create_app()) as caller:
        yield caller
