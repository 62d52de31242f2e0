"""Reads the pay in the texts of cells, given the other cells of the row."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.currency.codes import CODES
from salarykit.pay.other_money import COUNTED
from salarykit.reading.numerals import numeral, value_of

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.pay import Pay

__all__ = ["is_counted_word", "pays_in"]

_FIGURE: Final = re.compile(r"^[^\d+-]{0,20}\+?[0-9]", re.ASCII)
_NUMBER: Final = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
_CODED: Final = re.compile(rf"\s*(?:([A-Z]{{3}})\s?)?{_NUMBER.pattern}(?:\s?([A-Z]{{3}}))?\s*")
_PAY: Final = "pay: "
_NOT_PAY: Final = re.compile(
    r"(?<!\d)(?:401\s?\(?k\)?|403\s?\(?b\)?)(?!\w)|(?<!\d)\d++(?:[.,]\d++)?+\s?%"
    r"|(?<![\d.,])\d[\d.,]*+\s?k?\s(?:(?:annual|yearly|sign-?on|signing|target|cash)\s)?(?:bonus(?:es)?|commissions?|stocks?|equity|rsus?)\b",
    re.IGNORECASE,
)
"""Numbers that are not pay: the name of a pension plan, a percentage, a bonus or shares in addition to the pay."""
_INCLUDED: Final = re.compile(
    r"(?:(?<![,(\s])[,(\s]++)?+\b(?:incl(?:\.|uding|udes)?|with|w/)\s*+(?:(?:everything|allowances?|super(?:annuation)?|commissions?|bonus(?:es)?"
    r"|overtime|benefits|pension|annual|equity|stocks?|rsus|tips|all|and|the|my|ot|a|[&,/])\s*+)++\)?+\s*+$",
    re.IGNORECASE,
)
"""A phrase after a figure for what it includes, such as `incl. bonus`."""
_SHORT_WEEK: Final = re.compile(
    r"\bp/?t\b|\bpart[- ]?time\b|\bpro[- ]?rata\b|\bcommission only\b|\bunpaid\b", re.IGNORECASE
)
"""Words that leave open which working time an amount is for, or whether it is paid."""
_MULTIPLE: Final = re.compile(r"\s?(?:[kKmM]|mn|mio|million)(?![^\W\d_])")
_NEXT_WORD: Final = re.compile(r"\s?\(?([^\W\d_]+)")
_TIME_PER: Final = re.compile(
    r"\s?(?:h|hrs?|std|u|uur|godz|ч|час|h(?:our|eure)s?|horas?)\.?\s?(?:/|a|per|pro|par|por|w|na|в)\s?[^\W\d_]",
    re.IGNORECASE,
)
"""Hours per longer period after a number: `38 h/week`."""
_COUNTED: Final = frozenset([
    "fte", "ftes", "vze", "hrs", "std", "interviews", "respondents", "responses", "befragte", "befragten", "teilnehmer", "antworten",
    "répondants", "réponses", "encuestados", "respuestas", "intervistati", "respondenti", "respondentów", "respondenten", "deltagare",
    "svarande", "points", "punkte", "pts", "shares", "aktien", "actions", "km", "miles", "stellen", "positions",
])  # fmt: skip
"""Words for what tables count, in addition to those of `other_money`."""
_SLASH: Final = re.compile(r"\d ?/ ?\d")  # between two numbers
_FOUR: Final = 4  # the fewest digits of a number that may be pay whatever words follow
_YEARS: Final = range(1900, 2101)
_ALIKE: Final = 4  # the largest ratio of two figures either of which may be the pay


def pays_in(keys: list[tuple[str, LocalMoney]], money: list[str | None]) -> list[Pay | None]:
    """Return the pay in each text; a text that names no money is read with the row's currency before its largest number.

    So is a text with one number, whatever words follow it (`90,000 + bonus`). A text has no pay if another number may be the pay
    (`45000 or 52000`) or is not understood (`45000 for 10 months`).

    Args:
        keys: n texts, each with the money of its country on its day.
        money: the currencies that the rows state; None if a row states none.
    """
    pays = [
        None if pay and pay.period_rule == "unknown_words" and _is_part_time(text, pay) else pay
        for (text, _), pay in zip(keys, _pays(keys), strict=True)
    ]
    _read_coded(keys, pays)
    bare = [
        index
        for index, (text, _) in enumerate(keys)
        if money[index] and pays[index] is None and _FIGURE.search(text)
    ]
    places = [_largest(keys[at][0]) for at in bare]
    texts = [
        _with(_masked(keys[at][0]), f"{money[at]} ", place) for at, place in zip(bare, places, strict=True)
    ]
    again = _pays([(text, keys[at][1]) for text, at in zip(texts, bare, strict=True)])
    for at, place, pay in zip(bare, places, again, strict=True):
        pays[at] = pay and _in_text(_masked(keys[at][0]), pay, place, len(f"{money[at]} "))
    _read_numbers_with_words(keys, money, pays, [at for at in bare if pays[at] is None])
    for at in bare:
        if (pay := pays[at]) and (_is_counted(keys[at][0], pay) or _is_either(keys[at][0], pay)):
            pays[at] = None
    return pays


def _read_coded(keys: list[tuple[str, LocalMoney]], pays: list[Pay | None]) -> None:
    """Read the cells that consist of a number and a code, such as `22.50 CAD`, which in prose may mean something else."""
    rows = [
        at
        for at, (text, _) in enumerate(keys)
        if pays[at] is None and (coded := _CODED.fullmatch(text)) and (coded[1] or coded[2]) in CODES
    ]
    again = _pays([(f"{_PAY}{keys[at][0]}", keys[at][1]) for at in rows])
    for at, pay in zip(rows, again, strict=True):
        if pay and pay.currency and pay.currency in keys[at][0]:
            start, end = pay.position
            pays[at] = pay._replace(position=(start - len(_PAY), end - len(_PAY)))


def _is_part_time(text: str, pay: Pay) -> bool:
    """Return whether a text is a bare number for part-time work, such as `8000 P/T`, which leaves open what time it pays for."""
    return pay.rule in {"country", "none"} and text[:1].isdigit() and _SHORT_WEEK.search(text) is not None


def _is_counted(text: str, pay: Pay) -> bool:
    """Return whether the number in a text without money is a count of the next word: `12,000 hours`, `250 Befragte`."""
    number = next((match for match in _NUMBER.finditer(text) if match.start() >= pay.position[0]), None)
    if number is None:
        return False
    word = _NEXT_WORD.match(text, number.end())
    is_time = _TIME_PER.match(text, number.end()) is not None
    return is_time or (word is not None and is_counted_word(word[1]))


def _is_either(text: str, pay: Pay) -> bool:
    """Return whether a slash between two bare numbers leaves open which of them is the pay: `32,000/40,000`."""
    return pay.low != pay.high and _SLASH.search(text, *pay.position) is not None


def is_counted_word(word: str) -> bool:
    """Return whether a word after a number says what the number counts.

    Examples:
        >>> is_counted_word("Stunden"), is_counted_word("FTE"), is_counted_word("brutto")
        (True, True, False)
    """
    return word.casefold() in _COUNTED or word.casefold() in COUNTED


def _read_numbers_with_words(
    keys: list[tuple[str, LocalMoney]],
    money: list[str | None],
    pay_of_keys: list[Pay | None],
    rows: list[int],
) -> None:
    """Read texts of one number and words by putting the row's currency before the number."""
    numbers = [_only_number(keys[at][0]) for at in rows]
    rows = [at for at, number in zip(rows, numbers, strict=True) if number]
    texts = [
        _before(keys[at][0], number, str(money[at]))
        for at, number in zip(rows, filter(None, numbers), strict=True)
    ]
    pays = _pays([(text, keys[at][1]) for text, at in zip(texts, rows, strict=True)])
    for at, number, pay in zip(rows, filter(None, numbers), pays, strict=True):
        size = _size(number[0], "") * _multiple(keys[at][0], number.end())
        if pay and pay.low == pay.high == size:
            pay_of_keys[at] = pay._replace(position=number.span())


