"""Whether an amount is pay."""
# More than 300 lines: the kinds of evidence are weighed against each other, so they are in one place.

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.clause_words import (
    is_followed_by_unknown,
    names_a_job,
    names_a_thing_and_a_place,
    speaks_of_work,
)
from salarykit.pay.context import SURE
from salarykit.pay.for_hire import is_price_of_a_thing
from salarykit.pay.identifiers import is_identifier
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.least_pay import may_be_pay
from salarykit.pay.offers import has_price_before, is_housing, is_offer, without_offers
from salarykit.pay.period_words import WORKS
from salarykit.pay.words import COUNTING_IDIOMS

if TYPE_CHECKING:
    from salarykit.pay.amounts import Ends
    from salarykit.pay.candidate import Candidate
    from salarykit.pay.clause_words import ClauseWords

__all__ = ["is_pay", "is_year"]

_FIELD: Final = 64  # characters of a text that is a field rather than prose, at most
_ADVERTISEMENT: Final = 400  # characters of a text that may be, as a whole, an offer of something to rent
_JOB_NAME: Final = 1  # unknown words before an amount that may name a job, at most
_UNKNOWN: Final = 3  # unknown words in a clause that is a sentence rather than the name of a job, at least
_OFFERED: Final = 6  # characters around an amount that are too few for an offer
_OFFERED_CJK: Final = 2  # the same in Japanese, Chinese and Korean
_OPENING: Final = 24  # characters of a text that begins with its job: "Agent for apartments for rent"
_ADJACENT: Final = 16  # characters around the amount in a text that is nothing but an amount, at most
_LEAST: Final = {
    "hour": 4,
    "day": 20,
    "week": 50,
    "fortnight": 100,
    "half-month": 100,
    "month": 100,
    "quarter": 300,
    "year": 1_000,
}
_UNCOUNTED: Final = {"month": 1_000, "year": 10_000}  # nothing is counted in so many months or years
_THOUSAND: Final = 1_000
_FIVE_DIGITS: Final = 10_000
_MILLION: Final = 1e6
_EURO: Final = "EUR"
_PLAN: Final = 401_000.0  # 401k
_KS: Final = ("k", "K")
_FIRST_YEAR, _LAST_YEAR = 1_900, 2_100
_COUNTED_LARGE: Final = frozenset(
    "VND IDR KRW JPY HUF COP CLP IRR UGX TZS PYG LBP NGN UZS MMK LAK KHR INR PKR".split()
)
_MOST_IN_CRORES: Final = 1e10  # a thousand crores
_CENTS: Final = lazy_pattern(r"[.,]\d\d\Z")
_CREDIT: Final = ("cr", "Cr", "CR", "cr.", "Cr.", "CR.")
_MOST: Final = 200  # times the least pay of a year, at most
_BEFORE_IT: Final = 24  # characters before the number that are searched for a break in its sentence
_WORKING_TIME: Final = lazy_pattern(r"\s*\(?[PF]/T\)?\s*", re.IGNORECASE)
"""Working time, which next to a number shows that somebody is employed: 8000 P/T."""
_AS: Final = lazy_pattern(
    r"[ \u00a0](?:as|als|comme|en[ ]tant|como|come|som|jako|kot|kao|ca|како|като|как|як|ως|olarak|sebagai)[ \u00a0]"
)
"""What links an amount to the job that is paid: "£37k as a data analyst"."""
_IN_TOTAL: Final = lazy_pattern(r"\s(?:euros?\s)?(?:in|of|an|de|d'|en|di|em|i|w|na|v)\s")
"""What links the pay of many people to a sum: $3 million in wages."""
_ENDS_PART: Final = lazy_pattern(r"\s*(?:\Z|[,;|(•/])|\s[-–—]\s")
_UNIT: Final = lazy_pattern(r"[^\W\d_]+")


def is_pay(text: str, candidate: Candidate, ends: Ends, currency: str | None) -> bool:
    """Return whether an amount is pay.

    Args:
        text: the whole text.
        candidate: the amount and its context.
        ends: its values.
        currency: its currency, if known.
    """
    first, second = ends
    if candidate.multiplier and (
        _is_no_salary(text, candidate, second or first, currency)
        or (candidate.multiplier in _KS and _PLAN in ends and _is_pension_plan(text, candidate, second))
    ):
        return False
    if not candidate.cue and _is_named_otherwise(candidate, currency):
        return False
    if not candidate.has_sign:
        return _is_bare_pay(text, candidate, ends) and (
            candidate.cue > 0
            or not (_offers_housing(text, candidate) or is_price_of_a_thing(text, candidate))
        )
    return _is_signed_pay(text, candidate, ends, currency)


