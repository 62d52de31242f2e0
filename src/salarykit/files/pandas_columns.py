"""Handles what only pandas' columns have: an index, and periods, whose frequency Arrow keeps in the type or metadata."""

from __future__ import annotations

import json
from typing import Any, Final

import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSpan, SourceError
from salarykit.rates.spans import parse_span, shortest

__all__ = ["check_index", "period_texts", "without_periods"]


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
    try:
        return str(json.loads(metadata[_FIELD_MADE_OF])["freq"])
    except (KeyError, TypeError, ValueError, RecursionError):
        # without a valid frequency they are plain numbers
        return None


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


def check_index(column: Any, other: Any, name: str) -> None:
    """Refuse a Series with another index, because pandas aligns columns by index, and salarykit by position.

    Args:
        column: an argument of any kind.
        other: the column or frame that it belongs to; only those of pandas have an index.
        name: the name of the argument.

    Raises:
        InvalidQuery: if both have an index, and the two differ.

    Examples:
        >>> import pandas as pd
        >>> check_index(pd.Series([1], index=["a"]), pd.Series([2], index=["b"]), "on")
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: on is a Series with another index. Align it first: on.reindex(...), or on.to_numpy() to go by position.
    """
    indices = [labelled.index for labelled in (column, other) if _has_labels(labelled)]
    if len(indices) > 1 and not indices[0].equals(indices[1]):
        raise InvalidQuery(
            f"{name} is a Series with another index. Align it first: {name}.reindex(...), or {name}.to_numpy() to "
            "go by position.",
            value=name,
        )


def _has_labels(column: Any) -> bool:
    return type(column).__module__.partition(".")[0] == "pandas" and hasattr(column, "index")
