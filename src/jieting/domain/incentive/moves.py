"""What a supplier can do to calls that callers would not want, and which figures it moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jieting.domain.calls.call import Outcome, Rating
from jieting.domain.figures.measure import COMPLAINTS, Measure
from jieting.domain.incentive.classes import LATE_S, QUICK_S, class_name
from jieting.domain.incentive.goals import Goal
from jieting.domain.incentive.weights import Weights
from jieting.domain.said import Said, say


@dataclass(frozen=True, slots=True)
class Move:
    """Calls of one class made calls of another; ``words`` say what is done to the caller.

    ``stays`` where the move is only asked about figures that still count the call.
    """

    code: str
    words: Said
    before: str
    after: str
    stays: bool = False


def _answered(wait_s: int = QUICK_S, rating: Rating | None = None, recorded: bool = True) -> str:
    return class_name(Outcome.ANSWERED, wait_s, rating, recorded)


_WAITED = class_name(Outcome.ABANDONED, LATE_S, None, False)

MOVES = (
    Move(
        "reject",
        say("turn callers away before the queue instead of letting them wait"),
        _WAITED,
        class_name(Outcome.REJECTED, QUICK_S, None, False),
    ),
    Move(
        "hold_in_menu",
        say("keep callers in the menu until they hang up, instead of in the queue"),
        _WAITED,
        class_name(Outcome.ABANDONED_IN_IVR, QUICK_S, None, False),
    ),
    Move(
        "hang_up_early",
        say("make callers hang up at once instead of waiting long"),
        _WAITED,
        class_name(Outcome.ABANDONED, QUICK_S, None, False),
    ),
    Move(
        "drop_late",
        say("drop callers who have waited too long instead of answering them"),
        _answered(LATE_S),
        _WAITED,
    ),
    Move(
        "no_invitation",
        say("not invite callers to rate who will be dissatisfied"),
        _answered(rating=Rating.DISSATISFIED),
        _answered(),
    ),
    Move(
        "no_recording",
        say("record fewer calls"),
        _answered(),
        _answered(recorded=False),
    ),
    Move(
        "to_the_machine",
        say("end calls with a recorded answer instead of an agent"),
        _WAITED,
        class_name(Outcome.SERVED_BY_IVR, QUICK_S, None, False),
        stays=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Effect:
    """Whether a move makes a figure better (+1), worse (-1) or leaves it alone (0)."""

    clause: str
    sign: int


def effects(weights: Weights, move: Move, goals: Sequence[Goal]) -> tuple[Effect, ...]:
    """What the move does to every figure that something is asked of."""
    return tuple(Effect(g.use.clause, _sign(weights, move, g)) for g in goals)


def _sign(weights: Weights, move: Move, goal: Goal) -> int:
    """The direction in which one call moved turns the figure towards its target.

    Formula: of a base of 1000 calls with the allowed misses, one call is moved and the share of
    misses compared.
    """
    size = 1_000
    misses = max(1, round(size * float(goal.allowed)))
    numerator, base = goal.definition.numerator, goal.definition.denominator
    in_base = change(weights, move, base)
    if move.stays and not _counts(weights, move.after, base):
        return 0
    if goal.is_of_complaints:
        missed = 0
    else:
        counted = change(weights, move, numerator)
        missed = in_base - counted if goal.is_floor else counted
    before, after = misses * (size + in_base), (misses + missed) * size
    return (before > after) - (before < after)


def _counts(weights: Weights, name: str, measure: Measure) -> bool:
    """Whether the measure counts calls of a class."""
    position = weights.index(name)
    return position is not None and bool(weights.of(measure)[position])


def change(weights: Weights, move: Move, measure: Measure) -> int:
    """By how much the measure changes when one call is moved; 0 for complaints."""
    if measure.relation == COMPLAINTS:
        return 0
    row = weights.of(measure)
    ends = (weights.index(move.after), weights.index(move.before))
    after, before = (int(row[i]) if i is not None else 0 for i in ends)
    return after - before


def failing(weights: Weights, goals: Sequence[Goal]) -> Iterator[tuple[str, list[Goal]]]:
    """Each class of calls with the figures in which it is a miss."""
    for position, kind in enumerate(weights.classes):
        found = [g for g in goals if not g.is_of_complaints and _is_miss(weights, g, position)]
        if found:
            yield kind.name, found


def _is_miss(weights: Weights, goal: Goal, position: int) -> bool:
    numerator = int(weights.of(goal.definition.numerator)[position])
    base = int(weights.of(goal.definition.denominator)[position])
    return bool(base and not numerator) if goal.is_floor else bool(numerator)


def is_possible(weights: Weights, move: Move) -> bool:
    """True where the contract looks at the calls before the move."""
    return weights.index(move.before) is not None
