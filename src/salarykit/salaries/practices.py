"""How others convert pay: their published practices, and the exchange rates that their conversions imply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict

import numpy as np
import pyarrow as pa

from salarykit.errors import InvalidQuery, InvalidSalary, hint
from salarykit.files.columns import as_coded, as_floats
from salarykit.files.frames import Frame
from salarykit.files.raw import as_list
from salarykit.files.reading import read_raw
from salarykit.keywords import is_one_of
from salarykit.pay.pay_year import PayYear
from salarykit.rates.spans import parse_span

if TYPE_CHECKING:
    from salarykit.rates.means import Average
    from salarykit.rates.spans import On
    from salarykit.salaries.results import ImpliedRate

__all__ = ["Practice", "infer_rates", "practice"]


class PracticeOptions(TypedDict):
    """The options of `SalaryTable.convert` that a practice sets: `table.convert("USD", **options)`."""

    on: str
    pay_year: PayYear
    average: Average


class Practice(NamedTuple):
    """One published way to convert pay.

    Examples:
        >>> import salarykit as sk
        >>> table = sk.read_salaries([{"amount": 1000, "currency": "EUR", "period": "week"}])
        >>> usd = table.convert("USD", **sk.practice("stackoverflow-2019").options)
        >>> round(usd.to_arrow().column("value")[0].as_py() / 1000, 2)
        57.35
    """

    name: str
    on: str
    """The day or span of the rates."""
    pay_year: PayYear
    """How many of each period are paid in a year."""
    average: Average
    """How the rates of a span become one rate."""
    source: str
    """Where the practice is published."""

    @property
    def options(self) -> PracticeOptions:
        """The practice as options of `SalaryTable.convert`."""
        return {"on": self.on, "pay_year": self.pay_year, "average": self.average}


_SURVEY_YEAR: Final = PayYear(weeks=50, months=12)  # "12 working months and 50 working weeks"
_SPOT: Final = {
    "stackoverflow-2018": ("2018-01-18", "Stack Overflow Developer Survey 2018, schema of ConvertedSalary"),
    "stackoverflow-2019": ("2019-02-01", "Stack Overflow Developer Survey 2019, schema of ConvertedComp"),
    "stackoverflow-2020": ("2020-02-19", "Stack Overflow Developer Survey 2020, schema of ConvertedComp"),
    "stackoverflow-2022": ("2022-05-24", "Stack Overflow Developer Survey 2022, methodology"),
    "stackoverflow-2024": ("2024-06-11", "https://survey.stackoverflow.co/2024/methodology"),
}
_MOVING: Final[dict[str, tuple[Average, str]]] = {
    "yearly-mean": ("mean", "US Bureau of Labor Statistics, international comparisons; ai-jobs.net salaries"),
    "trailing-12-month-median": ("median", "Buffer, How we handle exchange rates"),
}


def practice(name: str, when: On | None = None) -> Practice:
    """Return a published practice by name.

    `stackoverflow-2018`, `-2019`, `-2020`, `-2022`, `-2024`: the rate of one day, and 12 months or 50 weeks to the year.
    (The survey takes its rates from another vendor: expect differences of about 0.2 %.) `yearly-mean`: the mean over the
    days of the year `when`. `trailing-12-month-median`: the median over the twelve months that end on the day `when`.

    Args:
        name: one of these.
        when: the year or the last day of the last two practices; the others have a fixed day.

    Raises:
        InvalidQuery: for an unknown name; if `when` is missing, or given for a practice with a fixed day.
        InvalidSpan: if `when` is neither a year nor a day.

    Examples:
        >>> practice("stackoverflow-2019").on, practice("yearly-mean", "2022").on
        ('2019-02-01', '2022')
        >>> practice("trailing-12-month-median", "2024-06-30").on
        'P12M/2024-06-30'
    """
    if not isinstance(name, str):
        raise InvalidQuery(f"{name!r} is not the name of a practice.", value=name)
    if name in _SPOT and when is None:
        day, source = _SPOT[name]
        return Practice(name, day, _SURVEY_YEAR, "mean", source)
    if name in _MOVING and when is not None:
        average, source = _MOVING[name]
        last = parse_span(str(when)).last
        on = f"{last.year:04d}" if name == "yearly-mean" else f"P12M/{last}"
        return Practice(name, on, PayYear(), average, source)
    names = [*_SPOT, *_MOVING]
    if name in names:
        need = "needs when=, a year or a day" if name in _MOVING else "has a day of its own; leave when= out"
        raise InvalidQuery(f"The practice {name!r} {need}.", value=when)
    raise InvalidQuery(
        f"{name!r} is not a practice.{hint(name, names)} Practices: {', '.join(names)}.", value=name
    )


_IMPLIED: Final = pa.schema(
    [
        ("currency", pa.string()),
        ("rate", pa.float64()),
        ("inverse", pa.float64()),
        ("n", pa.int64()),
        ("spread", pa.float64()),
    ]
)


def infer_rates(source: Any, *, amount: str, currency: str, converted: str) -> Frame[ImpliedRate]:
    """Return the rate at which each currency was converted, from amounts and their converted figures.

    The rate is the median of converted / amount. If one rate was used for all rows, `spread` is about 0. A large spread
    means that there were several rates, of several days, or that pay of several periods was annualised.

    Args:
        source: a path, a frame or records, as for `read_salaries`.
        amount: the column of amounts in local money.
        currency: the column of their currencies, or of other labels to group by.
        converted: the column of the converted amounts.

    Returns:
        Rows of `currency`, `rate` (units of the base for one unit), `inverse`, `n` (the number of rows) and `spread` (the
        median distance from the rate, as a share of it). Rows with a figure that is missing or not positive do not count.

    Raises:
        SourceError: if the source cannot be read.
        InvalidSalary: if it lacks one of the columns.

    Examples:
        >>> import salarykit as sk
        >>> rows = [{"pay": 100, "cur": "EUR", "usd": 107}, {"pay": 200, "cur": "EUR", "usd": 214}]
        >>> implied = sk.infer_rates(rows, amount="pay", currency="cur", converted="usd")[0]
        >>> implied["currency"], implied["rate"], implied["n"], round(implied["spread"], 9)
        ('EUR', 1.07, 2, 0.0)
    """
    raw = read_raw(source)
    for name in (amount, currency, converted):
        if not is_one_of(name, raw.columns):
            raise InvalidSalary(
                f"{raw.name} has no column {name!r}.{hint(str(name), raw.columns)} It has: {', '.join(raw.columns)}.",
                column=name,
            )
    local, base = _figures(raw.columns[amount]), _figures(raw.columns[converted])
    labels = as_coded(raw.columns[currency])
    rate = np.divide(
        base, local, out=np.full(len(local), np.nan), where=(local > 0) & (base > 0) & np.isfinite(local)
    )
    rows = [
        _implied(str(label), rates)
        for index, label in enumerate(labels.names)
        if label is not None and len(rates := rate[(labels.indices == index) & np.isfinite(rate)])
    ]
    rows.sort(key=lambda row: row["currency"])
    return Frame(pa.Table.from_pylist(rows, _IMPLIED))


def _implied(currency: str, rates: np.ndarray[Any, np.dtype[np.float64]]) -> ImpliedRate:
    """Return the rate that the rates of some rows imply."""
    middle = float(np.median(rates))
    spread = float(np.median(np.abs(rates / middle - 1)))
    return {"currency": currency, "rate": middle, "inverse": 1 / middle, "n": len(rates), "spread": spread}


def _figures(column: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return a column as numbers; NaN for a text that is not a number."""
    try:
        return as_floats(column)
    except (ValueError, OverflowError, pa.ArrowException):
        texts = as_list(column)
        return np.array([_figure(text) for text in texts], np.float64)


def _figure(text: Any) -> float:
    try:
        return float(text)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
