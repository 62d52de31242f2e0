"""Refuses rows that are not base pay but a bonus, an allowance or the like, by a column such as `Wage type` or `Lohnart`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from salarykit.files.columns import as_flags
from salarykit.package import remembered
from salarykit.reading.headers import read_header
from salarykit.reading.source_columns import distinct_texts, texts_of
from salarykit.reading.validation import Fault

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    from salarykit.files.raw import Raw

__all__ = ["rows_of_other_money"]

_KIND: Final = re.compile(
    r"(?:pay|wage|earnings?|salary|compensation)[ _-]?(?:types?|components?|elements?|codes?|categor(?:y|ies)|items?)"
    r"|(?:lohn|gehalts|entgelt|vergütungs|bezugs)art(?:en|text)?|rubrique(?: de paie)?|élément de paie|concepto(?: salarial)?|voce retributiva|looncomponent"
    r"|löneart|lønart|lønnsart|składnik (?:płacy|wynagrodzenia)|вид (?:выплаты|начисления)",
    re.IGNORECASE,
)
"""The headers of columns that state a kind of pay."""
_PAID: Final = "{}: EUR 5,000 per month"
"""A sentence in which pay is found unless the kind of pay at its beginning is not base pay."""


def rows_of_other_money(
    raw: Raw, read: Collection[str], is_row: NDArray[np.bool_]
) -> list[tuple[str, Fault]]:
    """Return the faults of rows whose kind of pay is not base pay.

    Args:
        raw: the columns, n rows.
        read: the columns that are read for fields, which are not checked.
        is_row: which of the n rows have an amount.
    """
    faults: dict[int, tuple[str, Fault]] = {}
    for name in raw.columns:
        if name in read or not _names_kinds(name):
            continue
        column = raw.columns[name]
        others = [text for text in distinct_texts(column) if _is_other_money(text)]
        texts = texts_of(column)
        rows = as_flags(pc.is_in(texts, pa.array(others, pa.string()))) & is_row
        for row in np.flatnonzero(rows).tolist():
            kind = texts[row].as_py()
            sentence = f"the column {name!r} says {kind.strip()!r}, which is not base pay. Leave such rows out, or that column."
            faults.setdefault(row, ("amount", Fault(row, kind, "no_pay", sentence)))
    return list(faults.values())


@remembered(1024)
def _names_kinds(name: str) -> bool:
    """Return whether a header is that of a column of kinds of pay."""
    header = read_header(name)
    is_type = header is not None and header.field == "period" and header.rank[:1] == (1,)
    return is_type or _KIND.fullmatch(name.strip()) is not None


@remembered(4096)
def _is_other_money(text: str) -> bool:
    """Return whether a kind of pay is not base pay, such as a bonus; an unknown word is taken for base pay.

    Examples:
        >>> [
        ...     _is_other_money(kind)
        ...     for kind in ("Base pay", "Christmas bonus", "Weihnachtsgeld", "Grundgehalt", "M12")
        ... ]
        [False, True, True, False, False]
    """
    from salarykit.pay.parse import find_pay  # imported late, because most tables do not need it

    return find_pay(_PAID.format(text)) is None and find_pay(_PAID.format("")) is not None
