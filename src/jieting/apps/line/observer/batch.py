"""A batch: what was heard and read since the last one, and how far the logs were read with it."""

from __future__ import annotations

from dataclasses import dataclass, field

from jieting.domain.line.facts import Fact
from jieting.switches.asterisk.milestone import Strange
from jieting.switches.asterisk.tail import Position


@dataclass(slots=True)
class Batch:
    """Facts with numbers in the clear, oddities, and the positions that belong to them."""

    facts: list[Fact] = field(default_factory=list)
    strange: list[Strange] = field(default_factory=list)
    log: dict[str, Position] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.facts or self.strange or self.log)

    def __len__(self) -> int:
        return len(self.facts) + len(self.strange)

    def add(self, told: Fact | Strange) -> None:
        """Take in one thing that was told."""
        if isinstance(told, Fact):
            self.facts.append(told)
        else:
            self.strange.append(told)

    def join(self, other: Batch) -> None:
        """Take in a later batch."""
        self.facts += other.facts
        self.strange += other.strange
        self.log |= other.log


@dataclass(slots=True)
class Stored:
    """What came of a batch: new facts by way with their times, calls kept, findings, contracts."""

    new: list[tuple[str, int]] = field(default_factory=list)
    kept: int = 0
    findings: int = 0
    contracts: set[str] = field(default_factory=set)
