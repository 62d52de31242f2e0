"""Whether a bare number identifies something, although a word for pay is near: a requisition, a postal code, a job's number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from salarykit.pay.context import SURE
from salarykit.pay.lazy_patterns import lazy_pattern
from salarykit.pay.period_words import FOR_EACH, OFTEN_EACH, PERIODS_STRICT
from salarykit.pay.words import FILLERS, GROSS, LINKERS, NET

if TYPE_CHECKING:
    from salarykit.pay.candidate import Candidate

__all__ = ["is_identifier"]

_BEFORE_IT: Final = 24  # characters before the number that are searched for a break in its sentence
_ZIP: Final = 5  # digits of a postal code, in most countries
_TOWN_LENGTHS: Final = (4, 5)
_BREAK: Final = lazy_pattern(r"[,(–—|]| -")
_STATE: Final = lazy_pattern(r"(?<![^\W_])[A-Z]{2},?[ \u00a0]{1,2}\Z")
_NAME: Final = lazy_pattern(r"(?<![^\W_])[A-Z]{1,6}-\Z")  # JR-104552
_TOWN: Final = lazy_pattern(r"[ \u00a0](?:[A-Z]{2}[ \u00a0])?([^\W\d_]{2,})")
_NO_TOWNS: Final = GROSS | NET | FOR_EACH | OFTEN_EACH | PERIODS_STRICT.keys() | FILLERS | LINKERS


def is_identifier(text: str, candidate: Candidate) -> bool:
    """Return whether a bare number near a word for pay is an identifier nevertheless.

    It is one if the word comes later, with something else between (`Requisition 104552: salary negotiable`), or if it is where postal
    codes are written (`Dayton, OH, 45402`, `75008 Paris`) and the word before it belongs to another part of the sentence.

    Args:
        text: any text.
        candidate: a number in it.

    Examples:
        >>> from salarykit.pay.candidates import all_candidates
        >>> for text in ("Requisition 104552: salary negotiable", "Salary 104552"):
        ...     print(is_identifier(text, next(all_candidates(text))))
        True
        False
    """
    before, after = candidate.before, candidate.after
    if candidate.multiplier or candidate.second or candidate.period_after or not (before.cue or after.cue):
        return False
    if before.cue < SURE and after.cue == SURE and not after.cue_is_near:
        return True
    broken = _BREAK.search(text, max(0, candidate.start - _BEFORE_IT), candidate.start) is not None
    if before.cue_is_near and not broken:
        return False
    return _NAME.search(
        text, max(0, candidate.start - _BEFORE_IT), candidate.start
    ) is not None or _is_postal(text, candidate)


def _is_postal(text: str, candidate: Candidate) -> bool:
    """Return whether a number is where postal codes are written: after a state, or before the name of a town."""
    digits = candidate.first.end - candidate.first.start
    if digits == _ZIP and _STATE.search(text, max(0, candidate.start - _BEFORE_IT), candidate.start):
        return True
    town = _TOWN.match(text, candidate.end) if digits in _TOWN_LENGTHS else None
    return town is not None and town[1][0].isupper() and town[1].lower() not in _NO_TOWNS
