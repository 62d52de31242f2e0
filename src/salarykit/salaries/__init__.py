"""Salaries: one row, many rows, and the verbs on them.

What a caller annotates is here by name: the rows of results, their provenance, the settings of a query and the words that an
option takes. Market pricing is here too. Each is loaded when it is first used.

>>> from salarykit.salaries import market_price
>>> market_price([{"survey": "A", "currency": "USD", "p50": 70_000}]).p50
70000.0
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
