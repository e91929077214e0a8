"""Settling a finding of the line: somebody looked at it and says what it was."""

from __future__ import annotations

from datetime import datetime

from jieting.apps.accounts.access import may_act
from jieting.apps.accounts.roles import Right
from jieting.apps.audit.actions import audited
from jieting.apps.base.actor import Actor
from jieting.apps.base.live import changed
from jieting.apps.line.asking import TOPIC
from jieting.apps.line.findings.queries import all_findings
from jieting.apps.line.models import LineFinding
from jieting.apps.line.seats.refusals import no_reason, not_yours, reason_too_long
from jieting.domain.errors import BadInput, Finding, Place, Refused
from jieting.domain.said import say

LONGEST_WORDS = 500


def settle(*, by: Actor, at: datetime, contract_id: str, number: int, words: str) -> LineFinding:
    """Settle a finding with words that say what it was and what was done.

    Errors: BadInput without words; Refused for who does not run the line, for one that is not
    there, and for one that is settled already.
    """
    said = words.strip()
    if not said:
        raise BadInput(no_reason())
    if len(said) > LONGEST_WORDS:
        raise BadInput(reason_too_long(LONGEST_WORDS))
    with audited("line.finding.settled", by=by, at=at, contract=contract_id, reason=said) as entry:
        if not may_act(by, Right.RUN_LINE):
            raise Refused(not_yours())
        rows = all_findings(contract_id, installation=True).select_for_update(of=("self",))
        row = rows.filter(pk=number).first()
        if row is None:
            raise Refused(_unknown(number))
        if row.settled_at is not None:
            raise Refused(_settled(row))
        row.settled_at, row.settled_by_name, row.settled_words = at, by.name, said
        row.save(update_fields=["settled_at", "settled_by_name", "settled_words"])
        entry.object = f"line-finding {row.pk}"
        entry.detail.update(code=row.code)
        changed(contract_id, TOPIC)
    return row


def _unknown(number: int) -> Finding:
    return Finding(
        "line_finding_unknown",
        say("There is no finding {number} on this line.", number=str(number)),
        say("It must be clear what is settled."),
        say("Open the list again."),
        Place("finding"),
    )


def _settled(row: LineFinding) -> Finding:
    return Finding(
        "line_finding_settled",
        say("{person} has settled this finding already.", person=row.settled_by_name),
        say("What was said of it first stands in the audit log."),
        say("Open the list again."),
        Place("finding"),
    )
