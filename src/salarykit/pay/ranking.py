"""Which of several amounts states the pay most clearly: base pay before additions to it, an amount before what follows it in brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.pay.bounds import CHANGED, is_former_level
from salarykit.pay.context import SURE
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.words import CUE_ENDINGS, FIXED_PAY, LINKERS, STRONG_CUES, VARIABLE_PAY, WEAK_CUES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salarykit.pay.candidate import Candidate

__all__ = ["ranked"]

_STOPS: Final = lazy_pattern(
    r"""
    [,;:/(|+•\n\d]
  | \s[-–—]
  | [.!?](?=\s|\Z)
  | \b(?:and|plus|und|et|y|e|en|with|mit|avec|con|incl|including|inkl|excluding)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What ends the words about an amount that come after it."""
_PARTS: Final = lazy_pattern(r"[,;/(|+•\n]|[.!?](?=\s)")
"""What separates the words about an amount that come before it from earlier ones."""
_WORD: Final = lazy_pattern(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AMOUNT: Final = lazy_pattern(r"\d\S{0,4}\s+\Z")  # an amount, to which the word after it belongs
_PLUS: Final = lazy_pattern(
    r"""
    \s\+ | \+(?=[^\W\d_])
  | \b(?:plus(?![ ]de\b)|zzgl|zuzüglich|más(?![ ]de\b)|più(?![ ]di\b)|sowie)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Signs and words that add to an amount; "plus de" and the like mean "more than"."""
_SENTENCE: Final = lazy_pattern(r"(?<!\d)[.!?;](?=\s)|\n")
_AROUND: Final = 40  # characters around an amount that are searched for a word for fixed or variable pay
_AFTER: Final = 3  # words after an amount that are read
_ADJACENT: Final = 120  # characters between an amount and an addition to it, at most
_MORE: Final = 4  # the weight that base pay gains: as much as a clear word for pay
_LESS: Final = 16  # the weight that an addition loses: more than any two candidates differ by


def ranked(text: str, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates that may state pay, the clearest first; of equals those with a sign, then the first.

    Examples:
        >>> from salarykit.pay.candidates import all_candidates
        >>> for text in ("OTE £70k, basic £45k", "8-10 LPA (senior 15-20 LPA)"):
        ...     print([text[slice(*each.first.span)] for each in ranked(text, all_candidates(text))])
        ['45', '70']
        ['8', '15']
    """
    free = [
        candidate
        for candidate in candidates
        if candidate.second or candidate.after.is_change or not candidate.is_excluded
    ]
    if len(free) < 2:  # noqa: PLR2004 - nothing to choose from
        return tuple(_with_cue_of_role(text, candidate) for candidate in free)
    weights: list[int] = []
    main: int | None = None
    for index, candidate in enumerate(free):
        role = _role(text, candidate, free[main] if main is not None else None)
        weights.append(candidate.weight + role.weight)
        if main is not None and _shares_cue(text, candidate, free[main]):
            weights[-1] -= 2 * candidate.cue
        if role.cue > candidate.cue and candidate.before.naming in ("", "at"):
            free[index] = candidate.with_cue(role.cue)
        if role.weight < 0:
            if main is not None and _is_shown_by(candidate, free[main]):
                free[main] = free[main].with_cue(1)
        elif candidate.has_sign or candidate.multiplier or not candidate.is_plain:
            main = index
    order = sorted(range(len(free)), key=lambda index: (-weights[index], not free[index].has_sign))
    return tuple(free[index] for index in order)


def _with_cue_of_role(text: str, candidate: Candidate) -> Candidate:
    """Return the only candidate of a text, with a cue for pay if it is called fixed: "£23,500 basic + car"."""
    if candidate.cue or candidate.is_excluded or candidate.before.naming not in ("", "at"):
        return candidate
    role = _role(text, candidate, None)
    return candidate.with_cue(role.cue) if role.cue else candidate


def _is_shown_by(addition: Candidate, main: Candidate) -> bool:
    """Return whether an addition near an amount shows that the amount is pay."""
    return not (main.cue or main.before.naming) and addition.start - main.end <= _AROUND


def _shares_cue(text: str, candidate: Candidate, main: Candidate) -> bool:
    """Return whether the word for pay before a candidate belongs to an amount between the two: "Lohn CHF 32, Halbtax CHF 190 im Jahr".

    It may also come after that amount: "15 € Stundenlohn, 6-14 Uhr", "2 400 € net, logement 250 €/mois".
    """
    if not main.has_sign or not candidate.before.cue or candidate.after.cue:
        return False
    is_after = main.before.cue < candidate.before.cue
    end = main.position[1] if is_after else main.end
    between = text[end : candidate.start]
    if not 0 < len(between) <= _ADJACENT:
        return False
    words = _WORD.findall(between.lower())
    if any(word in STRONG_CUES or word.endswith(CUE_ENDINGS) for word in words):
        return False
    return not is_after or WEAK_CUES.isdisjoint(words)


class _Role(NamedTuple):
    """What the role of a candidate adds to its weight, and the least cue that its words give it."""

    weight: int
    cue: int = 0


_ADDITION: Final = _Role(-_LESS)
_NONE: Final = _Role(0)


def _role(text: str, candidate: Candidate, main: Candidate | None) -> _Role:
    """Return the role of a candidate: base pay, an addition to it, an aside to the main candidate, or what pay was before it changed."""
    after, is_last = _word_after(text, candidate)
    before = _word_before(text, candidate)
    if after in FIXED_PAY:
        return _Role(_MORE, SURE if is_last else 1)
    if after in VARIABLE_PAY or before in VARIABLE_PAY:
        return _ADDITION
    if before in FIXED_PAY:
        return _Role(_MORE, 1)
    is_former = before in CHANGED and is_former_level(text, candidate.start)
    is_aside = is_former or (main is not None and _is_aside(text[main.end : candidate.start]))
    return _ADDITION if is_aside else _NONE


def _word_after(text: str, candidate: Candidate) -> tuple[str, bool]:
    """Return the word after an amount that says whether the amount is fixed or variable, and whether only a word for pay follows that."""
    start = candidate.position[1]
    tail = text[start : start + _AROUND]
    stop = _STOPS.search(tail)
    words = [word.lower() for word in _WORD.findall(tail[: stop.start()] if stop else tail)]
    for index, word in enumerate(words[:_AFTER]):
        if word in FIXED_PAY or word in VARIABLE_PAY:
            return word, all(more in STRONG_CUES or more in _PAY for more in words[index + 1 :])
    return "", False


def _word_before(text: str, candidate: Candidate) -> str:
    """Return the word before an amount that says whether it is fixed or variable; one right after another amount belongs to that amount."""
    head = _PARTS.split(text[max(0, candidate.start - _AROUND) : candidate.start])[-1]
    words: list[str] = [word.lower() for word in _WORD.findall(head)]
    while words and words[-1] in LINKERS:
        words.pop()
    if not words:
        return ""
    word = words[-1]
    if word in FIXED_PAY:
        start = list(_WORD.finditer(head))[len(words) - 1].start()
        return "" if _AMOUNT.search(head[:start]) else word
    return word


def _is_aside(between: str) -> bool:
    """Return whether the text between two amounts makes the second an aside: in brackets, or after a plus sign in the same sentence."""
    if len(between) > _ADJACENT:
        return False
    if between.rfind("(") > between.rfind(")"):
        return True
    plus = _PLUS.search(between)
    return plus is not None and not _SENTENCE.search(between, plus.end())


_PAY: Final = frozenset(["pay", "wage", "comp"])
