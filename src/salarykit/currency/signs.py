"""What people write for a currency: signs, abbreviations and names, each with the currencies it may stand for.

`signs.csv` is kept by hand: signs and everyday nouns, the likeliest currency first, and whether the first is meant where
nothing else speaks ("sure": `£` is sterling unless the country's own pound is, `$` is nobody's). `sign_names.csv` is
CLDR's: what each currency is called in thirty-odd languages; `tools/build_cldr.py` writes it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from salarykit.currency.codes import CODES
from salarykit.currency.tender import NOWHERE, LocalMoney

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOTHING", "Meaning", "Rule", "Sign", "choose", "minor_names", "names", "sign", "signs"]

Rule = Literal["iso", "sign", "name", "country", "unit", "language", "hint", "ambiguous", "none"]
"""What decided a currency: its ISO code, a sign or a name of only one, the country, an idiom of counting (lakh, 万円),
the language, a hint given by the caller; or nothing did: the sign has several owners, or there is none."""


class Sign(NamedTuple):
    """The currencies that a text may stand for, likeliest first, and whether the first is meant by default."""

    currencies: tuple[str, ...]
    sure: bool
    kind: Literal["iso", "sign", "name"]


class Meaning(NamedTuple):
    """What a sign was taken for, the other currencies it could have been, and the rule that chose."""

    currency: str | None
    alternatives: tuple[str, ...]
    rule: Rule


NOTHING: Final = Meaning(None, (), "none")
_COMMON_USE: Final = {"RMB": "CNY", "NIS": "ILS", "NTD": "TWD", "STG": "GBP", "SFR": "CHF", "UKP": "GBP"}


def _rows(name: str) -> list[dict[str, str]]:
    text = files(__package__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def signs() -> dict[str, Sign]:
    """Return what is written as a sign, exactly as it is written, and every ISO code.

    Examples:
        >>> signs()["zł"].currencies, signs()["S$"].currencies, signs()["kr"].sure
        (('PLN',), ('SGD',), False)
    """
    found = {code: Sign((code,), sure=True, kind="iso") for code in CODES}
    found |= {text: Sign((code,), sure=True, kind="iso") for text, code in _COMMON_USE.items()}
    for row in _rows("signs"):
        if row["kind"] == "sign":
            meant = Sign(tuple(row["currencies"].split()), row["sure"] == "yes", "sign")
            found |= {text: meant for text in row["texts"].split() if text not in found}
    return found


@cache
def names() -> dict[str, Sign]:
    """Return what a currency is called, in lower case: CLDR's names, and the everyday nouns before them.

    Examples:
        >>> names()["kanadiske dollar"].currencies, names()["euros"].currencies, names()["kroner"].currencies
        (('CAD',), ('EUR',), ('NOK', 'DKK'))
    """
    found = {}
    for row in _rows("sign_names"):
        owners = tuple(row["currencies"].split())
        found[row["name"]] = Sign(owners, sure=len(owners) == 1, kind="name")
    for row in _rows("signs"):
        if row["kind"] == "name":
            meant = Sign(tuple(row["currencies"].split()), row["sure"] == "yes", "name")
            found |= dict.fromkeys(row["texts"].split(), meant)
    return found


@cache
def minor_names() -> frozenset[str]:
    """Return what the hundredth of a currency is called, in lower case.

    Examples:
        >>> {"cents", "öre", "groszy", "銭"} <= minor_names()
        True
    """
    return frozenset(
        text.casefold() for row in _rows("signs") if row["kind"] == "minor" for text in row["texts"].split()
    )


def sign(text: str) -> Sign | None:
    """Return what a text may stand for, as a sign, a code or a name; None if it is none of them.

    Examples:
        >>> sign("kr").currencies, sign("US Dollars").currencies, sign("parsnips")
        (('SEK', 'NOK', 'DKK', 'ISK'), ('USD',), None)
    """
    return signs().get(text) or names().get(text.casefold()) or signs().get(_as_code(text))


def _as_code(text: str) -> str:
    """Return a text as a code is written; pence ("GBp") are no pounds."""
    return text.upper() if text.isascii() and text.isalpha() and text != "GBp" else ""


@cache
def choose(found: Sign | None, here: LocalMoney = NOWHERE) -> Meaning:
    """Return which currency is meant, by the sign itself and then by the country.

    A sign whose owners do not include the country's money keeps its own meaning: pounds sterling in an Australian
    advertisement stay sterling.

    Args:
        found: the sign; None if there is none.
        here: the money of the country on its day.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> choose(sign("$"), local_money("CA")).currency, choose(sign("kr"), local_money("DK")).rule
        ('CAD', 'country')
        >>> choose(sign("$"))[1:]
        (('USD', 'CAD', 'AUD', 'MXN', 'SGD', 'HKD', 'NZD', 'TWD', 'CLP', 'COP', 'ARS', 'BRL'), 'ambiguous')
        >>> choose(None, local_money("JP")), choose(sign("£"), local_money("AU")).currency
        (Meaning(currency='JPY', alternatives=(), rule='country'), 'GBP')
    """
    local = here.currencies
    if found is None:
        return _local(local, local, here) if local else NOTHING
    owners = found.currencies
    if len(owners) == 1:
        return Meaning(owners[0], (), found.kind)
    meant = [code for code in local if code in owners]
    if meant:
        return _local(meant, owners, here)
    if found.sure:
        return Meaning(owners[0], owners[1:], found.kind)
    return Meaning(None, owners, "ambiguous")


def _local(meant: Sequence[str], owners: Sequence[str], here: LocalMoney) -> Meaning:
    """Return the first of a country's moneys, with the sign's other owners; none where any may be meant."""
    if len(meant) > 1 and not here.certain:
        return Meaning(None, tuple(meant), "ambiguous")
    return Meaning(meant[0], tuple(code for code in owners if code != meant[0]), "country")
