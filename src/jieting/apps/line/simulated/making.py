"""Making a simulated line out of a contract's plan, terms and what is asked of its seats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from random import Random

from jieting.apps.calls.columns import kept_months
from jieting.apps.contracts.queries import contract_ids, latest_terms, version_of_month
from jieting.apps.line.models import Emergency, PlanRevision, Seat
from jieting.apps.line.plan_now import plan_or_refused
from jieting.domain.contracts.model import Contract
from jieting.domain.errors import Finding, Place, Refused
from jieting.domain.periods import Instant, Month, Period, local
from jieting.domain.said import say
from jieting.domain.simulation.line.switch import SimulatedSwitch
from jieting.installation.switch import switch_place
from jieting.switches.simulated import profile_of

IN, PAUSED = "in", "paused"


def may_simulate(contract_id: str = "", *, at: datetime) -> list[str]:
    """The contracts whose lines may be simulated: in force, with a plan, and no real call.

    Errors: Refused where the installation has a real switch, or no contract is left.
    """
    against = [_real_switch()] if switch_place() is not None else []
    asked = [contract_id] if contract_id else list(contract_ids())
    if contract_id and contract_id not in contract_ids():
        raise Refused(_no_such(contract_id))
    planned = set(PlanRevision.objects.values_list("contract_id", flat=True).distinct())
    real = [one for one in asked if _has_real_calls(one)]
    ended = [one for one in asked if not _is_in_force(one, at)]
    found = [one for one in asked if one in planned and one not in (*real, *ended)]
    if contract_id:
        against += [_real_calls(one) for one in real]
        against += [_not_in_force(one) for one in ended]
        if contract_id not in planned:
            plan_or_refused(contract_id)
    elif not found:
        against.append(_nothing_to_simulate())
    if against:
        raise Refused(against)
    return found


def make_line(
    contract_id: str,
    *,
    system: str,
    seed: int,
    start: Instant,
    calls_an_hour: float | Callable[[Instant], float] | None,
) -> SimulatedSwitch:
    """The simulated line of a contract, with everybody who is signed in already.

    Errors: Refused where the contract's line has no plan.
    """
    plan = plan_or_refused(contract_id)
    terms = latest_terms(contract_id)
    line = SimulatedSwitch(
        plan,
        profile_of(terms),
        system=system,
        zone=terms.zone,
        # Practice needs no secrets: a seed gives the same calls again.
        dice=Random(f"{seed} {contract_id} {start}"),  # noqa: S311
        start=start,
        is_open=service_hours(terms),
        rate=_rate(calls_an_hour),
        named=f"{system}-{sha256(contract_id.encode()).hexdigest()[:6]}",
    )
    played = [agent.name for agent in plan.agents.values() if agent.person]
    seats = Seat.objects.filter(contract_id=contract_id, agent__in=played)
    for seat in seats.filter(wanted__in=(IN, PAUSED)):
        line.sign_in(seat.agent, seat.queue, paused=seat.wanted == PAUSED)
    line.set_emergency(on=Emergency.objects.filter(pk=contract_id, on=True).exists())
    return line


def _rate(asked: float | Callable[[Instant], float] | None) -> Callable[[Instant], float] | None:
    return asked if asked is None or callable(asked) else lambda _: asked


def service_hours(terms: Contract) -> Callable[[Instant], bool]:
    """Whether the line is open at an instant, by the contract's calendar."""
    months: dict[Month, tuple[Period, ...]] = {}

    def is_open(at: Instant) -> bool:
        month = Month.of(local(at, terms.zone).date())
        if month not in months:
            months[month] = terms.calendar.open_periods(month, terms.zone)
        return any(at in period for period in months[month])

    return is_open


def _has_real_calls(contract_id: str) -> bool:
    return any(month.calls > month.simulated for month in kept_months(contract_id))


def _is_in_force(contract_id: str, at: datetime) -> bool:
    month = Month.of(at.astimezone(latest_terms(contract_id).zone).date())
    try:
        version_of_month(contract_id, month)
    except Refused:
        return False
    return True


def _not_in_force(contract_id: str) -> Finding:
    return Finding(
        "simulation_without_contract",
        say("No version of the contract {contract} is in force now.", contract=contract_id),
        say("Calls of today could not be assessed by any."),
        say("Add a version that is in force, or simulate another contract."),
        Place(contract_id),
    )


def _real_switch() -> Finding:
    return Finding(
        "simulation_beside_switch",
        say("This installation has a real switch."),
        say("Simulated calls among real ones would spoil the books."),
        say("Use another home for training: name it with JIETING_HOME."),
    )


def _real_calls(contract_id: str) -> Finding:
    return Finding(
        "simulation_beside_calls",
        say("The contract {contract} has calls of real people.", contract=contract_id),
        say("Simulated calls among real ones would spoil the books."),
        say("Use another home for training: name it with JIETING_HOME."),
        Place(contract_id),
    )


def _no_such(contract_id: str) -> Finding:
    return Finding(
        "no_such_contract",
        say("There is no contract {contract}.", contract=contract_id),
        say("A simulated switch needs the plan of a contract's line."),
        say("Name one of: {names}.", names=", ".join(contract_ids()) or "-"),
    )


def _nothing_to_simulate() -> Finding:
    return Finding(
        "nothing_to_simulate",
        say("No contract has a plan of its line and is without calls of real people."),
        say("A simulated switch needs the plan of a contract's line."),
        say("Save a plan on the page of the line, in a home that is for training alone."),
    )
