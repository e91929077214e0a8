"""Every event of the audit log in words; an event that is not here must not be written."""

from __future__ import annotations

from jieting.domain.said import Said, say, verbatim

EVENTS: dict[str, Said] = {
    "accounts.language.chosen": say("Language chosen"),
    "accounts.locked_out": say("Account locked out after failures"),
    "accounts.outside.linked": say("Outside account linked"),
    "accounts.outside.named": say("Outside name entered"),
    "accounts.party.added": say("Party added"),
    "accounts.password.changed": say("Password changed"),
    "accounts.password.given": say("One-time password given"),
    "accounts.person.added": say("Person added"),
    "accounts.person.locked": say("Person locked"),
    "accounts.person.unlocked": say("Person unlocked"),
    "accounts.recovery_code.used": say("Recovery code used"),
    "accounts.role.ended": say("Role taken"),
    "accounts.role.given": say("Role given"),
    "accounts.second_factor.added": say("Second factor set up"),
    "accounts.second_factor.removed": say("Second factor removed"),
    "accounts.second_factor.renewed": say("Recovery codes renewed"),
    "accounts.second_factor.reset": say("Second factor reset by the administrator"),
    "accounts.session.ended": say("Session ended by the clock"),
    "accounts.sessions.ended": say("Sessions ended"),
    "accounts.sign_in.failed": say("Sign-in failed"),
    "accounts.signed_in": say("Sign-in"),
    "accounts.signed_out": say("Signed out"),
    "accounts.token.made": say("Token made"),
    "accounts.token.revoked": say("Token revoked"),
    "assessment.month.counted": say("Month counted"),
    "assessment.month.exported": say("Month exported with its calls"),
    "assessment.records.kept": say("Records kept"),
    "audit.log.exported": say("Audit log exported"),
    "audit.log.verification_asked": say("Check of the audit log asked for"),
    "audit.log.verified": say("Audit log checked"),
    "calls.caller.searched": say("Calls searched by a caller's number"),
    "calls.caller.seen": say("Caller's number seen"),
    "calls.filter.removed": say("Saved filter removed"),
    "calls.filter.saved": say("Filter saved"),
    "calls.import.check_asked": say("Check of an import asked for"),
    "calls.import.checked": say("Import checked"),
    "calls.import.commit_asked": say("Keeping an import's calls asked for"),
    "calls.import.committed": say("Calls of an import kept"),
    "calls.import.discarded": say("Import discarded"),
    "calls.import.failed": say("Import could not be read"),
    "calls.import.forgotten": say("Import discarded after its time"),
    "calls.import.resumed": say("Import taken up again"),
    "calls.import.undone": say("Import undone"),
    "calls.import.uploaded": say("File of calls uploaded"),
    "calls.line.day_closed": say("Day of the line closed"),
    "calls.list.exported": say("Call list exported"),
    "calls.mapping.saved": say("Mapping saved"),
    "contracts.amendment.agreed": say("Contract amendment agreed"),
    "contracts.amendment.proposed": say("Contract amendment proposed"),
    "contracts.amendment.refused": say("Contract amendment refused"),
    "contracts.amendment.withdrawn": say("Contract amendment withdrawn"),
    "contracts.contract.added": say("Contract added"),
    "contracts.draft.forced": say("Contract draft put in force"),
    "contracts.draft.kept": say("Contract draft kept"),
    "contracts.draft.removed": say("Contract draft removed"),
    "contracts.reading.agreed": say("Reading agreed to"),
    "contracts.reading.taken_back": say("Agreement to a reading taken back"),
    "contracts.version.added": say("Contract version added"),
    "deliverables.document.saved": say("Document of a deliverable saved"),
    "deliverables.document.submitted": say("Document of a deliverable handed in"),
    "line.call.steered": say("Call on the line steered"),
    "line.call_back.called": say("Caller called back"),
    "line.call_back.called_again": say("Call-backs closed: the callers called again"),
    "line.call_back.closed": say("Result of a call-back entered"),
    "line.call_back.given_back": say("Call-back put back into the list"),
    "line.call_back.taken": say("Call-back taken"),
    "line.calls.ended_untold": say("Calls ended whose end nobody told"),
    "line.emergency.switched_off": say("Emergency announcement switched off"),
    "line.emergency.switched_on": say("Emergency announcement switched on"),
    "line.finding.settled": say("Finding of the line settled"),
    "line.gap.ended": say("Switch heard again after a gap"),
    "line.observer.started": say("Observer of the switch started"),
    "line.plan.applied": say("Plan of the line given to the switch"),
    "line.plan.saved": say("Plan of the line saved"),
    "line.prompt.recorded": say("Prompt uploaded"),
    "line.prompt.removed": say("Sound of a prompt taken out"),
    "line.prompt.spoken": say("Prompt spoken by the machine"),
    "line.seat.came_back": say("Pause in a queue ended"),
    "line.seat.paused": say("Paused in a queue"),
    "line.seat.signed_in": say("Signed in to a queue"),
    "line.seat.signed_out": say("Signed out of a queue"),
    "line.seat.taken_out": say("Somebody signed out of a queue by a supervisor"),
    "line.trunk.password_set": say("Password of a trunk set"),
    "moves.file_fetched": say("Evidence file fetched"),
    "moves.opened": say("Move opened"),
    "moves.step_taken": say("Step of a move taken"),
    "notices.choices.saved": say("Choices about notices kept"),
    "notices.webhook.changed": say("Webhook changed"),
    "notices.webhook.made": say("Webhook made"),
    "notices.webhook.removed": say("Webhook removed"),
    "notices.webhook.tried": say("Webhook tried"),
    "recordings.class_given": say("Recording given a class of retention"),
    "recordings.deleted": say("Recordings deleted after their time"),
    "recordings.heard": say("Reason given to hear a recording"),
    "recordings.kept": say("Recording taken in and sealed"),
    "recordings.lost": say("Recording never came from the switch"),
    "recordings.played": say("Recording played"),
    "recordings.retention_set": say("Days of retention set"),
    "recordings.taken_out": say("Recording taken out as a file"),
    "sealing.bundle.taken": say("Bundle of a sealed month downloaded"),
    "sealing.seal.drawn": say("Month drawn up to be sealed"),
    "sealing.seal.signed": say("Month signed"),
    "sealing.seal.withdrawn": say("Seal withdrawn before it was sealed"),
    "settlement.statement.drawn": say("Settlement statement drawn up"),
    "settlement.statement.replaced": say("Settlement statement replaced by a newer one"),
    "settlement.statement.signed": say("Settlement statement signed"),
    "system.backup.made": say("Backup made"),
    "system.backup.restored": say("Backup restored"),
}
"""Name of an event to its words, in the order of the names."""

