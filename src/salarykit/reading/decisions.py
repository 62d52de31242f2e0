"""`Decisions`: what no single cell shows, and the rows of a source decide together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from salarykit.reading.city_countries import CityMajority
from salarykit.reading.summary_rows import NO_SUMMARIES, SummaryRows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.reading.cell_figures import CellMemory
    from salarykit.reading.country_currency import CommonTender
    from salarykit.reading.notation import Notation

__all__ = ["Decisions"]


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """What the rows of a source decide together; given these decisions, each row can be read by itself.

    Attributes:
        notations: how the numbers of the amounts are written; for a range, one for each of its two columns.
        texts: whether amounts are texts, so that a cell without pay is refused as `no_pay`.
        details: the columns for what texts say in addition to their amounts.
        day_first: whether `03/04/2024` is the third of April; None if nothing shows it.
        majority: what the cities whose country is certain show about the other cities.
        tender: the common tender of a source whose rows state no currency; None for any other source.
        own_money: for each country, whether rows without a currency may be in the country's own; see `own_money_of`.
        too_low: the currencies whose amounts state no period and are too low for a year's pay.
        lower_codes: whether all currencies are codes in lower case.
        monthly: the currencies of monthly markets whose rows are checked one by one; see `monthly_currencies`.
        summaries: how totals and averages are recognised.
        other_tables: whether there is another table below the first.
        in_multiples: whether most amounts are texts with a multiple, such as `90k`, so that `95` may mean `95k`.
        memory: what was read in earlier blocks, so that equal cells are read once.
    """

    notations: tuple[Notation, ...] = ()
    texts: bool = False
    details: tuple[str, ...] = ()
    day_first: bool | None = None
    majority: CityMajority = field(default_factory=CityMajority)
    tender: CommonTender | None = None
    own_money: Mapping[str, bool] = field(default_factory=dict)
    too_low: tuple[str, ...] = ()
    lower_codes: bool = False
    monthly: tuple[str, ...] = ()
    summaries: SummaryRows = NO_SUMMARIES
    other_tables: bool = False
    in_multiples: bool = False
    memory: dict[tuple[str, ...], CellMemory] = field(default_factory=dict)

    def replaced(self, **changes: Any) -> Decisions:
        """Return the same decisions with some of them changed."""
        return replace(self, **changes)
