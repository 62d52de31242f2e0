from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Start = Callable[..., subprocess.Popen[str]]

pytestmark = pytest.mark.process
SERVE = "import sys; from salarykit.cli.process import main; sys.argv = ['salarykit', 'serve', *sys.argv[1:]]; main()"
WITHOUT = f"import sys; sys.modules['fastapi'] = None; {SERVE}"
FILE = "city,amount,currency,as_of\nOslo,900000,NOK,2024\nGraz,70000,EUR,2024\n"


def listening(process: subprocess.Popen[str]) -> int:
    """Return the port of a service that has just started."""
    assert process.stderr
    for line in process.stderr:
        if running := re.search(r"running on http://[\d.]+:(\d+)", line):
            return int(running[1])
    raise AssertionError("the service did not start")


def answer(port: int, target: str) -> tuple[int, dict[str, object]]:
    """Return the status and the value of an answer over a socket, as soon as the service listens."""
    for _ in range(600):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", target)
            break
        except ConnectionRefusedError:
            time.sleep(0.1)
    try:
        got = connection.getresponse()
        return got.status, json.loads(got.read())
    finally:
        connection.close()


def test_the_command_serves_a_file_and_finishes_what_runs(start: Start, tmp_path: Path) -> None:
    """It listens on loopback, serves the file under its name, and after SIGTERM still answers a request that has begun."""
    (tmp_path / "pay.csv").write_text(FILE)
    process = start(SERVE, tmp_path / "pay.csv", "--port", 0, "--base", "EUR")
    port = listening(process)
    ranked = answer(port, "/v1/rank?on=2024")
    health = answer(port, "/healthz")
    body = json.dumps({"text": "£5 an hour"}).encode()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as begun:
        begun.sendall(b"POST /v1/pay HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n")
        begun.sendall(b"Content-Length: %d\r\n\r\n" % len(body) + body[:5])
        assert answer(port, "/healthz")[0] == 200  # it has read what was sent before
        process.send_signal(signal.SIGTERM)
        assert process.stderr
        assert any("Shutting down" in line for line in process.stderr)
        begun.sendall(body[5:])
        got = b"".join(iter(lambda: begun.recv(1 << 16), b""))  # until the service closes it

    assert got.startswith(b"HTTP/1.1 200")
    assert b'"currency":"GBP"' in got
    assert [row["city"] for row in ranked[1]["rows"]] == ["Oslo", "Graz"]  # type: ignore[attr-defined] # of JSON
    assert (ranked[1]["base"], health[1]["tables"]) == ("EUR", {"pay": 2})
    assert process.wait(60) in (0, -signal.SIGTERM)


def test_a_body_is_the_same_in_many_small_parts(start: Start) -> None:
    """A body that comes byte by byte, or in a large part and small ones, is the sum of its parts."""
    process = start(SERVE, "--port", 0)
    port = listening(process)
    body = json.dumps({"text": "£5 an hour", "country": "GB"}).encode() + b" " * 100_000
    for parts in (
        [body[at : at + 1] for at in range(90)],
        [body[:70_000], body[70_000:70_001], body[70_001:]],
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as stranger:
            stranger.sendall(b"POST /v1/pay HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n")
            chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
            stranger.sendall(
                b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks + b"0\r\n\r\n"
            )
            got = b"".join(iter(lambda: stranger.recv(1 << 16), b""))

        assert got.startswith(b"HTTP/1.1 200")
        assert b'"currency":"GBP"' in got


def test_what_is_no_http_is_answered_with_a_problem_detail(start: Start) -> None:
    """Bytes that are no request, and headers without end, get a problem detail; a client that goes is no fault."""
    process = start(SERVE, "--port", 0)
    port = listening(process)
    head = b"POST /v1/convert HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    wrong = {
        b"\x16\x03\x01\x02\x00\x01": 400,
        b"FOO / HTTP/1.1\r\n\r\n": 400,
        head + b"Content-Length: -5\r\n\r\n": 400,
        head + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n": 400,
        b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000: 431,
        b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 15_000: 431,
    }
    for sent, status in wrong.items():
        with socket.create_connection(("127.0.0.1", port), timeout=60) as stranger:
            stranger.sendall(sent)
            got = stranger.recv(1 << 16)
        top, _, body = got.partition(b"\r\n\r\n")
        assert top.startswith(b"HTTP/1.1 %d " % status), got
        assert b"application/problem+json" in top
        assert json.loads(body)["status"] == status
    with socket.create_connection(("127.0.0.1", port), timeout=60) as leaving:
        leaving.sendall(head + b"Content-Length: 100\r\n\r\n{")
    assert answer(port, "/healthz")[0] == 200
    process.send_signal(signal.SIGTERM)
    assert process.stderr
    assert "failed" not in process.stderr.read()