OUTCOMES: dict[str, Said] = {
    "done": say("done"),
    "refused": say("refused"),
    "failed": say("failed"),
}

WAYS: dict[str, Said] = {
    "page": say("on a page"),
    "api": say("by the API"),
    "cli": say("by a command"),
    "system": say("by the system itself"),
}


KINDS: dict[str, Said] = {
    "agreement": say("agreement to a reading"),
    "amendment": say("contract amendment"),
    "call": say("call"),
    "certificate": say("certificate of deletion"),
    "document": say("document"),
    "draft": say("contract draft"),
    "import": say("import"),
    "month": say("month"),
    "move": say("move"),
    "recording": say("recording"),
    "plan": say("plan of the line"),
    "prompt": say("prompt"),
    "records": say("records"),
    "retention": say("days of retention"),
    "statement": say("settlement statement"),
    "seal": say("seal of a month"),
    "switch": say("switch"),
    "trunk": say("trunk of a line"),
    "verification": say("check of the log"),
    "version": say("contract version"),
    "webhook": say("webhook"),
    "call-back": say("call-back"),
    "line-call": say("call on the line"),
    "line-finding": say("finding of the line"),
}
"""The first word of an object, as in ``import 4``, to what such a thing is."""


REASONS: dict[str, dict[str, Said]] = {
    "accounts.session.ended": {
        "idle": say("nobody was there for too long"),
        "lifetime": say("a session lasts no longer"),
    },
    "accounts.sign_in.failed": {
        "code": say("wrong code of the second factor"),
        "locked out": say("the account was locked out"),
        "no person here has this outside name": say("no person here has this outside name"),
        "password": say("wrong name or password"),
        "the outside account belongs to another person here": say(
            "the outside account belongs to another person here"
        ),
        "the person here is linked to another outside account": say(
            "the person here is linked to another outside account"
        ),
    },
}
"""The reasons that the product itself notes, by event; all others are what a person typed."""


def kind_words(named: str) -> Said | None:
    """What kind of thing an object is; None for one that is only a name."""
    kind, _, rest = named.partition(" ")
    return KINDS.get(kind) if rest else None


def event_words(event: str) -> Said:
    """An event in words; its name where nobody described it."""
    return EVENTS.get(event, verbatim(event))


def reason_words(event: str, reason: str) -> Said:
    """Why, in words; what a person typed stays as it is."""
    return REASONS.get(event, {}).get(reason, verbatim(reason))


def way_words(way: str) -> Said:
    """How an act came in, in words."""
    return WAYS.get(way, verbatim(way))
