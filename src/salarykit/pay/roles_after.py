"""The role of a word after an amount: whether it states a period, a tax, other money, what a number counts, or leads on to one of these."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from salarykit.currency.codes import CODES
from salarykit.pay.currency_clause import DOUBTFUL_CODES
from salarykit.pay.currency_names import nation
from salarykit.pay.language_words import LEAST_AFTER, MOST_AFTER
from salarykit.pay.other_money import BENEFITS, COUNTED, LINKED_PRICES, PRICES, RENTS
from salarykit.pay.period_phrases import NUMBERS, TWICE
from salarykit.pay.period_words import (
    FOR_EACH,
    NOT_COUNTED,
    OFTEN_EACH,
    PAY_WORDS,
    PERIODS_AFTER,
    PERIODS_BEFORE,
)
from salarykit.pay.words import (
    COUNTED_THINGS,
    CUE_ENDINGS,
    EXPENSE_BEGINNINGS,
    FILLERS,
    GROSS,
    INCLUDING,
    LINKERS,
    NET,
    NO_PERIODS,
    OTHER_MONEY,
    OTHER_MONEY_ENDINGS,
    OTHER_MONEY_IF_LINKED,
    PAY_EXTRAS,
    STRONG_CUES,
)

__all__ = ["ROLES", "ROLES_WITHIN", "bare", "role_by_form"]

_KEPT: Final = 16_384  # words whose roles are cached
_BARE: Final = dict.fromkeys(map(ord, "./ "))

ROLES: Final[dict[str, str]] = (
    dict.fromkeys((code.lower() for code in CODES - DOUBTFUL_CODES), "filler")  # 9000 zł (PLN) miesięcznie
    | dict.fromkeys(PRICES | LINKED_PRICES, "other money if linked")
    | dict.fromkeys(COUNTED, "count")
    | dict.fromkeys(COUNTED_THINGS, "count")
    | dict.fromkeys(FILLERS, "filler")
    | dict.fromkeys(INCLUDING, "including")
    | dict.fromkeys("()-–—:*[]'\"&", "filler")
    | dict.fromkeys(LINKERS - FILLERS, "link")
    | dict.fromkeys(PAY_EXTRAS, "extra")
    | dict.fromkeys(OTHER_MONEY_IF_LINKED, "other money if linked")
    | dict.fromkeys(OTHER_MONEY | RENTS | (BENEFITS - PAY_EXTRAS), "other money")
    | dict.fromkeys(["toward", "towards"], "other money")
    | dict.fromkeys(STRONG_CUES | PAY_WORDS, "cue")
    | dict.fromkeys(["pay", "wage"], "cue")
    | dict.fromkeys(NUMBERS, "number")
    | dict.fromkeys(TWICE, "often")
    | dict.fromkeys(NO_PERIODS, "no period")
    | dict.fromkeys(FOR_EACH | OFTEN_EACH, "per")
    | dict.fromkeys(NOT_COUNTED, "not counted")
    | {"basis": "basis"}
    | dict.fromkeys(PERIODS_BEFORE.keys() - GROSS, "kind")
    | dict.fromkeys(PERIODS_AFTER, "period")
    | dict.fromkeys(GROSS, "gross")
    | dict.fromkeys(NET, "net")
    | dict.fromkeys(LEAST_AFTER, "more")
    | dict.fromkeys(MOST_AFTER, "less")
    | dict.fromkeys(["more", "above", "upwards", "mehr", "más", "mais", "più", "meer", "mer"], "more")
    | dict.fromkeys(["minimum", "min", "up"], "more")
    | dict.fromkeys(["less", "below", "max", "maximum", "maximal", "maximaal", "tops"], "less")
    | dict.fromkeys(["or", "oder", "ou", "o", "of", "eller"], "or")
    | dict.fromkeys([",", "،", "、", "，", "with", "|"], "comma")
    | dict.fromkeys(
        "lieu lugar invece anstelle statt plaats zamiast místo istället".split(), "comma"
    )  # of benefits
    | dict.fromkeys([".", ";", "\n", "!", "?", "•"], "stop")
    | {"+": "plus", "plus": "and", "and": "and", "%": "count"}
)
"""The role of a word."""
ROLES.update(dict.fromkeys("und y og och oraz și et pluss samt sowie".split(), "and"))
ROLES_WITHIN: Final = {word: ROLES.get(word) for word in ("e", "en", "i")}
"""Words for "and" that also have another role until the period is stated: "150 kr i timen"."""
ROLES.update(dict.fromkeys(ROLES_WITHIN, "joint"))


@lru_cache(maxsize=_KEPT)
def role_by_form(word: str) -> str | None:
    """Return the role of a word that no table lists: digits, `p.a.`, "per-hour-wage", "Tankgutschein".

    Examples:
        >>> role_by_form("p.a."), role_by_form("tankgutschein"), role_by_form("xyz")
        ('period', 'other money', None)
    """
    if word.isdigit():
        return "digits"
    if word.startswith("im "):
        return "filler"
    if word.startswith("per-"):
        return "per-"
    if word[0] == "p" and len(word) > 1 and word[1] in "./ ":
        return "period" if bare(word) in PERIODS_AFTER else None
    return _role_by_ending(word)


def _role_by_ending(word: str) -> str | None:
    """Return the role of a compound, by its ending, or of an adjective in the name of a currency."""
    if word.endswith(OTHER_MONEY_ENDINGS):
        return "other money"
    if word.endswith(CUE_ENDINGS):
        return None if word.startswith(EXPENSE_BEGINNINGS) else "cue"
    return "filler" if not word.isascii() and nation(word) else None  # ريال سعودي, долларов канадских


def bare(word: str) -> str:
    """Return a word for a period without the marks of an abbreviation.

    Examples:
        >>> bare("p.a."), bare("hour")
        ('pa', 'hour')
    """
    return word if word in PERIODS_AFTER else word.translate(_BARE)
