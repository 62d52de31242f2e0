"""The pay in the texts of cells, under what stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.parse_column import pays_of

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.pay import Pay

__all__ = ["pays_in"]

_FIGURE: Final = re.compile(r"^[^\d+-]{0,20}\+?[0-9]", re.ASCII)


def pays_in(keys: list[tuple[str, LocalMoney]], money: list[str | None]) -> list[Pay | None]:
    """Return the pay in each text; a text without money in it is read with the row's own beside it.

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
    again = _pays([(f"{keys[at][0]} {money[at]}", keys[at][1]) for at in bare])
    for at, pay in zip(bare, again, strict=True):
        found[at] = pay
    return found


def _pays(keys: list[tuple[str, LocalMoney]]) -> list[Pay | None]:
    found = pays_of([text for text, _ in keys], [here for _, here in keys])
    return [pay if pay and not pay.low is pay.high is None else None for pay in found]
