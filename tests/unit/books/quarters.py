"""Sealed months of the hotline's contract, made of scores, for tests of quarters."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from jieting.domain.books.quarter import SealedResult
from jieting.domain.contracts.load import load_contract
from jieting.domain.contracts.model import Contract
from jieting.domain.contracts.settlement import MonthResult
from jieting.domain.periods import Month

FOLDER = Path(__file__).resolve().parents[3] / "contracts"
JANUARY = Month(2026, 1)


def contract(name: str) -> Contract:
    """A shipped contract."""
    file = FOLDER / f"{name}.toml"
    return load_contract(file.read_text(encoding="utf-8"), file.name)[0]


HOTLINE = contract("ningde-12123")
LOANS = contract("post-loan")


def result(month: Month, score: object = 90, of: Contract = HOTLINE) -> MonthResult:
    """An assessed month; without a score it waits."""
    exact = None if score is None or not of.is_scored else Fraction(str(score))
    return MonthResult(of.id, of.version, month, exact, 1000)


def sealed(
    month: Month, *scores: object, of: Contract = HOTLINE, at: int = 0
) -> tuple[SealedResult, ...]:
    """The seal and the corrections of a month, one a second, from ``at`` on."""
    return tuple(
        SealedResult(n, at + n, result(month, score, of), f"{month}-{n}", "late calls" if n else "")
        for n, score in enumerate(scores)
    )
