"""Reads pandas' periods from Arrow: integers whose frequency stands in the type or in the field's metadata."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa

from salarykit.errors import InvalidSpan, SourceError
from salarykit.rates.spans import parse_span, shortest

__all__ = ["period_texts", "without_periods"]

_NAME: Final = "pandas.period"
_FIELD_NAME, _FIELD_MADE_OF = b"ARROW:extension:name", b"ARROW:extension:metadata"
_FORMER: Final = {"A": "Y", "H": "h", "T": "min", "S": "s", "L": "ms", "U": "us", "N": "ns"}
"""Frequencies as older versions of pandas wrote them."""


def without_periods(table: pa.Table) -> pa.Table:
    """Return a table with its columns of periods as texts.

    Raises:
        SourceError: for a frequency that pandas does not know.

    Examples:
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"as_of": pd.PeriodIndex(["2024-05"], freq="Q")})
        >>> without_periods(pa.Table.from_pandas(frame)).column("as_of").to_pylist()
        ['2024-Q2']
    """
    for position, field in enumerate(table.schema):
        texts = period_texts(table.column(position), field)
        if texts is not None:
            table = table.set_column(position, field.name, texts)
    return table


def period_texts(column: pa.ChunkedArray, field: pa.Field | None = None) -> pa.ChunkedArray | None:
    """Return periods as texts of ISO 8601; None for other columns.

    Args:
        column: the column; its periods are plain integers if pandas was not imported before.
        field: its field in the schema.

    Raises:
        SourceError: for a frequency that pandas does not know.

    Examples:
        >>> import pandas as pd
        >>> weeks = pa.chunked_array([pa.array(pd.PeriodIndex(["2024-06-28"], freq="W"))])
        >>> period_texts(weeks).to_pylist(), period_texts(pa.chunked_array([[1]])) is None
        (['2024-06-24/2024-06-30'], True)
    """
    if pa.types.is_dictionary(column.type):
        if _frequency(column.type.value_type, None) is None:
            return None
        return pa.chunked_array([_decoded(chunk) for chunk in column.chunks], pa.string())
    freq = _frequency(column.type, field)
    if freq is None:
        return None
    stored = [getattr(chunk, "storage", chunk) for chunk in column.chunks]
    return pa.chunked_array([_texts(chunk, freq) for chunk in stored], pa.string())


def _decoded(chunk: pa.DictionaryArray) -> pa.Array:
    texts = _texts(chunk.dictionary.storage, str(chunk.dictionary.type.freq))
    return texts.take(chunk.indices)


def _frequency(kind: pa.DataType, field: pa.Field | None) -> str | None:
    """Return the frequency of a column of periods; None for another column."""
    if isinstance(kind, pa.ExtensionType):
        return str(kind.freq) if kind.extension_name == _NAME else None
    metadata = (field.metadata or {}) if field is not None else {}
    if metadata.get(_FIELD_NAME) != _NAME.encode():
        return None
    return str(json.loads(metadata[_FIELD_MADE_OF])["freq"])


def _texts(numbers: pa.Array, freq: str) -> pa.Array:
    """Return the texts of periods, converting each distinct one once."""
    import pandas as pd

    index: Any = pd.PeriodIndex  # pandas' own stubs lack `from_ordinals`
    word, dash, anchor = freq.partition("-")
    coded = numbers.dictionary_encode()
    try:
        periods = index.from_ordinals(
            coded.dictionary.to_numpy(), freq=f"{_FORMER.get(word, word)}{dash}{anchor}"
        )
        names = [shortest(parse_span(period)) for period in periods]
    except (ValueError, InvalidSpan) as error:
        raise SourceError(
            f"Periods of the frequency {freq!r} cannot be read as days ({error}). Write them as dates or texts.",
            source="",
        ) from None
    return pa.array(names, pa.string()).take(coded.indices)
