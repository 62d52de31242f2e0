"""Which currency the signs around an amount mean together."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from salarykit.currency.signs import NOTHING, Meaning, Sign, choose
from salarykit.currency.tender import NOWHERE, LocalMoney, local_money
from salarykit.pay.currency_clause import DOUBTFUL_CODES, NamedCurrency
from salarykit.pay.currency_names import known_signs
from salarykit.pay.words import COUNTING_IDIOMS

__all__ = [
    "NOTHING",
    "SignSummary",
    "currency_of_clause",
    "currency_of_idiom",
    "currency_of_signs",
    "has_sign",
    "is_local_sign",
    "is_of_country",
    "may_be_same_currency",
    "summarise_signs",
]

_CODE: Final = 3  # letters of a currency's code
_MEANINGS: Final = 4_096  # combinations of signs and countries in the cache


def currency_of_idiom(multiplier: str | None, meaning: Meaning) -> Meaning:
    """Return the currency of a multiplier that only one country uses, such as LPA, if the signs leave the currency open.

    Examples:
        >>> currency_of_idiom("LPA", NOTHING).currency, currency_of_idiom("k", NOTHING).currency
        ('INR', None)
    """
    currencies = COUNTING_IDIOMS.get(multiplier.lower()) if multiplier else None
    if currencies is None:
        return meaning
    first, *others = currencies.split()
    if meaning.alternatives and first not in meaning.alternatives:
        return meaning
    return Meaning(first, tuple(others), "unit")


def _owner(text: str) -> Sign | None:
    """Return the currencies of a sign, whatever its case and spaces; those of the code if a symbol follows it."""
    known_by_text = known_signs()
    return (
        known_by_text.get(text)
        or known_by_text.get(text.lower())
        or known_by_text.get("".join(text.split()).upper())
        or (known_by_text.get(text[:_CODE]) if len(text) > _CODE and not text[-1].isalpha() else None)
    )


@lru_cache(maxsize=_MEANINGS)
def currency_of_signs(signs: tuple[str | None, ...], tender: LocalMoney = NOWHERE) -> Meaning:
    """Return the currency that the signs around a number mean together.

    An ISO code at the number decides first, then the sign that the fewest currencies share, then the country. If the signs cannot mean
    the same currency, it is left open.

    Args:
        signs: the signs around the number, as they are written.
        tender: the currencies of the text's country on its day.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> (
        ...     currency_of_signs(("CAD", "$")).currency,
        ...     currency_of_signs((None, "$"), local_money("AU")).currency,
        ...     currency_of_signs((None,), local_money("JP")).rule,
        ... )
        ('CAD', 'AUD', 'country')
    """
    meant = [sign for sign in _known(signs) if not sign.local or choose(sign, tender) is not NOTHING]
    codes = [sign for sign in meant if sign.kind == "iso"]
    first = codes[0] if codes else min(meant, key=lambda sign: len(sign.currencies), default=None)
    for other in meant:  # €50k USD is not guessed
        if first and not (other.local or first.local) and set(first.currencies).isdisjoint(other.currencies):
            return Meaning(None, (*first.currencies, *other.currencies), "ambiguous")
    return choose(first, tender)


def _known(signs: tuple[str | None, ...]) -> list[Sign]:
    return [sign for sign in map(_owner, filter(None, signs)) if sign]


@lru_cache(maxsize=_MEANINGS)
def currency_of_clause(
    signs: tuple[str | None, ...], named: NamedCurrency, tender: LocalMoney = NOWHERE
) -> Meaning:
    """Return the currency that the signs around a number and a name elsewhere in its clause mean together.

    Args:
        signs: the signs around the number.
        named: the currency that the clause names.
        tender: the currencies of the text's country on its day.

    Examples:
        >>> from salarykit.pay.currency_clause import currency_after
        >>> (
        ...     currency_of_clause(("$",), currency_after("$9 (CAD)", 2)).currency,
        ...     currency_of_clause(("€",), currency_after("€9 (CAD)", 2)).currency,
        ... )
        ('CAD', None)
    """
    meant = choose(named.sign, local_money(named.country) if named.country else tender)
    around = [sign for sign in _known(signs) if not sign.local or choose(sign, tender) is not NOTHING]
    if meant.currency is None:
        return currency_of_signs(signs, tender) if around else meant
    for sign in around:
        if meant.currency not in sign.currencies:
            own = currency_of_signs(signs, tender)
            if named.is_doubtful:
                return own
            return Meaning(None, (meant.currency, *sign.currencies), "ambiguous")
    return Meaning(meant.currency, meant.alternatives, "name") if named.country else meant


class SignSummary(NamedTuple):
    """The kinds of signs around a number, whichever currency they mean.

    Attributes:
        has_sign: whether one of the signs is a sign of money in every country.
        is_doubtful: whether the only currency is a code that is also an ordinary word, such as TOP or ALL.
        has_local_sign: whether one of them is a sign of money in some countries only.
        scale: how many units of its currency the sign stands for.
    """

    has_sign: bool
    is_doubtful: bool
    has_local_sign: bool
    scale: int


@lru_cache(maxsize=_MEANINGS)
def summarise_signs(signs: tuple[str | None, ...]) -> SignSummary:
    """Return the kinds of signs around a number.

    Examples:
        >>> summarise_signs((None, "$"))
        SignSummary(has_sign=True, is_doubtful=False, has_local_sign=False, scale=1)
        >>> summarise_signs(("TOP", None)).is_doubtful, summarise_signs(("CAD", "$")).is_doubtful
        (True, False)
        >>> summarise_signs(("Q", None)).has_local_sign, summarise_signs(("toman", None)).scale
        (True, 10)
    """
    written, owners = [text for text in signs if text and _owner(text)], _known(signs)
    return SignSummary(
        has_sign=has_sign(signs),
        is_doubtful=bool(written) and DOUBTFUL_CODES.issuperset(written),
        has_local_sign=any(sign.local for sign in owners),
        scale=max((sign.scale for sign in owners), default=1),
    )


@lru_cache(maxsize=_MEANINGS)
def has_sign(signs: tuple[str | None, ...]) -> bool:
    """Return whether one of the signs around a number is a sign of money in every country.

    Examples:
        >>> has_sign((None, "$")), has_sign(("ETC", None))
        (True, False)
    """
    return any(not sign.local for sign in _known(signs))


@lru_cache(maxsize=_MEANINGS)
def is_local_sign(signs: tuple[str | None, ...], tender: LocalMoney) -> bool:
    """Return whether one of the signs is a sign of money in some countries only, and this country is one of them.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> is_local_sign(("Q",), local_money("GT")), is_local_sign(("Q",), local_money("US"))
        (True, False)
    """
    return any(sign.local and choose(sign, tender) is not NOTHING for sign in _known(signs))


@lru_cache(maxsize=_MEANINGS)
def is_of_country(signs: tuple[str | None, ...], tender: LocalMoney) -> bool:
    """Return whether one of the signs means a currency that the country has or had.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> is_of_country(("CAD",), local_money("CA")), is_of_country(("PLZ",), local_money("DE"))
        (True, False)
    """
    return any(
        code in (*tender.currencies, *tender.former) for sign in _known(signs) for code in sign.currencies
    )


def may_be_same_currency(signs: tuple[str | None, ...], others: tuple[str | None, ...]) -> bool:
    """Return whether the signs around two numbers may mean the same currency; a number without a sign may be in any.

    Examples:
        >>> (
        ...     may_be_same_currency(("$",), ("CAD", "$")),
        ...     may_be_same_currency(("£",), (None,)),
        ...     may_be_same_currency(("£",), ("$",)),
        ... )
        (True, True, False)
    """
    if signs == others:
        return True
    first, second = (
        min(
            _known(these),
            key=lambda sign: len(sign.currencies),
            default=None,
        )
        for these in (signs, others)
    )
    return first is None or second is None or not set(first.currencies).isdisjoint(second.currencies)
