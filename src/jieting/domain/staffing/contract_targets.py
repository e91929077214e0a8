"""Which targets of a requirement the clauses of a contract ask for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jieting.domain.contracts.model import Contract, FigureUse
from jieting.domain.errors import BadInput, Finding, Place, Severity
from jieting.domain.figures.definition import Unit
from jieting.domain.said import say
from jieting.domain.staffing.target_text import unreachable
from jieting.domain.staffing.targets import ServiceLevel, Targets

FLOORS = {"connection_rate": True, "abandon_rate": False, "service_level": True, "asa": False}
"""The figures that agents decide, and whether a target of them is a least value."""


def contract_targets(contract: Contract) -> tuple[Targets, list[Finding]]:
    """The targets of the contract's figures that agents decide; the strictest where several are.

    A figure in per cent becomes a share. Findings are notes on what the target does not say.
    Errors: BadInput where a target is one that no number of agents keeps.
    """
    targets, notes, errors = Targets(), [], []
    for use, amount in _asked(contract):
        wrong = unreachable(use.name, amount, Place(contract.file, use.line, use.clause))
        if wrong is not None:
            errors.append(wrong)
            continue
        targets = _stricter(targets, _one(contract, use, amount))
        if use.name == "connection_rate" and contract.reading("total_requests") == "arrived":
            notes.append(_menu_counts(contract, use))
    if errors:
        raise BadInput(errors)
    return targets, notes


def _asked(contract: Contract) -> Iterator[tuple[FigureUse, Fraction]]:
    """The uses of figures with a target on the side that more agents help, as shares or seconds."""
    for use in contract.figures:
        target = use.target
        if target is None or FLOORS.get(use.name) is not target.is_floor:
            continue
        percent = contract.definition(use).unit is Unit.PERCENT
        yield use, target.value / 100 if percent else target.value


def _one(contract: Contract, use: FigureUse, amount: Fraction) -> Targets:
    if use.name == "connection_rate":
        return Targets(connection_rate=amount)
    if use.name == "abandon_rate":
        return Targets(abandon_rate=amount)
    if use.name == "asa":
        return Targets(asa_s=amount)
    chosen = contract.definition(use).parameters
    level = ServiceLevel(amount, Fraction(chosen["threshold_s"]), chosen["abandon_variant"])
    return Targets(service_level=level)


def _stricter(one: Targets, other: Targets) -> Targets:
    """The stricter of two of the same kind; of service levels the first."""
    both = one.over(other)
    return Targets(
        connection_rate=max(_given(one.connection_rate, other.connection_rate), default=None),
        abandon_rate=min(_given(one.abandon_rate, other.abandon_rate), default=None),
        service_level=both.service_level,
        asa_s=min(_given(one.asa_s, other.asa_s), default=None),
        occupancy=both.occupancy,
    )


def _given(*amounts: Fraction | None) -> list[Fraction]:
    return [amount for amount in amounts if amount is not None]


def _menu_counts(contract: Contract, use: FigureUse) -> Finding:
    return Finding(
        "menu_counts_too",
        say("The contract counts the connection rate of all calls that arrive."),
        say(
            "Here it is of the calls of the queue: those served or given up in the menu count too."
        ),
        say("Look at both with jieting simulate, or give a target of your own."),
        Place(contract.file, use.line, use.clause),
        Severity.NOTE,
    )
