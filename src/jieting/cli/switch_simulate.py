"""``jieting switch simulate``: a switch that nobody has to call, for training and to look at."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click
import structlog

from jieting.cli.options import language_option
from jieting.domain.errors import BadInput, Finding, Refused
from jieting.domain.said import say
from jieting.installation.home import home
from jieting.installation.locks import FileLock
from jieting.installation.switch import simulated_place
from jieting.language import Language

if TYPE_CHECKING:
    from jieting.apps.line.simulated.running import Simulation

LOG = structlog.get_logger("jieting.simulate")
STEP_S = 0.5
LONGEST_BACK = timedelta(days=7)


@click.command()
@click.option("--contract", default="", help="One contract; else every one that has a plan.")
@click.option(
    "--from",
    "since",
    default="",
    help="Local time at which it begins: 2026-11-22T08:00; now unless given.",
)
@click.option(
    "--speed",
    default=60,
    show_default=True,
    type=click.IntRange(1, 600),
    help="How fast the time since --from goes by, until it is now.",
)
@click.option(
    "--calls-per-hour",
    "rate",
    type=click.FloatRange(0, 5_000),
    help="Of each contract; else what its profile expects at each time of the week.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(min=0))
@language_option
def simulate(
    contract: str, since: str, speed: int, rate: float | None, seed: int, lang: str
) -> None:
    """Simulate the switch of this installation until Ctrl-C; every page says so."""
    from jieting.cli.application import ready

    ready()
    words = Language(lang)
    began = _since(since, contract)
    click.echo(words.render(say("The switch is simulated; Ctrl-C stops it.")))
    run(contract=contract, since=began, speed=speed, calls_an_hour=rate, seed=seed)


def run(
    *,
    contract: str = "",
    since: datetime | None = None,
    speed: int = 1,
    calls_an_hour: float | None = None,
    seed: int = 1,
) -> None:
    """Simulate until a signal to stop. Django is ready.

    Errors: Refused where simulated calls would meet real ones, or another one simulates already.
    """
    from jieting.apps.base.instants import to_instant
    from jieting.apps.line.simulated.making import may_simulate
    from jieting.apps.line.simulated.running import SimulatedClock, Simulation

    now = datetime.now(UTC)
    contracts = may_simulate(contract, at=now)
    clock = SimulatedClock(to_instant(since or now), to_instant(now), speed)
    with _alone():
        simulation = Simulation(contracts, clock, seed, calls_an_hour)
        stop = _asked_to_stop()
        simulation.begin(now)
        while not stop.wait(STEP_S):
            _step(simulation)
        simulation.end(datetime.now(UTC))


def run_kept() -> None:
    """As a process of the server, by what ``switch.toml`` says; refused, it waits to be stopped."""
    place = simulated_place()
    if place is None:
        return
    try:
        run(calls_an_hour=place.calls_an_hour, seed=place.seed)
    except Refused as error:
        LOG.warning("not simulated", findings=[str(finding) for finding in error.findings])
        _asked_to_stop().wait()


def _step(simulation: Simulation) -> None:
    """One step; while the database is away nothing is lost: it is kept once it is there again."""
    from django.db import InterfaceError, OperationalError, connections

    try:
        simulation.step(datetime.now(UTC))
    except (OperationalError, InterfaceError):
        connections.close_all()


def _asked_to_stop() -> threading.Event:
    """Set once somebody asks the process to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def _alone() -> Iterator[None]:
    """Two simulations of one home would tell two stories of one line."""
    lock = FileLock(home().root / "simulated-switch.lock")
    try:
        if not lock.try_take():
            raise Refused(_simulated_already())
        yield
    finally:
        lock.close()


def _since(text: str, contract: str) -> datetime | None:
    """The time in the contracts' zone. Errors: BadInput for one that cannot be made up for."""
    if not text:
        return None
    from jieting.apps.contracts.queries import contract_ids, latest_terms

    names = [name for name in contract_ids() if contract in ("", name)]
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise BadInput(_no_time(text)) from None
    zone = latest_terms(names[0]).zone if names else UTC
    at = local if local.tzinfo is not None else local.replace(tzinfo=zone)
    if not timedelta(0) <= datetime.now(UTC) - at <= LONGEST_BACK:
        raise BadInput(_no_time(text))
    return at


def _no_time(text: str) -> Finding:
    return Finding(
        "bad_time",
        say("{text} is no time within the last seven days.", text=text),
        say("A simulation makes up for a past time, and calls of the future would be in no book."),
        say("Write it as 2026-11-22T08:00."),
    )


def _simulated_already() -> Finding:
    return Finding(
        "simulated_already",
        say("The switch of this home is being simulated already."),
        say("Two simulations would tell two stories of one line."),
        say("Stop the other one first; the server keeps one where switch.toml says so."),
    )
