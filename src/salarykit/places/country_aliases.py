"""Names of countries that CLDR lacks: those of the United Nations, ISO, the IMF, the World Bank, Eurostat and surveys."""

from __future__ import annotations

from typing import Final

__all__ = ["ACRONYMS", "NAMES", "NATIONS", "OF_SEVERAL", "TERRITORIES"]


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    rows = (line.strip().partition(" ") for line in lines.strip().splitlines())
    return {code: tuple(name.strip() for name in names.split(";")) for code, _, names in rows}


NAMES: Final = _table(
    """
    AE UAE; Emirates
    AR Argentine Republic
    BA Bosnia
    BN Brunei Darussalam
    BQ Bonaire; Caribbean Netherlands; BES Islands
    CD DR Congo; Congo Kinshasa; Democratic Republic of the Congo; Democratic Republic of Congo; Zaire
    CF Central African Rep
    CG Congo Brazzaville; Republic of the Congo; Republic of Congo
    CH Swiss Confederation
    CI Ivory Coast; Cote d Ivoire
    CN PRC; PR China; PRC China; People's Republic of China; Mainland China; China mainland
    CV Cape Verde
    CZ Czech Republic
    DE Germany including former GDR
    DO Dominican Rep
    FK Falkland Islands Malvinas
    FM Federated States of Micronesia
    FR French Republic
    GB UK; Great Britain; Britain; United Kingdom of Great Britain and Northern Ireland
    GR Hellenic Republic
    HK Hong Kong SAR; Hong Kong Special Administrative Region; Hong Kong SAR China
    IE Republic of Ireland; Eire; Irish Republic
    IT Italian Republic
    KG Kyrgyz Republic
    KP Democratic People's Republic of Korea; DPR Korea
    KR Korea; Republic of Korea
    LA Lao PDR; Lao People's Democratic Republic
    LY Libyan Arab Jamahiriya
    MD Republic of Moldova
    MF St Martin French part; Saint Martin French part
    MK Macedonia; FYROM; FYR Macedonia; Former Yugoslav Republic of Macedonia; Republic of Macedonia
    MM Burma; Burma Myanmar; Myanmar Burma
    MO Macau; Macau SAR; Macao SAR; Macao Special Administrative Region
    NL Holland; The Netherlands
    NZ Aotearoa; Aotearoa New Zealand
    PR Commonwealth of Puerto Rico
    PS Palestine; West Bank and Gaza; State of Palestine; Occupied Palestinian Territory
    PT Portuguese Republic
    RU Russian Federation
    SK Slovak Republic
    SX Sint Maarten Dutch part; Saint Martin Dutch part
    SY Syrian Arab Republic
    SZ Swaziland
    TL East Timor
    TR Turkey; Türkiye
    TW Republic of China; Taiwan Province of China; Chinese Taipei
    US USA; America; United States of America; The States; U S A; U S
    VA Vatican; Vatican City; Vatican City State; Holy See
    VG British Virgin Islands; Virgin Islands British
    VI US Virgin Islands; Virgin Islands US; United States Virgin Islands
    VN Viet Nam
    """
)
"""Other names of countries, in addition to CLDR's and GeoNames' names and the ISO codes."""

ACRONYMS: Final = {
    "bvi": "VG",
    "dprk": "KP",
    "drc": "CD",
    "ksa": "SA",
    "roc": "TW",
    "rok": "KR",
    "rsa": "ZA",
}
"""Plain names that mean a country only in a column of countries, because they are also names of cities."""

NATIONS: Final = frozenset(["england", "scotland", "wales", "northern ireland", "england and wales"])
"""Plain names of parts of the United Kingdom that occur in columns of countries."""

OF_SEVERAL: Final = frozenset(["korea", "congo", "virgin islands"])
"""Plain names that several countries share, so that the words next to them must be understood."""

TERRITORIES: Final = {
    territory: home
    for home, territories in {
        "AU": "CC CX HM NF",
        "CN": "HK MO TW",
        "DK": "FO GL",
        "FI": "AX",
        "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
        "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
        "NL": "AW BQ CW SX",
        "NO": "BV SJ",
        "NZ": "CK NU TK",
        "US": "AS GU MP PR UM VI",
    }.items()
    for territory in territories.split()
}
"""Countries of ISO 3166-1 whose names are written with another country's: `Taiwan, China`, `Puerto Rico (US)`."""
