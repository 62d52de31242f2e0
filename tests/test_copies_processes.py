from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import salarykit as sk
from salarykit.sources import copies
from salarykit.sources.copies import rates_status, update_copy
from salarykit.sources.exact_file import read_exact, write_exact

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from salarykit.rates.published import Published

    Table = Callable[..., Published]
    Start = Callable[..., subprocess.Popen[str]]

pytestmark = pytest.mark.process
BEGIN = """
import json, sys, time
from pathlib import Path
import pyarrow.parquet as pq
import pytest

import salarykit as sk
from salarykit.sources import copies
from salarykit.sources.exact_file import read_exact
folder = Path(sys.argv[1])
copies._PACKAGED = folder / "packaged.parquet"
copies.packaged.cache_clear()
copies.packaged_ecb.cache_clear()
"""
UPDATE = """
fresh = [read_exact(folder / name) for name in sys.argv[2:]]
(folder / f"ready-{sys.argv[2]}").touch()
while not (folder / "go").exists():
    time.sleep(0.001)
for _ in range(15):
    for rates in fresh:
        copies.update_copy(rates)
"""
ASK = """
(folder / f"ready-{sys.argv[2]}").touch()
while not (folder / "go").exists():
    time.sleep(0.001)
answers = set()
while not (folder / "done").exists():
    copies.forget()
    done = sk.default_rates().convert(*json.loads(sys.argv[3]), on=json.loads(sys.argv[4]))
    answers.add(json.dumps(done.value.tolist()))
print(json.dumps(sorted(answers)))
"""
ASKED: Any = [100.0] * 3, ["USD", "JPY", "GBP"], "EUR"
ON = ["2024-05-05", "2024-06-29", "2024-04/2024-05"]
BREAK_OFF = """
def write_half(table, path, **options):
    write(table, path, **options)
    whole = Path(path).read_bytes()
    Path(path).write_bytes(whole[: len(whole) // 2])
    print("half", flush=True)
    time.sleep(60)
write, pq.write_table = pq.write_table, write_half
copies.update_copy(read_exact(folder / sys.argv[2]))
"""


def ask() -> str:
    """Return what the script `ASK` finds once, in this process."""
    copies.forget()
    return json.dumps(sk.default_rates().convert(*ASKED, on=ON).value.tolist())


def go(folder: Path, *processes: subprocess.Popen[str]) -> None:
    """Let the processes begin when all are ready."""
    while len(list(folder.glob("ready-*"))) < len(processes):
        assert [process.poll() for process in processes] == [None] * len(processes)
        time.sleep(0.001)
    (folder / "go").touch()


def test_two_that_update_at_once_leave_one_whole_copy(
    start: Start, table: Table, home: Path, tmp_path: Path
) -> None:
    """While two processes write again and again, every look finds one of the two histories whole; the newer stays."""
    for days in (91, 92, 93):
        write_exact(table(days), tmp_path / str(days))
    update_copy(table(91))
    writers = [start(BEGIN + UPDATE, tmp_path, *days, fork=True) for days in (("92", "93"), ("93", "92"))]
    go(tmp_path, *writers)
    seen = set()
    while any(writer.poll() is None for writer in writers):
        seen.add(read_exact(home / "rates.parquet").fingerprint)
    ends = [(writer.communicate(), writer.returncode) for writer in writers]

    assert ends == [(("", ""), 0)] * 2
    assert seen <= {table(days).fingerprint for days in (91, 92, 93)}
    assert read_exact(home / "rates.parquet").fingerprint == table(93).fingerprint
    assert {path.name for path in home.iterdir()} <= {"rates.parquet", "rates.lock"}


def test_a_process_killed_while_writing_leaves_the_old_copy(
    start: Start, table: Table, home: Path, tmp_path: Path
) -> None:
    """Half of a file is never the copy: the old one is there byte for byte, and the next update finds no lock."""
    update_copy(table(91))
    before = (home / "rates.parquet").read_bytes()
    write_exact(table(92), tmp_path / "92")
    writer = start(BEGIN + BREAK_OFF, tmp_path, "92")
    assert writer.stdout is not None
    line = writer.stdout.readline()
    writer.kill()
    writer.wait()
    copies.forget()

    assert line == "half\n"
    assert (home / "rates.parquet").read_bytes() == before
    assert rates_status().rates.tables[0].fingerprint == table(91).fingerprint
    assert update_copy(table(92)).rates.tables[0].fingerprint == table(92).fingerprint


def test_all_who_convert_while_another_updates_get_the_answers_of_one_alone(
    start: Start, table: Table, tmp_path: Path
) -> None:
    """Eight threads and two processes that read the copy anew get for old days what one alone gets, to the bit."""
    alone = ask()
    for days in (91, 92, 93, 94):
        write_exact(table(days), tmp_path / str(days))
    updater = start(BEGIN + UPDATE, tmp_path, "91", "92", "93", "94", fork=True)
    readers = [
        start(BEGIN + ASK, tmp_path, name, json.dumps(ASKED), json.dumps(ON), fork=True) for name in "ab"
    ]

    def ask_on() -> set[str]:
        answers = {ask()}
        while updater.poll() is None:
            answers.add(ask())
        return answers

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(ask_on) for _ in range(8)]
        go(tmp_path, updater, *readers)
        mine = set.union(*(answer.result() for answer in answers))
    (tmp_path / "done").touch()
    ends = [(process.communicate(), process.returncode) for process in (*readers, updater)]

    assert mine == {alone, ask()} == {alone}
    assert ends == [((json.dumps([alone]) + "\n", ""), 0)] * 2 + [(("", ""), 0)]
    assert rates_status().rates.tables[0].fingerprint == table(94).fingerprint
