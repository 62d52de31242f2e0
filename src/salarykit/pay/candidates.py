"""`candidates`: the places in a text that may state pay, the likeliest first.

Nothing here looks at the value of a digit, so candidates belong to a text's shape: `$00,000 - $00,000 per year`. Pay is written in
few shapes, so the candidates of short texts are cached by shape; of a text of a known shape, only the numbers are read.
"""
# A little over 300 lines: the search of short texts, which are cached, and that of long ones share all of its steps.

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, repeat
from typing import TYPE_CHECKING, Final

from salarykit.pay.bounds import is_former_level
from salarykit.pay.build_candidate import candidate_of, read_context_before, without_second
from salarykit.pay.cjk import has_cjk, is_unspaced
from salarykit.pay.compound_numbers import has_compound_number
from salarykit.pay.currency_names import sign_endings, signs_before
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.normalise import needs_normalising
from salarykit.pay.patterns import (
    everyday_amounts,
    match_amount,
    written,
)
from salarykit.pay.prefilter import plausible_numbers, rare_words
from salarykit.pay.ranges import are_slashed_ends, is_label, join_ends
from salarykit.pay.ranking import ranked
from salarykit.pay.word_forms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.pay.candidate import Candidate
    from salarykit.pay.patterns import Written

__all__ = [
    "DIGITS",
    "all_candidates",
    "candidates",
    "candidates_of_shape",
    "is_shaped",
    "only_pay_of_two",
    "plain_candidates",
]

_WORD: Final = re.compile(r"[ \u00a0]{0,2}([^\W\d_]+)")
_PLAIN_SIGNS: Final = frozenset("$€£¥₹")
_KNOWN_SIGNS: Final = frozenset("€£¥₹–—•·…’‘“”")
_SPACES: Final = frozenset(" \u00a0\u202f\t:")
_PUNCTUATION: Final = frozenset(".,!?()/%+-\n")  # what neither a word nor a currency begins with
_GAP: Final = 4  # spaces and colons between a currency and its number, at most
_ALONE: Final = (1,)  # the length of a currency that is a single character
_NAME_SIGNS: Final = frozenset("_#@=/\\")  # a number after one of these is part of a name or an identifier
_SHORT: Final = 200  # characters of a text whose shape is cached, at most
_SHAPES: Final = 8_192  # shapes in the cache
_MOST: Final = 2_000  # numbers that are read in one text: no posting has as many
_FEW_DIGITS: Final = 3  # digits, at most, of a number that may be no amount if another follows
_GLUED_PERIOD: Final = re.compile(r"(?:p ?/ ?[hdwma]|p[hdwa]|pcm|pm|hr)(?![^\W_])")
_APOSTROPHES: Final = frozenset("'’ʻʼ")  # that occur within a word: so'm, pa'anga
_TENTHS: Final = lazy_pattern(r"\d\d?(?![\d.,'’]\d|\d)")
_MISTYPED: Final = lazy_pattern(r";\d{3}(?!\d)")
DIGITS: Final = bytes.maketrans(b"123456789", b"000000000")
"""Turns a text in UTF-8 into its shape: a zero for each digit."""


def candidates(text: str) -> tuple[Candidate, ...]:
    """Return the candidates of a text, the one that states pay most clearly first; of equals, those with a sign, then the first.

    Examples:
        >>> [
        ...     candidate.first.span
        ...     for candidate in candidates("$5,000 bonus, $90,000 - $99,000; salary $95,000")
        ... ]
        [(41, 47), (15, 21)]
    """
    if is_shaped(text):
        return _shape_candidates(text.encode("utf-8", "surrogatepass").translate(DIGITS))
    return ranked(text, all_candidates(text, prefiltered=True))


def plain_candidates(text: str) -> tuple[Candidate, ...] | None:
    """Return the candidates of a short text from the cache of shapes; None if the text is long or needs normalising.

    Examples:
        >>> [candidate.first.span for candidate in plain_candidates("$95,000") or ()]
        [(1, 7)]
        >>> plain_candidates("&pound;95,000") is None
        True
    """
    if is_shaped(text):
        return candidates_of_shape(text.encode("utf-8", "surrogatepass").translate(DIGITS))
    return None


def is_shaped(text: str) -> bool:
    """Return whether the candidates of a text are cached by its shape: it is short, and has no number that is a name such as 401(k).

    Examples:
        >>> is_shaped("$120,000"), is_shaped("a 401(k) plan")
        (True, False)
    """
    return len(text) <= _SHORT and "401" not in text and "403" not in text


