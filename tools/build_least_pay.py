"""Make `salarykit/pay/least_pay.csv`: the least in each currency that may be a month's pay where nothing but a period says so.

    python tools/build_least_pay.py

It is a share of a month's GDP per head of the currency's home country, in the currency at its best rate since 2015, and never more
than a wage of the poorest countries that share a currency; two digits are enough for a magnitude. A currency that the euro replaced
has the euro's, at its legal rate.
"""

from __future__ import annotations

import csv
from pathlib import Path

from salarykit.package import table_rows
from salarykit.salaries.country_levels import currency_worths, home_level, worth

OUT = Path(__file__).parents[1] / "src/salarykit/pay/least_pay.csv"
SHARE = 0.08  # of GDP per head: no minimum wage is as low
MOST = 200.0  # US dollars a month: wages in Kosovo and Ecuador, which share a currency with richer countries
ABROAD = {"USD": 100.0}  # what firms abroad pay in, too


def rounded(value: float) -> float:
    """Return a value rounded down to two digits."""
    magnitude = 10 ** max(0, len(str(int(value))) - 2)
    return value // magnitude * magnitude


def main() -> None:
    """Write the file and say what it holds."""
    rows = []
    for code in sorted(currency_worths()):
        level, best = home_level(code), worth(code)
        if level and best:
            least = rounded(min(level * SHARE / 12, MOST, ABROAD.get(code, MOST)) / best)
            rows.append([code, f"{least:g}" if least < 1e6 else f"{least:.0f}"])  # noqa: PLR2004 - no exponents
    known = {code: float(least) for code, least in rows}
    for predecessor in table_rows("salarykit.currency", "euro_legal"):
        code, units = predecessor["code"], float(predecessor["units"])
        if code not in known and code != "XEU":
            rows.append([code, f"{rounded(known['EUR'] * units):g}"])
    rows.sort()
    with OUT.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["code", "month"], *rows])
    print(f"{OUT.name}: {len(rows)} currencies")


if __name__ == "__main__":
    main()
