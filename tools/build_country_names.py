"""Write the names of countries in the languages that job postings are written in, as CLDR has them (through Babel)."""

from __future__ import annotations

import csv
from pathlib import Path

from babel import Locale

from salarykit.currency.countries import countries
from salarykit.places.gazetteer import plain

LANGUAGES = (
    "en de fr es pt it nl sv da nb fi pl cs sk hu ro tr el ru uk bg hr he ar hi id vi th ja ko zh zh_Hant"
)
OUT = Path(__file__).parents[1] / "src" / "salarykit" / "places" / "country_names.csv"


def main() -> None:
    """Write each name that stands for one country only; names that differ by case and accents are one."""
    homes: dict[str, tuple[str, set[str]]] = {}
    for language in LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if code in countries():
                homes.setdefault(plain(name), (name, set()))[1].add(code)
    rows = sorted((min(codes), name) for name, codes in homes.values() if len(codes) == 1)
    with OUT.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("country", "name"), *rows])
    print(f"{len(rows):,} names written to {OUT.name}.")


if __name__ == "__main__":
    main()
