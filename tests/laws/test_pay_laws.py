from __future__ import annotations

import re
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from cases import for_each, share
from hypothesis import example, given, settings
from hypothesis import strategies as st

import salarykit as sk
from salarykit.currency.codes import CODES
from salarykit.currency.signs import signs
from salarykit.pay.candidates import all_candidates, is_shaped
from salarykit.pay.cjk import _CJK, _HANGUL
from salarykit.pay.compound_numbers import _COMPOUND, expand_compounds, expand_parts
from salarykit.pay.context import Context
from salarykit.pay.context_after import _STOP, _read_words
from salarykit.pay.context_before import _BEFORE, _BEFORE_IN_ASCII
from salarykit.pay.counting_words import MULTIPLIERS
from salarykit.pay.currency_clause import _NOUN_BEGINNINGS, _may_name
from salarykit.pay.currency_names import LOWER_CODES, cases, is_letter_sign, known_signs
from salarykit.pay.local import local
from salarykit.pay.months_per_year import may_state_months, months_per_year
from salarykit.pay.normalise import (
    _PIECE,
    may_be_cjk,
    needs_normalising,
    non_ascii,
    normalise,
)
from salarykit.pay.numbers import number
from salarykit.pay.parse import _in_original, first_pay, scan
from salarykit.pay.patterns import (
    _DOLLARS,
    _GLUED_MULTIPLIER,
    _PER_ANNUM,
    _amount,
    _bounded,
    _everyday_amounts,
    _full_link,
    _number,
    everyday_amounts,
    match_amount,
)
from salarykit.pay.prefilter import _EVERY_NUMBER, _past_implausible, _plausible, is_plausible
from salarykit.pay.ranking import ranked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from salarykit.currency.tender import LocalMoney
    from salarykit.pay.candidate import Candidate
    from salarykit.pay.patterns import Figure

PIECES = [
    "$", "€", "£", "¥", "kr", "USD", "Rs.", "zł", "円", "万", "元", "원", "k", "K", "m", "lakh", "LPA", "million", "1", "12", "120,000", "1.234,56",
    "95'000", "45 000", "１２", "٣", "-", "–", "~", " to ", " bis ", "per ", "/", "hour", "year", "p.a.", "月給", "年収", "以上", "brutto", "net", "+",
    "salary", "bonus", "up to ", "from ", "401(k)", "%", "&pound;", "&#8211;", "<b>", "</b>", "Â£", "â€“", "\u200b", "\ufeff", "\x00", "\ud800",
    "\u202e", " ", "\n", ".", ",", "(", ")", "x 13", "薪", "two ", "hundred ", "三", "千", "'", "1万2千", "é", "ß", "İ",
]  # fmt: skip
ANY = st.one_of(
    st.text(st.characters(codec=None), max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=14).map("".join),
)
COUNTRIES = st.sampled_from([None, "US", "JP", "SE", "uk", "XX", "", "Germany"])
TOKENS = [
    "1", "1,", "1.", "1 ", "1 000 ", "$1 ", "1-", "$1 - ", "k", "1k ", "salary ", "salary $1 ", "&amp;", "&", "<b>", "<", "<a ", "万", "1万", "月給1円",
    "1\n", "$1+ ", " ", "\u00a0", "per ", "$1/hr ", "USD ", "1 USD to ", "1 euro and ", "Â£1", "１，", "bonus $1 ", "one ", "hundert", "一千", "13. ",
    "\u200b1", "1é", "p.a. ", "1'", "\ud8001", "\x00", "(1", "1% ", "١٬", "1.- ", "1 L ", "12 months ", "x 13 ", "de la ", "1 dollars of the ",
]  # fmt: skip


@settings(max_examples=6 * settings().max_examples)
@given(ANY, COUNTRIES)
@example("月給30万¥", None)  # a sign of two owners, and words of one language
def test_no_text_is_an_error(text: str, country: str | None) -> None:
    """Any text at all gives a pay that passes its own checks and lies within the text, or None."""
    pay = sk.find_pay(text, country=country)

    if pay is not None:
        assert pay == sk.Pay(**pay._asdict())
        assert 0 <= pay.position[0] < pay.position[1] <= len(text)
        assert any(letter.isdecimal() for letter in text[slice(*pay.position)])
        assert pay.currency is None or pay.currency in CODES
        assert pay.currency not in pay.alternatives


