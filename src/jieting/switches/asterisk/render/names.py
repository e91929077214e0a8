"""How the parts of a plan are called in the switch."""

from __future__ import annotations

from jieting.domain.line.plan import Agent, Plan, Trunk
from jieting.switches.asterisk.render import safe
from jieting.switches.asterisk.render.settings import LineToRender


def context(plan: Plan, part: str = "") -> str:
    """A context of a line: ``jt-CONTRACT`` or ``jt-CONTRACT.PART``; no name has a dot in it."""
    return f"jt-{safe.name(plan.contract)}" + (f".{part}" if part else "")


def queue(plan: Plan, name: str) -> str:
    """A queue's name in the switch."""
    return f"{safe.name(plan.contract)}.{safe.name(name)}"


def trunk(plan: Plan, one: Trunk) -> str:
    """The endpoint of a trunk."""
    return f"{context(plan)}.{safe.name(one.name)}"


def telephone(agent: Agent) -> str:
    """The endpoint of an agent's telephone: the extension."""
    return safe.extension(agent.extension)


def music(plan: Plan, name: str) -> str:
    """A class of music of the line's own."""
    return f"{context(plan)}.{safe.name(name)}"


def sound(line: LineToRender, prompt: str) -> str:
    """A prompt as the dialplan plays it; empty where there is nothing to hear."""
    if not prompt or prompt not in line.sounds:
        return ""
    return f"${{JT_SOUNDS}}/{safe.name(line.plan.contract)}/{safe.name(prompt)}"


def go(plan: Plan, extension: str) -> str:
    """The place of an extension of the line's main context."""
    return f"{context(plan)},{extension},1"


def node(plan: Plan, name: str) -> str:
    """The place of a node; where the plan names none, the call ends."""
    return go(plan, f"node.{safe.name(name)}" if name else "bye")
