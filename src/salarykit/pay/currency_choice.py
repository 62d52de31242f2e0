"""Which currency an amount is in: by its signs, by what its clause names, by its country, by its language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.currency.signs import Meaning
from salarykit.pay.build_candidate import without_second
from salarykit.pay.currency_clause import MOSTLY_WORDS, continues_about_pay
from salarykit.pay.currency_signs import (
    NOTHING,
    currency_of_clause,
    currency_of_idiom,
    currency_of_signs,
    has_sign,
    is_local_sign,
    is_of_country,
)
from salarykit.pay.is_pay import is_year
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_words import (
    FOR_EACH,
    NOT_COUNTED,
    OFTEN_EACH,
    PAY_WORDS,
    PERIODS_AFTER,
    PERIODS_BEFORE,
    PERIODS_STRICT,
    WORKS,
)
from salarykit.pay.two_currencies import other_currency, with_other_currency
from salarykit.pay.words import NO_SIGNS

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.amounts import Ends
    from salarykit.pay.candidate import Candidate

__all__ = ["KNOWN_WORDS", "choose_currency", "resolve_signs"]

_LEAST_LOCAL: Final = 100  # the least amount that may be pay if its sign is letters and it has no period
_LEAST_PLAIN: Final = 1_000  # the least amount that may be pay if it has nothing but a code


def choose_currency(text: str, candidate: Candidate, tender: LocalMoney) -> tuple[Candidate, Meaning]:
    """Return the currency of an amount: by its signs, by what its clause names, by its country, by its language.

    A name at the figure ("95,000 Canadian dollars") counts as a sign, and the candidate is then returned as one with a sign. None of
    this depends on digits, so the candidate caches its last answer for all texts of its shape.
    """
    kept = candidate.memo.currency
    if kept is None or kept[0] is not tender:
        kept = candidate.memo.currency = (tender, *_choose_currency(text, candidate, tender))
    return kept[1] or candidate, kept[2]


def _choose_currency(text: str, candidate: Candidate, tender: LocalMoney) -> tuple[Candidate | None, Meaning]:
    """Return the currency, and the candidate with a sign if only the clause names its currency."""
    signed, meaning = _stated_currency(text, candidate, tender)
    if meaning.rule in ("iso", "sign", "name", "language", "ambiguous"):
        meaning = with_other_currency(text, candidate.start, candidate.end, meaning)
    return signed, meaning


def _stated_currency(text: str, candidate: Candidate, tender: LocalMoney) -> tuple[Candidate | None, Meaning]:
    """Return the same from the signs and the clause alone, before a second currency elsewhere in the text is considered."""
    signed = None
    other = other_currency(text, candidate.start, candidate.end) if candidate.has_sign else None
    if other:
        return None, currency_of_signs((*candidate.signs, other), tender)
    meaning = currency_of_signs(candidate.signs, tender)
    named = candidate.clause_currency(text) if meaning.rule != "iso" else None
    if named:
        meaning = currency_of_clause(candidate.signs, named, tender)
        if named.is_at_figure and not candidate.has_sign:
            signed = candidate.with_sign()
    elif not candidate.has_sign and meaning.rule != "sign":
        by_idiom = currency_of_idiom(candidate.multiplier, NOTHING)
        if by_idiom is NOTHING and _unknown_sign(text, candidate):
            return None, Meaning(None, (), "unknown_mark")
        if by_idiom.currency and by_idiom.currency == meaning.currency:  # 12 LPA in India
            return None, by_idiom
    return signed, _by_language(candidate, meaning) if meaning.currency is None else meaning


def resolve_signs(text: str, candidate: Candidate, tender: LocalMoney, ends: Ends) -> Candidate | None:
    """Return a candidate whose sign may be mere letters, with or without that sign; None if it is not an amount of money.

    The country and the words decide. In Guatemala `Q5,000` is an amount with a sign; elsewhere it is a name, and `kn 5.000` is a number
    after a word. `TOP 500` is in the currency of Tonga only if something supports it.
    """
    if candidate.is_doubtful:
        if _is_supported(text, candidate, tender, ends):
            return candidate
        return candidate.without_sign()
    if is_local_sign(candidate.signs, tender):
        return candidate.with_sign() if ends[0] >= _LEAST_LOCAL or candidate.period else None
    if not candidate.is_glued(text):
        return candidate
    first = without_second(text, candidate) if candidate.second else None
    return None if first is None or first.is_glued(text) else first


def _is_supported(text: str, candidate: Candidate, tender: LocalMoney, ends: Ends) -> bool:
    """Return whether a code that may be another word is a currency: a word for pay, the country or the form of the amount says so."""
    if candidate.cue or candidate.period:
        return True
    if not continues_about_pay(text, candidate.end) or (candidate.is_plain and is_year(ends[0])):
        return False
    if not candidate.is_plain or candidate.multiplier or candidate.second:
        return True
    if ends[0] >= _LEAST_LOCAL and is_of_country(candidate.signs, tender):
        return True
    return (
        ends[0] >= _LEAST_PLAIN
        and MOSTLY_WORDS.isdisjoint(candidate.signs)
        and candidate.position[1] - candidate.start == len(text.strip())
    )


def _by_language(candidate: Candidate, meaning: Meaning) -> Meaning:
    """Return the currency if sign and country leave it open: that of the language, or of a multiplier such as LPA."""
    language = candidate.language_currency
    if language and (not meaning.alternatives or language in meaning.alternatives):
        return Meaning(language, tuple(code for code in meaning.alternatives if code != language), "language")
    return currency_of_idiom(candidate.multiplier, meaning)


_FAR: Final = 8  # characters that are searched for a sign
_LETTERS: Final = "A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ"
_BEFORE: Final = lazy_pattern(rf"(?:^|[\s(:/|>\"\u2013-])([{_LETTERS}]{{1,4}}\.?)[ \u00a0]?\Z")
_AFTER: Final = lazy_pattern(rf"[ \u00a0]?([{_LETTERS}]{{2,5}})(?![^\W_])")
_VOWELS: Final = lazy_pattern("[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœąęıőűůаеиоуыэюяєіїαεηιουω]", re.IGNORECASE)
_MARKED: Final = lazy_pattern(r"[^\W\d_]*[a-zà-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_ABBREVIATED: Final = lazy_pattern(r"[A-ZÀ-ÖØ-Þ][^\W\d_]{1,3}\.")
_COINS: Final = frozenset("BTC XBT ETH USDT USDC DAI BNB XRP LTC DOGE ADA XMR TRX BUSD".split())
"""Cryptocurrencies, which have no ISO code."""
KNOWN_WORDS: Final = frozenset(
    word.rstrip(".")
    for word in NO_SIGNS.union(
        FOR_EACH, NOT_COUNTED, OFTEN_EACH, PAY_WORDS, PERIODS_AFTER, PERIODS_BEFORE, PERIODS_STRICT, WORKS
    )
)
"""Words and abbreviations next to figures that are not signs of money."""


def _unknown_sign(text: str, candidate: Candidate) -> str | None:
    """Return letters at a figure that look like a sign of money, but are neither one in this country nor a known word.

    Letters look like a sign if they have no vowel (`kn`, `Kčs`), or a capital inside (`öS`); so do a short abbreviation with
    a capital and a full stop (`Esc.`) before the figure, capitals after it, and cryptocurrencies (`BTC`).

    Args:
        text: any text.
        candidate: an amount in it that has no sign.

    Examples:
        >>> from salarykit.pay.candidates import all_candidates
        >>> [
        ...     _unknown_sign(text, candidate)
        ...     for text in ("Zl 5000", "5000 XYZ a month", "Gehalt: 3.000", "OTE 50k")
        ...     for candidate in all_candidates(text)
        ... ]
        ['Zl', 'XYZ', None, None]
    """
    start, end = candidate.first.start, candidate.end
    before = _BEFORE.search(text, max(0, start - _FAR), start)
    if before and _looks_like_sign(before[1], is_before=True):
        return before[1]
    after = _AFTER.match(text, end)
    if after and _looks_like_sign(after[1], is_before=False):
        return after[1]
    taken = (sign for sign in candidate.signs if sign and not has_sign((sign,)))
    return next((sign for sign in taken if _looks_like_sign(sign, is_before=False)), None)


def _looks_like_sign(word: str, *, is_before: bool) -> bool:
    """Return whether letters look like a sign of money."""
    bare = word.rstrip(".")
    if bare in _COINS:
        return True
    if len(bare) == 1 or bare.lower() in KNOWN_WORDS:
        return False
    if bare.isupper():
        return not is_before and len(bare) > 2  # noqa: PLR2004 - two capitals are a state's or a country's
    if _MARKED.match(bare) or (is_before and _ABBREVIATED.fullmatch(word)):
        return True
    return len(bare) <= 4 and not _VOWELS.search(bare)  # noqa: PLR2004 - an abbreviation
