"""The currency that is named in the clause of an amount, but not next to the figure: `$95,000 per year (CAD)`, `Salary in AUD: 95,000`."""
# More than 300 lines: the same words show the currency before a figure and after it.

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.codes import WITHDRAWN
from salarykit.currency.signs import Sign, names
from salarykit.pay.context import ABBREVIATED, FAR
from salarykit.pay.currency_names import known_signs, read_name
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.patterns import any_of
from salarykit.pay.period_words import (
    FOR_EACH,
    OFTEN_EACH,
    PAY_WORDS,
    PERIODS_AFTER,
    PERIODS_BEFORE,
    PERIODS_STRICT,
)
from salarykit.pay.words import (
    CAP_BEFORE,
    FILLERS,
    FLOOR_BEFORE,
    GROSS,
    JOB_TITLES,
    LINKERS,
    NET,
    OTHER_MONEY,
    PAY_EXTRAS,
    STRONG_CUES,
    WEAK_CUES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DOUBTFUL_CODES",
    "MOSTLY_WORDS",
    "NamedCurrency",
    "continues_about_pay",
    "currency_after",
    "currency_before",
    "may_name_currency",
]

DOUBTFUL_CODES: Final = WITHDRAWN | frozenset(
    "ALL BAM BOB CAD CDN COP CRC CUP DOP GEL GHS LAK MAD MOP MUR NAD PEN PHP RON SAR SCR SDG SLE SOS STN SVC TOP TRY".split()
)
"""Codes that are also words or other abbreviations, and those of withdrawn currencies: they need a word for pay near them."""
MOSTLY_WORDS: Final = frozenset("ADP ALL AON ARA ATS ECS GHS IEP LTL MRO MTL PLZ SOS STD TOP TPE YUM".split())
"""Doubtful codes that usually mean something else if only a plain number follows."""
_MOST: Final = 16  # words that are read on either side, at most
_MOST_UNKNOWN: Final = 1  # unknown words between an amount and a code that still belongs to it, at most
_NOUN: Final = 4  # letters of a noun that names a currency by itself, at least
_TOKEN: Final = lazy_pattern(r"[^\W\d_]+(?:['’.&-][^\W\d_]+)*|\d+|[^\w\s]|\n")
_CAPITALS: Final = lazy_pattern(r"[A-Z][A-Z][A-Z](?![^\W_])")
_NOUN_BEGINNINGS: Final = (
    "dol dól eur evr avro євр евр pound pund pfun fran peso koru korun kron krón kroo rup yen yuan renm zlot złot livr libr lira "
    "reai rand рубл долл гривн тенге дол"
).split()
_NOUNS: Final = lazy_pattern(any_of(_NOUN_BEGINNINGS))
"""What occurs in every clause that names a currency in words."""
_STOPS: Final = frozenset(";!?\n•|")
_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_LEADS: Final = frozenset("in en em w i v в у ve på auf".split())
_ASIDE: Final = frozenset("+ plus and & og und et y e".split())
_SIGNS: Final = frozenset("$€£¥₹")
_GAP: Final = 3  # characters between a sign and the code after it, at most
_PAY: Final = (
    frozenset(PERIODS_STRICT)
    | PERIODS_BEFORE.keys()
    | PERIODS_AFTER.keys()
    | FOR_EACH
    | OFTEN_EACH
    | PAY_WORDS
    | GROSS
    | NET
    | STRONG_CUES
    | WEAK_CUES
    | (FILLERS - OTHER_MONEY)
    | LINKERS
    | FLOOR_BEFORE
    | CAP_BEFORE
    | _LEADS
    | frozenset(
        "tax taxes free before after range ranges band scale level amount currency total target ote estimated up p.a p.m p.h".split()
    )
    | frozenset(": , / - – — = ( ) [ ] * ' \" . ~ ≈".split())
)
"""Words that may be between an amount and the name of its currency."""
_ADJACENT: Final = PERIODS_STRICT.keys() | FOR_EACH | OFTEN_EACH | frozenset(": / - –".split())
"""What may be between a code and its figure: EUR/month 5000."""
_SLASHED: Final = lazy_pattern(
    r"""
    (?<![^\W_])(?P<sign>[A-Za-z]{0,3}[$€£¥₹]|zł|kr|Fr|[A-Z]{3})
    \.?[ ]?/[ ]?
    (?P<period>[^\W\d_]+)
    \.?:?[ \u00a0]?\Z
    """,
    re.VERBOSE,
)
"""A sign or a code, a slash and a period: €/month 3000, CHF/Mt. 6'500."""


class NamedCurrency(NamedTuple):
    """A currency that a clause names.

    Attributes:
        sign: its code or name.
        country: the country that the name includes ("Canadian dollars").
        is_at_figure: whether the name is next to the figure, as a sign is.
        is_doubtful: whether the code may not be a currency at all.
    """

    sign: Sign
    country: str | None = None
    is_at_figure: bool = False
    is_doubtful: bool = False


