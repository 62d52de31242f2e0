"""Dated exchange rates and the conversion kernel: numpy alone, no table library, no network.

Read in this order: `spans` (which days), `grid` (one dense table: calendar day x currency), `means` (prefix sums),
`kernel` (the gather), `exact` (the same in Decimal), `quote` (one rate with its provenance), `rates` (the noun).

The types for annotations are importable from here, and are loaded when they are first used: `On` and `OnColumn` are what `on=` takes.

>>> from salarykit.rates import parse_span
>>> str(parse_span("2024-Q1"))
'2024-01-01/2024-03-31'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from salarykit.rates.lookup import Coarse
    from salarykit.rates.means import Average
    from salarykit.rates.rates import Missing
    from salarykit.rates.spans import AnyColumn, On, OnColumn, Span, parse_span

__all__ = ["AnyColumn", "Average", "Coarse", "Missing", "On", "OnColumn", "Span", "parse_span"]

_HOME: Final = {
    "Average": "means",
    "Coarse": "lookup",
    "AnyColumn": "spans",
    "Missing": "rates",
    "On": "spans",
    "OnColumn": "spans",
    "Span": "spans",
    "parse_span": "spans",
}


def __getattr__(name: str) -> Any:  # what comes out has the type of the name asked for
    if name not in _HOME:
        raise AttributeError(f"module 'salarykit.rates' has no attribute {name!r}")
    return getattr(import_module(f"salarykit.rates.{_HOME[name]}"), name)
