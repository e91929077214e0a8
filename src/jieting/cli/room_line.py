"""The line of the demonstration: plans, a simulated switch, and some hours of its calls."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from jieting.cli.room_people import CONTRACTS, DemoContract, username
from jieting.domain.periods import SECOND, Instant
from jieting.installation.home import Home
from jieting.installation.switch import write_simulated

SEED = 12123
CALLS_AN_HOUR = 20
RUSH_AN_HOUR = 75
"""For a quarter of an hour more came than the agents could take: so there are call-backs."""
_BEFORE = timedelta(hours=3)
_RUSH = (timedelta(minutes=100), timedelta(minutes=85))
_PLAYED = "8006"
"""The agent whom the demonstration's agent plays, in both contracts; all others are simulated."""


def make_plans() -> None:
    """The shipped plans of both lines, where none is saved yet. Django is ready."""
    from jieting.apps.base.actor import system
    from jieting.apps.line.planning.actions import save_plan
    from jieting.apps.line.planning.queries import newest, shipped_plan

    for contract in CONTRACTS:
        text = shipped_plan(contract.id)
        if text is not None and newest(contract.id) is None:
            save_plan(
                by=system("demo room"),
                at=datetime.now(UTC),
                contract_id=contract.id,
                text=_played(text, contract),
                revision=0,
                note="模拟数据",
            )


def make_line(home: Home) -> None:
    """A simulated switch for the server to keep, and what it had today, where there is nothing yet.

    Nothing is made where no contract may be simulated any more: after their end, for one.
    """
    from jieting.apps.line.simulated.making import may_simulate
    from jieting.apps.line.simulated.queries import has_line_calls
    from jieting.domain.errors import Refused

    write_simulated(home, CALLS_AN_HOUR, SEED)
    now = datetime.now(UTC)
    try:
        contracts = may_simulate(at=now)
    except Refused:
        return
    if not has_line_calls():
        _today(contracts, now)


def _played(text: str, contract: DemoContract) -> str:
    """The plan with the account of one agent; the others are played by the simulation."""
    name = f'name = "{_PLAYED}"\n'
    return text.replace(name, f'{name}person = "{username(contract, "agent")}"\n')


def _today(contracts: list[str], now: datetime) -> None:
    """The last hours, but nothing of the day before: what is past keeps its figures."""
    from jieting.apps.base.instants import to_instant
    from jieting.apps.contracts.queries import latest_terms
    from jieting.apps.line.simulated.running import SimulatedClock, Simulation

    zones = [latest_terms(contract).zone for contract in contracts]
    days = [datetime.combine(now.astimezone(zone).date(), time.min, zone) for zone in zones]
    since = max(now - _BEFORE, *days)
    began = to_instant(since)
    rush = [to_instant(now - before) for before in _RUSH]

    def rate(at: Instant) -> float:
        return RUSH_AN_HOUR if rush[0] <= at < rush[1] else CALLS_AN_HOUR

    simulation = Simulation(contracts, SimulatedClock(began, began), SEED, rate)
    simulation.begin(since)
    simulation.step(now)
    simulation.end(now)
    for contract in contracts:
        _contradict(contract, simulation.system, now)


def _contradict(contract_id: str, system: str, now: datetime) -> None:
    """Something for the page of findings: one call is told to be rated twice."""
    from jieting.apps.line.observer.batch import Batch
    from jieting.apps.line.observer.sink import Sink
    from jieting.apps.line.simulated.queries import last_rated
    from jieting.domain.line.facts import Fact, FactKind, Source

    found = last_rated(contract_id, system)
    if found is None:
        return
    call, told = found
    other = {"key": "3", "rating": "dissatisfied"}
    if told["data"]["rating"] == other["rating"]:
        other = {"key": "1", "rating": "very_satisfied"}
    fact = Fact(
        system=system,
        call=call,
        key="rated:again",
        at=told["at"] + SECOND // 10,
        kind=FactKind.RATED,
        data=other,
        source=Source.SIMULATED,
    )
    Sink(system, simulated=True).store(Batch(facts=[fact]), at=now)
