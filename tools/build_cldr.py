"""Make the tables of money from Unicode's CLDR, as the Babel package carries it.

    python tools/build_cldr.py

Four files are written beside `salarykit/currency`: `tender.csv`, which money was tender where and when;
`sign_words.csv` and `sign_phrases.csv`, what each money is called in the languages that job postings are written in; and `sign_owners.csv`, which
moneys share a sign or a noun (`$`, `lei`), by CLDR's signs in every locale and by the words of its names. Babel is needed
here only.

CLDR is a little behind the newest changes, so its dates are reconciled with the project's own facts: a legal euro rate
opens the euro in the countries that used the old money, and a redenomination closes the old code where CLDR still
has it open. Every row names the source that decided it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path
from typing import NamedTuple

import babel
from babel import Locale, localedata
from babel.core import get_global

from salarykit.currency.codes import CODES
from salarykit.currency.facts import euro_adoptions, redenominations

ROOM = Path(__file__).parents[1] / "src/salarykit/currency"
CLDR = f"CLDR, by Babel {babel.__version__}"
EURO_AREA_OF = {"BGN": ["BG"], "HRK": ["HR"]}
FIRST = {
    "PS": "ILS",
    "CU": "CUP",
}  # where neither the country's letters nor age tell which money is the main one
RECENT = 1999  # money that ended before the euro is not named in a job posting
LANGUAGES = """
    en de fr es pt it nl da nb sv fi is pl cs sk hu ro bg hr uk ru et el tr he ar hi ja zh zh_Hant ko vi th id ka ca
""".split()

_UNSEEN = re.compile("[\u200b-\u200f\u061c]")
_SIGN_ELSEWHERE = re.compile(r"^\$ |^£ | \$$")  # a sign and a country's letters, which are read one by one
_NOUN = re.compile(r"[^\W\d_]{3,}")


class Row(NamedTuple):
    """One money in one country."""

    country: str
    currency: str
    since: dt.date
    until: dt.date | None
    source: str


def cldr_rows() -> list[Row]:
    """Return what CLDR says, of countries and moneys that salarykit knows."""
    rows = []
    for country, spans in get_global("territory_currencies").items():
        for code, since, until, is_tender in spans:
            if is_tender and since and code in CODES and country.isalpha():
                rows.append(Row(country, code, dt.date(*since), dt.date(*until) if until else None, CLDR))
    return rows


def reconciled(rows: list[Row]) -> list[Row]:
    """Return the rows with the project's own facts in force where CLDR has not caught up."""
    for fact in euro_adoptions():
        for country in EURO_AREA_OF.get(fact.code, []):
            rows = [
                row._replace(until=fact.circulated_until, source=fact.source)
                if (row.country, row.currency) == (country, fact.code)
                else row
                for row in rows
            ]
            rows = [row for row in rows if (row.country, row.currency) != (country, "EUR")]
            rows.append(Row(country, "EUR", fact.adopted, None, fact.source))
    for fact in redenominations():
        if fact.old == fact.new:
            continue
        last = fact.circulated_until or fact.effective - dt.timedelta(days=1)
        for row in [row for row in rows if row.currency == fact.old and row.until is None]:
            rows[rows.index(row)] = row._replace(until=last, source=fact.source)
            if not any((other.country, other.currency) == (row.country, fact.new) for other in rows):
                rows.append(Row(row.country, fact.new, fact.effective, None, fact.source))
    return rows


def preference(row: Row) -> tuple[str, int, int]:
    """Return where a row stands in its country: the euro, the country's own money, other money; newest first."""
    own = FIRST.get(row.country, row.currency if row.currency.startswith(row.country) else "")
    rank = 0 if row.currency == "EUR" else 1 if row.currency == own else 2
    return row.country, rank, -row.since.toordinal()


def names() -> dict[str, list[str]]:
    """Return every money's names, singular and plural, in the languages above; a name may have several owners."""
    known = {row.currency for row in cldr_rows() if row.until is None or row.until.year >= RECENT} & CODES
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        plurals = locale._data["currency_names_plural"]  # noqa: SLF001 - Babel has no other list of them
        for code in sorted(known & set(locale.currencies)):
            for name in {locale.currencies[code], *plurals.get(code, {}).values()}:
                text = " ".join(name.replace("\u200f", "").casefold().split())
                if (
                    not any(sign.isdigit() or sign in "()-\u2013{" for sign in text)
                    and text.upper() not in CODES
                ):
                    owners = found.setdefault(text, [])
                    if code not in owners:
                        owners.append(code)
    return found


def signs() -> dict[str, set[str]]:
    """Return every sign that some locale writes for a money, and the moneys it is written for.

    A sign is kept as it is typed: without marks of direction, its spaces plain.
    """
    found: dict[str, set[str]] = {}
    for identifier in localedata.locale_identifiers():
        for code, sign in Locale.parse(identifier)._data["currency_symbols"].items():  # noqa: SLF001 - see above
            text = " ".join(_UNSEEN.sub("", sign).split())
            if code in CODES and text and text not in CODES and not _SIGN_ELSEWHERE.search(text):
                found.setdefault(text, set()).add(code)
    return found


def nouns() -> dict[str, set[str]]:
    """Return for each everyday noun of `signs.csv` the moneys whose names have it as a word, in any locale."""
    with (ROOM / "signs.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in {"sign", "name"}]
    wanted = {text for row in rows for text in row["texts"].casefold().split() if _NOUN.fullmatch(text)}
    found: dict[str, set[str]] = {}
    for identifier in localedata.locale_identifiers():
        data = Locale.parse(identifier)._data  # noqa: SLF001 - see above
        for code in CODES & set(data["currency_names"]):
            called = {data["currency_names"][code], *data["currency_names_plural"].get(code, {}).values()}
            for word in wanted.intersection(word for name in called for word in name.casefold().split()):
                found.setdefault(word, set()).add(code)
    return found


def by_currency(called: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the names of each currency, or of each few that share them: a table of few rows is read soonest."""
    found: dict[str, list[str]] = {}
    for name, codes in sorted(called.items()):
        found.setdefault(" ".join(codes), []).append(name)
    return found


def main() -> None:
    """Write the files and say what they hold."""
    rows = sorted(reconciled(cldr_rows()), key=preference)
    with (ROOM / "tender.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows([*row[:3], row.until or "", row.source] for row in rows)
    called = names()
    for kind, of_several in (("words", False), ("phrases", True)):
        with (ROOM / f"sign_{kind}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["currencies", kind])
            kept = {name: codes for name, codes in called.items() if (" " in name) == of_several}
            writer.writerows([codes, "|".join(names)] for codes, names in sorted(by_currency(kept).items()))
    owners = nouns() | signs()
    with (ROOM / "sign_owners.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "currencies"])
        writer.writerows([text, " ".join(sorted(codes))] for text, codes in sorted(owners.items()))
    print(
        f"tender.csv: {len(rows)} rows; sign_words.csv and sign_phrases.csv: {len(called)} names; sign_owners.csv: {len(owners)} texts"
    )


if __name__ == "__main__":
    main()
