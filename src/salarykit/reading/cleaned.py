"""`Cleaned`: the cleaned rows of a source; completes their places, and refuses the rows that are not records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from salarykit.files.columns import as_flags
from salarykit.reading.city_names import place_cities
from salarykit.reading.summary_rows import kinds_of_figures, summary_faults, summary_rows_of
from salarykit.reading.validation import with_refused_rows

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

    from salarykit.files.raw import Raw
    from salarykit.reading.decisions import Decisions
    from salarykit.reading.inference_log import InferenceLog
    from salarykit.reading.other_tables import OtherTables
    from salarykit.reading.plan import Plan
    from salarykit.reading.running_summaries import RunningSummaries
    from salarykit.reading.validation import Fault

__all__ = ["Cleaned", "decide_summaries", "with_places", "without_other_tables", "without_summaries"]


class Cleaned(NamedTuple):
    """The rows of a source, cleaned.

    Attributes:
        raw: the source's columns, with a row for each figure.
        columns: a column for each field of a salary.
        details: the columns for what the texts of amounts say in addition to the fields.
        faults: the refused cells, by field.
        unstated: which rows have a period that nothing states.
        log: what was inferred.
        decided: the decisions for all rows.
        filled: which rows have the country of their city, because they state none; None until cities are looked up.
        named: which rows have a city whose region or country was removed; None until cities are looked up.
    """

    raw: Raw
    columns: dict[str, pa.Array]
    details: dict[str, pa.Array]
    faults: list[tuple[str, Fault]]
    unstated: NDArray[np.bool_]
    log: InferenceLog
    decided: Decisions
    filled: NDArray[np.bool_] | None
    named: NDArray[np.bool_] | None


def with_places(cleaned: Cleaned) -> Cleaned:
    """Return rows with certain cities named without their region, and with the countries of these cities."""
    cities, columns = cleaned.columns["city"], cleaned.columns
    if cleaned.filled is not None:
        return cleaned
    if cities.null_count == len(cities):
        return cleaned._replace(filled=np.zeros(len(cities), bool), named=np.zeros(len(cities), bool))
    placed = place_cities(cities, columns["country"], columns["currency"], cleaned.decided.majority)
    return cleaned._replace(
        columns={**columns, "city": placed.cities, "country": placed.countries},
        filled=as_flags(placed.filled),
        named=as_flags(placed.named),
    )


def decide_summaries(cleaned: Cleaned, plan: Plan, *, is_all: bool) -> Cleaned:
    """Return rows with the decision on how totals and averages of their source are recognised.

    Args:
        cleaned: the rows.
        plan: which column is which field.
        is_all: whether these are all rows of the source.
    """
    summaries = summary_rows_of(cleaned.raw.columns, plan, cleaned.columns, is_all=is_all)
    return cleaned._replace(decided=cleaned.decided.replaced(summaries=summaries))


def without_summaries(cleaned: Cleaned, plan: Plan, running: RunningSummaries | None) -> Cleaned:
    """Return the rows, with totals and averages of other rows refused.

    Args:
        cleaned: the rows of a source, or of its next block.
        plan: which column is which field.
        running: recognises totals and averages by the rows of earlier blocks; None if the decisions of these rows are enough.
    """
    columns = cleaned.raw.columns
    if running:
        amounts = cleaned.columns["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
        summaries = running.faults(columns, amounts, kinds_of_figures(cleaned.columns, plan))
    else:
        summaries = summary_faults(columns, plan, cleaned.decided.summaries)
    cleaned.log.count("summary", len({fault.at for _, fault in summaries}))
    return cleaned._replace(faults=with_refused_rows(cleaned.faults, summaries)) if summaries else cleaned


def without_other_tables(cleaned: Cleaned, other_tables: OtherTables | None) -> Cleaned:
    """Return the rows, with those of another table below the first refused.

    Args:
        cleaned: the rows of a source, or of its next block.
        other_tables: recognises other tables in the source; None not to look for any.
    """
    if other_tables is None:
        return cleaned
    amounts = cleaned.columns["amount"].to_numpy(zero_copy_only=False).astype(np.float64)
    refused = other_tables.faults(cleaned.raw, cleaned.faults, amounts, cleaned.unstated)
    if not refused:
        return cleaned
    is_table = any(fault.code in ("second_table", "repeated_header") for _, fault in refused)
    decided = cleaned.decided.replaced(other_tables=True) if is_table else cleaned.decided
    return cleaned._replace(faults=with_refused_rows(cleaned.faults, refused), decided=decided)
