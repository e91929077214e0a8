"""The agent's own page: telephone, queues, the call in hand."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jieting.apps.base.instants import to_instant
from jieting.apps.line.call_backs.queries import counted
from jieting.apps.line.plan_now import agents_of_person, no_plan, plan_now
from jieting.apps.line.seats.queries import (
    CallInHand,
    Place,
    call_in_hand,
    places_of,
    waits,
    why_not,
)
from jieting.apps.line.seats.refusals import no_telephone
from jieting.apps.line.seats.words import IN, OUT, PAUSED, REASONS, STATES, reason_words
from jieting.apps.line.words import AGENT_STAGES, masked_callers, moment, since, stage_words
from jieting.domain.said import Said, say

ACTS: dict[str, Said] = {
    "hold": say("Hold"),
    "resume": say("Take the caller back"),
    "record_pause": say("Pause the recording"),
    "record_resume": say("Go on recording"),
    "hang_up": say("Hang up"),
    "transfer_blind": say("Hand on at once"),
    "transfer_attended": say("Ask first, then hand on"),
}
"""What an agent does with a call, as buttons name it."""
_BADGES = {IN: "met", PAUSED: "waiting", OUT: "not_due"}


def seat_context(contract_id: str, username: str, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """What the agent's page shows; without a telephone, why there is none."""
    plan = plan_now(contract_id)
    if plan is None:
        return {"findings": [no_plan(contract_id)]}
    mine = agents_of_person(plan, username)
    if not mine:
        return {"findings": [no_telephone(username)]}
    agent = mine[0]
    places = places_of(plan, agent)
    hand = call_in_hand(contract_id, agent.name)
    return {
        "agent": agent,
        "places": [place_row(place, zone, now) for place in places],
        "may_sign_in": any(place.wanted == OUT for place in places),
        "may_pause": any(place.wanted == IN for place in places),
        "may_come_back": any(place.wanted == PAUSED for place in places),
        "may_sign_out": any(place.wanted != OUT for place in places),
        "queues": ",".join(place.queue.name for place in places),
        "sitting": ",".join(place.queue.name for place in places if place.wanted != OUT),
        "pausing": ",".join(place.queue.name for place in places if place.wanted == PAUSED),
        "reasons": list(REASONS.items()),
        "hand": call_row(hand, now) if hand is not None else None,
        "call_backs": counted(contract_id).open,
    }


def place_row(place: Place, zone: ZoneInfo, now: datetime) -> dict[str, Any]:
    """A line of the agent's queues."""
    seat = place.seat
    return {
        "queue": place.queue.name,
        "wanted": place.wanted,
        "state": STATES[place.wanted],
        "badge": "running" if place.is_asked else _BADGES[place.wanted],
        "is_asked": place.is_asked,
        "said_no": place.said_no,
        "reason": reason_words(seat.reason) if seat is not None and seat.reason else None,
        "since": moment(seat.since, zone) if seat is not None else "",
        "for": since(to_instant(seat.since), now) if seat is not None else "",
    }


def call_row(hand: CallInHand, now: datetime) -> dict[str, Any]:
    """The call in hand with what may be done with it."""
    call = hand.call
    acts = [
        "resume" if hand.is_held else "hold",
        "record_resume" if hand.recording_paused else "record_pause",
    ]
    return {
        "pk": call.pk,
        "caller": masked_callers([call]).get(call.pk, ""),
        "queue": call.queue,
        "stage": _stage(hand),
        "for": since(call.stage_at, now),
        "recording_paused": hand.recording_paused,
        "acts": [(act, ACTS[act]) for act in acts],
        "answers": [
            {"act": ACTS[one.kind], "waits": waits(one), "why": why_not(one)}
            for one in hand.answers
        ],
    }


def _stage(hand: CallInHand) -> Said:
    if hand.call.stage not in AGENT_STAGES:
        return stage_words(hand.call.stage)
    return AGENT_STAGES["held" if hand.is_held else hand.call.stage]
