"""Links: what one currency is worth in another, from one day to another, with the source.

Every currency has an anchor, and every chain of anchors ends at the pivot. The Turkish lira of 2004 is anchored to the
lira of 2005 (1,000,000 old for one new), the Deutsche Mark to the euro (1.95583), the dirham to the dollar (3.6725), and
the dollar to the euro (as published that day).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from salarykit.currency.facts import euro_adoptions, pegs, redenominations
from salarykit.errors import SourceError
from salarykit.rates.spans import day_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from salarykit.currency.facts import Redenomination
    from salarykit.rates.published import Published

__all__ = [
    "LEGAL",
    "OBSERVED_LINK",
    "PARITY",
    "PEG",
    "PIVOT",
    "Link",
    "check_combinable",
    "find_links",
    "first_day_of",
    "unit_changes",
]

# How firm a link is, from the firmest; a chain is as soft as its softest link.
PIVOT: Final = 0
LEGAL: Final = 1
OBSERVED_LINK: Final = 2
PEG: Final = 3
PARITY: Final = 4
"""A peg between the two currencies themselves, without any observed rate."""

_EARLIEST: Final = -(2**31)
_LATEST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """What a currency is worth in its anchor.

    Attributes:
        code: the currency.
        anchor: the currency it is quoted in.
        softness: `LEGAL`, `OBSERVED_LINK` or `PEG`; a redenomination is law, too.
        first: the first day number on which it holds.
        last: the last day number on which it holds.
        units: units of the currency for one unit of the anchor, if the link is one number.
        table: the table of observed units by day, if they vary.
        source: who states it.
    """

    code: str
    anchor: str
    softness: int
    first: int
    last: int
    units: Fraction | None
    table: Published | None
    source: str


def find_links(tables: Sequence[Published], *, over_pegs: bool = False) -> dict[str, list[Link]]:
    """Return the links of every currency, in the order in which they apply.

    The order is: redenomination, legal euro rate, the first table's observed rate, peg, the other tables' observed rates.
    A currency's observed rates all come from one table, the first that has it.

    Args:
        tables: what the sources have published; the first one's pivot is the pivot of all.
        over_pegs: whether the other tables' rates take precedence over pegs, too.
    """
    links: dict[str, list[Link]] = {}
    observed = list(_observed(tables))
    firm = [link for link in observed if over_pegs or link.table is tables[0]]
    others = [link for link in observed if link not in firm]
    restated = tables[0].codes[0] if tables[0].is_restated else None
    for link in (*_redenominated(restated), *_legal(), *firm, *_pegged(), *others):
        links.setdefault(link.code, []).append(link)
    return {
        code: [_not_before(link, first_day_of(code)) for link in links_of_code]
        for code, links_of_code in links.items()
    }


def first_day_of(code: str) -> int:
    """Return the first day number of a currency; before it, its code has no rate.

    Examples:
        >>> first_day_of("TRY") == 12_784, first_day_of("USD") < -1_000_000
        (True, True)
    """
    days = [fact.effective for fact in redenominations() if fact.new == code != fact.old]
    return day_number(max(days)) if days else _EARLIEST


def unit_changes(code: str) -> list[int]:
    """Return the day numbers on which a code's unit changed while the code stayed the same; no rate is carried across them.

    Examples:
        >>> unit_changes("VES") == [18_901], unit_changes("USD")
        (True, [])
    """
    return [day_number(fact.effective) for fact in redenominations() if fact.old == fact.new == code]


def _not_before(link: Link, day: int) -> Link:
    if link.first >= day:
        return link
    return Link(link.code, link.anchor, link.softness, day, link.last, link.units, link.table, link.source)


def _redenominated(restated: str | None) -> Iterable[Link]:
    """Yield the links of replaced units; a link also holds before the change if the figures of that time are restated in the new unit."""
    for fact in redenominations():
        if fact.old != fact.new:
            first = _EARLIEST if fact.new == restated else day_number(fact.effective)
            yield from _shares(fact, first)


def _shares(fact: Redenomination, first: int) -> Iterable[Link]:
    """Yield what an old unit is worth in the new code; each later redenomination under the same code reduces it."""
    factor = fact.factor
    for later in redenominations():
        if later.old == later.new == fact.new and later.effective > fact.effective:
            day = day_number(later.effective)
            yield Link(fact.old, fact.new, LEGAL, first, day - 1, factor, None, fact.source)
            first, factor = day, factor * later.factor
    yield Link(fact.old, fact.new, LEGAL, first, _LATEST, factor, None, fact.source)


def _legal() -> Iterable[Link]:
    for fact in euro_adoptions():
        first = day_number(fact.adopted)
        yield Link(fact.code, "EUR", LEGAL, first, _LATEST, fact.units, None, fact.source)


def _observed(tables: Iterable[Published]) -> Iterable[Link]:
    taken: set[str] = set()
    for table in tables:
        if not taken:
            taken.add(table.codes[0])
        for code in table.codes[1:]:
            if code not in taken:
                taken.add(code)
                yield Link(code, table.codes[0], OBSERVED_LINK, _EARLIEST, _LATEST, None, table, table.source)


def _pegged() -> Iterable[Link]:
    for fact in pegs():
        last = day_number(fact.until) if fact.until else _LATEST
        yield Link(fact.code, fact.anchor, PEG, day_number(fact.since), last, fact.units, None, fact.source)


def check_combinable(first: Published, others: Iterable[Published]) -> None:
    """Refuse tables that no chain of links joins to the pivot of the first one.

    Raises:
        SourceError: if the pivot of another table is not a currency of the tables before it.
    """
    codes = set(first.codes)
    for table in others:
        if table.codes[0] not in codes:
            raise SourceError(
                f"The rates of {table.source} are quoted against {table.codes[0]}, which {first.source} does not have.",
                source=table.source,
            )
        codes |= set(table.codes)
