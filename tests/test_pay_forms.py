"""Forms and sentences that no list of nouns holds: particles, cases, wages by law, new levels, shifts, what comes with a machine."""

from __future__ import annotations

from cases import for_each

import salarykit as sk
from salarykit.pay.other_money import INFLECTED_TITLES
from salarykit.pay.word_forms import is_inflected, without_particles


@for_each(
    ("text", "country", "low"),
    [
        ("يرتفع الحد الأدنى للأجور إلى 8000 جنيه شهريا", "EG", 8_000),
        ("والراتب 5200 ريال شهريا", "SA", 5_200),
        ('המשרה מלאה והשכר 9,800 ש"ח לחודש', "IL", 9_800),
        ("Бруто-платата за местото е 58.000 денари", "MK", 58_000),
        ("Netto-palkka on 2 150 euroa", "FI", 2_150),
    ],
)
def test_particles_and_gross_or_net_do_not_hide_a_word_for_pay(text: str, country: str, low: float) -> None:
    """They are written as the first letters of the word, or before a hyphen."""
    assert sk.parse_pay(text, country=country).low == low


def test_a_word_is_never_a_form_of_itself() -> None:
    """Without particles it is shorter, and in another script it has none."""
    for word in ("للأجور", "والراتب", "בשכר", "ושכר"):
        forms = without_particles(word)
        assert forms
        assert all(len(form) < len(word) or form == "الأجور" for form in forms)
    assert not any(without_particles(word) for word in INFLECTED_TITLES)


@for_each("title", sorted(title for title in INFLECTED_TITLES if len(title) >= 5))
def test_a_title_with_an_ending_is_a_title(title: str) -> None:
    """An ending of one to three letters makes a case or the plural; a longer one makes another word."""
    assert all(is_inflected(title + ending, INFLECTED_TITLES) for ending in ("a", "am", "ami"))
    assert not is_inflected(title + "xyzz", {title})


@for_each(
    ("text", "country", "low"),
    [
        ("Asgari ücret net 24.310 TL olarak açıklandı", "TR", 24_310),
        ("The minimum wage is £11.80 an hour", "GB", 11.80),
        ("کم از کم اجرت 39,000 روپے ماہانہ", "PK", 39_000),
        ("শ্রমিকদের ন্যূনতম মজুরি ১৩,৫০০ টাকা", "BD", 13_500),
        ("Upah minimum Rp4.150.000 per bulan", "ID", 4_150_000),
        ("ค่าจ้างขั้นต่ำวันละ 380 บาท", "TH", 380),
    ],
)
def test_a_wage_by_law_is_one_amount(text: str, country: str, low: float) -> None:
    """In its name the word for "least" opens no range."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (low, low)


@for_each(
    ("text", "country", "amount"),
    [
        ("Оклад вырастет до 61 300 рублей", "RU", 61_300),
        ("Зарплату підвищили до 31 200 грн", "UA", 31_200),
        ("Plaća je porasla do 1.420 eura", "HR", 1_420),
        ("Õpetaja palk tõuseb 1870 euroni kuus", "EE", 1_870),
        ("Alga palielināta līdz 1 310 eiro", "LV", 1_310),
    ],
)
def test_what_pay_rises_to_is_no_limit(text: str, country: str, amount: float) -> None:
    """The word "to" states the new amount after a verb of change, and the most that is paid without one."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (amount, amount)


@for_each(
    ("text", "country", "high"),
    [
        ("Оклад до 61 300 рублей", "RU", 61_300),
        ("Plaća do 1.420 eura", "HR", 1_420),
        ("Palk kuni 1870 eurot kuus", "EE", 1_870),
    ],
)
def test_without_a_verb_of_change_to_is_a_limit(text: str, country: str, high: float) -> None:
    """The same words state the most that is paid."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.high) == (None, high)


@for_each(
    ("text", "country", "low"),
    [
        (
            "Нужен пекарь на хлебозавод. Оплата вовремя, 4 300 ₽ за смену, питание и форма за счёт предприятия",
            "RU",
            4_300,
        ),
        (
            "Шукаємо охоронця на склад у передмісті. 1 150 грн за зміну, графік доба через три, житло надаємо",
            "UA",
            1_150,
        ),
        (
            "Ζητείται νυχτερινός φύλακας για αποθήκη στον Ασπρόπυργο, 65 ευρώ τη βάρδια και ασφάλιση από την πρώτη μέρα",
            "GR",
            65,
        ),
        (
            "Търсим шофьор за вътрешни превози с камион. 90 лв. на смяна и командировъчни по закон, начало веднага",
            "BG",
            90,
        ),
    ],
)
def test_a_shift_has_its_wage_in_a_text_of_any_length(text: str, country: str, low: float) -> None:
    """Beside a word for work an amount for a shift is pay, though a year of pay counts no shifts."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country", "gross"),
    [
        ("Касиер-продавач, 1 720 лв. бруто, сменен режим и две почивни седмично по график", "BG", True),
        (
            "Σερβιτόρος για σεζόν στη Νάξο, 1.650 ευρώ καθαρά, στέγη και διατροφή από την επιχείρηση",
            "GR",
            False,
        ),
        ("Сварщик на завод в пригороде, 98 000 ₽ на руки, доставка служебным автобусом", "RU", False),
    ],
)
def test_before_or_after_tax_is_the_pay_of_a_job(text: str, country: str, gross: bool) -> None:  # noqa: FBT001 - a case
    """No period is needed where a job is named."""
    assert sk.parse_pay(text, country=country).gross is gross


