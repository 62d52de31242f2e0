"""Days and months with words in them: `28 juin 2024`, `czerwiec 2024 r.`, `2024年6月`."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["day_in_words", "without_suffix"]

_ENGLISH: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMES: Final = (
    "januar jänner janvier janv enero ene janeiro gennaio gen januari styczeń stycznia leden ledna январь января янв ocak січень січня január ianuarie",
    "februar feber février févr fév febrero fevereiro fev febbraio februari luty lutego únor února февраль февраля фев şubat лютий лютого február februarie",
    "märz mär maerz mars marzo março maart mrt marzec marca březen března март марта мар mart березень березня március martie",
    "april avril avr abril abr aprile kwiecień kwietnia duben dubna апрель апреля апр nisan квітень квітня április aprilie",
    "mai mayo maio maggio mag mei maj maja květen května май мая mayıs травень травня május",
    "juni juin junio junho giugno giu czerwiec czerwca červen června июнь июня июн haziran червень червня június iunie",
    "juli juillet juil julio julho luglio lug lipiec lipca červenec července июль июля июл temmuz липень липня július iulie",
    "august août aout agosto ago augustus augusti sierpień sierpnia srpen srpna август августа авг ağustos серпень серпня augusztus",
    "september septembre septiembre setiembre setembro set settembre wrzesień września září сентябрь сентября сен eylül вересень вересня szeptember septembrie",
    "oktober okt octobre octubre outubro out ottobre ott październik października říjen října октябрь октября окт ekim жовтень жовтня október octombrie",
    "november novembre noviembre novembro ноябрь ноября ноя kasım noiembrie",
    "dezember dez décembre déc diciembre dic dezembro dicembre december decembrie grudzień grudnia prosinec prosince декабрь декабря дек aralık грудень грудня",
)
"""The names of the months; `listopad` is October in Croatian and November in Polish and Czech, and is not read."""
_MONTHS: Final = {name: month for month, names in enumerate(_NAMES, start=1) for name in names.split()}
_NAMED: Final = re.compile(
    r"(?:(?P<before>\d{1,2})(?:st|nd|rd|th|er|\.|º)?[ -](?:de )?)?(?P<month>[^\W\d_]{3,12})\.?[ -](?:(?:de|del) )?"
    r"(?:(?P<after>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<year>\d{4})"
)
_OF_YEAR: Final = re.compile(r"(?<=\d)\s?(?:r|г|р|roku|года|року)\.?$")
_CJK: Final = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?", re.ASCII)
_MONTH_FIRST: Final = re.compile(r"(0?[1-9]|1[0-2])[./-](\d{4})", re.ASCII)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[./](0?[1-9]|1[0-2])", re.ASCII)


def day_in_words(text: str) -> str | None:
    """Return a day or a month that is written with words, or a month as `06/2024`, in ISO 8601; None if it is none.

    Examples:
        >>> [
        ...     day_in_words(day)
        ...     for day in ("28 juin 2024", "June 28, 2024", "1º de março de 2024", "2024年6月", "06/2024")
        ... ]
        ['2024-06-28', '2024-06-28', '2024-03-01', '2024-06', '2024-06']
        >>> day_in_words("June"), day_in_words("13/2024")
        (None, None)
    """
    text = without_suffix(text)
    if cjk := _CJK.fullmatch(text):
        return _iso(cjk[1], int(cjk[2]), cjk[3])
    if month := _MONTH_FIRST.fullmatch(text):
        return _iso(month[2], int(month[1]), None)
    if month := _YEAR_FIRST.fullmatch(text):
        return _iso(month[1], int(month[2]), None)
    named = _NAMED.fullmatch(text.casefold())
    if not named or (named["before"] and named["after"]):
        return None
    name = named["month"]
    number = _MONTHS.get(name) or (
        _ENGLISH.index(name[:3]) + 1 if name[:3] in _ENGLISH and name.isascii() else None
    )
    return _iso(named["year"], number, named["before"] or named["after"]) if number else None


def without_suffix(text: str) -> str:
    """Return a day without the word for a year behind it, as in `16.09.2024 r.`."""
    return _OF_YEAR.sub("", text)


def _iso(year: str, month: int, day: str | None) -> str:
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"
