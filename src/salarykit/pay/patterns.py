"""The pattern of an amount of money, or of two with a link between them, by which the parser scans a text.

It begins with a digit, so that the scan skips through prose at the speed of `re`; what comes before the digit is read afterwards. Every
repetition is bounded or cannot overlap with its neighbour, so the scan takes time linear in the length of the text.
"""
# More than 300 lines: the everyday pattern and the full one are made of the same pieces.

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.signs import signs
from salarykit.package import once
from salarykit.pay.cjk import is_unspaced
from salarykit.pay.counting_words import LOCAL_MULTIPLIERS, MULTIPLIERS
from salarykit.pay.currency_names import (
    LOWER_CODES,
    SCALED_CODES,
    cases,
    forms_of,
    is_letter_sign,
    known_signs,
)
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.numbers import grouping
from salarykit.pay.words import COUNTED_THINGS, LINK_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Figure", "Written", "any_of", "everyday_amounts", "match_amount", "written"]

_LETTERS: Final = 1 << 10  # letters whose patterns are cached, at most
_LETTER: Final = r"[^\W\d_]"
_SPACE: Final = r"[ \t\u00a0\u2009\u202f]"
_GAP: Final = rf"{_SPACE}{{0,2}}+"  # nothing that comes after it begins with a space
_NOT_COUNTED: Final = rf"""(?!                    # $20, 401(k) and £12, 300 people are two numbers
    [\w(%]
  | [ ]%
  | [ ](?:{"|".join(sorted(word for word in COUNTED_THINGS if word.isalpha()))})(?!{_LETTER})
)"""
_SPACED: Final = ", "
_SPACED_NUMBER: Final = rf"""
  | ,[ ](?:
            (?:\d\d,[ ]){{0,2}}\d{{3}}(?!,[ ]\d{{3}}){_NOT_COUNTED}(?:\.\d\d?(?!\d))?                       # 68, 770 and 12, 00, 000
          | (?<!\d{{3}},[ ])\d{{3}},[ ]\d{{3}}{_NOT_COUNTED}                                                # 1, 250, 000
        )
"""
"""A number with spaces after its commas. Few texts have one, and this part takes half of the time to compile the whole pattern."""
_NUMBER: Final = r"""
\d(?:
    \d{0,2}+(?:
        (?:[ \u00a0\u2009\u202f]\d{3}(?!\d))+(?:[.,]\d{1,3}(?!\d))?                                       # 38 000,50
        %s
    )
  | \d*(?:[.,'’٬٫]\d+)*                                                                                  # 38.000,50
)"""
"""Every match begins with a digit, so that `re` can skip to the next one."""
_DOLLARS: Final = rf"\$[ \u00a0\u202f]?(?:US|CAN?|CDN|AU|NZ)(?!{_LETTER})"  # as in French: 25 $ CA
_CENTS: Final = r"(?:[.,][ ]?[-–—]{1,2}(?![\d\w]))?"  # 50,- and 50.--
_NEVER: Final = "(?!)"
_DIGIT: Final = lazy_pattern(r"\d")
_GLUED_MULTIPLIER: Final = rf"[kKMmTt](?=(?:{'|'.join(SCALED_CODES)})(?![A-Za-z]))|[tTmM](?=kr\b)"
_PER_ANNUM: Final = "LPA|lpa|Lpa"
_EVERYDAY_LINK_WORDS: Final = ("to", "and", "bis", "à", "a", "et", "en", "y", "do", "tot", "och", "und")
_LINK_SIGN: Final = r"""
    [-–—−‐‑―~〜～∼至到]{1,2}
  | から | 부터 | 에서
  | (?<=[万円元원만])[?？]
  | \.{2,3} | …
  | (?<=\d)/(?=\d)
  | [,;/]?[ ]?(?:[Mm]ax(?:imum)?[.:]|[Hh]igh:)
"""
_FIRST: Final = ("number", "multiplier", "sign_after")
_SECOND: Final = ("number_2", "multiplier_2", "sign_after_2")


