"""The routes `/v1/rates` and `/v1/rates/coverage`, and those of operators: `/healthz` and `/metrics`."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from salarykit.currency.codes import parse_currency
from salarykit.package import version
from salarykit.service.json_answers import HOUR, answer, etag_of, is_known, not_modified
from salarykit.service.records import Code, CoverageAnswer, Health, RatesAnswer
from salarykit.service.request_parts import check_parameters
from salarykit.service.state import State, state_of

__all__ = ["rates_age", "router"]

router: Final = APIRouter(tags=["rates"])


@router.get("/v1/rates", response_model=None, responses={200: {"model": RatesAnswer}})
async def list_rates(request: Request) -> Response:
    """List the currencies with rates, and the first and the last day of the daily rates."""
    state = state_of(request)
    check_parameters(request, frozenset())
    etag = etag_of(request, state.version)
    if is_known(request, etag):
        return not_modified(etag)
    rates = state.rates
    names = ("source", "pivot", "first", "last", "fingerprint", "currencies")
    return answer({name: getattr(rates, name) for name in names}, etag=etag, keep=HOUR)


@router.get("/v1/rates/coverage", response_model=None, responses={200: {"model": CoverageAnswer}})
async def list_coverage(
    request: Request, code: Annotated[Code | None, Query(description="Only this currency.")] = None
) -> Response:
    """List which rates there are, for each currency and source, and the currencies in use that have none."""
    state = state_of(request)
    check_parameters(request, frozenset({"code"}))
    if code is not None:
        parse_currency(code)
    etag = etag_of(request, state.version)
    if is_known(request, etag):
        return not_modified(etag)
    every = await state.work.run(state.rates.coverage)
    rows = [row._asdict() for row in every if code in (None, row.code)]
    return answer({"coverage": rows}, etag=etag, keep=HOUR)


@router.get("/healthz", response_model=None, responses={200: {"model": Health}}, tags=["operation"])
async def health(request: Request) -> Response:
    """Say that the service answers, and how old its rates are."""
    state = state_of(request)
    rates = state.rates
    facts: dict[str, Any] = {
        "source": rates.source,
        "last": rates.last,
        "age_days": rates_age(state),
        "fingerprint": rates.fingerprint,
    }
    tables = {name: len(table) for name, table in state.tables.items()}
    return answer({"status": "ok", "version": version(), "rates": facts, "tables": tables})


def rates_age(state: State) -> int:
    """Return the days from the last day of the rates to today."""
    return (dt.datetime.now(dt.UTC).date() - state.rates.last).days


@router.get("/metrics", response_model=None, response_class=Response, tags=["operation"])
async def metrics(request: Request) -> Response:
    """Give the metrics of this process in Prometheus' format."""
    return Response(*request.app.state.metrics.exposition())
