"""Write what is known of each language into `docs/reading.md`, counted in the tables of words.

    python tools/build_language_table.py

A test compares the page with the tables.
"""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

from salarykit.currency.signs import names, signs
from salarykit.currency.tender import tender
from salarykit.pay.other_money import KINDS
from salarykit.pay.words import CJK_CUES, CJK_OTHER_MONEY, CJK_PERIODS

PAGE = Path(__file__).parents[1] / "docs/reading.md"
BLOCK = re.compile(r"(<!-- languages -->\n\n).*?(\n\n<!-- /languages -->)", re.DOTALL)
HEADER = [
    "| language | period words | pay, bounds, tax | other money | counting words | currencies: signs and names |",
    "|---|---|---|---|---|---|",
]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of words."""
    text = files("salarykit.pay").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def count(cells: list[str]) -> int:
    """Return how many different words some cells hold."""
    return len({word for cell in cells for word in cell.split()})


def currencies(countries: str) -> str:
    """Return the currencies of some countries today, each with the number of its signs and names."""
    codes = dict.fromkeys(code for country in countries.split() for code in tender(country)[:1])
    known = {**names(), **signs()}
    owned = {code: sum(sign.currencies[0] == code for sign in known.values()) for code in codes}
    return ", ".join(f"{code}: {number}" for code, number in owned.items())


def table() -> str:
    """Return the table, a language a line."""
    lines = list(HEADER)
    periods, other = rows("period_words"), {row["language"]: row for row in rows("other_money")}
    counted = {row["language"]: row for row in rows("counting_words")}
    for row in rows("language_words"):
        language = row["language"]
        words = [
            cell
            for line in periods
            if line["language"] == language
            for column, cell in line.items()
            if column not in ("language", "period", "source")
        ]
        said = [
            row[column]
            for column in ("pay", "least", "most", "least_after", "most_after", "to", "gross", "net")
        ]
        guards = [other[language][kind] for kind in ("benefit", *KINDS, "unit", "hired")]
        counting = (
            ", ".join(word for value in list(counted[language].values())[1:-1] for word in value.split())
            or "none"
        )
        lines.append(
            f"| {row['name']} | {count(words)} | {count(said)} | {count(guards)} | {counting} | {currencies(row['countries'])} |"
        )
    cjk = count(
        [other[language][kind] for language in ("ja", "zh", "ko") for kind in ("benefit", *KINDS, "hired")]
    )
    timed = sum(meant[0] != "-" for meant in CJK_CUES.values())
    lines.append(
        f"| Japanese, Chinese, Korean | {len(CJK_PERIODS) + timed} | {len(CJK_CUES) - timed} | {len(CJK_OTHER_MONEY) + cjk} | 千, 万, 億, 兆, 천, 만, 억, 조 | {currencies('JP CN TW HK KR')} |"
    )
    return "\n".join(lines)


def main() -> None:
    """Write the table into the page."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(BLOCK.sub(lambda found: found[1] + table() + found[2], page), encoding="utf-8")


if __name__ == "__main__":
    main()
