"""The verbs that set figures against each other: order, gap, mix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from salarykit.files.frames import Frame
from salarykit.salaries.comparison.comparison import Comparison, compare_rows
from salarykit.salaries.comparison.mix import compare_mix, differentials
from salarykit.salaries.comparison.splitting import SplitOptions
from salarykit.salaries.ranking.ordering import RankOptions, rank_table
from salarykit.salaries.ranking.uncertainty import UncertaintyOptions
from salarykit.salaries.salary import Salary

if TYPE_CHECKING:
    from salarykit.analysis.decomposition import Split
    from salarykit.analysis.index_numbers import Index
    from salarykit.analysis.ranks import Ties
    from salarykit.rates.rates import Rates
    from salarykit.rates.spans import On, OnColumn
    from salarykit.salaries.comparison.mix_results import Differentials, MixComparison
    from salarykit.salaries.ranking.ranking import Ranking
    from salarykit.salaries.ranking.uncertainty import Uncertainty
    from salarykit.sources.price_levels import PriceLevels

__all__ = ["Comparing"]


class Comparing(Frame[Salary]):
    """What a table of salaries can be asked for that sets figures against each other."""

    __slots__ = ()

    def rank(  # noqa: PLR0913 - the options of one order
        self,
        *,
        ties: Ties = "min",
        descending: bool = True,
        against: str | None = None,
        uncertainty: Uncertainty = "auto",
        level: float = 0.95,
        seed: int = 0,
        spread: tuple[str, str] | None = None,
        statistic: str | None = None,
        fx_dates: OnColumn = (),
        rates: Rates | None = None,
    ) -> Ranking:
        """Return the rows in order of their figures, with an index, and what is open about the order.

        Figures that agree to the base's smallest unit are equal. Where the table states several statistics of the same
        pay, medians are ranked; percentiles are no figures of their own, and are listed as unranked. Rank intervals need a sample size and quartiles for
        every figure: from two columns, or from rows of the same role and city whose statistic is p25 and p75.
        Without them there are no intervals, and the ranking says so.

        Args:
            ties: the rank of equal figures: `"min"`, `"max"`, `"average"`, `"dense"` or `"ordinal"`, as
                `scipy.stats.rankdata` defines them.
            descending: whether rank 1 is the largest.
            against: the city whose index is 100; the first in rank if None.
            uncertainty: `"auto"`: Holm's test where the information exists; `"none"`; `"holm"`; `"max_t"`, narrower, by
                simulation. By name, missing information is an error.
            level: the probability that all intervals hold their true ranks at once.
            seed: of the simulation.
            spread: the two columns with the quartiles, in the money of `amount`; `p25` and `p75` if None.
            statistic: what is ranked where the table states several statistics; the median if None.
            fx_dates: other days or spans whose rates to try, or one text for all days of publication in a span: the
                ranks they give, Kendall's tau, and when neighbours change places (`Ranking.fx`).
            rates: those the table was converted with; the packaged ones if None.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: for an unknown city or word; for intervals that the figures cannot bear; where the table states
                several statistics, no median among them, and none was chosen.
            RateNotFound: for one of fx_dates without a rate.

        Examples:
            >>> import salarykit as sk
            >>> usd = sk.load_salaries().convert("USD", on="2024")
            >>> [(row["rank"], row["city"], round(row["index"])) for row in usd.rank(against="Toronto")][:2]
            [(1, 'New York', 180), (2, 'Seattle', 171)]
            >>> fx = usd.rank(fx_dates=["2019", "2021", "2023"]).fx
            >>> [(pair["city"], pair["above"], pair["first_flip"]) for pair in fx if pair["first_flip"]]
            [('Tel Aviv', 'San Francisco', '2021-01-01/2021-12-31')]
        """
        order = RankOptions(ties, descending, against, fx_dates, rates, statistic)
        return rank_table(self._table, order, UncertaintyOptions(uncertainty, level, seed, spread))

    def compare(
        self,
        a: str,
        b: str | None = None,
        *,
        since: On | None = None,
        method: Split = "log_mean",
        price_levels: PriceLevels | str | None = None,
        cpi: tuple[float, float] | None = None,
        rates: Rates | None = None,
    ) -> Comparison:
        """Return two cities' figures side by side, or one city's at two dates: ratio, gap, index, break-even rate.

        With `since` or `price_levels` the gap is split into parts that sum to it. With `since`, a city that has one row
        has its local pay held as it is: the parts then are the gap at the rates of that day, and what the exchange
        rates have made of it. A city with a row of that date has both its pay and its rate of then.

        Args:
            a: a city of the table; case does not count.
            b: another; None for the same one, at the day of since.
            since: an earlier day or span, as `on` of `convert`.
            method: how a change of a product is shared: `"log_mean"`, which does not depend on the order and leaves other
                parts alone when one is split further; or `"shapley"`.
            price_levels: `"latest"`, a year, or `PriceLevels`: splits the gap of two cities into real pay and price level.
            cpi: the consumer price index then and now, to split local pay into real pay and inflation.
            rates: those the table was converted with; the packaged ones if None.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: for a city that the table does not have, or has in several rows; for a country without price
                level; for an option without effect.
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
        return compare_rows(self._table, a, b, SplitOptions(since, method, price_levels, cpi, rates))

    def compare_mix(
        self, other: Comparing, *, by: str = "role", statistic: str | None = None
    ) -> MixComparison:
        """Return this table's pay against another's, role by role, beside the crude ratio of the means.

        The means of two tables differ by what is paid and by who is paid. Laspeyres, Paasche, Fisher, Törnqvist and Jevons
        compare the roles that both have; Kitagawa's split says how much of the gap is which. Where a table states several
        statistics of the same pay, its medians count.

        Args:
            other: the table compared against, in the same unit.
            by: the column whose values are alike in both.
            statistic: what counts where a table states several statistics; the median if None.

        Raises:
            MixedCurrencies: if the tables are in different units.
            InvalidQuery: if they share no role; see `rank` for statistics.
        """
        return compare_mix(self._table, getattr(other, "_table", other), by, statistic)

    def differentials(
        self,
        against: str,
        *,
        by: str = "role",
        formula: Literal["geks"] | Index = "geks",
        statistic: str | None = None,
    ) -> Differentials:
        """Return geographic differentials: every city's pay of the same roles, where one city's is 100.

        Where the table states several statistics of the same pay, its medians count.

        Args:
            against: that city.
            by: the column whose values are alike in all cities.
            formula: `"geks"`, which does not depend on the city compared against; or a bilateral index.
            statistic: what counts where the table states several statistics; the median if None.

        Raises:
            MixedCurrencies: if the figures are in several currencies and were not converted.
            InvalidQuery: for an unknown city or formula; see `rank` for statistics.

        Examples:
            >>> import salarykit as sk
            >>> index = sk.load_salaries().convert("USD", on="2024").differentials("New York")
            >>> index[1]["city"], round(index[1]["index"], 1)
            ('San Francisco', 70.7)
        """
        return differentials(self._table, against, by, formula, statistic)
