"""What a type checker must refuse: each line is an error for mypy and for pyright; a line that is not one fails `make types`.

Both checkers report a comment that suppresses nothing: mypy by `warn_unused_ignores`, pyright by
`reportUnnecessaryTypeIgnoreComment`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import salarykit as sk
from salarykit import duckdb as duckdb_functions
from salarykit import polars as polars_accessors
from salarykit.service import Limits, create_app

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from salarykit.pandas import FrameAccessor, SeriesAccessor


def a_number_is_not_a_day(table: sk.SalaryTable, rates: sk.Rates) -> None:
    """A day is a text, a date or a span; a number such as 2024 could be anything."""
    sk.convert(1, "CAD", "USD", on=3.5)  # type: ignore[call-overload] # pyright: ignore[reportArgumentType, reportCallIssue]
    sk.convert([1.0], "CAD", "USD", on=2024)  # type: ignore[call-overload] # pyright: ignore[reportArgumentType, reportCallIssue]
    sk.convert([1.0, 2.0], "CAD", "USD", on=[2023, 2024])  # type: ignore[list-item] # pyright: ignore[reportArgumentType, reportCallIssue]
    table.convert("USD", on=3.5)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.convert("USD", on=[2023, 2024])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    table.compare("Paris", since=2020)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.rank(fx_dates=2020)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.check(today=20240628)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    rates.rate("CAD", "USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    rates.quote("CAD", "USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    rates.convert([1.0], "CAD", "USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.find_pay("$21 an hour", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.convert_file("pay.csv", "usd.csv", base="USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.fetch_rates("ecb", first=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.practice("yearly-mean", 2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_day_must_be_said(table: sk.SalaryTable) -> None:
    """No conversion guesses the day of its rates."""
    sk.convert(1, "CAD", "USD")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    table.convert("USD")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def a_setting_of_a_query_is_one_that_it_has(table: sk.SalaryTable) -> None:
    """A misspelt signal is an error, and so is a value that its setting does not take."""
    table.query(nearr="Berlin")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    table.query(by="country", rolle="CPO")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    table.query(near=52.5)  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(as_of=2024)  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(near="Berlin", shape="round")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(near="Berlin", decay="half")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(combine="sum")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(missing="ignore")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(method="median")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(interval="normal")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]
    table.query(guard="stop")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType]


def a_query_has_only_its_settings() -> None:
    """A `Query` takes what `query` takes, and no other."""
    sk.Query(nearr="Berlin")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    sk.Query(as_of=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.Query(near="Berlin", shape="round")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_frame_takes_what_its_verbs_take(door: FrameAccessor) -> None:
    """The verbs of pandas' accessor know their options, and those of reading."""
    door.rank(tie="max")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    door.rank(ties="first")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    door.compare("Paris", since=2020)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    door.convert("USD", on="own", decimal=";")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    door.query(nearr="Berlin")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    door.check(today=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_series_takes_the_options_of_convert(door: SeriesAccessor) -> None:
    """The accessor of a Series refuses a misspelt option, a number as a day, and a policy that is not known."""
    door.convert("CAD", "USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    door.convert("CAD", "USD", on="2024", mising="null")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    door.convert("CAD", "USD", on="2024", missing="skip")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    door.parse_pay(land="CA")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def polars_takes_what_pandas_takes(frame: pl.DataFrame, column: pl.Expr) -> None:
    """The accessors of polars know the same options; a lazy frame takes no column of days."""
    door = polars_accessors.PolarsFrameAccessor(frame)
    door.rank(tie="max")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    door.convert("USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    door.convert("USD", on="own", decimal=";")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    door.query(nearr="Berlin")  # type: ignore[call-overload] # pyright: ignore[reportCallIssue]
    lazy = polars_accessors.LazyFrameAccessor(frame.lazy())
    lazy.convert("USD", on=["2024"])  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    lazy.convert("USD", on="own", max_stalenes=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    series = polars_accessors.PolarsSeriesAccessor(frame["pay"])
    series.convert("CAD", "USD")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    expression = polars_accessors.ExpressionAccessor(column)
    expression.convert("CAD", "USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    expression.convert("CAD", "USD", on="2024", missing="skip")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def duckdb_takes_the_options_of_convert(
    con: duckdb.DuckDBPyConnection, relation: duckdb.DuckDBPyRelation
) -> None:
    """Functions of SQL and relations refuse a misspelt option, a number as a day, and a relation without a day."""
    duckdb_functions.register(con, max_stalenes=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    duckdb_functions.register(con, missing="skip")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    duckdb_functions.convert(relation, "pay", "CAD", "USD")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue, reportUnknownMemberType]
    duckdb_functions.convert(relation, "pay", "CAD", "USD", on=2024)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType, reportUnknownMemberType]
    duckdb_functions.convert_batches(relation, "pay", "CAD", "USD", on="day", row=3)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue, reportUnknownMemberType]


def a_service_serves_tables(table: sk.SalaryTable) -> None:
    """A service takes tables, not files, and limits by name."""
    create_app("pay.csv")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    create_app({"cities": "pay.csv"})  # type: ignore[dict-item] # pyright: ignore[reportArgumentType]
    create_app(table, limits=10_000)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    create_app(table, limits=Limits(row=10_000))  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    create_app(table, basis="EUR")  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]


def a_word_is_one_of_its_list(table: sk.SalaryTable) -> None:
    """A tie rule, a policy or a method that is not known is an error."""
    table.rank(ties="first")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.rank(uncertainty="bonferroni")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.compare("Paris", since="2020", method="laspeyres")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.convert("USD", on="2024", missing="skip")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.convert("USD", on="2024", average="mode")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.convert("USD", on="2024", coarse="month")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.Ageing("2025", growth=0.03, method="linear")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.Ageing("2025", growth=0.03, day_count="30/360")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.differentials("Paris", formula="chained")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    table.check().passed("fatal")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.convert_file("pay.csv", "usd.csv", base="USD", on="2024", format="xlsx")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def a_row_has_only_its_keys(table: sk.SalaryTable, found: sk.Sifted) -> None:
    """A key that a row does not have is an error, and so is an attribute that a record does not have."""
    table.rank()[0]["valeu"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.rank()[0]["weight"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.rank().unranked[0]["rank"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.rank().overtaking()[0]["first_flip"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.rank().provenance["seed"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.query()[0]["signal_distance"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.query().provenance["ties"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.check()[0]["level"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    table.differentials("Paris")[0]["value"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    found.bad[0]["reason"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    sk.infer_rates("a.csv", amount="a", currency="b", converted="c")[0]["median"]  # type: ignore[typeddict-item] # pyright: ignore[reportGeneralTypeIssues]
    assert table[0].value  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def an_error_has_only_its_fields(
    lost: sk.RateNotFound, bad: sk.InvalidSalary, source: sk.SourceError
) -> None:
    """A field that an error does not have is an error, also for the base of all."""
    assert lost.curency  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    assert lost.column  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    assert bad.rows  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    assert source.path  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    assert sk.SalaryKitError("no rate").currency  # type: ignore[attr-defined] # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def an_argument_is_of_its_kind(table: sk.SalaryTable) -> None:
    """A currency is a code or a column of codes, an effective date a day, a growth a share."""
    sk.convert([1.0], 978, "USD", on="2024")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType, reportCallIssue]
    sk.convert(1.0, 978, "USD", on="2024")  # type: ignore[call-overload] # pyright: ignore[reportArgumentType, reportCallIssue]
    table.convert(840, on="2024")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.Ageing(2025, growth=0.03)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.Ageing("2025", growth="3%")  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    sk.find_pay("$21 an hour", country=1)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
