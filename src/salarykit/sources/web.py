"""A careful GET: https only, a deadline, a size limit, few attempts, no redirect to another host."""

from __future__ import annotations

import contextlib
import ipaddress
import re
import socket
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from salarykit.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import requests

__all__ = ["Web", "WebAnswer", "WebLimits", "check_url"]

_RETRIED: Final = (429, 500, 502, 503, 504)
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_MAX_REDIRECTS: Final = 3
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class WebLimits:
    """The limits of a request: time, size and number of attempts.

    Attributes:
        connect: the seconds to connect.
        read: the seconds to wait for the next byte.
        total: the seconds for a complete answer.
        size: the bytes of an answer, after decompression.
        tries: the attempts if the server cannot answer for now (429 and 5xx).
        backoff: the seconds before the second attempt, doubled before each further one.
    """

    connect: float = 5.0
    read: float = 20.0
    total: float = 120.0
    size: int = 64 << 20
    tries: int = 3
    backoff: float = 1.0


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """An answer of a server: its address, status and body."""

    url: str
    status: int
    body: bytes


def _bare(url: str) -> str:
    """Return an address with its user name and password hidden, for messages.

    Examples:
        >>> _bare("https://ann:secret@example.org/rates")
        'https://***@example.org/rates'
    """
    return re.sub("//[^/?#]*@", "//***@", url)


def check_url(url: str, name: str) -> str:
    """Return an address if it is allowed: https, or http on this machine.

    Raises:
        SourceError: for any other.

    Examples:
        >>> check_url("http://127.0.0.1:8000/", "example")
        'http://127.0.0.1:8000/'
        >>> check_url("http://example.org/", "example")
        Traceback (most recent call last):
        salarykit.errors.SourceError: example: http://example.org/ is not https. Plain http is for this machine only.
    """
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise SourceError(f"{name}: {_bare(url)} is not an address: {error}.", source=_bare(url)) from None
    if "\\" in url or "@" in parts.netloc:
        raise SourceError(
            f"{name}: {_bare(url)} hides its host: it has a backslash or an @.", source=_bare(url)
        )
    if parts.scheme == "https" and parts.hostname:
        return url
    if parts.scheme == "http" and _is_here(parts.hostname or ""):
        return url
    raise SourceError(f"{name}: {url} is not https. Plain http is for this machine only.", source=url)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Web:
    """A session with one service.

    Args:
        name: the name of the service, with which every error begins.
        limits: see `WebLimits`.
        follow: whether a redirect on the same host is followed; a redirect to another never is.
        kept: what stays unchanged if the service fails, for messages.
    """

    def __init__(
        self, name: str, limits: WebLimits | None = None, *, follow: bool = True, kept: str = "rates"
    ) -> None:
        self._name, self._limits, self._follow, self._kept = name, limits or WebLimits(), follow, kept
        self._connections: list[Any] = []

    @cached_property
    def _session(self) -> requests.Session:
        import requests  # importing it opens a socket briefly, so it is imported for the first request

        session = requests.Session()
        session.trust_env = False  # no credentials from .netrc for a public service
        session.headers["User-Agent"] = "salarykit"
        for scheme in ("http://", "https://"):
            session.mount(scheme, _recording(self._connections))
        return session

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        accepted: tuple[int, ...] = (200,),
    ) -> WebAnswer:
        """Return the answer to a GET, if its status is 200 or another accepted one.

        Raises:
            SourceError: for any other outcome; it names the address, the status and what to do.
        """
        wait = self._limits.backoff
        for left in reversed(range(self._limits.tries)):
            answer = self._once(check_url(url, self._name), params, headers)
            if answer.status not in _RETRIED or not left:
                break
            time.sleep(wait)
            wait *= 2
        if answer.status in accepted:
            return answer
        later = " It may answer later." if answer.status in _RETRIED else ""
        raise self.fault(answer.url, f"answered with status {answer.status}.{later}", status=answer.status)

    def fault(self, url: str, what: str, *, status: int | None = None) -> SourceError:
        """Return an error that names this service and an address."""
        return SourceError(
            f"{self._name}: {url} {what} The {self._kept} in use are unchanged.", source=url, status=status
        )

    def _once(
        self, url: str, params: Mapping[str, str] | None, headers: Mapping[str, str] | None
    ) -> WebAnswer:
        """Return the answer to one attempt, whatever its status."""
        import requests
        import urllib3

        with self._time_limit() as deadline:
            try:
                for _ in range(_MAX_REDIRECTS + 1):
                    with self._session.get(
                        url,
                        params=params,
                        headers=headers,
                        timeout=(self._limits.connect, self._limits.read),
                        allow_redirects=False,
                        stream=True,
                    ) as response:
                        if response.status_code not in _REDIRECTS:
                            body = b"".join(self._read(response, deadline))
                            return WebAnswer(response.url, response.status_code, body)
                        url, params = self._redirected(response), None
            except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
                if time.monotonic() > deadline:
                    raise self._late(url) from error
                raise self.fault(url, f"did not answer: {_reason(error)}.") from error
        raise self.fault(url, "redirects without end.")

    @contextlib.contextmanager
    def _time_limit(self) -> Iterator[float]:
        """Yield the deadline of an attempt, and close its connections then: a server could send single bytes indefinitely."""
        watch = threading.Timer(self._limits.total, self._cut)
        watch.daemon = True
        deadline = time.monotonic() + self._limits.total
        watch.start()
        try:
            yield deadline
        finally:
            watch.cancel()
            self._connections.clear()

    def _cut(self) -> None:
        """Close the connections of the current request, so that nothing waits for them."""
        for connection in list(self._connections):
            with contextlib.suppress(OSError, AttributeError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    def _late(self, url: str, status: int | None = None) -> SourceError:
        return self.fault(url, f"did not finish within {self._limits.total:g} seconds.", status=status)

    def _redirected(self, response: requests.Response) -> str:
        target = urljoin(response.url, response.headers.get("Location", ""))
        old, new = urlsplit(response.url), urlsplit(target)
        if not self._follow or (old.scheme, old.netloc) != (new.scheme, new.netloc):
            raise self.fault(
                response.url,
                f"redirects to {_bare(target)[:200]}, which is not followed. Pass that address as source_url if you trust it.",
                status=response.status_code,
            )
        return target

    def _read(self, response: requests.Response, deadline: float) -> Iterator[bytes]:
        size = 0
        while chunk := response.raw.read1(_CHUNK, decode_content=True):
            size += len(chunk)
            if size > self._limits.size:
                raise self.fault(
                    response.url, f"sent more than {self._limits.size:,} bytes.", status=response.status_code
                )
            if time.monotonic() > deadline:
                raise self._late(response.url, response.status_code)
            yield chunk
        if time.monotonic() > deadline:  # `_cut` has closed the connection
            raise self._late(response.url, response.status_code)


def _recording(connections: list[Any]) -> Any:
    """Return an adapter for requests that records its connections."""
    from requests.adapters import HTTPAdapter
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    def noting(pool: Any) -> Any:
        class Connection(pool.ConnectionCls):  # type: ignore[misc] # a class that is known at run time only
            def connect(self) -> None:
                connections.append(self)
                super().connect()

        return type(pool.__name__, (pool,), {"ConnectionCls": Connection})

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **keywords: Any) -> None:
            super().init_poolmanager(*args, **keywords)
            pools = {"http": noting(HTTPConnectionPool), "https": noting(HTTPSConnectionPool)}
            self.poolmanager.pool_classes_by_scheme = pools

    return Adapter()


def _reason(error: Any) -> str:
    import requests

    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return "it took too long"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate is not valid"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return type(error).__name__
