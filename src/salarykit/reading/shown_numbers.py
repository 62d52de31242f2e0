"""Numbers that a sheet shows with words, such as `38 hours`: pay is read as it is shown, or refused if the words are no unit of pay."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from salarykit.files.raw import Raw, Refusal, as_column
from salarykit.reading.cells import is_estimate, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from salarykit.reading.column_mapping import Plan

__all__ = ["with_shown_numbers"]

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d_]+")
_WORDS: Final = 1 << 10


def with_shown_numbers(raw: Raw, plan: Plan) -> Raw:
    """Return a sheet with the texts that are shown for the numbers of its amounts and sample sizes.

    A number in a column of amounts is refused if its words are no unit of pay; numbers of other columns stay as they are stored.
    """
    if not raw.shown:
        return raw
    amounts = {figure.column for figure in plan.figures + (plan.ends or ())} or {"amount"}
    counts = {plan.columns["sample_size"]} if "sample_size" in plan.columns else set[str]()
    changed, refused = dict(raw.columns), {name: list(cells) for name, cells in raw.without_value.items()}
    for name in amounts.intersection(raw.shown):
        cells = raw.shown[name]
        refused[name] = [
            *refused.get(name, ()),
            *(_refusal(row, name, text) for row, text in cells if not _is_pay(text)),
        ]
        changed[name] = _with_texts(raw, name, {row: text for row, text in cells if _is_pay(text)})
    for name in counts.intersection(raw.shown):
        changed[name] = _with_texts(raw, name, dict(raw.shown[name]))
    return raw.replaced(columns=changed, without_value=refused)


def _with_texts(raw: Raw, name: str, texts: Mapping[int, str]) -> list[object]:
    """Return a column with texts in place of the numbers of some rows."""
    column = raw.columns[name]
    cells = column if isinstance(column, list) else column.to_pylist()
    numbers = range(1, len(cells) + 1) if raw.numbers is None else raw.numbers.tolist()
    return as_column([texts.get(row, cell) for row, cell in zip(numbers, cells, strict=True)])


def _is_pay(text: str) -> bool:
    """Return whether the words beside a number say that it is pay: for what period, gross or net, up to or from how much.

    Examples:
        >>> [
        ...     _is_pay(text)
        ...     for text in ("3000 monthly", "3000 brutto", "38 hours", "250 respondents", "ca. 3000")
        ... ]
        [True, True, False, False, True]
    """
    return _are_pay_words(_NUMBER.sub("3000", text, count=1))


@lru_cache(_WORDS)
def _are_pay_words(text: str) -> bool:
    from salarykit.pay.parse import find_pay  # most workbooks do without

    if is_estimate(text) and len(_WORD.findall(text)) <= 1:
        return True
    alone, named = find_pay(text), find_pay(f"salary {text}")
    if named is None or 3000 not in (named.low, named.high):  # noqa: PLR2004 - the number
        return False
    is_open = (named.low is None) is not (named.high is None)
    return (alone is not None and alone.period is not None) or named.gross is not None or is_open


def _refusal(row: int, name: str, text: str) -> Refusal:
    sentence = f"{quoted(text)} is what the sheet shows: its number format has words that are no currency and no period of pay."
    return Refusal(row, name, text, "not_a_number", sentence)
