"""Amending a contract: one side proposes a version, the other agrees to it or refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from jieting.apps.accounts.queries import own_name
from jieting.apps.audit.actions import Draft, audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.instants import to_instant
from jieting.apps.base.live import changed
from jieting.apps.base.turns import one_at_a_time
from jieting.apps.contracts import amendment_refusals as refusals
from jieting.apps.contracts import telling
from jieting.apps.contracts.actions import add_version
from jieting.apps.contracts.effective import effective
from jieting.apps.contracts.guards import against_day
from jieting.apps.contracts.models import Amendment, Version
from jieting.apps.contracts.queries import newest_version
from jieting.apps.contracts.refusals import against_version
from jieting.apps.contracts.sides import amending_side
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract as Terms
from jieting.domain.errors import BadInput, Finding, Refused

LONGEST_TEXT = 400_000
"""Characters of a contract's text; the shipped ones need a twentieth of it."""
LONGEST_REASON = 2_000
State = Amendment.State


def checked_amendment(contract_id: str, text: str) -> tuple[Terms, list[Finding]]:
    """What a proposed text says, and warnings.

    Errors: BadInput with every finding where the text is no contract; Refused, everything at once,
    where it cannot follow the newest version.
    """
    if len(text) > LONGEST_TEXT:
        raise BadInput(refusals.too_long(LONGEST_TEXT))
    terms, warnings = load_contract(text, f"{contract_id}.toml")
    if terms.id != contract_id:
        raise Refused(refusals.other_contract(terms.id, contract_id))
    against = [*against_version(terms), *against_day(contract_id, terms.effective_from)]
    if text == effective(newest_version(contract_id)).text:
        against.append(refusals.nothing_changed())
    if against:
        raise Refused(against)
    return terms, warnings


def propose_amendment(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    text: str,
    reason: str,
    as_side: Side | None = None,
) -> Amendment:
    """A version that a side proposes; it waits for the other side.

    Errors: as ``checked_amendment``; BadInput without a reason; Refused without the right.
    """
    side = amending_side(by, contract_id, as_side)
    _must_have(reason)
    with audited("contracts.amendment.proposed", by=by, at=at, contract=contract_id) as entry:
        one_at_a_time(f"amend/{contract_id}")
        terms, _ = checked_amendment(contract_id, text)
        made = Amendment.objects.create(
            contract_id=contract_id,
            number=Amendment.objects.filter(contract_id=contract_id).count() + 1,
            base=newest_version(contract_id),
            name=terms.version,
            effective_from=terms.effective_from,
            text=text,
            digest=sha256(text.encode()).hexdigest(),
            side=side.value,
            by=by.name,
            by_name=own_name(by),
            at=at,
            reason=reason.strip()[:LONGEST_REASON],
        )
        entry.object = object_of(made)
        entry.detail.update(digest=digest_of(made), version=made.name)
        telling.proposed(made, by, at)
        changed(contract_id, "contract")
    return made


def agree_amendment(
    *, by: Actor, at: datetime, contract_id: str, number: int, as_side: Side | None = None
) -> Version:
    """The other side agrees: the proposed text becomes a version in the same transaction.

    Errors: Refused for the side that proposed it, for one that was decided meanwhile, and where the
    text can no longer follow the newest version.
    """
    deciding = _Deciding(by, at, contract_id, number, amending_side(by, contract_id, as_side))
    with transaction.atomic():
        row = deciding.opened(of_other=True)
        if row.base_id != newest_version(contract_id).pk:
            raise Refused(refusals.base_gone(row))
        with audited("contracts.amendment.agreed", by=by, at=at, contract=contract_id) as entry:
            row.added = add_version(by=by, at=at, text=row.text)
            deciding.close(row, State.AGREED, "")
            deciding.tell(row, entry)
    return row.added


def refuse_amendment(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    number: int,
    reason: str,
    as_side: Side | None = None,
) -> Amendment:
    """The other side refuses and says why. Errors: BadInput without a reason; Refused as above."""
    deciding = _Deciding(by, at, contract_id, number, amending_side(by, contract_id, as_side))
    _must_have(reason)
    with transaction.atomic():
        row = deciding.opened(of_other=True)
        with audited(
            "contracts.amendment.refused", by=by, at=at, contract=contract_id, reason=reason
        ) as entry:
            deciding.close(row, State.REFUSED, reason)
            deciding.tell(row, entry)
    return row


def withdraw_amendment(
    *,
    by: Actor,
    at: datetime,
    contract_id: str,
    number: int,
    reason: str = "",
    as_side: Side | None = None,
) -> Amendment:
    """The side that proposed it takes it back. Errors: Refused for the other, or once decided."""
    deciding = _Deciding(by, at, contract_id, number, amending_side(by, contract_id, as_side))
    with transaction.atomic():
        row = deciding.opened(of_other=False)
        with audited(
            "contracts.amendment.withdrawn", by=by, at=at, contract=contract_id, reason=reason
        ) as entry:
            deciding.close(row, State.WITHDRAWN, reason)
            deciding.tell(row, entry)
    return row


def object_of(amendment: Amendment) -> str:
    """An amendment as the audit log names it."""
    return f"amendment {amendment.number}"


def digest_of(amendment: Amendment) -> str:
    """SHA-256 over everything that an amendment says."""
    a = amendment
    decided = to_instant(a.decided_at) if a.decided_at is not None else None
    said = [a.contract_id, a.number, a.base_id, a.name, str(a.effective_from)]
    said += [sha256(a.text.encode()).hexdigest(), a.side, a.by, to_instant(a.at), a.reason]
    said += [str(a.state), a.decided_by, decided, a.decided_reason, a.added_id]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Deciding:
    """Who decides on which amendment, when, for which side."""

    by: Actor
    at: datetime
    contract_id: str
    number: int
    side: Side

    def opened(self, *, of_other: bool) -> Amendment:
        """The amendment, held, while it may be decided by this side."""
        one_at_a_time(f"amend/{self.contract_id}")
        found = Amendment.objects.filter(contract_id=self.contract_id, number=self.number)
        row = found.select_related("base").first()
        if row is None:
            raise Refused(refusals.no_amendment(self.number))
        if (row.side != self.side.value) is not of_other:
            raise Refused(refusals.not_your_side(row))
        if row.state != State.PROPOSED:
            raise Refused(refusals.decided(row))
        return row

    def close(self, row: Amendment, state: str, reason: str) -> None:
        """Keep the decision and tell the other side."""
        row.state = state
        row.decided_by, row.decided_name, row.decided_at = self.by.name, own_name(self.by), self.at
        row.decided_reason = reason.strip()[:LONGEST_REASON]
        row.save()
        telling.decided(row, self.by, self.at, self.side)
        changed(self.contract_id, "contract")

    def tell(self, row: Amendment, entry: Draft) -> None:
        """What the audit log keeps of the decision."""
        entry.object = object_of(row)
        entry.detail.update(digest=digest_of(row), version=row.name)


def _must_have(reason: str) -> None:
    if not reason.strip():
        raise BadInput(refusals.no_reason())
