"""The words for periods in every language, and the codes for them in data standards.

`period_words.csv` has a row for each language and period. Its columns say where a word counts: `after_per` only after "per" or a slash,
where a single letter is enough; `after` also without one ("$20 hour"); `before` on both sides of an amount, as adverbs and adjectives
do ("monthly"); `pay` holds words that mean pay as well ("Monatsgehalt"). The rows `per` hold the words for "per": under `after_per`
those that mean nothing else, under `after` those that often do. The rows `?` hold words for units that are not periods of `PayYear`.
`source` says where the words of a row come from: "cldr", if all are in CLDR's names of units and its patterns for an amount per unit;
"cldr hand", if others were added by hand; "hand", if all were. `tools/build_period_sources.py` writes it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.package import table
from salarykit.pay.lazy_patterns import lazy_pattern

if TYPE_CHECKING:
    from salarykit.pay.periods import Period

__all__ = [
    "AMBIGUOUS_WORDS",
    "BY_CURRENCY",
    "DAY_OR_YEAR",
    "FOR_EACH",
    "NOT_COUNTED",
    "OFTEN_EACH",
    "PAY_WORDS",
    "PERIODS_AFTER",
    "PERIODS_BEFORE",
    "PERIODS_STRICT",
    "WORKS",
    "day_or_year",
    "period_in_compound",
    "period_of_code",
]

DAY_OR_YEAR: Final = "j"
"""The letter that may mean a day or a year."""
_BY_LANGUAGE: Final[dict[str, str]] = {"fr": "day", "de": "year", "nl": "year"}
_FRENCH_CURRENCIES: Final = frozenset("CAD XOF XAF XPF MAD TND DZD HTG MGA".split())
"""Currencies that are used only in countries where `j` is French."""
_FRENCH: Final = lazy_pattern(
    r"\b(?:ht|ttc|brut|brute|bruts|tjm|taux|salaire|rémunération|selon|entre|mission|jour|jours|par|à)\b",
    re.IGNORECASE,
)
_GERMAN_OR_DUTCH: Final = lazy_pattern(
    r"\b(?:brutto|bruto|gehalt|jahresgehalt|lohn|vergütung|salaris|loon|bis|ab|tot|vanaf|und|zzgl|p(?:ro )?[./ ]? ?j)\b",
    re.IGNORECASE,
)


def day_or_year(text: str, currency: str | None, language: str) -> str | None:
    """Return what `j` stands for in a text; None if neither the country nor other words of the text show it.

    Args:
        text: the text.
        currency: the currency of its amount.
        language: the language of its country; empty if the country has several, or is unknown.

    Examples:
        >>> day_or_year("400 €/j", "EUR", "fr"), day_or_year("400 € HT/j", "EUR", "")
        ('day', 'day')
        >>> day_or_year("€ 45.000 p/j", "EUR", ""), day_or_year("400 €/j", "EUR", "")
        ('year', None)
    """
    if language:
        return _BY_LANGUAGE[language]
    french, other = _FRENCH.search(text), _GERMAN_OR_DUTCH.search(text)
    if not french and not other:
        return "day" if currency in _FRENCH_CURRENCIES else None
    if french and other:
        return None
    return "day" if french else "year"


_COLUMNS: Final = ("after_per", "after", "before", "pay")
_INDIC: Final = lazy_pattern("[\u0530-\u058f\u0900-\u0dff\u10a0-\u10ff]")
_SHORT: Final = 2  # letters of an abbreviation that is too ambiguous before a figure: pa, pm


def _words() -> dict[tuple[str, str], dict[str, None]]:
    """Return the words of each period and column, in the order of the languages."""
    words_by_kind: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for _, period, *cells, _source in table("salarykit.pay", "period_words")[1:]:
        for column, cell in zip(_COLUMNS, cells, strict=True):
            if cell:
                words = words_by_kind[period, column]
                for word in cell.split():
                    words[word] = words[word.removesuffix(".")] = None
                    words[word.replace("'", "’")] = None
    return words_by_kind


_WORDS: Final = _words()


def _table(*columns: str) -> dict[str, str]:
    """Return the meanings of the words in some columns; for a word of several languages, the first one counts."""
    meanings: dict[str, str] = {}
    for (period, column), words in _WORDS.items():
        if column in columns and period not in ("per", "?"):
            for word in words:
                meanings.setdefault(word, period)
    return meanings


PERIODS_STRICT: Final = _table(*_COLUMNS)
"""Words for a period after "per" or a slash, where a single letter is enough."""
PERIODS_AFTER: Final = _table("after", "before", "pay") | {
    word: period for word, period in PERIODS_STRICT.items() if len(word) > _SHORT and _INDIC.match(word)
}
"""Words for a period after an amount; in the scripts of India and the Caucasus a noun alone is clear enough."""
PERIODS_BEFORE: Final = {
    word: period
    for word, period in _table("before", "pay").items()
    if len(word) > _SHORT or not word.isascii()
}
"""Words for a period before an amount."""
PAY_WORDS: Final = frozenset(
    word for (_, column), words in _WORDS.items() if column == "pay" for word in words
)
"""Words that mean pay as well as a period."""
FOR_EACH: Final = frozenset(_WORDS["per", "after_per"]) | {"/", "per."}
"""Words for "per" that mean nothing else next to an amount."""
OFTEN_EACH: Final = frozenset(_WORDS["per", "after"]) - FOR_EACH
"""Words for "per" that are prepositions and articles, too: "a month", "al mes", "i timmen"."""
NOT_COUNTED: Final = frozenset(_WORDS["?", "before"])
"""Words for a period or a measure of work that is not a period of `PayYear`."""
WORKS: Final = frozenset(_WORDS["?", "after_per"])
"""What an amount may be paid for that is not a length of time: a piece, a shift, a project."""

BY_CURRENCY: Final[dict[str, dict[str, Period | None]]] = {
    "UAH": dict.fromkeys(["год", "год.", "година", "г"], "hour"),
    "RSD": dict.fromkeys(["годину", "години"], "year"),
    "BAM": dict.fromkeys(["годину", "години"], "year"),
    "IDR": {"hr": None},
    "TRY": {"den": None},
    "DKK": {"den": None},
    "NOK": {"den": None},
    "SEK": {"den": None},
    **{money: {"sem": None} for money in ("USD", "CAD", "GBP", "AUD", "INR", "PHP")},
}
"""Words that mean something else in certain currencies; None if they remain ambiguous: `Rp 150.000/hr` may be for
an hour or a day (hari), `$3,000/sem` for a week or a semester."""

AMBIGUOUS_WORDS: Final = frozenset(word for words in BY_CURRENCY.values() for word in words) | {DAY_OR_YEAR}
"""The words whose meaning depends on the currency, or on the language."""

_CODES: Final[dict[str, Period]] = {
    "HUR": "hour",
    "DAY": "day",
    "WEE": "week",
    "MON": "month",
    "QAN": "quarter",
    "ANN": "year",
    "BW": "fortnight",
}
"""The codes of UN/CEFACT Recommendation 20, which schema.org's `unitCode` takes; and `BW`, biweekly, which payrolls use."""
_DURATION: Final = lazy_pattern(r"P(?:([1-9]\d?)([YMWD])|T([1-9]\d?)H)", re.ASCII)
_DURATIONS: Final[dict[tuple[int, str], Period]] = {
    (1, "H"): "hour",
    (1, "D"): "day",
    (1, "W"): "week",
    (7, "D"): "week",
    (2, "W"): "fortnight",
    (14, "D"): "fortnight",
    (1, "M"): "month",
    (3, "M"): "quarter",
    (12, "M"): "year",
    (1, "Y"): "year",
}


