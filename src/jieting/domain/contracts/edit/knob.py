"""Knobs: what a small amendment of a contract turns, one value at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jieting.domain.contracts.model import Contract
from jieting.domain.quantities import plain
from jieting.domain.said import Said, say, verbatim
from jieting.domain.toml.lines import Path
from jieting.domain.toml.values import exact_number

READING, TARGET, RULE, FEE, DELIVERABLE = "reading", "target", "rule", "fee", "deliverable"
CLOCK = "due_time"
"""The one value that is a time of day."""


@dataclass(frozen=True, slots=True)
class Knob:
    """One value of a contract: its name, the clause it belongs to, title, value, places.

    ``allowed`` lists the values that it may have, empty where it is a number or a time of day;
    turning it sets every one of ``paths``.
    """

    name: str
    kind: str
    clause: str
    title: Said
    value: str
    paths: tuple[Path, ...]
    allowed: tuple[str, ...] = ()

    @property
    def is_clock(self) -> bool:
        """True where the value is a time of day."""
        return self.kind == DELIVERABLE and self.paths[0][-1] == CLOCK


def knobs_of(data: Mapping[str, Any], contract: Contract) -> tuple[Knob, ...]:
    """Every knob of a contract whose text was parsed to ``data``, in groups of one kind."""
    linked: set[Path] = set()
    found = [*_readings(contract), *_targets(data, contract, linked)]
    return (*found, *_clauses(data, contract, linked), *_fee(data), *_deliverables(data, contract))


def _readings(contract: Contract) -> Iterator[Knob]:
    for i, choice in enumerate(contract.choices):
        yield Knob(
            "/".join(filter(None, (READING, choice.name, choice.clause))),
            READING,
            choice.clause,
            choice.question.asks,
            choice.value,
            (("choice", i, "value"),),
            tuple(choice.question.values),
        )


def _targets(data: Mapping[str, Any], contract: Contract, linked: set[Path]) -> Iterator[Knob]:
    """A figure's target, with the rules that judge the figure by the same one."""
    for i, use in enumerate(contract.figures):
        if use.target is None:
            continue
        same = [
            path
            for path, rule in _rules(data)
            if rule.get("figure") == use.clause
            and exact_number(rule.get("target")) == use.target.value
        ]
        paths = (("figure", i, "target", "value"), *((*path, "target") for path in same))
        linked.update(paths)
        title = say("Target of the {figure}", figure=contract.definition(use).title)
        name = f"{TARGET}/{use.clause}"
        yield Knob(name, TARGET, use.clause, title, plain(use.target.value), paths)


def _clauses(data: Mapping[str, Any], contract: Contract, linked: set[Path]) -> Iterator[Knob]:
    for i, clause in enumerate(contract.clauses):
        if clause.points is not None:
            path: Path = ("clause", i, "points")
            title = say("Full points")
            name = f"{RULE}/{clause.id}/points"
            yield Knob(name, RULE, clause.id, title, plain(clause.points), (path,))
        for place, rule in _rules(data, i):
            for at, value in _numbers(rule, place):
                if at not in linked:
                    name = "/".join((RULE, clause.id, *map(str, at[3:])))
                    yield Knob(name, RULE, clause.id, _words(at), value, (at,))


def _fee(data: Mapping[str, Any]) -> Iterator[Knob]:
    fee = data["contract"]["fee"]
    amount, path = str(fee["amount"]), ("contract", "fee", "amount")
    yield Knob("fee/amount", FEE, "", say("Fee of a quarter"), amount, (path,))


def _deliverables(data: Mapping[str, Any], contract: Contract) -> Iterator[Knob]:
    for i, item in enumerate(contract.deliverables):
        row = data["deliverable"][i]
        for key in ("months_after", "due_day", CLOCK):
            if key in row:
                title = say("{deliverable}: {what}", deliverable=item.title, what=_KEYS[key])
                name = f"{DELIVERABLE}/{item.kind}/{key}"
                path = ("deliverable", i, key)
                yield Knob(name, DELIVERABLE, item.clause, title, str(row[key]), (path,))


def _rules(
    data: Mapping[str, Any], only: int | None = None
) -> Iterator[tuple[Path, dict[str, Any]]]:
    for i, clause in enumerate(data.get("clause", ())):
        for j, rule in enumerate(clause.get("rule", ())):
            if only in (None, i):
                yield ("clause", i, "rule", j), rule


def _numbers(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Every number within a rule; what says which events count is no number of the rule."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key != "when":
                yield from _numbers(part, (*path, key))
    elif isinstance(value, list):
        for i, part in enumerate(value):
            yield from _numbers(part, (*path, i))
    elif not isinstance(value, bool) and isinstance(value, int | Decimal | str):
        number = exact_number(value)
        if number is not None:
            yield path, plain(number)


_KEYS: Mapping[str, Said] = {
    "target": say("Target"),
    "step": say("Size of a step"),
    "points": say("Points of one"),
    "minimum": say("Least number"),
    "share": say("Share in per cent"),
    "over": say("Bound of a day"),
    "days": say("Days in a row"),
    "within_hours": say("Hours to put it right"),
    "months": say("Months that must be good"),
    "of": say("Months in all"),
    "score": say("Score of a good month"),
    "cap": say("Most that can be earned"),
    "from": say("Score from which it holds"),
    "coefficient": say("Coefficient"),
    "months_after": say("Months after the month it tells of"),
    "due_day": say("Day of the month on which it is due"),
    CLOCK: say("Time of day by which it is due"),
}


def _words(path: Path) -> Said:
    """A key of a rule in words, with its rule's number where a clause has several places."""
    key, place = str(path[-1]), path[4:-1]
    word = _KEYS.get(key, verbatim(key))
    if place[:1] == ("bonus",):
        word = say("Bonus: {what}", what=word)
    elif place[:1] == ("brackets",) and isinstance(place[1], int):
        word = say("Bracket {number}: {what}", number=place[1] + 1, what=word)
    number = path[3]
    if isinstance(number, int) and number:
        return say("Rule {number}: {what}", number=number + 1, what=word)
    return word
