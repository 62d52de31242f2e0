"""Splits a header into words and signs after writing out its abbreviations, and finds those that name a currency."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from salarykit.currency.codes import CODES
from salarykit.currency.signs import sign
from salarykit.package import once
from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.pay.currency_names import SCALED_CODES
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.header_words import COMPOUNDS, FILLERS, vocabulary

__all__ = ["is_money", "may_be_one", "money_as_codes", "pieces_of", "spelled_out", "tokens"]

_SIGN_OR_NAME: Final = re.compile(
    r".*\$|[€£¥₹₪₩₽₺₫₴₱฿₦₡₲₵₸₼₾円元원]|kr|zł|kč|ft|rs|lei|kn|euros?|dollars?|pounds?|yen|rupees?|francs?",
    re.IGNORECASE,
)
_MONEY_TOO_TEXT: Final = (
    "real mark marks rand crown colon dong sole centavo centavos cent cents pence cordoba leone frank franco flux "
    "kina quid buck bucks"
)
_MONEY_TOO: Final = frozenset(_MONEY_TOO_TEXT.split())
"""Names of currencies that have other meanings in headers."""
_SHORTEST_NAME: Final = 4  # the fewest letters of a currency's name
_SHORT_SIGNS: Final = frozenset(["TL", "RM", "Rp", "Tk", "Dhs", "KSh", "TSh", "USh"])


@lru_cache(4096)
def is_money(word: str) -> bool:
    """Return whether a word is the sign or name of a currency, and has no other meaning in headers.

    Examples:
        >>> is_money("rupiah"), is_money("грн"), is_money("real")
        (True, True, False)
    """
    if _SIGN_OR_NAME.fullmatch(word):
        return True
    if word.isascii() and len(word) < _SHORTEST_NAME:
        return word in _SHORT_SIGNS
    if len(word) == 1 or word.casefold() in _MONEY_TOO:
        return False
    return sign(word) is not None or sign(word.casefold()) is not None


def may_be_one(one: str, other: str) -> bool:
    """Return whether two codes or signs may mean the same currency."""
    choices = (currency_of(one), currency_of(other))
    first, second = ({choice.code, *choice.alternatives} - {None} for choice in choices)
    return not (first and second) or bool(first & second)


_MARK: Final = "[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3\u200c\u200d]"
"""A vowel sign or another combining mark, which is part of a word but not a letter."""
_TOKEN: Final = re.compile(
    rf"(?:US|CA|AU|NZ|HK|SG|NT|MX|[ACSR])?\$|(?:[^\W\d_]|{_MARK})+|\d+|[€£¥₹₪₩₽₺₫₴₱฿₦₡₲₵₸₼₾%円元원]",
    re.IGNORECASE,
)
_CAMEL: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zß-ÿ])")
_LOCAL: Final = re.compile(
    r"\b(in )?(local|lokaler|locale|monnaie locale) ?(currency|währung|devise)?\b", re.IGNORECASE
)
_WITHOUT: Final = re.compile(
    r"(?:[(,]\s*+|(?<!\s)\s++)?+\b(without|excluding|excl\.?|ohne|hors|sin|exkl\.?)\s[^)]*\)?", re.IGNORECASE
)
_TAX: Final = {
    " gross ": r"before (?:income )?tax(?:es)?|before deductions|vor steuern?|avant imp[oô]ts?|antes de impuestos|antes de impostos|före skatt"
    r"|før skat|før skatt|voor belasting|al lordo delle imposte|przed opodatkowaniem|до вычета налогов",
    " net ": r"after (?:income )?tax(?:es)?|nach steuern?|apr[eè]s imp[oô]ts?|despu[eé]s de impuestos|ap[oó]s impostos|efter skatt?"
    r"|etter skatt|na belasting|al netto delle imposte|po opodatkowaniu|после вычета налогов|bez poreza i doprinosa|без пореза и доприноса",
}
_TAXES: Final = [(text, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for text, words in _TAX.items()]
_NUMBER: Final = re.compile(r"(?<![^\W\d_])N\s?\.?\s?[º°]\.?|№|(?<![^\W\d_])N\.o(?![^\W\d_])")
"""An abbreviation of `number` for the number of a row; a plain `N` would be a sample size."""
_HOW: Final = re.compile(
    r"\((?:numbers?|digits?|figures?|whole numbers?) only(?:[,;] no [^()]*)?\)|\(no [^()]*\)", re.IGNORECASE
)
"""Instructions for filling in a form."""
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
_HOURLY: Final = re.compile(
    r"(?:[./]|(?<![^\W\d_])(?:per|pro|je|à l['’]|par|por)) ?(?:h|std)(?![^\W\d_])\.?|(?<![^\W\d_])std\.|(?<![^\W\d_])std(?=[.-]? ?lohn)",
    re.IGNORECASE,
)
"""An hour abbreviated as `h` or `std`, with what shows that it is one."""
_PEOPLE: Final = re.compile(r"\(?(?<![^\W\d_/])[mwfdxh](?:[/|][mwfdxh]){1,3}(?![^\W\d_/])\)?", re.IGNORECASE)
"""The genders that a job is open to: (m/w/d), H/F."""
_WORKPLACE: Final = re.compile(
    r"\b(?:do|did) you (?:\w+ly )?(?:work|live)(?: in)?\b|\bare you (?:\w+ly )?(?:based|located|employed|living|working)(?: in)?\b",
    re.IGNORECASE,
)
"""The end of a question for a place, `What city do you work in?`; left in the header, `do` would mean the end of a range."""
_EARNED: Final = re.compile(r"\bfrom (?:work|employment|(?:main )?jobs?)\b", re.IGNORECASE)
"""Phrases for the source of income; left in the header, `from` would mean the lower end of a range."""
_NO_HOUR: Final = re.compile(r"\b(?:full|part|ordinary)[- ]?time\b|\bHR (?=salar)", re.IGNORECASE)
"""Phrases that contain a word for an hour but do not mean one: `time` is an hour in Danish, and `HR` is one after a rate."""
_LETTERS: Final = {
    "a": " year ", "d": " day ", "h": " hour ", "m": " month ", "w": " week ", "y": " year ",
}  # fmt: skip
"""Abbreviated periods, as in `p.M.` and `€/m`."""


@once
def _phrase() -> re.Pattern[str]:
    """Return the pattern of the phrases of the vocabulary."""
    phrases = "|".join(map(re.escape, vocabulary().phrases))
    return re.compile(rf"(?<![^\W\d_])(?:{phrases})(?![^\W\d_])", re.IGNORECASE)


def spelled_out(text: str) -> str:
    """Return a header with abbreviations and multiples as words, without words of a question and words for a gender.

    Examples:
        >>> tokens(spelled_out("Pay (£000s) p.a.")), tokens(spelled_out("Lohn, TCHF (m/w/d)"))
        (['Pay', '£', '000', 'year'], ['Lohn', 'k', 'CHF'])
    """
    text = _ABBREVIATED.sub(
        lambda match: _LETTERS[(match[1] or match[2]).lower()],
        _PEOPLE.sub(" ", _HOW.sub(" ", _NUMBER.sub(" number ", text))),
    )
    text = _HOURLY.sub(" hour ", text)
    for taxed, words in _TAXES:
        text = words.sub(taxed, text)
    text = _COUNTED.sub(lambda match: "m " if match[1] in "mM" else "k ", text)
    text = _THOUSANDS.sub(lambda match: f" {match[1]}000 ", _MILLIONS.sub(" millions ", text))
    text = _WITHOUT.sub(
        " ", _LOCAL.sub(" ", _WORKPLACE.sub(" ", _NO_HOUR.sub(" ", _EARNED.sub(" ", text.replace("_", " ")))))
    )
    return _phrase().sub(lambda match: match[0].replace(" ", ""), text)


def money_as_codes(texts: list[str]) -> list[str]:
    """Return the words of a header, with words that together name a currency replaced by its code.

    Examples:
        >>> (
        ...     money_as_codes(["Salary", "in", "US", "dollars"]),
        ...     money_as_codes(["Gehalt", "Schweizer", "Franken"]),
        ... )
        (['Salary', 'in', 'USD'], ['Gehalt', 'CHF'])
    """
    for width in (3, 2):
        for at in range(len(texts) - width + 1):
            name = texts[at : at + width]
            is_name = (
                any(map(is_money, name))
                and name[0].upper() not in CODES
                and name[0].casefold() not in FILLERS
            )
            if is_name and (code := currency_of(" ".join(name)).code):
                return money_as_codes([*texts[:at], code, *texts[at + width :]])
    return texts


def tokens(text: str) -> list[str]:
    """Return the words and signs of a header; camel case is split into words."""
    return [
        part
        for token in _TOKEN.findall(text.replace("_", " ").replace("'", " "))
        for part in ([token] if token in _SHORT_SIGNS else _CAMEL.split(token))
    ]


@lru_cache(4096)
def pieces_of(word: str) -> tuple[str, ...]:
    """Split a compound into the fewest known words; return an empty tuple if that is not possible.

    Examples:
        >>> pieces_of("bruttojahresgehalt"), pieces_of("平均年収"), pieces_of("tronto")
        (('brutto', 'jahres', 'gehalt'), ('平均', '年収'), ())
    """
    best: list[tuple[str, ...] | None] = [(), *[None] * len(word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 16), end):
            head, piece = best[start], word[start:end]
            fits = len(piece) > 2 or ord(piece[0]) > 0x2E80  # noqa: PLR2004 - two Latin letters match by accident
            is_word = piece in COMPOUNDS or piece in vocabulary().pieces
            is_word = is_word or (piece[0] > "\u0dff" and (piece in MULTIPLIERS or is_money(piece)))
            if (
                head is not None
                and fits
                and is_word
                and (best[end] is None or len(head) + 1 < len(best[end] or ()))
            ):
                best[end] = (*head, piece)
    return best[-1] or ()
