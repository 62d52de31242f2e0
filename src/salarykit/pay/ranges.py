"""Which two amounts of a text are the ends of one range, and which are merely next to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES
from salarykit.pay.bounds import bound_of_name, case_ending
from salarykit.pay.build_candidate import join
from salarykit.pay.cjk import is_unspaced
from salarykit.pay.currency_signs import has_sign, may_be_same_currency
from salarykit.pay.language_words import BETWEEN_AFTER, BETWEEN_BEFORE, TO
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_words import FOR_EACH, OFTEN_EACH, PERIODS_BEFORE, PERIODS_STRICT
from salarykit.pay.words import (
    BETWEEN,
    CAP_BEFORE,
    CJK_CUES,
    CONJUNCTIONS,
    FIXED_PAY,
    FLOOR_BEFORE,
    GRADES,
    GROSS,
    NET,
    REFERENCES,
    STRONG_CUES,
    VARIABLE_PAY,
    WEAK_CUES,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from salarykit.pay.candidate import Candidate
    from salarykit.pay.patterns import Written

__all__ = ["are_slashed_ends", "is_label", "join_ends"]

_LABEL_DIGITS: Final = 4  # digits of a number in a label, at most: Step 1, Grade 12, May 2025
_HUNDREDS: Final = 3  # digits of each end around a slash, at least, unless a multiplier follows
_NEAR: Final = 24  # characters before an amount that are searched for the word before it
_GAP: Final = 72  # characters between two ends, at most
_LAST_WORD: Final = lazy_pattern(r"([^\W\d_]+)\.?[ \u00a0:#-]{0,2}\Z")
_LAST_WORDS: Final = lazy_pattern(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_TOKEN: Final = lazy_pattern(r"[至到]|から|부터|에서|ל[-־]|[^\W\d_]+(?:['’.-][^\W\d_]+)*'?|[^\w\s]")
_LINK_WORDS: Final = frozenset(
    "to through till til bis à a tot do až до la hingga sampai đến tới עד fins".split()
).union(TO)
_LINK_SIGNS: Final = frozenset("- – — − ~ 〜 ～ ∼ … 至 到 から 부터 에서".split())
_UNITS: Final = (
    PERIODS_STRICT.keys()
    | PERIODS_BEFORE.keys()
    | FOR_EACH
    | OFTEN_EACH
    | GROSS
    | NET
    | frozenset("( ) . на руки up before tax taxes".split())
    | frozenset(code.lower() for code in CODES)
)
"""What may be between the first end and the link: a period, gross or net, a code."""
_BOUNDS: Final = (
    FLOOR_BEFORE | CAP_BEFORE | frozenset("no not more less than at most a al au as las los du la de".split())
)
_OPENERS: Final = (
    frozenset(": ( of de van d' zu do".split())
    | _BOUNDS
    | STRONG_CUES
    | WEAK_CUES
    | CJK_CUES.keys()
    | {"월급", "월"}
) - (VARIABLE_PAY | FIXED_PAY)
"""What may be between the link and the second end: a word such as "up to", a word for pay."""
_BETWEEN_BOUNDS: Final = (
    _UNITS | _OPENERS | CONJUNCTIONS | _LINK_WORDS | _LINK_SIGNS | frozenset(", / ; | & range".split())
)
"""What may be between a minimum and a maximum."""


def is_label(text: str, amount: Written, sign: str | None, start: int) -> bool:
    """Return whether the first number of two is part of a label, and not the end of a range: `Step 1 - $88,520`, `NIVEAU 3 - 2 400 €`.

    Such a number has neither a sign nor a multiplier of its own, and comes before a sign or after a word that takes a number.

    Args:
        text: any text.
        amount: two numbers in it.
        sign: the currency before the first number.
        start: where the first number begins.
    """
    if sign and not (sign.isalpha() and sign.isupper()):
        return False
    first = amount.first
    number = text[first.start : first.end]
    if first.multiplier or first.sign_after or not number.isdecimal():
        return False
    if sign:  # IR35 - £450
        other = amount.sign_between
        is_name = bool(other) and start + len(sign) == first.start
        return is_name and not (has_sign((sign,)) and may_be_same_currency((sign,), (other,)))
    match = _LAST_WORD.search(text, max(0, start - _NEAR), start)
    word = match[1].lower() if match else ""
    if word in REFERENCES:
        return True
    if len(number) > _LABEL_DIGITS:
        return False
    has_word = any(letter.isalpha() or letter == "/" for letter in amount.link)
    return word in GRADES or (bool(amount.sign_between) and not has_word)


def are_slashed_ends(text: str, amount: Written, sign: str | None) -> bool:
    """Return whether a slash between two numbers links the ends of a range: `30.000/35.000 €`, but neither `24/7` nor a date.

    They share one sign or multiplier, and have the same number of digits; the first may have one digit less.

    Args:
        text: any text.
        amount: two numbers in it with a slash between them.
        sign: the currency before the first number.
    """
    first, second = amount.first, amount.second
    if second is None or second.sign_before or not (sign or second.sign_after or second.multiplier):
        return False
    if text[amount.end : amount.end + 1] == "/" and text[amount.end + 1 : amount.end + 2].isdigit():
        return False
    one, other = (sum(map(str.isdigit, text[figure.start : figure.end])) for figure in (first, second))
    return one <= other <= one + (one >= _HUNDREDS) and (one >= _HUNDREDS or second.multiplier is not None)


def _says_between(text: str, start: int) -> bool:
    """Return whether a word before an amount, such as "between", says that another follows as the end of a range.

    Examples:
        >>> _says_between("between $20 and $25", 8), _says_between("$20 and $25", 0)
        (True, False)
    """
    words = _LAST_WORDS.findall(text[max(0, start - _NEAR) : start].lower())
    return not BETWEEN.isdisjoint(words[-2:])


def _joins(text: str, word: str, start: int, end: int) -> bool:
    """Return whether a word joins the two ends of a range: it means "and", and a word such as "between" is before or after them.

    Args:
        text: any text.
        word: a word between two amounts.
        start: where the first amount begins.
        end: where the second amount ends.

    Examples:
        >>> _joins("between $20 and $25", "and", 8, 19), _joins("$20 and $25", "and", 0, 11)
        (True, False)
        >>> _joins("20 és 25 Ft között", "és", 0, 11), _joins("20 és 25 Ft", "és", 0, 11)
        (True, False)
    """
    if word not in CONJUNCTIONS and word not in BETWEEN_BEFORE:
        return False
    before = text[max(0, start - _NEAR) : start].lower().rstrip()
    words = _LAST_WORDS.findall(before)[-2:]
    if word in CONJUNCTIONS and _says_between(text, start):
        return True
    between = BETWEEN_BEFORE.get(word, ())
    if any(one in words or (is_unspaced(one) and before.endswith(one)) for one in between):
        return True
    return text[end : end + _NEAR].lower().lstrip().startswith(tuple(BETWEEN_AFTER.get(word, ())))


def join_ends(text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield candidates, and two neighbours as one if they are the ends of a range: `£25k pa - £30k pa`, `minimum £20, maximum £25`.

    Examples:
        >>> from salarykit.pay.candidates import all_candidates
        >>> [candidate.position for candidate in all_candidates("£25k pa - £30k pa, 5 days")]
        [(0, 17), (19, 20)]
    """
    previous: Candidate | None = None
    for candidate in candidates:
        if previous is not None:
            if _are_ends(text, previous, candidate):
                yield join(text, previous, candidate)
                previous = None
                continue
            yield previous
        previous = candidate
    if previous is not None:
        yield previous


