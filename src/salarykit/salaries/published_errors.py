"""Standard errors that a source publishes beside its figures: found by their headers, read as errors of the logarithm of pay."""

from __future__ import annotations

import re
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from salarykit.files.columns import as_coded, as_floats, combine
from salarykit.files.texts import is_text
from salarykit.salaries.figures import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["PublishedErrors", "published_errors"]

_RELATIVE: Final = (
    r"prse|percent_relative_standard_error|rse|relative_standard_error|cv|coefficient_of_variation"
)
_ERROR: Final = r"se|std_?err(?:or)?|standard_error"
_MARGIN: Final = r"moe|margin_of_error"
_UNIT: Final = r"(?:_(?P<unit>percent|pct|per_cent|fraction))?"
_LEVEL: Final = r"(?:_?(?P<level>90|95|99)(?:_percent|_pct)?)?"
_KINDS: Final = {
    kind: re.compile(
        rf"(?:(?P<before>.+)_)??(?:{words})(?:_(?P<after>(?:of|for)_.+?))?{_UNIT if kind == 'relative' else _LEVEL}"
    )
    for kind, words in (("relative", _RELATIVE), ("error", _ERROR), ("margin", _MARGIN))
}
_ACS_MARGIN: Final = re.compile(r"[bc]\d{5}[a-z]*_\d{3}m")
_LIMIT: Final = re.compile(
    r"(?:(?P<before>.+?)_)??(?:lcl|ucl|(?:ci|conf|confidence)_?(?:\d\d_)?(?:limit_)?(?:low|lower|lo|high|upper|hi)(?:_limit)?|"
    r"(?:low|lower|lo|high|upper|hi)_?(?:\d\d_)?(?:ci|cl|confidence_limit|confidence_interval)(?:_?\d\d)?)"
)
_STATISTIC: Final = re.compile(r"mean|average|median|p\d\d?")
_OF_PAY: Final = re.compile(
    r"a|h|of|for|the|in|annual|yearly|year|hourly|hour|weekly|week|monthly|month|pay|wages?|salary|salaries|earnings|income|"
    r"gross|base|basic|dollars|usd|eur|gbp|pounds|estimate|full|time|workers|employees"
)
"""The other words that the header of an error of pay may have; an error of anything else, such as employment, is not used."""
_LOW: Final = re.compile(r"(?:^|_)(?:lcl|lo|low|lower)(?:_|$)")
_CENSUS: Final = 0.9  # the confidence of the Census Bureau's margins of error
_USUAL: Final = 0.95  # that of confidence limits whose header states none
_SMALLEST: Final = 1e-4  # of a figure; a smaller error must be in another unit
_LARGEST: Final = 1.0
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


class PublishedErrors(NamedTuple):
    """The published standard errors of n figures.

    Attributes:
        error: the standard error of the logarithm of each; NaN if none is published.
        columns: the columns that they come from.
        unused: the columns that state errors, of other statistics or in an unclear unit, and why they are not used.
    """

    error: Floats
    columns: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def if_any(self) -> Floats | None:
        """The errors; None if no column states any, so that millions of rows need not be searched."""
        return self.error if self.columns else None


class _FigureColumn(NamedTuple):
    """A column of errors.

    Attributes:
        name: its name; for limits, that of the lower one.
        kind: `relative`, `error`, `margin` or `limits`.
        of: the statistic of the figures that the errors are of; None if the header does not say.
        level: the confidence of margins and limits.
        other: the column of the upper limits.
        unit: `fraction` or a word for per cent, if the header says it.
    """

    name: str
    kind: str
    of: str | None
    level: float = _USUAL
    other: str = ""
    unit: str = ""


def published_errors(table: pa.Table) -> PublishedErrors:
    """Return the standard errors that a table has beside its figures.

    They are known by their headers: relative errors in per cent (`MEAN_PRSE`, `Median CV`, `rse_percent`), standard errors in the
    money of `amount` (`SE`, `Standard error of the median`), the Census Bureau's margins of error (`B20017_001M`, `moe`;
    90 %), and confidence limits (`Lower 95% CI` and `Upper 95% CI`). A header that names a statistic applies to figures of that
    statistic only; one that names none applies to medians or for means, if the table has only one of these. An error of less
    than a ten-thousandth of its figure, or more than all of it, is assumed to be in another unit, and not used.

    Args:
        table: n rows.

    Examples:
        >>> columns = {
        ...     "amount": [50_000.0, 60_000.0],
        ...     "statistic": ["mean", "mean"],
        ...     "MEAN_PRSE": ["1.2", "*"],
        ... }
        >>> found = published_errors(pa.table(columns))
        >>> found.error.round(4).tolist(), found.columns
        ([0.012, nan], ('MEAN_PRSE',))
    """
    error, used, unused = np.broadcast_to(np.nan, len(table)), [], []
    columns = _columns(table.column_names)
    if not columns:
        return PublishedErrors(error, (), ())
    amount = as_floats(combine(table.column("amount")))
    coded = as_coded(combine(table.column("statistic")))
    stated = np.array([canonical(name) for name in coded.names]).take(coded.indices)
    one_middle = len({"median", "mean"} & set(np.unique(stated).tolist())) < 2  # noqa: PLR2004 - a median and a mean
    for column in columns:
        if sum((other.kind, other.of) == (column.kind, column.of) for other in columns) > 1:
            unused.append(f"{column.name} is one of several, and nothing says which is that of the figures")
            continue
        rows = stated == column.of if column.of else np.isin(stated, ["median", "mean"]) & one_middle
        errors, why = _errors(table, column, amount)
        errors = np.where(rows & (errors >= _SMALLEST) & (errors <= _LARGEST), errors, np.nan)
        if why or not np.isfinite(errors).any():
            unused.append(f"{column.name} {why or _why_unused(column)}")
            continue
        error = np.where(np.isnan(error), errors, error)
        used += [name for name in (column.name, column.other) if name]
    return PublishedErrors(error, tuple(used), tuple(unused))


