"""Every error that salarykit raises, as one tree.

```
SalaryKitError
├── InvalidCurrency     (ValueError)   not an ISO 4217 code
├── InvalidSpan         (ValueError)   neither a day nor a span of days
├── InvalidPay          (ValueError)   no pay in a text, or an invalid Pay
├── InvalidSalary       (ValueError)   rows or columns that are not salaries
├── InvalidQuery        (ValueError)   a question that the table cannot answer
├── MixedCurrencies     (ValueError)   figures in several currencies, not converted yet
├── RateNotFound        (LookupError)  no rate for that currency on that day
└── SourceError         (OSError)      a file or service that cannot be read or written
```

Each is also the builtin error in brackets. Its facts are attributes, and it survives pickling. An attribute that does
not apply to an error is missing: `getattr(error, "row", None)`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

__all__ = [
    "InvalidCurrency",
    "InvalidPay",
    "InvalidQuery",
    "InvalidSalary",
    "InvalidSpan",
    "MixedCurrencies",
    "RateNotFound",
    "SalaryKitError",
    "SourceError",
    "hint",
    "printable",
]

_LONGEST: Final = 4_000  # characters of a message
_END: Final = 500  # how many of them are taken from its end, which says what to do
# Characters that move the cursor or change the direction of writing, and lone surrogates.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    r"""Return a text that a terminal or a log shows as it is: one line, with control characters escaped.

    Examples:
        >>> print(printable("Kiel\x1b[2J\nBath"))
        Kiel\x1b[2J\nBath
    """
    return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def _shortened(text: str) -> str:
    """Return the start and the end of a text that is too long for a message."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - _END - 5]} ... {text[-_END:]}"


class SalaryKitError(Exception):
    """The base of every error that salarykit raises: `except sk.SalaryKitError` catches them all.

    A message is one line of at most 4,000 characters, without control characters; the fields hold the original values.

    Args:
        message: what is wrong, and what to do about it.
        fields: the attributes of the error. `place` is a template that the others fill; it says where the error happened
            and is put before the message: `place="Row {row}", row=3`.

    Examples:
        >>> error = SalaryKitError("no rate", place="Row {row}", row=3)
        >>> str(error), error.message, error.row
        ('Row 3: no rate', 'no rate', 3)
    """

    place: str = ""
    """Where it happened: a template that the fields fill; empty if unknown."""
    row: int | None
    """The row, counted from 1; None if there are no rows."""
    file: str
    """The name of the file, if there may be several."""

    def __init__(self, message: str, /, **fields: Any) -> None:
        super().__init__(_shortened(printable(str(message))))
        self.__dict__.update(fields)

    def __str__(self) -> str:
        place = printable(self.place.format_map(self.__dict__)) if self.place else ""
        return f"{_shortened(place)}: {self.message}" if place else self.message

    @property
    def message(self) -> str:
        """What is wrong, without the place."""
        return str(self.args[0])

    def at(self, place: str, /, **fields: Any) -> Self:
        """Return the same error at another place.

        Args:
            place: a template for the fields; empty for no place.
            fields: the attributes that differ.

        Examples:
            >>> error = SalaryKitError("no rate", place="Row {row}", row=3, currency="KPW")
            >>> moved = error.at("{file}, row {row:,}", file="pay.csv", row=1003)
            >>> str(moved), moved.currency
            ('pay.csv, row 1,003: no rate', 'KPW')
        """
        return type(self)(self.message, **{**vars(self), **fields, "place": place})

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args[0], self.__dict__)

    if not TYPE_CHECKING:  # a checker knows the fields, and refuses others

        def __getattr__(self, name: str) -> Any:
            raise AttributeError(f"{type(self).__name__} has no field {name!r}")


def _rebuild(kind: type[SalaryKitError], message: str, fields: dict[str, Any]) -> SalaryKitError:
    return kind(message, **fields)


class InvalidCurrency(SalaryKitError, ValueError):
    """A text that is not an ISO 4217 code.

    Examples:
        >>> import salarykit as sk
        >>> sk.convert(1, "usd", "EUR", on="2024-06-28")
        Traceback (most recent call last):
        salarykit.errors.InvalidCurrency: 'usd' is not an ISO 4217 currency code. Did you mean 'USD'?
    """

    value: object
    """What was given as a code."""
    hint: str
    """A sentence that suggests the code that may be meant; empty if no code is similar."""


