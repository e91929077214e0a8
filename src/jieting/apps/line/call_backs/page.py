"""The pages of call-backs: the list with its counters, and one caller."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jieting.apps.calls.rows import clock
from jieting.apps.line.call_backs import queries
from jieting.apps.line.call_backs.queries import Caller, Counted
from jieting.apps.line.call_backs.words import BADGES, RESULTS, STATES, UNDONE, WAITING
from jieting.apps.line.models import CallBack
from jieting.apps.line.seats.queries import waits, why_not
from jieting.apps.line.words import masked, moment, since
from jieting.domain.said import Said, say

State = CallBack.State


def list_context(
    contract_id: str, zone: ZoneInfo, now: datetime, *, closed: bool
) -> dict[str, Any]:
    """What the list shows: who is to be called, or what is done."""
    counted = queries.counted(contract_id, now)
    if closed:
        rows = [_row(Caller(one), zone, now) for one in queries.done(contract_id)]
    else:
        rows = [_row(caller, zone, now) for caller in queries.undone(contract_id)]
    shown = sum(row["calls"] for row in rows)
    return {
        "rows": rows,
        "stats": _stats(counted, now),
        "closed": closed,
        "shown": shown if shown >= queries.SHOWN else 0,
    }


def one_context(row: CallBack, username: str, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """What the page of one call-back shows, and what the person may do with it."""
    others = queries.same_number(row).exclude(pk=row.pk).order_by("-missed_at")
    asked = queries.dialled(row)
    mine = row.state == State.TAKEN and row.taken_by_name == username
    return {
        "row": _row(Caller(row), zone, now),
        "result": row.result,
        "others": [_row(Caller(one), zone, now) for one in others],
        "tries": _tries(row, zone),
        "asked": asked is not None and waits(asked),
        "said_no": why_not(asked) if asked is not None else None,
        "may_take": row.state in WAITING,
        "is_mine": mine,
        "is_taken": row.state == State.TAKEN,
        "results": list(RESULTS.items()),
    }


def _row(caller: Caller, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    one = caller.first
    return {
        "pk": one.pk,
        "caller": masked(one.number_sealed),
        "calls": caller.calls,
        "why": say("asked to be called back") if one.asked else say("was missed"),
        "asked": one.asked,
        "queue": one.queue,
        "missed_at": clock(one.missed_at, zone),
        "for": since(one.missed_at, now) if one.state in UNDONE else "",
        "state": STATES[one.state],
        "badge": BADGES[one.state],
        "taken_by": one.taken_by_name,
        "tries": len(one.tries),
        "changed_at": moment(one.changed_at, zone),
    }


def _tries(row: CallBack, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The tries, the latest first; one that the switch refused called nobody."""
    refused = queries.refused_tries(row)
    return [
        {
            "at": moment(datetime.fromisoformat(one["at"]), zone),
            "by": one["by"],
            "result": _result(one, is_refused=one.get("command") in refused),
            "words": one.get("words", ""),
        }
        for one in reversed(row.tries)
    ]


def _result(one: dict[str, Any], *, is_refused: bool) -> Said:
    result = str(one.get("result", ""))
    if is_refused:
        return say("the switch did not call")
    return STATES[result] if result in STATES else say("no result entered")


def _stats(counted: Counted, now: datetime) -> list[dict[str, Any]]:
    oldest: Said | None = None
    if counted.oldest is not None:
        oldest = say("the oldest waits {time}", time=since(counted.oldest, now))
    return [
        {"title": say("To be called"), "value": counted.open, "note": oldest},
        {"title": say("of them asked for it"), "value": counted.asked},
        {"title": say("Somebody is at it"), "value": counted.taken},
        {"title": say("Not reached yet"), "value": counted.not_reached},
        {"title": say("Reached today"), "value": counted.reached_today},
        {"title": say("Called again today"), "value": counted.called_again_today},
        {"title": say("Given up today"), "value": counted.given_up_today},
    ]
