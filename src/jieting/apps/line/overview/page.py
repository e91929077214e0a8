"""The page of the line in one look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse

from jieting.apps.base.addresses import address
from jieting.apps.base.instants import to_instant
from jieting.apps.calls.rows import clock
from jieting.apps.contracts.queries import latest_terms
from jieting.apps.line.call_backs.queries import counted
from jieting.apps.line.emergency.queries import emergency_now
from jieting.apps.line.findings.queries import open_count
from jieting.apps.line.models import LineCall, Seat
from jieting.apps.line.overview import queries
from jieting.apps.line.overview.day import DayRate, outcomes_of, rate_of
from jieting.apps.line.overview.queries import AgentNow, QueueNow
from jieting.apps.line.overview.switch_now import SwitchNow
from jieting.apps.line.plan_now import plan_now
from jieting.apps.line.seats.queries import is_asked, said_no
from jieting.apps.line.seats.words import OUT, PAUSED, STATES, reason_words
from jieting.apps.line.words import AGENT_STAGES, masked_callers, moment, since, stage_words
from jieting.domain.calls.call import Direction, Outcome
from jieting.domain.periods import Instant
from jieting.domain.said import Said, say

SHOWN_CALLS = 100
"""So many calls on the line are listed, the oldest first; their number is told whole."""
_DIRECTIONS = {"outbound": say("a call out")}
_TOLD: dict[str, tuple[Said, str]] = {
    "talking": (say("telephone in use"), "running"),
    "ringing": (say("telephone rings"), "running"),
    "wrap_up": (say("work after a call"), "waiting"),
    "unreachable": (say("telephone not reached"), "breached"),
}
"""What the switch tells of an agent who has no call of the line, with its badge."""


def overview_context(
    contract_id: str, switch: SwitchNow, zone: ZoneInfo, now: datetime, *, runs: bool
) -> dict[str, Any]:
    """Everything on the page; ``runs`` for one who runs the line."""
    plan = plan_now(contract_id)
    calls = queries.calls_now(contract_id)
    agents = queries.agents_now(contract_id, calls, switch.state)
    queues = queries.queues_now(plan, calls, agents)
    day = now.astimezone(zone).date()
    outcomes = outcomes_of(contract_id, day, zone)
    rate = rate_of(contract_id, latest_terms(contract_id), day)
    return {
        "has_plan": plan is not None,
        "plan_url": address("line_plan", contract_id),
        **emergency_context(contract_id, zone),
        "stats": _stats(contract_id, day, calls, queues, agents, outcomes, rate, now),
        "waiting_for_us": _to_do(contract_id, now, installation=runs),
        "queues": [_queue_row(contract_id, day, one, outcomes, now) for one in queues],
        "calls": _call_rows(calls[:SHOWN_CALLS], now, zone),
        "calls_in_all": len(calls),
        "agents": _agent_rows(agents, now),
    }


def emergency_context(contract_id: str, zone: ZoneInfo) -> dict[str, Any]:
    """The emergency announcement, where it is on or waits for the switch."""
    now = emergency_now(contract_id)
    return {
        "emergency": now,
        "since": moment(now.row.since, zone) if now is not None else "",
    }


def _stats(
    contract_id: str,
    day: date,
    calls: list[LineCall],
    queues: list[QueueNow],
    agents: list[AgentNow],
    outcomes: Mapping[tuple[str, str], int],
    rate: DayRate | None,
    now: datetime,
) -> list[dict[str, Any]]:
    oldest = min((one.oldest for one in queues if one.oldest is not None), default=None)
    free = sum(agent.is_free for agent in agents)
    stats: list[dict[str, Any]] = [
        {"title": say("Calls on the line"), "value": len(calls)},
        {
            "title": say("Callers waiting"),
            "value": sum(one.waiting for one in queues),
            "note": say("longest {time}", time=since(oldest, now)) if oldest is not None else None,
        },
        {
            "title": say("Agents signed in"),
            "value": sum(agent.sits for agent in agents),
            "note": say("{n} free", n=free),
        },
        _outcome_stat(contract_id, day, say("Answered today"), Outcome.ANSWERED, outcomes),
        _outcome_stat(contract_id, day, say("Abandoned today"), Outcome.ABANDONED, outcomes),
    ]  # fmt: skip
    if rate is not None:
        stats.append(_rate_stat(rate))
    return stats


def _outcome_stat(
    contract_id: str,
    day: date,
    title: Said,
    outcome: Outcome,
    outcomes: Mapping[tuple[str, str], int],
) -> dict[str, Any]:
    number = sum(n for (_, one), n in outcomes.items() if one == outcome)
    href = _calls_url(contract_id, day, outcome) if number else ""
    return {"title": title, "value": number, "href": href}


def _rate_stat(rate: DayRate) -> dict[str, Any]:
    figure = rate.figure
    shown = figure.shown(rate.places)
    note = say("{part} of {whole}; agreed exclusions not left out yet",
               part=figure.numerator, whole=figure.denominator)  # fmt: skip
    value = f"{shown} %" if shown is not None else "-"
    return {"title": say("Connection rate today"), "value": value, "note": note}


def _to_do(contract_id: str, now: datetime, *, installation: bool) -> list[dict[str, Any]]:
    """Open findings and call-backs, each with its page."""
    backs = counted(contract_id)
    oldest = None
    if backs.oldest is not None:
        oldest = say("the oldest waits {time}", time=since(backs.oldest, now))
    return [
        {
            "title": say("Callers to be called back"),
            "value": backs.open + backs.taken + backs.not_reached,
            "href": reverse("line_call_backs", args=[contract_id]),
            "note": oldest,
        },
        {
            "title": say("Findings to be settled"),
            "value": open_count(contract_id, installation=installation),
            "href": reverse("line_findings", args=[contract_id]),
        },
    ]


def _queue_row(
    contract_id: str,
    day: date,
    one: QueueNow,
    outcomes: Mapping[tuple[str, str], int],
    now: datetime,
) -> dict[str, Any]:
    today = {}
    for outcome in (Outcome.ANSWERED, Outcome.ABANDONED):
        number = outcomes.get((one.name, outcome.value), 0)
        href = _calls_url(contract_id, day, outcome, queue=one.name) if number else ""
        today[outcome.value] = {"value": number, "href": href}
    return {
        "name": one.name,
        "waiting": one.waiting,
        "longest": since(one.oldest, now) if one.oldest is not None else "-",
        "signed_in": one.signed_in,
        "paused": one.paused,
        "free": one.free,
        "nobody": one.waiting > 0 and one.signed_in == one.paused,
        **today,
    }


def _call_rows(calls: list[LineCall], now: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    callers = masked_callers(calls)
    return [
        {
            "pk": call.pk,
            "caller": callers.get(call.pk, ""),
            "arrived_at": clock(call.arrived_at, zone)[11:],
            "stage": stage_words(call.stage),
            "for": since(call.stage_at, now),
            "in_all": since(call.arrived_at, now),
            "queue": call.queue,
            "agent": call.agent,
            "direction": _DIRECTIONS.get(call.direction),
        }
        for call in calls
    ]


def _agent_rows(agents: Sequence[AgentNow], now: datetime) -> list[dict[str, Any]]:
    refused = said_no([seat for agent in agents for seat in agent.seats])
    rows = []
    for agent in agents:
        state, badge, at = _doing(agent)
        rows.append(
            {
                "name": agent.name,
                "state": state,
                "badge": badge,
                "for": since(at, now) if at is not None else "",
                "queue": agent.call.queue if agent.call is not None else "",
                "seats": [_seat_row(seat, refused) for seat in agent.seats],
            }
        )
    return rows


def _seat_row(seat: Seat, refused: Mapping[int, Said]) -> dict[str, Any]:
    return {
        "pk": seat.pk,
        "queue": seat.queue,
        "state": STATES[seat.confirmed],
        "asked": STATES[seat.wanted] if is_asked(seat) else None,
        "said_no": refused.get(seat.pk),
        "may_end": seat.wanted != OUT,
    }


def _doing(agent: AgentNow) -> tuple[Said, str, Instant | None]:
    """What an agent does, its badge, and since when: the call first, then what the switch tells."""
    if agent.call is not None:
        return AGENT_STAGES[agent.call.stage], "running", agent.call.stage_at
    seated = min((to_instant(seat.since) for seat in agent.seats), default=None)
    if not agent.sits:
        return say("asks to be let in"), "queued", seated
    at = agent.told.since if agent.told.since is not None else seated
    if agent.told.state in _TOLD:
        return (*_TOLD[agent.told.state], at)
    if agent.is_free:
        return say("free"), "met", at
    reasons = [seat.reason for seat in agent.seats if seat.confirmed == PAUSED and seat.reason]
    if not reasons:
        return STATES[PAUSED], "waiting", seated
    return say("paused: {reason}", reason=reason_words(reasons[0])), "waiting", seated


def _calls_url(contract_id: str, day: date, outcome: Outcome, queue: str = "") -> str:
    query = {
        "first": day.isoformat(), "last": day.isoformat(), "outcome": outcome.value,
        "direction": Direction.INBOUND.value, **({"queue": queue} if queue else {}),
    }  # fmt: skip
    return f"{reverse('calls', args=[contract_id])}?{urlencode(query)}"
