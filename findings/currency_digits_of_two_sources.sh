#!/usr/bin/env bash
# Babel 2.19.0 and iso4217 1.16.20260101: how many decimals a currency has. For 15 currencies CLDR, which Babel follows, says none
# where ISO 4217 says two (three for the Iraqi dinar): amounts formatted by Babel are rounded to whole units.
# Seen: 1234.56 in HUF, COP and IQD are "HUF1,235", "COP1,235" and "IQD1,235"; the Serbian dinar keeps its two decimals.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0 iso4217==1.16.20260101 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import iso4217
from babel.numbers import format_currency, get_currency_precision

differ = {
    each.code: (each.exponent, get_currency_precision(each.code))
    for each in iso4217.Currency
    if each.exponent is not None and each.exponent != get_currency_precision(each.code)
}
codes = "AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK SOS SYP YER".split()
assert sorted(differ) == codes, differ
assert all(digits == ((3 if code == "IQD" else 2), 0) for code, digits in differ.items()), differ
seen = [format_currency(1234.56, code, locale="en") for code in ("HUF", "COP", "IQD", "RSD")]
assert seen == ["HUF1,235", "COP1,235", "IQD1,235", "RSD1,234.56"], seen
print("decimals by ISO 4217 and by CLDR:", ", ".join(f"{code} {iso}/{cldr}" for code, (iso, cldr) in sorted(differ.items())))
print(seen)
PYTHON
