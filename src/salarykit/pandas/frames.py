"""`df.salarykit`: a DataFrame read as salaries, and the verbs of a table of salaries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from salarykit.errors import InvalidSalary
from salarykit.files.frames import attributes
from salarykit.files.row_labels import check_index
from salarykit.reading.frame_verbs import READ_AND_CONVERT, FrameVerbs, reading_apart
from salarykit.reading.read import read_salaries
from salarykit.salaries.terms import added_by

if TYPE_CHECKING:
    from typing import Unpack

    from salarykit.rates.spans import OnColumn
    from salarykit.reading.frame_verbs import ReadAndConvertKeywords

__all__ = ["FrameAccessor"]

_ROW: Final = "salarykit_row"


@pd.api.extensions.register_dataframe_accessor("salarykit")
class FrameAccessor(FrameVerbs):
    """`df.salarykit`: reads a frame as salaries, and offers the verbs of a table of salaries.

    A frame is read as `read_salaries` reads it, with the same options: a named index is a column, and all rows are read or
    none. If a row is not a salary, `InvalidSalary` says which row and why; `sk.sift_salaries(df)` keeps the good rows and
    lists the bad ones. Rows are counted from 1: row n is `df.iloc[n - 1]`.

    `convert` returns a DataFrame. The other verbs return the results of the library, which notebooks show as tables. They
    hold what a frame would lose (unranked rows, intervals, warnings), and have `to_pandas()`.

    A converted frame keeps the terms of its conversion in `attrs`, so that other verbs can follow in a chain.

    Examples:
        >>> import salarykit as sk, salarykit.pandas
        >>> frame = sk.load_salaries().to_pandas()
        >>> usd = frame.salarykit.convert("USD", on="2024")
        >>> usd.salarykit.rank()[0]["city"], frame.salarykit.rank("EUR", on="2024")[0]["city"]
        ('New York', 'New York')
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        super().__init__(frame)

    @READ_AND_CONVERT.spelled_out
    def convert(
        self,
        base: str,
        *,
        on: OnColumn,
        **options: Unpack[ReadAndConvertKeywords],
    ) -> pd.DataFrame:
        """Return the frame with the yearly figure of each row in one currency; its index, columns and rows are kept.

        The frame gains the columns that `SalaryTable.convert` adds; those of an earlier conversion are replaced.

        Args:
            base: the currency to convert to, ISO 4217.
            on: a day, a span, `"own"` or `"latest"`; or a column of days or spans. A Series must have the frame's index.
            options: those of `read_salaries` and of `SalaryTable.convert`.

        Raises:
            InvalidSalary: if a row is not a salary, or states several figures; if the names of columns have levels.
            InvalidCurrency, InvalidSpan, RateNotFound, InvalidQuery: as `SalaryTable.convert`.

        Examples:
            >>> import pandas as pd, salarykit.pandas
            >>> frame = pd.DataFrame({"amount": [100, 200], "currency": ["GBP", "EUR"]}, index=["a", "b"])
            >>> frame.salarykit.convert("USD", on="2024-06-28")["value"].round(2).to_dict()
            {'a': 126.48, 'b': 214.1}
        """
        READ_AND_CONVERT.check(FrameAccessor.convert, options)
        frame: pd.DataFrame = self._frame
        if frame.columns.nlevels > 1:
            raise InvalidSalary(
                "The frame has several levels of column names. Give each column one name first.", column=None
            )
        marked = frame.copy(deep=False)
        marked[_ROW] = np.arange(len(frame))
        reading, others = reading_apart(options)
        table = read_salaries(marked, **reading)
        check_index(on, frame, "on")
        done = table.convert(base, on=on, **others)
        arrow = done.to_arrow()
        if not np.array_equal(arrow.column(_ROW).to_numpy(), np.arange(len(frame))):
            raise InvalidSalary(
                f"The {len(frame):,} rows of the frame state {len(done):,} figures, so they cannot be a column of it. "
                "Name one column with columns={'amount': ...}, or take df.salarykit.read().convert(...).to_pandas(): "
                "a row for each figure.",
                column="amount",
            )
        added = arrow.select(added_by(done.terms)).to_pandas()
        kept = frame.drop(columns=list(added_by(table.terms)))
        converted = kept.assign(**{name: added[name].array for name in added})
        converted.attrs = frame.attrs | attributes(arrow)
        return converted