@settings(max_examples=2 * settings().max_examples)
@given(st.lists(ANY, max_size=6), COUNTRIES)
def test_a_column_is_its_texts(texts: list[str], country: str | None) -> None:
    """A column's rows are the scalar's answers."""
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    column = sk.parse_pay_column(texts, country=country).to_pylist()

    for row, text in zip(column, texts, strict=True):
        pay = sk.find_pay(text, country=country)
        assert (row is None) == (pay is None)
        if row and pay:
            assert (row["low"], row["high"], row["currency"], row["start"]) == (*pay[:3], pay.position[0])


BESIDE = [
    "of ", "Of ", "at", "TO ", "från ", "(r ", "år ", "after ", "USD ", "pay: ", "9:", ": ", "£", "–", "#", "_", " ", "\u00a0", "\n", "people", " hours",
    " Ft", "km", " Tage", "k", " lakh", "EUR", " eur", " yEAR", "%", "+", ":30", "/hr", "-", " to ", " and ", "ers", "été", "’", ",", ".", "$", "万",
]  # fmt: skip
COUNTS = ["1", "12", "401", "2014", "2014.", "12345", "1'0", "٣"]


@settings(max_examples=15 * settings().max_examples)
@given(st.lists(st.sampled_from(BESIDE + COUNTS), max_size=14).map("".join) | ANY)
@example("45 people, Of 12 years in 2014, 9:30 of 20 % to 3 Stunden: $4 and 5 km")
def test_what_is_passed_over_is_implausible(text: str) -> None:
    """The scan over prose finds the numbers that are plausible one by one, and no others."""
    one_by_one = [run.start() for run in re.finditer(r"\d[\d.,'’]*", text) if is_plausible(text, *run.span())]

    assert list(_plausible(text, _past_implausible())) == one_by_one
    assert list(_plausible(text, _EVERY_NUMBER)) == one_by_one


@settings(max_examples=5 * settings().max_examples)
@given(ANY)
@example("from the co-founders' 2nd 401(k) | 45% of $1,000; o'clock-- 'twas r&d&- 5''s")
@example("50 000$00")
def test_a_quick_look_misses_nothing(text: str) -> None:
    """The quick looks at a text say what the slow ones do: what is not ASCII, what is to be cleaned, which words there are."""
    assert non_ascii(text) == "".join(sign for sign in text if sign > "\x7f")
    assert needs_normalising(text) or not _PIECE.search(text)
    assert may_be_cjk(text) or not (_COMPOUND.search(text) or _CJK.search(text) or _HANGUL.search(text))
    plain = text.encode("ascii", "ignore").decode().lower()
    assert _BEFORE_IN_ASCII.findall(plain) == _BEFORE.findall(plain)


@settings(max_examples=5 * settings().max_examples)
@given(
    st.lists(
        st.sampled_from([*_NOUN_BEGINNINGS, "USD", "USDX", "US", "D", "4", " ", "é", "Franken", "EURO", "_"]),
        max_size=4,
    ).map("".join)
    | ANY
)
def test_a_clause_that_names_money_is_not_passed_over(text: str) -> None:
    """A clause may name a money if it has the capitals of a code, or anywhere the beginning of a noun for money."""
    assert _may_name(text) == bool(
        re.search("[A-Z]{3}(?![^\\W_])", text) or any(noun in text.lower() for noun in _NOUN_BEGINNINGS)
    )


@given(
    st.sampled_from([";", "!", "?", "\n", "•", ".", ". ", ".\n", ".."]),
    ANY | st.sampled_from(["Per hour", "per hour", "a."]),
)
@example(". ", "brutto")
def test_nothing_after_a_stop_belongs_to_an_amount(stop: str, rest: str) -> None:
    """Where a stop ends the sentence right after an amount, its words, read one by one, say nothing about it."""
    text, context = f"$5{stop}{rest}", Context()
    _read_words(text, 2, context)
    said = {name for name, value in vars(context).items() if value != getattr(Context, name)}

    assert not _STOP.match(text, 2) or not said


COUNTED = [
    "13", "14", "0", "1", " ", "x", "×", "x ", ".", ",5", "sur ", " mois", "薪", " Monatsgehälter", ". Gehalt", "th month", "e mensilità", "$9", "a",
]  # fmt: skip