@lru_cache(maxsize=_SHAPES)
def _shape_candidates(shape: bytes) -> tuple[Candidate, ...]:
    text = shape.decode("utf-8", "surrogatepass")
    return ranked(text, all_candidates(text))


@lru_cache(maxsize=_SHAPES)
def candidates_of_shape(shape: bytes) -> tuple[Candidate, ...] | None:
    """Return the candidates of a shape, which is given in UTF-8; None if its texts need normalising.

    Examples:
        >>> [candidate.first.span for candidate in candidates_of_shape(b"$00,000") or ()]
        [(1, 7)]
    """
    text = shape.decode("utf-8", "surrogatepass")
    if needs_normalising(text) or has_compound_number(text):
        return None
    return ranked(text, all_candidates(text))


def all_candidates(text: str, *, prefiltered: bool = False) -> Iterator[Candidate]:
    """Yield the candidates of a text from left to right, the two ends of a range as one.

    Args:
        text: any text.
        prefiltered: whether to skip what cannot be pay: most numbers of prose, and amounts that the words before them call other money.

    Examples:
        >>> for candidate in all_candidates("$120-150k, 5 years"):
        ...     print(candidate.first.span, candidate.second and candidate.second.span, candidate.signs)
        (1, 4) (5, 8) (None, None, '', '$')
        (11, 12) None (None, None)
    """
    return join_ends(text, _one_by_one(text, prefiltered=prefiltered))


def _one_by_one(text: str, *, prefiltered: bool, start: int = 0) -> Iterator[Candidate]:
    cjk = has_cjk(text)
    end = 0
    for match in islice(
        _plausible_amounts(text) if prefiltered else everyday_amounts(text).finditer(text, start), _MOST
    ):
        rest = match if match.start() >= end else None
        while rest:
            candidate, rest, end = _read(text, rest, cjk=cjk, prefiltered=prefiltered)
            if candidate:
                yield candidate


def _read(
    text: str, match: re.Match[str], *, cjk: bool, prefiltered: bool
) -> tuple[Candidate | None, re.Match[str] | None, int]:
    """Return the candidate of an amount, the match of a second amount if the two are not a range, and where reading ended."""
    number_start, end = match.span()
    sign, start, is_rare = _sign_before(text, number_start)
    if start < 0:
        return None, None, number_start
    goes_on = end < len(text) and text[end] not in _PUNCTUATION
    full = None
    if is_rare or (goes_on and _more_may_follow(text, end)):
        full = match_amount(text, number_start)
        end = full.end if full else end
    if (goes_on or full) and end < len(text) and _is_glued(text, end):
        return None, None, number_start
    amount = full or (written(match) if match["link"] else None)
    if amount and amount.second and (is_label(text, amount, sign, start) or is_former_level(text, start)):
        return None, _match_at(text, amount.second.start), amount.first_end
    before = read_context_before(text, start, cjk=cjk)
    if prefiltered and before.is_other_money:
        return None, None, end
    amount = amount or written(match)
    candidate = candidate_of(text, amount, sign, start, before, cjk=cjk)
    return _split(text, amount, sign, candidate)


def _split(
    text: str, amount: Written, sign: str | None, candidate: Candidate
) -> tuple[Candidate, re.Match[str] | None, int]:
    """Return the candidate of two amounts, or of the first if the second is something else; and the same as `_read`."""
    second, end = candidate.second, amount.end
    if second is None:
        return candidate, None, end
    if _differs(candidate) or (amount.link == "/" and not are_slashed_ends(text, amount, sign)):
        rest = _match_at(text, second.start)
        return without_second(text, candidate), rest, amount.first_end
    if text.startswith(("%", " %"), end) or _counts(candidate):  # "$50,000 - 10 %" is not a range
        candidate = without_second(text, candidate)
    return candidate, None, end


def _match_at(text: str, start: int) -> re.Match[str] | None:
    return everyday_amounts(text).match(text, start)


def only_pay_of_two(text: str, candidate: Candidate) -> Candidate:
    """Return the candidate of the one number that is pay, if two are not a range: the first, unless it is small and has no sign.

    Examples:
        >>> for text in ("3 - 25 400 €", "$16.80/hr ~ $34,000"):
        ...     print(only_pay_of_two(text, next(all_candidates(text))).first.span)
        (4, 10)
        (1, 6)
    """
    first, second = candidate.first, candidate.second
    if second is None or not first.is_bare or candidate.period_between:
        return without_second(text, candidate)
    if first.end - first.start > _FEW_DIGITS and not candidate.next_sign:
        return without_second(text, candidate)
    rest = _one_by_one(text, prefiltered=False, start=second.start)
    return next(rest, None) or without_second(text, candidate)


