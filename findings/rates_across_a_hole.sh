#!/usr/bin/env bash
# CurrencyConverter 0.18.23: the European Central Bank published no rate of the Icelandic króna from 2008-12-11 to 2018-01-31. The
# package refuses those days, unless its fallback is on: then it draws a straight line across nine years, or takes the rate of 2008, and
# says neither. The currency's bounds do not show the hole.
# Seen: 100 EUR on 2012-06-29 are 22,590.03 ISK by the line, and 29,000 by the last known rate, nine years on as well.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check CurrencyConverter==0.18.23 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date

from currency_converter import CurrencyConverter, RateNotFoundError

plain = CurrencyConverter()
first, last = plain.bounds["ISK"]
assert first == date(1999, 1, 4), first
assert last.year > 2018, last
try:
    plain.convert(100, "EUR", "ISK", date=date(2012, 6, 29))
except RateNotFoundError as error:
    print("without the fallback:", error)
else:
    raise AssertionError("a rate of 2012")
for method, day, expected in (
    ("linear_interpolation", date(2012, 6, 29), 22590.03),
    ("last_known", date(2012, 6, 29), 29000.0),
    ("last_known", date(2018, 1, 10), 29000.0),
):
    lenient = CurrencyConverter(fallback_on_missing_rate=True, fallback_on_missing_rate_method=method)
    amount = lenient.convert(100, "EUR", "ISK", date=day)
    assert round(amount, 2) == expected, amount
    print(f"{method}, {day}: {amount:,.2f} ISK for 100 EUR")
PYTHON
