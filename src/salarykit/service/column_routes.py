"""The routes `POST /v1/convert` and `POST /v1/pay`: columns, worked on in threads."""

from __future__ import annotations

from math import isnan
from typing import TYPE_CHECKING, Annotated, Any, Final

import numpy as np
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

import salarykit as sk
from salarykit.rates.lookup import Coarse, check_terms
from salarykit.rates.rates import Missing
from salarykit.salaries.convert import coded_currencies, coded_days
from salarykit.service.arrow_stream import ARROW, StreamTerms, converted_stream
from salarykit.service.json_answers import answer
from salarykit.service.problems import RefusedRequest
from salarykit.service.rate_routes import Staleness
from salarykit.service.records import (
    AmountsAnswer,
    AmountsQuestion,
    Code,
    PayAnswer,
    PayQuestion,
    RowsAnswer,
    RowsQuestion,
    When,
)
from salarykit.service.request_parts import check_parameters, checked, json_body, media_type
from salarykit.service.state import State, state_of

if TYPE_CHECKING:
    from salarykit.rates.converted import Converted
    from salarykit.service.state import Limits

__all__ = ["QUESTIONS", "REFERENCE", "router"]

router: Final = APIRouter(tags=["rates"])
QUESTIONS: Final = (AmountsQuestion, RowsQuestion, PayQuestion)
"""The records that describe the bodies of requests."""
REFERENCE: Final = "#/components/schemas/{model}"
"""How the description of the routes refers to a record."""
_OF_STREAM: Final = frozenset({"base", "currency", "on", "max_staleness", "missing", "coarse", "provenance"})
_COLUMNS: Final = ("value", "rate", "observed_on", "staleness", "kind", "step")


def _body(*models: type, **others: Any) -> dict[str, Any]:
    """Return the description of a body."""
    schemas = [model.model_json_schema(ref_template=REFERENCE) for model in models]  # type: ignore[attr-defined] # pydantic models
    for schema in schemas:
        schema.pop("$defs", None)
    json = {"schema": schemas[0] if len(schemas) == 1 else {"oneOf": schemas}}
    return {"requestBody": {"required": True, "content": {"application/json": json, **others}}}


@router.post(
    "/v1/convert",
    response_model=None,
    responses={200: {"model": AmountsAnswer | RowsAnswer, "content": {ARROW: {}}}},
    openapi_extra=_body(
        AmountsQuestion, RowsQuestion, **{ARROW: {"schema": {"type": "string", "format": "binary"}}}
    ),
)
async def convert_columns(
    request: Request,
    *,
    base: Annotated[Code | None, Query(description="Of an Arrow stream: the currency to convert to.")] = None,
    currency: Annotated[Code | None, Query(description="Of a stream without a column `currency`.")] = None,
    on: Annotated[When | None, Query(description="Of a stream without a column `on`: a day or span.")] = None,
    max_staleness: Staleness = 7,
    missing: Missing = "raise",
    coarse: Coarse | None = None,
    provenance: Annotated[
        bool, Query(description="Of an Arrow stream: add rate, observed_on, staleness, kind and step.")
    ] = False,
) -> Response:
    """Convert columns: JSON lists, or an Arrow stream with the columns `amount`, `currency` and `on`.

    The terms of an Arrow stream are parameters; those of JSON are in the body. The answer has a row for each row.
    """
    state = state_of(request)
    check_parameters(request, _OF_STREAM)
    if media_type(request, ("application/json", ARROW)) == ARROW:
        if base is None:
            raise RefusedRequest(422, "invalid-value", "base: name the currency to convert to.", field="base")
        terms = StreamTerms(
            base, currency, on, check_terms(max_staleness, coarse=coarse), missing, provenance
        )
        return await converted_stream(request, state, terms)
    check_parameters(request, frozenset())
    value = await json_body(request, state.limits)
    return await state.work.run(_convert_json, value, state)


