"""What reading a queue_log tells: what such a log lacks, and what is odd in this one."""

from __future__ import annotations

from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.said import say, verbatim
from jieting.switches.asterisk.queue_log_events import RATING_KEYS


def what_a_queue_log_lacks() -> tuple[Finding, ...]:
    """What no queue_log can tell, said once a file."""
    return (
        Finding(
            "arrival_is_queue_entry",
            say("arrived_at is the time of entering the first queue."),
            say("A queue_log begins at the queue; the time in the menu before it is not in it."),
            say("Use the switch's own call events where the day or hour of arrival matters."),
            severity=Severity.NOTE,
        ),
        Finding(
            "only_queued_calls",
            say("Calls that never entered a queue are not in a queue_log."),
            say(
                "A rate of all calls that arrived, like the connection rate, cannot be computed:"
                " calls served, lost or rejected before a queue are missing from its base."
            ),
            say("Import the switch's own call events, or use figures of offered calls alone."),
            severity=Severity.NOTE,
        ),
        Finding(
            "whole_seconds",
            say("All times are whole seconds, and time on hold is part of the talk."),
            say("A queue_log has no parts of a second and no hold."),
            say("Expect a wait to be up to one second off at the edge of a threshold."),
            severity=Severity.NOTE,
        ),
    )


def rating_keys() -> Finding:
    """How survey keys were understood, said once a file that has any."""
    keys = tuple(verbatim(f"{key} = {rating.value}") for key, rating in RATING_KEYS.items())
    return Finding(
        "rating_keys",
        say("Survey keys were read as {keys}.", keys=keys),
        say("The log holds the key a caller pressed, not what it stood for."),
        say("Check it against the words of the survey's prompt."),
        severity=Severity.NOTE,
    )


def unknown_event(name: str, times: int, place: Place) -> Finding:
    """An event name with no known meaning, told once with its count and first place."""
    return Finding(
        "unknown_event",
        say("Event {name} is not known; the log has it {times} times.", name=name, times=times),
        say("If it tells how calls end or were rated, that is not counted."),
        say("Find out which dialplan or module writes it; write known events where it matters."),
        place,
        Severity.WARNING,
    )


def clock_backwards(line: int, times: int) -> Finding:
    """Lines that are more than a minute older than one before them."""
    return Finding(
        "clock_backwards",
        say("Time runs backwards by more than a minute in {times} lines.", times=times),
        say("Calls are folded by their times; a clock set back can make waits wrong."),
        say("Join rotated files oldest first; look at the server's clock if that is not it."),
        Place(line=line),
        Severity.WARNING,
    )


def cut_off(line: int) -> Finding:
    """The last line does not end."""
    return Finding(
        "cut_off",
        say("The last line has no line end."),
        say("The file may have been copied while it was written, and its last event be cut."),
        say("Copy the file again once the switch has turned to the next one."),
        Place(line=line),
        Severity.WARNING,
    )
