from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa
from hypothesis import example, given
from hypothesis import strategies as st

from salarykit.pay import currency_choice, is_pay
from salarykit.pay.alike import LIMITS, alike_texts, numbers_in, shapes_of, which_ends
from salarykit.pay.amounts import IN_THOUSANDTHS
from salarykit.pay.local import local
from salarykit.pay.parse import find_pay, scan
from salarykit.pay.parse_column import parse_pay_column
from salarykit.reading.read import sift_salaries

BEFORE = ["", "£", "$", "€ ", "EUR ", "CHF ", "Rs. ", "R$ ", "ca. £", "~", "¥", "kr ", "Salary: $", "up to £", "Q", "TOP ",
          "KWD ", "CTC ", "年収", "от "]  # fmt: skip
AFTER = ["", " €", "€", " pa", "/hour", " per month", " brutto/Jahr", " € brut/an", " zł/mies.", "円", " Kč", " USD", " TND",
         " €/j", " net a month", " ₽", "+", " negotiable", " for 10 months", " x 13"]  # fmt: skip
FORMS = ["0", "00", "000", "0000", "00000", "000000", "00,000", "000,000", "00.000", "000.000", "00 000", "0,00,000", "0.0",
         "00.00", "00,0", "0.000,00", "0,000.00", "00'000", "0000.00", "0,000,000", "00.000,0"]  # fmt: skip
TIMES = ["", "", "", "k", "K", " Mio.", " lakh", " LPA", "万", "m", " tys.", "tsd"]
LINKS = [" - ", "-", "–", " to ", " bis ", " € - ", "k-", " or "]
COUNTRIES = [None, "GB", "DE", "US", "IN", "JP", "KW", "GT", "PL"]
EDGES = [
    "1",
    "4",
    "2",
    "20",
    "19",
    "5",
    "50",
    "49",
    "1000",
    "999",
    "9999",
    "2024",
    "1899",
    "19",
    "401",
    "402",
    "300",
    "7",
]
shapes = st.one_of(
    st.tuples(*map(st.sampled_from, (BEFORE, FORMS, TIMES, AFTER))).map("".join),
    st.tuples(*map(st.sampled_from, (BEFORE, FORMS, TIMES, LINKS, FORMS, TIMES, AFTER))).map("".join),
)


@st.composite
def of_one_shape(draw: Any) -> list[str]:
    """Texts of one shape: at random, and near the limits."""
    shape = draw(shapes)
    random = draw(st.randoms(use_true_random=False))
    return [_filled(shape, random) for _ in range(draw(st.integers(8, 24)))]


def _filled(shape: str, random: Any) -> str:
    """Return a text of a shape."""
    ending = random.choice(["any", "noughts", "nines", "one more"])
    leads = random.choice(["", *EDGES])

    def digits(match: re.Match[str]) -> str:
        length = match[0].count("0")
        start = (leads or str(random.randint(1, 10**length)))[:length]
        fill = {"any": random.choice("0123456789"), "noughts": "0", "nines": "9", "one more": "0"}[ending]
        told = start + fill * (length - len(start))
        told = told[:-1] + "1" if ending == "one more" and length > len(start) else told
        places = iter(told)
        return re.sub("0", lambda _: next(places), match[0])

    return re.sub(r"0(?:[0.,' ]*0)?", digits, shape)


@given(of_one_shape(), st.sampled_from(COUNTRIES))
@example([f"${low},000 - ${low + 1},000" for low in range(10, 99)], "US")
@example([f"{low}-{high}k" for low in range(8, 13) for high in range(8, 13)], "IN")
@example([f"{low} - {high} 000 €" for low in range(10, 99, 7) for high in range(10, 99, 3)], "FR")
@example([f"{year} CHF" for year in range(1890, 2110)], "CH")
@example([f"{dinars}.500 KWD" for dinars in range(1, 100)], "KW")
@example([f"Only {euros}.99 € per month, all in" for euros in range(10, 99)], "DE")
@example([f"Q{quetzales}" for quetzales in range(90, 110)], "GT")
@example([f"up to £{pounds},000 per month" for pounds in range(1, 99)], "GB")
def test_alike(texts: list[str], country: str | None) -> None:
    """Texts that are alike state the same pay, but for its ends, if those with the smallest and largest numbers do."""
    texts = sorted({text.strip() for text in texts})
    found, here = alike_texts(pa.array(texts), numbers_in), local(country)
    for first, numbers in found.numbers.items():
        like, rows = scan(texts[first], here), np.flatnonzero(found.first == first)
        digits = found.digits[:, rows]
        pays = [scan(texts[row], here) for row in rows]
        if like is None or like.currency in IN_THOUSANDTHS:
            continue  # they are read one by one
        ends = which_ends(numbers, found.digits[:, first : first + 1], like.low, like.high)
        if ends is None:
            continue
        lows, highs = (numbers.values(digits, *end).tolist() if end else [None] * len(rows) for end in ends)
        computed = [like._replace(low=low, high=high) for low, high in zip(lows, highs, strict=True)]
        extremes = [*digits.argmin(1), *digits.argmax(1)]
        if all(pays[row] == computed[row] for row in extremes):
            assert pays == computed


