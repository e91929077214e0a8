"""What the apps above have to say about recordings; they register it in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jieting.domain.periods import Instant
from jieting.domain.said import Said

Told = tuple[str, Instant, dict[str, Any]]
"""A fact of a call as its kind, when it was, and its data: words of ``domain.line.facts``."""
FactsOf = Callable[[str, str], Sequence[Told]]
"""Takes a switch's system and a call; the facts of that call in order, none where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Why the recordings of a call are kept longer: somebody needs them as evidence.

    ``call`` is its id, whichever switch or file it came from: a person may name it so, and the
    books may have it from a file where the line could not keep it. ``retention`` is a class of
    ``classes``; ``why`` names the matter. While it is open nothing of the call is deleted;
    ``since`` is when it was over, and the days of its class run from there.
    """

    call: str
    retention: str
    why: Said
    since: Instant | None = None

    @property
    def is_open(self) -> bool:
        """Whether the matter is not over yet."""
        return self.since is None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A call that is over and was recorded: of which contract, and how often that was told."""

    contract_id: str
    call: str
    recordings: int


RecordedCalls = Callable[[str, Instant], Iterable[Recorded]]
"""Takes a switch's system and an instant; its recorded calls that arrived since and are over."""
Claims = Callable[[str], Iterable[Claim]]
"""Takes a contract's id; every claim to any of its calls."""
DaysOf = Callable[[str], "int | None"]
"""Takes a contract's id; for how many days its plan keeps recordings, None where it is silent."""

_facts: list[FactsOf] = []
_recorded: list[RecordedCalls] = []
_claims: list[Claims] = []
_days: list[DaysOf] = []


def register_facts(facts_of: FactsOf) -> None:
    """Ask ``facts_of`` what was told of a call."""
    _once(_facts, facts_of)


def register_recorded_calls(recorded_calls: RecordedCalls) -> None:
    """Ask ``recorded_calls`` which calls must have a recording."""
    _once(_recorded, recorded_calls)


def register_claims(claims: Claims) -> None:
    """Ask ``claims`` which calls are evidence of something."""
    _once(_claims, claims)


def register_days(days_of: DaysOf) -> None:
    """Ask ``days_of`` for how long the plan of a contract keeps recordings."""
    _once(_days, days_of)


def facts_of(system: str, call: str) -> list[Told]:
    """What was told of a call, in order."""
    found = [fact for ask in _facts for fact in ask(system, call)]
    return sorted(found, key=lambda fact: fact[1])


def recorded_calls(system: str, since: Instant) -> Iterator[Recorded]:
    """Every recorded call of a switch that arrived since an instant and is over."""
    for ask in _recorded:
        yield from ask(system, since)


def claims_to(contract_id: str) -> dict[str, list[Claim]]:
    """Every claim by its call."""
    found: dict[str, list[Claim]] = {}
    for ask in _claims:
        for claim in ask(contract_id):
            found.setdefault(claim.call, []).append(claim)
    return found


def days_of_plan(contract_id: str) -> int | None:
    """The days that the contract's plan names; None where nobody has one."""
    named = (ask(contract_id) for ask in _days)
    return next((days for days in named if days is not None), None)


def _once(there: list[Any], one: Any) -> None:
    if one not in there:
        there.append(one)
