"""The talk: hold, transfer, a third party, the end, and the question after it."""

from __future__ import annotations

from jieting.domain.line.facts import FactKind
from jieting.domain.periods import SECOND, Instant
from jieting.domain.simulation.line.dice import (
    between,
    chance,
    choose,
    exponential,
    lognormal,
    span,
    weighed,
)
from jieting.domain.simulation.line.live import Act, Live, LiveCall

_AGENT_HANGS_UP = 0.7
_TRANSFERS = 0.03
_BLIND = 0.5
_THIRD_PARTY = 0.01
_UNKNOWN_KEY = 0.02
_WAITS_FOR_HELD_S = 5.0


def answer(live: Live, call: LiveCall, agent: str, *, queue: str) -> None:
    """An agent answers, out of a queue or where a transfer led; the agent is taken already."""
    call.go_on("talk")
    call.agent, call.held = agent, False
    live.tell(call, FactKind.ANSWERED, agent=agent, queue=queue, leg=call.leg)
    handling = live.profile.handling
    talk = lognormal(live.dice, handling.talk, 8, handling.longest_talk_s)
    live.later(talk, call, _talk_over)
    if agent in live.desk.played:
        return  # a person puts on hold and hands over as the person likes
    if chance(live.dice, handling.hold_share):
        live.later(talk // 3, call, hold)
        most = talk // 2
        length = min(exponential(live.dice, handling.hold_mean_s), most)
        live.later(talk // 3 + length, call, resume)
    elif queue and chance(live.dice, _TRANSFERS):
        live.later(talk // 2, call, _hands_on)
    elif chance(live.dice, _THIRD_PARTY):
        live.later(talk // 2, call, _third_party)


def hold(live: Live, call: LiveCall) -> None:
    """The caller hears music."""
    if not call.held:
        call.holds += 1
        call.held = True
        live.tell(call, FactKind.HELD, name=f"{call.leg}:{call.holds}", leg=call.leg)


def resume(live: Live, call: LiveCall) -> None:
    """The agent takes the caller back."""
    if call.held:
        call.held = False
        live.tell(call, FactKind.RESUMED, name=f"{call.leg}:{call.holds}", leg=call.leg)


def transfer(live: Live, call: LiveCall, way: str, to: str) -> None:
    """The agent hands the call on to an extension or a number, and is free again."""
    resume(live, call)
    agent, leg = call.agent, call.leg
    live.tell(call, FactKind.TRANSFERRED, name=leg, agent=agent, way=way, to=to, leg=leg)
    _free(live, call)
    target = live.desk.at_extension(to)
    moment = live.moment
    serving = (name for queue in live.plan.queues for name in live.desk.serving(queue, moment))
    if target is None or target.name in live.desk.busy or target.name not in set(serving):
        call.go_on("talk")
        # Whoever is reached outside is none of ours; a telephone of ours that is not free ends it.
        after = lognormal(live.dice, live.profile.handling.talk) if target is None else 2 * SECOND
        live.later(after, call, _leaves("caller" if target is None else "switch"))
        return
    call.go_on("ringing")
    call.legs += 1
    live.desk.take(target.name)
    call.agent = target.name
    live.later(span(0.2) if way == "attended" else between(live.dice, 2, 6), call, _taken_over)


def hang_up_agent(live: Live, call: LiveCall) -> None:
    """The agent hangs up; the caller stays for the question, where there is one."""
    resume(live, call)
    live.tell(call, FactKind.TALK_ENDED, agent=call.agent, leg=call.leg)
    _free(live, call)
    survey = live.plan.survey
    call.go_on("survey")
    if survey is None or call.outbound:
        live.later(SECOND, call, _leaves("switch"))
        return
    live.tell(call, FactKind.INVITED)
    if chance(live.dice, live.profile.ratings.rated_share):
        live.later(between(live.dice, 3, 10), call, _rates)
    else:
        live.later(between(live.dice, 1, max(2, survey.wait_s)), call, _leaves("caller"))


def cut(live: Live, call: LiveCall, by: str) -> None:
    """The call ends whatever it is at; its agent is free again."""
    if call.agent:
        _free(live, call)
    live.end(call, by)


def _talk_over(live: Live, call: LiveCall) -> None:
    if call.held:
        live.later(span(_WAITS_FOR_HELD_S), call, _talk_over)  # nobody hangs up on music at once
    elif chance(live.dice, _AGENT_HANGS_UP):
        hang_up_agent(live, call)
    else:
        cut(live, call, "caller")


def _leaves(by: str) -> Act:
    return lambda live, call: live.end(call, by)


def _taken_over(live: Live, call: LiveCall) -> None:
    answer(live, call, call.agent, queue="")


def _hands_on(live: Live, call: LiveCall) -> None:
    others = [agent for agent in live.plan.agents.values() if agent.name != call.agent]
    if others:
        way = "blind" if chance(live.dice, _BLIND) else "attended"
        transfer(live, call, way, choose(live.dice, others).extension)


def _third_party(live: Live, call: LiveCall) -> None:
    others = [agent for agent in live.plan.agents.values() if agent.name != call.agent]
    if others:
        live.tell(call, FactKind.CONFERENCE, to=choose(live.dice, others).extension)


def _rates(live: Live, call: LiveCall) -> None:
    survey = live.plan.survey
    if survey is None:
        return
    level = weighed(live.dice, live.profile.ratings.levels)
    keys = [key for key, rating in survey.keys.items() if rating is level]
    unknown = chance(live.dice, _UNKNOWN_KEY) or not keys
    other = next((key for key in "987650" if key not in survey.keys), "")
    key = other if unknown else keys[0]
    if key:
        live.tell(call, FactKind.RATED, key=key, rating="" if unknown else level.value)
    live.later(between(live.dice, 1, 3), call, _leaves("switch" if key else "caller"))


def _free(live: Live, call: LiveCall) -> None:
    rest = _rest(live, call)
    live.desk.release(call.agent, live.now, rest)
    call.agent = ""


def _rest(live: Live, call: LiveCall) -> Instant:
    queue = live.plan.queues.get(call.queue)
    least = span(queue.wrap_up_s) if queue is not None and queue.wrap_up_s else SECOND
    return max(least, lognormal(live.dice, live.profile.handling.wrap_up, 1, 1_800))
