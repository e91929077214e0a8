"""The gate's own rules: service hours, skill and language, the account, one telephone one place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from jieting.apps.accounts.queries import people_in
from jieting.apps.accounts.roles import RIGHTS, Right
from jieting.apps.base.instants import to_instant
from jieting.apps.line.gate.gate import Asked, Serving, register_rule
from jieting.apps.line.seats.serving import serving_now
from jieting.domain.contracts.calendar import ServiceCalendar
from jieting.domain.errors import Finding, Place
from jieting.domain.periods import SECOND, Instant, Month, Period, local, shown
from jieting.domain.said import Said, say

EARLY_MINUTES = 30
"""So long before the line opens one may already sign in."""
_MONTHS_AHEAD = 2


def register_own_rules() -> None:
    """The rules that every line has, in the order in which they are told."""
    register_rule("service_hours", service_hours)
    register_rule("skill", skill)
    register_rule("account", account)
    register_rule("one_place", one_place)


def service_hours(asked: Asked) -> Finding | None:
    """The line is open by the contract's calendar, holidays included, or opens soon."""
    calendar, zone = asked.terms.calendar, asked.terms.zone
    if calendar.round_the_clock:
        return None
    now, early = to_instant(asked.at), EARLY_MINUTES * 60 * SECOND
    periods = list(_opening(calendar, asked.at, zone))
    if any(period.start - early <= now < period.end for period in periods):
        return None
    opens = min((period.start for period in periods if period.start > now), default=None)
    return Finding(
        "gate_closed",
        say("The line is closed now."),
        say("Outside the service hours of the contract no call comes to a queue."),
        _come_back(opens, early, zone),
        Place(asked.queue.name),
    )


def skill(asked: Asked) -> Finding | None:
    """The plan gives the agent the skill and the language of the queue."""
    if asked.plan.may_serve(asked.agent, asked.queue) is not None:
        return None
    queue = asked.queue
    needs: tuple[Said, ...] = ()
    if queue.skill and queue.skill not in asked.agent.skills:
        needs += (say("skill {skill}", skill=queue.skill),)
    languages = asked.agent.languages
    if queue.language and languages and queue.language not in languages:
        needs += (say("language {language}", language=queue.language),)
    return Finding(
        "gate_skill",
        say("{agent} lacks what the queue {queue} asks for: {needs}.",
            agent=asked.agent.name, queue=queue.name, needs=needs),
        say("Callers of this queue are promised somebody who can help them."),
        say("A supervisor adds it to the agent on the page of the plan."),
        Place(queue.name),
    )  # fmt: skip


def account(asked: Asked) -> Finding | None:
    """The agent's account belongs to the contract, may sign in, and may serve queues."""
    person = asked.agent.person
    if not person:
        return Finding(
            "gate_no_account",
            say("The plan names no account for {agent}.", agent=asked.agent.name),
            say("Whoever answers a caller must be known by name."),
            say("A supervisor enters the account at the agent on the page of the plan."),
            Place(asked.queue.name),
        )
    if any(one.username == person for one in people_in(asked.contract_id, _servers())):
        return None
    return Finding(
        "gate_account",
        say("The account {person} may not serve queues of this contract.", person=person),
        say("It is locked, or has no role here that answers calls."),
        say("The security administrator gives the role or unlocks the account."),
        Place(asked.queue.name),
    )


def one_place(asked: Asked) -> Finding | None:
    """Nobody else is signed in at the same telephone."""
    for one in serving_now():
        if one.extension == asked.agent.extension and not _is_same(one, asked):
            return _taken(asked, one)
    return None


def _is_same(one: Serving, asked: Asked) -> bool:
    return (one.contract_id, one.agent) == (asked.contract_id, asked.agent.name)


def _taken(asked: Asked, one: Serving) -> Finding:
    if one.contract_id != asked.contract_id:
        return _taken_elsewhere(asked, one)
    return Finding(
        "gate_telephone_taken",
        say("At the telephone {extension}, {agent} is signed in since {at}.",
            extension=one.extension, agent=one.agent, at=shown(one.since, asked.terms.zone)),
        say("Two names at one telephone would mix up who answered whom."),
        say("Sign {agent} out first, or take another telephone.", agent=one.agent),
        Place(asked.queue.name),
    )  # fmt: skip


def _taken_elsewhere(asked: Asked, one: Serving) -> Finding:
    """Who works for another contract is not this one's business."""
    return Finding(
        "gate_telephone_taken",
        say("The telephone {extension} is in use on another line.", extension=one.extension),
        say("Two names at one telephone would mix up who answered whom."),
        say("Take another telephone; a supervisor enters it at the agent on the page of the plan."),
        Place(asked.queue.name),
    )


def _servers() -> Iterable[str]:
    return [str(role) for role in RIGHTS[Right.SERVE_QUEUES]]


def _opening(calendar: ServiceCalendar, at: datetime, zone: ZoneInfo) -> Iterable[Period]:
    month = Month.of(at.astimezone(zone).date())
    for ahead in range(_MONTHS_AHEAD):
        yield from calendar.open_periods(month.plus(ahead), zone)


def _come_back(opens: Instant | None, early: Instant, zone: ZoneInfo) -> Said:
    if opens is None:
        return say("Look at the calendar of the contract for the next day of service.")
    return say(
        "It opens at {opens}; sign in from {early} on.",
        opens=f"{local(opens, zone):%Y-%m-%d %H:%M}",
        early=f"{(local(opens, zone) - timedelta(seconds=early // SECOND)):%H:%M}",
    )
