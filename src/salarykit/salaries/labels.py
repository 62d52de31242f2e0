"""Finding the one row that a city's name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salarykit.errors import InvalidQuery, hint

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["find_row"]


def find_row(table: pa.Table, city: str) -> int:
    """Return the index of the one row of a city; case does not count.

    Raises:
        InvalidQuery: if there is none, with the nearest name; or if there are several.
    """
    cities = table.column("city").to_pylist()
    rows = [row for row, name in enumerate(cities) if name and name.casefold() == str(city).casefold()]
    if len(rows) == 1:
        return rows[0]
    names = sorted({name for name in cities if name})
    if not rows:
        shown = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")  # noqa: PLR2004 - a line's worth
        raise InvalidQuery(
            f"No row for the city {city!r}.{hint(str(city), names)} The table has: {shown or 'no city'}.",
            value=city,
        )
    raise InvalidQuery(
        f"{len(rows)} rows are for the city {city!r}. Narrow the table first, for example with "
        '.where(role="...") or .where(country="...").',
        value=city,
    )
