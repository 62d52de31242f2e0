"""`Candidate`: an amount that may be pay, with the meaning of its form and of the words around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from salarykit.pay.clause_words import ClauseWords, words_of_clause
from salarykit.pay.context import SURE
from salarykit.pay.currency_clause import NamedCurrency, currency_after, currency_before, may_name_currency
from salarykit.pay.months_per_year import may_state_months

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.currency.signs import Meaning
    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.context import Context
    from salarykit.pay.currency_signs import SignSummary
    from salarykit.pay.patterns import Figure
    from salarykit.pay.pay import PeriodRule

__all__ = ["Candidate", "CandidateForm", "Signs", "StatedPeriod"]

Signs = tuple[str | None, ...]
"""The signs around one number or two, None where there is none: those after the numbers, then those before; the second number's first."""

_SHORT: Final = 200  # characters of a text that is searched as a whole before its clauses are read
_NOUN: Final = 4  # letters of a noun that another word may belong to: dollars canadiens


class _Memo:
    """What is computed about a candidate later, once for all texts of its shape.

    Until then the value of the class stands for the answer, so that a memo costs little: most candidates are never looked at again.
    """

    clause_currency: NamedCurrency | Literal[False] | None = False
    clause_words: ClauseWords | None = None
    currency: tuple[LocalMoney, Candidate | None, Meaning] | None = None
    details: tuple[Meaning, tuple[Any, ...]] | None = None
    evidence: Mapping[tuple[bool, bool], bool] = {}
    may_state_months: bool | None = None
    with_sign: Candidate | None = None


class CandidateForm(NamedTuple):
    """How a candidate is written; see the attributes of `Candidate`.

    Attributes:
        has_unknown_unit: whether a unit that is not a period is between the numbers: `$0.50/mile - $0.60`.
    """

    start: int
    end: int
    first: Figure
    first_end: int
    signs: Signs
    second: Figure | None = None
    period_between: str | None = None
    has_unknown_unit: bool = False

    @property
    def multiplier(self) -> str | None:
        """The multiplier of the first number; if it has none, that of the second."""
        return self.first.multiplier or (self.second.multiplier if self.second else None)


class StatedPeriod(NamedTuple):
    """What the words around a candidate say about its period; see the attributes of `Candidate`.

    Attributes:
        after: the period that is stated after it, or between its numbers.
        period: the period that counts, wherever it is stated.
        rule: how the text says it.
        unknown_at: the position of unknown or contradictory words for a period; -1 if there are none.
        word: the word for the period, if its meaning depends on the currency or the language.
    """

    after: str | None
    period: str | None
    rule: PeriodRule
    unknown_at: int
    word: str | None


