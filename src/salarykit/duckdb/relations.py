"""`convert`: the rows of a relation with their amounts in one currency, converted in a few large calls."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa

from salarykit.errors import InvalidQuery, SalaryKitError, hint
from salarykit.salaries.convert import AMOUNTS, AmountKeywords, is_currency, is_day
from salarykit.salaries.convert import convert as convert_column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Unpack

    from salarykit.rates.spans import On

__all__ = ["convert", "convert_batches"]

_ROWS: Final = 1_000_000


@AMOUNTS.spelled_out
def convert(
    relation: duckdb.DuckDBPyRelation,
    amount: str,
    currency: str,
    base: str,
    *,
    on: On,
    name: str = "value",
    **options: Unpack[AmountKeywords],
) -> pa.Table:
    """Return the rows of a relation, in order, with an added column of their amounts in the base currency; see `sk.convert`.

    The relation is run once and its rows are held in memory. The columns have the types that DuckDB gives them in Arrow. DuckDB can
    query the result by the name of its variable, any number of times.

    A text that has the form of a currency code, a day or a span is taken as one; any other text is the name of a column.

    Args:
        relation: such as `con.sql(...)` or `con.table(...)` returns.
        amount: the name of the column of amounts.
        currency: an ISO 4217 code for all rows, or the name of a column of codes.
        base: ISO 4217.
        on: a day or span for all rows, or the name of a column of days or spans.
        name: the name of the added column.
        options: those of `sk.convert`.

    Raises:
        InvalidQuery: if a column is missing, or the relation has a column with the name of the added one.
        InvalidCurrency, InvalidSpan, RateNotFound: as `sk.convert`.

    Examples:
        >>> import duckdb, salarykit.duckdb
        >>> con = duckdb.connect()
        >>> pay = con.sql("SELECT * FROM (VALUES (100, 'GBP'), (200, 'EUR')) AS pay(amount, code)")
        >>> usd = salarykit.duckdb.convert(pay, "amount", "code", "USD", on="2024-06-28")
        >>> con.sql("SELECT code, round(value, 2) FROM usd").fetchall()
        [('GBP', 126.48), ('EUR', 214.1)]
    """
    AMOUNTS.check(convert, options)
    add = _adder(_names(relation, amount), amount, currency, base, on, name, options)
    table: pa.Table = relation.to_arrow_table()
    return table.append_column(name, add(table.columns))


@AMOUNTS.spelled_out
def convert_batches(
    relation: duckdb.DuckDBPyRelation,
    amount: str,
    currency: str,
    base: str,
    *,
    on: On,
    name: str = "value",
    rows: int = _ROWS,
    **options: Unpack[AmountKeywords],
) -> pa.RecordBatchReader:
    """Return the same as `convert` in batches of rows, for relations that are larger than memory.

    The batches can be read once. Until the last one is read, the connection of the relation is busy: write them to a file, or
    give them to another connection.

    Args:
        relation: see `convert`.
        amount: see `convert`.
        currency: see `convert`.
        base: see `convert`.
        on: see `convert`.
        name: see `convert`.
        rows: the most rows of a batch.
        options: those of `sk.convert`.

    Raises:
        InvalidQuery: as `convert`; at once, before any batch is read.
        InvalidCurrency, InvalidSpan, RateNotFound: as `sk.convert`, when the batch is read; `row` counts from the first row of
            the relation.

    Examples:
        >>> import duckdb, salarykit.duckdb
        >>> pay = duckdb.connect().sql("SELECT 100 + range AS pay FROM range(5)")
        >>> batches = salarykit.duckdb.convert_batches(pay, "pay", "GBP", "USD", on="2024-06-28", rows=3)
        >>> batches.read_all()["value"].to_numpy().round(2).tolist()
        [126.48, 127.74, 129.01, 130.27, 131.54]
    """
    AMOUNTS.check(convert_batches, options)
    add = _adder(_names(relation, amount), amount, currency, base, on, name, options)
    reader = relation.to_arrow_reader(rows)
    schema = reader.schema.append(pa.field(name, pa.float64()))
    return pa.RecordBatchReader.from_batches(schema, _batches(reader, schema, add))


def _names(relation: duckdb.DuckDBPyRelation, amount: str) -> list[str]:
    """Return the names of the columns of a relation.

    Raises:
        InvalidQuery: if it is not a relation, or its connection is closed; for amounts of a type that DuckDB exports to Arrow wrongly.
    """
    if not isinstance(relation, duckdb.DuckDBPyRelation):
        raise InvalidQuery(
            f"A {type(relation).__name__} is not a relation. Give one, such as con.sql(...) returns.",
            value=relation,
        )
    try:
        names, kinds = list(relation.columns), list(map(str, relation.types))
    except duckdb.Error as error:
        raise InvalidQuery(f"The relation cannot be used: {error}.", value=None) from None
    if (amount, "UHUGEINT") in zip(
        names, kinds, strict=True
    ):  # its upper half is exported as negative numbers
        raise InvalidQuery(f"amount={amount!r} is of the type UHUGEINT. Cast it to DOUBLE.", value=amount)
    return names


def _batches(
    reader: pa.RecordBatchReader, schema: pa.Schema, add: Callable[[Sequence[Any]], Any]
) -> Iterator[pa.RecordBatch]:
    """Return the batches of a reader with the added column; errors state the row, counted over all batches."""
    before = 0
    with contextlib.closing(reader):  # otherwise the connection stays busy after an error
        for batch in reader:
            try:
                value = add(batch.columns)
            except SalaryKitError as error:
                row = getattr(error, "row", None)
                raise (error if row is None else error.at("Row {row:,}", row=before + row)) from None
            yield pa.RecordBatch.from_arrays([*batch.columns, value], schema=schema)
            before += len(batch)


def _adder(
    names: Sequence[str], amount: str, currency: str, base: str, on: Any, name: str, options: AmountKeywords
) -> Callable[[Sequence[Any]], Any]:
    """Return a function that computes the added column from the columns of a relation.

    Raises:
        InvalidQuery: if a column is missing, or has the name of the added one.
    """
    if name.casefold() in map(str.casefold, names):
        raise InvalidQuery(
            f"The relation has a column {name!r} already. Give the added column another name: name='value_{base.lower()}'.",
            value=name,
        )
    amounts = _position(names, amount, "amount")
    coded = None if is_currency(currency) else _position(names, currency, "currency")
    dated = None if not isinstance(on, str) or is_day(on) else _position(names, on, "on")

    def add(columns: Sequence[Any]) -> Any:
        return convert_column(
            columns[amounts],
            currency if coded is None else columns[coded],
            base,
            on=on if dated is None else columns[dated],
            **options,
        )

    return add


def _position(names: Sequence[str], name: Any, argument: str) -> int:
    """Return the position of a column; like DuckDB, it ignores the case of names.

    Raises:
        InvalidQuery: if there is no such column, or several.
    """
    positions = [at for at, column in enumerate(names) if column.casefold() == str(name).casefold()]
    if len(positions) == 1 and isinstance(name, str):
        return positions[0]
    if positions:
        raise InvalidQuery(
            f"{argument}={name!r}: the relation has {len(positions)} columns of this name.", value=name
        )
    columns = ", ".join(names)
    raise InvalidQuery(
        f"{argument}={name!r}: the relation has no such column.{hint(str(name), names)} It has {columns}.",
        value=name,
    )