def _masked(text: str) -> str:
    """Return a text with blanks in place of the characters of numbers that are not pay."""
    return _NOT_PAY.sub(lambda match: " " * len(match[0]), text)


def _only_number(text: str) -> re.Match[str] | None:
    """Return the only number of a text; None if it has several, or only a year.

    Examples:
        >>> [
        ...     bool(_only_number(text))
        ...     for text in ("90,000 + 10% bonus", "90,000 in 2021", "2021 rate", "8,000 P/T")
        ... ]
        [True, False, False, False]
    """
    numbers = list(_NUMBER.finditer(_masked(text)))
    if len(numbers) != 1 or _SHORT_WEEK.search(text) or "&" in text:
        return None
    number = numbers[0]
    digits = sum(map(str.isdigit, number[0]))
    is_year = number[0].isdigit() and int(number[0]) in _YEARS
    is_long = digits >= _FOUR and not is_year
    return number if is_long or _multiple(text, number.end()) > 1 else None


def _multiple(text: str, end: int) -> float:
    """Return the multiple that is written after a number; 1 if there is none."""
    written = _MULTIPLE.match(text, end)
    return 1.0 if written is None else 1e3 if written[0].strip() in "kK" else 1e6


def _before(text: str, number: re.Match[str], money: str) -> str:
    """Return a text with a currency before its number, unless there is one, and without the phrase for what the number includes."""
    start, end = number.span()
    multiple = _MULTIPLE.match(text, end)
    after = _INCLUDED.sub("", text[end:])
    after = f" {after}" if after[:1].isalpha() and multiple is None else after
    alone = multiple is not None and not text[multiple.end() :].strip() and len(text[:start].strip()) < 2  # noqa: PLR2004 - the length of a sign
    lead = text[:start] if alone and text[:start].strip() else f"{text[:start]}{money} "
    return f"{'salary: ' if alone else ''}{lead}{number[0]}{after}"