class Candidate:
    """A place in a text that may state pay: one number, or two with a link between them, and what is written around them.

    Nothing in it depends on the value of a digit, so one candidate serves all texts of a shape. It never changes; what is computed
    later is kept in its memo.

    Attributes:
        start: where it begins, its currency included.
        end: where it ends.
        first: the first number.
        second: the second number, if there are two.
        first_end: where the first number ends, its currency included.
        signs: the signs around the numbers; see `Signs`.
        has_sign: whether one of these is a sign of money in every country.
        is_doubtful: whether the only currency is a code that is also an ordinary word, such as TOP or ALL.
        has_local_sign: whether one of them is a sign of money in some countries only, such as Q.
        scale: how many units of its currency the sign stands for: a toman is ten rials.
        multiplier: the multiplier of the first number; if it has none, that of the second.
        shows_decimal_sign: whether one of two numbers shows whether the only separator of the other is a decimal sign.
        period_between: the period that is stated between two numbers: `$50/hr - $60/hr`.
        cjk: whether the text has Japanese, Chinese or Korean characters.
        before: what the words before it say.
        after: what the words after it say.
        cue: how clearly the words before and after point to pay: 0, 1 or 2.
        period_after: the period that is stated after it, or between its numbers.
        period: the period that counts, wherever it is stated.
        period_rule: how the text says the period.
        period_is_open: whether the period needs a second look: it is stated in unknown or in several words, or in one whose
            meaning depends on the currency.
        unknown_period_at: the position of unknown or contradictory words for a period; -1 if there are none.
        period_word: the word for the period, if its meaning depends on the currency or the language.
        gross: whether the amount is before tax (True) or after tax (False); None if the text does not say.
        bound: "floor" or "cap" if one end is open, otherwise "".
        is_excluded: whether something says that it is not pay.
        position: where it begins, and where it or its period ends.
        memo: what is computed later.
    """

    __slots__ = (
        "after",
        "before",
        "bound",
        "cjk",
        "cue",
        "end",
        "first",
        "first_end",
        "gross",
        "has_local_sign",
        "has_sign",
        "is_doubtful",
        "is_excluded",
        "memo",
        "multiplier",
        "period",
        "period_after",
        "period_between",
        "period_is_open",
        "period_rule",
        "period_word",
        "position",
        "scale",
        "second",
        "shows_decimal_sign",
        "signs",
        "start",
        "unknown_period_at",
    )

    def __init__(  # noqa: PLR0913 - all of a candidate is known at once
        self,
        form: CandidateForm,
        signs: SignSummary,
        period: StatedPeriod,
        before: Context,
        after: Context,
        *,
        cjk: bool,
        shows_decimal_sign: bool,
        bound: str,
        is_budget: bool,
        is_excluded: bool,
    ) -> None:
        self.start, self.end, self.first, self.first_end, self.signs, self.second, self.period_between, _ = (
            form
        )
        self.has_sign, self.is_doubtful, self.has_local_sign, self.scale = signs
        self.period_after, self.period, self.period_rule, self.unknown_period_at, self.period_word = period
        self.period_is_open = period.unknown_at >= 0 or period.word is not None
        self.before, self.after, self.cjk = before, after, cjk
        self.cue = max(before.cue, after.cue, is_budget)
        self.gross = before.gross if after.gross is None else after.gross
        self.multiplier, self.shows_decimal_sign = form.multiplier, shows_decimal_sign
        self.bound, self.is_excluded = bound, is_excluded
        self.position = (form.start, after.end)
        self.memo = _Memo()

    @property
    def is_plain(self) -> bool:
        """Whether the numbers consist of digits, without any separator."""
        return self.first.grouping == "" and (self.second is None or self.second.grouping == "")

    @property
    def only_first_has_period(self) -> bool:
        """Whether only the first of two numbers has a period."""
        return self.period_between is not None and self.after.period is None

    @property
    def language_currency(self) -> str | None:
        """The currency of the language around the numbers."""
        return self.before.currency or self.after.currency

    @property
    def weight(self) -> int:
        """How clearly the candidate states pay, by the words around it, its sign and its form."""
        period = 3 if self.period_after else 2 if self.period else 0
        has_range = self.second is not None
        has_multiplier = self.multiplier is not None and not (period and self.cue == SURE)
        return 1 + self.has_sign + 2 * self.cue + period + has_range + has_multiplier

    @property
    def next_sign(self) -> str | None:
        """The sign after a single number, or between two numbers."""
        return self.signs[-2]

    def changed(self, **changes: Any) -> Candidate:
        """Return the candidate with other attributes."""
        other = Candidate.__new__(Candidate)
        for name in self.__slots__:
            setattr(other, name, changes[name] if name in changes else getattr(self, name))
        other.memo = _Memo()
        return other

    def is_glued(self, text: str) -> bool:
        """Return whether a letter touches one of the numbers: `Q500` and `500kn`, not `Q 500`."""
        figures = (self.first, self.second) if self.second else (self.first,)
        return any(
            text[max(0, figure.start - 1) : figure.start].isalpha()
            or text[figure.end : figure.end + 1].isalpha()
            for figure in figures
        )

    def clause_currency(self, text: str) -> NamedCurrency | None:
        """Return the currency that is named in the candidate's clause, but not next to the figure."""
        if self.memo.clause_currency is False:
            if len(text) <= _SHORT and not may_name_currency(text):
                self.memo.clause_currency = None
                return None
            before, after = self.start, self.end
            for noun in self.signs:
                if noun and len(noun) >= _NOUN:  # the next word may be part of the name
                    before = self.first.start if text.startswith(noun, before) else before
                    after = self.end - len(noun) if text.endswith(noun, 0, self.end) else after
            self.memo.clause_currency = currency_after(text, after) or currency_before(text, before)
        return self.memo.clause_currency

    def may_state_months(self, text: str) -> bool:
        """Return whether the text may say how many monthly salaries a year has."""
        if self.memo.may_state_months is None:
            self.memo.may_state_months = may_state_months(text, *self.position)
        return self.memo.may_state_months

    def clause_words(self, text: str) -> ClauseWords:
        """Return the words of the candidate's clause."""
        if self.memo.clause_words is None:
            self.memo.clause_words = words_of_clause(text, *self.position)
        return self.memo.clause_words

    def with_sign(self) -> Candidate:
        """Return the candidate marked as having a sign of money, although none is next to its numbers."""
        if self.memo.with_sign is None:
            self.memo.with_sign = self.changed(has_sign=True)
        return self.memo.with_sign

    def without_sign(self) -> Candidate:
        """Return the candidate without the signs around its numbers."""
        return self.changed(has_sign=False, signs=(None,) * len(self.signs))

    def with_cue(self, cue: int) -> Candidate:
        """Return the candidate with another cue."""
        return self.changed(cue=cue)
