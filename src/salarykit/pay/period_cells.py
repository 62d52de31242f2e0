"""A cell of a column of periods as the period it names: `Bi-Weekly`, `year(s)`, `per-hour-wage`, `HUR`, `P1M`, `/ Monat`."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, cast

from salarykit.pay.period_phrases import repeated
from salarykit.pay.period_words import PERIODS_STRICT, period_of_code
from salarykit.pay.words import WIDE_CUES, WIDE_PERIODS

if TYPE_CHECKING:
    from salarykit.pay.pay_year import Period

__all__ = ["period_of"]

_ABBREVIATED: Final = {"pa": "year", "pm": "month", "ph": "hour", "pd": "day", "pw": "week"}
_LETTERS: Final = frozenset("hdwmy")
_LONGEST: Final = 100  # characters; no period is called by more
_LED: Final = re.compile(r"^(?:paid |by |an? |à l'|à la |l'|p[./] ?|/ ?|[一1](?=\D))+|[.\s]+$")
_WIDE_LED: Final = re.compile(r"^[每毎各]?(?:一个|一個|[1一])?[个個ヶか]?")
_BRACKETS: Final = re.compile(r"[()\[\]]")
_NOUN: Final = re.compile(
    r"\b(?:pay|pays|salary|salaries|wage|wages|rate|basis|based|payment|compensation|earnings|gross|net|lohn|gehalt|brutto|netto)\b"
)
_WIDE: Final = {word: said.split()[0] for word, said in WIDE_CUES.items() if said[0] != "-"} | WIDE_PERIODS


def period_of(text: str) -> Period | None:
    """Return the period that a code, a word or a phrase of any language stands for; None if it is none that is counted.

    Examples:
        >>> [
        ...     period_of(text)
        ...     for text in ("Bi-Weekly", "SEMI_MONTHLY", "year(s)", "per-hour-wage", "ANN", "毎月")
        ... ]
        ['fortnight', 'half-month', 'year', 'hour', 'year', 'month']
        >>> [period_of(text) for text in ("per shift", "bimonthly", "every 4 weeks")]
        [None, None, None]
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > _LONGEST:
        return None
    found = period_of_code(text)
    if found:
        return found
    word = _BRACKETS.sub(" ", text.lower().replace("_", " ").replace("(s)", "s"))
    if word.replace(".", "").replace("/", "") in _ABBREVIATED and word.startswith("p"):
        return cast("Period", _ABBREVIATED[word.replace(".", "").replace("/", "")])
    wide = _WIDE.get(_WIDE_LED.sub("", word))
    return cast("Period", wide) if wide else _said(word)


def _said(word: str) -> Period | None:
    """Return the period that words between spaces say."""
    for written in (word, word.replace("-", " ")):
        bare = " ".join(_LED.sub("", _NOUN.sub(" ", written)).strip(" -").split())
        if bare in PERIODS_STRICT:
            return cast("Period", PERIODS_STRICT[bare]) if len(bare) > 1 or bare in _LETTERS else None
        several = repeated(bare)
        if several and several.end == len(bare.rstrip(". ")):
            return several.period
    return None
