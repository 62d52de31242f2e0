"""The ISO 4217 codes, and the number of decimals of each currency."""

from __future__ import annotations

from typing import NewType

from salarykit.errors import InvalidCurrency

__all__ = ["ACTIVE", "CODES", "IN_COMMON_USE", "WITHDRAWN", "Currency", "minor_units", "parse_currency"]

Currency = NewType("Currency", str)
"""A text that `parse_currency` has accepted."""

# ISO 4217 list one (codes in use) up to amendment 180, with XCG, ZWG, SLE and VED; without metals, drawing rights and test codes.
_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP
CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
# From ISO 4217 list three (codes withdrawn), the currencies in which salaries were paid within living memory.
_WITHDRAWN = """
ADP AFA ANG AON ARA ATS AZM BEF BGL BGN BRR BYB BYR CSD CUC CYP DEM ECS EEK ESP FIM FRF GHC GRD GWP HRD HRK IEP
ILR ITL LTL LUF LVL MGF MRO MTL MXP MZM NLG PEI PLZ PTE ROL RUR SDD SIT SKK SLL SRG STD TJR TMM TPE TRL UAK VEB
VEF XEU YUM ZMK ZWD ZWL ZWN ZWR
"""
ACTIVE = frozenset(_IN_USE.split())
"""The codes in use in November 2026."""
CODES = frozenset((_IN_USE + _WITHDRAWN).split())
"""Every code that a salary may be stated in."""
WITHDRAWN = frozenset(_WITHDRAWN.split())
"""The codes that are no longer in use."""

IN_COMMON_USE = {
    "CDN": "CAD",
    "NIS": "ILS",
    "NTD": "TWD",
    "RMB": "CNY",
    "SFR": "CHF",
    "STG": "GBP",
    "UKP": "GBP",
}
"""The ISO codes of other codes of three letters that are in common use."""

_MINOR_UNITS = dict.fromkeys(
    [
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
        "BYB",
        "BYR",
    ],
    0,
)
_MINOR_UNITS |= dict.fromkeys(["ADP", "BEF", "ESP", "ITL", "LUF", "PTE", "TPE", "TRL"], 0)
_MINOR_UNITS |= dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3)
_MINOR_UNITS |= dict.fromkeys(["CLF", "UYW"], 4)


def parse_currency(code: object) -> Currency:
    """Return the code if it is an ISO 4217 currency, written as the standard writes it.

    Lower case is refused, not corrected: "GBp" is pence, a hundredth of "GBP".

    Args:
        code: three capital letters, in use or withdrawn ("USD", "DEM").

    Raises:
        InvalidCurrency: for anything else, including a missing value.

    Examples:
        >>> parse_currency("CAD")
        'CAD'
        >>> parse_currency("usd")
        Traceback (most recent call last):
        salarykit.errors.InvalidCurrency: 'usd' is not an ISO 4217 currency code. Did you mean 'USD'?
    """
    if isinstance(code, str) and code in CODES:
        return Currency(code)
    near = _near(code)
    raise InvalidCurrency(
        f"{code!r} is not an ISO 4217 currency code.{near}", value=code, row=None, hint=near
    )


def _near(code: object) -> str:
    """Return a sentence that suggests the code meant: with the same letters, or in common use. A merely similar one would mislead."""
    if not isinstance(code, str):
        return " A code is a text such as 'USD'."
    letters = code.strip().upper()
    if code in ("GBX", "GBp", "GBpence"):
        return " Pence are a hundredth of a pound: divide the amount by 100, and say 'GBP'."
    meant = letters if letters in CODES else IN_COMMON_USE.get(letters)
    return f" Did you mean {meant!r}?" if meant else ""


def minor_units(code: Currency | str) -> int:
    """Return the number of decimals of a currency, by ISO 4217.

    Examples:
        >>> minor_units("USD"), minor_units("JPY"), minor_units("KWD"), minor_units("CLF")
        (2, 0, 3, 4)
    """
    return _MINOR_UNITS.get(parse_currency(code), 2)
