"""Write into `period_words.csv` where the words of each row come from: CLDR's names of units, or those who wrote the table.

    python tools/build_period_sources.py

A row whose words are all CLDR's says "cldr"; one that has others, too, says "cldr hand"; one that has none of CLDR's says "hand".
Words written by hand are the notation of advertisements, payrolls and job boards; no published list stands behind them. The table is
not made of CLDR alone because CLDR has neither adverbs ("monthly") nor words for pay ("Monatsgehalt"). Babel is needed for this tool
only. It prints the patterns of CLDR for an amount per unit that are not read.
"""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import babel
from babel import Locale

import salarykit as sk

TABLE = Path(__file__).parents[1] / "src/salarykit/pay/period_words.csv"
UNITS = ("year", "month", "week", "day", "hour", "quarter", "fortnight")
WORD = re.compile(r"[^\W\d_](?:[^\s\d/{}()]*[^\s\d/{}().])?")


def patterns(language: str, unit: str) -> dict[str, set[str]]:
    """Return CLDR's patterns for a unit in a language: under "per" those for an amount per unit, under "" all others."""
    try:
        data: Any = Locale.parse(language)._data["unit_patterns"]  # noqa: SLF001 - Babel has no other way to them
    except (babel.UnknownLocaleError, ValueError):
        return {"per": set(), "": set()}
    found: dict[str, set[str]] = {"per": set(), "": set()}
    for forms in dict(data.get(f"duration-{unit}", {})).values():
        for form, pattern in dict(forms).items():
            if isinstance(pattern, str):
                found["per" if form == "per" else ""].add(pattern)
    return found


def words(texts: set[str]) -> set[str]:
    """Return the words of some patterns, in lower case, without their placeholders."""
    return {
        word.lower()
        for text in texts
        for word in WORD.findall(text.replace("{0}", " ").replace("\u2019", "'"))
    }


def source(row: dict[str, str]) -> str:
    """Return where the words of a row come from."""
    stated = {word.removesuffix(".") for cell in list(row.values())[2:6] for word in cell.split()}
    units = UNITS if row["period"] == "per" else (row["period"],)
    published: set[str] = set()
    for unit in units:
        found = patterns(row["language"], unit)
        published |= words(found["per"]) if row["period"] == "per" else words(found["per"] | found[""])
    known = stated & published
    return "cldr" if stated and known == stated else "cldr hand" if known else "hand"


def main() -> None:
    """Write the column, and print what of CLDR's is not read."""
    text = TABLE.read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    written = io.StringIO()
    writer = csv.DictWriter(written, [*list(rows[0])[:6], "source"], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "source": source(row)})
    TABLE.write_text(written.getvalue(), encoding="utf-8")
    read = missed = 0
    for language in dict.fromkeys(row["language"] for row in rows):
        for unit in UNITS[:5]:
            for pattern in sorted(patterns(language, unit)["per"]):
                pay = sk.find_pay(pattern.replace("{0}", "3,000 EUR"))
                if pay is not None and pay.period == unit:
                    read += 1
                else:
                    missed += 1
                    print(language, unit, pattern, pay and pay.period)
    print(f"Babel {babel.__version__}: {read} patterns are read, {missed} are not.")


if __name__ == "__main__":
    main()
