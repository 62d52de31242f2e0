#!/usr/bin/env bash
# pyarrow 22.0.0 (zstandard inside): a column of amounts with cents takes more room at a "stronger" level of zstandard, and more in
# one piece than in several.
# Seen, 50,000 amounts of 8 bytes: 265 kB at level -1, 327 kB at level 1, 211 kB at level 2. In pieces of 20,000 amounts, which are the
# pages that pyarrow writes to Parquet by itself, level 1 takes 239 kB. Whole amounts do so much less: 176, 160 and 164 kB, and 160 kB in pieces.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyarrow==22.0.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import random
from array import array

import pyarrow as pa

chance = random.Random(7)
drawn = [chance.lognormvariate(11, 0.6) for _ in range(50_000)]


def size(amounts, level, piece=len(drawn)):
    pieces = [array("d", amounts[at : at + piece]).tobytes() for at in range(0, len(amounts), piece)]
    return sum(len(pa.Codec("zstd", level).compress(each, asbytes=True)) for each in pieces)


sizes = {}
for kind, digits in (("cents", 2), ("whole", 0)):
    amounts = [round(amount, digits) for amount in drawn]
    sizes[kind] = [*(size(amounts, level) // 1000 for level in (-1, 1, 2)), size(amounts, 1, 20_000) // 1000]
    print(kind, sizes[kind])
assert sizes == {"cents": [265, 327, 211, 239], "whole": [176, 160, 164, 160]}, sizes
PYTHON
