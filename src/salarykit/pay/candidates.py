"""The outline of a text: where amounts stand in it and what stands around them, whatever their digits are.

Nothing here looks at the value of a digit, so the outline belongs to the text's shape: `$00,000 - $00,000 per year`. Pay is
written in few shapes, so the outlines of short texts are kept, and a text of a known shape costs only its numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from salarykit.pay.candidate import Place, said_before
from salarykit.pay.cjk import has_wide
from salarykit.pay.normalise import is_compound, is_dirty
from salarykit.pay.patterns import common, endings, is_wide, money, prefixes, rare
from salarykit.pay.prefilter import lively_numbers
from salarykit.pay.ranges import is_label, join_ends
from salarykit.pay.ranking import ranked

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DIGITS", "alone", "candidates", "is_shaped", "outline", "plain_candidates"]

_WORD: Final = re.compile(r"[ \u00a0]{0,2}([^\W\d_]+)")
_PLAIN_SIGNS: Final = frozenset("$€£¥₹")
_KNOWN_SIGNS: Final = frozenset("€£¥₹–—•·…’‘“”")
_SPACES: Final = frozenset(" \u00a0\u202f\t:")
_GAP: Final = 4  # spaces between a currency and its number, a colon among them
_ALONE: Final = (1,)  # how long a currency is that has no letter of its own
_BELONGS: Final = frozenset("_#@=/\\")  # what a number after it is part of: a name, an address, an identifier
_SHORT: Final = 200  # signs of a text whose shape is kept
_SHAPES: Final = 8_192  # shapes that are kept
_MOST: Final = 2_000  # numbers of one text that are looked at: no posting has as many
_FEW_DIGITS: Final = 3  # of a number before another that may be no amount
_GLUED_PERIOD: Final = re.compile(r"(?:p ?/ ?[hdwma]|p[hdwa]|pcm|pm|hr)(?![^\W_])")
_TENTHS: Final = re.compile(r"\d\d?(?![\d.,'’]\d|\d)")
_MISTYPED: Final = re.compile(r";\d{3}(?!\d)")
DIGITS: Final = bytes.maketrans(b"123456789", b"000000000")
"""What makes a text its shape: noughts for its digits, in UTF-8."""


def candidates(text: str) -> tuple[Place, ...]:
    """Return the places where pay may be stated, the plainest first, the first of equals before the others.

    Examples:
        >>> [place.one for place in candidates("$5,000 bonus, $90,000 - $99,000; salary $95,000")]
        [(41, 47), (15, 21)]
    """
    if is_shaped(text):
        return _shape_candidates(text.encode("utf-8", "surrogatepass").translate(DIGITS))
    return ranked(text, outline(text, lively=True))


def plain_candidates(text: str) -> tuple[Place, ...] | None:
    """Return the candidates of a text that is kept by its shape and is read as it is written; None for any other text.

    Examples:
        >>> [place.one for place in plain_candidates("$95,000") or ()], plain_candidates("&pound;95,000")
        ([(1, 7)], None)
    """
    if is_shaped(text):
        return _plain_shape(text.encode("utf-8", "surrogatepass").translate(DIGITS))
    return None


def is_shaped(text: str) -> bool:
    """Return whether a text is kept by its shape: it is short, and none of its numbers is a name, as 401(k) is.

    Examples:
        >>> is_shaped("$120,000"), is_shaped("a 401(k) plan")
        (True, False)
    """
    return len(text) <= _SHORT and "401" not in text and "403" not in text


@lru_cache(maxsize=_SHAPES)
def _shape_candidates(shape: bytes) -> tuple[Place, ...]:
    text = shape.decode("utf-8", "surrogatepass")
    return ranked(text, outline(text))


@lru_cache(maxsize=_SHAPES)
def _plain_shape(shape: bytes) -> tuple[Place, ...] | None:
    text = shape.decode("utf-8", "surrogatepass")
    return None if is_dirty(text) or is_compound(text) else _shape_candidates(shape)


def outline(text: str, *, lively: bool = False) -> Iterator[Place]:
    """Yield where the amounts of a text stand, from left to right, the two ends of a range as one.

    Args:
        text: any text.
        lively: whether to pass over what cannot be pay: small bare numbers that nothing beside them makes money, most numbers
            of prose, and amounts that the words before them call other money.

    Examples:
        >>> [(place.one, place.two, place.signs) for place in outline("$120-150k, 5 years")]
        [((1, 4), (5, 8), (None, None, '', '$')), ((11, 12), None, (None, None))]
    """
    return join_ends(text, _one_by_one(text, lively=lively))


def _one_by_one(text: str, *, lively: bool, start: int = 0) -> Iterator[Place]:
    wide = has_wide(text)
    seen = 0
    for match in islice(_lively(text) if lively else common().finditer(text, start), _MOST):
        read = _read(text, match) if match.start() >= seen else None
        while read:
            place, seen, second = _placed(text, *read, wide=wide, lively=lively)
            if place:
                yield place
            read = _read(text, second) if second else None


def _placed(
    text: str, match: re.Match[str], pre: str | None, start: int, *, wide: bool, lively: bool
) -> tuple[Place | None, int, re.Match[str] | None]:
    """Return the place of an amount, where it ends, and the match of the second of two amounts that are no range."""
    if match[6] and is_label(text, match, pre, start):
        return None, match.start(4), common().match(text, match.start(6))
    before = said_before(text, start, wide=wide)
    if lively and before.guarded:
        return None, match.end(), None
    place = Place(text, match, pre, start, before, wide=wide)
    if place.two:
        if _differs(place):
            return place.first(text), match.start(4), common().match(text, match.start(6))
        if text.startswith(("%", " %"), match.end()):  # "$50,000 - 10 %" is no range
            place = place.first(text)
    return place, match.end(), None


def alone(text: str, place: Place) -> Place:
    """Return the place of the one amount of two that is pay where they are no range: the first, if it is no mere number.

    Examples:
        >>> [alone(text, next(outline(text))).one for text in ("3 - 25 400 €", "$16.80/hr ~ $34,000")]
        [(4, 10), (1, 6)]
    """
    if place.two is None or not place.is_bare or place.between:
        return place.first(text)
    if place.one[1] - place.one[0] > _FEW_DIGITS and not place.signs[2]:
        return place.first(text)
    return next(_one_by_one(text, lively=False, start=place.two[0]), None) or place.first(text)


def _differs(place: Place) -> bool:
    """Return whether the second amount of two is paid for another time than the first: `12/hr - 26,000 per year`."""
    return place.between is not None and place.after.period not in (None, place.between)


def _lively(text: str) -> Iterator[re.Match[str]]:
    for start in lively_numbers(text):
        match = common().match(text, start)
        if match:
            yield match


def _read(text: str, match: re.Match[str]) -> tuple[re.Match[str], str | None, int] | None:
    """Return the whole amount of which a match is the start, the currency before it, and where that begins; or None."""
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
        if _more_may_follow(text, end):
            match = money().match(text, match.start()) or match
            end = match.end()
        if end < len(text) and _glued(text, end):
            return None
    return match, pre, start


def _more_may_follow(text: str, end: int) -> bool:
    """Return whether what follows is something that only the whole pattern knows."""
    following = _WORD.match(text, end)
    if following:
        return not following[1].isascii() or following[1].lower() in rare()
    sign = text[end : end + 1] if text[end] not in _SPACES else text[end + 1 : end + 2]
    return not sign.isascii() and sign not in _KNOWN_SIGNS


def _glued(text: str, end: int) -> bool:
    """Return whether a letter follows at once that the number cannot end before: `2x`, `3rd`, `R2D2`."""
    letter = text[end]
    if letter == ";":
        return _MISTYPED.match(text, end) is not None
    if _GLUED_PERIOD.match(text, end):  # £18ph
        return False
    return letter.isalpha() and not is_wide(letter) and text[end - 1].isdigit()


def _before(text: str, start: int) -> tuple[str | None, int, bool]:
    """Return the currency before a number, where it begins, and whether only the whole pattern knows its like.

    Where the number is part of a word or an address, the place is -1.
    """
    nearest, earlier = text[start - 1], text[start - 2] if start > 1 else ""
    if nearest in ".,:" and earlier.isdigit():
        return None, -1, False
    if nearest in _PLAIN_SIGNS and not (earlier.isalpha() or earlier == " "):
        return nearest, start - 1, False
    if nearest.isalpha() or nearest in _SPACES or not nearest.isascii() or nearest in "./$-":
        sign, begin = _sign_before(text, start)
        if sign:
            return sign, begin, sign[-1] not in _PLAIN_SIGNS
    if nearest in ".," and _begins_with_point(text, start):
        return _before(text, start - 1) if start > 1 else (None, 0, False)
    inside = (nearest.isalpha() and not is_wide(nearest)) or nearest in _BELONGS
    return None, -1 if inside else start, False


def _begins_with_point(text: str, start: int) -> bool:
    """Return whether a number is what stands after a decimal sign alone: `$.50`, `,89 €`."""
    earlier = text[start - 2] if start > 1 else " "
    return _TENTHS.match(text, start) is not None and (earlier.isspace() or earlier in _PLAIN_SIGNS)


def _sign_before(text: str, start: int) -> tuple[str | None, int]:
    """Return the currency that ends before a position, the longest that is one, and where it begins."""
    end = start
    while end > 0 and start - end < _GAP and text[end - 1] in _SPACES:
        end -= 1
    known = prefixes()
    for length in endings().get(text[max(0, end - 2) : end], _ALONE):
        begin = end - length
        if begin >= 0 and text[begin:end] in known and not _inside_word(text, begin):
            return text[begin:end], begin
    return None, start


def _inside_word(text: str, begin: int) -> bool:
    """Return whether what begins here is the end of a longer word."""
    return begin > 0 and text[begin].isalpha() and text[begin - 1].isalpha() and not is_wide(text[begin - 1])
