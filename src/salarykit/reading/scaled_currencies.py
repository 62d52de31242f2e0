"""Reads a currency with a multiple in a column of currencies or units: `kEUR`, `USD (000s)`, `тыс. руб.`, `千円`."""

from __future__ import annotations

from salarykit.currency.tender import NOWHERE, LocalMoney
from salarykit.package import remembered
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.headers import read_header

__all__ = ["scaled_currency"]


@remembered(1 << 12)
def scaled_currency(text: str, here: LocalMoney = NOWHERE) -> tuple[str, float] | None:
    """Return the currency and the multiple of the figures that a cell states; None if it does not state both.

    Args:
        text: the cell.
        here: the tender of the row's country on its day, which decides a sign of several currencies.

    Examples:
        >>> [
        ...     scaled_currency(text)
        ...     for text in ("kEUR", "USD (000s)", "thousand NOK", "тыс. руб.", "万円", "GBP pence")
        ... ]
        [('EUR', 1000.0), ('USD', 1000.0), ('NOK', 1000.0), ('RUB', 1000.0), ('JPY', 10000.0), ('GBP', 0.01)]
        >>> [scaled_currency(text) for text in ("EUR", "thousands", "GBp", "EUR/1000 h")]
        [None, None, None, None]
    """
    header = read_header(f"pay {text}")
    if header is None or header.field != "amount" or header.factor == 1 or header.currency is None:
        return None
    says_more = header.period or header.statistic or header.gross is not None
    code = None if says_more else currency_of(header.currency, here).code
    return (code, header.factor) if code else None
