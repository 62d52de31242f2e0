"""Turn the texts of options into the keywords of the library: those of a conversion, and the settings of a query."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

import salarykit as sk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["conversion_terms", "money_of", "number", "pairs", "price_level_year", "rates_from", "settings"]


def conversion_terms(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keywords of `SalaryTable.convert` that the options of a command set.

    Args:
        given: the options by the names of their parameters; an option that the command does not have has its default.
    """
    return {
        "rates": rates_from(given.get("rates")),
        "max_staleness": given.get("max_staleness", 7),
        "missing": "null" if given.get("null_missing") else "raise",
        "average": given.get("average", "mean"),
        "pay_year": _pay_year(given.get("pay_year")),
        "ageing": _ageing(given),
        "price_levels": price_level_year(given),
    }


def rates_from(option: str | None) -> sk.Rates:
    """Return the rates of an option `--rates BASE=FILE`, or the rates in use without it."""
    if not option:
        return sk.default_rates()
    base, separator, file = option.partition("=")
    if not (base and separator and file):
        raise typer.BadParameter("--rates takes BASE=FILE, such as USD=rates.csv.")
    return sk.read_rates(Path(file), base=base)


def price_level_year(given: Mapping[str, Any]) -> str | None:
    """Return the year of the price levels that `--real` or `--price-levels` asks for; None if neither is given."""
    year: str | None = given.get("price_levels")
    return year or ("latest" if given.get("real") else None)


def pairs(texts: Sequence[str] | None, option: str) -> dict[str, str]:
    """Return NAME=VALUE texts as a mapping."""
    mapping = dict(text.partition("=")[::2] for text in texts or [])
    if not all(name and value for name, value in mapping.items()):
        raise typer.BadParameter(f"{option} takes NAME=VALUE.")
    return mapping


def number(text: str) -> float:
    """Return the number in a text."""
    try:
        return float(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a number.") from None


def _pay_year(text: str | None) -> sk.PayYear | None:
    if not text:
        return None
    if "=" not in text:
        return sk.PayYear.of(text)
    counts = {name.strip(): number(count) for name, count in pairs(text.split(","), "--pay-year").items()}
    unknown = sorted(set(counts) - {"hours", "days", "weeks", "months"})
    if unknown:
        raise typer.BadParameter(f"--pay-year: {unknown[0]!r} is not one of hours, days, weeks, months.")
    return sk.PayYear(**counts)


def _ageing(given: Mapping[str, Any]) -> sk.Ageing | None:
    to, growth = given.get("age_to"), given.get("growth")
    if bool(to) != bool(growth):
        raise typer.BadParameter("--age-to and --growth go together: --age-to 2025-01-01 --growth 0.03.")
    if not (to and growth):
        return None
    return sk.Ageing(to, _growth(growth), method=given["age_method"], day_count=given["day_count"])


def _growth(texts: Sequence[str]) -> Any:
    """Return one share, or shares by year, by country, or by country and year."""
    if len(texts) == 1 and "=" not in texts[0]:
        return number(texts[0])
    growth: dict[str, Any] = {}
    for name, share in pairs(texts, "--growth").items():
        country, separator, year = name.partition(":")
        if not separator:
            growth[name] = number(share)
        elif isinstance(growth.setdefault(country, {}), dict):
            growth[country][year] = number(share)
        else:
            raise typer.BadParameter(
                f"--growth has {country} twice: once for all years, and once for {year}."
            )
    return growth


def settings(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that the command line takes as texts, with their values parsed."""
    parsed: dict[str, Any] = {}
    for name, option in (("role_similarity", "--role-similarity"), ("exponents", "--exponent")):
        if name in options:
            parsed[name] = {key: number(value) for key, value in pairs(options[name], option).items()}
    if "missing" in options:
        parsed["missing"] = _one_or_each(options["missing"], "--missing", _lacking)
    if "statistic" in options:
        parsed["statistic"] = _one_or_each(options["statistic"], "--statistic", str, number)
    if "near" in options and (point := _point(options["near"])):
        parsed["near"] = point
    return parsed


def _one_or_each(
    texts: list[str], option: str, read: Callable[[str], Any], read_named: Callable[[str], Any] | None = None
) -> Any:
    """Return one value for all, or a value for each name of the texts NAME=VALUE."""
    if len(texts) == 1 and "=" not in texts[0]:
        return read(texts[0])
    return {name: (read_named or read)(value) for name, value in pairs(texts, option).items()}


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
    """Return the currency of the place in a query; US dollars without a place, or if it has no currency."""
    from salarykit.currency.tender import tender
    from salarykit.places import parse_place

    if near is None or _point(near):
        return "USD"
    return next(iter(tender(parse_place(near).country)), "USD")
