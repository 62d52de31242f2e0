"""Makes salaries comparable: dated rates, ranking, comparison and relevance-weighted queries.

>>> import salarykit as sk
>>> usd = sk.load_salaries().convert("USD", on="2024")
>>> [row["city"] for row in usd.rank()][:3]
['New York', 'Seattle', 'Singapore']

Every public name stands in `__all__` and is loaded when it is first used; importing salarykit loads nothing else.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

_ROOMS = {
    "analysis.ageing": ["Ageing"],
    "batch.convert_file": ["convert_file"],
    "batch.report": ["BatchReport"],
    "currency.codes": ["Currency"],
    "currency.rounding": ["round_money"],
    "errors": [
        "InvalidCurrency",
        "InvalidPay",
        "InvalidQuery",
        "InvalidSalary",
        "InvalidSpan",
        "MixedCurrencies",
        "RateNotFound",
        "SalaryKitError",
        "SourceError",
    ],
    "pay.parse_column": ["parse_pay_column"],
    "pay.parse": ["find_pay", "parse_pay"],
    "pay.pay": ["Pay"],
    "pay.pay_year": ["PayYear"],
    "rates.converted": ["Converted"],
    "rates.quote": ["Quote"],
    "rates.rates": ["Rates"],
    "reading.sample": ["infer_layout"],
    "reading.layout": ["Layout"],
    "reading.read": ["Sifted", "load_salaries", "read_salaries", "sift_salaries"],
    "salaries.querying.answer": ["QueryResult"],
    "salaries.comparison.comparison": ["Comparison"],
    "salaries.convert": ["convert"],
    "salaries.checking.findings": ["Findings"],
    "salaries.inference": ["infer_rates"],
    "salaries.practices": ["practice"],
    "salaries.querying.query": ["Query"],
    "salaries.ranking.ranking": ["Ranking"],
    "salaries.salary": ["Salary"],
    "salaries.table": ["SalaryTable"],
    "sources.copies": ["default_rates"],
    "sources.fetch": ["RateSource", "fetch_rates"],
    "sources.tables": ["read_rates"],
}
_HOME = {name: f"salarykit.{room}" for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Ageing",
    "BatchReport",
    "Comparison",
    "Converted",
    "Currency",
    "Findings",
    "InvalidCurrency",
    "InvalidPay",
    "InvalidQuery",
    "InvalidSalary",
    "InvalidSpan",
    "Layout",
    "MixedCurrencies",
    "Pay",
    "PayYear",
    "Query",
    "QueryResult",
    "Quote",
    "Ranking",
    "RateNotFound",
    "RateSource",
    "Rates",
    "Salary",
    "SalaryKitError",
    "SalaryTable",
    "Sifted",
    "SourceError",
    "convert",
    "convert_file",
    "default_rates",
    "fetch_rates",
    "find_pay",
    "infer_layout",
    "infer_rates",
    "load_salaries",
    "parse_pay",
    "parse_pay_column",
    "practice",
    "read_rates",
    "read_salaries",
    "round_money",
    "sift_salaries",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        value: Any = import_module("salarykit.salaries.version").version()
    elif name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module 'salarykit' has no attribute {name!r}")
    setattr(sys.modules[__name__], name, value)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
