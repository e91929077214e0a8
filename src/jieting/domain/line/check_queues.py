"""Queues of a plan: somebody serves them, and waiting in them has an end that is thought of."""

from __future__ import annotations

from collections.abc import Iterator

from jieting.domain.errors import Finding
from jieting.domain.line.check_place import SLUG, told, warned
from jieting.domain.line.plan import HandOver, Plan, Queue
from jieting.domain.nearest import nearest_of
from jieting.domain.said import say

_LIMITS = {
    "ring_s": (5, 120),
    "timeout_s": (0, 7200),
    "priority": (0, 100),
    "wrap_up_s": (0, 3600),
    "announce_every_s": (0, 3600),
}


def queue_findings(plan: Plan) -> Iterator[Finding]:
    """Everything that can be said against the queues."""
    for queue in plan.queues.values():
        yield from _numbers(queue)
        yield from _overflow(plan, queue)
        yield from _call_back(queue)
        yield from _used(plan, queue)
        yield from _words(queue)


def _numbers(queue: Queue) -> Iterator[Finding]:
    for field, (low, high) in _LIMITS.items():
        value = getattr(queue, field)
        if not low <= value <= high:
            yield told(
                field,
                ("queue", queue.name, field),
                say("{key} is {value}.", key=field, value=str(value)),
                say("It must be from {low} to {high}.", low=low, high=high),
                say("Correct the value."),
            )
    if 0 < queue.timeout_s < queue.ring_s:
        yield warned(
            "ring_beyond_timeout",
            ("queue", queue.name, "ring_s"),
            say(
                "A telephone rings {ring} s, and nobody waits longer than {timeout} s.",
                ring=queue.ring_s,
                timeout=queue.timeout_s,
            ),
            say("The call leaves the queue while the first telephone still rings."),
            say("Let telephones ring shorter, or callers wait longer."),
        )


def _overflow(plan: Plan, queue: Queue) -> Iterator[Finding]:
    where = ("queue", queue.name, "overflow")
    if queue.overflow:
        users = (
            n for n in plan.nodes.values() if isinstance(n, HandOver) and n.queue == queue.name
        )
        if queue.overflow not in plan.nodes and next(users, None) is None:
            yield told(
                "unknown_node",
                where,
                say("There is no step {name}.", name=queue.overflow),
                say("A call would end there without a word."),
                nearest_of(queue.overflow, tuple(plan.nodes)),
            )
    elif queue.timeout_s or queue.leave_when_empty:
        yield told(
            "no_overflow",
            where,
            say("Calls leave the queue {queue} by rule, to nowhere.", queue=queue.name),
            say("The caller would be cut off without a word."),
            say("Name the step that takes them, such as a message; 0 seconds is waiting for ever."),
        )


def _call_back(queue: Queue) -> Iterator[Finding]:
    after = queue.call_back_after_s
    if after is None:
        return
    if queue.timeout_s and after >= queue.timeout_s:
        yield warned(
            "call_back_late",
            ("queue", queue.name, "call_back_after_s"),
            say(
                "A call back is offered after {after} s, and nobody waits longer than {timeout} s.",
                after=after,
                timeout=queue.timeout_s,
            ),
            say("Nobody would ever hear the offer."),
            say("Offer it earlier, or let callers wait longer."),
        )
    if not queue.call_back_prompt:
        yield told(
            "call_back_prompt",
            ("queue", queue.name, "call_back_prompt"),
            say("No prompt offers the call back in the queue {queue}.", queue=queue.name),
            say("Callers would not know which key to press."),
            say("Name a prompt that says it."),
        )


def _used(plan: Plan, queue: Queue) -> Iterator[Finding]:
    if not any(isinstance(n, HandOver) and n.queue == queue.name for n in plan.nodes.values()):
        yield warned(
            "spare_queue",
            ("queue", queue.name),
            say("No step hands calls over to the queue {queue}.", queue=queue.name),
            say("Nobody could ever wait in it."),
            say("Add a hand-over to it, or take it out."),
        )
    if next(plan.agents_of(queue), None) is None:
        yield warned(
            "queue_nobody",
            ("queue", queue.name, "skill"),
            say("Nobody may serve the queue {queue}.", queue=queue.name),
            say("Every call in it would wait in vain."),
            say("Give an agent its skill and its language."),
        )


def _words(queue: Queue) -> Iterator[Finding]:
    if not SLUG.fullmatch(queue.music):
        yield told(
            "not_a_name",
            ("queue", queue.name, "music"),
            say("{name} cannot be a name.", name=queue.music),
            say("The switch's files bear small letters, digits, - and _ only."),
            say("Write a name of at most 40 of those that begins with a letter or digit."),
        )
    if queue.announcement and not queue.announce_every_s:
        yield warned(
            "announcement_never",
            ("queue", queue.name, "announce_every_s"),
            say(
                "The announcement of the queue {queue} is played every 0 seconds.", queue=queue.name
            ),
            say("That means never."),
            say("Write the seconds from one to the next."),
        )
