"""Whom a notice concerns: persons with a running role, of a side, having a right."""

from __future__ import annotations

from collections.abc import Collection

from jieting.apps.accounts.queries import Reached, people_in
from jieting.apps.accounts.roles import PURCHASER_ROLES, RIGHTS, SUPPLIER_ROLES, Right
from jieting.apps.base.actor import Actor
from jieting.domain.contracts.board.standing import Side

ROLES_OF = {
    Side.SUPPLIER: SUPPLIER_ROLES,
    Side.PURCHASER: PURCHASER_ROLES,
    Side.BOTH: SUPPLIER_ROLES | PURCHASER_ROLES,
}


def concerned(
    contract_id: str,
    *,
    side: Side | None,
    right: Right | None,
    by: Actor | None,
    names: Collection[str] | None,
    but: Collection[int],
) -> list[Reached]:
    """The persons that a notice is for, but not the one who acted."""
    roles = ROLES_OF[side or Side.BOTH]
    if right is not None:
        roles = roles & RIGHTS[right]
    found = people_in(contract_id, roles)
    acted = by.user_id if by is not None else None
    return [
        person
        for person in found
        if person.pk not in {acted, *but} and (names is None or person.username in names)
    ]
