"""Pay as it is stated: from text to amounts, currency and period; and the years that periods add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salarykit.pay.money import parse_money as parse_money

__all__ = ["parse_money"]


def __getattr__(name: str) -> Any:
    if name != "parse_money":
        raise AttributeError(f"module 'salarykit.pay' has no attribute {name!r}")
    from salarykit.pay import money

    return money.parse_money
