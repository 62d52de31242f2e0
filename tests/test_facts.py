from __future__ import annotations

import csv
import datetime as dt
from fractions import Fraction
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from cases import for_each

from salarykit.currency.codes import CODES
from salarykit.currency.facts import bands, euro_adoptions, pegs, redenominations, windows
from salarykit.sources.copies import packaged, packaged_ecb

# Council Regulations (EC) 2866/98 and its amendments, as the Official Journal prints them; the day of adoption, and
# the last day on which the old cash was legal tender.
LEGAL = """
ATS 13.7603 1999-01-01 2002-02-28, BEF 40.3399 1999-01-01 2002-02-28, DEM 1.95583 1999-01-01 2001-12-31,
ESP 166.386 1999-01-01 2002-02-28, FIM 5.94573 1999-01-01 2002-02-28, FRF 6.55957 1999-01-01 2002-02-17,
IEP 0.787564 1999-01-01 2002-02-09, ITL 1936.27 1999-01-01 2002-02-28, LUF 40.3399 1999-01-01 2002-02-28,
NLG 2.20371 1999-01-01 2002-01-27, PTE 200.482 1999-01-01 2002-02-28, GRD 340.750 2001-01-01 2002-02-28,
SIT 239.640 2007-01-01 2007-01-14, CYP 0.585274 2008-01-01 2008-01-31, MTL 0.429300 2008-01-01 2008-01-31,
SKK 30.1260 2009-01-01 2009-01-16, EEK 15.6466 2011-01-01 2011-01-14, LVL 0.702804 2014-01-01 2014-01-14,
LTL 3.45280 2015-01-01 2015-01-15, HRK 7.53450 2023-01-01 2023-01-14, BGN 1.95583 2026-01-01 2026-01-31,
XEU 1 1999-01-01
"""
CHANGED = """
TRL TRY 1000000 2005-01-01, ROL RON 10000 2005-07-01, BYR BYN 10000 2016-07-01, VEB VEF 1000 2008-01-01,
VEF VES 100000 2018-08-20, VES VES 1000000 2021-10-01, GHC GHS 10000 2007-07-03, ZMK ZMW 1000 2013-01-01,
STD STN 1000 2018-01-01, MRO MRU 10 2018-01-01, SLL SLE 1000 2022-07-01, AZM AZN 5000 2006-01-01,
MZM MZN 1000 2006-07-01, SDD SDG 100 2007-01-10, TMM TMT 5000 2009-01-01, RUR RUB 1000 1998-01-01,
MXP MXN 1000 1993-01-01, PLZ PLN 10000 1995-01-01, BGL BGN 1000 1999-07-05, BRR BRL 2750 1994-07-01,
ANG XCG 1 2025-03-31, SYP SYP 100 2026-01-01, ARA ARS 10000 1992-01-01, PEI PEN 1000000 1991-07-01,
UAK UAH 100000 1996-09-02, HRD HRK 1000 1994-05-30, TJR TJS 1000 2000-10-30
"""
STATED = """
AED USD 3.6725, SAR USD 3.75, QAR USD 3.64, BHD USD 0.376, OMR USD 0.3845, JOD USD 0.709, ANG USD 1.79,
BBD USD 2, BZD USD 2, XCD USD 2.7, PAB USD 1, BMD USD 1, BSD USD 1, XOF EUR 655.957, XAF EUR 655.957,
BAM EUR 1.95583, CVE EUR 110.265, KMF EUR 491.96775, MOP HKD 1.03, NAD ZAR 1, LSL ZAR 1, SZL ZAR 1, BTN INR 1,
BND SGD 1, GIP GBP 1, FKP GBP 1, SHP GBP 1
"""


