#!/usr/bin/env bash
# python-calamine 0.9.1 (also as pandas 2.3.3's engine "calamine") and openpyxl 3.1.5 on a sheet of pay as statistical offices publish it, with
# raised footnote marks behind figures, a figure that is an error, and a formula that no program has calculated yet.
# Seen: calamine joins the mark to the figure, so that 52,000 with a raised 1 is the text "52,0001": ten times the pay, or 52.0001. The error #N/A and the
# formula without a result both come as an empty cell, so that "not available", "broken" and "left empty" are one. A currency that only the
# number format states (65,000 shown in SEK) is the number 65,000. openpyxl has all of it: with rich_text=True the mark is a run of its own, the
# error is its name, the formula its text, and the format is beside the cell; without rich_text it joins the mark, too.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 pandas==2.3.3 2>"$folder/pip" ||
    { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - "$folder/pay.xlsx" <<'PYTHON'
import sys

import openpyxl
import pandas as pd
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from python_calamine import CalamineWorkbook

path = sys.argv[1]
book = openpyxl.Workbook()
sheet = book.active
for row in (["city", "pay"], ["Bath", None], ["Hull", "#N/A"], ["York", "=2*30000"], ["Kiruna", 65000]):
    sheet.append(row)
sheet["B2"] = CellRichText("52,000", TextBlock(InlineFont(vertAlign="superscript"), "1"))
sheet["B5"].number_format = '#,##0 "SEK"'
book.save(path)

calamine = [row[1] for row in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()][1:]
frame = pd.read_excel(path, engine="calamine")["pay"].tolist()
rich = openpyxl.load_workbook(path, rich_text=True).active
plain = [cell.value for cell in openpyxl.load_workbook(path).active["B"]][1:]
runs = [str(getattr(run, "text", run)) for run in rich["B2"].value]

assert calamine == ["52,0001", "", "", 65000.0], calamine
assert frame[0] == "52,0001" and all(value != value for value in frame[1:3]) and frame[3] == 65000, frame
assert plain == ["52,0001", "#N/A", "=2*30000", 65000], plain
assert runs == ["52,000", "1"] and rich["B5"].number_format == '#,##0 "SEK"', (runs, rich["B5"].number_format)
print("calamine:", calamine)
print("pandas with calamine:", frame)
print("openpyxl:", plain, "with runs", runs, "and the format", rich["B5"].number_format)
PYTHON
