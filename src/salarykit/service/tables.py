"""`Tables`: the tables that are served, by name, and their conversions, which are kept for the next request."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from salarykit.errors import InvalidQuery, hint
from salarykit.reading.read import load_salaries
from salarykit.salaries.table import SalaryTable
from salarykit.service.problems import RefusedRequest

if TYPE_CHECKING:
    from collections.abc import ItemsView

    from salarykit.rates.rates import Rates
    from salarykit.salaries.checking.findings import Findings

__all__ = ["PACKAGED", "ROW", "Tables"]

PACKAGED: Final = "salaries"
"""The name of the packaged table."""
ROW: Final = "row of the table"
"""The name of the column of row numbers in a conversion for the page."""
_KEPT: Final = 16  # the most conversions that are kept: the last ones asked for


class Tables:
    """The tables that are served.

    Args:
        given: a table, or tables by name; the packaged one if None.
        rates: the rates that they are converted with.

    Raises:
        InvalidQuery: if something else is given.
    """

    def __init__(self, given: Any, rates: Rates) -> None:
        tables = {PACKAGED: load_salaries()} if given is None else given
        tables = {PACKAGED: tables} if isinstance(tables, SalaryTable) else tables
        if not isinstance(tables, Mapping) or not all(
            isinstance(table, SalaryTable) for table in tables.values()
        ):
            raise InvalidQuery("tables= takes a SalaryTable, or a mapping of names to them.", value=given)
        self._tables: dict[str, SalaryTable] = {str(name): table for name, table in tables.items()}
        self._rates = rates
        self.fingerprint = _fingerprint(self._tables)
        self.converted = lru_cache(_KEPT)(self._converted)
        self.findings = lru_cache(_KEPT)(self._findings)

    def items(self) -> ItemsView[str, SalaryTable]:
        """Return the names and the tables."""
        return self._tables.items()

    @property
    def names(self) -> list[str]:
        """The names of the tables."""
        return list(self._tables)

    def chosen(self, name: str | None) -> str:
        """Return the name of a table; if there is only one, it need not be named.

        Raises:
            RefusedRequest: if there is no such table, or if several are served and none is named.
        """
        if name is None and len(self._tables) == 1:
            return next(iter(self._tables))
        if name is None:
            detail = (
                f"{len(self._tables)} tables are served. Name one: table={' or table='.join(self._tables)}."
            )
            raise RefusedRequest(
                422 if self._tables else 404,
                "no-such-table",
                detail if self._tables else "No table is served.",
            )
        if name not in self._tables:
            shown = name[:64]
            raise RefusedRequest(
                404, "no-such-table", f"There is no table {shown!r}.{hint(shown, self._tables)}", table=shown
            )
        return name

    def __getitem__(self, name: str) -> SalaryTable:
        return self._tables[name]

    def _converted(
        self, name: str, base: str, on: str, *, numbered: bool = False, **terms: Any
    ) -> SalaryTable:
        """Return a table in one currency, if need be with the number of each row, from 1."""
        table = self._tables[name]
        if numbered:
            numbers = pa.array(range(1, len(table) + 1), pa.int64())
            table = SalaryTable(table.to_arrow().append_column(ROW, numbers))
        return table.convert(base, on=on, rates=self._rates, missing="null", **terms)

    def _findings(self, name: str) -> Findings:
        """Return the findings of a table, one for each doubt."""
        return self._tables[name].check(rates=self._rates, group_above=None)


def _fingerprint(tables: Mapping[str, SalaryTable]) -> str:
    """Return a hash of everything in the tables."""
    digest = sha256()
    for name, table in tables.items():
        digest.update(name.encode(errors="replace"))
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.to_arrow().schema) as writer:
            writer.write_table(table.to_arrow())
        digest.update(sink.getvalue())
    return digest.hexdigest()