class Figure:
    """One number of a text, as it is written.

    Attributes:
        start: where its digits begin.
        end: where they end.
        grouping: the separator of thousands in the commonest notation, "" if there is none; None for other notations.
        multiplier: the word or letter after it that multiplies it.
        sign_before: the currency before it; None if there is none.
        sign_after: the currency after it; None if there is none.
    """

    __slots__ = ("end", "grouping", "multiplier", "sign_after", "sign_before", "start")

    def __init__(
        self,
        start: int,
        end: int,
        grouping: str | None,
        multiplier: str | None,
        sign_before: str | None,
        sign_after: str | None,
    ) -> None:
        self.start, self.end, self.grouping, self.multiplier = start, end, grouping, multiplier
        self.sign_before, self.sign_after = sign_before, sign_after

    @property
    def span(self) -> tuple[int, int]:
        """Where the digits begin and end."""
        return self.start, self.end

    @property
    def is_bare(self) -> bool:
        """Whether the number is nothing but digits: no sign, no multiplier, no separator."""
        return self.grouping == "" and not (self.multiplier or self.sign_before or self.sign_after)


class Written:
    """One amount of a text, or two with a link between them, as they are written; what comes before them is not yet read.

    Attributes:
        end: where the last amount ends.
        first_end: where the first amount ends, its currency included.
        link: what is written between two amounts.
        sign_between: the currency before the second amount, "" for none.
    """

    __slots__ = ("_figures", "_first", "_second", "end", "first_end", "link", "sign_between")

    def __init__(
        self,
        first: re.Match[str] | _Amount,
        link: re.Match[str] | None = None,
        second: re.Match[str] | _Amount | None = None,
    ) -> None:
        self._first, self._second = first, second
        self._figures: list[Figure | None] = [None, None]
        self.end = self.first_end = (second or first).end()
        self.link = self.sign_between = ""
        if link:
            self.link, self.sign_between = link.group("link", "sign_between")
            self.first_end = link.start("link")

    @property
    def first(self) -> Figure:
        """The first number, without the currency before it."""
        figure = self._figures[0]
        if figure is None:
            figure = self._figures[0] = _figure(self._first, _FIRST)
        return figure

    @property
    def second(self) -> Figure | None:
        """The second number, if there are two."""
        if self._second is None or self._figures[1]:
            return self._figures[1]
        groups = _SECOND if self._second is self._first else _FIRST
        self._figures[1] = _figure(self._second, groups, self.sign_between)
        return self._figures[1]


