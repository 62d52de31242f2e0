"""Removes marks next to a figure that are not part of it: of a footnote (`45 000*`, `52,000 (1)`), or a flag (`51 200 p`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags
from salarykit.reading.numerals import NumberForm, numeral

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["may_be_pence", "without_mark", "without_marks", "without_note"]

_LETTER: Final = "[abcefgijopqrsuvxz]"  # letters of a note; all others may mean a period, a multiple, or net
_NOTE: Final = rf"""
    [*\u2020\u2021\u00a7\u00b6]{{1,3}}\)?                                           # * ** *) and daggers
    | \[ (?: \d{{1,3}} | {_LETTER} | (?:note|fn|nb|lower-alpha)\s?\d{{0,2}} | citation\ needed ) \]
    | \( (?: [1-9] | 1[01] | {_LETTER} ) \)                                       # from 12 on it may be a number of salaries
"""
_BEHIND: Final = re.compile(
    rf"(?<=[^\s(\[*])(?: \s*+(?:{_NOTE}) | \s[1-9]\) ){{1,4}}+ \s*\Z", re.VERBOSE | re.IGNORECASE
)
_BEFORE: Final = re.compile(
    rf"\A\s*(?:{_NOTE})\s?(?=[^\s\w]?\s?\d|[A-Z]{{3}}\s?\d)", re.VERBOSE | re.IGNORECASE
)
_FLAG: Final = re.compile(r"(?<=\d)\s+(?:(?P<unit>[pc])|(?P<plain>[er])|b|u|be|bp|bu|bep|ep|dp|du)\Z")
"""Flags of Eurostat and other offices: break, estimate, provisional, revised, unreliable, confidential, or several of them."""
_WORD_NOTE: Final = re.compile(
    r"""
    (?<=[^\s(\[*])
    (?: \s*+ (?: [*\u2020\u2021\u00a7\u00b6]{1,3}\)? | \[(?:\d{1,3}|[a-z])\] | \(\d{1,2}\) ) | \s[1-9]\) | (?<=\d)\s?\([a-z]\) ){1,4}+
    \s*\Z
    """,
    re.VERBOSE,
)
_RAISED: Final = re.compile(
    "(?<=[^\\W\u2070\u00b9\u00b2\u00b3\u2074-\u2079])[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]+\\s*\\Z"
)
_YEAR_FLAG: Final = re.compile(r"\A(\s*(?:19|20)\d\d) ?[bepr]\s*\Z")
_MAY: Final = r"[0-9].*(?:[*†‡§¶)\]]|\s[a-z]{1,3})$|^[*†‡§¶\[(].*[0-9]"
# the fewest digits of a number whose letter is a flag and not a unit, as in `1.2 b` (billion)
_DIGITS: Final = 4
_NO_PENCE: Final = 5  # the fewest digits of a number that is not in pence or cents


_PENCE: Final = re.compile(r"\s*[0-9][0-9., ]{0,12}\s?p\.?\s*")
_WITH_PENCE: Final = (None, "GBP", "£", "GIP", "FKP", "SHP")
"""Currencies with pence; None if nothing states the currency."""


def without_note(text: str) -> str:
    """Return a word or a year without the marks of notes after it: `Germany (1)`, `Italy\u00b9`, `2023*`, `2023p`.

    Examples:
        >>> [
        ...     without_note(text)
        ...     for text in ("Germany (1)", "Israel*", "Greece [2]", "2023*", "2023p", "2022 (e)")
        ... ]
        ['Germany', 'Israel', 'Greece', '2023', '2023', '2022']
        >>> [
        ...     without_note(text)
        ...     for text in ("Frankfurt (Oder)", "(1)", "Springfield [IL]", "2023-Q1", "COVID19")
        ... ]
        ['Frankfurt (Oder)', '(1)', 'Springfield [IL]', '2023-Q1', 'COVID19']
    """
    bare = _RAISED.sub("", _WORD_NOTE.sub("", text))
    return _YEAR_FLAG.sub(r"\1", bare) or text


def may_be_pence(text: str, money: str | None) -> bool:
    """Return whether a cell may be in pence: a number followed by a `p`, in a currency that may have pence.

    Examples:
        >>> may_be_pence("1250p", "GBP"), may_be_pence("1250 p", None), may_be_pence("3510p", "EUR")
        (True, True, False)
    """
    return money in _WITH_PENCE and _PENCE.fullmatch(text) is not None


def without_marks(texts: pa.Array, money: Sequence[str | None] = ()) -> tuple[pa.Array, NDArray[np.bool_]]:
    """Return distinct texts without the marks next to their figures, and which of them had one.

    Args:
        texts: the texts.
        money: the currencies of the headers; None for a header that states none.

    Examples:
        >>> texts, marked = without_marks(pa.array(["45 000*", "n/a", None]))
        >>> texts.to_pylist(), marked.tolist()
        (['45 000', 'n/a', None], [True, False, False])
    """
    may = pc.fill_null(pc.match_substring_regex(texts, _MAY), False)
    if not pc.any(may).as_py():
        return texts, as_flags(may)
    has_pence = not money or any(unit in _WITH_PENCE for unit in money)
    plain = [
        without_mark(text, has_pence=has_pence) if is_marked else text
        for text, is_marked in zip(texts.to_pylist(), may.to_pylist(), strict=True)
    ]
    array = pa.array(plain, pa.string())
    return array, as_flags(pc.fill_null(pc.not_equal(array, texts), False))


def without_mark(text: str, *, has_pence: bool = True) -> str:
    """Return a text without the marks next to its figure; a digit joined to a number, and a letter that may be a unit, are kept.

    Args:
        text: the text.
        has_pence: whether it may be in a currency with pence.

    Examples:
        >>> [
        ...     without_mark(text)
        ...     for text in (
        ...         "45 000*",
        ...         "52,000 (1)",
        ...         "\u00a39.50 [note 2]",
        ...         "51 200 p",
        ...         "45 000 1)",
        ...         "* 61,000",
        ...     )
        ... ]
        ['45 000', '52,000', '\u00a39.50', '51 200', '45 000', '61,000']
        >>> [
        ...     without_mark(text)
        ...     for text in ("52,0001", "3.500 (14)", "1.2 b", "450 p", "$98,000 + 401(k)", "(45,000)")
        ... ]
        ['52,0001', '3.500 (14)', '1.2 b', '450 p', '$98,000 + 401(k)', '(45,000)']
    """
    plain = _BEHIND.sub("", text)
    plain = plain if any(map(str.isdigit, plain)) else text
    plain = _BEFORE.sub("", plain)
    flag = _FLAG.search(plain)
    if flag is None:
        return plain
    is_unit = flag["unit"] == "c" or (flag["unit"] == "p" and has_pence)
    is_plain = flag["plain"] or (flag["unit"] == "p" and not has_pence)
    least = 1 if is_plain else _NO_PENCE if is_unit else _DIGITS
    return plain[: flag.start()] if _is_clear(plain[: flag.start()], least) else plain


def _is_clear(text: str, least: int) -> bool:
    """Return whether a text is a number with so many digits that a letter after it is a flag and not a unit."""
    number = numeral(text)
    if number is None or number.form is None:
        return False
    whole = re.split(r"[.,](?=\d{1,2}\Z)", number.digits)
    has_decimals = len(whole) > 1 and number.form is not NumberForm.PLAIN
    return sum(map(str.isdigit, whole[0])) >= (min(least, _DIGITS) if has_decimals else least)
