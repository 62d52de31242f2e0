"""`df.salarykit` and `lf.salarykit`: a polars DataFrame or LazyFrame read as salaries and converted."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

import polars as pl

from salarykit.errors import InvalidQuery, InvalidSalary, SalaryKitError
from salarykit.rates.spans import Span
from salarykit.reading.frame_verbs import READ_AND_CONVERT, ROW, FrameVerbs, reading_apart
from salarykit.reading.infer import infer_layout
from salarykit.reading.options import resolve_layout
from salarykit.salaries.metadata import added_by

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from salarykit.rates.spans import On, OnColumn
    from salarykit.reading.frame_verbs import ReadAndConvertKeywords
    from salarykit.reading.layout import Layout
    from salarykit.reading.options import ReadingKeywords

__all__ = ["LazyFrameAccessor", "PolarsFrameAccessor"]


@pl.api.register_dataframe_namespace("salarykit")
class PolarsFrameAccessor(FrameVerbs):
    """`df.salarykit`: reads a frame as salaries, and offers the verbs of a table of salaries.

    A frame is read as `read_salaries` reads it, with the same options: all rows are read or none. If a row is not a salary,
    `InvalidSalary` says which row and why; `sk.sift_salaries(df)` keeps the good rows and lists the bad ones. Rows are
    counted from 1: row n is `df.row(n - 1)`.

    `convert` returns a DataFrame, which cannot hold the terms of the conversion. The other verbs convert the frame first, and return
    the results of the library: `df.salarykit.rank("USD", on="2024")`. `pl.DataFrame(result)` turns each into a frame.

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
            InvalidQuery: if the frame has a column with the name of an added one, and as `SalaryTable.convert`.
            InvalidCurrency, InvalidSpan, RateNotFound: as `SalaryTable.convert`.

        Examples:
            >>> import polars as pl, salarykit.polars
            >>> frame = pl.DataFrame({"amount": [100, 200], "currency": ["GBP", "EUR"]})
            >>> frame.salarykit.convert("USD", on="2024-06-28")["value"].round(2).to_list()
            [126.48, 214.1]
        """
        READ_AND_CONVERT.check(PolarsFrameAccessor.convert, options)
        frame: pl.DataFrame = self._frame
        numbered = frame.with_row_index(ROW)
        _, done = self._converted_rows(
            numbered, base, on, options, "pl.DataFrame(df.salarykit.read().convert(...))"
        )
        return frame.hstack(pl.DataFrame(done.to_arrow().select(added_by(done.terms))))


_BY_BATCH: Final = "A lazy frame is read batch by batch, so nothing is inferred from its rows."
_INFER_LAYOUT: Final = (
    "Infer a layout from some of them: layout=sk.infer_layout(lf.head(10_000).collect(), ...)."
)
_NO_PERIOD: Final = (
    "The lazy frame has no column 'period', so its figures are taken for a year's pay. Name the column of periods with "
    "columns={'period': ...}, or say the period of all rows with defaults={'period': 'year'}."
)
_NOT_INFERRED: Final[ReadingKeywords] = {"infer": False}
_CALLER: Final = 3  # stack frames from here to the caller of `convert`


@pl.api.register_lazyframe_namespace("salarykit")
class LazyFrameAccessor:
    """`lf.salarykit`: converts a lazy frame.

    Examples:
        >>> import polars as pl, salarykit.polars
        >>> frame = pl.LazyFrame({"amount": [100, 200], "currency": ["GBP", "EUR"]})
        >>> usd = frame.salarykit.convert("USD", on="2024-06-28", defaults={"period": "year"})
        >>> usd.select(pl.col("value").round(2)).collect(engine="streaming")["value"].to_list()
        [126.48, 214.1]
    """

    def __init__(self, frame: pl.LazyFrame) -> None:
        self._frame = frame

    @READ_AND_CONVERT.spelled_out
    def convert(self, base: str, *, on: On, **options: Unpack[ReadAndConvertKeywords]) -> pl.LazyFrame:
        """Return the lazy frame with the columns that `df.salarykit.convert` adds, converted when it is collected.

        It is read batch by batch, so nothing is inferred from its rows. Either columns have the names of fields or are named by
        `columns`, and cells are plain, as with `infer=False`; or a `layout` says how they are read.

        Args:
            base: the currency to convert to, ISO 4217.
            on: a day, a span, `"own"` or `"latest"`.
            options: those of `read_salaries` and of `SalaryTable.convert`.

        Raises:
            InvalidSalary: if a column is missing. A row that is not a salary raises it when the frame is collected, with
                `row`, its number in this frame, from 1.
            InvalidQuery: if `on` is a column; if `infer` is true; if `layout` leaves decisions to the rows, or is combined
                with other options of reading.
            InvalidCurrency, InvalidSpan: as `SalaryTable.convert`.

        Warns:
            UserWarning: if nothing states the period.

        Examples:
            >>> import polars as pl, salarykit.polars
            >>> frame = pl.LazyFrame({"pay": [100], "currency": ["GBP"]})
            >>> frame.salarykit.convert(
            ...     "USD", on="2024", columns={"amount": "pay"}, defaults={"period": "year"}
            ... ).collect_schema()["rate"]
            Float64
        """
        READ_AND_CONVERT.check(LazyFrameAccessor.convert, options)
        if hasattr(on, "__len__") and not isinstance(on, str | Span):
            raise InvalidQuery(
                "A lazy frame has no column of days before it is collected. Use the column of each row's own day: "
                'on="own", columns={"as_of": ...}.',
                value=on,
            )
        reading, others = reading_apart(options)
        empty = self._frame.collect_schema().to_frame()
        layout = _decided_layout(empty, reading)

        def convert(batch: pl.DataFrame) -> pl.DataFrame:
            return PolarsFrameAccessor(batch).convert(base, on=on, layout=layout, **others)

        schema = convert(empty).schema
        run = _batch_converter(convert)
        return self._frame.with_row_index(ROW).map_batches(run, schema=schema, streamable=True)


def _decided_layout(empty: pl.DataFrame, reading: ReadingKeywords) -> Layout:
    """Return the layout by which every batch is read, so that all are read alike.

    Args:
        empty: the lazy frame without its rows.
        reading: the options of reading.

    Raises:
        InvalidQuery: if the rows of a batch would decide something.
    """
    layout = resolve_layout(reading.get("layout"))
    given = sorted(
        name for name, value in reading.items() if name not in ("layout", "infer") and value is not None
    )
    if reading.get("infer"):
        raise InvalidQuery(f"infer=True: {_BY_BATCH} {_INFER_LAYOUT}", value=True)
    if layout is None:
        layout = infer_layout(empty, **(reading | _NOT_INFERRED))
        if "period" not in {*layout.columns, *layout.defaults}:
            warnings.warn(_NO_PERIOD, stacklevel=_CALLER)
        return layout
    if given:
        raise InvalidQuery(
            f"{given[0]}: a layout says all that is needed to read a lazy frame, so give the layout or the options, not both. {_INFER_LAYOUT}",
            value=reading,
        )
    if not layout.is_decided:
        raise InvalidQuery(
            f"The layout leaves decisions to the rows. {_BY_BATCH} {_INFER_LAYOUT}", value=layout
        )
    return layout


def _batch_converter(
    convert: Callable[[pl.DataFrame], pl.DataFrame],
) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Return a function that converts a batch with a column of row numbers, and raises errors with the number of the row."""

    def run(batch: pl.DataFrame) -> pl.DataFrame:
        rows = batch.drop(ROW)
        try:
            return convert(rows)
        except SalaryKitError as error:
            raise _placed(error, int(batch[ROW][0]) if len(batch) else 0) from None

    return run


def _placed(error: SalaryKitError, before: int) -> SalaryKitError:
    """Return the error of a batch with the number of its row in the frame, given how many rows came before."""
    bad = getattr(error, "bad", None)
    if isinstance(error, InvalidSalary) and bad:
        first = bad[0]
        return InvalidSalary(
            f"{first['column']}: {first['message']}",
            place="Row {row:,}",
            row=before + first["row"],
            column=first["column"],
        )
    row = getattr(error, "row", None)
    return error if row is None else error.at("Row {row:,}", row=before + row)
