"""Finding the one row that a city's name stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from salarykit.errors import InvalidQuery, hint

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["find_row", "find_rows"]


def find_row(table: pa.Table, city: str) -> int:
    """Return the index of the one row of a city; case does not count.

    Raises:
        InvalidQuery: if there is none, with the nearest name; or if there are several.
    """
    rows = find_rows(table, city)
    if len(rows) == 1:
        return rows[0]
    raise InvalidQuery(
        f"{len(rows)} rows are for the city {city!r}. Narrow the table first, for example with "
        '.where(role="...") or .where(country="...").',
        value=city,
    )


def find_rows(table: pa.Table, city: str) -> list[int]:
    """Return the indices of the rows of a city, at least one; case does not count.

    Raises:
        InvalidQuery: if there is none, with the nearest name.
    """
    cities = table.column("city").to_pylist()
    rows = [row for row, name in enumerate(cities) if name and name.casefold() == str(city).casefold()]
    if not rows:
        names = sorted({name for name in cities if name})
        shown = ", ".join(names[:10]) + (", ..." if len(names) > 10 else "")  # noqa: PLR2004 - a line's worth
        raise InvalidQuery(
            f"No row for the city {city!r}.{hint(str(city), names)} The table has: {shown or 'no city'}.",
            value=city,
        )
    return rows
