"""Salaries: one record, a table of them, and the verbs of a table.

Here are the types that a caller needs for annotations: the rows of results, their provenance, the settings of a query, and the
words that an option takes. Market pricing is here, too. Each name is loaded when it is first used.

>>> from salarykit.salaries import market_price
>>> market_price([{"survey": "A", "currency": "USD", "p50": 70_000}]).p50
70000.0
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
