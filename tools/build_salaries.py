"""Write data/salaries.csv: what the reader makes of a career page, and the notes that people have added.

    python tools/build_salaries.py PAGE [-o data/salaries.csv]

The page is a text or HTML file. Everything in the table is the reader's but `NOTES`, which say what a reader of the page
would want to be told and the page does not say.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

import salarykit as sk
from salarykit.files.writing import write_text
from salarykit.salaries.fields import FIELDS

TARGET = Path(__file__).parents[1] / "data" / "salaries.csv"
NOTES = {"London": "as stated, implausibly low beside the other cities"}


def text_of(page: Path) -> str:
    """Return the table of a page as CSV text: whole amounts without decimals, missing values empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in FIELDS], lineterminator="\n")
    writer.writeheader()
    for salary in sk.read_salaries(page):
        row = salary.model_dump()
        row["amount"] = f"{salary.amount:.15g}"
        row["note"] = "; ".join(filter(None, (salary.note, NOTES.get(salary.city or ""))))
        writer.writerow({name: "" if value is None else value for name, value in row.items()})
    return text.getvalue()


def main() -> None:
    """Write the file, and say whether it changed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("page", type=Path, help="the career page, as text or HTML")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    options = parser.parse_args()
    before = options.output.read_text(encoding="utf-8") if options.output.exists() else None
    text = text_of(options.page)
    write_text(text, options.output)
    print(
        f"{options.output}: {'as it was' if text == before else 'written'}, {text.count(chr(10)) - 1} rows."
    )


if __name__ == "__main__":
    main()
