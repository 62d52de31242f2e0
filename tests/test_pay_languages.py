"""The table of words by language, word by word; texts of job boards in forty-odd languages; the page that counts the tables."""

from __future__ import annotations

import csv
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from cases import for_each

import salarykit as sk
from salarykit.package import table_rows
from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.pay.pay_year import PERIODS

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


@for_each(
    ("text", "country"),
    [
        ("Éves forgalmunk 2,6 milliárd forint", "HU"),
        ("Прожиточный минимум — 14 920 рублей в месяц", "RU"),
        ("Прожитковий мінімум 3 028 грн на місяць", "UA"),
        ("Айыппұл 45 000 теңге", "KZ"),
        ("Аванс 18 000 руб. каждую неделю", "RU"),
        ("Umeme KSh 2,600 kwa mwezi", "KE"),
    ],
)
def test_an_inflected_word_for_other_money_is_read(text: str, country: str) -> None:
    """A turnover, a subsistence level, a fine and an advance are not pay, in any form of the word."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Thu nhập 14 - 19 triệu đồng/tháng", "VN", 14e6),
        ("Нужен сварщик. Оплата сдельная, 95 000 руб., выплаты каждую неделю без задержек", "RU", 95_000),
        ("Еңбек ақы 210 000 теңге", "KZ", 210_000),
        ("மாதச் சம்பளம் 19,000 ரூபாய்", "IN", 19_000),
    ],
)
def test_a_phrase_means_pay_where_its_words_alone_do_not(text: str, country: str, low: float) -> None:
    """An income is "thu nhập", though "nhập" alone is an import."""
    pay = sk.find_pay(text, country=country)

    assert pay is not None
    assert pay.low == low


@for_each(
    ("text", "country", "period", "gross"),
    [
        ("Bér: 590 000 Ft, havonta bruttó", "HU", "month", True),
        ("Plata 104.000 RSD, mesečno neto, Niš", "RS", "month", False),
        ("Mzda 36 500 Kč, měsíčně hrubého", "CZ", "month", True),
        ("Pensja 6 400 zł, miesięcznie premia", "PL", None, None),
    ],
)
def test_a_period_and_a_tax_after_a_comma(
    text: str, country: str, period: str | None, *, gross: bool | None
) -> None:
    """Both are read after a comma if nothing else is there; a period of something else is not."""
    pay = sk.parse_pay(text, country=country)

    assert (pay.period, pay.gross) == (period, gross)


@for_each("word", MULTIPLIERS)
def test_every_counting_word_counts(word: str) -> None:
    """It multiplies the number before it, in a currency in which people are paid by the million."""
    assert (sk.parse_pay(f"30 {word} VND").low, word) == (30 * MULTIPLIERS[word], word)


def test_every_language_has_counting_words() -> None:
    """The two tables have the same languages, beside those that do not separate words; none is without a word."""
    counting = {row["language"]: row for row in table_rows("salarykit.pay", "counting_words")}

    assert counting.keys() == {*LANGUAGES, "ja", "zh", "ko", "mul"}
    assert [name for name, row in counting.items() if not any(list(row.values())[1:9])] == []


@for_each(("text", "country", "low"), [
    ("1,25 mil. Kč ročně", "CZ", 1_250_000), ("Plat: 1,25 Mil. Kč", "CZ", 1_250_000), ("45 Mil € al año", "ES", 45_000), ("R$ 1,2 MI por ano", "BR", 1_200_000), ("0,9 mil. Kč ročne", "SK", 900_000), ("salariu anual: 1,2 mil lei", "RO", 1_200_000),
    ("1,5 mil. RSD godišnje", "RS", 1_500_000), ("45 mil € al año", "ES", 45_000), ("R$ 45 mil por ano", "BR", 45_000),
    ("R$ 1,2 mi por ano", "BR", 1_200_000), ("900 tis. - 1,2 mil. Kč ročně", "CZ", 900_000), ("bruttó 450 E Ft/hó", "HU", 450_000),
    ("450eFt", "HU", 450_000), ("1,5 min manat", "AZ", 1_500), ("45 tn kr", "SE", 45_000), ("45 t. €", "FI", 45_000),
    ("45 хил. лв.", "BG", 45_000), ("45 илј. ден.", "MK", 45_000), ("120 hilj. din", "RS", 120_000),
])  # fmt: skip
def test_a_counting_word_means_what_it_means_in_its_money(text: str, country: str, low: float) -> None:
    """`mil` is a thousand in Spanish and a million in Czech; `E` and `min` count in one language alone."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country"),
    [
        ("salary 900 AZN, within 25 min of Baku", "AZ"),
        ("1500 € mi hanno offerto", "IT"),
        ("R$ 2500 mi disseram", "BR"),
    ],
)
def test_a_local_counting_word_is_a_word_elsewhere(text: str, country: str) -> None:
    """Beside other money, behind a number in full or before no money it multiplies nothing."""
    pay = sk.find_pay(text, country=country)

    assert pay is not None
    assert pay.low in (900, 1500, 2500)


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
