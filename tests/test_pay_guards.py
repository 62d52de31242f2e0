from __future__ import annotations

import pytest

import salarykit as sk

NO_PAY = [
    "",
    "Competitive",
    "Negotiable, depending on experience",
    "401(k) with company match up to 4%",
    "403(b) plan",
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
]


@pytest.mark.parametrize("text", NO_PAY)
@pytest.mark.parametrize("country", [None, "US", "DE", "JP"])
def test_a_number_that_is_not_pay_is_not_pay(text: str, country: str | None) -> None:
    """Benefits, money of the firm, experience, people, dates, telephones and addresses state no pay."""
    assert sk.find_pay(text, country=country) is None


@pytest.mark.parametrize("text", NO_PAY)
def test_a_number_that_is_not_pay_does_not_hide_the_pay(text: str) -> None:
    """The pay is found before and after what is no pay."""
    for together in (f"Salary: $98,765 per year.\n{text}", f"{text}.\nSalary: $98,765 per year."):
        pay = sk.find_pay(together, country="US")

        assert pay is not None
        assert (pay.low, pay.high, pay.currency, pay.period) == (98_765, 98_765, "USD", "year")
        assert together[slice(*pay.position)] == "$98,765 per year"
