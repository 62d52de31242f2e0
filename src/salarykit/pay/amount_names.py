"""What the words right before an amount call it: "the fine is €1,500", "a grant of €20,000", but also "the position is $25 an hour".

A noun that a word for "is" or "of" links to an amount is the amount's name. If it names neither pay nor a job, the amount is not pay,
whatever the noun is: no table can list all that costs money. `amount_names.csv` has a row for each language and a column for each
kind of word:

- `is` and `of` link a name to an amount, and `at` links what is sold to its price, or a job to its pay;
- `costs` makes the amount a price, whatever the name;
- `between` may come between the name and the amount, and `neutral` names neither pay nor other money;
- `asks` are verbs of charging and spending;
- `offers` are verbs of offering and earning, `pays` those of them that an employer does, and `whom` says who offers or is offered;
- `as` leads to a job: "as a cook you earn";
- `others` are people such as tenants: what they pay or get (`pay_or_get`) is not pay, nor is what `employers` get (`get`);
- `job_offer` is a noun for an offer; an offer of an amount before or after tax is one of pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from salarykit.package import table_words
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import PRICE_ENDINGS, RENTS_OR_INCOMES, is_title
from salarykit.pay.period_words import PERIODS_BEFORE, PERIODS_STRICT
from salarykit.pay.words import (
    CAP_BEFORE,
    CONJUNCTIONS,
    FILLERS,
    FLOOR_BEFORE,
    GROSS,
    NET,
    OTHER_MONEY_ENDINGS,
    STRONG_CUES,
    WEAK_CUES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BETWEEN_NAMES",
    "PAYS",
    "PAY_OR_GET",
    "Naming",
    "Offer",
    "is_of_others",
    "is_quality",
    "names_other_money",
    "offer_before",
]

Naming = Literal["", "of", "is", "at", "costs"]
"""How the words before an amount call it other than pay: not at all, by "of", by "is", perhaps by "for" or "at", or as a price."""
Offer = Literal["", "gets", "pays", "job offer"]
"""What offers an amount: nothing, a verb for what somebody gets, one for what "we" pay, or a noun that may be the offer of a job."""

_COLUMNS: Final = table_words("salarykit.pay", "amount_names")
_IS: Final = _COLUMNS["is"]
_OF: Final = _COLUMNS["of"]
_COSTS: Final = _COLUMNS["costs"]
_AT: Final = _COLUMNS["at"]
_ASKS: Final = _COLUMNS["asks"]
_AS: Final = _COLUMNS["as"]
_OTHERS: Final = _COLUMNS["others"]
_EMPLOYERS: Final = _COLUMNS["employers"]
_GET: Final = _COLUMNS["get"]
_JOB_OFFERS: Final = _COLUMNS["job_offer"]
PAY_OR_GET: Final = _COLUMNS["pay_or_get"] | _GET
"""Verbs of paying and getting, in the third person."""
PAYS: Final = _COLUMNS["pays"]
"""Verbs of paying, by an employer or anybody else."""
_OFFERS: Final = _COLUMNS["offers"]
_UNTIL_OFFERED: Final = _COLUMNS["whom"]
_PAY: Final = STRONG_CUES | WEAK_CUES | GROSS | NET
BETWEEN_NAMES: Final = (_COLUMNS["between"] | FLOOR_BEFORE | CAP_BEFORE) - _OF - _IS - _COSTS - _AT
"""Words that may be between a name and its amount."""
_NEUTRAL: Final = (
    _COLUMNS["neutral"]
    | PERIODS_BEFORE.keys()
    | PERIODS_STRICT.keys()
    | FILLERS
    | _PAY
    | _OFFERS
    | RENTS_OR_INCOMES
)
_PAY_PARTS: Final = tuple(
    """
    lohn löhn gehalt gehält verdienst vergüt entgelt einkommen einkünf besoldung salar salär loon lön løn lønn laun kaup sueldo
    retribu remun rémun inntekt indkomst inkomst inkomen câștig castig vencimento
    """.split()
)
"""Parts of words for pay that also occur in their inflected forms and compounds."""
_PAY_BEGINNINGS: Final = tuple(
    "verdien tjän tjen paga paie wage earning income nómina nòmina honor venit solde tarif taux".split()
)
"""The beginnings of words for pay whose letters also occur within other words."""
_HEADS: Final = (*PRICE_ENDINGS, *OTHER_MONEY_ENDINGS, "voordeel", "vorschuss", "steuer", "støtte", "stöd")
"""The ends of compounds that mean other money, whatever they begin with: loonkostenvoordeel."""
_SEPARATES: Final = lazy_pattern(r"[,:(/|]|\s[-–—]|[-–—]\s")
_STEPS: Final = 8  # words between a name and its amount, at most
_NEAR: Final = 2  # words between a verb and who pays
_OBJECT: Final = 3  # words that may say of whom or for what money is asked
_DIGITS: Final = 4  # of a year
_ME: Final = frozenset("me mir mi mij mig meg mnie mně мне мені îmi".split())
"""Words for somebody who tells of an offer that was made to them; a reward is offered to "you" instead."""
_QUALITIES: Final = frozenset("base départ depart partida partenza référence referencia referência".split())
"""Words after a name and "of" that only qualify the name: allocation de base."""


def names_other_money(window: str, words: Sequence[str]) -> Naming:
    """Return the kind of word that links a name other than pay to an amount; "" if there is no such name.

    Args:
        window: the text before the amount.
        words: its words and stops, in lower case.

    Examples:
        >>> for before in ("The fine is about ", "a grant of ", "The position is ", "Dublin, "):
        ...     print(repr(names_other_money(before, before.lower().split())))
        'is'
        'of'
        ''
        ''
    """
    if _is_asked_for(window, words):
        return "costs"
    naming: Naming = ""
    index = len(words) - 1
    last = max(-1, index - _STEPS)
    while index > last:
        word = words[index]
        if word in _COSTS:
            return "" if _is_separated(window, word) else "costs"
        if word in _IS:
            naming = "is"
        elif word in _OF:
            naming = "of" if naming != "is" else naming
        elif word in _AT:
            naming = naming or "at"
        elif is_quality(words, index):
            index -= 1  # allocation de base
        elif not (word in BETWEEN_NAMES or _is_year(word) or (word == "." and index)):
            break
        index -= 1
    if not naming or index <= last:
        return ""
    return naming if _is_other_name(words, index) and not _is_separated(window, words[index]) else ""


def is_quality(words: Sequence[str], index: int) -> bool:
    """Return whether a word only qualifies the noun before it: "allocation de base".

    Examples:
        >>> is_quality(["allocation", "de", "base"], 2), is_quality(["fixe", "de", "base"], 2)
        (True, False)
    """
    if words[index] not in _QUALITIES or index < _OBJECT - 1 or words[index - 1] not in _OF:
        return False
    return _is_other_name(words, index - 2)


def is_of_others(words: Sequence[str], index: int) -> bool:
    """Return whether the people next to a verb of paying or getting are not workers: "Mieter zahlen", "zahlen Eltern".

    Examples:
        >>> is_of_others(["parents", "now", "pay"], 2), is_of_others(["nurses", "get"], 1)
        (True, False)
        >>> is_of_others(["employers", "get"], 1), is_of_others(["employers", "pay"], 1)
        (True, False)
    """
    near = words[max(0, index - _NEAR) : index + _NEAR + 1]
    return not _OTHERS.isdisjoint(near) or (words[index] in _GET and not _EMPLOYERS.isdisjoint(near))


def _is_asked_for(window: str, words: Sequence[str]) -> bool:
    """Return whether a verb of charging, asking or spending leads to the amount: "charges clients", "du betaler"."""
    known = 0
    for index in range(len(words) - 1, max(-1, len(words) - 1 - _STEPS), -1):
        word = words[index]
        if word in _ASKS or (index and f"{words[index - 1]}_{word}" in _ASKS):
            return not _is_separated(window, word)
        if not word[0].isalpha() or is_title(words, index):
            return False
        known += word not in BETWEEN_NAMES
        if known > _OBJECT:
            return False
    return False


def _is_year(word: str) -> bool:
    """Return whether a word is a year: "lagen 2024 bei"."""
    return len(word) == _DIGITS and word.isdecimal() and word[:2] in ("19", "20")


def _is_other_name(words: Sequence[str], index: int) -> bool:
    """Return whether a word can name an amount that is not pay."""
    word = words[index]
    if len(word) == 1 or not word[0].isalpha() or word in _NEUTRAL or is_title(words, index):
        return False
    if word.endswith(_HEADS):
        return True  # loonkostenvoordeel
    return not (word.startswith(_PAY_BEGINNINGS) or any(part in word for part in _PAY_PARTS))


def _is_separated(window: str, name: str) -> bool:
    """Return whether a comma, a dash or the like separates a name from the amount, so that the amount belongs to something else."""
    return _SEPARATES.search(window.lower().rpartition(name)[2]) is not None


def offer_before(words: Sequence[str]) -> Offer:
    """Return which kind of word offers an amount, if only words for who offers it or to whom are between them: "wir bieten dir 3.000 €".

    "Tip a friend and get" and "the winner gets" are not offers of pay.

    Args:
        words: the words before the amount, in lower case.

    Examples:
        >>> offer_before(["wir", "bieten", "dir"]), offer_before(["workers", "earn"])
        ('pays', 'gets')
        >>> offer_before(["wir", "bieten", "rabatt"]), offer_before(["tip", "us", "and", "get"])
        ('', '')
    """
    for index, word in reversed(list(enumerate(words))):
        if word in _OFFERS:
            return _offered_by(words, index)
        if word in _JOB_OFFERS and index < len(words) - 1:
            return "job offer"
        if word not in _UNTIL_OFFERED and word not in BETWEEN_NAMES and word not in _OF and word not in _AT:
            return ""
    return ""


def _offered_by(words: Sequence[str], index: int) -> Offer:
    """Return which kind of verb offers an amount, by the words before the verb."""
    if not _ME.isdisjoint(words[max(0, index - 1) : index + 2]):
        return "gets"  # "they offered me"
    earlier = [word for word in words[:index] if word not in _UNTIL_OFFERED]
    if earlier and earlier[-1] in CONJUNCTIONS:
        return ""
    if earlier and earlier[0] in _AS and len(earlier) <= _OBJECT + 1:
        return "pays"  # "Als Lagerist verdienst du"
    if any(word not in _NEUTRAL and not is_title(earlier, at) for at, word in enumerate(earlier)):
        return ""
    return "pays" if words[index] in PAYS and not earlier else "gets"
