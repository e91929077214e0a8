"""Writing contracts: a contract begins with its first version, and versions are only added."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.contracts.models import Contract, Version
from jieting.domain.contracts.load import load_contract
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.said import say


def add_contract(*, by: Actor, at: datetime, text: str, supplier: str, purchaser: str) -> Contract:
    """A new contract between two parties, with ``text`` as its first version.

    Errors: BadInput where the text has errors, Refused where the contract is there already.
    """
    terms = load_contract(text, "contract.toml")[0]
    with audited("contracts.contract.added", by=by, at=at, contract=terms.id, title=terms.title):
        if Contract.objects.filter(pk=terms.id).exists():
            raise Refused(_there_already(terms.id))
        contract = Contract.objects.create(
            id=terms.id,
            title=terms.title,
            supplier_id=supplier,
            purchaser_id=purchaser,
            made_at=at,
        )
        add_version(by=by, at=at, text=text)
    return contract


def add_version(*, by: Actor, at: datetime, text: str) -> Version:
    """A version of a contract that is there. Errors: BadInput where the text has errors."""
    terms = load_contract(text, "contract.toml")[0]
    digest = sha256(text.encode()).hexdigest()
    with audited(
        "contracts.version.added",
        by=by,
        at=at,
        contract=terms.id,
        object=f"version {terms.version}",
        digest=digest,
        effective_from=str(terms.effective_from),
    ):
        return Version.objects.create(
            contract_id=terms.id,
            name=terms.version,
            text=text,
            digest=digest,
            effective_from=terms.effective_from,
            effective_to=terms.effective_to,
            added_at=at,
        )


def _there_already(contract_id: str) -> Finding:
    return Finding(
        "contract_there",
        say("The contract {contract} is there already.", contract=contract_id),
        say("Two contracts of one id could not be told apart."),
        say("Add a version to it, or give the new contract another id."),
        Place(contract_id),
    )
