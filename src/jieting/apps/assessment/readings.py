"""The month under every reading: for each open point what each answer would change."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from jieting.apps.assessment.links import Links
from jieting.apps.assessment.month_rows import state_of_met
from jieting.apps.assessment.queries import AssessedMonth
from jieting.documents.build import plain_text, points_text
from jieting.documents.words import reading_words
from jieting.domain.contracts.what_if import Alternative


def reading_groups(month: AssessedMonth, links: Links) -> list[dict[str, Any]]:
    """The open points of the contract, each with the month under each of its readings."""
    every = month.assessed.alternatives or ()
    return [
        {
            "question": choice.question.asks,
            "name": choice.name,
            "clause": choice.clause,
            "clause_href": links.page("line", choice.clause) if choice.clause else "",
            "agreed": choice.agreed,
            "rows": [_row(month, each, links) for each in same],
        }
        for choice, same in groupby(every, key=lambda each: each.choice)
    ]


def _row(month: AssessedMonth, other: Alternative, links: Links) -> dict[str, Any]:
    base = month.assessment
    difference = None
    if other.score is not None and base.score is not None and other.score != base.score:
        gap = other.score - base.score
        difference = f"{'+' if gap > 0 else '−'}{points_text(abs(gap))}"
    return {
        "value": other.value,
        "words": reading_words(other.choice.name, other.value),
        "chosen": other.chosen,
        "score": points_text(other.score),
        "coefficient": plain_text(other.coefficient),
        "difference": difference,
        "limits": [(clause, state_of_met(met)) for clause, met in other.limits],
        "moved": [(clause, links.page("line", clause)) for clause in other.moved],
    }
