#!/usr/bin/env bash
# price-parser 0.5.1: prices in shops, not pay. Of a text with thousands in a letter or a word it returns the figure without them, and of a
# range its first end, with no word of the rest: used on salaries, it is wrong by a thousand or by a lakh in silence.
# Seen: "$45k" is 45, "£40-50k" is 40, "4.5 Lakhs INR" is 4.5, "$1.5M" is 1.5; "USD 45,000 - 55,000" is 45,000. Its grouping is right:
# "Rs. 4,50,000" is 450,000 and "R$ 5.000,00 por mês" is 5,000.00.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check price-parser==0.5.1 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from price_parser import Price

expected = {
    "$45k": ("45", "$"),
    "£40-50k": ("40", "£"),
    "4.5 Lakhs INR": ("4.5", "INR"),
    "$1.5M": ("1.5", "$"),
    "USD 45,000 - 55,000": ("45000", "USD"),
    "Rs. 4,50,000": ("450000", "Rs"),
    "R$ 5.000,00 por mês": ("5000.00", "R$"),
}
found = {text: Price.fromstring(text) for text in expected}
seen = {text: (str(price.amount), price.currency) for text, price in found.items()}
assert seen == expected, seen
for text, (amount, currency) in seen.items():
    print(f"{text!r}: {amount} {currency}")
PYTHON
