"""Currency codes in lower case: read where the whole column has them, refused where they stand among others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cases import for_each

import salarykit as sk

if TYPE_CHECKING:
    from pathlib import Path


def sift(codes: list[str], **amount: object) -> sk.Sifted:
    """Sift a row for each code."""
    return sk.sift_salaries(
        [{"amount": 52_000, "currency": code, "period": "year"} | amount for code in codes]
    )


@for_each("codes", [["usd", "pln", "usd"], ["eur"], ["gbp", " chf "], ["sek", "", "nok"]])
def test_a_column_of_lower_case_codes_is_read(codes: list[str]) -> None:
    """A job board's `usd` and `pln` are their currencies, and the reading says so."""
    sifted = sift(codes)
    stated = [code for code in codes if code.strip()]

    assert [row.currency for row in sifted.good] == [code.strip().upper() for code in stated]
    assert any(f"{stated[0].strip()!r} is read as" in each for each in sifted.good.reading.sentences)


@for_each("codes", [["usd", "USD"], ["gbp", "GBp"], ["eur", "€"], ["pln", "Usd"], ["usd", "abc"]])
def test_lower_case_among_others_is_refused(codes: list[str]) -> None:
    """Where one cell is no code in lower case, none of them is read: `GBp` is pence."""
    refused = [bad["value"].strip() for bad in sift(codes).bad]

    assert refused == [code for code in codes if code not in ("USD", "€")]


def test_without_inference_they_are_refused() -> None:
    """`infer=False` takes codes as ISO 4217 writes them."""
    rows = [{"amount": 1, "currency": "usd"}]

    assert [bad["code"] for bad in sk.sift_salaries(rows, infer=False).bad] == ["unknown_currency"]


@pytest.mark.parametrize("text", ["52,000", "52k"])
def test_amounts_as_people_write_them_have_such_currencies(text: str) -> None:
    """The amounts may be texts."""
    assert [row.currency for row in sift(["usd", "pln"], amount=text).good] == ["USD", "PLN"]


def test_a_converted_file_and_a_layout_agree(tmp_path: Path) -> None:
    """What the sample decides holds for the file, and the layout keeps it."""
    path, out = tmp_path / "pay.csv", tmp_path / "out.csv"
    path.write_text("city,amount,currency\n" + "Bonn,50000,eur\nAustin,60000,usd\n" * 50)
    sk.convert_file(path, out, base="USD", on="2024")
    layout = sk.infer_layout(path)

    assert layout.lower_codes
    assert len(sk.read_salaries(out, infer=True)) == 100
    assert (
        sk.read_salaries([{"city": "Bonn", "amount": 1, "currency": "eur"}], layout=layout)[0].currency
        == "EUR"
    )
