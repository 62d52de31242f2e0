"""Makes texts plain: replaces entities, tags, broken encodings and full-width characters.

A text that needs no replacement is returned unchanged. Each replaced piece leaves an offset, so that a position in the plain text
leads back to the original.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.pay.lazy_patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Offsets",
    "may_be_cjk",
    "needs_normalising",
    "non_ascii",
    "normalise",
    "original_position",
    "rewrite",
]

Offsets = list[tuple[int, int]]
"""For each piece of plain text, from left to right, where it begins there and in the original."""

_TO_REPLACE: Final = re.compile(
    "[\u00ad\u00b4\u02bc\u2032\u00c2\u00e2\u00c5\u200b-\u200f\u2060\ufeff\uff01-\uff5e\uffe0-\uffe6]"
)
_PIECE: Final = lazy_pattern(
    r"""
    &(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});             # an entity
  | </?[A-Za-z][^<>]{0,300}>                                            # a tag
  | \u00c2(?=[\u00a3\u20ac\u00a5\u00a0])                               # UTF-8 that was read as Latin-1: Â£
  | \u00e2(?:\u20ac[\u201c\u201d\u2122\u02dc\u0093\u0094]|\u201a\u00ac)  # â€“
  | \u00c5\u201a                                                        # Å‚
  | [\u00ad\u200b-\u200f\u2060\ufeff]                                   # invisible characters
  | [\uff01-\uff5e\uffe0-\uffe6]                                        # full-width characters
  | (?<=\d)[`\u00b4\u02bc\u2032](?=\d{3}(?!\d))                          # other apostrophes between thousands: 85´000
  | (?<=\d)\$\d\d(?!\d)                                                # the cifrão of escudos: 50 000$00
  | (?<=\d)€\d\d(?![\d.,kK€])                                         # euros as a decimal sign: 12€50
    """,
    re.VERBOSE,
)
_CIFRAO: Final = re.compile(r"\$(?<=\d\$)\d\d")
"""The decimal sign of escudos, `50 000$00`. Every match begins with it, so that `re` can skip to the next one."""
_EURO_CENTS: Final = re.compile(r"€(?<=\d€)\d\d")
"""The euro sign as a decimal sign, `12€50`."""
_REPLACED: Final = {
    **dict.fromkeys("`\u00b4\u02bc\u2032", "'"),
    "\u00c2": "",
    "\u00e2\u20ac\u201c": "–",
    "\u00e2\u20ac\u0093": "–",
    "\u00e2\u20ac\u201d": "—",
    "\u00e2\u20ac\u0094": "—",
    "\u00e2\u20ac\u2122": "'",
    "\u00e2\u20ac\u02dc": "'",
    "\u00e2\u201a\u00ac": "€",
    "\u00c5\u201a": "ł",
    "\uffe1": "£",
    "\uffe5": "¥",
    "\uffe6": "₩",
    "\uffe0": "¢",
}
_ASCII: Final = bytes(range(128))
_NOT_EAST_ASIAN: Final = bytes({*range(256)} - {*range(0xE3, 0xEE)})
"""All bytes except the first ones of the characters from U+3000 to U+DFFF in UTF-8: kana, ideographs and Hangul."""
_FULL_WIDTH: Final = 0xFEE0  # the distance from a full-width character to the plain one


def normalise(text: str) -> tuple[str, Offsets | None]:
    """Return the plain text, and the offsets that lead back; None if nothing was changed.

    Examples:
        >>> (
        ...     normalise("&pound;32,000")[0],
        ...     normalise("<b>Pay</b>：１，２００円")[0],
        ...     normalise("Â£9 â€“ £10")[0],
        ... )
        ('£32,000', ' Pay :1,200円', '£9 – £10')
        >>> normalise("50 000$00")[0], normalise("$120k"), normalise("12€50/h")[0]
        ('50 000,00 escudos', ('$120k', None), '12,50 €/h')
    """
    return rewrite(text, _PIECE, _plain) if needs_normalising(text) else (text, None)


def needs_normalising(text: str) -> bool:
    """Return whether anything in a text may have to be replaced: a cheap check before the replacement.

    Examples:
        >>> needs_normalising("&pound;9"), needs_normalising("$9"), needs_normalising("9$00")
        (True, False, True)
    """
    if "$" in text and _CIFRAO.search(text):
        return True
    if "€" in text and _EURO_CENTS.search(text):
        return True
    if "&" in text or "<" in text or "`" in text:
        return True
    return not text.isascii() and _TO_REPLACE.search(non_ascii(text)) is not None


@lru_cache(maxsize=1)  # it is called several times in a row for the same text
def non_ascii(text: str) -> str:
    """Return the characters of a text that are not ASCII, in their order; they are few, and searched faster than the whole text.

    Examples:
        >>> non_ascii("65.000 € jährlich")
        '€ä'
    """
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def may_be_cjk(text: str) -> bool:
    """Return whether a text has characters from the Unicode blocks of Japanese, Chinese and Korean, without the cost of a pattern.

    Examples:
        >>> may_be_cjk("25万円"), may_be_cjk("65.000 € jährlich")
        (True, False)
    """
    if text.isascii():
        return False
    return bool(non_ascii(text).encode("utf-8", "surrogatepass").translate(None, _NOT_EAST_ASIAN))


def _plain(piece: re.Match[str]) -> str:
    written = piece.group()
    if written[0] == "&":
        import html  # its table of names takes a while to load, and few texts have an entity

        return html.unescape(written)
    if written[0] == "<":
        return " "
    if written[0] == "$":
        return f",{written[1:]} escudos"
    if written[0] == "€":
        return f",{written[1:]} €"
    if written in _REPLACED:
        return _REPLACED[written]
    return chr(ord(written) - _FULL_WIDTH) if written >= "\uff01" and written != "\ufeff" else ""


def rewrite(
    text: str, pattern: re.Pattern[str], plain: Callable[[re.Match[str]], str]
) -> tuple[str, Offsets | None]:
    """Return a text with every match of a pattern replaced, and the offsets that lead back.

    Examples:
        >>> rewrite("a--b", re.compile("-+"), lambda _: "~")
        ('a~b', [(0, 0), (1, 1), (2, 3)])
    """
    pieces, offsets, done, length = [], [(0, 0)], 0, 0
    for match in pattern.finditer(text):
        start, end = match.span()
        replaced = plain(match)
        pieces += [text[done:start], replaced]
        length += start - done
        offsets += [(length, start), (length + len(replaced), end)]
        length += len(replaced)
        done = end
    if not pieces:
        return text, None
    pieces.append(text[done:])
    return "".join(pieces), offsets


def original_position(position: int, offsets: Offsets, *, end: bool = False) -> int:
    """Return the position in the original of a position in the plain text.

    Examples:
        >>> _, offsets = normalise("&pound;32,000")
        >>> original_position(0, offsets), original_position(7, offsets, end=True)
        (0, 13)
    """
    if end:
        index = bisect_left(offsets, (position, -1))
        if index == len(offsets) or offsets[index][0] > position:
            index -= 1
    else:
        index = bisect_left(offsets, (position + 1, -1)) - 1
    plain, there = offsets[index]
    return there + position - plain
