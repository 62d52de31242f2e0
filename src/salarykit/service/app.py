"""`create_app`: the service as an ASGI app."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.openapi.utils import get_openapi

from salarykit.currency.codes import parse_currency
from salarykit.package import version
from salarykit.service import column_routes, file_route, metrics, page, rate_routes, table_routes
from salarykit.service.column_routes import QUESTIONS, REFERENCE
from salarykit.service.problems import PROBLEM_TYPE, add_problem_details
from salarykit.service.records import Problem
from salarykit.service.state import Limits, State
from salarykit.service.tables import Tables
from salarykit.sources.copies import default_rates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salarykit.rates.rates import Rates
    from salarykit.salaries.table import SalaryTable

__all__ = ["create_app"]

_ROUTERS: Final = tuple(
    module.router for module in (rate_routes, column_routes, file_route, metrics, table_routes, page)
)
_DESCRIPTION: Final = "Dated exchange rates with provenance, pay from text, and salaries compared. Errors are problem details (RFC 9457)."


def create_app(
    tables: SalaryTable | Mapping[str, SalaryTable] | None = None,
    rates: Rates | None = None,
    *,
    limits: Limits | None = None,
    base: str = "USD",
    origins: Sequence[str] = (),
) -> FastAPI:
    """Return the service as an ASGI app, to be run by uvicorn or mounted in another app.

    It opens no socket, and writes nothing to a disk. Rates and tables are those of this moment: make a new app for newer ones.

    Args:
        tables: the tables to serve: one, or several by name; the packaged one if None.
        rates: the rates to serve; those in use if None.
        limits: how much one request may ask for.
        base: the currency of the page and of tables until a reader chooses another.
        origins: the origins whose pages may call it from a browser (CORS); none by default.

    Raises:
        InvalidQuery: if `tables` is neither a table nor a mapping of names to tables.
        InvalidCurrency: if `base` is not a currency.

    Examples:
        >>> import salarykit as sk
        >>> import salarykit.service
        >>> app = salarykit.service.create_app({"cities": sk.load_salaries()}, limits=Limits(rows=10_000))
        >>> app.title
        'salarykit'
    """
    rates = default_rates() if rates is None else rates
    state = State(rates, Tables(tables, rates), limits or Limits(), str(parse_currency(base)))
    app = FastAPI(
        title="salarykit",
        version=version(),
        description=_DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.salarykit = state
    app.state.metrics = metrics.Metrics(lambda: metrics.rates_age(state))
    for router in _ROUTERS:
        app.include_router(router)
    add_problem_details(app)
    _add_middleware(app, origins)
    app.openapi = partial(_openapi, app)  # type: ignore[method-assign] # as FastAPI's documentation does
    return app


def _add_middleware(app: FastAPI, origins: Sequence[str]) -> None:
    """Count requests, and let pages of some origins call the app."""
    routes = frozenset(route.path for router in _ROUTERS for route in router.routes)
    app.add_middleware(metrics.Observing, metrics=app.state.metrics, routes=routes)
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["content-type"],
        )


def _openapi(app: FastAPI) -> dict[str, Any]:
    """Return the description of the routes, with a problem detail as the answer to every error."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title, version=app.version, description=app.description, routes=app.routes
        )
        problem = {"$ref": "#/components/schemas/Problem"}
        for path in schema["paths"].values():
            for operation in path.values():
                operation["responses"].pop("422", None)
                operation["responses"]["default"] = {
                    "description": "What is wrong with the request.",
                    "content": {PROBLEM_TYPE: {"schema": problem}},
                }
        schemas = schema["components"]["schemas"]
        schemas.pop("HTTPValidationError", None), schemas.pop("ValidationError", None)
        schemas["Problem"] = Problem.model_json_schema()
        for question in QUESTIONS:
            schemas.update(question.model_json_schema(ref_template=REFERENCE).get("$defs", {}))
        app.openapi_schema = schema
    return app.openapi_schema
