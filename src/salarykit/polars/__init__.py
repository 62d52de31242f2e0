"""polars: `import salarykit.polars` gives every DataFrame, LazyFrame, Series and expression an accessor `.salarykit`.

>>> import polars as pl
>>> import salarykit.polars
>>> pay = pl.DataFrame(
...     {"city": ["Toronto", "Paris"], "amount": [342_000, 160_000], "currency": ["CAD", "EUR"]}
... )
>>> pay.salarykit.convert("USD", on="2024")["value"].round(2).to_list()
[249713.12, 173136.22]
"""

from __future__ import annotations

try:
    import polars as pl  # noqa: F401 - asked for by name, so that the error says what to do
except ImportError as error:
    raise ImportError('This needs polars: pip install "salarykit[polars]"') from error

from salarykit.polars.expressions import ExpressionAccessor, PolarsSeriesAccessor
from salarykit.polars.frames import LazyFrameAccessor, PolarsFrameAccessor

__all__ = ["ExpressionAccessor", "LazyFrameAccessor", "PolarsFrameAccessor", "PolarsSeriesAccessor"]
