"""A mark at a figure that looks like a sign of money and is none that is known: it is not the country's money."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.cues import (
    BENEFITS,
    FILLERS,
    HARD_GUARDS,
    LABELS,
    LINKERS,
    SOFT_GUARDS,
    STRONG_CUES,
    TITLES,
    UNITS,
    WEAK_CUES,
)
from salarykit.pay.currency_signs import has_sign
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
    BETWEEN,
    CAP_BEFORE,
    FLOOR_BEFORE,
    GROSS,
    JOINTS,
    MULTIPLIERS,
    NET,
)

if TYPE_CHECKING:
    from salarykit.pay.candidate import Place

__all__ = ["KNOWN_WORDS", "unknown_mark"]

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


def unknown_mark(text: str, place: Place) -> str | None:
    """Return a mark that stands at a figure as a sign does, and is neither a sign of money here nor a word that is known.

    What looks like one are letters without a vowel (`kn`, `Kčs`), with a capital inside (`öS`), a short abbreviation with a capital
    and a full stop (`Esc.`) before the figure, capitals after it, and the coins that no state has (`BTC`).

    Args:
        text: any text.
        place: an amount in it that has no sign.

    Examples:
        >>> from salarykit.pay.candidates import outline
        >>> [
        ...     unknown_mark(text, place)
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
