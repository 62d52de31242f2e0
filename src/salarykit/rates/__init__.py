"""Dated exchange rates and the conversion kernel; needs only numpy, no table library and no network.

Read in this order: `spans` (which days), `grid` (one dense table: calendar day x currency), `means` (prefix sums),
`kernel` (the conversion of a column), `exact` (exact ratios for `Decimal`), `quote` (one rate with its provenance), `rates`.

The types for annotations can be imported from here: `On` and `OnColumn` are the types of `on=`. Each is loaded when it is first used.

>>> from salarykit.rates import parse_span
>>> str(parse_span("2024-Q1"))
'2024-01-01/2024-03-31'
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