@settings(max_examples=8 * settings().max_examples)
@given(st.lists(st.sampled_from(COUNTED), max_size=9).map("".join), st.integers(0, 20), st.integers(0, 6))
def test_a_count_of_salaries_is_foreseen(text: str, start: int, length: int) -> None:
    """Where a text counts salaries, its shape says that it may."""
    end = min(start + length, len(text))
    start = min(start, end)
    shape = "".join("0" if letter.isdecimal() else letter for letter in text)

    assert months_per_year(text, start, end)[0] is None or may_state_months(shape, start, end)


@cache
def in_one_pattern() -> re.Pattern[str]:
    """Return the full pattern of two amounts with a link between them as one."""
    words = [form for word in MULTIPLIERS if word != "L" for form in cases(word)]
    multiplier = rf"(?![kKmMtT]\.[^\W\d_])(?:{_GLUED_MULTIPLIER}|(?:{_PER_ANNUM})(?![A-Za-z])|L(?![A-Za-z])|{_bounded(words)})"
    after = [sign for sign in signs() if not is_letter_sign(sign)]
    called = [form for name in known_signs() if name not in signs() for form in cases(name)]
    first = _amount(
        _number(spaced=True), f"{_DOLLARS}|{_bounded(after)}|{_bounded([*called, *LOWER_CODES])}", multiplier
    )
    second = re.sub(r"\(\?P<(\w+)>", r"(?P<\1_2>", first)
    return re.compile(f"{first}(?:{_full_link().pattern}{second})?", re.VERBOSE)


LINKS = [
    " to ",
    " up to ",
    " - ",
    "–",
    " and ",
    " bis zu ",
    "/hr - ",
    " per day to ",
    "... ",
    "〜",
    " max. ",
    "; max: ",
    " до ",
    "€ - ",
    " de ",
    " million",
]


@settings(max_examples=3 * settings().max_examples)
@given(
    st.lists(st.sampled_from([*PIECES, *LINKS, "68, 770", "1, 250, 000", "$", "TEUR "]), max_size=12).map(
        "".join
    )
)
@example("1,200.50 Mio. € per month up to CHF 3 millions de francs")
def test_two_amounts_are_matched_as_by_one_pattern(text: str) -> None:
    """An amount, a link and another amount, matched one after the other, are what one pattern of all three finds."""
    for start in (match.start() for match in re.finditer(r"\d", text)):
        match, amount = in_one_pattern().match(text, start), match_amount(text, start)

        assert match is not None
        assert amount is not None
        assert (amount.end, amount.first.span, amount.link) == (
            match.end(),
            match.span("number"),
            match["link"] or "",
        )
        assert (amount.second is None) == (match["number_2"] is None)
        assert amount.second is None or amount.second.span == match.span("number_2")
        assert (amount.first.multiplier, amount.first.sign_after) == match.group("multiplier", "sign_after")


@settings(max_examples=3 * settings().max_examples)
@given(
    st.lists(st.sampled_from([*PIECES, *LINKS, "68, 770", "1,", "000", "TEUR "]), max_size=12).map("".join)
)
@example("from 68,770 to 1,250,000 EUR")
def test_the_smaller_pattern_of_amounts_misses_nothing(text: str) -> None:
    """A text without a comma and a space has the same amounts by the pattern that knows no such numbers."""
    whole = [match.groupdict() for match in _everyday_amounts(spaced=True).finditer(text)]

    assert [match.groupdict() for match in everyday_amounts(text).finditer(text)] == whole


def told(found: Iterable[Candidate]) -> list[tuple[Any, ...]]:
    """Return what candidates are compared by."""
    return [
        (
            c.position,
            *map(_written, (c.first, c.second)),
            c.signs,
            c.period,
            c.bound,
            c.gross,
            c.is_excluded,
            c.weight,
        )
        for c in found
    ]


def _written(figure: Figure | None) -> list[Any]:
    return [getattr(figure, name) for name in figure.__slots__] if figure else []


@settings(max_examples=5 * settings().max_examples)
@given(st.one_of(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.text(max_size=40)))
def test_candidates_are_of_the_shape(text: str) -> None:
    """Candidates are the same for every text of a shape: with the digits it has, and with noughts for them."""
    text = text.replace("401", "").encode("utf-8", "ignore").decode()
    shape = "".join("0" if letter in "123456789" else letter for letter in text)

    assert told(all_candidates(text)) == told(all_candidates(shape))


def scan_slowly(text: str, tender: LocalMoney) -> sk.Pay | None:
    """Return what `scan` does, everything found out anew: the oracle of what is kept by a text's shape."""
    plain, offsets = normalise(text)
    plain, counts = expand_compounds(plain)
    plain, parts = expand_parts(plain)
    best = first_pay(plain, ranked(plain, all_candidates(plain, prefiltered=not is_shaped(plain))), tender)
    return _in_original(best, parts, counts, offsets) if best else None


