"""Reads countries, periods, statistics and counts in words as the codes or numbers that they stand for."""

from __future__ import annotations

import re
from typing import Any, Final

from salarykit.currency.signs import sign
from salarykit.pay.language_words import LEAST_AFTER, MOST_AFTER
from salarykit.pay.period_phrases import period_of
from salarykit.places.country_names import country_code
from salarykit.reading.header_words import PERIOD_WORDS, STATISTICS, folded, vocabulary
from salarykit.reading.numerals import numeral, value_of

__all__ = ["PARSERS", "period_word", "statistic_word"]

_PERIODS: Final = {word: period for period, words in PERIOD_WORDS.items() for word in words.split()}
_STATISTICS: Final = {word: name for name, words in STATISTICS.items() for word in words.split()}
_PERCENTILE: Final = re.compile(
    r"(?:p|pct|q)?\s?(\d{1,2})(?:st|nd|rd|th|\.)?\s?(?:%|percentile|perzentil|percentil|centile|pct)?",
    re.ASCII,
)
_COUNTED: Final = re.compile(
    r"""
    (?: (?P<n> (?:sample\ size|sample|base|basis|anzahl|count|n) \s* [=:] ) \s* )?
    (?P<number> \d{1,3} (?: [.,'\u2019\ \u00a0\u202f] \d{3} )+ | \d+ )
    (?: (?<=\d) [\s\u00a0]* (?P<words> [^\W\d_] [^\d%<>=+~$€£¥]* | \( [^\W\d_] [^\d%<>=+~$€£¥]* \) ) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A count with a word for what is counted: `n=250`, `1,250 respondents`."""
_NOT_A_COUNT: Final = re.compile(
    r"""
    \b(?: or | and | to | bis | und | ou | et | o | y | e | plus | more | less | fewer | mehr | weniger | más | mais | più | plus
      | k | m | tsd | mio | thousand | million | millions | tausend | mille | percent | prozent | pct
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Words after a number that make it a bound, one of several, or part of another number."""
_YEARS: Final = range(1900, 2100)  # years that a number of four digits may mean


def period_word(text: str) -> str | None:
    """Return the period that a word or phrase stands for; None if it is none, or one that a pay year does not count.

    Examples:
        >>> [
        ...     period_word(text)
        ...     for text in ("Yearly", "per month", "p.a.", "/hr", "Monat", "quarterly", "per shift")
        ... ]
        ['year', 'month', 'year', 'hour', 'month', 'quarter', None]
    """
    return period_of(text) or _PERIODS.get(text.strip().casefold())


def statistic_word(text: str) -> str | None:
    """Return the statistic that a word or phrase stands for.

    Examples:
        >>> [statistic_word(text) for text in ("Average", "90th percentile", "Médiane", "mode")]
        ['mean', 'p90', 'median', None]
    """
    word = text.strip().casefold()
    percentile = _PERCENTILE.fullmatch(word)
    if percentile and not word.isdigit() and int(percentile[1]):
        return f"p{int(percentile[1])}"
    if word in _STATISTICS:
        return _STATISTICS[word]
    meanings = vocabulary().words.get(folded(text.strip()), ())
    return next((value for kind, value, _ in meanings if kind == "statistic"), None)


def _is_other_count(counted: re.Match[str]) -> bool:
    """Return whether a number with words is something else than a count: a bound, thousands, money, or a year."""
    words = counted["words"] or ""
    first = words.strip("( ").split(maxsplit=1)[:1]
    bounds = LEAST_AFTER | MOST_AFTER
    number = counted["number"]
    is_year = not counted["n"] and len(number) == 4 and number.isdigit() and int(number) in _YEARS  # noqa: PLR2004 - digits of a year
    return bool(
        (words and is_year)
        or _NOT_A_COUNT.search(words)
        or any(word.casefold().strip(".,)") in bounds for word in words.split())
        or (first and sign(first[0].strip(")")) is not None)
    )


def _count(text: str) -> str | None:
    """Return a count as a plain number; points and commas group thousands, and words may say what is counted.

    Examples:
        >>> [
        ...     _count(text)
        ...     for text in ("1,250", "250 Befragte", "n=250", "N = 1 250", "1.250 respondents (weighted)")
        ... ]
        ['1250', '250', '250', '1250', '1250']
        >>> [
        ...     _count(text)
        ...     for text in (
        ...         "250-300 people",
        ...         "over 100",
        ...         "30 or more",
        ...         "2024 survey",
        ...         "2k answers",
        ...         "5 %",
        ...         "< 30",
        ...     )
        ... ]
        [None, None, None, None, None, None, None]
    """
    counted = _COUNTED.fullmatch(text.strip())
    if counted and not _is_other_count(counted):
        text = counted["number"]
    written = numeral(text)
    if written is None or written.form is None:
        return None
    value = value_of(written.digits, written.form.decimal)
    return f"{value:.0f}" if value == int(value) else None


PARSERS: Final[dict[str, Any]] = {
    "country": country_code,
    "period": period_word,
    "statistic": statistic_word,
    "sample_size": _count,
}
"""For each field, the function that returns the code or number that a cell in words stands for."""
