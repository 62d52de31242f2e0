"""DuckDB: SQL functions that convert amounts and read pay; and the conversion of a whole relation.

>>> import duckdb
>>> import salarykit.duckdb
>>> con = duckdb.connect()
>>> salarykit.duckdb.register(con)
>>> con.sql("SELECT round(salary_convert(342000, 'CAD', 'USD', '2024-06-28'), 2)").fetchall()
[(249564.42,)]
"""

from __future__ import annotations

try:
    import duckdb  # noqa: F401 - asked for by name, so that the error says what to do
except ImportError as error:
    raise ImportError('This needs DuckDB: pip install "salarykit[duckdb]"') from error

from salarykit.duckdb.functions import register
from salarykit.duckdb.relations import convert, convert_batches

__all__ = ["convert", "convert_batches", "register"]
