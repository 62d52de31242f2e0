"""The text of a header as words: its abbreviations spelled out, and what does not tell its field left out."""

from __future__ import annotations

import re
from typing import Final

from salarykit.package import once
from salarykit.pay.currency_names import SCALED_CODES
from salarykit.reading.header_vocabulary import vocabulary

__all__ = ["spelled_out", "tokens"]

_MARK: Final = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3\u200c\u200d]"
"""A vowel or another sign that is part of a word and no letter."""
_TOKEN: Final = re.compile(
    rf"(?:US|CA|AU|NZ|HK|SG|[ACSR])?\$|(?:[^\W\d_]|{_MARK})+|\d+|[€£¥₹₪₩₽₺₫₴₱฿₦₡₲₵₸₼₾%円元원]", re.IGNORECASE
)
_CAMEL: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zß-ÿ])")
_LOCAL: Final = re.compile(
    r"\b(in )?(local|lokaler|locale|monnaie locale) ?(currency|währung|devise)?\b", re.IGNORECASE
)
_WITHOUT: Final = re.compile(
    r"(?:[(,]\s*+|(?<!\s)\s++)?+\b(without|excluding|excl\.?|ohne|hors|sin|exkl\.?)\s[^)]*\)?", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    rf"(?<![^\W\d_])([kKmMtT])(?=(?:[€£$¥]|kr|{'|'.join(SCALED_CODES)})(?![^\W\d_]))"
)
"""Thousands or millions, written before the currency: T€, TNOK, MJPY."""
_MILLIONS: Final = re.compile(r"(?<!\d)1?[,. ']?000[,. ']?000(?:['’]?s)?(?![\d])")
_THOUSANDS: Final = re.compile(r"(?<!\d)(?:[x×]\s?)?(1?)[,. '’]?000(?:['’]?s)?(?![\d])")
"""Multiples in digits: '000s, 1,000, x 1000."""
_ABBREVIATED: Final = re.compile(
    r"(?<![^\W\d_])p[./] ?([adhmw])\.?(?![^\W\d_])|(?<=[€$£¥₹ A-Za-z])/ ?([adhmwy])\.?(?![^\W\d_/])",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(r"\(?(?<![^\W\d_/])[mwfdxh](?:[/|][mwfdxh]){1,3}(?![^\W\d_/])\)?", re.IGNORECASE)
"""The genders that a job is open to: (m/w/d), H/F."""
_WORKPLACE: Final = re.compile(
    r"\b(?:do|did) you (?:\w+ly )?(?:work|live)(?: in)?\b|\bare you (?:\w+ly )?(?:based|located|employed|living|working)(?: in)?\b",
    re.IGNORECASE,
)
"""What a question asks of a place, `What city do you work in?`: `do` by itself also stands for the end of a range."""
_LETTERS: Final = {
    "a": " year ", "d": " day ", "h": " hour ", "m": " month ", "w": " week ", "y": " year ",
}  # fmt: skip
"""Abbreviated periods, as in `p.M.` and `€/m`; the letter by itself means something else."""


@once
def _phrase() -> re.Pattern[str]:
    """Return the pattern of words that are written in several parts."""
    phrases = "|".join(map(re.escape, vocabulary().phrases))
    return re.compile(rf"(?<![^\W\d_])(?:{phrases})(?![^\W\d_])", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """Return a header with its abbreviations and multiples as words, without its questions of place and genders.

    Examples:
        >>> tokens(spelled_out("Pay (£000s) p.a.")), tokens(spelled_out("Lohn, TCHF (m/w/d)"))
        (['Pay', '£', '000', 'year'], ['Lohn', 'k', 'CHF'])
    """
    text = _ABBREVIATED.sub(lambda match: _LETTERS[(match[1] or match[2]).lower()], _PEOPLE.sub(" ", text))
    text = _COUNTED.sub(lambda match: "m " if match[1] in "mM" else "k ", text)
    text = _THOUSANDS.sub(lambda match: f" {match[1]}000 ", _MILLIONS.sub(" millions ", text))
    text = _WITHOUT.sub(" ", _LOCAL.sub(" ", _WORKPLACE.sub(" ", text.replace("_", " "))))
    return _phrase().sub(lambda match: match[0].replace(" ", ""), text)


def tokens(text: str) -> list[str]:
    """Return the words and signs of a header; camel case is split into words."""
    return [
        part
        for token in _TOKEN.findall(text.replace("_", " ").replace("'", " "))
        for part in _CAMEL.split(token)
    ]
