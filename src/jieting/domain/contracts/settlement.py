"""What a settlement is: assessed months, quarters, breaches; and the constants they share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jieting.domain.contracts.clauses.renewal import RenewalState
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.rectification import Rectification
from jieting.domain.errors import Finding
from jieting.domain.periods import Month
from jieting.domain.said import Said

QUARTER_MONTHS = 3
SCORE_PLACES = 2
MONEY_PLACES = 2


@dataclass(frozen=True, slots=True)
class MonthLimit:
    """A pass/fail clause of an assessed month; the findings are words already."""

    clause: str
    met: bool | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonthResult:
    """An assessed month as its JSON tells it; ``file`` says where it was read."""

    contract: str
    version: str
    month: Month
    score: Fraction | None
    arrived: int
    waiting: tuple[str, ...] = ()
    limits: tuple[MonthLimit, ...] = ()
    file: str = ""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months settled; without points ``score`` and ``coefficient`` are None."""

    months: tuple[Month, ...]
    score: Fraction | None
    coefficient: Fraction | None
    fee: Fraction
    payable: Fraction
    why: Said


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit not kept in a month, and the remedy that the contract allows."""

    month: Month
    clause: str
    findings: tuple[str, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the given months lead to."""

    contract: Contract
    months: tuple[MonthResult, ...]
    quarters: tuple[Quarter, ...]
    renewal: RenewalState | None
    breaches: tuple[Breach, ...]
    rectifications: tuple[Rectification, ...]
    findings: tuple[Finding, ...]
