"""The menu tree as dialplan: a node is an extension ``node.NAME`` of the line's context."""

from __future__ import annotations

from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import HandOver, Information, Menu, Message, Node
from jieting.switches.asterisk.render import names, safe
from jieting.switches.asterisk.render.dialplan import Context, coded, same, told, when
from jieting.switches.asterisk.render.settings import LineToRender

Steps = list[str | tuple[str, str]]


def nodes(line: LineToRender, into: Context) -> None:
    """Every node of the plan."""
    for node in line.plan.nodes.values():
        name = safe.name(node.name)
        into.add(f"node.{name}", _steps(line, node))
        if isinstance(node, Menu):
            again = f"Goto({names.context(line.plan)},node.{name},ask)"
            into.add(f"wrong.{name}", [played(line, node.wrong_key_prompt), again])


def played(line: LineToRender, prompt: str) -> str:
    """The step that plays a prompt; one that does nothing where there is nothing to hear."""
    sound = names.sound(line, prompt)
    return f"Playback({sound})" if sound else "NoOp(no sound)"


def asked(line: LineToRender, prompt: str, wait_s: int, keys: list[str]) -> str:
    """The step that plays a prompt and takes one key; ``#`` counts as one where it is named."""
    options = "t()" if "#" in keys else ""
    sound = names.sound(line, prompt)
    return f"Read(JT_KEY,{sound},1,{options},1,{max(int(wait_s), 1)})"


def _steps(line: LineToRender, node: Node) -> Steps:
    plan = line.plan
    match node:
        case Menu():
            return _menu(line, node)
        case Information():
            return [
                "Set(JT_STAGE=information)",
                *told(FactKind.INFORMATION, node=safe.name(node.name)),
                played(line, node.prompt),
                f"Goto({names.node(plan, node.then)})",
            ]
        case HandOver():
            place = names.go(plan, f"queue.{safe.name(node.queue)}")
            return [played(line, node.prompt), f"Goto({place})"]
        case Message():
            return [played(line, node.prompt), f"Goto({names.go(plan, 'bye')})"]
        case _:
            raise safe.Unsafe("a step of the menu", node.name)


def _menu(line: LineToRender, node: Menu) -> Steps:
    plan, name = line.plan, safe.name(node.name)
    ways = [
        when(same("JT_KEY", safe.key(key)), names.node(plan, then))
        for key, then in node.keys.items()
    ]
    return [
        "Set(JT_STAGE=ivr)",
        "Set(JT_TRIES=0)",
        ("ask", asked(line, node.prompt, node.wait_s, list(node.keys))),
        *told(FactKind.IVR_KEY, node=name, key=coded("${JT_KEY}")),
        *ways,
        "Set(JT_TRIES=$[${JT_TRIES} + 1])",
        when(f"${{JT_TRIES}} >= {max(int(node.tries), 1)}", names.node(plan, node.otherwise)),
        when('"${JT_KEY}"=""', "ask", names.go(plan, f"wrong.{name}")),
    ]
