"""The routes on the served tables: rank, compare, query and check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

import salarykit as sk
from salarykit.analysis.decomposition import Split
from salarykit.analysis.ranks import Ties
from salarykit.rates.means import Average
from salarykit.salaries.ranking.uncertainty import Uncertainty
from salarykit.service.json_answers import ASK_AGAIN, answer, etag_of, is_known, not_modified
from salarykit.service.problems import RefusedRequest
from salarykit.service.rate_routes import Staleness
from salarykit.service.records import Code, FindingsAnswer, GroupsAnswer, QueryAnswer, RankingAnswer, When
from salarykit.service.request_parts import check_parameters, pairs
from salarykit.service.state import State, state_of

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["router"]

router: Final = APIRouter(tags=["tables"])
_Name = Annotated[str | None, Query(max_length=200)]
_Table = Annotated[str | None, Query(max_length=200, description="The table, if several are served.")]
_TableBase = Annotated[
    Code | None, Query(description="The currency to compare in; that of the service by default.")
]
_Limit = Annotated[int, Query(ge=0, le=100_000, description="The most rows of the answer.")]
_PriceLevelsOption = Annotated[
    _Name, Query(description="Divide by price levels: latest, or the year of those.")
]
_TableOn = Annotated[
    When,
    Query(
        description="The day or span of the rates, latest, or own for the date of each row.",
        examples=["2024"],
    ),
]
_CHECK: Final = frozenset({"table", "today"})
_SETTINGS: Final = frozenset(sk.Query.model_fields)
_SEVERAL: Final = ("quantiles", "by", "role_similarity", "exponents")
_RESAMPLES: Final = 10_000
_QUANTILES: Final = 1_001


def _settings() -> dict[str, Any]:
    """Return the description of the settings of a query, as parameters."""
    schema = sk.Query.model_json_schema()["properties"]
    parameters = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": field.get("description", ""),
            "schema": field,
        }
        for name, field in schema.items()
    ]
    return {"parameters": parameters}


async def _answered(request: Request, make: Callable[[State], dict[str, Any]]) -> Response:
    """Return an answer about the served tables, made in a thread unless the client has it."""
    state = state_of(request)
    etag = etag_of(request, state.version)
    if is_known(request, etag):
        return not_modified(etag)
    return answer(await state.work.run(make, state), etag=etag, keep=ASK_AGAIN)


class _TableTerms(NamedTuple):
    """Which table a route answers from, and how it is converted: the parameters that the routes share."""

    on: str
    base: str | None
    table: str | None
    max_staleness: int
    average: Average
    price_levels: str | None

    def table_of(self, state: State, price_levels: str | None) -> sk.SalaryTable:
        """Return the converted table."""
        return state.tables.converted(
            state.tables.chosen(self.table),
            self.base or state.base,
            self.on,
            max_staleness=self.max_staleness,
            average=self.average,
            price_levels=price_levels,
        )


async def _terms(
    *,
    on: _TableOn,
    base: _TableBase = None,
    table: _Table = None,
    max_staleness: Staleness = 7,
    average: Average = "mean",
    price_levels: _PriceLevelsOption = None,
) -> _TableTerms:
    return _TableTerms(on, base, table, max_staleness, average, price_levels)


_ConversionTerms = Annotated[_TableTerms, Depends(_terms)]
_RANK: Final = frozenset(
    {
        *_TableTerms._fields,
        "limit",
        "ties",
        "ascending",
        "against",
        "uncertainty",
        "level",
        "seed",
        "statistic",
        "fx_dates",
    }
)
_COMPARE: Final = frozenset({*_TableTerms._fields, "a", "b", "since", "method", "statistic"})
_QUERY: Final = frozenset({*_TableTerms._fields, "limit", "by"}) | _SETTINGS


@router.get("/v1/rank", response_model=None, responses={200: {"model": RankingAnswer}})
async def rank(  # noqa: PLR0913 - each is a parameter of the route
    request: Request,
    *,
    terms: _ConversionTerms,
    ties: Ties = "min",
    ascending: bool = False,
    against: _Name = None,
    uncertainty: Uncertainty = "auto",
    level: Annotated[float, Query(gt=0, lt=1)] = 0.95,
    seed: Annotated[int, Query(ge=0, le=2**31)] = 0,
    statistic: _Name = None,
    fx_dates: _Name = None,
    limit: _Limit = 1000,
) -> Response:
    """Rank the salaries of a table in one currency."""
    check_parameters(request, _RANK)
    days: Any = fx_dates.split(",") if fx_dates and "," in fx_dates else fx_dates or ()

    def make(state: State) -> dict[str, Any]:
        ranking = terms.table_of(state, terms.price_levels).rank(
            ties=ties,
            descending=not ascending,
            against=against,
            uncertainty=uncertainty,
            level=level,
            seed=seed,
            statistic=statistic,
            fx_dates=days,
            rates=state.rates,
        )
        body = ranking.to_dict()
        return body | {
            "count": len(ranking),
            "rows": body["rows"][:limit],
            "unranked": body["unranked"][:limit],
        }

    return await _answered(request, make)


@router.get("/v1/compare", response_model=None, responses={200: {"model": sk.Comparison}})
async def compare(
    request: Request,
    *,
    a: Annotated[str, Query(max_length=200, description="A city of the table.")],
    b: Annotated[
        _Name, Query(description="The city to compare it with; only with since it may be missing.")
    ] = None,
    terms: _ConversionTerms,
    since: Annotated[
        When | None, Query(description="Split the gap by what changed since this day or span.")
    ] = None,
    method: Split = "log_mean",
    statistic: _Name = None,
) -> Response:
    """Compare the pay of two cities, and split the gap if `since` or `price_levels` is given."""
    check_parameters(request, _COMPARE)

    def make(state: State) -> dict[str, Any]:
        settings: Any = {"since": since, "method": method, "statistic": statistic}
        figures = terms.table_of(state, None)  # the comparison divides by price levels itself
        return figures.compare(a, b, rates=state.rates, price_levels=terms.price_levels, **settings).to_dict()

    return await _answered(request, make)


@router.get(
    "/v1/query",
    response_model=None,
    responses={200: {"model": QueryAnswer | GroupsAnswer}},
    openapi_extra=_settings(),
)
async def query(
    request: Request,
    *,
    terms: _ConversionTerms,
    by: Annotated[list[str], Query(max_length=8, description="Answer for each group of records.")] = [],  # noqa: B006 - FastAPI copies it
    limit: _Limit = 1000,
) -> Response:
    """Answer a question with weighted quantiles: the other parameters are the settings of `salarykit.Query`."""
    check_parameters(request, _QUERY, _SEVERAL)
    question = _question(_given_settings(request))

    def make(state: State) -> dict[str, Any]:
        converted = terms.table_of(state, terms.price_levels)
        answers = converted.query(question, by=by) if by else converted.query(question)
        plain = answers.to_dict()
        return plain | {"count": len(answers), "rows": plain["rows"][:limit]}

    return await _answered(request, make)


def _given_settings(request: Request) -> dict[str, Any]:
    """Return the settings of a question, as texts, which `salarykit.Query` parses."""
    given = request.query_params
    settings: dict[str, Any] = {name: given[name] for name in _SETTINGS & set(given.keys())}
    if "quantiles" in settings:
        settings["quantiles"] = given.getlist("quantiles")
    for name in ("role_similarity", "exponents"):
        if name in settings:
            settings[name] = pairs(given.getlist(name), name)
    if "near" in settings and len(point := settings["near"].split(",")) == 2 and _is_number(point[0]):  # noqa: PLR2004 - north and east
        settings["near"] = point
    return settings


def _question(settings: dict[str, Any]) -> sk.Query:
    """Return a question from its settings, unless its answer would cost too much.

    Raises:
        RefusedRequest: for more draws of a bootstrap or more quantiles than are computed here.
    """
    question = sk.Query(**settings)
    numbers = {
        "resamples": (question.resamples, _RESAMPLES),
        "quantiles": (len(question.quantiles), _QUANTILES),
    }
    for name, (number, most) in numbers.items():
        if number > most:
            raise RefusedRequest(
                422, "invalid-value", f"{name}: at most {most:,} are computed here.", field=name
            )
    return question


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@router.get("/v1/check", response_model=None, responses={200: {"model": FindingsAnswer}})
async def check(request: Request, *, table: _Table = None, today: When | None = None) -> Response:
    """List the figures of a table that look wrong; nothing is corrected."""
    check_parameters(request, _CHECK)

    def make(state: State) -> dict[str, Any]:
        return state.tables[state.tables.chosen(table)].check(today=today, rates=state.rates).to_dict()

    return await _answered(request, make)