def currency_after(text: str, end: int) -> NamedCurrency | None:
    """Return the currency that is named after an amount, before its sentence ends or another number begins.

    Args:
        text: any text.
        end: where the amount ends.

    Examples:
        >>> (
        ...     currency_after("$95,000 per year (CAD)", 7).sign.currencies,
        ...     currency_after("43/hr USD", 2).sign.currencies,
        ... )
        (('CAD',), ('USD',))
        >>> currency_after("$95,000. AUD bonus", 7), currency_after("$95,000 (AUD 140,000)", 7)
        (None, None)
    """
    if not _may_name(text[end : _sentence_end(text, end)]):
        return None
    at_figure = (
        _name_at(text, end, len(text), certain=False) if text[end : end + 1] not in ("", ",") else None
    )
    if at_figure:
        return at_figure._replace(is_at_figure=True)
    clause, tokens = _Clause(text), list(_TOKEN.finditer(text, end, end + FAR))[:_MOST]
    for index in range(len(tokens)):
        named = None if _ends_clause(tokens, index) else clause.read(tokens, index)
        if named or clause.is_over or _ends_clause(tokens, index):
            return named
    return None


def currency_before(text: str, start: int) -> NamedCurrency | None:
    """Return the currency that is named before an amount, with nothing but words about pay between them.

    Examples:
        >>> (
        ...     currency_before("Salary (AUD): $95,000", 14).sign.currencies,
        ...     currency_before("EUR trader: $95,000", 12),
        ... )
        (('AUD',), None)
        >>> currency_before("Gehalt in Schweizer Franken: 90'000", 29).sign.currencies
        ('CHF',)
    """
    first = max(0, start - FAR)
    slashed = _before_slash(text, first, start)
    if slashed:
        return slashed
    if not _may_name(text[_sentence_start(text, first, start) : start]):
        return None
    tokens = list(_TOKEN.finditer(text, first, start))[-_MOST:]
    in_brackets = False
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index].group()
        if _ends_clause(tokens, index):
            break
        code = _code(word)
        if code:
            return _code_before(code, tokens, index, in_brackets=in_brackets)
        if word in _OPENING or word.lower() in _LEADS:
            named = _name_at(text, tokens[index].end(), start, certain=True)
            if named:
                return named
        in_brackets = word in _CLOSING or (in_brackets and word not in _OPENING)
        if not in_brackets and word.lower() not in _PAY and not _may_be_in_name(word):
            break
    return None


def _before_slash(text: str, first: int, start: int) -> NamedCurrency | None:
    """Return the currency of a rate right before an amount: `EUR/month 3,000`."""
    match = _SLASHED.search(text, first, start) if "/" in text[first:start] else None
    if match is None or match["period"].lower() not in PERIODS_STRICT or match["sign"] in DOUBTFUL_CODES:
        return None
    sign = known_signs().get(match["sign"])
    return NamedCurrency(sign, is_at_figure=True) if sign else None


def _code_before(
    code: NamedCurrency, tokens: Sequence[re.Match[str]], index: int, *, in_brackets: bool
) -> NamedCurrency | None:
    """Return a code before an amount, unless it belongs to a number before it."""
    if index and tokens[index - 1].group()[0].isdigit():
        return None
    is_at_figure = _ADJACENT.issuperset(token.group().lower() for token in tokens[index + 1 :])
    return code._replace(is_at_figure=is_at_figure, is_doubtful=code.is_doubtful and not in_brackets)


def continues_about_pay(text: str, end: int) -> bool:
    """Return whether the words after an amount are about pay, or there are none.

    Examples:
        >>> (
        ...     continues_about_pay("RON 4500 net", 8),
        ...     continues_about_pay("RON 4500", 8),
        ...     continues_about_pay("TRY 1000 recipes", 8),
        ... )
        (True, True, False)
    """
    following = _TOKEN.search(text, end, end + FAR)
    if following is None:
        return True
    word = following.group()
    return not word[0].isalpha() or word.lower() in _PAY


