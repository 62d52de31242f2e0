"""Reads days and months as people write them: `28/06/2024`, `28 juin 2024`, `czerwiec 2024 r.`, `2024年6月`."""

from __future__ import annotations

import re
from typing import Final

from salarykit.errors import InvalidSpan
from salarykit.rates.spans import parse_span

__all__ = ["days_first", "parse_day"]

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
_YEAR_FIRST: Final = re.compile(r"(\d{4})[./M](0?[1-9]|1[0-2])", re.ASCII)
_QUARTER: Final = re.compile(
    r"(?P<year>\d{4})[ -]?[QTK]-?(?P<after>[1-4])|(?:[QTK](?P<before>[1-4])|(?P<first>[1-4])(?:\.?\s?(?:Q|Quartal)|(?:er|e|º)? trim(?:estre)?\.?))[ /-]?(?P<last>\d{4})",
    re.IGNORECASE | re.ASCII,
)
"""A quarter: `Q3 2023`, `2023K3`, `3. Quartal 2023`, `1er trimestre 2024`."""
_PARTS: Final = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})", re.ASCII)
_CLOCK: Final = re.compile(
    r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?([ap]\.?\s?m\.?)?\s?(Z|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|UTC|GMT|[A-Z]{2,3}S?T|MES?Z)?$",
    re.IGNORECASE,
)
_MONTHS_OF_A_YEAR: Final = 12
_FEW: Final = 10  # one day in so many that is written the other way is a typing error


def days_first(texts: list[str]) -> bool | None:
    """Return whether days such as `28/06/2024` put the day first, by those with a number above 12.

    One contrary day among more than ten does not count, and is refused.

    Returns:
        None if no text shows the order, or if the texts contradict each other.

    Examples:
        >>> days_first(["03/04/2024", "28/06/2024"]), days_first(["03/04/2024"])
        (True, None)
        >>> [days_first([f"{day}/06/2024" for day in range(13, last)] + ["06/28/2024"]) for last in (20, 30)]
        [None, True]
    """
    votes = []
    for text in texts:
        parts = _PARTS.fullmatch(_without_suffix(_CLOCK.sub("", text.strip())))
        if parts and parts[2] != "." and len(parts[4]) == 4:  # noqa: PLR2004 - a year
            votes.append(_puts_day_first(parts))
    first, second = votes.count(True), votes.count(False)
    return True if first > _FEW * second else False if second > _FEW * first else None


def _puts_day_first(parts: re.Match[str]) -> bool | None:
    """Return whether a date such as `28/06/2024` puts the day first; None if it can be read either way."""
    first, second = int(parts[1]), int(parts[3])
    if parts[2] == "." or first > _MONTHS_OF_A_YEAR:
        return True
    return False if second > _MONTHS_OF_A_YEAR else None


def parse_day(text: str, *, day_first: bool | None) -> str | None:
    """Return a written day or month in ISO 8601; None if it is neither, is ambiguous, or contradicts `day_first`.

    Examples:
        >>> [
        ...     parse_day(day, day_first=None)
        ...     for day in ("28.06.2024", "June 2024", "2024/6/28", "2024-06-28 10:00", "3/4/2024")
        ... ]
        ['2024-06-28', '2024-06', '2024-06-28', '2024-06-28', None]
        >>> [parse_day(day, day_first=False) for day in ("3/4/2024", "28/6/2024", "28.06.2024")]
        ['2024-03-04', None, '2024-06-28']
    """
    text = _without_suffix(_CLOCK.sub("", text.strip()))
    parts = _PARTS.fullmatch(text)
    if parts and len(parts[1]) == 4:  # noqa: PLR2004 - a year
        iso = f"{parts[1]}-{int(parts[3]):02}-{int(parts[4]):02}"
    elif parts and len(parts[4]) == 4:  # noqa: PLR2004 - a year
        first, is_free = _puts_day_first(parts), parts[2] == "." or day_first is None
        first = day_first if first is None else first
        if first is None or (first != day_first and not is_free):
            return None
        day, month = (parts[1], parts[3]) if first else (parts[3], parts[1])
        iso = f"{parts[4]}-{int(month):02}-{int(day):02}"
    else:
        iso = _day_in_words(text) or text
    try:
        parse_span(iso)
    except InvalidSpan:
        return None
    return iso


def _day_in_words(text: str) -> str | None:
    """Return a day or a month with words, or a month such as `06/2024`, in ISO 8601; None for other texts.

    Examples:
        >>> [
        ...     _day_in_words(day)
        ...     for day in ("28 juin 2024", "June 28, 2024", "1º de março de 2024", "2024年6月", "06/2024")
        ... ]
        ['2024-06-28', '2024-06-28', '2024-03-01', '2024-06', '2024-06']
        >>> [_day_in_words(day) for day in ("Q3 2023", "2023K3", "3. Quartal 2023", "2023M05")]
        ['2023-Q3', '2023-Q3', '2023-Q3', '2023-05']
        >>> _day_in_words("June"), _day_in_words("13/2024")
        (None, None)
    """
    text = _without_suffix(text)
    if quarter := _QUARTER.fullmatch(text):
        number = quarter["after"] or quarter["before"] or quarter["first"]
        return f"{quarter['year'] or quarter['last']}-Q{number}"
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


def _without_suffix(text: str) -> str:
    """Return a day without a word for `year` after it, as in `16.09.2024 r.`."""
    return _OF_YEAR.sub("", text)


def _iso(year: str, month: int, day: str | None) -> str:
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"
