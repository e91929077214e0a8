"""Writing contracts: a contract begins with its first version, and versions are only added."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.contracts.guards import against_day
from jieting.apps.contracts.models import Contract, Version
from jieting.apps.contracts.refusals import against_contract, against_version
from jieting.domain.contracts.load import load_contract
from jieting.domain.errors import Refused


def add_contract(*, by: Actor, at: datetime, text: str, supplier: str, purchaser: str) -> Contract:
    """A new contract between two parties, with ``text`` as its first version.

    Errors: BadInput where the text has errors; Refused where the contract is there already, or a
    party is not, or stands on the other side.
    """
    terms = load_contract(text, "contract.toml")[0]
    with audited("contracts.contract.added", by=by, at=at, contract=terms.id, title=terms.title):
        against = against_contract(terms.id, supplier, purchaser)
        if against:
            raise Refused(against)
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
    """A later version of a contract that is there.

    Errors: BadInput where the text has errors; Refused where the contract is not there, has a
    version of that name, or one that begins on that day or after it, or a guard speaks against it.
    """
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
        effective_to=str(terms.effective_to),
    ):
        against = [*against_version(terms), *against_day(terms.id, terms.effective_from)]
        if against:
            raise Refused(against)
        return Version.objects.create(
            contract_id=terms.id,
            name=terms.version,
            text=text,
            digest=digest,
            effective_from=terms.effective_from,
            effective_to=terms.effective_to,
            added_at=at,
        )
