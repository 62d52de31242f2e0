"""Which currency an amount is in: by what touches it, by what its clause names, by its country, by its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.currency.signs import Meaning
from salarykit.pay.currency_clause import WORDS, goes_on
from salarykit.pay.currency_signs import NOTHING, agreed, counts_here, idiom, meaning, owned_by
from salarykit.pay.is_pay import is_year
from salarykit.pay.marks import unknown_mark

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.amounts import Ends
    from salarykit.pay.candidate import Place

__all__ = ["money_at", "settled"]

_LEAST_LOCAL: Final = 100  # of an amount whose sign is letters, and which says no period
_LEAST_PLAIN: Final = 1_000  # of one that a code alone says is money


def money_at(text: str, place: Place, here: LocalMoney) -> tuple[Place, Meaning]:
    """Return what an amount is in: by what touches it, by what its clause names, by its country, by its language.

    A name at the figure ("95,000 Canadian dollars") is a sign of it, and the place is returned as one with a sign. None of it
    depends on digits, so the place keeps the last answer for all texts of its shape.
    """
    kept = place.kept
    if kept is None or kept[0] is not here:
        kept = place.kept = (here, *_money_at(text, place, here))
    return kept[1] or place, kept[2]


def _money_at(text: str, place: Place, here: LocalMoney) -> tuple[Place | None, Meaning]:
    """Return the place with a sign where only the clause gives it one, and the money."""
    signed = None
    money = meaning(place.signs, here)
    said = place.named(text) if money.rule != "iso" else None
    if said:
        money = agreed(place.signs, said, here)
        if said.beside and not place.sign:
            signed = place.signed(sign=True)
    elif not place.sign and money.rule != "sign":
        said_so = idiom(place.multiplier, NOTHING)
        if said_so is NOTHING and unknown_mark(text, place):
            return None, Meaning(None, (), "unknown_mark")
        if said_so.currency and said_so.currency == money.currency:  # 12 LPA in India
            return None, said_so
    return signed, _spoken(place, money) if money.currency is None else money


def settled(text: str, place: Place, here: LocalMoney, ends: Ends) -> Place | None:
    """Return a place whose letters may be a sign as the country and the words have it; None if they name no amount.

    In Guatemala `Q5,000` is an amount with a sign; elsewhere it is a name, and `kn 5.000` a number after a word. `TOP 500` is no
    money of Tonga unless something speaks for it.
    """
    if place.doubtful:
        if _is_backed(text, place, here, ends):
            return place
        return place.signed(sign=False, signs=(None,) * len(place.signs))
    if counts_here(place.signs, here):
        return place.signed(sign=True) if ends[0] >= _LEAST_LOCAL or place.period else None
    if not place.is_glued(text):
        return place
    first = place.first(text) if place.two else None
    return None if first is None or first.is_glued(text) else first


def _is_backed(text: str, place: Place, here: LocalMoney, ends: Ends) -> bool:
    """Return whether something says that a code which may be another word is money: a word of pay, the country, its form."""
    if place.cue or place.period:
        return True
    if not goes_on(text, place.end) or (place.plain and is_year(ends[0])):
        return False
    if not place.plain or place.multiplier or place.two:
        return True
    if ends[0] >= _LEAST_LOCAL and owned_by(place.signs, here):
        return True
    return (
        ends[0] >= _LEAST_PLAIN
        and WORDS.isdisjoint(place.signs)
        and place.position[1] - place.start == len(text.strip())
    )


def _spoken(place: Place, money: Meaning) -> Meaning:
    """Return the money where sign and country leave it open: what the language or the way of counting says."""
    spoken = place.spoken
    if spoken and (not money.alternatives or spoken in money.alternatives):
        return Meaning(spoken, tuple(code for code in money.alternatives if code != spoken), "language")
    return idiom(place.multiplier, money)