class _Clause:
    """The clause after an amount, read word by word."""

    __slots__ = ("in_brackets", "is_aside", "is_over", "text", "unknown_words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_aside = self.in_brackets = self.is_over = False
        self.unknown_words = 0

    @property
    def is_near(self) -> bool:
        """Whether only words about pay are between the currency and the amount, and nothing is added."""
        return not self.is_aside and self.unknown_words <= _MOST_UNKNOWN

    def read(self, tokens: Sequence[re.Match[str]], index: int) -> NamedCurrency | None:
        """Read a word, and return the currency that it names; set `is_over` if the clause turns to something else."""
        word = tokens[index].group()
        code = _code(word)
        if code:
            self.is_over = True
            bracketed = self.in_brackets and index == 1
            sure = self.in_brackets or (index == 0 and self.is_at_its_sign(tokens[0].start(), code.sign))
            code = code._replace(is_doubtful=code.is_doubtful and not sure, is_at_figure=bracketed)
            return code if self.owns(tokens, index, is_doubtful=code.is_doubtful) else None
        lower = word.lower()
        if word in _OPENING or self.is_near:
            led = word in _OPENING or lower in _LEADS
            start = tokens[index].end() if led else tokens[index].start()
            named = _name_at(self.text, start, len(self.text), certain=led)
            if named:
                return named
        self.in_brackets = word in _OPENING or (self.in_brackets and word not in _CLOSING)
        self.is_aside = self.is_aside or lower in _ASIDE
        self.is_over = lower in OTHER_MONEY and not self.is_aside
        self.unknown_words += lower not in _PAY and lower not in _ASIDE
        return None

    def is_at_its_sign(self, start: int, code: Sign) -> bool:
        """Return whether a code is right after a sign that may mean its currency: `25 $ CAD/h`."""
        written = self.text[max(0, start - _GAP) : start].strip()[-1:]
        meant = known_signs().get(written) if written in _SIGNS else None
        return meant is not None and code.currencies[0] in meant.currencies

    def owns(self, tokens: Sequence[re.Match[str]], index: int, *, is_doubtful: bool) -> bool:
        """Return whether a code belongs to the amount, and to no other word or number."""
        following = tokens[index + 1].group() if index + 1 < len(tokens) else ""
        lower = following.lower()
        if (
            following[:1].isdigit()
            or following[:1] in _SIGNS
            or lower in OTHER_MONEY | PAY_EXTRAS | JOB_TITLES
        ):
            return False
        if self.in_brackets:
            return True
        if is_doubtful and (
            self.unknown_words or (following and following != "." and not _is_pay_word(lower))
        ):
            return False
        return self.is_near


def _is_pay_word(word: str) -> bool:
    return word in _PAY and word[0].isalpha()


def _sentence_end(text: str, start: int) -> int:
    """Return where the sentence certainly ends, or else the limit of a clause."""
    at = text.find(". ", start, start + FAR)
    while at >= 0:
        if text[max(start, at - ABBREVIATED) : at].isalpha() and at - start > ABBREVIATED:
            return at
        at = text.find(". ", at + 1, start + FAR)
    return start + FAR


def _sentence_start(text: str, first: int, end: int) -> int:
    """Return a position at or before the start of the sentence that ends at a position, or a given first position."""
    last = text.rfind(". ", first, end)
    return last if last > first and text[last - ABBREVIATED : last].isalpha() else first


def may_name_currency(text: str) -> bool:
    """Return whether any clause of a text may name a currency away from a figure: a cheap check before the clauses are read.

    Examples:
        >>> may_name_currency("$95,000 per year (CAD)"), may_name_currency("$95,000 per year")
        (True, False)
    """
    return "/" in text or _may_name(text)


def _may_name(clause: str) -> bool:
    """Return whether a clause may name a currency: it has the capitals of a code, or the beginning of a noun for money."""
    return bool(_CAPITALS.search(clause) or _NOUNS.search(clause.lower()))


def _ends_clause(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Return whether another number begins or a sentence ends; the full stop of "approx." does not end one."""
    word = tokens[index].group()
    if word == ".":
        return index == 0 or len(tokens[index - 1].group()) >= ABBREVIATED
    return word[0].isdigit() or word in _STOPS


@lru_cache(4096)
def _code(word: str) -> NamedCurrency | None:
    """Return the currency of a code written in capitals."""
    sign = known_signs().get(word) if word.isupper() and word.isascii() else None
    if sign is None or sign.kind != "iso":
        return None
    return NamedCurrency(sign, is_doubtful=word in DOUBTFUL_CODES)


def _may_be_in_name(word: str) -> bool:
    """Return whether a word may be part of a currency's name; the name itself is read from its first word on."""
    return word.lower() in known_signs() or word[0].isupper() or word.lower() in names()


def _name_at(text: str, start: int, stop: int, *, certain: bool) -> NamedCurrency | None:
    """Return the currency whose name begins at a position and ends before another.

    Args:
        text: any text.
        start: where the name begins.
        stop: where it ends at the latest.
        certain: whether the word before it shows that a currency follows, so that a noun alone is enough.
    """
    name = read_name(text, start)
    if name is None or name.end > stop:
        return None
    sign, country, end = name
    words = text[start:end].split()
    noun = words[-1].strip(".,;:()[]").lower() if words else ""
    if (
        country
        or len(words) > 1
        or (certain and len(noun) >= _NOUN and noun in known_signs() and not sign.local)
    ):
        return NamedCurrency(sign, country)
    return None