def period_of_code(text: str) -> Period | None:
    """Return the period that a code of UN/CEFACT or a duration of ISO 8601 stands for; None for any other.

    Examples:
        >>> [period_of_code(code) for code in ("HUR", "mon", "P1M", "PT1H", "P2W", "XYZ", "P5D")]
        ['hour', 'month', 'month', 'hour', 'fortnight', None, None]
    """
    code = text.strip().upper()
    duration = _DURATION.fullmatch(code)
    if duration is None:
        return _CODES.get(code)
    count, unit, hours = duration.groups()
    return _DURATIONS.get((int(count), unit) if count else (int(hours), "H"))


_COMPOUNDS: Final = {
    "jahres": "year", "monats": "month", "wochen": "week", "stunden": "hour", "tages": "day", "jaar": "year", "maand": "month",
    "uur": "hour", "års": "year", "månads": "month", "måneds": "month", "vuosi": "year", "kuukausi": "month", "tunti": "hour",
}  # fmt: skip
_KEPT: Final = 16_384  # words whose periods are cached


@lru_cache(maxsize=_KEPT)
def period_in_compound(word: str) -> str | None:
    """Return the period in a compound for pay: Jahresbruttoeinkommen."""
    return next((period for part, period in _COMPOUNDS.items() if part in word), None)
