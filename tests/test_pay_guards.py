from __future__ import annotations

from cases import for_each

import salarykit as sk

NO_PAY = [
    "",
    "Competitive",
    "Negotiable, depending on experience",
    "401(k) with company match up to 4%",
    "403(b) plan",
    "Medical, dental and 401k",
    "401k, dental",
    "We match 401k contributions up to $5,000",
    "Travel up to 80% of the time",
    "10% annual bonus",
    "15% superannuation",
    "5+ years of experience",
    "3-5 years in a similar role",
    "10 to 15 hours per week",
    "Monday to Friday, 9:00 - 17:30",
    "40 hours",
    "Our team of 250 engineers serves 3,000 customers",
    "We have 10,000+ employees in 40 countries",
    "Call (415) 555-2671 to apply",
    "Tel: +44 20 7946 0958",
    "Apply by 31/12/2026",
    "Start date: 2026-01-15",
    "Founded in 2012",
    "2019 - 2023",
    "Job ID 120045",
    "Ref. 2024-118000",
    "We raised $45M in Series B funding",
    "a $2 billion company",
    "$30M ARR and growing",
    "You will own a budget of €500,000",
    "managing a portfolio of $10,000 - $50,000 accounts",
    "Our revenue grew to £12,000,000 last year",
    "meal vouchers of €9 per day",
    "Essenszuschuss von 100 € pro Monat",
    "tickets restaurant de 9 €",
    "ticket restaurant 8 €",
    "$40 for gym memberships monthly",
    "$50 monthly gym stipend",
    "$1,500 sign-on bonus",
    "Sign-on bonus: $10,000",
    "referral bonus of $2,000",
    "Earn a $500 reward for each referral",
    "$5,000 relocation assistance",
    "A relocation package of up to $8,000",
    "$2,000 annual learning budget",
    "Home office allowance (€300)",
    "life insurance of $50,000",
    "A $25 fee applies",
    "deductible of $1,500",
    "$250,000 in student debt",
    "processes $4,000 - $9,000 of transactions",
    "our clients saved £20,000 - £30,000",
    "quota of $1.2M per year",
    "deals worth $100k - $250k",
    "contracts valued between $200,000 and $400,000",
    "1,000 - 5,000 employees",
    "50,000 square feet",
    "12,000 - 15,000 units a day",
    "grade 7 to 9",
    "B2B, C1 English, W2 only",
    "Suite 1200, 500 Market St, CA 94105",
    "HUF haircut academy, 12 seats",
    "Fr. John Street 14",
    "24/7 support",
    "COVID-19",
    "ISO 27001 and SOC 2",
    "$NEG",
    "R2D2 and C3PO",
    "Bonus: 13. Monatsgehalt",
    "30 Tage Urlaub",
    "25 jours de congés",
    "年間休日120日",
    "社員数150名",
    "週休2日",
    "募集人数3人",
    "交通費月3万円まで支給",
    "成立于2010年，员工500人",
    "경력 3년 이상",
    "tuition reimbursement up to $5,250 per year",
    "commuter benefits of $150 per month",
    "We donate $1,000 to a charity of your choice",
    "ranked #1 out of 500",
    "http://example.com/jobs/120000",
    "v3.11.4",
    "10.0.0.1",
    "50/50",
    "1/2",
    "a price of $19.99",
    "worth €1,000,000",
    "save up to $3,000",
    "a market of $400 billion",
    "Bonus up to £5,000",
    "Team of 15-20 people",
    "Generate $1M+ in sales",
    "20 days holiday",
    "Minimum 3 years' experience",
    "£500 refer a friend scheme",
    "$10/month phone reimbursement",
    "500-1000 employees",
    "Deal sizes between $50k and $200k",
    "Manage P&L of $5M",
    "Over $100M raised",
    "5% commission",
    "Save 20% on gym",
    "Must lift 50 lbs",
    "$20 Uber credit",
    "Series A ($12M)",
    "1,200 stores in 15 countries",
    "Grow ARR from $1M to $10M",
    "€50 Sachbezug monatlich",
    "150 € Zuschuss zum Deutschlandticket",
    "Prime de 1000€",
    "mutuelle à 50%",
    "30 jours de congés payés",
    "25 dagars semester",
    "賞与年2回（昨年度実績3ヶ月分）",
    "従業員数1,200名",
    "営業時間 9:00〜18:00",
    "五险一金，年假15天",
    "직원 200명",
    "Visit us at 1600 Amphitheatre Pkwy",
    "Contract value £1.2m",
    "up to 10 hours",
    "1:1 mentoring",
    "Q4 2024",
    "90% of our staff",
    "$15 lunch credit per day",
    "Annual leave loading of 17.5%",
    "Laptop worth $2,000",
    "Windows 11 and Office 365",
    "GPA 3.5+",
    "Budget: $50,000 - $75,000",
    "grants of up to $100,000",
    "a fine of $10,000",
    "customers spend $50 to $100 per order",
    "Raised $20 million from investors",
    "401(k) up to 6% match",
    "Annual bonus target 10-15%",
    "Referral program: earn $1,000",
    "We have 150+ offices",
    "Ship 20 releases a year",
    "Up to $10,000 in tuition assistance",
    "$200 monthly wellness stipend",
    "$3,000 signing bonus",
    "Over 5 million users",
    "$1.5B valuation",
    "a portfolio worth £10m",
    "Manage accounts of $500k+",
    "Call 1-800-555-0199",
    "8:00 AM - 5:00 PM",
    "Posted 3 days ago",
    "Requisition 100234",
    "Zip 94105",
    "25% off products",
    "PTO: 20 days",
    "Life insurance 2x salary",
    "£1,000 welcome bonus",
    "£50 voucher",
    "80 € Tankgutschein",
    "Budgetverantwortung von 2 Mio. €",
    "Umsatz von 50 Mio. Euro",
    "chiffre d'affaires de 12 M€",
    "ticket resto 9,50€",
    "prime de cooptation 500€",
    "facturación de 10 millones de euros",
    "ticket restaurante 8€ al día",
    "reiskostenvergoeding €0,23 per km",
    "friskvårdsbidrag 5 000 kr",
    "資本金1億円",
    "売上高500億円",
    "創業1998年",
    "通勤手当 月5万円まで",
    "住宅手当 2万円",
    "融资5000万元",
    "매출 1000억원",
    "식대 10만원 지원",
    "advance salary of up to 3 months",
    "$0 deductible",
]


