"""Number formats: whether a number is a date, a time or a duration, and the unit shown with it, such as a currency."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from salarykit.files.workbooks.format_units import MULTIPLE, currency_sign, pay_unit, stripped

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "GENERAL",
    "NumberFormat",
    "WithUnit",
    "WithWords",
    "builtin_format",
    "parse_format",
    "shown_format",
]

NumberKind = Literal["number", "percentage", "date", "datetime", "time", "duration"]

_TOKEN: Final = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.)
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[\$(?P<symbol>[^\[\]-]*+)(?:-(?P<locale>[^\[\]]*+))?\]
    | (?P<other>\[[^\[\]]*+\])            # a colour or a condition
    | (?P<space>[_*].)                 # a space as wide as a character, or a character that fills the cell
    | (?P<general>General)
    | (?P<noon>AM/PM|A/P)
    | (?P<digits>[0#?](?:[0#?.,]*[0#?])?(?P<scale>,*))
    | (?P<day>[yde]+) | (?P<month>m+) | (?P<hour>[hs]+)
    | (?P<percent>%)
    | (?P<plain>.)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PIECE: Final = re.compile(r'"[^"]*"?|\\.|\[[^\[\]]*+\]|[_*].|.', re.DOTALL)
_CONDITION: Final = re.compile(r"\[(<>|<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)\]", re.ASCII)
_COMPARED: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_SHOWN: Final = re.compile(r"([^\d]*?)(-?\d[\d.,'\u2019 \u00a0\u202f]*?)([^\d]*)")
_DATES: Final = (14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59))  # including East Asian ones
_PERCENTAGES: Final = (9, 10)
_TIMES: Final = (18, 19, 20, 21, 32, 33, 45, 47)


class WithUnit(str):
    """A number with the unit that its format states, as a text."""

    __slots__ = ()


class WithWords(float):
    """A number that its format shows with words other than a unit of pay, such as `38 hours`; `shown` is the text."""

    __slots__ = ("shown",)
    shown: str

    @classmethod
    def of(cls, number: float, shown: str) -> WithWords:
        """Return a number with the text that is shown for it."""
        with_words = cls(number)
        with_words.shown = shown
        return with_words


class NumberFormat(NamedTuple):
    """One section of a number format, and what it says about a number.

    Attributes:
        kind: what the number is.
        before, after: the unit before and after it, if that is a currency or a period of pay.
        words: the texts before and after it, if they have words other than such a unit; a single text if the number is not shown.
        condition: the comparison that a number must meet for this section, such as `[>=1000]`; "" if none is stated.
        others: the further sections for numbers.
    """

    kind: NumberKind = "number"
    before: str = ""
    after: str = ""
    words: tuple[str, ...] = ()
    condition: str = ""
    others: tuple[NumberFormat, ...] = ()

    def for_number(self, number: float) -> NumberFormat | None:
        """Return the section that applies to a number; None if the sections differ and it is not clear which does.

        The rules are those of ECMA-376, part 1, 18.8.31. Without conditions, the sections are for positive numbers, negative ones and
        zero. With conditions, the first section whose condition the number meets applies, or else the last.

        Examples:
            >>> thousands = parse_format('[>=1000]#,##0 "€";0.00 "€/h"')
            >>> thousands.for_number(2000.0).after, thousands.for_number(15.0).after
            ('€', '€/h')
        """
        if not (self.others or self.condition):
            return self
        sections = (self._replace(others=()), *self.others)
        possible = _possible_sections(sections, number)
        units = {(section.kind, section.before, section.after, section.words) for section in possible}
        return possible[0] if len(units) == 1 else None

    def written(self, number: float) -> float | str:
        """Return a number with its unit as a text, or the number if there is no unit; its value is never scaled.

        Examples:
            >>> parse_format("#,##0 [$€-407]").written(52000.0), parse_format("0.00").written(52000.0)
            ('52000 €', 52000.0)
            >>> parse_format('0 "hours"').written(38.0).shown
            '38 hours'
        """
        if self.words:
            return WithWords.of(number, _with(number, *self.words) if len(self.words) > 1 else self.words[0])
        if not (self.before or self.after):
            return number
        return WithUnit(_with(number, self.before, self.after))


def _with(number: float, before: str, after: str) -> str:
    """Return a number as a text, with the texts before and after it."""
    text = str(int(number)) if number == int(number) else repr(float(number))
    if "e" in text:
        text = format(number, "f")
    if len(text.partition(".")[2]) == 3:  # noqa: PLR2004 - three decimals could be read as thousands
        text += "0"
    minus, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    before = f"{before} " if before[-1:].isalpha() else before
    after = f" {after}" if after and not after.startswith("/") else after
    return f"{minus}{before}{digits}{after}"


def _possible_sections(sections: tuple[NumberFormat, ...], number: float) -> tuple[NumberFormat, ...]:
    """Return the sections that may apply to a number: several if the conditions leave that open, none if no section applies."""
    conditions = [_CONDITION.fullmatch(section.condition) for section in sections]
    if not any(conditions):
        at = 0 if len(sections) == 1 or number > 0 else 1 if number < 0 else 2
        return (sections[at if at < len(sections) else 0],)
    for section, condition in zip(sections, conditions, strict=True):
        if condition is None:
            break
        if _COMPARED[condition[1]](number, float(condition[2])):
            return (section,)
    return tuple(
        section for section, condition in zip(sections, conditions, strict=True) if condition is None
    )


GENERAL: Final = NumberFormat()


def builtin_format(number: int) -> NumberFormat:
    """Return the built-in format of a number below 164, which a file need not define.

    Examples:
        >>> builtin_format(14).kind, builtin_format(22).kind, builtin_format(46).kind, builtin_format(4).kind
        ('date', 'datetime', 'duration', 'number')
    """
    if number in _DATES:
        return NumberFormat("date")
    if number in _TIMES:
        return NumberFormat("time")
    if number in _PERCENTAGES:
        return NumberFormat("percentage")
    return {22: NumberFormat("datetime"), 46: NumberFormat("duration")}.get(number, GENERAL)


def parse_format(code: str) -> NumberFormat:
    r"""Return the meaning of a format code, by its section for positive numbers and the other sections.

    Examples:
        >>> (
        ...     parse_format("[$SEK] #,##0").before,
        ...     parse_format(r'0\ "kr"').after,
        ...     parse_format("[$$-1009]#,##0").before,
        ... )
        ('SEK', 'kr', 'CAD')
        >>> parse_format('#,##0,"k€"').after, parse_format("yyyy-mm-dd").kind, parse_format("[h]:mm").kind
        ('€', 'date', 'duration')
    """
    parts = [""]
    for piece in _PIECE.findall(code):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    parts = parts[:3]  # the fourth one is for texts
    if len(parts) > 1 and "@" in _unquoted(parts[-1]):
        parts.pop()
    first, *others = map(_section, parts)
    if all(section == first for section in others) and not first.condition:
        return first
    return first._replace(others=tuple(others))


def _unquoted(code: str) -> str:
    return "".join(piece for piece in _PIECE.findall(code) if len(piece) == 1)


def _section(code: str) -> NumberFormat:
    """Return what one section of a format code says."""
    before, after, kinds = "", "", set[str]()
    has_digits = is_scaled = False
    for token in _TOKEN.finditer(code):
        kinds.add(token.lastgroup or "")
        if token.lastgroup in ("digits", "scale", "general"):
            has_digits, is_scaled = True, is_scaled or bool(token["scale"])
            continue
        text = _text_of(token)
        before, after = (before, after + text) if has_digits else (before + text, after)
    kind = _kind(kinds) if not has_digits or "elapsed" in kinds or "day" in kinds else "number"
    condition = _CONDITION.search(code)
    stated = condition[0] if condition and condition[0] in _PIECE.findall(code) else ""
    if kind != "number" or "percent" in kinds:
        return NumberFormat("percentage" if kind == "number" else kind, condition=stated)
    if not has_digits and any(map(str.isalpha, before)) and "@" not in _unquoted(code):
        return NumberFormat(words=(" ".join(before.split()),), condition=stated)
    number_format = _affixed(before, after, is_scaled=is_scaled)._replace(condition=stated)
    return GENERAL if number_format == GENERAL else number_format


def _text_of(token: re.Match[str]) -> str:
    """Return the text that a token of a format shows next to the number."""
    if token["symbol"] is not None:
        return currency_sign(token["symbol"], token["locale"] or "")
    if token.lastgroup == "space":
        return " "
    return token["quoted"] or token["escaped"] or token["plain"] or ""


def _affixed(before: str, after: str, *, is_scaled: bool) -> NumberFormat:
    """Return the format of a number with texts before and after it, as units; if any of them is not a unit, as words."""
    units = pay_unit(before, is_scaled=is_scaled), pay_unit(after, is_scaled=is_scaled)
    words = [stripped(text, is_scaled=is_scaled) for text in (before, after)]
    if all(unit or not any(map(str.isalpha, text)) for unit, text in zip(units, words, strict=True)):
        return NumberFormat("number", *units)
    return NumberFormat(words=(words[0], words[1]))


def shown_format(number: float, shown: str) -> NumberFormat | None:
    """Return the format of a number, derived from the text shown for it; None if it is not clear whether the format scales the number.

    Examples:
        >>> (
        ...     shown_format(38.0, "38 hours").words,
        ...     shown_format(52000.0, "52 k€").after,
        ...     shown_format(52.0, "52 k€").after,
        ... )
        (('', 'hours'), '€', 'k€')
    """
    match = _SHOWN.fullmatch(shown.strip())
    if match is None or not any(map(str.isalpha, match[1] + match[3])):
        return GENERAL
    if re.fullmatch(r"[eE][+-]?", match[3]):
        return GENERAL
    digits, whole = "".join(filter(str.isdigit, match[2])), str(abs(int(number)))
    is_scaled = len(digits) < len(whole)
    if MULTIPLE.search(match[1] + match[3]) and not is_scaled and match[2].lstrip("-") != whole:
        return None
    return _affixed(match[1], match[3], is_scaled=is_scaled)


def _kind(kinds: set[str]) -> NumberKind:
    if "elapsed" in kinds:
        return "duration"
    if "day" in kinds or ("month" in kinds and "hour" not in kinds):
        return "datetime" if "hour" in kinds else "date"
    return "time" if "hour" in kinds else "number"
