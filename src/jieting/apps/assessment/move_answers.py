"""What moves ask of the assessment: populations to draw from, and what a line says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from jieting.apps.assessment.basis import latest_records, records_in_force
from jieting.apps.assessment.queries import assessed_month
from jieting.apps.calls.month_ids import arrived_of
from jieting.apps.moves.dispute_lines import register_lines
from jieting.apps.moves.inspection_populations import register_population
from jieting.documents.statement import Month as StatementMonth
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import JietingError
from jieting.domain.periods import Month

_MET = {True: "✓", False: "✗", None: "?"}
"""Signs and not words: what is kept is read in any language."""


def register_move_answers() -> None:
    """Called once the apps are ready."""
    register_population("evaluations", _evaluations)
    register_population("sign_in_sheets", _sign_in_sheets)
    register_lines(line_text)


def line_text(contract_id: str, month: Month, clause: str) -> str:
    """The points, verdict or figure of a clause in a month; '' where the month gives none."""
    try:
        shown = assessed_month(contract_id, month).statement.month
    except JietingError:
        return ""
    return "; ".join(_parts(shown, clause))


def _parts(shown: StatementMonth, clause: str) -> Iterator[str]:
    for line in shown.lines:
        if line.clause == clause:
            yield f"{line.earned or '-'} / {line.full}"
    for limit in shown.limits:
        if limit.clause == clause:
            yield _MET[limit.met]
    for figure in shown.figures:
        if figure.clause == clause and figure.shown is not None:
            counted = f"{figure.numerator} / {figure.denominator}"
            yield f"{figure.shown} {figure.unit} ({counted})"


def _records(contract_id: str, terms: Contract) -> Records:
    return records_in_force(contract_id, latest_records(contract_id), terms)[0]


def _evaluations(contract_id: str, month: Month, terms: Contract) -> Iterable[str]:
    called = {one.call_id for one in _records(contract_id, terms).evaluation}
    return arrived_of(contract_id, month.period(terms.zone), called)


def _sign_in_sheets(contract_id: str, month: Month, terms: Contract) -> Iterator[str]:
    """Day and kind of each training, numbered where there were several of one kind in a day."""
    held: Counter[str] = Counter()
    for training in _records(contract_id, terms).of_month(month, terms.zone).training:
        name = f"{training.date.isoformat()} {training.kind}"
        held[name] += 1
        yield name if held[name] == 1 else f"{name} {held[name]}"
