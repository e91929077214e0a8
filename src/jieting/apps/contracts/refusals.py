"""What speaks against a new contract or version, everything at once."""

from __future__ import annotations

from jieting.apps.accounts.queries import party
from jieting.apps.contracts.models import Contract, Version
from jieting.domain.contracts.model import Contract as Terms
from jieting.domain.errors import Finding, Place
from jieting.domain.said import Said, say


def against_contract(contract_id: str, supplier: str, purchaser: str) -> list[Finding]:
    """A contract of that id must not be there; both parties must be, each on its side."""
    found = []
    if Contract.objects.filter(pk=contract_id).exists():
        found.append(_there_already(contract_id))
    found += _against_party(supplier, "supplier", say("a supplier"))
    found += _against_party(purchaser, "purchaser", say("a purchaser"))
    return found


def against_version(terms: Terms) -> list[Finding]:
    """The contract must be there, the name new, and the version later than all others."""
    if not Contract.objects.filter(pk=terms.id).exists():
        return [_no_contract(terms.id)]
    versions = Version.objects.filter(contract_id=terms.id)
    found = []
    if versions.filter(name=terms.version).exists():
        found.append(_name_taken(terms))
    newest = versions.order_by("-effective_from").first()
    if newest is not None and newest.effective_from >= terms.effective_from:
        found.append(_not_later(terms, newest))
    return found


def _against_party(party_id: str, kind: str, words: Said) -> list[Finding]:
    found = party(party_id)
    if found is not None and found.kind == kind:
        return []
    what = say("There is no party {party}.", party=party_id)
    if found is not None:
        what = say("The party {party} is not {kind}.", party=party_id, kind=words)
    return [
        Finding(
            "no_party",
            what,
            say("People sign in for the parties of a contract, each on its side."),
            say("Let the security administrator add the party, or name another."),
            Place(party_id),
        )
    ]


def _there_already(contract_id: str) -> Finding:
    return Finding(
        "contract_there",
        say("The contract {contract} is there already.", contract=contract_id),
        say("Two contracts of one id could not be told apart."),
        say("Add a version to it, or give the new contract another id."),
        Place(contract_id),
    )


def _no_contract(contract_id: str) -> Finding:
    return Finding(
        "no_contract",
        say("There is no contract {contract}.", contract=contract_id),
        say("A version belongs to a contract, and a contract to two parties."),
        say("Add the contract first, with its supplier and its purchaser."),
        Place(contract_id),
    )


def _name_taken(terms: Terms) -> Finding:
    return Finding(
        "version_there",
        say("Version {version} is there already.", version=terms.version),
        say("Versions are never changed, so that a month stays as it was judged."),
        say("Give the new version another name."),
        Place(terms.id, None, "version"),
    )


def _not_later(terms: Terms, newest: Version) -> Finding:
    return Finding(
        "version_not_later",
        say(
            "The version takes effect on {day}, and version {newest} on {other}.",
            day=terms.effective_from,
            newest=newest.name,
            other=newest.effective_from,
        ),
        say("Months that were judged already would be judged otherwise."),
        say("Let the new version begin after the newest one."),
        Place(terms.id, None, "effective_from"),
    )
