"""A Python that has imported salarykit and its libraries, and forks a process for each command that a test runs.

    python -W error forkserver.py ADDRESS

Most of the second that a command takes goes into imports; here they are done once. A client, which bears the name of the
command, sends its words, its folder and its environment, hands over its standard streams, and ends as the process ends.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENT = """#!{python} -IS
import json, os, signal, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    words = [os.path.basename(sys.argv[0]), *sys.argv[1:]]
    socket.send_fds(server, [json.dumps([words, os.getcwd(), dict(os.environ)]).encode()], [0, 1, 2])
    server.shutdown(socket.SHUT_WR)
    code = os.waitstatus_to_exitcode(int(server.recv(16)))
if code < 0:
    if code != -signal.SIGKILL:
        signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)
sys.exit(code)
"""
LIBRARIES = [
    "pandas",
    "platformdirs.unix",
    "pyarrow.csv",
    "pyarrow.dataset",
    "pyarrow.parquet",
]
LIBRARIES += ["rapidfuzz.process", "rich.console", "rich.progress", "rich.table", "typer.rich_utils"]


@contextmanager
def running() -> Iterator[Path]:
    """Give a folder of the commands `salarykit` and `python`, which a server forks as long as the context lasts."""
    with tempfile.TemporaryDirectory(
        prefix="salarykit-"
    ) as folder:  # a short path: addresses have a hundred bytes
        address = f"{folder}/server"
        for name in ("salarykit", "python"):
            client = Path(folder, name)
            client.write_text(CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
            client.chmod(0o755)
        words = [sys.executable, "-W", "error", __file__, address]
        with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:  # noqa: S603 - this file
            assert server.stdin is not None
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield Path(folder)
            server.stdin.close()


def load() -> None:
    """Import all that a command may need, and make what each makes at first: the gazetteer, the packaged rates, its options."""
    from typer.main import get_command

    import salarykit
    from salarykit.cli import app
    from salarykit.places.gazetteer import spellings
    from salarykit.sources.copies import packaged

    for module in pkgutil.walk_packages(salarykit.__path__, "salarykit."):
        if "spark" not in module.name:
            importlib.import_module(module.name)
    for name in LIBRARIES:
        importlib.import_module(name)
    spellings()
    packaged().convert(1, "EUR", "USD", on="2024")
    get_command(app)
    gc.freeze()  # what is collected when a process ends are its own objects, not copies of all these pages


def serve(address: str) -> list[str]:
    """Answer clients until stdin is closed; return in each process that is forked, with the words it is to run."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those who wait
        os.write(1, b"ready\n")
        while sys.stdin not in select.select([door, sys.stdin], [], [])[0]:
            client = door.accept()[0]
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return begin(client)
            client.close()
    sys.exit()


def begin(client: socket.socket) -> list[str]:
    """Fork the process that a client asks for and tell it how that ends; return in that process, with its words."""
    request, streams, *_ = socket.recv_fds(client, 1 << 16, 3)
    while part := client.recv(1 << 16):
        request += part
    if process := os.fork():
        for stream in streams:
            os.close(stream)
        client.sendall(b"%d" % os.waitpid(process, 0)[1])
        os._exit(0)
    client.close()
    words, folder, variables = json.loads(request)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin, sys.stdout, sys.stderr = map(opened, range(3))
    return list(words)


def opened(number: int) -> io.TextIOWrapper:
    """Return a standard stream as Python opens it when it starts."""
    binary = open(number, "wb" if number else "rb", closefd=False)  # noqa: SIM115 - it lives as long as the process
    lines = number == 2 or os.isatty(number)
    return io.TextIOWrapper(
        binary, "utf-8", "backslashreplace" if number == 2 else None, line_buffering=lines
    )


if __name__ == "__main__":
    load()
    name, *words = serve(sys.argv[1])
    if name == "python":
        code, sys.argv = words[1], words[:1] + words[2:]
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102 - a test's own code
    else:
        from salarykit.cli import main

        sys.argv = [name, *words]
        main()