def _figure(
    match: re.Match[str] | _Amount, groups: tuple[str, str, str], sign_before: str | None = None
) -> Figure:
    start, end = match.span(groups[0])
    number, multiplier, sign_after = match.group(*groups)
    return Figure(start, end, grouping(number), multiplier, sign_before, sign_after)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern that matches the longest possible of the given words; it is built as a tree of their letters, for speed.

    Examples:
        >>> any_of(["kr", "krona"])
        'kr(?:ona)?'
    """
    tree: dict[str, Any] = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _pattern(tree)


def _pattern(tree: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(below) for letter, below in sorted(tree.items()) if letter]
    if not branches:
        return ""
    joined = "|".join(branches)
    if "" in tree:
        return f"(?:{joined})?"
    return joined if len(branches) == 1 else f"(?:{joined})"


def _bounded(words: Iterable[str]) -> str:
    """Return a pattern of words that no letter may follow, except in scripts that do not separate words."""
    loose = [word for word in words if not word[-1].isalpha() or is_unspaced(word)]
    tight = [word for word in words if word[-1].isalpha() and not is_unspaced(word)]
    alternatives = [any_of(loose)] if loose else []
    if tight:
        alternatives.append(f"{any_of(tight)}(?!{_LETTER})")
    joined = "|".join(alternatives)
    return f"(?:{joined})"


def _phrases(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _number(*, spaced: bool) -> str:
    """Return the verbose pattern of a number, with a space at its commas or not."""
    return _NUMBER % (_SPACED_NUMBER if spaced else "")


def _amount(number: str, sign_after: str, multiplier: str, suffix: str = "") -> str:
    """Return the verbose pattern of a number, its multiplier and the currency after it."""
    return rf"""
        (?P<number{suffix}>{number})
        {_CENTS}
        (?:[ \u00a0-]?(?P<multiplier{suffix}>{multiplier}))?
        (?:{_GAP}(?P<sign_after{suffix}>{sign_after}))?
    """


def _link(sign: str, words: Iterable[str]) -> str:
    """Return the verbose pattern of the link between two amounts, including a currency before the second."""
    return rf"""
        (?P<link>
            (?:                                         # $50/hr - $60/hr: each end says what it is paid for
                {_SPACE}?/{_SPACE}?{_LETTER}{{1,9}}\.?
              | [ ](?:per|an)[ ]{_LETTER}{{1,9}}
            )?
            {_GAP}
            (?:{_LINK_SIGN}|(?<={_SPACE})(?i:{_phrases(words)})(?={_SPACE}))
            {_GAP}
        )
        (?:(?:de|d'|van)[ ])?
        (?:(?:[A-Z]{{2}}-\d\d?[ ])?(?:[Ss]tep|[Gg]rade|[Ll]evel|[Ss]tufe)[ ]\d\d?[ ](?:[-–—:][ ])?)?  # to GS-13 Step 10 $115,000
        (?P<sign_between>{sign}|)
        :?{_GAP}
    """


def everyday_amounts(text: str) -> re.Pattern[str]:
    """Return the pattern with only the words that most texts use, which is several times as fast as the full one.

    If a word follows that only the full pattern has (`prefilter.rare_words`), `match_amount` reads the amount instead.

    Args:
        text: the text to be searched; one without a comma and a space after it needs less of the pattern.

    Examples:
        >>> everyday_amounts("68, 770 €").match("68, 770 €")["number"]
        '68, 770'
    """
    return _everyday_amounts(spaced=_SPACED in text)


@once
def _everyday_amounts(*, spaced: bool) -> re.Pattern[str]:
    sign = rf"{_LETTER}{{0,3}}[$€£¥₹]|[A-Z]{{3}}(?!{_LETTER})"
    after = rf"{_DOLLARS}|[A-Z]{{0,3}}[$€£¥₹円元원]|[A-Z]{{3}}(?!{_LETTER})"
    multiplier = (
        rf"[kKmM](?!\.?{_LETTER})|[tT](?=€)|{_GLUED_MULTIPLIER}|(?:{_PER_ANNUM})(?!{_LETTER})|[万億亿만억]"
    )
    number = _number(spaced=spaced)
    first, second = _amount(number, after, multiplier), _amount(number, after, multiplier, "_2")
    return re.compile(f"{first}(?:{_link(sign, _EVERYDAY_LINK_WORDS)}{second})?", re.VERBOSE)


_SEPARATORS: Final = " \u00a0-"  # characters that may separate a number from its multiplier
_SPACES: Final = " \t\u00a0\u2009\u202f"
_FEW_SPACES: Final = 2
_FAR: Final = 96  # characters in which a second amount must begin


class _Amount:
    """One amount read with all words, in place of a match: it has the methods of one."""

    __slots__ = ("_end", "_groups", "_span")

    def __init__(self, span: tuple[int, int], end: int, *groups: str | None) -> None:
        self._span, self._end, self._groups = span, end, groups

    def span(self, _group: str) -> tuple[int, int]:
        """Return where the number begins and ends."""
        return self._span

    def group(self, *_names: str) -> tuple[Any, ...]:
        """Return the number, its multiplier and the currency after it."""
        return self._groups

    def end(self) -> int:
        """Return where the amount ends."""
        return self._end


@once
def _number_alone(*, spaced: bool) -> re.Pattern[str]:
    return re.compile(rf"(?P<number>{_number(spaced=spaced)}){_CENTS}", re.VERBOSE)


@lru_cache(_LETTERS)
def multipliers(letter: str) -> re.Pattern[str]:
    """Return the pattern of the multipliers that begin with a letter, because a pattern of all takes long to compile.

    A letter of an abbreviation is not a multiplier: Mexicans write `$9,000.00 M.N.` for their national money.
    """
    words = [form for word in MULTIPLIERS if word != "L" for form in cases(word) if form[0] == letter]
    glued = rf"(?!\w\.{_LETTER})(?:{_GLUED_MULTIPLIER}|" if letter in "kKmMtT" else "(?:"
    per_annum = f"(?:{_PER_ANNUM})(?![A-Za-z])|L(?![A-Za-z])|" if letter in "lL" else ""
    local = "".join(  # only before its own currency: 450 E Ft
        rf"{re.escape(word)}(?={_GAP}{_bounded(forms_of(codes))})|"
        for word, codes in LOCAL_MULTIPLIERS.items()
        if word[0] == letter
    )
    return re.compile(f"{glued}{local}{per_annum}{_bounded(words) if words else _NEVER})", re.VERBOSE)


@once
def _names_by_letter() -> dict[str, tuple[list[str], list[str]]]:
    """Return the signs and the names of currencies by their first character."""
    names: dict[str, tuple[list[str], list[str]]] = {}
    spelled = signs()
    for sign in spelled:
        if not is_letter_sign(sign):
            names.setdefault(sign[0], ([], []))[0].append(sign)
    forms = [form for name in known_signs() if name not in spelled for form in cases(name)]
    for name in [*forms, *LOWER_CODES]:
        names.setdefault(name[0], ([], []))[1].append(name)
    return names


@lru_cache(_LETTERS)
def signs_after(letter: str) -> re.Pattern[str]:
    """Return the pattern of the currencies that begin with a character."""
    parts = [_DOLLARS] if letter == "$" else []
    parts += [_bounded(words) for words in _names_by_letter().get(letter, ()) if words]
    return re.compile("|".join(parts) or _NEVER, re.VERBOSE)


@once
def _full_link() -> re.Pattern[str]:
    """Return the pattern of every link between two amounts, with a sign, up to the digit that follows."""
    return re.compile(_link(_bounded(signs()), LINK_WORDS) + r"(?=\d)", re.VERBOSE)


def match_amount(text: str, start: int) -> Written | None:
    """Return the amount that begins at a position, read with all words; None if there is no digit.

    Examples:
        >>> amount = match_amount("3 millions up to 4 millions", 0)
        >>> amount and (amount.first.multiplier, amount.link)
        ('millions', ' up to ')
    """
    first = _match_one(text, start)
    if first is None:
        return None
    end = first.end()
    link = _full_link().match(text, end) if _DIGIT.search(text, end, end + _FAR) else None
    second = _match_one(text, link.end()) if link else None
    return Written(first, link, second) if second else Written(first)


def _match_one(text: str, start: int) -> _Amount | None:
    """Return a number, its multiplier and the currency after it, as a pattern with all words would match them."""
    number = _number_alone(spaced=_SPACED in text).match(text, start)
    if number is None:
        return None
    end = number.end()
    at = end + 1 if text[end : end + 1] and text[end] in _SEPARATORS else end
    multiplier = multipliers(text[at]).match(text, at) if at < len(text) else None
    end = multiplier.end() if multiplier else end
    at = end
    while at < len(text) and at - end < _FEW_SPACES and text[at] in _SPACES:
        at += 1
    sign = signs_after(text[at]).match(text, at) if at < len(text) else None
    return _Amount(
        number.span("number"),
        sign.end() if sign else end,
        number["number"],
        multiplier[0] if multiplier else None,
        sign[0] if sign else None,
    )


def written(match: re.Match[str]) -> Written:
    """Return the amount of a match of the everyday pattern."""
    return Written(match, match, match) if match["link"] else Written(match)
