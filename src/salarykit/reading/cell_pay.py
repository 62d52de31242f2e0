"""The pay in the texts of cells, under what stands beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from salarykit.pay.parse_column import parse_texts

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney

__all__ = ["pays_in"]

_FIGURE: Final = re.compile(r"^[^\d+-]{0,20}\+?[0-9]", re.ASCII)


def pays_in(keys: list[tuple[str, LocalMoney]], money: list[str | None]) -> list[dict[str, Any] | None]:
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


def _pays(keys: list[tuple[str, LocalMoney]]) -> list[dict[str, Any] | None]:
    if not keys:
        return []
    texts = pa.array([text for text, _ in keys], pa.string())
    pays: list[dict[str, Any] | None] = parse_texts(
        texts, [here for _, here in keys], np.arange(len(keys))
    ).to_pylist()
    return [None if pay is None or pay["low"] is pay["high"] is None else pay for pay in pays]
