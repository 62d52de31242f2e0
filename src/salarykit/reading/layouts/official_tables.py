r"""Tables of official sources: OEWS and LCA of the US Department of Labor, ASHE of the United Kingdom, Eurostat.

**OEWS.** The Occupational Employment and Wage Statistics of the US Bureau of Labor Statistics, as CSV. Each statistic makes a
row: the annual figure, or the hourly one if only that is published (`HOURLY`). `*` and `**` stand for figures that are not
available, `#` for those at or above the highest that is published; both are refused with codes of their own. The city is the
first in the title of the metropolitan area, with its state; national tables and those of states have none. `TOT_EMP` is the number
of employees, not of people surveyed, so it is not a sample size and is passed through. The files do not state their year: give it with
`defaults={"as_of": "2024-05"}`.

**LCA.** The disclosure data of labor condition applications (Form ETA-9035), by the Office of Foreign Labor Certification: the wage
that an employer offers for a job, from `WAGE_RATE_OF_PAY_FROM` to `WAGE_RATE_OF_PAY_TO` (empty or 0 if there is a single wage), by the
period of `WAGE_UNIT_OF_PAY`. The city is the first place of work, with its state; the day is that on which the application was received.
Denied and withdrawn applications are rows, too; `CASE_STATUS`, the prevailing wage and everything else is passed through. (Record
layouts of the fiscal years 2010 to 2024, published with the files.)

**ASHE.** The Annual Survey of Hours and Earnings, by the Office for National Statistics: `Median`, `Mean` and the percentiles `10` to `90`
of each area, occupation or industry, a row for each statistic. `Description` is the city if `Code` is the code of an area (a letter and
eight digits), else the role. `x` stands for figures that are not reliable, `..` for those that are not disclosed, `:` and `-` for those that
do not exist. Tables state the period in their title, not in their columns: give it with `defaults={"period": "week"}`, and the year as `as_of`.

**Eurostat.** The wide TSV files of the bulk download: dimensions in the first column (`freq,currency,geo\TIME_PERIOD`), then a column
for each year. Each figure makes a row; `:` (not available) makes none. The letters after a figure are flags (`b` break in the series, `e`
estimated, `p` provisional, ...), which become a column. `geo` is the country, in Eurostat's codes (`EL`, `UK`). `currency` or `unit` is the
currency if it is `EUR` or another code; `NAC`, national currency, is that of the country. The period of the figures depends on the
table: give it with `defaults=`. (Eurostat, "Getting started with statistics": the TSV format.)
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pyarrow as pa

from salarykit.files.raw import as_column, as_list
from salarykit.reading.headers import read_header
from salarykit.reading.plan import AmountColumn, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.files.raw import Column, Raw

__all__ = [
    "ASHE_COLUMNS",
    "EUROSTAT_FIRST",
    "LCA_COLUMNS",
    "OEWS_COLUMNS",
    "read_ashe",
    "read_eurostat",
    "read_lca",
    "read_oews",
]

OEWS_COLUMNS: Final = tuple(
    frozenset((place, "OCC_TITLE", figure))
    for place in ("AREA_TITLE", "OCC_CODE")
    for figure in ("A_MEDIAN", "H_MEDIAN")
)
"""Sets of columns, each of which identifies an OEWS table; national tables have no `AREA_TITLE`."""
_OEWS: Final = {"country": "US", "currency": "USD", "source": "BLS OEWS"}
_METRO: Final = re.compile(r"([^,/-]+)(?:[/-][^,]*)?, ([A-Z]{2})(?:-[A-Z]{2})*")
_CITY: Final = "the first city of the area"
_LCA: Final = {"country": "US", "currency": "USD", "source": "US DOL OFLC, labor condition applications"}
_WORKSITE: Final = "the first place of work"
_OF_YEARS: Final[Mapping[str, tuple[str, ...]]] = {
    "from": ("WAGE_RATE_OF_PAY_FROM", "WAGE_RATE_OF_PAY_FROM_1", "LCA_CASE_WAGE_RATE_FROM"),
    "to": ("WAGE_RATE_OF_PAY_TO", "WAGE_RATE_OF_PAY_TO_1", "LCA_CASE_WAGE_RATE_TO"),
    "period": ("WAGE_UNIT_OF_PAY", "WAGE_UNIT_OF_PAY_1", "LCA_CASE_WAGE_RATE_UNIT"),
    "city": ("WORKSITE_CITY", "WORKSITE_CITY_1", "LCA_CASE_WORKLOC1_CITY"),
    "state": ("WORKSITE_STATE", "WORKSITE_STATE_1", "LCA_CASE_WORKLOC1_STATE"),
    "role": ("JOB_TITLE", "LCA_CASE_JOB_TITLE"),
    "as_of": ("RECEIVED_DATE", "CASE_SUBMITTED", "LCA_CASE_SUBMIT"),
}
"""The names of the columns in the record layouts of different years."""
LCA_COLUMNS: Final = tuple(
    frozenset(_OF_YEARS[part][at] for part in ("from", "period")) for at in range(len(_OF_YEARS["from"]))
)
"""Sets of columns, each of which identifies a file of LCA disclosure data."""


def read_oews(raw: Raw) -> tuple[Raw, Plan]:
    """Return an OEWS table with the cities of its areas, and its plan."""
    names = {name.upper(): name for name in raw.columns}
    annual, hourly = (
        {name[2:]: column for name, column in names.items() if name.startswith(start) and _statistic(name)}
        for start in ("A_", "H_")
    )
    figures = [AmountColumn(column, _statistic(f"A_{name}"), "year") for name, column in annual.items()]
    figures += [AmountColumn(column, _statistic(f"H_{name}"), "hour") for name, column in hourly.items()]
    columns, mapping = dict(raw.columns), {"role": names["OCC_TITLE"]}
    if "AREA_TITLE" in names:
        columns[_CITY] = _texts([_city(title) for title in as_list(raw.columns[names["AREA_TITLE"]])])
        mapping["city"] = _CITY
    return raw.replaced(columns=columns), Plan(mapping, tuple(figures), constants=dict(_OEWS), coded=True)


def _statistic(name: str) -> str | None:
    header = read_header(name)
    return header.statistic if header else None


def _texts(cells: list[str | None]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(cells, pa.string())])


def _city(title: Any) -> str | None:
    """Return the first city in the title of a metropolitan area; None for the nation, a state or a rural area.

    Examples:
        >>> _city("San Francisco-Oakland-Fremont, CA"), _city("Kansas City, MO-KS"), _city("California")
        ('San Francisco, CA', 'Kansas City, MO', None)
    """
    match = _METRO.fullmatch(title.strip()) if isinstance(title, str) else None
    return f"{match[1]}, {match[2]}" if match and "nonmetropolitan" not in match[1] else None


def read_lca(raw: Raw) -> tuple[Raw, Plan]:
    """Return LCA disclosure data with the first place of work of each application, and its plan."""
    names = {name.upper(): name for name in raw.columns}
    column_of_part = {
        part: names[column]
        for part, choices in _OF_YEARS.items()
        if (column := next((choice for choice in choices if choice in names), None))
    }
    columns = dict(raw.columns)
    mapping: dict[str, str] = {
        part: column_of_part[part] for part in ("role", "period", "as_of") if part in column_of_part
    }
    if "city" in column_of_part and "state" in column_of_part:
        columns[_WORKSITE] = _joined(
            raw.columns[column_of_part["city"]], raw.columns[column_of_part["state"]]
        )
        mapping["city"] = _WORKSITE
    if "to" not in column_of_part:
        return raw.replaced(columns=columns), Plan(
            mapping, (AmountColumn(column_of_part["from"]),), constants=dict(_LCA), day_first=False
        )
    columns[column_of_part["to"]] = _one_wage(
        raw.columns[column_of_part["from"]], raw.columns[column_of_part["to"]]
    )
    ends = AmountColumn(column_of_part["from"]), AmountColumn(column_of_part["to"])
    return raw.replaced(columns=columns), Plan(mapping, ends=ends, constants=dict(_LCA), day_first=False)


def _joined(cities: Column, states: Column) -> Column:
    """Return cities with their states, as `Seattle, WA`."""
    pairs = zip(as_list(cities), as_list(states), strict=True)
    return _texts([f"{city}, {state}" if city and state else city or None for city, state in pairs])


_NO_WAGE: Final = re.compile(r"[\s$]*+(?:0++(?:\.0*+)?+)?+\s*+")


def _one_wage(low: Column, high: Column) -> Column:
    """Return the upper ends of wages; if one is missing or 0, its lower end."""
    pairs = zip(as_list(low), as_list(high), strict=True)
    return as_column(
        [one if other is None or _NO_WAGE.fullmatch(str(other)) else other for one, other in pairs]
    )


ASHE_COLUMNS: Final = (frozenset(("Description", "Code", "Median", "Mean", "10", "90")),)
"""The columns that identify a table of ASHE."""
_ASHE: Final = {"country": "GB", "currency": "GBP", "source": "ONS ASHE"}
_AREA: Final = re.compile(r"[A-Z]\d{8}", re.ASCII)
_UNPUBLISHED: Final = frozenset(("x", "..", ":", "-"))
_PLACE, _JOB = "area", "occupation or industry"

EUROSTAT_FIRST: Final = re.compile(r"[a-z0-9_]++(?:,[a-z0-9_]++)*+\\(?:TIME_PERIOD|time)\s*+", re.IGNORECASE)
"""The pattern of the name of the first column in Eurostat's wide files."""
_VALUE: Final = re.compile(r"\s*+(:|-?[0-9.]++)?+\s*+([a-z]*+)\s*+")
_TIME: Final = re.compile(r"\s*(\d{4})(?:-?([QMS]\d{1,2}))?\s*")
_MONEY: Final = ("currency", "unit")


