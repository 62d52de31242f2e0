"""What market pricing returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from salarykit.analysis.composites import CompositeBy
from salarykit.analysis.decomposition import largest_remainder
from salarykit.analysis.positions import Percentile, compa_ratio, percentile_of
from salarykit.errors import InvalidQuery
from salarykit.files.frames import html_table, money

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["MarketPrice"]


class MarketPrice(BaseModel):
    """A composite market price, with each survey's part in it; what `market_price` returns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    currency: str
    """ISO 4217."""
    p25: float | None
    """The composite first quartile of a year's pay; None if no survey has one."""
    p50: float
    """The composite median: the market price."""
    p75: float | None
    """The composite third quartile."""
    how: CompositeBy
    """How the surveys were made into one."""
    ageing: dict[str, Any] | None
    """To which date they were brought, and how; None if they were not."""
    sources: tuple[dict[str, Any], ...]
    """Each survey: its fields, `factor` (ageing and adjustment), `share`, `adjusted_p50`, `to_others` (its median over
    that of the others) and `divergent`."""
    divergent: tuple[str, ...]
    """The surveys that do not hang together with the others."""
    left_out: tuple[str, ...]
    """The surveys whose match was too poor to count."""
    version: str
    """Of salarykit."""
    input: str
    """A fingerprint of the surveys' figures."""

    def market_ratio(self, salary: float) -> float:
        """Return a salary over the market price: a compa-ratio against the market instead of a midpoint."""
        return compa_ratio(salary, self.p50)

    def percentile(self, salary: float) -> Percentile:
        """Return the share of the market paid less than a salary, or the bounds of it.

        Raises:
            InvalidQuery: if the quartiles are not known.
        """
        if self.p25 is None or self.p75 is None:
            raise InvalidQuery("No survey has quartiles, so a percentile cannot be said.", value=salary)
        return percentile_of(salary, self.p25, self.p50, self.p75)

    def salary_range(self, spread: float = 0.5, position: float = 1.0) -> tuple[float, float, float]:
        """Return minimum, midpoint and maximum of a pay range set against the market.

        Args:
            spread: maximum over minimum, less one.
            position: the midpoint over the market price: 1 to match it, 1.05 to lead, 0.95 to lag.

        Raises:
            InvalidQuery: for a spread or position that is not positive.

        Examples:
            >>> from salarykit.salaries.market import market_price
            >>> price = market_price([{"survey": "A", "currency": "USD", "p50": 100_000}])
            >>> price.salary_range(0.5)
            (80000.0, 100000.0, 120000.0)
        """
        if not (spread > 0 and position > 0):
            raise InvalidQuery(f"spread={spread}, position={position}: both are positive.", value=spread)
        midpoint = self.p50 * position
        low = midpoint / (1 + spread / 2)
        return low, midpoint, low * (1 + spread)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each survey's share in whole per cent, which together are 100."""
        exact = [100 * float(each["share"]) for each in self.sources]
        return tuple(share / 100 for share in largest_remainder(exact, 100.0, 0))

    def explain(self) -> str:
        """Return what the price says and rests on, in plain sentences."""
        aged = f", aged to {self.ageing['to']} ({self.ageing['method']})" if self.ageing else ""
        how = f"the {self.how.replace('_', ' ')} of {len(self.sources)} surveys{aged}"
        lines = [f"The market price is {money(self.p50, self.currency)} a year: {how}."]
        if self.p25 is not None and self.p75 is not None:
            lines.append(
                f"The quartiles are {money(self.p25, self.currency)} and {money(self.p75, self.currency)}."
            )
        lines += [
            f"{each['survey']} counts {share:.0%} with {money(each['adjusted_p50'], self.currency)}"
            + (
                f": {each['to_others']:.2f} times the others, so look at its match again."
                if each["divergent"]
                else "."
            )
            for each, share in zip(self.sources, self.shares, strict=True)
        ]
        if self.left_out:
            lines.append(f"Left out for a poor match: {', '.join(self.left_out)}.")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return self.model_dump(mode="json")

    def to_json(self) -> str:
        """Return everything as JSON."""
        return self.model_dump_json(indent=2)

    def to_arrow(self) -> pa.Table:
        """Return the surveys as an Arrow table."""
        import pyarrow as pa

        return pa.Table.from_pylist(list(self.sources))

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Export the surveys through Arrow's C stream interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def __str__(self) -> str:
        return self.explain()

    def _repr_html_(self) -> str:
        rows = [
            [
                each["survey"],
                money(each["p50"], self.currency),
                f"{each['factor']:.4f}",
                money(each["adjusted_p50"], self.currency),
                f"{share:.0%}",
                "divergent" if each["divergent"] else "",
            ]
            for each, share in zip(self.sources, self.shares, strict=True)
        ]
        headers = ["survey", "median", "factor", "aged and adjusted", "share", ""]
        return html_table(headers, rows, self.explain().splitlines()[0])
