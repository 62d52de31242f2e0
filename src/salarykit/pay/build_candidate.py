"""Turns an amount that is written in a text into a `Candidate`: the words before it and after it are read and combined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.bounds import MARKS_BEFORE, bound_of_name, is_new_level, read_adjacent_word, read_mark
from salarykit.pay.candidate import Candidate, CandidateForm, Signs, StatedPeriod
from salarykit.pay.changes import is_followed_by_change
from salarykit.pay.cjk import read_cjk_after, read_cjk_before
from salarykit.pay.context import NOTHING, Context
from salarykit.pay.context_after import read_after
from salarykit.pay.context_before import read_before
from salarykit.pay.currency_names import scaled_signs
from salarykit.pay.currency_signs import summarise_signs
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.numbers import decimal_sign, is_fragment
from salarykit.pay.other_money import is_about_housing
from salarykit.pay.period_label import period_of_label_after
from salarykit.pay.period_words import AMBIGUOUS_WORDS, PERIODS_STRICT

if TYPE_CHECKING:
    from salarykit.pay.patterns import Figure, Written
    from salarykit.pay.pay import PeriodRule

__all__ = ["candidate_of", "join", "read_context_before", "without_second"]

_WORD: Final = re.compile(r"[ \u00a0]{0,2}([^\W\d_]+)")
_PER_ANNUM: Final = ("LPA", "lpa", "Lpa")  # lakhs per annum
_UNKNOWN_UNIT: Final = lazy_pattern(r"(?: ?/ ?| per )(?!max|high)[^\W\d_]", re.IGNORECASE)  # $0.50/mile - $1
_BUDGET: Final = lazy_pattern(
    r"(?<![^\W_])(?:budget|presupuesto|orçamento|budżet|rozpočet|бюджет|büdzsé|bütçe)[ \u00a0:]{1,3}[^\w]{0,3}\Z",
    re.IGNORECASE,
)
_SHORT: Final = ("hour", "day")  # periods for which few are paid thousands
_NEAR: Final = 48  # characters before an amount that are searched for a verb of change
_FOUR: Final = 4  # digits of a number of thousands


def candidate_of(
    text: str, amount: Written, sign: str | None, start: int, before: Context, *, cjk: bool
) -> Candidate:
    """Return the candidate of one amount, or of two with a link between them.

    Args:
        text: any text.
        amount: the amount as it is written.
        sign: the currency before it.
        start: where the currency begins.
        before: what the words before it say.
        cjk: whether the text has Japanese, Chinese or Korean characters.
    """
    first, second = amount.first, amount.second
    if start < first.start and text[first.start - 1] in ".," and (sign is None or sign[-1] != "."):  # $.50
        first.start, first.grouping = first.start - 1, None
    if sign and len(sign) > 1 and sign in scaled_signs():  # TEUR 65
        scale, sign = scaled_signs()[sign]
        first.multiplier = first.multiplier or scale
        if second:
            second.multiplier = second.multiplier or scale
    first.sign_before = sign
    if not second:
        form = CandidateForm(start, amount.end, first, amount.end, (first.sign_after, sign))
        return _combined(text, form, before, cjk=cjk)
    signs = (second.sign_after, first.sign_after, second.sign_before, sign)
    between = _period_in(amount.link) if "/" in amount.link or " per " in amount.link else None
    has_unknown_unit = between is None and _UNKNOWN_UNIT.match(amount.link) is not None
    form = CandidateForm(start, amount.end, first, amount.first_end, signs, second, between, has_unknown_unit)
    return _combined(text, form, before, cjk=cjk)


def without_second(text: str, candidate: Candidate) -> Candidate:
    """Return the candidate of the first number alone."""
    first, end = candidate.first, candidate.first_end
    form = CandidateForm(candidate.start, end, first, end, (first.sign_after, first.sign_before))
    return _combined(text, form, candidate.before, cjk=candidate.cjk)


def join(text: str, one: Candidate, other: Candidate) -> Candidate:
    """Return two candidates as the ends of one range."""
    signs = (*other.signs, *one.signs)
    form = CandidateForm(one.start, other.end, one.first, one.first_end, signs, other.first, one.period_after)
    joined = _combined(text, form, one.before, cjk=one.cjk)
    return joined if joined.gross is not None else joined.changed(gross=one.gross)


def _combined(text: str, form: CandidateForm, before: Context, *, cjk: bool) -> Candidate:
    """Read the words after a candidate, and return it with what the words on both sides say."""
    after = read_after(text, form.end)
    if cjk:
        read_cjk_after(text, form.end, after)
    first, second, signs = form.first, form.second, summarise_signs(form.signs)
    is_budget = before.is_other_money and _is_budget_of_pay(text, form.start, form.multiplier, after)
    return Candidate(
        form,
        signs,
        _period_of(text, form, before, after),
        before,
        after,
        cjk=cjk,
        shows_decimal_sign=second is not None and _are_unlike(text, first, second),
        bound="" if second else _bound(text, form.start, before, after, form.signs),
        is_budget=is_budget,
        is_excluded=_is_excluded(text, form, before, after, has_sign=signs.has_sign, is_budget=is_budget),
    )


def _period_of(text: str, form: CandidateForm, before: Context, after: Context) -> StatedPeriod:
    """Return what all the words around a candidate say about its period."""
    first, period = form.first, after.period or form.period_between
    if after.is_basis and period in _SHORT and _is_long(text[first.start : first.end]):
        period, after.unknown_period_at = None, form.end  # $32,000 on an hourly basis
    unknown_unit = first.end if form.has_unknown_unit else -1
    stated, rule, unknown_at = _stated_period(before, after, period, form.multiplier, unknown_unit)
    if rule == "none":
        stated = period_of_label_after(text, after.end)
        rule = "stated" if stated else "none"
    word = _ambiguous_word(before, after, text[form.first_end : form.end] if form.period_between else "")
    return StatedPeriod(period, stated, rule, unknown_at, word)


def _bound(text: str, start: int, before: Context, after: Context, signs: Signs) -> str:
    """Return "floor" or "cap" if words or endings on either side make a single amount one, otherwise ""."""
    bound = after.bound or bound_of_name(signs[0])
    if bound == "cap" and is_new_level(text[max(0, start - _NEAR) : start].lower().split()):
        return ""  # "palk tõuseb 1820 euroni"
    return bound or before.bound or (start and read_adjacent_word(text, start)) or ""


def _ambiguous_word(before: Context, after: Context, between: str) -> str | None:
    """Return the word for the period, if it has several meanings.

    Args:
        before: what the words before the candidate say.
        after: what the words after it say.
        between: the text between its numbers, if that states the period.
    """
    if after.period:
        word = after.period_word
    elif between:
        word = next((word for word in _WORD.findall(between.lower()) if word in AMBIGUOUS_WORDS), "")
    else:
        word = before.period_word
    return word if word in AMBIGUOUS_WORDS else None


def _stated_period(
    before: Context, after: Context, nearest: str | None, multiplier: str | None, unknown_unit: int
) -> tuple[str | None, PeriodRule, int]:
    """Return the period, how it is stated, and where unknown or several words for it begin, or -1.

    Args:
        before: what the words before the candidate say.
        after: what the words after it say.
        nearest: the period after it, or between its numbers.
        multiplier: its multiplier.
        unknown_unit: where an unknown unit between its numbers begins, or -1.
    """
    period = nearest or (None if after.overrides_before else before.period)
    if period:
        return period, "stated", -1
    unknown_at = unknown_unit if unknown_unit >= 0 else max(after.unknown_period_at, before.unknown_period_at)
    if multiplier in _PER_ANNUM:
        return "year", "implied", unknown_at
    return None, "none" if unknown_at < 0 else "unknown_words", unknown_at


def _is_excluded(
    text: str, form: CandidateForm, before: Context, after: Context, *, has_sign: bool, is_budget: bool
) -> bool:
    """Return whether the words call the candidate other money or a count, or one of its numbers is part of a longer number."""
    if (
        (before.is_other_money and not is_budget)
        or (after.is_other_money and not before.cue_is_near)
        or (after.is_count and not has_sign)
        or before.is_change
        or after.is_change
    ):
        return True
    if before.is_change is None and is_followed_by_change(text, after.end):
        return True
    first, second = form.first, form.second
    if is_fragment(text, first.start, first.end) or (
        before.may_be_rent and is_about_housing(text, first.start)
    ):
        return True
    return second is not None and is_fragment(text, second.start, second.end)


def _is_budget_of_pay(text: str, start: int, multiplier: str | None, after: Context) -> bool:
    """Return whether an amount after a word for other money is pay nevertheless: "Budget: 6-9 LPA", "budget 350-400 €/jour".

    Only salaries are in lakhs per annum, and a budget by the hour or the day is what a freelancer is paid.
    """
    if multiplier in _PER_ANNUM:
        return text[max(0, start - 1) : start] == " "
    return after.period in _SHORT and _BUDGET.search(text, max(0, start - _NEAR), start) is not None


def read_context_before(text: str, start: int, *, cjk: bool) -> Context:
    """Return the context before a position: words, a mark, and characters of scripts that do not separate words."""
    if not start:
        return NOTHING
    before = read_before(text, start, cjk=cjk)
    near = text[start - 1]
    if near in " \u00a0" and start > 1:
        near = text[start - 2]
    if not cjk and near not in MARKS_BEFORE:
        return before
    before = before.copy()
    if cjk:
        read_cjk_before(text, start, before)
    if near in MARKS_BEFORE:
        read_mark(text, start, before)
    return before


def _is_long(number: str) -> bool:
    """Return whether a number has four digits or more before its decimals."""
    return len(number) > _FOUR or (len(number) == _FOUR and number.isdecimal())


def _are_unlike(text: str, first: Figure, second: Figure) -> bool:
    """Return whether one of two numbers shows what the only separator of the other means."""
    if first.grouping is not None and second.grouping is not None:
        return False
    one, other = (decimal_sign(text[figure.start : figure.end]) for figure in (first, second))
    return (one is None) != (other is None)


def _period_in(link: str) -> str | None:
    """Return the period between two amounts: `$50/hr - $60/hr`."""
    words = [word.lower() for word in _WORD.findall(link)]
    periods = [PERIODS_STRICT[word] for word in words if word in PERIODS_STRICT]
    return periods[-1] if periods else None
