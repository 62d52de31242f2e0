#!/usr/bin/env bash
# polars 1.37.1 with pyarrow 22.0.0: a column of categories has two shapes in Arrow. `Series.to_arrow()` gives a dictionary of
# large strings; the Arrow stream that the same column offers to other libraries is a dictionary of string views, which pyarrow cannot
# decode. Code that takes any column by the stream fails for the currencies of a polars frame once they are `Categorical` or `Enum`.
# Seen: dictionary<values=string_view, indices=uint32> and ArrowNotImplementedError for both `dictionary_decode()` and a cast to strings;
# the values cast alone, then taken by the indices, are ["EUR", "USD", "EUR"]; `to_arrow()` decodes as it is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==1.37.1 pyarrow==22.0.0 2>"$folder/pip" || { cat "$folder/pip"; exit 1; }
"$folder/venv/bin/python" - <<'PYTHON'
import polars as pl
import pyarrow as pa

for kind in (pl.Categorical, pl.Enum(["EUR", "USD"])):
    codes = pl.Series(["EUR", "USD", "EUR"], dtype=kind)
    streamed = pa.chunked_array(codes).chunk(0)
    assert pa.types.is_string_view(streamed.type.value_type), streamed.type
    refused = []
    for decode in (streamed.dictionary_decode, lambda column=streamed: column.cast(pa.string())):
        try:
            decode()
        except pa.ArrowNotImplementedError as error:
            refused.append(str(error))
    assert len(refused) == 2, refused
    taken = streamed.dictionary.cast(pa.string()).take(streamed.indices)
    assert taken.to_pylist() == codes.to_arrow().dictionary_decode().to_pylist() == ["EUR", "USD", "EUR"]
    print(kind, streamed.type, codes.to_arrow().type, refused[0], sep=" | ")
PYTHON
