#!/usr/bin/env bash
# Babel 2.19.0 (CLDR): in their home locales the signs of the Cape Verdean and of the old Portuguese escudo are a zero-width space, so
# that a formatted amount shows no currency, and a search for the sign finds one behind every figure.
# Seen: 1,234.50 CVE in pt_CV and PTE in pt_PT are "1 234,50" and U+00A0, U+200B.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from babel.numbers import format_currency, get_currency_symbol

for code, locale in (("CVE", "pt_CV"), ("PTE", "pt_PT")):
    sign, text = get_currency_symbol(code, locale), format_currency(1234.5, code, locale=locale)
    assert sign == "\u200b", ascii(sign)
    assert text == "1\u00a0234,50\u00a0\u200b", ascii(text)
    print(f"{code} in {locale}: the sign is {sign!a}, the amount {text!a}")
PYTHON
