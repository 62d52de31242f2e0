#!/usr/bin/env bash
# Babel 2.19.0 (CLDR): two languages in which a compact amount is not the amount.
# - Swahili: the patterns of thousands state the negative too (`elfu 00;elfu -00`), and Babel counts the digits of both halves, so that
#   45,000 Tanzanian shillings are "TSh elfu 4500", four and a half million, and 12,500,000 is "milioni 1250".
# - Nepali: CLDR has the word for ten millions (करोड) for a million as well, so that 1,250,000 is "1.25 करोड", which is 12,500,000; the
#   short format has it right (12.5 लाख). ICU 78.2 (CLDR 48), which Node has, prints the same words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from babel.numbers import format_compact_currency, format_compact_decimal

seen = {
    "sw, 45,000 TZS": format_compact_currency(45_000, "TZS", locale="sw"),
    "sw, 12,500,000": format_compact_decimal(12_500_000, locale="sw", format_type="long"),
    "ne, 1,250,000": format_compact_decimal(1_250_000, locale="ne", format_type="long", fraction_digits=2),
    "ne, 12,500,000": format_compact_decimal(12_500_000, locale="ne", format_type="long", fraction_digits=2),
    "ne, 1,250,000, short": format_compact_decimal(1_250_000, locale="ne", fraction_digits=2),
}
for what, text in seen.items():
    print(f"{what}: {text}")
assert list(seen.values()) == [
    "TSh\u00a0elfu\u00a04500", "milioni 1250", "1.25 करोड", "12.5 करोड", "12.5\u00a0लाख"
], [ascii(text) for text in seen.values()]
PYTHON
