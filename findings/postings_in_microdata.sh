#!/usr/bin/env bash
# extruct 0.18.0: in a schema.org JobPosting written as microdata, the text of a <time> element without an attribute is lost: the
# value is empty, where HTML says that it is the text. The same posting's salary, in <data> and <meta>, is read. A reader that
# takes an empty datePosted for "not stated" loses the day of the pay, and one that requires it loses the posting.
# Seen: datePosted "" for <time>2024-06-28</time>, "2024-06-28" with datetime=; the amounts are texts, "52000".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check extruct==0.18.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import extruct

PAGE = """<!doctype html><html><body><div itemscope itemtype="https://schema.org/JobPosting">
<h1 itemprop="title">Welder</h1>{day}
<div itemprop="baseSalary" itemscope itemtype="https://schema.org/MonetaryAmount"><meta itemprop="currency" content="EUR">
<div itemprop="value" itemscope itemtype="https://schema.org/QuantitativeValue">
<data itemprop="value" value="52000">52,000</data><meta itemprop="unitText" content="YEAR"></div></div></div></body></html>"""


def posting(day: str) -> dict:
    (item,) = extruct.extract(PAGE.format(day=day), syntaxes=["microdata"])["microdata"]
    return item["properties"]


bare = posting('<time itemprop="datePosted">2024-06-28</time>')
stated = posting('<time itemprop="datePosted" datetime="2024-06-28">28 June</time>')
assert bare.get("datePosted") == "", bare
assert stated["datePosted"] == "2024-06-28", stated
value = bare["baseSalary"]["properties"]["value"]["properties"]
assert value == {"value": "52000", "unitText": "YEAR"}, value
print("<time>2024-06-28</time>:", repr(bare["datePosted"]), "- with datetime=:", repr(stated["datePosted"]), "- salary:", value)
PYTHON
