"""Reading findings of the line: open and settled ones, and how many are open."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from jieting.apps.line.models import LineCall, LineFinding

SHOWN = 200
"""So many are shown at once, the latest first; more than a person reads."""


def all_findings(contract_id: str, *, installation: bool) -> QuerySet[LineFinding]:
    """The findings of a contract's line; with ``installation`` those of no contract too.

    What cannot be told to any contract is shown to those who run a line, or nobody would see it.
    """
    wanted = Q(contract_id=contract_id)
    if installation:
        wanted |= Q(contract_id=None)
    return LineFinding.objects.filter(wanted)


def open_count(contract_id: str, *, installation: bool) -> int:
    """How many findings wait for somebody."""
    return all_findings(contract_id, installation=installation).filter(settled_at=None).count()


def kept_calls(contract_id: str, findings: list[LineFinding]) -> dict[tuple[str, str], int]:
    """The numbers of the contract's calls that findings are about, by system and call."""
    names = {(finding.system, finding.call) for finding in findings if finding.call}
    # A call is found by its system and name together; by its name alone every call is looked at.
    found = LineCall.objects.filter(
        contract_id=contract_id,
        system__in=sorted({system for system, _ in names}),
        call__in=sorted({call for _, call in names}),
        kept__isnull=False,
    )
    return {(one.system, one.call): one.kept for one in found if one.kept is not None}
