"""What is asked of a conversion, the same for every block, and of the files; and which of a file's columns it reads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from salarykit.batch.checking import Checks
from salarykit.errors import InvalidQuery, InvalidSalary, InvalidSpan, hint
from salarykit.rates.spans import parse_span
from salarykit.reading.missing_column import missing_column
from salarykit.salaries.conversion_options import ConversionOptions
from salarykit.salaries.fields import MONTHS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from salarykit.reading.column_mapping import Plan
    from salarykit.reading.options import ReadingOptions
    from salarykit.salaries.terms import Terms

__all__ = ["Columns", "Order", "Wanted", "columns_of"]

_WORDS: Final = ("own", "latest")


@dataclass(frozen=True, slots=True, eq=False)
class Order(ConversionOptions):
    """What is asked of a conversion of blocks.

    Attributes:
        defaults: what a missing cell or column stands for, by field.
        add: which of the columns that a conversion adds are kept; all of them if None is given.
        drop_local: whether amount, currency and period are left out of what is written.
    """

    defaults: Mapping[str, Any] = field(default_factory=dict)
    add: tuple[str, ...] = None  # type: ignore[assignment] # until it is checked
    drop_local: bool = False

    def __post_init__(self) -> None:
        ConversionOptions.__post_init__(self)
        known = self.added
        if self.add is None:
            object.__setattr__(self, "add", known)
        for name in self.add:
            if name not in known:
                raise InvalidQuery(
                    f"add: a conversion adds no {name!r}.{hint(name, known)} Choose among {', '.join(known)}.",
                    value=name,
                )
        if not self.add:
            raise InvalidQuery(f"add: choose at least one of {', '.join(known)}.", value=())

    @property
    def names_days(self) -> bool:
        """Whether `on` can only be the name of a column."""
        if not isinstance(self.on, str) or self.on in _WORDS:
            return False
        try:
            parse_span(self.on)
        except InvalidSpan:
            return True
        return False

    def said(self, columns: Columns) -> Terms:
        """Return what a file written by it remembers."""
        return self.remembered(column=columns.days is not None)

    def fingerprint(self, *others: Any) -> str:
        """Return a text that is another one for every other order."""
        said = [
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
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


class Wanted(NamedTuple):
    """How files are to be read and written, beside the order.

    Attributes:
        asked: how they are to be read.
        as_text: whether what is written is text.
        refuses: whether rows that cannot be read or converted are listed; else the first is an error.
    """

    asked: ReadingOptions
    as_text: bool
    refuses: bool


class Columns(NamedTuple):
    """The columns of a file that a conversion reads; None where a default stands for one, or nothing needs it.

    What else is checked stands in `checks`. Ageing reads `as_of`; ageing by country and price levels read `country`.
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
        """The columns that say what the figure is in local money."""
        return {name for name in (self.amount, self.currency, self.period) if name}


def columns_of(names: Sequence[str], plan: Plan, order: Order, source: str) -> Columns:
    """Return the columns of a file that a conversion reads.

    Args:
        names: of all its columns.
        plan: which are which field.
        order: what is asked.
        source: what to call the file in a message.

    Raises:
        InvalidSalary: if there is no column of amounts, of currencies, or of days where the order needs one.
        InvalidSpan: if `on` is no day, span or column.
    """
    found = {**plan.columns, **({"amount": plan.figures[0].column} if plan.figures else {})}
    needed = {"amount", "currency"} | ({"as_of"} if order.on == "own" else set())
    for name in sorted(needed):
        if name not in found and (name == "amount" or name not in order.defaults):
            raise InvalidSalary(missing_column(names, name, name, source), column=name)
    days = found.get("as_of") if order.on == "own" else _column_of_days(order, names)
    months = MONTHS.name if MONTHS.name in names else None
    return Columns(
        found["amount"],
        found.get("currency"),
        found.get("period"),
        months,
        days,
        as_of=found.get("as_of") if order.ageing else None,
        country=found.get("country") if order.by_country else None,
    )


def _column_of_days(order: Order, names: Sequence[str]) -> str | None:
    """Return the column that `on` names; None if it is a day or span itself."""
    on = order.on
    if not isinstance(on, str) or on in _WORDS:
        order.rates.span(on)
        return None
    try:
        parse_span(on)
    except InvalidSpan as error:
        if on in names:
            return on
        shown = ", ".join(names[:12])
        raise InvalidSpan(f"on: {error} Nor is it a column ({shown}).{hint(on, names)}", value=on) from None
    return None
