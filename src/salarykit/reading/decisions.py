"""`Decisions`: what no cell says alone, and the rows of a source decide together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from salarykit.reading.homes import Majority

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.reading.common_tender import Tenders
    from salarykit.reading.notation import Notation
    from salarykit.reading.told import Seen

__all__ = ["Decisions"]


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """What the rows of a source decide together; once it is decided, each row can be read for itself.

    Attributes:
        notations: how the numbers of the amounts are written; of a range's two columns one each.
        texts: whether amounts are texts, so that a cell without pay is told as one.
        said: the columns for what texts say beside their amounts.
        day_first: whether `03/04/2024` puts the day first; None if nothing says so.
        majority: where the cities lie that are not sure.
        tenders: the moneys of a source whose countries alone say the currency; None if anything else says it.
        own_money: whether rows without a currency may be in the money of their country, by country; see `own_money_of`.
        too_low: the currencies whose amounts are too low for a year's pay, though nothing says their period.
        memory: what the cells of earlier blocks said, so that each distinct one is read once.
    """

    notations: tuple[Notation, ...] = ()
    texts: bool = False
    said: tuple[str, ...] = ()
    day_first: bool | None = None
    majority: Majority = field(default_factory=Majority)
    tenders: Tenders | None = None
    own_money: Mapping[str, bool] = field(default_factory=dict)
    too_low: tuple[str, ...] = ()
    memory: dict[tuple[str, ...], Seen] = field(default_factory=dict)

    def replaced(self, **changes: Any) -> Decisions:
        """Return the same with other attributes."""
        return replace(self, **changes)
