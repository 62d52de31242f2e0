"""The table of period words, word by word, and cells of columns of periods."""

from __future__ import annotations

import csv
from importlib.resources import files

from cases import for_each

import salarykit as sk
from salarykit.pay.pay_year import PERIODS
from salarykit.pay.period_phrases import period_of
from salarykit.pay.period_words import PERIODS_STRICT, period_of_code

ROWS = list(
    csv.DictReader(
        files("salarykit.pay").joinpath("period_words.csv").read_text(encoding="utf-8").splitlines()
    )
)
LANGUAGES = sorted({row["language"] for row in ROWS})
WHOLE = [
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "ca",
    "da",
    "nb",
    "sv",
    "is",
    "fi",
    "et",
    "lv",
    "lt",
    "pl",
    "cs",
    "sk",
    "sl",
    "hr",
    "sr",
    "mk",
    "bg",
    "sq",
    "el",
    "hu",
    "ro",
    "ru",
    "uk",
    "be",
    "tr",
    "az",
    "ka",
    "hy",
    "kk",
    "he",
    "ar",
    "fa",
    "hi",
    "bn",
    "th",
    "vi",
    "id",
    "ms",
    "tl",
    "mn",
]
COLUMNS = ("after_per", "after", "before", "pay")


@for_each("language", WHOLE)
def test_no_language_lacks_a_period(language: str) -> None:
    """Every language of the headers, and more, has words for an hour, a day, a week, a month and a year."""
    known = {
        row["period"] for row in ROWS if row["language"] == language and any(row[name] for name in COLUMNS)
    }

    assert known >= {"hour", "day", "week", "month", "year"}


@for_each("language", LANGUAGES)
def test_every_word_of_the_table_is_read_where_it_counts(language: str) -> None:
    """After a stroke, after the figure and before it, as its column says; the first language speaks for a word of several."""
    country = "FR" if language == "fr" else None  # j is a year in others
    for row in ROWS:
        if row["language"] != language or row["period"] not in PERIODS:
            continue
        for column in COLUMNS:
            for word in row[column].split():
                texts = [f"3,100 EUR/{word}"]
                texts += [f"3,100 EUR {word}"] if column != "after_per" else []
                texts += [f"{word}: 3,100 EUR"] if column in ("before", "pay") and len(word) > 2 else []
                for text in texts:
                    pay = sk.parse_pay(text, country=country)
                    assert (pay.low, pay.period, text) == (3_100, PERIODS_STRICT[word], text)


def test_the_table_knows_only_periods_that_are_counted() -> None:
    """Its rows are for a period, for words for "per", or for what is not counted; a word names the one or none."""
    assert {row["period"] for row in ROWS} == {*PERIODS, "per", "?"}
    assert (PERIODS_STRICT.get("kuukaudessa"), PERIODS_STRICT.get("mile")) == ("month", None)


CELLS = [
    (
        "hour",
        "HUR hur Hourly PT1H /hr p.h. ph H hour(s) per-hour-wage Stundenlohn на_час /godz. 時給 시급 לשעה",
    ),
    ("day", "DAY P1D per_day Daily D Tagessatz día 日給 pd"),
    ("week", "WEE P1W P7D Weekly pw wk weekly_pay 周薪"),
    (
        "fortnight",
        "Bi-Weekly BI_WEEKLY biweekly BW P2W P14D every_two_weeks every_other_week 2_weeks 14-tägig fortnightly",
    ),
    ("half-month", "Semi-Monthly SEMI_MONTHLY semimonthly twice_a_month half-month bimensuel 半月"),
    (
        "month",
        "MON P1M MONTHLY Monthly_Salary per-month-salary month(s) p.m. M mês měsíčně /hó 月給 毎月 per_month_(gross)",
    ),
    ("quarter", "QUARTER QAN Quarterly P3M per_quarter vierteljährlich 季度"),
    ("year", "ANN P1Y P12M yearly year(s) per-year-salary p.a. Annual_Salary Y per_annum 年収 연봉 på_året"),
]


@for_each(
    ("period", "cell"),
    [(period, cell.replace("_", " ")) for period, cells in CELLS for cell in cells.split()],
)
def test_a_cell_that_names_a_period_is_read(period: str, cell: str) -> None:
    """Codes of UN/CEFACT, durations of ISO 8601, and words of people and of job boards."""
    assert period_of(cell) == period
    assert sk.read_salaries([{"amount": 10, "currency": "EUR", "period": cell}])[0].period == period


@for_each("cell", ["j", "J", "/j", "€/J", "p.J.", "pro J."])
def test_j_alone_names_no_period(cell: str) -> None:
    """A cell of a column of periods does not say whether its `j` is a day or a year."""
    assert period_of(cell) is None


@for_each(
    "cell",
    [
        "XYZ",
        "P5D",
        "P4W",
        "PT8H",
        "per_shift",
        "bimonthly",
        "Bi-Monthly",
        "semi-annual",
        "per_pay_period",
        "Piece_Work",
        "school_year",
        "every_4_weeks",
        "t",
        "3",
    ],
)
def test_a_cell_that_names_none_is_refused(cell: str) -> None:
    """What is no period that a year is counted in is refused, and nothing that would be wrong is proposed."""
    cell = cell.replace("_", " ")
    found = sk.sift_salaries([{"amount": 10, "currency": "EUR", "period": cell}])

    assert period_of(cell) is None
    assert (found.bad[0]["code"], found.bad[0]["value"]) == ("unknown_period", cell)
    assert "Did you mean" not in found.bad[0]["message"]


@for_each(
    ("cell", "meant"),
    [
        ("Bi-Weekly", "fortnight"),
        ("Semi-Monthly", "half-month"),
        ("MON", "month"),
        ("monht", "month"),
        ("yeer", "year"),
    ],
)
def test_the_strict_reading_proposes_what_is_meant(cell: str, meant: str) -> None:
    """Where words are not read, the message names the period that they stand for, or the word that is misspelt."""
    found = sk.sift_salaries([{"amount": 10, "currency": "EUR", "period": cell}], infer=False)

    assert found.bad[0]["message"].endswith(f" Did you mean {meant!r}?")


def test_a_code_is_one_of_the_table() -> None:
    """Codes are few, and a duration is a whole number of one unit."""
    assert [period_of_code(code) for code in ("HUR", " ann ", "P1Y2M", "P0M", "1M", "P01M")] == [
        "hour", "year", None, None, None, None,
    ]  # fmt: skip


def test_every_row_says_where_its_words_come_from() -> None:
    """CLDR, those who wrote the table, or both; most rows have words of CLDR's."""
    sources = [row["source"] for row in ROWS]
    assert set(sources) == {"cldr", "cldr hand", "hand"}
    assert sources.count("hand") < len(sources) / 4
