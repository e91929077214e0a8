"""Clauses that no rule judges: said so plainly, with where they are looked at."""

from __future__ import annotations

from jieting.domain.contracts.board.standing import Standing, State
from jieting.domain.contracts.model import Clause
from jieting.domain.said import Said, say

_REASONS: dict[str, Said] = {
    "kpi": say("says how a figure is counted; has no target of its own"),
    "score": say("no rule in the contract file counts it"),
    "limit": say("papers and persons: checked at inspection"),
    "duty": say("not recorded here: checked at inspection"),
    "record": say("kept outside: shown at inspection"),
    "capability": say("shown on site"),
}


def uncounted(clause: Clause) -> Standing:
    """A clause that nothing in the books decides."""
    return Standing(clause, State.NOT_DUE, (_REASONS[clause.kind],), is_counted=False)
