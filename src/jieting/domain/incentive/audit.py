"""The incentive check of a contract: every flaw that its own arithmetic shows, gravest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.contracts.model import Contract
from jieting.domain.incentive.chance import by_chance, one_event
from jieting.domain.incentive.clashes import clashes
from jieting.domain.incentive.cliffs import brackets, renewal, steps
from jieting.domain.incentive.flaw import Flaw, Gravity
from jieting.domain.incentive.judge import Judge
from jieting.domain.incentive.limits import limits
from jieting.domain.incentive.pay import Level, levels
from jieting.domain.incentive.quarters import quarters
from jieting.domain.incentive.reach import reach
from jieting.domain.incentive.readings import NOT_TRIED, readings
from jieting.domain.incentive.slack import slack
from jieting.domain.incentive.weights import Weigh, weights_of
from jieting.domain.incentive.world import World
from jieting.domain.incentive.worth import worth

VOLUMES = (500, 2_000, 9_000, 30_000)
"""Calls a month that are assumed where nothing else is said."""
LEAST_JUMP = Fraction(1, 100)
"""A cliff that moves less of a quarter's fee is not reported, where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What the check of a contract found, under which assumptions.

    ``uncounted`` are the clauses of figures that are no share of calls: of them nothing is drawn;
    ``not_tried`` the open points on which nothing hangs in the assumed months.
    """

    contract: Contract
    volumes: tuple[int, ...]
    seed: int
    flaws: tuple[Flaw, ...]
    levels: tuple[Level, ...]
    uncounted: tuple[str, ...]
    not_tried: tuple[str, ...]

    @property
    def is_severe(self) -> bool:
        """True where any flaw is severe."""
        return any(flaw.gravity is Gravity.SEVERE for flaw in self.flaws)


def audit(
    contract: Contract,
    weigh: Weigh,
    volumes: tuple[int, ...] = VOLUMES,
    seed: int = 1,
    least_jump: Fraction = LEAST_JUMP,
) -> Audit:
    """The incentive check of ``contract``; ``weigh`` asks figures what they count of a call.

    ``least_jump`` is the part of a quarter's fee from which a cliff is reported.
    """
    world = World(contract, weights_of(contract, weigh), tuple(sorted(volumes)), seed)
    judge = Judge(contract)
    drawn = levels(world, judge)
    found = _flaws(world, judge, drawn, least_jump * contract.fee.amount)
    order = list(Gravity)
    return Audit(
        contract,
        world.volumes,
        seed,
        tuple(sorted(found, key=lambda flaw: order.index(flaw.gravity))),
        drawn,
        tuple(u.clause for u in contract.figures if u.clause not in world.goals),
        tuple(c.name for c in contract.choices if c.name in NOT_TRIED and not c.agreed),
    )


def _flaws(world: World, judge: Judge, drawn: tuple[Level, ...], least: Fraction) -> Iterator[Flaw]:
    yield from slack(world, judge)
    yield from worth(world, judge)
    yield from reach(world, judge)
    yield from brackets(world, least)
    yield from steps(world, judge)
    yield from renewal(world, drawn)
    yield from one_event(world, judge)
    yield from by_chance(world, judge)
    yield from limits(world, judge)
    yield from clashes(world, judge)
    yield from readings(world, judge)
    yield from quarters(world, drawn, least)
