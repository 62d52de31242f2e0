"""`df.salarykit`: a polars DataFrame read as salaries, and the verbs of a table of salaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from salarykit.reading.frame_verbs import READ_AND_CONVERT, ROW, FrameVerbs
from salarykit.salaries.terms import added_by

if TYPE_CHECKING:
    from typing import Unpack

    from salarykit.rates.spans import OnColumn
    from salarykit.reading.frame_verbs import ReadAndConvertKeywords

__all__ = ["FrameAccessor"]


@pl.api.register_dataframe_namespace("salarykit")
class FrameAccessor(FrameVerbs):
    """`df.salarykit`: reads a frame as salaries, and offers the verbs of a table of salaries.

    A frame is read as `read_salaries` reads it, with the same options: all rows are read or none. If a row is not a salary,
    `InvalidSalary` says which row and why; `sk.sift_salaries(df)` keeps the good rows and lists the bad ones. Rows are
    counted from 1: row n is `df.row(n - 1)`.

    `convert` returns a DataFrame, which has no place for the terms of the conversion. The other verbs return the results of
    the library, after a conversion of their own: `df.salarykit.rank("USD", on="2024")`. `pl.DataFrame(result)` makes a frame
    of each.

    Examples:
        >>> import polars as pl, salarykit as sk, salarykit.polars
        >>> frame = pl.DataFrame(sk.load_salaries())
        >>> frame.salarykit.rank("USD", on="2024")[0]["city"]
        'New York'
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        super().__init__(frame)

    @READ_AND_CONVERT.spelled_out
    def convert(
        self,
        base: str,
        *,
        on: OnColumn,
        **options: Unpack[ReadAndConvertKeywords],
    ) -> pl.DataFrame:
        """Return the frame with the yearly figure of each row in one currency; its columns and rows are kept.

        The frame gains the columns that `SalaryTable.convert` adds.

        Args:
            base: the currency to convert to, ISO 4217.
            on: a day, a span, `"own"` or `"latest"`; or a column of days or spans.
            options: those of `read_salaries` and of `SalaryTable.convert`.

        Raises:
            InvalidSalary: if a row is not a salary, or states several figures.
            InvalidQuery: if the frame has a column of the name of an added one, and as `SalaryTable.convert`.
            InvalidCurrency, InvalidSpan, RateNotFound: as `SalaryTable.convert`.

        Examples:
            >>> import polars as pl, salarykit.polars
            >>> frame = pl.DataFrame({"amount": [100, 200], "currency": ["GBP", "EUR"]})
            >>> frame.salarykit.convert("USD", on="2024-06-28")["value"].round(2).to_list()
            [126.48, 214.1]
        """
        READ_AND_CONVERT.check(FrameAccessor.convert, options)
        frame: pl.DataFrame = self._frame
        numbered = frame.with_row_index(ROW)
        _, done = self._converted_rows(
            numbered, base, on, options, "pl.DataFrame(df.salarykit.read().convert(...))"
        )
        return frame.hstack(pl.DataFrame(done.to_arrow().select(added_by(done.terms))))
