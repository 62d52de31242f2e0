"""Turn the options of `query` into the settings of a `Query`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salarykit.cli.terms import number, pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["money_of", "settings"]


def settings(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that the command line takes as texts, with their values parsed."""
    parsed: dict[str, Any] = {}
    for name, option in (("role_similarity", "--role-similarity"), ("exponents", "--exponent")):
        if name in asked:
            parsed[name] = {key: number(each) for key, each in pairs(asked[name], option).items()}
    if "missing" in asked:
        parsed["missing"] = _one_or_each(asked["missing"], "--missing", _lacking)
    if "statistic" in asked:
        parsed["statistic"] = _one_or_each(asked["statistic"], "--statistic", str, number)
    if "near" in asked and (point := _point(asked["near"])):
        parsed["near"] = point
    return parsed


def _one_or_each(
    texts: list[str], option: str, one: Callable[[str], Any], each: Callable[[str], Any] | None = None
) -> Any:
    """Return one value for all, or a value for each name."""
    if len(texts) == 1 and "=" not in texts[0]:
        return one(texts[0])
    return {name: (each or one)(value) for name, value in pairs(texts, option).items()}


def _lacking(word: str) -> Any:
    return number(word) if word[:1] in "0123456789." else word


def _point(near: str) -> tuple[float, float] | None:
    """Return a latitude and longitude, if the text is two numbers."""
    try:
        north, east = map(float, near.split(","))
    except ValueError:
        return None
    return north, east


def money_of(near: str | None) -> str:
    """Return the currency of the place in the question; US dollars if there is no place or it has no currency."""
    from salarykit.currency.tender import tender
    from salarykit.places import parse_place

    if near is None or _point(near):
        return "USD"
    return next(iter(tender(parse_place(near).country)), "USD")