@for_each("text", NO_PAY)
@for_each("country", [None, "US", "DE", "JP"])
def test_a_number_that_is_not_pay_is_not_pay(text: str, country: str | None) -> None:
    """Benefits, money of the firm, experience, people, dates, telephones and addresses state no pay."""
    assert sk.find_pay(text, country=country) is None


@for_each("text", NO_PAY)
def test_a_number_that_is_not_pay_does_not_hide_the_pay(text: str) -> None:
    """The pay is found before and after what is no pay."""
    for together in (f"Salary: $98,765 per year.\n{text}", f"{text}.\nSalary: $98,765 per year."):
        pay = sk.find_pay(together, country="US")

        assert pay is not None
        assert (pay.low, pay.high, pay.currency, pay.period) == (98_765, 98_765, "USD", "year")
        assert together[slice(*pay.position)] == "$98,765 per year"


@for_each(
    ("text", "low"),
    [
        ("401k matching. 70k-80k", 70_000),
        ("We offer 401k. Pay 70k", 70_000),
        ("Dental, 401k, salary: $70,000", 70_000),
        ("401k", 401_000),
        ("$401k", 401_000),
        ("401k EUR", 401_000),
        ("350k - 401k", 350_000),
        ("401k, $70,000", None),
        ("401K and $70,000 a year", None),
    ],
)
def test_a_pension_plan_is_no_pay(text: str, low: float | None) -> None:
    """401k is the American pension plan where other words and no money stand beside it."""
    found = sk.find_pay(text)

    assert (found and found.low) == low


@for_each(
    ("text", "amount"),
    [
        ("£3,000 car allowance, £30,000 salary", None),  # the second may be of an allowance, too
        ("£3,000 car allowance and £30,000 basic", None),
        ("£6k car allowance", None),
        ("€4.000 car allowance; salary €52.000", 52_000),
        ("£60k (car allowance £5k)", 60_000),
        ("£60k, car allowance £5k", 60_000),
        ("£30,000 salary, £3,000 car allowance", 30_000),
    ],
)
def test_an_allowance_before_the_salary_is_not_the_salary(text: str, amount: float | None) -> None:
    """An amount that is all for a benefit is not pay, wherever it stands beside the salary."""
    pay = sk.find_pay(text, country="GB")
    assert (pay and (pay.low, pay.high)) == (amount and (amount, amount))


@for_each(
    ("text", "amount"),
    [
        ("Stellplatz ab 640 € im Monat. Gehalt nach Vereinbarung.", None),
        ("Le loyer est de 640 € par mois. Salaire selon profil.", None),
        ("Parking is $140 a day. Pay is competitive.", None),
        ("Gehalt 3.100 € im Monat. Leasing ab 40 € im Monat.", 3_100),
        ("$200 a day. Salary reviews twice a year.", 200),
    ],
)
def test_a_sentence_ends_after_its_period(text: str, amount: float | None) -> None:
    """The full stop after the word for a period ends what is said of the amount, however short the word is."""
    pay = sk.find_pay(text, country="US" if "$" in text else "DE")
    assert (pay and pay.low) == amount


@for_each(
    ("text", "amount"),
    [
        ("USD 450.00 CR", None), ("USD 71,000.00 CR", None), ("71,000 Cr", None), ("Rs 2,50,000 lakhs", None),
        ("₹1.25 Cr", 12_500_000), ("Salary: ₹12 Cr per annum", 120_000_000), ("₹ 1,234.56 lakhs remuneration", 123_456_000),
    ],
)  # fmt: skip
def test_a_credit_is_no_crore(text: str, amount: float | None) -> None:
    """Behind dollars and cents `CR` is a credit, and nobody is paid a thousand crores."""
    pay = sk.find_pay(text, country="IN")
    assert (pay and pay.low) == amount
