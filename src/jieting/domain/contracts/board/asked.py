"""What the books wait for from the purchaser: open complaints, proposed exclusions."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.contracts.board.look import Look
from jieting.domain.contracts.board.standing import Move, Side
from jieting.domain.figures import Figure
from jieting.domain.figures.measure import COMPLAINTS
from jieting.domain.said import say

OPEN = "open"


def open_complaints(look: Look) -> int:
    """Complaints of the month on which nobody has decided."""
    return sum(complaint.verdict == OPEN for complaint in look.facts.records.complaint)


def counts_complaints(figure: Figure) -> bool:
    """True for a figure whose numerator is made of complaints."""
    return figure.definition.numerator.relation == COMPLAINTS


def decide_complaints(look: Look) -> Iterator[Move]:
    """The purchaser decides on open complaints."""
    refs = [c.ref for c in look.facts.records.complaint if c.verdict == OPEN]
    if refs:
        words = say("Decide on the open complaints: {number}", number=len(refs))
        yield Move(Side.PURCHASER, words, refs=tuple(refs))


def answer_exclusions(look: Look, clause_id: str) -> Iterator[Move]:
    """The purchaser answers proposals to leave out time, where the figure could leave it out."""
    if not look.contract.excludes(look.contract.figure_use(clause_id)):
        return
    for exclusion in look.facts.records.exclusion:
        if not exclusion.agreed:
            yield Move(
                Side.PURCHASER,
                say(
                    "Agree or refuse to leave out {start} to {end}: {reason}",
                    start=look.clock(exclusion.period.start),
                    end=look.clock(exclusion.period.end),
                    reason=exclusion.reason,
                ),
                refs=(exclusion.ref,),
            )
