"""Calls that agents make: to each other, out to a number, and handing a caller on."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import Agent, Queue, Trunk
from jieting.switches.asterisk.render import names, safe
from jieting.switches.asterisk.render.arriving import begun
from jieting.switches.asterisk.render.dialplan import (
    ANSWERED,
    CALLED,
    Context,
    coded,
    same,
    told,
    when,
)
from jieting.switches.asterisk.render.nodes import Steps
from jieting.switches.asterisk.render.queueing import FIRST_PRIO, recorded
from jieting.switches.asterisk.render.settings import LineToRender

NUMBERS = ("_X.", "_+X.")
RING_S = 30
RING_OUT_S = 60
_UNREACHED = '"${DIALSTATUS}"="CHANUNAVAIL" | "${DIALSTATUS}"="CONGESTION"'


def calling(line: LineToRender) -> list[Context]:
    """The contexts of what agents dial, of calls out, and of where callers are handed to."""
    return [_dialled(line), _out(line), _transfer(line)]


def called_answered() -> Context:
    """What is told on the channel of somebody called, who answered; recorded from there on."""
    made = Context(CALLED)
    made.add(
        "s",
        [
            "Set(MASTER_CHANNEL(JT_STAGE)=talk)",
            *told(FactKind.ANSWERED, agent="${JT_WHO}", queue="", leg=coded("${JT_FROM}")),
            when(same("JT_FILE", ""), "done"),
            "MixMonitor(${JT_SPOOL}/${JT_FILE}.raw,D)",
            *told(FactKind.RECORDING, file=coded("${JT_FILE}.raw")),
            ("done", "Return()"),
        ],
    )
    return made


def _dialled(line: LineToRender) -> Context:
    """What a telephone of the line may dial: extensions, else a number outside."""
    made = Context(names.context(line.plan, "agent"))
    for agent in line.plan.agents.values():
        telephone = names.telephone(agent)
        made.add(telephone, [f"Dial(PJSIP/{telephone},{RING_S})", "Hangup()"])
    for pattern in NUMBERS:
        outside = f"{names.context(line.plan, 'out')},${{EXTEN}},1"
        made.add(pattern, [f"Goto({outside})"])
    return made


def _out(line: LineToRender) -> Context:
    """Calls out: ``NUMBER`` is a call of the hotline, ``ask`` one to consult somebody."""
    made = Context(names.context(line.plan, "out"))
    for pattern in NUMBERS:
        made.add(pattern, _number("call" if line.plan.trunks else "none"))
    shown = next((t.caller_id for t in line.plan.trunks.values() if t.caller_id), "")
    number = safe.number(shown) if shown else ""
    made.add(
        "call",
        [
            *begun(line, "outbound", coded("${JT_TO}"), safe.encoded(number)),
            "Set(JT_STAGE=ringing)",
            "Set(__JT_WHO=${JT_ME})",
            "Set(__JT_FROM=${UNIQUEID})",
            *recorded(line.plan, "${UNIQUEID}"),
            *_by_trunks(line, f"U({CALLED})"),
            f"Set(JT_BY=${{IF($[{_UNREACHED}]?switch:caller)}})",
            "Hangup()",
        ],
    )
    made.add("ask", [*_by_trunks(line, "g"), "Hangup()"])
    if not line.plan.trunks:
        made.add("none", ["Log(WARNING,A call out was dialled and there is no trunk)", "Hangup(3)"])
    return made


def _number(then: str) -> Steps:
    return [
        "Set(JT_TO=${FILTER(0-9+,${EXTEN})})",
        when('"${JT_TO}"!="${EXTEN}"', "no"),
        f"Goto({then},1)",
        ("no", "Hangup(28)"),
    ]


def _by_trunks(line: LineToRender, options: str) -> Iterator[str]:
    """Dialling by the first trunk, and by the next where that one does not get through."""
    for place, trunk in enumerate(line.plan.trunks.values()):
        step = _dial(line, trunk, options)
        for one in step:
            yield one if place == 0 else f"ExecIf($[{_UNREACHED}]?{one})"


def _dial(line: LineToRender, trunk: Trunk, options: str) -> list[str]:
    shown = safe.number(trunk.caller_id) if trunk.caller_id else "${CALLERID(num)}"
    dial = f"Dial(PJSIP/${{JT_TO}}@{names.trunk(line.plan, trunk)},{RING_OUT_S},{options})"
    return [f"Set(CALLERID(num)={shown})", dial]


def _transfer(line: LineToRender) -> Context:
    """Where an agent hands a caller to without asking; asking first is dialled by a Local channel.

    Who is not there gives the caller back to the queue, before those who wait.
    """
    made = Context(names.context(line.plan, "transfer"))
    for agent in line.plan.agents.values():
        made.add(names.telephone(agent), _to_agent(line, agent))
    for queue in line.plan.queues.values():
        made.add(f"queue.{safe.name(queue.name)}", _to_queue(line, queue))
    for pattern in NUMBERS:
        made.add(pattern, _to_number(line))
    return made


def _handed(to: str) -> list[str]:
    return told(
        FactKind.TRANSFERRED,
        agent="${JT_AGENT}",
        way="blind",
        to=to,
        leg=coded("${JT_LEG}"),
    )


def _consulted(place: str) -> str:
    return when('"${CHANNEL(channeltype)}"="Local"', place)


def _to_agent(line: LineToRender, agent: Agent) -> Steps:
    plan, telephone = line.plan, names.telephone(agent)
    return [
        _consulted(f"{names.context(plan, 'agent')},{telephone},1"),
        *_handed(safe.encoded(agent.name)),
        "Set(JT_STAGE=transferred)",
        "Set(__JT_QUEUE=)",
        "Set(__JT_FILE=)",
        f"Dial(PJSIP/{telephone},{RING_S},tgU({ANSWERED}))",
        when(same("DIALSTATUS", "ANSWER"), names.go(plan, "talked")),
        when(same("JT_LAST", ""), names.go(plan, "bye")),
        f"Set(QUEUE_PRIO={FIRST_PRIO})",
        f"Goto({names.context(plan)},queue.${{JT_LAST}},1)",
    ]


def _to_queue(line: LineToRender, queue: Queue) -> Steps:
    name = safe.name(queue.name)
    place = names.go(line.plan, f"queue.{name}")
    return [*_handed(name), f"Set(QUEUE_PRIO={FIRST_PRIO})", f"Goto({place})"]


def _to_number(line: LineToRender) -> Steps:
    out = names.context(line.plan, "out")
    if not line.plan.trunks:
        return [f"Goto({out},none,1)"]
    return [
        "Set(JT_TO=${FILTER(0-9+,${EXTEN})})",
        _consulted(f"{out},ask,1"),
        *_handed(coded("${JT_TO}")),
        "Set(JT_STAGE=transferred)",
        *_by_trunks(line, "g"),
        f"Goto({names.go(line.plan, 'bye')})",
    ]