def _are_ends(text: str, first: Candidate, last: Candidate) -> bool:
    """Return whether two neighbouring numbers are the ends of one range: only a link and units are between them."""
    if first.second or last.second or last.start - first.end > _GAP:
        return False
    if (
        first.is_excluded
        or last.is_excluded
        or (first.period and last.period_after and first.period != last.period_after)
    ):
        return False
    if not may_be_same_currency(first.signs, last.signs):
        return False
    tokens = [
        token.replace(".", "") or token for token in _TOKEN.findall(text[first.end : last.start].lower())
    ]
    if first.bound == "floor" and _joins_by_case(text, first, last, tokens):
        return True
    if first.before.bound == "floor" and last.before.bound == "cap":
        return all(token in _BETWEEN_BOUNDS for token in tokens)
    joining = next((token for token in tokens if _joins(text, token, first.start, last.end)), None)
    is_label = joining is None and _may_be_label(first, last) and not _says_between(text, first.start)
    return not is_label and _links(tokens, joining)


def _joins_by_case(text: str, first: Candidate, last: Candidate, tokens: list[str]) -> bool:
    """Return whether case endings mark two ends of a range: 1200 ლარიდან 1500 ლარამდე, 900-დან 1200 ლარამდე, 900 Ft-tól 1200 Ft-ig."""
    if not tokens and bound_of_name(first.next_sign) == "floor":
        return True
    ending = case_ending(text, first.end)
    if ending is None or ending[0] != "floor" or not (last.bound == "cap" or any(last.signs)):
        return False
    return all(token in _OPENERS for token in _TOKEN.findall(text[ending[1] : last.start].lower()))


def _may_be_label(first: Candidate, last: Candidate) -> bool:
    """Return whether the first number of two may be part of a label: it is bare, and a sign is before the second."""
    return first.first.is_bare and last.signs[-1] is not None


def _links(tokens: list[str], joining: str | None) -> bool:
    """Return whether the words between two amounts are only units, a link and words that may begin the second.

    Args:
        tokens: words and other characters, in lower case.
        joining: the word for "and" that is a link as well.
    """
    for index, token in enumerate(tokens):
        if (token in _LINK_WORDS or token in _LINK_SIGNS or token == joining) and all(
            opener in _OPENERS for opener in tokens[index + 1 :]
        ):
            return True
        if token not in _UNITS:
            return False
    return False
