from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from cases import WHOLE
from hypothesis import settings

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = 300_000
KILLS = 200 if settings().max_examples > WHOLE else 20  # in the nightly profile, and in every other
RUN = """
import os, signal, sys, time
import salarykit as sk
try:
    print(os.getpid(), flush=True)
    signal.setitimer(signal.ITIMER_PROF, float(os.environ.get("DIES_AFTER", 0)))
    since = time.process_time()
    sk.convert_file(sys.argv[1], sys.argv[2], base="USD", on="2024", rejects=sys.argv[3], resume=len(sys.argv) > 4)
    print(time.process_time() - since)
except sk.SalaryKitError as error:
    sys.exit(f"salarykit: {error}")
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that takes some tenths of a second."""
    path = tmp_path_factory.mktemp("large") / "pay.parquet"
    rng = np.random.default_rng(1)
    pq.write_table(
        pa.table(
            {
                "amount": rng.uniform(1e4, 1e6, ROWS),
                "currency": np.where(
                    rng.random(ROWS) < 0.001, "eur", np.array(["EUR", "GBP"]).take(rng.integers(0, 2, ROWS))
                ),
            }
        ),
        path,
        row_group_size=100_000,
    )
    return path


class Run:
    """A conversion in a process of its own, which has begun.

    Args:
        python: the Python that runs it.
        args: its files.
        dies_after: the seconds of work after which the kernel ends it. However busy the machine is, work takes as long.
    """

    def __init__(self, python: Path | str, *args: Path | str, dies_after: float = 0) -> None:
        self.popen = subprocess.Popen(  # noqa: S603 - our own command
            [python, "-c", RUN, *args],
            env=os.environ | {"DIES_AFTER": str(dies_after)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.popen.stdout is not None
        self.process = int(self.popen.stdout.readline())

    def end(self) -> tuple[int, str]:
        """Return the code with which it ends, and what it has told on stderr."""
        self.work, told = self.popen.communicate()
        return self.popen.returncode, told


@pytest.fixture
def python(forked: Path) -> Path:
    """Give a Python that starts at once."""
    return forked / "python"


def work(python: Path, *args: Path | str) -> float:
    """Return how many seconds of work a conversion is when nobody kills it."""
    run = Run(python, *args)
    assert run.end() == (0, "")
    return float(run.work)


def _csv(large: Path, path: Path) -> Path:
    """Write the large file's first rows as CSV."""
    pacsv.write_csv(pq.read_table(large).slice(0, ROWS // 2), path)
    return path


def _folder(large: Path, path: Path) -> Path:
    """Write a folder of three files, with a part of the large one's rows each."""
    path.mkdir()
    table = pq.read_table(large).slice(0, ROWS // 2)
    for number in range(2):
        pq.write_table(table.slice(number * 50_000, 50_000), path / f"{number}.parquet")
    pacsv.write_csv(table.slice(100_000), path / "2.csv")
    return path


SOURCES: dict[str, Callable[[Path, Path], Path]] = {
    "pay.parquet": lambda large, _: large,
    "pay.csv": _csv,
    "pay": _folder,
}


def _contents(out: Path) -> dict[str, bytes]:
    """Return the files that a run has written, by name, without those that say how far it is."""
    files = [out] if out.is_file() else [path for path in out.rglob("*") if path.is_file()]
    return {path.name: path.read_bytes() for path in files if not path.name.startswith(".")
            and ".salarykit" not in path.parts}  # fmt: skip


@pytest.mark.process
@pytest.mark.parametrize(
    ("name", "target"),
    [("pay.parquet", "o.parquet"), ("pay.csv", "o.csv"), ("pay", "o"), ("pay.csv", "o.parquet")],
)
def test_a_killed_run_leaves_what_was_there(
    name: str, target: str, large: Path, python: Path, tmp_path: Path
) -> None:
    """Killed at random moments, each file is the former one or the complete new one; the next run loses and doubles no row.

    A quarter of the kills of all kinds of sources falls to each: twenty in all, two hundred in the nightly profile.
    """
    source = SOURCES[name](large, tmp_path / name)
    out, bad = tmp_path / target, tmp_path / "bad.csv"
    more = ["resume"] if source.is_dir() else []
    takes = work(python, source, out, bad, *more)
    new, refused = _contents(out), bad.read_bytes()
    moments, killed = np.random.default_rng(7), 0
    for _ in range(4 * KILLS):
        _former(out)
        run = Run(python, source, out, bad, *more, dies_after=moments.uniform(0.001, takes))
        if run.end()[0] == -signal.SIGPROF:
            killed += 1
        else:  # it was done before
            takes = float(run.work)
        for path, data in _contents(out).items():
            assert data in (b"old", new[path]), path
        if killed >= KILLS // 4:
            break
    assert killed >= KILLS // 4, "too few runs were still at work when they were to be killed"
    assert work(python, source, out, bad, *more)
    assert (_contents(out), bad.read_bytes()) == (new, refused)
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".tmp")]


def _former(out: Path) -> None:
    """Put a former file in the place of one file; a folder stays as the last run left it, or is new every other time."""
    if out.suffix:
        out.write_bytes(b"old")
    elif (out / ".salarykit").exists() and len(_contents(out)) == 3:
        shutil.rmtree(out)


@pytest.mark.process
def test_a_run_over_many_files_goes_on_after_a_kill(large: Path, python: Path, tmp_path: Path) -> None:
    """Killed again and again, a run with `resume` ends with every file complete, and reads none twice for nothing."""
    source, out, bad = tmp_path / "in", tmp_path / "out", tmp_path / "bad.csv"
    source.mkdir()
    for number in range(6):
        shutil.copy(large, source / f"{number}.parquet")
    moments, codes = np.random.default_rng(7), []
    for _ in range(5):
        run = Run(python, source, out, bad, "resume", dies_after=moments.uniform(0.05, 0.2))
        codes.append(run.end()[0])
        for made in out.glob("[!.]*.parquet"):
            assert pq.read_metadata(made).num_rows > 0
    assert codes[0] == -signal.SIGPROF, "the first run was not killed while it was at work"
    assert work(python, source, out, bad, "resume")
    one = pq.read_table(out / "0.parquet")
    for number in range(1, 6):
        assert pq.read_table(out / f"{number}.parquet").equals(one)
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".tmp")]
    refused = len(bad.read_text(encoding="utf-8").splitlines()) - 1
    assert refused == 6 * (ROWS - one.num_rows)


@pytest.mark.process
def test_ctrl_c_leaves_nothing_behind(large: Path, tmp_path: Path) -> None:
    """Interrupted when it has begun to write, a run sweeps up after itself."""
    for _ in range(10):
        run = Run(sys.executable, large, tmp_path / "out.parquet", tmp_path / "bad.csv")
        while run.popen.poll() is None and not list(tmp_path.glob(".out.parquet.*.tmp")):
            time.sleep(0.001)
        run.popen.send_signal(signal.SIGINT)
        if run.end()[0] == -signal.SIGINT:
            break
        for path in tmp_path.iterdir():  # it was done before: once more
            path.unlink()
    assert run.popen.returncode == -signal.SIGINT
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
def test_two_runs_at_once_do_not_disturb_each_other(large: Path, python: Path, tmp_path: Path) -> None:
    """Two runs into one file: each file that appears is complete, and no temporary file of the other is swept up."""
    out = tmp_path / "out.parquet"
    runs = [Run(python, large, out, tmp_path / f"bad{number}.csv") for number in range(2)]
    assert [run.end() for run in runs] == [(0, "")] * 2
    assert pq.read_table(out).num_rows > ROWS // 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad0.csv", "bad1.csv", "out.parquet"]


FULL = """
mount -t tmpfs -o size=4m none "$1" && cp "$2" "$1/old" && cp "$1/old" "$1/out.parquet" || exit 77
"$3" -c "$4" "$5" "$1/out.parquet" "$1/bad.csv"
status=$?
cmp "$1/old" "$1/out.parquet" || exit 78
ls -A "$1"
umount "$1"
exit $status
"""


@pytest.mark.process
def test_a_full_disk_leaves_what_was_there(large: Path, tmp_path: Path) -> None:
    """On a disk of 4 MB the error names the target and why; the target stays as it was, and nothing is left behind.

    Where no such disk can be made, a limit on the size of files stands for it.
    """
    small, old = tmp_path / "small", tmp_path / "old"
    small.mkdir()
    old.write_bytes(b"old")
    arguments = [str(small), str(old), sys.executable, RUN, str(large)]
    mounted = [["unshare", "-m"], ["unshare", "-Urm"]] if shutil.which("unshare") else []
    for space in mounted:
        done = subprocess.run(  # noqa: S603 - our own command
            [*space, "sh", "-c", FULL, "sh", *arguments], capture_output=True, text=True, check=False
        )
        if done.returncode not in (77, 1) or "salarykit:" in done.stderr:
            assert done.returncode == 1, done.stderr
            assert f"Cannot write {small}/" in done.stderr
            assert "No space left on device" in done.stderr
            assert done.stdout.split()[1:] == ["old", "out.parquet"]
            return
    _limited(large, tmp_path / "out.parquet")


@pytest.mark.process
def test_a_limit_on_files_leaves_what_was_there(large: Path, tmp_path: Path) -> None:
    """Where a file may not grow further, the error names the target; what stood there stays."""
    _limited(large, tmp_path / "out.parquet")


def _limited(large: Path, out: Path) -> None:
    out.write_bytes(b"old")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    line = [sys.executable, "-c", RUN, str(large), str(out), str(out.with_name("bad.parquet"))]
    done = subprocess.run(line, capture_output=True, text=True, check=False, preexec_fn=limit)  # noqa: S603 - our own command
    assert done.returncode == 1
    assert f"Cannot write {out}" in done.stderr
    assert out.read_bytes() == b"old"
    assert not [path for path in out.parent.iterdir() if path.name.endswith(".tmp")]


def test_a_temporary_file_in_use_is_not_swept_up(tmp_path: Path) -> None:
    """Only files of processes that are no more are removed; those of others that look alike are not touched."""
    stale, other = tmp_path / ".out.csv.0123456789ab.tmp", tmp_path / ".other.csv.0123456789ab.tmp"
    stale.touch()
    other.touch()
    sk.load_salaries().to_csv(tmp_path / "out.csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.csv.0123456789ab.tmp", "out.csv"]
