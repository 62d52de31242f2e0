"""What the words before an amount say about it."""
# More than 300 lines: the roles of words and what is done for each are in one place.

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.pay.amount_names import (
    BETWEEN_NAMES,
    PAY_OR_GET,
    is_of_others,
    is_quality,
    names_other_money,
)
from salarykit.pay.bounds import BOUNDING, bound_of_words
from salarykit.pay.changes import is_change_before
from salarykit.pay.context import ABBREVIATED, COMBINING, FAR, HAS_COMBINING, QUALIFIES, Context
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import (
    BENEFIT_STEMS,
    BENEFITS,
    LINKED_PRICES,
    PHRASE_ENDS,
    PREDICATES,
    PRICE_ENDINGS,
    PRICE_STEMS,
    PRICES,
    RENTS,
    RENTS_OR_INCOMES,
    TITLES,
    ends_phrase,
    is_place_of_work,
    is_right_before,
    is_title,
    names_a_price,
)
from salarykit.pay.period_label import ABBREVIATIONS, read_abbreviation, read_label
from salarykit.pay.period_words import (
    FOR_EACH,
    NOT_COUNTED,
    PAY_WORDS,
    PERIODS_BEFORE,
    PERIODS_STRICT,
    period_in_compound,
)
from salarykit.pay.unspaced import UNSPACED, words_before
from salarykit.pay.word_forms import without_particles
from salarykit.pay.words import (
    BENEFIT_KINDS,
    BETWEEN,
    CAP_BEFORE,
    CUE_ENDINGS,
    EXPENSE_BEGINNINGS,
    FLOOR_BEFORE,
    GROSS,
    LINKERS,
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

__all__ = ["read_before"]

_BELONGS: Final = 2  # words before a benefit that may hold a job title
_ORDINAL: Final = 1  # digits of the number of a year of training
_REACH: Final = 14  # words that are read before an amount
_BEFORE: Final = re.compile(r"[^\W\d_]+(?:['’&-][^\W\d_]+)*|[.;!?\n•|%]|\d+")
_BEFORE_IN_ASCII: Final = re.compile(r"[a-z]++(?:['&-][a-z]++)*+|[.;!?\n|%]|[0-9]++")
"""The same for a lower-case text in ASCII, in two thirds of the time."""
_BEFORE_COMBINING: Final = lazy_pattern(rf"(?:[^\W\d_]|{COMBINING})+|[.;!?\n•|%]|\d+")
_STOP: Final = re.compile(  # where reading ends, once a word was read
    r"[;!?\n•|]|\.(?!(?<=[ \u00a0]\d\.)[ \u00a0][^\W\d_])"
)
_MOST_UNKNOWN: Final = 2  # unknown words after a word that opens an amount: "from across Ireland - €15"
_RATES: Final = frozenset("rate rates wage wages ücret ücreti".split())
_NOUNS: Final = {
    "hour": "hour", "day": "day", "week": "week", "month": "month", "saat": "hour", "gün": "day", "hafta": "week", "ay": "month",
}  # fmt: skip
"""Nouns that state the period before "rate"."""
_OF_OTHERS: Final = {
    "income": frozenset("on once if when taxable household whose".split()),
    "pay": frozenset("students you you'll you'd".split()),
}
"""Words before "income" and "pay" that show that these mean other money."""
_LEADS_TO_PAGA: Final = frozenset("la una un della di con sua su mia buona alla nella minima oraria".split())
"""Words before the Italian noun "paga", which is a verb in Spanish and Portuguese."""
_STIPENDS: Final = frozenset(["stipend", "stipends"])
_TRAINEES: Final = frozenset(
    "internship intern interns trainee trainees apprentice apprentices fellowship phd doctoral the for".split()
)
"""Words before "stipend" in the label of a trainee's pay."""
_FEW: Final = 5  # words that may be no more than the name of what has a price
_UP_TO: Final = lazy_pattern(r"(?:\A|[,;:|(]|[-–—][ ])[ ]?[Tt]o[ ]\Z")
"""A "to" that begins a value in advertisements: "Welder, to £45k"."""

_IS: Final = frozenset(["is", "are", "was", "were"])
_RESTATING: Final = frozenset("equates equals equivalent equating works entspricht équivaut equivale".split())
"""Words after which an amount restates another one for another period: paid hourly, works out to $38,000."""

# The roles of a word before an amount, as bits; most words have none, and cost only one look-up.
(
    _STRONG,
    _WEAK,
    _OTHER_MONEY,
    _OTHER_MONEY_IF_LINKED,
    _PERIOD,
    _GROSS,
    _NET,
    _REFERENCE,
    _UNKNOWN_PERIOD,
    _RESTATES,
    _PRICE,
    _ENDS_PHRASE,
    _RATE,
    _RENT_OR_INCOME,
    _PAYING,
) = (1 << bit for bit in range(15))
_OF_A_PLACE: Final = _OTHER_MONEY_IF_LINKED | _OTHER_MONEY
_ROLES: Final[dict[str, int]] = {}
for _words, _role in (
    (STRONG_CUES | PAY_WORDS, _STRONG),
    (WEAK_CUES, _WEAK),
    (OTHER_MONEY | BENEFITS, _OTHER_MONEY),
    (PRICES, _PRICE),
    (PHRASE_ENDS, _ENDS_PHRASE),
    ((OTHER_MONEY_IF_LINKED | LINKED_PRICES) - PRICES, _OTHER_MONEY_IF_LINKED),
    (PERIODS_BEFORE, _PERIOD),
    (GROSS, _GROSS),
    (NET, _NET),
    (REFERENCES, _REFERENCE),
    (NOT_COUNTED, _UNKNOWN_PERIOD),
    (_RESTATING, _RESTATES),
    (_RATES, _RATE),
    (RENTS_OR_INCOMES, _RENT_OR_INCOME),
    (PAY_OR_GET, _PAYING),
):
    for _word in _words:
        _ROLES[_word] = _ROLES.get(_word, 0) | _role
_ENDINGS: Final = PERIODS_STRICT.keys() | FLOOR_BEFORE | CAP_BEFORE | BETWEEN | ABBREVIATIONS
_KEPT: Final = 16_384  # words whose roles are cached
_WINDOWS: Final = 4_096  # texts before amounts in the cache: the postings of a firm share most of their prose
_QUALIFIED_PAY: Final = frozenset(
    "package offer offering compensation pay payment remuneration vergütung compensación compensação ücret ücreti".split()
)
"""Words for pay that mean other money after a word for it: relocation package, travel compensation, sick pay."""


def read_before(text: str, start: int, *, cjk: bool = False) -> Context:
    """Return the meaning of the words before a position; several amounts may share it, so copy it before changing it.

    Args:
        text: any text.
        start: the position.
        cjk: whether Japanese, Chinese or Korean characters may overrule the words; if not, reading stops at a word for other money.

    Examples:
        >>> context = read_before("Monthly salary from ", 20)
        >>> context.cue, context.period, context.bound
        (2, 'month', 'floor')
    """
    first = start - FAR if start > FAR else 0
    context = _context_of(text[first:start], cjk)
    if first and context.unknown_period_at > 0:
        context = context.copy()
        context.unknown_period_at += first
    return context


@lru_cache(maxsize=_WINDOWS)
def _context_of(window: str, cjk: bool) -> Context:  # noqa: FBT001 - of a cache
    """Return what the words of a text before an amount say, as if it were the whole text; the result is cached and must not be changed."""
    words, context = _words_in(window), Context()
    if words and (words[-1] in _ENDINGS or (len(words) > 1 and words[-2] in FOR_EACH)):
        _read_ending(window, len(window), words, context)
    _read_words(window, words, context, cjk=cjk)
    if len(words) <= _FEW and not context.is_other_money and names_a_price(window, words):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False
    if words:
        context.is_change = is_change_before(words, BETWEEN_NAMES, STRONG_CUES)
    if words and words[-1] == "to" and not context.bound and _UP_TO.search(window):
        context.bound = "cap"
    if words and not context.cue and not context.is_other_money:
        context.naming = names_other_money(window, words)
    return context


def _read_words(window: str, words: Sequence[str], context: Context, *, cjk: bool) -> Context:
    """Add what words before a position say, the nearest first, back to where their sentence begins."""
    seen, unknown, reach = 0, 0, _REACH
    for index in range(len(words) - 1, -1, -1):
        word = words[index]
        if word in ".;!?\n•|":
            if word == "." and _is_ordinal(words, index):
                continue
            if seen or _ends_sentence(words, index):
                break
            continue
        seen += 1
        if seen > reach:
            break
        role = _role_of(word)
        if seen <= QUALIFIES:
            if word in BOUNDING and not context.bound and (unknown < _MOST_UNKNOWN or role & _STRONG):
                context.bound = (
                    bound_of_words(words, index) if not unknown or _qualifies(window, word) else ""
                )
            unknown += not role and word not in LINKERS
        if role:
            _read_word(window, words, index, role, context, seen)
            if context.is_other_money and not cjk:
                reach = QUALIFIES
    return context


def _qualifies(window: str, word: str) -> bool:
    """Return whether a word that may open the amount does: no comma is between them, as in "fotograf til bryllup, 2.000 kr."."""
    return "," not in window.lower().rpartition(word)[2]


def _read_word(window: str, words: Sequence[str], index: int, role: int, context: Context, seen: int) -> None:
    """Add what a word with a role says, given the words around it."""
    word, following = words[index], words[index + 1] if index + 1 < len(words) else ""
    role = _refined(role, words, index)
    if word in _STIPENDS and following in ("", "for") and _labels_stipend(window, words):
        role = role & ~_OTHER_MONEY | _WEAK
    if not following and role & _OF_A_PLACE and is_place_of_work(window, words):
        role &= ~(_OTHER_MONEY_IF_LINKED | (_OTHER_MONEY if word in RENTS else 0))
    if role & _PAYING and is_of_others(words, index):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False
    if role & (_PRICE | _ENDS_PHRASE):
        _read_price(window, words, index, role, context)
    if role & _RATE and index and context.period is None:  # day rate
        context.period = _NOUNS.get(words[index - 1])
    context.may_be_rent = context.may_be_rent or bool(role & _RENT_OR_INCOME)
    _apply_role(context, word, role, following, seen)


def _read_ending(text: str, start: int, words: Sequence[str], context: Context) -> None:
    """Add the period that the last words before a position say."""
    if words[-1] != ".":
        read_label(text, start, words, _is_cue, context)
    if context.period is None and words[-1] in _ENDINGS:
        read_abbreviation(text, start, _is_cue, context)


def _is_cue(word: str) -> bool:
    """Return whether a word before an amount points to pay."""
    return bool(_role_of(word) & (_STRONG | _WEAK | _GROSS | _NET))


def _words_in(before: str) -> Sequence[str]:
    """Return the words and stops before a position: those after the last stop, or all of them if no word comes after it."""
    before = before.lower()
    words = (
        _BEFORE_IN_ASCII
        if before.isascii()
        else _BEFORE
        if not HAS_COMBINING.search(before)
        else words_before()
        if UNSPACED.search(before)
        else _BEFORE_COMBINING
    )
    return words.findall(_STOP.split(before)[-1]) or words.findall(before)


def _ends_sentence(words: Sequence[str], index: int) -> bool:
    """Return whether a stop right before an amount separates it from the words before: the full stop of "approx." does not."""
    stop = words[index]
    return stop in ";!?" or (stop == "." and not (index and len(words[index - 1]) < ABBREVIATED))


def _is_ordinal(words: Sequence[str], index: int) -> bool:
    """Return whether a stop is that of a number that counts a noun: "im 1. Lehrjahr"."""
    if not 0 < index < len(words) - 1:
        return False
    return len(words[index - 1]) <= _ORDINAL and words[index - 1].isdigit() and words[index + 1].isalpha()


@lru_cache(maxsize=_KEPT)
def _role_of(word: str) -> int:
    """Return the role of a word, or of its ending: Germanic languages write "Tankgutschein" and "Zielgehalt" as one word."""
    role = _ROLES.get(word)
    if role:
        return role
    if word.endswith(OTHER_MONEY_ENDINGS) or word.startswith(OTHER_MONEY_BEGINNINGS):
        return _OTHER_MONEY
    if word.endswith(PRICE_ENDINGS):
        return _PRICE
    if word.endswith(CUE_ENDINGS):
        return _OTHER_MONEY if word.startswith(EXPENSE_BEGINNINGS) else _STRONG
    if word.startswith(BENEFIT_STEMS):
        return _OTHER_MONEY
    return _PRICE if word.startswith(PRICE_STEMS) else _role_of_form(word)


def _role_of_form(word: str) -> int:
    """Return the role of the word without its particles, or of both parts of "бруто-плата"."""
    first, _, last = word.partition("-")
    if last and first in GROSS | NET:
        return _ROLES.get(first, 0) | _ROLES.get(last, 0)
    return next((role for form in without_particles(word) if (role := _ROLES.get(form))), 0)


def _refined(role: int, words: Sequence[str], index: int) -> int:
    """Return the role of a word, given the words before it: a word for pay may mean a benefit, and a benefit may be part of a job title."""
    if words[index] == "tel" and index + 1 < len(words):  # Tel Aviv
        return role & ~_REFERENCE
    if words[index] in _QUALIFIED_PAY:
        role = _role_of_qualified(words, index)
    if role & (_STRONG | _WEAK):
        role = _without_cue(role, words, index)
    if index and words[index - 1] in _OF_OTHERS.get(words[index], ()):
        return _OTHER_MONEY  # "once income passes £27,295", "tenants pay $90 a month"
    if role & _OTHER_MONEY and any(
        is_title(words, near, english=False) and not (near and words[near - 1] in FOR_EACH)
        for near in range(max(0, index - _BELONGS), index)
    ):
        return role & ~_OTHER_MONEY  # "Auxiliar de ayuda a domicilio", but "pro Mitarbeiter investieren wir"
    return role


def _without_cue(role: int, words: Sequence[str], index: int) -> int:
    """Return the role of a word for pay, without its cue if it is a verb in another language, an adjective, or the name of a benefit."""
    word, earlier = words[index], words[index - 1] if index else ""
    if word == "paga" and earlier and earlier not in _LEADS_TO_PAGA:
        return role & ~_STRONG
    if word == "paid" and index > 1 and earlier in _IS:  # "sick pay is paid at"
        subject = _refined(_role_of(words[index - 2]), words, index - 2)
        return _OTHER_MONEY if subject == _OTHER_MONEY else role
    return role & ~_WEAK if is_quality(words, index) else role


def _labels_stipend(window: str, words: Sequence[str]) -> bool:
    """Return whether the last word is the label of a trainee's pay, with nothing before it but the kind of training."""
    return window.rstrip().endswith(":") and all(
        word in _TRAINEES or word in _STIPENDS or word in PERIODS_BEFORE for word in words
    )


def _role_of_qualified(words: Sequence[str], index: int) -> int:
    """Return the role of a word for pay; the word before it may turn it into one for other money."""
    earlier = words[index - 1] if index else ""
    return (
        _OTHER_MONEY
        if earlier in BENEFIT_KINDS or _role_of(earlier) & _OTHER_MONEY
        else _role_of(words[index])
    )


def _apply_role(context: Context, word: str, role: int, following: str, seen: int) -> None:
    """Add what the role of a word says; the words nearer to the amount have been read already."""
    if not context.is_other_money and not context.cue:
        context.is_other_money = _is_other_money(role, following, seen)
    if role & (_STRONG | _WEAK) and not context.is_other_money:
        strength = 2 if role & _STRONG else 1
        if strength > context.cue:
            context.cue = strength
            context.cue_is_near = strength == 2 and seen <= QUALIFIES  # noqa: PLR2004 - a plain cue
    if role & _RESTATES:
        context.is_restated = True
    if role & _PERIOD and context.period is None and not context.is_restated:
        context.period = PERIODS_BEFORE[word]
    elif role & _STRONG and not role & _PERIOD and context.period is None and word.endswith(CUE_ENDINGS):
        context.period = period_in_compound(word)
    if role & (_GROSS | _NET) and context.gross is None:
        context.gross = bool(role & _GROSS)
    if role & _UNKNOWN_PERIOD:
        context.unknown_period_at = max(context.unknown_period_at, 0)


def _read_price(window: str, words: Sequence[str], index: int, role: int, context: Context) -> None:
    """Mark the amount as other money if a word for a price, a rent and the like is right before it."""
    if context.is_other_money or not (role & _PRICE or ends_phrase(words, index)):
        return
    if any(_role_of(word) & (_STRONG | _WEAK) and word not in PERIODS_BEFORE for word in words[index + 1 :]):
        return
    if is_right_before(window, words, index):
        context.is_other_money, context.cue, context.cue_is_near = True, 0, False


def _is_other_money(role: int, following: str, seen: int) -> bool:
    """Return whether a word before an amount says that the amount is other money."""
    if role & _OTHER_MONEY:
        return following not in TITLES
    if role & _REFERENCE:
        return seen <= QUALIFIES and following not in TITLES and not following.isdigit()
    return bool(role & _OTHER_MONEY_IF_LINKED) and (
        not following or following in LINKERS or following in PREDICATES
    )
