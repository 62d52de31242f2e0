"""Numbers in several parts, which are rewritten in digits before anything else is read: 1万2千円, 23万7,300円, 1 million 200 thousand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.context import COMBINING
from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.pay.currency_names import known_signs, signs_before
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.normalise import Offsets, may_be_cjk, rewrite
from salarykit.pay.period_words import FOR_EACH, OFTEN_EACH, PERIODS_AFTER
from salarykit.pay.words import CONJUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["expand_compounds", "expand_parts", "has_compound_number", "has_parts_near"]

_SMALL_UNITS: Final = {"十": 10, "拾": 10, "십": 10, "百": 100, "백": 100, "千": 1_000, "천": 1_000}
_LARGE_UNITS: Final = {
    "万": 10**4,
    "萬": 10**4,
    "만": 10**4,
    "億": 10**8,
    "亿": 10**8,
    "억": 10**8,
    "兆": 10**12,
    "조": 10**12,
}
_UNITS: Final = "".join([*_SMALL_UNITS, *_LARGE_UNITS])
_REST: Final = r"\d{0,11}(?:[.,]\d{1,6})?"  # the rest of a number after its first digit
_ONES: Final = r"(?:\d,\d{3}|\d{1,4})"  # a number below ten thousand
_COMPOUND: Final = lazy_pattern(
    rf"""
    \d(?:
        {_REST}[ ]?[{_UNITS}]{{1,3}}[ ]?                                     # 1万
        (?:\d{_REST}[ ]?[{_UNITS}]{{1,3}}[ ]?){{1,7}}                        # 2千
        (?:{_ONES}(?![\d{_UNITS}.,~〜～-]))?                                 # 500
      | {_REST}[{_UNITS}]{{1,3}}[ ]?{_ONES}(?=[円元원 ])                      # 1万500円, 23万7,300円
      | \d{{0,11}}(?:\.\d{{1,6}})?[{_UNITS}]{{2,3}}                          # 3千万
    )""",
    re.VERBOSE,
)
"""Every match begins with a digit, so that `re` can skip to the next one."""
_AFTER_UNIT: Final = lazy_pattern(rf"[{_UNITS}] ?[\d{_UNITS}]")
_COMPOUND_PIECE: Final = lazy_pattern(r"\d+(?:[.,]\d+)*|.")

_LETTERS: Final = rf"(?:[^\W\d_]|{COMBINING})"
_PARTS: Final = lazy_pattern(
    rf"""
    (?P<many>\d(?<![\d.,]\d)(?<!\d[ \u00a0]\d)\d{{0,2}})                       # so that `re` can skip to the next digit
    [ \u00a0]?(?P<unit>{_LETTERS}{{2,16}}\.?)[ \u00a0]                        # 1 million
    (?:(?P<and>{_LETTERS}{{1,3}})[ \u00a0]?)?
    (?P<few>\d{{1,3}}(?:[.,]?\d{{3}})?)(?!\d|[.,]\d)
    (?:[ \u00a0]?(?P<small>{_LETTERS}{{2,16}}\.?)(?![^\W_]))?                # 200 thousand
    """,
    re.VERBOSE,
)
"""A number, a word, and another number, as in "1 million 200 thousand"; most matches are not one number."""
_WORD: Final = r"[^\s\d!-/:-@\[-`{-~–—]"
_MILLIONS: Final = lazy_pattern(
    r"""
    (?P<many>\d(?<![\d.,]\d)\d{0,2})[ \u00a0]?(?P<unit>tr|triệu)
    (?:(?P<fraction>\d{1,3})|[ \u00a0]?rưỡi)(?![^\W_]|[.,]\d)
    """,
    re.VERBOSE,
)
"""Vietnamese millions and a fraction: 7tr5 is 7.5 million, 12tr250 is 12.25 million, "7 triệu rưỡi" is seven and a half."""
_COUNTED: Final = lazy_pattern(rf"\d[ \u00a0]?({_WORD}{{2,32}})\.?[ \u00a0]{_WORD}{{0,6}}[ \u00a0]?\d")
"""It finds all that `_PARTS` finds, and more, in half the time."""
_AND: Final = "و"
"""The "and" within numbers; in other scripts "and" lists amounts: 2 million and 300 thousand in bonuses."""
_SIGN_BEFORE: Final = lazy_pattern(r"([^\W\d_]{1,5}\.?|[^\w\s])[ \u00a0]?\Z")
_SIGN_AFTER: Final = lazy_pattern(rf"[ \u00a0]?(?:(?P<word>{_LETTERS}+)|(?P<mark>[^\w\s]))")
_REACH: Final = 48  # characters around a number that hold the other part of it, its digits and its words
_PERIOD_AFTER: Final = lazy_pattern(r"[ \u00a0]?(?:/|(?:per|an?|pa|annually|yearly|monthly)(?![^\W_]))")
_TO: Final = lazy_pattern(r"[ \u00a0]?[-–—~][ \u00a0]?")
_FROM: Final = lazy_pattern(
    rf"(?:(?P<word>{_LETTERS}{{2,16}})[ \u00a0])?(?<![\d.,])\d[\d.,]{{0,8}}[ \u00a0]?[-–—~][ \u00a0]?\Z"
)
_FOLLOWING: Final = lazy_pattern(r"\s*(?:\Z|[.,;:!?)\n]|(/|[^\W\d_]+))")
_PER: Final = FOR_EACH | OFTEN_EACH | PERIODS_AFTER.keys()
_NEAR: Final = 8  # characters before a number that are searched for its currency
_FAR: Final = 32  # characters before a number that are searched for the lower end of its range
_FULL: Final = 3  # digits of a last part without a counting word: 3 thousand 200 euros
_PER_ANNUM: Final = "lpa"  # a counting word and a period, which no other part can follow


def expand_compounds(text: str) -> tuple[str, Offsets | None]:
    """Return a text with its compound numbers in digits, and the offsets that lead back.

    A compound number has several characters for powers of ten, such as 万 and 千.

    Examples:
        >>> expand_compounds("1万2千円")[0], expand_compounds("4천5백만원")[0], expand_compounds("25万円")[0]
        ('12000円', '45000000원', '25万円')
    """
    if not _has_units(text):
        return text, None
    return rewrite(text, _COMPOUND, lambda match: _compound_value(match.group()))


def expand_parts(text: str) -> tuple[str, Offsets | None]:
    """Return a text with its numbers of two parts, each with a counting word, in digits; and the offsets that lead back.

    The last part may lack a counting word if a currency is next to the number. After a plain number and a dash the sum keeps its
    counting word, which both ends share.

    Examples:
        >>> expand_parts("1 million 200 thousand dollars")[0], expand_parts("3 tuhatta 200 euroa")[0]
        ('1200000 dollars', '3200 euroa')
        >>> expand_parts("90 thousand and 500 dollars")[0], expand_parts("8 - 12 lakh 40 thousand rupees")[0]
        ('90500 dollars', '8 - 12.4 lakh rupees')
        >>> expand_parts("2 million 200 million")[0], expand_parts("5 thousand 300 employees")[0]
        ('2 million 200 million', '5 thousand 300 employees')
        >>> expand_parts("7tr5 - 12tr250")[0], expand_parts("7 triệu rưỡi")[0]
        ('7.5tr - 12.25tr', '7.5triệu')
    """
    if _has_millions(text):
        plain, offsets = rewrite(text, _MILLIONS, _fraction_of_million)
    elif _has_parts(text):
        plain, offsets = rewrite(text, _PARTS, _sum_of_parts)
    else:
        return text, None
    return (plain, offsets) if plain != text else (text, None)


def has_compound_number(text: str) -> bool:
    """Return whether a text may have a compound number, whatever its digits are.

    Examples:
        >>> (
        ...     has_compound_number("1万2千円"),
        ...     has_compound_number("25万円"),
        ...     has_compound_number("2 lakh 50 thousand"),
        ... )
        (True, False, True)
    """
    if may_be_cjk(text) and _has_units(text) and _COMPOUND.search(text) is not None:
        return True
    return _has_parts(text) or _has_millions(text)


def has_parts_near(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Return whether a number at one of the spans may be part of a number of two parts; the rest of the text is not searched.

    Examples:
        >>> (
        ...     has_parts_near("1 million 200 thousand dollars", [(10, 13)]),
        ...     has_parts_near("5 people, 20 dollars", [(10, 12)]),
        ... )
        (True, False)
    """
    return any(
        _has_parts(near) or _has_millions(near)
        for near in (text[max(0, start - _REACH) : end + _REACH] for start, end in spans)
    )


