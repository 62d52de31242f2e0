#!/usr/bin/env bash
# py-moneyed 3.0, pycountry 26.2.16, iso4217 1.16.20260101, Babel 2.19.0: which of the newest and of the latest withdrawn currencies a
# library knows. One that follows the current list has no name for the past, and one made before 2024 none for the present.
# Seen: py-moneyed lacks ZWG (2024) and XCG (2025); pycountry and iso4217 lack ANG, BGN, HRK and ZWL, in which figures of past years are
# stated; Babel has them all. py-moneyed gives UGX and ISK sub-units of 1, and the Mauritanian MRU 100, though it has fifths.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check py-moneyed==3.0 pycountry==26.2.16 iso4217==1.16.20260101 babel==2.19.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import babel
import iso4217
import moneyed
import pycountry

codes = ["ZWG", "XCG", "SLE", "VED", "MRU", "STN", "BYN", "ANG", "BGN", "HRK", "ZWL"]
listed = {each.code for each in iso4217.Currency}
lacking = {
    "py-moneyed": [code for code in codes if code not in moneyed.CURRENCIES],
    "pycountry": [code for code in codes if not pycountry.currencies.get(alpha_3=code)],
    "iso4217": [code for code in codes if code not in listed],
    "babel": [code for code in codes if code not in babel.Locale("en").currencies],
}
withdrawn = ["ANG", "BGN", "HRK", "ZWL"]
assert lacking == {"py-moneyed": ["ZWG", "XCG"], "pycountry": withdrawn, "iso4217": withdrawn, "babel": []}, lacking
parts = {code: moneyed.CURRENCIES[code].sub_unit for code in ("UGX", "ISK", "MRU")}
assert parts == {"UGX": 1, "ISK": 1, "MRU": 100}, parts
print(lacking, parts)
PYTHON
