"""What routes do with a request before they answer it: refuse unknown parameters, and read a body within limits."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from salarykit.errors import hint
from salarykit.service.problems import RefusedRequest, invalid, invalid_values

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from starlette.requests import Request

    from salarykit.service.state import Limits

__all__ = ["check_parameters", "checked", "chunks_of", "json_body", "media_type", "pairs", "whole_body"]

_Model = TypeVar("_Model", bound=BaseModel)
_JSON: Final = ("application/json",)


def check_parameters(request: Request, known: frozenset[str], repeated: Iterable[str] = ()) -> None:
    """Refuse a parameter that the route does not have, and one that is given twice.

    Args:
        request: the request.
        known: the parameters of the route.
        repeated: those that may be given several times.

    Raises:
        RefusedRequest: naming the parameter, and the most similar known one.
    """
    given = request.query_params
    names = given.keys()
    if not names <= known:
        name = min(names - known)
        shown = name[:64]
        others = f"Parameters: {', '.join(sorted(known))}." if known else "This route takes none."
        detail = f"There is no parameter {shown!r}.{hint(shown, known)} {others}"
        raise RefusedRequest(422, "unknown-parameter", detail, field=shown)
    if len(given.multi_items()) > len(names):
        counts = Counter(name for name, _ in given.multi_items())
        twice = [name for name, count in counts.items() if count > 1 and name not in set(repeated)]
        if twice:
            raise RefusedRequest(422, "invalid-value", f"{twice[0]} is given several times.", field=twice[0])


def media_type(request: Request, accepted: Iterable[str]) -> str:
    """Return the media type of a body, in lower case and without its parameters.

    Raises:
        RefusedRequest: if it is not one of those accepted, or if the body is encoded.
    """
    kinds = list(accepted)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if kind not in kinds:
        reason = f"{kind[:100]!r} is not read here" if kind else "The request has no Content-Type"
        raise RefusedRequest(
            415,
            "unsupported-media-type",
            f"{reason}. Send one of: {', '.join(kinds)}.",
            headers={"Accept": ", ".join(kinds)},
        )
    if encoding != "identity":
        raise RefusedRequest(415, "unsupported-encoding", "Send the body without Content-Encoding.")
    return kind


def too_large(limit: int) -> RefusedRequest:
    """Return the refusal of a body that is too large."""
    return RefusedRequest(413, "body-too-large", f"The body has more than {limit:,} bytes.", limit=limit)


async def chunks_of(request: Request, limit: int, seconds: float) -> AsyncIterator[bytes]:
    """Yield the parts of a body as they arrive.

    Raises:
        RefusedRequest: if it has more bytes than the limit, or takes more than `seconds` to arrive.
        ClientDisconnect: if the client has gone.
    """
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > limit:
        raise too_large(limit)
    size, more = 0, True
    end = asyncio.get_running_loop().time() + seconds
    while more:
        try:
            async with asyncio.timeout_at(end):
                message = await request.receive()
        except TimeoutError:
            detail = f"The body takes longer than {seconds:g} seconds to arrive."
            raise RefusedRequest(408, "body-too-slow", detail, seconds=seconds) from None
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk, more = message.get("body", b""), message.get("more_body", False)
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        yield chunk


async def whole_body(request: Request, limits: Limits) -> bytes:
    """Return a body within the limits, which is never written to a disk.

    Raises:
        RefusedRequest: if it is empty, too large or too slow.
    """
    body = b"".join([chunk async for chunk in chunks_of(request, limits.body_bytes, limits.seconds)])
    if not body:
        raise RefusedRequest(400, "empty-body", "The request has no body.")
    return body


async def json_body(request: Request, limits: Limits) -> Any:
    """Return the value of a body in JSON.

    Raises:
        RefusedRequest: if it is not JSON, or not within the limits.
    """
    media_type(request, _JSON)
    body = await whole_body(request, limits)
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise RefusedRequest(
            400, "not-json", f"The body is not JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        ) from None


def checked(model: type[_Model], value: Any) -> _Model:
    """Return a value as a record.

    Raises:
        RefusedRequest: with what is wrong with each field.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise invalid_values([invalid(fault) for fault in faults[:20]]) from None


def pairs(texts: list[str], parameter: str) -> dict[str, Any]:
    """Return the values of OURS=THEIRS texts by name; a name that is repeated has a list.

    Raises:
        RefusedRequest: for a text of another form.

    Examples:
        >>> pairs(["amount=Pay", "city=Ort", "city=Stadt"], "column")
        {'amount': 'Pay', 'city': ['Ort', 'Stadt']}
    """
    given: dict[str, Any] = {}
    for text in texts:
        name, separator, value = text.partition("=")
        if not (separator and name and value):
            raise RefusedRequest(422, "invalid-value", f"{parameter} takes NAME=VALUE.", field=parameter)
        given.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in given.items()}
