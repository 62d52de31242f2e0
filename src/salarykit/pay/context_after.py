"""What the words after an amount say about it, up to the first word about something else."""
# A little over 300 lines: what is done for each role of a word is in one place.

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from salarykit.pay.bounds import CASE_MARKS, case_ending, names_a_wage
from salarykit.pay.changes import ADDS, COMPARATIVES, OR_MORE, is_more_or_less
from salarykit.pay.context import ABBREVIATED, COMBINING, FAR, HAS_COMBINING, QUALIFIES, Context
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.other_money import UNITS
from salarykit.pay.other_money_after import OtherMoneyAfter
from salarykit.pay.period_phrases import TIMES
from salarykit.pay.period_words import PAY_WORDS, PERIODS_AFTER, PERIODS_BEFORE, PERIODS_STRICT
from salarykit.pay.roles_after import ROLES, ROLES_WITHIN, bare, role_by_form
from salarykit.pay.unit_of_pay import UnitOfPay, names_a_contract
from salarykit.pay.unspaced import UNSPACED, words_after
from salarykit.pay.words import GROSS, LINKERS, NET, PAY_EXTRAS, PERIOD_ADVERBS, STRONG_CUES, TAXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["read_after"]

_NEXT_REACH: Final = 12  # words that are read
_WORKING_TIME: Final = frozenset(["full", "part", "f/", "p/"])
_AFTER: Final = re.compile(
    r"""
    (?<!\w)p[ ]?[./][ ]?[ahmwdy]\.?(?!\w)         # p.a.
  | im[ ]\d\.[ ](?:Lehr|Ausbildungs)?[Jj]ahr(?!\w)  # in which year of an apprenticeship
  | m[2²](?!\w)                                  # a square metre
  | [^\W\d_]+(?:['’-][^\W\d_]+)*                 # a word
  | \d+ | [^\w\s] | \n
    """,
    re.VERBOSE,
)
_AFTER_COMBINING: Final = lazy_pattern(rf"(?:[^\W\d_]|{COMBINING})+|\d+|[^\w\s]|\n")
_STOP: Final = re.compile(r"[;!?\n•]|\.(?! ?[^\W\d_A-Z])")
"""What ends the sentence of an amount right after it; a full stop does not if the sentence goes on (see `read_stop`)."""
_ADVERB: Final = lazy_pattern(r"[ \u00a0]([^\W\d_]{3,})(?:[ \u00a0]([^\W\d_]+))?(?=\.?\s*(?:[,،;)|]|\Z))")
_NEXT_NUMBER: Final = lazy_pattern(r"[^\w(),;/]{0,4}(?:[^\W\d_]{1,3}[ \u00a0]?)?\d")  # gross 3100, net 2200
_NUMBERED: Final = lazy_pattern(r"[^()\d]{0,60}\d")  # brackets around another amount
_ONLY_A_PERIOD: Final = re.compile(r" ?(per |an? |/ ?|)([^\W\d_]{1,12})\.?\Z")


def read_after(text: str, end: int) -> Context:
    """Return what the words after a position say about the amount before it.

    Examples:
        >>> context = read_after("$50k brutto pro Jahr + Bonus", 4)
        >>> context.period, context.gross, context.is_other_money, context.end
        ('year', True, False, 20)
    """
    context = Context()
    context.end = end
    # In much prose nothing belongs to the amount, and in most fields nothing but a period does.
    if not (_STOP.match(text, end) or _reads_only_period(text, end, context)):
        _read_words(text, end, context)
    return context


def _read_words(text: str, end: int, context: Context) -> None:
    """Add what the words after a position say, one by one."""
    tail = _Tail(context, text, end)
    ending = case_ending(text, end) if end < len(text) and text[end] in CASE_MARKS else None
    if ending:
        context.bound, end = ending
        tail.is_linked = True
    for token in _tokens(text, end):
        start, stop = token.span()
        if not tail.read(token[0].lower(), start, stop):
            break
    context.is_other_money = tail.is_other_money or tail.is_price
    if tail.unknown_period_at >= 0 and context.period is None:
        context.unknown_period_at, context.overrides_before = tail.unknown_period_at, tail.overrides_before
    if tail.is_open_end:
        context.bound = "floor"