@given(
    st.lists(of_one_shape(), min_size=1, max_size=3),
    st.sampled_from(["salary", "Gehalt (k€)", "amount", "hourly wage", "pay in USD"]),
    st.sampled_from(COUNTRIES),
    st.sampled_from([None, ".", ","]),
)
@example(
    [[f"{pounds}.000" for pounds in range(30, 60)], [f"£{pounds},50" for pounds in range(30, 60)]],
    "salary",
    "GB",
    None,
)
@example([[f"{euros},500 TND" for euros in range(1, 30)]], "salary", None, None)
@example([[f"1 - 1,{tail:03}.00" for tail in range(30)]], "salary", None, None)
@example([[f"1 - 1,{tail:03}.00" for tail in reversed(range(30))]], "salary", None, None)
@example(
    [[f"{start}-{end}" for start in (1, 2, 7, 9) for end in (10, 50, 101, 250)]], "hourly wage", "US", None
)
def test_one_by_one(columns: list[list[str]], header: str, country: str | None, decimal: Any) -> None:
    """A column is read as if each of its texts were read by itself: its rows, its refusals, what is said of it."""
    rows = [{header: text, "country": country or ""} for texts in columns for text in texts]
    options = {"decimal": decimal, "defaults": {"currency": "EUR"} if country is None else {}}
    good, bad = sift_salaries(rows, **options)
    with patch("salarykit.pay.alike._FEW", 10**9):
        alone, refused = sift_salaries(rows, **options)
    assert good.to_arrow().equals(alone.to_arrow(), check_metadata=True)
    assert list(bad) == list(refused)


@given(
    st.lists(of_one_shape(), min_size=1, max_size=4),
    st.lists(st.sampled_from(COUNTRIES), min_size=1, max_size=3),
)
@example([[f"${low},000 - ${low + 10},000 a year" for low in range(10, 200)]], ["US", "CA"])
@example(
    [[f"up to £{pounds},000" for pounds in range(1, 200)], [f"from {low} kr" for low in range(1, 400)]],
    ["SE"],
)
@example([[f"{euros},50 € im Monat" for euros in range(1, 4000, 7)]], ["DE", None])
@example([[f"KWD {dinars}.500" for dinars in range(1, 100)], ["401(k)", "none", "٤٥ ألف ريال"]], [None])
def test_column(columns: list[list[str]], countries: list[str | None]) -> None:
    """A column says of each text what `find_pay` says of it in its country."""
    texts = [text for each in columns for text in each]
    where = [countries[row % len(countries)] for row in range(len(texts))]
    with patch("salarykit.pay.alike._FEW", 2), patch("salarykit.pay.read_alike._FEW", 2):
        found = parse_pay_column(texts, country=where).to_pylist()
    for text, country, fields in zip(texts, where, found, strict=True):
        pay = find_pay(text, country=country)
        position = None if fields is None else (fields.pop("start"), fields.pop("end"))
        stated = pay and {**pay._asdict(), "alternatives": list(pay.alternatives)}
        assert stated == (fields and {**fields, "position": position}), text


def test_limits() -> None:
    """Every limit of the parser is among those by which texts are told apart."""
    limits = [*is_pay._LEAST.values(), *is_pay._UNCOUNTED.values(), is_pay._FIRST_YEAR, is_pay._LAST_YEAR, is_pay._PLAN,
              is_pay._MILLION, is_pay._THOUSAND, is_pay._FIVE_DIGITS, currency_choice._LEAST_LOCAL,
              currency_choice._LEAST_PLAIN]  # fmt: skip
    assert set(limits) <= set(LIMITS.tolist())


def test_left_alone() -> None:
    """Texts with a leading nought, with a name such as 401(k), or with other digits than those of their numbers are like no other."""
    texts = [f"£0{pence}" for pence in range(10, 60)] + [f"$401,{rest}" for rest in range(100, 150)]
    texts += [f"£45,000 for {months} months" for months in range(10, 60)]
    found = alike_texts(pa.array(texts), numbers_in)
    assert np.array_equal(found.first, np.arange(len(texts)))
    assert shapes_of(pa.array(["£44k", "٤٤"])).to_pylist() == ["£00k", "٤٤"]
