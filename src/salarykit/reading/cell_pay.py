"""The pay in the texts of cells, under what stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.reading.number_format import numeral, value_of

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.pay import Pay

__all__ = ["pays_in"]

_FIGURE: Final = re.compile(r"^[^\d+-]{0,20}\+?[0-9]", re.ASCII)
_NUMBER: Final = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
_ALIKE: Final = 4  # how many times another a figure may be that could as well be the pay


def pays_in(keys: list[tuple[str, LocalMoney]], money: list[str | None]) -> list[Pay | None]:
    """Return the pay in each text; a text without money in it is read with the row's own beside its largest number.

    Where another number could as well be the pay (`45000 or 52000`), or says what is not understood (`45000 for 10 months`), the
    text has none.

    Args:
        keys: n texts, each with the money of its country on its day.
        money: n currencies that stand beside them; None where there is none.
    """
    found = _pays(keys)
    bare = [
        index
        for index, (text, _) in enumerate(keys)
        if money[index] and found[index] is None and _FIGURE.search(text)
    ]
    places = [_largest(keys[at][0]) for at in bare]
    texts = [_with(keys[at][0], f"{money[at]} ", place) for at, place in zip(bare, places, strict=True)]
    again = _pays([(text, keys[at][1]) for text, at in zip(texts, bare, strict=True)])
    for at, place, pay in zip(bare, places, again, strict=True):
        found[at] = pay and _in_text(keys[at][0], pay, place, len(f"{money[at]} "))
    return found


def _largest(text: str) -> int | None:
    """Return where the largest number of a text begins; None if it is the last one, behind which its money may stand."""
    if "&" in text:  # the number of a letter
        return None
    numbers = [(_size(number[0], text[number.end() :]), number.start()) for number in _NUMBER.finditer(text)]
    largest = max(numbers, default=(0.0, 0))
    return None if not numbers or largest[0] <= numbers[-1][0] else largest[1]


def _with(text: str, money: str, place: int | None) -> str:
    return f"{text} {money.strip()}" if place is None else f"{text[:place]}{money}{text[place:]}"


def _in_text(text: str, pay: Pay, place: int | None, shift: int) -> Pay | None:
    """Return a pay as it stands in a text without the money that was put into it.

    It is None if another number may be the pay, or if one follows that is not the number of a year's salaries.
    """
    start, end = pay.position
    if place is not None:
        start, end = (at - shift if at > place else at for at in (start, end))
        if pay.months_per_year is None and _NUMBER.search(text, end):
            return None
    low, high = (each if each is not None else 0.0 for each in (pay.low, pay.high))
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


def _size(number: str, behind: str) -> float:
    """Return how much a number is, with the thousands that are written at it."""
    written = numeral(number)
    if written is None or written.form is None:
        return 0.0
    return value_of(written.digits, written.form.decimal) * (1000 if behind[:1] in ("k", "K") else 1)


def _pays(keys: list[tuple[str, LocalMoney]]) -> list[Pay | None]:
    from salarykit.pay.parse_column import pays_of  # a table of plain numbers does without

    found = pays_of([text for text, _ in keys], [here for _, here in keys])
    return [pay if pay and not pay.low is pay.high is None else None for pay in found]
