"""Records that name a call which no file has: told, because nothing may be lost in silence."""

from __future__ import annotations

from jieting.analytics.engine import Engine
from jieting.domain.contracts.records import Records
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.figures.named import not_there
from jieting.domain.figures.tables import calls_table
from jieting.domain.said import Said, say

_WHAT_HAPPENS: dict[str, Said] = {
    "complaint": say("A justified complaint counts all the same, without its call to show."),
    "evaluation": say("The evaluation is not counted as part of the month's sample."),
    "evaluation_not_sampled": say("An evaluation that was not drawn at random counts nowhere."),
    "spot_check": say("A scoring error counts all the same, without its call to show."),
}


def missing_calls(engine: Engine, records: Records) -> list[Finding]:
    """A warning for every record that names a call which is not in the call files."""
    found = []
    for array, line, call_id in engine.rows(not_there(calls_table())):
        finding = Finding(
            "call_not_there",
            say("The call {call_id} is not in the call files.", call_id=call_id),
            _WHAT_HAPPENS[str(array)],
            say("Correct the number, or add the file that has the call."),
            Place(records.file, line if isinstance(line, int) else None, "call_id"),
            Severity.WARNING,
        )
        found.append(finding)
    return found


def no_calls(calls: int, first: str, last: str, month: str) -> list[Finding]:
    """A warning that no call of the files falls in the month: full marks would mean nothing."""
    return [
        Finding(
            "month_without_calls",
            say(
                "No call that the contract looks at falls in {month}; the files have {calls} "
                "calls, from {first} to {last}.",
                month=month,
                calls=calls,
                first=first,
                last=last,
            ),
            say(
                "Lines without a base earn what the reading undefined_rate says: that is no praise."
            ),
            say("Check the month, the files, the mapping and the contract's queue."),
            severity=Severity.WARNING,
        )
    ]