def _reads_only_period(text: str, end: int, context: Context) -> bool:
    """Add the period of an amount that nothing but a period follows; return whether that is so."""
    only = _ONLY_A_PERIOD.match(text, end)
    if only is None:
        return False
    per, word = only.groups()
    period = (PERIODS_STRICT if per else PERIODS_AFTER).get(word.lower())
    if not period or (word in "tT" and text[end - 1] in "fFpP"):  # 8000 F/T
        return False
    context.period, context.end, context.period_word = period, only.end(2), word.lower()
    if not per and context.period_word not in PERIOD_ADVERBS:
        context.may_count = "period"
    return True


def _tokens(text: str, end: int) -> Iterator[re.Match[str]]:
    """Return the words and other characters after a position; scripts that do not separate words are split by known words."""
    pattern = _AFTER
    if not text.isascii() and HAS_COMBINING.search(text, end, end + FAR):
        pattern = words_after() if UNSPACED.search(text, end, end + FAR) else _AFTER_COMBINING
    return pattern.finditer(text, end, end + FAR)


class _Tail(OtherMoneyAfter, UnitOfPay):
    """The words after an amount, read one by one."""

    is_interrupted = is_of_next_amount = was_aside = False
    plus_end = unknown_at = 0

    def __init__(self, context: Context, text: str, end: int) -> None:
        self.context, self.text, self.end = context, text, end
        # Attributes that are read for each word are set on the instance, where Python finds them sooner than on the class.
        self.is_aside = self.in_brackets = self.is_other_money = self.expects_unit = self.has_count = False
        self.words = self.unknown_words = 0
        self.last = self.per = ""

    def read(self, word: str, start: int, end: int) -> bool:
        """Read one word; return whether to go on."""
        self.words += 1
        if self.in_brackets:
            self.in_brackets = word != ")"
            return self.words < _NEXT_REACH
        if self.last == "+" and self._read_addition(word, start):
            return True
        if self.last == "plus" and word in PAY_EXTRAS:
            self.context.has_extra = True
        if self.is_other_money or (word in COMPARATIVES and self.reads_change(word, end)):
            return self.is_other_money and self.read_after_other_money(word)
        role = ROLES.get(word) or role_by_form(word)
        if role == "per-":  # per-year-salary
            self.read_unit("per", "per", start, end)
            role, word = None, word.split("-")[1]
        if self.expects_unit:
            if word in PERIODS_STRICT and not self._is_working_time(word, start):
                may_count = "thing" if self.unknown_words or self.has_thing else ""
                self._read_period(word, PERIODS_STRICT, end, may_count)
                self.last = word
                return True
            if self.has_count and word in TIMES:
                return True
        goes_on = _READERS[role](self, role, word, start, end)
        self.last = word
        return goes_on and self.words < _NEXT_REACH

    def _read_addition(self, word: str, start: int) -> bool:
        """Read a word after a plus sign; return whether it is a tax, so that the clause goes on after it: "netto + VAT / mies."."""
        if word in TAXES:
            self.is_open_end, self.is_aside, self.last = False, self.was_aside, word
            return True
        if self._adds(word, start):
            self.is_open_end, self.is_aside = False, True
            self.context.has_extra = word in PAY_EXTRAS
        return False

    def _is_working_time(self, word: str, start: int) -> bool:
        """Return whether a word for an hour is the end of "full time" or of `P/T`, in which the slash does not mean "per"."""
        if word == "t" and self.text[start - 2 : start].lower() in _WORKING_TIME:
            self.per, self.expects_unit = "", self.has_count
            if self.text[start - 2] in "pP" and not self.is_aside:  # "part time" without a period
                self.note_unknown(start + len(word))
            return True
        return word == "time" and self.last in _WORKING_TIME

    def _adds(self, word: str, start: int) -> bool:
        """Return whether a plus sign adds what follows it, as in `$40k+super` and `$40k + 12 %`, but not in `$40k+ a year`."""
        is_glued = start == self.plus_end and word.isalpha()
        return is_glued or (
            self.plus_end > self.end + 1 and ROLES.get(word) not in {"period", "per", "stop", "filler"}
        )

    def _read_period(self, word: str, periods: dict[str, str], end: int, may_count: str = "") -> None:
        context, period = self.context, periods[word]
        if context.period is None and not self.is_aside:
            if self.has_count:
                self.note_counted(period)
            else:
                context.period, context.end = period, end
                context.period_word, context.may_count = word, may_count
        self.per, self.expects_unit = "", self.has_count

    def _note_cue(self) -> None:
        self.context.cue_is_near = not self.is_interrupted and not self.unknown_words

    # Each of these methods reads a word of one role, and returns whether to go on.

    def read_unit_word(self, role: str, word: str, start: int, end: int) -> bool:
        goes_on = self.read_unit(role, word, start, end)
        self.is_linked = self.is_linked or word in LINKERS
        return goes_on

    def read_unknown(self, _role: None, word: str, start: int, end: int) -> bool:
        if (self.per or word in UNITS) and not self.is_aside:
            self.read_unknown_unit(word, start, end)
        self.unknown_at = start if not self.unknown_words else self.unknown_at
        self.unknown_words += 1
        return self.unknown_words < QUALIFIES

    def read_filler(self, _role: str, word: str, _start: int, end: int) -> bool:
        self.is_linked = self.is_linked or word in LINKERS
        self.is_interrupted = self.is_interrupted or word in _DASHES
        if word in "()":
            self.in_brackets = word == "(" and names_a_contract(self.text, end, ROLES)
            self.is_of_next_amount = (
                word == "(" and not self.in_brackets and _NUMBERED.match(self.text, end) is not None
            )
        return True

    def read_basis(self, _role: str, _word: str, start: int, _end: int) -> bool:
        self.context.is_basis = self.context.period_word in PERIOD_ADVERBS and start - self.context.end <= 1
        return True

    def read_period(self, _role: str, word: str, _start: int, end: int) -> bool:
        if not self.unknown_words:
            may_count = "" if bare(word) in PERIOD_ADVERBS or "." in word else "period"
            self._read_period(bare(word), PERIODS_AFTER, end, may_count)
            if word in PAY_WORDS:  # "15,50 € Stundenlohn"
                self.context.cue = 2
                self._note_cue()
        elif self.context.period is None and not self.is_aside and self.unknown_words == 1:
            # "paid monthly" may say when; in "30 € Werkstatt Stunde", the period is not the amount's
            self.note_unknown(self.unknown_at)
        return True

    def read_kind(self, _role: str, word: str, _start: int, end: int) -> bool:
        self._read_period(word, PERIODS_BEFORE, end)  # "60 000 Euro Jahresgehalt"
        self.context.cue = 2 if word in STRONG_CUES else self.context.cue
        self._note_cue()
        return True

    def read_tax(self, role: str, word: str, _start: int, end: int) -> bool:
        is_of_next = self.last in (",", ";", "/") and _NEXT_NUMBER.match(self.text, end)
        if self.context.gross is None and not (is_of_next or self.is_of_next_amount):
            self.context.gross = role == "gross"
        if word in PERIODS_BEFORE:  # Bruttomonatsgehalt
            self._read_period(word, PERIODS_BEFORE, end)
        return True

    def read_plus(self, _role: str, _word: str, start: int, end: int) -> bool:
        self.in_brackets = self.last == "("  # "netto (+ VAT) / mies."
        self.is_open_end = start - self.context.end <= 1 and not self.is_aside and not self.in_brackets
        self.was_aside = self.is_aside
        self.is_aside = self.is_aside or not (self.is_open_end or self.in_brackets)
        self.plus_end = end
        return True

    def read_comma(self, role: str, word: str, start: int, end: int) -> bool:
        if word in ",،" and self.context.period is None and not (self.is_aside or self.unknown_words):
            adverb = _ADVERB.match(self.text, end)  # "110.000 RSD neto, mesečno, Niš"
            period, tax = (str(part).lower() for part in adverb.groups()) if adverb else ("", "")
            if adverb and period in PERIODS_BEFORE and (not adverb[2] or tax in GROSS or tax in NET):
                self._read_period(period, PERIODS_BEFORE, adverb.end(1))
                if adverb[2] and self.context.gross is None:  # "600 000 Ft, havonta bruttó"
                    self.context.gross = tax in GROSS
        self.is_aside = self.is_interrupted = True
        return role == "and" or start == self.end

    def read_joint(self, _role: str, word: str, start: int, end: int) -> bool:
        """Read a word that may be "and" or another word, such as `e` for euro; after a period or a currency it is "and"."""
        if self.context.period is None and (word != "e" or self.text[self.end - 1].isdigit()):
            role = ROLES_WITHIN[word]
            return _READERS[role](self, role, word, start, end)
        self.is_aside = self.is_interrupted = True
        return True

    def read_stop(self, _role: str, word: str, _start: int, end: int) -> bool:
        is_abbreviation = self.words == 1 and self.sentence_goes_on(end)  # as in "60.000 ден. месечно"
        is_short = 0 < len(self.last) < ABBREVIATED
        if is_short and (self.last in PERIODS_AFTER or self.context.period is not None):
            # "$200 a day. Benefits" and "$32/hr DOE. Sign-on bonus", but "50 kr. pr. md. plus"
            is_short = self.sentence_goes_on(end)
        return word == "." and (bool(self.per) or is_short or is_abbreviation)

    def read_count(self, _role: str, word: str, start: int, end: int) -> bool:
        self.context.is_count = self.words == 1
        if self.per or word in UNITS:
            self.read_unknown_unit(word, start, end)
        return False

    def read_cue(self, _role: str, _word: str, _start: int, _end: int) -> bool:
        self.context.cue = 2
        self._note_cue()
        return True

    def read_bound(self, role: str, word: str, start: int, end: int) -> bool:
        if is_more_or_less(self.text, start, end) or names_a_wage(self.text, end):
            return True
        if word in ADDS and self.last not in OR_MORE and not self.text.startswith((" de ", " di "), end):
            self.is_aside = True  # "22.000 € más ticket comida"
        if self.last in OR_MORE or not (self.is_aside or word in ("up", "more", "less")):
            self.context.bound = "floor" if role == "more" else "cap"
        return True


_READERS: Final[dict[str | None, Callable[[_Tail, Any, str, int, int], bool]]] = {
    None: _Tail.read_unknown,
    "filler": _Tail.read_filler,
    "including": _Tail.read_including,
    "basis": _Tail.read_basis,
    "period": _Tail.read_period,
    "kind": _Tail.read_kind,
    "plus": _Tail.read_plus,
    "stop": _Tail.read_stop,
    "joint": _Tail.read_joint,
    "count": _Tail.read_count,
    "cue": _Tail.read_cue,
    **dict.fromkeys(["per", "number", "often", "digits", "no period", "not counted"], _Tail.read_unit_word),
    **dict.fromkeys(["gross", "net"], _Tail.read_tax),
    **dict.fromkeys(["comma", "and"], _Tail.read_comma),
    **dict.fromkeys(["extra", "other money if linked", "other money"], _Tail.read_other_money),
    **dict.fromkeys(["more", "less"], _Tail.read_bound),
    **dict.fromkeys(["or", "link"], _Tail.read_link),
}
_DASHES: Final = frozenset("-–—:*")
