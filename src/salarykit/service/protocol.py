"""HTTP as the service speaks it: uvicorn's protocol, with a problem detail for what is no HTTP, and a limit on headers."""

from __future__ import annotations

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from salarykit.service.json_answers import json_bytes
from salarykit.service.problems import PROBLEM_TYPE, RefusedRequest

__all__ = ["Protocol"]

_HEAD: Final = 1 << 16  # bytes of a request before its body, above what proxies and browsers send
_REASONS: Final = {400: "Bad Request", 431: "Request Header Fields Too Large"}


class Protocol(HttpToolsProtocol):
    """A connection, on which a request that is no HTTP is answered as every other error is.

    uvicorn's parser keeps headers of any length; here the connection ends when they are too long. And uvicorn copies each part of a
    body twice before the app has it; here a part that comes alone, as those of large bodies do, is passed on as it is.
    """

    _head = 0  # bytes of the request since its first, while its headers are not complete
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
        """Take a part of a body; the app takes `cycle.body`, and then it is empty again."""
        kept = self.cycle.body
        if not kept:
            self.cycle.body = b""  # type: ignore[assignment] # the sum of it and a part is the part itself
        elif isinstance(kept, bytes):
            self.cycle.body = bytearray(kept)  # so that many small parts are joined quickly
        super().on_body(body)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, and close the connection."""
        del msg
        self._refuse(RefusedRequest(400, "not-http", "This is not a request of HTTP/1.1 that can be read."))

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
