"""The words of every language that multiply a number (thousand, lakh, million), and those that do so only in the currencies of one language.

`counting_words.csv` has a row for each language, and the row `mul` for what all languages write. Most words are those of the compact
formats of Unicode CLDR 48 (`1,2 mln zł`); forms and abbreviations that it lacks are those of job advertisements. `mil` is a thousand in
Spanish and a million in Czech, and `E` is a thousand in Hungarian alone: the columns `local_thousand` and `local_million` have such
words, which count only for the currencies in `money`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.package import table_rows

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney

__all__ = ["LOCAL_MULTIPLIERS", "LOCAL_WORD_CURRENCIES", "MULTIPLIERS", "local_value", "multiplier_value"]

_VALUES: Final = {
    "thousand": 1e3, "ten_thousand": 1e4, "hundred_thousand": 1e5, "million": 1e6, "ten_million": 1e7, "hundred_million": 1e8,
    "billion": 1e9, "trillion": 1e12,
}  # fmt: skip
_ROWS: Final = table_rows("salarykit.pay", "counting_words")
_LONGEST_ABBREVIATION: Final = 4


def _words() -> dict[str, float]:
    """Return the value of each word; short words are also listed with the full stop of an abbreviation."""
    values = {word: value for row in _ROWS for name, value in _VALUES.items() for word in row[name].split()}
    pointed = {f"{word}.": value for word, value in values.items() if 1 < len(word) <= _LONGEST_ABBREVIATION}
    return pointed | values


def _local_words() -> dict[str, dict[str, float]]:
    """Return the value of each word that counts only in some currencies, by currency; in lower case, capitalised and in capitals."""
    values: dict[str, dict[str, float]] = {}
    for row in _ROWS:
        for name in ("thousand", "million"):
            for word in row[f"local_{name}"].split():
                for form in {word} if len(word) == 1 else {word, word.capitalize(), word.upper()}:
                    values.setdefault(form, {}).update(dict.fromkeys(row["money"].split(), _VALUES[name]))
    return values


MULTIPLIERS: Final = _words()
"""The factor of each multiplier."""
LOCAL_MULTIPLIERS: Final = _local_words()
"""The factors of words that multiply only in some currencies, by word and currency."""
LOCAL_WORD_CURRENCIES: Final = frozenset(code for codes in LOCAL_MULTIPLIERS.values() for code in codes)
"""The currencies that have such words."""
_TIMES: Final[dict[str | None, float]] = {None: 1.0}
"""Multipliers in all their spellings, with their factors."""


def multiplier_value(multiplier: str | None) -> float:
    """Return the factor of a multiplier in most currencies; 1 for None.

    Examples:
        >>> multiplier_value("k"), multiplier_value("Lakhs"), multiplier_value(None)
        (1000.0, 100000.0, 1.0)
    """
    return _TIMES[multiplier] if multiplier in _TIMES else _look_up(multiplier or "")


def _look_up(multiplier: str) -> float:
    """Return the factor of a multiplier, which is cached because there are few spellings."""
    forms = (multiplier, multiplier.lower(), multiplier.upper())  # tkr
    value = next((MULTIPLIERS[form] for form in forms if form in MULTIPLIERS), None)
    if value is None:
        value = next(iter(LOCAL_MULTIPLIERS.get(multiplier, {}).values()), 1.0)
    return _TIMES.setdefault(multiplier, value)


def local_value(word: str | None, currency: str | None, tender: LocalMoney) -> float:
    """Return the factor of a word next to a number, which depends on the currency and the country.

    Args:
        word: a word next to a number; None if there is none.
        currency: the number's currency.
        tender: the currencies of its country; for a country that has the euro now, its former currency tells the language.

    Examples:
        >>> from salarykit.currency.tender import NOWHERE, LocalMoney
        >>> (
        ...     local_value("mil.", "CZK", NOWHERE),
        ...     local_value("mil.", "EUR", LocalMoney(("EUR",), former=("SKK",))),
        ... )
        (1000000.0, 1000000.0)
        >>> local_value("mil", "EUR", LocalMoney(("EUR",), former=("ESP",)))
        1000.0
    """
    values = LOCAL_MULTIPLIERS.get(word or "", {})
    codes = (currency, *tender.currencies, *tender.former)
    return next((values[code] for code in codes if code in values), multiplier_value(word))
