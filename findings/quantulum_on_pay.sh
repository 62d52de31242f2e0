#!/usr/bin/env bash
# quantulum3 0.10.0 (without its classifier): pay in the notations of three countries.
# - "12 LPA", twelve lakhs of rupees a year in India, is 12 litre petaamperes, and the rupee is gone.
# - "65.000 €" and "€1.500 per month", as Germans group thousands, are 65 and 1.5 euros.
# - "a year" behind an amount is a quantity of its own, of one year; "per annum" makes the unit "dollar per year".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check quantulum3==0.10.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from quantulum3 import parser

for text, expected in (
    ("INR 12 LPA", [(12.0, "litre petaampere")]),
    ("65.000 €", [(65.0, "euro")]),
    ("€1.500 per month", [(1.5, "euro per month")]),
    ("£44k a year", [(44000.0, "pound sterling"), (1.0, "year")]),
    ("$120,000 per annum", [(120000.0, "dollar per year")]),
):
    seen = [(quantity.value, quantity.unit.name) for quantity in parser.parse(text)]
    assert seen == expected, (text, seen)
    print(text, seen)
PYTHON
