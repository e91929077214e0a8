"""On which side of a contract somebody acts who amends it or agrees to it."""

from __future__ import annotations

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.base.actor import Actor
from jieting.apps.contracts.queries import side_of
from jieting.domain.contracts.board.standing import Side
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say


def amending_side(by: Actor, contract_id: str, as_side: Side | None = None) -> Side:
    """The side for which an actor may amend the contract; the system acts for ``as_side``.

    Errors: Refused for somebody without the right, or of neither side.
    """
    side = as_side if by.way == "system" and as_side else side_of(contract_id, by.party)
    if side is None or not may_act(by, Right.AMEND_CONTRACT):
        raise Refused(_not_yours(contract_id))
    return side


def _not_yours(contract_id: str) -> Finding:
    return Finding(
        "contract_not_yours",
        say("You may not amend {contract}.", contract=contract_id),
        say("A contract is changed by those whom its two parties named for it."),
        say("Ask the contract manager or the decider of your party."),
        Place(contract_id),
    )
