"""The menu tree: every step leads somewhere, can be reached, and lets its callers go."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.errors import Finding
from jieting.domain.line.check_place import KEYS, told, warned
from jieting.domain.line.plan import HandOver, Information, Menu, Message, Node, Plan
from jieting.domain.nearest import nearest_of
from jieting.domain.said import say


def tree_findings(plan: Plan) -> Iterator[Finding]:
    """Everything that can be said against the tree."""
    yield from _entries(plan)
    yield from _targets(plan)
    yield from _menus(plan)
    yield from _unreached(plan)
    yield from _no_way_out(plan)
    yield from _circles(plan)


def ways(plan: Plan, node: Node) -> Iterator[tuple[tuple[str, ...], str]]:
    """Where a step leads: the place that says so, and the name of the next step."""
    match node:
        case Menu():
            for key, target in node.keys.items():
                yield ("node", node.name, "keys", key), target
            yield ("node", node.name, "otherwise"), node.otherwise
        case Information() if node.then:
            yield ("node", node.name, "then"), node.then
        case HandOver() if node.queue in plan.queues and plan.queues[node.queue].overflow:
            yield ("queue", node.queue, "overflow"), plan.queues[node.queue].overflow


def silent_way(plan: Plan, node: Node) -> str:
    """Where a caller comes to who presses nothing and whom nobody answers; '' where it ends."""
    match node:
        case Menu():
            return node.otherwise
        case Information():
            return node.then
        case HandOver() if node.queue in plan.queues:
            return plan.queues[node.queue].overflow
    return ""


def reached(plan: Plan, *begin: str) -> set[str]:
    """The steps that can be reached from some, those included."""
    found: set[str] = set()
    todo = [name for name in begin if name in plan.nodes]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += [way for _, way in ways(plan, plan.nodes[name]) if way in plan.nodes]
    return found


def _entries(plan: Plan) -> Iterator[Finding]:
    """Where a call begins, and the two messages that send it away."""
    if plan.start not in plan.nodes:
        yield _unknown_node(("line", "start"), plan.start, plan)
    if not plan.closed:
        yield told(
            "no_closed",
            ("line", "closed"),
            say("No message is named for the time outside of service hours."),
            say("Callers would be cut off without a word."),
            say("Add a message and name it there; a line open round the clock needs one as well."),
        )
    for field in ("closed", "full"):
        name = getattr(plan, field)
        if name and name not in plan.nodes:
            yield _unknown_node(("line", field), name, plan)
        elif name and not isinstance(plan.nodes[name], Message):
            yield told(
                "not_a_message",
                ("line", field),
                say("{name} is no message.", name=name),
                say("A call that is not let in hears one message and ends."),
                say("Name a step of the kind message."),
            )
    yield from _full(plan)


def _full(plan: Plan) -> Iterator[Finding]:
    if plan.most_calls is not None and not plan.full:
        yield warned(
            "no_full",
            ("line", "full"),
            say(
                "At most {count} calls are let in, and no message is named.", count=plan.most_calls
            ),
            say("Who calls then hears the busy tone only."),
            say("Add a message and name it there."),
        )
    if plan.most_calls == 0:
        yield told(
            "most_calls",
            ("line", "most_calls"),
            say("At most 0 calls are let in."),
            say("Nobody could call."),
            say("Write the number of calls that the trunks carry, or leave it empty."),
        )


def _unknown_node(where: tuple[str, ...], name: str, plan: Plan) -> Finding:
    return told(
        "unknown_node",
        where,
        say("There is no step {name}.", name=name or "-"),
        say("A call would end there without a word."),
        nearest_of(name, tuple(plan.nodes)),
    )


def _targets(plan: Plan) -> Iterator[Finding]:
    told_once = set()
    for node in plan.nodes.values():
        for where, target in ways(plan, node):
            if target not in plan.nodes and where not in told_once:
                told_once.add(where)
                yield _unknown_node(where, target, plan)
        if isinstance(node, HandOver) and node.queue not in plan.queues:
            yield told(
                "unknown_queue",
                ("node", node.name, "queue"),
                say("There is no queue {name}.", name=node.queue),
                say("A call would end there without a word."),
                nearest_of(node.queue, tuple(plan.queues)),
            )


def _menus(plan: Plan) -> Iterator[Finding]:
    for menu in plan.nodes.values():
        if isinstance(menu, Menu):
            yield from _keys(menu)
            yield from _patience(menu)


def _keys(menu: Menu) -> Iterator[Finding]:
    for key in menu.keys:
        if key not in KEYS:
            yield told(
                "not_a_key",
                ("node", menu.name, "keys", key),
                say("{key} is no key of a telephone.", key=key),
                say("Nobody could press it."),
                say("Use one of 0 to 9, * and #."),
            )
    if not menu.keys:
        yield warned(
            "no_keys",
            ("node", menu.name, "keys"),
            say("The menu {name} takes no key.", name=menu.name),
            say("Every caller waits for nothing and goes on to {target}.", target=menu.otherwise),
            say("Add keys, or make it an information."),
        )


def _patience(menu: Menu) -> Iterator[Finding]:
    for field, low, high in (("wait_s", 1, 30), ("tries", 1, 9)):
        value = getattr(menu, field)
        if not low <= value <= high:
            yield told(
                field,
                ("node", menu.name, field),
                say("{key} is {value}.", key=field, value=str(value)),
                say("A menu waits 1 to 30 seconds for a key, 1 to 9 times."),
                say("Correct the value."),
            )


def _unreached(plan: Plan) -> Iterator[Finding]:
    there = reached(plan, plan.start, plan.closed, plan.full)
    for name in plan.nodes:
        if name not in there:
            yield warned(
                "unreached",
                ("node", name),
                say("No caller can reach the step {name}.", name=name),
                say("What it says is never heard."),
                say("Let a key lead there, or take it out."),
            )


def _no_way_out(plan: Plan) -> Iterator[Finding]:
    """Steps from which no answer, no queue and no message can be reached."""
    ends = {name for name, node in plan.nodes.items() if _ends(node)}
    for name, node in plan.nodes.items():
        if isinstance(node, Menu) and not reached(plan, name) & ends and _all_known(plan, name):
            yield told(
                "no_way_out",
                ("node", name),
                say("Nobody can leave the menu {name}.", name=name),
                say("No key leads to an answer, to a queue or to a message that ends the call."),
                say("Let a key lead to one of them."),
            )


def _ends(node: Node) -> bool:
    return isinstance(node, Message | HandOver) or (isinstance(node, Information) and not node.then)


def _all_known(plan: Plan, name: str) -> bool:
    """True where every way from there leads to a step that exists; else that is told instead."""
    return all(
        way in plan.nodes for step in reached(plan, name) for _, way in ways(plan, plan.nodes[step])
    )


def _circles(plan: Plan) -> Iterator[Finding]:
    """Circles in which a caller who does nothing is led for ever."""
    told_once: set[str] = set()
    for name in plan.nodes:
        circle = _circle(plan, name)
        if not circle or circle[0] in told_once:
            continue
        told_once.update(circle)
        queue = next(
            (node.queue for step in circle if isinstance(node := plan.nodes[step], HandOver)), ""
        )
        yield _overflow_circle(queue, circle) if queue else _silent_circle(circle)


def _circle(plan: Plan, name: str) -> list[str]:
    """The circle that the silent way from a step runs into; empty where it ends."""
    seen: list[str] = []
    while name in plan.nodes and name not in seen:
        seen.append(name)
        name = silent_way(plan, plan.nodes[name])
    return seen[seen.index(name) :] if name in seen else []


def _silent_circle(circle: list[str]) -> Finding:
    return told(
        "silent_circle",
        ("node", circle[0]),
        say("A caller who presses nothing goes round for ever: {steps}.", steps=_round(circle)),
        say("A forgotten telephone would hold a line of the carrier for hours."),
        say("Let the last try lead to a queue or to a message that ends the call."),
    )


def _overflow_circle(queue: str, circle: list[str]) -> Finding:
    return told(
        "overflow_circle",
        ("queue", queue, "overflow"),
        say(
            "Who leaves the queue {queue} comes back to it: {steps}.",
            queue=queue,
            steps=_round(circle),
        ),
        say("The longest wait would have no end, and the place in the queue is lost each time."),
        say("Set a longer wait, or let the overflow lead to a message or to a menu."),
    )


def _round(circle: list[str]) -> str:
    return " → ".join([*circle, circle[0]])