def _is_signed_pay(text: str, candidate: Candidate, ends: Ends, currency: str | None) -> bool:
    """Return whether an amount with a currency is pay: because there is evidence for it, or the text has nothing else."""
    if len(text) == candidate.position[1] - candidate.start:
        return True
    first, second = ends
    has_range = second is not None and first >= _THOUSAND
    if not has_range and _is_less_than_pay(candidate, second or first, currency):
        return False
    if candidate.cue >= SURE and not _has_only_period(candidate):
        return True
    memo, key = candidate.memo, (first >= _THOUSAND, has_range)
    if key not in memo.evidence:
        is_evident = not is_price_of_a_thing(text, candidate) and (
            _points_to_pay(text, candidate)
            or (not _offers_housing(text, candidate) and _has_evidence(text, candidate, *key))
        )
        memo.evidence = {**memo.evidence, key: is_evident}
    return memo.evidence[key]


def _points_to_pay(text: str, candidate: Candidate) -> bool:
    """Return whether an ambiguous word points to pay, and nothing is offered to rent or to buy."""
    if not candidate.cue or _has_only_period(candidate):
        return False
    return not _offers_housing(text, candidate) or speaks_of_work(text, candidate.start) or names_a_job(text)


def _has_only_period(candidate: Candidate) -> bool:
    """Return whether the word that points to pay states only a period, as a price may do as well: 每月1200元."""
    return candidate.before.has_only_period and not candidate.after.cue


def _offers_housing(text: str, candidate: Candidate) -> bool:
    """Return whether a text offers something to rent or to buy; a text that names a job may mention a flat, but does not offer one."""
    others = len(text) - (candidate.position[1] - candidate.start)
    if not (_OFFERED_CJK if candidate.cjk else _OFFERED) < others <= _ADVERTISEMENT - _OFFERED:
        return False
    if is_offer(text):
        return not names_a_job(without_offers(text[:_OPENING]))
    return is_housing(text) and not (
        candidate.period == "hour" or names_a_job(text) or speaks_of_work(text, candidate.start)
    )


def _has_evidence(text: str, candidate: Candidate, is_large: bool, has_range: bool) -> bool:  # noqa: FBT001 - they are a key
    """Return whether there is evidence for pay other than a word for it: a period, a range, a job title, or nothing to the contrary."""
    clause = candidate.clause_words(text)
    unknown = clause.unknown_before + clause.unknown_after
    if _is_offered(candidate, clause, is_large=is_large):
        return True
    if candidate.period or has_range:
        if clause.has_title or candidate.period == "hour" or candidate.gross is not None:
            return True
        if _is_of_a_thing(text, candidate):
            return False
        if candidate.period and clause.has_trade:
            return True
        most = 0 if clause.is_sentence or not candidate.period else _JOB_NAME
        is_known = clause.unknown_before <= most and (unknown < _UNKNOWN or not candidate.period)
        return is_known or speaks_of_work(text, candidate.start) or names_a_job(text[:_OPENING])
    is_alone = _stands_alone(text, candidate, clause, is_large=is_large)
    return is_alone or _is_of_worker(text, candidate, is_large=is_large)


def _is_of_worker(text: str, candidate: Candidate, *, is_large: bool) -> bool:
    """Return whether a text about a job says that the amount is for a shift or the like, or before or after tax, or names the job behind "as"."""
    if is_large and candidate.clause_words(text).has_title and _AS.match(text, candidate.position[1]):
        return True
    if candidate.gross is not None:
        is_wage = is_large
    else:
        is_wage = candidate.unknown_period_at >= 0 and _is_for_work(text, candidate)
    if not is_wage or candidate.before.naming:
        return False
    near = text[max(0, candidate.start - _OPENING * 4) : candidate.start]
    return speaks_of_work(text, candidate.start) or names_a_job(near)


