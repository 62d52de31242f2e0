"""An answer in parts: what Arrow writes is kept as it is, and sent without being joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["Parts", "PartsResponse"]

_SMALL: Final = 1 << 16  # bytes below which a part is joined to the next small ones


class Parts:
    """A file that Arrow writes to; it keeps the memory of what is written, and copies only small parts.

    Examples:
        >>> parts = Parts()
        >>> [parts.write(data) for data in (b"a", b"bc", bytes(100_000))]
        [1, 2, 100000]
        >>> [len(part) for part in parts.finished()]
        [3, 100000]
    """

    closed = False

    def __init__(self) -> None:
        self._parts: list[memoryview] = []
        self._small = bytearray()

    def write(self, data: bytes) -> int:
        """Take the next bytes, or any other memory; return how many they are."""
        part = memoryview(data)
        if part.nbytes < _SMALL:
            self._small += part
        else:
            self.finished().append(part)
        return part.nbytes

    def flush(self) -> None:
        """Do nothing, as nothing is held back."""

    def close(self) -> None:
        """Do nothing, as the parts are still to be sent."""

    def finished(self) -> list[memoryview]:
        """Return all that was written."""
        if self._small:
            self._parts.append(memoryview(self._small))
            self._small = bytearray()
        return self._parts


class PartsResponse(Response):
    """An answer whose body is sent part by part; its length is known before.

    Args:
        parts: the body.
        media_type: of the body.
    """

    def __init__(self, parts: list[memoryview], media_type: str) -> None:
        self._parts = parts
        length = sum(part.nbytes for part in parts)
        super().__init__(headers={"Content-Length": str(length)}, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the answer."""
        del scope, receive
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        for part in self._parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
