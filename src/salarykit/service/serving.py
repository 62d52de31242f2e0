"""`serve`: runs the service on this machine, in one process or several, by uvicorn's protocol with limits of our own."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from salarykit.errors import InvalidQuery, SourceError
from salarykit.reading.read import read_salaries
from salarykit.service.app import create_app
from salarykit.service.json_answers import json_bytes
from salarykit.service.problems import PROBLEM_TYPE, RefusedRequest
from salarykit.service.state import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI

__all__ = ["Protocol", "app_of_worker", "keep_freed_memory", "serve"]

_HEAD: Final = 1 << 16  # the most bytes of the headers of a request; proxies and browsers send less
_REASONS: Final = {400: "Bad Request", 431: "Request Header Fields Too Large"}


class Protocol(HttpToolsProtocol):
    """A connection that answers bytes that are not HTTP with a problem detail, like every other error.

    uvicorn's parser keeps headers of any length; here the connection ends when they are too long. And uvicorn copies each part of a
    body twice before the app has it; here a part that arrives alone, as parts of large bodies do, is passed on uncopied.
    """

    _head = 0  # bytes of the request so far, until its headers are complete
    _in_head = False

    def data_received(self, data: bytes) -> None:
        """Take bytes of requests."""
        super().data_received(data)
        self._head += len(data)
        if self._in_head and self._head > _HEAD and not self.transport.is_closing():
            self._refuse(
                RefusedRequest(431, "headers-too-large", f"The headers have more than {_HEAD:,} bytes.")
            )

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._head, self._in_head = 0, True

    def on_headers_complete(self) -> None:
        """Begin the body of a request."""
        self._in_head = False
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Add a part to the body of a request, in `cycle.body`, which the app empties whenever it reads from it."""
        kept = self.cycle.body
        if not kept:
            self.cycle.body = b""  # type: ignore[assignment] # the sum of it and a part is the part itself
        elif isinstance(kept, bytes):
            self.cycle.body = bytearray(kept)  # many small parts are joined quickly in it
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Answer bytes that are not HTTP, and close the connection."""
        del msg
        self._refuse(RefusedRequest(400, "not-http", "This is not a request of HTTP/1.1 that can be read."))

    def _unsupported_upgrade_warning(self) -> None:
        """Write nothing to the log: a request to switch to another protocol may be answered in HTTP, and is."""

    def _refuse(self, refused: RefusedRequest) -> None:
        body = json_bytes(refused.to_dict())
        head = (
            f"HTTP/1.1 {refused.status} {_REASONS[refused.status]}",
            f"Content-Type: {PROBLEM_TYPE}",
            f"Content-Length: {len(body)}",
            "Cache-Control: no-store",
            "Connection: close",
        )
        self.transport.write("\r\n".join((*head, "", "")).encode() + body)
        self.transport.close()


_KEPT: Final = 128 << 20  # bytes of freed memory that are kept
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # parameters in glibc's malloc.h


def keep_freed_memory() -> None:
    """Tell glibc to keep some freed memory, so that a request of many rows need not get it from the kernel again, page by page.

    That is up to a third of the time of a million rows in several batches. Other systems have no such setting.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):
        set_option = ctypes.CDLL(None).mallopt
        set_option(_M_TRIM_THRESHOLD, _KEPT)
        set_option(_M_MMAP_THRESHOLD, _KEPT // 4)


_SERVED: Final = "SALARYKIT_SERVED"  # the environment variable that tells worker processes what to serve
_START: Final = 120  # seconds that a worker may take to read its files
_IDLE: Final = 65  # seconds that an idle connection is kept; longer than those of usual proxies


def serve(
    files: Sequence[Path], *, host: str, port: int, base: str, workers: int, origins: Sequence[str] = ()
) -> None:
    """Serve the salaries of files, or the packaged ones, until the process is asked to end; running requests are then finished.

    Args:
        files: the files; each is a table with the name of the file.
        host: the address to listen on.
        port: the port to listen on; 0 for any that is free.
        base: the currency of the page and of tables until a reader chooses another.
        workers: how many processes answer; each reads the files for itself.
        origins: the origins whose pages may call it from a browser.

    Raises:
        InvalidQuery: if two files have the same name.
        SourceError, InvalidSalary: if a file cannot be read, or nothing can listen on the port.
        InvalidCurrency: if `base` is not a currency.
    """
    named = _named(files)
    app = _app(named, base, origins)  # here a file that cannot be read is an error before anything listens
    if workers > 1:
        paths = {name: str(path) for name, path in named.items()}
        os.environ[_SERVED] = json.dumps([paths, base, list(origins)])
    try:
        _run(app if workers == 1 else f"{__name__}:app_of_worker", host=host, port=port, workers=workers)
    except SystemExit:  # it could not listen, and has logged why
        address = f"{host}, port {port}"
        raise SourceError(
            f"Cannot listen on {address}. Choose another with --port.", source=address
        ) from None


def _run(app: FastAPI | str, *, host: str, port: int, workers: int) -> None:
    """Run an app, or one that each worker makes, with the settings of this service."""
    uvicorn.run(
        app,
        factory=workers > 1,
        host=host,
        port=port,
        workers=workers,
        http=Protocol,
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_keep_alive=_IDLE,
        timeout_worker_healthcheck=_START,
        timeout_graceful_shutdown=int(2 * Limits().seconds),
    )


def app_of_worker() -> FastAPI:
    """Return the app of a worker process, which finds in its environment what to serve."""
    named, base, origins = json.loads(os.environ[_SERVED])
    return _app({name: Path(path) for name, path in named.items()}, base, origins)


def _app(named: Mapping[str, Path], base: str, origins: Sequence[str]) -> FastAPI:
    keep_freed_memory()
    tables = {name: read_salaries(path) for name, path in named.items()}
    return create_app(tables or None, base=base, origins=origins)


def _named(files: Sequence[Path]) -> dict[str, Path]:
    """Return the files by their names without endings.

    Raises:
        InvalidQuery: if two have the same name.
    """
    paths: dict[str, Path] = {}
    for path in files:
        name = path.name.partition(".")[0] or path.name
        if name in paths:
            raise InvalidQuery(
                f"Two files are called {name!r}: {paths[name]} and {path}. Rename one.", value=name
            )
        paths[name] = path
    return paths
