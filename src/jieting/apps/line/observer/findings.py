"""What the observer finds: each said once, with what to do."""

from __future__ import annotations

from jieting.domain.errors import Finding, Severity
from jieting.domain.line.facts import Fact
from jieting.domain.said import say


def unknown_contract(fact: Fact) -> Finding:
    """The switch names a contract that this installation has not."""
    return Finding(
        "line_unknown_contract",
        say(
            "Call {call} came in on the line of {contract}, which is no contract here.",
            call=fact.call,
            contract=fact.data.get("contract", "")[:64] or "-",
        ),
        say("It is in nobody's books."),
        say("Add the contract, or write the switch's configuration again and reload it."),
    )


def no_arrival(call: str) -> Finding:
    """A call that is over and whose arrival nobody told."""
    return Finding(
        "line_no_arrival",
        say("Call {call} is over, and the switch never told that it arrived.", call=call),
        say("Its contract is not known, so it is in nobody's books."),
        say("Look the call up in the switch's log; see whether the log was cut or moved."),
    )


def unusable(call: str, kind: str) -> Finding:
    """The facts of a call that the product could not work with; the others went on."""
    return Finding(
        "line_unusable",
        say("The facts of call {call} could not be used ({kind}).", call=call or "-", kind=kind),
        say("The call is not in the books, or not as it was; all others went on."),
        say("Tell whoever looks after the product; the facts are in the switch's log."),
    )


def late(fact: Fact) -> Finding:
    """A fact of a call that is closed for good."""
    return Finding(
        "line_told_late",
        say(
            "The switch told {kind} of call {call} days after the call was over.",
            kind=fact.kind.value,
            call=fact.call,
        ),
        say("The call stays in the books as it is; what came so late is not counted."),
        say("See why the switch's log was read so late; compare the call with its log."),
        severity=Severity.WARNING,
    )


def ill_formed(fact: Fact) -> Finding:
    """A fact whose names are none of this switch, or too long to be real."""
    return Finding(
        "line_ill_formed",
        say("The switch told {kind} of a call with an impossible name.", kind=fact.kind.value),
        say("It belongs to no call, so it was left out."),
        say("See whether two switches have one name, and write the configuration again."),
        severity=Severity.WARNING,
    )


def switch_died(call: str) -> Finding:
    """A call that ended with its switch."""
    return Finding(
        "line_switch_died",
        say("Call {call} had no end: the switch stopped while it was on the line.", call=call),
        say("It was ended at the last moment that is known of it; its length is a lower limit."),
        say("Find out why the switch stopped; agree an exclusion where the contract allows one."),
        severity=Severity.WARNING,
    )


def end_not_told(call: str) -> Finding:
    """A call that the switch does not have any more and whose end it never told."""
    return Finding(
        "line_end_not_told",
        say("Call {call} is gone from the switch, which never told that it ended.", call=call),
        say("It was ended at the last moment that is known of it; its length is a lower limit."),
        say("Look the call up in the switch's log, and see to its dialplan."),
        severity=Severity.WARNING,
    )


def log_lost(name: str) -> Finding:
    """A log that was moved away before it was read to its end."""
    return Finding(
        "line_log_lost",
        say("The log {name} was replaced, and the rest of the old one is gone.", name=name),
        say("What stood there and was not heard live is missing: calls may have no end or none."),
        say("Leave logs that are moved away beside the new one; look that time's calls up."),
    )


def queue_log_differs(call: str, theirs: str, ours: str) -> Finding:
    """The queue's own log tells another outcome than the books."""
    return Finding(
        "line_queue_log_differs",
        say(
            "Call {call}: the switch's queue log tells {theirs}, the books say {ours}.",
            call=call,
            theirs=theirs,
            ours=ours,
        ),
        say("One of them is wrong, and the figures count what the books say."),
        say("Open the call, compare its events with the queue log, and report the difference."),
        severity=Severity.WARNING,
    )
