from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONTEXTS: dict[str, Any] = {
    name: multiprocessing.get_context(name) for name in multiprocessing.get_all_start_methods()
}
STARTS: dict[str, Callable[[], object]] = {
    "subprocess": lambda: subprocess.run([sys.executable, "-c", ""], check=True),
    "fork": os.fork,
    "posix_spawn": lambda: os.posix_spawn(sys.executable, [sys.executable, "-c", ""], os.environ),
    "shell": lambda: os.system("true"),  # noqa: S605, S607 - nothing
    **{
        f"multiprocessing, {name}": context.Process(target=len, args=("",)).start
        for name, context in CONTEXTS.items()
    },
}


@for_each("start", STARTS.values())
def test_a_test_without_a_marker_starts_no_process(start: Callable[[], object]) -> None:
    """Whatever starts a process fails a test that is not marked, so `make quick` leaves out none that could be quick."""
    with pytest.raises(pytest.fail.Exception, match=r"test_markers.* starts a process .*: mark it `process`"):
        start()


@pytest.mark.process
@pytest.mark.parametrize("start", [STARTS["subprocess"], STARTS["shell"]], ids=["subprocess", "shell"])
def test_a_test_with_a_marker_may_start_one(start: Callable[[], object]) -> None:
    """A marked test starts what it needs."""
    start()


ENDS = [
    ("print('out'); import sys; sys.exit('err')", 1, "out\n", "err\n"),
    ("import sys; print(sys.argv[1:], flush=True); sys.exit(3)", 3, "['a', 'b c']\n", ""),
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9, "", ""),
    ("import os, signal; os.kill(os.getpid(), signal.SIGTERM)", -15, "", ""),
    ("import os; print(os.getcwd() == os.environ['PWD'], end='')", 0, "True", ""),
    ("import sys; print(sys.stdin.read().upper())", 0, "IN\n", ""),
    ("import warnings; warnings.simplefilter('ignore'); 1 / 0", 1, "", "ZeroDivisionError: division by zero\n"),
    ("import warnings; warnings.warn('careful')", 1, "", "UserWarning: careful\n"),
]  # fmt: skip


@pytest.mark.process
@pytest.mark.parametrize(("code", "status", "out", "err"), ENDS)
def test_a_forked_process_is_like_another(
    code: str, status: int, out: str, err: str, forked: Path, tmp_path: Path
) -> None:
    """What the fork server starts has the words, folder, environment and streams of its caller, and ends as any process."""
    for python in ([forked / "python"], [sys.executable, "-W", "error"]):
        done = subprocess.run(  # noqa: S603 - our own Python
            [*python, "-c", code, "a", "b c"],
            cwd=tmp_path,
            env={**os.environ, "PWD": str(tmp_path)},
            input="in",
            capture_output=True,
            text=True,
            check=False,
        )

        assert (done.returncode, done.stdout) == (status, out)
        assert done.stderr.endswith(err)
        assert bool(done.stderr) == bool(err)
