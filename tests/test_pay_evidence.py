"""Tests of the evidence for pay: a sum in a sentence about something else is no pay, whatever the sentence is about."""

from __future__ import annotations

import pytest

import salarykit as sk
from salarykit.pay.clause_words import speaks_of_work, words_of_clause

SUMS = """
PL | Grozi za to grzywna do 30 000 zł.
CZ | Hrozí mu sankce až 50 000 Kč.
SK | Získali sme grant vo výške 40 000 €
SI | Za priporočilo sodelavca prejmete nagrado 1.000 €.
HR | Novčana kazna od 2.650 do 6.630 eura.
RU | Приведи друга и получи 15 000 рублей.
BG | Глобата е от 500 до 2000 лева.
LV | Naudas sods no 70 līdz 280 eiro.
EE | Trahv kuni 1 200 eurot.
FI | Vinkkauspalkkio 2000 € onnistuneesta rekrytoinnista.
HU | A bírság 50 000 forinttól 500 000 forintig terjedhet.
GR | Πρόστιμο από 300 έως 1.000 ευρώ.
AL | Buxheti i projektit është 2.000.000 euro.
TR | Arkadaşını getir, 10.000 TL kazan.
GE | ჯარიმა 500 ლარიდან 1000 ლარამდე.
AM | Տուգանքը 50 000 դրամ է։
SA | غرامة قدرها 5,000 ريال.
IR | جریمه ۲۰۰ هزار تومان.
IN | जुर्माना ₹10,000 तक हो सकता है।
TH | ค่าปรับ 500 บาท
VN | Phạt tiền từ 2.000.000 đến 3.000.000 đồng.
JP | 罰金30万円以下。
KR | 과태료 50만원이 부과됩니다.
PL | Na szkolenia przeznaczamy 5 000 zł rocznie na każdego z nas.
"""
JOBS = """
US | Barkeeper, $42,000 | 42000 | None
GB | Senior developer £64,000 | 64000 | None
DE | Lagerist, 2.400 € | 2400 | None
PL | Kierowca kat. C 7 200 zł miesięcznie | 7200 | month
PL | Szukamy osoby do sprzątania biur, 4 800 zł miesięcznie do ręki dla każdego | 4800 | month
RU | Разнорабочий 3 000 руб в день | 3000 | day
RU | Водитель на межгород 120 000 ₽ | 120000 | None
JP | 25万円〜 | 250000 | None
US | $66,000 in Austin | 66000 | None
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


@pytest.mark.parametrize(("country", "text"), _rows(SUMS))
def test_a_sum_in_a_sentence_about_something_else_is_no_pay(country: str, text: str) -> None:
    """A sentence that has neither a word for pay nor a job title states no pay, in any language."""
    assert sk.find_pay(text, country=country) is None


@pytest.mark.parametrize(("country", "text", "low", "period"), _rows(JOBS))
def test_a_job_and_its_money_are_pay(country: str, text: str, low: str, period: str) -> None:
    """A job title, an offer of work, or nothing at all beside an amount needs no word for pay."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, str(pay.period)) == (float(low), period)


def test_names_and_bounds_are_no_other_subject() -> None:
    """Several capitalised words are a name, and a clause that begins with a bound is about the amount."""
    assert words_of_clause("Zorro Alpha Centre $40,000", 19, 26).unknown_before == 0
    assert words_of_clause("up to a whopping $40,000", 17, 24).unknown_before == 0
    assert words_of_clause("a whopping flood of $40,000", 20, 27).unknown_before > 0


def test_a_word_of_work_may_stand_anywhere_near() -> None:
    """A vacancy is recognised by its words on either side of the amount, also in scripts that do not separate words."""
    assert speaks_of_work("8000 zł, szukamy kierowcy", 0)
    assert speaks_of_work("รับสมัครด่วน 9,000 บาท", 13)
    assert not speaks_of_work("A dress, 80 zł", 9)