def _why_unused(column: _FigureColumn) -> str:
    return f"is of the {column.of}" if column.of else "does not fit the figures"


def _columns(names: list[str]) -> list[_FigureColumn]:
    """Return the columns that state errors."""
    columns, limits = [], []
    for name in names:
        word = re.sub(r"[^a-z0-9]+", "_", name.replace("%", " percent ").lower()).strip("_")
        limit = _LIMIT.fullmatch(word.replace("_percent", ""))
        if _ACS_MARGIN.fullmatch(word):
            columns.append(_FigureColumn(name, "margin", None, _CENSUS))
        elif limit and _is_of_pay(limit["before"]):
            limits.append((name, word, _statistic(limit["before"])))
        else:
            columns += _stated_errors(name, word)
    return columns + _pairs(limits)


def _stated_errors(name: str, word: str) -> Iterator[_FigureColumn]:
    """Yield the column of a relative error, a standard error or a margin of error, if its header names one."""
    for kind, pattern in _KINDS.items():
        match = pattern.fullmatch(word)
        if match and _is_of_pay(match["before"]) and _is_of_pay(match["after"]):
            parts = match.groupdict()
            level = parts.get("level")
            yield _FigureColumn(
                name,
                kind,
                _statistic(parts["before"]) or _statistic(parts["after"]),
                int(level) / 100 if level else _CENSUS,
                unit="percent" if "percent" in word or "prse" in word else parts.get("unit") or "",
            )


def _words(text: str | None) -> list[str]:
    """Return the words of one part of a header."""
    return re.sub(r"pct_?(\d\d?)", r"p\1", text or "").split("_") if text else []


def _is_of_pay(text: str | None) -> bool:
    """Return whether the other words of an error's header allow it to be an error of pay."""
    return all(_OF_PAY.fullmatch(word) or _STATISTIC.fullmatch(word) for word in _words(text))


def _statistic(text: str | None) -> str | None:
    """Return the statistic that a header names."""
    named = [word for word in _words(text) if _STATISTIC.fullmatch(word)]
    return canonical({"average": "mean"}.get(named[0], named[0])) if named else None


def _pairs(limits: list[tuple[str, str, str | None]]) -> list[_FigureColumn]:
    """Return pairs of lower and upper limits; a limit without the other is ignored."""
    columns = []
    for name, word, of in limits:
        if not _LOW.search(word):
            continue
        others = [other_name for other_name, text, its in limits if its == of and not _LOW.search(text)]
        if len(others) == 1:
            level = re.search(r"(?<!\d)(90|95|99)(?!\d)", word)
            columns.append(
                _FigureColumn(name, "limits", of, int(level[0]) / 100 if level else _USUAL, others[0])
            )
    return columns


def _errors(table: pa.Table, column: _FigureColumn, amount: Floats) -> tuple[Floats, str]:
    """Return the errors of the logarithms that a column states, and why they cannot be used; empty if they can."""
    given, percent = _numbers(table.column(column.name))
    if not np.isfinite(given).any():
        return given, "holds no numbers"
    if column.kind == "relative":
        fractions = not percent and np.nanmax(given, initial=0.0) < 1
        if fractions and not column.unit:
            return given, "is below 1, and its header does not say whether in per cent or as a fraction"
        return given if column.unit == "fraction" else given / 100, ""
    z = NormalDist().inv_cdf((1 + column.level) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        if column.kind == "limits":
            upper, _ = _numbers(table.column(column.other))
            inside = (given < amount) & (amount < upper) & (given > 0)
            return np.where(inside, np.log(upper / given) / (2 * z), np.nan), ""
        if percent:
            return given / 100 / (z if column.kind == "margin" else 1), ""
        return given / amount / (z if column.kind == "margin" else 1), ""


def _numbers(column: pa.ChunkedArray) -> tuple[Floats, bool]:
    """Return the numbers, NaN for other cells, and whether the cells state per cent."""
    values = combine(column)
    if not is_text(values.type) and not pa.types.is_dictionary(values.type):
        try:
            return as_floats(values), False
        except (TypeError, ValueError, ArithmeticError):
            return np.full(len(values), np.nan), False
    coded = as_coded(values)
    texts = [str(cell or "").strip() for cell in coded.names]
    return np.array([_number(text) for text in texts]).take(coded.indices), any(
        text.endswith("%") for text in texts
    )


def _number(text: str) -> float:
    bare: Any = text.removeprefix("+/-").removeprefix("±").removesuffix("%").strip().lstrip("$£€")
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "")
    elif re.fullmatch(r"\d+,\d+", bare):
        bare = bare.replace(",", ".")
    return float(bare) if _NUMBER.fullmatch(bare) else float("nan")
