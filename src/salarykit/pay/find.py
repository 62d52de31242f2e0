"""`find_pay`: the pay that a text states, or None."""

from __future__ import annotations

import re
from typing import Any, Final

from salarykit.currency.signs import NOTHING, Meaning, choose
from salarykit.currency.tender import tender
from salarykit.errors import InvalidPay
from salarykit.pay.context import look_after, look_before
from salarykit.pay.numbers import number
from salarykit.pay.patterns import before, common, is_wide, money, owners, rare
from salarykit.pay.pay import Pay, made
from salarykit.pay.words import MULTIPLIERS

__all__ = ["find_pay", "parse_pay", "scan"]

_DIGIT: Final = re.compile(r"\d")
_LETTERS: Final = re.compile(r"[ \u00a0]{0,2}([^\W\d_]+)")
_SIGN_ENDS: Final = frozenset("$€£¥₹円元₩₪₱฿₫₴₺₽")
_SHORT: Final = 60
_ENOUGH: Final = 9


def find_pay(text: str, *, country: str | None = None) -> Pay | None:
    """Return the pay that a text states, as it states it; None if there is none. It never raises on any text.

    Args:
        text: a field ("$120k - $150k") or prose; a posting's first stated pay is taken, base pay before the rest.
        country: ISO 3166-1 alpha-2; decides what `$`, `¥`, `kr` and the like mean.

    Examples:
        >>> pay = find_pay("Salary: $120-150k plus bonus", country="CA")
        >>> pay.low, pay.high, pay.currency, pay.period, pay.rule
        (120000.0, 150000.0, 'CAD', None, 'country')
        >>> find_pay("401(k) match, 5+ years of experience") is None
        True
    """
    found = scan(text, country)
    return made(found) if found else None


def parse_pay(text: str, *, country: str | None = None) -> Pay:
    """Return the pay that a text states, as `find_pay` does.

    Raises:
        InvalidPay: if the text states none.

    Examples:
        >>> parse_pay("£30,000 - £35,000 p.a.").high
        35000.0
    """
    found = scan(text, country)
    if found:
        return made(found)
    shown = text if not isinstance(text, str) or len(text) <= _SHORT else f"{text[:_SHORT]}..."
    if not isinstance(text, str):
        why = "is not a text"
    elif not _DIGIT.search(text):
        why = "states no pay: it holds no number"
    else:
        why = "states no pay: none of its numbers is one"
    raise InvalidPay(
        f'{shown!r} {why}. Write it as "USD 120,000 - 150,000 per year", or use find_pay, which returns None.',
        value=text,
    )


def scan(text: Any, country: str | None) -> dict[str, Any] | None:
    """Return the fields of the pay that a text states."""
    if not isinstance(text, str) or not _DIGIT.search(text):
        return None
    best, best_score, seen = None, 0, 0
    for match in common().finditer(text):
        if match.start() < seen:
            continue
        score, fields, seen = _weigh(text, match, country)
        if score > best_score:
            best, best_score = fields, score
            if score >= _ENOUGH:
                break
    return best


