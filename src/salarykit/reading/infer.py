"""`infer_layout`: makes a layout from a source, with how each part was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from salarykit.errors import SourceError
from salarykit.files.reading import paths_of
from salarykit.reading.clean_source import clean_raw, open_columns, sample_of
from salarykit.reading.inference_log import count_sentence
from salarykit.reading.layout import AS_DECIDED, Layout
from salarykit.reading.layout_parts import NOTHING, Basis, Cities, NumberNotation
from salarykit.reading.noted_units import noted_evidence
from salarykit.reading.options import READING, ReadingOptions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from salarykit.reading.cleaned import Cleaned
    from salarykit.reading.options import ReadingKeywords
    from salarykit.reading.plan import Plan

__all__ = ["infer_layout"]


@READING.spelled_out
def infer_layout(source: Any, **options: Unpack[ReadingKeywords]) -> Layout:
    """Return the layout of a source: which column is which field, how cells are written, and how each part was decided.

    Args:
        source: see `sift_salaries`; one source, not a list of files.
        options: as `sift_salaries` takes them; the layout says that what they state was "given".

    Raises:
        SourceError: if the source cannot be read, or is several files.
        InvalidSalary, InvalidQuery: see `sift_salaries`.

    Examples:
        >>> import salarykit as sk
        >>> wages = ["45,000", "52,000", "65,50"]
        >>> layout = sk.infer_layout([{"wage": wage, "currency": "EUR"} for wage in wages])
        >>> layout.how["decimals"].evidence
        'the comma groups thousands in 2 cells; 1 cell contradicts that and is refused'
    """
    READING.check(infer_layout, options)
    if paths_of(source) is not None:
        raise SourceError("A layout describes one source: name a single file.", source=str(source))
    checked = ReadingOptions.of(options)
    sample = sample_of(source, checked)
    cleaned, plan = (
        (sample.cleaned, sample.plan) if sample else clean_raw(*open_columns(source, checked), checked)
    )
    return _layout(cleaned, plan, checked)


def _layout(cleaned: Cleaned, plan: Plan, options: ReadingOptions) -> Layout:
    """Return the layout of a source that was read."""
    decided, raw = cleaned.decided, cleaned.raw
    return Layout(
        name=plan.layout,
        encoding=options.dialect.encoding,
        delimiter=raw.delimiter,
        header=raw.header if options.dialect.header is None else options.dialect.header,
        sheet=raw.sheet if options.dialect.sheet is None else options.dialect.sheet,
        infer=options.infer,
        columns={
            field: (column, *plan.further[field]) if field in plan.further else column
            for field, column in plan.columns.items()
        },
        amounts=plan.amounts,
        is_range=plan.ends is not None,
        constants=plan.constants,
        defaults=options.defaults,
        coded=plan.coded,
        decimal=options.decimal,
        numbers=tuple(map(NumberNotation.of, decided.notations)),
        cities=Cities.of(decided.majority),
        how=_how(cleaned, plan, options),
        **{name: getattr(decided, name) for name in AS_DECIDED},
    )


def _how(cleaned: Cleaned, plan: Plan, options: ReadingOptions) -> dict[str, Basis]:
    """Return how each part of a layout was decided."""
    how = {**_how_columns(plan, options), **_how_dialect(cleaned, options)}
    counts = cleaned.log.reading().counts
    if "currency" not in how:
        how["currency"] = _inferred(_currency_evidence(plan, counts))
    if "period" not in how:
        how["period"] = _inferred(_period_evidence(cleaned, plan, counts))
    how |= _how_cells(cleaned, options, counts)
    if plan.day_first is not None and options.day_first is None:
        how["days"] = Basis(by="known", evidence=f"the layout {plan.layout} says so")
    return {**how, **_how_given_layout(options)}


def _how_given_layout(options: ReadingOptions) -> dict[str, Basis]:
    """Return how the parts of a given layout were decided, without the parts that another option decides."""
    layout = options.layout
    if layout is None or not layout.is_decided:
        return {}
    others = {"decimals": options.decimal != layout.decimal, "days": options.day_first != layout.day_first}
    others |= {
        name: getattr(options.dialect, name) != getattr(layout, name)
        for name in ("encoding", "delimiter", "header", "sheet")
    }
    others |= {name: layout.defaults.get(name) != value for name, value in options.defaults.items()}
    others |= dict.fromkeys(options.columns, True)
    return {part: decision for part, decision in layout.how.items() if not others.get(part)}


def _how_columns(plan: Plan, options: ReadingOptions) -> dict[str, Basis]:
    """Return how the column or the constant value of each field was decided."""
    how: dict[str, Basis] = {}
    if plan.layout:
        is_given = options.layout is not None and options.layout.name == plan.layout
        how["layout"] = _given("layout") if is_given else _inferred("its columns are this layout's")
    if plan.amounts:
        how["amount"] = _how_column("amount", plan.amounts[0].column, plan, options)
    for field, column in plan.columns.items():
        how[field] = _how_column(field, column, plan, options)
    for field in plan.constants:
        how[field] = Basis(by="known", evidence=f"the layout {plan.layout} says so")
    for field in options.defaults:
        how.setdefault(field, _given("defaults"))
    return how


def _how_column(field: str, column: str, plan: Plan, options: ReadingOptions) -> Basis:
    """Return how the column of a field was decided."""
    if options.columns.get(field) == column:
        return Basis(by="given", evidence="columns=")
    if plan.layout:
        return Basis(by="known", evidence=f"the layout {plan.layout} says so")
    return _inferred("it has the field's name" if field == column else "its header says so")


def _how_dialect(cleaned: Cleaned, options: ReadingOptions) -> dict[str, Basis]:
    """Return how the encoding, the header and the delimiter of a CSV were decided."""
    how = {
        name: _given(name)
        for name in ("encoding", "header", "delimiter", "sheet")
        if getattr(options.dialect, name)
    }
    if cleaned.raw.header is not None:
        how.setdefault("header", _inferred("the lines above it have one cell each"))
    if cleaned.raw.sheet is not None:
        how.setdefault("sheet", _inferred("no other sheet has salaries"))
    if cleaned.raw.delimiter:
        how.setdefault("delimiter", _inferred("it splits the most rows into as many cells as the header"))
    return how


def _how_cells(cleaned: Cleaned, options: ReadingOptions, counts: Mapping[str, int]) -> dict[str, Basis]:
    """Return how the parts that cells decide together were decided."""
    decided = cleaned.decided
    how: dict[str, Basis] = {}
    sentences = list(dict.fromkeys(filter(None, (notation.sentence() for notation in decided.notations))))
    if options.decimal:
        contrary = sum(notation.contrary for notation in decided.notations)
        how["decimals"] = _given("decimal", contrary, "cell")
    elif sentences:
        how["decimals"] = _inferred(sentences[0][:1].lower() + " ".join(sentences)[1:].rstrip("."))
    if decided.day_first is not None:
        refused = sum(field == "as_of" for field, _ in cleaned.faults)
        most = "most days" if refused else "days"
        evidence = f"{most} after the 12th have that order"
        is_given = options.day_first is not None
        how["days"] = _given("day_first", refused, "day") if is_given else _inferred(evidence)
    if decided.details:
        texts = (
            count_sentence("text", counts["text"]).rstrip(".") if "text" in counts else "the headers say it"
        )
        how["details"] = _inferred(texts)
    home = decided.majority.home
    if decided.majority.are_states is not None or cleaned.log.by_city:
        how["cities"] = _inferred(f"{home.share:.0%} of the rows whose city is certain are in {home.country}")
    return how


def _given(option: str, contrary: int = 0, what: str = "") -> Basis:
    """Return the basis of a part that the caller gave by an option, with the number of cells that contradict it."""
    count = f"{contrary:,} {what} contradicts" if contrary == 1 else f"{contrary:,} {what}s contradict"
    verb = "is" if contrary == 1 else "are"
    refused = f"; {count} that and {verb} refused" if contrary else ""
    return Basis(by="given", evidence=f"{option}={refused}")


def _inferred(evidence: str) -> Basis:
    return Basis(by="inferred", evidence=evidence)


def _currency_evidence(plan: Plan, counts: Mapping[str, int]) -> str:
    if noted := noted_evidence(plan, "currency"):
        return noted
    if any(figure.currency for figure in plan.amounts):
        return "the header of the amount says so"
    sentences = [
        count_sentence(kind, counts[kind]).rstrip(".") for kind in ("text", "tender") if kind in counts
    ]
    return "; ".join(sentences) or "no row says it"


def _period_evidence(cleaned: Cleaned, plan: Plan, counts: Mapping[str, int]) -> str:
    if noted := noted_evidence(plan, "period"):
        return noted
    if any(figure.period for figure in plan.amounts):
        return "the header of the amount says so"
    unstated, rows = int(cleaned.unstated.sum()), len(cleaned.unstated)
    if "text" in counts and not unstated:
        return "the texts say it"
    return NOTHING if unstated == rows else f"{NOTHING} in {unstated:,} of {rows:,} rows"
