"""Records that name a call which no file has: told, because nothing may be lost in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jieting.analytics.engine import Engine
from jieting.domain.errors import Finding, Place, Severity
from jieting.domain.figures.named import CALL_NOT_THERE, not_there
from jieting.domain.figures.tables import calls_table
from jieting.domain.said import Said, say

_WHAT_HAPPENS: dict[str, Said] = {
    "complaint": say("A justified complaint counts all the same, without its call to show."),
    "evaluation": say("The evaluation is not counted as part of the month's sample."),
    "evaluation_not_sampled": say("An evaluation that was not drawn at random counts nowhere."),
    "spot_check": say("A scoring error counts all the same, without its call to show."),
}


NotThere = tuple[str, int | None, str]
"""A record that names a call which the call table lacks: its array, its line, the call."""


def not_there_rows(engine: Engine) -> Iterator[NotThere]:
    """The records, of those the engine knows, that name a call which the table lacks."""
    for array, line, call_id in engine.rows(not_there(calls_table())):
        yield str(array), line if isinstance(line, int) else None, str(call_id)


def missing_calls(rows: Iterable[NotThere], file: str) -> Iterator[Finding]:
    """A warning for every record of ``file`` that names a call which is not in the call files."""
    for array, line, call_id in rows:
        yield Finding(
            CALL_NOT_THERE,
            say("The call {call_id} is not in the call files.", call_id=call_id),
            _WHAT_HAPPENS[array],
            say("Correct the number, or add the file that has the call."),
            Place(file, line, "call_id"),
            Severity.WARNING,
        )


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
