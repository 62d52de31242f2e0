"""How alike two jobs are: by their codes in a classification, or by the words of their titles."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["role_similarity"]

_ISCO: Final = re.compile(r"[0-9]{1,4}")
_SOC: Final = re.compile(r"([0-9]{2})-([0-9]{4})(?:\.([0-9]{2}))?")


def role_similarity(role: str, other: str) -> float:
    """Return how alike two jobs are, from 0 to 1.

    Two codes of ISCO-08 (up to four digits) or of the SOC (as 11-2021, or O*NET's 11-2021.00) are as alike as the share
    of levels they have in common: the levels of their lowest common group over those of the deeper code. Codes of two
    classifications have nothing in common. Anything else is a title: the similarity of the sorted words (normalised
    indel similarity), without case.

    Examples:
        >>> [role_similarity("1120", other) for other in ("1120", "1121", "1221", "2511", "112")]
        [1.0, 0.75, 0.25, 0.0, 0.75]
        >>> role_similarity("11-2021", "11-2022"), role_similarity("11-2021", "11-3021")
        (0.75, 0.25)
        >>> role_similarity("Chief Product Officer", "product officer, chief")
        1.0
    """
    mine, theirs = _levels(role.strip()), _levels(other.strip())
    if mine and theirs:
        if mine[0] != theirs[0]:
            return 0.0
        common = 0
        for one, two in zip(mine[1], theirs[1], strict=False):
            if one != two:
                break
            common += 1
        return common / max(len(mine[1]), len(theirs[1]))
    from rapidfuzz import fuzz, utils

    return float(fuzz.token_sort_ratio(role, other, processor=utils.default_process)) / 100


def _levels(code: str) -> tuple[str, tuple[str, ...]] | None:
    """Return a classification and a code's path in it, level by level; None for what is no code."""
    if _ISCO.fullmatch(code):
        return "ISCO", tuple(code)
    found = _SOC.fullmatch(code)
    if not found:
        return None
    major, rest, detail = found.groups()
    levels = [major, rest[:1], rest[1:3], rest[3:]]
    if detail and detail != "00":
        return "SOC", (*levels, detail)
    while len(levels) > 1 and not levels[-1].strip("0"):
        levels.pop()  # 11-2020 is the broad group above 11-2021
    return "SOC", tuple(levels)
