"""Which bare numbers are a code of something, however near a word of pay stands: a postal code, the number of a job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from salarykit.pay.cues import FILLERS, LINKERS
from salarykit.pay.period_words import FOR_EACH, OFTEN_EACH, PERIODS_STRICT
from salarykit.pay.words import GROSS, NET

if TYPE_CHECKING:
    from salarykit.pay.candidate import Place

__all__ = ["is_code"]

_SURE: Final = 2  # a word that means pay and nothing else
_NEAR: Final = 24  # characters before the number in which its sentence may break
_ZIP: Final = 5  # digits of a postal code, in most countries
_LENGTHS: Final = (4, 5)
_BREAK: Final = re.compile(r"[,(–—|]| -")
_STATE: Final = re.compile(r"(?<![^\W_])[A-Z]{2},?[ \u00a0]{1,2}\Z")
_NAME: Final = re.compile(r"(?<![^\W_])[A-Z]{1,6}-\Z")  # JR-104552
_TOWN: Final = re.compile(r"[ \u00a0](?:[A-Z]{2}[ \u00a0])?([^\W\d_]{2,})")


def is_code(text: str, place: Place) -> bool:
    """Return whether a bare number beside a word of pay is a code all the same.

    It is one if the word comes after it and something else between (`Requisition 104552: salary negotiable`), or if it stands
    as postal codes do (`Dayton, OH, 45402`, `75008 Paris`) and the word before it belongs to another part of the sentence.
    """
    if place.multiplier or place.two or place.stated:
        return False
    before, after = place.before, place.after
    if before.cue < _SURE and after.cue == _SURE and not after.near:
        return True
    broken = _BREAK.search(text, max(0, place.start - _NEAR), place.start) is not None
    if before.near and not broken:
        return False
    return _NAME.search(text, max(0, place.start - _NEAR), place.start) is not None or _is_postal(text, place)


def _is_postal(text: str, place: Place) -> bool:
    """Return whether a number stands as a postal code does: after a state, or before the name of a town."""
    digits = place.one[1] - place.one[0]
    if digits == _ZIP and _STATE.search(text, max(0, place.start - _NEAR), place.start):
        return True
    town = _TOWN.match(text, place.end) if digits in _LENGTHS else None
    return town is not None and town[1][0].isupper() and town[1].lower() not in _NO_TOWNS


_NO_TOWNS: Final = GROSS | NET | FOR_EACH | OFTEN_EACH | PERIODS_STRICT.keys() | FILLERS | LINKERS
