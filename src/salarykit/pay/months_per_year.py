"""How many monthly salaries a text says are paid in a year: 13. Monatsgehalt, 14 pagas, ·16薪."""

from __future__ import annotations

import re
from typing import Final

from salarykit.pay.lazy_patterns import lazy_pattern

__all__ = ["may_state_months", "months_per_year"]

_MONTHLY: Final = r"""(?:
    薪 | x\b | × | mal\b
  | monatsgehälter | gehälter | löhne | monatslöhne
  | mensilit[àa] | pagas | mensualidades | mensualités | salaires[ ]mensuels | vencimentos
  | months'?[ ](?:salary|pay)
)"""
"""Words after a count of monthly salaries."""
_ORDINAL: Final = r"""(?:
    (?:\.|th|e|er|ème|eme|º|ª|a)[ ](?:month|mois|mensilità|salary|monats)
  | \.?[ ](?:monatsgehalt|monatslohn|gehalt)
)"""
"""Words after the ordinal of the last monthly salary: 13th month."""
_MONTHS: Final = r"1[2-9]|2[0-4]"
_PART: Final = r"(?:[.,](\d\d?)|(½))?"
_COUNT: Final = lazy_pattern(
    rf"""
    (?<![\d.,]) (?P<counted>{_MONTHS}) {_PART} [ ]? {_MONTHLY}       # 14 pagas
  | [x×][ ]? (?P<times>{_MONTHS}) {_PART} (?!\d|[.,]\d)              # x 13
  | \bsur[ ] (?P<over>{_MONTHS}) {_PART} [ ]mois                      # sur 13 mois
  | (?<![\d.,]) (?P<ordinal>{_MONTHS}) {_ORDINAL}                     # 13. Monatsgehalt
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SHAPE: Final = lazy_pattern(
    rf"""
    \d\d (?:
        (?:[.,]\d\d?|½)? [ ]? {_MONTHLY}
      | {_ORDINAL}
      | (?<=[x×]..) | (?<=[x×][ ]..)
      | (?<=sur[ ]..)
    )""",
    re.VERBOSE,
)
"""A count with any digits, in lower case, which is searched in half the time.

Every match begins with a digit, so that `re` can skip to the next one.
"""
_TIMES: Final = lazy_pattern(r"[薪x×]|mal\b", re.IGNORECASE)  # the count multiplies a monthly amount
_EACH: Final = lazy_pattern(r" ?(?:à|a|je|zu je|von je|de|di|von|zu)? ?", re.IGNORECASE)  # 14 of this amount
_AROUND: Final = 64  # characters around the amount that are searched for the count


def may_state_months(text: str, start: int, end: int) -> bool:
    """Return whether a text of this shape may say near an amount how many monthly salaries are paid in a year.

    Examples:
        >>> may_state_months("CHF 0000 x 00", 0, 8), may_state_months("$00,000 a year", 0, 7)
        (True, False)
    """
    around = f"{text[max(0, start - _AROUND) : start]}\n{text[end : end + _AROUND]}"
    return _SHAPE.search(around.casefold()) is not None


def months_per_year(text: str, start: int, end: int) -> tuple[float | None, bool]:
    """Return how many monthly salaries a year a text states near an amount, and whether the amount is one of them.

    Examples:
        >>> (
        ...     months_per_year("CHF 6500 x 13", 0, 8),
        ...     months_per_year("45.000 € brutto, 14 Monatsgehälter", 0, 8),
        ... )
        ((13.0, True), (14.0, False))
        >>> months_per_year("14 Monatsgehälter à 3.500 €", 20, 27)
        (14.0, True)
        >>> months_per_year("2 500 € sur 13,5 mois", 0, 7), months_per_year("CHF 6000 x 13½", 0, 8)
        ((13.5, False), (13.5, True))
        >>> months_per_year("$50,000, 12 months contract", 0, 7)
        (None, False)
    """
    low, high = max(0, start - _AROUND), end + _AROUND
    after = _COUNT.search(text, end, high)
    match = after or _COUNT.search(text, low, start)
    if match is None:
        return None, False
    whole, *part = [group for group in match.groups() if group]
    count = float(whole) + (0.5 if part == ["½"] else float(f"0.{part[0]}") if part else 0)
    times = _TIMES.search(match[0]) if after else _EACH.fullmatch(text, match.end(), start)
    return count, times is not None
