"""Evidence: for every figure the calls that were counted, and those that were not, with why."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from jieting.domain.figures.definition import Definition
from jieting.domain.figures.measure import CALLS, Measure
from jieting.domain.figures.measures import one_or_zero
from jieting.domain.figures.scope import REASONS, LeftOut
from jieting.domain.said import Said, say

NOT_IN_BASE = "not_in_base"
"""In scope, and yet in neither number of the figure."""

WHY_NOT: dict[str, Said] = {
    **{reason.value: words for reason, words in REASONS.items()},
    NOT_IN_BASE: say("not in the base of this figure"),
}
"""Why a call is not counted in a figure, in words."""

EVIDENCE_COLUMNS = (
    "call_id",
    "source",
    "arrived_at",
    "ended_at",
    "queue",
    "outcome",
    "agent",
    "rating",
    "recording",
    "in_numerator",
    "in_base",
    "why_not",
)
"""The columns of an evidence list; why_not is '' for a call that counts."""


def evidence(marked: ir.Table, definition: Definition, excludes: bool) -> ir.Table:
    """Every call of ``marked`` (see ``Scope.mark``) with its part in the figure, in order of time.

    ``in_numerator`` and ``in_base`` are 1 or 0; the numbers of ones are the figure's two numbers
    where its measures count calls. ``excludes`` says whether agreed exclusions are left out.
    """
    scope = [LeftOut.NOT.value] if excludes else [LeftOut.NOT.value, LeftOut.EXCLUDED.value]
    in_scope = marked.left_out.isin(scope)
    in_base = _of_calls(definition.denominator, marked, in_scope)
    in_numerator = _of_calls(definition.numerator, marked, in_scope)
    why_not = ibis.cases(
        (~in_scope, marked.left_out), (~(in_base | in_numerator), NOT_IN_BASE), else_=""
    )
    rows = marked.mutate(
        in_numerator=one_or_zero(in_numerator), in_base=one_or_zero(in_base), why_not=why_not
    )
    return rows.select(*EVIDENCE_COLUMNS).order_by(["arrived_at", "source", "call_id"])


def _of_calls(measure: Measure, rows: ir.Table, in_scope: ir.BooleanValue) -> ir.BooleanValue:
    """True for calls in the measure; never where it counts complaints, which have own lists."""
    if measure.relation != CALLS:
        return ibis.literal(False)
    return (in_scope & measure.where(rows)).fill_null(False)