def test_several_workers_answer(start: Start) -> None:
    """With two workers there are two processes that answer, and the command ends with them."""
    process = start(SERVE, "--port", 0, "--workers", 2)
    try:
        value = answer(listening(process), "/v1/convert?amount=1&currency=EUR&base=EUR&on=2024")[1]["value"]
    finally:
        process.send_signal(signal.SIGTERM)  # which ends the workers, too

    assert (value, process.wait(60)) == (1.0, 0)


def test_a_port_in_use_is_an_error(start: Start) -> None:
    """A second service on the same port ends at once, and says why."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        process = start(SERVE, "--port", taken.getsockname()[1])
        _, said = process.communicate(timeout=60)

    assert (process.returncode, "salarykit: Cannot listen on 127.0.0.1, port" in said) == (1, True)


def test_a_request_for_another_protocol_is_answered_in_http(start: Start) -> None:
    """A request to upgrade gets the answer of its route, and the log gets no line that a stranger could repeat for ever."""
    process = start(SERVE, "--port", 0)
    port = listening(process)
    for protocol in ("websocket", "h2c"):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", "/healthz", headers={"Connection": "Upgrade", "Upgrade": protocol})
        assert connection.getresponse().status == 200
        connection.close()
    process.send_signal(signal.SIGTERM)

    assert "pgrade" not in process.communicate(timeout=60)[1]


def test_the_image_starts_as_it_is_told_and_says_whether_it_is_well(start: Start) -> None:
    """The image's command starts the service; its health check passes while that answers, and then no longer."""
    text = (Path(__file__).parents[1] / "Dockerfile").read_text(encoding="utf-8")
    command, health = (json.loads(found) for found in re.findall(r"(?:ENTRYPOINT|CMD) (\[.*\])", text)[::-1])
    assert (command[:2], command[-2:], health[0]) == (["salarykit", "serve"], ["--port", "8000"], "python")
    process = start(SERVE, *command[2:-1], 0)
    port = listening(process)
    check = [sys.executable, *(word.replace(":8000/", f":{port}/") for word in health[1:])]

    assert subprocess.run(check, check=False, capture_output=True).returncode == 0  # noqa: S603 - our own command
    process.kill()
    process.wait(60)
    assert subprocess.run(check, check=False, capture_output=True).returncode == 1  # noqa: S603 - our own command


def test_without_the_extra_the_command_says_what_to_install(start: Start) -> None:
    """If FastAPI is not installed, the command names the extra and ends with 1; no other command needs it."""
    process = start(WITHOUT)

    assert process.communicate(timeout=60)[1] == (
        'salarykit: The service needs FastAPI and uvicorn: pip install "salarykit[service]"\n'
    )
    assert process.returncode == 1


def test_two_files_of_one_name_are_refused(start: Start, tmp_path: Path) -> None:
    """Each file is a table with its name, so two cannot have the same."""
    paths = [tmp_path / name for name in ("pay.csv", "pay.json")]
    for path in paths:
        path.write_text(FILE)
    process = start(SERVE, *paths, fork=True)

    assert "Two files are called 'pay'" in process.communicate(timeout=60)[1]
    assert process.returncode == 1
