"""What of a contract waits for a side: amendments to decide, readings that the other agreed to."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from jieting.apps.accounts.roles import Right
from jieting.apps.base.instants import to_instant
from jieting.apps.base.waiting import Waiting
from jieting.apps.contracts.models import Amendment, ReadingAgreement
from jieting.apps.contracts.queries import newest_version
from jieting.apps.contracts.telling import url_of
from jieting.domain.contracts.board.standing import Side
from jieting.domain.said import say


def waiting(contract_id: str, side: Side) -> Iterator[Waiting]:
    """Amendments that the other side proposed, then readings that it agreed to alone."""
    proposed = Amendment.objects.filter(
        contract_id=contract_id, state=Amendment.State.PROPOSED, side=side.other.value
    )
    for row in proposed.order_by("number"):
        yield Waiting(
            say("Decide on amendment {number}", number=row.number),
            say("version {version}, from {day} on", version=row.name, day=row.effective_from),
            url_of(row),
            to_instant(row.at),
            None,
            Right.AMEND_CONTRACT.value,
        )
    yield from _readings(contract_id, side)


def _readings(contract_id: str, side: Side) -> Iterator[Waiting]:
    version = newest_version(contract_id)
    rows = list(ReadingAgreement.objects.filter(version=version).order_by("at"))
    ours = {(row.name, row.clause) for row in rows if row.side == side.value}
    alone = [r for r in rows if r.side != side.value and (r.name, r.clause) not in ours]
    if alone:
        yield Waiting(
            say("Agree to {number} readings", number=len(alone)),
            say("the other side has agreed to them, version {version}", version=version.name),
            f"{reverse('contract', args=[contract_id])}#readings",
            to_instant(alone[0].at),
            None,
            Right.AMEND_CONTRACT.value,
        )