def golden(text: str) -> list[list[str]]:
    """Return the words of each entry of a list above."""
    return [entry.split() for entry in text.replace("\n", " ").split(",")]


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of facts, as texts."""
    text = files("salarykit.currency").joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


@pytest.mark.parametrize("name", ["euro_legal", "redenominations", "pegs"])
def test_every_fact_has_a_source(name: str) -> None:
    """No figure stands without the word of somebody, and no row has a cell too many or too few."""
    table = rows(name)

    assert len(table) > 20
    assert all(row["source"] and None not in row and None not in row.values() for row in table)


def test_the_legal_rates_are_the_official_journals() -> None:
    """All twenty-two conversion rates, their days and the ends of the old cash are those of the law."""
    found = [
        [
            fact.code,
            fact.units,
            str(fact.adopted),
            *([str(fact.circulated_until)] if fact.circulated_until else []),
        ]
        for fact in euro_adoptions()
    ]

    assert len(found) == 22
    assert sorted(found) == sorted([code, Fraction(units), *days] for code, units, *days in golden(LEGAL))


def test_a_legal_rate_has_six_significant_figures() -> None:
    """The law states six figures, trailing zeros among them; the ECU alone is one to one."""
    figures = {row["code"]: len(row["units"].replace(".", "").lstrip("0")) for row in rows("euro_legal")}

    assert figures.pop("XEU") == 1
    assert set(figures.values()) == {6}


def test_the_last_published_rates_are_near_the_legal_ones() -> None:
    """What the ECB published of a currency on the last day before its adoption is the legal rate to a thousandth."""
    table = packaged_ecb()
    near = {}
    for fact in euro_adoptions():
        if fact.code in table.column:
            column = table.values[:, table.column[fact.code] - 1]
            last = np.flatnonzero(np.isfinite(column))[-1]
            assert 0 < (fact.adopted - dt.date(1970, 1, 1)).days - table.days[last] <= 5
            near[fact.code] = abs(column[last] / float(fact.units) - 1)

    assert set(near) == {"SIT", "CYP", "MTL", "SKK", "EEK", "LVL", "LTL", "HRK", "BGN"}
    assert max(near.values()) < 0.001


@for_each(("old", "new", "factor", "day"), golden(CHANGED))
def test_a_redenomination_is_as_decreed(old: str, new: str, factor: str, day: str) -> None:
    """Old and new code, factor and day are those of the decree."""
    (fact,) = [fact for fact in redenominations() if (fact.old, fact.new) == (old, new)]

    assert (fact.factor, str(fact.effective)) == (Fraction(factor), day)


def test_redenominations_ascend_and_none_is_listed_twice() -> None:
    """They are in the order of their days, with factors of one or more; a code is replaced once."""
    facts = redenominations()

    assert all(a.effective <= b.effective for a, b in pairwise(facts))
    assert all(fact.factor >= 1 for fact in facts)
    assert [fact.old for fact in facts if fact.factor.denominator != 1] == ["ZWL"]
    assert len({fact.old for fact in facts if fact.old != fact.new}) == sum(
        fact.old != fact.new for fact in facts
    )
    assert [fact.old for fact in facts if fact.old == fact.new] == ["VES", "SYP"]
    assert all(fact.circulated_until is None or fact.circulated_until > fact.effective for fact in facts)


def test_a_chain_of_redenominations_goes_forward() -> None:
    """Money that was replaced twice was replaced later the second time: VEB, VEF, VES."""
    begun = {fact.new: fact.effective for fact in redenominations() if fact.old != fact.new}
    ended = {fact.old: fact.effective for fact in redenominations() if fact.old != fact.new}

    assert {"VEF", "VES"} <= set(begun)
    assert all(begun[code] < ended[code] for code in set(begun) & set(ended))
    assert begun["HRK"] < dt.date(2023, 1, 1)


def test_the_published_rates_jump_by_the_factor() -> None:
    """From the old lira's and leu's last rate to the new one's first, the ECB's figures fall by the factor."""
    rates = packaged()
    for old, new in (("TRL", "TRY"), ("ROL", "RON")):
        (fact,) = [fact for fact in redenominations() if fact.old == old]
        before, after = fact.effective - dt.timedelta(1), fact.effective + dt.timedelta(3)
        ratio = rates.rate("EUR", old, on=before) / rates.rate("EUR", new, on=after)

        assert ratio == pytest.approx(float(fact.factor), rel=0.02)


@for_each(("code", "anchor", "units"), golden(STATED))
def test_a_peg_is_as_its_issuer_states_it(code: str, anchor: str, units: str) -> None:
    """The anchor and the parity are those of the issuer."""
    assert [(fact.anchor, fact.units) for fact in pegs() if fact.code == code] == [(anchor, Fraction(units))]


def test_pegs_that_follow_from_others_do() -> None:
    """The francs of Africa and the Comoros are whole hundredths of the French one; the Pacific's is 8.38 a thousand."""
    parity = {fact.code: fact.units for fact in pegs()}
    legal = {fact.code: fact.units for fact in euro_adoptions()}

    assert parity["XOF"] == parity["XAF"] == 100 * legal["FRF"]
    assert parity["KMF"] == 75 * legal["FRF"]
    assert parity["BAM"] == parity["BGN"] == legal["BGN"] == legal["DEM"]
    assert parity["XPF"] * Fraction("8.38") == 1000
    assert parity["KYD"] * Fraction("1.2") == 1
    assert parity["ANG"] == parity["XCG"]


