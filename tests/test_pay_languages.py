"""The table of words by language, word by word; texts of job boards in forty-odd languages; the page that counts the tables."""

from __future__ import annotations

import csv
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from cases import for_each

import salarykit as sk
from salarykit.pay.pay_year import PERIODS
from salarykit.pay.words import MULTIPLIERS

HERE = Path(__file__).parent


def rows(name: str) -> dict[str, dict[str, list[str]]]:
    """Return the words of a table by language and column."""
    text = files("salarykit.pay").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return {
        row["language"]: {
            column: [word.replace("_", " ") for word in cell.split()] for column, cell in row.items()
        }
        for row in csv.DictReader(text.splitlines())
    }


ROWS = rows("language_words")
LANGUAGES = sorted(ROWS)


def test_every_language_of_the_periods_has_words_for_pay_and_bounds() -> None:
    """No column is empty in any language, and each has words between two ends of its own or takes the dash."""
    assert ROWS.keys() == rows("period_words").keys()
    lacking = [
        (language, column)
        for language, row in ROWS.items()
        for column in ("name", "countries", "pay", "least", "most")
        if not row[column]
    ]

    assert lacking == []


@for_each("language", LANGUAGES)
def test_every_word_is_read_where_it_counts(language: str) -> None:
    """A word for pay makes a bare number pay; a bound opens or closes the amount; a link makes a range."""
    row = ROWS[language]
    for word in row["pay"]:
        assert (sk.parse_pay(f"{word}: 98 765").low, word) == (98_765, word)
    for column, ends in {"least": (3_000, None), "most": (None, 3_000)}.items():
        for word in row[column]:
            assert (word, *sk.parse_pay(f"{word} 3,000 EUR / month")[:2]) == (word, *ends)
        for word in row[f"{column}_after"]:
            assert (word, *sk.parse_pay(f"3,000 EUR / month {word}")[:2]) == (word, *ends)
    for word in row["to"]:
        assert (word, *sk.parse_pay(f"3,000 {word} 4,000 EUR / month")[:2]) == (word, 3_000, 4_000)


@for_each("language", LANGUAGES)
def test_every_word_for_tax_is_read(language: str) -> None:
    """Gross and net are told before the amount and after it."""
    for column, gross in {"gross": True, "net": False}.items():
        for word in ROWS[language][column]:
            assert (sk.parse_pay(f"3,000 EUR {word}").gross, word) == (gross, word)
            assert (sk.parse_pay(f"{word} 3,000 EUR").gross, word) == (gross, word)


@for_each("language", LANGUAGES)
def test_every_counting_word_counts(language: str) -> None:
    """It multiplies the number before it, in a currency in which people are paid by the million."""
    for word in ROWS[language]["counts"]:
        assert (sk.parse_pay(f"30 {word} VND").low, word) == (30 * MULTIPLIERS[word], word)


TEXTS = [
    line.split("|", 5)
    for line in (HERE / "pay_by_language.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]
PAY = [parts for parts in TEXTS if parts[1] != "-"]
NO_PAY = [(parts[0], "|".join(parts[2:])) for parts in TEXTS if parts[1] == "-"]


def _number(text: str) -> float | None:
    return None if text == "None" else float(text)


@for_each(("country", "low", "high", "currency", "period", "text"), PAY)
def test_pay_as_job_boards_write_it(
    country: str, low: str, high: str, currency: str, period: str, text: str
) -> None:
    """Amounts, currency and period come out as they are stated, or the period stays open."""
    pay = sk.parse_pay(text, country=country)

    stated = None if period == "None" else period
    assert (pay.low, pay.high, pay.currency, pay.period) == (_number(low), _number(high), currency, stated)
    assert stated is None or stated in PERIODS


@for_each(("country", "text"), NO_PAY)
def test_what_job_boards_write_beside_pay(country: str, text: str) -> None:
    """Rents, hours, allowances, prices and bills are no pay in any of the languages."""
    assert sk.find_pay(text, country=country) is None


def test_the_page_counts_the_tables() -> None:
    """The table of languages in the guide is the one that the tool makes of the tables."""
    path = HERE.parent / "tools/build_language_table.py"
    spec = spec_from_file_location("build_language_table", path)
    assert spec is not None
    assert spec.loader is not None
    tool = module_from_spec(spec)
    spec.loader.exec_module(tool)

    assert tool.table() in tool.PAGE.read_text(encoding="utf-8")