def read_ashe(raw: Raw) -> tuple[Raw, Plan]:
    """Return a table of ASHE with areas and occupations in separate columns, and its plan."""
    names = {name.casefold(): name for name in raw.columns}
    codes, texts = (as_list(raw.columns[names[name]]) for name in ("code", "description"))
    # the texts are indented by level
    texts = [text.strip() if isinstance(text, str) else text for text in texts]
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
        columns[figure.column] = as_column([_published(cell) for cell in as_list(columns[figure.column])])
    mapping = {"city": _PLACE} if any(areas) else {}
    mapping |= {} if all(areas) else {"role": _JOB}
    return raw.replaced(columns=columns), Plan(mapping, tuple(figures), constants=dict(_ASHE), coded=True)


def _published(cell: Any) -> Any:
    """Return a cell; if its figure is not published, the symbol that stands for that in every layout."""
    return "*" if isinstance(cell, str) and cell.strip() in _UNPUBLISHED else cell


def read_eurostat(raw: Raw) -> tuple[Raw, Plan]:
    """Return a wide file of Eurostat with a row for each figure, and its plan."""
    names = [name.strip() for name in next(iter(raw.columns)).partition("\\")[0].split(",")]
    figures = _figures_of(raw)
    columns: dict[str, Column] = {
        name: as_column([figure.keys[at] if at < len(figure.keys) else None for figure in figures])
        for at, name in enumerate(names)
    }
    columns["TIME_PERIOD"] = as_column([figure.period for figure in figures])
    columns["value"] = as_column([figure.value for figure in figures])
    columns["flags"] = as_column([figure.flags for figure in figures])
    money = next((name for name in _MONEY if name in columns), None)
    if money:
        columns[money] = as_column([None if code == "NAC" else code for code in as_list(columns[money])])
    mapping = {"country": "geo", "as_of": "TIME_PERIOD", "currency": money, "role": "isco08"}
    plan = Plan(
        {field: column for field, column in mapping.items() if column in columns}, (AmountColumn("value"),)
    )
    table = raw.replaced(
        columns=columns, numbers=raw.row_numbers[[figure.row for figure in figures]], decimal="."
    )
    return table, plan.replaced(constants={"source": "Eurostat"})


class _EurostatFigure(NamedTuple):
    """A figure of a wide file: its row, from 0, its keys and period, the figure itself, and its flags."""

    row: int
    keys: list[str]
    period: str
    value: str | None
    flags: str | None


def _figures_of(raw: Raw) -> list[_EurostatFigure]:
    """Return the available figures of a wide file, row by row."""
    first, *years = raw.columns
    keys = [str(cell or "").split(",") for cell in as_list(raw.columns[first])]
    figures = []
    for year in years:
        for row, cell in enumerate(as_list(raw.columns[year])):
            value = _VALUE.fullmatch(str(cell if cell is not None else ""))
            if value is None or value[1] != ":":
                text, flags = (str(cell), None) if value is None else (value[1], value[2] or None)
                figures.append(_EurostatFigure(row, keys[row], _time(year), text, flags))
    return sorted(figures, key=lambda figure: figure.row)


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
