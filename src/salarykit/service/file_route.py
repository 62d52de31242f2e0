"""The route `POST /v1/salaries`: reads the file in the body, and answers with its salaries and the refused cells."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

import salarykit as sk
from salarykit.files.opening import memory_file
from salarykit.option_words import in_http_words
from salarykit.reading.layouts.registry import is_known as is_known_layout
from salarykit.service.json_answers import answer
from salarykit.service.problems import RefusedRequest, refused_by
from salarykit.service.rate_routes import Staleness
from salarykit.service.records import Code, SalariesAnswer, When
from salarykit.service.request_parts import check_parameters, media_type, pairs, whole_body
from salarykit.service.state import State, state_of

__all__ = ["router"]

router: Final = APIRouter(tags=["salaries"])
_ENDINGS: Final = {
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/vnd.apache.parquet": "parquet",
    "application/x-parquet": "parquet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12": "xlsb",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "text/html": "html",
}
"""The media types of a file, and the endings of their names."""
_READING: Final = frozenset(
    {
        "column",
        "default",
        "layout",
        "decimal",
        "day_first",
        "encoding",
        "delimiter",
        "header",
        "sheet",
        "infer",
    }
)
_KNOWN: Final = _READING | {"base", "on", "max_staleness"}
_BODY: Final = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _ENDINGS},
    }
}
_TextOption = Annotated[str | None, Query(max_length=200)]
_FieldPairs = Annotated[list[str], Query(max_length=64)]


@router.post(
    "/v1/salaries", response_model=None, responses={200: {"model": SalariesAnswer}}, openapi_extra=_BODY
)
async def read_file(  # noqa: PLR0913 - each is a parameter of the route
    request: Request,
    *,
    column: _FieldPairs = [],  # noqa: B006 - FastAPI copies it
    default: _FieldPairs = [],  # noqa: B006 - FastAPI copies it
    layout: _TextOption = None,
    decimal: _TextOption = None,
    day_first: bool | None = None,
    encoding: _TextOption = None,
    delimiter: _TextOption = None,
    header: Annotated[int | None, Query(ge=1)] = None,
    sheet: _TextOption = None,
    infer: bool = True,
    base: Code | None = None,
    on: When | None = None,
    max_staleness: Staleness = 7,
) -> Response:
    """Read a file as `salarykit.sift_salaries` does, and convert its good rows if `base` and `on` are given.

    The file is the body, as it is: CSV, JSON, Parquet, a workbook (XLSX, XLSB, ODS) or a page, which may be compressed. It is
    read in memory. `column` and `default` are pairs such as `amount=CompTotal`, and may be given several times.
    """
    state = state_of(request)
    check_parameters(request, _KNOWN, ("column", "default"))
    kind = media_type(request, _ENDINGS)
    if (base is None) != (on is None):
        raise RefusedRequest(422, "invalid-value", "base and on go together: base=USD&on=2024.", field="on")
    if layout is not None and not is_known_layout(layout):
        raise RefusedRequest(422, "invalid-value", f"There is no layout {layout[:64]!r}.", field="layout")
    given = locals()
    options = {name: given[name] for name in _READING - {"column", "default"}}
    options |= {"columns": pairs(column, "column") or None, "defaults": _defaults(default)}
    options["max_bytes"] = state.limits.body_bytes * 8
    terms = None if base is None else {"base": base, "on": on, "max_staleness": max_staleness}
    body = await whole_body(request, state.limits)
    return await state.work.run(_read, body, f"body.{_ENDINGS[kind]}", options, terms, state)


def _defaults(texts: list[str]) -> dict[str, Any] | None:
    numbers = {"relevance": float, "sample_size": int}
    values = pairs(texts, "default")
    try:
        return {name: numbers.get(name, str)(value) for name, value in values.items()} or None
    except (TypeError, ValueError):
        raise RefusedRequest(
            422, "invalid-value", "default: relevance and sample_size are numbers.", field="default"
        ) from None


def _read(
    body: bytes, name: str, options: dict[str, Any], terms: dict[str, Any] | None, state: State
) -> Response:
    """Return the answer to a file."""
    with memory_file(body, name) as path:
        try:
            good, bad = sk.sift_salaries(path, **options)
            layout = sk.infer_layout(path, **options)
        except sk.SalaryKitError as error:
            raise _unreadable(error) from None
    limit = state.limits.file_rows
    if len(good) + len(bad) > limit:
        detail = (
            f"The file has more than {limit:,} rows. Send it in parts, or convert it with salarykit convert."
        )
        raise RefusedRequest(413, "too-many-rows", detail, limit=limit)
    if terms is not None:
        good = good.convert(**terms, rates=state.rates)
    reading = {
        "count": len(good),
        "refused": bad.row_count,
        "base": good.base,
        "terms": good.terms.to_dict() if good.terms else None,
        "rows": good.to_arrow().to_pylist(),
        "rejects": [
            {**cell, "message": in_http_words(cell["message"])} for cell in bad.to_arrow().to_pylist()
        ],
        "reading": in_http_words(str(good.reading)).splitlines() if good.reading else [],
        "layout": json.loads(layout.to_json()),
    }
    return answer(reading)


def _unreadable(error: sk.SalaryKitError) -> RefusedRequest:
    """Return the refusal of a file that cannot be read; a file that decompresses to too much counts as too large."""
    refused = refused_by(error)
    refused.detail = in_http_words(refused.detail)
    if isinstance(error, sk.SourceError) and "max_bytes" in refused.detail:
        detail = "The body decompresses or decodes to more than is read here. Send less."
        return RefusedRequest(413, "body-too-large", detail)
    return refused
