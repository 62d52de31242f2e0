"""Which money the signs around an amount mean together."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from salarykit.currency.signs import NOTHING, Meaning, Sign, choose
from salarykit.currency.tender import NOWHERE, LocalMoney, local_money
from salarykit.pay.currency_clause import DOUBTFUL, SaidMoney
from salarykit.pay.patterns import owners
from salarykit.pay.words import IDIOMS

__all__ = [
    "NOTHING",
    "Look",
    "agreed",
    "counts_here",
    "has_sign",
    "idiom",
    "look_at_signs",
    "may_be_one",
    "meaning",
    "owned_by",
]

_CODE: Final = 3  # letters of a currency's code
_MEANINGS: Final = 4_096  # combinations of signs and countries that are kept


def idiom(multiplier: str | None, money: Meaning) -> Meaning:
    """Return the money that a way of counting belongs to, where the signs leave it open.

    Examples:
        >>> idiom("LPA", NOTHING).currency, idiom("k", NOTHING).currency
        ('INR', None)
    """
    moneys = IDIOMS.get(multiplier.lower()) if multiplier else None
    if moneys is None:
        return money
    first, *others = moneys.split()
    if money.alternatives and first not in money.alternatives:
        return money
    return Meaning(first, tuple(others), "unit")


def _owner(text: str) -> Sign | None:
    known = owners()
    return (
        known.get(text)
        or known.get(text.lower())
        or known.get("".join(text.split()).upper())
        or (known.get(text[:_CODE]) if len(text) > _CODE and not text[-1].isalpha() else None)  # GBP £
    )


@lru_cache(maxsize=_MEANINGS)
def meaning(signs: tuple[str | None, ...], here: LocalMoney = NOWHERE) -> Meaning:
    """Return which currency some signs around a number mean together.

    An ISO code beside the number speaks first, then the sign with the fewest owners, then the country. Signs that cannot mean
    the same leave it open.

    Args:
        signs: what stands around the number, as it is written.
        here: the money of the text's country on its day.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> (
        ...     meaning(("CAD", "$")).currency,
        ...     meaning((None, "$"), local_money("AU")).currency,
        ...     meaning((None,), local_money("JP")).rule,
        ... )
        ('CAD', 'AUD', 'country')
    """
    found = [sign for sign in _known(signs) if not sign.local or choose(sign, here) is not NOTHING]
    codes = [sign for sign in found if sign.kind == "iso"]
    first = codes[0] if codes else min(found, key=lambda sign: len(sign.currencies), default=None)
    for other in found:  # €50k USD is not guessed
        if first and not (other.local or first.local) and set(first.currencies).isdisjoint(other.currencies):
            return Meaning(None, (*first.currencies, *other.currencies), "ambiguous")
    return choose(first, here)


def _known(signs: tuple[str | None, ...]) -> list[Sign]:
    return [sign for sign in map(_owner, filter(None, signs)) if sign]


@lru_cache(maxsize=_MEANINGS)
def agreed(signs: tuple[str | None, ...], said: SaidMoney, here: LocalMoney = NOWHERE) -> Meaning:
    """Return which currency the signs around a number and a name elsewhere in its clause mean together.

    Args:
        signs: what stands around the number.
        said: what the clause names.
        here: the money of the text's country on its day.

    Examples:
        >>> from salarykit.pay.currency_clause import money_after
        >>> (
        ...     agreed(("$",), money_after("$9 (CAD)", 2)).currency,
        ...     agreed(("€",), money_after("€9 (CAD)", 2)).currency,
        ... )
        ('CAD', None)
    """
    meant = choose(said.sign, local_money(said.country) if said.country else here)
    around = [sign for sign in _known(signs) if not sign.local or choose(sign, here) is not NOTHING]
    if meant.currency is None:
        return meaning(signs, here) if around else meant
    for sign in around:
        if meant.currency not in sign.currencies:
            own = meaning(signs, here)
            if said.doubtful:
                return own
            return Meaning(None, (meant.currency, *sign.currencies), "ambiguous")
    return Meaning(meant.currency, meant.alternatives, "name") if said.country else meant


class Look(NamedTuple):
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
def look_at_signs(signs: tuple[str | None, ...]) -> Look:
    """Return what the signs around a number are.

    Examples:
        >>> look_at_signs((None, "$"))
        Look(is_sign=True, doubtful=False, local=False, scale=1)
        >>> look_at_signs(("TOP", None)).doubtful, look_at_signs(("CAD", "$")).doubtful
        (True, False)
        >>> look_at_signs(("Q", None)).local, look_at_signs(("toman", None)).scale
        (True, 10)
    """
    written, known = [text for text in signs if text and _owner(text)], _known(signs)
    return Look(
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
def counts_here(signs: tuple[str | None, ...], here: LocalMoney) -> bool:
    """Return whether any of some texts is a sign in some countries only, and this is one of them.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> counts_here(("Q",), local_money("GT")), counts_here(("Q",), local_money("US"))
        (True, False)
    """
    return any(sign.local and choose(sign, here) is not NOTHING for sign in _known(signs))


@lru_cache(maxsize=_MEANINGS)
def owned_by(signs: tuple[str | None, ...], here: LocalMoney) -> bool:
    """Return whether any of some signs means a money that the country has or had.

    Examples:
        >>> from salarykit.currency.tender import local_money
        >>> owned_by(("CAD",), local_money("CA")), owned_by(("PLZ",), local_money("DE"))
        (True, False)
    """
    return any(code in (*here.currencies, *here.former) for sign in _known(signs) for code in sign.currencies)


def may_be_one(signs: tuple[str | None, ...], others: tuple[str | None, ...]) -> bool:
    """Return whether the signs around two numbers may mean one money; those that say nothing agree with all.

    Examples:
        >>> may_be_one(("$",), ("CAD", "$")), may_be_one(("£",), (None,)), may_be_one(("£",), ("$",))
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
