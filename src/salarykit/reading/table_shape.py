"""Advises how to reshape a table that has figures but no column of amounts, because it is long, wide or transposed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.places.gazetteer import is_main_name, plain
from salarykit.reading.headers import Header, read_header
from salarykit.reading.other_tables import YEARS
from salarykit.reading.source_columns import distinct_texts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salarykit.files.raw import Column

__all__ = ["shape_hint"]

_FIRST: Final = 1000  # the first rows, which are inspected
_SHOWN: Final = 3  # the most names in a message
_MOST: Final = 200  # the most distinct texts of a column that names figures
_FEWEST: Final = 2  # the fewest columns of figures in a wide table
_DIGITS: Final = 2  # the most digits of the number of a step; more are a year or an amount
_VALUE: Final = re.compile(
    r"(?:obs[ _]?)?(?:values?|valor|valore|valeur|wert|waarde|värde|verdi|værdi|wartość|hodnota|érték|значение|数值|値|값)|total|indhold",
    re.IGNORECASE,
)
"""The usual names of a column of figures if another column says what they are."""
_UNITS: Final = ("period", "currency", "statistic")


def shape_hint(columns: Mapping[str, Column], numbers: Sequence[str]) -> str:
    """Return the sentences that say how to give a table a column of amounts; "" if its shape does not show how.

    Args:
        columns: the columns of the table; no header names amounts.
        numbers: the columns of numbers whose headers name no field.

    Examples:
        >>> columns = {
        ...     "city": ["Kiel", "Kiel"],
        ...     "item": ["median salary", "sample size"],
        ...     "value": [52_000, 12],
        ... }
        >>> print(shape_hint(columns, ["value"]))
         The figures in 'value' are what 'item' names ('median salary', 'sample size'). Give each of them a column: with pandas,
        df.pivot(index=['city'], columns='item', values='value').reset_index(); with polars, df.pivot('item', index=['city'], values='value').
        >>> shape_hint({"city": ["Kiel"], "2022": [1], "2023": [2]}, ["2022", "2023"]).partition(": ")[0]
        " The figures stand side by side ('2022', '2023'). If they are amounts, put them into one column"
    """
    named = {name: measures for name, column in columns.items() if (measures := _measures(column))}
    values = [name for name in numbers if _VALUE.fullmatch(name)] or list(numbers)
    if len(values) == 1 and named:
        name, measures = next(iter(named.items()))
        others = [other for other in columns if other not in (name, values[0])]
        return _long(name, measures, values[0], others)
    first = next(iter(columns), "")
    if len(numbers) >= _FEWEST and first in named:
        return _transposed(first, named[first])
    return _wide(columns, numbers)


def _measures(column: Column) -> dict[str, Header | None]:
    """Return the distinct texts of a column with their meanings as headers, if any would be a header of amounts; else none."""
    texts = distinct_texts(column[:_FIRST])
    if len(texts) > _MOST:
        return {}
    headers = {text: read_header(text) for text in texts}
    return headers if any(header and header.field == "amount" for header in headers.values()) else {}


def _shown(names: Sequence[str]) -> str:
    more = ", ..." if len(names) > _SHOWN else ""
    return f"({', '.join(map(repr, names[:_SHOWN]))}{more})"


def _long(name: str, measures: Mapping[str, Header | None], value: str, others: Sequence[str]) -> str:
    """Return the advice for a table with a row for each figure, and a column that names the figures."""
    texts = list(measures)
    if len(texts) > 1:
        index = list(others)
        return (
            f" The figures in {value!r} are what {name!r} names {_shown(texts)}. Give each of them a column: with pandas, "
            f"df.pivot(index={index}, columns={name!r}, values={value!r}).reset_index(); with polars, "
            f"df.pivot({name!r}, index={index}, values={value!r})."
        )
    header = measures[texts[0]]
    units = {unit: getattr(header, unit) for unit in _UNITS if getattr(header, unit)}
    stated = f" and defaults={units}" if units else ""
    return f" The figures in {value!r} are {texts[0]!r} by {name!r}: say columns={{'amount': {value!r}}}{stated}."


def _transposed(name: str, measures: Mapping[str, Header | None]) -> str:
    """Return the advice for a table whose columns are its records."""
    return (
        f" Its first column names the fields {_shown(list(measures))}, so that each other column is a record. Transpose it: with "
        f"pandas, df.set_index({name!r}).T.reset_index(); with polars, df.transpose(include_header=True, column_names={name!r})."
    )


def _step(name: str) -> str:
    """Return what a column counts, `Stufe` for `Stufe 2`; "" if it has no number of a step."""
    head = name.rstrip("0123456789")
    step = head.rstrip(" ._-")
    return step if 1 <= len(name) - len(head) <= _DIGITS and step[:1].isalpha() else ""


def _wide(columns: Mapping[str, Column], numbers: Sequence[str]) -> str:
    """Return the advice for a table with a column of amounts for each year, city or step; "" for any other table."""
    years = [name for name in numbers if YEARS.fullmatch(name)]
    cities = [name for name in numbers if is_main_name(plain(name))]
    numbered = {name: step for name in numbers if (step := _step(name))}
    steps = [name for name, step in numbered.items() if step == next(iter(numbered.values()))]
    variable, alike = max(
        (("as_of", years), ("city", cities), ("step", steps)), key=lambda kind: len(kind[1])
    )
    if len(alike) < _FEWEST:
        return ""
    index = [name for name in columns if name not in alike]
    return (
        f" The figures stand side by side {_shown(alike)}. If they are amounts, put them into one column: with pandas, "
        f"df.melt(id_vars={index}, var_name={variable!r}, value_name='amount'); with polars, "
        f"df.unpivot(index={index}, variable_name={variable!r}, value_name='amount')."
    )
