"""`parse_money`: one amount of money or a range, without asking whether it is pay."""

from __future__ import annotations

from salarykit.pay.pay import Pay

__all__ = ["parse_money"]


def parse_money(text: str, *, currency: str | None = None, language: str | None = None) -> Pay | None:
    """Return the first amount of money in a text."""
    from salarykit.pay.find import find_pay

    return find_pay(text)
