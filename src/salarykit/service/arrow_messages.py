"""The messages of an Arrow stream: those of a body are checked before Arrow reads them, those of an answer are sent as they are.

A stranger's header must not make Arrow take more memory than the body has bytes: a compressed message is refused, and so are more
rows than the limit.
"""

from __future__ import annotations

import struct
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from starlette.responses import Response

from salarykit.service.problems import RefusedRequest

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from salarykit.service.state import Limits

__all__ = ["Messages", "Parts", "PartsResponse", "not_arrow"]

_MARKER: Final = b"\xff\xff\xff\xff"
_PREFIX: Final = 8  # bytes before the metadata of a message: the marker, and the size of the metadata
_OF_BATCH: Final = 1 << 16  # bytes; converting so many takes as long as beginning a batch
_DICTIONARY, _BATCH = 2, 3  # kinds of messages; below, the numbers of their fields (Arrow's Message.fbs)
_KIND, _HEADER, _BODY = 1, 2, 3
_VALUES: Final = 1  # a field of a dictionary
_ROWS, _COMPRESSION = 0, 3  # fields of a batch


def not_arrow(reason: str) -> RefusedRequest:
    """Return the refusal of a body that is not an Arrow stream."""
    return RefusedRequest(400, "not-arrow", f"The body is not a readable Arrow stream: {reason}.")


class _Message(NamedTuple):
    """The contents of the metadata of a message."""

    kind: int
    body: int
    rows: int
    compressed: bool


class Messages:
    """The messages of a stream, as a file from which Arrow reads those that are complete.

    Attributes:
        waiting: the bytes of the batches that are complete and not yet taken; each batch counts as some more bytes, because
            to begin one takes time.
        schema: the message of the schema; empty until it is complete.
        ended: whether the stream has said that it ends.
    """

    closed = False

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._pending = bytearray()
        self._ready: deque[memoryview] = deque()
        self._coming: tuple[_Message, int] | None = None  # the next message, and its size in bytes
        self._rows, self._batches, self.waiting, self.schema, self.ended = 0, 0, 0, b"", False

    def feed(self, chunk: bytes) -> None:
        """Take bytes as they arrive.

        Raises:
            RefusedRequest: for a body that is not an Arrow stream, is compressed, or has too many bytes or rows.
        """
        self._pending += chunk
        while not self.ended and self._complete():
            pass
        if self.ended and len(self._pending) > _PREFIX:
            raise not_arrow("it goes on after its end")

    def taken(self) -> int:
        """Return how many batches have become complete since the last call; the caller must read them."""
        count, self._batches, self.waiting = self._batches, 0, 0
        return count

    def read(self, size: int = -1) -> memoryview:
        """Return the next bytes of the complete messages, without a copy if they are of one message."""
        if not self._ready:
            return memoryview(b"")
        part = self._ready[0] if size < 0 else self._ready[0][:size]
        if len(part) < len(self._ready[0]):
            self._ready[0] = self._ready[0][len(part) :]
        else:
            self._ready.popleft()
        if len(part) < size and self._ready:
            return memoryview(bytes(part) + bytes(self.read(size - len(part))))
        return part

    def _complete(self) -> bool:
        """Move the next message to those that are ready, if all of its bytes are there; return whether they are."""
        if self._coming is None:
            self._coming = self._begun()
        if self._coming is None or len(self._pending) < self._coming[1]:
            return False
        message, size = self._coming
        if not self.schema:
            self.schema = bytes(self._pending[:size])
        complete, self._pending = self._pending, self._pending[size:]
        del complete[size:]
        self._ready.append(memoryview(complete))
        self._coming = None
        if message.kind == _BATCH:
            self._batches += 1
            self.waiting += size + _OF_BATCH
        return True

    def _begun(self) -> tuple[_Message, int] | None:
        """Return the next message and its size in bytes, if its metadata has arrived."""
        if len(self._pending) < _PREFIX:
            return None
        if self._pending[:4] != _MARKER:
            raise not_arrow("a message does not begin as one")
        length = int.from_bytes(self._pending[4:_PREFIX], "little", signed=True)
        if length == 0:
            self._ready.append(memoryview(bytes(self._pending[:_PREFIX])))
            self.ended = True
            return None
        if not 0 < length <= self._limits.body_bytes:
            raise not_arrow("a message has an impossible size")
        if len(self._pending) < _PREFIX + length:
            return None
        message = _parsed(bytes(self._pending[_PREFIX : _PREFIX + length]))
        self._check(message)
        return message, _PREFIX + length + message.body

    def _check(self, message: _Message) -> None:
        limits = self._limits
        if message.body < 0 or message.rows < 0:
            raise not_arrow("a message has an impossible size")
        if message.body > limits.body_bytes:
            detail = f"A message has more than {limits.body_bytes:,} bytes. Send smaller batches."
            raise RefusedRequest(413, "body-too-large", detail, limit=limits.body_bytes)
        if message.compressed:
            raise RefusedRequest(415, "unsupported-encoding", "Send the Arrow stream without compression.")
        self._rows += message.rows if message.kind == _BATCH else 0
        if max(message.rows, self._rows) > limits.rows:
            detail = f"There are more than {limits.rows:,} rows. Send them in parts."
            raise RefusedRequest(413, "too-many-rows", detail, limit=limits.rows)


def _parsed(data: bytes) -> _Message:
    """Return the contents of the metadata of a message, which is a flatbuffer."""
    try:
        message = _follow(data, 0)
        kind, body = _field(data, message, _KIND), _field(data, message, _BODY)
        size = struct.unpack_from("<q", data, body)[0] if body else 0
        header = data[kind] if kind else 0
        table = _table(data, message, _HEADER)
        if header == _DICTIONARY:
            table = _table(data, table, _VALUES)
        if header not in (_DICTIONARY, _BATCH):
            return _Message(header, size, 0, compressed=False)
        rows = _field(data, table, _ROWS)
        count = struct.unpack_from("<q", data, rows)[0] if rows else 0
        return _Message(header, size, count, compressed=_field(data, table, _COMPRESSION) is not None)
    except (struct.error, IndexError):
        raise not_arrow("the metadata of a message is damaged") from None


def _follow(data: bytes, at: int) -> int:
    """Return the position that the offset at a position refers to."""
    return at + int(struct.unpack_from("<I", data, at)[0])


def _field(data: bytes, table: int, number: int) -> int | None:
    """Return the position of a field of a flatbuffer's table; None if it is not set."""
    fields = table - int(struct.unpack_from("<i", data, table)[0])
    if fields < 0:
        raise IndexError
    size, at = struct.unpack_from("<H", data, fields)[0], 4 + 2 * number
    offset = int(struct.unpack_from("<H", data, fields + at)[0]) if at + 2 <= size else 0
    return table + offset if offset else None


def _table(data: bytes, table: int, number: int) -> int:
    """Return the position of a table that is a field of another one."""
    at = _field(data, table, number)
    if at is None:
        raise IndexError
    return _follow(data, at)


_SMALL: Final = 1 << 16  # bytes; smaller parts are joined to their neighbours


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
        """Take the next bytes, or any other memory; return their number."""
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
    """An answer whose body is sent part by part; its length is known beforehand.

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
