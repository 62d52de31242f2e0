"""Dated exchange rates and the conversion kernel: numpy alone, no table library, no network.

Read in this order: `spans` (which days), `grid` (one dense table: calendar day x currency), `means` (prefix sums),
`kernel` (the gather), `exact` (the same in Decimal), `quote` (one rate with its provenance), `rates` (the noun).

The types for annotations are importable from here, and are loaded when they are first used: `On` and `OnColumn` are what `on=` takes.

>>> from salarykit.rates import parse_span
>>> str(parse_span("2024-Q1"))
'2024-01-01/2024-03-31'
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
