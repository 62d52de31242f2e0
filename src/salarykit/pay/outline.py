"""The outline of a text: where amounts stand in it and what stands around them, whatever their digits are.

Nothing here looks at the value of a digit, so the outline belongs to the text's shape: `$00,000 - $00,000 per year`. Pay is
written in few shapes, so the outlines of short texts are kept, and a text of a known shape costs only its numbers.
"""

from __future__ import annotations

import re
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.pay.context import NOTHING, Context, look_after, look_before
from salarykit.pay.numbers import grouping
from salarykit.pay.patterns import before, common, is_wide, money, rare
from salarykit.pay.salaries import may_count_salaries
from salarykit.pay.wide import WIDE, look_wide_after, look_wide_before
from salarykit.pay.words import PERIODS_STRICT

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Place", "outline", "places"]

_WORD: Final = re.compile(r"[ \u00a0]{0,2}([^\W\d_]+)")
_PLAIN_SIGNS: Final = frozenset("$€£¥₹")
_SPACES: Final = frozenset(" \u00a0\u202f\t:")
_FAR: Final = 16  # signs in which a currency before a number is looked for
_BELONGS: Final = frozenset("_#@=/\\")  # what a number after it is part of: a name, an address, an identifier
_SHORT: Final = 200  # signs of a text whose shape is kept
_SHAPES: Final = 8_192  # shapes that are kept
_DIGITS: Final = bytes.maketrans(b"123456789", b"000000000")


class Place:
    """Where an amount stands, or two with a link between, and what stands around."""

    __slots__ = (
        "after",
        "alone",
        "before",
        "counts",
        "end",
        "grouping",
        "multipliers",
        "one",
        "period",
        "signs",
        "start",
        "two",
        "wide",
    )

    def __init__(self, text: str, match: re.Match[str], pre: str | None, start: int, *, wide: bool) -> None:
        multiplier, post, link, pre2, two, multiplier2, post2 = match.groups()[1:]
        self.one = match.span(1)
        self.two = match.span(6) if two else None
        self.multipliers: tuple[str | None, str | None] = (multiplier, multiplier2)
        self.grouping = grouping(match[1]), grouping(two) if two else None
        self.signs: tuple[str | None, ...] = (post2, post, pre2, pre) if two else (post, pre)
        self.alone: tuple[int, tuple[str | None, ...]] = (match.start(4) if two else match.end(), (post, pre))
        self.start, self.end, self.wide = start, match.end(), wide
        self.period = _slash(link) if link and ("/" in link or " per " in link) else None
        self.before = look_before(text, start) if start or wide else NOTHING
        if wide:
            look_wide_before(text, start, self.before)
        self.after = self.behind(text, self.end)
        self.counts = may_count_salaries(text, start, self.end)

    def behind(self, text: str, end: int) -> Context:
        """Return what the words after a place say."""
        found = look_after(text, end)
        if self.wide:
            look_wide_after(text, end, found)
        return found

    def first(self, text: str) -> Place:
        """Return the place of the first amount alone, where the second is none of its."""
        place = copy(self)
        place.two = place.period = None
        place.end, place.signs = self.alone
        place.multipliers = (self.multipliers[0], None)
        place.after = place.behind(text, place.end)
        return place


def _slash(link: str) -> str | None:
    """Return the period that stands between two amounts: `$50/hr - $60/hr`."""
    words = _WORD.findall(link)
    known = [PERIODS_STRICT[word.lower()] for word in words if word.lower() in PERIODS_STRICT]
    return known[-1] if known else None


def places(text: str) -> tuple[Place, ...]:
    """Return where the amounts of a text stand; a short text's by its shape.

    Examples:
        >>> [(place.one, place.two, place.signs) for place in places("$120-150k, 5 years")]
        [((1, 4), (5, 8), (None, None, '', '$')), ((11, 12), None, (None, None))]
    """
    if len(text) > _SHORT or "401" in text or "403" in text:  # 401(k) and 403(b) are names
        return tuple(outline(text))
    return _shape(text.encode("utf-8", "surrogatepass").translate(_DIGITS))


@lru_cache(maxsize=_SHAPES)
def _shape(shape: bytes) -> tuple[Place, ...]:
    return tuple(outline(shape.decode("utf-8", "surrogatepass")))


def outline(text: str) -> Iterator[Place]:
    """Yield where the amounts of a text stand, from left to right."""
    wide = not text.isascii() and WIDE.search(text) is not None
    seen = 0
    for match in common().finditer(text):
        if match.start() >= seen:
            place = _read(text, match, wide=wide)
            if place:
                seen = place.end
                if place.two and text.startswith(("%", " %"), place.end):  # "$50,000 - 10 %" is no range
                    place = place.first(text)
                yield place


def _read(text: str, match: re.Match[str], *, wide: bool) -> Place | None:
    start, end = match.span()
    pre = None
    if start:
        pre, begin, whole = _before(text, start)
        if pre is None and begin < 0:
            return None
        if whole:
            match = money().match(text, start) or match
            end = match.end()
        start = begin
    if end < len(text):
        following = _WORD.match(text, end)
        if following:
            if following[1].lower() in rare():
                match = money().match(text, match.start()) or match
                end = match.end()
            if end < len(text) and _glued(text, end):
                return None
    return Place(text, match, pre, start, wide=wide)


def _glued(text: str, end: int) -> bool:
    """Return whether a letter follows at once that the number cannot end before: `2x`, `3rd`, `R2D2`."""
    letter = text[end]
    return letter.isalpha() and not is_wide(letter) and text[end - 1].isdigit()


def _before(text: str, start: int) -> tuple[str | None, int, bool]:
    """Return the currency before a number, where it begins, and whether only the whole pattern knows its like.

    Where the number is part of a word or an address, the place is -1.
    """
    nearest = text[start - 1]
    if nearest in _PLAIN_SIGNS and (start == 1 or not text[start - 2].isalpha()):
        return nearest, start - 1, False
    if nearest.isalpha() or nearest in _SPACES or not nearest.isascii() or nearest in "./$-":
        hit = before().search(text, start - _FAR if start > _FAR else 0, start)
        if hit and not (
            hit.start()
            and text[hit.start() - 1].isalpha()
            and not is_wide(text[hit.start() - 1])
            and hit[1][0].isalpha()
        ):
            return hit[1], hit.start(1), hit[1][-1] not in _PLAIN_SIGNS
    if nearest.isalpha() and not is_wide(nearest):
        return None, -1, False
    if nearest in _BELONGS or (nearest in ".,:" and start > 1 and text[start - 2].isdigit()):
        return None, -1, False
    return None, start, False
