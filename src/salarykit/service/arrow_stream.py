"""Arrow streams: amounts in and values out, converted block by block as they arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.errors import SalaryKitError
from salarykit.files.columns import as_floats
from salarykit.package import version
from salarykit.rates.grid import KINDS, STEPS
from salarykit.salaries.convert import coded_currencies, coded_days
from salarykit.service.arrow_messages import Messages, Parts, PartsResponse, not_arrow
from salarykit.service.problems import RefusedRequest
from salarykit.service.request_parts import chunks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from starlette.requests import Request

    from salarykit.rates.converted import Conversion
    from salarykit.rates.lookup import SpanTerms
    from salarykit.rates.rates import Missing, Rates
    from salarykit.service.state import State

__all__ = ["ARROW", "StreamTerms", "converted_stream"]

ARROW: Final = "application/vnd.apache.arrow.stream"
_DECIMAL: Final = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
_TEXT: Final = (pa.types.is_string, pa.types.is_large_string)
_ASCII: Final = 128  # the number of characters in ASCII
_DAY: Final = (pa.types.is_date, pa.types.is_timestamp, *_TEXT)
_KINDS_READ: Final = {
    "amount": (_DECIMAL, "numbers"),
    "currency": (_TEXT, "texts"),
    "on": (_DAY, "days or texts"),
}
_TOGETHER: Final = (
    16 << 20
)  # bytes of batches that are converted together; each conversion has a fixed cost, that of a hundred thousand rows
_WORDS: Final = pa.dictionary(pa.int8(), pa.string())
_VALUE: Final = [("value", pa.float64())]
_PROVENANCE: Final = [
    ("rate", pa.float64()),
    ("observed_on", pa.date32()),
    ("staleness", pa.int32()),
    ("kind", _WORDS),
    ("step", _WORDS),
]


class StreamTerms(NamedTuple):
    """The terms on which a stream is converted.

    Attributes:
        base: the currency to convert to.
        currency: the currency of all amounts; None if the stream has a column of them.
        on: the day or span of all amounts; None if the stream has a column of them.
        terms: what the rates must satisfy.
        missing: what to do without a rate.
        provenance: whether rates are added.
    """

    base: str
    currency: str | None
    on: str | None
    terms: SpanTerms
    missing: Missing
    provenance: bool


async def converted_stream(request: Request, state: State, question: StreamTerms) -> PartsResponse:
    """Answer a stream of amounts with the stream of their values.

    Batches are converted while others arrive, some megabytes at a time. The values are sent when all are known, so that an error in
    the last batch is still an error, and not the end of half an answer.

    Raises:
        RefusedRequest, SalaryKitError: for a body that is not such a stream, or that cannot be converted.
    """
    limits = state.limits
    messages = Messages(limits)
    conversion = _StreamConversion(messages, question, state.rates)
    async for chunk in chunks_of(request, limits.stream_bytes, limits.seconds):
        messages.feed(chunk)
        if messages.waiting >= _TOGETHER and not messages.ended:
            await state.work.run(conversion.convert)
    return PartsResponse(await state.work.run(conversion.finished), ARROW)


class _StreamConversion:
    """The batches of a stream, converted one after the other."""

    def __init__(self, messages: Messages, question: StreamTerms, rates: Rates) -> None:
        self._messages, self._question, self._rates = messages, question, rates
        self._reader: Any = None
        self._rows = 0
        described = {
            "base": question.base,
            "source": rates.source,
            "fingerprint": rates.fingerprint,
            "version": version(),
        }
        fields = _VALUE + (_PROVENANCE if question.provenance else [])
        self._schema = pa.schema(fields, metadata=described)
        self._parts = Parts()
        self._writer = pa.ipc.new_stream(pa.PythonFile(self._parts, "w"), self._schema)

    def convert(self) -> None:
        """Convert the batches that are complete.

        Raises:
            RefusedRequest, SalaryKitError: for what cannot be read or converted; rows are counted from the start of the stream.
        """
        for _ in range(self._messages.taken()):
            batch = self._next()
            try:
                columns = self._columns(batch)
            except SalaryKitError as error:
                row = getattr(error, "row", None)
                raise error.at("Row {row:,}", row=row + self._rows) if row else error from None
            self._writer.write_batch(pa.record_batch(columns, schema=self._schema))
            self._rows += batch.num_rows

    def finished(self) -> list[memoryview]:
        """Return the stream of all values, in parts.

        Raises:
            RefusedRequest, SalaryKitError: as `convert`; and if the stream of amounts has not ended.
        """
        self.convert()
        if not (self._messages.ended and self._messages.schema):
            raise not_arrow("it ends early")
        self._opened()
        self._writer.close()
        return self._parts.finished()

    def _next(self) -> pa.RecordBatch:
        reader = self._opened()
        try:
            batch = reader.read_next_batch()
            for column in batch.columns:
                _validate(column)
        except (pa.ArrowException, OSError, ValueError, StopIteration) as error:
            raise not_arrow(" ".join(str(error).split())[:200] or "it ends early") from None
        return batch

    def _opened(self) -> Any:
        """Return the reader of the columns that are needed."""
        if self._reader is None:
            try:
                schema = pa.ipc.read_schema(pa.py_buffer(self._messages.schema))
                options = pa.ipc.IpcReadOptions(included_fields=_needed(schema, self._question))
                self._reader = pa.ipc.open_stream(pa.PythonFile(self._messages, "r"), options=options)
            except (pa.ArrowException, OSError, ValueError) as error:
                raise not_arrow(" ".join(str(error).split())[:200]) from None
        return self._reader

    def _columns(self, batch: pa.RecordBatch) -> Sequence[pa.Array]:
        question, count = self._question, batch.num_rows
        given = {name: batch.column(name) for name in batch.schema.names}
        done = self._rates.convert_coded(
            as_floats(given["amount"]),
            coded_currencies(given.get("currency", question.currency), count),
            question.base,
            on=coded_days(given.get("on", question.on), count, self._rates),
            terms=question.terms,
            missing=question.missing,
        )
        return [
            _floats(done.value, complete=done.complete),
            *(_provenance(done) if question.provenance else ()),
        ]


def _validate(column: pa.Array) -> None:
    """Check that no offset of a column points outside its memory.

    Texts of ASCII are checked together, which is much faster than one by one.

    Raises:
        ArrowInvalid: for a damaged column.
    """
    if not _are_ascii(column):
        column.validate(full=True)


def _are_ascii(column: pa.Array) -> bool:
    """Return whether a column has texts that are all ASCII and contiguous in memory."""
    if not any(is_kind(column.type) for is_kind in _TEXT):
        return False
    column.validate()  # checks that its memory is as long as it should be
    _, ends, data = column.buffers()
    if not ends or not data:
        return False
    kind = np.dtype(np.int64 if pa.types.is_large_string(column.type) else np.int32)
    edges: NDArray[np.int64] = np.frombuffer(ends, kind, len(column) + 1, column.offset * kind.itemsize)
    if edges[0] < 0 or edges[-1] > data.size or (edges[1:] < edges[:-1]).any():
        return False
    used = np.frombuffer(data, np.uint8)[edges[0] : edges[-1]]
    return not len(used) or bool(used.max() < _ASCII)


def _needed(schema: pa.Schema, question: StreamTerms) -> list[int]:
    """Return the positions of the columns that are read.

    Raises:
        RefusedRequest: if a column is missing or repeated, if it is also given as a parameter, or if it is of another type.
    """
    positions = []
    for name, (kinds, words) in _KINDS_READ.items():
        at = schema.get_all_field_indices(name)
        given = getattr(question, name, None)
        if len(at) != (given is None):
            raise RefusedRequest(422, "invalid-columns", _advice(name, len(at), given), field=name)
        for position in at:
            kind = schema.field(position).type
            inner = kind.value_type if pa.types.is_dictionary(kind) and name != "amount" else kind
            if not any(is_kind(inner) for is_kind in kinds):
                raise RefusedRequest(
                    422, "invalid-columns", f"The column {name!r} has {kind}, not {words}.", field=name
                )
            positions.append(position)
    return positions


def _advice(name: str, count: int, given: str | None) -> str:
    if count > 1:
        return f"The stream has several columns {name!r}."
    if given is not None:
        return f"Give {name} as a column or as a parameter, not both."
    return f"The stream has no column {name!r}." + (
        "" if name == "amount" else f" Add it, or the parameter {name}."
    )


def _floats(values: Any, *, complete: bool = False) -> pa.Array:
    """Return numbers, null for NaN; `complete` says that there is none, so that it need not be looked for."""
    return pa.array(values, from_pandas=not complete)


def _provenance(done: Conversion) -> list[pa.Array]:
    staleness = pa.array(done.staleness, from_pandas=True).cast(pa.int32())
    words = [_words(done.kind_code, KINDS), _words(done.step_code, STEPS)]
    return [_floats(done.rate), pa.array(done.observed_on), staleness, *words]


def _words(codes: Any, words: Sequence[str | None]) -> pa.Array:
    """Return the words that codes stand for; null for the empty word."""
    names = [word or "" for word in words]
    nothing = np.array([not word for word in names])[codes]
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8(), mask=nothing), pa.array(names))