def _convert_json(value: Any, state: State) -> Response:
    """Return the answer to a question in JSON, as columns or as rows, whichever the question has."""
    if isinstance(value, dict) and "rows" in value:
        rows_question = checked(RowsQuestion, value)
        _check_count(len(rows_question.rows), state.limits)
        amount, currency, on = (
            [getattr(row, name) for row in rows_question.rows] for name in ("amount", "currency", "on")
        )
        body = _facts(rows_question, state) | {
            "rows": _rows(_converted(amount, currency, on, rows_question, state))
        }
        return answer(body)
    question = checked(AmountsQuestion, value)
    _check_count(len(question.amount), state.limits)
    done = _converted(question.amount, question.currency, question.on, question, state)
    return answer(_facts(question, state) | dict(zip(_COLUMNS, _plain(done), strict=True)))


def _check_count(rows: int, limits: Limits) -> None:
    if rows > limits.rows:
        detail = f"There are {rows:,} rows; at most {limits.rows:,} are converted at once."
        raise RefusedRequest(413, "too-many-rows", detail, limit=limits.rows)


def _converted(
    amount: list[float | None], currency: Any, on: Any, question: AmountsQuestion | RowsQuestion, state: State
) -> Converted:
    count, rates = len(amount), state.rates
    figures = np.array([np.nan if figure is None else figure for figure in amount], np.float64)
    terms = check_terms(question.max_staleness, coarse=question.coarse)
    codes, days = coded_currencies(currency, count), coded_days(on, count, rates)
    with np.errstate(over="ignore"):
        done = rates.convert_coded(
            figures, codes, question.base, on=days, terms=terms, missing=question.missing
        )
    if np.isinf(done.value).any():  # JSON cannot express infinity
        row = int(np.flatnonzero(np.isinf(done.value))[0]) + 1
        raise RefusedRequest(
            422, "invalid-value", f"Row {row:,}: The amount is too large.", field="amount", row=row
        )
    return done.trace()


def _facts(question: AmountsQuestion | RowsQuestion, state: State) -> dict[str, Any]:
    return {"base": question.base, "source": state.rates.source, "fingerprint": state.rates.fingerprint}


def _plain(done: Converted) -> list[list[Any]]:
    """Return the columns of an answer as lists, in the order of `_COLUMNS`, null for what is missing."""
    floats = [
        [None if isnan(value) else value for value in column.tolist()] for column in (done.value, done.rate)
    ]
    staleness = [None if isnan(days) else int(days) for days in done.staleness.tolist()]
    words = [[word or None for word in column.tolist()] for column in (done.kind, done.step)]
    return [*floats, done.observed_on.tolist(), staleness, *words]


def _rows(done: Converted) -> list[dict[str, Any]]:
    return [dict(zip(_COLUMNS, row, strict=True)) for row in zip(*_plain(done), strict=True)]


@router.post(
    "/v1/pay",
    response_model=None,
    responses={200: {"model": PayAnswer}},
    openapi_extra=_body(PayQuestion),
    tags=["pay"],
)
async def read_pay(request: Request) -> Response:
    """Find the pay that a text states, or that each of several texts states; null where a text states none."""
    state = state_of(request)
    check_parameters(request, frozenset())
    value = await json_body(request, state.limits)
    return await state.work.run(_read_pay, value, state.limits)


def _read_pay(value: Any, limits: Limits) -> Response:
    question = checked(PayQuestion, value)
    if (question.text is None) == (question.texts is None):
        raise RefusedRequest(
            422, "invalid-value", "Send either text, one text, or texts, a list of them.", field="text"
        )
    for country in (
        {question.country} if isinstance(question.country, str) else set(question.country or []) - {None}
    ):
        sk.PayYear.of(str(country))  # refuses anything but a country
    if question.texts is not None:
        _check_count(len(question.texts), limits)
        column = sk.parse_pay_column(question.texts, country=question.country, on=question.on)
        return answer({"pays": [pay and _pay(pay) for pay in column.to_pylist()]})
    if isinstance(question.country, list) or isinstance(question.on, list):
        raise RefusedRequest(
            422, "invalid-value", "A single text has one country and one day.", field="country"
        )
    pay = sk.find_pay(question.text or "", country=question.country, on=question.on)
    return answer({"pay": pay and pay._asdict()})


def _pay(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of a column of pay with the fields of `Pay`, in their order."""
    position = row.pop("start"), row.pop("end")
    return {name: position if name == "position" else row[name] for name in sk.Pay._fields}
