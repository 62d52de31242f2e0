"""The verbs that compare figures: rank, compare, compare_mix, differentials and check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict

from salarykit.files.frames import Frame
from salarykit.keywords import Keywords
from salarykit.salaries.ranking.ordering import RankOptions, rank_table
from salarykit.salaries.ranking.uncertainty import UncertaintyOptions
from salarykit.salaries.salary import Salary

if TYPE_CHECKING:
    from typing import Unpack

    from salarykit.analysis.decomposition import Split
    from salarykit.analysis.index_numbers import Index
    from salarykit.analysis.ranks import Ties
    from salarykit.rates.rates import Rates
    from salarykit.rates.spans import On, OnColumn
    from salarykit.salaries.checking.findings import Findings
    from salarykit.salaries.comparison.comparison import Comparison
    from salarykit.salaries.comparison.differentials import Differentials
    from salarykit.salaries.comparison.mix import MixComparison
    from salarykit.salaries.ranking.ranking import Ranking
    from salarykit.salaries.ranking.uncertainty import Uncertainty
    from salarykit.sources.price_levels import PriceLevels

__all__ = [
    "CHECKING",
    "COMPARISON",
    "RANKING",
    "CheckingKeywords",
    "Comparing",
    "ComparisonKeywords",
    "RankingKeywords",
]


class RankingKeywords(TypedDict, total=False):
    """The options of `SalaryTable.rank`, which explains them."""

    ties: Ties
    descending: bool
    against: str | None
    uncertainty: Uncertainty
    level: float
    seed: int
    spread: tuple[str, str] | None
    statistic: str | None
    fx_dates: OnColumn
    rates: Rates | None


class ComparisonKeywords(TypedDict, total=False):
    """The options of `SalaryTable.compare`, which explains them."""

    since: On | None
    method: Split
    price_levels: PriceLevels | str | None
    cpi: tuple[float, float] | None
    rates: Rates | None
    statistic: str | None


class CheckingKeywords(TypedDict, total=False):
    """The options of `SalaryTable.check`, which explains them."""

    anchors: Any
    today: On | None
    rates: Rates | None
    group_above: int | None


RANKING: Final = Keywords(
    RankingKeywords, ties="min", descending=True, uncertainty="auto", level=0.95, seed=0, fx_dates=()
)
"""The options of a ranking with their defaults, for the signatures of the functions that take them."""
COMPARISON: Final = Keywords(ComparisonKeywords, method="log_mean")
"""The options of a comparison with their defaults, for the signatures of the functions that take them."""

CHECKING: Final = Keywords(CheckingKeywords, group_above=5)
"""The options of a check with their defaults, for the signatures of the functions that take them."""


class Comparing(Frame[Salary]):
    """The verbs of a table of salaries that compare its figures."""

    __slots__ = ()

    @RANKING.spelled_out
    def rank(self, **options: Unpack[RankingKeywords]) -> Ranking:
        """Rank the rows by their figures, with an index and the uncertainty of each rank.

        Figures that agree to the smallest unit of the base are equal. If the table states several statistics of the same
        pay, its medians are ranked, and the other statistics are listed as unranked. Rank intervals need a sample size and
        quartiles, or the first and last decile, for every figure: in two columns, or in rows of the same role and city whose
        statistic is p25 and p75, or p10 and p90. Without them there are no intervals, and the ranking says so.

        Args:
            ties: the rank of equal figures: `"min"`, `"max"`, `"average"`, `"dense"` or `"ordinal"`, as
                `scipy.stats.rankdata` defines them.
            descending: whether rank 1 is the largest figure.
            against: the city whose index is 100; the city of rank 1 if None.
            uncertainty: `"auto"` (Holm's test if every figure has a sample size and quartiles), `"none"`, `"holm"` or
                `"max_t"` (narrower, by simulation). With `"holm"` or `"max_t"`, a figure without them is an error.
            level: the probability that all intervals contain their true ranks at the same time.
            seed: the seed of the simulation.
            spread: the two columns that hold the quartiles, in the currency of `amount`; `p25` and `p75`,
                or else `p10` and `p90`, if None.
            statistic: the statistic to rank by if the table states several; the median if None.
            fx_dates: other days or spans whose rates to try, or one text for all days of publication in a span.
                `Ranking.fx` then holds the ranks at their rates, Kendall's tau, and when neighbours change places.
            rates: the rates that the table was converted with; the packaged ones if None.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: for an unknown city or word; for intervals without the information that they need; if the table
                states several statistics but no median, and none was chosen.
            RateNotFound: if one of fx_dates has no rate.

        Examples:
            >>> import salarykit as sk
            >>> usd = sk.load_salaries().convert("USD", on="2024")
            >>> [(row["rank"], row["city"], round(row["index"])) for row in usd.rank(against="Toronto")][:2]
            [(1, 'New York', 180), (2, 'Seattle', 171)]
            >>> fx = usd.rank(fx_dates=["2019", "2021", "2023"]).fx
            >>> [(pair["city"], pair["above"], pair["first_flip"]) for pair in fx if pair["first_flip"]]
            [('Tel Aviv', 'San Francisco', '2021-01-01/2021-12-31')]
        """
        RANKING.check(Comparing.rank, options)
        given = RANKING.filled(options)
        order = RankOptions(**{name: given[name] for name in RankOptions._fields})
        uncertainty = UncertaintyOptions(**{name: given[name] for name in UncertaintyOptions._fields})
        return rank_table(self._table, order, uncertainty)

    @COMPARISON.spelled_out
    def compare(self, a: str, b: str | None = None, **options: Unpack[ComparisonKeywords]) -> Comparison:
        """Compare the figures of two cities, or of one city at two dates: ratio, gap, index, break-even rate.

        With `since` or `price_levels` the gap is split into parts that sum to it. With `since`, a city that has a
        row of that date has the pay and the rate of that date. A city with only one row keeps its local pay: its parts are
        the gap at the rates of that date, and the effect of exchange rates since. If the table states several statistics of the
        same pay, its medians are compared.

        Args:
            a: a city of the table, in upper or lower case.
            b: another city; None for the same city on the day of since.
            since: an earlier day or span, as `on` of `convert`.
            method: how the change of a product is divided among its factors: `"log_mean"`, which does not depend on their
                order and does not change the other parts if one is split further; or `"shapley"`.
            price_levels: `"latest"`, a year, or `PriceLevels`, to split the gap of two cities into real pay and price level.
            cpi: the consumer price index then and now, to split local pay into real pay and inflation.
            rates: the rates that the table was converted with; the packaged ones if None.
            statistic: the statistic to compare if the table states several; the median if None.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: if the table has no row, or several, for a city; if a country has no price level; if an option
                has no effect; see `rank` for statistics.
            RateNotFound: if there is no rate for since.

        Examples:
            >>> import salarykit as sk
            >>> usd = sk.load_salaries().convert("USD", on="2024")
            >>> print(usd.compare("Toronto", "San Francisco"))
            Toronto USD 249,713, San Francisco USD 318,000 a year.
            Toronto is 21.5% (USD 68,287) below San Francisco.
            Index: 78.5, San Francisco = 100.
            They would be equal at 0.929825 USD per CAD, +27.3% from the rate used.
            >>> [
            ...     (part.name, part.of, round(part.amount))
            ...     for part in usd.compare("Toronto", "Austin", since="2020").parts
            ... ]
            [('gap then', None, -64905), ('exchange rate', 'Toronto', -5382)]
        """
        from salarykit.salaries.comparison.comparison import compare_rows
        from salarykit.salaries.comparison.splitting import SplitOptions

        COMPARISON.check(Comparing.compare, options)
        return compare_rows(self._table, a, b, SplitOptions(**options))

    def compare_mix(
        self, other: Comparing, *, by: str = "role", statistic: str | None = None
    ) -> MixComparison:
        """Compare the pay of this table with another's, role by role, and give the crude ratio of their means as well.

        The means of two tables differ by what is paid and by who is paid. The indices of Laspeyres, Paasche, Fisher,
        Törnqvist and Jevons compare the roles that both tables have; Kitagawa's split divides the gap between the two
        causes. If a table states several statistics of the same pay, its medians count.

        Args:
            other: the table to compare with, in the same unit.
            by: the column whose values both tables share.
            statistic: the statistic that counts if a table states several; the median if None.

        Raises:
            MixedCurrencies: if the tables are in different units.
            InvalidQuery: if they share no role; see `rank` for statistics.
        """
        from salarykit.salaries.comparison.mix import compare_mix

        return compare_mix(self._table, getattr(other, "_table", other), by, statistic)

    def differentials(
        self,
        against: str,
        *,
        by: str = "role",
        formula: Literal["geks"] | Index = "geks",
        statistic: str | None = None,
    ) -> Differentials:
        """Return geographic differentials: the pay of the same roles in every city, where one city is 100.

        If the table states several statistics of the same pay, its medians count.

        Args:
            against: the city whose index is 100.
            by: the column whose values the cities share.
            formula: `"geks"`, whose ratios do not depend on the city chosen; or a bilateral index.
            statistic: the statistic that counts if the table states several; the median if None.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: for an unknown city or formula; see `rank` for statistics.

        Examples:
            >>> import salarykit as sk
            >>> index = sk.load_salaries().convert("USD", on="2024").differentials("New York")
            >>> index[1]["city"], round(index[1]["index"], 1)
            ('San Francisco', 70.7)
        """
        from salarykit.salaries.comparison.differentials import differentials

        return differentials(self._table, against, by, formula, statistic)

    @CHECKING.spelled_out
    def check(self, **options: Unpack[CheckingKeywords]) -> Findings:
        """List the doubtful figures, the most serious first; nothing is corrected, and no row is left out.

        The table may be converted or not, in several currencies, and lack cities and days. docs/methods.md has the rule
        behind each code.

        Args:
            anchors: the usual yearly pay by country: a mapping of ISO 3166-1 alpha-2 codes to figures in local money; or
                a path, frame or records with the columns `country`, `anchor` and, if need be, `currency`. The packaged
                GDP per head if None.
            today: the day that counts as today; the last day of the rates if None.
            rates: the rates that make figures comparable; the packaged ones if None.
            group_above: how many findings of one kind (code, severity, column and suggestion) are listed one by one; if there
                are more, one finding stands for all of them. None lists every finding.

        Raises:
            InvalidQuery: for invalid anchors, or if today is not a day.

        Examples:
            >>> import salarykit as sk
            >>> found = sk.load_salaries().check()
            >>> {row["row"] for row in found if row["column"] == "amount"}
            {6}
        """
        from salarykit.salaries.checking.check import check_table

        CHECKING.check(Comparing.check, options)
        return check_table(self._table, **CHECKING.filled(options))
