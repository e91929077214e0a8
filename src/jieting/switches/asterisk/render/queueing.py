"""Waiting, talking and being asked after it, as dialplan."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import Plan, Queue
from jieting.switches.asterisk.render import names, safe
from jieting.switches.asterisk.render.dialplan import (
    ANSWERED,
    Context,
    coded,
    same,
    told,
    when,
)
from jieting.switches.asterisk.render.nodes import Steps, asked, played
from jieting.switches.asterisk.render.settings import LineToRender

CALL_BACK_KEY = "1"
"""The key that asks for a call back while waiting."""
FIRST_PRIO = 10
"""Callers who were handed to a queue come before those who never spoke to anybody."""
RULES = {"TIMEOUT": "timeout"}
"""How app_queue ends a wait, to the rule of the fact; every other end is ``empty``."""


def queueing(line: LineToRender, into: Context) -> None:
    """Every queue, what follows a talk, and the survey."""
    for queue in line.plan.queues.values():
        name = safe.name(queue.name)
        into.add(f"queue.{name}", _before(line, queue))
        into.add(f"wait.{name}", _wait(line.plan, queue))
        into.add(f"left.{name}", _left(line.plan, queue))
    into.add("talked", _talked(line.plan))
    into.add("survey", list(_survey(line)))
    thanks = line.plan.survey.thanks_prompt if line.plan.survey else ""
    into.add("thanks", [played(line, thanks), f"Goto({names.go(line.plan, 'bye')})"])


def keys_while_waiting(line: LineToRender) -> Context:
    """What a key does while a caller waits: it asks for a call back, and the wait is over."""
    made = Context(names.context(line.plan, "keys"))
    made.add(
        CALL_BACK_KEY,
        [
            "Set(JT_STAGE=call_back)",
            *told(FactKind.QUEUE_LEFT, queue="${JT_QUEUE}", rule="key"),
            *told(FactKind.CALL_BACK_ASKED, queue="${JT_QUEUE}", number=coded("${CALLERID(num)}")),
            f"Goto({names.go(line.plan, 'bye')})",
        ],
    )
    return made


def agent_answered() -> Context:
    """What an agent's channel tells when it answers; the caller's channel is then its master."""
    made = Context(ANSWERED)
    made.add(
        "s",
        [
            "Set(MASTER_CHANNEL(JT_STAGE)=talk)",
            "Set(MASTER_CHANNEL(JT_AGENT)=${JT_ME})",
            "Set(MASTER_CHANNEL(JT_LEG)=${UNIQUEID})",
            "Set(MASTER_CHANNEL(JT_WITH)=${CHANNEL(name)})",
            *told(
                FactKind.ANSWERED,
                agent="${JT_ME}",
                queue="${JT_QUEUE}",
                leg=coded("${UNIQUEID}"),
            ),
            when(same("JT_FILE", ""), "done"),
            *told(FactKind.RECORDING, file=coded("${JT_FILE}.raw")),
            ("done", "Return()"),
        ],
    )
    return made


def recorded(plan: Plan, channel: str) -> list[str]:
    """Naming the next recording of a call, or none; ``channel`` is whose call it is.

    Formula: ``monitor/CONTRACT/DATE/CALL-N`` below the spool, N the talk's number.
    """
    day, contract = "${STRFTIME(${EPOCH},UTC,%Y%m%d)}", safe.name(plan.contract)
    name = f"monitor/{contract}/{day}/{channel}-${{JT_TALKS}}" if plan.recording else ""
    return ["Set(JT_TALKS=$[0${JT_TALKS} + 1])", f"Set(__JT_FILE={name})"]


def _before(line: LineToRender, queue: Queue) -> Steps:
    """What comes before the wait: once that talks are recorded, and what the wait needs to know."""
    plan, name = line.plan, safe.name(queue.name)
    sound = names.sound(line, plan.recording.announcement if plan.recording else "")
    said = f'ExecIf($["${{JT_SAID}}"=""]?Playback({sound}))' if sound else "NoOp(no sound)"
    file = ["Set(MONITOR_FILENAME=${JT_SPOOL}/${JT_FILE})", "Set(MONITOR_OPTIONS=D)"]
    return [
        said,
        "Set(JT_SAID=1)",
        # A recording of an earlier talk ends here; the next one is a file of its own.
        *(["StopMixMonitor()"] if plan.recording else []),
        *recorded(plan, "${UNIQUEID}"),
        *(file if plan.recording else []),
        f"Set(__JT_QUEUE={name})",
        f"Set(JT_LAST={name})",
        "Set(JT_STAGE=queue)",
        *told(FactKind.QUEUED, queue=name),
        f"Goto({names.go(plan, f'wait.{name}')})",
    ]


def _wait(plan: Plan, queue: Queue) -> Steps:
    # Left out, nothing ends the wait: 0 would send the caller on at once.
    name, longest = safe.name(queue.name), str(int(queue.timeout_s)) if queue.timeout_s > 0 else ""
    return [
        f"Queue({names.queue(plan, name)},cCit,,,{longest},,{ANSWERED})",
        f"Goto({names.go(plan, f'left.{name}')})",
    ]


def _left(plan: Plan, queue: Queue) -> Steps:
    """Out of the queue: after a talk, or by a rule."""
    name = safe.name(queue.name)
    rules = [
        f'ExecIf($["${{QUEUESTATUS}}"="{status}"]?Set(JT_RULE={rule}))'
        for status, rule in RULES.items()
    ]
    return [
        when(same("QUEUESTATUS", "CONTINUE"), names.go(plan, "talked")),
        "Set(JT_RULE=empty)",
        *rules,
        *told(FactKind.QUEUE_LEFT, queue=name, rule="${JT_RULE}"),
        "Set(JT_STAGE=overflow)",
        f"Goto({names.node(plan, queue.overflow)})",
    ]


def _talked(plan: Plan) -> Steps:
    """The agent is gone and the caller is still there."""
    after = "survey" if plan.survey is not None else "bye"
    return [
        *(["StopMixMonitor()"] if plan.recording else []),
        "Set(JT_STAGE=after_talk)",
        f"Set(JT_BY={'' if plan.survey is not None else 'agent'})",
        *told(FactKind.TALK_ENDED, agent="${JT_AGENT}", leg=coded("${JT_LEG}")),
        f"Goto({names.go(plan, after)})",
    ]


def _survey(line: LineToRender) -> Iterator[str | tuple[str, str]]:
    survey = line.plan.survey
    if survey is None:
        yield f"Goto({names.go(line.plan, 'bye')})"
        return
    keys = [(safe.key(key), rating) for key, rating in survey.keys.items()]
    yield "Set(JT_STAGE=survey)"
    yield "Set(JT_TRIES=0)"
    yield from told(FactKind.INVITED)
    yield "ask", asked(line, survey.prompt, survey.wait_s, [key for key, _ in keys])
    yield "Set(JT_RATING=)"
    for key, rating in keys:
        yield f'ExecIf($["${{JT_KEY}}"="{key}"]?Set(JT_RATING={rating}))'
    yield when(same("JT_KEY", ""), "again")
    yield from told(FactKind.RATED, key=coded("${JT_KEY}"), rating="${JT_RATING}")
    yield when(same("JT_RATING", ""), "again")
    yield "Set(JT_STAGE=rated)"
    yield f"Goto({names.go(line.plan, 'thanks')})"
    yield "again", "Set(JT_TRIES=$[${JT_TRIES} + 1])"
    yield when(f"${{JT_TRIES}} < {max(int(survey.tries), 1)}", "ask")
    yield f"Goto({names.go(line.plan, 'bye')})"
