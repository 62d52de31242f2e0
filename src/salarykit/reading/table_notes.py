"""Reads what titles, captions, rows of units and footnotes say about the figures of a table, such as `Angaben in Tausend Euro`.

`note_words.csv` has the words of each language.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from salarykit.currency.codes import CODES
from salarykit.package import remembered, table_words
from salarykit.pay.pay_year import PERIODS
from salarykit.reading.currency_cells import currency_of
from salarykit.reading.header_tokens import spelled_out, tokens
from salarykit.reading.header_words import folded
from salarykit.reading.headers import RATES, HeaderWords

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["TableNote", "read_note"]

_LONGEST: Final = 200  # the most characters of a line that is read
_WINDOW: Final = 3  # the most words of the name of a currency
_EDGES: Final = " \t\"';,|"
_CJK_WORDS: Final = re.compile("単位|单位|單位|단위|金額|金额|금액|表示|一覧|表$|表(?=[ (])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_COLUMNS: Final = table_words("salarykit.reading", "note_words")
_FIGURES: Final = _COLUMNS["figures"]
"""Words for the figures of a table, and for their unit."""
_BEFORE_UNIT: Final = _COLUMNS["before_unit"]
_LINKS: Final = _COLUMNS["link"]
"""Words between a multiple and its currency."""
_NEUTRAL: Final = _COLUMNS["neutral"]
"""Words that change nothing about a note."""
_CHANGED: Final = _COLUMNS["changed"]
"""Words such as `converted` or `excluding`, which make it doubtful that a period or currency is that of the figures."""
_ISSUED: Final = _COLUMNS["issued"]
"""Words for publications, which may themselves be monthly, whatever the period of their figures."""
_SHORT: Final = _COLUMNS["short"]
"""Abbreviations and plurals, such as `hours`, that are a period only after `per` or a currency."""
_PER: Final = _COLUMNS["per"]
_OTHERS: Final = _COLUMNS["other"]
"""Words for things other than pay that may be monthly."""
_OF_SEVERAL: Final = re.compile(
    r"\b(?:bi|semi|two|three|four|half)[- ]?(?:weekly|monthly|yearly|annual(?:ly)?)\b", re.IGNORECASE
)
_EVERY: Final = re.compile(
    r"\b(?:per|every|each|alle|pro|par|toutes les|cada|ogni|elke|var|om de|co) (?:(\d+)|two|four|zwei|vier|deux|quatre|dos|cuatro) "
    r"(?:(weeks|wochen|semaines|semanas|settimane|weken|veckor|tygodnie)|[^\W\d_]{3,})\b",
    re.IGNORECASE,
)
_SEVERAL: Final = {"biweekly": "fortnight", "twoweekly": "fortnight", "semimonthly": "half-month"}
"""Names of the periods that are read although they consist of several others; the rest, such as `fourweekly`, are refused."""
_NO_MONEY: Final = re.compile(
    r"\bPPPs?\b|\bPPA\b|\bKKP\b|purchasing[- ]power|kaufkraft|pouvoir d.achat|poder adquisitivo|\bconstant\b.{0,40}?\b(?:prices|dollars|euros?)\b",
    re.IGNORECASE,
)
"""Units that are named after a currency but are not amounts of it, such as purchasing power parities."""
_UNIT_LINKS: Final = {*_PER, *_BEFORE_UNIT, *_LINKS}
_END: Final = re.compile(r"(?:[,;:]\s|\()([^,;:()]+)\)?\s*\Z")
"""The end of a title that may be the unit of its figures."""
_ENDS: Final = re.compile(
    r"(?P<stem>.{3,}?)(?:s?tabellen?|s?übersicht|s?listen?|s?spiegel|(?P<figures>s?beträge|s?angaben|s?sätze)|schalen?|skala|tabell?|s)$"
)
"""The endings of words for tables of pay and their figures: Entgelttabelle, Monatsbeträge, loonschalen."""


class TableNote(NamedTuple):
    """What a line says about the figures of a table.

    Attributes:
        text: the line.
        period, currency: those of the figures; None if the line does not state them.
        factor: what they are multiplied by.
        is_sure: whether the period and the currency are certainly those of the figures.
        is_column: whether the text is not a line but the name of a column, whose cells say it.
    """

    text: str
    period: str | None = None
    currency: str | None = None
    factor: float = 1
    is_sure: bool = False
    is_column: bool = False


class _Word(NamedTuple):
    """A word of a line: whether it is known, whether it names pay or figures or another field, and the units that it states."""

    text: str
    is_known: bool
    is_head: bool = False
    is_other: bool = False
    periods: tuple[str, ...] = ()
    currency: str | None = None
    factor: float = 1


@remembered(1024)
def read_note(text: str, *, is_title: bool = True) -> TableNote | None:
    """Return what a line says about the figures of a table; None if it states none of their units.

    Args:
        text: the line.
        is_title: whether it is a title, which may have other words, too; a footnote or a sentence with other words counts only in part.

    Examples:
        >>> titles = (
        ...     "Average monthly pay 2023",
        ...     "Angaben in Tausend Euro",
        ...     "Monthly report on pay",
        ...     "Pay of 1,000 nurses",
        ... )
        >>> [
        ...     note and (note.period, note.currency, note.factor, note.is_sure)
        ...     for note in map(read_note, titles)
        ... ]
        [('month', None, 1, True), (None, 'EUR', 1000.0, True), ('month', None, 1, False), None]
    """
    line = _CJK_WORDS.sub(r" \g<0> ", unicodedata.normalize("NFKC", text)).strip(_EDGES)
    if not line or len(line) > _LONGEST:
        return None
    words = _words(line)
    has_head = any(word.is_head for word in words)
    is_unit = all(word.is_known and (has_head or not word.is_other) for word in words)
    is_changed = any(word.text in _CHANGED for word in words)
    if not (is_unit or has_head) or (is_changed and not is_title):
        return None
    about = [word for run in _runs(words) if is_unit or any(word.is_head for word in run) for word in run]
    about += _unit_at_end(line) if is_title and has_head else []
    looked = words if is_title else about
    periods = {period for word in looked for period in word.periods}
    is_changed |= bool(periods) and any(word.text in _ISSUED for word in words)
    period = periods.pop() if len(periods) == 1 else None
    has_currency = is_title or (is_unit and (len(words) > 1 or line[0] in "(["))
    currency, is_plain = _currency(words if has_currency else [], about)
    factor = _factor(words) if is_title or is_unit else 1
    if period is None and currency is None and factor == 1:
        return None
    is_stated = period is None or any(period in word.periods for word in about)
    is_stated &= period is None or period in PERIODS
    is_plain &= _NO_MONEY.search(line) is None
    is_sure = is_stated and is_plain and not is_changed and (is_title or is_unit)
    return TableNote(text.strip(_EDGES), period, currency, factor, is_sure)


def _unit_at_end(line: str) -> list[_Word]:
    """Return the words in brackets at the end of a title, or behind its last comma, if they are nothing but the unit of its figures.

    Examples:
        >>> [
        ...     len(_unit_at_end(title))
        ...     for title in ("Pay scale from 1 April, £ per annum", "Pay bands (£)", "Pay, USA")
        ... ]
        [3, 1, 0]
    """
    end = _END.search(line)
    words = _words(end[1]) if end else []
    are_units = all(
        word.periods or word.currency or word.factor != 1 or word.text in _UNIT_LINKS for word in words
    )
    return words if are_units and any(word.currency for word in words) else []


def _words(line: str) -> list[_Word]:
    """Return the words of a line; several words that name one currency become one."""
    line = _EVERY.sub(lambda every: " biweekly " if every[1] == "2" and every[2] else " fourweekly ", line)
    texts, words, at = tokens(_OF_SEVERAL.sub(_joined, spelled_out(line))), list[_Word](), 0
    while at < len(texts):
        word, width = _word(texts[at]), 1
        for several in range(min(_WINDOW, len(texts) - at), 1, -1):
            name = texts[at : at + several]
            if not any(map(_is_unit_word, name)) and (code := currency_of(" ".join(name)).code):
                word, width = _Word(" ".join(name), is_known=True, currency=code), several
                break
        words.append(word)
        at += width
    before, after = [None, *words][: len(words)], [*words, None][1:]
    return [_in_context(word, *around) for word, *around in zip(words, before, after, strict=True)]


def _joined(match: re.Match[str]) -> str:
    """Return a period such as `bi-weekly` or `semi-monthly` as one word without a hyphen."""
    return match[0].replace("-", "").replace(" ", "")


def _in_context(word: _Word, before: _Word | None, after: _Word | None) -> _Word:
    """Return a word, without its period if that is not the period of pay, as in `HR salaries`, `Hours: full time`, `monthly bonus`."""
    is_after_per = before is not None and (before.text in _PER or before.currency is not None)
    is_short = word.text in _SHORT and not is_after_per
    return word._replace(periods=()) if is_short or (after and after.text in _OTHERS) else word


def _is_unit_word(text: str) -> bool:
    word = _word(text)
    is_link = word.text in _BEFORE_UNIT or word.text in _PER or word.text in _NEUTRAL
    return bool(is_link or word.is_head or word.periods or word.factor != 1)


@remembered(4096)
def _word(text: str) -> _Word:
    """Return a word with its meanings."""
    word, meant = folded(text), HeaderWords()
    if _OF_SEVERAL.fullmatch(word):
        return _Word(word, is_known=True, periods=(_SEVERAL.get(word, word),))
    is_known = meant.takes(text)
    fields = set(meant.fields)
    is_note = word in _BEFORE_UNIT or word in _LINKS or word in _NEUTRAL
    if is_note or word in _FIGURES or _YEAR.fullmatch(word):
        return _Word(word, is_known=True, is_head=word in _FIGURES)
    if not is_known:
        return _Word(word, True, factor=1e3) if word == "000" else _compound(word)
    money = meant.currency and (currency_of(meant.currency).code or meant.currency)
    is_head = "currency" in fields or ("amount" in fields and not (word in RATES and not meant.periods))
    return _Word(
        word,
        True,
        is_head,
        bool(fields - {"amount", "as_of", "currency"}),
        tuple(set(meant.periods)),
        money,
        meant.factor,
    )


def _compound(word: str) -> _Word:
    """Return the meaning of an unknown word with a known ending, by the part before it."""
    match = _ENDS.fullmatch(word)
    stem = _word(match["stem"]) if match else None
    if match is None or stem is None or not (stem.is_head or stem.periods):
        return _Word(word, is_known=False)
    return stem._replace(text=word, is_head=stem.is_head or match["figures"] is not None)


def _runs(words: Sequence[_Word]) -> list[list[_Word]]:
    """Return the runs of adjacent known words."""
    runs: list[list[_Word]] = [[]]
    for word in words:
        if word.is_known:
            runs[-1].append(word)
        else:
            runs.append([])
    return runs


def _currency(words: Sequence[_Word], about: Sequence[_Word]) -> tuple[str | None, bool]:
    """Return the only currency that words state, and whether it certainly is that of the figures; `(None, True)` if there is none."""
    stated = {
        word.currency
        for word, after in pairwise([*words, None])
        if word and word.currency and not (after and after.text in ("area", "zone"))
    }
    if len(stated) != 1:
        return None, True
    currency = stated.pop()
    after = {word.currency for before, word in pairwise(words) if before.text in _BEFORE_UNIT}
    is_plain = currency in after or any(word.currency == currency for word in about)
    return (currency, is_plain) if is_plain or currency in CODES else (None, True)


def _factor(words: Sequence[_Word]) -> float:
    """Return the multiple that words state; 1 if they state none, as in `pay of 1,000 nurses`."""
    linked = [word for word in words if word.text not in _LINKS]
    for at, word in enumerate(linked):
        before, after = linked[at - 1] if at else None, linked[at + 1] if at + 1 < len(linked) else None
        is_unit = bool(
            word.currency
            or (before and (before.currency or before.text in _BEFORE_UNIT))
            or (after and after.currency)
        )
        is_unit |= before is not None and before.is_head and word.text != "1000" and len(word.text) > 1
        is_clear = (
            after is None
            or after.is_known
            or (word.text != "1000" and before and before.text in _BEFORE_UNIT)
        )
        if word.factor != 1 and is_unit and is_clear:
            return word.factor
    return 1
