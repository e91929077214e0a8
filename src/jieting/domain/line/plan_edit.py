"""Changes of a plan: a part put in, renamed everywhere or taken out; the order stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from jieting.domain.line.plan import (
    Agent,
    HandOver,
    Information,
    Menu,
    Message,
    Node,
    Plan,
    Queue,
    Trunk,
)

T = TypeVar("T", Node, Queue, Trunk)


def with_node(plan: Plan, old: str, node: Node) -> Plan:
    """The plan with a step in place of ``old``, or behind the others; its new name everywhere."""
    nodes = _put(plan.nodes, old, node)
    made = replace(plan, nodes=nodes)
    return _renamed_node(made, old, node.name) if old and old != node.name else made


def without_node(plan: Plan, name: str) -> Plan:
    """The plan without a step; what led there still names it, which the check tells."""
    return replace(plan, nodes=_without(plan.nodes, name))


def with_queue(plan: Plan, old: str, queue: Queue) -> Plan:
    """The plan with a queue in place of ``old``, or behind the others; its new name everywhere."""
    made = replace(plan, queues=_put(plan.queues, old, queue))
    if not old or old == queue.name:
        return made
    nodes = {
        name: replace(node, queue=queue.name)
        if isinstance(node, HandOver) and node.queue == old
        else node
        for name, node in made.nodes.items()
    }
    return replace(made, nodes=nodes)


def without_queue(plan: Plan, name: str) -> Plan:
    """The plan without a queue."""
    return replace(plan, queues=_without(plan.queues, name))


def with_trunk(plan: Plan, old: str, trunk: Trunk) -> Plan:
    """The plan with a trunk in place of ``old``, or behind the others."""
    return replace(plan, trunks=_put(plan.trunks, old, trunk))


def without_trunk(plan: Plan, name: str) -> Plan:
    """The plan without a trunk."""
    return replace(plan, trunks=_without(plan.trunks, name))


def with_agents(plan: Plan, agents: Mapping[str, Agent]) -> Plan:
    """The plan with these agents and no others."""
    return replace(plan, agents=dict(agents))


def with_texts(plan: Plan, texts: Mapping[str, str]) -> Plan:
    """The plan with the texts of some prompts; a name without a text is left as it is."""
    return replace(plan, prompts={**plan.prompts, **{k: v for k, v in texts.items() if k}})


def _put(parts: Mapping[str, T], old: str, part: T) -> dict[str, T]:
    if old not in parts:
        return {**parts, part.name: part}
    return {
        (part.name if name == old else name): (part if name == old else other)
        for name, other in parts.items()
    }


def _without(parts: Mapping[str, T], name: str) -> dict[str, T]:
    return {key: part for key, part in parts.items() if key != name}


def _renamed_node(plan: Plan, old: str, new: str) -> Plan:
    def now(name: str) -> str:
        return new if name == old else name

    nodes = {name: _led(node, now) for name, node in plan.nodes.items()}
    queues = {
        name: replace(queue, overflow=now(queue.overflow)) for name, queue in plan.queues.items()
    }
    return replace(
        plan,
        nodes=nodes,
        queues=queues,
        start=now(plan.start),
        closed=now(plan.closed),
        full=now(plan.full),
    )


def _led(node: Node, now: Callable[[str], str]) -> Node:
    match node:
        case Menu():
            keys = {key: now(target) for key, target in node.keys.items()}
            return replace(node, keys=keys, otherwise=now(node.otherwise))
        case Information():
            return replace(node, then=now(node.then))
        case Message() | HandOver():
            return node
    return node
