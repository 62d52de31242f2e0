"""The role of a word before an amount, by itself and among others: it points to pay, names other money, states a period, and so on.

A word may have several roles at once, so a role is a sum of bits. Most words have none, and cost only one look-up.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.pay.amount_names import PAY_OR_GET, is_quality
from salarykit.pay.language_words import PAY_PHRASES
from salarykit.pay.other_money import (
    BENEFIT_STEMS,
    BENEFITS,
    LINKED_PRICES,
    PHRASE_ENDS,
    PRICE_ENDINGS,
    PRICE_STEMS,
    PRICES,
    RENTS,
    RENTS_OR_INCOMES,
    is_place_of_work,
    is_title,
)
from salarykit.pay.period_words import FOR_EACH, NOT_COUNTED, PAY_WORDS, PERIODS_BEFORE
from salarykit.pay.word_forms import without_particles
from salarykit.pay.words import (
    BENEFIT_KINDS,
    CUE_ENDINGS,
    EXPENSE_BEGINNINGS,
    GROSS,
    NET,
    OTHER_MONEY,
    OTHER_MONEY_BEGINNINGS,
    OTHER_MONEY_ENDINGS,
    OTHER_MONEY_IF_LINKED,
    REFERENCES,
    STRONG_CUES,
    WEAK_CUES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ENDS_PHRASE",
    "IS_GROSS",
    "IS_NET",
    "IS_OTHER_MONEY",
    "IS_OTHER_MONEY_IF_LINKED",
    "IS_PAYING",
    "IS_PERIOD",
    "IS_PRICE",
    "IS_RATE",
    "IS_REFERENCE",
    "IS_RENT_OR_INCOME",
    "IS_STRONG",
    "IS_UNKNOWN_PERIOD",
    "IS_WEAK",
    "RESTATES",
    "is_cue",
    "role_of",
    "role_within",
]

_RATES: Final = frozenset("rate rates wage wages ücret ücreti".split())
_OF_OTHERS: Final = {
    "income": frozenset("on once if when taxable household whose".split()),
    "pay": frozenset("students you you'll you'd".split()),
}
"""Words before "income" and "pay" that show that these mean other money."""
_LEADS_TO_PAGA: Final = frozenset("la una un della di con sua su mia buona alla nella minima oraria".split())
"""Words before the Italian noun "paga", which is a verb in Spanish and Portuguese."""
_RUSSIAN_ADJECTIVES: Final = ("ая", "ой", "ую", "ська", "ську")
_OF_WORK: Final = ("зараб", "зароб")
"""The beginnings of "wage" before the Russian and Ukrainian noun "плата", which is pay by itself in Serbian and Macedonian only."""
_STIPENDS: Final = frozenset(["stipend", "stipends"])
_TRAINEES: Final = frozenset(
    "internship intern interns trainee trainees apprentice apprentices fellowship phd doctoral the for".split()
)
"""Words before "stipend" in the label of a trainee's pay."""
_IS: Final = frozenset(["is", "are", "was", "were"])
_RESTATING: Final = frozenset("equates equals equivalent equating works entspricht équivaut equivale".split())
"""Words after which an amount restates another one for another period: paid hourly, works out to $38,000."""
_QUALIFIED_PAY: Final = frozenset(
    "package offer offering compensation pay payment remuneration vergütung compensación compensação ücret ücreti".split()
)
"""Words for pay that mean other money if a word for a benefit is before them: relocation package, travel compensation, sick pay."""
_BELONGS: Final = 2  # words before a benefit that may include a job title
_KEPT: Final = 16_384  # words whose roles are cached

# The bits of a role.
(
    IS_STRONG,
    IS_WEAK,
    IS_OTHER_MONEY,
    IS_OTHER_MONEY_IF_LINKED,
    IS_PERIOD,
    IS_GROSS,
    IS_NET,
    IS_REFERENCE,
    IS_UNKNOWN_PERIOD,
    RESTATES,
    IS_PRICE,
    ENDS_PHRASE,
    IS_RATE,
    IS_RENT_OR_INCOME,
    IS_PAYING,
) = (1 << bit for bit in range(15))
_OF_A_PLACE: Final = IS_OTHER_MONEY_IF_LINKED | IS_OTHER_MONEY
_ROLES: Final[dict[str, int]] = {}
for _words, _role in (
    (STRONG_CUES | PAY_WORDS, IS_STRONG),
    (WEAK_CUES, IS_WEAK),
    (OTHER_MONEY | BENEFITS, IS_OTHER_MONEY),
    (PRICES, IS_PRICE),
    (PHRASE_ENDS | {phrase.rpartition("_")[2] for phrase in PAY_PHRASES}, ENDS_PHRASE),
    ((OTHER_MONEY_IF_LINKED | LINKED_PRICES) - PRICES, IS_OTHER_MONEY_IF_LINKED),
    (PERIODS_BEFORE, IS_PERIOD),
    (GROSS, IS_GROSS),
    (NET, IS_NET),
    (REFERENCES, IS_REFERENCE),
    (NOT_COUNTED, IS_UNKNOWN_PERIOD),
    (_RESTATING, RESTATES),
    (_RATES, IS_RATE),
    (RENTS_OR_INCOMES, IS_RENT_OR_INCOME),
    (PAY_OR_GET, IS_PAYING),
):
    for _word in _words:
        _ROLES[_word] = _ROLES.get(_word, 0) | _role