def _stands_alone(text: str, candidate: Candidate, clause: ClauseWords, *, is_large: bool) -> bool:
    """Return whether a short text is a field that holds the amount, with nothing unknown next to it but a job title."""
    opens_with_job = clause.has_only_names and not clause.is_sentence and names_a_job(text[:_OPENING])
    if (clause.unknown_before or clause.unknown_after) and not (clause.has_title or opens_with_job):
        is_label = candidate.before.unknown_period_at >= 0  # "Pro Stück: 2,20 €"
        is_piece = candidate.unknown_period_at >= 0 and speaks_of_work(text, candidate.start)  # "за заказ"
        if not (is_label or is_piece):
            return False
    if not is_large and candidate.unknown_period_at < 0 and is_followed_by_unknown(text, candidate.end):
        return False
    length, span = len(text), candidate.position[1] - candidate.start
    is_field = is_large or (candidate.unknown_period_at >= 0 and _is_for_work(text, candidate))
    if opens_with_job and is_large:
        return length <= _FIELD * 2
    if length > (_FIELD if is_field else _ADJACENT + span):
        return False
    is_bare = candidate.gross is None and not candidate.multiplier
    return not (is_bare and names_a_thing_and_a_place(text, candidate.start))


def _is_for_work(text: str, candidate: Candidate) -> bool:
    """Return whether an amount is for a piece of work: "£275 per shift"."""
    start = candidate.unknown_period_at
    return not WORKS.isdisjoint(_UNIT.findall(text[start : start + _BEFORE_IT].lower()))


def _is_offered(candidate: Candidate, clause: ClauseWords, *, is_large: bool) -> bool:
    """Return whether a verb offers the amount, and nothing else is offered: "wir zahlen 45.000 €"."""
    if candidate.period:
        return clause.offer == "pays" or (clause.offer == "gets" and not clause.unknown_after)
    if clause.offer == "job offer":
        # "An offer of 1.900 € net" is one of pay; without a word for tax it may be of anything.
        return is_large and candidate.gross is not None
    return bool(clause.offer) and is_large and (not clause.unknown_after or candidate.gross is not None)


def _is_of_a_thing(text: str, candidate: Candidate) -> bool:
    """Return whether the words before an amount name a thing and its price, and nothing in the text is about work."""
    if candidate.before.naming != "at" and not has_price_before(text, candidate.start):
        return False
    near = text[max(0, candidate.start - _ADVERTISEMENT) : candidate.start + _ADVERTISEMENT]
    return not (speaks_of_work(text, candidate.start) or names_a_job(near))


def _is_named_otherwise(candidate: Candidate, currency: str | None) -> bool:
    """Return whether nothing points to pay, and the words before the amount give it another name: "the fine is €1,500".

    "From ... to ..." begins with a word for "of" in some languages, and money for an hour is usually pay, whatever it is called. A
    "renda" or "renta" is an income in America, and a rent in Europe.
    """
    before = candidate.before
    if candidate.gross is not None or not (before.naming or before.may_be_rent):
        return False
    if before.may_be_rent and currency == _EURO:
        return True
    naming = before.naming
    if naming in ("", "at", "costs"):
        return naming == "costs"
    return not candidate.second if naming == "of" else candidate.period != "hour"


def _is_less_than_pay(candidate: Candidate, highest: float, currency: str | None) -> bool:
    """Return whether a period is the only evidence for pay, and the amount is too small for it: 12.99 € a month."""
    return (
        candidate.period is not None
        and (candidate.cue < SURE or _has_only_period(candidate))
        and not candidate.period_is_open
        and not may_be_pay(highest, currency, candidate.period)
    )


def _is_pension_plan(text: str, candidate: Candidate, second: float | None) -> bool:
    """Return whether `401k` is the American pension plan, as it is without a currency, because nobody is paid exactly that."""
    if second is None and len(text) == candidate.position[1] - candidate.start:
        return False
    sign = candidate.next_sign
    return not candidate.signs[-1] and (bool(sign) if second is not None else sign in (None, "$"))


def is_year(value: float) -> bool:
    """Return whether a plain number may be a calendar year.

    Examples:
        >>> is_year(2024.0), is_year(2024.5)
        (True, False)
    """
    return _FIRST_YEAR <= value <= _LAST_YEAR and value.is_integer()


def _is_no_salary(text: str, candidate: Candidate, highest: float, currency: str | None) -> bool:
    """Return whether an amount with a multiplier is a credit or a company's money."""
    if _is_credit(text, candidate, highest, currency):
        return True
    cue = candidate.before.cue if _IN_TOTAL.match(text, candidate.end) else candidate.cue
    return cue < SURE - bool(candidate.period_after) and _is_company_money(candidate, highest, currency)


