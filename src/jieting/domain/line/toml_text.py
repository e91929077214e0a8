"""A plan written as TOML: what stands at its default is left out, so a file stays short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from enum import Enum

from jieting.domain.contracts.edit.literal import flag, quoted
from jieting.domain.line.plan import (
    Agent,
    HandOver,
    Information,
    Menu,
    Message,
    Node,
    Plan,
    Queue,
    Recording,
    Survey,
    Trunk,
)

KIND_OF: dict[type[Node], str] = {
    Menu: "menu",
    Information: "information",
    HandOver: "hand_over",
    Message: "message",
}
"""The word that a kind of node has in a file."""

Part = Agent | Node | Queue | Recording | Survey | Trunk


def plan_text(plan: Plan) -> str:
    """The plan as TOML; ``parse_plan`` of it is the same plan."""
    tables = [_table("[line]", _head(plan))]
    for name, parts in (
        ("trunk", plan.trunks.values()),
        ("node", plan.nodes.values()),
        ("queue", plan.queues.values()),
        ("agent", plan.agents.values()),
    ):
        tables += [_table(f"[[{name}]]", _part(part)) for part in parts]
    if plan.survey is not None:
        tables.append(_table("[survey]", _part(plan.survey)))
    if plan.recording is not None:
        tables.append(_table("[recording]", _part(plan.recording)))
    if plan.prompts:
        tables.append(_table("[prompts]", [(_key(k), v) for k, v in plan.prompts.items()]))
    return "\n".join(tables)


def _table(header: str, pairs: Iterable[tuple[str, object]]) -> str:
    return f"{header}\n" + "".join(f"{key} = {_value(value)}\n" for key, value in pairs)


def _head(plan: Plan) -> Iterator[tuple[str, object]]:
    for name in ("contract", "numbers", "start"):
        yield name, getattr(plan, name)
    for name in ("closed", "full", "emergency_prompt"):
        if getattr(plan, name):
            yield name, getattr(plan, name)
    if plan.most_calls is not None:
        yield "most_calls", plan.most_calls


def _part(part: Part) -> Iterator[tuple[str, object]]:
    """The keys of one part; the kind of a node stands behind its name."""
    for field in fields(part):
        value = getattr(part, field.name)
        if value != _default(field):
            yield field.name, value
        if field.name == "name" and isinstance(part, Node):
            yield "kind", KIND_OF[type(part)]


def _default(field: Field[object]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _value(value: object) -> str:
    """A value as TOML; the plan holds texts, whole numbers, flags, lists and tables of texts."""
    if isinstance(value, bool):
        return flag(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_value(part) for part in value)}]"
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_value(part)}" for key, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return quoted(str(value.value if isinstance(value, Enum) else value))


def _key(key: str) -> str:
    """A key, bare where TOML allows that."""
    bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
    return key if bare else quoted(key)
