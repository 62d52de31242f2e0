"""pandas: `import salarykit.pandas` gives every DataFrame and Series a `.salarykit`.

>>> import pandas as pd
>>> import salarykit.pandas
>>> pay = pd.DataFrame(
...     {"city": ["Toronto", "Paris"], "amount": [342_000, 160_000], "currency": ["CAD", "EUR"]}
... )
>>> pay.salarykit.convert("USD", on="2024")[["city", "value"]].round(2)
      city      value
0  Toronto  249713.12
1    Paris  173136.22
"""

from __future__ import annotations

from salarykit.pandas.frames import FrameAccessor
from salarykit.pandas.series import SeriesAccessor

__all__ = ["FrameAccessor", "SeriesAccessor"]
