"""The simulated switch: a seed becomes a month of calls, and the records that go with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import IntEnum

from numpy.random import PCG64, Generator, SeedSequence

from jieting.domain.calls.call import Call
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.records import Records
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.periods import Month
from jieting.domain.said import Said, say
from jieting.domain.simulation.disturbances import draw_disturbances
from jieting.domain.simulation.month import simulate_month
from jieting.domain.simulation.profile import Profile
from jieting.domain.simulation.profiles import profile_for
from jieting.domain.simulation.records import simulate_records
from jieting.domain.simulation.rows import SOURCE


class Stream(IntEnum):
    """Separate random numbers of one seed."""

    CALLS = 1
    RECORDS = 2


def dice(seed: int, stream: Stream) -> Generator:
    """The random numbers of a seed: PCG64, the same on every machine."""
    return Generator(PCG64(SeedSequence((seed, stream.value))))


def profile_of(contract: Contract) -> Profile:
    """The shipped profile nearest to the contract."""
    return profile_for(contract.population.queue, contract.calendar.round_the_clock)


def origin(contract: Contract, profile: Profile, month: Month, seed: int) -> str:
    """What each simulated call says of where it comes from."""
    return f"{contract.id} {contract.version} {profile.name} {month} seed {seed}"


def simulated_calls(contract: Contract, profile: Profile, month: Month, seed: int) -> list[Call]:
    """The month's calls; the same arguments give the same calls."""
    return simulate_month(
        profile,
        month,
        contract.zone,
        contract.calendar.open_periods(month, contract.zone),
        dice(seed, Stream.CALLS),
        queue=contract.population.queue,
        source_ref=origin(contract, profile, month, seed),
    )


def simulated_records(
    contract: Contract, profile: Profile, month: Month, calls: Sequence[Call], seed: int
) -> Records:
    """Records for calls simulated with the same contract, profile, month and seed.

    Errors: BadInput where a call is of another origin; its disturbances would not be these.
    """
    if findings := list(_strangers(calls, origin(contract, profile, month, seed))):
        raise BadInput(findings)
    zone = contract.zone
    disturbances = draw_disturbances(
        profile.planned,
        month,
        zone,
        contract.calendar.open_periods(month, zone),
        dice(seed, Stream.CALLS),
    )
    return simulate_records(profile, month, zone, calls, disturbances, dice(seed, Stream.RECORDS))


def _strangers(calls: Sequence[Call], expected: str) -> Iterator[Finding]:
    """One finding for real calls, one for each other origin of simulated ones."""
    real = [call for call in calls if call.source != SOURCE]
    if real:
        yield _finding(
            "real_calls",
            "source",
            say(
                "{count} calls are not simulated, the first is {call_id}.",
                count=len(real),
                call_id=real[0].call_id,
            ),
            say("Invented records must never stand beside real calls."),
        )
    for other in sorted({c.source_ref for c in calls if c.source == SOURCE} - {expected}):
        yield _finding(
            "other_origin",
            "source_ref",
            say(
                "Calls were simulated with {other}, not with {expected}.",
                other=other,
                expected=expected,
            ),
            say("Their disturbances lie elsewhere, so the records would not fit them."),
        )


def _finding(code: str, column: str, what: Said, why: Said) -> Finding:
    remedy = say("Give the calls that demo calls wrote with this contract, month and seed.")
    return Finding(code, what, why, remedy, Place(column=column))