def _is_credit(text: str, candidate: Candidate, highest: float, currency: str | None) -> bool:
    """Return whether `CR` after a number does not mean crore: it credits an account, or the crores are more than anybody is paid."""
    if str(candidate.multiplier)[0] not in "lLcC":
        return False
    is_foreign = currency is not None and currency not in COUNTING_IDIOMS["cr"].split()
    has_cents = _CENTS.search(text[candidate.first.start : candidate.first.end]) is not None
    return highest >= _MOST_IN_CRORES or (is_foreign and has_cents and candidate.multiplier in _CREDIT)


def _is_company_money(candidate: Candidate, highest: float, currency: str | None) -> bool:
    """Return whether the amount is a company's money: millions in a currency in which few are paid millions.

    With a period it is pay unless it is far above the least pay of a year: `1,5 mil. Kč ročně`.
    """
    if highest < _MILLION or currency in _COUNTED_LARGE or str(candidate.multiplier)[0] in "lLcC":
        return False
    return not candidate.period_after or may_be_pay(highest / _MOST, currency, "year")


def _is_bare_pay(text: str, candidate: Candidate, ends: Ends) -> bool:
    """Return whether a number without a currency is pay nevertheless."""
    low, second = ends
    before, counted = candidate.before, candidate.after.may_count
    if candidate.period_after and (
        not counted or (counted == "period" and low >= _UNCOUNTED.get(candidate.period_after, math.inf))
    ):
        return low >= _LEAST[candidate.period_after]
    if candidate.is_plain and (
        (candidate.multiplier is None and is_year(low)) or is_identifier(text, candidate)
    ):
        return False
    if candidate.cue == SURE or (before.cue and before.period):
        is_known = not _has_only_period(candidate) or speaks_of_work(text, candidate.start)  # 每月自己剩3000
        return is_known and low >= (_LEAST[before.period] if before.period else _THOUSAND)
    if candidate.multiplier and low >= _THOUSAND:
        return _is_multiplied_pay(text, candidate, low)
    if second is not None and _is_most_of(text, candidate):
        return low >= (_FIVE_DIGITS if candidate.is_plain else _THOUSAND)
    is_written_large = before.cue > 0 and low >= _FIVE_DIGITS and not candidate.is_plain
    is_earned = (
        low >= _THOUSAND and _is_taxed(candidate) and (before.cue > 0 or candidate.clause_words(text).offer)
    )
    return is_written_large or bool(is_earned) or _is_of_working_time(text, candidate, low)


def _is_multiplied_pay(text: str, candidate: Candidate, low: float) -> bool:
    """Return whether thousands or lakhs without a currency are pay: by their idiom, or by what is before them or after them."""
    if candidate.period_rule == "implied" or _is_most_of(text, candidate):
        return True
    before = candidate.before
    is_pointed_to = (
        _is_taxed(candidate)
        or before.cue > 0
        or (before.gross is not None and not before.naming)
        or candidate.after.has_extra
    )
    return low >= _FIVE_DIGITS and (
        is_pointed_to or _ends_title(text, candidate) or _is_earned(text, candidate)
    )


def _is_most_of(text: str, candidate: Candidate) -> bool:
    """Return whether a text has little more than the amount."""
    return len(text) - (candidate.position[1] - candidate.start) <= _ADJACENT


def _is_taxed(candidate: Candidate) -> bool:
    """Return whether the words after an amount say "gross" or "net", and those before it do not call it something else: "14k netto"."""
    return candidate.after.gross is not None and candidate.before.naming in ("", "at")


def _is_earned(text: str, candidate: Candidate) -> bool:
    """Return whether somebody earns an amount, and no noun after it is what it counts: "I make 85k", but not "we make 85k loaves"."""
    return bool(candidate.clause_words(text).offer) and not is_followed_by_unknown(text, candidate.end)


def _ends_title(text: str, candidate: Candidate) -> bool:
    """Return whether a range ends a part of a short text that names a job: "Site manager | Leeds | 50-60k"."""
    return bool(
        candidate.second is not None
        and len(text) <= _FIELD
        and _ENDS_PART.match(text, candidate.end)
        and not candidate.before.naming
        and names_a_job(text)
    )


def _is_of_working_time(text: str, candidate: Candidate, low: float) -> bool:
    """Return whether a text is nothing but a number and working time: 8000 P/T."""
    is_first = not candidate.start and candidate.second is None
    return is_first and low >= _THOUSAND and _WORKING_TIME.fullmatch(text, candidate.first.end) is not None
