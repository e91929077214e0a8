"""Making a simulated line out of a contract's plan, terms and what is asked of its seats."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from random import Random

from jieting.apps.calls.models import MonthOfCalls
from jieting.apps.contracts.queries import contract_ids, latest_terms
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


def may_simulate(contract_id: str = "") -> list[str]:
    """The contracts whose lines may be simulated: with a plan, and without any real call.

    Errors: Refused where the installation has a real switch, or no contract is left.
    """
    against = [_real_switch()] if switch_place() is not None else []
    asked = [contract_id] if contract_id else list(contract_ids())
    if contract_id and contract_id not in contract_ids():
        raise Refused(_no_such(contract_id))
    planned = set(PlanRevision.objects.values_list("contract_id", flat=True).distinct())
    real = [one for one in asked if _has_real_calls(one)]
    found = [one for one in asked if one in planned and one not in real]
    if contract_id:
        against += [_real_calls(one) for one in real]
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
    calls_an_hour: float | None,
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
        rate=None if calls_an_hour is None else lambda _: calls_an_hour,
        named=f"{system}-{sha256(contract_id.encode()).hexdigest()[:6]}",
    )
    for seat in Seat.objects.filter(contract_id=contract_id, wanted__in=(IN, PAUSED)):
        line.sign_in(seat.agent, seat.queue, paused=seat.wanted == PAUSED)
    line.set_emergency(on=Emergency.objects.filter(pk=contract_id, on=True).exists())
    return line


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
    rows = MonthOfCalls.objects.filter(contract_id=contract_id)
    return any(row.calls > row.simulated for row in rows)


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