def test_a_peg_holds_from_one_day_to_another() -> None:
    """A parity begins before it ends, each money has one at a time, and an anchor has none but a band."""
    facts = [*pegs(), *bands()]

    assert all(fact.units > 0 and (fact.until is None or fact.since <= fact.until) for fact in facts)
    assert all(
        a.until and a.until < b.since
        for a, b in pairwise(sorted(facts, key=lambda fact: (fact.code, fact.since)))
        if a.code == b.code
    )
    assert not {fact.anchor for fact in facts} & {fact.code for fact in pegs()}
    assert {fact.code: str(fact.until) for fact in facts if fact.until} == {
        "ANG": "2025-03-30",
        "BGN": "2025-12-31",
        "ERN": "2016-11-30",
        "LBP": "2023-01-31",
    }


def test_a_peg_ends_the_day_before_its_money_does() -> None:
    """The lev's peg ends before the euro's adoption, the guilder's before its replacement."""
    ends = {fact.code: fact.adopted for fact in euro_adoptions()}
    ends |= {fact.old: fact.effective for fact in redenominations() if fact.old != fact.new}
    pegged = {fact.code: fact.until for fact in pegs() if fact.code in ends}

    assert pegged == {code: ends[code] - dt.timedelta(1) for code in pegged}
    assert len(pegged) == 2


def test_a_band_holds_its_parity() -> None:
    """A parity lies between its bounds; the Danish ones are 2.25 % away, to six figures."""
    danish, hongkong = [
        [fact.code, fact.low, fact.units, fact.high] for fact in sorted(bands(), key=lambda fact: fact.code)
    ]
    parity = Fraction("7.46038")
    bounds = [Fraction(round(parity * Fraction(share), 5)) for share in ("0.9775", "1.0225")]

    assert danish == ["DKK", bounds[0], parity, bounds[1]]
    assert hongkong == ["HKD", Fraction("7.75"), Fraction("7.8"), Fraction("7.85")]


def test_the_published_crown_stays_in_its_band() -> None:
    """Every rate that the ECB has published of the Danish crown lies in the band."""
    table = packaged_ecb()
    crown = table.values[:, table.column["DKK"] - 1]
    (band,) = [fact for fact in bands() if fact.code == "DKK"]

    assert float(band.low or 9) < np.nanmin(crown) < np.nanmax(crown) < float(band.high or 0)


def test_every_code_of_a_fact_is_of_the_standard() -> None:
    """No fact is about money that ISO 4217 does not name."""
    columns = [("euro_legal", ["code"]), ("redenominations", ["old", "new"]), ("pegs", ["code", "anchor"])]
    codes = {row[column] for name, among in columns for row in rows(name) for column in among}

    assert codes <= CODES


def test_a_window_is_open_while_both_circulate() -> None:
    """Windows open with the new money and close with the old, in the order of their opening."""
    found = windows()
    both = {(window.codes, str(window.first), str(window.last)) for window in found}

    assert all(window.first < window.last for window in found)
    assert all(a.first <= b.first for a, b in pairwise(found))
    assert (("DEM",), "1999-01-01", "2001-12-31") in both
    assert (("PLZ", "PLN"), "1995-01-01", "1996-12-31") in both
    assert (("SLL", "SLE"), "2022-07-01", "2023-12-31") in both
    assert not [window for window in found if "XEU" in window.codes or "TRL" in window.codes]
    assert (
        len(found) == len(both) == 21 + sum(fact.circulated_until is not None for fact in redenominations())
    )
