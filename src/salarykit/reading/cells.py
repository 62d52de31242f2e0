"""Decides about cells regardless of their column: whether one is refused, is an estimate, or consists only of numbers."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache
from typing import Final

from salarykit.package import remembered

__all__ = ["is_bare", "is_estimate", "quoted", "refusal"]

_SHOWN: Final = 60  # characters of a cell in a message
_LONGEST: Final = 120  # the most characters of a cell that is checked against the patterns
_REMEMBERED: Final = 1 << 14  # the most shapes that are remembered
_SAME: Final = str.maketrans("123456789", "0" * 9)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_MONEY: Final = r"\s*+(?:(?:[A-Z]{0,3}[^\w\s()<>=+-]{1,2}|[A-Z]{3})\s*+)?"
_NUMBER: Final = r"[.,]?[0-9]"
_BOUND: Final = re.compile(rf"{_MONEY}(<=?|=<|[≤≦⩽]|>=?|=>|[≥≧⩾]){_MONEY}{_NUMBER}")
_CODED: Final = re.compile(r"\W*(top|bottom)[ -]?coded?\b.*[0-9]", re.IGNORECASE)
_PLUS: Final = re.compile(r".*[0-9][kKmM]?\s*\+\s*")
# `CTC - 12 LPA` is not negative
_MINUS: Final = re.compile(rf"\s*-{_MONEY}{_NUMBER}|{_MONEY}-(?!\s){_MONEY}{_NUMBER}")
_BRACKETED: Final = re.compile(rf"{_MONEY}\({_MONEY}{_NUMBER}[0-9.,'’\s]*+[kKmM]?{_MONEY}\){_MONEY}")
_MINUS_BEHIND: Final = re.compile(r"[^-]*[0-9][kKmM]?\s*-\s*")
_MARGIN: Final = re.compile(r"(?:^|[0-9][kKmM]?)\s*(?:±|\+/-|\+-)\s*[^\w\s]?[0-9]")
_APART: Final = re.compile(r"[0-9]\^[0-9kKmMlLTт]")  # 21 and a raised 50, which may be a note or cents
_FIGURE: Final = re.compile(r"\s*[^\d\s–—-]{0,4}\s?\d[\d.,'’ \u00a0\u202f]*[kKmM]?\s?[^\d\s–—-]{0,4}\s*")
_CUT: Final = re.compile(r"[0-9](?:[;:|·]| {1,2}[.,] ?)[0-9]{3}(?![0-9])")
_BARE: Final = frozenset("0123456789.,'’ \u00a0\u2009\u202f-–—~〜～+/")
_ESTIMATE: Final = re.compile(
    r"\W{0,3}(?:[~≈≃≅∼]|(?:ca|circa|cirka|approx|approximately|about|around|roughly|estimated|est|etwa|rund|ungefähr|environ|aprox"
    r"|aproximadamente|około|ongeveer)\b)",
    re.IGNORECASE,
)


def quoted(text: str) -> str:
    """Return a cell in quotation marks for a message, shortened if it is long.

    Examples:
        >>> quoted("n/a"), len(quoted("x" * 100))
        ("'n/a'", 65)
    """
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


def is_bare(text: str) -> bool:
    """Return whether a cell consists of numbers and the signs between them, so that the multiple of its header applies.

    Examples:
        >>> is_bare("65 - 70"), is_bare("65k")
        (True, False)
    """
    return _BARE.issuperset(text)


def refusal(text: str) -> tuple[str, str] | None:
    """Return the code and the message with which a cell is refused in any column; None if it is not refused.

    Examples:
        >>> [refusal(text)[0] for text in ("<50000", "≥ £200k", "208000+", "top coded 208000")]
        ['open_end', 'open_end', 'open_end', 'open_end']
        >>> [refusal(text)[0] for text in ("£-45k", "-£45k", "($45,000)", "\u221245,000 EUR", "45000-")]
        ['out_of_range', 'out_of_range', 'out_of_range', 'out_of_range', 'out_of_range']
        >>> [refusal(text)[0] for text in ("=A1*12", "± 52000", "$140;000")], refusal("£44k - £50k")
        (['formula', 'not_a_number', 'ambiguous_number'], None)
    """
    reason = _refusal(text.translate(_SAME)) if len(text) <= _LONGEST or text.startswith("=") else None
    if reason is None:
        return None
    return reason[0], reason[1].replace("{}", quoted(text))


@remembered(_REMEMBERED)
def _refusal(text: str) -> tuple[str, str] | None:  # noqa: PLR0911 - each reason is a return
    """Return the result of `refusal` for all cells of a shape, with `{}` in the message in place of the cell."""
    if _APART.search(text) or sum(map(bool, map(_FIGURE.fullmatch, text.split("\n")))) > 1:
        return (
            "ambiguous_number",
            "{} holds two separate numbers, and it is not clear which of them is the figure.",
        )
    plain = _plain(text)
    bound = _BOUND.match(plain)
    if not bound and text.startswith("="):
        return "formula", "{} is a formula. Save the sheet's values instead."
    if bound or _CODED.match(plain) or _PLUS.fullmatch(plain):
        upto = bound[1][0] in "<≤≦⩽" or bound[1] == "=<" if bound else "bottom" in plain.lower()
        end = "only the upper end of the pay" if upto else "only the lower end of the pay"
        return "open_end", f"{{}} states {end}; an open range is not a figure."
    if _MINUS.match(plain) or _BRACKETED.fullmatch(plain) or _MINUS_BEHIND.fullmatch(plain):
        return "out_of_range", "an amount must be positive and finite, not {}."
    if _MARGIN.search(plain):
        return "not_a_number", "{} states a margin, which is not a figure."
    if _CUT.search(plain):
        return "ambiguous_number", "{} may be two numbers, or one with misplaced thousands."
    return None


def is_estimate(text: str) -> bool:
    """Return whether a text says that its figure is an estimate.

    Examples:
        >>> is_estimate("~52000"), is_estimate("ca. 65.000 €"), is_estimate("$52k")
        (True, True, False)
    """
    return _is_estimate(text[:_LONGEST].translate(_SAME))


@lru_cache(_REMEMBERED)
def _is_estimate(text: str) -> bool:
    return _ESTIMATE.match(_plain(text)) is not None


def _plain(text: str) -> str:
    """Return a text with digits and minus signs in ASCII, and with HTML entities decoded."""
    text = html.unescape(text) if "&" in text else text
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return "".join(str(unicodedata.decimal(character, character)) for character in text)
