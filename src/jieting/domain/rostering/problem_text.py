"""A problem written as TOML; what stands at its default is left out, so a file stays short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from itertools import groupby
from typing import TypeVar

from jieting.domain.contracts.edit.literal import flag, quoted
from jieting.domain.rostering.problem import (
    SLOT_MINUTES,
    SLOTS_A_DAY,
    Approval,
    Break,
    Cover,
    Limits,
    Need,
    Person,
    Problem,
    RuleUse,
    Shift,
    Weights,
    Wish,
    Worked,
)
from jieting.domain.rostering.problem_parts import NO_END

HOUR = 60
One = TypeVar("One")
Pair = tuple[str, object]
_Default = Approval | Break | Limits | Need | Cover | Person | Shift | Weights | Worked


class _Clock(int):
    """Minutes after midnight, written as a time of day."""


def problem_text(problem: Problem) -> str:
    """The problem as TOML; ``read_problem`` of it is the same problem."""
    tables = [
        _table("[roster]", _head(problem)),
        _table("[night]", _night(problem)),
        _table("[weights]", _given(problem.weights)),
        *(_table("[[shift]]", _shift(one)) for one in problem.shifts),
        *(_table("[[person]]", _person(one)) for one in problem.people),
        *(_table("[[cover]]", pairs) for pairs in _covers(problem)),
        *(_table("[[need]]", pairs) for pairs in _needs(problem)),
        *(_table("[[wish]]", _wish(problem, one)) for one in problem.wishes),
        _table("[rules]", [("by_law", False)]),
        *(_table(f"[rules.{_key(one.name)}]", _settings(one)) for one in problem.rules),
        _table("[before]", problem.before.items()),
        _table("[published]", problem.published.items()),
        ledger_text(problem.ledger),
    ]
    return "\n".join(tables)


def ledger_text(ledger: Mapping[str, Worked]) -> str:
    """A ledger as the tables of a problem file, or as a file that ``ledger_file`` names."""
    return "\n".join(_table(f"[ledger.{_key(k)}]", _given(one)) for k, one in ledger.items())


def _table(header: str, pairs: Iterable[Pair]) -> str:
    return f"{header}\n" + "".join(f"{_key(key)} = {_value(value)}\n" for key, value in pairs)


def _head(problem: Problem) -> Iterator[Pair]:
    for name in ("id", "first", "days", "holidays", "workdays", "rest_days"):
        yield name, getattr(problem, name)


def _night(problem: Problem) -> Iterator[Pair]:
    yield "start", _Clock(problem.night.start)
    yield "end", _Clock(problem.night.end)
    yield "least", problem.night.least


def _given(part: _Default) -> Iterator[Pair]:
    """The fields that differ from their defaults."""
    for one in fields(part):
        value = getattr(part, one.name)
        if value != _default(one):
            yield one.name, value


def _default(one: Field[object]) -> object:
    return one.default_factory() if one.default_factory is not MISSING else one.default


def _shift(shift: Shift) -> Iterator[Pair]:
    for key, value in _given(shift):
        yield key, _Clock(shift.start) if key == "start" else value


def _person(person: Person) -> Iterator[Pair]:
    for key, value in _given(person):
        if key == "qualified":
            yield key, {k: NO_END if v is None else v for k, v in (person.qualified or {}).items()}
        else:
            yield key, value


def _covers(problem: Problem) -> Iterator[list[Pair]]:
    """Each run of days of a shift with the same weights as one table."""
    runs = _runs((one, (one.shift, one.under, one.over), one.day) for one in problem.cover)
    for run in runs:
        first = run[0]
        yield [
            ("shift", first.shift),
            ("day", problem.date_of(first.day)),
            ("need", tuple(one.need for one in run)),
            ("under", first.under),
            ("over", first.over),
        ]


def _needs(problem: Problem) -> Iterator[list[Pair]]:
    """Each run of half hours of a skill with the same bounds and weights as one table."""
    runs = _runs(
        (one, (one.skill, one.at_least, one.under, one.over, one.slot // SLOTS_A_DAY), one.slot)
        for one in problem.needs
    )
    for run in runs:
        first = run[0]
        yield [
            *([("skill", first.skill)] if first.skill else []),
            ("day", problem.date_of(first.slot // SLOTS_A_DAY)),
            ("from", _Clock(first.slot % SLOTS_A_DAY * SLOT_MINUTES)),
            ("need", tuple(one.need for one in run)),
            ("at_least", first.at_least),
            ("under", first.under),
            ("over", first.over),
        ]


def _runs(parts: Iterable[tuple[One, object, int]]) -> Iterator[list[One]]:
    """Neighbours that are alike and count up by one."""
    keyed = ((one, alike, at - index) for index, (one, alike, at) in enumerate(parts))
    for _, group in groupby(keyed, key=lambda part: part[1:]):
        yield [one for one, _, _ in group]


def _wish(problem: Problem, wish: Wish) -> Iterator[Pair]:
    yield "person", wish.person
    yield "day", problem.date_of(wish.day)
    if wish.shift:
        yield "shift", wish.shift
    yield "wants", wish.wants
    yield "weight", wish.weight


def _settings(use: RuleUse) -> Iterable[Pair]:
    return use.settings.items()


def _value(value: object) -> str:
    if isinstance(value, bool):
        return flag(value)
    if isinstance(value, _Clock):
        hour, minute = divmod(value, HOUR)
        return quoted(f"{hour:02}:{minute:02}")
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return _value(tuple(sorted(value)))
    if isinstance(value, tuple | list):
        return f"[{', '.join(_value(part) for part in value)}]"
    return _inline(value)


def _inline(value: object) -> str:
    if isinstance(value, Approval | Break | Limits):
        value = dict(_given(value))
    if isinstance(value, Mapping):
        pairs = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return quoted(str(value))


def _key(key: str) -> str:
    """A key, bare where TOML allows that."""
    bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
    return key if bare else quoted(key)