class InvalidSpan(SalaryKitError, ValueError):
    """A text that is neither a day nor a span of days.

    Examples:
        >>> import salarykit as sk
        >>> sk.convert(1, "USD", "EUR", on="2024-02-30")
        Traceback (most recent call last):
        salarykit.errors.InvalidSpan: '2024-02-30' is not a day of the calendar.
    """

    value: object
    """What was given as a day or span."""


class InvalidPay(SalaryKitError, ValueError):
    """A text that states no pay, or an invalid Pay.

    Examples:
        >>> import salarykit as sk
        >>> sk.parse_pay("5+ years of experience")
        Traceback (most recent call last):
        salarykit.errors.InvalidPay: '5+ years of experience' states no pay: none of its numbers is an amount of
        pay. Write it as "USD 120,000 - 150,000 per year", or use find_pay, which returns None.
    """

    value: Any  # the text, or whatever was given in its place
    """The text, or the fields of the invalid Pay."""


class InvalidSalary(SalaryKitError, ValueError):
    """Rows or columns that are not salaries.

    Examples:
        >>> import salarykit as sk
        >>> sk.Salary(amount=1, currency="USD", relevance=1.2)
        Traceback (most recent call last):
        salarykit.errors.InvalidSalary: relevance: a relevance lies between 0 and 1; 1.2 does not.
    """

    bad: Any  # `Rejects`, `Findings` or pydantic's errors, depending on the verb; rooms above this one define them
    """Everything that was refused."""
    column: str | None
    """The field or column at fault."""


class InvalidQuery(SalaryKitError, ValueError):
    """A question that the table cannot answer: an unknown city, column or setting.

    Examples:
        >>> import salarykit as sk
        >>> sk.load_salaries().convert("USD", on="2024").query(scale_km=5)
        Traceback (most recent call last):
        salarykit.errors.InvalidQuery: scale_km has no effect without near.
    """

    value: Any  # whatever was given for the option, of any type
    """The invalid value."""


class MixedCurrencies(SalaryKitError, ValueError):
    """Figures in several currencies that were not converted.

    Examples:
        >>> import salarykit as sk
        >>> sk.load_salaries().rank()
        Traceback (most recent call last):
        salarykit.errors.MixedCurrencies: The figures are in 8 currencies (CAD, CNY, EUR, GBP, ILS, ...). Convert them
        first: table.convert("USD", on="2024"), or on= the day or span the comparison is for.
    """

    currencies: tuple[str | None, ...]
    """The currencies that the figures are in."""


class RateNotFound(SalaryKitError, LookupError):
    """No rate for a currency on a day.

    Examples:
        >>> import salarykit as sk
        >>> sk.convert(1, "TRY", "USD", on="2004")
        Traceback (most recent call last):
        salarykit.errors.RateNotFound: No TRY/USD rate for 2004-01-01/2004-12-31: TRY has been in use since
        2005-01-01; before that, figures were in TRL.
    """

    currency: str
    """The currency asked for."""
    base: str
    """The base asked for."""
    on: Any  # a `Span`, which a room above this one defines
    """The days asked for; None if none were given."""
    first: dt.date
    """The first day that the rates have."""
    last: dt.date
    """The last day that the rates have."""
    reason: str
    """Why there is no rate, and what to do."""


class SourceError(SalaryKitError, OSError):
    """A file or a service that cannot be read or written.

    Examples:
        >>> import salarykit as sk
        >>> sk.read_salaries("missing/pay.csv")
        Traceback (most recent call last):
        salarykit.errors.SourceError: Cannot read missing/pay.csv: No such file or directory.
    """

    source: str
    """The file, the address or the kind of source that was to be read."""
    status: int | None
    """The HTTP status with which a service answered; None if it did not answer."""


def hint(value: str, choices: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the nearest known word, or an empty text.

    Examples:
        >>> hint("Tronto", ["Toronto", "London"])
        " Did you mean 'Toronto'?"
        >>> hint("x", ["Toronto"])
        ''
    """
    import difflib  # only errors need it

    lower = {word.lower(): word for word in choices}
    near = difflib.get_close_matches(value.lower(), lower, n=1, cutoff=0.6)
    return f" Did you mean {lower[near[0]]!r}?" if near else ""