def _has_units(text: str) -> bool:
    """Return whether a text has characters for powers of ten, as every compound number has; most texts have none."""
    return any(unit in text for unit in _UNITS) and _AFTER_UNIT.search(text) is not None


def _has_parts(text: str) -> bool:
    """Return whether a counting word is between two numbers of a text."""
    return any(map(_value, _COUNTED.findall(text)))


def _has_millions(text: str) -> bool:
    """Return whether a text has millions with a fraction, as Vietnamese write them."""
    return "tr" in text and _MILLIONS.search(text) is not None


def _fraction_of_million(match: re.Match[str]) -> str:
    """Return millions and their fraction as a decimal number, with at most two decimals, or in digits."""
    fraction = (match["fraction"] or "5").rstrip("0")
    if len(fraction) == _FULL:  # three decimals look like thousands
        return f"{match['many']}{fraction}000"
    return f"{match['many']}{'.' if fraction else ''}{fraction}{match['unit']}"


def _value(word: str | None) -> float:
    """Return the factor of a counting word; 0 for any other word."""
    lower = word.lower() if word else _PER_ANNUM
    return 0.0 if lower == _PER_ANNUM else MULTIPLIERS.get(lower, 0.0)


def _sum_of_parts(match: re.Match[str]) -> str:
    """Return the sum of two parts in digits; the text as it is if they are not parts of one number.

    After a plain number and a dash, the sum keeps the counting word, which both ends share: 8 - 12.4 lakh.
    """
    unit, small = _value(match["unit"]), _value(match["small"])
    few = int(match["few"].replace(",", "").replace(".", "")) * (small or 1.0)
    rest = "" if small else match.string[match.end("few") : match.end()]
    if not unit or few >= unit or not _are_parts(match, small):
        return match.group()
    total = int(match["many"]) * unit + few
    return f"{total / unit:.12g} {match['unit']}{rest}" if _ends_plain_range(match) else f"{total:.0f}{rest}"


