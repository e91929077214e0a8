"""How a call comes in, and how it ends: the first and the last steps of every line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jieting.domain.line.facts import FactKind
from jieting.switches.asterisk.render import names, safe
from jieting.switches.asterisk.render.dialplan import (
    ENDED,
    IN,
    Context,
    coded,
    same,
    told,
    when,
)
from jieting.switches.asterisk.render.hours import look
from jieting.switches.asterisk.render.nodes import Steps
from jieting.switches.asterisk.render.settings import LineToRender

EMERGENCY_FAMILY = "jt"


def emergency_key(contract: str) -> str:
    """The key, in the switch's database below ``jt``, of a line's emergency announcement.

    Its value is the name of the prompt; where nothing of that name is there, the plan's own one
    is played. No entry: no emergency.
    """
    return f"emergency-{contract}"


def called(lines: Sequence[LineToRender]) -> Context:
    """Where the calls of all trunks come in: the called number leads to its line."""
    made = Context(IN)
    for line in lines:
        for number in line.plan.numbers:
            place = names.go(line.plan, "in")
            made.add(safe.number(number), [f"Set(JT_NUMBER={number})", f"Goto({place})"])
    lost = ["Log(WARNING,A number was called that no line has)", "Hangup(1)"]
    for pattern in ("_X.", "_+X.", "s", "i"):
        made.add(pattern, lost)
    return made


def arriving(line: LineToRender, into: Context) -> None:
    """The way of a call before its menu, and the end of those that are not let in."""
    into.add("in", list(_in(line)))
    into.add("open", [f"Goto({names.node(line.plan, line.plan.start)})"])
    into.add("closed", _refused(line, "closed", line.plan.closed))
    if line.plan.most_calls is not None:
        into.add("full", [f"Set(GROUP({_group(line)})=out)", *_refused(line, "full", _full(line))])
    into.add("bye", ['ExecIf($["${JT_BY}"=""]?Set(JT_BY=switch))', "Hangup()"])


def ended() -> Context:
    """What is told when the caller's channel goes: where the call was, and who ended it."""
    made = Context(ENDED)
    made.add(
        "s",
        [
            "Set(LOCAL(by)=${JT_BY})",
            when('"${by}"!=""', "tell"),
            "Set(LOCAL(from)=${CHANNEL(hangupsource)})",
            "Set(LOCAL(by)=switch)",
            when('"${from}"=""', "tell"),
            when(same("JT_WAY", "outbound"), "out"),
            # What ended an earlier talk stays in hangupsource; only the present one's leg counts.
            "Set(LOCAL(by)=caller)",
            'ExecIf($["${JT_STAGE}"="talk" & "${from}"="${JT_WITH}"]?Set(LOCAL(by)=agent))',
            "Goto(tell)",
            ("out", 'Set(LOCAL(by)=${IF($["${from}"="${CHANNEL(name)}"]?agent:caller)})'),
            ("tell", "NoOp()"),
            *told(FactKind.ENDED, stage="${JT_STAGE}", by="${by}"),
            "Return()",
        ],
    )
    return made


def begun(line: LineToRender, way: str, caller: str, number: str) -> list[str]:
    """The first steps of a call: its end will be told, whatever happens, and it is offered."""
    plan = line.plan
    return [
        f"Set(CHANNEL(hangup_handler_push)={ENDED},s,1)",
        f"Set(JT_WAY={way})",
        "Set(JT_STAGE=arrived)",
        f"Set(__TRANSFER_CONTEXT={names.context(plan, 'transfer')})",
        f"Set(CHANNEL(language)={safe.name(line.language.lower())})",
        *told(
            FactKind.OFFERED,
            contract=safe.name(plan.contract),
            direction=way,
            caller=caller,
            number=number,
        ),
    ]


def _in(line: LineToRender) -> Iterator[str | tuple[str, str]]:
    yield from begun(line, "inbound", coded("${CALLERID(num)}"), coded("${JT_NUMBER}"))
    yield "Set(JT_STAGE=ivr)"
    yield "Answer()"
    yield from _emergency(line)
    if line.plan.most_calls is not None:
        # It counts itself, so that two that come at once cannot both be the last one.
        yield f"Set(GROUP({_group(line)})=in)"
        count = f"${{GROUP_COUNT(in@{_group(line)})}} > {int(line.plan.most_calls)}"
        yield when(count, names.go(line.plan, "full"))
    yield look(line)


def _emergency(line: LineToRender) -> Iterator[str | tuple[str, str]]:
    contract = safe.name(line.plan.contract)
    yield f"Set(JT_NOTE=${{DB({EMERGENCY_FAMILY}/{emergency_key(contract)})}})"
    yield when(same("JT_NOTE", ""), "calm")
    sound = f"${{JT_SOUNDS}}/{contract}/${{JT_NOTE}}"
    own = names.sound(line, line.plan.emergency_prompt)
    yield when(f"${{STAT(e,{sound}.wav)}}", "note", "own")
    yield "note", f"Playback({sound})"
    yield "Goto(calm)"
    yield "own", f"Playback({own})" if own else "NoOp(no sound)"
    yield "calm", "NoOp()"


def _refused(line: LineToRender, reason: str, node: str) -> Steps:
    return [
        "Set(JT_STAGE=rejected)",
        *told(FactKind.REJECTED, reason=reason),
        f"Goto({names.node(line.plan, node)})",
    ]


def _full(line: LineToRender) -> str:
    return line.plan.full or ""


def _group(line: LineToRender) -> str:
    return names.context(line.plan)
