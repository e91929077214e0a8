"""Ways through a menu tree: which keys lead a caller to an answer or to a queue."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from jieting.domain.line.plan import HandOver, Information, Menu, Plan

Way = tuple[str, ...]
"""Keys, one for each menu on the way."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The shortest ways from the first menu to every answer and to every hand-over."""

    answers: tuple[Way, ...]
    queues: tuple[Way, ...]


def ways(plan: Plan) -> Ways:
    """Every way that keys alone open; a node that is no menu is an end of one."""
    found: dict[str, Way] = {plan.start: ()}
    waiting = deque([plan.start])
    while waiting:
        name = waiting.popleft()
        node = plan.nodes.get(name)
        if not isinstance(node, Menu):
            continue
        for key in sorted(node.keys):
            if node.keys[key] not in found:
                found[node.keys[key]] = (*found[name], key)
                waiting.append(node.keys[key])
    of = plan.nodes.get
    return Ways(
        tuple(way for name, way in found.items() if isinstance(of(name), Information)),
        tuple(way for name, way in found.items() if isinstance(of(name), HandOver)),
    )
