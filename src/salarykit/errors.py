"""Every error that salarykit raises, as one tree.

```
SalaryKitError
├── InvalidCurrency     (ValueError)   not an ISO 4217 code
├── InvalidSpan         (ValueError)   neither a day nor a span of days
├── InvalidSalary       (ValueError)   rows or columns that cannot be salaries
├── InvalidQuery        (ValueError)   a question that the table cannot answer
├── MixedCurrencies     (ValueError)   figures in several currencies, not converted yet
├── RateNotFound        (LookupError)  no rate for that currency on that day
└── SourceError         (OSError)      a file or service that cannot be read or written
```

Each is also the builtin in brackets. What an error is about stands in its attributes, and it survives pickling.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "InvalidCurrency",
    "InvalidQuery",
    "InvalidSalary",
    "InvalidSpan",
    "MixedCurrencies",
    "RateNotFound",
    "SalaryKitError",
    "SourceError",
    "hint",
]


class SalaryKitError(Exception):
    """The base of every error that salarykit raises: `except sk.SalaryKitError` catches them all.

    Examples:
        >>> error = SalaryKitError("row 3: no", row=3)
        >>> str(error), error.row
        ('row 3: no', 3)
    """

    def __init__(self, message: str, /, **fields: Any) -> None:
        super().__init__(message)
        self.__dict__.update(fields)

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.args[0], self.__dict__)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{type(self).__name__} has no field {name!r}")


def _rebuild(kind: type[SalaryKitError], message: str, fields: dict[str, Any]) -> SalaryKitError:
    return kind(message, **fields)


class InvalidCurrency(SalaryKitError, ValueError):
    """A text that is not an ISO 4217 code. Fields: `value`, `row` (from 1, or None)."""


class InvalidSpan(SalaryKitError, ValueError):
    """A text that is neither a day nor a span of days. Fields: `value`, `row` (from 1, or None)."""


class InvalidSalary(SalaryKitError, ValueError):
    """Rows or columns that cannot be salaries. Fields: `bad` (the rejected cells), or `column`."""


class InvalidQuery(SalaryKitError, ValueError):
    """A question that the table cannot answer: an unknown city, column or setting. Field: `value`."""


class MixedCurrencies(SalaryKitError, ValueError):
    """Figures in several currencies that were not converted. Field: `currencies`."""


class RateNotFound(SalaryKitError, LookupError):
    """No rate for a currency on a day. Fields: `currency`, `base`, `on`, `first`, `last`, `row`."""


class SourceError(SalaryKitError, OSError):
    """A file or a service that cannot be read or written. Field: `source`."""


def hint(value: str, known: Iterable[str]) -> str:
    """Return ` Did you mean 'x'?` for the nearest known word, or an empty text.

    Examples:
        >>> hint("Tronto", ["Toronto", "London"])
        " Did you mean 'Toronto'?"
        >>> hint("x", ["Toronto"])
        ''
    """
    lower = {word.lower(): word for word in known}
    near = difflib.get_close_matches(value.lower(), lower, n=1, cutoff=0.6)
    return f" Did you mean {lower[near[0]]!r}?" if near else ""
