"""Contracts in the making: a person's own texts, until one is put in force."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from jieting.apps.accounts.people_actions import give_role
from jieting.apps.accounts.roles import Role
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor, system
from jieting.apps.contracts import draft_refusals as refusals
from jieting.apps.contracts.actions import add_contract
from jieting.apps.contracts.amending import LONGEST_TEXT
from jieting.apps.contracts.models import Contract, Draft
from jieting.domain.contracts.board.standing import Side
from jieting.domain.contracts.load import load_contract
from jieting.domain.errors import BadInput, Refused

MOST_DRAFTS = 50
"""Drafts that a person may keep."""
_NUL = "\0"


def keep_draft(*, by: Actor, at: datetime, owner: Any, text: str, pk: int | None = None) -> Draft:
    """Keep a text as a new draft, or as what the draft ``pk`` says from now on; it may have errors.

    Errors: BadInput for a text that is too long or holds what no text file does; Refused for a
    draft that is not the person's, and for one too many.
    """
    _must_be_text(text)
    with audited("contracts.draft.kept", by=by, at=at) as entry:
        row = _own(owner, pk) if pk is not None else _new(owner, at)
        row.text, row.digest, row.changed_at = text, sha256(text.encode()).hexdigest(), at
        row.save()
        entry.object = f"draft {row.pk}"
        entry.detail["digest"] = row.digest
    return row


def remove_draft(*, by: Actor, at: datetime, owner: Any, pk: int) -> None:
    """Take a draft away. Errors: Refused for one that is not the person's."""
    with audited("contracts.draft.removed", by=by, at=at, object=f"draft {pk}"):
        _own(owner, pk).delete()


def put_in_force(*, by: Actor, at: datetime, owner: Any, pk: int, other_party: str) -> Contract:
    """Make a draft a contract between the person's party and another; its maker gets into it.

    The draft goes. Errors: BadInput where its text has errors; Refused where it says that readings
    are agreed, which both sides say for themselves, or where add_contract refuses.
    """
    with audited("contracts.draft.forced", by=by, at=at, object=f"draft {pk}") as entry:
        row = _own(owner, pk)
        terms = load_contract(row.text, "contract.toml")[0]
        if any(choice.agreed for choice in terms.choices):
            raise Refused(refusals.agreed_by_one())
        own = owner.party
        if own is None:
            raise Refused(refusals.no_party())
        supplies = Side(own.kind) is Side.SUPPLIER
        supplier, purchaser = (own.pk, other_party) if supplies else (other_party, own.pk)
        made = add_contract(by=by, at=at, text=row.text, supplier=supplier, purchaser=purchaser)
        role = Role.CONTRACT_MANAGER if supplies else Role.DECIDER
        # Nobody gives themself a role; the contract that they made lets them in.
        give_role(by=system("new contract"), at=at, user=owner, contract=made.pk, role=role)
        entry.contract = made.pk
        entry.detail.update(digest=row.digest, with_party=other_party)
        row.delete()
    return made


def _must_be_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise BadInput(refusals.too_long(LONGEST_TEXT))
    if _NUL in text:
        raise BadInput(refusals.no_text())


def _own(owner: Any, pk: int | None) -> Draft:
    found = Draft.objects.select_for_update().filter(pk=pk, owner=owner).first()
    if found is None:
        raise Refused(refusals.no_draft())
    return found


def _new(owner: Any, at: datetime) -> Draft:
    if Draft.objects.filter(owner=owner).count() >= MOST_DRAFTS:
        raise Refused(refusals.too_many(MOST_DRAFTS))
    return Draft(owner=owner, made_at=at)
