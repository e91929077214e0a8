"""A contract's text with some of its knobs turned."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jieting.domain.contracts.edit import literal
from jieting.domain.contracts.edit.knob import Knob, knobs_of
from jieting.domain.contracts.edit.values import set_values
from jieting.domain.contracts.load import load_contract
from jieting.domain.errors import BadInput, Finding, Place
from jieting.domain.nearest import nearest_of
from jieting.domain.said import Said, say
from jieting.domain.toml.lines import Path
from jieting.domain.toml.parse import parse_toml
from jieting.domain.toml.values import clock_time, exact_number


def knobs(text: str) -> tuple[Knob, ...]:
    """The knobs of a contract's text. Errors: BadInput where it is no contract."""
    return knobs_of(parse_toml(text, "")[0], load_contract(text, "")[0])


def turned(text: str, changes: Mapping[str, str]) -> str:
    """The text with these knobs, by name, at these values; everything else letter for letter.

    Errors: BadInput, everything at once, for a knob that the text has not or a value it may not
    have; also where the text is no contract.
    """
    known = {knob.name: knob for knob in knobs(text)}
    findings = [found for name, value in changes.items() if (found := _wrong(known, name, value))]
    if findings:
        raise BadInput(findings)
    data = parse_toml(text, "")[0]
    turning = [(known[name], value.strip()) for name, value in changes.items()]
    return set_values(
        text,
        {
            path: _literal(knob, _at(data, path), value)
            for knob, value in turning
            if not _same(knob, value)
            for path in knob.paths
        },
    )


def changed_readings(text: str, changes: Mapping[str, str]) -> set[tuple[str, str]]:
    """The open points, with their clauses, that these changes settle otherwise than the text."""
    contract = load_contract(text, "")[0]
    by_name = {knob.name: knob for knob in knobs(text) if knob.allowed}
    return {
        (choice.name, choice.clause)
        for i, choice in enumerate(contract.choices)
        for name, value in changes.items()
        if name in by_name
        and by_name[name].paths[0][1] == i
        and not _same(by_name[name], value.strip())
    }


def _same(knob: Knob, value: str) -> bool:
    if knob.allowed or knob.is_clock:
        return value == knob.value
    return exact_number(value) == exact_number(knob.value)


def _literal(knob: Knob, before: Any, value: str) -> str:
    """Bare only where it was bare and is whole."""
    whole = value.removeprefix("-").isdecimal() and value.isascii()
    bare = isinstance(before, int | Decimal)
    return str(int(value)) if bare and whole else literal.quoted(value)


def _at(data: Any, path: Path) -> Any:
    for key in path:
        data = data[key]
    return data


def _wrong(known: Mapping[str, Knob], name: str, value: str) -> Finding | None:
    if name not in known:
        return Finding(
            "no_knob",
            say("The contract has no value named {name}.", name=name),
            say("Nothing there could be changed."),
            nearest_of(name, known),
            Place(column=name),
        )
    knob = known[name]
    if knob.allowed:
        return None if value.strip() in knob.allowed else _unknown(knob, value)
    if knob.is_clock:
        fits, wanted = clock_time(value.strip()) is not None, say("a time of day such as 18:00")
    else:
        fits, wanted = exact_number(value.strip()) is not None, say("a number such as 90 or 0.05")
    return None if fits else _wrong_type(knob, value, wanted)


def _unknown(knob: Knob, value: str) -> Finding:
    return Finding(
        "unknown_value",
        say("{key} is {value}.", key=knob.name, value=value),
        say("It must be one of: {allowed}.", allowed=", ".join(knob.allowed)),
        nearest_of(value, knob.allowed),
        Place(column=knob.name),
    )


def _wrong_type(knob: Knob, value: str, wanted: Said) -> Finding:
    return Finding(
        "wrong_type",
        say("{key} is {value}.", key=knob.title, value=value),
        say("It must be {wanted}.", wanted=wanted),
        say("Correct the value."),
        Place(column=knob.name),
    )
