#!/usr/bin/env bash
# country_converter 1.3.2 with pandas 3.1.1: the converter cannot be made, because Namibia's code, NA, is read as a missing value.
# Seen: TypeError with pandas 3.1.1; with pandas 2.3.3 it is made, and finds NA.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for pandas in 2.3.3 3.1.1; do
  python3 -m venv "$folder/$pandas"
  "$folder/$pandas/bin/pip" install --quiet --disable-pip-version-check country_converter==1.3.2 pandas==$pandas \
    2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
  "$folder/$pandas/bin/python" - <<'PYTHON'
import country_converter
import pandas as pd

try:
    seen = country_converter.CountryConverter().convert("Namibia", to="ISO2")
except TypeError as error:
    seen = f"TypeError: {error}"
print("pandas", pd.__version__, "->", seen)
expected = "NA" if pd.__version__ == "2.3.3" else "TypeError: first argument must be string or compiled pattern"
assert seen == expected, seen
PYTHON
done
