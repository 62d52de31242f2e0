"""Which currency a row is in: by its text, its cell, its header's sign, or the tender of its country on its day."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.codes import CODES
from salarykit.currency.signs import choose, sign
from salarykit.currency.tender import tender
from salarykit.errors import InvalidSpan
from salarykit.rates.spans import parse_span

if TYPE_CHECKING:
    import datetime as dt

__all__ = ["Money", "money_of", "tender_of"]

_LED: Final = re.compile(r"([A-Z]{3})(?:[\t\s]*$|[\s\t]+[-–(]?\s*\S.*|[-–(].*)", re.DOTALL)
_BRACKETED: Final = re.compile(r"(.*?)\s*[\[(]\s*([^\])]+?)\s*[\])]")
_CODE: Final = re.compile(r"[A-Za-z]{3}")


class Money(NamedTuple):
    """A currency, or the several that may be meant; neither if none is known."""

    code: str | None
    alternatives: tuple[str, ...] = ()


@cache
def money_of(text: str, country: str | None) -> Money:
    r"""Return the currency that a cell or a header names: a code with a name, a sign, or a name.

    Three capitals are a code, and codes are strict: `SFR` is none, nor is one in lower case, for `GBp` is pence.

    Args:
        text: as `€`, `US dollar`, `USD\tUnited States dollar`, `U.S. dollars ($)`.
        country: where the figure is from, for a sign of several.

    Examples:
        >>> [money_of(text, None).code for text in ("€", "Swiss francs", "USD United States dollar", "gbp")]
        ['EUR', 'CHF', 'USD', None]
        >>> money_of("$", "CA").code, money_of("kr", None).alternatives[:2]
        ('CAD', ('SEK', 'NOK'))
    """
    text = " ".join(text.split())
    led = _LED.fullmatch(text)
    if led and led[1] in CODES:
        return Money(led[1])
    if _CODE.fullmatch(text) and (text.isupper() or text.upper() in CODES):
        return Money(None)
    for part in (text, *(_BRACKETED.fullmatch(text) or re.match("(?P<a>)", "")).groups()):  # type: ignore[union-attr]
        found = sign(part.replace(".", "") if part else "")
        if found:
            meant = choose(found, country)
            if meant.currency:
                return Money(meant.currency)
            return Money(None, meant.alternatives)
    return Money(None)


@cache
def tender_of(country: str, as_of: str | None) -> Money:
    """Return the tender of a country on a day, or all through a span; several where several were.

    Examples:
        >>> tender_of("HR", "2022"), tender_of("HR", "2023").code, tender_of("HR", None).code
        (Money(code='HRK', alternatives=()), 'EUR', 'EUR')
    """
    days: tuple[dt.date | None, ...] = (None,)
    if as_of:
        try:
            span = parse_span(as_of)
            days = (span.first, span.last)
        except InvalidSpan:
            days = (None,)
    kept = [code for code in tender(country, days[0]) if code in tender(country, days[-1])]
    return Money(kept[0]) if len(kept) == 1 else Money(None, tuple(kept))