@settings(max_examples=5 * settings().max_examples)
@given(
    st.lists(st.sampled_from([*PIECES, "kn", "Zl ", "CAD", "(CAD)", " in ", "Canadian dollars"]), max_size=14).map("".join) | ANY,
    COUNTRIES,
    COUNTRIES,
    st.permutations("123456789"),
)  # fmt: skip
@example("$1 000", "US", "JP", list("918273645"))
@example("1万2千円", None, None, list("918273645"))
@example("1 million 200 thousand dollars", None, None, list("918273645"))
def test_what_is_kept_of_a_shape_holds_for_its_texts(
    text: str, country: str | None, other: str | None, digits: list[str]
) -> None:
    """The pay of a text is the same after texts of its shape were read, in its own country or in another."""
    alike = text.translate(str.maketrans("123456789", "".join(digits)))
    scan(alike, local(country))
    scan(alike, local(other))

    assert scan(text, local(country)) == scan_slowly(text, local(country))
    assert scan(text, local(other)) == scan_slowly(text, local(other))


@given(
    st.integers(1, 10**9 - 1),
    st.integers(0, 99),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", "."), ("’", ".")]),
)
def test_a_number_is_read_as_it_was_written(whole: int, hundredths: int, separators: tuple[str, str]) -> None:
    """Written in any country's grouping with two decimals, a number comes back."""
    grouping, decimal = separators
    text = f"{whole:,}".replace(",", grouping) + f"{decimal}{hundredths:02d}"

    assert number(text) == float(f"{whole}.{hundredths:02d}")


@given(
    st.integers(10_000, 900_000),
    st.integers(0, 90_000),
    st.sampled_from(["USD", "CHF", "SEK", "JPY", "INR"]),
    st.sampled_from(
        [("per hour", "hour"), ("a day", "day"), ("/week", "week"), ("monthly", "month"), ("p.a.", "year")]
    ),
    st.sampled_from(
        [
            "{c} {a:,} - {c} {b:,} {p}",
            "{a:,} to {b:,} {c} {p}",
            "{c}{a:,}–{b:,} {p}",
            "between {c} {a:,} and {c} {b:,} {p}",
        ]
    ),
)
def test_a_range_is_read_as_it_was_written(
    low: int, more: int, code: str, period: tuple[str, str], form: str
) -> None:
    """Written in any of these forms, both ends, the currency and the period come back."""
    pay = sk.parse_pay(form.format(a=low, b=low + more, c=code, p=period[0]))

    assert (pay.low, pay.high, pay.currency, pay.period, pay.rule) == (
        low,
        low + more,
        code,
        period[1],
        "iso",
    )


def steps(call: Callable[[], object]) -> int:
    """Return how many calls of functions, Python's and C's, an answer takes."""
    count = 0

    def watch(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(watch)
    try:
        call()
    finally:
        sys.setprofile(None)
    return count


@pytest.fixture(scope="module")
def ready() -> None:
    """Make what is made once, for short texts and for long."""
    for text in ("In 7 years. " * 400, "$7"):
        scan(text)


@for_each("token", TOKENS)
def test_work_grows_as_the_text_does(token: str, ready: None) -> None:
    """Twice the text of any one token takes at most about twice the steps."""
    half, whole = (token * (size // len(token)) for size in (2_000, 4_000))
    scan(half[:200])

    assert steps(lambda: scan(whole)) <= 2.2 * steps(lambda: scan(half)) + 400


@for_each(
    "token", ["1", "1,", "1 ", "$1 - ", "salary $1 ", "<a ", "&", "1万", " ", "hundert", "'", "\u200b1"]
)
def test_a_long_text_of_anything_ends(token: str) -> None:
    """A long text of one token, a megabyte in CI, is read to its end."""
    text = token * (share(1_000_000) // len(token))

    assert scan(text, local("US")) is None or len(text) > 0


def test_the_pay_at_the_end_of_a_long_text_is_found() -> None:
    """However long the prose before it, the pay is found where it stands."""
    prose = "We value curiosity, kindness and craft. " * 5_000
    pay = sk.parse_pay(prose + "Salary: $98,000 per year")

    assert pay.low == 98_000
    assert pay.position == (len(prose) + 8, len(prose) + 24)