def _differs(candidate: Candidate) -> bool:
    """Return whether two amounts are for different periods: `12/hr - 26,000 per year`."""
    between = candidate.period_between
    return between is not None and candidate.after.period not in (None, between)


def _counts(candidate: Candidate) -> bool:
    """Return whether the second of two numbers counts something, so that only the first is money: `$20 and 15 minutes`."""
    after_second, _, before_second, before_first = candidate.signs
    return (
        candidate.after.is_count and before_first is not None and after_second is None and not before_second
    )


def _plausible_amounts(text: str) -> Iterator[re.Match[str]]:
    """Return the matches of the plausible numbers; `filter` and `map` call the pattern without a frame of Python for each."""
    return filter(None, map(everyday_amounts(text).match, repeat(text), plausible_numbers(text)))


def _more_may_follow(text: str, end: int) -> bool:
    """Return whether what follows may be something that only the full pattern recognises."""
    following = _WORD.match(text, end)
    if following:
        word, stop = following[1], following.end()
        return not word.isascii() or word.lower() in rare_words() or text[stop : stop + 1] in _APOSTROPHES
    sign = text[end : end + 1] if text[end] not in _SPACES else text[end + 1 : end + 2]
    return not sign.isascii() and sign not in _KNOWN_SIGNS


def _is_glued(text: str, end: int) -> bool:
    """Return whether a letter follows immediately, so that the number does not end there: `2x`, `3rd`, `R2D2`."""
    letter = text[end]
    if letter == ";":
        return _MISTYPED.match(text, end) is not None
    if not (letter.isalpha() and text[end - 1].isdigit()) or is_unspaced(letter):
        return False
    return _GLUED_PERIOD.match(text, end) is None  # £18ph


def _sign_before(text: str, start: int) -> tuple[str | None, int, bool]:
    """Return the currency before a number, where it begins, and whether only the full pattern recognises such currencies.

    If the number is part of a word or an address, the start is -1.
    """
    if not start:
        return None, 0, False
    nearest, earlier = text[start - 1], text[start - 2] if start > 1 else ""
    if nearest in ".,:" and earlier.isdigit():
        return None, -1, False
    if nearest in _PLAIN_SIGNS and not ((earlier == " " or earlier.isalpha()) and _lengths(text, start)):
        return nearest, start - 1, False
    if nearest.isalpha() or nearest in _SPACES or not nearest.isascii() or nearest in "./$-":
        sign, begin = _longest_sign_before(text, start)
        if sign:
            return sign, begin, sign[-1] not in _PLAIN_SIGNS
    if nearest in ".," and _begins_with_point(text, start):
        return _sign_before(text, start - 1)
    is_prefix = nearest in PREFIXES and not earlier.isalpha()  # و7000
    is_part = (nearest.isalpha() and not (is_prefix or is_unspaced(nearest))) or nearest in _NAME_SIGNS
    return None, -1 if is_part else start, False


def _begins_with_point(text: str, start: int) -> bool:
    """Return whether a number begins with its decimal sign: `$.50`, `,89 €`."""
    earlier = text[start - 2] if start > 1 else " "
    return _TENTHS.match(text, start) is not None and (earlier.isspace() or earlier in _PLAIN_SIGNS)


def _longest_sign_before(text: str, start: int) -> tuple[str | None, int]:
    """Return the longest currency that ends at a position, or a few spaces before it, and where it begins."""
    end = start
    while end > 0 and start - end < _GAP and text[end - 1] in _SPACES:
        end -= 1
    signs = signs_before()
    for length in _lengths(text, end) or _ALONE:
        begin = end - length
        if begin >= 0 and text[begin:end] in signs and not _inside_word(text, begin):
            return text[begin:end], begin
    return None, start


def _lengths(text: str, end: int) -> tuple[int, ...]:
    """Return the lengths of the currencies that may end at a position, the longest first; none if only a single sign may."""
    endings = sign_endings()
    last = text[end - 3 : end] if end > 2 else text[:end]  # noqa: PLR2004 - as long as an ending
    return endings.get(last) or endings.get(last[-2:], ())


def _inside_word(text: str, begin: int) -> bool:
    """Return whether a position is within a word."""
    return (
        begin > 0 and text[begin].isalpha() and text[begin - 1].isalpha() and not is_unspaced(text[begin - 1])
    )
