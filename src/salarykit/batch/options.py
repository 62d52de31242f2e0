"""The options of a conversion of files, a file with its sample, and the columns that a conversion reads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.batch.checking import Checks
from salarykit.errors import InvalidQuery, InvalidSalary, InvalidSpan, hint
from salarykit.keywords import is_one_of
from salarykit.rates.spans import parse_span
from salarykit.reading.missing_column import missing_column
from salarykit.salaries.conversion_options import ConversionOptions
from salarykit.salaries.fields import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salarykit.files.stream.blocks import Blocks
    from salarykit.files.stream.locations import InputFile
    from salarykit.reading.clean_source import FileSample
    from salarykit.reading.options import ReadingOptions
    from salarykit.reading.plan import Plan
    from salarykit.salaries.metadata import Terms

__all__ = ["BatchOptions", "Columns", "FileOptions", "SampledFile", "columns_of"]

_WORDS: Final = ("own", "latest")


@dataclass(frozen=True, slots=True, eq=False)
class BatchOptions(ConversionOptions):
    """How to convert the blocks of one or several files.

    Attributes:
        defaults: the value of a missing cell or column, by field.
        add: the columns of the conversion to write; all of them if None is given.
        drop_local: whether amount, currency and period are left out.
    """

    defaults: Mapping[str, Any] = field(default_factory=dict)
    add: tuple[str, ...] = None  # type: ignore[assignment] # __post_init__ fills it
    drop_local: bool = False

    def __post_init__(self) -> None:
        ConversionOptions.__post_init__(self)
        added = self.added
        if self.add is None:
            object.__setattr__(self, "add", added)
        for name in self.add:
            if not is_one_of(name, added):
                raise InvalidQuery(
                    f"add: a conversion adds no {name!r}.{hint(str(name), added)} Choose among {', '.join(added)}.",
                    value=name,
                )
        if not self.add:
            raise InvalidQuery(f"add: choose at least one of {', '.join(added)}.", value=())

    @property
    def names_days(self) -> bool:
        """Whether `on` must be the name of a column."""
        if not isinstance(self.on, str) or self.on in _WORDS:
            return False
        try:
            parse_span(self.on)
        except InvalidSpan:
            return True
        return False

    def terms_of(self, columns: Columns) -> Terms:
        """Return the terms to write into the metadata of the output."""
        return self.remembered(column=columns.days is not None)

    def fingerprint(self, *others: Any) -> str:
        """Return a hash of all options, the rates and `others`."""
        parts = [
            self.base,
            str(self.on),
            self.rates.fingerprint,
            list(self.terms),
            self.missing,
            repr(self.pay_year),
            self.ageing and self.ageing.to_dict(),
            self.price_levels and self.price_levels.fingerprint,
            sorted(map(str, self.defaults.items())),
            self.add,
            self.drop_local,
            *map(repr, others),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


class FileOptions(NamedTuple):
    """How to read the files, and how to write the output.

    Attributes:
        reading: how to read the files.
        as_text: whether the output is text.
        refuses: whether bad rows become rejects; else the first bad row is an error.
    """

    reading: ReadingOptions
    as_text: bool
    refuses: bool


class SampledFile(NamedTuple):
    """An input file, how it is converted, and the sample that decided how it is read.

    Attributes:
        input_file: the file.
        options: how to convert.
        file_options: how to read the files and write the output.
        reading_options: how to read this file.
        sample: the rows that decided its layout.
        blocks: the open file; None if the sample holds all its rows.
        with_keys: whether to write the columns that the names of its folders state.
    """

    input_file: InputFile
    options: BatchOptions
    file_options: FileOptions
    reading_options: ReadingOptions
    sample: FileSample
    blocks: Blocks | None
    with_keys: bool

    @property
    def name(self) -> str:
        """The name of the file in messages."""
        return self.input_file.location.name

    @property
    def keys(self) -> dict[str, str | None]:
        """The columns that the names of its folders state, such as `country` in `country=DE/`."""
        return self.input_file.keys


class Columns(NamedTuple):
    """The columns of a file that a conversion reads; None for a column that a default replaces or that is not needed.

    `checks` lists the fields that are checked and not converted. Ageing reads `as_of`; ageing by country and price levels
    read `country`.
    """

    amount: str
    currency: str | None
    period: str | None
    months: str | None
    days: str | None
    checks: Checks = Checks()
    as_of: str | None = None
    country: str | None = None

    @property
    def local(self) -> set[str]:
        """The columns with the figure in local money."""
        return {name for name in (self.amount, self.currency, self.period) if name}


def columns_of(names: Sequence[str], plan: Plan, options: BatchOptions, source: str) -> Columns:
    """Return the columns of a file that a conversion reads.

    Args:
        names: all columns of the file.
        plan: which column holds which field.
        options: how to convert.
        source: the name of the file in messages.

    Raises:
        InvalidSalary: if there is no column of amounts or of currencies, or none of days where one is needed.
        InvalidSpan: if `on` is not a day, a span or a column.
    """
    columns = {**plan.columns, **({"amount": plan.figures[0].column} if plan.figures else {})}
    needed = {"amount", "currency"} | ({"as_of"} if options.on == "own" else set())
    for name in sorted(needed):
        if name not in columns and (name == "amount" or name not in options.defaults):
            raise InvalidSalary(missing_column(names, name, name, source), column=name)
    days = columns.get("as_of") if options.on == "own" else _column_of_days(options, names)
    months = MONTHS.name if MONTHS.name in names else None
    return Columns(
        columns["amount"],
        columns.get("currency"),
        columns.get("period"),
        months,
        days,
        as_of=columns.get("as_of") if options.ageing else None,
        country=columns.get("country") if options.by_country else None,
    )


def _column_of_days(options: BatchOptions, names: Sequence[str]) -> str | None:
    """Return the column that `on` names; None if `on` is a day or a span."""
    on = options.on
    if not isinstance(on, str) or on in _WORDS:
        options.rates.span(on)
        return None
    try:
        parse_span(on)
    except InvalidSpan as error:
        if on in names:
            return on
        shown = ", ".join(names[:12])
        raise InvalidSpan(f"on: {error} Nor is it a column ({shown}).{hint(on, names)}", value=on) from None
    return None
