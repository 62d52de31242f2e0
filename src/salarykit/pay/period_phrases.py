"""Periods of several words: every two weeks, twice a month, alle 14 Tage, deux fois par mois."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_words import DAY_OR_YEAR, FOR_EACH, OFTEN_EACH, PERIODS_STRICT, period_of_code
from salarykit.pay.words import CJK_CUES, CJK_PERIODS

if TYPE_CHECKING:
    from salarykit.pay.periods import Period

__all__ = ["NUMBERS", "TIMES", "TWICE", "PeriodPhrase", "period_of", "read_period_phrase"]

NUMBERS: Final[dict[str, int]] = {
    word: count
    for count, words in {
        2: "two other second bi zwei zweite zweiten deux dos segunda due duas twee tweede två andra varannan anden andet annen annet "
        "annenhver dva dvě druhý dwa dwie drugi два две дві другу iki két kahden joka-toinen două dve dvije δύο שבועיים",
        3: "three drei trois tres três tre drie tři trzy три üç három kolmen trei tri τρεις",
        7: "долоо",
        4: "four vier quatre cuatro quatro quattro fyra fire čtyři cztery четыре чотири dört négy neljän",
    }.items()
    for word in words.split()
}
"""Words for numbers, and for "every second" and "every third"."""
TWICE: Final = frozenset(
    "twice semi half zweimal halb tweemaal dvakrát kaksi-kertaa двічі дважды ikişer".split()
)
"""Words for "twice" and for "half"."""
TIMES: Final = frozenset(
    "x × times mal fois veces vezes volte keer gånger gange ganger razy krát раза раз рази kez kertaa alkalommal ori puta".split()
)
"""Words for "times"."""
_EVERY: Final = FOR_EACH | OFTEN_EACH | frozenset("om raz раз hver once einmal".split())
_TOKEN: Final = lazy_pattern(r"\d+|[^\W\d_]+(?:['’-][^\W\d_]+)*|[/×]")
_REACH: Final = 64  # characters that are read
_EVERY_SO_OFTEN: Final[dict[tuple[int, str], Period]] = {
    (7, "day"): "week",
    (14, "day"): "fortnight",
    (2, "week"): "fortnight",
    (3, "month"): "quarter",
    (12, "month"): "year",
}
_SO_OFTEN_A: Final[dict[tuple[int, str], Period]] = {
    (2, "month"): "half-month",
    (4, "year"): "quarter",
    (12, "year"): "month",
    (24, "year"): "half-month",
    (26, "year"): "fortnight",
    (52, "year"): "week",
}


class PeriodPhrase(NamedTuple):
    """A period of several words, and where they end."""

    period: Period
    end: int


def read_period_phrase(text: str, start: int = 0) -> PeriodPhrase | None:
    """Return the period that several words from a position on state together; None if it is not a period of `PayYear`.

    Examples:
        >>> [
        ...     found and found.period
        ...     for found in map(
        ...         read_period_phrase, ["every two weeks", "2x a month", "alle 14 Tage", "every 5 weeks"]
        ...     )
        ... ]
        ['fortnight', 'half-month', 'fortnight', None]
    """
    count, often = 1, False
    for token in _TOKEN.finditer(text, start, start + _REACH):
        for word in _parts(token.group().lower()):
            if word.isdigit():
                count = int(word)
            elif word in TWICE:
                count, often = 2, True
            elif word in NUMBERS:
                count = NUMBERS[word]
            elif word in TIMES:
                often = count > 1  # "раз в две недели" is once every two weeks
            # "an offer" is not a French year
            elif word in PERIODS_STRICT and not (
                word in _EVERY and (len(word) == 1 or token.start() == start)
            ):
                if word == DAY_OR_YEAR and count == 1:
                    return None
                return _period(count, PERIODS_STRICT[word], token.end(), often=often)
            elif word not in _EVERY:
                return None
    return None


def _parts(word: str) -> list[str]:
    """Return a word, or its two words if a hyphen joins them: "bi-weekly", but not "hora-aula"."""
    first, hyphen, rest = word.partition("-")
    return [first, rest] if hyphen and (first in NUMBERS or first in TWICE) else [word]


def _period(count: int, unit: str, end: int, *, often: bool) -> PeriodPhrase | None:
    """Return the period of "every two weeks" or "twice a month"; None for "bi-monthly", which may mean either."""
    if count == 1:
        return PeriodPhrase(unit, end)  # type: ignore[arg-type] # the table's words are periods
    period = (_SO_OFTEN_A if often else _EVERY_SO_OFTEN).get((count, unit))
    return PeriodPhrase(period, end) if period else None


_ABBREVIATED: Final = {"pa": "year", "pm": "month", "ph": "hour", "pd": "day", "pw": "week"}
_LETTERS: Final = frozenset("hdwmy")
_LONGEST: Final = 100  # characters; no name of a period is longer
_LED: Final = lazy_pattern(r"^(?:paid |by |an? |à l'|à la |l'|p[./] ?|/ ?|[一1](?=\D))+")
_FINAL_DOTS: Final = lazy_pattern(r"(?<![.\s])[.\s]++$")
_CJK_LED: Final = lazy_pattern(r"^[每毎各]?(?:一个|一個|[1一])?[个個ヶか]?")
_BRACKETS: Final = lazy_pattern(r"[()\[\]]")
_NOUN: Final = lazy_pattern(
    r"""\b(?:
        pay | pays | salary | salaries | wage | wages | rate | payment | compensation | earnings
      | basis | based | gross | net | lohn | gehalt | brutto | netto
    )\b""",
    re.VERBOSE,
)
_CJK: Final = {word: meant.split()[0] for word, meant in CJK_CUES.items() if meant[0] != "-"} | CJK_PERIODS


def period_of(text: str) -> Period | None:
    """Return the period that a code, a word or a phrase of any language stands for; None if it is not a period of `PayYear`.

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
    code = period_of_code(text)
    if code:
        return code
    word = _BRACKETS.sub(" ", text.lower().replace("_", " ").replace("(s)", "s"))
    if word.replace(".", "").replace("/", "") in _ABBREVIATED and word.startswith("p"):
        return cast("Period", _ABBREVIATED[word.replace(".", "").replace("/", "")])
    cjk = _CJK.get(_CJK_LED.sub("", word))
    return cast("Period", cjk) if cjk else _period_in_words(word)


def _period_in_words(word: str) -> Period | None:
    """Return the period that several words state."""
    for written in (word, word.replace("-", " ")):
        bare = " ".join(_FINAL_DOTS.sub("", _LED.sub("", _NOUN.sub(" ", written))).strip(" -").split())
        if bare in PERIODS_STRICT:
            return cast("Period", PERIODS_STRICT[bare]) if len(bare) > 1 or bare in _LETTERS else None
        several = read_period_phrase(bare)
        if several and several.end == len(bare.rstrip(". ")):
            return several.period
    return None
