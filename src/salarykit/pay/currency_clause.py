"""What the clause of an amount says of its money away from the figure: `$95,000 per year (CAD)`, `Salary in AUD: 95,000`."""
# A little over 300 lines: a clause's money before and after its figure is found by the same words.

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.codes import WITHDRAWN
from salarykit.currency.signs import Sign, names
from salarykit.pay.context import ABBREVIATED, FAR
from salarykit.pay.currency_names import read_name
from salarykit.pay.currency_spellings import known_signs
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

__all__ = ["DOUBTFUL", "WORDS", "NamedCurrency", "currency_after", "currency_before", "goes_on"]

DOUBTFUL: Final = WITHDRAWN | frozenset(
    "ALL BAM BOB CAD CDN COP CRC CUP DOP GEL GHS LAK MAD MOP MUR NAD PEN PHP RON SAR SCR SDG SLE SOS STN SVC TOP TRY".split()
)
"""Codes that are words or other abbreviations as well, or of moneys that are gone: they need a word of pay beside them."""
WORDS: Final = frozenset("ADP ALL AON ARA ATS ECS GHS IEP LTL MRO MTL PLZ SOS STD TOP TPE YUM".split())
"""Those of them that before a plain number alone are likelier something else."""
_MOST: Final = 16  # words that are looked at on either side
_STRANGERS: Final = 1  # unknown words over which a code still belongs to the amount
_NOUN: Final = 4  # letters of a noun that names a money by itself
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['’.&-][^\W\d_]+)*|\d+|[^\w\s]|\n")
_CAPITALS: Final = re.compile(r"[A-Z][A-Z][A-Z](?![^\W_])")
_NOUN_BEGINNINGS: Final = (
    "dol dól eur evr avro євр евр pound pund pfun fran peso koru korun kron krón kroo rup yen yuan renm zlot złot livr libr lira "
    "reai rand рубл долл гривн тенге дол"
).split()
_NOUNS: Final = re.compile(any_of(_NOUN_BEGINNINGS))
"""What a clause that names a money in words has in it."""
_STOPS: Final = frozenset(";!?\n•|")
_OPENING: Final = frozenset("([")
_CLOSING: Final = frozenset(")]")
_LEADS: Final = frozenset("in en em w i v в у ve på auf".split())
_ASIDE: Final = frozenset("+ plus and & og und et y e".split())
_SIGNS: Final = frozenset("$€£¥₹")
_GAP: Final = 3  # characters in which the sign before a code stands
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
"""What may stand between an amount and the name of its money."""
_BESIDE: Final = PERIODS_STRICT.keys() | FOR_EACH | OFTEN_EACH | frozenset(": / - –".split())
"""What may stand between a code and its figure as between a sign and one: EUR/month 5000."""
_STROKED: Final = re.compile(
    r"""
    (?<![^\W_])(?P<sign>[A-Za-z]{0,3}[$€£¥₹]|zł|kr|Fr|[A-Z]{3})
    \.?[ ]?/[ ]?
    (?P<period>[^\W\d_]+)
    \.?:?[ \u00a0]?\Z
    """,
    re.VERBOSE,
)
"""A sign or a code that stands so: €/month 3000, CHF/Mt. 6'500."""


class NamedCurrency(NamedTuple):
    """A money that a clause names.

    Attributes:
        sign: its code or name.
        country: the country that the name says with it ("Canadian dollars").
        beside: whether the name stands at the figure itself, as a sign does.
        doubtful: whether the code may be no money at all.
    """

    sign: Sign
    country: str | None = None
    beside: bool = False
    doubtful: bool = False


def currency_after(text: str, end: int) -> NamedCurrency | None:
    """Return the money that is named after an amount, before its sentence or another number ends the clause.

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
    beside = _name_at(text, end, len(text), certain=False) if text[end : end + 1] not in ("", ",") else None
    if beside:
        return beside._replace(beside=True)
    clause, tokens = _Clause(text), list(_TOKEN.finditer(text, end, end + FAR))[:_MOST]
    for index in range(len(tokens)):
        found = None if _halts(tokens, index) else clause.take(tokens, index)
        if found or clause.over or _halts(tokens, index):
            return found
    return None


def currency_before(text: str, start: int) -> NamedCurrency | None:
    """Return the money that is named before an amount, over nothing but words of pay.

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
    stroked = _STROKED.search(text, first, start) if "/" in text[first:start] else None
    if (
        stroked
        and stroked["period"].lower() in PERIODS_STRICT
        and stroked["sign"] in known_signs().keys() - DOUBTFUL
    ):
        return NamedCurrency(known_signs()[stroked["sign"]], beside=True)
    last = text.rfind(". ", first, start)
    if not _may_name(
        text[last if last > first and text[last - ABBREVIATED : last].isalpha() else first : start]
    ):
        return None
    tokens = list(_TOKEN.finditer(text, first, start))[-_MOST:]
    inside = False
    for index in range(len(tokens) - 1, -1, -1):
        word = tokens[index].group()
        if _halts(tokens, index):
            break
        code = _code(word)
        if code:
            return _if_free(code, tokens, index, inside=inside)
        if word in _OPENING or word.lower() in _LEADS:
            found = _name_at(text, tokens[index].end(), start, certain=True)
            if found:
                return found
        inside = word in _CLOSING or (inside and word not in _OPENING)
        if not inside and word.lower() not in _PAY and not _is_of_a_name(word):
            break
    return None


def _if_free(
    code: NamedCurrency, tokens: Sequence[re.Match[str]], index: int, *, inside: bool
) -> NamedCurrency | None:
    """Return a code before an amount, if it is not that of a number before it."""
    if index and tokens[index - 1].group()[0].isdigit():
        return None
    beside = _BESIDE.issuperset(each.group().lower() for each in tokens[index + 1 :])
    return code._replace(beside=beside, doubtful=code.doubtful and not inside)


def goes_on(text: str, end: int) -> bool:
    """Return whether what follows an amount goes on about pay, or nothing follows.

    Examples:
        >>> goes_on("RON 4500 net", 8), goes_on("RON 4500", 8), goes_on("TRY 1000 recipes", 8)
        (True, True, False)
    """
    following = _TOKEN.search(text, end, end + FAR)
    if following is None:
        return True
    word = following.group()
    return not word[0].isalpha() or word.lower() in _PAY


class _Clause:
    """How far a clause goes on about its amount, while it is read word by word."""

    __slots__ = ("aside", "inside", "over", "strangers", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.aside = self.inside = self.over = False
        self.strangers = 0

    @property
    def is_near(self) -> bool:
        """Whether nothing but words of pay stood between, and nothing is added."""
        return not self.aside and self.strangers <= _STRANGERS

    def take(self, tokens: Sequence[re.Match[str]], index: int) -> NamedCurrency | None:
        """Take a word in, and return the money that it names; `over` says that the clause is about something else then."""
        word = tokens[index].group()
        code = _code(word)
        if code:
            self.over = True
            bracketed = self.inside and index == 1
            sure = self.inside or (index == 0 and self.is_at_its_sign(tokens[0].start(), code.sign))
            code = code._replace(doubtful=code.doubtful and not sure, beside=bracketed)
            return code if self.has(tokens, index, doubtful=code.doubtful) else None
        lower = word.lower()
        if word in _OPENING or self.is_near:
            led = word in _OPENING or lower in _LEADS
            start = tokens[index].end() if led else tokens[index].start()
            found = _name_at(self.text, start, len(self.text), certain=led)
            if found:
                return found
        self.inside = word in _OPENING or (self.inside and word not in _CLOSING)
        self.aside = self.aside or lower in _ASIDE
        self.over = lower in OTHER_MONEY and not self.aside
        self.strangers += lower not in _PAY and lower not in _ASIDE
        return None

    def is_at_its_sign(self, start: int, code: Sign) -> bool:
        """Return whether a code stands right behind a sign that may mean its money: 25 $ CAD/h."""
        written = self.text[max(0, start - _GAP) : start].strip()[-1:]
        meant = known_signs().get(written) if written in _SIGNS else None
        return meant is not None and code.currencies[0] in meant.currencies

    def has(self, tokens: Sequence[re.Match[str]], index: int, *, doubtful: bool) -> bool:
        """Return whether a code belongs to the amount, and to no other word or number."""
        following = tokens[index + 1].group() if index + 1 < len(tokens) else ""
        lower = following.lower()
        if (
            following[:1].isdigit()
            or following[:1] in _SIGNS
            or lower in OTHER_MONEY | PAY_EXTRAS | JOB_TITLES
        ):
            return False
        if self.inside:
            return True
        if doubtful and (self.strangers or (following and following != "." and not _pays_on(lower))):
            return False
        return self.is_near


def _pays_on(word: str) -> bool:
    return word in _PAY and word[0].isalpha()


def _sentence_end(text: str, start: int) -> int:
    """Return where a sentence surely ends, or how far a clause is looked at."""
    at = text.find(". ", start, start + FAR)
    while at >= 0:
        if text[max(start, at - ABBREVIATED) : at].isalpha() and at - start > ABBREVIATED:
            return at
        at = text.find(". ", at + 1, start + FAR)
    return start + FAR


def _may_name(clause: str) -> bool:
    """Return whether a clause may name a money: it has a code's capitals, or how a money's noun begins."""
    return bool(_CAPITALS.search(clause) or _NOUNS.search(clause.lower()))


def _halts(tokens: Sequence[re.Match[str]], index: int) -> bool:
    """Return whether another number begins, or a sentence ends: the full stop of "approx." does not end it."""
    word = tokens[index].group()
    if word == ".":
        return index == 0 or len(tokens[index - 1].group()) >= ABBREVIATED
    return word[0].isdigit() or word in _STOPS


@cache
def _code(word: str) -> NamedCurrency | None:
    """Return the money of a code written in capitals."""
    found = known_signs().get(word) if word.isupper() and word.isascii() else None
    if found is None or found.kind != "iso":
        return None
    return NamedCurrency(found, doubtful=word in DOUBTFUL)


def _is_of_a_name(word: str) -> bool:
    """Return whether a word may be part of a money's name, which is looked for once its first word is reached."""
    return word.lower() in known_signs() or word[0].isupper() or word.lower() in names()


def _name_at(text: str, start: int, stop: int, *, certain: bool) -> NamedCurrency | None:
    """Return the money whose name begins at a position and ends before another.

    Args:
        text: any text.
        start: where the name begins.
        stop: where it ends at the latest.
        certain: whether a word before it says that a money is named, so that a noun alone is enough.
    """
    found = read_name(text, start)
    if found is None or found[2] > stop:
        return None
    sign, country, end = found
    words = text[start:end].split()
    noun = words[-1].strip(".,;:()[]").lower() if words else ""
    if (
        country
        or len(words) > 1
        or (certain and len(noun) >= _NOUN and noun in known_signs() and not sign.local)
    ):
        return NamedCurrency(sign, country)
    return None
