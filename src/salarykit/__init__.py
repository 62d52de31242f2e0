"""Makes salaries comparable: dated rates, ranking, comparison and relevance-weighted queries.

>>> import salarykit as sk
>>> usd = sk.load_salaries().convert("USD", on="2024")
>>> [row["city"] for row in usd.rank()][:3]
['New York', 'Seattle', 'Singapore']

`__init__.pyi` lists every public name with its module. A name is loaded when it is first used; importing salarykit loads none.
"""

from __future__ import annotations

from typing import Any

from salarykit.package import lazy_names, version

__all__, _load, _ = lazy_names(__name__)


def __getattr__(name: str) -> Any:
    return version() if name == "__version__" else _load(name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
