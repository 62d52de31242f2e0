"""How many monthly salaries a year has, where a text says it: 13. Monatsgehalt, 14 pagas, ·16薪."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["salaries_a_year"]

_COUNT: Final = re.compile(
    r"(?<![\d.,])(1[2-9]|2[0-4])(?:[.,](\d))?"
    r" ?(?:薪|x\b|×|mal\b|monatsgehälter|gehälter|löhne|mensilit[àa]|pagas"
    r"|mensualidades|mensualités|months'? (?:salary|pay)|monatslöhne|salaires mensuels|vencimentos)"
    r"|[x×] ?(1[2-4])(?![\d.,])|\bsur (1[2-9])[.,]?\d* mois|(1[3-5])(?:\.|th|e|er|ème|eme|º|ª|a)? (?:monatsgehalt|monatslohn|gehalt|month|mois|mensilità|salary)",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_AROUND: Final = 64  # signs after the amount in which the count is looked for


def salaries_a_year(text: str, start: int, end: int) -> float | None:
    """Return the number of monthly salaries in a year that a text states near an amount.

    Examples:
        >>> salaries_a_year("CHF 6500 x 13", 0, 8), salaries_a_year("2.900 € brutto, 14 Monatsgehälter", 0, 7)
        (13.0, 14.0)
        >>> salaries_a_year("$50,000, 12 months contract", 0, 7) is None
        True
    """
    found = None
    if end < len(text) and _DIGIT.search(text, end, end + _AROUND):
        found = _COUNT.search(text, end, end + _AROUND)
    if found is None and start and _DIGIT.search(text, max(0, start - _AROUND), start):
        found = _COUNT.search(text, max(0, start - _AROUND), start)
    if found is None:
        return None
    whole, tenths, *others = found.groups()
    return float(whole or next(filter(None, others))) + float(tenths or 0) / 10
