"""Why there is no roster: the smallest set of rules that clash, and what would cure it.

A set of constraints clashes where no roster keeps them all. The core is found by deletion: first
whole rules, then people or days of each; what can be left out while the clash remains is left out.
Where a part is not decided within its time it is kept, so the core may then be larger than needed,
never wrong.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from jieting.domain.rostering.problem import Problem
from jieting.solvers.roster.build import rules_only
from jieting.solvers.roster.model import Group
from jieting.solvers.roster.search import Effort, Outcome, search

_TRY_S = 4.0
Groups = frozenset[Group]


@dataclass(frozen=True, slots=True)
class Clash:
    """A rule of the core: for whom and on which days it is needed; empty means all of them."""

    rule: str
    people: tuple[str, ...]
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Core:
    """The rules that clash. ``smallest`` where each of them was shown to be needed."""

    clashes: tuple[Clash, ...]
    smallest: bool


def decided(problem: Problem, kept: Groups | None = None, seconds: float = _TRY_S) -> Outcome:
    """Whether there is a roster for the rules, or for some groups of their constraints."""
    model = rules_only(problem, (lambda group: True) if kept is None else kept.__contains__)
    return search(model, Effort(seconds)).outcome


def core_of(
    problem: Problem, seconds: float = 60.0, stop: threading.Event | None = None
) -> Core | None:
    """The smallest set of clashing rules; None where no clash is shown in the time."""
    until = time.monotonic() + seconds
    if decided(problem, seconds=max(_TRY_S, seconds / 4)) is not Outcome.INFEASIBLE:
        return None
    shrink = _Shrinking(problem, frozenset(rules_only(problem).groups), until, stop)
    shrink.by(lambda group: group.rule)
    shrink.halving(lambda group: (group.rule, group.person))
    shrink.halving(lambda group: (group.rule, _week(group)))
    shrink.halving(lambda group: group)
    return Core(_clashes(problem, shrink.kept), shrink.complete)


def _week(group: Group) -> int:
    return -1 if group.day is None else group.day // 7


class _Shrinking:
    """A clashing set of groups that is made smaller while it clashes."""

    def __init__(
        self, problem: Problem, kept: Groups, until: float, stop: threading.Event | None
    ) -> None:
        self.kept = kept
        self.complete = True
        self._problem = problem
        self._until = until
        self._stop = stop

    def by(self, part_of: Callable[[Group], object]) -> None:
        """Leave out whole parts, one after the other, the largest first."""
        for part in self._parts(part_of):
            self._without(part)

    def halving(self, part_of: Callable[[Group], object]) -> None:
        """Leave out parts, many at a time while that goes, then fewer."""
        parts = self._parts(part_of)
        size = max(1, len(parts) // 2)
        while True:
            at = 0
            while at < len(parts):
                if len(parts) > 1 and self._without(frozenset().union(*parts[at : at + size])):
                    del parts[at : at + size]
                else:
                    at += size
            if size == 1:
                return
            size = max(1, size // 2)

    def _parts(self, part_of: Callable[[Group], object]) -> list[Groups]:
        found: dict[object, set[Group]] = {}
        for group in sorted(self.kept, key=str):
            found.setdefault(part_of(group), set()).add(group)
        return sorted(map(frozenset, found.values()), key=len, reverse=True)

    def _without(self, part: Groups) -> bool:
        """Leave a part out where the rest still clashes."""
        left = self._until - time.monotonic()
        if left <= 0 or (self._stop is not None and self._stop.is_set()):
            self.complete = False
            return False
        outcome = decided(self._problem, self.kept - part, min(_TRY_S, left))
        if outcome is Outcome.INFEASIBLE:
            self.kept -= part
            return True
        self.complete &= outcome is not Outcome.UNKNOWN
        return False


def _clashes(problem: Problem, kept: Iterable[Group]) -> tuple[Clash, ...]:
    rules: dict[str, list[Group]] = {}
    for group in sorted(kept, key=str):
        rules.setdefault(group.rule, []).append(group)
    return tuple(_clash(problem, rule, groups) for rule, groups in rules.items())


def _clash(problem: Problem, rule: str, groups: Sequence[Group]) -> Clash:
    people = tuple(sorted({group.person for group in groups if group.person}))
    days = tuple(sorted({group.day for group in groups if group.day is not None}))
    if len(people) == len(problem.people) > 1:
        people = ()
    return Clash(rule, people, days)
