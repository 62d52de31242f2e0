"""`parse_money`: one amount of money or a range, without asking whether it is pay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from salarykit.currency.signs import Meaning, choose, minor_names
from salarykit.pay.amounts import Ends, amounts
from salarykit.pay.clean import Marks, clean, original, rewrite
from salarykit.pay.local import local
from salarykit.pay.moneys import has_sign, idiom, meaning
from salarykit.pay.named import named
from salarykit.pay.outline import alone, places
from salarykit.pay.patterns import owners
from salarykit.pay.pay import Pay, made
from salarykit.pay.ranges import says_between
from salarykit.pay.spelled import digits
from salarykit.pay.thousandths import IN_THOUSANDTHS, in_thousandths
from salarykit.pay.wide import counted, has_wide
from salarykit.pay.words import JOINTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from salarykit.pay.place import Place

__all__ = ["parse_money"]

_COUNTRIES: Final = {
    "ar": "EG", "bg": "BG", "chinese": "CN", "cs": "CZ", "da": "DK", "danish": "DK", "hi": "IN", "hindi": "IN", "hr": "HR", "id": "ID",
    "ja": "JP", "japanese": "JP", "ko": "KR", "korean": "KR", "nb": "NO", "no": "NO", "norwegian": "NO", "pl": "PL", "ro": "RO", "ru": "RU",
    "russian": "RU", "sv": "SE", "swedish": "SE", "tr": "TR", "turkish": "TR", "zh": "CN",
}  # fmt: skip
"""Where a language is most spoken: what its ambiguous signs mean, if neither a code nor a country says."""
_SPACED_OUT: Final = re.compile(r"(?<=\d)(?: ([.,]) ?(?=\d)|([.,]) (?=\d\d(?!\d)))")
_POINT: Final = re.compile(r"(?<![\w.])[.](?=\d)")
_SCRIPTS: Final = re.compile("(?<=[0-9])(?=[\u0370-\u1fff])|(?<=[\u0590-\u1fff])(?=[0-9])")
_MINOR: Final = re.compile(
    r"[ \u00a0]{0,2}(?:(?:and|og|och|y|con|e|et|i|în|și|si|và|и|en|und|agus|va|და|و|그리고|,)[ \u00a0]{0,2})?"
    r"(\d{1,2})(?![\d%]|[.,:]\d)(?: ?(?:de )?([^\W\d_]+\.?))?"
)
_WIDE_MINOR: Final = re.compile(
    r"[ ]?(\d{1,2})(?:日?本?銭|分|钱|錢|센트|전)|[ ]?(\d)角(?:(\d|[一二三四五六七八九])分)?"
)
_NEGATIVE: Final = re.compile(r"(?<![^\s(:])[-−–][ ]?\Z")
_HUNDRED: Final = 100


def parse_money(text: str, *, currency: str | None = None, language: str | None = None) -> Pay | None:
    """Return the amount of money that a text states, pay or not; None if there is none. It never raises on any text.

    Args:
        text: a field or prose, digits or words ("two million dollars", "三千万円").
        currency: what is known of the money from elsewhere, a sign or a code in any text ("€", "Preis in CHF").
        language: a code or the English name of the text's language; decides what "to" counts and what "kr" means.

    Examples:
        >>> money = parse_money("125 million Australian dollars")
        >>> money.low, money.currency, money.rule
        (125000000.0, 'AUD', 'name')
        >>> [
        ...     parse_money(text).low
        ...     for text in ("€ 2.109,00", "-$5", "twenty dollars and 43 cents", "1億5千万円")
        ... ]
        [2109.0, -5.0, 20.43, 150000000.0]
    """
    if not isinstance(text, str):
        return None
    plain, steps = _readable(text, language)
    best, most = None, -1
    for place in places(plain):
        found = _read(plain, place, currency, language)
        if found and found[0] > most:
            most, best = found
    if best is None:
        return None
    start, end = best[6]
    for marks in steps:
        start, end = original(start, marks), original(end, marks, end=True)
    return made((*best[:6], (start, min(end, len(text))), *best[7:]))


def _readable(text: str, language: str | None) -> tuple[str, list[Marks]]:
    """Return a text with every number in digits and set apart, and the marks that lead back, the last step first."""
    steps: list[Marks] = []
    for step in _steps(language):
        text, marks = step(text)
        if marks:
            steps.insert(0, marks)
    return text, steps


def _steps(language: str | None) -> Iterator[Any]:
    yield clean
    yield lambda text: counted(text, spelled=True) if has_wide(text) else (text, None)
    yield lambda text: counted(text) if has_wide(text) else (text, None)
    yield lambda text: digits(text, language)
    yield lambda text: rewrite(text, _SPACED_OUT, lambda match: match[1] or match[2])
    yield lambda text: rewrite(text, _POINT, lambda _: "0.")
    yield lambda text: (text, None) if text.isascii() else rewrite(text, _SCRIPTS, lambda _: " ")


def _read(
    text: str, place: Place, hint: str | None, language: str | None
) -> tuple[int, tuple[Any, ...]] | None:
    """Return how surely a place is money, and the fields of it."""
    if place.two and place.link in JOINTS and not says_between(text, place.start):
        place = place.first(text)
    found = amounts(text, place)
    if found is None and place.two:
        place = alone(text, place)
        found = amounts(text, place)
    if found is None or (place.after.unit and text[place.end :].lstrip().startswith("%")):
        return None
    money, sign, end = _money(text, place, hint, language)
    if money.currency in IN_THOUSANDTHS:
        sure = in_thousandths(text, place, found, money.currency)
        if sure is None:
            return None
        found = sure
    low, high, end = _with_minor(text, place, found, end, sign=sign)
    if found[1] is None and _is_negative(text, place.start):
        low, high = -low, -high
    bound = place.bound
    fields = (
        None if bound == "cap" else low,
        None if bound == "floor" else high,
        money.currency,
        None,
        None,
        None,
        (place.start, max(end, place.end)),
        money.rule,
        "none",
        money.alternatives,
    )
    return 2 * sign + (place.multiplier is not None), fields


def _money(text: str, place: Place, hint: str | None, language: str | None) -> tuple[Meaning, bool, int]:
    """Return the money of an amount, whether the text itself names it, and where its name ends."""
    spoken_in = _COUNTRIES.get(language or "")
    money, sign = meaning(place.signs), has_sign(place.signs)
    end = place.end
    if money.currency is None or (money.rule == "name" and money.alternatives):
        more = named(text, _name_from(text, place, sign=sign))
        if more and (not sign or more[1] or len(more[0].currencies) == 1):
            owner, country, end = more
            money, sign = choose(owner, local(country or spoken_in)), True
            if country and money.rule == "country":
                money = Meaning(money.currency, money.alternatives, "name")
        elif sign and spoken_in:
            spoken = meaning(place.signs, local(spoken_in))
            money = Meaning(spoken.currency, spoken.alternatives, "language") if spoken.currency else money
    if money.currency is None and hint:
        hinted = _hinted(hint)
        if hinted and (not money.alternatives or hinted.currency in money.alternatives):
            money = hinted
    if money.currency is None:
        money = idiom(place.multiplier, money)
    return money, sign, end


def _name_from(text: str, place: Place, *, sign: bool) -> int:
    """Return where a name of several words may begin: at the noun that was read, or after the number."""
    if not sign:
        return place.end
    noun = next((sign for sign in place.signs if sign), "")
    return place.end - len(noun) if text.endswith(noun, 0, place.end) else place.end


def _hinted(hint: str) -> Meaning | None:
    """Return the money that a hint names."""
    known = owners()
    for word in re.findall(r"[A-Za-z]{0,4}[$€£¥₹]|[^\W\d_]+\.?|[^\w\s]", hint):
        sign = known.get(word) or known.get(word.lower()) or known.get(word.rstrip("."))
        if sign:
            money = choose(sign)
            return Meaning(money.currency, money.alternatives, "hint") if money.currency else money
    return None


def _with_minor(text: str, place: Place, found: Ends, end: int, *, sign: bool) -> tuple[float, float, int]:
    """Return the ends with the hundredths that follow them, and where these end; below nought for a minus."""
    low, second = found
    high = low if second is None else second
    if second is not None or not sign:
        return min(low, high), max(low, high), end
    hundredths = 0.0
    wide = _WIDE_MINOR.match(text, end)
    following = _MINOR.match(text, end)
    if wide:
        hundredths = (
            float(wide[1])
            if wide[1]
            else 10 * float(wide[2]) + (float(wide[3]) if (wide[3] or "").isdecimal() else 0)
        )
        end = wide.end()
    elif following and low == int(low) and place.multiplier is None:
        named_so = (following[2] or "").lower().rstrip(".") in minor_names()
        if named_so or not following[2]:
            hundredths, end = float(following[1]), following.end()
    low = round(low + hundredths / _HUNDRED, 4)
    return low, low, end


def _is_negative(text: str, start: int) -> bool:
    return _NEGATIVE.search(text, max(0, start - 3), start) is not None
