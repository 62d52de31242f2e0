from __future__ import annotations

import json
import pickle
from typing import Any

import pytest
from cases import for_each
from pydantic import BaseModel, TypeAdapter, ValidationError

import salarykit as sk


class Offer(BaseModel):
    """A model of a user's own, with a pay in it."""

    pay: sk.Pay


PAY = sk.Pay(low=80_000, high=95_000, currency="AUD", period="year", position=(3, 9), rule="sign")


def test_a_pay_is_a_frozen_value() -> None:
    """It equals one with the same fields, hashes, pickles, and cannot be changed."""
    assert sk.Pay(1, 2) == sk.Pay(low=1, high=2) != sk.Pay(1, 3)
    assert {PAY: 1}[pickle.loads(pickle.dumps(PAY))] == 1  # noqa: S301 - our own bytes
    assert isinstance(pickle.loads(pickle.dumps(PAY)), sk.Pay)  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        PAY.low = 1  # type: ignore[misc]


@for_each(
    ("fields", "message"),
    [
        ({}, "a low end, a high end or both"),
        ({"low": 2, "high": 1}, r"low end of the pay \(2\) is above its high end \(1\)"),
        ({"low": float("nan")}, "finite"),
        ({"high": float("inf")}, "finite"),
        ({"low": 1, "currency": "usd"}, "'usd' is not an ISO 4217"),
        ({"low": 1, "period": "decade"}, "'decade' is not a period"),
    ],
)
def test_a_pay_that_cannot_be_is_refused(fields: dict[str, object], message: str) -> None:
    """The error says what is wrong, and is a ValueError."""
    with pytest.raises(sk.InvalidPay, match=message) as caught:
        sk.Pay(**fields)

    assert isinstance(caught.value, ValueError)
    assert isinstance(caught.value.value, tuple)


def test_pydantic_reads_and_writes_a_pay_by_its_fields() -> None:
    """In a model it goes to JSON and back as an object, checked as by hand."""
    offer = Offer(pay=PAY)

    assert json.loads(offer.model_dump_json())["pay"]["low"] == 80_000
    assert Offer.model_validate_json(offer.model_dump_json()) == offer
    assert Offer.model_validate({"pay": {"low": 80_000}}).pay == sk.Pay(low=80_000)
    with pytest.raises(ValidationError, match="above its high end"):
        Offer.model_validate({"pay": {"low": 2, "high": 1}})


def test_a_pay_has_a_json_schema() -> None:
    """The schema is an object with every field."""
    schema = TypeAdapter(sk.Pay).json_schema()

    assert schema["type"] == "object"
    assert set(schema["properties"]) == set(sk.Pay._fields)


def test_what_the_parser_makes_would_pass_the_checks() -> None:
    """A pay that was found equals the one that its fields make by hand."""
    found = sk.parse_pay("Salary: $80,000 - $95,000 per year", country="AU")

    assert found == sk.Pay(**found._asdict())


@for_each(
    ("text", "message"),
    [
        ("Competitive", "'Competitive' states no pay: it holds no number"),
        ("5+ years of experience", "none of its numbers is an amount of pay"),
        ("x" * 100 + "1", r"x{60}\.\.\.'"),
        (None, "None is not a text"),
        (5, "5 is not a text"),
    ],
)
def test_a_text_without_pay_is_refused_with_advice(text: Any, message: str) -> None:
    """The error says which text, why, and what to write or call."""
    with pytest.raises(sk.InvalidPay, match=message) as caught:
        sk.parse_pay(text)

    assert "find_pay" in str(caught.value)
    assert caught.value.value is text
    assert sk.find_pay(text) is None


@for_each(
    ("text", "gross"),
    [
        ("3 000 € brut par mois", True),
        ("€ 3.000 netto per maand", False),
        ("12 000 zł brutto", True),
        ("Nettogehalt 2.000 €", False),
        ("$50,000 gross per year", True),
        ("£2,000 take-home per month", False),
        ("月薪2万（税前）", True),
        ("$50,000", None),
    ],
)
def test_gross_and_net_are_a_field(text: str, gross: bool | None) -> None:  # noqa: FBT001 - a column of a truth table
    """Net pay is kept and said to be net; where the text is silent, so is the field."""
    assert sk.parse_pay(text).gross is gross


@for_each(
    ("text", "months"),
    [
        ("25-45K·16薪", 16),
        ("15k-20k·13薪", 13),
        ("3.500 € brutto/Monat, 14 Monatsgehälter", 14),
        ("3.500 € pro Monat 14 mal jährlich", 14),
        ("CHF 6'500 x 13", 13),
        ("13. Monatsgehalt, 4.000 € brutto pro Monat", 13),
        ("2.000 € brutos al mes en 14 pagas", 14),
        ("1.600 € al mese, 14 mensilità", 14),
        ("2 500 € brut par mois sur 13 mois", 13),
        ("$4,000 per month, 12 months contract", None),
        ("$50,000 a year", None),
    ],
)
def test_monthly_salaries_in_a_year_are_a_field(text: str, months: float | None) -> None:
    """A thirteenth and fourteenth salary are counted where the text counts them, and nowhere else."""
    assert sk.parse_pay(text).months_per_year == months