def _largest(text: str) -> int | None:
    """Return where the largest number of a text begins; None if it is the last number, because a currency can follow that."""
    if "&" in text:  # a number in an HTML entity
        return None
    numbers = [
        (_size(number[0], text[number.end() :]), number.start()) for number in _NUMBER.finditer(_masked(text))
    ]
    largest = max(numbers, default=(0.0, 0))
    return None if not numbers or largest[0] <= numbers[-1][0] else largest[1]


def _with(text: str, money: str, place: int | None) -> str:
    return f"{text} {money.strip()}" if place is None else f"{text[:place]}{money}{text[place:]}"


def _in_text(text: str, pay: Pay, place: int | None, shift: int) -> Pay | None:
    """Return pay with its position in the original text, without the currency that was added for the parser.

    Return None if another number may be the pay, or if a number follows that is not the number of salaries in a year.
    """
    start, end = pay.position
    if place is not None:
        start, end = (at - shift if at > place else at for at in (start, end))
        if pay.months_per_year is None and _NUMBER.search(text, end):
            return None
    low, high = (amount if amount is not None else 0.0 for amount in (pay.low, pay.high))
    for number in _NUMBER.finditer(text):
        size = _size(number[0], text[number.end() :])
        outside = number.end() <= start or number.start() >= end
        if (
            outside
            and min(low, high) <= _ALIKE * size
            and size <= _ALIKE * max(low, high)
            and size not in (low, high)
        ):
            return None
    return pay._replace(position=(start, end))


def _size(number: str, after: str) -> float:
    """Return the value of a number, given the text after it, which may be a `k`."""
    written = numeral(number)
    if written is None or written.form is None:
        return 0.0
    return value_of(written.digits, written.form.decimal) * (1000 if after[:1] in ("k", "K") else 1)


def _pays(keys: list[tuple[str, LocalMoney]]) -> list[Pay | None]:
    # imported late, because a table of plain numbers does not need it
    from salarykit.pay.parse_column import pays_of

    pays = pays_of([text for text, _ in keys], [here for _, here in keys])
    return [pay if pay and not pay.low is pay.high is None else None for pay in pays]
