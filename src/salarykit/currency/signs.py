"""Signs, abbreviations and names of currencies, each with the currencies that it may stand for.

`signs.csv` is written by hand: signs and everyday nouns, the likeliest currency first. "sure" means that the first is meant unless the
country has another one (`£` is sterling, whereas `$` alone is left open). "local" marks letters that are a sign only in the countries
whose currency they stand for, today or formerly (`Q` in Guatemala, `kn` in Croatia). `sign_words.csv`, `sign_phrases.csv` and
`sign_owners.csv` come from CLDR: the names of each currency in some thirty languages, in one word or in several, and which currencies
share a sign or a noun; `tools/build_cldr.py` writes them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from salarykit.currency.codes import CODES, IN_COMMON_USE, WITHDRAWN
from salarykit.currency.tender import NOWHERE, LocalMoney
from salarykit.package import once, table, table_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NOTHING", "CurrencyRule", "Meaning", "Sign", "choose", "names", "one_word_names", "sign", "signs"]

CurrencyRule = Literal[
    "iso", "sign", "name", "country", "unit", "language", "ambiguous", "unknown_mark", "none"
]
"""What decided the currency.

In order: its ISO code; a sign or a name that no other currency has; the country; an idiom (lakh, 万円); the language. The last three mean
that nothing did: several currencies share the sign, the mark at the figure is unknown, or there is no sign.
"""


class Sign(NamedTuple):
    """The currencies that a text may stand for.

    Attributes:
        currencies: the likeliest first.
        sure: whether the first currency is meant by default.
        kind: what kind of text it is: a sign, a code or a name.
        local: whether it is a sign only in countries that have, or had, one of the currencies.
        scale: how many units of the currency it stands for: a toman is ten rials, a conto a thousand escudos.
    """

    currencies: tuple[str, ...]
    sure: bool
    kind: Literal["iso", "sign", "name"]
    local: bool = False
    scale: int = 1


class Meaning(NamedTuple):
    """The currency that a sign was read as, the other currencies it could have been, and the rule that decided."""

    currency: str | None
    alternatives: tuple[str, ...]
    rule: CurrencyRule


_ROOM: Final = "salarykit.currency"
NOTHING: Final = Meaning(None, (), "none")
_NOUN: Final = re.compile(r"[^\W\d_]{3,}")
_LETTERS: Final = re.compile(r"[^\W\d_]{1,4}\.?")
_SCALES: Final = {"x10": 10, "x1000": 1_000}


@once
def _owners() -> dict[str, tuple[str, ...]]:
    """Return the currencies of each sign (as written) and of each noun (in lower case) in CLDR."""
    return {row["text"]: tuple(row["currencies"].split()) for row in table_rows(_ROOM, "sign_owners")}


@once
def _by_hand() -> list[dict[str, str]]:
    """Return the rows of the hand-written table."""
    return table_rows(_ROOM, "signs")


def _sign(row: dict[str, str], text: str) -> Sign:
    """Return a sign or noun of the hand-written table; the currencies that CLDR adds to it come last."""
    kind: Literal["sign", "name"] = "name" if row["kind"] == "name" else "sign"
    own = tuple(row["currencies"].split())
    other_owners = _owners().get(text if kind == "sign" else text.casefold(), ())
    owners = (*own, *(code for code in other_owners if code not in own))
    return Sign(owners, row["sure"] != "", kind, row["sure"] == "local", _SCALES.get(row["kind"], 1))


@once
def signs() -> dict[str, Sign]:
    """Return every sign, exactly as it is written, and every ISO code.

    Examples:
        >>> signs()["zł"].currencies, signs()["S$"].currencies, signs()["kr"].sure
        (('PLN', 'PLZ'), ('SGD',), False)
        >>> signs()["Q"].local, signs()["lei"].currencies[:2]
        (True, ('RON', 'MDL'))
    """
    by_text = {code: Sign((code,), sure=True, kind="iso") for code in CODES}
    by_text |= {text: Sign((code,), sure=True, kind="iso") for text, code in IN_COMMON_USE.items()}
    for row in _by_hand():
        if row["kind"] == "sign" or row["kind"] in _SCALES:
            texts = (text.replace("_", " ") for text in row["texts"].split())
            by_text |= {text: _sign(row, text) for text in texts if text not in by_text}
    for text, codes in _owners().items():
        if text not in by_text and not _NOUN.fullmatch(text):
            by_text[text] = Sign(codes, len(codes) == 1, "sign", local=_LETTERS.fullmatch(text) is not None)
    return by_text


@once
def names() -> dict[str, Sign]:
    """Return the names of currencies, in lower case: the everyday nouns, then CLDR's names.

    Examples:
        >>> (
        ...     names()["kanadiske dollar"].currencies,
        ...     names()["euros"].currencies,
        ...     names()["kroner"].currencies[:2],
        ... )
        (('CAD',), ('EUR',), ('NOK', 'DKK'))
    """
    return _cldr_names("sign_phrases") | one_word_names()


@once
def one_word_names() -> dict[str, Sign]:
    """Return the names that are single words; most texts need no others.

    Examples:
        >>> one_word_names()["euros"].currencies, "kanadiske dollar" in one_word_names()
        (('EUR',), False)
    """
    by_name = _cldr_names("sign_words")
    for row in _by_hand():
        if row["kind"] == "name":
            by_name |= {text: _sign(row, text) for text in row["texts"].split()}
    return by_name


def _cldr_names(name: str) -> dict[str, Sign]:
    """Return the names of currencies in one of the two tables from CLDR."""
    by_name: dict[str, Sign] = {}
    for codes, texts in table(_ROOM, name)[1:]:
        owners = tuple(codes.split())
        by_name |= dict.fromkeys(texts.split("|"), Sign(owners, sure=len(owners) == 1, kind="name"))
    return by_name


def sign(text: str) -> Sign | None:
    """Return the currencies that a text may stand for as a sign, a code or a name; None if it is unknown.

    Examples:
        >>> sign("kr").currencies[:2], sign("US Dollars").currencies, sign("parsnips")
        (('SEK', 'NOK'), ('USD',), None)
    """
    return signs().get(text) or names().get(text.casefold()) or signs().get(_as_code(text))


def _as_code(text: str) -> str:
    """Return a text in the spelling of a code, except "GBp", which is pence and not pounds."""
    return text.upper() if text.isascii() and text.isalpha() and text != "GBp" else ""


@lru_cache(4096)
def choose(mark: Sign | None, here: LocalMoney = NOWHERE) -> Meaning:
    """Return which currency is meant, by the sign itself and then by the country.

    A sign that does not stand for the country's currency keeps its own meaning: pounds in an Australian advertisement are sterling.

    Args:
        mark: the sign, if there is one.
        here: the currencies of the country on the day.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> choose(sign("$"), local_money("CA")).currency, choose(sign("kr"), local_money("DK")).rule
        ('CAD', 'country')
        >>> choose(sign("$")).alternatives[:3]
        ('USD', 'CAD', 'AUD')
        >>> choose(None, local_money("JP")), choose(sign("£"), local_money("AU")).currency
        (Meaning(currency='JPY', alternatives=(), rule='country'), 'GBP')
        >>> choose(sign("Q"), local_money("GT")).currency, choose(sign("Q"), local_money("US"))
        ('GTQ', Meaning(currency=None, alternatives=(), rule='none'))
    """
    if mark is None:
        return _local(here.currencies, here.currencies, here) if here.currencies else NOTHING
    owners = mark.currencies
    meant = _meant(mark, here)
    if mark.local and not meant:
        return NOTHING
    if len(owners) == 1:
        return Meaning(owners[0], (), mark.kind)
    if meant:
        return _local(meant, owners, here)
    if mark.sure:
        return Meaning(owners[0], owners[1:], mark.kind)
    return Meaning(None, owners, "ambiguous")


def _meant(mark: Sign, here: LocalMoney) -> Sequence[str]:
    """Return those currencies of a sign that the country uses; failing that, a former one, unless the sign has a likelier meaning."""
    owners = mark.currencies
    meant = [code for code in here.currencies if code in owners]
    if meant or (mark.sure and not mark.local and owners[0] not in WITHDRAWN):
        return meant
    return [code for code in here.former if code in owners][:1]


def _local(meant: Sequence[str], owners: Sequence[str], here: LocalMoney) -> Meaning:
    """Return the country's main currency and the sign's other currencies; no currency if several of the country's may be meant."""
    if len(meant) > 1 and not here.certain:
        return Meaning(None, tuple(meant), "ambiguous")
    return Meaning(meant[0], tuple(code for code in owners if code != meant[0]), "country")
