"""Which currency an amount is in: by what touches it, by what its clause names, by its country, by its language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.currency.signs import Meaning
from salarykit.pay.currency_clause import WORDS, goes_on
from salarykit.pay.currency_signs import NOTHING, agreed, counts_here, has_sign, idiom, meaning, owned_by
from salarykit.pay.is_pay import is_year
from salarykit.pay.period_words import (
    FOR_EACH,
    NOT_COUNTED,
    OFTEN_EACH,
    PAY_WORDS,
    PERIODS_AFTER,
    PERIODS_BEFORE,
    PERIODS_STRICT,
    WORKS,
)
from salarykit.pay.words import (
    BENEFITS,
    BETWEEN,
    CAP_BEFORE,
    FILLERS,
    FLOOR_BEFORE,
    GROSS,
    HARD_GUARDS,
    JOINTS,
    LABELS,
    LINKERS,
    MULTIPLIERS,
    NET,
    SOFT_GUARDS,
    STRONG_CUES,
    TITLES,
    UNITS,
    WEAK_CUES,
)

if TYPE_CHECKING:
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.amounts import Ends
    from salarykit.pay.candidate import Place

__all__ = ["KNOWN_WORDS", "money_at", "settled"]

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
        if said_so is NOTHING and _unknown_mark(text, place):
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


_FAR: Final = 8  # characters in which a mark stands
_LETTERS: Final = "A-Za-zÀ-ÖØ-öø-ɏͰ-ӿ"
_BEFORE: Final = re.compile(rf"(?:^|[\s(:/|>\"\u2013-])([{_LETTERS}]{{1,4}}\.?)[ \u00a0]?\Z")
_AFTER: Final = re.compile(rf"[ \u00a0]?([{_LETTERS}]{{2,5}})(?![^\W_])")
_VOWELS: Final = re.compile("[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýœąęıőűůаеиоуыэюяєіїαεηιουω]", re.IGNORECASE)
_MARKED: Final = re.compile(r"[^\W\d_]*[a-zà-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_ABBREVIATED: Final = re.compile(r"[A-ZÀ-ÖØ-Þ][^\W\d_]{1,3}\.")
_COINS: Final = frozenset("BTC XBT ETH USDT USDC DAI BNB XRP LTC DOGE ADA XMR TRX BUSD".split())
"""Money of no state, which has no ISO code."""
_WORDS: Final = frozenset(
    """
    abt aprx approx appx apr aug avg ave bez bzgl bzw ca cca ch circa cmp co comp cpl cty dec deg dept des doe dr est etc ev excl exkl
    ext feb fr ft gem ggf gr grs hr hrs inc incl inkl jan jr jul jun kl km lb lbs ltd mar mgr mid min mins mm mo mr mrs ms mth mths mtl
    nb nov nr ntto num obs oct okt pcm pcs ph phr plc pos pr prox px rd ref resp sal sec sep sept sq sr st std stk sz tel temp tgl tls tv
    tys ust vb vgl vs wk wks yr yrs zgl zzgl brt btt cdd cdi ctt ctc tc tcc ote fte pa pm pw pd ht htva ttc ral uop uod vat tva iva mwst nto
    bto tbd tbc doq eoe lti sti rsu rsus esop ipo pto pkg uk us usa eu uae nyc sf la paye cis umb psc asap smic gvl tvl wlb dgl cltv clt
    tvöd tvl avr tvld чел шт кг км см гр св вкл стр др пр тр ндфл т.р krk smrt prst gmbh bv nv ag kg ltda dba vp svp evp hvac cdl hgv phd mba cpa rn lpn
    """.split()
)
"""Abbreviations at a figure that are none of money."""
KNOWN_WORDS: Final = frozenset(
    word.rstrip(".")
    for words in (
        BENEFITS, FILLERS, HARD_GUARDS, LABELS, LINKERS, SOFT_GUARDS, STRONG_CUES, TITLES, UNITS, WEAK_CUES, FOR_EACH, NOT_COUNTED,
        OFTEN_EACH, PAY_WORDS, PERIODS_AFTER, PERIODS_BEFORE, PERIODS_STRICT, WORKS, BETWEEN, CAP_BEFORE, FLOOR_BEFORE, GROSS, JOINTS, NET,
        (word.lower() for word in MULTIPLIERS), _WORDS,
    )
    for word in words
)  # fmt: skip
"""Words and abbreviations that stand at figures and are no sign of money."""


def _unknown_mark(text: str, place: Place) -> str | None:
    """Return a mark that stands at a figure as a sign does, and is neither a sign of money here nor a word that is known.

    What looks like one are letters without a vowel (`kn`, `Kčs`), with a capital inside (`öS`), a short abbreviation with a capital
    and a full stop (`Esc.`) before the figure, capitals after it, and the coins that no state has (`BTC`).

    Args:
        text: any text.
        place: an amount in it that has no sign.

    Examples:
        >>> from salarykit.pay.candidates import outline
        >>> [
        ...     _unknown_mark(text, place)
        ...     for text in ("Zl 5000", "5000 XYZ a month", "Gehalt: 3.000", "OTE 50k")
        ...     for place in outline(text)
        ... ]
        ['Zl', 'XYZ', None, None]
    """
    start, end = place.one[0], place.end
    before = _BEFORE.search(text, max(0, start - _FAR), start)
    if before and _is_mark(before[1], leads=True):
        return before[1]
    after = _AFTER.match(text, end)
    if after and _is_mark(after[1], leads=False):
        return after[1]
    taken = (sign for sign in place.signs if sign and not has_sign((sign,)))
    return next((sign for sign in taken if _is_mark(sign, leads=False)), None)


def _is_mark(word: str, *, leads: bool) -> bool:
    """Return whether letters look like a sign of money; `leads` says that they stand before the figure."""
    bare = word.rstrip(".")
    if bare in _COINS:
        return True
    if len(bare) == 1 or bare.lower() in KNOWN_WORDS:
        return False
    if bare.isupper():
        return not leads and len(bare) > 2  # noqa: PLR2004 - two capitals are a state's or a country's
    if _MARKED.match(bare) or (leads and _ABBREVIATED.fullmatch(word)):
        return True
    return len(bare) <= 4 and not _VOWELS.search(bare)  # noqa: PLR2004 - an abbreviation