def _weigh(text: str, match: re.Match[str], country: str | None) -> tuple[int, dict[str, Any] | None, int]:
    start, end = match.span()
    following = _LETTERS.match(text, end)
    if following and following[1].lower() in rare():
        match = money().match(text, start) or match
        end = match.end()
    num1, mult1, post1, link, pre2, num2, mult2, post2 = match.groups()
    pre = None
    if start:
        hit = before().search(text, max(0, start - 16), start)
        if hit:
            pre, start = hit[1], hit.start(1)
        elif (
            (text[start - 1].isalpha() and not is_wide(text[start - 1]))
            or text[start - 1] in "_#:@"
            or (text[start - 1] in ".," and start > 1 and text[start - 2].isdigit())
        ):
            return 0, None, end
    low = number(num1, scaled=mult1 is not None)
    high = None
    if num2:
        high = number(num2, scaled=mult2 is not None)
        low, high, mult = _shared(low, high, mult1, mult2)
        if low is None or high is None or high < low / 20:
            end = match.start(4)
            low = number(num1, scaled=mult1 is not None)
            if low is not None and mult1:
                low *= _times(mult1)
            high, post2, pre2, num2 = None, None, None, None
            mult = mult1
    else:
        mult = mult1
        if low is not None and mult1:
            low *= _times(mult1)
    if low is None:
        return 0, None, end
    meaning, evidence = _currency((post2, post1, pre2, pre), country)
    head = look_before(text, start)
    tail = look_after(text, end)
    period = tail.period or head.period
    if link and "/" in link and not tail.period:
        period = period or _slash(link)
    score = 0
    if tail.unit or (head.guard and not head.cue) or (tail.guard and not 0 < head.cue <= 3):
        return 0, None, end
    short = len(text) <= _SHORT
    if evidence:
        score += 2
    if head.cue:
        score += 4
    if tail.period:
        score += 3
    elif head.period:
        score += 2
    if num2:
        score += 1
    if mult:
        score += 1
    big = mult and _times(mult) >= 1e6 and mult.isascii() and mult.lower() not in ("crore", "crores", "cr")
    if big and not head.cue:
        return 0, None, end
    if not evidence and not (head.cue or tail.period or (mult and short) or (num2 and short and low >= 1000)):
        return 0, None, end
    if not evidence and not tail.period and low < 1000 and not mult and not (head.cue and head.period):
        return 0, None, end
    if evidence and not head.cue and not tail.period and not short and not (num2 and low >= 1000):
        return 0, None, end
    if not evidence:
        if head.currency and meaning.currency is None:
            meaning = Meaning(head.currency, (), "language")
        if (
            mult
            and mult.lower() in ("lpa", "lakh", "lakhs", "lac", "lacs", "crore", "crores", "cr", "l")
            and meaning.currency is None
        ):
            meaning = Meaning("INR", ("PKR", "BDT", "NPR"), "unit")
    if mult == "LPA":
        period = period or "year"
    if num2:
        low, high = min(low, high), max(low, high)
    else:
        bound = tail.bound or head.bound
        low, high = (low, None) if bound == "floor" else (None, low) if bound == "cap" else (low, low)
    fields = {
        "low": low,
        "high": high,
        "currency": meaning.currency,
        "period": period,
        "gross": tail.gross if tail.gross is not None else head.gross,
        "months_per_year": None,
        "position": (start, max(end, tail.end)),
        "rule": meaning.rule,
        "alternatives": meaning.alternatives,
    }
    return score, fields, end


def _times(mult: str) -> float:
    return MULTIPLIERS.get(mult) or MULTIPLIERS.get(mult.lower()) or (1e5 if mult == "LPA" else 1.0)


def _shared(low, high, mult1, mult2):
    if low is None or high is None:
        return None, None, None
    one = _times(mult1) if mult1 else 1.0
    two = _times(mult2) if mult2 else 1.0
    if mult2 and not mult1 and low < 1000 * 10 and low <= high:
        one = two
    elif mult1 and not mult2 and high < 10000 and high >= low:
        two = one
    elif not mult1 and not mult2 and low < 1000 <= high and high / low >= 100 and low * 1000 <= high:
        one = 1000.0
    return low * one, high * two, mult1 or mult2


def _slash(link: str) -> str | None:
    from salarykit.pay.words import PERIODS_STRICT

    word = _LETTERS.search(link.partition("/")[2])
    return PERIODS_STRICT.get(word[1].lower()) if word else None


def _currency(texts: tuple[str | None, ...], country: str | None) -> tuple[Meaning, bool]:
    known = owners()
    first = None
    for text in texts:
        if not text:
            continue
        sign = known.get(text) or known.get(text.lower())
        if sign is None:
            continue
        if sign.kind == "iso":
            return Meaning(sign.currencies[0], (), "iso"), True
        if first is None or (len(first.currencies) > 1 and len(sign.currencies) == 1):
            first = sign
    here = country if country and tender(country) else None
    return choose(first, here), first is not None
