"""The words of every language that point to pay, that make an amount a floor or a cap, and that link the ends of a range.

`language_words.csv` has a row for each language. `pay` holds words that mean nothing but pay; `least` and `most` say that the amount
after them is the least or the most, `least_after` and `most_after` the same of the amount before them, and `to` links two ends;
`between` stands before two ends that `and` links, `between_after` after them; `gross` and `net` say whether tax is taken, and `countries` says which countries' currencies a text in the language is about. `work` holds the
beginnings of words in job advertisements. An underscore stands for a space. Japanese, Chinese and Korean, which do not separate words,
are in `words`.
"""

from __future__ import annotations

from typing import Final

from salarykit.package import table_rows, table_words

__all__ = [
    "BETWEEN_AFTER",
    "BETWEEN_BEFORE",
    "GROSS_WORDS",
    "LEAST",
    "LEAST_AFTER",
    "LEAST_PHRASES",
    "MOST",
    "MOST_AFTER",
    "MOST_PHRASES",
    "NET_WORDS",
    "PAY",
    "PAY_PHRASES",
    "TO",
    "WORK",
]


_COLUMNS: Final = table_words("salarykit.pay", "language_words")


def _single(column: str) -> frozenset[str]:
    return frozenset(word for word in _COLUMNS[column] if "_" not in word)


def _phrases(column: str) -> frozenset[str]:
    return frozenset(word for word in _COLUMNS[column] if "_" in word)


PAY: Final = _single("pay")
PAY_PHRASES: Final = _phrases("pay")
"""Words and phrases that mean nothing but pay."""
LEAST: Final = _single("least")
MOST: Final = _single("most")
LEAST_PHRASES: Final = _phrases("least")
MOST_PHRASES: Final = _phrases("most")
"""Words and phrases before an amount that say that it is the least, or the most."""
LEAST_AFTER: Final = _single("least_after")
MOST_AFTER: Final = _single("most_after")
"""Words after an amount that say the same."""
GROSS_WORDS: Final = _single("gross")
NET_WORDS: Final = _single("net")
"""Words for "before tax" and "after tax"."""
TO: Final = frozenset(word.replace("_", " ") for word in _COLUMNS["to"])
"""Words between the two ends of a range."""


def _words_for_between(column: str) -> dict[str, frozenset[str]]:
    """Return, for each word for "and", the words for "between" in the same languages."""
    words: dict[str, set[str]] = {}
    for row in table_rows("salarykit.pay", "language_words"):
        for word in row["and"].split():
            words.setdefault(word, set()).update(between.replace("_", " ") for between in row[column].split())
    return {word: frozenset(between) for word, between in words.items()}


BETWEEN_BEFORE: Final = _words_for_between("between")
BETWEEN_AFTER: Final = _words_for_between("between_after")
"""Words for "between" before two amounts or after them, by the word for "and": Slovenian `med ... in`, Hungarian `... és ... között`."""
WORK: Final = _single("work")
"""The beginnings of words about work: vacancies, applicants, shifts."""