@lru_cache(maxsize=_KEPT)
def role_of(word: str) -> int:
    """Return the role of a word, or of its ending: Germanic languages write "Tankgutschein" and "Zielgehalt" as one word.

    Examples:
        >>> [role_of(word) == IS_OTHER_MONEY for word in ("tankgutschein", "zielgehalt")]
        [True, False]
    """
    role = _ROLES.get(word)
    if role:
        return role
    if word.endswith(OTHER_MONEY_ENDINGS) or word.startswith(OTHER_MONEY_BEGINNINGS):
        return IS_OTHER_MONEY
    if word.endswith(PRICE_ENDINGS):
        return IS_PRICE
    if word.endswith(CUE_ENDINGS):
        return IS_OTHER_MONEY if word.startswith(EXPENSE_BEGINNINGS) else IS_STRONG
    if word.startswith(BENEFIT_STEMS):
        return IS_OTHER_MONEY
    return IS_PRICE if word.startswith(PRICE_STEMS) else _role_of_form(word)


def _role_of_form(word: str) -> int:
    """Return the role of the word without its particles, or of both parts of "бруто-плата"."""
    first, _, last = word.partition("-")
    if last and first in GROSS | NET:
        return _ROLES.get(first, 0) | _ROLES.get(last, 0)
    return next((role for form in without_particles(word) if (role := _ROLES.get(form))), 0)


def is_cue(word: str) -> bool:
    """Return whether a word before an amount points to pay.

    Examples:
        >>> is_cue("salary"), is_cue("gross"), is_cue("rent")
        (True, True, False)
    """
    return bool(role_of(word) & (IS_STRONG | IS_WEAK | IS_GROSS | IS_NET))


def role_within(window: str, words: Sequence[str], index: int, role: int) -> int:
    """Return the role of a word among the words around it, given its role by itself.

    Args:
        window: the text before the amount.
        words: its words and stops, in lower case.
        index: the index of the word.
        role: its role by itself.

    Examples:
        >>> for before in ("sick pay ", "base pay "):
        ...     words = before.split()
        ...     print(bool(role_within(before, words, 1, role_of("pay")) & IS_OTHER_MONEY))
        True
        False
    """
    word, following = words[index], words[index + 1] if index + 1 < len(words) else ""
    role = _refined(role, words, index)
    if role & ENDS_PHRASE and index and f"{words[index - 1]}_{word}" in PAY_PHRASES:  # "thu nhập"
        role |= IS_STRONG
    if word in _STIPENDS and following in ("", "for") and _labels_stipend(window, words):
        role = role & ~IS_OTHER_MONEY | IS_WEAK
    if not following and role & _OF_A_PLACE and is_place_of_work(window, words):
        role &= ~(IS_OTHER_MONEY_IF_LINKED | (IS_OTHER_MONEY if word in RENTS else 0))
    return role


def _refined(role: int, words: Sequence[str], index: int) -> int:
    """Return the role of a word, given the words before it: a word for pay may mean a benefit, and a benefit may be part of a job title."""
    if words[index] == "tel" and index + 1 < len(words):  # Tel Aviv
        return role & ~IS_REFERENCE
    if words[index] in _QUALIFIED_PAY:
        role = _role_of_qualified(words, index)
    if role & (IS_STRONG | IS_WEAK):
        role = _without_cue(role, words, index)
    if index and words[index - 1] in _OF_OTHERS.get(words[index], ()):
        return IS_OTHER_MONEY  # "once income passes £27,295", "tenants pay $90 a month"
    if role & IS_OTHER_MONEY and any(
        is_title(words, near, english=False) and not (near and words[near - 1] in FOR_EACH)
        for near in range(max(0, index - _BELONGS), index)
    ):
        # "Auxiliar de ayuda a domicilio", but "pro Mitarbeiter investieren wir"
        return role & ~IS_OTHER_MONEY
    return role


def _without_cue(role: int, words: Sequence[str], index: int) -> int:
    """Return the role of a word for pay, without its cue if it is a verb in another language, an adjective, or the name of a benefit."""
    word, earlier = words[index], words[index - 1] if index else ""
    if word == "paga" and earlier and earlier not in _LEADS_TO_PAGA:
        return role & ~IS_STRONG
    if word == "плата" and earlier.endswith(_RUSSIAN_ADJECTIVES) and not earlier.startswith(_OF_WORK):
        return IS_OTHER_MONEY
    if word == "paid" and index > 1 and earlier in _IS:  # "sick pay is paid at"
        subject = _refined(role_of(words[index - 2]), words, index - 2)
        return IS_OTHER_MONEY if subject == IS_OTHER_MONEY else role
    return role & ~IS_WEAK if is_quality(words, index) else role


def _labels_stipend(window: str, words: Sequence[str]) -> bool:
    """Return whether the last word is the label of a trainee's pay, with nothing before it but the kind of training."""
    return window.rstrip().endswith(":") and all(
        word in _TRAINEES or word in _STIPENDS or word in PERIODS_BEFORE for word in words
    )


def _role_of_qualified(words: Sequence[str], index: int) -> int:
    """Return the role of a word for pay; the word before it may turn it into one for other money."""
    earlier = words[index - 1] if index else ""
    return (
        IS_OTHER_MONEY
        if earlier in BENEFIT_KINDS or role_of(earlier) & IS_OTHER_MONEY
        else role_of(words[index])
    )
