"""What every clause kind is: a rule read from a table, and a verdict over the month's facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

from jieting.domain.figures import Figure
from jieting.domain.said import Said

if TYPE_CHECKING:
    from jieting.domain.contracts.model import Clause, Contract
    from jieting.domain.contracts.records import Records
    from jieting.domain.periods import Month


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a month, as the rules see it.

    ``figures`` by clause; ``days`` the daily figure of a clause, with no entry for a day that is
    excluded; ``sampled`` the evaluated calls that lie in the base; ``sample_base`` its size.
    """

    contract: Contract
    month: Month
    records: Records
    figures: Mapping[str, Figure]
    days: Mapping[str, Mapping[date, Figure]] = field(default_factory=dict)
    sample_base: int = 0
    sampled: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says of a month.

    ``lost`` and ``gained`` are points (0 for a limit); ``met`` is None where the rule cannot be
    judged; ``waiting`` where a record is still missing; ``no_base`` where a rate has no base.
    """

    why: Said
    lost: Fraction = Fraction(0)
    gained: Fraction = Fraction(0)
    met: bool | None = True
    findings: tuple[Said, ...] = ()
    waiting: bool = False
    no_base: bool = False


class Rule(Protocol):
    """A clause kind with its parameters."""

    @property
    def kind(self) -> str:
        """The name of the clause kind, as in the contract file."""

    @property
    def figure(self) -> str:
        """The clause whose figure the rule judges; empty where it judges records."""

    def readings(self) -> tuple[str, ...]:
        """Names of the open points that the rule needs settled."""

    def judge(self, clause: Clause, facts: Facts) -> Verdict:
        """What the rule says of the month."""
