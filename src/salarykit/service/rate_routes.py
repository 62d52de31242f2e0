"""The routes about rates: `GET /v1/convert` and `/v1/quote` for one amount or one rate, `/v1/rates` and `/v1/rates/coverage`."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request
from pydantic import FiniteFloat
from starlette.responses import Response

from salarykit.currency.codes import parse_currency
from salarykit.rates.lookup import Coarse
from salarykit.rates.quote import Quote
from salarykit.service.json_answers import FOREVER, HOUR, answer, etag_of, is_known, not_modified
from salarykit.service.problems import RefusedRequest
from salarykit.service.records import Code, ConvertedAmount, CoverageAnswer, RatesAnswer, When
from salarykit.service.request_parts import check_parameters
from salarykit.service.state import state_of

__all__ = ["Staleness", "router"]

router: Final = APIRouter(tags=["rates"])
Staleness = Annotated[int, Query(ge=0, le=100_000, description="How many days old a day's rate may be.")]
BaseCode = Annotated[Code, Query(description="The currency to convert to, ISO 4217.", examples=["USD"])]
CurrencyCode = Annotated[Code, Query(description="The currency of the amount, ISO 4217.")]
OnWhen = Annotated[When, Query(description="A day or a span: 2024-06-28, 2024-06, 2024-Q2, 2024, or latest.")]
_TERMS: Final = {"currency", "base", "on", "max_staleness", "coarse"}
_CONVERT: Final = frozenset({"amount", "exact", *_TERMS})
_QUOTE: Final = frozenset({"average", "min_obs", *_TERMS})
_FACTS: Final = (
    "rate",
    "observed_on",
    "staleness",
    "kind",
    "step",
    "source",
    "official_only",
    "parallel",
)
_DIGITS: Final = 60  # characters of an amount that is converted exactly
_EXPONENT: Final = 60  # such an amount is between 10^-60 and 10^61


@router.get("/v1/convert", response_model=None, responses={200: {"model": ConvertedAmount}})
async def convert_amount(
    request: Request,
    *,
    amount: Annotated[FiniteFloat, Query(description="The amount.", examples=[342_000])],
    currency: CurrencyCode,
    base: BaseCode,
    on: OnWhen,
    max_staleness: Staleness = 7,
    coarse: Coarse | None = None,
    exact: Annotated[bool, Query(description="Whether to add the value to 34 digits, as a text.")] = False,
) -> Response:
    """Convert one amount at the rate of a day or span, and say where the rate comes from."""
    state = state_of(request)
    check_parameters(request, _CONVERT)
    etag = etag_of(request, state.version)
    if is_known(request, etag):
        return not_modified(etag)
    quote, settled = state.quote(currency, base, on, max_staleness=max_staleness, coarse=coarse)
    fields = {
        "amount": amount,
        "currency": currency,
        "base": base,
        "on": quote.on,
        "value": _product(amount, quote.rate),
        **{name: getattr(quote, name) for name in _FACTS},
    }
    if exact:
        number = _decimal(request.query_params["amount"])
        terms: dict[str, Any] = {"on": on, "max_staleness": max_staleness, "coarse": coarse}
        fields["exact"] = str(state.rates.convert_decimal(number, currency, base, **terms))
    return answer(fields, etag=etag, keep=FOREVER if settled else HOUR)


def _product(amount: float, rate: float) -> float:
    """Return the amount in the base, as `salarykit.convert` computes it.

    Raises:
        RefusedRequest: if it is too large for a float.
    """
    value = amount * rate
    if value - value != 0:
        raise RefusedRequest(422, "invalid-value", "The amount is too large.", field="amount")
    return value


def _decimal(text: str) -> Decimal:
    """Return an amount exactly as it is written.

    Raises:
        RefusedRequest: if it has too many digits.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise RefusedRequest(422, "invalid-value", "amount: not a decimal number.", field="amount") from None
    if len(text) > _DIGITS or abs(number.adjusted()) > _EXPONENT:
        raise RefusedRequest(
            422, "invalid-value", "amount: too many digits to be converted exactly.", field="amount"
        )
    return number


@router.get("/v1/quote", response_model=None, responses={200: {"model": Quote}})
async def quote_rate(
    request: Request,
    *,
    currency: CurrencyCode,
    base: BaseCode,
    on: OnWhen,
    max_staleness: Staleness = 7,
    min_obs: Annotated[int, Query(ge=1, description="The fewest days of publication of a span.")] = 1,
    average: Annotated[
        Literal["mean", "median"], Query(description="How a span's rates become one.")
    ] = "mean",
    coarse: Coarse | None = None,
) -> Response:
    """Give one rate with its whole provenance: the path of currencies, each link as published, and its source."""
    state = state_of(request)
    check_parameters(request, _QUOTE)
    etag = etag_of(request, state.version)
    if is_known(request, etag):
        return not_modified(etag)
    terms: dict[str, Any] = {"min_obs": min_obs, "average": average, "coarse": coarse}
    quote, settled = state.quote(currency, base, on, max_staleness=max_staleness, **terms)
    return answer(quote.model_dump(mode="json"), etag=etag, keep=FOREVER if settled else HOUR)


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
