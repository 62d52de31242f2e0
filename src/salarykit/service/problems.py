"""Every error as a problem detail (RFC 9457): the library's message and fields, and nothing internal."""

from __future__ import annotations

import datetime as dt
import logging
import math
import re
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from salarykit.errors import RateNotFound, SalaryKitError, SourceError
from salarykit.rates.spans import Span, shortest
from salarykit.service.json_answers import json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.responses import Response

__all__ = ["PROBLEM_TYPE", "RefusedRequest", "add_problem_details", "refused_by"]

PROBLEM_TYPE: Final = "application/problem+json"
_log: Final = logging.getLogger("salarykit.service")
_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_INTERNAL: Final = {"place", "source", "file", "bad"}  # paths of this machine, and objects of the library
_NO_FIELD: Final = re.compile(r"query|body|str|constrained-str|list\[.*\]")
"""The parts of a location that are not fields: where the parameter is, and the branches of a union."""
_NO_OBJECT: Final = {"model_type", "dict_type", "model_attributes_type"}
_LONGEST: Final = 300  # characters; longer texts in fields are cut
_TITLES: Final = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    408: "Request timeout",
    413: "Content too large",
    415: "Unsupported media type",
    422: "Invalid value",
    431: "Headers too large",
    500: "Internal error",
    503: "Not available",
}
_STATUSES: Final[dict[type[Exception], int]] = {RateNotFound: 404, SourceError: 400}


class RefusedRequest(Exception):
    """A request that is refused.

    Args:
        status: of HTTP.
        kind: what is wrong, in a word or a few with hyphens.
        detail: what is wrong, and what to do about it.
        headers: further headers of the answer.
        fields: what the problem is about.
    """

    def __init__(
        self, status: int, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **fields: Any
    ) -> None:
        super().__init__(detail)
        self.status, self.kind, self.detail, self.headers, self.fields = status, kind, detail, headers, fields

    def to_dict(self) -> dict[str, Any]:
        """Return the problem detail."""
        return {
            "type": f"urn:salarykit:{self.kind}",
            "title": _TITLES.get(self.status, "Error"),
            "status": self.status,
            "detail": self.detail,
            **self.fields,
        }


def refused_by(error: SalaryKitError) -> RefusedRequest:
    """Return an error of the library as a refused request, with its message and its fields.

    Examples:
        >>> refused_by(RateNotFound("No KPW/USD rate.", currency="KPW", base="USD", row=None)).to_dict()
        ... # doctest: +NORMALIZE_WHITESPACE
        {'type': 'urn:salarykit:rate-not-found', 'title': 'Not found', 'status': 404, 'detail': 'No KPW/USD rate.',
         'currency': 'KPW', 'base': 'USD'}
    """
    status = next((number for kind, number in _STATUSES.items() if isinstance(error, kind)), 422)
    kind = _CAPITAL.sub("-", type(error).__name__).lower()
    fields = {name: _plain(value) for name, value in vars(error).items() if name not in _INTERNAL}
    return RefusedRequest(
        status, kind, str(error), **{name: value for name, value in fields.items() if value is not None}
    )


def _plain(value: Any) -> Any:
    """Return a field as JSON has it; None for a value that only this process understands."""
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."
    if isinstance(value, Span):
        return shortest(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value[:20]]
    is_plain = isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value))
    return value if is_plain else None


def problem(refused: RefusedRequest) -> Response:
    """Return the answer to a refused request."""
    from starlette.responses import Response

    headers = {"Cache-Control": "no-store", **(refused.headers or {})}
    return Response(json_bytes(refused.to_dict()), refused.status, headers, PROBLEM_TYPE)


def add_problem_details(app: FastAPI) -> None:
    """Make an app answer every error with a problem detail."""
    app.exception_handler(RefusedRequest)(_of_refused)
    app.exception_handler(SalaryKitError)(_of_library)
    app.exception_handler(RequestValidationError)(_of_parameters)
    app.exception_handler(HTTPException)(_of_http)
    app.exception_handler(ClientDisconnect)(_of_gone)
    app.exception_handler(Exception)(_of_fault)


async def _of_refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedRequest)  # noqa: S101 - what it is registered for
    return problem(error)


async def _of_library(_: Request, error: Exception) -> Response:
    assert isinstance(error, SalaryKitError)  # noqa: S101 - what it is registered for
    return problem(refused_by(error))


async def _of_parameters(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what it is registered for
    faults = [invalid(fault) for fault in error.errors()]
    return problem(invalid_values(faults))


def invalid(fault: Mapping[str, Any]) -> dict[str, str]:
    """Return what pydantic says of a value: where it is, and what is wrong."""
    where = ".".join(str(part) for part in fault["loc"] if not _NO_FIELD.fullmatch(str(part)))
    message = str(fault.get("ctx", {}).get("error", "") or fault["msg"])
    if fault["type"] in _NO_OBJECT:
        message = "Input should be an object"
    return {"field": where, "detail": message}


def invalid_values(faults: list[dict[str, str]]) -> RefusedRequest:
    """Return the refusal of values that are missing or of another type."""
    first = faults[0]
    detail = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
    return RefusedRequest(422, "invalid-value", detail, errors=faults[:20])


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is registered for
    kinds = {404: "no-such-route", 405: "method-not-allowed"}
    details = {
        404: f"There is no {request.url.path[:200]} here.",
        405: f"{request.method} is not possible here.",
    }
    detail = details.get(error.status_code, str(error.detail))
    kind = kinds.get(error.status_code, "bad-request")
    return problem(RefusedRequest(error.status_code, kind, detail, headers=error.headers))


async def _of_gone(_: Request, __: Exception) -> Response:
    """Answer a client that has gone before its body was complete: nobody reads it, and nothing has failed."""
    return problem(RefusedRequest(400, "body-incomplete", "The body ends before it is complete."))


async def _of_fault(request: Request, error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(RefusedRequest(500, "internal-error", "The service failed. Its log says why."))