def _are_parts(match: re.Match[str], small: float) -> bool:
    """Return whether nothing between two parts or after them shows that they are two numbers."""
    if small:
        return match["and"] in (None, _AND)
    is_joined = match["and"] in (None, _AND) or (match["and"].lower() in CONJUNCTIONS and _ends_amount(match))
    return is_joined and len(match["few"]) >= _FULL and _is_money(match)


def _ends_amount(match: re.Match[str]) -> bool:
    """Return whether an amount ends with the currency after two parts, so that "and" is within it: "90 thousand and 500 dollars"."""
    currency = _SIGN_AFTER.match(match.string, match.end("few"))
    following = _FOLLOWING.match(match.string, currency.end()) if currency else None
    return following is not None and (not following[1] or following[1].lower() in _PER)


def _ends_plain_range(match: re.Match[str]) -> bool:
    """Return whether a plain number and a dash are before a number of two parts: 8 - 12 lakh 40 thousand."""
    lower = _FROM.search(match.string, max(0, match.start() - _FAR), match.start())
    return lower is not None and not _value(lower["word"])


def _is_money(match: re.Match[str]) -> bool:
    """Return whether two parts, of which the last has no counting word, are one amount.

    They are if a currency follows them, or a range up to such an amount. If the currency is before them, only a period shows that the
    last number belongs to it; otherwise it may be a day, a year, a share or another amount.
    """
    text, end = match.string, match.end("few")
    sign = _SIGN_BEFORE.search(text, max(0, match.start() - _NEAR), match.start())
    if sign and sign[1] in signs_before():
        return _PERIOD_AFTER.match(text, end) is not None
    if dash := _TO.match(text, end):
        upper = _PARTS.match(text, dash.end())
        return upper is not None and bool(_value(upper["unit"])) and _is_money(upper)
    after = _SIGN_AFTER.match(text, end)
    word = (after["word"] or after["mark"]) if after else ""
    return word in known_signs() or word.lower() in known_signs()


def _compound_value(text: str) -> str:
    total, section, current = 0.0, 0.0, None
    for piece in _COMPOUND_PIECE.findall(text):
        if piece in _SMALL_UNITS:
            section += (1.0 if current is None else current) * _SMALL_UNITS[piece]
            current = None
        elif piece in _LARGE_UNITS:
            section += current or 0.0
            total = (
                (total or 1.0) * _LARGE_UNITS[piece]
                if section == 0
                else total + section * _LARGE_UNITS[piece]
            )
            section, current = 0.0, None
        elif piece != " ":
            current = float(piece.replace(",", ""))
    whole = total + section + (current or 0.0)
    shown = f"{whole:.2f}".rstrip("0").rstrip(".")
    return shown + (" " if text.endswith(" ") else "")
