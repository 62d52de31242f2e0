"""Number formats: whether a number is a date, a time or a duration, and the unit that stands beside it, such as a currency."""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, NamedTuple

from salarykit.currency.signs import sign
from salarykit.currency.tender import tender

__all__ = ["GENERAL", "NumberFormat", "WithUnit", "builtin_format", "parse_format"]

Kind = Literal["number", "percentage", "date", "datetime", "time", "duration"]

_TOKEN: Final = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | \\(?P<escaped>.)
    | \[(?P<elapsed>h+|m+|s+)\]
    | \[\$(?P<symbol>[^\]-]*)(?:-(?P<locale>[^\]]*))?\]
    | (?P<other>\[[^\]]*\])            # a colour or a condition
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
_SECTION: Final = re.compile(r'((?:"[^"]*"?|\\.|\[[^\]]*\]|[_*].|[^;])*)', re.DOTALL)
_MULTIPLE: Final = re.compile(
    r"""
    (?<![^\W\d_])(?:
        k | m | mm | bn | mio | mln | mrd | tsd | tys | тыс | млн | thousands? | millions? | lakhs? | lacs? | crores?
      | ribu | juta | bin | ezer | nghìn | triệu | tn
    )(?![^\W\d_])\.?
    | (?<![^\W\d_])[km](?=\W)
    | [万萬千億亿만천억]
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PER: Final = re.compile(r"/|\bper\b|\bp\.\s?[ahm]\b", re.IGNORECASE)
_DATES: Final = (14, 15, 16, 17, *range(27, 32), 34, 35, 36, *range(50, 59))  # East Asian ones among them
_PERCENTAGES: Final = (9, 10)
_TIMES: Final = (18, 19, 20, 21, 32, 33, 45, 47)
_LOCALES: Final = {
    0x409: "US", 0x1009: "CA", 0xC0C: "CA", 0xC09: "AU", 0x1409: "NZ", 0x4809: "SG", 0xC04: "HK", 0x404: "TW", 0x80A: "MX",
    0x240A: "CO", 0x340A: "CL", 0x2C0A: "AR", 0x380A: "UY", 0x41D: "SE", 0x406: "DK", 0x414: "NO", 0x814: "NO", 0x40F: "IS",
    0x411: "JP", 0x804: "CN", 0x809: "GB", 0x416: "BR", 0x4009: "IN", 0x439: "IN", 0x1C09: "ZA", 0xC01: "EG", 0x41F: "TR",
    0x419: "RU", 0x415: "PL", 0x405: "CZ", 0x40E: "HU", 0x807: "CH", 0x100C: "CH", 0x412: "KR", 0x40D: "IL",
}  # fmt: skip
"""The countries of the language codes that stand behind a currency sign, where several currencies share the sign."""


class WithUnit(str):
    """A number with the unit that its format states, as a text."""

    __slots__ = ()


class NumberFormat(NamedTuple):
    """What a number format says of a number.

    Attributes:
        kind: what the number is.
        before, after: the unit before and after it, if that is a currency or a period of pay.
    """

    kind: Kind = "number"
    before: str = ""
    after: str = ""

    def written(self, number: float) -> float | str:
        """Return a number with its unit as a text, or the number if there is no unit; its value is never scaled.

        Examples:
            >>> parse_format("#,##0 [$€-407]").written(52000.0), parse_format("0.00").written(52000.0)
            ('52000 €', 52000.0)
        """
        if not (self.before or self.after):
            return number
        text = str(int(number)) if number == int(number) else repr(float(number))
        if "e" in text:
            text = format(number, "f")
        if len(text.partition(".")[2]) == 3:  # noqa: PLR2004 - three decimals could be thousands
            text += "0"
        minus, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        before = f"{self.before} " if self.before[-1:].isalpha() else self.before
        after = f" {self.after}" if self.after and not self.after.startswith("/") else self.after
        return WithUnit(f"{minus}{before}{digits}{after}")


GENERAL: Final = NumberFormat()


def builtin_format(number: int) -> NumberFormat:
    """Return the format of a number below 164, which a file need not spell out.

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
    r"""Return what a format code says, by its section for positive numbers.

    Examples:
        >>> (
        ...     parse_format("[$SEK] #,##0"),
        ...     parse_format(r'0\ "kr"').after,
        ...     parse_format("[$$-1009]#,##0").before,
        ... )
        (NumberFormat(kind='number', before='SEK', after=''), 'kr', 'CAD')
        >>> parse_format('#,##0,"k€"').after, parse_format("yyyy-mm-dd").kind, parse_format("[h]:mm").kind
        ('€', 'date', 'duration')
    """
    section = _SECTION.match(code)
    before, after, kinds = "", "", set[str]()
    has_digits = is_scaled = False
    for token in _TOKEN.finditer(section[1] if section else ""):
        kinds.add(token.lastgroup or "")
        if token.lastgroup in ("digits", "scale", "general"):
            has_digits, is_scaled = True, is_scaled or bool(token["scale"])
            continue
        text = token["quoted"] or token["escaped"] or token["plain"] or ""
        if token["symbol"] is not None:
            text = _currency(token["symbol"], token["locale"] or "")
        if token.lastgroup == "space":
            text = " "
        before, after = (before, after + text) if has_digits else (before + text, after)
    kind = _kind(kinds) if not has_digits or "elapsed" in kinds or "day" in kinds else "number"
    if kind != "number" or "percent" in kinds:
        return NumberFormat("percentage" if kind == "number" else kind)
    number_format = NumberFormat(
        "number", _unit(before, is_scaled=is_scaled), _unit(after, is_scaled=is_scaled)
    )
    return GENERAL if number_format == GENERAL else number_format


def _kind(kinds: set[str]) -> Kind:
    if "elapsed" in kinds:
        return "duration"
    if "day" in kinds or ("month" in kinds and "hour" not in kinds):
        return "datetime" if "hour" in kinds else "date"
    return "time" if "hour" in kinds else "number"


def _unit(text: str, *, is_scaled: bool) -> str:
    """Return a text beside a number if it is a unit of pay; without its multiple where the format itself scales the number."""
    text = " ".join(text.split()).strip("()-+:' ")
    if is_scaled:
        text = " ".join(_MULTIPLE.sub("", text).split())
    is_currency = any(unicodedata.category(character) == "Sc" for character in text)
    words = re.findall(r"[^\W\d_]+\.?", text)
    is_named = any(sign(word) is not None for word in (text, *words))
    return text if is_currency or is_named or _PER.search(text) or _MULTIPLE.search(text) else ""


def _currency(symbol: str, locale: str) -> str:
    """Return the sign of a currency; its ISO code where several currencies share the sign and the locale names the country."""
    currency_sign = sign(symbol.strip()) if symbol.strip() else None
    if currency_sign is None or len(currency_sign.currencies) == 1:
        return symbol
    last = locale.rpartition("-")[2]
    country = last if re.fullmatch("[A-Z]{2}", last) else ""
    if not country and re.fullmatch("[0-9A-Fa-f]+", locale):
        country = _LOCALES.get(int(locale, 16) & 0xFFFF, "")
    own = tender(country) if country else ()
    return own[0] if own and own[0] in currency_sign.currencies else symbol
