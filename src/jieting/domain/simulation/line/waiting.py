"""The queue: callers wait, telephones ring, somebody answers, or the wait ends otherwise."""

from __future__ import annotations

from jieting.domain.line.facts import FactKind
from jieting.domain.line.plan import Queue
from jieting.domain.periods import SECOND
from jieting.domain.simulation.line.dice import between, chance, exponential, span
from jieting.domain.simulation.line.live import Act, Live, LiveCall
from jieting.domain.simulation.line.talking import answer

_NOT_ANSWERED = 0.04
_WANTS_CALL_BACK = 0.4
_RESTS_AFTER_RING_S = 20.0


def enter_queue(live: Live, call: LiveCall, name: str) -> None:
    """The call begins to wait; without such a queue the switch ends it."""
    queue = live.plan.queues.get(name)
    if queue is None:
        live.end(call, "switch")
        return
    call.go_on("queue")
    call.queue = name
    live.tell(call, FactKind.QUEUED, queue=name)
    if queue.leave_when_empty and not live.desk.serving(name, live.moment):
        _leave(live, call, queue, "empty")
        return
    live.waiting.setdefault(name, []).append(call)
    live.later(_patience(live), call, _gives_up)
    if queue.timeout_s:
        live.later(span(queue.timeout_s), call, _timed_out(queue))
    if queue.call_back_after_s is not None:
        live.later(span(queue.call_back_after_s), call, _offered_call_back(queue))
    serve(live, name)


def serve(live: Live, name: str) -> None:
    """Ring for those who wait in a queue, the longest waiting first."""
    for call in list(live.waiting.get(name, ())):
        if call.agent:
            continue
        free = live.desk.free(name, live.moment, live.now)
        if not free:
            return
        _ring(live, call, free[0])


def serve_all(live: Live) -> None:
    """Ring wherever somebody waits and somebody is free."""
    for name in live.plan.queues:
        serve(live, name)


def _patience(live: Live) -> int:
    patience = live.profile.patience
    hasty = chance(live.dice, patience.hasty_share)
    return exponential(live.dice, patience.hasty_mean_s if hasty else patience.mean_s)


def _ring(live: Live, call: LiveCall, agent: str) -> None:
    call.agent = agent
    call.legs += 1
    live.desk.take(agent)
    queue = live.plan.queues[call.queue]
    if chance(live.dice, _NOT_ANSWERED) and agent not in live.desk.played:
        live.later(span(queue.ring_s), call, _rang_out(call.legs))
    else:
        live.later(between(live.dice, 2, min(8, queue.ring_s)), call, _picked_up(call.legs))


def _picked_up(leg: int) -> Act:
    def act(live: Live, call: LiveCall) -> None:
        if call.legs != leg or not call.agent:
            return
        live.waiting[call.queue].remove(call)
        answer(live, call, call.agent, queue=call.queue)

    return act


def _rang_out(leg: int) -> Act:
    def act(live: Live, call: LiveCall) -> None:
        if call.legs == leg and call.agent:
            live.tell(call, FactKind.RANG, name=call.leg, agent=call.agent, leg=call.leg)
            stop_ringing(live, call, _RESTS_AFTER_RING_S)
            serve(live, call.queue)

    return act


def stop_ringing(live: Live, call: LiveCall, rest_s: float = 1.0) -> None:
    """The telephone that rings for a waiting call is silent again."""
    if call.agent:
        live.desk.release(call.agent, live.now, span(rest_s))
        call.agent = ""


def _gives_up(live: Live, call: LiveCall) -> None:
    stop_ringing(live, call)
    live.end(call, "caller")


def _timed_out(queue: Queue) -> Act:
    return lambda live, call: _leave(live, call, queue, "timeout")


def _offered_call_back(queue: Queue) -> Act:
    def act(live: Live, call: LiveCall) -> None:
        if chance(live.dice, _WANTS_CALL_BACK):
            live.tell(call, FactKind.CALL_BACK_ASKED, queue=queue.name, number=call.number)
            _leave(live, call, queue, "key")

    return act


def _leave(live: Live, call: LiveCall, queue: Queue, rule: str) -> None:
    stop_ringing(live, call)
    if call in live.waiting.get(queue.name, ()):
        live.waiting[queue.name].remove(call)
    live.tell(call, FactKind.QUEUE_LEFT, queue=queue.name, rule=rule)
    call.go_on("ivr")
    call.queue = ""
    if rule == "key":
        live.later(3 * SECOND, call, lambda now, one: now.end(one, "caller"))
    else:
        live.enter(live, call, queue.overflow)