@for_each(
    ("text", "country"),
    [
        ("Ekskavatör saatlik 2.900 TL, operatör dahil", "TR"),
        ("Экскаватор 2 400 руб./час с водителем", "RU"),
        ("Daru 14 000 Ft/óra", "HU"),
        ("जेसीबी मशीन 1300 रुपये प्रति घंटा, ऑपरेटर सहित", "IN"),
        ("Sewa crane Rp375.000 per jam termasuk operator", "ID"),
        ("Koristusteenus 19 €/h", "EE"),
        ("Siivouspalvelu 44 €/h", "FI"),
    ],
)
def test_who_comes_with_a_machine_applies_for_no_job(text: str, country: str) -> None:
    """A machine and a service have a price by the hour, whoever is included."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low"),
    [
        ("Ekskavatör operatörü aranıyor, saatlik 290 TL", "TR", 290),
        ("Требуется машинист экскаватора, 480 руб./час", "RU", 480),
        ("Asiakaspalvelu, 13,50 €/h", "FI", 13.50),
    ],
)
def test_who_works_at_a_machine_or_a_service_is_paid(text: str, country: str, low: float) -> None:
    """A vacancy or a department of a firm makes pay of the same amounts."""
    assert sk.parse_pay(text, country=country).low == low


@for_each(
    ("text", "country", "currency"),
    [
        ("சம்பளம் ரூ 18,500", "IN", "INR"),
        ("சம்பளம் ரூ. 41,000", "LK", "LKR"),
        ("வைப்பு சம்பளம் ரூ.950", None, "INR"),
        ("ವೇತನ ರೂ.16,400", "IN", "INR"),
        ("પગાર રૂ.15,200", "IN", "INR"),
        ("वेतन रू. 14,300", "IN", "INR"),
        ("तलब रू. 24,300", "NP", "NPR"),
        ("වැටුප රු.52,000", "LK", "LKR"),
    ],
)
def test_a_rupee_is_that_of_the_country(text: str, country: str | None, currency: str) -> None:
    """Tamil and Hindi share their abbreviation with Sri Lanka and Nepal."""
    assert sk.parse_pay(text, country=country).currency == currency


@for_each(
    ("text", "country", "low", "period"),
    [
        ("快递员一天能挣320块", "CN", 320, "day"),
        ("基本工資調升至每月29,100元", "TW", 29_100, "month"),
        ("کارگر ساده روزی ۷۵۰ هزار تومان", "IR", 7_500_000, "day"),
    ],
)
def test_a_period_before_the_verb_counts(text: str, country: str, low: float, period: str) -> None:
    """What somebody makes in a day or a month is the pay of that time."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)


@for_each(
    ("text", "country"),
    [
        ("실업급여 하루 68,000원 받아요", "KR"),
        ("每月自己剩3200", "CN"),
        ("Массаж спины, 2700 рублей/час", "RU"),
    ],
)
def test_a_benefit_a_rest_and_a_service_are_no_pay(text: str, country: str) -> None:
    """A word for pay within that for a benefit, or a period alone, points to nothing."""
    assert sk.find_pay(text, country=country) is None


@for_each(
    ("text", "country", "low", "period"),
    [
        ("Punë në ndërtim, mëditje 4.300 lekë, fillim i menjëhershëm", "AL", 4_300, "day"),
        ("Palkkatoive on noin 4 100 euroa kuussa", "FI", 4_100, "month"),
        ("신입 초봉 3,700만원, 성과급 별도", "KR", 37_000_000, "year"),
        ("الحد الأدنى للأجور 290 دينارا شهريا", "JO", 290, "month"),
    ],
)
def test_words_for_pay_state_their_period(text: str, country: str, low: float, period: str) -> None:
    """The wage of a day and the first salary say how long they pay for."""
    pay = sk.parse_pay(text, country=country)
    assert (pay.low, pay.period) == (low, period)
