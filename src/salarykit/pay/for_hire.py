"""Whether an amount is the price of something hired, taught or sold: a court by the hour, a trailer by the day, a lesson, a used car.

The price of something hired by the hour looks like hourly pay, and often no word near it means a price. The column `hired`
of `other_money.csv` names such things. What somebody pays by the month for a thing is its price as well: "we pay 950 € a month for
childcare". A job title, or a word about vacancies, shows that somebody works there instead.

`services.csv` has, for each language, words and phrases with which people offer a service to customers ("first lesson free", "inkl. Anfahrt").
Near one of these a job title is no evidence of pay: "Maths tutor available, £25 an hour"; a word about vacancies still is.
An underscore stands for a space.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from salarykit.package import once, table_words
from salarykit.pay.amount_names import BETWEEN_NAMES, PAYS
from salarykit.pay.clause_words import has_unknown, names_a_job, speaks_of_work
from salarykit.pay.context import COMBINING
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.offers import names_a_thing
from salarykit.pay.other_money import ends_with_any
from salarykit.pay.period_words import AMBIGUOUS_WORDS, PERIODS_STRICT, WORKS
from salarykit.pay.roles_before import IS_OTHER_MONEY, IS_PRICE, role_of
from salarykit.pay.words import PAY_EXTRAS

if TYPE_CHECKING:
    from salarykit.pay.candidate import Candidate

__all__ = ["is_for_hire", "is_price_of_a_thing", "is_used_vehicle"]

_LETTERS: Final = rf"(?:[^\W\d_]|{COMBINING})"
_AROUND: Final = 300  # characters around an amount that are searched for a job
_NEAR: Final = 80  # characters before an amount that are searched for a thing, and around it for a mileage
_HIRE: Final = lazy_pattern(
    r"(?<![^\W_])(?:hire|offers?|(?:one|first|second|single|previous|[1-9])[ -]owners?)(?![^\W_])"
)
"""English words for vacancies or in job titles that also occur in offers of things for hire and of used cars."""
_STAFF: Final = lazy_pattern(
    rf"""
    (?<![^\W_])
    (?:with|incl|including|mit|inkl|inklusive|avec|con|com|met|med|с|со|з|із|со|sa|s|z|ze|me|με|koos|ar|su|cu|dengan|termasuk|kèm|مع|شامل|با)
    [.]?[ \u00a0](?:an?[ ])?{_LETTERS}{{1,32}}
  | (?<![^\W_]){_LETTERS}{{1,32}}[ \u00a0](?:included|inklusive|inbegriffen|inbegrepen|compris|incluido|incluida|incluso|dahil|daxil|सहित|সহ|ساتھ)(?![^\W_])
    """,
    re.VERBOSE,
)
"""People who come with what is hired, such as the operator of a machine: no job is offered to them."""
_WORD: Final = lazy_pattern(r"[^\W\d_]+")
_FOR_A_THING: Final = lazy_pattern(
    r"""
    [ \u00a0](?:for|für|voor|pour|por|pelo|pela|para|per|per[ ]a|za|за|för|for|til|pentru|για|için|untuk|eest)
    [ \u00a0]((?:[^\W\d_]+[ \u00a0]){0,2}[^\W\d_]{3,})
    """,
    re.VERBOSE,
)
"""What an amount is paid for, up to its third word."""
_ARTICLE: Final = 2  # letters of a word that is an article rather than a period, at most: for a car
_NOT_THINGS: Final = (
    frozenset(word for word in PERIODS_STRICT if len(word) > _ARTICLE and word not in AMBIGUOUS_WORDS)
    | WORKS
    | frozenset(
        "someone somebody person people jemanden iemand quelqu'un alguien alguém qualcuno kogoś někoho någon noen nogen кого-то".split()
    )
)
"""Words for a time or a person after "for": what is paid for these is pay."""
_OPENS_INVOICE: Final = lazy_pattern(
    r"""
    \W{0,4}(?:
        invoice | quotation | receipt | rechnung | kostenvoranschlag | quittung | facture | devis | factura | fattura
      | preventivo | fatura | nota[ ]fiscal | factuur | rachunek | faktura | kosztorys | wycena | účtenka | számla | árajánlat
      | factură | deviz | счёт | счет | смета | рахунок | кошторис | lasku | kvittering | kvitto | 請求書 | 見積書 | 发票 | 报价单
    )
    (?![^\W\d_])
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""How invoices, receipts and quotations begin."""
_TWO: Final = 2  # amounts of a list of prices, at least
_CLOSE: Final = 160  # characters around an amount that are searched for an offer of a service
_PIECE: Final = lazy_pattern(r"[^\s.,;:!?()\[\]/|\"–—_]+")
_WINDOWS: Final = 4_096  # texts before amounts in the cache: the postings of a firm share most of their prose
_SENTENCE_END: Final = lazy_pattern(r"(?<=[^\W\d_]{3})[.!?]\s|[\n•]")
_MILEAGE: Final = lazy_pattern(
    r"""
    (?<![\w.,])\d[\d.,’' \u00a0\u202f]*
    (?:k|tys\.?|tis\.?|тыс\.?|тис\.?|mii|bin|ezer|хил\.?)?[ \u00a0]?
    (?:t?km|kms|kilom\w+|miles|mls|mil|mi|км|χλμ|公里|キロ|ק"מ|كم|กม)
    (?![^\W_]|/)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_price_of_a_thing(text: str, candidate: Candidate) -> bool:
    """Return whether an amount is the price of something hired, taught or, if a mileage is near, sold."""
    if is_for_hire(text, candidate.start) or _is_spent(text, candidate) or _is_of_service(text, candidate):
        return True
    if candidate.cue:
        return False
    if candidate.period:
        return _is_in_price_list(text, candidate)
    return is_used_vehicle(text, candidate.start, candidate.end)


def _is_spent(text: str, candidate: Candidate) -> bool:
    """Return whether somebody pays an amount for a thing: "we pay 950 € a month for childcare".

    An amount for an hour or a day is pay for what somebody does: "wir zahlen 15 € pro Stunde für Gartenarbeit".
    """
    if candidate.period in (None, "hour", "day"):
        return False
    thing = _FOR_A_THING.match(text, candidate.position[1])
    if thing is None or not _NOT_THINGS.isdisjoint(thing[1].lower().split()):
        return False
    before = text[max(0, candidate.start - _AROUND) : candidate.start].lower()
    verb = next((word for word in reversed(_WORD.findall(before[-_NEAR:])) if word not in BETWEEN_NAMES), "")
    if verb not in PAYS:
        return False
    head = before[: before.rindex(verb)]  # a verb of paying speaks of work by itself
    return not _is_about_work(head + text[candidate.start : candidate.start + _AROUND], len(head))


def _is_of_service(text: str, candidate: Candidate) -> bool:
    """Return whether an amount is the price of a service that is invoiced or offered to customers: "I tutor maths, £25 an hour"."""
    if _OPENS_INVOICE.match(text) and not speaks_of_work(text, candidate.start):
        return True
    if candidate.period is None:
        return False
    window = text[max(0, candidate.start - _CLOSE) : candidate.start + _CLOSE]
    return _offers_service(window) and not speaks_of_work(text, candidate.start)


@lru_cache(_WINDOWS)
def _offers_service(window: str) -> bool:
    """Return whether a text has a word or a phrase with which a service is offered to customers."""
    words = _PIECE.findall(window.lower())
    single, phrases, last = _services()
    return any(
        word in single or (word in last and ends_with_any(words, index, phrases))
        for index, word in enumerate(words)
    )


@once
def _services() -> tuple[frozenset[str], frozenset[tuple[str, ...]], frozenset[str]]:
    """Return the words of offers of services, the phrases, and the last words of these."""
    words = table_words("salarykit.pay", "services")["service"]
    phrases = frozenset(tuple(word.split("_")) for word in words if "_" in word)
    return words, phrases, frozenset(phrase[-1] for phrase in phrases)


def _is_in_price_list(text: str, candidate: Candidate) -> bool:
    """Return whether a short text has another amount as well, and nothing about work: "Dog walking £14 an hour, two dogs £20".

    A bonus or a benefit next to the amount is about work, too.
    """
    if candidate.period not in ("hour", "day") or candidate.second or candidate.gross is not None:
        return False
    sign = next(filter(None, candidate.signs), None)
    if sign is None or len(text) > _AROUND or "+" in text or _times_next_to_a_number(text, sign) < _TWO:
        return False
    if not has_unknown(text[: candidate.start]):
        return False
    clause = candidate.clause_words(text)
    adds = any(
        role_of(word) & (IS_OTHER_MONEY | IS_PRICE) or word in PAY_EXTRAS
        for word in _WORD.findall(text.lower())
    )
    return not (
        adds
        or clause.has_title
        or clause.has_trade
        or speaks_of_work(text, candidate.start)
        or names_a_job(text)
    )


def _times_next_to_a_number(text: str, sign: str) -> int:
    """Return how often a sign is next to a number."""
    return sum(
        before.rstrip()[-1:].isdigit() or after.lstrip()[:1].isdigit()
        for before, after in pairwise(text.split(sign))
    )


def is_for_hire(text: str, start: int) -> bool:
    """Return whether the sentence before a position names something hired or taught, and nothing near it names a job.

    Examples:
        >>> [
        ...     is_for_hire(text, len(text))
        ...     for text in ("Tennis court ", "Tennis court attendant ", "We seek staff: tennis court ")
        ... ]
        [True, False, False]
    """
    return _ends_with_thing(text[max(0, start - _NEAR) : start]) and not _is_about_work(text, start)


@lru_cache(_WINDOWS)
def _ends_with_thing(window: str) -> bool:
    """Return whether the last sentence of a text names something for hire."""
    return names_a_thing(_SENTENCE_END.split(window)[-1])


def is_used_vehicle(text: str, start: int, end: int) -> bool:
    """Return whether a mileage is near an amount, and no word about work.

    Examples:
        >>> is_used_vehicle("Kia Rio, 2016, 87.000 km, 6.200 €", 26, 33)
        True
        >>> is_used_vehicle("Chauffeur, 500 km/dag, 2.900 €", 23, 30)
        False
    """
    mileage = _MILEAGE.search(text, max(0, start - _NEAR), start) or _MILEAGE.search(text, end, end + _NEAR)
    return mileage is not None and not _is_about_work(text, start)


def _is_about_work(text: str, start: int) -> bool:
    begin = max(0, start - _AROUND)
    near = _STAFF.sub(" ", _HIRE.sub(" ", text[begin : start + _AROUND].lower()))
    return speaks_of_work(near, min(start - begin, len(near))) or names_a_job(near)
