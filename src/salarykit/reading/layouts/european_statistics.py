r"""Tables of European statistical offices: ASHE of the United Kingdom, and Eurostat's wide files.

**ASHE.** The Annual Survey of Hours and Earnings, by the Office for National Statistics: `Median`, `Mean` and the percentiles `10` to `90`
of each area, occupation or industry, a row for each statistic. `Description` is the city where `Code` is the code of an area (a letter and
eight digits), else the role. `x` stands for figures that are not reliable, `..` for those that are not disclosed, `:` and `-` for those that
do not exist. Tables state the period in their title, not in their columns: give it with `defaults={"period": "week"}`, and the year as `as_of`.

**Eurostat.** The wide TSV files of the bulk download: dimensions in the first column (`freq,currency,geo\TIME_PERIOD`), then a column
for each year, each of which makes a row. `:` is not available, and makes none; the letters behind a figure are flags (`b` break in the
series, `e` estimated, `p` provisional, ...), which become a column. `geo` is the country, in Eurostat's codes (`EL`, `UK`); `currency` or `unit` is the
currency where it is `EUR` or another code, while `NAC`, national currency, is that of the country. What period the figures are for depends on the
table: give it with `defaults=`. (Eurostat, "Getting started with statistics": the TSV format.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from salarykit.files.raw import as_column
from salarykit.reading.column_mapping import AmountColumn, Plan

if TYPE_CHECKING:
    from salarykit.files.raw import Column, Raw

__all__ = ["ASHE_COLUMNS", "EUROSTAT_FIRST", "read_ashe", "read_eurostat"]

ASHE_COLUMNS: Final = (frozenset(("Description", "Code", "Median", "Mean", "10", "90")),)
"""What identifies a table of ASHE."""
_ASHE: Final = {"country": "GB", "currency": "GBP", "source": "ONS ASHE"}
_AREA: Final = re.compile(r"[A-Z]\d{8}", re.ASCII)
_UNPUBLISHED: Final = frozenset(("x", "..", ":", "-"))
_PLACE, _JOB = "area", "occupation or industry"

EUROSTAT_FIRST: Final = re.compile(r"[a-z0-9_]++(?:,[a-z0-9_]++)*+\\(?:TIME_PERIOD|time)\s*+", re.IGNORECASE)
"""What the first column of Eurostat's wide files is called."""
_VALUE: Final = re.compile(r"\s*+(:|-?[0-9.]++)?+\s*+([a-z]*+)\s*+")
_TIME: Final = re.compile(r"\s*(\d{4})(?:-?([QMS]\d{1,2}))?\s*")
_MONEY: Final = ("currency", "unit")


def _cells(column: Column) -> list[Any]:
    return column if isinstance(column, list) else column.to_pylist()


def read_ashe(raw: Raw) -> tuple[Raw, Plan]:
    """Return a table of ASHE with areas and occupations apart, and its plan."""
    names = {name.casefold(): name for name in raw.columns}
    codes, texts = (_cells(raw.columns[names[name]]) for name in ("code", "description"))
    texts = [text.strip() if isinstance(text, str) else text for text in texts]  # indented by level
    areas = [_AREA.fullmatch(str(code).strip()) is not None for code in codes]
    columns = {
        **raw.columns,
        _PLACE: as_column([text if area else None for text, area in zip(texts, areas, strict=True)]),
        _JOB: as_column([None if area else text for text, area in zip(texts, areas, strict=True)]),
    }
    statistics = {"median": "median", "mean": "mean"} | {f"{n}": f"p{n}" for n in range(1, 100)}
    figures = [
        AmountColumn(names[name], statistic) for name, statistic in statistics.items() if name in names
    ]
    for figure in figures:
        columns[figure.column] = as_column([_published(cell) for cell in _cells(columns[figure.column])])
    mapping = {"city": _PLACE} if any(areas) else {}
    mapping |= {} if all(areas) else {"role": _JOB}
    return raw.replaced(columns=columns), Plan(mapping, tuple(figures), constants=dict(_ASHE), coded=True)


def _published(cell: Any) -> Any:
    """Return a cell, and for one whose figure is not published the sign that says so in every layout."""
    return "*" if isinstance(cell, str) and cell.strip() in _UNPUBLISHED else cell


def read_eurostat(raw: Raw) -> tuple[Raw, Plan]:
    """Return a wide file of Eurostat with a row for each figure, and its plan."""
    first, *years = raw.columns
    names = [name.strip() for name in first.partition("\\")[0].split(",")]
    keys = [str(cell or "").split(",") for cell in _cells(raw.columns[first])]
    numbers = np.arange(1, len(raw) + 1) if raw.numbers is None else raw.numbers
    rows: list[tuple[int, list[str], str, str | None, str | None]] = []
    for year in years:
        for row, cell in enumerate(_cells(raw.columns[year])):
            value = _VALUE.fullmatch(str(cell if cell is not None else ""))
            if value is None or value[1] != ":":
                figure, flags = (str(cell), None) if value is None else (value[1], value[2] or None)
                rows.append((row, keys[row], _time(year), figure, flags))
    rows.sort(key=lambda line: line[0])
    columns: dict[str, Column] = {
        name: as_column([key[at] if at < len(key) else None for _, key, *_ in rows])
        for at, name in enumerate(names)
    }
    columns |= {
        name: as_column([row[at] for row in rows])
        for at, name in ((2, "TIME_PERIOD"), (3, "value"), (4, "flags"))
    }
    money = next((name for name in _MONEY if name in columns), None)
    if money:
        columns[money] = as_column([None if code == "NAC" else code for code in _cells(columns[money])])
    mapping = {"country": "geo", "as_of": "TIME_PERIOD", "currency": money, "role": "isco08"}
    plan = Plan(
        {field: column for field, column in mapping.items() if column in columns}, (AmountColumn("value"),)
    )
    table = raw.replaced(columns=columns, numbers=numbers[[row for row, *_ in rows]], decimal=".")
    return table, plan.replaced(constants={"source": "Eurostat"})


def _time(header: str) -> str:
    """Return the period of a column in ISO 8601.

    Examples:
        >>> _time("2018 "), _time("2023-Q1"), _time("2023S2")
        ('2018', '2023-Q1', '2023-07/2023-12')
    """
    time = _TIME.fullmatch(header)
    if time is None or time[2] is None:
        return time[1] if time else header.strip()
    if time[2][0] == "S":
        return f"{time[1]}-01/{time[1]}-06" if time[2] == "S1" else f"{time[1]}-07/{time[1]}-12"
    return f"{time[1]}-{time[2]}" if time[2][0] == "Q" else f"{time[1]}-{int(time[2][1:]):02d}"
