#!/usr/bin/env bash
# weightedstats 0.4.1 and weightedcalcs 0.1.3: the weighted median depends on whether weights are counts or shares.
# Seen: 1, 2, 3, 4 with the weights 3, 1, 1, 1 have the median 1.5, for half of the weight is at 1. With the same weights over their
# sum, 1/2 and three times 1/6, it is 1: the floating-point sum of the shares is not 1, so that the tie is missed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check weightedstats==0.4.1 weightedcalcs==0.1.3 pandas==2.3.3 \
  2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import pandas as pd
import weightedcalcs
import weightedstats

values, weights = [1, 2, 3, 4], [3, 1, 1, 1]
for kind, used in (("counts", weights), ("shares", [weight / 6 for weight in weights])):
    frame = pd.DataFrame({"value": values, "weight": used})
    seen = (
        weightedstats.weighted_median(values, weights=used),
        float(weightedcalcs.Calculator("weight").quantile(frame, "value", 0.5)),
    )
    assert seen == ((1.5, 1.5) if kind == "counts" else (1, 1.0)), (kind, seen)
    print(kind, seen)
PYTHON
