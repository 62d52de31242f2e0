#!/usr/bin/env bash
# Babel 2.19.0 (CLDR): "година" and its abbreviation "год" are an hour in Ukrainian, and a year in Bulgarian, Macedonian and
# Serbian. A pay text such as "250 / год" says nothing of its period until its language is known.
# Seen: uk writes an hour "1 година", "1 год"; bg, mk and sr write a year so, and Russian "1 год" is a year, too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check babel==2.19.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
from babel.units import format_unit

seen = {
    locale: [format_unit(1, f"duration-{unit}", length=length, locale=locale) for unit in ("hour", "year") for length in ("long", "short")]
    for locale in ("uk", "bg", "mk", "sr", "ru")
}
expected = {
    "uk": ["1 година", "1 год", "1 рік", "1 р."],
    "bg": ["1 час", "1 ч", "1 година", "1 год."],
    "mk": ["1 час", "1 ч.", "1 година", "1 год."],
    "sr": ["1 сат", "1 сат", "1 година", "1 год"],
    "ru": ["1 час", "1 ч", "1 год", "1 г."],
}
assert seen == expected, seen
for locale, (hour, short_hour, year, short_year) in seen.items():
    print(f"{locale}: an hour is {hour!r}, {short_hour!r}; a year is {year!r}, {short_year!r}")
PYTHON
