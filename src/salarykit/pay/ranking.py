"""Which of several amounts states the pay most plainly: base pay before what is added to it, the text before its brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.words import ADDED_PAY, FIXED_PAY, LINKERS, STRONG_CUES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from salarykit.pay.candidate import Place

__all__ = ["ranked"]

_STOPS: Final = re.compile(
    r"[,;:/(|+•\n\d]|\s[-–—]|[.!?](?=\s|\Z)|\b(?:and|plus|und|et|y|e|en|with|mit|avec|con|incl|including|inkl|excluding)\b",
    re.IGNORECASE,
)
"""What ends the words about an amount after it."""
_PARTS: Final = re.compile(r"[,;/(|+•\n]|[.!?](?=\s)")
"""What begins the words about an amount before it."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_OWN: Final = re.compile(r"\d\S{0,4}\s+\Z")  # an amount, whose own the word after it is
_PLUS: Final = re.compile(
    r"\s\+|\+(?=[^\W\d_])|\b(?:plus(?! de\b)|zzgl|zuzüglich|más(?! de\b)|più(?! di\b)|sowie)\b", re.IGNORECASE
)
_SENTENCE: Final = re.compile(r"(?<!\d)[.!?;](?=\s)|\n")
_AROUND: Final = 40  # characters around an amount in which the word for it is looked for
_AFTER: Final = 3  # words after it
_BESIDE: Final = 120  # characters from an amount to what is added to it
_MORE: Final = 4  # as much as a plain word of pay
_LESS: Final = 16  # more than any two places are apart
_SURE: Final = 2  # a word that means pay and nothing else


def ranked(text: str, found: Iterable[Place]) -> tuple[Place, ...]:
    """Return the places that may state pay, the plainest first; of equals those with a sign, then the first.

    Examples:
        >>> from salarykit.pay.candidates import outline
        >>> for text in ("OTE £70k, basic £45k", "8-10 LPA (senior 15-20 LPA)"):
        ...     print([text[slice(*place.one)] for place in ranked(text, outline(text))])
        ['45', '70']
        ['8', '15']
    """
    free = [place for place in found if place.two or not place.barred]
    if len(free) < 2:  # noqa: PLR2004 - nothing to choose from
        return tuple(free)
    weights: list[int] = []
    main: Place | None = None
    for place in free:
        role = _role(text, place, main)
        weights.append(place.weight + role)
        if role < 0 and main is not None and place.start - main.end <= _AROUND:
            main.cue = main.cue or 1  # what something is added to is pay
        if role >= 0 and (place.sign or place.multiplier or not place.plain):
            main = place
    order = sorted(range(len(free)), key=lambda index: (-weights[index], not free[index].sign))
    return tuple(free[index] for index in order)


def _role(text: str, place: Place, main: Place | None) -> int:
    """Return what is added to the weight of a place for base pay, and taken from it for what stands on top or aside."""
    after, last = _said_after(text, place)
    before = _said_before(text, place)
    if after in FIXED_PAY:
        place.cue = _SURE if last else place.cue or 1
        return _MORE
    if after in ADDED_PAY or before in ADDED_PAY:
        return -_LESS
    if before in FIXED_PAY:
        place.cue = place.cue or 1
        return _MORE
    return -_LESS if main is not None and _is_aside(text[main.end : place.start]) else 0


def _said_after(text: str, place: Place) -> tuple[str, bool]:
    """Return the word after an amount that says whether it is fixed, and whether nothing but a word of pay follows it."""
    start = place.position[1]
    tail = text[start : start + _AROUND]
    stop = _STOPS.search(tail)
    words = [word.lower() for word in _WORD.findall(tail[: stop.start()] if stop else tail)]
    for index, word in enumerate(words[:_AFTER]):
        if word in FIXED_PAY or word in ADDED_PAY:
            return word, all(more in STRONG_CUES or more in _PAY for more in words[index + 1 :])
    return "", False


def _said_before(text: str, place: Place) -> str:
    """Return the word before an amount that says whether it is fixed; one right after another amount is that one's."""
    head = _PARTS.split(text[max(0, place.start - _AROUND) : place.start])[-1]
    for found in reversed(list(_WORD.finditer(head))):
        word = found[0].lower()
        if word not in LINKERS:
            own = word in FIXED_PAY and _OWN.search(head[: found.start()]) is not None
            return "" if own else word
    return ""


def _is_aside(between: str) -> bool:
    """Return whether what follows some text stands in brackets that it opens, or is added by a plus sign in its sentence."""
    if len(between) > _BESIDE:
        return False
    if between.rfind("(") > between.rfind(")"):
        return True
    plus = _PLUS.search(between)
    return plus is not None and not _SENTENCE.search(between, plus.end())


_PAY: Final = frozenset(["pay", "wage", "comp"])
