"""Answers in JSON, with an ETag and with how long they may be kept."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import orjson
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

__all__ = [
    "ASK_AGAIN",
    "FOREVER",
    "HOUR",
    "NOT_KEPT",
    "answer",
    "etag_of",
    "is_known",
    "json_bytes",
    "not_modified",
]

FOREVER: Final = "public, max-age=31536000, immutable"
"""How long an answer for a past day may be kept; newer rates do not change it."""
HOUR: Final = "public, max-age=3600"
"""How long an answer that newer rates may change may be kept."""
ASK_AGAIN: Final = "private, no-cache"
"""For the served tables: a client may keep an answer, but must ask each time whether it is still the same."""
NOT_KEPT: Final = "no-store"
_JSON: Final = "application/json"


def json_bytes(value: Any) -> bytes:
    """Return a value as JSON: days as ISO 8601, null for a number that JSON cannot express.

    Examples:
        >>> import datetime as dt
        >>> json_bytes({"on": dt.date(2024, 6, 28), "value": float("nan")})
        b'{"on":"2024-06-28","value":null}'
    """
    try:
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS)
    except TypeError:  # orjson refuses whole numbers of more than 64 bits, and halves of surrogate pairs
        plain = json.loads(json.dumps(value, default=str), parse_constant=lambda _: None)
        return json.dumps(plain).encode()


def etag_of(request: Request, version: bytes) -> str:
    """Return the ETag of the answer to a request; it depends on the rates, the tables and the request alone.

    Args:
        request: the request.
        version: a fingerprint of the rates, the tables and the code.
    """
    scope = request.scope
    target = b"?".join((scope["path"].encode(), scope["query_string"]))
    return f'"{blake2b(target, key=version, digest_size=12).hexdigest()}"'


def is_known(request: Request, etag: str) -> bool:
    """Return whether the client has the answer already."""
    return etag in request.headers.get("if-none-match", "")


def not_modified(etag: str) -> Response:
    """Return the answer for a client that already has the current one."""
    return Response(status_code=304, headers={"ETag": etag})


def answer(value: Any, *, etag: str | None = None, keep: str = NOT_KEPT) -> Response:
    """Return an answer in JSON.

    Args:
        value: what is answered.
        etag: its ETag; None for what no client should keep.
        keep: how long it may be kept, for the header Cache-Control.
    """
    headers = {"Cache-Control": keep}
    if etag is not None:
        headers["ETag"] = etag
    return Response(json_bytes(value), headers=headers, media_type=_JSON)
