"""Which money the signs around an amount mean together."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from salarykit.currency.signs import NOTHING, Meaning, Sign, choose
from salarykit.currency.tender import NOWHERE, LocalMoney, local_money
from salarykit.pay.currency_clause import DOUBTFUL, NamedCurrency
from salarykit.pay.currency_spellings import known_signs
from salarykit.pay.words import COUNTING_IDIOMS

__all__ = [
    "NOTHING",
    "SignSummary",
    "currency_of_clause",
    "currency_of_idiom",
    "has_sign",
    "is_local_sign",
    "is_of_country",
    "may_be_same_currency",
    "meaning",
    "summarise_signs",
]

_CODE: Final = 3  # letters of a currency's code
_MEANINGS: Final = 4_096  # combinations of signs and countries that are kept


def currency_of_idiom(multiplier: str | None, money: Meaning) -> Meaning:
    """Return the money that a way of counting belongs to, where the signs leave it open.

    Examples:
        >>> currency_of_idiom("LPA", NOTHING).currency, currency_of_idiom("k", NOTHING).currency
        ('INR', None)
    """
    moneys = COUNTING_IDIOMS.get(multiplier.lower()) if multiplier else None
    if moneys is None:
        return money
    first, *others = moneys.split()
    if money.alternatives and first not in money.alternatives:
        return money
    return Meaning(first, tuple(others), "unit")


def _owner(text: str) -> Sign | None:
    known = known_signs()
    return (
        known.get(text)
        or known.get(text.lower())
        or known.get("".join(text.split()).upper())
        or (known.get(text[:_CODE]) if len(text) > _CODE and not text[-1].isalpha() else None)  # GBP £
    )


@lru_cache(maxsize=_MEANINGS)
def meaning(signs: tuple[str | None, ...], tender: LocalMoney = NOWHERE) -> Meaning:
    """Return which currency some signs around a number mean together.

    An ISO code beside the number speaks first, then the sign with the fewest owners, then the country. Signs that cannot mean
    the same leave it open.

    Args:
        signs: what stands around the number, as it is written.
        tender: the money of the text's country on its day.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> (
        ...     meaning(("CAD", "$")).currency,
        ...     meaning((None, "$"), local_money("AU")).currency,
        ...     meaning((None,), local_money("JP")).rule,
        ... )
        ('CAD', 'AUD', 'country')
    """
    found = [sign for sign in _known(signs) if not sign.local or choose(sign, tender) is not NOTHING]
    codes = [sign for sign in found if sign.kind == "iso"]
    first = codes[0] if codes else min(found, key=lambda sign: len(sign.currencies), default=None)
    for other in found:  # €50k USD is not guessed
        if first and not (other.local or first.local) and set(first.currencies).isdisjoint(other.currencies):
            return Meaning(None, (*first.currencies, *other.currencies), "ambiguous")
    return choose(first, tender)


def _known(signs: tuple[str | None, ...]) -> list[Sign]:
    return [sign for sign in map(_owner, filter(None, signs)) if sign]


@lru_cache(maxsize=_MEANINGS)
def currency_of_clause(
    signs: tuple[str | None, ...], said: NamedCurrency, tender: LocalMoney = NOWHERE
) -> Meaning:
    """Return which currency the signs around a number and a name elsewhere in its clause mean together.

    Args:
        signs: what stands around the number.
        said: what the clause names.
        tender: the money of the text's country on its day.

    Examples:
        >>> from salarykit.pay.currency_clause import currency_after
        >>> (
        ...     currency_of_clause(("$",), currency_after("$9 (CAD)", 2)).currency,
        ...     currency_of_clause(("€",), currency_after("€9 (CAD)", 2)).currency,
        ... )
        ('CAD', None)
    """
    meant = choose(said.sign, local_money(said.country) if said.country else tender)
    around = [sign for sign in _known(signs) if not sign.local or choose(sign, tender) is not NOTHING]
    if meant.currency is None:
        return meaning(signs, tender) if around else meant
    for sign in around:
        if meant.currency not in sign.currencies:
            own = meaning(signs, tender)
            if said.doubtful:
                return own
            return Meaning(None, (meant.currency, *sign.currencies), "ambiguous")
    return Meaning(meant.currency, meant.alternatives, "name") if said.country else meant


class SignSummary(NamedTuple):
    """What the signs around a number are, whatever they mean.

    Attributes:
        is_sign: whether any of them is a currency's.
        doubtful: whether nothing but a code that may be another word says that the number is money.
        local: whether any of them is a currency's sign in some countries only.
        scale: how many units of its currency one of them is.
    """

    is_sign: bool
    doubtful: bool
    local: bool
    scale: int


@lru_cache(maxsize=_MEANINGS)
def summarise_signs(signs: tuple[str | None, ...]) -> SignSummary:
    """Return what the signs around a number are.

    Examples:
        >>> summarise_signs((None, "$"))
        SignSummary(is_sign=True, doubtful=False, local=False, scale=1)
        >>> summarise_signs(("TOP", None)).doubtful, summarise_signs(("CAD", "$")).doubtful
        (True, False)
        >>> summarise_signs(("Q", None)).local, summarise_signs(("toman", None)).scale
        (True, 10)
    """
    written, known = [text for text in signs if text and _owner(text)], _known(signs)
    return SignSummary(
        is_sign=has_sign(signs),
        doubtful=bool(written) and DOUBTFUL.issuperset(written),
        local=any(sign.local for sign in known),
        scale=max((sign.scale for sign in known), default=1),
    )


@lru_cache(maxsize=_MEANINGS)
def has_sign(signs: tuple[str | None, ...]) -> bool:
    """Return whether any of some signs around a number is a currency's.

    Examples:
        >>> has_sign((None, "$")), has_sign(("ETC", None))
        (True, False)
    """
    return any(not sign.local for sign in _known(signs))


@lru_cache(maxsize=_MEANINGS)
def is_local_sign(signs: tuple[str | None, ...], tender: LocalMoney) -> bool:
    """Return whether any of some texts is a sign in some countries only, and this is one of them.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> is_local_sign(("Q",), local_money("GT")), is_local_sign(("Q",), local_money("US"))
        (True, False)
    """
    return any(sign.local and choose(sign, tender) is not NOTHING for sign in _known(signs))


@lru_cache(maxsize=_MEANINGS)
def is_of_country(signs: tuple[str | None, ...], tender: LocalMoney) -> bool:
    """Return whether any of some signs means a money that the country has or had.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> is_of_country(("CAD",), local_money("CA")), is_of_country(("PLZ",), local_money("DE"))
        (True, False)
    """
    return any(
        code in (*tender.currencies, *tender.former) for sign in _known(signs) for code in sign.currencies
    )


def may_be_same_currency(signs: tuple[str | None, ...], others: tuple[str | None, ...]) -> bool:
    """Return whether the signs around two numbers may mean one money; those that say nothing agree with all.

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
